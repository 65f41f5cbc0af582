"""The example that would tell a mutant from its rule: the rule's own examples, a little changed, until the two verdicts differ.

Every find is verified by judging it under both. Where nothing tried tells them apart the mutant may be no mistake at all: that
cannot be decided in general, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations
from typing import NamedTuple

from compliance.dates import add
from compliance.edits import Add, AsOf, Copy, Edit, Leave, Move, Put, Under, at, day_field, edited
from compliance.facts import DAY
from compliance.model import Branch, Duration, Measure, Obligation, Record, Ref, Value, Window
from compliance.mutate import Mutant, mutated
from compliance.samples import Samples
from compliance.syntax import nodes
from compliance.trials import Given, Trial
from compliance.vocabulary import record_space

TRIES, MORE, RULES, DAYS, SHIFTS = 400, 40, 8, 24, 7
"""At most so many changed examples a mutant, and so many more for a plainer one; of so many rules; with so many days; triggers
moved by less than so many days."""
MET = frozenset(("pass", "attested"))
_NEW = "new"
Edits = tuple[Edit, ...]


class Witness(NamedTuple):
    """The example at `trial`, with these changes: what the rule gives, and what the mutant gives."""

    trial: Trial
    edits: Edits
    before: Given
    after: Given


def search(mutant: Mutant, rules: Mapping[str, Obligation], trials: Mapping[str, Sequence[Trial]]) -> Witness | None:
    """The first example of which one of the two passes and the other does not, or which only one of them shows to be borne out by
    records; failing that, the first with any other verdicts.
    """
    found: Witness | None = None
    most = TRIES
    for tries, (trial, edits, other) in enumerate(_tries(mutant, rules, trials)):
        if tries >= most:
            break
        changed = edited(trial, edits)
        before, after = changed.gives(), changed.gives(other)
        if before == after or "error" in (before.verdict, after.verdict) or _silent(before, after):
            continue
        if (before.verdict in MET) != (after.verdict in MET) or before.verdict == after.verdict:
            return Witness(trial, edits, before, after)
        if found is None:
            found, most = Witness(trial, edits, before, after), min(TRIES, tries + MORE)
    return found


def _silent(before: Given, after: Given) -> bool:
    """Whether no example can tell them apart: `shown` is said of what is attested only."""
    return before.verdict == after.verdict != "attested"


def _tries(
    mutant: Mutant, rules: Mapping[str, Obligation], trials: Mapping[str, Sequence[Trial]]
) -> Iterator[tuple[Trial, Edits, Obligation]]:
    for name in mutant.rules[:RULES]:
        other = mutated(rules[name], mutant)
        for trial in trials[name]:
            yield from ((trial, edits, other) for edits in _candidates(mutant, other, trial))


def _candidates(mutant: Mutant, other: Obligation, trial: Trial) -> Iterator[Edits]:
    yield ()
    for start in _starts(mutant, trial):
        base = edited(trial, start)
        for edits in _Search(mutant, other, base).all():
            yield start + edits


def _starts(mutant: Mutant, trial: Trial) -> Iterator[Edits]:
    """The example as it is; under another reading; for a window, with all records some days later: a week-end may hide a day."""
    yield ()
    yield from ((Under(name),) for name in trial.rule.readings if name != trial.rule.default_reading)
    if mutant.sort == "window":
        for days in range(1, SHIFTS):
            yield tuple(Move(r.id, day_field(r), r.first + days * DAY) for r in trial.evidence.records if r.first == r.last)


class _Search:
    """Around one example."""

    def __init__(self, mutant: Mutant, other: Obligation, base: Trial) -> None:
        self.mutant, self.other, self.base = mutant, other, base
        self.records = base.evidence.records
        self.windows = list(_windows(one.measure for one in base.judged()))
        ends = [window.last for window in self.windows if window.last is not None]
        self.closing = max(ends, default=base.facts.span.last) + DAY
        self.samples = Samples(base.court.pack.vocabulary, base.evidence.unit)

    def all(self) -> Iterator[Edits]:
        sort = self.mutant.sort
        tries = {"bound": self._numbers, "distance": self._distances, "line": self._values, "value": self._values}
        tries |= dict.fromkeys(("spacing", "run", "head", "unless"), self._nudges)
        found = list(tries.get(sort, self._days if sort in ("window", "span") else self._alternatives)())
        yield from found
        yield from ((*edits, AsOf(self.closing)) for edits in found if not any(isinstance(edit, AsOf) for edit in edits))

    # -------------------------------------------------- windows

    def _days(self) -> Iterator[Edits]:
        days = self._telling_days()
        yield from ((AsOf(day),) for day in days)
        moves = [(record, Move(record.id, field, day)) for record in self.records for field in self._fields(record) for day in days]
        yield from ((move,) for _, move in moves)
        bare: Edits = tuple(Leave(record.id) for record in self.records)
        yield from ((*bare, AsOf(day)) for day in days)
        yield from ((move, *rest) for record, move in moves for rest in self._thinner(record) if rest)
        yield from ((Copy(record.id, day),) for record in self.records for day in days)

    def _telling_days(self) -> list[date]:
        """The days around the ends that the rule's windows have and the mutant's have not, and the other way round."""
        mine, its = (
            {window._replace(unrolled=None) for window in windows}
            for windows in (self.windows, _windows(one.measure for one in self.base.judged(self.other)))
        )
        ends = sorted({day for window in mine ^ its for day in window[:2] if day is not None})
        return sorted({day + step * DAY for day in ends[: DAYS // 3] for step in (-1, 0, 1)})

    def _fields(self, record: Record) -> list[str]:
        """The date fields that give a record its day, here or by a selector's `at`, and those that a window is laid from."""
        tree = tuple(self.base.rule.readings.values())
        fields = {node.at for node in nodes(tree) if isinstance(node, Branch) and node.at and record.kind in node.kinds}
        fields |= {node.path[0] for node in nodes(tree) if isinstance(node, Ref) and node.root == "each" and len(node.path) == 1}
        return [day_field(record), *sorted(name for name in fields if isinstance(record.fields.get(name), date))]

    def _thinner(self, *kept: Record) -> Iterator[Edits]:
        """With all records; without all others of these kinds; without one of them."""
        ids, kinds = {record.id for record in kept}, {record.kind for record in kept}
        rest = [Leave(record.id) for record in self.records if record.id not in ids and record.kind in kinds]
        yield ()
        if len(rest) > 1:
            yield tuple(rest)
        yield from ((leave,) for leave in rest)

    # -------------------------------------------------- numbers

    def _numbers(self) -> Iterator[Edits]:
        """Fewer records, and more."""
        leaves = [Leave(record.id) for record in self.records]
        yield from ((leave,) for leave in leaves)
        for record in self.records:
            copies = [Copy(record.id, record.first + days * DAY) for days in (1, 2, 3)]
            yield from chain.from_iterable((tuple(copies[:count]), *((*copies[:count], leave) for leave in leaves)) for count in (1, 2, 3))
        for count in (2, 3):
            yield from combinations(leaves, count)
        if leaves:
            yield tuple(leaves)

    def _nudges(self) -> Iterator[Edits]:
        """One record a little earlier or later, or not there; a day of asking near them."""
        steps = (1, -1, 2, -2, 10, -10)
        yield from ((Move(record.id, day_field(record), record.first + n * DAY),) for record in self.records for n in steps)
        yield from self._numbers()
        yield from ((AsOf(self.base.example.as_of + n * DAY),) for n in steps)

    def _distances(self) -> Iterator[Edits]:
        [(old, new)] = self.mutant.swaps
        lengths = [length for step in (old, new) for length in (step.after, step.within) if length is not None]
        known = [self.base.facts.parameter(length.path[0]) if isinstance(length, Ref) else length for length in lengths]
        for first, second in ((one, two) for one in self.records for two in self.records if one is not two):
            days = [add(first.last, length, 1, self.base.facts.calendar) for length in known if isinstance(length, Duration)]
            for day in sorted({day + step * DAY for day in days if day for step in (-1, 0, 1)}):
                yield from ((Move(second.id, day_field(second), day), *rest) for rest in self._thinner(second))

    # -------------------------------------------------- conditions

    def _values(self) -> Iterator[Edits]:
        puts = [(record, put) for record in self.records for put in self._puts(record, self.mutant.path)]
        yield from ((put,) for _, put in puts)
        yield from ((Leave(record.id),) for record in self.records)
        yield from ((put, *rest) for record, put in puts for rest in self._thinner(record) if rest)

    def _puts(self, record: Record, path: tuple[str, ...]) -> Iterator[Put]:
        """Other values at the path, or in the record that it refers to."""
        own, kind = self.samples.own(record.kind, path)
        if kind is None:
            return
        here, behind = at(record.fields, own), path[len(own) :]
        yield from (Put(record.id, own, value) for value in self.samples.others(kind, here, self.mutant.test))
        for other in (other for other in self.records if behind and other.id == here):
            yield from self._puts(other, behind)

    def _alternatives(self) -> Iterator[Edits]:
        """A record that meets the alternative which the mutant has not: one that is there, or a new one."""
        test = self.mutant.test
        lines = test.lines if isinstance(test, Branch) else test
        kinds = test.kinds if isinstance(test, Branch) else tuple(dict.fromkeys(record.kind for record in self.records))
        for kind in kinds:
            fields = self.samples.meeting(lines, record_space(self.base.court.pack.vocabulary, kind))
            if fields is None:
                continue
            for record in (record for record in self.records if record.kind == kind):
                yield from ((*_all(record.id, fields), *rest) for rest in self._thinner(record))
            for day in sorted({record.first for record in self.records} | {self.base.facts.span.first})[:3]:
                new: Edits = (Add(_NEW, kind, day), *_all(_NEW, fields))
                yield new
                yield (*new, *(Leave(record.id) for record in self.records))


def _all(record: str, fields: Mapping[str, Value]) -> Iterator[Put]:
    return (Put(record, (name,), value) for name, value in fields.items())


def _windows(measures: Iterable[Measure]) -> Iterator[Window]:
    for measure in measures:
        yield measure.window
        yield from (asked.window for asked in measure.asked)
        yield from _windows(measure.parts)
