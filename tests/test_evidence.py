"""Evidence that is in order: what a unit and its records look like once they are read, and what is merely odd about them."""

from __future__ import annotations

import gc
import hashlib
import pickle
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from compliance import evidence
from compliance.errors import EvidenceError, Location, Problem
from compliance.model import Dated, Declaration, Duration, MonthDay, Override, Point, Span, Spell, Text, Unknown
from compliance.readers import READERS
from evidence_kit import MEETING, PACK, UNIT, codes, one, params, places, records_of, shared, unit_of, write

# ---------------------------------------------------------------- one record


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("type: 党组会", "党组会"),
        ("type: null", None),
        ("word: 任意", "任意"),
        ("word: 12", "12"),
        ("chair: wang1", "wang1"),
        ("chair: 王一", "wang1"),
        ("chair: 赵六", "赵六"),
        ("chair: 张三", Unknown.AMBIGUOUS),
        ("chair: 7", "7"),
        ("attendees: [王一, li2]", ("wang1", "li2")),
        ("attendees: 王一", ("wang1",)),
        ("attendees: []", ()),
        ("place: 第一党支部", "branch-1"),
        ("place: branch-1", "branch-1"),
        ("length: 3d", Duration(days=3)),
        ("ratio: 1.5", Fraction(3, 2)),
        ("ratio: 2", 2),
        ("doc_no: 12", "12"),
        ("doc_no: 局党组〔2022〕3号", "局党组〔2022〕3号"),
        ("on_site: false", False),
        ("closed_on: 2022-03-01", date(2022, 3, 1)),
        ("closed_on: 20220301", date(2022, 3, 1)),
        ("closed_on: 2022年3月", Span(date(2022, 3, 1), date(2022, 3, 31))),
        ("closed_on: 2022", Span(date(2022, 1, 1), date(2022, 12, 31))),
        ("adopted_by: m1", "m1"),
        ("about: [m1, x]", ("m1", "x")),
        ("script: 讲稿.docx", "讲稿.docx"),
        (
            "agenda: [{order: 1, topic: 党建工作, own_item: true, about: m1}, {topic: []}]",
            ({"order": 1, "topic": ("党建工作",), "own_item": True, "about": "m1"}, {"topic": ()}),
        ),
        ("agenda: {order: null}", ({},)),
        ("attachments: [{path: a.jpg, kind: 照片}]", ({"path": "a.jpg", "kind": "照片"},)),
        ("recorded_on: 2022-02-19", date(2022, 2, 19)),
    ],
)
def test_a_field_becomes_the_models_value(written: str, wanted: Any) -> None:
    record, problems = one(written)
    name = written.partition(":")[0]
    assert record.fields.get(name) == wanted
    assert not [found for found in problems if found.severity == "error"]
    codes(problems)


def test_a_record_says_what_every_record_says() -> None:
    record, problems = one("type: 党组会")
    assert not problems
    assert dict(record.fields) == {
        "id": "m1",
        "kind": "meeting",
        "date": date(2022, 2, 18),
        "type": "党组会",
        "status": "done",
        "origin": "original",
    }
    assert (record.id, record.kind, record.status, record.origin, record.recorded_on) == ("m1", "meeting", "done", "original", None)
    assert record.first == record.last == date(2022, 2, 18)
    assert record.at.path == "r.yaml"
    planned, _ = one("status: planned, origin: compiled, recorded_on: 2022-02-20")
    assert (planned.status, planned.origin, planned.recorded_on) == ("planned", "compiled", date(2022, 2, 20))


@pytest.mark.parametrize(
    ("written", "first", "last", "found"),
    [
        ("date: 2022-02-18, start: 2022-02-01, end: 2022-03-01", "2022-02-18", "2022-02-18", []),
        ("start: 2022-02-01, end: 2022-03-01", "2022-03-01", "2022-03-01", []),
        ("end: 2022-03-01", "2022-03-01", "2022-03-01", []),
        ("start: 2022-02-01", "2022-02-01", "2022-02-01", ["evidence.running"]),
        ("date: 2022年2月15日-17日", "2022-02-17", "2022-02-17", []),
        ("date: 2022-05", "2022-05-01", "2022-05-31", ["evidence.date_partial"]),
        ("date: 2022年一季度", "2022-01-01", "2022-03-31", ["evidence.date_partial"]),
        ("start: 2022-02, end: 2022-02-10", "2022-02-10", "2022-02-10", ["evidence.date_partial"]),
        ("start: 2022-02", "2022-02-01", "2022-02-28", ["evidence.date_partial", "evidence.running"]),
    ],
)
def test_a_records_day_is_its_date_else_its_end_else_its_start(written: str, first: str, last: str, found: list[str]) -> None:
    records, problems = records_of(f"- {{id: m1, kind: meeting, {written}}}\n")
    assert codes(problems) == found
    assert records[0].first == date.fromisoformat(first)
    assert records[0].last == date.fromisoformat(last)


def test_an_attestation_needs_no_vocabulary() -> None:
    what = "obligation: T1, by: wang1, statement: 已落实, files: [a.pdf], valid_until: 2023-12-31"
    records, problems = records_of(f"- {{id: a1, kind: attestation, date: 2022-12-31, {what}}}\n")
    assert not problems
    assert records[0].fields["files"] == ("a.pdf",)
    assert records[0].fields["valid_until"] == date(2023, 12, 31)


# ---------------------------------------------------------------- all records


def test_records_are_sorted_by_day_and_id_whatever_their_order() -> None:
    lines = [f"- {{id: m{n}, kind: meeting, date: 2022-02-{18 - n % 3:02}, doc_no: {n}}}" for n in range(9)]
    wanted = [record.id for record in records_of("\n".join(lines))[0]]
    lines = lines[5:] + lines[4::-1]
    assert [record.id for record in records_of("\n".join(lines))[0]] == wanted == ["m2", "m5", "m8", "m1", "m4", "m7", "m0", "m3", "m6"]


def test_copies_of_a_record_count_once() -> None:
    records, problems = records_of(
        "- {id: m1, kind: meeting, date: 2022-02-18, chair: wang1}\n- {kind: meeting, chair: 王一, date: 2022年2月18日, id: m1}\n"
    )
    assert len(records) == 1
    assert places(problems) == [("r.yaml:2:52", "evidence.copy")]
    assert problems[0].severity == "note"


def test_the_same_content_under_two_ids_counts_once_under_the_smaller() -> None:
    row = "kind: meeting, date: 2022-02-18, agenda: [{order: 1, topic: [党建工作]}], attendees: [wang1]"
    records, problems = records_of(
        f"- {{id: m2, {row}}}\n- {{id: m1, {row}}}\n- {{id: m3, {row}, doc_no: x}}\n- {{id: m4, {row.replace('wang1', 'li2')}}}\n"
    )
    assert [record.id for record in records] == ["m1", "m3", "m4"]
    assert codes(problems) == ["evidence.same_content"]
    assert params(problems[0])["record"] == "m2"
    assert problems[0].severity == "warning"


def test_two_hours_of_one_day_are_two_events() -> None:
    records, problems = records_of(
        "- {id: m1, kind: meeting, date: 2022-02-18}\n"
        "- {id: m2, kind: meeting, date: 2022-02-18 09:00}\n"
        "- {id: m3, kind: meeting, date: 2022-02-18 11:00}\n"
        "- {id: m4, kind: meeting, date: 2022-02-18 11:00}\n"
    )
    assert [record.id for record in records] == ["m2", "m3"]
    assert [(params(each)["record"], params(each)["other"]) for each in problems] == [("m4", "m3"), ("m1", "m2")]


def test_what_refers_to_the_dropped_id_refers_to_the_kept_one() -> None:
    row = "kind: meeting, date: 2022-02-18"
    records, problems = records_of(
        f"- {{id: m1, {row}}}\n- {{id: m2, {row}}}\n"
        "- {id: t1, kind: talk, date: 2022-03-01, about: m2}\n"
        "- {id: m5, kind: meeting, date: 2022-03-02, about: [m1, m2], agenda: [{order: 1}, {about: m2}]}\n"
        "- {id: m6, kind: meeting, date: 2022-03-02, about: m2, agenda: {about: m2}}\n"
        "- {id: m7, kind: meeting, date: 2022-03-03, about: m5}\n"
    )
    assert codes(problems) == ["evidence.same_content"]
    fields = {record.id: record.fields for record in records}
    assert fields["t1"]["about"] == "m1"
    assert fields["m5"]["about"] == ("m1", "m1")
    assert fields["m5"]["agenda"] == ({"order": 1}, {"about": "m1"})
    assert fields["m6"]["about"] == ("m1",)
    assert fields["m6"]["agenda"] == ({"about": "m1"},)
    assert fields["m7"]["about"] == ("m5",)


def test_odd_names_get_one_warning_each_with_a_suggestion() -> None:
    _, problems = records_of(
        "- {id: m1, kind: meeting, date: 2022-02-18, chair: wamg1, attendees: [张三, wamg1]}\n"
        "- {id: m2, kind: meeting, date: 2022-02-19, chair: wamg1, attendees: 王一、李二}\n"
    )
    assert codes(problems) == ["evidence.person_unknown", "evidence.person_ambiguous", "evidence.names_joined"]
    assert [found.severity for found in problems] == ["warning"] * 3
    assert params(problems[0]) == {"found": "wamg1", "times": "3", "hint": "wang1"}
    assert params(problems[1])["who"] == "zhang3、zhang4"
    assert str(problems[0].at) == "r.yaml:1:52"


def test_a_place_nobody_registered_stays_what_is_written() -> None:
    record, problems = one("place: branch-2")
    assert record.fields["place"] == "branch-2"
    assert [(found.code, found.severity) for found in problems] == [("evidence.place_unknown", "warning")]
    assert params(problems[0])["hint"] == "branch-1"
    unit = UNIT + "  branch-2: {name: 第一党支部}\n"
    record, problems = one("place: 第一党支部", unit=unit)
    assert record.fields["place"] is Unknown.AMBIGUOUS
    assert codes(problems) == ["evidence.place_ambiguous"]


def test_references_to_nothing_or_to_the_wrong_kind_are_warnings() -> None:
    _, problems = records_of(
        "- {id: m-0218, kind: meeting, date: 2022-02-18, adopted_by: t1}\n- {id: t1, kind: talk, date: 2022-02-19, about: m-0219}\n"
    )
    assert codes(problems) == ["evidence.ref_kind", "evidence.ref_unknown"]
    assert params(problems[1]) == {"found": "m-0219", "times": "1", "hint": "m-0218"}


def test_among_very_many_ids_no_near_spelling_is_sought() -> None:
    lines = [f"- {{id: m-{n:05}, kind: meeting, date: 2022-02-18, doc_no: {n}}}" for n in range(2001)]
    _, problems = records_of("\n".join(lines) + "\n- {id: t1, kind: talk, date: 2022-02-19, about: m-0001}\n")
    assert params(problems[0]) == {"found": "m-0001", "times": "1", "hint": ""}


def test_entered_before_it_happened_is_a_warning() -> None:
    record, problems = one("recorded_on: 2022-02-17")
    assert places(problems) == [("r.yaml:1:58", "evidence.recorded_before")]
    assert record.recorded_on == date(2022, 2, 17)
    assert codes(one("recorded_on: 2022年2月")[1]) == ["evidence.date_partial"]
    assert one("recorded_on: 2022年2月")[0].recorded_on is None


# ---------------------------------------------------------------- the unit


def test_people_hold_roles_and_attributes_for_a_time() -> None:
    unit, problems = unit_of("""\
people:
  wang1:
    name: 王一
    roles: [{role: secretary, since: 2020-03-01, until: 2022-06-30}, {role: member, since: 2022-07-01}, member]
    section: 办公室
    mentor: 李二
    contact_points: 第一党支部
    card: {no: 7}
    sections: {dated: [{value: [人事科], until: 2022-06-30}, {value: [人事科, 财务科], since: 2022-07-01}]}
  li2: {name: 李二, section: null}
places:
  branch-1: {name: 第一党支部, head: 王一}
  branch-2: {}
attributes: {staff: {dated: [{value: 42, since: 2022年1月1日}]}}
""")
    assert not problems
    person = unit.people["wang1"]
    assert person.name == "王一"
    assert person.roles == (
        Spell("secretary", date(2020, 3, 1), date(2022, 6, 30)),
        Spell("member", date(2022, 7, 1)),
        Spell("member"),
    )
    assert dict(person.attributes) == {
        "section": (Dated("办公室"),),
        "mentor": (Dated("li2"),),
        "contact_points": (Dated(("branch-1",)),),
        "card": (Dated({"no": 7}),),
        "sections": (Dated(("人事科",), None, date(2022, 6, 30)), Dated(("人事科", "财务科"), date(2022, 7, 1))),
    }
    assert unit.people["li2"].attributes == {}
    assert unit.places["branch-1"].attributes == {"head": (Dated("wang1"),)}
    assert unit.places["branch-2"].name == "branch-2"
    assert unit.attributes == {"staff": (Dated(42, date(2022, 1, 1)),)}


def test_a_unit_may_choose_and_declare() -> None:
    unit, problems = unit_of("""\
unit: sample
title: 单位
note: {zh: 均为虚构, en: all fictitious}
pack: [test-pack, other]
people: {wang1: {name: 王一}}
sets: {communities: [幸福社区, {id: c2, name: 和平社区, since: 2022-05-01, until: null}], topics: null}
parameters:
  prompt: {value: 30d, source: 章程}
  often: {value: month, source: 章程}
  times: {value: 4, source: 章程}
  by: {value: 03-15, source: 章程}
  grace: {value: 20d, source: 章程}
readings: {T2: any, T1: null}
declarations: [{none: meetings, from: 2022-01-01, to: 2022-12-31, by: 王一, on: 2022-12-31}]
calendar: {holidays: [2027年10月1日至3日], workdays: 2027-10-09}
""")
    assert not problems
    assert (unit.id, unit.title, unit.note, unit.packs) == (
        "sample",
        Text("单位", "单位"),
        "均为虚构 / all fictitious",
        ("test-pack", "other"),
    )
    assert unit.sets == {"communities": ("幸福社区", {"id": "c2", "name": "和平社区", "since": date(2022, 5, 1)})}
    assert unit.parameters["prompt"] == Override(Duration(days=30), "30d", "章程", Location("unit.yaml", 8, 11))
    assert [unit.parameters[name].value for name in ("often", "times", "by", "grace")] == [
        "month",
        4,
        Point(MonthDay(3, 15)),
        Duration(days=20),
    ]
    assert unit.parameters["by"].shown == "03-15"
    assert unit.readings == {"T2": "any"}
    assert unit.declarations == (
        Declaration("meetings", date(2022, 1, 1), date(2022, 12, 31), "wang1", date(2022, 12, 31), Location("unit.yaml", 14, 16)),
    )
    assert unit.holidays == {date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)}
    assert unit.workdays == {date(2027, 10, 9)}


def test_part_of_a_unit_is_enough_for_an_example() -> None:
    unit, problems = unit_of("{}")
    assert not problems
    assert (unit.id, unit.packs, unit.note) == ("", (), "")
    assert unit_of("note: 说明")[0].note == "说明"
    assert unit_of("title: {en: Bureau}")[0].title == Text("Bureau", "Bureau")


def test_a_declaration_made_early_covers_less() -> None:
    people = "people: {a: {name: 张三}}\n"
    unit, problems = unit_of(people + "declarations: [{none: meetings, from: 2022-01-01, to: 2022-12-31, by: 张三, on: 2022-06-30}]")
    assert codes(problems) == ["evidence.declared_early"]
    assert unit.declarations[0].by == "a"


def test_a_declaration_that_nobody_on_the_roster_signed_has_no_effect() -> None:
    unit, problems = unit_of("declarations: [{none: meetings, from: 2022-01-01, to: 2022-06-30, by: 赵六, on: 2022-06-30}]")
    assert codes(problems) == ["evidence.signer_unknown", "evidence.person_unknown"]
    assert not unit.declarations
    people = "people: {a: {name: 张三}, b: {name: 张三}}\n"
    unit, problems = unit_of(people + "declarations: [{none: meetings, from: 2022-01-01, to: 2022-06-30, by: 张三, on: 2022-06-30}]")
    assert codes(problems) == ["evidence.signer_unknown", "evidence.person_ambiguous"]
    assert not unit.declarations


def test_words_of_another_pack_in_the_same_folder_are_warnings() -> None:
    both = UNIT.replace("pack: test-pack", "pack: [test-pack, other]")
    _, problems = unit_of(both, shared())
    assert codes(problems) == ["evidence.role_unknown"]
    assert problems[0].severity == "warning"
    records, problems = records_of(
        "- {id: x1, kind: x, date: 2022-01-01}\n- {id: m1, kind: meeting, date: 2022-02-18, typ: x}\n", unit=both
    )
    assert [record.id for record in records] == ["m1"]
    assert [(found.code, found.severity) for found in problems] == [
        ("evidence.kind_unknown", "warning"),
        ("evidence.field_unknown", "warning"),
    ]


# ---------------------------------------------------------------- folders


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    collecting = gc.isenabled()
    root = write(
        tmp_path,
        {
            "a.yaml": MEETING,
            "台账/b.yml": "records:\n- {id: m2, kind: meeting, date: 2022-03-01}\n\n- {id: m3, kind: meeting, date: 2022-03-02}\n",
            "台账/C.YAML": "id: m4\nkind: meeting\ndate: 2022-03-03\n",
        },
    )
    found = evidence.load(root, PACK)
    assert [(record.id, str(record.at)) for record in found.records] == [
        ("m1", "sample/a.yaml:1"),
        ("m2", "sample/台账/b.yml:2"),
        ("m3", "sample/台账/b.yml:4"),
        ("m4", "sample/台账/C.YAML:1"),
    ]
    assert (found.unit.id, found.files, found.problems) == ("sample", 4, ())
    assert evidence.packs_of(root) == ("test-pack",)
    assert gc.isenabled() == collecting


def test_the_digest_speaks_of_names_and_contents_of_what_is_read(tmp_path: Path) -> None:
    def digest(files: dict[str, str | bytes]) -> str:
        folder = tmp_path / hashlib.sha256(repr(files).encode()).hexdigest()
        folder.mkdir()
        return evidence.load(write(folder, files), PACK).digest

    base = digest({"a.yaml": MEETING})
    assert base == digest({"a.yaml": MEETING, "photo.jpg": b"x", ".hidden.yaml": "x"})
    others = [
        digest({"b.yaml": MEETING}),
        digest({"a.yaml": MEETING + "# \n"}),
        digest({"a.yaml": MEETING, "unit.yaml": UNIT + "# \n"}),
        digest({"a.yaml": MEETING, "c.yaml": ""}),
    ]
    assert len({base, *others}) == 5


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    gc.disable()
    try:
        evidence.load(write(tmp_path, {"a.yaml": MEETING}), PACK)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_unit_may_be_called_as_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"unit.yaml": "pack: test-pack\n", "a.yaml": MEETING})
    assert evidence.load(root, PACK).unit.title == Text("sample", "sample")
    monkeypatch.chdir(root)
    assert evidence.load(Path(), PACK).unit.id == "sample"


def test_a_check_against_another_pack_than_the_units_is_a_warning(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.yaml": MEETING})
    assert codes(evidence.load(root, replace(PACK, id="other")).problems) == ["evidence.pack_other"]


def test_attachments_are_found_beside_the_record_or_at_the_top(tmp_path: Path) -> None:
    here = (
        "attachments: [{path: 照片（1）.jpg}, {path: 签到\\表.jpg}, {path: 通知.pdf}, {path: 照片}, {path: ../b/x.jpg}], script: 讲稿.docx"
    )
    root = write(
        tmp_path,
        {
            "b/r.yaml": f"- {{id: m1, kind: meeting, date: 2022-02-18, {here}}}\n",
            "b/照片（1）.jpg": "",
            "b/签到/表.jpg": "",
            "通知.pdf": "",
            "b/照片/1.jpg": "",
            "b/照片/2.jpg": "",
            "b/x.jpg": "",
            "b/讲稿.docx": "",
        },
    )
    assert evidence.load(root, PACK).problems == ()


@pytest.mark.parametrize("path", ["没有.jpg", "../../secret.jpg", "/etc/passwd", "C:\\台账\\1.jpg"])
def test_an_attachment_that_is_not_in_the_folder_is_a_warning(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.jpg").write_text("x")
    root = write(tmp_path, {"r.yaml": f"- {{id: m1, kind: meeting, date: 2022-02-18, attachments: [{{path: {path}}}]}}\n"})
    assert places(evidence.load(root, PACK).problems) == [("sample/r.yaml:1:66", "evidence.attachment_missing")]


@pytest.mark.parametrize("path", ["''", ".", "./", "'  '"])
def test_the_folder_itself_is_no_attachment(tmp_path: Path, path: str) -> None:
    root = write(tmp_path, {"r.yaml": f"- {{id: m1, kind: meeting, date: 2022-02-18, attachments: [{{path: {path}}}]}}\n"})
    with pytest.raises(EvidenceError) as caught:
        evidence.load(root, PACK)
    assert places(caught.value.problems) == [("sample/r.yaml:1:66", "evidence.want.file")]


def test_an_attachment_with_another_content_than_it_had_is_a_warning(tmp_path: Path) -> None:
    right = hashlib.sha256(b"x").hexdigest().upper()
    rows = ", ".join(f"{{path: {path}, sha256: '{right}'}}" for path in ("a.jpg", "b.jpg", "no.jpg", "c")) + ", {sha256: x}"
    root = write(
        tmp_path,
        {"r.yaml": f"- {{id: m1, kind: meeting, date: 2022-02-18, attachments: [{rows}]}}\n", "a.jpg": "x", "b.jpg": "y", "c/d.jpg": "x"},
    )
    found = evidence.load(root, PACK).problems
    assert [(params(p)["found"], p.code) for p in found] == [
        ("b.jpg", "evidence.attachment_changed"),
        ("c", "evidence.attachment_changed"),
        ("no.jpg", "evidence.attachment_missing"),
    ]


def test_files_that_nobody_reads_are_noted_once_a_type(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "r.yaml": MEETING,
            "a.docx": "",
            "b/c.DOCX": "",
            "d": "",
            ".DS_Store": "",
            ".git/config": "",
            "~$a.docx": "",
            "空.yaml": "# nothing\n",
        },
    )
    found = evidence.load(root, PACK).problems
    codes(found)
    assert [(str(p.at), p.code, p.severity, params(p).get("count")) for p in found] == [
        ("sample/.DS_Store", "evidence.ignored", "note", None),
        ("sample/.git", "evidence.ignored", "note", None),
        ("sample/a.docx", "evidence.not_read", "note", "2"),
        ("sample/d", "evidence.not_read", "note", "1"),
        ("sample/~$a.docx", "evidence.ignored", "note", None),
        ("sample/空.yaml", "evidence.file_empty", "warning", None),
    ]


def test_the_same_files_give_the_same_evidence_in_any_order(tmp_path: Path) -> None:
    files = {
        f"{name}.yaml": f"- {{id: {name}, kind: meeting, date: 2022-02-{number + 1:02}, chair: 赵六}}\n"
        for number, name in enumerate("cabed")
    }
    first, second = (tmp_path / "1", tmp_path / "2")
    first.mkdir()
    second.mkdir()
    one_way = evidence.load(write(first, dict(files.items())), PACK)
    other = evidence.load(write(second, dict(reversed(files.items()))), PACK)
    assert [(r.id, r.at, dict(r.fields)) for r in one_way.records] == [(r.id, r.at, dict(r.fields)) for r in other.records]
    assert (one_way.problems, one_way.digest) == (other.problems, other.digest)


def test_what_a_reader_returns_can_be_sent_between_processes() -> None:
    problems: list[Problem] = []
    raws = READERS[".yaml"](b"records:\n- {id: m1, kind: meeting}\n", "x/a.yaml", problems)
    [(raw, where)] = pickle.loads(pickle.dumps(raws))  # noqa: S301 - our own bytes
    assert raw == {"id": "m1", "kind": "meeting"}
    assert (str(where()), str(where("kind"))) == ("x/a.yaml:2", "x/a.yaml:2:18")


def test_what_looks_like_records_and_is_not_read_is_a_warning(tmp_path: Path) -> None:
    unread = {".bad.yaml": "x", ".d/more/a.yml": "x", "._r.yaml": "x", "党课.yaml.txt": MEETING, "说明.txt": ""}
    root = write(tmp_path, {"r.yaml": MEETING, **unread})
    found = evidence.load(root, PACK).problems
    codes(found)
    assert [(str(p.at), p.code, p.severity) for p in found] == [
        ("sample/._r.yaml", "evidence.ignored", "note"),
        ("sample/.bad.yaml", "evidence.hidden_records", "warning"),
        ("sample/.d", "evidence.hidden_records", "warning"),
        ("sample/党课.yaml.txt", "evidence.yaml_txt", "warning"),
        ("sample/说明.txt", "evidence.not_read", "note"),
    ]


def test_the_id_of_one_person_that_is_the_name_of_another_is_a_warning() -> None:
    found = unit_of("people:\n  张三: {name: 张三}\n  z2: {name: 张三}\n  li2: {name: 李二}\n")[1]
    assert [(p.code, p.severity, params(p)["who"], p.at.line) for p in found] == [("evidence.id_is_name", "warning", "z2", 2)]


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ("date: 2022-05-05, start: 2023-01-01, end: 2023-02-01", True),
        ("date: 2022-05-05, start: 2022-06-01", True),
        ("date: 2022-05-05, end: 2022-05-04", True),
        ("date: 2022-05-05, start: 2022-05-01, end: 2022-05-05", False),
        ("date: 2022-05-05, start: 2022-05-05", False),
        ("date: 2022年5月, start: 2022-05-20, end: 2022-06-02", False),
    ],
)
def test_a_date_outside_start_and_end_is_a_warning(fields: str, warned: bool) -> None:
    found = records_of(f"- {{id: m1, kind: meeting, {fields}}}\n")[1]
    assert ("evidence.two_dates" in codes(found)) == warned
