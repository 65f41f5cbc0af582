"""What may be compared with what: references and constants, their names declared, their types fitting (language §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from compliance.misshapen import wanted
from compliance.model import Duration, FieldType, ForEach, Ref, Value, Vocabulary
from compliance.scope import Each, Scope
from compliance.shapes import closest
from compliance.values import PERIOD_FIELDS, ROOTS, ValueProblem, is_reference, parse_reference, parse_scalar, shown
from compliance.vocabulary import Space, next_spaces, person_space, record_space, types_at, words_of

PERSON, REF, DATE, NUMBER = FieldType("person"), FieldType("ref"), FieldType("date"), FieldType("number")
COMPARABLE = ("number", "date", "duration")
_WORDS = ("text", "term", "ref", "file")
_ALIKE = dict.fromkeys(_WORDS, _WORDS)


class Meaning(NamedTuple):
    """What a reference stands for: something of one of these types, or one of these values; neither: not known."""

    types: tuple[FieldType, ...] = ()
    values: tuple[Value, ...] = ()


# ---------------------------------------------------------------- references


def reference(text: str, scope: Scope, roots: Iterable[str] = ROOTS) -> tuple[Ref, Meaning]:
    """A reference with one of `roots`, its names declared."""
    try:
        ref = parse_reference(text)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return Ref("bearer"), Meaning()
    if ref.root not in roots:
        scope.say("rules.reference.misplaced", found=ref, choices=" ".join("$" + name for name in roots))
        return ref, Meaning()
    if ref.root == "each":
        return ref, _meaning_of_each(ref, scope)
    if ref.root == "bearer":
        return ref, Meaning(path_types(ref.path, scope, (person_space(scope.names.vocabulary),)) if ref.path else (PERSON,))
    if ref.root == "record":
        return ref, Meaning(path_types(ref.path, scope, scope.spaces()))
    return ref, _of_period(ref, scope) if ref.root == "period" else _declared(ref, scope)


_OF_PERIOD = {"start": "date", "end": "date", "number": "number", "workday": "flag", "holiday": "flag"}


def _of_period(ref: Ref, scope: Scope) -> Meaning:
    [name, *more] = ref.path
    if name not in PERIOD_FIELDS or more:
        scope.say("rules.name.unknown", found=ref, hint=closest(name, PERIOD_FIELDS))
        return Meaning()
    return Meaning((FieldType(_OF_PERIOD[name]),))


def _declared(ref: Ref, scope: Scope) -> Meaning:
    names, name = scope.names, ref.path[0]
    known: Iterable[str] = {
        "people": names.roles,
        "set": names.sets,
        "param": names.parameters,
        "unit": names.vocabulary.unit,
    }[ref.root]
    if name not in known:
        scope.say("rules.name.unknown", found=ref, hint=closest(name, known))
        return Meaning()
    if len(ref.path) > 1:
        scope.say("rules.reference.path", found=ref)
        return Meaning()
    if ref.root == "people":
        return Meaning((PERSON,))
    if ref.root == "unit":
        return Meaning((names.vocabulary.unit[name],))
    if ref.root == "set":
        return Meaning(values=names.sets[name])
    parameter = names.parameters[name]
    values = (parameter.value, *parameter.choices, parameter.at_least, parameter.at_most)
    return Meaning(values=tuple(value for value in values if value is not None))


def _meaning_of_each(ref: Ref, scope: Scope) -> Meaning:
    each, place = scope.each, scope.blame or scope
    if each is None:
        return Meaning()
    if each.kind == "":
        place.say("rules.each.alone", found=ref)
        return Meaning()
    path = ref.path
    if each.kind == "pair":
        if path[:1] not in (("a",), ("b",)):
            place.say("rules.each.pair", found=ref)
            return Meaning()
        path = path[1:]
    if not path:
        return Meaning(each.types)
    if each.spaces:
        return Meaning(path_types(path, place, each.spaces))
    if not each.any_field or len(path) > 1:
        place.say("rules.path.beyond", field=path[-1], path=ref)
    return Meaning()


def path_types(path: tuple[str, ...], scope: Scope, spaces: tuple[Space, ...], of_key: bool = False) -> tuple[FieldType, ...]:
    """The types at the path's end, one for each space; empty after a problem, or when nothing is known of where it starts."""
    types: list[FieldType] = []
    for unknown, found, space in types_at(scope.names.vocabulary, spaces, path):
        if found is not None:
            types.append(found)
            continue
        where = ".".join(path)
        if space:
            scope.say("rules.field.unknown", of_key=of_key, field=unknown, path=where, hint=closest(unknown, space))
        else:
            scope.say("rules.path.beyond", of_key=of_key, field=unknown, path=where)
        return ()
    return tuple(types)


def each_of(for_each: ForEach | None, scope: Scope) -> Each:
    """What `$each` will be under this `for_each`."""
    vocabulary = scope.names.vocabulary
    if for_each is None:
        return Each()
    if for_each.kind in ("role", "pair"):
        return Each(for_each.kind, (PERSON,), (person_space(vocabulary),))
    if for_each.kind == "record":
        branches = for_each.selector.branches if for_each.selector else ()
        kinds = dict.fromkeys(kind for branch in branches for kind in branch.kinds)
        return _each_record(for_each, tuple(record_space(vocabulary, kind) for kind in kinds), vocabulary)
    return _each_item(for_each, scope)


def _each_record(for_each: ForEach, spaces: tuple[Space, ...], vocabulary: Vocabulary) -> Each:
    """A record, a row of its `list`, or a value at `distinct`; what cannot be found was reported where it stands."""
    path = for_each.rows or for_each.distinct
    if not path:
        return Each("record", (REF,), spaces)
    types = [field for _, field, _ in types_at(vocabulary, spaces, path) if field is not None]
    if for_each.rows:
        own = {"record": FieldType("ref")}
        rows = tuple({**field.fields, **own} for field in types if field.base == "row")
        return Each("row", tuple(field for field in types if field.base != "row"), rows or (own,))
    plain = tuple(replace(field, many=False) for field in types)
    return Each("value", plain, tuple(space for field in plain for space in next_spaces(vocabulary, field)))


def _each_item(for_each: ForEach, scope: Scope) -> Each:
    types: list[FieldType] = []
    for item in for_each.items:
        if not isinstance(item, Ref):
            types.append(NUMBER if isinstance(item, (int, Fraction)) else FieldType("text"))
        elif item.root in ("set", "param"):
            return Each("item", any_field=True)
        else:
            types += _quietly(item, scope).types
    vocabulary = scope.names.vocabulary
    spaces = tuple(space for each in types if each.base in ("row", "person", "place") for space in next_spaces(vocabulary, each))
    return Each("item", tuple(each for each in types if each.base != "row"), spaces)


def _quietly(ref: Ref, scope: Scope) -> Meaning:
    """The meaning of a reference that was checked before."""
    inner = Scope(scope.doc, scope.names, [], scope.keys)
    return reference(str(ref), inner)[1]


# ---------------------------------------------------------------- operands


def operands(raw: object, scope: Scope, types: tuple[FieldType, ...] = (), roots: Iterable[str] = ROOTS) -> tuple[Value | Ref, ...]:
    """One value or a list of values and references, checked against the types they are compared with."""
    items = raw if isinstance(raw, list) else [raw]
    return tuple(operand(item, scope.under(number) if isinstance(raw, list) else scope, types, roots) for number, item in enumerate(items))


def operand(raw: object, scope: Scope, types: tuple[FieldType, ...], roots: Iterable[str] = ROOTS) -> Value | Ref:
    if is_reference(raw):
        ref, meaning = reference(str(raw), scope, roots)
        _fit(ref, meaning, types, scope)
        return ref
    if isinstance(raw, (Mapping, list)) or raw is None:
        scope.say("rules.value.simple", found=shown(raw))
        return ""
    if not types:
        return constant(raw, scope)
    value: Value = raw
    for each in types:
        value = _literal(raw, each, scope)
    return value


def _fit(ref: Ref, meaning: Meaning, types: tuple[FieldType, ...], scope: Scope) -> None:
    """Reports a reference that can never equal a value of these types."""
    place = scope.blame if scope.blame and ref.root == "each" else scope
    for field in types:
        if field.base == "row":
            scope.say("rules.rows.compared", found=ref)
            continue
        if meaning.types and not any(have.base in _ALIKE.get(field.base, (field.base,)) for have in meaning.types):
            have = wanted(*(each.base for each in meaning.types))
            place.say("rules.reference.type", found=ref, have=have, wanted=wanted(field.base))
        for value in _flat(meaning.values):
            if not is_of(value, field.base):
                scope.say("rules.parameter.type", found=ref, wanted=wanted(field.base))
                break
            _known_word(value, field, scope)


def _flat(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        if type(value) is tuple:
            yield from _flat(value)
        else:
            yield value.get("id") if isinstance(value, Mapping) else value


def constant(raw: object, scope: Scope) -> Value:
    """None: the text is no value, and the problem is reported."""
    try:
        return parse_scalar(raw)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return None


_PYTHON: Mapping[str, tuple[type, ...]] = {
    "number": (int, Fraction),
    "flag": (bool,),
    "date": (date,),
    "duration": (Duration,),
    "row": (),
    "person": (),
}


def is_of(value: Value, base: str) -> bool:
    """Whether a constant can be a value of a field of this type. People and rows have no constants."""
    return type(value) in _PYTHON.get(base, (str,))


def _literal(raw: object, field: FieldType, scope: Scope) -> Value:
    """A constant beside a field of this type."""
    if field.base == "person":
        scope.say("rules.person.constant", found=shown(raw))
        return ""
    if field.base == "row":
        scope.say("rules.rows.compared", found=shown(raw))
        return ""
    if field.base in _PYTHON:
        value = constant(raw, scope)
        if value is not None and not is_of(value, field.base):
            scope.say("rules.value.type", found=shown(raw), wanted=wanted(field.base))
        return value
    if not isinstance(raw, str):
        scope.say("rules.value.text", found=shown(raw))
        return str(raw)
    if field.base == "place":
        scope.say("rules.place.constant", "warning", found=raw)
    _known_word(raw, field, scope)
    return raw


def _known_word(value: Value, field: FieldType, scope: Scope) -> None:
    closed = words_of(scope.names.vocabulary, scope.names.roles, field)
    if closed is None or not isinstance(value, str):
        return
    name, words = closed
    if value not in words:
        scope.say("rules.term.unknown", found=value, terms=name, hint=closest(value, words))
    elif name == "status" and value != "done":
        scope.say("rules.status.done", found=value)
