"""Windows: calendar periods, points and lengths of time, laid for a span or from a trigger's day (language §2, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.conditions import Binding, resolve
from compliance.dates import add, next_workday
from compliance.facts import DAY, FAR_FUTURE, Facts
from compliance.model import Duration, MonthDay, Pick, Point, Ref, Span, Window, WindowSpec
from compliance.syntax import made_from_each

MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "two_months": 2, "month": 1}


class WindowFault(ValueError):
    """A window that cannot be laid: a catalogue code. The verdict is `error`, never a guess."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = tuple((key, str(value)) for key, value in params.items())


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


def _from_each(spec: WindowSpec) -> bool:
    return spec.within is not None or spec.ahead is not None or made_from_each(spec.start) or made_from_each(spec.end)


@dataclass(frozen=True, slots=True)
class Laid:
    """A point worked out: the day, if it is known, and whether it was made by adding to `$each`."""

    day: date | None
    added: bool = False


class Ruler:
    """Lays windows for one binding."""

    def __init__(self, facts: Facts, binding: Binding) -> None:
        self.facts, self.binding = facts, binding

    def lay(self, spec: WindowSpec | None, enclosing: Window) -> list[Window]:
        """The windows of a spec; none given: the enclosing one. Raises WindowFault."""
        if spec is None:
            return [enclosing]
        subject = self.binding.subject
        if subject and subject.day and subject.day.last == FAR_FUTURE and _from_each(spec):
            # No day can be read from the trigger: the list's year stands in for its term.
            return [Window(*self.facts.span)]
        if spec.within is not None:
            return [self._within(spec)]
        if spec.ahead is not None:
            length = self._length(spec.ahead)
            last = add(self._each_day(), length, -1, self.facts.calendar) if length else None
            return [Window(None, last, True, True)]
        if spec.each:
            word = spec.each if isinstance(spec.each, str) else str(self.facts.parameter(spec.each.path[0]))
            return [self._bounded(spec, base, within_each=True) for base in periods(word, self.facts.span)]
        return [self._bounded(spec, self.facts.span, within_each=False)]

    def _within(self, spec: WindowSpec) -> Window:
        day, length = self._each_day(), self._length(spec.within)
        last = add(day, length, 1, self.facts.calendar) if length else None
        return self._checked(day, self._rolled(last, spec.roll or "workday"), True, True, last)

    def _bounded(self, spec: WindowSpec, base: Span, within_each: bool) -> Window:
        anchored = made_from_each(spec.start) or made_from_each(spec.end)
        end = self.point(spec.end, base) if spec.end is not None else Laid(base.last)
        last = self._rolled(end.day, spec.roll or ("workday" if end.added else "none"))
        first: date | None
        if spec.start is not None:
            first = self.point(spec.start, base).day
            if first is None:
                raise WindowFault("window.start.unknown")
        else:
            first = None if made_from_each(spec.end) else base.first
        return self._checked(first, last, spec.end is not None and not within_each, anchored, end.day)

    def _checked(self, first: date | None, last: date | None, deadline: bool, anchored: bool, unrolled: date | None) -> Window:
        if first and last and first > last:
            raise WindowFault("window.order", first=first, last=last)
        return Window(first, last, deadline, anchored, last != unrolled, unrolled if last != unrolled else None)

    def _rolled(self, day: date | None, roll: str) -> date | None:
        """Moved to the next work day; in a year that the calendar does not know a deadline stays where it is, never open for ever."""
        return day if day is None or roll != "workday" else next_workday(day, self.facts.calendar) or day

    # -------------------------------------------------- points

    def point(self, point: Point | Pick, base: Span) -> Laid:
        """The day of a point; `start`, `end` and `MM-DD` are those of `base`."""
        if isinstance(point, Pick):
            known = [laid for inner in point.points if (laid := self.point(inner, base)).day]
            if not known:
                return Laid(None)
            if point.which == "first_of":
                return known[0]
            return (min if point.which == "earliest" else max)(known, key=lambda laid: laid.day or date.min)
        day = self._base(point.base, base)
        for sign, amount in point.offsets:
            length = self._length(amount)
            day = add(day, length, sign, self.facts.calendar) if day and length else None
        added = isinstance(point.base, Ref) and point.base.root == "each" and any(sign > 0 for sign, _ in point.offsets)
        return Laid(day, added)

    def _base(self, base: date | MonthDay | str | Ref, span: Span) -> date | None:
        if isinstance(base, date):
            return base
        if isinstance(base, MonthDay):
            month = date(span.first.year + base.years, base.month, 1)
            return min(month + timedelta(days=base.day - 1), _month_end(month))
        if isinstance(base, str):
            return span.first if base == "start" else span.last
        if base.root == "param":
            value = self.facts.parameter(base.path[0])
            return self.point(value, span).day if isinstance(value, (Point, Pick)) else value if isinstance(value, date) else None
        if base.root == "each" and not base.path:
            return self._each_day()
        reading_day = min(self.facts.as_of, self.facts.span.last)
        found = resolve(self.facts, base, None, reading_day, reading_day, self.binding)
        value = found.values[0] if len(found.values) == 1 and not found.bits else None
        return value if isinstance(value, date) else None

    def _each_day(self) -> date:
        """The trigger's day; of a partial one the last day it can be, which is never too early for a deadline."""
        subject = self.binding.subject
        if subject is None or subject.day is None:
            raise WindowFault("window.each")
        return subject.day.last

    def _length(self, raw: Duration | Ref | None) -> Duration | None:
        value = self.facts.parameter(raw.path[0]) if isinstance(raw, Ref) else raw
        return value if isinstance(value, Duration) else None
