"""Selectors over the evidence: which records match for sure, and which may match (language §4)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from compliance.columns import Column, all_true, column_of, numbers_of
from compliance.expressions import chosen
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.lookup import Lookup
from compliance.model import AnyOf, Branch, Condition, Run, Selector, Span, Unknown
from compliance.resolving import gather, resolve
from compliance.runs import Step, Stretch, completing
from compliance.syntax import mentions, roots
from compliance.tables import Hit, Table, place_of
from compliance.truths import FALSE, TRUE, UNUSABLE, Binding, conjunction

__all__ = ["NOBODY", "Hit", "Hits", "Selection", "first_day"]
UNKNOWN_CHOICE = Selector("", ())
EVERYTHING: Condition = AnyOf(((),), "")
"""A line that is true of every record."""


class Hits(NamedTuple):
    """In a window: `certain` ones by day, and `doubtful` ones, whose `truth` says why."""

    certain: list[Hit]
    doubtful: list[Hit]


class Selection:
    """Asks one unit's facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.lookup = facts, Lookup(facts)
        self._matches: dict[tuple[int, str], tuple[Branch, Column, tuple[Condition, ...]]] = {}
        self._bound: dict[tuple[object, ...], Column] = {}
        self._asked: dict[int, tuple[Selector, list[tuple[Branch, Table]], bool]] = {}
        self._kept: dict[tuple[object, ...], Selector] = {}

    def kept(self, key: tuple[object, ...], made: Selector) -> Selector:
        """The first selector made under this key: answers are kept by identity, so a made one must stay the same."""
        return self._kept.setdefault(key, made)

    # -------------------------------------------------- matching

    def dated(self, selector: Selector, binding: Binding, first: date | None, last: date | None) -> Hits:
        """The done records up to `as_of` that match or may match and are or may be dated in the window, sorted. A None end is open."""
        return self._found(selector, binding, first or LAWLESS_PAST, last or FAR_FUTURE)

    def within(self, selector: Selector, binding: Binding, first: date | None, last: date | None) -> Hits:
        """Those dated while an `each` bearer was in the role."""
        found = self.dated(selector, binding, first, last)
        return found if binding.person is None else self._in_role(found, binding)

    def certain(self, selector: Selector, binding: Binding, first: date | None, last: date | None) -> list[Hit]:
        """As `within`, without the doubtful ones."""
        selector = self.chosen(selector, binding)
        tables = self.tables(selector)
        if len(tables) > 1 or binding.person is not None:
            return self.within(selector, binding, first, last).certain
        [(branch, table)] = tables
        rows = table.between(first or LAWLESS_PAST, last or FAR_FUTURE)
        return table.pick(self._match(branch, table, binding).true & rows)

    def planned(self, selector: Selector, binding: Binding) -> list[Hit]:
        """Records planned for `as_of` or later that match or may match."""
        found: dict[str, Hit] = {}
        for branch, table in self.tables(self.chosen(selector, binding)):
            for hit in table.pick(table.planned & ~table.undated & ~self._unusable(branch, table)):
                if hit.last < self.facts.as_of:
                    continue
                tests = [self.lookup.tester(line, table.kind)(hit.record, hit.first, hit.last, binding) for line in branch.lines]
                truth = conjunction((*tests, hit.truth))
                if truth != FALSE and (hit.record.id not in found or truth == TRUE):
                    found[hit.record.id] = hit._replace(truth=truth)
        return list(found.values())

    def meeting(self, selector: Selector, binding: Binding, first: date | None, last: date | None) -> Hits:
        """Those dated in the window, or whose days from `start` to `end` (on and on, without one) meet it."""
        start, end = first or LAWLESS_PAST, last or FAR_FUTURE
        found = self.dated(selector, binding, None, None)

        def met(hit: Hit) -> bool:
            days = interval(hit)
            return days.first <= end and start <= days.last

        return Hits(*([hit for hit in hits if met(hit)] for hits in found))

    def any_of_kind(self, selector: Selector, first: date | None, last: date) -> bool:
        """Whether a done record of any of the selector's kinds is surely dated in the window: "something was looked at"."""
        start = first or LAWLESS_PAST
        for _, table in self.tables(selector):
            rows = table.done & ~table.undated & table.between(start, last)
            if rows & ~table.vague or any(start <= hit.first and hit.last <= last for hit in table.pick(rows)):
                return True
        return False

    def chosen(self, selector: Selector, binding: Binding) -> Selector:
        """The selector of a choice, as on the bearer's first day of the span; of nothing where it is not known. Raises Unlisted."""
        if selector.choice is None:
            return selector
        first, last = self.facts.span
        day = first_day(self.facts, binding, first, last)
        option = chosen(selector.choice, lambda ref: resolve(self.facts, ref, None, day, day, binding))
        return self.chosen(option, binding) if isinstance(option, Selector) else UNKNOWN_CHOICE

    def _found(self, selector: Selector, binding: Binding, start: date, end: date) -> Hits:
        selector = self.chosen(selector, binding)
        tables = self.tables(selector)
        if self._asked[id(selector)][2]:
            return self._merged(tables, binding, start, end)
        certain: list[Hit] = []
        doubtful: list[Hit] = []
        for branch, table in tables:
            found = self._of_branch(branch, table, binding, table.between(start, end))
            certain += found.certain
            doubtful += found.doubtful
        if len(tables) > 1:
            certain.sort(key=place_of)
            doubtful.sort(key=place_of)
        return Hits(certain, doubtful)

    def _of_branch(self, branch: Branch, table: Table, binding: Binding, rows: int) -> Hits:
        column = self._match(branch, table, binding)
        return Hits(table.pick(column.true & rows), table.doubtful(column, rows))

    def _merged(self, tables: list[tuple[Branch, Table]], binding: Binding, start: date, end: date) -> Hits:
        """Where a record can match several branches, each with its own day, it is one hit in the window.

        The first branch that is sure of it gives the day, else the first that may be.
        """
        best: dict[str, Hit] = {}
        for branch, table in tables:
            found = self._of_branch(branch, table, binding, table.between(start, end))
            for hit in (*found.certain, *found.doubtful):
                known = best.get(hit.record.id)
                if known is None or (known.truth != TRUE and hit.truth == TRUE):
                    best[hit.record.id] = hit
        placed = sorted(best.values(), key=place_of)
        return Hits([hit for hit in placed if hit.truth == TRUE], [hit for hit in placed if hit.truth != TRUE])

    def _in_role(self, found: Hits, binding: Binding) -> Hits:
        holds, person, role = self.facts.holds, str(binding.person), binding.role
        certain = found.certain
        if certain and not holds(person, role, certain[0].first, certain[-1].first):
            certain = [hit for hit in certain if holds(person, role, hit.first, hit.first)]
        doubtful: list[Hit] = []
        for hit in found.doubtful:
            held = holds(person, role, hit.first, hit.last)
            if held is not False:
                doubtful.append(hit if held else hit._replace(truth=conjunction((hit.truth, UNUSABLE))))
        return Hits(certain, doubtful)

    # -------------------------------------------------- columns

    def tables(self, selector: Selector) -> list[tuple[Branch, Table]]:
        """Where the selector looks."""
        if id(selector) not in self._asked:
            tables = [(branch, self.lookup.table(kind, branch.at)) for branch in selector.branches for kind in branch.kinds]
            self._asked[id(selector)] = (selector, tables, len({table.kind for _, table in tables}) < len(tables))
        return self._asked[id(selector)][1]

    def matching(self, branch: Branch, table: Table, binding: Binding) -> Column:
        """The truth of a branch on every record of one kind, be it of the right day or not."""
        return self._match(branch, table, binding)

    def _match(self, branch: Branch, table: Table, binding: Binding) -> Column:
        """The truth of all lines on the done records up to `as_of`; a day that is not exactly known is a doubt."""
        key = (id(branch), table.kind)
        if key not in self._matches:
            self._matches[key] = self._fixed(branch, table)
        _, fixed, bound = self._matches[key]
        if not bound:
            return fixed
        who = self.lookup.who(branch, (branch.lines, branch.run), binding)
        column = self._bound.get((*key, who)) if who is not None else None
        if column is None:
            column = all_true((fixed, *(self.lookup.column(line, table, binding) for line in bound)), table.every)
            if branch.run is not None:
                column = self._completing(branch, branch.run, column, table, binding)
        if who is not None:
            self._bound[*key, who] = column
        return column

    def _fixed(self, branch: Branch, table: Table) -> tuple[Branch, Column, tuple[Condition, ...]]:
        """The truth of the lines that speak neither of a bearer nor of a subject, and the other lines."""
        eligible = table.done & ~table.undated & ~self._unusable(branch, table) & table.up_to(self.facts.as_of)
        exact = Column(eligible & ~table.vague, unusable=eligible & table.vague)
        personal = {"bearer", "each", "period"}
        bound = tuple(line for line in branch.lines if self.lookup.spoken(line) & personal)
        fixed = all_true((exact, *(self.lookup.column(line, table, NOBODY) for line in branch.lines if line not in bound)), eligible)
        if branch.run is not None and not bound:
            if roots(branch.run) & personal:
                return branch, fixed, (EVERYTHING,)
            fixed = self._completing(branch, branch.run, fixed, table, NOBODY)
        return branch, fixed, bound

    def _completing(self, branch: Branch, run: Run, column: Column, table: Table, binding: Binding) -> Column:
        """Of the records in the set, those that complete a run. The records of all the branch's kinds stand in one row."""
        row = [(place_of(table.hits[step.number]), True, step) for step in self._steps(run, column, table, binding)]
        for kind in branch.kinds if len(branch.kinds) > 1 else ():
            other = self.lookup.table(kind, branch.at)
            if other is not table:
                steps = self._steps(run, self._considered(branch, other, binding), other, binding)
                row += [(place_of(other.hits[step.number]), False, step) for step in steps]
        row.sort(key=lambda entry: entry[0])
        truths: dict[int, list[int]] = {}
        for place, truth in completing(run, [step._replace(number=place) for place, (_, _, step) in enumerate(row)]):
            _, own, step = row[place]
            if own:
                truths.setdefault(truth, []).append(step.number)
        return column_of(truths, len(table.hits))

    def _considered(self, branch: Branch, table: Table, binding: Binding) -> Column:
        """The truth of the branch's lines on another of its kinds, its run left out."""
        eligible = table.done & ~table.undated & ~self._unusable(branch, table) & table.up_to(self.facts.as_of)
        exact = Column(eligible & ~table.vague, unusable=eligible & table.vague)
        return all_true((exact, *(self.lookup.column(line, table, binding) for line in branch.lines)), eligible)

    def _steps(self, run: Run, column: Column, table: Table, binding: Binding) -> list[Step]:
        considered = column.true | column.unknown
        numbers = list(numbers_of(considered))
        where = dict(column.truths(considered))
        lines = all_true([self.lookup.column(line, table, binding) for line in run.lines], table.every)
        unsure = dict(lines.truths(considered))
        return [
            Step(number, where.get(number, TRUE), unsure.get(number, lines.true >> number & 1), self._stretch(run, table, number))
            for number in numbers
        ]

    def _stretch(self, run: Run, table: Table, number: int) -> Stretch:
        """What a record is in a row with: the values at `per`; None: that is not known."""
        if not run.per:
            return ()
        first, last, record, _ = table.hits[number]
        found = gather(self.facts, record.fields, table.space, run.per, first, last)
        return None if found.bits else tuple(sorted(map(str, found.values)))

    @staticmethod
    def _unusable(branch: Branch, table: Table) -> int:
        """Material made for the assessment proves no event, unless a line asks for it."""
        return 0 if any(mentions(line, "origin") for line in branch.lines) else table.compiled


def first_day(facts: Facts, binding: Binding, first: date | None, last: date | None) -> date:
    """The first day of a window, or the first of it on which the bearer was in the role."""
    start, end = first or facts.span.first, last or FAR_FUTURE
    held = facts.days_held(binding.person, binding.role) if binding.person else ()
    met = [max(span.first, start) for span in held if span.first <= end and start <= span.last]
    return min(met, default=start)


NOBODY = Binding("group", "", None)


def interval(hit: Hit) -> Span:
    """The days of a record: from `start` to `end`, or on and on; one that has no `start` is its day."""
    start, end = hit.record.fields.get("start"), hit.record.fields.get("end")
    if start is None or isinstance(start, Unknown):
        return Span(hit.first, hit.last)
    first = start.first if isinstance(start, Span) else start
    if end is None and hit.record.fields.get("date") is None:
        return Span(first, FAR_FUTURE)
    return Span(first, max(first, hit.last))
