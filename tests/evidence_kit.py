"""A small pack and ways to write evidence folders, for the tests of everything that is read from disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from compliance.errors import Location, Problem
from compliance.messages import text
from compliance.model import (
    Bearer,
    Branch,
    Count,
    Duration,
    FieldType,
    ListHead,
    MonthDay,
    Obligation,
    Pack,
    Parameter,
    Part,
    Point,
    Record,
    RecordKind,
    Role,
    Selector,
    Source,
    Span,
    Text,
    Unit,
    Vocabulary,
)
from compliance.records import build_records
from compliance.source import Document, load
from compliance.unit import build_unit


def _both(text: str) -> Text:
    return Text(text, text)


_AGENDA = FieldType(
    "row",
    many=True,
    fields={
        "order": FieldType("number"),
        "topic": FieldType("term", many=True, terms="topic"),
        "own_item": FieldType("flag"),
        "about": FieldType("ref"),
    },
)
_MEETING = {
    "type": FieldType("term", terms="meeting_type"),
    "chair": FieldType("person"),
    "attendees": FieldType("person", many=True),
    "agenda": _AGENDA,
    "adopted_by": FieldType("ref", kind="meeting"),
    "about": FieldType("ref", many=True),
    "place": FieldType("place"),
    "length": FieldType("duration"),
    "ratio": FieldType("number"),
    "doc_no": FieldType("text"),
    "word": FieldType("term"),
    "script": FieldType("file"),
    "closed_on": FieldType("date"),
    "on_site": FieldType("flag"),
}
_VOCABULARY = Vocabulary(
    terms={"meeting_type": ("党组会", "局长办公会"), "topic": ("党建工作", "党风廉政")},
    kinds={
        "meeting": RecordKind("meeting", _both("会议"), _MEETING),
        "talk": RecordKind("talk", _both("谈话"), {"talker": FieldType("person"), "about": FieldType("ref", kind="meeting")}),
    },
    person={
        "section": FieldType("text"),
        "sections": FieldType("text", many=True),
        "mentor": FieldType("person"),
        "contact_points": FieldType("place", many=True),
        "card": FieldType("row", fields={"no": FieldType("number")}),
    },
    place={"head": FieldType("person")},
    unit={"staff": FieldType("number")},
)
_SELECTOR = Selector("meetings", (Branch(("meeting",), ()),))
_PART = Part(Count(_SELECTOR, ()))


def _obligation(name: str, **readings: Part) -> Obligation:
    return Obligation(name, _both(name), Source("一", ""), "list", Bearer("post", "secretary"), readings or {"": _PART})


def _parameter(name: str, value: Any, shown: str, **more: Any) -> Parameter:
    return Parameter(name, value, shown, **{"stated": False, **more})


PACK = Pack(
    id="test-pack",
    title=_both("测试清单"),
    span=Span(date(2022, 1, 1), date(2022, 12, 31)),
    roles={"secretary": Role("secretary", _both("书记"), True), "member": Role("member", _both("成员"))},
    vocabulary=_VOCABULARY,
    selectors={"meetings": _SELECTOR},
    parameters={
        parameter.name: parameter
        for parameter in (
            _parameter("prompt", Duration(days=60), "60d", choices=(Duration(days=30), Duration(days=60))),
            _parameter("often", "quarter", "quarter", choices=("quarter", "month")),
            _parameter("times", 2, "2", at_least=1, at_most=4),
            _parameter("by", Point(MonthDay(2, 28)), "02-28", at_least=Point(MonthDay(1, 31)), at_most=Point(MonthDay(3, 31))),
            _parameter("grace", Duration(days=10), "10d", at_most=Duration(days=20)),
            _parameter("free", Duration(days=10), "10d"),
            _parameter("fixed", 2, "2", stated=True),
        )
    },
    sets={"communities": (), "topics": ("党建工作",)},
    lists={"list": ListHead("list", _both("清单"), {})},
    obligations=(_obligation("T1"), _obligation("T2", each=_PART, any=_PART)),
)

UNIT = """\
unit: sample
title: {zh: 测试单位, en: Test unit}
pack: test-pack
people:
  wang1: {name: 王一, roles: [{role: secretary, since: 2020-03-01}]}
  li2: {name: 李二, roles: [{role: member}]}
  zhang3: {name: 张三}
  zhang4: {name: 张三}
places:
  branch-1: {name: 第一党支部}
"""
MEETING = "- {id: m1, kind: meeting, date: 2022-02-18, type: 党组会, chair: wang1}\n"


def words(written: str) -> list[str]:
    """The cases of a test, parted by "|" and lines."""
    return [case.strip() for line in written.strip().splitlines() for case in line.split(" | ")]


def table(written: str) -> list[tuple[str, ...]]:
    """The same with an arrow between the parts of a case."""
    return [tuple(part.strip() for part in case.split(" → ")) for case in words(written)]


def parse(written: str, path: str = "f.yaml") -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return load(written.encode(), path, problems), problems


def unit_of(written: str, pack: Pack = PACK) -> tuple[Unit, list[Problem]]:
    document, problems = parse(written, "unit.yaml")
    assert document is not None, problems
    return build_unit(document.value or {}, pack, document.at, problems), problems


def records_of(written: str, unit: str = UNIT, pack: Pack = PACK) -> tuple[tuple[Record, ...], list[Problem]]:
    """The records of a list in YAML, against the unit above."""
    known, problems = unit_of(unit, pack)
    document = load(written.encode(), "r.yaml", problems)
    assert document is not None, problems
    raws = [(raw, partial(document.at, number)) for number, raw in enumerate(document.value)]
    return build_records(raws, known, pack, problems), problems


def one(fields: str, **more: Any) -> tuple[Record, list[Problem]]:
    """The meeting of 18 February with these fields."""
    records, problems = records_of(f"- {{id: m1, kind: meeting, date: 2022-02-18, {fields}}}\n", **more)
    return records[0], problems


def codes(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    """The codes, each of which has a text in both languages that its parameters fill."""
    for found in problems:
        assert all(text(found.code, found.params))
    return [found.code for found in problems]


def places(problems: list[Problem] | tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(str(found.at), found.code) for found in problems]


def params(found: Problem) -> dict[str, Any]:
    return dict(found.params)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """An evidence folder `sample` with these files; unit.yaml is there unless it is given."""
    root = folder / "sample"
    root.mkdir(exist_ok=True)
    for name, content in {"unit.yaml": UNIT, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def shared(pack: Pack = PACK) -> Pack:
    """The same pack without one word that the unit uses: as another of several packs sees the folder."""
    return replace(pack, roles=MappingProxyType({"secretary": pack.roles["secretary"]}))


__all__ = [
    "MEETING",
    "PACK",
    "UNIT",
    "Location",
    "codes",
    "one",
    "params",
    "parse",
    "places",
    "records_of",
    "shared",
    "table",
    "unit_of",
    "words",
    "write",
]
