"""What is at a path of a record, and what a reference stands for, as on a day (language §3, §5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from compliance.facts import Facts, attribute
from compliance.model import FieldType, Record, Ref, Unknown, Value
from compliance.truths import BITS, MISSING, UNBOUNDED, UNUSABLE, Binding, Found, Period, Subject, key_of
from compliance.vocabulary import Space, next_spaces, record_space

_RECORD: Space = {"record": FieldType("ref")}

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
    if root == "period":
        return _of_period(facts, binding.period, path[0])
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
    if subject.record is not None and path[:1] == ("record",):
        return gather(facts, {"record": subject.record.id}, _RECORD, path, *(subject.day or (first, last)))
    if not path:
        return Found([key_of(subject.value)], 0, 0)
    if subject.type is not None:
        return gather(facts, {"each": subject.value}, {"each": subject.type}, ("each", *path), first, last)
    value = subject.value.get(path[0]) if isinstance(subject.value, Mapping) and len(path) == 1 else None
    return Found([], MISSING, 1) if value is None else Found(list(value) if type(value) is list else [value], 0, 0)


def _of_period(facts: Facts, period: Period | None, name: str) -> Found:
    """`workday` and `holiday` are those of its first day; a holiday is a statutory one, not a plain weekend."""
    first, last, number = period or Period(*facts.span)
    if name in ("workday", "holiday"):
        known = facts.calendar.is_workday(first) if name == "workday" else facts.calendar.is_holiday(first)
        return Found([], UNUSABLE, 1) if known is None else Found([known], 0, 0)
    return Found([{"start": first, "end": last, "number": number}[name]], 0, 0)
