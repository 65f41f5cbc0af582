"""`all_of`, `any_of`, and the folding of a part's instances: the lowest, or the highest, low and high alike (language §9.8).

A rule, with what it accepts and what it does not (a test runs it):

in: {to: 02-28}
all_of:
- count: {of: {kind: meeting, where: [type: 部署会]}, at_least: 1}
- any_of:
  - count: {of: {kind: meeting, where: [type: 党组会]}, at_least: 1}
  - count: {of: {kind: finding}, at_least: 3}
examples:
- want: pass                # both by the end of February
  as_of: 2022-03-01
  records: [{id: m1, kind: meeting, date: 2022-02-22, type: 部署会}, {id: m2, kind: meeting, date: 2022-02-28, type: 党组会}]
- want: fail                # only one of them was
  as_of: 2022-03-01
  records: [{id: m1, kind: meeting, date: 2022-02-22, type: 部署会}, {id: f1, kind: finding, date: 2022-02-28}]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from compliance.case import Case
from compliance.model import Branch, Combine, Demand, Measure, Selector, Truth, Window


def measure(kind: Combine, case: Case) -> Measure | None:
    """None: every part is not applicable."""
    parts = [measured for measured in map(case.part, kind.parts) if measured is not None]
    return fold(kind.mode, parts, case.window) if parts else None


def fold(mode: str, parts: Sequence[Measure], window: Window) -> Measure:
    """Parts joined by `all_of` (also the instances of one part) or by `any_of`."""
    if len(parts) == 1:
        return parts[0]
    choose: Callable[..., Truth] = min if mode == "all_of" else max
    low, high = choose(part.low for part in parts), choose(part.high for part in parts)
    deciding = [part for part in parts if part.low == low]
    unsure = [part for part in deciding if part.low != part.high] or [part for part in parts if part.low != part.high]
    unmet = [part for part in parts if part.low < Truth.SATISFIED_SO_FAR]
    clock, safe = _clock(mode, [part for part in parts if part.low == Truth.VIOLATED_SO_FAR], low)
    return Measure(
        window,
        low,
        high,
        kind=mode,
        doubts=frozenset().union(*(part.doubts for part in unsure)) if low != high else frozenset(),
        provable=bool(unsure) and all(part.settled_by_burden for part in unsure),
        need=len(parts),
        have=len(parts) - len(unmet),
        counted=tuple({record.id: record for part in parts for record in part.counted}.values()),
        doubtful=tuple({record.id: record for part in parts for record in part.doubtful}.values()),
        clock=clock,
        last_safe=safe,
        mended_on=_mended(mode, [part for part in parts if part.low == Truth.VIOLATED]) if low == Truth.VIOLATED else None,
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        demands=_demands(mode, unmet) if low == Truth.VIOLATED_SO_FAR else (),
        asked=tuple(asked for part in unmet for asked in part.asked),
        failing=tuple(pair for part in unmet for pair in part.failing),
        parts=tuple(parts),
        fault=next((part.fault for part in parts if part.fault), None),
    )


def _clock(mode: str, unmet: list[Measure], low: Truth) -> tuple[str, date | None]:
    """Earliest last safe date of the unmet parts for all_of, latest for any_of."""
    if low != Truth.VIOLATED_SO_FAR:
        return ("closed" if low == Truth.VIOLATED else "room"), None
    words = [part.clock for part in unmet]
    days = [part.last_safe for part in unmet if part.last_safe]
    some = any if mode == "all_of" else all
    clock = "short" if some(word == "short" for word in words) else "not_open" if all(word == "not_open" for word in words) else "room"
    if not days or (mode == "all_of" and len(days) < len(unmet)):
        return clock, None
    return clock, (min if mode == "all_of" else max)(days)


def _mended(mode: str, violated: list[Measure]) -> date | None:
    days = [part.mended_on for part in violated]
    known = [day for day in days if day is not None]
    if mode == "all_of":
        return max(known) if known and len(known) == len(days) else None
    return min(known, default=None)


def _demands(mode: str, unmet: list[Measure]) -> tuple[Demand, ...]:
    """For any_of those of the part with the fewest events; for all_of all of them, one event serving several where it can."""
    if mode == "any_of":
        able = [part.demands for part in unmet if part.low == Truth.VIOLATED_SO_FAR and part.demands]
        return min(able, key=lambda demands: (sum(d.n for d in demands), max((d.last or date.max) for d in demands)), default=())
    kept: list[Demand] = []
    for demand in sorted((d for part in unmet for d in part.demands), key=lambda d: -_lines(d.selector)):
        serving = sum(other.n for other in kept if _serves(other, demand))
        if demand.n > serving:
            kept.append(demand._replace(n=demand.n - serving))
    return tuple(kept)


def _lines(selector: Selector) -> int:
    return sum(len(branch.lines) for branch in selector.branches)


def _serves(narrow: Demand, wide: Demand) -> bool:
    """Whether every event of the one is one of the other: a narrower selector, an inner window, the same persons."""
    if narrow.binding != wide.binding or (narrow.must != wide.must and wide.must):
        return False
    inside = (wide.first or date.min) <= (narrow.first or date.min) and (narrow.last or date.max) <= (wide.last or date.max)
    return inside and all(any(_narrows(branch, other) for other in wide.selector.branches) for branch in narrow.selector.branches)


def _narrows(branch: Branch, other: Branch) -> bool:
    """A branch made from the other by `is` has its very lines and more."""
    same_event = branch.at == other.at and set(branch.kinds) <= set(other.kinds)
    return same_event and {id(line) for line in other.lines} <= {id(line) for line in branch.lines}
