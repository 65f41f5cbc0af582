"""Windows: laid in periods, for a span or from a trigger's day, and what lengthens them (language §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from compliance.dates import add, next_workday
from compliance.expressions import Laid, Moments, NoSuchDay, Unlisted, World, length_of, moments_of, point, worth
from compliance.facts import DAY, FAR_FUTURE
from compliance.model import Duration, Extend, Point, Reason, Record, Ref, Selector, Span, When, Window, WindowSpec
from compliance.periods import laid_end_to_end, number_of, periods
from compliance.resolving import gather, resolve
from compliance.select import Hit, Selection, first_day, interval
from compliance.syntax import made_from_each
from compliance.truths import TRUE, UNUSABLE, Binding, Found, Period, conjunction
from compliance.vocabulary import record_space

NEVER = date.max
"""Where a window that waits for something begins."""


class WindowFault(ValueError):
    """A window that cannot be laid: a catalogue code. The verdict is `error`, never a guess."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = tuple((key, str(value)) for key, value in params.items())


class Placed(NamedTuple):
    window: Window
    period: Period


@dataclass(frozen=True, slots=True)
class Raw:
    """A window before anything lengthens it."""

    first: date | None
    last: date | None
    deadline: bool = False
    anchored: bool = False
    roll: bool = False
    opens: Moments | None = None
    closes: Moments | None = None


def _from_each(spec: WindowSpec) -> bool:
    return spec.within is not None or spec.ahead is not None or made_from_each(spec.start) or made_from_each(spec.end)


class Ruler:
    """Lays windows for one binding."""

    def __init__(self, selection: Selection, binding: Binding) -> None:
        self.selection, self.facts, self.binding = selection, selection.facts, binding

    def lay(self, spec: WindowSpec | None, enclosing: Window) -> list[Placed]:
        """The windows of a spec with their periods; none given: the enclosing one. Raises WindowFault.

        Empty: nobody has dated the periods, or none of them has such a day.
        """
        facts = self.facts
        whole = self.binding.period or Period(*facts.span)
        if spec is None:
            return [Placed(enclosing, whole)]
        subject = self.binding.subject
        if subject and subject.day and subject.day.last == FAR_FUTURE and _from_each(spec):
            # No day can be read from the trigger: the list's year stands in for its term.
            return [Placed(Window(*facts.span), whole)]
        try:
            if spec.each:
                return [placed for period in self._periods(spec) for placed in self._in_period(spec, period)]
            return [Placed(self._lengthened(spec, self._raw(spec, Period(*facts.span))), whole)]
        except Unlisted as wrong:
            raise WindowFault("choose.unlisted", ref=wrong.ref, found=wrong.value) from wrong
        except NoSuchDay:
            return []

    def _in_period(self, spec: WindowSpec, period: Period) -> Iterator[Placed]:
        try:
            yield Placed(self._named(spec, period, self._lengthened(spec, self._raw(spec, period))), period)
        except NoSuchDay:
            return

    # -------------------------------------------------- periods

    def _periods(self, spec: WindowSpec) -> Iterator[Period]:
        facts = self.facts
        each = self._single(spec.each)
        over = self._over(spec)
        if isinstance(each, Duration):
            for number, period in enumerate(laid_end_to_end(each, over.first, facts.span, facts.calendar), 1):
                if period.first <= over.last:
                    yield Period(*period, number)
        elif each in facts.pack.periods:
            for number, span in enumerate(sorted(facts.unit.periods.get(each, ())), 1):
                if span.first <= over.last and over.first <= span.last:
                    yield Period(*span, number)
        else:
            for span in periods(str(each), over):
                yield Period(*span, number_of(str(each), span.first + timedelta(days=3 if each == "week" else 0)))

    def _over(self, spec: WindowSpec) -> Span:
        facts = self.facts
        ends = [self._laid(when, facts.span).day if when is not None else None for when in spec.over]
        first, last = ends[0] or facts.span.first, ends[1] or facts.span.last
        if first > last:
            raise WindowFault("window.order", first=first, last=last)
        return Span(first, last)

    def _single(self, raw: Any) -> Any:
        found = worth(raw, self._look, self._look_first)
        if len(found.values) != 1 or found.bits:
            raise WindowFault("window.period.unknown")
        return found.values[0]

    # -------------------------------------------------- first and last day

    def _raw(self, spec: WindowSpec, period: Period) -> Raw:
        if spec.last is not None:
            return self._rolling(spec.last)
        if spec.within is not None:
            each = Ref("each")
            end = self._laid(Point(each, ((1, spec.within),)), self.facts.span)
            opens = self._moments_of_each() if end.moments else None
            return Raw(self._each_day(), end.day, True, True, spec.roll != "none" and not end.moments, opens, end.moments)
        if spec.ahead is not None:
            self._each_day()
            end = self._laid(Point(Ref("each"), ((-1, spec.ahead),)), self.facts.span)
            return Raw(None, end.day, True, True, closes=end.moments)
        return self._bounded(spec, period)

    def _rolling(self, length: Any) -> Raw:
        """The time that ends today, or with the span."""
        last = min(self.facts.as_of, self.facts.span.last)
        amount = length_of(length, self._world(self.facts.span))
        before = add(last, amount, -1, self.facts.calendar) if amount else None
        if before is None:
            raise WindowFault("window.start.unknown")
        return Raw(before + DAY, last)

    def _bounded(self, spec: WindowSpec, period: Period) -> Raw:
        base = Span(period.first, period.last)
        anchored = made_from_each(spec.start) or made_from_each(spec.end)
        end = self._laid(spec.end, base) if spec.end is not None else Laid(base.last)
        roll = spec.roll == "workday" or (not spec.roll and end.added and not end.moments)
        deadline = spec.end is not None and not spec.each
        if spec.start is None:
            first = None if made_from_each(spec.end) else base.first
            return Raw(first, end.day, deadline, anchored, roll, None, end.moments)
        start = self._laid(spec.start, base)
        if start.day is None:
            if not _waits(spec.start):
                raise WindowFault("window.start.unknown")
            return Raw(NEVER, None, deadline, anchored)
        first = start.moments[0].date() if start.moments else start.day
        return Raw(first, end.day, deadline, anchored, roll, start.moments, end.moments)

    # -------------------------------------------------- what lengthens a window

    def _lengthened(self, spec: WindowSpec, raw: Raw) -> Window:
        """Add, extend, stop, roll, in this order."""
        raw = _opened(raw, spec.open)
        if raw.first and raw.last and raw.first > raw.last:
            raise WindowFault("window.order", first=raw.first, last=raw.last)
        last, doubt = raw.last, TRUE
        moves: tuple[Reason, ...] = ()
        if spec.extend is not None and last is not None:
            last, moves, doubt = self._extended(spec.extend, last)
        if spec.stop is not None and last is not None:
            last, stopped, unsure = self._stopped(spec.stop, raw.first, last)
            moves, doubt = moves + stopped, conjunction((doubt, unsure))
        rolled = self._rolled(last) if raw.roll else last
        return Window(
            raw.first,
            rolled,
            raw.deadline,
            raw.anchored,
            rolled != last,
            last if rolled != last else None,
            raw.opens,
            raw.closes if rolled == raw.last else None,
            moves,
            doubt,
            spec.last is not None,
        )

    def _named(self, spec: WindowSpec, period: Period, window: Window) -> Window:
        """What a period is called where its days do not tell: one of the unit's own, one of lengths laid end to end, a week."""
        each = self._single(spec.each)
        if (window.first, window.last) != (period.first, period.last):
            return window
        days = (("first", str(period.first)), ("last", str(period.last)))
        if isinstance(each, Duration):
            return window._replace(name=Reason("when.numbered", (("number", str(period.number)), *days)))
        if each in self.facts.pack.periods:
            return window._replace(name=Reason("when.named", (("title", self.facts.pack.periods[each]), *days)))
        if each == "two_months":
            month = period.first.month
            return window._replace(
                name=Reason("when.two_months", (("year", str(period.first.year)), ("month", str(month)), ("next", str(month + 1))))
            )
        if each == "week":
            year = str((period.first + timedelta(days=3)).year)
            return window._replace(name=Reason("when.week", (("year", year), ("number", str(period.number)), *days)))
        return window

    def _extended(self, extend: Extend, last: date) -> tuple[date, tuple[Reason, ...], int]:
        facts, space = self.facts, self.facts.pack.vocabulary
        most = length_of(extend.cap, self._world(facts.span))
        latest = add(last, most, 1, facts.calendar) if most else None
        hits = self.selection.dated(extend.with_, self.binding, None, last)
        extended, unsure, used = last, TRUE if not hits.doubtful else conjunction(hit.truth for hit in hits.doubtful), []
        for hit in hits.certain:
            found = gather(facts, hit.record.fields, record_space(space, hit.record.kind), extend.add, hit.first, hit.last)
            lengths = [value for value in found.values if isinstance(value, Duration)]
            unsure = conjunction((unsure, found.bits or TRUE))
            for length in lengths:
                extended = add(extended, length, 1, facts.calendar) or extended
            used += [hit.record.id] if lengths else []
        extended = min(extended, latest) if latest else last
        ids = ("records", "、".join(used))
        moved = (Reason("window.extended", (("was", str(last)), ("last", str(extended)), ids)),) if extended != last else ()
        return extended, (*moved, *self._too_late(extend.with_, last), *_unsure(hits.doubtful)), unsure

    def _too_late(self, selector: Selector, last: date) -> Iterator[Reason]:
        """What was approved only after the last day lengthens nothing."""
        for hit in self.selection.dated(selector, self.binding, last + DAY, None).certain if last < date.max else ():
            yield Reason("window.extension.late", (("record", hit.record.id), ("on", str(hit.first)), ("last", str(last))))

    def _stopped(self, selector: Selector, first: date | None, last: date) -> tuple[date | None, tuple[Reason, ...], int]:
        """The last day moved by the days inside matching records, until no new one falls in."""
        hits = self.selection.dated(selector, self.binding, None, None)
        pauses = sorted((interval(hit), hit.record.id) for hit in hits.certain)
        spans = [span for span, _ in pauses]
        begin = first or self._each_day()
        maybe = [hit for hit in hits.doubtful if interval(hit).first <= last]
        unsure = conjunction(hit.truth for hit in maybe) if maybe else TRUE
        days, end = 0, last
        while True:
            met = [span for span in spans if span.first <= end and begin <= span.last]
            if any(span.last == FAR_FUTURE for span in met):
                since, record = next(pause for pause in pauses if pause[0] in met and pause[0].last == FAR_FUTURE)
                return None, (Reason("window.stopped.still", (("record", record), ("since", str(since.first)))),), unsure
            out = {day for span in met for day in _days(max(span.first, begin), min(span.last, end))}
            if len(out) == days:
                break
            days, end = len(out), last + timedelta(days=len(out))
        met_by = "、".join(f"{record} {span.first}…{span.last}" for span, record in pauses if span.first <= end and begin <= span.last)
        params = (("records", met_by), ("days", str(days)), ("was", str(last)), ("last", str(end)))
        stopped = (Reason("window.stopped", params),) if days else ()
        return end, (*stopped, *_unsure(maybe)), unsure

    def _rolled(self, day: date | None) -> date | None:
        """Moved to the next work day; in a year that the calendar does not know a deadline stays where it is, never open for ever."""
        return day if day is None else next_workday(day, self.facts.calendar) or day

    # -------------------------------------------------- points

    def _laid(self, when: When, base: Span) -> Laid:
        return point(when, self._world(base))

    def _world(self, base: Span) -> World:
        subject = self.binding.subject
        record = subject.value if subject and subject.kind == "record" else subject.record if subject else None
        clock = record.time if isinstance(record, Record) else None
        return World(base, self._look, self.facts.calendar, self._look_first, self._next_day, clock)

    def _look(self, ref: Ref) -> Found:
        """What a reference stands for on the day of asking; `$each` is its day, and a record that it names is that record's day."""
        if ref == Ref("each"):
            return Found([self._each_day()], 0, 0) if self.binding.subject and self.binding.subject.day else Found([], 0, 0)
        day = min(self.facts.as_of, self.facts.span.last)
        return resolve(self.facts, ref, None, day, day, self.binding)

    def _look_first(self, ref: Ref) -> Found:
        """What a choice depends on, as on the span's first day, or the bearer's first in the role."""
        day = first_day(self.facts, self.binding, self.facts.span.first, self.facts.span.last)
        return resolve(self.facts, ref, None, day, day, self.binding)

    def _next_day(self, selector: Selector, after: date) -> date | None:
        hits = self.selection.dated(selector, self.binding, after + DAY if self._day_of_trigger() else after, None)
        return hits.certain[0].first if hits.certain else None

    def _day_of_trigger(self) -> bool:
        return bool(self.binding.subject and self.binding.subject.day)

    def _each_day(self) -> date:
        """The trigger's day; of a partial one the last day it can be, which is never too early for a deadline."""
        subject = self.binding.subject
        if subject is None or subject.day is None:
            raise WindowFault("window.each")
        return subject.day.last

    def _moments_of_each(self) -> Moments | None:
        """When the trigger happened, if its hour is known; else its whole day counts."""
        clock, day = self._world(self.facts.span).each_time, self._each_day()
        return moments_of(day, day, clock) if clock is not None else None


def _unsure(hits: list[Hit]) -> Iterator[Reason]:
    """Records that may move a last day and do not say enough."""
    if hits:
        yield Reason("window.record", (("records", "、".join(hit.record.id for hit in hits)),))


def _waits(when: When | None) -> bool:
    """Whether a point is not known only because something has not happened yet."""
    return isinstance(when, Point) and not isinstance(when.base, (str, date))


def _opened(raw: Raw, which: str) -> Raw:
    """Without the boundaries that do not count."""
    if which in ("from", "both") and raw.first is not None and raw.first < NEVER:
        raw = replace(raw, first=raw.first + DAY)
    if which in ("to", "both") and raw.last is not None:
        raw = replace(raw, last=raw.last - DAY)
    return raw


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def in_hours(hits: list[Hit], window: Window) -> Iterator[tuple[Hit, int]]:
    """Hits with the truth of their lying in the window, where it begins or ends within a day."""
    for hit in hits:
        clock = hit.record.time if hit.first == hit.record.first else None
        early, late = moments_of(hit.first, hit.last, clock)
        yield hit, conjunction((_not_before(early, late, window.opens), _not_after(early, late, window.closes)))


def is_after(hit: Hit, closes: Moments) -> bool:
    """Whether something surely happened after the last moment."""
    clock = hit.record.time if hit.first == hit.record.first else None
    return moments_of(hit.first, hit.last, clock)[0] > closes[1]


def _not_after(early: datetime, late: datetime, closes: Moments | None) -> int:
    return TRUE if closes is None or late <= closes[0] else 0 if early > closes[1] else UNUSABLE


def _not_before(early: datetime, late: datetime, opens: Moments | None) -> int:
    return TRUE if opens is None or early >= opens[1] else 0 if late < opens[0] else UNUSABLE
