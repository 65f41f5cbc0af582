"""Periods: those of the calendar, each day in exactly one of a kind, and lengths of time laid end to end (language §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from compliance.dates import Calendar, add
from compliance.model import Duration, Span

DAY = timedelta(days=1)
MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "two_months": 2, "month": 1}


def period_of(period: str, day: date) -> Span:
    """The one period of the calendar in which a day lies. A week is Monday to Sunday."""
    if period == "day":
        return Span(day, day)
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    if period == "ten_days":
        first = day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1)
        return Span(first, first.replace(day=first.day + 9) if first.day < 21 else _month_end(first))
    length = MONTHS[period]
    start = day.replace(month=(day.month - 1) // length * length + 1, day=1)
    return Span(start, _month_end(start.replace(month=start.month + length - 1)))


def _month_end(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def periods(period: str, span: Span) -> Iterator[Span]:
    """The periods that touch the span, whole; a week belongs to the span that holds its Thursday."""
    current = period_of(period, span.first)
    while current.first <= span.last:
        if period != "week" or span.first <= current.first + timedelta(days=3) <= span.last:
            yield current
        if current.last == date.max:
            return
        current = period_of(period, current.last + DAY)


def laid_end_to_end(length: Duration, start: date, span: Span, calendar: Calendar) -> Iterator[Span]:
    """Lengths of time from a day on, those that touch the span, whole. Each is counted from the start: months do not drift."""
    number, first = 0, start
    while first <= span.last:
        number += 1
        after = add(start, Duration(length.days * number, 0, length.months * number), 1, calendar)
        if after is None or after <= first:
            return
        if after > span.first:
            yield Span(first, after - DAY)
        first = after


def number_of(period: str, day: date) -> int:
    """Which of its year a period of the calendar is: 3 for the third quarter."""
    if period in ("day", "week"):
        return day.timetuple().tm_yday if period == "day" else day.isocalendar().week
    if period == "ten_days":
        return (day.month - 1) * 3 + min((day.day - 1) // 10, 2) + 1
    return (day.month - 1) // MONTHS[period] + 1
