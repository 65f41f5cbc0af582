"""`compliance init pack`: what it makes loads, holds and lints clean; a text taken apart hides nothing; nothing is overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from compliance.clause_forms import number, suggestions
from compliance.cli import main
from compliance.coverage import cover
from compliance.errors import RuleError
from compliance.model import Attest, Count
from compliance.review import places, review
from compliance.rulebook import load_pack
from compliance.source_text import read

TUNING = sorted((Path(__file__).parent.parent.parent / "shared" / "domain" / "tuning").glob("*.txt"))
README = (Path(__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Another list in thirty minutes")[2].partition("\n## ")[0]
UNIT = """\
unit: unit
title: {zh: 示例单位, en: Example unit}
pack: PACK
people:
  wang1: {name: 王一, roles: [{role: head, since: 2020-01-01}]}
  li2: {name: 李二, roles: [{role: deputy, since: 2020-01-01}]}
"""
MEETING = "{id: m1, kind: meeting, date: 2022-03-01, chair: wang1, topics: [安全生产]}\n"
TEXT = """\
一、研究部署
全年专题研究安全生产不少于2次，每季度至少召开一次会议；2月份内制定"年度计划"。
二、问题整改
发现问题后30日内整改：不得瞒报。与每名班子成员谈话。
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evidence(at: Path, pack: str = "mine") -> None:
    at.mkdir(parents=True)
    (at / "unit.yaml").write_text(UNIT.replace("PACK", pack), encoding="utf-8")
    (at / "m1.yaml").write_text(MEETING, encoding="utf-8")


def taken_apart(here: Path, text: str = TEXT) -> Path:
    (here / "list.txt").write_text(text, encoding="utf-8")
    assert main(["init", "pack", "rules/mine", "--source", "list.txt"]) == 0
    return here / "rules" / "mine"


# ---------------------------------------------------------------- a pack of patterns


def test_the_made_pack_loads_tests_and_lints_clean(here: Path) -> None:
    assert main(["init", "pack", "rules/mine"]) == 0
    made = load_pack(here / "rules" / "mine")
    assert made.problems == ()
    assert made.id == "mine"
    assert review(made, places(here / "rules" / "mine")) == []
    assert main(["test", "rules/mine"]) == 0
    assert main(["lint", "rules/mine"]) == 0
    for path in (here / "rules" / "mine").glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./rules.schema.json\n")


def test_it_has_one_obligation_of_each_pattern(here: Path) -> None:
    main(["init", "pack", "rules/mine"])
    parts = {rule.id: rule.readings[""] for rule in load_pack(here / "rules" / "mine").obligations}
    assert len(parts) == 6
    windows = {name: part.window for name, part in parts.items() if part.window}
    subjects = {name: part.for_each.kind for name, part in parts.items() if part.for_each}
    assert {name: window.each for name, window in windows.items() if window.each} == {"D1": "year", "D2": "quarter", "D3": "year"}
    assert [name for name, window in windows.items() if window.end] == ["D4"], "a deadline"
    assert [name for name, window in windows.items() if window.within] == ["D5"], "within days of an event"
    assert subjects == {"D3": "role", "D5": "record"}
    assert isinstance(parts["D6"].kind, Attest)
    assert all(isinstance(parts[name].kind, Count) for name in ("D1", "D2", "D3", "D4", "D5"))


def test_a_small_folder_is_checked_against_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "pack", "rules/mine"])
    evidence(here / "unit")
    capsys.readouterr()
    assert main(["check", "unit", "--pack", "rules/mine", "--as-of", "2022-04-01", "--lang", "en"]) == 1, "the plan is overdue"
    out = capsys.readouterr().out
    for name in ("D1", "D2", "D3", "D4", "D5", "D6"):
        assert name in out


@pytest.mark.parametrize(("lang", "said"), [("zh", "接下来："), ("en", "next:")])
def test_it_says_what_was_made_and_what_comes_next(here: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str) -> None:
    main(["init", "pack", "rules/mine", "--lang", lang])
    lines = capsys.readouterr().out.splitlines()
    made, following = lines[1 : lines.index(said)], lines[lines.index(said) + 1 :]
    assert [line.strip() for line in made] == [f"rules/mine/{path.name}" for path in sorted((here / "rules" / "mine").iterdir())]
    assert len(following) == 3
    assert all(line.startswith("  compliance ") and "rules/mine" in line for line in following)


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "notes.md").write_text("mine", encoding="utf-8")
    assert main(["init", "pack", "mine", "--lang", lang]) == 2
    assert "notes.md" in capsys.readouterr().err
    assert [path.name for path in (here / "mine").iterdir()] == ["notes.md"]
    (here / "file").write_text("", encoding="utf-8")
    assert main(["init", "pack", "file"]) == 2
    assert main(["init", "pack", "a b"]) == 2
    (here / "empty").mkdir()
    assert main(["init", "pack", "empty"]) == 0


def test_a_slip_and_a_missing_text_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "pakc", "mine", "--lang", "en"]) == 2
    assert "pack" in capsys.readouterr().err
    assert main(["init", "pack"]) == 2
    assert main(["init", "pack", "mine", "--source", "no.txt"]) == 2
    assert "no.txt" in capsys.readouterr().err
    (here / "none.txt").write_text("……\n", encoding="utf-8")
    assert main(["init", "pack", "mine", "--source", "none.txt"]) == 5
    assert not (here / "mine").exists()
    assert main(["init", "--help"]) == 0
    assert "--source FILE" in capsys.readouterr().out


# ---------------------------------------------------------------- a text taken apart


def test_every_clause_is_quoted_and_none_is_passed_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = taken_apart(here)
    made = load_pack(folder)
    quotes = {rule.id: rule.source.quote for rule in made.obligations}
    assert quotes["A1.2"] == "全年专题研究安全生产不少于2次"
    assert quotes["A2.2"] == "发现问题后30日内整改"
    assert {rule.source.article for rule in made.obligations} == {"一", "二"}
    assert cover(made, read(folder / "source.txt")).share == 1
    assert all(rule.draft and isinstance(rule.readings[""].kind, Attest) and rule.unclear for rule in made.obligations)
    found = review(made, places(folder))
    assert sorted(dict(one.params)["rule"] for one in found if one.code == "lint.draft") == sorted(quotes)
    assert {one.code for one in made.problems} == {"rules.draft"}
    assert main(["lint", "rules/mine"]) == 1
    assert main(["test", "rules/mine"]) != 0
    capsys.readouterr()


def test_a_draft_is_told_of_by_a_check_and_never_passes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_apart(here)
    evidence(here / "unit")
    unit = here / "unit" / "unit.yaml"
    unit.write_text(UNIT.replace("PACK", "mine").replace("role: head", "role: responsible").partition("  li2")[0], encoding="utf-8")
    (here / "unit" / "m1.yaml").write_text("{id: m1, kind: meeting, date: 2022-03-01, chair: wang1, topic: 安全生产}\n", encoding="utf-8")
    capsys.readouterr()
    main(["check", "unit", "--pack", "rules/mine", "--as-of", "2022-12-31", "--format", "json"])
    out = capsys.readouterr().out
    assert '"rules.draft"' in out
    assert set(re.findall(r'"verdict": ?"(\w+)"', out)) <= {"manual"}


def test_a_draft_with_a_number_is_refused(here: Path) -> None:
    folder = taken_apart(here)
    duties = folder / "duties.yaml"
    text = duties.read_text(encoding="utf-8")
    duties.write_text(text.replace("  attest: {}\n", "  count: {of: {kind: meeting}, at_least: 1}\n", 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_pack(folder)
    assert [one.code for one in caught.value.problems if one.severity == "error"] == ["rules.draft.kind"]


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("专题研究党建工作不少于2次", ["count: {of: …, at_least: 2}"]),
        ("每季度至少召开一次会议", ["in: quarter", "count: {of: …, at_least: 1}"]),
        ("每半年谈话两次", ["in: half_year", "count: {of: …, at_least: 2}"]),
        ("2月份内印发", ["in: {to: 02-28}"]),
        ("次年1月10日前报送", ["in: {to: next 01-10}"]),
        ("30日内整改", ["in: {within: 30d}   # for_each: {record: …}"]),
        ("七个工作日内答复", ["in: {within: 7wd}   # for_each: {record: …}"]),
        ("会议召开十五日前通知", ["in: {ahead: 15d}   # for_each: {record: …}"]),
        ("不超过3次", ["count: {of: …, at_most: 3}"]),
        ("不得瞒报", ["count: {of: …, at_most: 0}"]),
        ("与每名成员谈话", ["for_each: {role: …}"]),
        ("at least two meetings each quarter", ["in: quarter", "count: {of: …, at_least: 2}"]),
        ("高度重视", []),
    ],
)
def test_numbers_and_dates_are_suggested(clause: str, said: list[str]) -> None:
    assert list(suggestions(clause)) == said


def test_chinese_numbers() -> None:
    given = {"十": 10, "十五": 15, "二十": 20, "六十二": 62, "一百一十三": 113, "两": 2, "12": 12}
    assert {text: number(text) for text in given} == given
    assert number("若干") is None


def test_two_lists_in_one_text_are_two_files(here: Path) -> None:
    folder = taken_apart(here, TEXT + TEXT.replace("安全", "质量"))
    made = load_pack(folder)
    assert list(made.lists) == ["duties", "duties-2"]
    assert cover(made, read(folder / "source.txt")).share == 1


@pytest.mark.parametrize("path", TUNING, ids=[path.stem[:3] for path in TUNING])
def test_other_texts_load_and_are_quoted_whole(here: Path, path: Path) -> None:
    assert main(["init", "pack", "rules/mine", "--source", str(path)]) == 0
    folder = here / "rules" / "mine"
    assert cover(load_pack(folder), read(folder / "source.txt")).share == 1


# ---------------------------------------------------------------- the page


def test_the_thirty_minutes_of_the_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "list.txt").write_text(re.findall(r"(?ms)^```text\n# list.txt\n(.*?)^```$", SECTION)[0], encoding="utf-8")
    files = re.findall(r"(?ms)^```text\n((?:unit:|\{id:).*?)^```$", SECTION)
    (here / "evidence" / "unit").mkdir(parents=True)
    for name, content in zip(("unit.yaml", "m1.yaml"), files, strict=True):
        (here / "evidence" / "unit" / name).write_text(content, encoding="utf-8")
    blocks = re.findall(r"(?ms)^```console\n(.*?)^```$", SECTION)
    assert len(blocks) == 5
    for block in blocks:
        commands = re.findall(r"(?m)^\$ compliance (.+)$", block)
        wanted = re.findall(r"(?m)^exit (\d)$", block)
        codes = [main(command.split()) for command in commands]
        assert codes == [int(wanted[0]) if wanted else 0] * len(commands), block
    shown = re.findall(r"(?ms)^```text\n# rules/safety/duties.yaml[^\n]*\n(.*?)^```$", SECTION)[0]
    assert shown in (here / "rules" / "safety" / "duties.yaml").read_text(encoding="utf-8")
    capsys.readouterr()


# ---------------------------------------------------------------- titles, years, drafts


@pytest.mark.parametrize(
    ("first", "title", "year"),
    [
        ("2023年度安全生产责任清单", "2023年度安全生产责任清单", 2023),
        ("全年召开安全会议不少于2次。", "mine", 2022),  # it asks for something
        ("一、培训", "mine", 2022),
    ],
)
def test_a_title_is_a_line_that_asks_for_nothing(here: Path, first: str, title: str, year: int) -> None:
    folder = taken_apart(here, f"{first}\n二、培训\n每年培训1次。\n")
    made = load_pack(folder)
    assert (made.title.zh, made.span.first.year) == (title, year)
    assert cover(made, read(folder / "source.txt")).share == 1
    quotes = [rule.source.quote for rule in made.obligations]
    assert ("全年召开安全会议不少于2次" in quotes) == first.startswith("全年")


def test_the_next_commands_can_be_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_apart(here)
    lines = capsys.readouterr().out.splitlines()
    following = [line.split()[1:] for line in lines if line.startswith("  compliance ")]
    assert [main(command) for command in following] == [0, 1, 2], "covered whole; every draft told; no examples yet"


def test_nobody_is_asked_to_attest_a_draft(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_apart(here)
    evidence(here / "unit")
    unit = UNIT.replace("PACK", "mine").replace("role: head", "role: responsible").partition("  li2")[0]
    (here / "unit" / "unit.yaml").write_text(unit, encoding="utf-8")
    record = "{id: m1, kind: meeting, date: 2022-03-01, chair: wang1, topic: 安全生产}\n"
    (here / "unit" / "m1.yaml").write_text(record, encoding="utf-8")
    capsys.readouterr()
    main(["check", "unit", "--pack", "rules/mine", "--as-of", "2022-12-31", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["verdicts"]
    assert found
    assert all(verdict["advice"] == [] for verdict in found)
    assert all(verdict["reasons"][0]["code"] == "attest.draft" for verdict in found)
