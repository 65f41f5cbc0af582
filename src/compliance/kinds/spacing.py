"""`spacing`: the distance between neighbours (language §9.4).

A rule, with what it accepts and what it does not (a test runs it):

spacing: {of: {kind: meeting, where: [type: 党组会]}, at_most: 6m}
examples:
- want: pass                # no stretch of more than six months without one, the ends of the year included
  as_of: 2023-01-01
  records: [{id: m1, kind: meeting, date: 2022-05-20, type: 党组会}, {id: m2, kind: meeting, date: 2022-11-20, type: 党组会}]
- want: fail                # seven months between the two
  as_of: 2023-01-01
  records: [{id: m1, kind: meeting, date: 2022-04-20, type: 党组会}, {id: m2, kind: meeting, date: 2022-11-21, type: 党组会}]
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise, product
from typing import NamedTuple

from compliance.case import Case, doubts_of
from compliance.dates import add
from compliance.expressions import days_between, moments_of
from compliance.kinds.count import no_data, unit_of
from compliance.model import Asked, Demand, Duration, Measure, Reason, Record, Spacing, Span, Truth
from compliance.select import Hit, Hits
from compliance.truths import TRUE, UNUSABLE

MOST_DAYS = 92
"""Of a partial date so many days are tried: a quarter. A vaguer one is left out, and is in doubt."""


class Place(NamedTuple):
    """A moment in the row, of a record or (None) of the window's edge. `must`: it is there for certain."""

    at: datetime
    record: Record | None
    must: bool


class Rule(NamedTuple):
    """The distances asked for; None: there is no such side."""

    most: Duration | None
    least: Duration | None
    hours: bool


def measure(kind: Spacing, case: Case) -> Measure:
    rule = Rule(case.length(kind.at_most), case.length(kind.at_least), False)
    if (rule.most is None) != (kind.at_most is None) or (rule.least is None) != (kind.at_least is None):
        return _unknown(kind, case)
    rule = rule._replace(hours=bool((rule.most and rule.most.minutes) or (rule.least and rule.least.minutes)))
    certain, doubtful = _neighbours(kind, case, rule)
    silent = not certain and _unmeasured(kind, case, rule)
    if silent and not doubtful:
        return _nothing(kind, case)
    low_truth, high_truth = _fits(kind, case, rule, certain, doubtful, worst=True), _fits(kind, case, rule, certain, doubtful, worst=False)
    fine = Truth.SATISFIED if case.closed() else Truth.SATISFIED_SO_FAR
    low, high = (fine if fits else Truth.VIOLATED for fits in (low_truth, high_truth))
    bits = [hit.truth if hit.truth != TRUE else UNUSABLE for hit in doubtful]
    unlooked = frozenset[str]()
    if silent:  # what is in doubt may be all there is, or nothing
        least, most, unlooked = no_data(case, kind.of)
        low, high = min(low, least), max(high, most)
    row = _row(kind, case, certain, [], rule)
    measured = Measure(
        case.window,
        low,
        high,
        kind="spacing",
        doubts=doubts_of(*bits) | unlooked if low != high else frozenset(),
        provable=kind.at_least is None,
        need=_size(rule.most or rule.least),
        have=_longest(row, rule, case) if rule.most else _shortest(row, rule, case),
        counted=tuple({hit.record.id: hit.record for hit in certain}.values()),
        doubtful=tuple({hit.record.id: hit.record for hit in doubtful}.values()),
        unit=unit_of(rule.most or rule.least or Duration()),
        asked=(Asked(case.chosen(kind.of), case.binding, case.window, rule.hours),),
        notes=tuple(_told(row, rule, case)),
        clock="closed" if case.closed() else "room",
    )
    return _due(kind, case, rule, measured, row)


def _neighbours(kind: Spacing, case: Case, rule: Rule) -> tuple[list[Hit], list[Hit]]:
    """The records of the row, certain and doubtful ones: those in the window and the last one before it, if any."""
    hits, before = case.hits(kind.of), _before(kind, case)
    earlier = [*before.certain, *before.doubtful] if before else []
    last_before = before.certain[-1:] if before else []
    unsure = [hit for hit in earlier if hit.truth != TRUE and (not last_before or hit.last >= last_before[0].first)]
    certain = [*last_before, *hits.certain]
    doubtful = [hit._replace(last=min(hit.last, case.end())) for hit in (*unsure, *hits.doubtful)]
    return _with_hours(certain, doubtful) if rule.hours else (certain, doubtful)


def _before(kind: Spacing, case: Case) -> Hits | None:
    """The records before the window; where it opens at an hour, also those surely before it on the same day."""
    first, opens = case.window.first, case.window.opens
    if first is None:
        return None
    found = case.selection.within(kind.of, case.binding, None, _day_before(case) if opens is None else first)
    return found if opens is None else Hits(*([hit for hit in hits if _is_before(hit, opens[0])] for hits in found))


def _is_before(hit: Hit, moment: datetime) -> bool:
    return moments_of(hit.first, hit.last, hit.record.time if hit.first == hit.last else None)[1] < moment


def _unmeasured(kind: Spacing, case: Case, rule: Rule) -> bool:
    """Whether without a record there is no distance either: only between both edges is there one, and it can only be too long."""
    return kind.edges != "both" or rule.most is None or case.window.first is None


def _day_before(case: Case) -> date:
    first = case.window.first or date.min
    return min(first - timedelta(days=1), case.as_of) if first > date.min else date.min


def _with_hours(certain: list[Hit], doubtful: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Where hours count, a record without one may have happened at any of its day."""
    sure = [hit for hit in certain if hit.record.time is not None]
    return sure, [*doubtful, *(hit for hit in certain if hit.record.time is None)]


def _unknown(kind: Spacing, case: Case) -> Measure:
    asked = (Asked(kind.of, case.binding, case.window),)
    return Measure(
        case.window,
        Truth.VIOLATED,
        Truth.SATISFIED,
        kind="spacing",
        doubts=frozenset({"missing"}),
        asked=asked,
        notes=(Reason("bound.unknown"),),
    )


def _nothing(kind: Spacing, case: Case) -> Measure:
    low, high, doubts = no_data(case, kind.of)
    clock, safe = case.clock(0) if low == Truth.VIOLATED_SO_FAR else ("closed" if case.closed() else "room", None)
    asked = (Asked(kind.of, case.binding, case.window),)
    notes = (Reason("no_data" if doubts else "declared"),)
    return Measure(case.window, low, high, kind="spacing", doubts=doubts, clock=clock, last_safe=safe, asked=asked, notes=notes)


# ---------------------------------------------------------------- the row


def _row(kind: Spacing, case: Case, certain: list[Hit], doubtful: list[Hit], rule: Rule) -> list[Place]:
    """Every moment in order: the edges, what is certain, and every day that what is doubtful may lie on."""
    places = [Place(_moment(hit, hit.first, rule), hit.record, True) for hit in certain]
    start = _start(kind, case, certain, rule)
    end = _end(kind, case, rule)
    places += [Place(start, None, True)] if start else []
    places += [Place(end, None, True)] if end else []
    fixed = [place.at for place in places]
    for hit in doubtful:
        if (hit.last - hit.first).days <= MOST_DAYS:
            moments = {moment for day in days_between(hit.first, hit.last) for moment in _may_be(hit, day, fixed, len(doubtful), rule)}
            places += [Place(moment, hit.record, False) for moment in sorted(moments)]
    return sorted(places, key=lambda place: (place.at, place.record is None and place.at == end, place.record.id if place.record else ""))


def _moment(hit: Hit, day: date, rule: Rule) -> datetime:
    """The hour of a record where hours count; else, or without one, the day itself."""
    return moments_of(day, day, hit.record.time if rule.hours and hit.first == hit.last else None)[0]


def _may_be(hit: Hit, day: date, fixed: list[datetime], number: int, rule: Rule) -> Iterator[datetime]:
    """The moments of a day worth trying: its own, or where no hour is known those that lie so many distances from what is fixed."""
    if not rule.hours or hit.record.time is not None:
        yield _moment(hit, day, rule)
        return
    for length in (rule.most, rule.least):
        for at in fixed if length else ():
            for steps in range(-number, number + 1):
                moment = at + timedelta(minutes=steps * (length.minutes if length else 0))
                if moment.date() == day:
                    yield moment


def _start(kind: Spacing, case: Case, certain: list[Hit], rule: Rule) -> datetime | None:
    """The window's first moment, unless a record before it is where the first distance begins."""
    first, opens = case.window.first, case.window.opens
    if kind.edges not in ("both", "start") or first is None:
        return None
    if any(_is_before(hit, opens[0] if opens else datetime.combine(first, time())) for hit in certain):
        return None
    if opens is not None and rule.hours:
        return opens[0]
    return datetime.combine(max(first, case.reach().first or first, min((span.first for span in _there(case)), default=first)), time())


def _end(kind: Spacing, case: Case, rule: Rule) -> datetime | None:
    """The last moment so far. Where hours count, a day that is over has 24 of them, and of today only its beginning is known."""
    begins = [first for first in (case.window.first, case.reach().first, *(span.first for span in _there(case)[:1])) if first]
    if kind.edges not in ("both", "end") or case.end() < max(begins, default=date.min):
        return None
    over = rule.hours and case.closed()
    if over and case.window.closes is not None:
        return case.window.closes[1]
    last = max((span.last for span in _there(case)), default=case.end())
    return datetime.combine(min(case.end(), max(last, case.window.first or last)), time()) + timedelta(days=over)


def _there(case: Case) -> list[Span]:
    """The subject's days within the window, in the role or the list that makes it a subject; of a pair those of both."""
    there = [Span(case.window.first or date.min, case.window.last or date.max)]
    for term in case.binding.subject.terms if case.binding.subject else ():
        both = (Span(max(one.first, other.first), min(one.last, other.last)) for one in there for other in term)
        there = [span for span in both if span.first <= span.last]
    return there if there and case.binding.subject and case.binding.subject.terms else []


def _fits(kind: Spacing, case: Case, rule: Rule, certain: list[Hit], doubtful: list[Hit], *, worst: bool) -> bool:
    """Whether the distances are kept: by the best choice of the doubtful records, or by every one."""
    if not worst:
        return _some_choice(_row(kind, case, certain, doubtful, rule), rule, case)
    near = rule._replace(most=None)
    with_all = _row(kind, case, certain, doubtful, rule)
    first = datetime.combine(case.window.first or date.min, time())
    far_enough = rule.least is None or not doubtful or all(
        _apart(one, other, near, case)
        for one in with_all
        for other in with_all
        if one.at < other.at >= first and one.record is not other.record
    )
    return far_enough and all(_kept(row, rule, case) for row in _scarce(kind, case, certain, doubtful, rule))


def _scarce(kind: Spacing, case: Case, certain: list[Hit], doubtful: list[Hit], rule: Rule) -> Iterator[list[Place]]:
    """The rows with the longest distances: nothing that is in doubt, but what may come before or after all the rest."""
    early = sorted((hit for hit in doubtful), key=lambda hit: hit.first)[:2]
    late = sorted((hit for hit in doubtful), key=lambda hit: hit.last)[-2:]
    for one, other in product([None, *early], [None, *late]):
        added = [hit._replace(last=hit.first) for hit in (one,) if hit] + [hit._replace(first=hit.last) for hit in (other,) if hit]
        if one is None or other is None or one.record is not other.record:
            yield _of_concern(_row(kind, case, [*added, *certain], [], rule), case)


def _of_concern(row: list[Place], case: Case) -> list[Place]:
    """Of what lies before the window only the last."""
    first = datetime.combine(case.window.first or date.min, time())
    before = [place for place in row if place.at < first]
    return row[max(len(before) - 1, 0) :]


def _kept(row: list[Place], rule: Rule, case: Case) -> bool:
    return all(_apart(one, other, rule, case) for one, other in pairwise(row))


def _some_choice(row: list[Place], rule: Rule, case: Case) -> bool:
    """Whether a way leads from the first to the last place, over all that are certain, every step of it fitting; no record twice."""
    if not row:
        return True
    reached = [False] * len(row)
    for number, place in enumerate(row):
        back = number - 1
        reached[number] = not any(other.must for other in row[:number])
        while back >= 0 and not reached[number]:
            other = row[back]
            same = place.record is not None and other.record is place.record
            reached[number] = reached[back] and not same and _apart(other, place, rule, case)
            if other.must:
                break
            back -= 1
    last_must = max((number for number, place in enumerate(row) if place.must), default=-1)
    return last_must < 0 or any(reached[last_must:])


def _apart(one: Place, other: Place, rule: Rule, case: Case) -> bool:
    """Two neighbours: not too far, and (edges aside) not too near; what is of one day is one day."""
    if rule.most is not None and _after(one.at, rule.most, case) < other.at:
        return False
    between = one.record is not None and other.record is not None and one.at != other.at
    return rule.least is None or not between or _after(one.at, rule.least, case) <= other.at


def _after(moment: datetime, length: Duration, case: Case) -> datetime:
    if length.minutes:
        return moment + timedelta(minutes=length.minutes)
    day = add(moment.date(), length, 1, case.facts.calendar) or date.max
    return datetime.combine(day, moment.time())


# ---------------------------------------------------------------- what is said of it


def _size(length: Duration | None) -> int | None:
    return next((part for part in length if part), 0) if length is not None else None


def _distances(row: list[Place], rule: Rule, case: Case) -> Iterator[int]:
    """In the unit of the bound: whole months, days, work days or minutes."""
    length = rule.most or rule.least or Duration()
    for one, other in pairwise(row):
        if rule.most is None and (one.record is None or other.record is None):
            continue
        gone = other.at - one.at
        if length.months:
            months = (other.at.year - one.at.year) * 12 + other.at.month - one.at.month
            yield months - (other.at.day < one.at.day)
        elif length.workdays:
            after = one.at.date() + timedelta(days=1)
            yield sum(bool(case.facts.calendar.is_workday(day)) for day in days_between(after, other.at.date()))
        else:
            yield int(gone.total_seconds() // 60) if length.minutes else gone.days


def _longest(row: list[Place], rule: Rule, case: Case) -> int:
    return max(_distances(row, rule, case), default=0)


def _shortest(row: list[Place], rule: Rule, case: Case) -> int:
    return min(_distances(row, rule, case), default=0)


def _told(row: list[Place], rule: Rule, case: Case) -> Iterator[Reason]:
    """The first distance that is not kept, else the one that comes nearest to the bound."""
    for one, other in pairwise(row):
        if not _apart(one, other, rule, case):
            far = rule.most is not None and _after(one.at, rule.most, case) < other.at
            yield _distance("spacing.far" if far else "spacing.near", one, other, rule, case)
            return
    pairs = [(one, other) for one, other in pairwise(row) if rule.most is not None or (one.record and other.record)]
    if pairs:
        widest = (max if rule.most is not None else min)(pairs, key=lambda pair: pair[1].at - pair[0].at)
        yield _distance("spacing.widest" if rule.most is not None else "spacing.closest", *widest, rule, case)


def _distance(code: str, one: Place, other: Place, rule: Rule, case: Case) -> Reason:
    """Between which two places, the records by name, and how far: whole months and the days beyond, days, or minutes."""
    bound = rule.most if code in ("spacing.far", "spacing.widest") else rule.least
    shown = [str(place.at.date()) if not rule.hours else place.at.isoformat(" ", "minutes") for place in (one, other)]
    ids = [place.record.id if place.record else "" for place in (one, other)]
    length = bound or Duration()
    [gone] = _distances([one, other], Rule(length, None, rule.hours), case)
    rest = (other.at.date() - _months_on(one.at.date(), gone)).days if length.months else 0
    sizes = (("have", str(gone)), ("rest", str(rest)), ("need", str(_size(bound))), ("unit", unit_of(length)))
    return Reason(code, (("first", shown[0]), ("last", shown[1]), ("from", ids[0]), ("to", ids[1]), *sizes))


def _months_on(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _due(kind: Spacing, case: Case, rule: Rule, measured: Measure, row: list[Place]) -> Measure:
    """When the next one is due, if that is before the window ends; past its last safe day it is at risk though nothing is broken."""
    records = [place for place in row if place.record is not None or place.at.date() <= case.as_of]
    begins = case.reach().first
    if measured.low != Truth.SATISFIED_SO_FAR or rule.most is None or not records or (begins and case.as_of < begins):
        return measured
    anchor = [place for place in records if place.record is not None] or [place for place in row if place.record is None][:1]
    moment = _after(anchor[-1].at, rule.most, case)
    due = moment.date()
    if case.window.last is not None and due > case.window.last:
        return measured
    lead, margin, _ = case.rule.at_risk
    safe = add(due, lead, -1, case.facts.calendar) or due
    safe = add(safe, margin, -1, case.facts.calendar) or safe
    safe = max(safe, anchor[-1].at.date() + (due - anchor[-1].at.date()) // 2)
    demand = Demand(case.chosen(kind.of), case.binding, 1, case.ahead()[0], due, safe=safe)
    late = case.as_of > safe
    at = (Reason("spacing.at", (("due", moment.isoformat(" ", "minutes")),)),) if rule.hours else ()
    notes = (*measured.notes, *at)
    return replace(measured, clock="short" if late else "room", last_safe=safe, due=due, demands=(demand,), expiring=late, notes=notes)
