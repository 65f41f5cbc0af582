"""`steps`: one record a step, in this order, distances kept, no record twice (language §9.5).

A rule, with what it accepts and what it does not (a test runs it):

steps:
- {do: {kind: meeting, where: [type: 部署会]}, in: {to: 03-31}}
- {do: {kind: meeting, where: [type: 党组会]}, after: 30d, in: {from: 06-01, to: 08-31}}
examples:
- want: pass                # set in February, looked at in July
  as_of: 2022-12-31
  records: [{id: m1, kind: meeting, date: 2022-02-22, type: 部署会}, {id: m2, kind: meeting, date: 2022-07-05, type: 党组会}]
- want: fail                # the second came first, and its phase went by
  as_of: 2022-09-01
  records: [{id: m1, kind: meeting, date: 2022-03-22, type: 部署会}, {id: m2, kind: meeting, date: 2022-02-05, type: 党组会}]
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from compliance.case import Case, doubts_of
from compliance.dates import add
from compliance.facts import FAR_FUTURE, LAWLESS_PAST
from compliance.model import Asked, Demand, Length, Measure, Reason, Record, Step, Steps, Truth, Window
from compliance.select import Hit
from compliance.windows import Ruler, WindowFault


class Place(NamedTuple):
    """One step filled: by a record, or (None) by an event still to come; it lies between `first` and `last`."""

    first: date
    last: date
    record: Record | None


class DeadEnds:
    """Where the search for a completion found no way on. Nothing is tried twice, so the days bound the search, not the records."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._states: set[tuple[object, ...]] = set()
        self._since: dict[tuple[int, int], date] = {}
        exact = all(hit.first == hit.last for stage in stages for hit in stage.hits)
        self._later_is_worse = [exact and stage.step.after is None and stage.step.within is None for stage in stages]
        """Where a step only has to follow the one before, no way on from a day means none from a later day either."""

    def has(self, done: list[Place], budget: int) -> bool:
        since = self._since.get((len(done), budget))
        return (since is not None and done[-1].first > since) or self._state(done, budget) in self._states

    def add(self, done: list[Place], budget: int) -> None:
        self._states.add(self._state(done, budget))
        if done and self._later_is_worse[len(done)]:
            since = self._since.get((len(done), budget), done[-1].first)
            self._since[len(done), budget] = min(since, done[-1].first)

    @staticmethod
    def _state(done: list[Place], budget: int) -> tuple[object, ...]:
        """What the rest depends on: the day of the last step, and which records of that day are used."""
        if not done:
            return 0, budget
        first, last, _ = done[-1]
        return len(done), first, last, budget, frozenset(place.record.id for place in done if place.record and place.last == last)


class Stage(NamedTuple):
    """A step with its window, the records that may fill it, and whether an event still to come may."""

    step: Step
    window: Window
    hits: Sequence[Hit]
    open: bool


def measure(kind: Steps, case: Case) -> Measure:
    ruler = Ruler(case.selection, case.binding)
    try:
        windows = [placed[0].window if (placed := ruler.lay(step.window, case.window)) else case.window for step in kind.steps]
    except WindowFault as wrong:
        return Measure(case.window, fault=Reason(wrong.code, wrong.params))
    found = [case.hits(step.do, window) for step, window in zip(kind.steps, windows, strict=True)]
    enough = len(kind.steps)
    sure = [Stage(step, window, _few(hits.certain, enough), True) for step, window, hits in zip(kind.steps, windows, found, strict=True)]
    maybe = [stage._replace(hits=[*stage.hits, *_few(hits.doubtful, enough)]) for stage, hits in zip(sure, found, strict=True)]
    low, plan = _truth(case, ruler, sure)
    high = _truth(case, ruler, maybe)[0] if any(hits.doubtful for hits in found) else low
    bits = [hit.truth for hits in found for hit in hits.doubtful]
    prefix = plan if plan is not None and low == Truth.SATISFIED else _prefix(case, ruler, sure)
    measured = Measure(
        case.window,
        low,
        high,
        kind="steps",
        doubts=doubts_of(*bits) if low != high else frozenset(),
        provable=True,
        need=len(kind.steps),
        have=len(prefix),
        counted=tuple(place.record for place in prefix if place.record),
        doubtful=tuple({hit.record.id: hit.record for hits in found for hit in hits.doubtful}.values()),
        due=windows[len(prefix)].last if len(prefix) < len(windows) else None,
        asked=tuple(Asked(step.do, case.binding, window) for step, window in zip(kind.steps, windows, strict=True)),
    )
    if low == Truth.VIOLATED_SO_FAR and plan is not None:
        return _still_to_do(case, measured, sure, plan)
    if low == Truth.VIOLATED and case.accepts_late(any(w.deadline for w in windows)):
        return replace(measured, clock="closed" if case.closed() else "room", mended_on=_mended(case, ruler, sure))
    return replace(measured, clock="closed" if case.closed() else "room")


def _few(hits: Sequence[Hit], enough: int) -> list[Hit]:
    """Of the records of one day only as many as there are steps: one more could change nothing, and thousands would be tried."""
    same_day: Counter[tuple[date, date]] = Counter()
    few: list[Hit] = []
    for hit in hits:
        days = hit.first, hit.last
        same_day[days] += 1
        if same_day[days] <= enough:
            few.append(hit)
    return few


def _truth(case: Case, ruler: Ruler, stages: list[Stage]) -> tuple[Truth, list[Place] | None]:
    """Satisfied by records alone; else whether events from today on can complete it, with the fewest of them."""
    plan = _best(case, ruler, stages)
    if plan is None:
        return Truth.VIOLATED, None
    return (Truth.SATISFIED if all(place.record for place in plan) else Truth.VIOLATED_SO_FAR), plan


def _best(case: Case, ruler: Ruler, stages: list[Stage]) -> list[Place] | None:
    """The completion with the fewest events still to come; ties: the earliest. None: there is none."""
    dead = DeadEnds(stages)
    open_ones = sum(stage.open and (stage.window.last is None or stage.window.last >= case.as_of) for stage in stages)
    for budget in range(open_ones + 1):
        for plan in _completions(case, ruler, stages, [], budget, dead):
            return plan
    return None


def _completions(
    case: Case, ruler: Ruler, stages: list[Stage], done: list[Place], budget: int, dead: DeadEnds
) -> Iterator[list[Place]]:
    if len(done) == len(stages):
        yield done
        return
    if dead.has(done, budget):
        return
    used = frozenset(place.record.id for place in done if place.record)
    for place in _fillings(case, ruler, stages[len(done)], done[-1] if done else None, used, budget > 0):
        yield from _completions(case, ruler, stages, [*done, place], budget - (place.record is None), dead)
    dead.add(done, budget)


def _fillings(case: Case, ruler: Ruler, stage: Stage, before: Place | None, used: frozenset[str], may_add: bool) -> Iterator[Place]:
    """The ways to fill a step after the one before: existing records by day, then an event from today on."""
    low, high = stage.window.first or LAWLESS_PAST, stage.window.last or FAR_FUTURE
    if before is not None:
        low = max(low, _moved(case, ruler, before.first, stage.step.after) or before.first)
        if stage.step.within is not None:
            high = min(high, _moved(case, ruler, before.last, stage.step.within) or before.last)
    for hit in stage.hits:
        first, last = max(hit.first, low), min(hit.last, high)
        if first <= last and hit.record.id not in used:
            yield Place(first, last, hit.record)
    for days in case.in_role(max(low, case.as_of), high) if may_add and stage.open else ():
        yield Place(days.first, days.last, None)


def _moved(case: Case, ruler: Ruler, day: date, length: Length | None) -> date | None:
    amount = case.length(length)
    return add(day, amount, 1, case.facts.calendar) if amount is not None and day < FAR_FUTURE else None


def _prefix(case: Case, ruler: Ruler, stages: list[Stage]) -> list[Place]:
    """The longest prefix of existing records that can still be completed; if nothing can be, the longest there is."""
    for completable in (True, False):
        for length in range(len(stages), 0, -1):
            closed = [stage._replace(open=number >= length) for number, stage in enumerate(stages)]
            plan = _best(case, ruler, closed if completable else closed[:length])
            if plan is not None:
                return plan[:length]
    return []


def _still_to_do(case: Case, measured: Measure, stages: list[Stage], plan: list[Place]) -> Measure:
    """Clock and advice: the j-th missing step must be safe in its own window with j leads to go."""
    missing = [number for number, place in enumerate(plan) if place.record is None]
    clocks = [case.clock(order, stages[number].window) for order, number in enumerate(missing, 1)]
    words = [word for word, _ in clocks]
    clock = "short" if "short" in words else "not_open" if all(word == "not_open" for word in words) else "room"
    safe = None if any(day is None for _, day in clocks) else min(day for _, day in clocks if day)
    latest = _latest(stages, plan)
    demands = tuple(
        Demand(stages[number].step.do, case.binding, 1, plan[number].first, latest[number], safe=day)
        for number, (_, day) in zip(missing, clocks, strict=True)
    )
    return replace(measured, clock=clock, last_safe=safe, demands=demands)


def _latest(stages: list[Stage], plan: list[Place]) -> list[date | None]:
    """The last day each step may be done, the later ones still to follow."""
    latest: list[date | None] = []
    following: date | None = None
    for place in reversed(plan):
        last = place.last if place.last < FAR_FUTURE else None
        if following is not None:
            last = min(last, following) if last else following
        latest.append(last)
        following = last
    return latest[::-1]


def _mended(case: Case, ruler: Ruler, stages: list[Stage]) -> date | None:
    """The day by which late records, had each been dated on its step's last day, completed the steps."""
    late: dict[str, date] = {}
    widened: list[Stage] = []
    for stage in stages:
        hits = list(stage.hits)
        on_time = stage.window.last or date.max
        for hit in _few(case.late(stage.step.do, stage.window), len(stages)):
            late[hit.record.id] = hit.last
            hits.append(hit._replace(first=on_time, last=on_time))
        widened.append(stage._replace(hits=hits, open=False))
    if not late:
        return None

    def completed(day: date) -> bool:
        until = [stage._replace(hits=_few([h for h in stage.hits if late.get(h.record.id, day) <= day], len(stages))) for stage in widened]
        return _best(case, ruler, until) is not None

    days = sorted(set(late.values()))
    number = bisect_left(days, True, key=completed)
    return days[number] if number < len(days) else None
