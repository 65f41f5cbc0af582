"""The days that clerks write, read strictly: one exact day, or a span that is only known to hold it, or a refusal that says why.

No fuzzy parser: those read 2022年2月 as a day of their own choosing. A form that is not listed here is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from compliance.model import Span
from compliance.source import clean

YEARS = range(1900, 2200)


class Form:
    """A pattern that is compiled when it is first asked for: nearly every day is written 2022-02-18, and a check is to start at once."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)


_DIGITS = {sign: number for number, signs in enumerate(("〇○零", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for sign in signs}
_TENS = {"十": 10, "廿": 20, "卅": 30}
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_Y = r"(\d{4}|[〇○零一二三四五六七八九]{4})"
_N = r"(\d{1,2}|[一二三四五六七八九十廿卅]{1,3}|元)"
_NUMERIC = Form(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d)")
_CHINESE = Form(rf"{_Y} ?年 ?{_N} ?月(?:份)? ?{_N} ?[日号]")
_COMPACT = Form(r"(\d{4})(\d{2})(\d{2})(?!\d)")

_PART_OF_DAY = "(?:上午|下午|早上|中午|晚上|凌晨)"
_CLOCK = rf"(?:(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?|{_N} ?[点时](?:{_N}分|半|整|[一三]刻)?)"
_HOUR = rf"(?:[T ]?{_PART_OF_DAY}? ?{_CLOCK}|{_PART_OF_DAY})"
_AFTER = Form(rf" ?(?:[(\[]? ?(?:星期|周|礼拜)([一二三四五六日天]) ?[)\]]?)? ?(?:{_HOUR}(?: ?(?:-|~|至|到) ?{_HOUR})?)?")
_ZONE = Form(r".*\d(?:T\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)? ?-\d\d:?\d\d|:\d\d(?:\.\d+)? ?(?:Z|\+\d\d:?\d\d))")
_TO = Form(r" ?(?:至|到|~|—+|–) ?| - |-(?=[\d〇○零一二三四五六七八九十廿卅])")
_SHORT_CHINESE = Form(rf"(?:{_N} ?月(?:份)? ?)?{_N} ?[日号]")
_SHORT_NUMERIC = Form(r"(?:(\d{1,2})[./])?(\d{1,2})")

_PARTS: tuple[tuple[str, Form], ...] = (
    ("month", Form(r"(\d{4}) ?[-/.] ?(\d{1,2})")),
    ("month", Form(rf"{_Y} ?年 ?{_N} ?月(?:份|内|份内)?")),
    ("third", Form(rf"{_Y} ?年 ?{_N} ?月(?:份)? ?([上中下])旬")),
    ("quarter", Form(rf"{_Y} ?(?:年|-)? ?(?:第? ?{_N} ?季度|[Qq]{_N})")),
    ("half", Form(rf"{_Y} ?年?度? ?([上下])半年")),
    ("year", Form(rf"{_Y} ?(?:年|年度|年内|年全年)?")),
)

_FESTIVALS = "正月|腊月|初[一二三四五六七八九十]|农历|春节|元旦|清明|五一|端午|中秋|国庆|重阳|元宵|除夕"
_RELATIVE = r"近期|近日|(?<!\d)日前|今年|去年|明年|本年|当年|上个?月|本月|下个?月|上周|本周|下周|今天|昨天|明天|节前|节后"
_VAGUE = "年初|年中|年底|年末|岁末|月初|月中|月底|月末|左右|前后|以来|期间|[上下]半月"

# Why a form is refused, tried in this order; the last resort is `date.malformed`.
_REFUSALS: tuple[tuple[str, Form], ...] = (
    ("date.two_digit_year", Form(r"'?\d{1,2} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?[日号]?(?:\D.*)?")),
    ("date.order", Form(r"\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}(?:\D.*)?")),
    ("date.festival", Form(rf".*(?:{_FESTIVALS}).*")),
    ("date.relative", Form(rf".*(?:{_RELATIVE}).*")),
    ("date.vague", Form(rf".*(?:{_VAGUE}).*")),
    ("date.no_year", Form(rf"(?:{_N} ?月|\d{{1,2}} ?[-/.] ?\d{{1,2}}\b|第?{_N} ?季度|[Qq]\d|[上下]半年).*")),
)


class DateProblem(ValueError):
    """A text that is no day or no duration: a code of the message catalogue and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {key: str(value) for key, value in params.items()}


class Interval(NamedTuple):
    """Every day from `first` to `last` is meant; one day: they are equal."""

    first: date
    last: date


def parse_day(text: str) -> date | Span:
    """The day in `text`; of a range (2022年2月15日-17日) its last day; a `Span` for a month, a third of it, a quarter, a half or a year.

    A weekday beside it must be the right one; a time of day is allowed and dropped. Raises DateProblem for everything else.
    """
    days = parse_days(text)
    return days.last if isinstance(days, Interval) else days


@lru_cache(maxsize=8192)
def parse_days(text: str) -> Interval | Span:
    """As `parse_day`, but a range is told apart from its last day."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            same = _in_years(date.fromisoformat(text), text)
            return Interval(same, same)
        except ValueError as wrong:
            if isinstance(wrong, DateProblem):
                raise
    text = " ".join(clean(text).split())
    for form in (_NUMERIC, _CHINESE, _COMPACT):
        found = form.match(text)
        if found:
            year, month, day = (found[group] for group in ((1, 3, 4) if form is _NUMERIC else (1, 2, 3)))
            return _after(_day(number(year), number(month), number(day), text), text[found.end() :], text)
    for unit, form in _PARTS:
        found = form.fullmatch(text)
        if found:
            return _span(unit, [group for group in found.groups() if group is not None], text)
    raise _refusal(text)


def number(text: str) -> int:
    """A number in digits or in Chinese: 12, 十二, 廿三, 二〇二二; 0 for what is none (一一)."""
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    if len(text) == 4:
        return int("".join(str(_DIGITS[sign]) for sign in text))
    ten = next((sign for sign in text if sign in _TENS), None)
    if ten is None:
        return _DIGITS[text] if len(text) == 1 else 0
    before, after = text.split(ten, 1)
    if len(before) > 1 or len(after) > 1 or (ten != "十" and before) or after in _TENS or before in _TENS:
        return 0
    return (_DIGITS[before] * 10 if before else _TENS[ten]) + (_DIGITS[after] if after else 0)


def _in_years(day: date, text: str) -> date:
    if day.year not in YEARS:
        raise DateProblem("date.year", found=text, first=YEARS[0], last=YEARS[-1])
    return day


def _day(year: int, month: int, day: int, text: str) -> date:
    days = _month(year, month, text).last.day
    if not 1 <= day <= days:
        raise DateProblem("date.impossible", found=text, year=year, month=month, days=days)
    return date(year, month, day)


def _month(year: int, month: int, text: str) -> Span:
    if not 1 <= month <= 12:
        raise DateProblem("date.impossible_month", found=text)
    first = _in_years(date(max(year, 1), month, 1), text)
    return Span(first, first.replace(day=monthrange(year, month)[1]))


def _after(day: date, rest: str, text: str) -> Interval:
    """What follows a full date: nothing, a weekday, a time of day, or `to` and a later day."""
    if rest and _ZONE.fullmatch(text):
        # In another zone it may be another day; and `T20:00-08:00` must not be read as from 20 to 8 o'clock.
        raise DateProblem("date.zone", found=text)
    found = _AFTER.fullmatch(rest)
    if found:
        if found[1]:
            _check_weekday(day, found[1], text)
        return Interval(day, day)
    to = _TO.match(rest)
    # 2022-02-15-17 may as well be a document's number; a range of such days needs 至, ~ or spaces.
    if to is None or (to[0] == "-" and text[4] == "-"):
        raise _refusal(text)
    last = _last(day, rest[to.end() :], text)
    if last < day:
        raise DateProblem("date.backwards", found=text)
    return Interval(day, last)


def _last(day: date, rest: str, text: str) -> date:
    short = _SHORT_CHINESE.fullmatch(rest) or _SHORT_NUMERIC.fullmatch(rest)
    if short:
        return _day(day.year, number(short[1]) if short[1] else day.month, number(short[2]), text)
    last = parse_days(rest)
    if isinstance(last, Span) or last.first != last.last:
        raise DateProblem("date.malformed", found=text)
    return last.last


def _check_weekday(day: date, written: str, text: str) -> None:
    actual = day.weekday()
    if _WEEKDAYS_ZH.index("日" if written == "天" else written) != actual:
        raise DateProblem("date.weekday", found=text, day=day, actual_zh="星期" + _WEEKDAYS_ZH[actual], actual_en=_WEEKDAYS_EN[actual])


def _span(unit: str, parts: list[str], text: str) -> Span:
    year = number(parts[0])
    if unit == "year":
        return Span(_month(year, 1, text).first, date(year, 12, 31))
    if unit == "half":
        first = 1 if parts[1] == "上" else 7
        return Span(_month(year, first, text).first, _month(year, first + 5, text).last)
    if unit == "quarter":
        quarter = number(parts[1])
        if not 1 <= quarter <= 4:
            raise DateProblem("date.impossible_quarter", found=text)
        return Span(_month(year, quarter * 3 - 2, text).first, _month(year, quarter * 3, text).last)
    month = _month(year, number(parts[1]), text)
    if unit == "month":
        return month
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, month.last.day)}[parts[2]]
    return Span(month.first.replace(day=first), month.first.replace(day=last))


def _refusal(text: str) -> DateProblem:
    if re.fullmatch(r"[3-5]\d{4}", text):
        return DateProblem("date.serial", found=text, day=date(1899, 12, 30) + timedelta(days=int(text)))
    code = next((code for code, form in _REFUSALS if form.fullmatch(text)), "date.malformed")
    return DateProblem(code, found=text)


_AT = Form(
    r".*?(?:(上午|下午|早上|中午|晚上|凌晨) ?)?"
    r"(?:(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)"
    rf"|{_N} ?[点时](?:{_N}分|(半)|([一三])刻)?)"
)
_AFTERNOON = ("下午", "晚上", "中午")
_NOON = 12


def clock_of(text: str) -> time | None:
    """The time of day beside a date that was read (the first of two); None: there is none."""
    if len(text) <= len("2022-01-01"):
        return None
    found = _AT.match(clean(text))
    if found is None:
        return None
    part, hour_digits, minute_digits, hour_word, minute_word, half, quarter = found.groups()
    hour = int(hour_digits) if hour_digits else number(hour_word)
    minute = int(minute_digits) if minute_digits else number(minute_word) if minute_word else 30 if half else 0
    if quarter:
        minute = 15 if quarter == "一" else 45
    if part in _AFTERNOON and hour < _NOON and not (part == "中午" and hour > 10):
        hour += _NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None
