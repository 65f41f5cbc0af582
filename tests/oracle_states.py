"""The oracle's distances and states, by §9.4 and §9.6 of the rule language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from compliance import model as m
from oracle_conditions import RECORD, SOME_DAY, Case, Match, Three, both, days, select
from oracle_conditions import holds as line_holds
from oracle_kinds import Outcome, S, V, met, no_data, reach, reasons, unmet, until
from oracle_windows import shift

Row = frozenset[date]


def spacing(case: Case, kind: m.Spacing, window: m.Window) -> Outcome:
    """Every doubtful record is left out, or put on each day that it may have."""
    found = select(case, kind.of, None, until(case, window))
    ways: set[Row] = {frozenset()}
    for x in found:
        own = [frozenset({d}) for d in days(x.day.first, min(x.day.last, until(case, window)))] + [frozenset()] * bool(x.why)
        ways = {of_concern(way | one, window) for way in ways for one in own}
    truths = {truth for way in ways for truth in spaced(case, kind, window, way)}
    sure = of_concern(frozenset(x.day.first for x in found if not x.why), window)
    looked = len(spaced(case, kind, window, sure)) == 1
    due = [safe for way in ways if (safe := next_safe(case, kind, window, way))]
    last = reach(case, window).last or date.min
    proved = looked and kind.at_least is None and reasons(found) == {"missing"}
    return Outcome(min(truths), max(truths), last, proved=proved, risk=min(due, default=None))


def of_concern(way: Row, window: m.Window) -> Row:
    """The days in the window and the last one before it."""
    before = sorted(d for d in way if window.first and d < window.first)
    return way - frozenset(before[:-1])


def spaced(case: Case, kind: m.Spacing, window: m.Window, way: Row) -> set[m.Truth]:
    row, end = sorted(way), until(case, bound(case, window))
    origin = beginning(case, kind, window, row)
    if not row and (origin is None or kind.edges != "both" or kind.at_most is None):  # no distance at all
        return no_data(case, kind.of, window)
    far = list(pairwise([origin, *row] if origin else row))
    if kind.edges in ("both", "end") and end >= (bound(case, window).first or end):
        far += [(row[-1] if row else origin or end, end)]
    too_far = kind.at_most is not None and any(shift(case, a, 1, kind.at_most) < b for a, b in far)
    too_near = kind.at_least is not None and any(shift(case, a, 1, kind.at_least) > b for a, b in pairwise(row))
    return {V if too_far or too_near else met(case, window)}


def beginning(case: Case, kind: m.Spacing, window: m.Window, row: list[date]) -> date | None:
    """Where the first distance runs from, if there is none before the window."""
    if kind.edges not in ("both", "start") or window.first is None or (row and row[0] < window.first):
        return None
    return bound(case, window).first


def bound(case: Case, window: m.Window) -> m.Window:
    """From the first day of the bearer and of the subject to their last one: each `since` and `until`."""
    window = reach(case, window)
    own = case.tenures[case.obligation.bearer.mode != "group" :]
    first, last = window.first or SOME_DAY.first, window.last or SOME_DAY.last
    there = [d for d in days(first, last) if all(held(d) for held in own)]
    if not there:
        return window
    return m.Window(window.first if there[0] == first else there[0], window.last if there[-1] == last else there[-1])


def next_safe(case: Case, kind: m.Spacing, window: m.Window, way: Row) -> date | None:
    """The last safe day of the next one, if it is due while the window lasts."""
    row, window = sorted(way), bound(case, window)
    origin = row[-1] if row else beginning(case, kind, window, row)
    if kind.at_most is None or origin is None:
        return None
    due, risk = shift(case, origin, 1, kind.at_most), case.obligation.at_risk
    if window.last and due > window.last:
        return None
    safe = shift(case, shift(case, due, -1, risk.lead), -1, risk.margin)
    return max(safe, origin + (due - origin) // 2)  # as of a window: never before the middle


def state(case: Case, kind: m.Holds, window: m.Window) -> Outcome:
    """Read on min(as_of, to); final at once if it reads nothing but a done record."""
    day = m.Span(*[until(case, window)] * 2)
    found: Three = both(line_holds(case, line, None, RECORD, day, None) for line in kind.lines)
    done = isinstance(case.each, Match) and {r.root for r in roots(kind.lines)} <= {"each"}
    yes, no = (S, V) if done else (met(case, window), unmet(case, window))
    low, high = yes if found is True else no, no if found is False else yes
    return Outcome(low, high, proved=found == frozenset({"missing"}))


def roots(value: Any) -> Iterator[m.Ref]:
    if isinstance(value, m.Ref):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from roots(inner)
