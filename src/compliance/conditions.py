"""Conditions compiled to functions of a record: true, false or unknown, and why unknown (language §4, strong Kleene).

A truth is a small integer, so that hot loops stay cheap: 0 false, 1 true, and above that the union of
the reasons for not knowing: MISSING, UNUSABLE, AMBIGUOUS.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain
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
OnFields = Callable[..., int]
"""A condition on the fields of a record or of one of its rows: (fields, record, first, last, binding)."""
OnFound = Callable[..., int]
"""A test on the values at a path: (found, record, first, last, binding)."""


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
    rest = path[1:]
    for item in value if type(value) is tuple else (value,):
        if isinstance(item, Unknown):
            bits, more = bits | BITS[item], more + (UNBOUNDED if rest else 1)
            continue
        if not rest:
            out.append(item)
            continue
        inner = _inside(facts, item, kind, rest[0], first, last)
        if inner is None:
            bits, more = bits | MISSING, UNBOUNDED
        else:
            inner_bits, inner_more = _gather(facts, *inner, rest, first, last, out)
            bits, more = bits | inner_bits, more + inner_more
    return bits, more


def _inside(facts: Facts, item: Value, kind: FieldType, name: str, first: date, last: date) -> tuple[Mapping[str, Value], Space] | None:
    """The fields behind a value, and their types: a row's own, a record's by id, a person's or place's `name` as on the day."""
    if kind.base == "row":
        return item, kind.fields
    vocabulary = facts.pack.vocabulary
    if kind.base == "ref":
        record = facts.by_id.get(item)
        # What has not taken place, or is of another kind than the field asks for, proves nothing about what refers to it.
        if record is None or record.status != "done" or record.origin == "compiled" or record.last > facts.as_of:
            return None
        return (record.fields, record_space(vocabulary, record.kind)) if kind.kind in ("", record.kind) else None
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
        space = record_space(facts.pack.vocabulary, record.kind)
        return gather(facts, record.fields, space, path, *(subject.day or (record.first, record.last)))
    if not path:
        return Found([key_of(subject.value)], 0, 0)
    value = subject.value.get(path[0]) if isinstance(subject.value, Mapping) and len(path) == 1 else None
    return Found([], MISSING, 1) if value is None else Found(list(value) if type(value) is list else [value], 0, 0)


# ---------------------------------------------------------------- compiling


def compile_condition(facts: Facts, condition: Condition, space: Space) -> Tester:
    """A function of (record, first and last day it may be dated, binding)."""
    on_fields = _on_fields(facts, condition, space)
    return lambda record, first, last, binding: on_fields(record.fields, record, first, last, binding)


def _on_fields(facts: Facts, condition: Condition, space: Space) -> OnFields:
    if isinstance(condition, AnyOf):
        alternatives = [[_on_fields(facts, line, space) for line in lines] for lines in condition.alternatives]
        return lambda fields, *at: disjunction(conjunction(test(fields, *at) for test in tests) for tests in alternatives)
    path = condition.path
    if len(path) == 1 and (short := _short(condition, space[path[0]])):
        return short
    test = _on_found(facts, condition.test, _row_space(facts, space, path))
    return lambda fields, record, first, last, binding: test(gather(facts, fields, space, path, first, last), record, first, last, binding)


def _short(line: Line, field: FieldType) -> OnFields | None:
    """`field: x`, `field: [x, y]` and `field: {exists: …}`: the commonest lines by far, hence short functions, four times as quick."""
    [name], test = line.path, line.test
    if isinstance(test, Exists):
        wanted = test.wanted

        def exists(fields: Mapping[str, Value], *_at: object) -> int:
            value = fields.get(name)
            given = value is not None and any(item is not Unknown.MISSING for item in (value if type(value) is tuple else (value,)))
            return int(given == wanted)

        return exists
    if not isinstance(test, Among) or not test.values or field.base in ("date", "row") or any(isinstance(v, Ref) for v in test.values):
        return None
    values = frozenset(test.values)

    def among(fields: Mapping[str, Value], *_at: object) -> int:
        value = fields.get(name)
        if value is None:
            return MISSING
        if type(value) is not tuple:
            return BITS[value] if isinstance(value, Unknown) else int(value in values)
        bits = FALSE
        for item in value:
            if item in values:
                return TRUE
            if isinstance(item, Unknown):
                bits |= BITS[item]
        return bits

    return among


def _row_space(facts: Facts, space: Space, path: tuple[str, ...]) -> Space:
    """The columns where the values at the path are rows; nothing where they are not."""
    types = types_at(facts.pack.vocabulary, (space,), path)
    return next((kind.fields for _, kind, _ in types if kind is not None), {})


def _on_found(facts: Facts, test: Test, rows: Space) -> OnFound:
    """One test on the values found; `rows` are the columns where the values are rows."""
    match test:
        case Among(values):
            listed = _listed(facts, values)
            return lambda found, *at: _intersects(found, listed(*at))
        case Not(inner):
            positive = _on_found(facts, inner, rows)
            return lambda found, *at: negation(positive(found, *at))
        case Exists(wanted):
            return lambda found, *_at: int((bool(found.values) or bool(found.bits & ~MISSING)) == wanted)
        case Compare(op, value):
            listed = _listed(facts, (value,))
            if _is_each(value):
                return lambda found, *at: _compares(op, found, _day_of_each(at[-1], listed(*at)))
            return lambda found, *at: _compares(op, found, listed(*at))
        case Contains(text):
            return lambda found, *_at: TRUE if any(isinstance(v, str) and text in v for v in found.values) else found.bits
        case Covers(values):
            listed = _listed(facts, values)
            # An absent field is unknown even to a list of nobody; an empty one is known.
            return lambda found, *at: found.bits if found.bits and not found.values else _subset(listed(*at), found)
        case Inside(values):
            listed = _listed(facts, values)
            return lambda found, *at: _subset(found, listed(*at))
        case Size(comparisons, among):
            sizes = [(compare, _listed(facts, (compare.value,))) for compare in comparisons]
            allowed = _listed(facts, among) if among is not None else None
            return lambda found, *at: _sized(found, [(c, of(*at)) for c, of in sizes], allowed(*at) if allowed else None)
        case Rows(quantifier, lines):
            tests = [_on_fields(facts, line, rows) for line in lines]
            return lambda found, *at: _quantified(quantifier, found, lambda row: conjunction(test(row, *at) for test in tests))


def _listed(facts: Facts, values: tuple[Value | Ref, ...]) -> Callable[[Record, date, date, Binding], Found]:
    """What a condition compares with: as written, references resolved on the day."""
    plain = [value for value in values if not isinstance(value, Ref)]
    refs = [value for value in values if isinstance(value, Ref)]
    fixed = Found(plain, 0, 0)
    if not refs:
        return lambda *_at: fixed

    def listed(record: Record, first: date, last: date, binding: Binding) -> Found:
        known, bits, more = list(plain), 0, 0
        for ref in refs:
            got = resolve(facts, ref, record, first, last, binding)
            known += got.values
            bits, more = bits | got.bits, more + got.more
        return Found(known, bits, more)

    return listed


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


def _sized(found: Found, comparisons: list[tuple[Compare, Found]], among: Found | None) -> int:
    distinct = set(found.values)
    bits, more = found.bits, found.more
    if among is not None:
        allowed = set(among.values)
        bits |= among.bits
        more = min(more, len(allowed - distinct)) + (len(distinct - allowed) if among.bits else 0)
        distinct &= allowed
    low, high = len(distinct), len(distinct) + (more if bits else 0)

    def one(compare: Compare, wanted: Found) -> int:
        if wanted.bits or len(wanted.values) != 1:
            return wanted.bits or MISSING
        ends = {_OPS[compare.op](size, wanted.values[0]) for size in (low, high)}
        if compare.op == "equals" and low != high and low <= wanted.values[0] <= high:
            return bits
        return int(ends.pop()) if len(ends) == 1 else bits

    return conjunction(one(compare, wanted) for compare, wanted in comparisons)


def _quantified(quantifier: str, found: Found, of: Callable[[Value], int]) -> int:
    """So many of the rows found, `of` which one by one it is known whether they satisfy the lines."""
    if quantifier in ("first", "last"):
        if found.bits or not found.values:
            return found.bits
        return of(found.values[0 if quantifier == "first" else -1])
    truths = map(of, found.values)
    if quantifier == "any":
        return disjunction(chain(truths, (found.bits,)))
    wanted = truths if quantifier == "all" else map(negation, truths)
    return conjunction(chain(wanted, (found.bits or TRUE,)))
