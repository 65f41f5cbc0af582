"""The oracle's calendar: points, periods, windows and tenure, straight from the rule language's text."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from compliance import model as m
from oracle_conditions import SOME_DAY, Case, Gap, Match, days, held, refer, worth_of

# ---------------------------------------------------------------- points and windows


def shift(case: Case, day: date, sign: int, duration: Any) -> date:
    length: m.Duration = worth_of(case, duration, m.Span(day, day))[0]
    if length.months:
        year, month = divmod(day.year * 12 + day.month - 1 + sign * length.months, 12)
        day = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    left = length.workdays
    while left:
        day += timedelta(days=sign)
        left -= case.workday(day)
    return day + timedelta(days=sign * length.days)


class NoWindow(Exception):
    """The period has no such day."""


def mentions_each(point: Any) -> bool:
    if isinstance(point, m.Pick):
        return any(mentions_each(p) for p in point.points)
    return point is not None and isinstance(point.base, m.Ref) and point.base.root == "each"


NO_DAY = "a period without a fifth Friday has no window"


def place(case: Case, point: Any, period: m.Span) -> tuple[date, bool] | None:
    """The day, and whether it was made by adding to the trigger's day; None: not known."""
    if isinstance(point, m.Pick):
        found = [p for x in point.points if (p := place(case, x, period))]
        return (
            (found[0] if point.which == "first_of" else (min if point.which == "earliest" else max)(found, key=lambda p: p[0]))
            if found
            else None
        )
    base: Any = point.base
    if isinstance(base, m.Ref):
        base = refer(case, base, m.Span(case.as_of, case.as_of))[0]
    if isinstance(base, m.Point | m.Pick):
        inner = place(case, base, period)
        base = inner[0] if inner else Gap("missing")
    if isinstance(base, m.MonthDay):
        base = date(period.first.year + base.years, base.month, base.day)
    if isinstance(base, m.Weekday):
        fitting = [d for d in days(*period) if d.weekday() == base.weekday]
        base = fitting[base.number - (base.number > 0)] if base.number <= len(fitting) else NO_DAY
    day = {"start": period.first, "end": period.last}.get(base, base) if isinstance(base, str) else base
    if day == NO_DAY:
        raise NoWindow
    if not isinstance(day, date):
        return None
    for sign, duration in point.offsets:
        day = shift(case, day, sign, duration)
    return day, mentions_each(point) and any(sign > 0 for sign, _ in point.offsets)


def period_of(word: str, day: date) -> m.Span:
    """The one period of this word that holds the day."""
    if word in ("day", "week"):
        monday = day - timedelta(days=day.weekday())
        return m.Span(day, day) if word == "day" else m.Span(monday, monday + timedelta(days=6))
    if word == "ten_days":
        end = calendar.monthrange(day.year, day.month)[1]
        first, last = next(p for p in ((1, 10), (11, 20), (21, end)) if p[0] <= day.day <= p[1])
        return m.Span(day.replace(day=first), day.replace(day=last))
    months = {"year": 12, "half_year": 6, "quarter": 3, "two_months": 2, "month": 1}[word]
    start = (day.month - 1) // months * months + 1
    return m.Span(date(day.year, start, 1), date(day.year, start + months - 1, calendar.monthrange(day.year, start + months - 1)[1]))


def periods(word: str, span: m.Span) -> list[m.Span]:
    """Those that touch the span; a week belongs to the span that holds its Thursday."""
    return sorted({period_of(word, d) for d in days(*span) if word != "week" or d.weekday() == 3})


def windows(case: Case, spec: m.WindowSpec | None, inherited: m.Window) -> Iterator[m.Window]:
    if spec is None or (isinstance(case.each, Match) and case.each.day == SOME_DAY):
        yield m.Window(*case.pack.span) if spec else inherited
        return
    each: Any = worth_of(case, spec.each, case.pack.span)[0]
    start, end, trigger = spec.start, spec.end, m.Point(m.Ref("each"))
    if spec.within is not None:
        start, end = trigger, m.Point(m.Ref("each"), ((1, spec.within),))
    if spec.ahead is not None:
        end = m.Point(m.Ref("each"), ((-1, spec.ahead),))
    anchored = mentions_each(start) or mentions_each(end)
    if spec.last is not None:
        last = min(case.as_of, case.pack.span.last)
        yield m.Window(shift(case, last, -1, spec.last) + timedelta(1), last, rolling=True)
        return
    for period in laid(case, each, spec) if each else [case.pack.span]:
        try:
            first = place(case, start, period) if start else None if mentions_each(end) else (period.first, False)
            last_day = place(case, end, period) if end else (period.last, False)
        except NoWindow:
            continue
        begins, day = first[0] if first else None, last_day[0] if last_day else None
        begins = begins + timedelta(1) if begins and spec.open in ("from", "both") else begins
        day = day - timedelta(1) if day and spec.open in ("to", "both") else day
        if last_day and day and spec.roll != "none" and spec.ahead is None and (spec.roll or last_day[1]):
            day = next(d for d in days(day, day + timedelta(days=30)) if case.workday(d))
        yield m.Window(begins, day, end is not None and not each, anchored)


def laid(case: Case, each: Any, spec: m.WindowSpec) -> list[m.Span]:
    """The periods that touch the span, from `over`, whole: words of the calendar, lengths end to end, or what the unit dates."""
    first, last = (place(case, p, case.pack.span) if p else None for p in spec.over)
    over = m.Span(first[0] if first else case.pack.span.first, last[0] if last else case.pack.span.last)
    if isinstance(each, m.Duration):
        found, n = list[m.Span](), 0
        while not found or found[-1].last < over.last:
            begin, following = (shift(case, over.first, 1, m.Duration(*(k * x for x in each))) for k in (n, n + 1))
            found, n = [*found, m.Span(begin, following - timedelta(1))], n + 1
        return [p for p in found if p.first <= case.pack.span.last and p.last >= case.pack.span.first]
    if each in case.pack.periods:
        return sorted(p for p in case.evidence.unit.periods.get(each, ()) if p.first <= over.last and p.last >= over.first)
    return periods(each, over)


def binds(case: Case, window: m.Window) -> bool:
    """Whether everyone whose tenure counts was there for enough of the window, and the text in force."""
    return all(any(enough(test, there, there[-1]) for test in case.obligation.tenure) for there in attendance(case, window))


def attendance(case: Case, window: m.Window) -> list[list[bool]]:
    """For each tenure, day by day of the window."""
    first = window.first or min(case.pack.span.first, window.last or case.pack.span.first)
    last = window.last or max(case.pack.span.last, first)
    text = case.obligation.effective
    tenures = [*case.tenures, *([held([m.Dated(None, *text)])] if text else [])]
    return [[tenure(d) for d in days(first, last)] for tenure in tenures]


def in_proportion(case: Case, window: m.Window) -> Fraction:
    """`scale: pro_rata`: the days held of the days of the window."""
    return min((Fraction(sum(there), len(there)) for there in attendance(case, window)), default=Fraction(1))


def enough(test: m.TenureTest, there: list[bool], end: bool) -> bool:
    match test:
        case m.HeldShare():
            return sum(there) >= Fraction(test.share) * len(there)
        case m.HeldDays():
            return sum(there) >= test.days
    return {"any": any(there), "end": end, "all": all(there)}[test]
