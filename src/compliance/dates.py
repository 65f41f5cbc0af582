"""Days and durations: what is added to a day, and which days are work days.

Counting follows the general civil rule (民法典 201–203, 1259): the first day is day 0; a period of months ends on the same
day number, or on the month's last day where there is none: months are clamped.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from typing import Literal

from compliance.daytext import DateProblem, Interval, parse_day, parse_days
from compliance.model import Duration
from compliance.source import clean

__all__ = ["Calendar", "DateProblem", "Interval", "add", "next_workday", "parse_day", "parse_days", "parse_duration"]

_DURATION = re.compile(r"([0-9]+)\s*([A-Za-z]+|个?工作日|天|日|周|个?星期|个?月|年|个?小时|分钟)")
_LONGEST = 99_999
MINUTES = 24 * 60
"""Of a day."""
_UNITS: dict[str, Duration] = {"d": Duration(days=1), "wd": Duration(workdays=1), "w": Duration(days=7), "m": Duration(months=1)}
_UNITS |= {"y": Duration(months=12), "天": _UNITS["d"], "日": _UNITS["d"], "周": _UNITS["w"], "年": Duration(months=12)}
_UNITS |= {"工作日": _UNITS["wd"], "星期": _UNITS["w"], "月": _UNITS["m"]}
_UNITS |= {"h": Duration(minutes=60), "min": Duration(minutes=1), "小时": Duration(minutes=60), "分钟": Duration(minutes=1)}


def parse_duration(text: str) -> Duration:
    """`30d`, `7wd`, `2w`, `6m`, `1y`, `2h`, `30min`, also with a Chinese unit (3天, 7个工作日). Raises DateProblem."""
    found = _DURATION.fullmatch(clean(text))
    if found is None:
        raise DateProblem("date.duration", found=text)
    amount, unit = found[1], found[2].removeprefix("个")
    one = _UNITS.get(unit)
    if one is None:
        raise DateProblem("date.duration", found=text)
    if len(amount) > len(str(_LONGEST)):
        raise DateProblem("date.duration_long", found=text, most=_LONGEST)
    return Duration(*(int(amount) * part for part in one))


@dataclass(frozen=True, slots=True)
class Calendar:
    """`cn`: the State Council's yearly arrangement; `weekdays`: Monday to Friday. The unit's own days go before both."""

    kind: Literal["cn", "weekdays"] = "cn"
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool | None:
        """None: nobody has said which days of that year are holidays.

        A year that the published data lack is known as soon as the unit lists any day in it: then it is taken to list them all.
        """
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        if self.kind == "weekdays":
            return day.weekday() < 5
        published = _published(day)
        if published is None and any(known.year == day.year for known in self.holidays | self.workdays):
            return day.weekday() < 5
        return published


    def is_holiday(self, day: date) -> bool | None:
        """A statutory holiday, or one that the unit has listed: a plain weekend is none. None: not known."""
        if day in self.workdays:
            return False
        if day in self.holidays or self.kind == "weekdays":
            return day in self.holidays
        return _statutory(day)


@lru_cache(maxsize=4096)
def _statutory(day: date) -> bool | None:
    import chinese_calendar  # here, for few checks need it

    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(free and name is not None)


@lru_cache(maxsize=4096)
def _published(day: date) -> bool | None:
    import chinese_calendar  # here, for few checks need it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def add(day: date, duration: Duration, sign: int, calendar: Calendar) -> date | None:
    """`day` plus (`sign` 1) or minus (-1) the duration; None: past the end of time, or work days of a year the calendar does not know.

    Hours are counted from a moment, not from a day (see `windows`): here they are the days that they fill.
    """
    try:
        if duration.months:
            return _add_months(day, sign * duration.months)
        if duration.workdays:
            return _step(day, sign, duration.workdays, calendar)
        return day + timedelta(days=sign * (duration.days + -(-duration.minutes // MINUTES)))
    except (OverflowError, ValueError):
        return None


def next_workday(day: date, calendar: Calendar) -> date | None:
    """`day` itself if it is a work day, else the next one; None where the calendar does not know."""
    here = calendar.is_workday(day)
    if here is None or here:
        return day if here else None
    return add(day, Duration(workdays=1), 1, calendar)


def _add_months(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _step(day: date, sign: int, workdays: int, calendar: Calendar) -> date | None:
    one = timedelta(days=sign)
    while workdays:
        day += one
        here = calendar.is_workday(day)
        if here is None:
            return None
        workdays -= here
    return day
