"""Evidence that cannot be understood: every problem at once, each at its place, with what was found and what to do; never green."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import evidence
from compliance.errors import EvidenceError, Location, NothingToCheck, Problem
from compliance.messages import text
from compliance.source import load
from evidence_kit import MEETING, PACK, UNIT, codes, one, params, places, records_of, table, unit_of, write


def broken(folder: Path) -> tuple[Problem, ...]:
    """The errors that reading the folder ends with."""
    with pytest.raises(EvidenceError) as caught:
        evidence.load(folder, PACK)
    assert {found.severity for found in caught.value.problems} == {"error"}
    codes(caught.value.problems)
    return caught.value.problems


def nothing(folder: Path) -> list[str]:
    with pytest.raises(NothingToCheck) as caught:
        evidence.load(folder, PACK)
    return codes(caught.value.problems)


# ---------------------------------------------------------------- one field


@pytest.mark.parametrize(
    ("written", "code"),
    table("""
type: 党组 → evidence.term_unknown | type: 党组会、局长办公会 → evidence.terms_joined | type: [党组会] → evidence.want.one
type: true → evidence.want.text | type: {} → evidence.want.text | doc_no: 1.10 → evidence.want.text | doc_no: true → evidence.want.text
doc_no: [a] → evidence.want.one | word: 1.5 → evidence.want.text | ratio: 3人 → evidence.want.number
ratio: true → evidence.want.number | ratio: [1] → evidence.want.one | ratio: '3' → evidence.want.number
on_site: no → evidence.want.flag | on_site: 是 → evidence.want.flag | on_site: 1 → evidence.want.flag | on_site: [] → evidence.want.flag
chair: 1.5 → evidence.want.name | chair: [wang1] → evidence.want.one | chair: true → evidence.want.name
attendees: [wang1, null] → evidence.want.item | attendees: [[wang1]] → evidence.want.one | attendees: {a: 1} → evidence.want.name
place: 1.5 → evidence.want.name | closed_on: 2022-02-30 → date.impossible | closed_on: 年底 → date.vague
closed_on: 2022.10 → evidence.want.date | closed_on: 44607 → date.serial | closed_on: [2022-01-01] → evidence.want.one
closed_on: 2022年2月1日-3日 → evidence.date_range | closed_on: true → evidence.want.date | closed_on: 2月15日 → date.no_year
closed_on: 2022年2月15日（星期三） → date.weekday | length: 30 → evidence.want.duration | length: 2hh → date.duration
length: long → date.duration | adopted_by: [m1] → evidence.want.one | adopted_by: 1.5 → evidence.want.text
script: true → evidence.want.text | agenda: 学习 → evidence.want.row | agenda: [[a]] → evidence.want.one
agenda: 'order:1' → source.colon_space | agenda: {ordre: 1} → evidence.field_unknown | agenda: [{topic: 党课}] → evidence.term_unknown
agenda: [null] → evidence.want.item | attachments: a.jpg → evidence.want.row | attachments: [{file: a.jpg}] → evidence.field_unknown
status: 完成 → evidence.choice | status: Done → evidence.choice | status: true → evidence.want.text | origin: copied → evidence.choice
recorded_on: 昨天 → date.relative | typ: 党组会 → evidence.field_unknown | talker: wang1 → evidence.field_unknown
recorded: 2022-02-18 → evidence.field_unknown
"""),
)
def test_a_bad_value_is_an_error_that_says_why(written: str, code: str) -> None:
    _, problems = one(written)
    assert codes(problems) == [code]
    assert all(found.severity == "error" for found in problems)


@pytest.mark.parametrize(
    ("written", "place", "hint"),
    [
        ("typ: 党组会", "r.yaml:1:45", "type"),
        ("agenda: [{ordre: 1}]", "r.yaml:1:55", "order"),
        ("status: plannd", "r.yaml:1:53", "planned"),
        ("type: 局长办公", "r.yaml:1:51", "局长办公会"),
        ("recorded: 2022-02-18", "r.yaml:1:45", "recorded_on"),
    ],
)
def test_a_slip_of_the_pen_gets_a_suggestion_at_its_place(written: str, place: str, hint: str) -> None:
    _, problems = one(written)
    assert str(problems[0].at) == place
    assert params(problems[0])["hint"] == hint
    assert hint in text(problems[0].code, problems[0].params).zh


def test_a_message_shows_what_was_found_as_it_was_written() -> None:
    assert [params(one(f"doc_no: {written}")[1][0])["found"] for written in ("1.10", "true", "{a: 1}")] == ["1.1", "true", "{…}"]
    assert params(one("on_site: " + "很" * 50)[1][0])["found"] == "很" * 39 + "…"
    assert params(one("attendees: [{a: 1}]")[1][0])["field"] == "attendees"
    assert params(one("closed_on: {}")[1][0])["found"] == "{…}"


# ---------------------------------------------------------------- one record


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("- 党组会", [("r.yaml:1:3", "evidence.record_shape")]),
        ("- id：m1", [("r.yaml:1:3", "source.colon_wide")]),
        ("- [a]", [("r.yaml:1:3", "evidence.record_shape")]),
        ("- ", [("r.yaml:1:2", "evidence.record_shape")]),
        ("- {}", [("r.yaml:1:3", "evidence.kind_missing")]),
        ("- {kind: meeting}", [("r.yaml:1:3", "evidence.id_missing")]),
        ("- {id: '', kind: meeting}", [("r.yaml:1:8", "evidence.id_missing")]),
        ("- {id: 1.10, kind: meeting}", [("r.yaml:1:8", "evidence.want.text")]),
        ("- {id: m1, kind: [meeting]}", [("r.yaml:1:18", "evidence.want.text")]),
        ("- {id: m1, kind: meting}", [("r.yaml:1:18", "evidence.kind_unknown")]),
        ("- {id: m1, kind: meeting}", [("r.yaml:1:3", "evidence.date_missing")]),
        ("- {id: m1, kind: meeting, date: null, closed_on: 2022-01-01}", [("r.yaml:1:3", "evidence.date_missing")]),
        ("- {id: m1, kind: meeting, date: 2022-02-30}", [("r.yaml:1:33", "date.impossible")]),
        ("- {id: m1, kind: meeting, start: 2022-03-01, end: 2022-02-01}", [("r.yaml:1:51", "evidence.end_before_start")]),
        ("- {id: m1, kind: meeting, start: 2022-03-01, end: 2022-02-30}", [("r.yaml:1:51", "date.impossible")]),
        ("- {id: m1, kind: meeting, start: 2022-03-32, date: 2022-02-20}", [("r.yaml:1:34", "date.impossible")]),
        ("- {id: m1, kind: meeting, start: 2022-03-32, end: 2022-02-20}", [("r.yaml:1:34", "date.impossible")]),
        ("- {id: a1, kind: attestation, date: 2022-02-18}", [("r.yaml:1:3", "evidence.key_missing")] * 3),
        (
            "- {id: a1, kind: attestation, date: 2022-02-18, by: wang1, statement: x, obligation: T9}",
            [("r.yaml:1:86", "evidence.obligation_unknown")],
        ),
        (
            "- {id: a1, kind: attestation, date: 2022-02-18, by: wang1, statement: x, obligation: [T1]}",
            [("r.yaml:1:86", "evidence.want.one")],
        ),
    ],
)
def test_a_record_that_cannot_be_placed_is_an_error(written: str, wanted: list[tuple[str, str]]) -> None:
    _, problems = records_of(written + "\n")
    codes(problems)
    assert places(problems) == wanted


def test_one_id_for_two_things_is_an_error_that_names_both() -> None:
    _, problems = records_of(
        "- {id: m1, kind: meeting, date: 2022-02-18}\n"
        "- {id: m1, kind: meeting, date: 2022-02-19}\n"
        "- {id: m1, kind: talk, date: 2022-02-20}\n"
    )
    assert places(problems) == [("r.yaml:2:8", "evidence.id_taken"), ("r.yaml:3:8", "evidence.id_taken")]
    assert params(problems[0]) == {"found": "m1", "other": "r.yaml:1:3"}


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "unit.yaml": UNIT + "peopel: {}\n",
            "a.yaml": "- {id: m1, kind: meting, date: 2022-02-18}\n- {id: m2, kind: meeting, date: 2022-02-30, typ: x}\n",
            "b.yaml": "- id: m3\n  日期：2022\n",
            "c.yaml": "党组会".encode("gbk"),
            "d.yaml": MEETING,
        },
    )
    assert places(broken(root)) == [
        ("sample/a.yaml:1:18", "evidence.kind_unknown"),
        ("sample/a.yaml:2:33", "date.impossible"),
        ("sample/a.yaml:2:45", "evidence.field_unknown"),
        ("sample/b.yaml:2", "source.colon_wide"),
        ("sample/c.yaml:1", "source.gbk"),
        ("sample/unit.yaml:11:1", "evidence.key_unknown"),
    ]


# ---------------------------------------------------------------- the unit


@pytest.mark.parametrize(
    ("written", "place", "code"),
    table("""
peopel: {} → 1:1 → evidence.key_unknown | waiver: [] → 1:1 → evidence.key_unknown | periods: [] → 1:10 → evidence.want.row
unit: [a] → 1:7 → evidence.want.one | title: {zh: 甲, fr: x} → 1:16 → evidence.key_unknown | note: true → 1:7 → evidence.want.text
people: [王一] → 1:9 → evidence.want.row | people: wang1:x → 1:9 → source.colon_space | people: {wang1: 王一} → 1:17 → evidence.want.row
people: {wang1: } → 1:17 → evidence.want.row | people: {wang1: {}} → 1:17 → evidence.key_missing
people: {wang1: {name: 王一, sction: x}} → 1:28 → evidence.attribute_unknown
people: {wang1: {name: 王一, section: [x]}} → 1:37 → evidence.want.one
people: {wang1: {name: 王一, roles: [{role: boss}]}} → 1:43 → evidence.role_unknown
people: {wang1: {name: 王一, roles: [boss]}} → 1:36 → evidence.role_unknown
people: {wang1: {name: 王一, roles: [{since: 2022-01-01}]}} → 1:36 → evidence.key_missing
people: {wang1: {name: 王一, roles: [{role: [member]}]}} → 1:43 → evidence.want.one
people: {wang1: {name: 王一, roles: [1]}} → 1:36 → evidence.want.row
people: {wang1: {name: 王一, roles: [{role: member, form: x}]}} → 1:51 → evidence.key_unknown
people: {wang1: {name: 王一, roles: [{role: member, since: 2022-02-30}]}} → 1:58 → date.impossible
people: {wang1: {name: 王一, roles: [{role: member, since: 2022-02}]}} → 1:58 → evidence.date_exact
people: {wang1: {name: 王一, roles: [{role: member, since: 2022年2月1日-3日}]}} → 1:58 → evidence.date_range
people: {wang1: {name: 王一, roles: [{role: member, since: 2022-02-02, until: 2022-02-01}]}} → 1:77 → evidence.end_before_start
people: {w: {name: 王一, section: {dated: [{since: 2022-01-01}]}}} → 1:42 → evidence.key_missing
people: {w: {name: 王一, section: {dated: [{value: a, until: 2022-06-30}, {value: b, since: 2022-06-30}]}}} → 1:73 → evidence.dated_overlap
people: {w: {name: 王一, section: {dated: [{value: a}, {value: b}]}}} → 1:54 → evidence.dated_overlap
places: {b: {head: [a]}} → 1:20 → evidence.want.one | attributes: {staf: 1} → 1:14 → evidence.attribute_unknown
attributes: {staff: 多} → 1:21 → evidence.want.number | sets: {community: []} → 1:8 → evidence.sets_unknown
sets: {communities: 甲} → 1:21 → evidence.want.list | sets: {communities: [null]} → 1:22 → evidence.want.item
sets: {communities: [{name: x}]} → 1:22 → evidence.item_id | sets: {communities: [[a]]} → 1:22 → evidence.want.word
sets: {communities: [true]} → 1:22 → evidence.want.word | sets: {communities: [{id: a, since: x}]} → 1:37 → date.malformed
parameters: {promt: {value: 30d, source: x}} → 1:14 → evidence.parameters_unknown
parameters: {prompt: 30d} → 1:22 → evidence.parameter_form | parameters: {prompt: {value: 30d}} → 1:22 → evidence.key_missing
parameters: {prompt: {value: 30d, source: ''}} → 1:22 → evidence.key_missing
parameters: {prompt: {source: x}} → 1:22 → evidence.key_missing
parameters: {prompt: {value: 30d, source: x, why: y}} → 1:46 → evidence.key_unknown
parameters: {prompt: {value: 30d, source: [x]}} → 1:43 → evidence.want.one
parameters: {prompt: {value: 45d, source: x}} → 1:30 → evidence.parameter_choice
parameters: {often: {value: week, source: x}} → 1:29 → evidence.parameter_choice
parameters: {times: {value: 5, source: x}} → 1:29 → evidence.parameter_range
parameters: {times: {value: 0, source: x}} → 1:29 → evidence.parameter_range
parameters: {times: {value: 2d, source: x}} → 1:29 → evidence.parameter_range
parameters: {times: {value: true, source: x}} → 1:29 → evidence.parameter_range
parameters: {by: {value: 04-01, source: x}} → 1:26 → evidence.parameter_range
parameters: {grace: {value: 1m, source: x}} → 1:29 → evidence.parameter_range
parameters: {free: {value: 2m, source: x}} → 1:28 → evidence.parameter_fixed
parameters: {free: {value: [1d, 2wd, 2022-01-01], source: x}} → 1:28 → evidence.parameter_fixed
parameters: {fixed: {value: 3, source: x}} → 1:29 → evidence.parameter_fixed
parameters: {prompt: {value: 2022-02-30, source: x}} → 1:30 → rules.point.impossible
readings: {T9: any} → 1:12 → evidence.readings_unknown | readings: {T1: any} → 1:12 → evidence.reading_none
readings: {T2: all} → 1:16 → evidence.reading_unknown | readings: {T2: [any]} → 1:16 → evidence.want.one
declarations: [x] → 1:16 → evidence.want.row
declarations: [{none: meetings, from: 2022-01-01, to: 2022-12-31, by: a}] → 1:16 → evidence.key_missing
declarations: [{none: meting, from: 2022-01-01, to: 2022-12-31, by: a, on: 2022-12-31}] → 1:23 → evidence.selector_unknown
declarations: [{none: [a], from: 2022-01-01, to: 2022-12-31, by: a, on: 2022-12-31}] → 1:23 → evidence.want.one
declarations: [{none: meetings, from: 2022-01-32, to: 2022-12-31, by: a, on: 2022-12-31}] → 1:39 → date.impossible
declarations: [{none: meetings, from: 2022-12-31, to: 2022-01-01, by: a, on: 2022-12-31}] → 1:55 → evidence.end_before_start
declarations: [{none: meetings, from: 2022-01-01, to: 2022-12-31, by: a, on: 2021-12-31}] → 1:78 → evidence.declared_before
calendar: {holiday: []} → 1:12 → evidence.key_unknown | calendar: {holidays: [2022-02]} → 1:23 → evidence.date_exact
calendar: {holidays: [2022-02-30]} → 1:23 → date.impossible
calendar: {holidays: [2022-02-15], workdays: [2022-02-15]} → 1:47 → evidence.day_twice
"""),
)
def test_a_unit_that_cannot_be_understood_is_an_error_at_its_place(written: str, place: str, code: str) -> None:
    _, problems = unit_of(written)
    codes(problems)
    errors = [found for found in problems if found.severity == "error"]
    assert places(errors) == [(f"unit.yaml:{place}", code)]


def test_an_item_twice_in_a_set_is_a_warning() -> None:
    unit, problems = unit_of("sets: {communities: [甲, 乙, 甲, {id: 乙}]}")
    assert unit.sets["communities"] == ("甲", "乙")
    assert [(found.code, found.severity) for found in problems] == [("evidence.item_twice", "warning")] * 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a: 1", "evidence.pack_missing"),
        ("pack: ''", "evidence.pack_missing"),
        ("pack: {a: b}", "evidence.pack_missing"),
        ("- a", "evidence.unit_shape"),
        ("", "evidence.unit_shape"),
        ("pack: [", "source.unfinished"),
    ],
)
def test_a_unit_that_names_no_pack_is_refused(tmp_path: Path, written: str, code: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        evidence.packs_of(write(tmp_path, {"unit.yaml": written, "a.yaml": MEETING}))
    assert codes(caught.value.problems)[-1] == code


def test_a_unit_that_cannot_be_read_does_not_hide_the_other_files(tmp_path: Path) -> None:
    root = write(tmp_path, {"unit.yaml": "people: [", "a.yaml": "- {id: 1"})
    assert codes(broken(root)) == ["source.map_open", "source.unfinished"]


# ---------------------------------------------------------------- folders


def test_without_a_folder_or_records_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert nothing(tmp_path / "none") == ["evidence.folder_missing"]
    assert nothing(tmp_path) == ["evidence.folder_empty"]
    assert nothing(write(tmp_path, {})) == ["evidence.no_records"]
    assert nothing(write(tmp_path, {"a.yaml": "records: []\n", "b.yaml": "[]\n", "c.yaml": "records:\n"})) == ["evidence.no_records"]
    with pytest.raises(NothingToCheck):
        evidence.packs_of(tmp_path / "none")


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(MEETING)
    assert codes(broken(file)) == ["evidence.folder_is_file"]


def test_a_folder_without_unit_yaml_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MEETING)
    assert codes(broken(tmp_path)) == ["evidence.unit_missing"]
    with pytest.raises(EvidenceError):
        evidence.packs_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "code"), [("Unit.yaml", "evidence.unit_name"), ("unit.yml", "evidence.unit_name"), ("b/unit.yaml", "evidence.unit_nested")]
)
def test_a_unit_file_in_the_wrong_place_is_an_error(tmp_path: Path, name: str, code: str) -> None:
    assert codes(broken(write(tmp_path, {name: UNIT, "a.yaml": MEETING}))) == [code]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a: 党组会\n".encode("gbk"), "source.gbk"),
        ("a: 党组会\n".encode("utf-16"), "source.utf16"),
        (b"[" * 25_000, "source.depth"),
        (b"- " * 25_000, "source.depth"),
        (b"a: &a [x]\nb: [*a, *a]\n", "source.alias"),
        (b"records: []\nother: 1\n", "evidence.beside_records"),
        (b"records: 1\n", "evidence.record_shape"),
        (b"just text\n", "evidence.record_shape"),
    ],
)
def test_a_file_that_cannot_be_read_as_records_is_an_error_and_never_skipped(tmp_path: Path, content: bytes, code: str) -> None:
    found = broken(write(tmp_path, {"a.yaml": MEETING, "bad.yaml": content}))
    assert code in codes(found)
    assert {problem.at.path for problem in found} == {"sample/bad.yaml"}


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    root = write(tmp_path, {"x.yaml/a.yaml": MEETING})
    assert [record.id for record in evidence.load(root, PACK).records] == ["m1"]
    (root / "unit.yaml").unlink()
    (root / "unit.yaml").mkdir()
    assert codes(broken(root)) == ["evidence.unit_missing"]


def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text(MEETING)
    (tmp_path / "sample-2").mkdir()
    root = write(tmp_path, {"b/a.yaml": MEETING})
    (root / "again.yaml").symlink_to(root / "b/a.yaml")
    (root / "loop").symlink_to(root)
    found = evidence.load(root, PACK)
    assert [record.id for record in found.records] == ["m1"]
    assert places(found.problems) == [("sample/b/a.yaml:1:8", "evidence.copy"), ("sample/loop", "evidence.link_folder")]
    (root / "out.yaml").symlink_to(tmp_path / "out.yaml")
    (root / "near").symlink_to(tmp_path / "sample-2")
    (root / "gone.yaml").symlink_to("nowhere.yaml")
    assert places(broken(root)) == [
        ("sample/gone.yaml", "evidence.link_broken"),
        ("sample/near", "evidence.link_outside"),
        ("sample/out.yaml", "evidence.link_outside"),
    ]


def test_a_unit_that_is_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("[")
    root = write(tmp_path, {"a.yaml": MEETING})
    (root / "unit.yaml").unlink()
    (root / "unit.yaml").symlink_to(tmp_path / "other.yaml")
    assert places(broken(root)) == [("sample/unit.yaml", "evidence.link_outside")]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.yaml": MEETING})
    (tmp_path / "link").symlink_to(root)
    assert evidence.load(tmp_path / "link", PACK).records


def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a pipe would wait for ever."""
    root = write(tmp_path, {"a.yaml": MEETING})
    os.mkfifo(root / "pipe.yaml")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("plug.yaml")
        assert places(broken(root)) == [("sample/pipe.yaml", "evidence.not_a_file"), ("sample/plug.yaml", "evidence.not_a_file")]


@pytest.mark.parametrize("name", ["unit.yaml", "a.yaml"])
def test_a_file_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Simulated, for to root every file is open."""
    root = write(tmp_path, {"a.yaml": MEETING})
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    [found] = broken(root)
    assert (str(found.at), found.code, params(found)) == (f"sample/{name}", "evidence.unreadable", {"why": "Permission denied"})


@pytest.mark.parametrize(("below", "place"), [("b", "sample/b"), ("sample", "sample")])
def test_a_folder_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str, place: str) -> None:
    root = write(tmp_path, {"a.yaml": MEETING, "b/c.yaml": MEETING})
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == below:
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert (place, "evidence.unreadable") in places(broken(root))


def test_an_attachment_without_permission_has_no_known_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(
        tmp_path,
        {"r.yaml": f"- {{id: m1, kind: meeting, date: 2022-02-18, attachments: [{{path: a.jpg, sha256: '{'0' * 64}'}}]}}\n", "a.jpg": "x"},
    )
    plain = Path.open

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "a.jpg":
            raise PermissionError(13, "Permission denied")
        return plain(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(evidence.load(root, PACK).problems) == ["evidence.attachment_changed"]


def test_a_name_that_is_no_text_can_still_be_reported(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.yaml": MEETING})
    (root / os.fsdecode("坏".encode("gbk") + b".yaml")).write_bytes(b"[")
    [found] = broken(root)
    assert found.code == "source.unfinished"
    str(found.at).encode()


# ---------------------------------------------------------------- anything at all

_RECORD_KEYS = ["id", "kind", "date", "start", "end", "type", "chair", "agenda", "about", "status", "attachments", "place", "x"]
_UNIT_KEYS = [
    "unit",
    "title",
    "note",
    "pack",
    "people",
    "places",
    "sets",
    "attributes",
    "parameters",
    "readings",
    "declarations",
    "calendar",
]
_INNER_KEYS = ["order", "topic", "path", "value", "dated", "role", "id", "x"]
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.sampled_from(["", "党组会", "2022-02-18", "2022-02", "wang1", "张三", "m1", "3d", "a：b", "x"])
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_INNER_KEYS), inner, max_size=3), max_leaves=6
)


def anywhere(*_keys: str | int, **_of_key: bool) -> Location:
    return Location("here", 1, 1)


@given(st.lists(st.dictionaries(st.sampled_from(_RECORD_KEYS), _VALUES), max_size=4))
def test_whatever_a_record_holds_gives_records_or_problems(raws: list[dict[str, Any]]) -> None:
    problems: list[Problem] = []
    unit, _ = unit_of(UNIT)
    for raw in raws:
        raw.setdefault("kind", "meeting")
    found = evidence.build_records([(raw, anywhere) for raw in raws], unit, PACK, problems)
    codes(problems)
    assert len(found) + len(problems) >= min(len(raws), 1)


@given(st.dictionaries(st.sampled_from(_UNIT_KEYS), _VALUES))
def test_whatever_a_unit_holds_gives_a_unit_or_problems(raw: dict[str, Any]) -> None:
    problems: list[Problem] = []
    evidence.build_unit(raw, PACK, anywhere, problems)
    codes(problems)


@given(st.binary(max_size=60) | st.text(st.sampled_from("-:：[]{}&*!'\"|>#%@, \n\tab1二　"), max_size=40).map(str.encode))
def test_whatever_a_file_holds_is_never_a_crash(content: bytes) -> None:
    problems: list[Problem] = []
    document = load(content, "f.yaml", problems)
    codes(problems)
    assert document is not None or problems


@pytest.mark.parametrize("name", ["unit.yaml.txt", "Unit.YAML.txt"])
def test_a_unit_file_with_an_ending_that_nobody_sees_is_named(tmp_path: Path, name: str) -> None:
    root = write(tmp_path, {"a.yaml": MEETING})
    (root / "unit.yaml").rename(root / name)
    [found] = broken(root)
    assert (str(found.at), found.code, params(found)["found"]) == (f"sample/{name}", "evidence.unit_misnamed", name)


@pytest.mark.parametrize(
    "written",
    ["2022-12-31T20:00:00-08:00", "2022-12-31T20:00-0800", "2022-12-31T20:00:00+08:00", "2022-12-31T20:00:00Z", "2022-12-31 20:00+08:00"],
)
def test_a_time_zone_is_refused_for_the_day_may_be_another(written: str) -> None:
    found = records_of(f"- {{id: m1, kind: meeting, date: '{written}'}}\n")[1]
    assert codes(found) == ["date.zone"]


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        ("-id: m1\n  kind: meeting\n  date: 2022-02-25\n", 1, "source.dash_space"),
        ("- id: m1\n  kind: meeting\n-id: m2\n  kind: meeting\n", 3, "source.dash_space"),
        ("- id: m1\n  kind: meeting\n   date: 2022-02-25\n", 3, "source.indent"),
        ("- id: m1\n  kind: meeting\n  doc_no: 第1号: 甲\n", 3, "source.colon_in_text"),
        ("- id:m1\n  kind:meeting\n  date:2022-02-25\n", 1, "source.colon_space"),
        ("- id: m1\n  kind: meeting\n  date: 2022-02-25\n  type: “党组会”\n", 4, "evidence.quoted"),
        ("- id: m1\n  kind: meeting\n  date: 2022-02-25\n  chair: “王一”\n", 4, "evidence.quoted"),
        (b"PK\x03\x04\x14\x00\x06\x00", 0, "source.no_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "source.no_text"),
    ],
)
def test_a_slip_is_called_by_its_cause_and_once(tmp_path: Path, content: str | bytes, place: int, code: str) -> None:
    [found] = broken(write(tmp_path, {"a.yaml": MEETING.replace("m1", "m0"), "z.yaml": content}))
    assert (found.at.path, found.at.line, found.code) == ("sample/z.yaml", place, code)
