"""The sample bureau's year against a table worked out by hand (`sample/expected.md`), and what a day more or a record less does to it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from compliance import evidence as folder
from compliance.check import check
from compliance.errors import Location, Problem
from compliance.model import Count, Evidence, Example, Obligation, Pack, Record, Report, Verdict
from compliance.rulebook import load_pack

ROOT = Path(__file__).parent.parent
MID, END = date(2022, 7, 15), date(2022, 12, 31)
ABSENT = "—"
YEAR, FEB = "2022-01-01..2022-12-31", "2022-01-01..2022-02-28"


class Key(NamedTuple):
    """What names one instance: `subject` is empty without one, `window` is `first..last`."""

    obligation: str
    bearer: str
    subject: str
    window: str


Verdicts = dict[Key, str]


@cache
def pack() -> Pack:
    return load_pack(ROOT / "rules" / "party-building-2022")


@cache
def sample() -> Evidence:
    return folder.load(ROOT / "evidence" / "sample-bureau-2022", pack())


@cache
def report(as_of: date) -> Report:
    return check(pack(), sample(), as_of)


def key(verdict: Verdict) -> Key:
    window = f"{verdict.window.first or ''}..{verdict.window.last or ''}"
    return Key(verdict.obligation.id, verdict.bearer, verdict.subject or "", window)


def verdicts(of: Report) -> Verdicts:
    found = {key(verdict): verdict.verdict for verdict in of.verdicts}
    assert len(found) == len(of.verdicts), "two verdicts share a name"
    return found


def rows(columns: int) -> list[list[str]]:
    """The rows of the hand-worked tables that have so many columns."""
    text = (ROOT / "tests" / "sample" / "expected.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in text.splitlines() if re.match(r"\| [SM]\d+\.\d+ \|", line)]
    return [row for row in cells if len(row) == columns]


@cache
def expected() -> dict[date, Verdicts]:
    """Day → instance → verdict."""
    table: dict[date, Verdicts] = {MID: {}, END: {}}
    for row in rows(7):
        name = Key(*row[:4])
        for day, verdict in ((MID, row[4]), (END, row[5])):
            assert name not in table[day], name
            if verdict != ABSENT:
                table[day][name] = verdict
    return table


@pytest.mark.parametrize("as_of", [MID, END])
def test_every_instance_gets_the_verdict_worked_out_by_hand(as_of: date) -> None:
    found, wanted = verdicts(report(as_of)), expected()[as_of]
    assert found.keys() == wanted.keys()
    assert found == wanted


def test_the_figures_behind_a_verdict_are_those_worked_out_by_hand() -> None:
    assert len(rows(10)) >= 30
    for row in rows(10):
        verdict = next(item for item in report(date.fromisoformat(row[4])).verdicts if key(item) == Key(*row[:4]))
        found = [verdict.need, verdict.have, verdict.last_safe or "", verdict.mended_on or ""]
        assert [str(value) for value in found] == row[5:9], row
        if row[9]:
            assert sorted(item.id for item in verdict.counted) == row[9].split(), row


def test_the_two_days_show_every_verdict_a_unit_can_get() -> None:
    shown = {verdict for day in (MID, END) for verdict in expected()[day].values()}
    assert shown == {"pass", "fail", "late", "at_risk", "pending", "inconclusive", "attested", "manual", "not_applicable"}


def test_after_all_windows_nothing_is_pending_or_at_risk() -> None:
    """What was merely missing on the last day has failed on the first day after the last window, unless a doubt remains."""
    turned: Verdicts = {name: "fail" for name, verdict in expected()[END].items() if verdict in ("at_risk", "pending")}
    doubts = {Key("M8.7", "zhang3", "", YEAR): "inconclusive", Key("M8.8", "member", "zhang3+zhao4", YEAR): "inconclusive"}
    assert turned.keys() >= doubts.keys()
    assert verdicts(report(date(2023, 2, 7))) == expected()[END] | turned | doubts


# ---------------------------------------------------------------- a day more or less


def record(name: str) -> Record:
    return next(item for item in sample().records if item.id == name)


def with_field(name: str, field: str, day: date) -> Evidence:
    """The sample with one record's date field set to another day."""
    old = record(name)
    fields = MappingProxyType({**old.fields, field: day})
    new = replace(old, fields=fields, first=day, last=day) if field == "date" else replace(old, fields=fields)
    records = sorted((new if item is old else item for item in sample().records), key=lambda item: (item.first, item.id))
    return replace(sample(), records=tuple(records))


FIRST_HALF, SECOND_HALF = "2022-01-01..2022-06-30", "2022-07-01..2022-12-31"
Q2, Q3, Q4 = "2022-04-01..2022-06-30", "2022-07-01..2022-09-30", "2022-10-01..2022-12-31"

MOVES: list[tuple[str, str, date, Verdicts]] = [
    # The yearly plan was issued on the last day of February.
    ("d-0228", "date", date(2022, 3, 1), {Key("S1.8", "secretary", "", FEB): "late"}),
    # The work plan would have been in time on that day: four members and the secretary, twice.
    (
        "d-0303",
        "date",
        date(2022, 2, 28),
        {Key("S2.2", "secretary", "", FEB): "pass", Key("S2.3", "secretary", "", FEB): "pass"}
        | {Key("M2.2", member, "", FEB): "pass" for member in ("li2", "zhang3", "zhao4", "zhou6")},
    ),
    ("d-0303", "date", date(2022, 3, 1), {}),
    # A meeting on the last day of a quarter and a half-year; m-h1 may still lie in the second quarter.
    (
        "m-0630",
        "date",
        date(2022, 7, 1),
        {
            Key("S3.3", "secretary", "", Q2): "inconclusive",
            Key("S3.3", "secretary", "", Q3): "pass",
            Key("M3.3", "leading_group", "", FIRST_HALF): "fail",
        },
    ),
    # The first work day after the holiday, just too late for the third quarter.
    ("m-1008", "date", date(2022, 9, 30), {Key("S3.3", "secretary", "", Q3): "pass", Key("S3.3", "secretary", "", Q4): "at_risk"}),
    ("m-1008", "date", date(2022, 10, 1), {}),
    # The special meeting was held on the rolled last day.
    ("m-0718", "date", date(2022, 7, 19), {Key("S3.7", "secretary", "i-0518", "2022-05-18..2022-07-18"): "late"}),
    # An assessment on the spot on the day of the meeting is before it; the day after is not.
    ("v-1116", "date", date(2022, 11, 30), {}),
    ("v-1116", "date", date(2022, 12, 1), {Key("S9.3", "secretary", "a-1130", "2022-10-01..2022-11-30"): "fail"}),
    ("v-1116", "date", date(2022, 10, 1), {}),
    ("v-1116", "date", date(2022, 9, 30), {Key("S9.3", "secretary", "a-1130", "2022-10-01..2022-11-30"): "fail"}),
    # Two findings closed on their last day.
    ("f-05", "closed_on", date(2022, 7, 19), {Key("S7.1", "secretary", "f-05", "2022-05-16..2022-07-18"): "late"}),
    ("f-09", "closed_on", date(2022, 12, 13), {Key("S7.1", "secretary", "f-09", "2022-10-12..2022-12-12"): "late"}),
    # The inspection after the middle of the year.
    ("v-0921", "date", date(2022, 8, 31), {Key("M2.1", "zhao4", "", YEAR): "pass"}),
    ("v-0921", "date", date(2022, 9, 1), {}),
    # The branch was his contact point until 30 June.
    ("v-0830", "date", date(2022, 6, 30), {Key("M6.2", "zhao4", "", YEAR): "pass"}),
    ("v-0830", "date", date(2022, 7, 1), {}),
    # A lecture given in January.
    ("l-2023-0106", "date", date(2022, 12, 31), {Key("M8.7", "zhao4", "", YEAR): "pass"}),
    ("l-2023-0106", "date", date(2023, 1, 1), {}),
    # The draft stays a draft, the planned meeting planned, on whatever day.
    ("d-0222", "date", date(2022, 2, 28), {}),
    ("m-0629", "date", date(2022, 6, 30), {}),
]


@pytest.mark.parametrize(("name", "field", "day", "changes"), MOVES, ids=[f"{move[0]}-{move[2]}" for move in MOVES])
def test_a_record_moved_across_an_edge_changes_exactly_what_it_should(name: str, field: str, day: date, changes: Verdicts) -> None:
    assert verdicts(check(pack(), with_field(name, field, day), END)) == verdicts(report(END)) | changes


def test_a_record_of_tomorrow_does_not_count_yet() -> None:
    today = with_field("m-0630", "date", MID)
    tomorrow = with_field("m-0630", "date", MID + timedelta(days=1))
    name = Key("S3.3", "secretary", "", Q3)
    assert verdicts(check(pack(), today, MID))[name] == "pass"
    assert verdicts(check(pack(), tomorrow, MID))[name] == "pending"


# ---------------------------------------------------------------- a record less


def barely_met() -> list[Verdict]:
    """Passing counts that have exactly what they need."""
    return [
        verdict
        for verdict in report(END).verdicts
        if verdict.verdict == "pass"
        and verdict.need == verdict.have
        and isinstance(verdict.obligation.readings[verdict.reading or verdict.obligation.default_reading].kind, Count)
    ]


def test_without_any_one_of_its_records_a_barely_met_duty_is_met_no_more() -> None:
    cases = [(verdict, counted) for verdict in barely_met() for counted in verdict.counted]
    assert len(cases) >= 30
    for verdict, counted in cases:
        alone = replace(pack(), obligations=(verdict.obligation,))
        rest = replace(sample(), records=tuple(item for item in sample().records if item.id != counted.id))
        left = verdicts(check(alone, rest, END))
        assert left.get(key(verdict)) != "pass", (key(verdict), counted.id)


# ---------------------------------------------------------------- the examples beside the rules

WORST_FIRST = ("fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable")
EXAMPLES = [(rule, example) for rule in pack().obligations for example in rule.examples]


def nowhere(*_keys: str | int, **_of_key: bool) -> Location:
    return Location("example")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule.id}-{example.at.line}" for rule, example in EXAMPLES])
def test_every_example_beside_a_rule_gives_the_verdict_it_wants(rule: Obligation, example: Example) -> None:
    problems: list[Problem] = []
    roster: dict[str, Any] = dict(pack().example_unit)
    for name, part in example.raw["unit"].items():
        roster[name] = roster.get(name, {}) | part if isinstance(part, dict) else part
    unit = folder.build_unit(roster, pack(), nowhere, problems)
    records = folder.build_records([(raw, nowhere) for raw in example.raw["records"]], unit, pack(), problems)
    assert problems == []
    found = check(replace(pack(), obligations=(rule,)), Evidence(unit=unit, records=records), example.as_of).verdicts
    about = [item.verdict for item in found if example.raw["bearer"] in ("", item.bearer) and example.raw["subject"] in ("", item.subject)]
    assert min(about, key=WORST_FIRST.index) == example.want


# ---------------------------------------------------------------- the folder and its manual


def test_the_sample_says_that_it_is_fictitious() -> None:
    assert "虚构" in sample().unit.note
    assert "fictitious" in sample().unit.note
    assert len(sample().records) >= 120
    for path in (ROOT / "evidence" / "sample-bureau-2022").rglob("*"):
        if path.is_file():
            assert "虚构" in path.read_text(encoding="utf-8"), path


def test_the_blocks_of_the_manual_form_a_folder_that_loads(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n# ([^\n]+)\n(.*?)```", (ROOT / "evidence" / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 5
    for name, text in blocks:
        path = tmp_path / "small-office" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "small-office" / "融合事项清单.md").write_text("占位文件（虚构）\n", encoding="utf-8")
    loaded = folder.load(tmp_path / "small-office", pack())
    assert [problem.code for problem in loaded.problems if problem.severity == "error"] == []
    assert {item.id for item in loaded.records} == {"m-0218", "m-0630", "t-0518", "f-01", "tr-03", "l-06", "att-1"}
    assert {verdict.verdict for verdict in check(pack(), loaded, END).verdicts} >= {"pass", "fail", "attested"}
