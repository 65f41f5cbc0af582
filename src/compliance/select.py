"""Selectors over the evidence: which records match for sure, and which may match (language §4)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from compliance.columns import Column, Hit, Table, all_true, any_true, day_of
from compliance.conditions import AMBIGUOUS, FALSE, MISSING, TRUE, UNUSABLE, Binding, Tester, compile_condition, conjunction, resolve
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import Among, AnyOf, Branch, Condition, Line, Ref, Rows, Selector, Test, Value
from compliance.syntax import mentions, roots
from compliance.vocabulary import record_space, types_at

__all__ = ["AMBIGUOUS", "FALSE", "MISSING", "TRUE", "UNUSABLE", "Hit", "Hits", "Selection", "day_of"]

Who = tuple[object, ...]
"""As much of a binding as a condition speaks of."""


class Hits(NamedTuple):
    """In a window: `certain` ones by day, and `doubtful` ones, whose `truth` says why."""

    certain: list[Hit]
    doubtful: list[Hit]


class Selection:
    """Asks one unit's facts. Answers are kept by condition and by as much of the binding as it speaks of, but not by trigger."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._tables: dict[tuple[str, str], Table] = {}
        self._roots: dict[int, tuple[object, frozenset[str]]] = {}
        self._testers: dict[tuple[int, str], tuple[Condition, Tester]] = {}
        self._columns: dict[tuple[object, ...], Column] = {}
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

    def planned(self, selector: Selector, binding: Binding) -> list[Hit]:
        """Records planned for `as_of` or later that match or may match."""
        found: dict[str, Hit] = {}
        for branch, table in self.tables(selector):
            for hit in table.pick(table.planned & ~table.undated & ~self._unusable(branch, table)):
                if hit.last < self.facts.as_of:
                    continue
                tests = [self.tester(line, table.kind)(hit.record, hit.first, hit.last, binding) for line in branch.lines]
                truth = conjunction((*tests, hit.truth))
                if truth != FALSE and (hit.record.id not in found or truth == TRUE):
                    found[hit.record.id] = hit._replace(truth=truth)
        return list(found.values())

    def any_of_kind(self, selector: Selector, first: date | None, last: date) -> bool:
        """Whether a done record of any of the selector's kinds is surely dated in the window: "something was looked at"."""
        start = first or LAWLESS_PAST
        for _, table in self.tables(selector):
            rows = table.done & ~table.undated & table.between(start, last)
            if rows & ~table.vague or any(start <= hit.first and hit.last <= last for hit in table.pick(rows)):
                return True
        return False

    def _found(self, selector: Selector, binding: Binding, start: date, end: date) -> Hits:
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
            certain.sort(key=_place)
            doubtful.sort(key=_place)
        return Hits(certain, doubtful)

    def _of_branch(self, branch: Branch, table: Table, binding: Binding, rows: int) -> Hits:
        column = self._match(branch, table, binding)
        doubtful: list[Hit] = []
        for number, truth in column.truths(rows):
            first, last, record, _ = table.hits[number]
            doubtful.append(Hit(first, last, record, truth))
        return Hits(table.pick(column.true & rows), doubtful)

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
        placed = sorted(best.values(), key=_place)
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
            tables = [(branch, self.table(kind, branch.at)) for branch in selector.branches for kind in branch.kinds]
            self._asked[id(selector)] = (selector, tables, len({table.kind for _, table in tables}) < len(tables))
        return self._asked[id(selector)][1]

    def table(self, kind: str, at: str) -> Table:
        if (kind, at) not in self._tables:
            self._tables[kind, at] = Table(self.facts, kind, at)
        return self._tables[kind, at]

    def _match(self, branch: Branch, table: Table, binding: Binding) -> Column:
        """The truth of all lines on the done records up to `as_of`; a day that is not exactly known is a doubt."""
        key = (id(branch), table.kind)
        if key not in self._matches:
            self._matches[key] = self._fixed(branch, table)
        _, fixed, bound = self._matches[key]
        if not bound:
            return fixed
        who = self._who(branch, branch.lines, binding)
        column = self._bound.get((*key, who)) if who is not None else None
        if column is None:
            column = all_true((fixed, *(self.column(line, table, binding) for line in bound)), table.every)
        if who is not None:
            self._bound[*key, who] = column
        return column

    def _fixed(self, branch: Branch, table: Table) -> tuple[Branch, Column, tuple[Condition, ...]]:
        """The truth of the lines that speak neither of a bearer nor of a subject, and the other lines."""
        eligible = table.done & ~table.undated & ~self._unusable(branch, table) & table.up_to(self.facts.as_of)
        exact = Column(eligible & ~table.vague, unusable=eligible & table.vague)
        bound = tuple(line for line in branch.lines if roots(line) & {"bearer", "each"})
        fixed = (self.column(line, table, NOBODY) for line in branch.lines if line not in bound)
        return branch, all_true((exact, *fixed), eligible), bound

    @staticmethod
    def _unusable(branch: Branch, table: Table) -> int:
        """Material made for the assessment proves no event, unless a line asks for it."""
        return 0 if any(mentions(line, "origin") for line in branch.lines) else table.compiled

    def column(self, condition: Condition, table: Table, binding: Binding) -> Column:
        """The truth of a condition on every row of the table."""
        who = self._who(condition, condition, binding)
        key = (id(condition), table.kind, table.at, who)
        if key in self._columns:
            return self._columns[key]
        if isinstance(condition, AnyOf):
            alternatives = ([self.column(line, table, binding) for line in lines] for lines in condition.alternatives)
            column = any_true(all_true(columns, table.every) for columns in alternatives)
        else:
            column = self._of_line(condition, table, binding)
        if who is not None:
            self._columns[key] = column
        return column

    def _of_line(self, line: Line, table: Table, binding: Binding) -> Column:
        known, rest = self._looked_up(line.path, line.test, table, binding) or (Column(0), table.every)
        if not rest:
            return known
        tried = table.tried(self.tester(line, table.kind), rest, binding)
        return Column(*(one | other for one, other in zip(known, tried, strict=True)))

    def _looked_up(self, path: tuple[str, ...], test: Test, table: Table, binding: Binding) -> tuple[Column, int] | None:
        """From the index by values: the truth, but for some rows that must be tried. None: the index does not help."""
        if isinstance(test, Rows):
            if test.quantifier in ("any", "first", "last"):
                if test.quantifier == "any" and len(test.lines) == 1 and isinstance(test.lines[0], Line):
                    return self._looked_up(path + test.lines[0].path, test.lines[0].test, table, binding)
                for line in test.lines:
                    found = self._looked_up(path + line.path, line.test, table, binding) if isinstance(line, Line) else None
                    if found is not None:
                        return Column(0), found[0].true | found[0].unknown | found[1]
            return None
        if not isinstance(test, Among) or not self._holds_words(path, table):
            return None
        values: list[Value] = [value for value in test.values if not isinstance(value, Ref)]
        roles: list[str] = []
        for ref in test.values:
            if not isinstance(ref, Ref):
                continue
            always = resolve(self.facts, ref, None, LAWLESS_PAST, FAR_FUTURE, binding)
            if not always.bits:  # known over all time, so the same on every day
                values += always.values
            elif ref.root == "people" or (ref.root == "bearer" and not ref.path):
                roles.append(ref.path[0] if ref.path else binding.role)
            else:
                return None
        known = table.with_values(path, values) if values else Column(0)
        if not roles:
            return known, 0
        # Where a day is not exactly known, who held the role on it may not be either.
        rest = table.unknown(path) | table.vague
        true = known.true
        for role in roles:
            for person in self.facts.people_of(role):
                true |= table.with_values(path, (person,)).true & table.on_days(self.facts.days_held(person, role))
        return Column(true & ~rest), rest

    def _holds_words(self, path: tuple[str, ...], table: Table) -> bool:
        """Whether what is at the path can be looked up: rows cannot."""
        types = types_at(self.facts.pack.vocabulary, (table.space,), path)
        return all(kind is not None and kind.base != "row" for _, kind, _ in types)

    # -------------------------------------------------- lines

    def tester(self, line: Condition, kind: str) -> Tester:
        """The compiled line for records of this kind, compiled once."""
        key = (id(line), kind)
        if key not in self._testers:
            space = record_space(self.facts.pack.vocabulary, kind)
            self._testers[key] = (line, compile_condition(self.facts, line, space))
        return self._testers[key][1]

    def _who(self, node: object, lines: object, binding: Binding) -> Who | None:
        """As much of the binding as the lines speak of; None: of a trigger, whose answers are not worth keeping."""
        if id(node) not in self._roots:
            self._roots[id(node)] = (node, roots(lines))
        spoken = self._roots[id(node)][1]
        subject = binding.subject if "each" in spoken else None
        if subject is not None and subject.kind == "record":
            return None
        who = (binding.mode, binding.role, binding.person) if "bearer" in spoken else None
        return who, (subject.kind, subject.key) if subject is not None else None


def _place(hit: Hit) -> tuple[date, str]:
    return hit.first, hit.record.id


NOBODY = Binding("group", "", None)
