"""What decided and is not in the text, by code; and what the unit set instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from compliance.amounts import reason
from compliance.facts import Facts
from compliance.instances import bound_by, terms_of
from compliance.measure import Judged
from compliance.model import HeldDays, HeldShare, Measure, Part, Reason, Selector, Spacing, Steps, Text, Window
from compliance.spans import between
from compliance.syntax import nodes, references, roots
from compliance.words import Words, both, joined, tag


def defaults(judged: Judged, words: Words) -> tuple[Reason, ...]:
    """Everything that decided and is not in the text."""
    rule, measured = judged.rule, judged.measure
    found = [*words.once(("defaults", rule.id, judged.reading), lambda: tuple(_of_rule(judged, words)))]
    if measured.kind != "fault" and not judged.instance.vacancy:
        found += _tenure(judged, words.facts)
    found += _rolls(measured, words.facts)
    if measured.settled_by_burden:
        found.append(reason("default.burden"))
    if rule.bearer.mode == "each" and measured.counted and not all(_speaks_of_bearer(asked.selector, words) for asked in measured.asked):
        found.append(reason("default.shared"))
    if measured.mended_on and not rule.late:
        found.append(reason("default.late"))
    return tuple(dict.fromkeys(found))


def _of_rule(judged: Judged, words: Words) -> Iterator[Reason]:
    """Those that all instances of a rule share."""
    part = judged.rule.readings[judged.reading]
    yield from _parameters(part, words)
    yield from _reading(judged, words)
    if any(isinstance(node, Spacing) and not node.edges_stated for node in nodes(part)):
        yield reason("default.edges")
    if _period_left_out(part):
        yield reason("default.period", window=between(Window(*words.facts.span)))


def _speaks_of_bearer(selector: Selector, words: Words) -> bool:
    return words.once(("bearer", id(selector)), lambda: "bearer" in roots(selector.branches))


def _parameters(part: Part, words: Words) -> Iterator[Reason]:
    facts = words.facts
    for name in sorted({ref.path[0] for ref in references(part) if ref.root == "param"}):
        parameter, override = facts.pack.parameters[name], facts.unit.parameters.get(name)
        title, usual = tag(words.parameter(parameter), name), words.setting(parameter.value, parameter.shown)
        if override is not None:
            value = words.setting(override.value, override.shown)
            yield reason("default.override", name=title, value=value, was=usual, source=override.source)
        elif not parameter.stated:
            yield reason("default.parameter", name=title, value=usual, why=parameter.why)


def _reading(judged: Judged, words: Words) -> Iterator[Reason]:
    others = [name for name in judged.rule.readings if name != judged.reading]
    if not others:
        return

    def title(name: str) -> Text:
        given = judged.rule.reading_titles.get(name)
        return tag(given, name) if given else both(name)

    chosen = judged.rule.id in words.facts.unit.readings
    code = "default.reading.chosen" if chosen else "default.reading"
    yield reason(code, reading=title(judged.reading), others=joined([title(name) for name in others], "；", "; "))


def _period_left_out(part: Part) -> bool:
    if part.window is not None or (part.for_each is not None and part.for_each.kind == "record"):
        return False
    if isinstance(part.kind, Steps):
        return any(step.window is None for step in part.kind.steps)
    inner = getattr(part.kind, "parts", None)
    return all(_period_left_out(child) for child in inner) if inner else True


def _tenure(judged: Judged, facts: Facts) -> Iterator[Reason]:
    """The default share mattered where somebody was in the role for only some of the days."""
    if judged.rule.tenure_stated:
        return
    for term in terms_of(judged.instance.binding, facts, judged.rule.effective):
        partly = bound_by(("all",), (term,), judged.measure.window, facts.span)
        if partly is not None:
            [test] = judged.rule.tenure
            share: object = test.share if isinstance(test, HeldShare) else test.days if isinstance(test, HeldDays) else test
            if share == Fraction(1, 2):
                share = Text("一半", "a half")
            yield reason("default.tenure", held=partly[0], days=partly[1], share=share)
            return


def _rolls(measured: Measure, facts: Facts) -> Iterator[Reason]:
    """A last day that moved, told apart where the unit's own calendar had a part in it."""
    window = measured.window
    if window.rolled and window.last and window.unrolled:
        passed = (window.unrolled + timedelta(days=n) for n in range((window.last - window.unrolled).days))
        own = [day for day in passed if day in facts.unit.holidays]
        if own:
            yield reason("default.roll.own", day=window.unrolled, to=window.last, first=own[0], last=own[-1], n=len(own))
        else:
            yield reason("default.roll", to=window.last)
    for part in measured.parts:
        yield from _rolls(part, facts)
