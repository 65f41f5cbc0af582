"""The packs made from other texts than the seed: their examples hold, and the table of their items is true of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.check import run
from compliance.coverage import cover
from compliance.examples import run_examples
from compliance.model import Attest, Choose, Obligation, Pack
from compliance.quotes import search
from compliance.review import places, review
from compliance.rulebook import load_pack
from compliance.source_text import read
from compliance.syntax import references
from rule_kit import load, refused
from test_rule_examples import explained

ROOT = Path(__file__).parent.parent
PACKS = ROOT / "tests" / "packs"
TUNING = ROOT.parent / "shared" / "domain" / "tuning"
TABLE = yaml.safe_load((PACKS / "TABLE.yaml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = TABLE["items"]
FOLDERS = {case: ROOT / folder for case, folder in TABLE["packs"].items() if (ROOT / folder).is_dir()}
HOW = ("exact", "default", "judgement", "not")
MISSING = pytest.mark.skipif(not TUNING.is_dir(), reason="the texts are not part of the project")


@cache
def pack_of(case: str) -> Pack:
    return load_pack(FOLDERS[case])


@pytest.mark.parametrize("case", FOLDERS)
def test_every_example_holds(case: str) -> None:
    failed = [explained(outcome) for outcome in run_examples(pack_of(case)) if not outcome.holds]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("case", FOLDERS)
def test_lint_finds_no_error(case: str) -> None:
    found = review(pack_of(case), places(FOLDERS[case]))
    assert [each for each in found if each.severity == "error"] == []


def test_lint_reads_the_language_pack() -> None:
    """It has every form, and a reference in place of a path among them."""
    folder = PACKS / "language"
    assert [each for each in review(load_pack(folder), places(folder)) if each.severity == "error"] == []


# ---------------------------------------------------------------- the table


def test_the_table_has_the_cases_of_the_packs() -> None:
    assert {"h03", "h11"} <= FOLDERS.keys()
    assert {row["case"] for row in ROWS} == FOLDERS.keys()
    assert Counter((row["case"], row["id"]) for row in ROWS).most_common(1)[0][1] == 1


@MISSING
def test_every_item_of_a_case_has_its_row_and_its_words() -> None:
    items = json.loads((TUNING / "items.json").read_text(encoding="utf-8"))
    wanted = {(item["case"], item["id"]): item["quote"] for item in items if item["case"] in FOLDERS}
    assert {(row["case"], row["id"]): row["quote"] for row in ROWS} == wanted


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['case']}-{row['id']}" for row in ROWS])
def test_a_row_says_what_its_rules_are(row: dict[str, Any]) -> None:
    known = {rule.id: rule for rule in pack_of(row["case"]).obligations}
    assert set(row["rules"]) <= known.keys()
    assert row["how"] in HOW
    assert row["why"] or row["how"] == "exact"
    rules = [known[name] for name in row["rules"]]
    if row["how"] == "not":
        assert not rules
    elif row["how"] == "judgement":
        assert any(isinstance(part.kind, Attest) for rule in rules for part in rule.readings.values())
    else:
        assert rules
        assert any(adds(rule, pack_of(row["case"])) for rule in rules) == (row["how"] == "default")


def adds(rule: Obligation, pack: Pack) -> bool:
    """Whether something stands in the rule that the text does not say: a choice of readings, a question, a default of ours."""
    names = {ref.path[0] for ref in references(tuple(rule.readings.values())) if ref.root == "param"}
    return len(rule.readings) > 1 or bool(rule.unclear) or any(not pack.parameters[name].stated for name in names)


def test_the_numbers_of_the_readme_are_those_of_the_table() -> None:
    written = re.findall(r"^\| (h\d\d) \| (.+) \|$", (PACKS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    counted = {case: Counter(row["how"] for row in ROWS if row["case"] == case) for case in FOLDERS}
    assert {case: [int(cell) for cell in cells.split(" | ")] for case, cells in written} == {
        case: [count.total(), *(count[how] for how in HOW)] for case, count in counted.items()
    }


# ---------------------------------------------------------------- the texts


@MISSING
@pytest.mark.parametrize("case", ["h03", "h11"])
def test_every_quotation_stands_in_its_article(case: str) -> None:
    [file] = TUNING.glob(f"{case}_*.txt")
    found = search(pack_of(case), read(file))
    assert list(found.suspects()) == []
    assert [each.quote for each, where in found.declared if not where] == []


@MISSING
def test_what_the_congress_pack_leaves_out_is_known() -> None:
    """Three duties that no item names, and the marks of three clauses."""
    [file] = TUNING.glob("h03_*.txt")
    found = cover(pack_of("h03"), read(file))
    assert [each.text[:8] for each in found.sentences if each.state == "nothing"] == ["职工代表对涉及职"]
    part = ["（一）", "（二）", "（三）", "联席会", "提交职"]
    assert [each.text[:3] for each in found.sentences if each.state == "part"] == part


# ---------------------------------------------------------------- what the packs conclude


def test_each_missing_meeting_costs_half_a_point(tmp_path: Path) -> None:
    rules = pack_of("h11")
    days = ("2022-02-01", "2022-05-01", "2022-08-01")
    meetings = "".join(f"- {{id: m{day}, kind: meeting, date: {day}, type: 班子会, topics: [基层党建]}}\n" for day in days)
    visits = "".join(
        f"- {{id: v{month}, kind: visit, date: 2022-0{month}-01, visit_kind: [指导], persons: [li2], place: 东村}}\n" for month in (1, 2)
    )
    (tmp_path / "records.yaml").write_text(meetings + visits, encoding="utf-8")
    people = yaml.safe_load((FOLDERS["h11"] / "pack.yaml").read_text(encoding="utf-8"))["example_unit"]
    unit = {"unit": "example", "pack": rules.id, **json.loads(json.dumps(people, default=str))}
    (tmp_path / "unit.yaml").write_text(yaml.safe_dump(unit, allow_unicode=True), encoding="utf-8")
    report = run(tmp_path, FOLDERS["h11"], date(2023, 2, 1))
    assert report.conclusions is not None
    [whole] = [each for each in report.conclusions.scores if each.kind == "unit"]
    # one meeting, two visits and two assessments are missing
    assert (whole.full, whole.high) == (Fraction(8), 8 - Fraction(1, 2) - 1 - 1)


# ---------------------------------------------------------------- forms that the packs asked for


def test_unless_takes_a_selector_in_place(tmp_path: Path) -> None:
    body = "unless: {kind: finding}\ncount: {of: any_meeting, at_least: 1}\n"
    [part] = load(tmp_path, body).obligations[0].readings.values()
    assert part.unless is not None
    assert part.unless.of.branches[0].kinds == ("finding",)


def test_unless_is_a_selector_or_of_one(tmp_path: Path) -> None:
    body = "unless: ⟦{of: any_meeting, kind: finding}\ncount: {of: any_meeting, at_least: 1}\n"
    assert [each.code for each in refused(tmp_path, body)] == ["rules.unless.form"]


def test_hours_are_not_added_up_to_days_that_a_choice_asks_for(tmp_path: Path) -> None:
    head = (PACKS / "language" / "pack.yaml").read_text(encoding="utf-8")
    forms = (PACKS / "language" / "forms.yaml").read_text(encoding="utf-8")
    example = "  - {as_of: 2023-01-01, want: inconclusive, records: [{id: m, kind: meeting, date: 2022-03-01, duration: 10h}]}\n"
    written = "  count: {of: any_meeting, sum: duration, at_least: 5d}\n  examples:   # 起止两天都算\n"
    assert written in forms
    (tmp_path / "pack.yaml").write_text(head, encoding="utf-8")
    chosen = written.replace("5d", "{choose: $unit.staff, from: {300: 5d}}") + example
    (tmp_path / "forms.yaml").write_text(forms.replace(written, chosen), encoding="utf-8")
    outcomes = [each for each in run_examples(load_pack(tmp_path)) if each.rule.id == "N4"]
    assert outcomes[0].got == "inconclusive"
    assert all(each.holds for each in outcomes)


def test_a_choice_on_a_flag_or_a_number_names_its_values(tmp_path: Path) -> None:
    body = "bearer: {group: branch}\n  in: {each: {choose: $unit.public_venue, from: {true: quarter, false: year}}}\n"
    items = (FOLDERS["h11"] / "items.yaml").read_text(encoding="utf-8")
    written = "bearer: {group: branch}\n  in: month\n"
    assert items.count(written) == 1
    (tmp_path / "pack.yaml").write_bytes((FOLDERS["h11"] / "pack.yaml").read_bytes())
    (tmp_path / "items.yaml").write_text(items.replace(written, body), encoding="utf-8")
    [part] = next(rule for rule in load_pack(tmp_path).obligations if rule.id == "F1").readings.values()
    assert part.window is not None
    assert isinstance(part.window.each, Choose)
    assert part.window.each.options == ((True, "quarter"), (False, "year"))
