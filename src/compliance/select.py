"""Selectors over the evidence: which records match for sure, which may match, and which lines a record fails (language §4).

The lines that do not speak of a bearer or a subject are decided once a record; where one of the others is
`path: $bearer` or `path: $each`, the records are looked up by that value instead of being tried one by one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from compliance.conditions import (
    AMBIGUOUS,
    FALSE,
    MISSING,
    TRUE,
    UNUSABLE,
    Binding,
    Tester,
    compile_condition,
    conjunction,
    gather,
    resolve,
)
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import Among, Branch, Condition, Line, Record, Ref, Selector, Span, Unknown, Value
from compliance.syntax import mentions, roots
from compliance.vocabulary import record_space

__all__ = ["AMBIGUOUS", "FALSE", "MISSING", "TRUE", "UNUSABLE", "Hit", "Hits", "Selection", "day_of"]


class Hit(NamedTuple):
    """A record that matches (`truth` TRUE) or may match; its day lies between `first` and `last`."""

    first: date
    last: date
    record: Record
    truth: int


class Hits(NamedTuple):
    """In a window: `certain` ones by day, and `doubtful` ones, whose `truth` says why."""

    certain: list[Hit]
    doubtful: list[Hit]


class Lines(NamedTuple):
    """The compiled lines of a branch for one record kind: those decided once, and those that need a binding."""

    fixed: tuple[Tester, ...]
    bound: tuple[Tester, ...]


@dataclass(slots=True)
class Pool:
    """The records of one branch whose fixed lines are not false, and their lookup by the value of the key line."""

    hits: list[Hit]
    bound: dict[str, tuple[Tester, ...]]
    key: Ref | None
    by_value: dict[Value, list[Hit]] = field(default_factory=dict)
    unkeyed: list[Hit] = field(default_factory=list)
    """Records whose key value is not known: they must be tried for everybody."""


def day_of(record: Record, at: str) -> Span | None:
    """The record's day under a selector's `at`; None: it has none and is not yet an event."""
    if not at:
        return Span(record.first, record.last)
    day = record.fields.get(at)
    if day is None:
        return None
    if isinstance(day, Unknown):
        return Span(LAWLESS_PAST, FAR_FUTURE)
    return day if isinstance(day, Span) else Span(day, day)


class Selection:
    """Asks one unit's facts. Answers are kept, by the selector and by as much of the binding as it speaks of."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._pools: dict[int, tuple[Branch, Pool]] = {}
        self._roots: dict[int, tuple[Selector, frozenset[str]]] = {}
        self._all: dict[tuple[object, ...], Hits] = {}
        self._testers: dict[tuple[int, str], tuple[Condition, Tester]] = {}
        self._kept: dict[tuple[object, ...], Selector] = {}

    def kept(self, key: tuple[object, ...], made: Selector) -> Selector:
        """The first selector made under this key: answers are kept by identity, so a made one must stay the same."""
        return self._kept.setdefault(key, made)

    # -------------------------------------------------- matching

    def all(self, selector: Selector, binding: Binding) -> Hits:
        """Every done record up to `as_of` that matches or may match, whatever its window, exact days sorted."""
        spoken = self._spoken(selector)
        who = (binding.mode, binding.role, binding.person) if "bearer" in spoken else None
        subject = binding.subject
        what = (subject.kind, subject.key) if subject and "each" in spoken else None
        key = (id(selector), who, what)
        if key not in self._all:
            self._all[key] = self._match(selector, binding)
        return self._all[key]

    def within(self, selector: Selector, binding: Binding, first: date | None, last: date | None) -> Hits:
        """Those dated in the window and while an `each` bearer was in the role. A None end is open."""
        start, end = first or LAWLESS_PAST, last or FAR_FUTURE
        every = self.all(selector, binding)
        low = bisect_left(every.certain, start, key=lambda hit: hit.first)
        high = bisect_right(every.certain, end, key=lambda hit: hit.first)
        certain = every.certain[low:high]
        doubtful = [hit for hit in map(lambda h: self._placed(h, start, end), every.doubtful) if hit is not None]
        if binding.person is None:
            return Hits(certain, doubtful)
        return self._in_role(certain, doubtful, binding)

    def planned(self, selector: Selector, binding: Binding) -> list[Hit]:
        """Records planned for `as_of` or later that match or may match."""
        found: dict[str, Hit] = {}
        for branch in selector.branches:
            for kind in branch.kinds:
                for record in self.facts.by_kind.get(kind, ()):
                    day = day_of(record, branch.at)
                    if record.status != "planned" or day is None or day.last < self.facts.as_of:
                        continue
                    tests = [self.tester(line, kind)(record, day.first, day.last, binding) for line in branch.lines]
                    truth = conjunction((*tests, TRUE if day.first == day.last else UNUSABLE))
                    if truth != FALSE and (record.id not in found or truth == TRUE):
                        found[record.id] = Hit(day.first, day.last, record, truth)
        return list(found.values())

    def any_of_kind(self, selector: Selector, first: date | None, last: date) -> bool:
        """Whether a done record of any of the selector's kinds is surely dated in the window: "something was looked at"."""
        start = first or LAWLESS_PAST
        for branch in selector.branches:
            for kind in branch.kinds:
                for record in self.facts.by_kind.get(kind, ()):
                    day = day_of(record, branch.at)
                    if record.status == "done" and day and start <= day.first and day.last <= last:
                        return True
        return False

    def _spoken(self, selector: Selector) -> frozenset[str]:
        if id(selector) not in self._roots:
            spoken = frozenset().union(*(roots(branch.lines) for branch in selector.branches)) if selector.branches else frozenset()
            self._roots[id(selector)] = (selector, spoken)
        return self._roots[id(selector)][1]

    def _match(self, selector: Selector, binding: Binding) -> Hits:
        best: dict[str, Hit] = {}
        several = len(selector.branches) > 1
        certain: list[Hit] = []
        doubtful: list[Hit] = []
        for branch in selector.branches:
            for hit in self._of_branch(branch, binding):
                if several:
                    known = best.get(hit.record.id)
                    if known is None or (known.truth != TRUE and hit.truth == TRUE):
                        best[hit.record.id] = hit
                else:
                    (certain if hit.truth == TRUE else doubtful).append(hit)
        for hit in best.values():
            (certain if hit.truth == TRUE else doubtful).append(hit)
        certain.sort(key=lambda hit: (hit.first, hit.record.id))
        doubtful.sort(key=lambda hit: (hit.first, hit.record.id))
        return Hits(certain, doubtful)

    def _of_branch(self, branch: Branch, binding: Binding) -> Iterator[Hit]:
        pool = self._pool(branch)
        for hit in self._candidates(pool, binding):
            tests = pool.bound[hit.record.kind]
            if not tests:
                yield hit
                continue
            truth = conjunction((hit.truth, *(test(hit.record, hit.first, hit.last, binding) for test in tests)))
            if truth != FALSE:
                yield hit if truth == hit.truth else hit._replace(truth=truth)

    def _candidates(self, pool: Pool, binding: Binding) -> Iterable[Hit]:
        if pool.key is None:
            return pool.hits
        if pool.key.root == "bearer" and binding.person is None:
            if pool.key.path:
                return pool.hits
            wanted: list[Value] = list(self.facts.people_of(binding.role))
        else:
            if pool.key.root == "bearer" and pool.key.path:
                return pool.hits
            found = resolve(self.facts, pool.key, None, LAWLESS_PAST, FAR_FUTURE, binding)
            if found.bits:
                return pool.hits
            wanted = found.values
        if len(wanted) == 1 and not pool.unkeyed:
            return pool.by_value.get(wanted[0], ())
        chosen = {hit.record.id: hit for value in wanted for hit in pool.by_value.get(value, ())}
        return [*chosen.values(), *(hit for hit in pool.unkeyed if hit.record.id not in chosen)]

    # -------------------------------------------------- days

    def _placed(self, hit: Hit, start: date, end: date) -> Hit | None:
        if hit.last < start or end < hit.first:
            return None
        inside = start <= hit.first and hit.last <= end
        return hit if inside else hit._replace(truth=conjunction((hit.truth, UNUSABLE)))

    def _in_role(self, certain: list[Hit], doubtful: list[Hit], binding: Binding) -> Hits:
        sure: list[Hit] = []
        unsure: list[Hit] = []
        for hit in (*certain, *doubtful):
            held = self.facts.holds(str(binding.person), binding.role, hit.first, hit.last)
            if held is False:
                continue
            if held is None:
                hit = hit._replace(truth=conjunction((hit.truth, UNUSABLE)))
            (sure if hit.truth == TRUE else unsure).append(hit)
        return Hits(sure, unsure)

    # -------------------------------------------------- pools

    def _pool(self, branch: Branch) -> Pool:
        if id(branch) not in self._pools:
            self._pools[id(branch)] = (branch, self._build(branch))
        return self._pools[id(branch)][1]

    def _build(self, branch: Branch) -> Pool:
        facts, hits = self.facts, []
        lines = {kind: self._lines(branch, kind) for kind in branch.kinds}
        compiled_only = not any(mentions(line, "origin") for line in branch.lines)
        for kind in branch.kinds:
            fixed = lines[kind].fixed
            for record in facts.by_kind.get(kind, ()):
                if record.status != "done" or (compiled_only and record.origin == "compiled"):
                    continue
                day = day_of(record, branch.at)
                if day is None or day.first > facts.as_of:
                    continue
                first, last = day
                truth = conjunction([test(record, first, last, NOBODY) for test in fixed])
                if truth != FALSE:
                    exact = first == last
                    hits.append(Hit(first, last, record, truth if exact else conjunction((truth, UNUSABLE))))
        pool = Pool(hits, {kind: lines[kind].bound for kind in branch.kinds}, None)
        self._key(branch, pool)
        return pool

    def _lines(self, branch: Branch, kind: str) -> Lines:
        fixed: list[Tester] = []
        bound: list[Tester] = []
        for line in branch.lines:
            (bound if roots(line) & {"bearer", "each"} else fixed).append(self.tester(line, kind))
        return Lines(tuple(fixed), tuple(bound))

    def tester(self, line: Condition, kind: str) -> Tester:
        """The compiled line for records of this kind, compiled once."""
        key = (id(line), kind)
        if key not in self._testers:
            space = record_space(self.facts.pack.vocabulary, kind)
            self._testers[key] = (line, compile_condition(self.facts, line, space))
        return self._testers[key][1]

    def _key(self, branch: Branch, pool: Pool) -> None:
        """Index by the first line of the form `path: $bearer` or `path: $each…`."""
        for line in branch.lines:
            if isinstance(line, Line) and isinstance(line.test, Among) and len(line.test.values) == 1:
                [value] = line.test.values
                if isinstance(value, Ref) and value.root in ("bearer", "each"):
                    break
        else:
            return
        pool.key = value
        for hit in pool.hits:
            space = record_space(self.facts.pack.vocabulary, hit.record.kind)
            found = gather(self.facts, hit.record.fields, space, line.path, hit.first, hit.last)
            for item in set(found.values) if not found.bits else ():
                pool.by_value.setdefault(item, []).append(hit)
            if found.bits:
                pool.unkeyed.append(hit)


NOBODY = Binding("group", "", None)
