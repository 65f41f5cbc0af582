"""Conditions: `where`, `must` and their tests, from YAML to syntax trees, every name and type checked (language §4, §5, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.errors import Location, Problem, ProblemSeverity, problem
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
    Ref,
    Rows,
    Size,
    Test,
    Value,
    Vocabulary,
)
from compliance.shapes import Keys, closest
from compliance.source import Document
from compliance.values import ValueProblem, is_reference, parse_reference, parse_scalar
from compliance.vocabulary import Space, person_space, record_space, types_at

COMPARISONS = ("at_least", "at_most", "more_than", "less_than", "equals")
QUANTIFIERS = ("any", "all", "none", "first", "last")
TESTS = ("not", "exists", "contains", "covers", "inside", "size", "among", *COMPARISONS, *QUANTIFIERS)


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack declares and a rule may name."""

    vocabulary: Vocabulary
    roles: frozenset[str]
    sets: frozenset[str]
    parameters: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a rule file we are, what may be named there, and where problems are collected."""

    doc: Document
    names: Names
    problems: list[Problem]
    keys: Keys = ()
    kinds: tuple[str, ...] = ()
    """The record kinds that `$record` and the outermost paths speak of."""
    routes: Mapping[str | int, Scope] = field(default_factory=dict)
    """Where a first key really stands, if elsewhere: what `like` copied keeps its own place."""

    def under(self, *keys: str | int) -> Scope:
        home = self.routes.get(keys[0], self)
        return replace(home, keys=(*home.keys, *keys), routes={})

    def at(self, *keys: str | int, of_key: bool = False) -> Location:
        return self.doc.at(*self.keys, *keys, of_key=of_key)

    def say(self, code: str, severity: ProblemSeverity = "error", *, of_key: bool = False, **params: object) -> None:
        self.problems.append(problem(self.at(of_key=of_key), code, severity, **params))

    def refuse(self, wrong: ValueProblem) -> None:
        self.problems.append(problem(self.at(), wrong.code, "error", **wrong.params))

    def spaces(self) -> tuple[Space, ...]:
        return tuple(record_space(self.names.vocabulary, kind) for kind in self.kinds)


def shown(raw: object) -> str:
    """A rule value as its author would write it on one line."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, (list, tuple)):
        return "[" + ", ".join(shown(value) for value in raw) + "]"
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


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
        scope.say("rules.unsupported", of_key=True, what=key)
        return AnyOf((), source)
    path = tuple(key.split("."))
    return Line(path, _test(raw, scope, _types(path, scope, spaces)), source)


def operands(raw: object, scope: Scope, types: tuple[FieldType, ...] = ()) -> tuple[Value | Ref, ...]:
    """One value or a list of values and references, checked against the types they are compared with."""
    items = raw if isinstance(raw, list) else [raw]
    return tuple(_operand(item, scope.under(number) if isinstance(raw, list) else scope, types) for number, item in enumerate(items))


def _types(path: tuple[str, ...], scope: Scope, spaces: tuple[Space, ...]) -> tuple[FieldType, ...]:
    types: list[FieldType] = []
    for unknown, found, space in types_at(scope.names.vocabulary, spaces, path):
        if found is not None:
            types.append(found)
        elif space:
            scope.say("rules.field.unknown", of_key=True, field=unknown, path=".".join(path), hint=closest(unknown, space))
            return ()
        else:
            scope.say("rules.path.beyond", of_key=True, field=unknown, path=".".join(path))
            return ()
    return tuple(types)


def _test(raw: Any, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if not isinstance(raw, Mapping):
        return Among(operands(raw, scope, types))
    if "size" in raw and set(raw) <= {"size", "among"}:
        return _size(raw, scope, types)
    if len(raw) != 1:
        scope.say("rules.test.keys", found=shown(raw))
        return Exists(True)
    [(key, value)] = raw.items()
    inner = scope.under(key)
    if key == "not":
        return Not(_test(value, inner, types))
    if key == "exists":
        if not isinstance(value, bool):
            inner.say("rules.value.type", found=shown(value), wanted="true / false")
        return Exists(value is True)
    if key in COMPARISONS:
        return Compare(key, _comparable(value, inner, types))
    if key == "contains":
        inner.say("rules.contains", "warning", found=shown(value))
        return Contains(str(value))
    if key == "covers":
        return Covers(operands(value, inner, types))
    if key == "inside":
        return Inside(operands(value, inner, types))
    if key in QUANTIFIERS:
        return _rows(key, value, inner, types)
    scope.say("rules.test.unknown", of_key=True, found=key, hint=closest(key, TESTS))
    return Exists(True)


def _rows(quantifier: str, raw: object, scope: Scope, types: tuple[FieldType, ...]) -> Test:
    if any(each.base != "row" for each in types):
        scope.say("rules.rows.wanted", of_key=True, found=quantifier)
    if not isinstance(raw, Mapping) or not raw:
        scope.say("rules.value.type", found=shown(raw), wanted="mapping")
        return Exists(True)
    spaces = tuple(each.fields for each in types if each.base == "row")
    return Rows(quantifier, conditions(raw, scope, spaces) if spaces else ())


def _size(raw: Mapping[str, Any], scope: Scope, types: tuple[FieldType, ...]) -> Test:
    inner = scope.under("size")
    sizes = raw["size"]
    if not isinstance(sizes, Mapping) or not sizes or not set(sizes) <= set(COMPARISONS):
        inner.say("rules.size.form", found=shown(sizes))
        return Exists(True)
    among = operands(raw["among"], scope.under("among"), types) if "among" in raw else None
    return Size(tuple(Compare(key, _comparable(value, inner.under(key), (FieldType("number"),))) for key, value in sizes.items()), among)


def _comparable(raw: object, scope: Scope, types: tuple[FieldType, ...]) -> Value | Ref:
    """The right side of a comparison: a number, a date or a duration, or a reference to one."""
    if isinstance(raw, Mapping):
        scope.say("rules.unsupported", what=shown(raw))
        return 0
    if (isinstance(raw, str) and " + " in raw) or (isinstance(raw, str) and " - " in raw):
        scope.say("rules.unsupported", what=raw)
        return 0
    value = _operand(raw, scope, ())
    bases = {each.base for each in types}
    fits = {int: "number", Fraction: "number", date: "date", Duration: "duration"}
    if not isinstance(value, Ref) and (type(value) not in fits or (bases and fits[type(value)] not in bases)):
        scope.say("rules.value.type", found=shown(raw), wanted=" / ".join(sorted(bases)) or "number / date / duration")
        return 0
    return value


def _operand(raw: object, scope: Scope, types: tuple[FieldType, ...]) -> Value | Ref:
    if is_reference(raw):
        return reference(str(raw), scope)
    if isinstance(raw, (Mapping, list)):
        scope.say("rules.value.type", found=shown(raw), wanted="text / number / $reference")
        return ""
    value = raw
    for each in types:
        value = _literal(raw, each, scope)
    return value if types else _plain(raw, scope)


def _plain(raw: object, scope: Scope) -> Value:
    try:
        return parse_scalar(raw)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return ""


_PYTHON = {"number": (int, Fraction), "flag": (bool,), "date": (date,), "duration": (Duration,)}


def _literal(raw: object, kind: FieldType, scope: Scope) -> Value:
    """A constant beside a field of this type."""
    if kind.base == "person":
        scope.say("rules.person.constant", found=shown(raw))
        return ""
    if kind.base == "row":
        scope.say("rules.rows.compared", found=shown(raw))
        return ""
    if kind.base in _PYTHON:
        value = _plain(raw, scope)
        if not isinstance(value, _PYTHON[kind.base]) or (kind.base == "number" and isinstance(value, bool)):
            scope.say("rules.value.type", found=shown(raw), wanted=kind.base)
        return value
    if not isinstance(raw, str):
        scope.say("rules.value.text", found=shown(raw))
        return str(raw)
    terms = scope.names.vocabulary.terms.get(kind.terms, ()) if kind.terms else ()
    if kind.terms and raw not in terms:
        scope.say("rules.term.unknown", found=raw, terms=kind.terms, hint=closest(raw, terms))
    return raw


def reference(text: str, scope: Scope) -> Ref:
    """A reference whose names are declared; `$each` is checked where the rule that uses it is known."""
    try:
        ref = parse_reference(text)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return Ref("each")
    known: Iterable[str] | None = {
        "people": scope.names.roles,
        "set": scope.names.sets,
        "param": scope.names.parameters,
        "unit": scope.names.vocabulary.unit,
    }.get(ref.root)
    if known is not None:
        if ref.path[0] not in known:
            scope.say("rules.name.unknown", found=ref, hint=closest(ref.path[0], known))
        elif len(ref.path) > 1:
            scope.say("rules.reference.path", found=ref)
    elif ref.root == "bearer" and ref.path:
        _types(ref.path, scope, (person_space(scope.names.vocabulary),))
    elif ref.root == "record":
        _types(ref.path, scope, scope.spaces())
    return ref
