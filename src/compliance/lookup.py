"""The truth of a condition on every record of a table at once: looked up by value where that can be done, else tried on each.

Answers are kept by condition and by as much of the binding as it speaks of, but not by trigger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from compliance.columns import Column, all_true, any_true
from compliance.conditions import Tester, compile_condition
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import Among, AnyOf, Condition, Line, Ref, Rows, Value
from compliance.resolving import resolve
from compliance.syntax import roots
from compliance.tables import Index, Path, Table
from compliance.truths import Binding
from compliance.vocabulary import record_space, types_at

Who = tuple[object, ...]


class Wanted(NamedTuple):
    """What a line asks for: values that are the same on every day, and roles, whose holders may change."""

    values: list[Value]
    roles: list[str]


class Lookup:
    """Tables, and what conditions say of them, for one unit's facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._tables: dict[tuple[str, str], Table] = {}
        self._roots: dict[int, tuple[object, frozenset[str]]] = {}
        self._testers: dict[tuple[int, str], tuple[Condition, Tester]] = {}
        self._columns: dict[tuple[object, ...], Column] = {}

    def table(self, kind: str, at: str) -> Table:
        if (kind, at) not in self._tables:
            self._tables[kind, at] = Table(self.facts, kind, at)
        return self._tables[kind, at]

    def tester(self, line: Condition, kind: str) -> Tester:
        """The compiled line for records of this kind, compiled once."""
        key = (id(line), kind)
        if key not in self._testers:
            self._testers[key] = (line, compile_condition(self.facts, line, record_space(self.facts.pack.vocabulary, kind)))
        return self._testers[key][1]

    def spoken(self, node: object, lines: object = None) -> frozenset[str]:
        """What the lines of a node, or the node itself, speak of: bearer, each, people and so on."""
        if id(node) not in self._roots:
            self._roots[id(node)] = (node, roots(node if lines is None else lines))
        return self._roots[id(node)][1]

    def who(self, node: object, lines: object, binding: Binding) -> Who | None:
        """As much of the binding as the lines of a node speak of; None: of a trigger, whose answers are not worth keeping."""
        spoken = self.spoken(node, lines)
        subject = binding.subject if "each" in spoken else None
        if subject is not None and subject.kind in ("record", "row"):
            return None
        bearer = (binding.mode, binding.role, binding.person) if "bearer" in spoken else None
        who = (bearer, binding.period if "period" in spoken else None)
        if subject is None:
            return who, None
        # Two sets may have an item of one name, and two rules the same pair the other way round.
        return who, (subject.kind, id(subject.value) if isinstance(subject.value, Mapping) else subject.value)

    def column(self, condition: Condition, table: Table, binding: Binding) -> Column:
        """The truth of a condition on every row of the table."""
        who = self.who(condition, condition, binding)
        key = (id(condition), table.kind, table.at, who)
        if key in self._columns:
            return self._columns[key]
        if isinstance(condition, AnyOf):
            alternatives = ([self.column(line, table, binding) for line in lines] for lines in condition.alternatives)
            column = any_true(all_true(columns, table.every) for columns in alternatives)
        elif condition.of is not None:
            column = table.tried(self.tester(condition, table.kind), table.every, binding)
        else:
            column = self._of_line(condition, table, binding)
        if who is not None:
            self._columns[key] = column
        return column

    def _of_line(self, line: Line, table: Table, binding: Binding) -> Column:
        column = None
        if isinstance(line.test, Among):
            column = self._among(line, line.test, table, binding)
        elif isinstance(line.test, Rows):
            column = self._any_item(line.path, line.test, table, binding)
        return table.tried(self.tester(line, table.kind), table.every, binding) if column is None else column

    # -------------------------------------------------- by value

    def _among(self, line: Line, test: Among, table: Table, binding: Binding) -> Column | None:
        """`path: x`, `path: $bearer`; None: what is asked for differs by the day."""
        wanted = self._wanted(test, binding)
        if wanted is None or not self._has_words(line.path, table):
            return None
        index = table.index(line.path)
        known = _having(index, wanted.values)
        if not wanted.roles:
            return known
        true = known.true
        for role in wanted.roles:
            for person in self.facts.people_of(role):
                true |= index.having((person,)).true & table.on_days(self.facts.days_held(person, role))
        # Where a day is not exactly known, who held the role on it may not be either.
        rest = index.unknown.unknown | table.vague
        tried = table.tried(self.tester(line, table.kind), rest, binding)
        return tried._replace(true=tried.true | (true & ~rest))

    def _any_item(self, path: Path, test: Rows, table: Table, binding: Binding) -> Column | None:
        """`agenda: {any: {topic: x, own_item: true}}`: looked up among the items of all agendas; None: not of this form."""
        if test.quantifier != "any" or len(path) != 1:
            return None
        items = table.items(path[0])
        columns: list[Column] = []
        for line in test.lines:
            if not isinstance(line, Line) or len(line.path) != 1 or not isinstance(line.test, Among):
                return None
            wanted = self._wanted(line.test, binding)
            if wanted is None or wanted.roles or not self._has_words(path + line.path, table):
                return None
            columns.append(_having(items.index(line.path[0]), wanted.values))
        return items.any_of(all_true(columns, items.every))

    def _wanted(self, test: Among, binding: Binding) -> Wanted | None:
        wanted = Wanted([], [])
        for value in test.values:
            if not isinstance(value, Ref):
                wanted.values.append(value)
                continue
            always = resolve(self.facts, value, None, LAWLESS_PAST, FAR_FUTURE, binding)
            if not always.bits:  # known over all time, so the same on every day
                wanted.values.extend(always.values)
            elif value.root == "people" or (value.root == "bearer" and not value.path):
                wanted.roles.append(value.path[0] if value.path else binding.role)
            else:
                return None
        return wanted

    def _has_words(self, path: Path, table: Table) -> bool:
        """Whether what is at the path can be looked up: rows cannot."""
        types = types_at(self.facts.pack.vocabulary, (table.space,), path)
        return all(kind is not None and kind.base != "row" for _, kind, _ in types)


def _having(index: Index, values: list[Value]) -> Column:
    return index.having(values) if values else Column(0)
