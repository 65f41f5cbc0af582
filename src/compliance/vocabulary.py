"""What every vocabulary has without saying so: the fields of any record, of a person and a place, and the attestation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compliance.model import FieldType, RecordKind, Text, Vocabulary

_TEXT = FieldType("text")
STATUS_TITLES: Mapping[str, Text] = {
    "done": Text("已完成", "done"),
    "draft": Text("草稿", "draft"),
    "planned": Text("计划中", "planned"),
    "cancelled": Text("已取消", "cancelled"),
}
ORIGIN_TITLES: Mapping[str, Text] = {
    "original": Text("原始材料", "original"),
    "compiled": Text("为迎检汇编的材料", "compiled for the assessment"),
}
STATUSES = tuple(STATUS_TITLES)
ORIGINS = tuple(ORIGIN_TITLES)
_ATTACHMENT = {"path": FieldType("file"), "kind": _TEXT, "sha256": _TEXT}

RECORD_FIELDS: Mapping[str, FieldType] = {
    "id": FieldType("text", title=Text("编号", "id")),
    "kind": FieldType("text", title=Text("记录类型", "kind")),
    "date": FieldType("date", title=Text("日期", "date")),
    "start": FieldType("date", title=Text("开始日期", "start")),
    "end": FieldType("date", title=Text("结束日期", "end")),
    "duration": FieldType("duration", title=Text("历时", "duration")),
    "recorded_on": FieldType("date", title=Text("登记日期", "recorded on")),
    "status": FieldType("text", title=Text("状态", "status")),
    "origin": FieldType("text", title=Text("材料性质", "origin")),
    "attachments": FieldType("row", many=True, fields=_ATTACHMENT, title=Text("附件", "attachments")),
}

ATTESTATION = RecordKind(
    "attestation",
    Text("佐证说明", "Attestation"),
    {
        "obligation": FieldType("text", title=Text("对应条款", "obligation")),
        "by": FieldType("person", title=Text("签署人", "signed by")),
        "statement": FieldType("text", title=Text("说明", "statement")),
        "files": FieldType("file", many=True, title=Text("佐证文件", "files")),
        "reviewer": FieldType("person", title=Text("复核人", "reviewer")),
        "valid_until": FieldType("date", title=Text("有效期至", "valid until")),
    },
)

ROLES = FieldType("text", many=True, title=Text("职务", "roles"))
"""What `chair.roles` is: names of the pack's roles."""
PERSON_FIELDS: Mapping[str, FieldType] = {"id": _TEXT, "name": _TEXT, "roles": ROLES}
PLACE_FIELDS: Mapping[str, FieldType] = {"id": _TEXT, "name": _TEXT}

Space = Mapping[str, FieldType]


def record_space(vocabulary: Vocabulary, kind: str) -> Space:
    """The fields a path may start with on a record of this kind."""
    return {**RECORD_FIELDS, **vocabulary.kinds[kind].fields}


def person_space(vocabulary: Vocabulary) -> Space:
    return {**PERSON_FIELDS, **vocabulary.person}


def words_of(vocabulary: Vocabulary, roles: Iterable[str], field: FieldType) -> tuple[str, tuple[str, ...]] | None:
    """The closed list that a field's values come from, with its name: a declared word list, the roles, or what every record has."""
    if field is ROLES:
        return "roles", tuple(sorted(roles))
    for name, words in (("status", STATUSES), ("origin", ORIGINS)):
        if field is RECORD_FIELDS[name]:
            return name, words
    if field is RECORD_FIELDS["kind"]:
        return "kinds", tuple(sorted(vocabulary.kinds))
    return (field.terms, vocabulary.terms.get(field.terms, ())) if field.terms else None


def next_spaces(vocabulary: Vocabulary, field: FieldType) -> tuple[Space, ...]:
    """Where a path goes on from a value of this type: row columns, a person's, place's or record's attributes; nowhere: empty."""
    if field.base == "row":
        return (field.fields,)
    if field.base == "person":
        return (person_space(vocabulary),)
    if field.base == "place":
        return ({**PLACE_FIELDS, **vocabulary.place},)
    if field.base == "ref":
        return tuple(record_space(vocabulary, kind) for kind in ((field.kind,) if field.kind else sorted(vocabulary.kinds)))
    return ()


def types_at(vocabulary: Vocabulary, spaces: tuple[Space, ...], path: tuple[str, ...]) -> Iterator[tuple[str, FieldType | None, Space]]:
    """For each space: (the first name that is not declared, None, where it was looked for), or ("", the type at the path's end, …)."""
    for space in spaces:
        field = space.get(path[0])
        if field is None:
            yield path[0], None, space
        elif len(path) == 1:
            yield "", field, space
        else:
            following = next_spaces(vocabulary, field)
            if field.base == "ref" and not field.kind:
                # A ref to any kind: it is enough that one kind has the field.
                following = tuple(space for space in following if path[1] in space)
            if not following:
                yield path[1], None, {}
            yield from types_at(vocabulary, following, path[1:])
