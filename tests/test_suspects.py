"""Verdicts of rules that quote what the source text no longer has: each says so, in every format, and none of them changes by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.cli import main
from compliance.schema import read_report, write_report

DUTIES = Path(__file__).parent / "coverage" / "duties.txt"
TEXT = DUTIES.read_text(encoding="utf-8")
PACK = Path(__file__).parent / "coverage" / "safety-2022"
UNIT = """\
unit: 某学校
pack: safety-2022
people:
  wang1: {name: 王一, roles: [{role: head, since: 2020-01-01}]}
  li2: {name: 李二, roles: [{role: teacher, since: 2020-01-01}]}
"""
RECORDS = "records:\n- {id: m1, kind: meeting, date: 2022-01-10, chair: wang1}\n- {id: i1, kind: inspection, date: 2022-01-10, by: wang1}\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a small school whose pack stands beside it; the words after the id or PATH are options."""
    pack, unit = tmp_path / "rules" / "safety-2022", tmp_path / "school"
    pack.mkdir(parents=True)
    unit.mkdir()
    for path in PACK.iterdir():
        (pack / path.name).write_bytes(path.read_bytes())
    (unit / "unit.yaml").write_text(UNIT, encoding="utf-8")
    (unit / "records.yaml").write_text(RECORDS, encoding="utf-8")

    def command(name: str, *words: str) -> tuple[int, str, str]:
        code = main([name, str(unit), *words, "--as-of", "2022-03-01"])
        return code, *capsys.readouterr()

    return command


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "duties-2023.txt"
    path.write_text(text, encoding="utf-8")
    return path


def naming(tmp_path: Path, name: str) -> None:
    """The pack names a source text of its own."""
    head = tmp_path / "rules" / "safety-2022" / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8") + f"source: {{file: {name}}}\n", encoding="utf-8")


NEW = ("每季度检查１次", "每月检查１次")


def test_no_verdict_changes_and_those_of_the_rule_say_so(run: Run, tmp_path: Path) -> None:
    plain_code, told, _ = run("check", "--format", "json")
    plain = json.loads(told)
    code, out, _ = run("check", "--format", "json", "--source", str(changed(tmp_path, NEW)))
    found = json.loads(out)
    assert code == plain_code
    assert {each["obligation"] for each in found["verdicts"] if each["suspect"]} == {"H3"}
    for before, after in zip(plain["verdicts"], found["verdicts"], strict=True):
        assert {**after, "suspect": None} == before
    [suspect] = [each["suspect"] for each in found["verdicts"] if each["suspect"]]
    assert (suspect["elsewhere"], suspect["nearest"]) == ("", "每月检查１次 消防设施，")
    assert suspect["text"]["en"] == (
        "the text no longer has the quoted clause, so the verdict is suspect; nearest: “每月检查１次 消防设施，”"
    )
    assert "原文已经没有这条所引的话" in suspect["text"]["zh"]
    [problem] = [each for each in found["problems"] if each["code"].startswith("suspects")]
    assert (problem["severity"], problem["at"]) == ("warning", "duties-2023.txt")
    assert "H3 “每季度检查1次消防设施”" in problem["text"]["en"]
    assert found["inputs"]["source"]["path"] == "duties-2023.txt"
    assert len(found["inputs"]["source"]["sha256"]) == 64
    assert plain["inputs"]["source"] is None
    assert write_report(read_report(out)) == out


def test_all_suspects_stand_in_one_warning_and_passages_in_another(run: Run, tmp_path: Path) -> None:
    source = changed(tmp_path, NEW, ("一岗双责", "一岗一责"), ("，制定", "，特制定"))
    found = json.loads(run("check", "--format", "json", "--source", str(source))[1])
    told = {each["code"]: each["params"] for each in found["problems"] if each["code"].startswith("suspects")}
    assert set(told) == {"suspects.rules", "suspects.passages"}
    assert told["suspects.rules"]["found"]["zh"] == "H2「认真落实“一岗双责”」、H3「每季度检查1次消防设施」"
    assert told["suspects.passages"]["found"]["en"] == "“为做好安全工作，制定本清单”"


@pytest.mark.parametrize(
    ("pairs", "en"),
    [
        ([NEW], "nearest: “每月检查１次 消防设施，”"),
        ([("每季度检查１次 消防设施，", "")], "nor one like it"),
        ([("每季度检查１次 消防设施，", ""), ("遇有大事", "每季度检查1次消防设施")], "is not in this article of the text but in: head 一"),
    ],
)
def test_the_text_formats_say_what_has_become_of_the_clause(run: Run, tmp_path: Path, pairs: list[tuple[str, str]], en: str) -> None:
    source = str(changed(tmp_path, *pairs))
    out = run("check", "--source", source, "--lang", "en")[1]
    assert "1 obligation(s) quote what the text does not have (any more): their verdicts are suspect (H3)" in out
    [line] = [line for line in out.splitlines() if line.startswith("      suspect: ")]
    assert en in line
    told = run("explain", "H3", "--source", source, "--lang", "en")[1]
    [line] = [line for line in told.splitlines() if line.startswith("suspect ")]
    assert en in line
    assert "存疑" in run("check", "--source", source, "--lang", "zh")[1]
    assert any(line.startswith("存疑 ") for line in run("explain", "H3", "--source", source, "--lang", "zh")[1].splitlines())
    assert "suspect" not in run("explain", "T2", "--source", source, "--lang", "en")[1]


def test_the_command_that_explains_one_names_the_same_text(run: Run, tmp_path: Path) -> None:
    source = str(changed(tmp_path, NEW))
    assert f"--source {source}" in run("check", "--source", source, "--lang", "en")[1]


def test_a_text_that_has_all_of_it_says_nothing(run: Run) -> None:
    out = run("check", "--source", str(DUTIES), "--lang", "en")[1]
    assert "suspect" not in out


def test_a_pack_that_names_its_text_is_always_held_against_it(run: Run, tmp_path: Path) -> None:
    changed(tmp_path / "rules" / "safety-2022", NEW)
    naming(tmp_path, "duties-2023.txt")
    found = json.loads(run("check", "--format", "json")[1])
    assert {each["obligation"] for each in found["verdicts"] if each["suspect"]} == {"H3"}
    again = json.loads(run("check", "--format", "json", "--source", str(DUTIES))[1])
    assert not [each for each in again["verdicts"] if each["suspect"]]
    assert again["inputs"]["source"]["path"] == "duties.txt"


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_the_exit_code_is_that_of_the_verdicts(run: Run, tmp_path: Path, strict: list[str]) -> None:
    source = str(changed(tmp_path, NEW, ("每月上１次", "每周上１次")))
    plain = run("check", *strict)[0]
    assert run("check", *strict, "--source", source)[0] == plain
    assert run("explain", "H3", *strict, "--source", source)[0] == 0


@pytest.mark.parametrize("command", [["check"], ["explain", "H3"]])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none.txt", None),
        ("a.pdf", b"%PDF"),
        ("a.docx", b"no zip"),
        ("a.txt", "每年".encode("gbk")),
        ("a.txt", b""),
        ("a.md", "——".encode()),
    ],
)
def test_a_text_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path, command: list[str], name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
        (tmp_path / "rules" / "safety-2022" / name).write_bytes(data)
    code, out, err = run(*command, "--source", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert name in err
    naming(tmp_path, name)
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert name in err or err.startswith("safety-2022/pack.yaml:")
