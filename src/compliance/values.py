"""The small texts of the rule language: references, ratios, points, and a parameter's value of any type (language §2)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any, cast, get_args

from compliance.dates import DateProblem, parse_duration
from compliance.model import Duration, MonthDay, Pick, Point, Ref, Value, Which

ROOTS = ("bearer", "each", "record", "people", "set", "unit", "param")
_NAME = r"[^\s.$+]+"
_REF = re.compile(rf"\$({_NAME}(?:\.{_NAME})*)")
_RATIO = re.compile(r"(\d+)\s*/\s*(\d+)|(\d+(?:\.\d+)?)\s*%")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH_DAY = re.compile(r"(next\s+)?(\d{2})-(\d{2})")
_DURATION = re.compile(r"\d+\s*(?:min|h|d|wd|w|m|y)")
_SIGN = re.compile(r"\s+([+-])\s+")
_WEEKDAY = re.compile(r"(?:1st|2nd|3rd|4th|5th|last)\s+(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)


class ValueProblem(ValueError):
    """A text that is no value of the wanted type: a catalogue code and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def is_reference(raw: object) -> bool:
    return isinstance(raw, str) and raw.startswith("$")


def parse_reference(text: str) -> Ref:
    """`$root.a.b`. Raises ValueProblem for an unknown root."""
    match = _REF.fullmatch(text)
    if not match:
        raise ValueProblem("rules.reference.malformed", found=text)
    root, *path = match[1].split(".")
    if root == "period":
        raise ValueProblem("rules.unsupported", what=text)
    if root not in ROOTS:
        raise ValueProblem("rules.reference.unknown", found=text, choices=" ".join("$" + name for name in ROOTS))
    if root in ("people", "set", "param", "record", "unit") and not path:
        raise ValueProblem("rules.reference.incomplete", found=text)
    return Ref(root, tuple(path))


def parse_ratio(raw: object) -> Fraction:
    """`2/3`, `85%`, or a number from 0 to 1, exact."""
    if isinstance(raw, (int, Fraction)) and not isinstance(raw, bool):
        return Fraction(raw)
    match = _RATIO.fullmatch(raw) if isinstance(raw, str) else None
    if not match or match[2] == "0":
        raise ValueProblem("rules.ratio.malformed", found=raw)
    return Fraction(int(match[1]), int(match[2])) if match[1] else Fraction(match[3]) / 100


def parse_span_of_time(raw: object) -> Duration | Ref:
    """A duration or a `$param` that holds one."""
    if not isinstance(raw, str):
        raise ValueProblem("rules.duration.malformed", found=raw)
    if is_reference(raw):
        return _only(parse_reference(raw), "param")
    return _duration(raw)


def parse_point(raw: object) -> Point | Pick:
    """A point as text or as `{first_of | earliest | latest: [P, …]}`."""
    if isinstance(raw, dict):
        return _pick(raw)
    if not isinstance(raw, str):
        raise ValueProblem("rules.point.malformed", found=raw)
    base, *rest = _SIGN.split(raw)
    offsets = tuple(
        (1 if sign == "+" else -1, parse_span_of_time(amount)) for sign, amount in zip(rest[::2], rest[1::2], strict=True)
    )
    return Point(_base(base), offsets)


def parse_scalar(raw: Any) -> Value:
    """A parameter's value, told by its form: number, flag, list, ratio, duration, day, `MM-DD` point, else text."""
    if isinstance(raw, list):
        return tuple(parse_scalar(item) for item in raw)
    if not isinstance(raw, str):
        return raw
    if _RATIO.fullmatch(raw):
        return parse_ratio(raw)
    if _DURATION.fullmatch(raw):
        return _duration(raw)
    if _DAY.fullmatch(raw):
        return _day(raw)
    if _MONTH_DAY.fullmatch(raw):
        return Point(_base(raw))
    return raw


def _only(ref: Ref, *roots: str) -> Ref:
    if ref.root not in roots:
        raise ValueProblem("rules.reference.misplaced", found=ref, choices=" ".join("$" + name for name in roots))
    return ref


def _duration(text: str) -> Duration:
    try:
        return parse_duration(text)
    except DateProblem as wrong:
        raise ValueProblem(wrong.code, **dict(wrong.params)) from wrong


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ValueProblem("rules.point.impossible", found=text) from wrong


def _base(text: str) -> date | MonthDay | str | Ref:
    if text in ("start", "end"):
        return text
    if is_reference(text):
        return _only(parse_reference(text), "each", "param", "unit")
    if _DAY.fullmatch(text):
        return _day(text)
    if _WEEKDAY.fullmatch(text):
        raise ValueProblem("rules.unsupported", what=text)
    match = _MONTH_DAY.fullmatch(text)
    if not match:
        raise ValueProblem("rules.point.malformed", found=text)
    month, day = int(match[2]), int(match[3])
    _day(f"2000-{month:02}-{day:02}")
    return MonthDay(month, day, 1 if match[1] else 0)


def _pick(raw: dict[str, Any]) -> Pick:
    if len(raw) != 1:
        raise ValueProblem("rules.point.malformed", found=raw)
    [(which, points)] = raw.items()
    if which == "next":
        raise ValueProblem("rules.unsupported", what="next")
    if which not in get_args(Which) or not isinstance(points, list) or not points:
        raise ValueProblem("rules.point.malformed", found=raw)
    return Pick(cast(Which, which), tuple(parse_point(point) for point in points))
