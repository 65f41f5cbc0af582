"""What expressions are worth: choices, n-expressions, and points in time with what is added to them (language §2).

`look` gives the values of a reference; what is not known gives a Found without values, and the reasons.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import reduce
from math import floor
from operator import add as plus
from operator import mul
from typing import Any, NamedTuple

from compliance.dates import Calendar, add
from compliance.model import Calc, Choose, Duration, MonthDay, Next, Pick, Point, Ref, Selector, Span, Value, Weekday, When
from compliance.truths import AMBIGUOUS, MISSING, UNUSABLE, Found, key_of

Look = Callable[[Ref], Found]
Moments = tuple[datetime, datetime]
"""The earliest and the latest moment that may be meant."""
DAY = timedelta(days=1)


class Unlisted(ValueError):
    """A choice has no value for what it depends on: the instance is an error, not passed."""

    def __init__(self, ref: Ref, value: Value) -> None:
        super().__init__(str(ref))
        self.ref, self.value = ref, value


class NoSuchDay(ValueError):
    """A period without a fifth Friday: it has no window."""


# ---------------------------------------------------------------- values


def worth(expr: Any, look: Look, first_day: Look | None = None) -> Found:
    """The values of an expression; a choice looks at the first day where that is another. Raises Unlisted."""
    if isinstance(expr, Ref):
        return look(expr)
    if isinstance(expr, Choose):
        option = chosen(expr, first_day or look)
        return option if isinstance(option, Found) else worth(option, look, first_day)
    if isinstance(expr, Calc):
        return _calculated(expr, look, first_day)
    return Found([expr], 0, 0)


def chosen(choose: Choose, look: Look) -> Any:
    """The option of a choice; a Found without values where it is not known which. Raises Unlisted."""
    found = look(choose.ref)
    if found.bits or len(set(map(key_of, found.values))) != 1:
        return Found([], found.bits or (AMBIGUOUS if found.values else MISSING), 1)
    value = key_of(found.values[0])
    for listed, option in choose.options:
        if listed == value:
            return option
    if choose.otherwise is None:
        raise Unlisted(choose.ref, value)
    return choose.otherwise


def _calculated(calc: Calc, look: Look, first_day: Look | None) -> Found:
    found = [worth(each, look, first_day) for each in calc.args]
    bits = reduce(lambda one, other: one | other, (each.bits for each in found), 0)
    if bits:
        return Found([], bits, 1)
    if calc.op == "size":
        return Found([len({key_of(value) for each in found for value in each.values})], 0, 0)
    if any(len(each.values) != 1 for each in found):
        return Found([], MISSING, 1)
    values = [each.values[0] for each in found]
    if any(isinstance(value, bool) or not isinstance(value, (int, Fraction)) for value in values):
        return Found([], UNUSABLE, 1)
    if calc.op == "div" and values[1] == 0:
        return Found([], UNUSABLE, 1)
    return Found([_OPS[calc.op](values)], 0, 0)


_OPS: dict[str, Callable[[list[Any]], int | Fraction]] = {
    "share": lambda values: _whole(Fraction(values[0]) * values[1]),
    "max": max,
    "min": min,
    "plus": lambda values: _whole(reduce(plus, values)),
    "minus": lambda values: _whole(values[0] - values[1]),
    "times": lambda values: _whole(reduce(mul, values)),
    "div": lambda values: floor(Fraction(values[0]) / values[1]),
}


def _whole(number: int | Fraction) -> int | Fraction:
    return int(number) if number == int(number) else number


# ---------------------------------------------------------------- points


class Laid(NamedTuple):
    """A point worked out: its day, if it is known; the moments where hours were added; whether it was made by adding to `$each`."""

    day: date | None
    moments: Moments | None = None
    added: bool = False


class World(NamedTuple):
    """What points are worked out from. `base`: whose `start`, `end` and `MM-DD` they are; `next_day`: of a selector's first record."""

    base: Span
    look: Look
    calendar: Calendar
    first_day: Look | None = None
    next_day: Callable[[Selector, date], date | None] | None = None
    each_time: time | None = None


def point(when: When, world: World) -> Laid:
    """Raises Unlisted, NoSuchDay."""
    if isinstance(when, Choose):
        option = chosen(when, world.first_day or world.look)
        return Laid(None) if isinstance(option, Found) else point(option, world)
    if isinstance(when, Pick):
        known = [laid for inner in when.points if (laid := point(inner, world)).day]
        if not known or when.which == "first_of":
            return known[0] if known else Laid(None)
        return (min if when.which == "earliest" else max)(known, key=lambda laid: laid.day or date.min)
    day = _base(when, world)
    lengths = [(sign, length_of(amount, world)) for sign, amount in when.offsets]
    added = isinstance(when.base, Ref) and when.base.root == "each" and any(sign > 0 for sign, _ in lengths)
    if any(length and length.minutes for _, length in lengths) and day is not None:
        moments = _moved(_moments(when, day, world), lengths, world.calendar)
        return Laid(_day_of_end(moments[1]) if moments else None, moments, added)
    for sign, length in lengths:
        day = add(day, length, sign, world.calendar) if day and length else None
    return Laid(day, None, added)


def length_of(raw: Any, world: World) -> Duration | None:
    """A duration, a parameter that holds one, or a choice between them; None: not known."""
    found = worth(raw, world.look, world.first_day)
    value = found.values[0] if len(found.values) == 1 and not found.bits else None
    return value if isinstance(value, Duration) else None


def _base(when: Point, world: World) -> date | None:
    base, span = when.base, world.base
    match base:
        case MonthDay(month, day, years):
            year = span.first.year + years
            return date(year, month, min(day, monthrange(year, month)[1]))
        case Weekday():
            return nth_weekday(base, span)
        case Next(selector):
            after = _single(world.look(Ref("each")), date) or span.first
            return world.next_day(selector, after) if world.next_day else None
        case Ref():
            value = _single(world.look(base), (date, Span, Point, Pick))
            if isinstance(value, (Point, Pick)):
                return point(value, world).day
            return value.last if isinstance(value, Span) and base == Ref("each") else value if isinstance(value, date) else None
        case date():
            return base
    return span.first if base == "start" else span.last


def _single(found: Found, kinds: Any) -> Any:
    value = found.values[0] if len(found.values) == 1 and not found.bits else None
    return value if isinstance(value, kinds) else None


def nth_weekday(wanted: Weekday, span: Span) -> date:
    """Raises NoSuchDay."""
    if wanted.number < 0:
        day = span.last - timedelta(days=(span.last.weekday() - wanted.weekday) % 7)
    else:
        day = span.first + timedelta(days=(wanted.weekday - span.first.weekday()) % 7 + 7 * (wanted.number - 1))
    if not span.first <= day <= span.last:
        raise NoSuchDay
    return day


# ---------------------------------------------------------------- hours


def _moments(when: Point, day: date, world: World) -> Moments:
    """`start` is 00:00 of its day and `end` 24:00; a trigger's hour is its own, and not known if it has none."""
    midnight = datetime.combine(day, time())
    if when.base == "end":
        return midnight + DAY, midnight + DAY
    if isinstance(when.base, Ref) and when.base.root != "param":
        if when.base == Ref("each") and world.each_time is not None:
            exact = datetime.combine(day, world.each_time)
            return exact, exact
        return midnight, midnight + DAY
    return midnight, midnight


def _moved(moments: Moments, lengths: list[tuple[int, Duration | None]], calendar: Calendar) -> Moments | None:
    early, late = (_later(moment, lengths, calendar) for moment in moments)
    return (early, late) if early is not None and late is not None else None


def _later(start: datetime, lengths: list[tuple[int, Duration | None]], calendar: Calendar) -> datetime | None:
    moment = start
    for sign, length in lengths:
        day = add(moment.date(), length, sign, calendar) if length and not length.minutes else moment.date()
        if length is None or day is None:
            return None
        try:
            moment = datetime.combine(day, moment.time()) + sign * timedelta(minutes=length.minutes)
        except OverflowError:
            return None
    return moment


def _day_of_end(moment: datetime) -> date:
    """24:00 belongs to the day that ends with it."""
    return (moment - timedelta(microseconds=1)).date()


def moments_of(first: date, last: date, clock: time | None) -> Moments:
    """When something happened whose day lies between two; its hour, if one is known, is that of an exact day."""
    if clock is not None and first == last:
        exact = datetime.combine(first, clock)
        return exact, exact
    return datetime.combine(first, time()), datetime.combine(last, time.max)


def days_between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
