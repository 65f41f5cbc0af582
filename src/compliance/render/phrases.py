"""What the formats say alike, in both languages: verdicts, windows, names of instances, reasons and advice in words."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from compliance import messages
from compliance.errors import Problem
from compliance.model import VERDICTS, Advice, FailedLine, NearMiss, Reason, Record, Text, Verdict, Window

NOTHING = Text("", "")
SLOT = " · "

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


def say(code: str, **params: object) -> Text:
    """A message; a parameter that is a `Text` differs by language, everything else is written as it is."""
    return messages.text(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


def joined(parts: Iterable[Text], zh: str, en: str | None = None) -> Text:
    known = list(parts)
    return Text(zh.join(part.zh for part in known), (zh if en is None else en).join(part.en for part in known))


def both(text: object) -> Text:
    return Text(str(text), str(text))


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
    return joined((Text(f"{word(name).zh} {found[name]}", f"{found[name]} {word(name).en}") for name in STATES if found.get(name)), SLOT, ", ")


def reason(given: Reason) -> Text:
    return messages.text(given.code, given.params)


# ---------------------------------------------------------------- windows and instances

_HALVES = (Text("上半年", "first half"), Text("下半年", "second half"))
_QUARTERS = (both("一"), both("二"), both("三"), both("四"))


def when(window: Window) -> Text:
    """A calendar period by its name, anything else by its days."""
    first, last = window.first, window.last
    if first is None or last is None:
        return say("when.until", last=last) if last else say("when.since", first=first) if first else say("when.open")
    return _period(first, last) or say("when.day" if first == last else "when.span", first=first, last=last)


def days(window: Window) -> Text:
    """The window by its days, and its name where it has one."""
    first, last = window.first, window.last
    named = when(window)
    if first is None or last is None or not _period(first, last):
        return named
    span = say("when.span", first=first, last=last)
    return Text(f"{span.zh}（{named.zh}）", f"{span.en} ({named.en})")


def _period(first: date, last: date) -> Text | None:
    if first.year != last.year or first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    year, month, months = first.year, first.month, last.month - first.month + 1
    if months == 12:
        return say("when.year", year=year)
    if months == 6 and month in (1, 7):
        return say("when.half", year=year, half=_HALVES[month // 7])
    if months == 3 and month % 3 == 1:
        zh = _QUARTERS[month // 3]
        return say("when.quarter", year=year, quarter=Text(zh.zh, str(month // 3 + 1)))
    return say("when.month", year=year, month=month) if months == 1 else None


def titles(verdicts: Sequence[Verdict], always_bearer: bool = False) -> list[Text]:
    """A name for each: of bearer, subject and window what tells the instances of one obligation apart."""
    bearers = always_bearer or len({verdict.bearer for verdict in verdicts}) > 1
    windows = len({verdict.window[:2] for verdict in verdicts if verdict.subject is None or not verdict.window.anchored}) > 1
    return [_title(verdict, bearers, windows) for verdict in verdicts]


def _title(verdict: Verdict, bearers: bool, windows: bool) -> Text:
    parts = [verdict.bearer_name] if bearers else []
    if verdict.subject is not None:
        parts.append(verdict.subject_name or both(verdict.subject))
    if windows and not verdict.window.anchored:
        parts.append(when(verdict.window))
    return joined(parts, SLOT)


# ---------------------------------------------------------------- records and advice


def failed(lines: Iterable[FailedLine]) -> Text:
    return joined((say("line.failed", label=line.label, found=line.found, wanted=line.wanted) for line in lines), "；", "; ")


def day(record: Record) -> str:
    return f"{record.first}" if record.first == record.last else f"{record.first}…{record.last}"


def nearest(verdict: Verdict) -> NearMiss | None:
    """The near-miss most worth a look: the one that fails a single line which no other near-miss fails."""
    single = [miss for miss in verdict.near_misses if len(miss.failed) == 1]
    seen = Counter(miss.failed[0].condition for miss in single)
    return next((miss for miss in single if seen[miss.failed[0].condition] == 1), None)


def advice(given: Advice, verdict: Verdict, as_of: date) -> Text:
    if given.kind == "declaration":
        return say("advice.declare", name=joined(given.conditions, " "), window=when(Window(given.first, given.last)))
    if given.do == "add":
        return _addition(given, as_of)
    doubt = next((miss for miss in verdict.doubtful if miss.record.id == given.record), None)
    lines = failed(doubt.failed) if doubt else say("advice.record")
    return say(f"advice.{given.do}", record=f"{given.record} ({doubt.record.at})" if doubt else given.record, lines=lines)


def _addition(given: Advice, as_of: date) -> Text:
    if given.last is None:
        return say("advice.add.open", n=given.n, what=given.what)
    code = "advice.add.between" if given.first and given.first > as_of else "advice.add"
    return say(code, n=given.n, what=given.what, first=given.first, last=given.last)


def steps(verdict: Verdict, as_of: date) -> Iterator[Text]:
    """Everything to do about one instance."""
    for given in verdict.advice:
        yield advice(given, verdict, as_of)


def reason_of(found: Problem) -> Text:
    return messages.text(found.code, found.params)
