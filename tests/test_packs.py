"""The two further packs: their sample units against tables worked out by hand, their examples complete, their texts covered."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from compliance.check import check
from compliance.cli import main
from compliance.coverage import cover
from compliance.evidence import load
from compliance.model import Pack, Verdict
from compliance.rulebook import load_pack
from compliance.source_text import read

ROOT = Path(__file__).parent.parent
TUNING = ROOT.parent / "shared" / "domain" / "tuning"
FOLDERS = {"river-chief": "sample-river-2022", "board-meetings": "sample-company-2022"}
TEXTS = {"river-chief": "h01_*.txt", "board-meetings": "h06_*.txt"}
YEAR = "2022-01-01..2022-12-31"


@cache
def pack(name: str) -> Pack:
    return load_pack(ROOT / "rules" / name)


@cache
def verdicts(name: str, as_of: date) -> tuple[Verdict, ...]:
    return tuple(check(pack(name), load(ROOT / "evidence" / FOLDERS[name], pack(name)), as_of).verdicts)


def window(verdict: Verdict) -> str:
    return f"{verdict.window.first or ''}..{verdict.window.last or ''}"


def rows(table: str) -> list[list[str]]:
    text = (ROOT / "tests" / "sample" / table).read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in text.splitlines() if re.match(r"\| [RD]\d+\.\d+ \|", line)]
    return [["" if cell == "—" else YEAR if cell == "year" else cell for cell in row] for row in cells]


def lies(verdict: Verdict, where: str) -> bool:
    """Whether a verdict's window is the one of a row, or one of those that the row names by where they end or begin."""
    if where.startswith("to "):
        return verdict.window.last is not None and verdict.window.last <= date.fromisoformat(where[3:])
    if where.startswith("from "):
        return verdict.window.first is not None and verdict.window.first >= date.fromisoformat(where[5:])
    return window(verdict) == where


def test_the_district_gets_the_verdicts_worked_out_by_hand() -> None:
    found, wanted = verdicts("river-chief", date(2022, 7, 16)), rows("river.md")
    seen: Counter[int] = Counter()
    for verdict in found:
        names = [verdict.obligation.id, verdict.bearer, verdict.subject or ""]
        [number] = [number for number, row in enumerate(wanted) if row[:3] == names and lies(verdict, row[3])]
        seen[number] += 1
        assert verdict.verdict == wanted[number][5], (names, window(verdict))
    assert [seen[number] for number in range(len(wanted))] == [int(row[4]) for row in wanted]


@pytest.mark.parametrize(("column", "as_of"), [(4, date(2022, 12, 20)), (5, date(2023, 1, 10))])
def test_the_company_gets_the_verdicts_worked_out_by_hand(column: int, as_of: date) -> None:
    found = verdicts("board-meetings", as_of)
    wanted = {tuple(row[:4]): row[column] for row in rows("company.md")}
    assert len(found) == len(wanted)
    assert {(each.obligation.id, each.bearer, each.subject or "", window(each)): each.verdict for each in found} == wanted


def test_a_row_is_named_by_its_record_its_place_and_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    unit = str(ROOT / "evidence" / "sample-company-2022")
    for lang, name in (("zh", "sh-1 第4项（变更住所）"), ("en", "sh-1, item 4 (变更住所)")):
        main(["check", unit, "--as-of", "2022-12-20", "--lang", lang])
        assert name in capsys.readouterr().out


def test_a_rule_that_does_not_bind_asks_for_no_declaration() -> None:
    """No request for a meeting is on file, and the rule on such requests binds limited companies only."""
    [verdict] = [each for each in verdicts("board-meetings", date(2023, 1, 10)) if each.obligation.id == "D62.2"]
    assert verdict.verdict == "not_applicable"
    assert [reason.code for reason in verdict.reasons] == ["when.not"]


@pytest.mark.parametrize(("name", "as_of"), [("river-chief", date(2022, 7, 16)), ("board-meetings", date(2022, 12, 20))])
def test_the_sample_shows_every_sort_of_verdict(name: str, as_of: date) -> None:
    shown = {each.verdict for each in verdicts(name, as_of)}
    assert shown == {"pass", "fail", "late", "at_risk", "pending", "inconclusive", "attested", "manual", "not_applicable"}


@pytest.mark.parametrize(("name", "table"), [("river-chief", "river.md"), ("board-meetings", "company.md")])
def test_the_table_speaks_of_every_rule_and_gives_its_reason(name: str, table: str) -> None:
    assert {row[0] for row in rows(table)} == {rule.id for rule in pack(name).obligations}
    assert all(row[-1] for row in rows(table))


@pytest.mark.parametrize("name", FOLDERS)
def test_the_examples_are_complete_and_notice_every_small_mistake(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(ROOT / "rules" / name), "--complete"]) == 0
    assert main(["lint", str(ROOT / "rules" / name), "--mutants"]) == 0
    capsys.readouterr()


@pytest.mark.skipif(not TUNING.is_dir(), reason="the texts of the two packs are not part of the project")
@pytest.mark.parametrize("name", FOLDERS)
def test_every_clause_of_the_text_is_quoted_or_declared(name: str) -> None:
    [path] = TUNING.glob(TEXTS[name])
    found = cover(pack(name), read(path))
    assert found.share == 1
    assert not found.suspects
    assert not found.needless


@pytest.mark.parametrize("name", FOLDERS)
def test_what_the_text_does_not_say_is_a_parameter_with_its_reason(name: str) -> None:
    """The only number that a unit may change and the text states is the notice that a charter may set (article 64)."""
    stated = {each for each, parameter in pack(name).parameters.items() if parameter.stated}
    assert stated == ({"limited_notice"} if name == "board-meetings" else set())
