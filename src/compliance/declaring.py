"""What the unit has declared not to have happened, what is not declared yet, and the line that would declare it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.facts import DAY, Facts
from compliance.measure import Judged
from compliance.model import Advice, Count, Declaration, Reason, Selector, Span, Step, Text, Way
from compliance.syntax import nodes
from compliance.words import Words, both, joined


def declarable(judged: Judged) -> Selector | None:
    """What a declaration of absence would have to name, if it can be named."""
    part = judged.rule.readings[judged.reading]
    if judged.instance.vacancy == "no_trigger" and part.for_each:
        return part.for_each.selector
    asked = judged.measure.asked
    return asked[0].selector if asked and asked[0].selector.name else None


def made(facts: Facts, selector: Selector | None) -> list[Declaration]:
    """Those made by the day of the check; what is declared later is not known yet."""
    known = [each for each in facts.unit.declarations if each.on <= facts.as_of]
    return [each for each in known if selector is not None and selector.name and each.none == selector.name]


def gaps(facts: Facts, selector: Selector, first: date, last: date) -> list[Span]:
    """The days of the range that no declaration covers; it covers nothing after the day on which it was made."""
    left: list[Span] = []
    day = first
    for each in sorted(made(facts, selector), key=lambda d: d.first):
        end = min(each.last, each.on)
        if each.first > day and each.first <= last:
            left.append(Span(day, each.first - DAY))
        if end >= day and each.first <= last:
            day = end + DAY
    return [*left, Span(day, last)] if day <= last else left


# ---------------------------------------------------------------- reasons


def declared_so_far(code: str, judged: Judged, words: Words) -> Iterator[Reason]:
    """Whether it happened as far as anybody wrote, what is declared, by whom and where, and what is not."""
    selector = declarable(judged)
    what = words.selector(selector) if selector else both("–")
    known = made(words.facts, selector)
    told = joined([_told(each, words) for each in known], "；", "; ")
    if code in ("trigger.declared", "declared"):
        yield _reason(code, what=what, declared=told)
        return
    if selector is not None and not selector.name and code == "trigger.undeclared":
        yield _reason("trigger.unnamed", what=what)
        return
    yield _reason(code, what=what)
    first, last = _range(judged, words.facts)
    if not known or selector is None or first is None or last is None:
        return
    lacking = gaps(words.facts, selector, first, last)
    if lacking:
        yield _reason("declared.some", declared=told, gaps=joined([_days(span) for span in lacking], "、", ", "))
    else:
        yield _reason("declared.early", declared=told, last=last)


def _reason(code: str, **params: object) -> Reason:
    return Reason(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


def _range(judged: Judged, facts: Facts) -> tuple[date | None, date | None]:
    window = facts.span if judged.instance.vacancy == "no_trigger" else judged.measure.window
    return window.first, window.last


def _told(each: Declaration, words: Words) -> Text:
    by, days = words.name(each.by), _days(Span(each.first, min(each.last, each.on)))
    return Text(f"{days.zh}（{by.zh}，{each.on}，{each.at}）", f"{days.en} ({by.en}, {each.on}, {each.at})")


def _days(span: Span) -> Text:
    return both(span.first) if span.first == span.last else Text(f"{span.first} 至 {span.last}", f"{span.first} to {span.last}")


# ---------------------------------------------------------------- advice


def declaring(judged: Judged, words: Words) -> list[Advice]:
    """The whole line for unit.yaml, for each stretch of days that is not declared yet."""
    selector = declarable(judged)
    first, last = _range(judged, words.facts)
    if selector is None or not selector.name or first is None or last is None:
        return []
    lines = [_line(selector.name, span) for span in gaps(words.facts, selector, first, last)]
    if not lines:
        return []
    ways = tuple(Way("declaration", line) for line in lines)
    name = (both(selector.name), *_unmet_by(selector, words))
    return [Advice("settle", words.selector(selector), "declaration", name, 1, first, last, ways=ways)]


def _unmet_by(selector: Selector, words: Words) -> Iterator[Text]:
    """What is declared never to have happened may be what another obligation asks for."""
    kinds = {kind for branch in selector.branches if not branch.lines for kind in branch.kinds}
    wanted = words.once(("wanted kinds",), lambda: tuple(_wanted(words.facts))) if kinds else ()
    asking = list(dict.fromkeys(rule for rule, each in wanted if each <= kinds))
    if asking:
        ids = "、".join(asking)
        yield Text(f"作这样的声明，{ids} 也就没有做到", f"with that declaration {', '.join(asking)} cannot be met")


def _wanted(facts: Facts) -> Iterator[tuple[str, frozenset[str]]]:
    """The obligations that ask for records, each with the kinds that one of its demands takes."""
    for rule in facts.pack.obligations:
        part = rule.readings[facts.unit.readings.get(rule.id, rule.default_reading)]
        for node in nodes(part.kind):
            counts = isinstance(node, Count) and any(bound.op in ("at_least", "more_than") for bound in node.bounds)
            selector = node.of if counts else node.do if isinstance(node, Step) else None
            if selector is not None and selector.branches:
                yield rule.id, frozenset(kind for branch in selector.branches for kind in branch.kinds)


def _line(name: str, span: Span) -> Text:
    start = f"- {{none: {name}, from: {span.first}, to: {span.last}, "
    return Text(f"{start}by: 签署人, on: 签署日期}}", f"{start}by: SIGNER, on: DAY}}")
