"""What the formats say alike, in both languages: verdicts, reasons, records and advice in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from compliance import messages
from compliance.errors import Location, Problem
from compliance.model import VERDICTS, Advice, FailedLine, NearMiss, Reason, Record, Text, Verdict, Window
from compliance.render.bilingual import SLOT, joined, say
from compliance.render.naming import when

RANKS = ("error", *(verdict for verdict in VERDICTS if verdict != "error"))
"""Worst first; a defect outranks everything."""
STATES = (*RANKS[:-2], "remark", *RANKS[-2:])
"""The states a reader sees: `remark` is an unmet case that only a `should` or an `encourage` asks for."""
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "error": "■",
        "fail": "×",
        "late": "×",
        "at_risk": "▲",
        "inconclusive": "※",
        "pending": "○",
        "manual": "◇",
        "attested": "◆",
        "remark": "△",
        "pass": "√",
        "not_applicable": "—",
    }
)
"""One character each, all in GBK, and all of the class that a terminal draws equally wide, so that columns stay straight."""
UNMET = frozenset(("fail", "late", "at_risk"))


# ---------------------------------------------------------------- verdicts


def state(verdict: Verdict) -> str:
    return "remark" if verdict.verdict in UNMET and verdict.severity in ("warning", "note") else verdict.verdict


def worst(verdicts: Iterable[Verdict]) -> str:
    return min((state(verdict) for verdict in verdicts), key=STATES.index)


def word(name: str) -> Text:
    return say(f"verdict.{name}")


def marked(name: str) -> Text:
    return Text(f"{MARKS[name]} {word(name).zh}", f"{MARKS[name]} {word(name).en}")


def counts(verdicts: Iterable[Verdict]) -> Mapping[str, int]:
    found = Counter(state(verdict) for verdict in verdicts)
    return {name: found[name] for name in STATES if found[name]}


def groups(found: Mapping[str, int]) -> Text:
    """`未达标 6 · 达标 2`, worst first."""
    known = [(word(name), found[name]) for name in STATES if found.get(name)]
    return joined((Text(f"{name.zh} {count}", f"{count} {name.en}") for name, count in known), SLOT, ", ")


def reason(given: Reason) -> Text:
    return messages.text(given.code, given.params)


def brief(given: Reason) -> Text:
    """The short form where there is one."""
    if given.code == "time.short" and dict(given.params).get("left") == "0":
        return messages.text("brief.time.today", given.params)
    short = f"brief.{given.code}"
    return messages.text(short if short in messages.CATALOGUE else given.code, given.params)


# ---------------------------------------------------------------- records and advice


def failed(lines: Iterable[FailedLine]) -> Text:
    """What each line finds and what it wants."""
    return joined((_failed(line) for line in lines), "；", "; ")


def _failed(line: FailedLine) -> Text:
    if _choice(line):
        return say("line.one_of", wanted=line.wanted)
    return say("line.failed", label=line.label, found=line.found, wanted=line.wanted)


def unsure(lines: Iterable[FailedLine]) -> Text:
    """What a doubtful record must make clear, whatever it then turns out to be."""
    return joined((_failed(line) if _choice(line) else say("line.brief", label=line.label, found=line.found) for line in lines), "、", ", ")


def _choice(line: FailedLine) -> bool:
    """A line of alternatives has no one field that could be named."""
    return line.condition.startswith("any_of")


def day(record: Record) -> str:
    return f"{record.first}" if record.first == record.last else f"{record.first}…{record.last}"


def nearest(verdict: Verdict) -> NearMiss | None:
    """The near-miss most worth a look: the one that fails a single line which no other near-miss fails."""
    single = [miss for miss in nearly(verdict) if len(miss.failed) == 1]
    seen = Counter(miss.failed[0].condition for miss in single)
    return next((miss for miss in single if seen[miss.failed[0].condition] == 1), None)


def broken(verdict: Verdict) -> tuple[NearMiss, ...]:
    """Records that were looked at and are not as they must be: counted, so no near-misses."""
    counted = {record.id for record in verdict.counted}
    return tuple(miss for miss in verdict.near_misses if miss.record.id in counted)


def nearly(verdict: Verdict) -> tuple[NearMiss, ...]:
    counted = {record.id for record in verdict.counted}
    return tuple(miss for miss in verdict.near_misses if miss.record.id not in counted)


def trigger(verdict: Verdict) -> Text | None:
    """What to do first where the record that asks for it all is itself in doubt."""
    doubtful = any(given.code == "trigger.doubtful" for given in verdict.reasons)
    if not doubtful or verdict.subject is None or any(given.record == verdict.subject for given in verdict.advice):
        return None
    return say("advice.trigger", subject=verdict.subject)


def advice(given: Advice, verdict: Verdict, as_of: date, place: Callable[[Location], str] = str) -> Text:
    """`place` writes where a record stands."""
    if given.kind == "declaration":
        return say("advice.declare", name=joined(given.conditions, " "), window=when(Window(given.first, given.last)))
    if given.do == "add":
        return _addition(given, as_of)
    doubt = next((miss for miss in verdict.doubtful if miss.record.id == given.record), None)
    if doubt is None:
        return say("advice.other", record=given.record)
    return say(f"advice.{given.do}", record=given.record, at=place(doubt.record.at), lines=unsure(doubt.failed))


def _addition(given: Advice, as_of: date) -> Text:
    if given.last is None:
        return say("advice.add.open", n=given.n, what=given.what)
    code = "advice.add.between" if given.first and given.first > as_of else "advice.add"
    return say(code, n=given.n, what=given.what, first=given.first, last=given.last)


def reason_of(found: Problem) -> Text:
    return messages.text(found.code, found.params)
