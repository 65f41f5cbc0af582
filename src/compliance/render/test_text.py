"""`test` as text: a line a rule with how many examples of which sort it has, and each example that is wrong, with why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.examples import Miss, Outcome
from compliance.model import Pack, Text, Verdict
from compliance.pack_test import Shown
from compliance.render import naming, phrases
from compliance.render.bilingual import joined, say
from compliance.render.layout import clean, pad, width, wrap
from compliance.render.style import Style
from compliance.render.text import problem_lines

_SHOWN = ("met", "other", "unmet", "at_risk")


def text(pack: Pack, shown: Sequence[Shown], style: Style) -> str:
    columns = max(width(each.rule.id) for each in shown)
    lines = [*_head(pack, shown, style), "", *(line for each in shown for line in _rule(each, columns, style))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(pack: Pack, shown: Sequence[Shown], style: Style) -> Iterator[str]:
    wrong = sum(len(each.wrong) for each in shown)
    lacking = sum(bool(each.lacking) for each in shown)
    yield style.bold(clean(style.pick(pack.title)))
    total = sum(len(each.outcomes) for each in shown)
    yield from wrap(style.pick(say("test.head", rules=len(shown), examples=total, right=total - wrong, wrong=wrong)), style.width)
    if lacking:
        yield from wrap(style.pick(say("test.head.lacking", count=lacking)), style.width)
    wanting = sum(bool(each.wanting) for each in shown)
    if wanting:
        yield from wrap(style.pick(say("test.head.wanting", count=wanting)), style.width)


def _rule(each: Shown, columns: int, style: Style) -> Iterator[str]:
    fine = not each.wrong and not each.lacking
    mark = phrases.MARKS["pass" if fine else "fail"]
    lines = wrap(style.pick(each.rule.title), style.width, f"  {mark} {pad(clean(each.rule.id), columns)}  ")
    yield lines[0].replace(mark, style.paint(mark, "pass" if fine else "fail"), 1)
    yield from lines[1:]
    yield from wrap(style.pick(_counts(each)), style.width, "      ")
    for verdicts in each.lacking:
        yield from wrap(style.pick(say("test.lacking", want=verdicts)), style.width, "      × ")
    for wanted in each.wanting:
        yield from wrap(style.pick(say(f"test.wanting.{wanted}")), style.width, "      · ")
    for outcome in each.wrong:
        yield from _wrong(outcome, style)


def _counts(each: Shown) -> Text:
    counts = each.counts
    parts = [say(f"test.{sort}", count=counts[sort]) for sort in _SHOWN if counts[sort] or sort in ("met", "unmet")]
    if counts["near"]:
        parts.append(say("test.near", count=counts["near"]))
    return joined(parts, " · ")


def _wrong(outcome: Outcome, style: Style) -> Iterator[str]:
    example = outcome.example
    if outcome.problems:
        yield from wrap(style.pick(say("test.unreadable", at=example.at, as_of=example.as_of)), style.width, "      × ")
        for found in outcome.problems:
            yield from problem_lines(found, style, " " * 10)
        return
    for miss in outcome.misses:
        yield from wrap(style.pick(_miss(miss, outcome)), style.width, "      × ")
    if not outcome.verdicts:
        yield from wrap(style.pick(say("test.nobody")), style.width, " " * 10)
    for verdict in outcome.verdicts:
        if verdict.verdict == outcome.got:
            yield from _why(verdict, style)


def _miss(miss: Miss, outcome: Outcome) -> Text:
    at, as_of = outcome.example.at, outcome.example.as_of
    if miss.what == "verdict":
        return say("test.wrong", at=at, as_of=as_of, want=phrases.word(miss.want), got=phrases.word(miss.got))
    return say(f"test.wrong.{miss.what}", at=at, as_of=as_of, want=miss.want, got=miss.got)


def _why(verdict: Verdict, style: Style) -> Iterator[str]:
    """Why the worst instances are as they are, and the records that nearly count."""
    reasons = joined((phrases.brief(given) for given in verdict.reasons), "；", "; ")
    yield from wrap(style.pick(say("test.why", who=naming.full_name(verdict), why=reasons)), style.width, " " * 10, " " * 12)
    for miss in (*verdict.near_misses, *verdict.doubtful):
        line = say("test.record", record=miss.record.id, lines=phrases.failed(miss.failed))
        yield from wrap(style.pick(line), style.width, " " * 12, " " * 14)
