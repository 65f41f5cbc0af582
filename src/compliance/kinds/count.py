"""`count`: existence, absence, exactly, a sum; under a record trigger also response, precedence and close-out (language §9.2).

A rule, with what it accepts and what it does not (a test runs it):

in: year
count: {of: {kind: meeting, where: [type: 党组会]}, at_least: 2}
examples:
- want: pass                # two of them in the year
  as_of: 2022-12-31
  records: [{id: m1, kind: meeting, date: 2022-03-01, type: 党组会}, {id: m2, kind: meeting, date: 2022-12-31, type: 党组会}]
- want: fail                # one of them, and the year is over
  as_of: 2023-01-01
  records: [{id: m1, kind: meeting, date: 2022-03-01, type: 党组会}, {id: m2, kind: meeting, date: 2022-12-31, type: 部署会}]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from compliance.case import Case, doubts_of
from compliance.model import Asked, Bound, Count, Demand, Duration, Measure, Reason, Ref, Selector, Span, Truth, Value
from compliance.resolving import gather, resolve
from compliance.select import Hit, Hits
from compliance.syntax import roots
from compliance.truths import UNBOUNDED, UNUSABLE
from compliance.vocabulary import record_space, types_at

LOWER = ("at_least", "more_than", "exactly")


Amount = int | Fraction
ROSTER = frozenset(("unit", "people", "bearer"))
"""What may change while the window is open, and a bound with it."""


class Limit(NamedTuple):
    """A bound worked out: `least` or `most` are None where it has no such side. Whole numbers, unless a sum is asked for."""

    least: Amount | None
    most: Amount | None
    reads_roster: bool
    strict: bool = False
    """The end itself is not enough, or already too much: of a sum only, for whole numbers move on by one."""


class Outlook(NamedTuple):
    """The part of a measure that looks ahead, or back at what came late."""

    clock: str
    last_safe: date | None = None
    demands: tuple[Demand, ...] = ()
    mended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """From `low` (certain) to `high` (with every doubtful one), and whether today's day is already used (`distinct: date`)."""

    low: Amount
    high: Amount
    today_low: bool = False
    today_high: bool = False


def measure(kind: Count, case: Case) -> Measure:
    hits = case.hits(kind.of)
    limits = [_limit(kind, bound, case) for bound in kind.bounds]
    if None in limits:
        return _unbounded(kind, case, hits)
    known = [limit for limit in limits if limit is not None]
    lower = [limit.least for limit in known if limit.least]
    amount, bits = _amount(kind, case, hits)
    truths = list(_truths(kind, case, known, amount))
    low, high, doubts = min(truths), max(truths), doubts_of(*bits)
    notes: tuple[Reason, ...] = ()
    forbids = not lower and any(limit.most is not None for limit in known)
    if forbids and not hits.certain and not case.selection.any_of_kind(kind.of, case.window.first, case.end()):
        none_low, none_high, doubt = no_data(case, kind.of)
        low, high, doubts = min(low, none_low), max(high, none_high), doubts | doubt
        notes = (Reason("no_data" if doubt else "declared"),)
    need = max(lower) if lower else min((limit.most for limit in known if limit.most is not None), default=0)
    missing = ceil(max(lower, default=0) - amount.low)
    outlook = _clocked(kind, case, missing, bool(notes)) if low == Truth.VIOLATED_SO_FAR else _closed(case)
    if low == Truth.VIOLATED and lower and case.closed() and case.accepts_late(case.window.deadline):
        outlook = outlook._replace(mended_on=_mended(kind, case, hits, known, max(lower)))
    return Measure(
        case.window,
        low,
        high,
        kind="count",
        doubts=doubts if low != high else frozenset(),
        provable=bool(lower),
        need=need,
        have=amount.low,
        unit=_unit(kind, case),
        of=kind.total or kind.distinct,
        strict=any(limit.strict for limit in known if limit.least is not None or not lower),
        lacking=_lacking(kind, case, hits) if kind.among is not None else (),
        counted=tuple([hit.record for hit in hits.certain]),
        doubtful=tuple([hit.record for hit in hits.doubtful]),
        notes=notes,
        asked=(Asked(case.chosen(kind.of), case.binding, case.window),),
        **outlook._asdict(),
    )


def _unbounded(kind: Count, case: Case, hits: Hits) -> Measure:
    """The number asked for is not known; while there is time to reach any, nothing is lost."""
    reachable = all(bound.op in LOWER for bound in kind.bounds) and not case.closed()
    clock, safe = case.clock(1) if reachable else ("closed" if case.closed() else "room", None)
    return Measure(
        case.window,
        Truth.VIOLATED_SO_FAR if reachable else Truth.VIOLATED,
        Truth.SATISFIED,
        kind="count",
        doubts=frozenset({"missing"}),
        provable=any(bound.op in LOWER for bound in kind.bounds),
        counted=tuple([hit.record for hit in hits.certain]),
        doubtful=tuple([hit.record for hit in hits.doubtful]),
        asked=(Asked(case.chosen(kind.of), case.binding, case.window),),
        notes=(Reason("bound.unknown"),),
        clock=clock,
        last_safe=safe,
    )


def no_data(case: Case, selector: Selector) -> tuple[Truth, Truth, frozenset[str]]:
    """What a prohibition is worth where nothing was looked at: nothing, unless a declaration of absence covers it."""
    fine = Truth.SATISFIED if case.closed() else Truth.SATISFIED_SO_FAR
    if case.declared(selector):
        return fine, fine, frozenset()
    return (Truth.VIOLATED if case.closed() else Truth.VIOLATED_SO_FAR), fine, frozenset({"undeclared"})


def _limit(kind: Count, bound: Bound, case: Case) -> Limit | None:
    """None: the number is not known."""
    worth = case.number(bound.n)
    n = size_of(worth) if isinstance(worth, Duration) == is_length(kind, case) else None
    if n is None:
        return None
    op, reads_roster = bound.op, bool(roots(bound.n) & ROSTER)
    if op in ("at_least", "more_than", "exactly"):
        n = n * case.share_held() if case.rule.pro_rata else n
    if kind.total:
        least, most = n if op in LOWER else None, n if op in ("at_most", "less_than", "exactly") else None
        return Limit(least, most, reads_roster, op in ("more_than", "less_than"))
    if op == "exactly" and n != int(n) and case.rule.pro_rata:
        n = ceil(n)
    if op == "exactly":
        return Limit(ceil(n), floor(n), reads_roster)
    least = {"at_least": ceil(n), "more_than": floor(n) + 1}.get(op)
    most = {"at_most": floor(n), "less_than": ceil(n) - 1}.get(op)
    return Limit(least, most, reads_roster)


def size_of(worth: Amount | Duration | None) -> Amount | None:
    """A length of time as a number: days, work days, months or minutes, whichever it is in."""
    return next((part for part in worth if part), 0) if isinstance(worth, Duration) else worth


def unit_of(length: Duration) -> str:
    """The name of the part that a length of time is in."""
    return next((name for name, part in length._asdict().items() if part), "days")


def _unit(kind: Count, case: Case) -> str:
    """What the amounts are counted in."""
    if not kind.total:
        return "different" if kind.distinct else ""
    bounds = [case.number(bound.n) for bound in kind.bounds]
    return next((unit_of(bound) for bound in bounds if isinstance(bound, Duration)), "number")


def _lacking(kind: Count, case: Case, hits: Hits) -> tuple[Value, ...]:
    """Those of the allowed values that no certain record has."""
    sure, _, _ = _values(kind, case, hits.certain, None)
    return tuple(sorted(_allowed(kind, case) - sure, key=str))


def is_length(kind: Count, case: Case) -> bool:
    """Whether lengths of time are added up."""
    if not kind.total:
        return False
    vocabulary = case.facts.pack.vocabulary
    spaces = tuple(record_space(vocabulary, name) for branch in kind.of.branches for name in branch.kinds)
    return any(field.base == "duration" for _, field, _ in types_at(vocabulary, spaces, kind.total) if field)


# ---------------------------------------------------------------- truth


def _truths(kind: Count, case: Case, limits: list[Limit], amount: Measured) -> Iterator[Truth]:
    """The truth at every whole number the doubtful records can make that could tell the bounds apart."""
    edges = {edge + step for limit in limits for edge in (limit.least, limit.most) if edge is not None for step in (-1, 0, 1)}
    for have in {amount.low, amount.high, *(edge for edge in edges if amount.low < edge < amount.high)}:
        for used in {amount.today_low, amount.today_high}:
            if (used != amount.today_low and have == amount.low) or (used != amount.today_high and have == amount.high):
                continue
            spare = _spare(kind, case, have, used)
            yield min(truth(limit, have, spare, case.closed()) for limit in limits)


def truth(limit: Limit, have: Amount, spare: int, closed: bool) -> Truth:
    """The table of language §9.2; `spare` is what can still be added while the window is open."""
    lower = upper = Truth.SATISFIED
    if limit.least is not None and (have < limit.least or (limit.strict and have == limit.least)):
        lower = Truth.VIOLATED_SO_FAR if not closed and have + spare >= limit.least else Truth.VIOLATED
    elif limit.least is not None and limit.reads_roster and not closed:
        lower = Truth.SATISFIED_SO_FAR
    if limit.most is not None:
        over = have > limit.most or (limit.strict and have == limit.most)
        upper = Truth.VIOLATED if over else Truth.SATISFIED if closed else Truth.SATISFIED_SO_FAR
    return min(lower, upper)


def _spare(kind: Count, case: Case, have: Amount, today_used: bool) -> int:
    """What can still be added: unused values of `among`, days left for `distinct: date`, else without limit."""
    if kind.among is not None:
        return max(0, len(_allowed(kind, case)) - int(have))
    if kind.distinct == ("date",) and case.window.last is not None:
        left = case.in_role(max(case.as_of, case.window.first or case.as_of), case.window.last)
        return max(0, sum((days.last - days.first).days + 1 for days in left) - today_used)
    return UNBOUNDED


# ---------------------------------------------------------------- amounts


def _amount(kind: Count, case: Case, hits: Hits) -> tuple[Measured, list[int]]:
    bits = [hit.truth for hit in hits.doubtful]
    if kind.total:
        return _summed(kind, case, hits, bits)
    if not kind.distinct:
        return Measured(len(hits.certain), len(hits.certain) + len(hits.doubtful)), bits
    allowed = _allowed(kind, case) if kind.among is not None else None
    sure, more, reasons = _values(kind, case, hits.certain, allowed)
    maybe, other, _ = _values(kind, case, hits.doubtful, allowed)
    high = len(sure | maybe) + more + other
    if allowed is not None:
        high = min(high, len(allowed))
    today = case.as_of in sure
    may_be_today = high > len(sure) and (case.as_of in maybe or more + other > 0)
    return Measured(len(sure), high, today, today or may_be_today), bits + reasons


def _summed(kind: Count, case: Case, hits: Hits, bits: list[int]) -> tuple[Measured, list[int]]:
    """What is known to add up, and what it may come to; a value that is not known, or in another unit, may be anything."""
    unit = next((worth for bound in kind.bounds if isinstance(worth := case.number(bound.n), Duration)), None)
    sums: list[Amount] = []
    reasons: list[int] = []
    for group in (hits.certain, hits.doubtful):
        total: Amount = 0
        for hit in group:
            space = record_space(case.facts.pack.vocabulary, hit.record.kind)
            found = gather(case.facts, hit.record.fields, space, kind.total, hit.first, hit.last)
            known = [size for value in found.values if (size := _of_unit(value, unit)) is not None]
            total += sum(known)
            if found.bits or len(known) < len(found.values):
                reasons.append(found.bits or UNUSABLE)
        sums.append(total)
    return Measured(sums[0], sums[0] + sums[1] + (UNBOUNDED if reasons else 0)), bits + reasons


def _of_unit(value: Value, unit: Duration | None) -> Amount | None:
    """A number, or a length of time in the unit of the bound; None: it is neither, or less than nothing."""
    if isinstance(value, Duration):
        same = unit is None or [bool(part) for part in value] == [bool(part) for part in unit] or not any(value)
        return size_of(value) if same else None
    number = value if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else None
    return number if number is not None and number >= 0 else None


def _allowed(kind: Count, case: Case) -> set[Value]:
    day = case.end()
    allowed: set[Value] = set()
    for value in kind.among or ():
        allowed |= set(resolve(case.facts, value, None, day, day, case.binding).values) if isinstance(value, Ref) else {value}
    return allowed


def _values(kind: Count, case: Case, hits: list[Hit], allowed: set[Value] | None) -> tuple[set[Value], int, list[int]]:
    """The different values of some records, how many more the unknown ones may be, and why they are unknown."""
    values: set[Value] = set()
    more, reasons = 0, []
    for hit in hits:
        if kind.distinct == ("date",):
            values |= {hit.first} if hit.first == hit.last else set()
            more += hit.first != hit.last
            continue
        space = record_space(case.facts.pack.vocabulary, hit.record.kind)
        found = gather(case.facts, hit.record.fields, space, kind.distinct, hit.first, hit.last)
        partial = sum(isinstance(value, Span) for value in found.values)
        values |= {value for value in found.values if not isinstance(value, Span)}
        more += found.more + partial
        reasons += [found.bits] if found.bits else []
    return (values if allowed is None else values & allowed), more, reasons


# ---------------------------------------------------------------- what is left to do


def _clocked(kind: Count, case: Case, missing: int, unlooked: bool) -> Outlook:
    """Clock, and what would still meet it. How much one more record adds to a sum nobody knows: one is asked for."""
    missing = min(missing, 1) if kind.total else missing
    clock, safe = case.clock(0 if unlooked else missing)
    return Outlook(clock, safe, () if unlooked else (Demand(case.chosen(kind.of), case.binding, missing, *case.ahead()),))


def _closed(case: Case) -> Outlook:
    return Outlook("closed" if case.closed() else "room")


def _mended(kind: Count, case: Case, hits: Hits, limits: list[Limit], least: Amount) -> date | None:
    """The day on which late records, had they been in time, made the lower bound good."""
    amount, _ = _amount(kind, case, hits)
    if any(limit.most is not None and amount.high > limit.most for limit in limits):
        return None
    late = case.late(kind.of)
    if not kind.distinct and not kind.total:
        missing = ceil(least - amount.low)
        return late[missing - 1].first if 0 < missing <= len(late) else None
    on_time = case.window.last or date.max
    as_if_in_time = [hit._replace(first=on_time, last=on_time) for hit in late]
    for number in range(1, len(late) + 1):
        more, _ = _amount(kind, case, Hits([*hits.certain, *as_if_in_time[:number]], []))
        if more.low >= least:
            return late[number - 1].first
    return None
