"""Waivers: who may release whom from what, from which day to which. They mark verdicts and change none (language §8)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import evidence_kit
import rule_kit
from compliance.check import check, run
from compliance.cli import main
from compliance.errors import EvidenceError, NothingToCheck, Problem
from compliance.evidence import load
from compliance.messages import text
from compliance.model import Report, Text, Unit, Verdict, Waiver
from compliance.render import json_format
from compliance.render.explain_text import render as explained
from compliance.render.style import Style
from compliance.render.text import render as shown
from compliance.schema import read_report, write_report
from evidence_kit import codes, params, places, table, unit_of
from strategies import World, worlds

END = date(2022, 12, 31)
HALVES = "in: half_year\ncount: {of: any_meeting, at_least: 1}\n"
"""None in the first half, one in the second: on 31 December a fail and a pass."""
EACH = "for_each: {role: member}\nin: half_year\ncount: {of: with_each, at_least: 1}\n"
UNIT = """\
unit: office
title: {zh: 某科（虚构）, en: Office}
pack: test-pack
people:
  wang1: {name: 王一, roles: [{role: secretary}]}
  li2: {name: 李二, roles: [{role: member}]}
  zhang3: {name: 张三, roles: [{role: member}]}
  zhang4: {name: 张三, roles: [{role: member}]}
"""
RECORDS = "- {id: m1, kind: meeting, date: 2022-08-01, chair: wang1, attendees: [wang1, li2]}\n"


def waiver(**changes: str) -> str:
    """One item in flow style; an empty text leaves a key out."""
    keys = {"obligation": "R1", "reason": "停电（虚构）", "approved_by": "李二", "approved_on": "2022-07-01", "until": "2022-12-31"}
    return "- {" + ", ".join(f"{key}: {value}" for key, value in {**keys, **changes}.items() if value) + "}\n"


def folder(tmp_path: Path, *waivers: str, **files: str) -> Path:
    written = {name.replace("_yaml", ".yaml"): content for name, content in files.items()}
    return evidence_kit.write(tmp_path, {"unit.yaml": UNIT, "records.yaml": RECORDS, "waivers.yaml": "".join(waivers), **written})


def pack_folder(tmp_path: Path, body: str = HALVES, policy: str = "") -> Path:
    head = rule_kit.pack(policy=policy) if policy else rule_kit.PACK
    return rule_kit.write(tmp_path / "test-pack", {"pack.yaml": head, "a.yaml": rule_kit.rule(body)})


def report(tmp_path: Path, *waivers: str, body: str = HALVES, as_of: date = END, policy: str = "") -> Report:
    return run(folder(tmp_path, *waivers), pack_folder(tmp_path, body, policy), as_of)


def halves(found: Report) -> list[tuple[str, str, bool]]:
    """Verdict, severity and whether it is waived, of the first half and the second."""
    return [(each.verdict, each.severity, each.waiver is not None) for each in found.verdicts]


def said(found: Report) -> list[tuple[str, str, str]]:
    """What is said of waivers: place, code, severity; each has a text in both languages."""
    own = [each for each in found.problems if each.at.path.endswith("waivers.yaml")]
    assert all(all(text(each.code, each.params)) for each in own)
    return [(str(each.at).removeprefix("sample/waivers.yaml:"), each.code, each.severity) for each in own]


def told(found: Report, code: str) -> dict[str, Any]:
    return params(next(each for each in found.problems if each.code == code))


# ---------------------------------------------------------------- what it marks


def test_it_marks_what_is_unmet_and_changes_nothing_else(tmp_path: Path) -> None:
    before, after = report(tmp_path), report(tmp_path, waiver())
    assert halves(before) == [("fail", "error", False), ("pass", "none", False)]
    assert halves(after) == [("fail", "note", True), ("pass", "none", False)]
    assert after.verdicts[0].fired == ("unmet.for.good", "cannot.be", "weight.waived", "weight.must")
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        assert (old.low, old.high, old.basis, old.final, old.reasons) == (new.low, new.high, new.basis, new.final, new.reasons)
    assert said(after) == []
    assert dict(before.summary) == {"fail": 1, "at_risk": 0, "pass": 1}
    assert dict(after.summary) == {"fail": 0, "at_risk": 0, "pass": 1, "waived": 1}
    assert {group.kind: group.verdict for group in before.groups} == dict.fromkeys(("unit", "list", "article", "bearer"), "fail")
    assert {(group.verdict, group.fired[0]) for group in after.groups} == {("pass", "group.remarks")}


def test_the_report_says_who_waived_it_and_what_it_is_without_that(tmp_path: Path) -> None:
    found = report(tmp_path, waiver())
    waived = json_format.document(found)["verdicts"][0]
    assert (waived["verdict"], waived["truth"], waived["final"]) == ("fail", {"low": "violated", "high": "violated"}, True)
    assert waived["waiver"] == {
        "reason": "停电(虚构)",
        "approved_by": "li2",
        "approved_on": "2022-07-01",
        "until": "2022-12-31",
        "at": "sample/waivers.yaml:1:3",
    }
    written = json_format.render(found, Style())
    assert write_report(read_report(written)) == written
    for style, words in ((Style("zh", 200), ("未达标", "已豁免", "李二")), (Style("en", 200), ("fail", "waived", "李二"))):
        for page in (shown(found, style), explained(found, style)):
            assert all(word in page for word in (*words, "2022-07-01", "2022-12-31", "sample/waivers.yaml:1:3", "停电")), page
    assert "▽ 已豁免 1 项（未达标 1）：R1" in shown(found, Style("zh", 200))
    assert "▽ 已豁免（未达标）  书记" in explained(found, Style("zh", 200))
    assert "▽ waived: 1 item(s) (1 fail): R1" in shown(found, Style("en", 200))


def test_without_a_waiver_the_json_says_null(tmp_path: Path) -> None:
    assert [each["waiver"] for each in json_format.document(report(tmp_path))["verdicts"]] == [None, None]


@pytest.mark.parametrize(
    ("body", "as_of", "verdict", "severity"),
    [
        ("in: {to: 02-28}\ncount: {of: any_meeting, at_least: 1}\n", END, "late", "note"),
        ("count: {of: any_meeting, at_least: 2}\n", END, "at_risk", "note"),
        ("count: {of: {kind: meeting, where: [{open: true}]}, at_most: 0}\n", date(2023, 1, 1), "inconclusive", "note"),
        ("attest: {}\n", END, "manual", "note"),
    ],
)
def test_whatever_is_unmet_can_be_waived(tmp_path: Path, body: str, as_of: date, verdict: str, severity: str) -> None:
    found = report(tmp_path, waiver(until="2023-12-31"), body=body, as_of=as_of)
    assert halves(found) == [(verdict, severity, True)]
    assert found.summary["waived"] == 1
    assert "waived" in shown(found, Style("en", 200))


def test_a_waived_matter_of_judgement_is_no_longer_waited_for_in_its_groups(tmp_path: Path) -> None:
    free, waived = report(tmp_path, body="attest: {}\n"), report(tmp_path, waiver(), body="attest: {}\n")
    assert {(group.verdict, group.counts.get("manual", 0)) for group in free.groups} == {("manual", 1)}
    assert {(group.verdict, group.counts.get("waived", 0), group.fired[0]) for group in waived.groups} == {("pass", 1, "group.waived")}


@pytest.mark.parametrize(
    ("late", "code"),
    [
        ({"until": "2022-12-30"}, "waiver.expired"),
        ({"approved_by": "wang1"}, "waiver.own"),
        ({"approved_by": "王五"}, "evidence.waiver_approver"),
        ({"window": "2023-01-01"}, "waiver.window"),
    ],
)
def test_explain_says_why_a_waiver_does_nothing(tmp_path: Path, late: dict[str, str], code: str) -> None:
    found = report(tmp_path, waiver(**late))
    assert not any(each.waiver for each in found.verdicts)
    for style in (Style("zh", 500), Style("en", 500)):
        page = explained(found, style)
        told_ = next(each for each in found.problems if each.code == code)
        assert style.pick(text(code, told_.params)) in page
        assert str(told_.at) in page


@pytest.mark.parametrize(
    ("body", "as_of", "code"),
    [
        ("count: {of: any_meeting, at_least: 1}\n", END, "waiver.idle"),
        ("count: {of: any_meeting, at_least: 2}\n", date(2022, 7, 1), "waiver.pending"),
        ("for_each: {record: finding}\ncount: {of: answer, at_least: 1}\n", END, "waiver.pending"),
    ],
)
def test_where_nothing_is_unmet_there_is_nothing_to_waive(tmp_path: Path, body: str, as_of: date, code: str) -> None:
    found = report(tmp_path, waiver(), body=body, as_of=as_of)
    assert not any(each.waiver for each in found.verdicts)
    assert said(found) == [("1:3", code, "note")]


# ---------------------------------------------------------------- from when to when


@pytest.mark.parametrize(
    ("as_of", "active", "code"),
    [
        (date(2022, 8, 9), False, ("1:3", "waiver.early", "note")),
        (date(2022, 8, 10), True, None),
        (date(2022, 8, 11), True, None),
        (date(2022, 9, 19), True, None),
        (date(2022, 9, 20), True, None),
        (date(2022, 9, 21), False, ("1:3", "waiver.expired", "warning")),
    ],
)
def test_it_is_in_force_from_the_day_of_approval_to_its_last_day(tmp_path: Path, as_of: date, active: bool, code: Any) -> None:
    found = report(tmp_path, waiver(approved_on="2022-08-10", until="2022-09-20"), as_of=as_of)
    assert halves(found)[0] == ("fail", "note" if active else "error", active)
    assert said(found) == ([code] if code else [])


def test_it_may_be_in_force_for_one_day(tmp_path: Path) -> None:
    one = waiver(approved_on="2022-08-10", until="2022-08-10")
    active = [halves(report(tmp_path, one, as_of=date(2022, 8, day)))[0][2] for day in (9, 10, 11)]
    assert active == [False, True, False]


# ---------------------------------------------------------------- what it names


@pytest.mark.parametrize(
    ("narrowing", "waived"),
    [
        ({}, ["li2 1", "zhang3 1", "zhang3 2", "zhang4 1", "zhang4 2"]),
        ({"subject": "li2"}, ["li2 1"]),
        ({"subject": "李二"}, ["li2 1"]),
        ({"subject": "zhang3"}, ["zhang3 1", "zhang3 2"]),
        ({"window": "2022-07-01"}, ["zhang3 2", "zhang4 2"]),
        ({"window": "2022-06-30"}, ["li2 1", "zhang3 1", "zhang4 1"]),
        ({"subject": "zhang4", "window": "2022-12-31"}, ["zhang4 2"]),
        ({"bearer": "secretary"}, ["li2 1", "zhang3 1", "zhang3 2", "zhang4 1", "zhang4 2"]),
        ({"bearer": "书记", "subject": "ZHANG3", "window": "2022年1月1日"}, ["zhang3 1"]),
    ],
)
def test_bearer_subject_and_window_narrow_it(tmp_path: Path, narrowing: dict[str, str], waived: list[str]) -> None:
    found = report(tmp_path, waiver(**narrowing), body=EACH)
    half = {date(2022, 1, 1): 1, date(2022, 7, 1): 2}
    marked = sorted(f"{each.subject} {half[each.window.first]}" for each in found.verdicts if each.waiver and each.window.first)
    assert marked == waived
    assert said(found) == ([("1:3", "waiver.covers", "note")] if len(waived) > 1 else [])


@pytest.mark.parametrize(
    ("narrowing", "code", "hint"),
    [
        ({"bearer": "secretry"}, "waiver.bearer", "secretary"),
        ({"bearer": "li2"}, "waiver.bearer", ""),
        ({"subject": "zhang5"}, "waiver.subject", "zhang4"),
        ({"subject": "张三"}, "waiver.subject.shared", None),
        ({"window": "2021-12-31"}, "waiver.window", None),
        ({"window": "2023-01-01"}, "waiver.window", None),
    ],
)
def test_what_names_nothing_has_no_effect_and_is_reported(tmp_path: Path, narrowing: dict[str, str], code: str, hint: str | None) -> None:
    found = report(tmp_path, waiver(**narrowing), body=EACH)
    assert not any(each.waiver for each in found.verdicts)
    assert said(found) == [("1:3", code, "warning")]
    given = told(found, code)
    assert given.get("hint") == hint
    if code == "waiver.bearer":
        assert given["choices"] == Text("secretary（书记）", "secretary")
    if code == "waiver.window":
        en = "2022-01-01 to 2022-06-30; 2022-07-01 to 2022-12-31"
        assert given["choices"] == Text(en.replace(" to ", " 至 ").replace("; ", "；"), en)


def test_an_id_goes_before_a_name_that_is_written_alike(tmp_path: Path) -> None:
    unit = UNIT.replace("zhang4: {name: 张三", "zhang4: {name: zhang3")
    found = run(folder(tmp_path, waiver(subject="zhang3"), unit_yaml=unit), pack_folder(tmp_path, EACH), END)
    assert {each.subject for each in found.verdicts if each.waiver} == {"zhang3"}
    assert said(found) == [("1:3", "waiver.covers", "note")]


def test_a_subject_where_there_is_none_is_reported(tmp_path: Path) -> None:
    assert said(report(tmp_path, waiver(subject="li2"))) == [("1:3", "waiver.subject.none", "warning")]


def test_what_is_known_but_never_together_is_reported(tmp_path: Path) -> None:
    """A bearer of the list with a subject that only somebody else has."""
    body = "bearer: {each: member}\nfor_each: {item: $bearer.sections}\ncount: {of: led, at_least: 1}\n"
    unit = UNIT.replace("li2: {", "li2: {sections: [甲], ").replace("zhang3: {", "zhang3: {sections: [乙], ")
    rules = pack_folder(tmp_path, body)
    found = run(folder(tmp_path, waiver(bearer="li2", subject="乙"), unit_yaml=unit), rules, END)
    assert said(found) == [("1:3", "waiver.combination", "warning")]
    right = run(folder(tmp_path, waiver(bearer="李二", subject="甲", approved_by="王一"), unit_yaml=unit), rules, END)
    assert [(each.bearer, each.subject) for each in right.verdicts if each.waiver] == [("li2", "甲")]


def test_of_two_that_overlap_the_first_is_shown_and_the_second_reported(tmp_path: Path) -> None:
    found = report(tmp_path, waiver(subject="li2"), waiver(window="2022-01-01"), body=EACH)
    assert said(found) == [("2:3", "waiver.covers", "note"), ("2:3", "waiver.twice", "warning")]
    assert told(found, "waiver.twice")["other"] == "sample/waivers.yaml:1:3"
    marks = {each.subject: str(each.waiver.at)[-3:] for each in found.verdicts if each.waiver}
    assert marks == {"li2": "1:3", "zhang3": "2:3", "zhang4": "2:3"}


@pytest.mark.parametrize(
    ("by", "own"),
    [("王一", True), ("li2", False), ("{body: 王一的上级}", False), ("zhang4", True), ("zhang3", True)],
)
def test_nobody_releases_himself(tmp_path: Path, by: str, own: bool) -> None:
    """zhang4 held the office on the day of approval only, zhang3 before it, in the half-year in question."""
    unit = UNIT
    for person, held in (("zhang4", "since: 2022-07-01, until: 2022-07-01"), ("zhang3", "until: 2022-06-30")):
        start = f"{person}: {{name: 张三, roles: ["
        unit = unit.replace(start, f"{start}{{role: secretary, {held}}}, ")
    found = run(folder(tmp_path, waiver(approved_by=by), unit_yaml=unit), pack_folder(tmp_path), END)
    assert said(found) == ([("1:3", "waiver.own", "warning")] if own else [])
    assert halves(found)[0] == ("fail", "error" if own else "note", not own)
    if own:
        assert told(found, "waiver.own")["items"].zh == "书记 · 2022-01-01 至 2022-06-30"


def test_who_owes_one_of_those_that_he_waives_is_released_from_all_but_that(tmp_path: Path) -> None:
    body = "bearer: {each: member}\nin: {to: 02-28}\ncount: {of: led, at_least: 1}\n"
    found = report(tmp_path, waiver(), body=body)
    assert {each.bearer: each.waiver is not None for each in found.verdicts} == {"li2": False, "zhang3": True, "zhang4": True}
    assert said(found) == [("1:3", "waiver.covers", "note"), ("1:3", "waiver.own", "warning")]


@pytest.mark.parametrize(
    ("held", "powerless"),
    [("until: 2022-06-30", True), ("since: 2022-07-02", True), ("since: 2022-07-01", False), ("until: 2022-07-01", False), ("", False)],
)
def test_who_held_no_role_on_the_day_of_approval_releases_nobody(tmp_path: Path, held: str, powerless: bool) -> None:
    unit = UNIT.replace("li2: {name: 李二, roles: [{role: member", f"li2: {{name: 李二, roles: [{{role: member, {held}".rstrip(", "))
    found = run(folder(tmp_path, waiver(), unit_yaml=unit), pack_folder(tmp_path), END)
    assert said(found) == ([("1:3", "waiver.powerless", "warning")] if powerless else [])
    assert halves(found)[0][2] == (not powerless)


TRIGGER = "- {id: NAME, kind: finding, date: DAY}\n"
FINDING = "for_each: {record: finding}\nin: {from: $each, to: $each + 1m}\ncount: {of: answer, at_least: 1}\n"


def findings(**days: str) -> str:
    return "".join(TRIGGER.replace("NAME", name).replace("DAY", day) for name, day in days.items())


@pytest.mark.parametrize(
    ("narrowing", "waived", "code"),
    [
        ({}, ["f1", "f2"], ["waiver.covers", "waiver.later"]),
        ({"subject": "f3"}, ["f3"], []),
        ({"window": "2022-07-20"}, [], ["waiver.later"]),
        ({"window": "2022-06-15"}, ["f1", "f2"], ["waiver.covers"]),
    ],
)
def test_what_arose_after_the_approval_is_waived_only_by_name(
    tmp_path: Path, narrowing: dict[str, str], waived: list[str], code: list[str]
) -> None:
    records = findings(f1="2022-05-20", f2="2022-06-10", f3="2022-07-02")
    rules = pack_folder(tmp_path, FINDING)
    found = run(folder(tmp_path, waiver(approved_on="2022-07-01", **narrowing), records_yaml=records), rules, END)
    assert [each.subject for each in found.verdicts if each.waiver] == waived
    assert [each[1] for each in said(found)] == code


def test_what_a_waiver_covers_is_named(tmp_path: Path) -> None:
    found = run(folder(tmp_path, waiver(), records_yaml=findings(f1="2022-05-20", f2="2022-06-10")), pack_folder(tmp_path, FINDING), END)
    given = told(found, "waiver.covers")
    assert given["count"] == "2"
    assert ("f1" in given["items"].zh, "f2" in given["items"].en) == (True, True)


def test_where_no_trigger_is_on_file_yet_that_is_said(tmp_path: Path) -> None:
    found = run(folder(tmp_path, waiver(subject="f1")), pack_folder(tmp_path, FINDING), END)
    assert said(found) == [("1:3", "waiver.subject.waiting", "warning")]


def test_one_that_follows_another_does_not_overlap(tmp_path: Path) -> None:
    found = report(tmp_path, waiver(until="2022-11-30"), waiver(approved_on="2022-12-01"))
    assert said(found) == [("1:3", "waiver.expired", "warning")]
    assert str(found.verdicts[0].waiver.at if found.verdicts[0].waiver else "").endswith("waivers.yaml:2:3")


# ---------------------------------------------------------------- how it is written


FROM_TO = "approved_on: 2022-01-01, until: 2022-02-01"


@pytest.mark.parametrize(
    ("written", "place", "code"),
    table("""
obligation: T1, reason: x, approved_by: wang1, approved_on: 2022-01-01 → 1:11 → evidence.key_missing
obligation: T1, reason: x, approved_by: wang1, until: 2022-01-01 → 1:11 → evidence.key_missing
obligation: T1, reason: x, approved_on: 2022-01-01, until: 2022-01-01 → 1:11 → evidence.key_missing
obligation: T1, reason: '', approved_by: wang1, approved_on: 2022-01-01, until: 2022-01-01 → 1:11 → evidence.key_missing
reason: x, approved_by: wang1, approved_on: 2022-01-01, until: 2022-01-01 → 1:11 → evidence.key_missing
obligation: T3, reason: x, approved_by: wang1, approved_on: 2022-01-01, until: 2022-01-01 → 1:24 → evidence.obligation_unknown
obligation: T1, raeson: x, reason: x, approved_by: wang1, approved_on: 2022-01-01, until: 2022-01-01 → 1:28 → evidence.key_unknown
obligation: T1, reason: x, approved_by: wang1, approved_on: 2022-01-02, until: 2022-01-01 → 1:91 → evidence.waiver_backwards
obligation: T1, reason: x, approved_by: wang1, approved_on: 2022-01, until: 2022-02-01 → 1:72 → evidence.date_exact
obligation: T1, reason: x, approved_by: wang1, approved_on: 2022-01-01, until: 年底 → 1:91 → date.vague
obligation: T1, window: 2022年上半年, reason: x, REST → 1:36 → evidence.waiver_window
obligation: T1, window: 2022-01-01至2022-03-31, reason: x, REST → 1:36 → evidence.waiver_window
obligation: T1, window: Q1, reason: x, REST → 1:36 → date.no_year
obligation: T1, subject: [a], reason: x, REST → 1:37 → evidence.want.one
obligation: T1, reason: x, approved_by: {body: }, DAYS → 1:52 → evidence.key_missing
obligation: T1, reason: x, approved_by: {office: x}, DAYS → 1:53 → evidence.key_unknown
obligation: T1, reason: x, approved_by: [wang1], DAYS → 1:52 → evidence.want.one
obligation: T1, reason: x, approved_by: {body: 王一}, DAYS → 1:59 → evidence.waiver_body
obligation: T1, reason: x, approved_by: {body: wang1}, DAYS → 1:59 → evidence.waiver_body
obligation: T1, reason: x, approved_by: {body: 书记}, DAYS → 1:59 → evidence.waiver_body
obligation: T1, reason: x, approved_by: {body: Secretary}, DAYS → 1:59 → evidence.waiver_body
obligation: T1, reason: '  ', REST → 1:11 → evidence.key_missing
obligation: T1, bearer: '', reason: x, REST → 1:28 → evidence.waiver_empty
obligation: T1, subject: ' ', reason: x, REST → 1:28 → evidence.waiver_empty
obligation: T1, window: , reason: x, REST → 1:28 → evidence.waiver_empty
obligation: T1, bearer: null, reason: x, REST → 1:28 → evidence.waiver_empty
"""),
)
def test_a_malformed_waiver_is_an_error_at_its_place(written: str, place: str, code: str) -> None:
    item = written.replace("REST", f"approved_by: wang1, {FROM_TO}").replace("DAYS", FROM_TO)
    unit, problems = unit_of(f"waivers: [{{{item}}}]\npeople: {{wang1: {{name: 王一}}}}\n")
    assert unit.waivers == ()
    assert (f"unit.yaml:{place}", code) in places(problems)
    assert all(found.severity == "error" for found in problems)
    codes(problems)


def test_a_waiver_that_is_no_mapping_is_an_error() -> None:
    assert places(unit_of("waivers: T1\n")[1]) == [("unit.yaml:1:10", "evidence.want.row")]


def test_a_slip_in_an_obligations_id_is_answered_and_a_period_gets_a_day() -> None:
    rest = "reason: x, approved_by: {body: x}, approved_on: 2022-01-01, until: 2022-02-01"
    _, problems = unit_of(f"waivers: [{{obligation: T11, {rest}}}, {{obligation: T1, window: 2022年第三季度, {rest}}}]\n")
    assert [params(found).get("hint", params(found).get("day")) for found in problems] == ["T1", "2022-07-01"]
    assert "2022-07-01" in text(problems[1].code, problems[1].params).en


def signed(by: str) -> tuple[Unit, list[Problem]]:
    people = "people: {wang1: {name: 王一}, zhang3: {name: 张三}, zhang4: {name: 张三}}\n"
    return unit_of(f"waivers: [{{obligation: T1, reason: x, approved_by: {by}, approved_on: 2022-01-01, until: 2022-02-01}}]\n{people}")


@pytest.mark.parametrize(("by", "who"), [("wang1", ("wang1", "王一")), ("王一", ("wang1", "王一")), ("{body: 机关}", ("机关", "机关"))])
def test_somebody_on_the_roster_or_a_body_approves_it(by: str, who: tuple[str, str]) -> None:
    unit, problems = signed(by)
    assert [(each.approved_by, each.approver) for each in unit.waivers] == [who]
    assert problems == []


@pytest.mark.parametrize(("by", "code", "hint"), [("王二", "waiver_approver", "王一"), ("张三", "waiver_approver_shared", None)])
def test_one_that_nobody_known_approved_has_no_effect(by: str, code: str, hint: str | None) -> None:
    unit, problems = signed(by)
    assert unit.waivers == ()
    assert places(problems) == [("unit.yaml:1:52", f"evidence.{code}")]
    assert [found.severity for found in problems] == ["warning"]
    assert params(problems[0]).get("hint") == hint


@pytest.mark.parametrize("by", ["某科", "某科（虚构）", "某科(虚构) ", "OFFICE", "office", "某科书记", "某科王一"])
def test_the_unit_itself_is_no_body_above_it(tmp_path: Path, by: str) -> None:
    with pytest.raises(EvidenceError) as wrong:
        report(tmp_path, waiver(approved_by=f'{{body: "{by}"}}'))
    assert [found.code for found in wrong.value.problems] == ["evidence.waiver_body"]
    assert report(tmp_path, waiver(approved_by="{body: 某科的上级}")).verdicts[0].waiver


@pytest.mark.parametrize(("until", "long"), [("2023-12-31", False), ("2024-01-01", True), ("2199-12-31", True)])
def test_one_that_never_ends_is_reported(tmp_path: Path, until: str, long: bool) -> None:
    found = report(tmp_path, waiver(until=until))
    assert [each[1:] for each in said(found)] == ([("evidence.waiver_long", "warning")] if long else [])


def test_an_obligation_of_another_pack_of_the_same_folder_is_a_warning() -> None:
    rest = "reason: x, approved_by: {body: x}, approved_on: 2022-01-01, until: 2022-02-01"
    unit, problems = unit_of(f"pack: [test-pack, other]\nwaivers: [{{obligation: X9, {rest}}}]\n")
    assert unit.waivers == ()
    assert [(found.code, found.severity) for found in problems] == [("evidence.obligation_unknown", "warning")]


# ---------------------------------------------------------------- exit code, and a pack that honours none

STRICT = "policy:\n  severity:\n  - {id: waived.counts, when: {verdict: [fail, late], modality: must, waived: true}, then: error}\n"


def exit_code(tmp_path: Path, *waivers: str, policy: str = "") -> int:
    rules = pack_folder(tmp_path, policy=policy)
    return main(["check", str(folder(tmp_path, *waivers)), "--pack", str(rules), "--as-of", str(END), "--lang", "en", "--format", "json"])


def test_what_is_waived_does_not_move_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(tmp_path) == 1
    assert exit_code(tmp_path, waiver(until="2022-12-30")) == 1
    capsys.readouterr()
    assert exit_code(tmp_path, waiver()) == 0
    assert [each["verdict"] for each in json.loads(capsys.readouterr().out)["verdicts"]] == ["fail", "pass"]


def test_a_pack_may_let_it_count_all_the_same(tmp_path: Path) -> None:
    found = report(tmp_path, waiver(), policy=STRICT)
    assert halves(found) == [("fail", "error", True), ("pass", "none", False)]
    assert found.verdicts[0].fired[2:] == ("waived.counts", "weight.waived", "weight.must")
    assert dict(found.summary) == {"fail": 1, "at_risk": 0, "pass": 1}
    assert next(group.verdict for group in found.groups if group.kind == "unit") == "fail"
    page = shown(found, Style("zh", 200))
    assert "× 未达标     R1" in page
    assert "照常计入的 1 项（未达标 1）：R1" in page
    assert "停电" in page
    assert exit_code(tmp_path, waiver(), policy=STRICT) == 1


# ---------------------------------------------------------------- files beside unit.yaml


def loaded(tmp_path: Path, files: dict[str, str | bytes]) -> Any:
    return load(evidence_kit.write(tmp_path, {"m.yaml": evidence_kit.MEETING, **files}), evidence_kit.PACK)


ITEM = "- {obligation: T1, reason: x, approved_by: wang1, approved_on: 2022-01-01, until: 2022-02-01}\n"
DECLARED = "- {none: meetings, from: 2022-01-01, to: 2022-12-31, by: wang1, on: 2022-12-31}\n"


def test_a_key_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "waivers.yaml": "# 说明\n" + ITEM,
        "declarations.yaml": DECLARED,
        "parameters.yaml": "prompt: {value: 30d, source: x}\n",
        "readings.yaml": "T2: any\n",
        "calendar.yaml": "holidays: [2022-05-20]\n",
        "sets.yaml": "communities: [甲]\n",
        "attributes.yaml": "staff: 7\n",
    }
    found = loaded(tmp_path, files)
    unit = found.unit
    assert [str(each.at) for each in unit.waivers] == ["sample/waivers.yaml:2:3"]
    assert [str(each.at) for each in unit.declarations] == ["sample/declarations.yaml:1:3"]
    assert [str(each.at) for each in unit.parameters.values()] == ["sample/parameters.yaml:1:9"]
    assert (dict(unit.readings), unit.holidays, dict(unit.sets)) == ({"T2": "any"}, {date(2022, 5, 20)}, {"communities": ("甲",)})
    assert list(unit.attributes) == ["staff"]
    assert [each.id for each in found.records] == ["m1"]
    assert found.files == 2 + len(files)


def test_the_roster_too(tmp_path: Path) -> None:
    people = "wang1: {name: 王一, roles: [{role: secretary}]}\n"
    found = loaded(tmp_path, {"unit.yaml": "unit: u\npack: test-pack\n", "people.yaml": people, "places.yaml": "b1: {name: 甲}\n"})
    assert (list(found.unit.people), list(found.unit.places)) == (["wang1"], ["b1"])


@pytest.mark.parametrize(
    ("apart", "zh", "en"),
    [(False, "unit.yaml 的 declarations", "in unit.yaml"), (True, "declarations.yaml 里", "in declarations.yaml")],
)
def test_what_to_declare_is_said_to_go_where_declarations_stand(tmp_path: Path, apart: bool, zh: str, en: str) -> None:
    declared = "- {none: finding, from: 2022-01-01, to: 2022-03-31, by: wang1, on: 2022-04-01}\n"
    files = {"declarations_yaml": declared} if apart else {"unit_yaml": UNIT + "declarations:\n" + declared}
    found = run(folder(tmp_path, **files), pack_folder(tmp_path, FINDING), END)
    for style, words in ((Style("zh", 500), zh), (Style("en", 500), en)):
        assert words in explained(found, style)
        assert words in shown(found, style)
    assert zh in json_format.render(found, Style("zh"))


def test_it_is_in_the_digest(tmp_path: Path) -> None:
    digests = {loaded(tmp_path, {"waivers.yaml": content}).digest for content in (ITEM, ITEM.replace("reason: x", "reason: y"))}
    (tmp_path / "sample" / "waivers.yaml").unlink()
    assert len({*digests, loaded(tmp_path, {}).digest}) == 3


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"waivers.yaml": "- {obligation: T1}\n"}, [("waivers.yaml:1:3", "evidence.key_missing")] * 4),
        ({"waivers.yaml": ITEM.replace("T1", "T7")}, [("waivers.yaml:1:16", "evidence.obligation_unknown")]),
        ({"waivers.yaml": "waivers:\n" + ITEM}, [("waivers.yaml:1:1", "evidence.part_key")]),
        ({"waivers.yaml": "- {obligation：T1}\n"}, [("waivers.yaml:1:4", "source.colon_wide")]),
        ({"parameters.yaml": "promt: {value: 30d, source: x}\n"}, [("parameters.yaml:1:1", "evidence.parameters_unknown")]),
        ({"parameters.yaml": "[]\n"}, [("parameters.yaml:1:1", "evidence.want.row")]),
        ({"waivers.yml": ITEM}, [("waivers.yml", "evidence.part_name")]),
        ({"Waivers.yaml": ITEM}, [("Waivers.yaml", "evidence.part_name")]),
        (
            {"unit.yaml": evidence_kit.UNIT + "waivers: []\n", "waivers.yaml": ITEM},
            [("waivers.yaml:1:1", "evidence.part_twice")],
        ),
    ],
)
def test_what_is_wrong_in_it_is_named_at_its_place(tmp_path: Path, files: dict[str, str | bytes], wanted: list[tuple[str, str]]) -> None:
    with pytest.raises(EvidenceError) as caught:
        loaded(tmp_path, files)
    found = [(str(each.at).removeprefix("sample/"), each.code) for each in caught.value.problems]
    # A colon of the wrong width spoils the whole item, which then lacks its keys as well.
    assert [each for each in found if each[1] == wanted[0][1]] == wanted
    codes(caught.value.problems)


def test_a_key_in_both_places_names_both(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError) as caught:
        loaded(tmp_path, {"unit.yaml": evidence_kit.UNIT + "declarations: []\n", "declarations.yaml": DECLARED})
    [found] = caught.value.problems
    assert (str(found.at), params(found)["other"]) == ("sample/declarations.yaml:1:1", "sample/unit.yaml:11:1")


def test_an_empty_one_is_a_warning_and_none_of_them_are_records(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"waivers.yaml": "# 以后再写\n"})
    assert places(found.problems) == [("sample/waivers.yaml", "evidence.part_empty")]
    (tmp_path / "sample" / "m.yaml").unlink()
    with pytest.raises(NothingToCheck):
        load(tmp_path / "sample", evidence_kit.PACK)


def test_deeper_in_the_folder_the_names_are_free(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"会议/people.yaml": evidence_kit.MEETING.replace("m1", "m2").replace("02-18", "02-19")})
    assert [each.id for each in found.records] == ["m1", "m2"]


# ---------------------------------------------------------------- an attestation that does not say how long it is valid


@pytest.mark.parametrize(
    ("until", "as_of", "verdict", "codes_"),
    [
        ("2022-12-31", END, "attested", []),
        ("2022-12-30", END, "manual", ["attest.expired"]),
        ("2022年12月", END, "manual", ["attest.partial"]),
        ("2023年", END, "manual", ["attest.partial"]),
        ("2022年11月", END, "manual", ["attest.expired"]),
        ("2022年11月", date(2022, 11, 30), "manual", ["attest.partial"]),
        ("2022年11月", date(2022, 12, 1), "manual", ["attest.expired"]),
    ],
)
def test_a_partial_valid_until_is_called_partial(tmp_path: Path, until: str, as_of: date, verdict: str, codes_: list[str]) -> None:
    record = "{id: a1, kind: attestation, date: 2022-03-01, obligation: R1, by: wang1, statement: x, files: [a.md], valid_until: "
    root = folder(tmp_path, records_yaml=f"- {record}{until}}}\n")
    [found] = run(root, pack_folder(tmp_path, "attest: {}\n"), as_of).verdicts
    assert found.verdict == verdict
    assert [each.code for each in found.reasons if each.code in ("attest.expired", "attest.partial")] == codes_


# ---------------------------------------------------------------- whatever the rules and the evidence

DAYS = st.integers(-2, 2)


@st.composite
def waived_worlds(draw: st.DrawFn) -> World:
    """A world of two obligations with waivers that name some of its verdicts, in force about the day of the check."""
    kinds = st.sampled_from(("count", "every", "steps", "attest", "all_of", "any_of"))
    world = draw(st.tuples(kinds, kinds).flatmap(lambda two: worlds(*two)))
    verdicts = check(*world).verdicts
    waivers = tuple(_about(draw, draw(st.sampled_from(verdicts)), world.as_of) for _ in range(draw(st.integers(1, 3))))
    unit = replace(world.evidence.unit, waivers=waivers)
    return world._replace(evidence=replace(world.evidence, unit=unit))


def _about(draw: st.DrawFn, verdict: Verdict, as_of: date) -> Waiver:
    first, more = as_of + timedelta(draw(DAYS)), draw(st.integers(0, 2))
    own: Sequence[Any] = (verdict.bearer, verdict.subject, verdict.window.last)
    bearer, subject, window = (value if draw(st.booleans()) else None for value in own)
    return Waiver(verdict.obligation.id, "r", "x", "x", first, first + timedelta(more), bearer, subject, window)


def named(waiver: Waiver, verdict: Verdict, world: World) -> bool:
    as_of, first, last = world.as_of, verdict.window.first or date.min, verdict.window.last or date.max
    quantifier = verdict.obligation.readings[verdict.reading].for_each
    if waiver.subject is None and quantifier is not None and quantifier.kind == "record":
        trigger = next((each for each in world.evidence.records if each.id == verdict.subject), None)
        if trigger is not None and trigger.first > waiver.approved_on:
            return False
    return (
        waiver.obligation == verdict.obligation.id
        and waiver.approved_on <= as_of <= waiver.until
        and waiver.bearer in (None, verdict.bearer)
        and waiver.subject in (None, verdict.subject)
        and (waiver.window is None or first <= waiver.window <= last)
    )


RAW = ("verdict", "final", "low", "high", "basis", "need", "have", "last_safe", "mended_on", "reasons", "counted")


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(waived_worlds())
def test_a_waiver_never_changes_the_raw_verdict_nor_any_other_verdict(world: World) -> None:
    free = world._replace(evidence=replace(world.evidence, unit=replace(world.evidence.unit, waivers=())))
    unmet = ("fail", "late", "at_risk", "inconclusive", "manual")
    pairs = list(zip(check(*free).verdicts, check(*world).verdicts, strict=True))
    for before, after in pairs:
        wanted = [each for each in world.evidence.unit.waivers if named(each, before, world)]
        for field in RAW:
            assert getattr(before, field) == getattr(after, field), field
        assert after.waiver == (wanted[0] if wanted and before.verdict in unmet else None)
        if after.waiver is None:
            assert (before.severity, before.fired) == (after.severity, after.fired)
        else:
            assert after.severity == "note"
