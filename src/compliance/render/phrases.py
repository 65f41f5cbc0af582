"""What the formats say alike, in both languages: verdicts, windows, names of instances, reasons and advice in words."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from compliance import messages
from compliance.errors import Location, Problem
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


# ---------------------------------------------------------------- windows and instances

_HALVES = (Text("上半年", "first half"), Text("下半年", "second half"))
_QUARTERS = "一二三四"


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
        number = month // 3
        return say("when.quarter", year=year, quarter=Text(_QUARTERS[number], str(number + 1)))
    return say("when.month", year=year, month=month) if months == 1 else None


class Name(NamedTuple):
    """What tells an instance from the others of its obligation; empty where nothing needs to."""

    who: Text
    period: Text

    def whole(self) -> Text:
        return joined([part for part in self if part.zh], SLOT)


def names(verdicts: Sequence[Verdict]) -> list[Name]:
    """One for each verdict of one obligation: of bearer, subject and window those that differ."""
    bearers = len({verdict.bearer for verdict in verdicts}) > 1
    windows = len({verdict.window[:2] for verdict in verdicts if not _triggered(verdict)}) > 1
    return [_name(verdict, bearers, windows) for verdict in verdicts]


def full_name(verdict: Verdict) -> Text:
    """Bearer, subject and, unless a record laid it or it is a whole year, the period."""
    first, last = verdict.window.first, verdict.window.last
    year = first is not None and last is not None and (last - first).days >= 364
    return _name(verdict, bearers=True, windows=not year).whole()


def _triggered(verdict: Verdict) -> bool:
    """A record laid the window, so the record's id says which it is."""
    return verdict.subject is not None and verdict.window.anchored


def _name(verdict: Verdict, bearers: bool, windows: bool) -> Name:
    who = [verdict.bearer_name] if bearers else []
    if verdict.subject is not None:
        who.append(verdict.subject_name or both(verdict.subject))
    return Name(joined(who, SLOT), when(verdict.window) if windows and not _triggered(verdict) else NOTHING)


def together(named: Sequence[Name]) -> Text:
    """Several names as one: a period that they share is said once."""
    if len({name.period for name in named}) > 1:
        return joined((name.whole() for name in named), "；", "; ")
    return Name(joined((name.who for name in named), "、", ", "), named[0].period).whole()


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
