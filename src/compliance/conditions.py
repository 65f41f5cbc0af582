"""Conditions compiled to functions of a record: true, false or unknown, and why unknown (language §4, strong Kleene).

A truth is a small integer, so that hot loops stay cheap: 0 false, 1 true, and above that the union of
the reasons for not knowing: MISSING, UNUSABLE, AMBIGUOUS.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from compliance.facts import Facts, attribute
from compliance.model import (
    Among,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Covers,
    Duration,
    Exists,
    FieldType,
    Inside,
    Line,
    Not,
    Record,
    Ref,
    Rows,
    Size,
    Span,
    Test,
    Unknown,
    Value,
)
from compliance.syntax import roots
from compliance.vocabulary import Space, next_spaces, record_space, types_at

FALSE, TRUE, MISSING, UNUSABLE, AMBIGUOUS = 0, 1, 2, 4, 8
BITS = {Unknown.MISSING: MISSING, Unknown.UNUSABLE: UNUSABLE, Unknown.AMBIGUOUS: AMBIGUOUS}
REASONS = ((MISSING, "missing"), (UNUSABLE, "unusable"), (AMBIGUOUS, "ambiguous"))
UNBOUNDED = 1 << 30
"""More than any list has: how many values an absent list may hold."""


class Subject(NamedTuple):
    """What `$each` is: a person (role), two people (pair), a word or a row (item), or a record."""

    kind: str
    key: str
    value: Any
    terms: tuple[tuple[Span, ...], ...] = ()
    """Days in the role of each person, or in force of an item: tenure is tested on each. Empty: throughout."""
    day: Span | None = None
    """The day of a record, as the trigger's selector dates it."""


class Binding(NamedTuple):
    """Who a selector is asked for. `person` is set under an `each` bearer only."""

    mode: str
    role: str
    person: str | None
    subject: Subject | None = None


class Found(NamedTuple):
    """The values at a path: those known, the reasons of those unknown, and how many the unknown may be."""

    values: list[Value]
    bits: int
    more: int


Tester = Callable[[Record, date, date, Binding], int]


def conjunction(truths: Iterable[int]) -> int:
    bits = 0
    for truth in truths:
        if truth == FALSE:
            return FALSE
        if truth != TRUE:
            bits |= truth
    return bits or TRUE


def disjunction(truths: Iterable[int]) -> int:
    bits = 0
    for truth in truths:
        if truth == TRUE:
            return TRUE
        bits |= truth
    return bits


def negation(truth: int) -> int:
    return 1 - truth if truth <= TRUE else truth


def key_of(item: Value) -> Value:
    """What stands for an item in comparisons: a row's id, else the item itself."""
    return item.get("id") if isinstance(item, Mapping) else item


# ---------------------------------------------------------------- paths


def gather(facts: Facts, fields: Mapping[str, Value], space: Space, path: tuple[str, ...], first: date, last: date) -> Found:
    """All values at the path, lists flattened, references followed as on the day."""
    values: list[Value] = []
    bits, more = _gather(facts, fields, space, path, first, last, values)
    return Found(values, bits, more)


def _gather(
    facts: Facts, fields: Mapping[str, Value], space: Space, path: tuple[str, ...], first: date, last: date, out: list[Value]
) -> tuple[int, int]:
    kind, value = space.get(path[0]), fields.get(path[0])
    if kind is None:  # behind a ref to any kind: this record's kind has no such field
        return MISSING, UNBOUNDED
    if value is None:
        return MISSING, UNBOUNDED if kind.many or len(path) > 1 else 1
    bits = more = 0
    for item in value if isinstance(value, tuple) and not isinstance(value, (Span, Duration)) else (value,):
        if isinstance(item, Unknown):
            bits, more = bits | BITS[item], more + (1 if len(path) == 1 else UNBOUNDED)
        elif len(path) == 1:
            out.append(item)
        elif (inner := _inside(facts, item, kind, path[1], first, last)) is None:
            bits, more = bits | MISSING, UNBOUNDED
        else:
            inner_bits, inner_more = _gather(facts, *inner, path[1:], first, last, out)
            bits, more = bits | inner_bits, more + inner_more
    return bits, more


def _inside(facts: Facts, item: Value, kind: FieldType, name: str, first: date, last: date) -> tuple[Mapping[str, Value], Space] | None:
    """The fields behind a value, and their types: a row's own, a record's by id, a person's or place's `name` as on the day."""
    vocabulary = facts.pack.vocabulary
    if kind.base == "row":
        return item, kind.fields
    if kind.base == "ref":
        record = facts.by_id.get(item)
        return (record.fields, record_space(vocabulary, record.kind)) if record else None
    owner = facts.unit.people.get(item) if kind.base == "person" else facts.unit.places.get(item)
    if owner is None:
        return None
    if name in ("id", "name"):
        value: Value = owner.id if name == "id" else owner.name
    elif name == "roles" and kind.base == "person":
        value = tuple(role for role in facts.pack.roles if facts.holds(owner.id, role, first, last))
    else:
        value = attribute(owner.attributes.get(name, ()), first, last)
    return {name: value}, next_spaces(vocabulary, kind)[0]


# ---------------------------------------------------------------- what a condition compares with


def resolve(facts: Facts, ref: Ref, record: Record | None, first: date, last: date, binding: Binding) -> Found:
    """The values of a reference on the day."""
    root, path = ref
    if root == "bearer":
        holders = frozenset((binding.person,)) if binding.person else facts.holders(binding.role, first, last)
        if holders is None:
            return Found([], UNUSABLE, UNBOUNDED)
        return _of_people(facts, sorted(holders), path, first, last)
    if root == "each":
        return _of_subject(facts, binding.subject, path, first, last)
    if root == "people":
        there = facts.holders(path[0], first, last)
        return Found(sorted(there), 0, 0) if there is not None else Found([], UNUSABLE, UNBOUNDED)
    if root == "set":
        return Found([key_of(item) for item in facts.items(path[0])], 0, 0)
    if root == "param":
        value = facts.parameter(path[0])
        return Found(list(value) if type(value) is tuple else [value], 0, 0)
    if root == "unit":
        return gather(
            facts, {path[0]: attribute(facts.unit.attributes.get(path[0], ()), first, last)}, facts.pack.vocabulary.unit, path, first, last
        )
    if record is None:
        return Found([], MISSING, UNBOUNDED)
    return gather(facts, record.fields, record_space(facts.pack.vocabulary, record.kind), path, first, last)


def _of_people(facts: Facts, people: list[str], path: tuple[str, ...], first: date, last: date) -> Found:
    if not path:
        return Found(list(people), 0, 0)
    return gather(facts, {"people": tuple(people)}, {"people": FieldType("person", many=True)}, ("people", *path), first, last)


def _of_subject(facts: Facts, subject: Subject | None, path: tuple[str, ...], first: date, last: date) -> Found:
    if subject is None:
        return Found([], MISSING, UNBOUNDED)
    if subject.kind == "pair":
        person = subject.value[0 if path[0] == "a" else 1]
        return _of_people(facts, [person], path[1:], first, last)
    if subject.kind == "role":
        return _of_people(facts, [subject.value], path, first, last)
    if subject.kind == "record":
        record: Record = subject.value
        if not path:
            return Found([record.id], 0, 0)
        return gather(facts, record.fields, record_space(facts.pack.vocabulary, record.kind), path, *(subject.day or (record.first, record.last)))
    if not path:
        return Found([key_of(subject.value)], 0, 0)
    value = subject.value.get(path[0]) if isinstance(subject.value, Mapping) and len(path) == 1 else None
    return Found([], MISSING, 1) if value is None else Found(list(value) if type(value) is list else [value], 0, 0)


# ---------------------------------------------------------------- compiling


def compile_condition(facts: Facts, condition: Condition, space: Space) -> Tester:
    """A function of (record, first and last day it may be dated, binding)."""
    if isinstance(condition, AnyOf):
        alternatives = [[compile_condition(facts, line, space) for line in lines] for lines in condition.alternatives]
        return lambda record, first, last, binding: disjunction(
            conjunction(test(record, first, last, binding) for test in tests) for tests in alternatives
        )
    fast = _plain_membership(condition, space)
    return fast or _general(facts, condition, space)


def _plain_membership(line: Line, space: Space) -> Tester | None:
    """`field: x` or `field: [x, y]` on a plain field: the commonest line by far, hence its own short function."""
    if len(line.path) != 1 or not isinstance(line.test, Among) or roots(line.test) or space[line.path[0]].base in ("date", "row"):
        return None
    name, wanted = line.path[0], frozenset(line.test.values)
    if space[name].many:
        return None

    def test(record: Record, first: date, last: date, binding: Binding) -> int:
        value = record.fields.get(name)
        if value is None:
            return MISSING
        return BITS[value] if isinstance(value, Unknown) else int(value in wanted)

    return test


def _general(facts: Facts, line: Line, space: Space) -> Tester:
    path, test, rows = line.path, line.test, _row_space(facts, space, line.path)

    def run(record: Record, first: date, last: date, binding: Binding) -> int:
        found = gather(facts, record.fields, space, path, first, last)
        return evaluate(facts, test, found, record, first, last, binding, rows)

    return run


def _row_space(facts: Facts, space: Space, path: tuple[str, ...]) -> Space:
    """The columns where the values at the path are rows; nothing where they are not."""
    types = types_at(facts.pack.vocabulary, (space,), path)
    return next((kind.fields for _, kind, _ in types if kind is not None), {})


def evaluate(facts: Facts, test: Test, found: Found, record: Record, first: date, last: date, binding: Binding, rows: Space) -> int:
    """One test on the values found; `rows` are the columns where the values are rows."""

    def listed(values: tuple[Value | Ref, ...]) -> Found:
        known: list[Value] = []
        bits = more = 0
        for value in values:
            if isinstance(value, Ref):
                got = resolve(facts, value, record, first, last, binding)
                known += got.values
                bits, more = bits | got.bits, more + got.more
            else:
                known.append(value)
        return Found(known, bits, more)

    match test:
        case Among(values):
            return _intersects(found, listed(values))
        case Not(inner):
            return negation(evaluate(facts, inner, found, record, first, last, binding, rows))
        case Exists(wanted):
            given = bool(found.values) or bool(found.bits & ~MISSING)
            return int(given == wanted)
        case Compare(op, value):
            return _compares(op, found, listed((value,)) if not _is_each(value) else _day_of_each(binding, listed((value,))))
        case Contains(text):
            return TRUE if any(isinstance(v, str) and text in v for v in found.values) else found.bits
        case Covers(values):
            return _subset(listed(values), found)
        case Inside(values):
            return _subset(found, listed(values))
        case Size(comparisons, among):
            return _sized(found, comparisons, None if among is None else listed(among), listed)
        case Rows(quantifier, lines):
            return _quantified(facts, quantifier, lines, found, record, first, last, binding, rows)


def _intersects(found: Found, listed: Found) -> int:
    wanted = set(listed.values)
    if any(not isinstance(value, Span) and value in wanted for value in found.values):
        return TRUE
    partial = UNUSABLE if any(isinstance(value, Span) for value in found.values) else 0
    bits = found.bits | partial
    if bits and (wanted or listed.bits):
        return bits | listed.bits
    return listed.bits if listed.bits and found.values else FALSE


def _subset(inner: Found, outer: Found) -> int:
    lacking = set(inner.values) - set(outer.values)
    if lacking and not outer.bits:
        return FALSE
    return (outer.bits if lacking else 0) | inner.bits or TRUE


_OPS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
    "equals": operator.eq,
}


def _compares(op: str, found: Found, wanted: Found) -> int:
    bits = found.bits | wanted.bits
    if bits or not found.values or not wanted.values:
        return bits or MISSING
    if len(set(found.values)) > 1 or len(set(wanted.values)) > 1:
        return AMBIGUOUS
    value, bound = found.values[0], wanted.values[0]
    return int(_OPS[op](value, bound)) if _comparable(value, bound) else UNUSABLE


def _comparable(left: Value, right: Value) -> bool:
    """Two numbers, two days, or two durations in the same unit (a month has no fixed number of days)."""
    if isinstance(left, Duration) and isinstance(right, Duration):
        return [bool(part) for part in left] == [bool(part) for part in right]
    numbers = (int, Fraction)
    return (isinstance(left, numbers) and isinstance(right, numbers)) or (isinstance(left, date) and isinstance(right, date))


def _is_each(value: Value) -> bool:
    return isinstance(value, Ref) and value.root == "each" and not value.path


def _day_of_each(binding: Binding, found: Found) -> Found:
    """`$each` where a date is wanted is the trigger's day."""
    subject = binding.subject
    if subject is None or subject.day is None:
        return found
    first, last = subject.day
    return Found([first if first == last else subject.day], 0, 0)


def _sized(found: Found, comparisons: tuple[Compare, ...], among: Found | None, listed: Callable[[tuple[Value | Ref, ...]], Found]) -> int:
    distinct = set(found.values)
    bits, more = found.bits, found.more
    if among is not None:
        allowed = set(among.values)
        bits |= among.bits
        more = min(more, len(allowed - distinct)) + (len(distinct - allowed) if among.bits else 0)
        distinct &= allowed
    low, high = len(distinct), len(distinct) + (more if bits else 0)

    def one(compare: Compare) -> int:
        wanted = listed((compare.value,))
        if wanted.bits or len(wanted.values) != 1:
            return wanted.bits or MISSING
        ends = {_OPS[compare.op](size, wanted.values[0]) for size in (low, high)}
        if compare.op == "equals" and low != high and low <= wanted.values[0] <= high:
            return bits
        return int(ends.pop()) if len(ends) == 1 else bits

    return conjunction(one(compare) for compare in comparisons)


def _quantified(
    facts: Facts,
    quantifier: str,
    lines: tuple[Condition, ...],
    found: Found,
    record: Record,
    first: date,
    last: date,
    binding: Binding,
    rows: Space,
) -> int:
    def of(row: Value) -> int:
        return conjunction(_on_row(facts, line, row, record, first, last, binding, rows) for line in lines)

    if quantifier in ("first", "last"):
        if found.bits or not found.values:
            return found.bits
        return of(found.values[0 if quantifier == "first" else -1])
    truths = [of(row) for row in found.values]
    if quantifier == "any":
        return disjunction([*truths, found.bits])
    wanted = truths if quantifier == "all" else [negation(truth) for truth in truths]
    return conjunction([*wanted, found.bits or TRUE])


def _on_row(facts: Facts, line: Condition, row: Value, record: Record, first: date, last: date, binding: Binding, rows: Space) -> int:
    if isinstance(line, AnyOf):
        return disjunction(
            conjunction(_on_row(facts, inner, row, record, first, last, binding, rows) for inner in lines) for lines in line.alternatives
        )
    found = gather(facts, row, rows, line.path, first, last)
    return evaluate(facts, line.test, found, record, first, last, binding, _row_space(facts, rows, line.path))
