"""Laws of days, months and periods, held against a third party (dateutil) and over every date of a century.

Month arithmetic **clamps**: `+ 1m` is the same day number a month on, or the month's last day where it has none (31 January + 1m is
28 or 29 February). It is counted from the first day, never step by step: 31 January + 2m is 31 March, not 28.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from compliance.dates import Calendar, add, next_workday
from compliance.expressions import NoSuchDay, nth_weekday
from compliance.model import Duration, Span, Weekday
from compliance.periods import laid_end_to_end, number_of, period_of, periods

DAY = timedelta(days=1)
CN, WEEKDAYS = Calendar("cn"), Calendar("weekdays")
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
EVERY_DATE = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
PUBLISHED = (2004, 2026)
"""The years whose holidays chinese_calendar has."""


# ---------------------------------------------------------------- months are clamped


EDGES = [day for day in EVERY_DATE if day.day >= 28 and day.year in (2000, 2022, 2023, 2024, 2099, 2100)]
"""The 28th to 31st of every month: leap years (2000, 2024), those beside them, and 2100, which is none."""


@pytest.mark.parametrize("sign", [1, -1])
def test_months_added_to_the_ends_of_months_are_those_of_dateutil(sign: int) -> None:
    assert [day.year for day in EDGES if (day.month, day.day) == (2, 29)] == [2000, 2024]
    for months in [*range(38), 48, 1200]:
        for day in EDGES:
            assert add(day, Duration(months=months), sign, WEEKDAYS) == day + relativedelta(months=sign * months), (day, months)


@given(st.dates(FIRST, LAST), st.integers(-1200, 1200))
def test_months_added_to_any_day_are_those_of_dateutil(day: date, months: int) -> None:
    assert add(day, Duration(months=abs(months)), 1 if months > 0 else -1, WEEKDAYS) == day + relativedelta(months=months)


@pytest.mark.parametrize("year", [1900, 2000, 2022, 2023, 2024, 2100])
def test_a_month_after_the_last_day_of_january_is_the_last_of_february(year: int) -> None:
    """From the text, not from dateutil: the end of February whatever the year."""
    end = date(year, 2, 29 if isleap(year) else 28)
    assert {add(date(year, 1, day), Duration(months=1), 1, WEEKDAYS) for day in range(end.day, 32)} == {end}
    assert add(date(year, 1, 31), Duration(months=2), 1, WEEKDAYS) == date(year, 3, 31)
    assert add(date(2024, 2, 29), Duration(months=12), 1, WEEKDAYS) == date(2025, 2, 28)


# ---------------------------------------------------------------- every date lies in exactly one period


@pytest.mark.parametrize("period", PERIODS)
def test_every_date_of_a_century_lies_in_exactly_one_period(period: str) -> None:
    """Over the whole century they follow each other without gap or overlap; and each date is in the period it is said to be in."""
    laid = list(periods(period, Span(FIRST, LAST)))
    first, last = laid[0].first, laid[-1].last
    assert all(here.last + DAY == there.first for here, there in pairwise(laid))
    assert all(here.first <= here.last for here in laid)
    # A week at the edge belongs to the span that holds its Thursday, so up to three days at either edge are another century's.
    assert (first, last) == (FIRST, LAST) if period != "week" else abs((first - FIRST).days) <= 3 >= abs((last - LAST).days)
    holds = iter(laid)
    here = next(holds)
    for day in EVERY_DATE:
        while day > here.last and day <= last:
            here = next(holds)
        if first <= day <= last:
            assert here.first <= day <= here.last
            assert period_of(period, day) == here


def starts(period: str) -> set[date]:
    """By dateutil: on which days of the century a period begins."""
    rules = {
        "year": rrule(YEARLY, dtstart=FIRST, until=LAST),
        "half_year": rrule(MONTHLY, interval=6, dtstart=FIRST, until=LAST),
        "quarter": rrule(MONTHLY, interval=3, dtstart=FIRST, until=LAST),
        "two_months": rrule(MONTHLY, interval=2, dtstart=FIRST, until=LAST),
        "month": rrule(MONTHLY, dtstart=FIRST, until=LAST),
        "ten_days": rrule(MONTHLY, bymonthday=(1, 11, 21), dtstart=FIRST, until=LAST),
        "week": rrule(DAILY, byweekday=MO, dtstart=FIRST, until=LAST),
        "day": rrule(DAILY, dtstart=FIRST, until=LAST),
    }
    return {moment.date() for moment in rules[period]}


@pytest.mark.parametrize("period", PERIODS)
def test_periods_begin_where_dateutil_begins_them(period: str) -> None:
    laid = {span.first for span in periods(period, Span(FIRST, LAST)) if span.first >= FIRST}
    assert laid == starts(period)


@pytest.mark.parametrize("period", PERIODS)
def test_lists_of_single_years_leave_no_period_out_and_share_none(period: str) -> None:
    """Year after year, each judged with a list of its own: across the edge, too, every period is judged once. Weeks: by their Thursday."""
    yearly = [list(periods(period, Span(date(year, 1, 1), date(year, 12, 31)))) for year in range(2000, 2101)]
    together = [span for laid in yearly for span in laid]
    assert together == list(periods(period, Span(FIRST, LAST)))
    for year, laid in enumerate(yearly, 2000):
        if period == "week":
            assert {(span.first + 3 * DAY).year for span in laid} == {year}
            assert [(year, number_of(period, span.first)) for span in laid] == [span.first.isocalendar()[:2] for span in laid]
        else:
            assert [number_of(period, span.first) for span in laid] == list(range(1, len(laid) + 1))


LENGTHS = {
    "15d": (Duration(days=15), relativedelta(days=15)),
    "3m": (Duration(months=3), relativedelta(months=3)),
    "1y": (Duration(months=12), relativedelta(years=1)),
    "3y": (Duration(months=36), relativedelta(years=3)),
}


@pytest.mark.parametrize("start", [date(2000, 1, 1), date(1999, 11, 30), date(2000, 1, 31), date(2000, 2, 29), date(1998, 8, 31)])
@pytest.mark.parametrize("length", LENGTHS)
def test_lengths_laid_end_to_end_leave_no_gap_and_no_overlap(length: str, start: date) -> None:
    ours, theirs = LENGTHS[length]
    span = Span(max(start, FIRST), LAST)
    laid = list(laid_end_to_end(ours, start, span, WEEKDAYS))
    assert all(here.last + DAY == there.first for here, there in pairwise(laid))
    assert laid[0].first <= span.first <= laid[0].last
    assert laid[-1].first <= LAST <= laid[-1].last
    begin = next(n for n in range(9_999) if start + theirs * n == laid[0].first)
    assert [here.first for here in laid] == [start + theirs * n for n in range(begin, begin + len(laid))]


# ---------------------------------------------------------------- the nth weekday


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, -1])
@pytest.mark.parametrize("weekday", range(7))
def test_the_nth_weekday_of_every_month_is_that_of_dateutil(number: int, weekday: int) -> None:
    theirs = rrule(MONTHLY, byweekday=(MO, TU, WE, TH, FR, SA, SU)[weekday](number), dtstart=FIRST, until=LAST)
    found = []
    for month in periods("month", Span(FIRST, LAST)):
        try:
            found.append(nth_weekday(Weekday(number, weekday), month))
        except NoSuchDay:
            assert number == 5
    assert found == [moment.date() for moment in theirs]


@pytest.mark.parametrize("number", [1, 5, -1])
def test_the_nth_weekday_of_every_year_is_that_of_dateutil(number: int) -> None:
    theirs = [moment.date() for moment in rrule(YEARLY, byweekday=FR(number), dtstart=FIRST, until=LAST)]
    assert [nth_weekday(Weekday(number, 4), year) for year in periods("year", Span(FIRST, LAST))] == theirs


# ---------------------------------------------------------------- work days


COUNTS = (1, 2, 5, 7, 15, 30)


def check_work_days(calendar: Calendar, first: date, last: date, works: list[date]) -> None:
    """`works`: by the third party, every work day from `first` to `last`, which are further apart than what is asked for."""
    ordinal, number = {day: n for n, day in enumerate(works)}, 0
    day = first
    while day <= last:
        here = day in ordinal
        for count in COUNTS:
            after, before = number + here + count - 1, number - count
            if after < len(works):
                assert add(day, Duration(workdays=count), 1, calendar) == works[after], (day, count)
            if before >= 0:
                assert add(day, Duration(workdays=count), -1, calendar) == works[before], (day, -count)
        if number < len(works):
            assert next_workday(day, calendar) == works[number]
        number += here
        day += DAY


def test_work_days_of_plain_weeks_are_those_of_dateutil() -> None:
    first, last = date(2019, 12, 1), date(2025, 3, 31)
    works = [moment.date() for moment in rrule(DAILY, byweekday=(MO, TU, WE, TH, FR), dtstart=first, until=last)]
    check_work_days(WEEKDAYS, first, last, works)


def test_work_days_are_walked_as_chinese_calendar_lists_them() -> None:
    first, last = date(PUBLISHED[0], 1, 1), date(PUBLISHED[1], 12, 31)
    check_work_days(CN, first, last, chinese_calendar.get_workdays(first, last))


def test_past_the_published_years_nothing_is_guessed() -> None:
    first, last = date(PUBLISHED[0], 1, 1), date(PUBLISHED[1], 12, 31)
    assert add(last, Duration(workdays=1), 1, CN) is None
    assert add(first, Duration(workdays=1), -1, CN) is None
