"""The JSON Schema of unit.yaml and of record files, from a pack's vocabulary: what an editor completes is what the reader takes.

Values are as the reader takes them: a day or a text may look like a number, a list of one may stand without brackets, and
an empty value is a field that is not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from compliance.model import FieldType, Pack, Vocabulary
from compliance.vocabulary import ATTESTATION, ORIGINS, RECORD_FIELDS, STATUSES

Json = dict[str, Any]

ANY: Json = {}
TEXT: Json = {"type": ["string", "integer"]}
DAY: Json = {"type": ["string", "integer"], "description": "2022-02-18, 2022年2月18日, 20220218"}
MOMENT: Json = {**DAY, "description": "2022-02-18, 2022年2月18日, 20220218; with the time of day: 2022-02-18 10:00"}
_SIMPLE: Mapping[str, Json] = {
    "text": TEXT,
    "term": TEXT,
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "date": DAY,
    "duration": {"type": "string", "description": "30d, 7wd, 2w, 6m, 1y, 24h, 30min"},
    "person": TEXT,
    "place": TEXT,
    "ref": TEXT,
    "file": TEXT,
}


def build(pack: Pack | None) -> Json:
    """A file with the key `unit` is unit.yaml; a list in which `approved_by` stands is waivers.yaml, one with `none` declarations.yaml; a
    mapping that is neither a record nor `records:` is another file beside unit.yaml; any other holds one record, or a list of them.
    """
    unit = _unit(pack)
    return {
        "if": {"type": "object", "required": ["unit"]},
        "then": {"$ref": "#/$defs/unit"},
        "else": _told_by("approved_by", "waivers", _told_by("none", "declarations", _beside())),
        "$defs": {
            "unit": unit,
            **{key: unit["properties"][key] for key in (*_LISTS, *_MAPPINGS)},
            "file": {
                "anyOf": [
                    {"$ref": "#/$defs/record"},
                    {"type": "array", "items": {"$ref": "#/$defs/record"}},
                    _closed({"records": {"type": "array", "items": {"$ref": "#/$defs/record"}}}, ["records"]),
                ]
            },
            "record": _record(pack),
            **_kinds(pack),
        },
    }


_LISTS = ("waivers", "declarations")
_MAPPINGS = ("people", "places", "sets", "attributes", "parameters", "readings", "calendar", "periods")
"""The keys of unit.yaml that may stand in a file of their own."""


def _told_by(key: str, name: str, otherwise: Json) -> Json:
    """A list with an item that has this key and is no record is the file of that name. `contains`: editors know no newer word."""
    some = {"type": "array", "contains": {"type": "object", "required": [key], "not": {"required": ["kind"]}}}
    return {"if": some, "then": {"$ref": f"#/$defs/{name}"}, "else": otherwise}


def _beside() -> Json:
    record = {"anyOf": [{"required": [key]} for key in ("id", "kind", "records")]}
    return {
        "if": {"type": "object", "not": record},
        "then": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in _MAPPINGS]},
        "else": {"$ref": "#/$defs/file"},
    }


# ---------------------------------------------------------------- records


def _record(pack: Pack | None) -> Json:
    given: Json = {"type": "object", "required": ["id", "kind"], "properties": {"id": TEXT, "kind": {"type": "string"}}}
    if pack is None:
        return {**given, "properties": {**given["properties"], **_common()}}
    names = sorted(pack.vocabulary.kinds)
    given["properties"]["kind"] = {"enum": names}
    cases = [
        {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": {"$ref": f"#/$defs/kind.{name}"}} for name in names
    ]
    return {**given, "allOf": cases}


def _kinds(pack: Pack | None) -> Json:
    if pack is None:
        return {}
    vocabulary = pack.vocabulary
    return {f"kind.{name}": _kind(name, pack) for name in sorted(vocabulary.kinds)}


def _kind(name: str, pack: Pack) -> Json:
    kind = pack.vocabulary.kinds[name]
    properties = {**_common(), **{field: _field(form, pack.vocabulary) for field, form in kind.fields.items()}}
    properties |= {"id": TEXT, "kind": {"const": name}}
    if name == ATTESTATION.name:
        properties["obligation"] = {"enum": [rule.id for rule in pack.obligations]}
    return {"title": f"{kind.title.zh} · {kind.title.en}", **_closed(properties, ["id", "kind"])}


def _common() -> Json:
    """The fields that any record may have."""
    fields = {name: _field(form, Vocabulary()) for name, form in RECORD_FIELDS.items() if name not in ("id", "kind")}
    fields |= {name: _or_null(MOMENT) for name in ("date", "start", "end")}
    return {**fields, "status": _or_null({"enum": list(STATUSES)}), "origin": _or_null({"enum": list(ORIGINS)})}


def _field(form: FieldType, vocabulary: Vocabulary) -> Json:
    if form.base == "row":
        value = _closed({name: _field(column, vocabulary) for name, column in form.fields.items()})
    elif form.base == "term" and form.terms:
        value = {"enum": list(vocabulary.terms.get(form.terms, ()))}
    else:
        value = dict(_SIMPLE[form.base])
    if form.many:
        value = {"anyOf": [value, {"type": "array", "items": value}]}
    described = {"title": f"{form.title.zh} · {form.title.en}"} if form.title else {}
    return {**described, **_or_null(value)}


# ---------------------------------------------------------------- unit.yaml


def _unit(pack: Pack | None) -> Json:
    vocabulary = pack.vocabulary if pack else None
    role = TEXT if pack is None else {"enum": sorted(pack.roles)}
    spell = {"anyOf": [role, _closed({"role": role, "since": _or_null(DAY), "until": _or_null(DAY)}, ["role"])]}
    person = _owner({"name": TEXT, "roles": _or_null(_listed(spell))}, vocabulary.person if vocabulary else None, vocabulary)
    place = _owner({"name": TEXT}, vocabulary.place if vocabulary else None, vocabulary)
    return _closed(
        {
            "unit": TEXT,
            "title": {"anyOf": [TEXT, _closed({"zh": TEXT, "en": TEXT})]},
            "pack": _listed(TEXT),
            "note": {"anyOf": [TEXT, _closed({"zh": TEXT, "en": TEXT})]},
            "people": _or_null(_named({**person, "required": ["name"]})),
            "places": _or_null(_named(place)),
            "sets": _or_null(_some({name: _listed(ANY) for name in pack.sets} if pack else None)),
            "attributes": _or_null(_owner({}, vocabulary.unit if vocabulary else None, vocabulary)),
            "parameters": _or_null(_some({name: _override() for name in pack.parameters} if pack else None)),
            "readings": _or_null(_some(_readings(pack) if pack else None)),
            "declarations": _or_null({"type": "array", "items": _declaration(pack)}),
            "waivers": _or_null({"type": "array", "items": _waiver(pack)}),
            "periods": _or_null(_some({name: _spells() for name in pack.periods} if pack else None)),
            "calendar": _or_null(_closed({"holidays": _or_null(_listed(DAY)), "workdays": _or_null(_listed(DAY))})),
        },
        ["unit", "pack"],
    )


def _owner(own: Json, fields: Mapping[str, FieldType] | None, vocabulary: Vocabulary | None) -> Json:
    """A person, a place or the unit: its own keys and the attributes that the vocabulary declares; any without one."""
    if fields is None or vocabulary is None:
        return {"type": "object", "properties": own}
    return _closed({**own, **{name: _attribute(form, vocabulary) for name, form in fields.items()}})


def _attribute(form: FieldType, vocabulary: Vocabulary) -> Json:
    """A value that holds always, or values with their days."""
    value = _field(form, vocabulary)
    spell = _closed({"value": value, "since": _or_null(DAY), "until": _or_null(DAY)}, ["value"])
    return {"anyOf": [value, _closed({"dated": _listed(spell)}, ["dated"])]}


def _override() -> Json:
    return _closed({"value": ANY, "source": TEXT}, ["value", "source"])


def _readings(pack: Pack) -> Json:
    return {rule.id: {"enum": [name for name in rule.readings if name]} for rule in pack.obligations if any(rule.readings)}


def _spells() -> Json:
    """A named period as often as it comes round."""
    titled = {"anyOf": [TEXT, _closed({"zh": TEXT, "en": TEXT})]}
    return {"type": "array", "items": _closed({"from": DAY, "to": DAY, "title": titled}, ["from", "to"])}


def _declaration(pack: Pack | None) -> Json:
    names = TEXT if pack is None else {"enum": sorted(pack.selectors)}
    keys = {"none": names, "from": DAY, "to": DAY, "by": TEXT, "on": DAY}
    return _closed(keys, list(keys))


def _waiver(pack: Pack | None) -> Json:
    rules = TEXT if pack is None else {"enum": [rule.id for rule in pack.obligations]}
    # What narrows is not to be left empty: that would widen it.
    narrowing = {
        "bearer": {**TEXT, "pattern": r"\S", "description": "a person's id or name, or a role: as the report prints who owes it"},
        "subject": {**TEXT, "pattern": r"\S", "description": "as the report prints it"},
        "window": {**DAY, "description": "a day that lies in the window"},
    }
    approver = {"anyOf": [TEXT, _closed({"body": TEXT}, ["body"])], "description": "a person of the roster, or {body: …}"}
    required = {"obligation": rules, "reason": TEXT, "approved_by": approver, "approved_on": DAY, "until": DAY}
    return _closed({**required, **narrowing}, list(required))


# ---------------------------------------------------------------- shapes


def _closed(properties: Json, required: Iterable[str] = ()) -> Json:
    shape: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


def _some(properties: Json | None) -> Json:
    """Only these names, or any where they are not known."""
    return {"type": "object"} if properties is None else _closed(properties)


def _named(value: Json) -> Json:
    return {"type": "object", "additionalProperties": value}


def _listed(value: Json) -> Json:
    """A list, or one value for a list of one."""
    return {"anyOf": [value, {"type": "array", "items": value}]}


def _or_null(value: Json) -> Json:
    return {"anyOf": [value, {"type": "null"}]}
