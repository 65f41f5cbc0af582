"""What a window and an instance are called: calendar periods by their names, instances by what tells them apart."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from compliance import messages
from compliance.model import Text, Verdict, Window
from compliance.render.bilingual import NOTHING, SLOT, both, joined, say
from compliance.spans import between

_HALVES = (Text("上半年", "first half"), Text("下半年", "second half"))
_QUARTERS = "一二三四"
_TENTHS = ((1, 10), (11, 20))
_TEN_DAYS = (Text("上", "first"), Text("中", "second"), Text("下", "last"))


def when(window: Window) -> Text:
    """A calendar period by its name, anything else by its days."""
    first, last = window.first, window.last
    if window.name is not None:
        return messages.text(window.name.code, window.name.params)
    if first == date.max:
        return say("when.waiting")
    if window.rolling and first is not None and last is not None:
        return say("when.rolling", days=(last - first).days + 1, last=last)
    if window.opens is not None or window.closes is not None:
        return between(window)
    if first is None or last is None:
        return say("when.until", last=last) if last else say("when.since", first=first) if first else say("when.open")
    return _period(first, last) or say("when.day" if first == last else "when.span", first=first, last=last)


def days(window: Window) -> Text:
    """The window by its days, and its name where it has one."""
    first, last = window.first, window.last
    named = when(window)
    if window.name is not None and window.name.code == "when.two_months" and first and last:
        span = say("when.span", first=first, last=last)
        return Text(f"{span.zh}（{named.zh}）", f"{span.en} ({named.en})")
    if window.name is not None or window.opens is not None or window.closes is not None:
        return named
    if first is None or last is None or not (window.rolling or _period(first, last)):
        return named
    span = say("when.span", first=first, last=last)
    return Text(f"{span.zh}（{named.zh}）", f"{span.en} ({named.en})")


def _period(first: date, last: date) -> Text | None:
    end = monthrange(first.year, first.month)[1]
    if (first.year, first.month) == (last.year, last.month) and (first.day, last.day) in (*_TENTHS, (21, end)):
        known = {"year": first.year, "month": first.month}
        return say("when.ten_days", **known, part=_TEN_DAYS[min((first.day - 1) // 10, 2)])
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
    return _name(verdict, bearers=True, windows=not year or verdict.window.name is not None).whole()


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
