"""Small changes to the records of an example: what an author would write to make another example of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from compliance.model import Record, Value
from compliance.trials import Trial


class _Absent:
    """In the place of a value: the field is not given."""


ABSENT = _Absent()


class Move(NamedTuple):
    """The record's date field says another day."""

    record: str
    field: str
    day: date


class Leave(NamedTuple):
    """Without the record."""

    record: str


class Copy(NamedTuple):
    """One more like the record, on another day."""

    record: str
    day: date


class Add(NamedTuple):
    """A record of the kind, dated, with nothing else in it."""

    record: str
    kind: str
    day: date


class Put(NamedTuple):
    """Another value at the path, in every row where there are rows."""

    record: str
    path: tuple[str, ...]
    value: Value


class AsOf(NamedTuple):
    day: date


class Under(NamedTuple):
    """The unit chose this reading."""

    reading: str


Edit = Move | Leave | Copy | Add | Put | AsOf | Under


def edited(trial: Trial, edits: Sequence[Edit]) -> Trial:
    records = {record.id: record for record in trial.evidence.records}
    as_of, reading = trial.example.as_of, ""
    for edit in edits:
        if isinstance(edit, AsOf):
            as_of = edit.day
        elif isinstance(edit, Under):
            reading = edit.reading
        elif isinstance(edit, Leave):
            records.pop(edit.record, None)
        elif isinstance(edit, Add):
            records[edit.record] = _new(edit)
        elif edit.record in records:
            changed = _changed(records[edit.record], edit)
            records[changed.id] = changed
    return trial.changed(tuple(records.values()), as_of, reading)


def _changed(record: Record, edit: Move | Copy | Put) -> Record:
    if isinstance(edit, Move):
        return moved(record, edit.field, edit.day)
    if isinstance(edit, Copy):
        name = f"{record.id}-{edit.day}"
        copy = moved(record, day_field(record), edit.day)
        return replace(copy, id=name, fields={**copy.fields, "id": name})
    fields = _put(record.fields, edit.path, edit.value)
    return replace(record, fields=fields, status=str(fields.get("status", "done")), origin=str(fields.get("origin", "original")))


def _new(edit: Add) -> Record:
    fields = {"id": edit.record, "kind": edit.kind, "date": edit.day, "status": "done", "origin": "original"}
    return Record(edit.record, edit.kind, edit.day, edit.day, fields)


def day_field(record: Record) -> str:
    """The field that the record's day is read from."""
    return next((name for name in ("date", "end") if name in record.fields), "start")


def moved(record: Record, field: str, day: date) -> Record:
    fields = {**record.fields, field: day}
    if field == "end" and isinstance(fields.get("start"), date) and fields["start"] > day:
        fields["start"] = day
    mine = field == day_field(record)
    return replace(record, fields=fields, first=day if mine else record.first, last=day if mine else record.last)


def _put(fields: Mapping[str, Value], path: tuple[str, ...], value: Value) -> dict[str, Any]:
    name, below = path[0], path[1:]
    if not below:
        return {key: old for key, old in fields.items() if key != name} if value is ABSENT else {**fields, name: value}
    here = fields.get(name)
    if isinstance(here, tuple):
        return {**fields, name: tuple(_put(row, below, value) if isinstance(row, Mapping) else row for row in here)}
    return {**fields, name: _put(here, below, value)} if isinstance(here, Mapping) else dict(fields)


def at(fields: Mapping[str, Value], path: tuple[str, ...]) -> Value:
    """The first value that a record has at a path of its own fields and rows, or ABSENT; nothing behind a person or a reference."""
    found = fields.get(path[0], ABSENT)
    if len(path) == 1:
        return found
    for row in found if isinstance(found, tuple) else (found,):
        value = at(row, path[1:]) if isinstance(row, Mapping) else ABSENT
        if value is not ABSENT:
            return value
    return ABSENT
