"""Conditions compiled to functions of a record: true, false or unknown, and why unknown (language §4)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any

from compliance.expressions import DAY, World, point, worth
from compliance.facts import Facts
from compliance.model import (
    Among,
    AnyOf,
    Calc,
    Choose,
    Compare,
    Condition,
    Contains,
    Covers,
    Duration,
    Exists,
    FieldType,
    InForce,
    Inside,
    Line,
    Not,
    Point,
    Record,
    Ref,
    Rows,
    Size,
    Span,
    Test,
    Unknown,
    Value,
)
from compliance.resolving import gather, resolve
from compliance.truths import (
    AMBIGUOUS,
    BITS,
    FALSE,
    MISSING,
    TRUE,
    UNUSABLE,
    Binding,
    Found,
    Period,
    conjunction,
    disjunction,
    negation,
)
from compliance.vocabulary import Space, person_space, types_at

Tester = Callable[[Record, date, date, Binding], int]
OnFields = Callable[..., int]
"""A condition on the fields of a record or of one of its rows: (fields, record, first, last, binding)."""
OnFound = Callable[..., int]
"""A test on the values at a path: (found, record, first, last, binding)."""


def compile_condition(facts: Facts, condition: Condition, space: Space) -> Tester:
    """A function of (record, first and last day it may be dated, binding)."""
    on_fields = _on_fields(facts, condition, space)
    return lambda record, first, last, binding: on_fields(record.fields, record, first, last, binding)


def state(facts: Facts, condition: Condition, day: date, binding: Binding) -> int:
    """A line of `when` or `holds`, which speaks of no record, as on a day."""
    return _on_fields(facts, condition, {})({}, None, day, day, binding)


def _on_fields(facts: Facts, condition: Condition, space: Space) -> OnFields:
    if isinstance(condition, AnyOf):
        alternatives = [[_on_fields(facts, line, space) for line in lines] for lines in condition.alternatives]
        return lambda fields, *at: disjunction(conjunction(test(fields, *at) for test in tests) for tests in alternatives)
    path, ref = condition.path, condition.of
    if isinstance(condition.test, InForce):
        return _in_force(facts, condition.test)
    if ref is not None:
        on_ref = _on_found(facts, condition.test, _rows_behind(facts, ref, space))
        is_date = isinstance(condition.test, Compare) and ref == Ref("each")

        def of_reference(_fields: Mapping[str, Value], record: Record, first: date, last: date, binding: Binding) -> int:
            found = resolve(facts, ref, record, first, last, binding)
            return on_ref(_day_of_each(binding, found) if is_date else found, record, first, last, binding)

        return of_reference
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


def _in_force(facts: Facts, test: InForce) -> OnFields:
    """`start` (else the record's day) not after the point, and `end`, if there is one, not before."""

    def in_force(fields: Mapping[str, Value], record: Record, first: date, last: date, binding: Binding) -> int:
        base = binding.period or Period(*facts.span)
        world = World(Span(base.first, base.last), lambda ref: resolve(facts, ref, record, first, last, binding), facts.calendar)
        day = point(test.point, world).day
        if day is None:
            return MISSING
        start, end = fields.get("start") or fields.get("date"), fields.get("end")
        begun = _at_most(start, day)
        return conjunction((begun, TRUE if end is None else negation(_at_most(end, day - DAY))))

    return in_force


def _at_most(value: Value, day: date) -> int:
    """Whether a day that is perhaps only partly known is not after another."""
    if value is None:
        return MISSING
    if isinstance(value, Unknown):
        return BITS[value]
    first, last = value if isinstance(value, Span) else (value, value)
    return TRUE if last <= day else FALSE if first > day else UNUSABLE


def _rows_behind(facts: Facts, ref: Ref, space: Space) -> Space:
    """The columns of what a reference stands for, where that is rows."""
    vocabulary = facts.pack.vocabulary
    spaces = {"bearer": person_space(vocabulary), "unit": vocabulary.unit, "record": space}
    if ref.root in spaces and ref.path:
        return _row_space(facts, spaces[ref.root], ref.path)
    if ref.root == "each" and ref.path:
        found = (kind.fields.get(ref.path[0]) for kind in vocabulary.kinds.values())
        return next((field.fields for field in found if field is not None and field.base == "row" and len(ref.path) == 1), {})
    return {}


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
            if isinstance(value, (Calc, Choose, Point)):
                return _compares_expression(facts, op, value)
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
            sizes = [(compare, _expressed(facts, compare.value)) for compare in comparisons]
            allowed = _listed(facts, among) if among is not None else None
            return lambda found, *at: _sized(found, [(c, of(*at)) for c, of in sizes], allowed(*at) if allowed else None)
        case InForce():
            raise AssertionError("read together with the record's end")
        case Rows(quantifier, lines):
            tests = [_on_fields(facts, line, rows) for line in lines]
            return lambda found, *at: _quantified(quantifier, found, lambda row: conjunction(test(row, *at) for test in tests))


def _compares_expression(facts: Facts, op: str, value: Calc | Choose | Point) -> OnFound:
    wanted = _expressed(facts, value)
    return lambda found, *at: _compares(op, found, wanted(*at))


def _expressed(facts: Facts, value: Value | Ref | Calc | Choose | Point) -> Callable[[Record, date, date, Binding], Found]:
    """What a comparison compares with, where that is worked out."""
    if not isinstance(value, (Calc, Choose, Point)):
        return _listed(facts, (value,))

    def expressed(record: Record, first: date, last: date, binding: Binding) -> Found:
        def look(ref: Ref) -> Found:
            found = resolve(facts, ref, record, first, last, binding)
            return _day_of_each(binding, found) if _is_each(ref) else found

        if not isinstance(value, Point):
            return worth(value, look)
        base = binding.period or Period(*facts.span)
        day = point(value, World(Span(base.first, base.last), look, facts.calendar)).day
        return Found([day], 0, 0) if day is not None else Found([], _bits_of(value, look) or MISSING, 1)

    return expressed


def _bits_of(value: Point, look: Callable[[Ref], Found]) -> int:
    return look(value.base).bits if isinstance(value.base, Ref) else 0


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
