"""`every`: each record satisfies conditions, or a ratio of them does (language §9.3).

A rule, with what it accepts and what it does not (a test runs it):

in: year
every: {of: {kind: meeting}, must: [agenda: {first: {topic: 党建工作}}]}
examples:
- want: pass                # each meeting had it as its first item
  as_of: 2022-12-31
  records: [{id: m1, kind: meeting, date: 2022-03-01, agenda: [{topic: [党建工作]}, {topic: [业务工作]}]}]
- want: fail                # one of them had something else first
  as_of: 2022-12-31
  records: [{id: m1, kind: meeting, date: 2022-03-01, agenda: [{topic: [业务工作]}, {topic: [党建工作]}]}]
- want: inconclusive        # no meeting at all is no pass: nothing was looked at
  as_of: 2023-01-01
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import NamedTuple

from compliance.case import Case, doubts_of
from compliance.kinds.count import no_data
from compliance.model import Asked, Condition, Demand, Every, Measure, Reason, Truth
from compliance.select import Hit
from compliance.truths import FALSE, TRUE, conjunction


class Judged(NamedTuple):
    """A record that is or may be selected, with the truth of its `must` lines."""

    hit: Hit
    must: int
    failed: tuple[Condition, ...]


class Tally(NamedTuple):
    """How many are good, bad, of unknown worth: first the certain records, then the doubtful ones."""

    good: int
    bad: int
    unknown: int
    maybe_good: int
    maybe_bad: int
    maybe_unknown: int

    @property
    def certain(self) -> int:
        return self.good + self.bad + self.unknown


def measure(kind: Every, case: Case) -> Measure:
    hits = case.hits(kind.of)
    certain = [_judge(kind, case, hit) for hit in hits.certain]
    doubtful = [_judge(kind, case, hit) for hit in hits.doubtful]
    tally = Tally(*(_number(group, truth) for group in (certain, doubtful) for truth in (TRUE, FALSE, None)))
    low, high, doubts = _range(kind, case, tally)
    doubts |= doubts_of(*(j.must for j in certain), *(bits for j in doubtful for bits in (j.must, j.hit.truth)))
    measured = Measure(
        case.window,
        low,
        high,
        kind="every",
        doubts=doubts if low != high else frozenset(),
        need=ceil(kind.at_least * tally.certain),
        have=tally.good,
        counted=tuple(j.hit.record for j in certain),
        doubtful=tuple(j.hit.record for j in doubtful),
        asked=(Asked(case.chosen(kind.of), case.binding, case.window),),
        failing=tuple((j.hit.record, j.failed) for j in certain if j.must != TRUE),
        notes=() if tally.certain else (Reason("no_data" if "undeclared" in doubts else "declared"),),
    )
    return _outlook(kind, case, measured, tally)


def _judge(kind: Every, case: Case, hit: Hit) -> Judged:
    tester = case.selection.lookup.tester
    first, last, record, _ = hit
    truths = [(line, tester(line, record.kind)(record, first, last, case.binding)) for line in kind.must]
    return Judged(hit, conjunction(truth for _, truth in truths), tuple(line for line, truth in truths if truth != TRUE))


def _number(group: list[Judged], truth: int | None) -> int:
    return sum((j.must > TRUE) if truth is None else (j.must == truth) for j in group)


def _range(kind: Every, case: Case, tally: Tally) -> tuple[Truth, Truth, frozenset[str]]:
    """The worst and the best choice of the doubtful records and of what is not known of them."""
    good, bad, unknown, maybe_good, maybe_bad, maybe_unknown = tally
    worst = _truth(kind, case, good, good + bad + unknown + maybe_bad + maybe_unknown)
    best = _truth(kind, case, good + unknown + maybe_good + maybe_unknown, good + unknown + maybe_good + maybe_unknown + bad)
    choices = [truth for truth in (worst, best) if truth is not None]
    doubts: frozenset[str] = frozenset()
    if not tally.certain:
        none_low, none_high, doubts = no_data(case, kind.of)
        choices += [none_low, none_high]
    return min(choices), max(choices), doubts


def _truth(kind: Every, case: Case, good: int, of: int) -> Truth | None:
    """None: no record at all, which `no_data` judges."""
    if not of:
        return None
    if good >= kind.at_least * of:
        return Truth.SATISFIED if case.closed() else Truth.SATISFIED_SO_FAR
    return Truth.VIOLATED if case.closed() or kind.at_least == 1 else Truth.VIOLATED_SO_FAR


def _outlook(kind: Every, case: Case, measured: Measure, tally: Tally) -> Measure:
    if measured.low != Truth.VIOLATED_SO_FAR:
        return replace(measured, clock="closed" if case.closed() else "room")
    clock, safe = case.clock(None if tally.certain else 0)
    # The fewest further good records that restore the ratio: (good + k) / (all + k) ≥ ratio, doubtful ones taken at their worst.
    of = tally.certain + tally.maybe_bad + tally.maybe_unknown
    short = kind.at_least * of - tally.good
    missing = ceil(short / (1 - kind.at_least)) if kind.at_least < 1 and short > 0 else 1
    demand = Demand(kind.of, case.binding, missing, *case.ahead(), kind.must)
    return replace(measured, clock=clock, last_safe=safe, demands=(demand,))
