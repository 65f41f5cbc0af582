"""The exported schemas accept what the program writes and reads and refuse what it refuses; a report reads back to the same bytes."""

from __future__ import annotations

import importlib
import json
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from compliance.check import run
from compliance.model import Pack, Report
from compliance.render import json_format
from compliance.render.narrow import Query, narrow
from compliance.render.style import Style
from compliance.rulebook import load_pack
from compliance.schema import SCHEMAS, read_report, write_report
from compliance.source import load
from compliance.unit import KEYS

# By name, for jsonschema ships no types.
Draft202012Validator: Any = importlib.import_module("jsonschema").Draft202012Validator

ROOT = Path(__file__).parent.parent
LANGUAGE = ROOT / "tests" / "packs" / "language"
SAMPLE, RULES = ROOT / "evidence" / "sample-bureau-2022", ROOT / "rules" / "party-building-2022"


@cache
def pack() -> Pack:
    return load_pack(RULES)


@cache
def sample(day: date) -> Report:
    return run(SAMPLE, RULES, day)


@cache
def validator(name: str, with_pack: bool = False) -> Any:
    schema = SCHEMAS[name](pack() if with_pack else None)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(value: Any) -> Any:
    """A YAML value as an editor sees it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return float(value) if isinstance(value, Fraction) else value


def document(path: Path) -> Any:
    found = load(path.read_bytes(), path.name, [])
    assert found is not None
    return plain(found.value)


# ---------------------------------------------------------------- report


@pytest.mark.parametrize("day", [date(2022, 7, 15), date(2022, 12, 31), date(2023, 3, 1), date(2021, 6, 1)])
def test_the_sample_report_fits_its_schema_and_reads_back_to_the_same_bytes(day: date) -> None:
    text = json_format.render(sample(day), Style())
    validator("report").validate(json.loads(text))
    assert write_report(read_report(text)) == text


def test_a_narrowed_report_fits_the_same_schema() -> None:
    text = json_format.render(narrow(sample(date(2022, 7, 15)), Query("S7.1", subject="f-03")), Style())
    validator("report").validate(json.loads(text))
    read = read_report(text)
    assert [each.subject for each in read.verdicts] == ["f-03"]
    assert read.rollup == []
    assert write_report(read) == text


def test_another_form_is_no_report() -> None:
    text = json_format.render(sample(date(2022, 7, 15)), Style())
    for change in ({"schema": "compliance-report/2"}, {"surprise": 1}):
        changed = json.dumps({**json.loads(text), **change})
        assert not validator("report").is_valid(json.loads(changed))
        with pytest.raises(ValidationError):
            read_report(changed)


# ---------------------------------------------------------------- rules


def test_every_rule_file_fits_the_schema() -> None:
    for path in sorted(RULES.glob("*.yaml")):
        validator("rules").validate(document(path))


def test_the_rules_schema_refuses_what_the_loader_refuses() -> None:
    head = document(RULES / "pack.yaml")
    listed = document(RULES / "secretary.yaml")
    assert not validator("rules").is_valid({**head, "titel": {}})
    assert not validator("rules").is_valid({**listed, "obligations": [{**listed["obligations"][0], "bearers": "secretary"}]})
    assert not validator("rules").is_valid({key: value for key, value in head.items() if key != "title"})


def test_every_form_of_the_language_fits_the_schema() -> None:
    for path in sorted(LANGUAGE.glob("*.yaml")):
        validator("rules").validate(document(path))


@pytest.mark.parametrize(
    ("body", "fine"),
    [
        ({"spacing": {"of": "m", "at_most": "6m", "edges": "none"}}, True),
        ({"spacing": {"of": "m", "at_most": "6m", "edges": "never"}}, False),
        ({"holds": [{"$unit.staff": {"at_least": 3}}]}, True),
        ({"holds": {"$unit.staff": 3}}, False),
        ({"when": [{"$unit.staff": 3}], "unless": {"of": "m", "in": "year"}}, True),
        ({"unless": {"off": "m"}}, False),
        ({"count": {"of": {"kind": "m", "run": {"length": 2, "is": [{"a": 1}], "per": "b", "first_only": True}}, "sum": "a"}}, True),
        ({"count": {"of": {"kind": "m", "run": {"is": []}}}}, False),
        ({"in": {"to": "end", "extend": {"with": "m", "add": "a", "cap": "1y"}, "stop": {"kind": "m"}, "open": "both"}}, True),
        ({"in": {"to": "end", "extend": {"with": "m", "add": "a"}}}, False),
        ({"in": {"last": "30d", "open": "begin"}}, False),
        ({"in": {"each": "15d", "over": {"from": "start", "to": "end"}}}, True),
        ({"for_each": {"record": "m", "list": "a"}, "effective": {"from": "2022-01-01"}, "exclusive": "x"}, True),
        ({"for_each": {"record": "m", "lists": "a"}}, False),
        ({"in": {"each": {"choose": "$bearer.level", "from": {"a": "quarter", "b": "15d"}, "else": "year"}}}, True),
        ({"in": {"each": {"choose": "$bearer.level", "form": {"a": "quarter"}}}}, False),
        ({"in": {"to": {"earliest": ["06-30", {"next": {"kind": "m"}}]}}}, True),
        ({"in": {"to": {"soonest": ["06-30"]}}}, False),
        ({"in": {"to": {"next": ["m"]}}}, False),
        ({"count": {"of": "m", "at_least": {"plus": [30, {"times": [5, {"div": [{"minus": ["$unit.staff", 100]}, 100]}]}]}}}, True),
        ({"count": {"of": "m", "at_least": {"share": "2/3", "of": "$people.member"}}}, True),
        ({"count": {"of": "m", "at_least": {"share": "2/3"}}}, False),
        ({"count": {"of": "m", "at_least": {"product": [1, 2]}}}, False),
        ({"spacing": {"of": "m", "at_most": {"choose": "$unit.size", "from": {"a": "6m"}, "else": "$param.x"}}}, True),
        ({"spacing": {"of": "m", "at_most": 30}}, False),
        ({"tenure": ["end", {"at_least": "90d", "scale": "pro_rata"}]}, True),
        ({"tenure": {"scale": "pro_rata"}}, False),
    ],
)
def test_the_schema_knows_the_keys_of_every_form(body: dict[str, Any], fine: bool) -> None:
    listed = document(LANGUAGE / "forms.yaml")
    head = {key: listed["obligations"][0][key] for key in ("id", "title", "source")}
    assert validator("rules").is_valid({**listed, "obligations": [{**head, **body}]}) is fine


# ---------------------------------------------------------------- evidence


@pytest.mark.parametrize("with_pack", [False, True])
def test_every_file_of_the_sample_fits_the_schema(with_pack: bool) -> None:
    for path in sorted(SAMPLE.rglob("*.yaml")):
        validator("evidence", with_pack).validate(document(path))


TALK = {"id": "t-1", "kind": "talk", "date": "2022-03-01", "talker": "wang1", "counterpart": None}
WAIVER = {"obligation": "S2.7", "reason": "r", "approved_by": "wang1", "approved_on": "2022-07-01", "until": 20221231}
UNIT = {"unit": "u", "pack": "party-building-2022", "people": {"wang1": {"name": "王一", "roles": ["secretary"]}}}


def valid(value: Any, with_pack: bool = True) -> bool:
    return bool(validator("evidence", with_pack).is_valid(value))


def test_records_may_stand_alone_in_a_list_or_under_records() -> None:
    for form in (TALK, [TALK, TALK], {"records": [TALK]}):
        assert valid(form)
        assert valid(form, with_pack=False)


@pytest.mark.parametrize(
    ("change", "fine"),
    [
        ({"date": 20220301}, True),
        ({"status": "planned"}, True),
        ({"status": "maybe"}, False),
        ({"attachments": {"path": "a.jpg"}}, True),
        ({"talk_kind": "提醒谈话"}, True),
        ({"talk_kind": "闲谈"}, False),
        ({"topic": "x"}, False),
        ({"kind": "talks"}, False),
        ({"both_signed": "yes"}, False),
        ({"id": None}, False),
    ],
)
def test_a_record_is_held_to_the_vocabulary_of_its_kind(change: dict[str, Any], fine: bool) -> None:
    assert valid({**TALK, **change}) is fine


def test_without_a_pack_any_kind_and_field_is_let_through() -> None:
    assert valid({**TALK, "kind": "walk", "miles": 3}, with_pack=False)
    assert not valid({**TALK, "status": "maybe"}, with_pack=False)


def test_an_attestation_names_an_obligation_of_the_pack() -> None:
    signed = {"id": "a", "kind": "attestation", "date": "2022-12-20", "obligation": "S2.7", "by": "wang1", "files": "a.md"}
    assert valid(signed)
    assert not valid({**signed, "obligation": "S9.99"})


@pytest.mark.parametrize(
    ("change", "fine"),
    [
        ({}, True),
        ({"pack": ["a", "b"]}, True),
        ({"people": {"w": {"name": "王一", "section": {"dated": [{"value": "办公室", "since": "2022-01-01"}]}}}}, True),
        ({"people": {"w": {"name": "王一", "shoe_size": 43}}}, False),
        ({"people": {"w": {"roles": []}}}, False),
        ({"people": {"w": {"name": "王一", "roles": [{"role": "king"}]}}}, False),
        ({"parameters": {"prompt_meeting": {"value": "30d", "source": "x"}}}, True),
        ({"parameters": {"prompt_meating": {"value": "30d", "source": "x"}}}, False),
        ({"readings": {"S8.6": "any_member"}}, True),
        ({"readings": {"S8.6": "some_member"}}, False),
        ({"readings": {"S1.7": "x"}}, False),
        ({"declarations": [{"none": "serious_case", "from": "2022-01-01", "to": "2022-12-31", "by": "w", "on": "2022-12-31"}]}, True),
        ({"declarations": [{"none": "serious_case"}]}, False),
        ({"declarations": [{"none": "x", "from": "2022-01-01", "to": "2022-12-31", "by": "w", "on": "2022-12-31"}]}, False),
        ({"calendar": {"holidays": ["2022-05-20"]}}, True),
        ({"calendar": {"holiday": ["2022-05-20"]}}, False),
        ({"waivers": [WAIVER, {**WAIVER, "approved_by": {"body": "上级机关"}, "bearer": "secretary", "window": "2022-05-01"}]}, True),
        ({"waivers": [{**WAIVER, "obligation": "S9.99"}]}, False),
        ({"waivers": [{**WAIVER, "bearer": ""}]}, False),
        ({"waivers": [{**WAIVER, "subject": "  "}]}, False),
        ({"waivers": [{**WAIVER, "window": None}]}, False),
        ({"waivers": [{key: value for key, value in WAIVER.items() if key != "until"}]}, False),
        ({"waivers": [{**WAIVER, "approved_by": {"office": "上级机关"}}]}, False),
        ({"waivers": [{**WAIVER, "whom": "li2"}]}, False),
        ({"periods": {}}, True),
        ({"periods": {"term": [{"from": "2021-07-01", "to": "2026-06-30"}]}}, False),
    ],
)
def test_a_unit_is_held_to_what_the_pack_declares(change: dict[str, Any], fine: bool) -> None:
    assert valid({**UNIT, **change}) is fine


def test_the_schema_of_a_unit_has_every_key_that_is_read() -> None:
    assert set(SCHEMAS["evidence"](None)["$defs"]["unit"]["properties"]) == set(KEYS)


def test_a_named_period_is_one_that_the_pack_names_and_has_two_ends() -> None:
    schema = SCHEMAS["evidence"](load_pack(LANGUAGE))
    unit = {"unit": "u", "pack": "language"}
    for periods, fine in (
        ({"term": [{"from": "2021-07-01", "to": "2026-06-30", "title": "第三届"}]}, True),
        ({"term": [{"from": "2021-07-01"}]}, False),
        ({"term": {"from": "2021-07-01", "to": "2026-06-30"}}, False),
        ({"school_year": []}, False),
    ):
        assert Draft202012Validator(schema).is_valid({**unit, "periods": periods}) is fine
        assert Draft202012Validator(schema).is_valid(periods) is fine  # in a file of its own


def test_a_record_may_have_a_field_that_is_called_as_in_a_waiver() -> None:
    assert valid([{**TALK, "approved_by": "wang1", "none": 1}], with_pack=False)


def test_without_a_pack_a_unit_may_name_anything() -> None:
    assert valid({**UNIT, "readings": {"X": "y"}, "people": {"w": {"name": "a", "shoe_size": 43}}}, with_pack=False)
    assert not valid({**UNIT, "periods": []}, with_pack=False)
    assert valid({**UNIT, "periods": {"term": [{"from": "2021-07-01", "to": "2026-06-30"}]}}, with_pack=False)
    assert valid({**UNIT, "waivers": [{**WAIVER, "obligation": "X1"}]}, with_pack=False)


@pytest.mark.parametrize("with_pack", [False, True])
def test_a_file_beside_the_units_holds_one_of_its_keys(with_pack: bool) -> None:
    declared = {"none": "serious_case", "from": "2022-01-01", "to": "2022-12-31", "by": "w", "on": "2022-12-31"}
    for fine in ([WAIVER], [declared], {"prompt_meeting": {"value": "30d", "source": "x"}}, {"holidays": ["2022-05-20"]}):
        assert valid(fine, with_pack)
    for wrong in ([{**WAIVER, "whom": "x"}], [{**declared, "none": None}], [WAIVER, TALK], {**TALK, "status": "maybe"}, {"a": 1, "id": 2}):
        assert not valid(wrong, with_pack)
