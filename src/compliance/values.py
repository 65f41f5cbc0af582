"""The small texts of the rule language: references, ratios, points, and a parameter's value of any type (language §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from compliance.dates import DateProblem, parse_duration
from compliance.model import CALCULATIONS, Duration, MonthDay, Point, Ref, Value, Weekday

ROOTS = ("bearer", "each", "record", "people", "set", "unit", "param", "period")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIOD_FIELDS = ("start", "end", "number", "workday", "holiday")
"""What is known of a window's period."""
UNITS = {
    "d": ("day", "days", "天", "日"),
    "wd": ("workday", "workdays", "工作日", "个工作日"),
    "w": ("week", "weeks", "周", "星期", "个星期"),
    "m": ("month", "months", "mon", "月", "个月"),
    "y": ("year", "years", "年"),
    "h": ("hour", "hours", "hr", "hrs", "小时", "个小时"),
    "min": ("minute", "minutes", "mins", "分钟"),
}
"""Units of time, and what people write instead of them."""
PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
"""The periods of the calendar."""
YEARS = range(1900, 2200)
POINT_ROOTS = ("each", "param", "unit", "bearer", "period")
"""What a point may be worked out from."""
_NAME = r"[^\s.$+]+"
_REF = re.compile(rf"\$({_NAME}(?:\.{_NAME})*)")
_RATIO = re.compile(r"([0-9]+)\s*/\s*([0-9]+)|([0-9]+(?:\.[0-9]+)?)\s*%")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_DAY = re.compile(r"(next\s+)?([0-9]{2})-([0-9]{2})")
_LENGTH = re.compile(r"([0-9]+)\s*([^\W\d_]+)")
_DURATION = re.compile(r"[0-9]+\s*(?:min|h|d|wd|w|m|y)")
_SIGN = re.compile(r"\s+([+-])\s+")
_NUMBERS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_WEEKDAY = re.compile(rf"({'|'.join(_NUMBERS)})\s+({'|'.join(WEEKDAYS)})")


class ValueProblem(ValueError):
    """A text that is no value of the wanted type: a catalogue code and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def shown(raw: object) -> str:
    """A rule value as its author would write it on one line."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, (list, tuple)):
        return "[" + ", ".join(shown(value) for value in raw) + "]"
    if isinstance(raw, Fraction):
        return str(Decimal(raw.numerator) / Decimal(raw.denominator))
    return "null" if raw is None else str(raw).lower() if isinstance(raw, bool) else str(raw)


def expression(raw: object) -> str:
    """The key that makes a mapping an expression: `choose`, or the name of an n-expression; empty: it is none."""
    if not isinstance(raw, Mapping):
        return ""
    return next((key for key in ("choose", "share", *CALCULATIONS) if key in raw), "")


def is_reference(raw: object) -> bool:
    return isinstance(raw, str) and raw.startswith("$")


def parse_reference(text: str) -> Ref:
    """`$root.a.b`. Raises ValueProblem for an unknown root."""
    match = _REF.fullmatch(text)
    if not match:
        raise ValueProblem("rules.reference.malformed", found=text)
    root, *path = match[1].split(".")
    if root not in ROOTS:
        raise ValueProblem("rules.reference.unknown", found=text, choices=" ".join("$" + name for name in ROOTS))
    if root in ("people", "set", "param", "record", "unit", "period") and not path:
        raise ValueProblem("rules.reference.incomplete", found=text)
    return Ref(root, tuple(path))


def parse_ratio(raw: object) -> Fraction:
    """`2/3`, `85%`, or a number, exact; whether it lies between 0 and 1 is the caller's question."""
    if isinstance(raw, (int, Fraction)) and not isinstance(raw, bool):
        return Fraction(raw)
    match = _RATIO.fullmatch(raw) if isinstance(raw, str) else None
    if not match or (match[2] and not int(match[2])):
        raise ValueProblem("rules.ratio.malformed", found=shown(raw))
    return Fraction(int(match[1]), int(match[2])) if match[1] else Fraction(match[3]) / 100


def parse_span_of_time(raw: object) -> Duration | Ref:
    """A duration or a `$param` that holds one."""
    if not isinstance(raw, str):
        raise ValueProblem("rules.duration.malformed", found=shown(raw), hint=f"{raw}d" if type(raw) is int else "")
    if is_reference(raw):
        return _only(parse_reference(raw), "param")
    return _duration(raw)


def parse_point(raw: object, roots: tuple[str, ...] = POINT_ROOTS) -> Point:
    """A point as text, whose base may be a reference with one of the roots."""
    if not isinstance(raw, str):
        raise ValueProblem("rules.point.malformed", found=shown(raw))
    base, *rest = _SIGN.split(raw)
    offsets = tuple(
        (1 if sign == "+" else -1, parse_span_of_time(amount)) for sign, amount in zip(rest[::2], rest[1::2], strict=True)
    )
    return Point(_base(base, roots), offsets)


def parse_scalar(raw: Any) -> Value:
    """A parameter's value, told by its form: number, flag, list, ratio, duration, day, `MM-DD` point, else text."""
    if isinstance(raw, list):
        return tuple(parse_scalar(item) for item in raw)
    if raw is None or isinstance(raw, Mapping):
        raise ValueProblem("rules.value.simple", found=shown(raw))
    if not isinstance(raw, str):
        return raw
    if _RATIO.fullmatch(raw):
        return parse_ratio(raw)
    if _DURATION.fullmatch(raw):
        return _duration(raw)
    if _DAY.fullmatch(raw):
        return parse_date(raw)
    if _MONTH_DAY.fullmatch(raw):
        return Point(_base(raw))
    return raw


def parse_date(text: str) -> date:
    """`2022-02-28`, nothing shorter and nothing else."""
    if not _DAY.fullmatch(text):
        raise ValueProblem("rules.date.malformed", found=text)
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise ValueProblem("rules.point.impossible", found=text) from wrong
    if day.year not in YEARS:
        raise ValueProblem("rules.year", found=day.year, first=YEARS[0], last=YEARS[-1])
    return day


def _only(ref: Ref, *roots: str) -> Ref:
    if ref.root not in roots:
        raise ValueProblem("rules.reference.misplaced", found=ref, choices=" ".join("$" + name for name in roots))
    return ref


def _duration(text: str) -> Duration:
    length = _LENGTH.fullmatch(text)
    unit = length[2] if length else ""
    if length is None or unit not in UNITS:
        meant = next((short for short, words in UNITS.items() if unit.lower() in (short, *words)), "")
        raise ValueProblem("rules.duration.malformed", found=text, hint=f"{length[1]}{meant}" if length and meant else "")
    try:
        return parse_duration(text)
    except DateProblem as wrong:
        raise ValueProblem(wrong.code, **dict(wrong.params)) from wrong


def _base(text: str, roots: tuple[str, ...] = ()) -> date | MonthDay | Weekday | str | Ref:
    if text in ("start", "end"):
        return text
    if is_reference(text):
        return _only(parse_reference(text), *roots)
    if _DAY.fullmatch(text):
        return parse_date(text)
    weekday = _WEEKDAY.fullmatch(text.lower())
    if weekday:
        return Weekday(_NUMBERS[weekday[1]], WEEKDAYS.index(weekday[2]))
    match = _MONTH_DAY.fullmatch(text)
    if not match:
        raise ValueProblem("rules.point.malformed", found=text)
    month, day = int(match[2]), int(match[3])
    try:
        date(2000, month, day)
    except ValueError as wrong:
        raise ValueProblem("rules.point.impossible", found=text) from wrong
    return MonthDay(month, day, 1 if match[1] else 0)
