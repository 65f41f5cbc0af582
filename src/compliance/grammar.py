"""Conditions: `where`, `must` and their tests, from YAML to syntax trees, every name and type checked (language §4, §12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import NoneType
from typing import Any

from compliance.misshapen import wanted
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
    Ref,
    Rows,
    Size,
    Test,
    Value,
)
from compliance.quantities import comparable, is_choice
from compliance.references import COMPARABLE, NUMBER, operands, path_types, reference
from compliance.scope import Scope
from compliance.shapes import closest
from compliance.slips import colon_slip
from compliance.timing import point
from compliance.values import ROOTS, is_reference, shown
from compliance.vocabulary import Space

COMPARISONS = ("at_least", "at_most", "more_than", "less_than", "equals")
QUANTIFIERS = ("any", "all", "none", "first", "last")
TESTS = ("not", "exists", "contains", "covers", "inside", "size", *COMPARISONS, *QUANTIFIERS)
NO_TEST = Exists(True)
"""Stands in for a test that could not be understood."""


def conditions(raw: object, scope: Scope, spaces: tuple[Space, ...]) -> tuple[Condition, ...]:
    """A list of one-key mappings, or (inside `any_of` and rows) one mapping of several lines: a conjunction."""
    if isinstance(raw, Mapping):
        return tuple(condition(key, value, scope.under(key), spaces) for key, value in raw.items())
    found: list[Condition] = []
    for number, line in enumerate(raw if isinstance(raw, list) else []):
        inner = scope.under(number)
        if not isinstance(line, Mapping) or len(line) != 1:
            inner.say("rules.line.keys", found=shown(line))
            continue
        [(key, value)] = line.items()
        found.append(condition(key, value, inner.under(key), spaces))
    return tuple(found)


def condition(key: str, raw: object, scope: Scope, spaces: tuple[Space, ...]) -> Condition:
    source = f"{key}: {shown(raw)}"
    if key == "any_of":
        if not isinstance(raw, list) or not raw or not all(isinstance(item, Mapping) and item for item in raw):
            scope.say("rules.any_of.form", found=shown(raw))
            return AnyOf((), source)
        return AnyOf(tuple(conditions(item, scope.under(number), spaces) for number, item in enumerate(raw)), source)
    if key == "in_force":
        found = point(raw, replace(scope, select=None))
        return Line(("start",), InForce(found or Point("end")), source)
    if is_reference(key):
        return _of_reference(key, raw, scope, source)
    path = tuple(key.split("."))
    if not spaces and not scope.kinds:
        scope.say("rules.line.reference", of_key=True, found=key)
        return Line(path, NO_TEST, source)
    return Line(path, _test(raw, scope, path_types(path, scope, spaces, of_key=True)), source)


def states(raw: object, scope: Scope) -> tuple[Condition, ...]:
    """`when` and `holds`: conditions whose paths start with a reference, for no record is looked at."""
    if not raw:
        scope.say("rules.list.nothing")
    found = conditions(raw, replace(scope, kinds=()), ())
    for line in found:
        if isinstance(line, Line) and isinstance(line.test, InForce):
            scope.say("rules.line.reference", found=line.source)
    return found


def _of_reference(key: str, raw: object, scope: Scope, source: str) -> Line:
    ref, meaning = reference(key, scope, ROOTS if scope.kinds else tuple(root for root in ROOTS if root != "record"))
    return Line((), _test(raw, scope, meaning.types or tuple(_types_of(meaning.values))), source, ref)


def _types_of(values: tuple[Value, ...]) -> Iterator[FieldType]:
    """What a parameter or a set holds."""
    for value in values[:1]:
        first = value[0] if type(value) is tuple and value else value
        numbers = isinstance(first, (int, Fraction)) and not isinstance(first, bool)
        base = "flag" if isinstance(first, bool) else "number" if numbers else "duration" if isinstance(first, Duration) else "text"
        yield FieldType("date" if isinstance(first, date) else base)


def _test(raw: Any, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if not isinstance(raw, Mapping):
        if raw == []:
            scope.say("rules.list.nothing")
        return Among(operands(raw, scope, types))
    if is_choice(raw):
        scope.say("rules.choose.test")
        return NO_TEST
    if "size" in raw and set(raw) <= {"size", "among"}:
        return _size(raw, scope, types)
    if len(raw) != 1:
        scope.say("rules.test.keys", found=shown(raw))
        return NO_TEST
    [(key, value)] = raw.items()
    if key in QUANTIFIERS:
        return _rows(key, value, scope.under(key), types)
    return _plain_test(key, value, scope.under(key), types)


def _plain_test(key: str, value: Any, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if key == "not":
        return Not(_test(value, scope, types))
    if key == "exists":
        if not isinstance(value, bool):
            scope.say("rules.value.type", found=shown(value), wanted=wanted("flag"))
        return Exists(value is True)
    if key in COMPARISONS:
        if types and not any(each.base in COMPARABLE for each in types):
            scope.say("rules.compare.field", of_key=True, found=key, have=wanted(*(each.base for each in types)))
            return NO_TEST
        return Compare(key, comparable(value, scope, types))
    if key == "contains":
        return _contains(value, scope, types)
    if key == "covers":
        return Covers(operands(value, scope, types))
    if key == "inside":
        return Inside(operands(value, scope, types))
    if key == "among":
        scope.say("rules.among.size", of_key=True)
    else:
        scope.say("rules.test.unknown", of_key=True, found=key, hint=closest(key, TESTS))
    return NO_TEST


def _contains(value: object, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if not isinstance(value, str) or not value or value.startswith("$"):
        scope.say("rules.value.text", found=shown(value))
    elif any(each.base not in ("text", "term", "file", "ref") for each in types):
        scope.say("rules.contains.field", of_key=True, have=wanted(*(each.base for each in types)))
    else:
        scope.say("rules.contains", "warning", found=value)
    return Contains(str(value))


def _rows(quantifier: str, raw: object, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if any(each.base != "row" for each in types):
        scope.say("rules.rows.wanted", of_key=True, found=quantifier)
        return NO_TEST
    if not isinstance(raw, Mapping) or not raw:
        slip = isinstance(raw, str) and colon_slip(raw)
        scope.say(*(("rules.colon",) if slip else ("rules.value.type",)), found=shown(raw), wanted=wanted("mapping"))
        return NO_TEST
    spaces = tuple(each.fields for each in types)
    return Rows(quantifier, conditions(raw, scope, spaces) if spaces else ())


def _size(raw: Mapping[str, Any], scope: Scope, types: tuple[FieldType, ...]) -> Test:
    inner = scope.under("size")
    sizes = raw["size"]
    if not isinstance(sizes, Mapping) or not sizes or not set(sizes) <= set(COMPARISONS):
        inner.say("rules.size.form", found=shown(sizes))
        return NO_TEST
    comparisons = []
    for key, value in sizes.items():
        number = comparable(value, inner.under(key), (NUMBER,))
        if not isinstance(number, (Ref, int, Calc, Choose, NoneType)) or (isinstance(number, int) and number < 0):
            inner.under(key).say("rules.value.type", found=shown(value), wanted=wanted("whole"))
        comparisons.append(Compare(key, number))
    among = operands(raw["among"], scope.under("among"), types) if "among" in raw else None
    return Size(tuple(comparisons), among)
