"""The command line: exit codes, what goes where, help without a wait, slips answered, and any console survived."""

from __future__ import annotations

import io
import json
import os
import runpy
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import compliance
from compliance import arguments, check, cli, doctor, evidence, packs
from compliance.arguments import COMMANDS, language, parse
from compliance.cli import main
from compliance.doctor import Finding
from compliance.errors import EngineError, EvidenceError, Location, NothingToCheck, Problem, RuleError
from compliance.messages import CATALOGUE, text
from compliance.model import Reason, Report
from compliance.rulebook import load_pack
from test_render import PACK, obligation, report, verdict

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "evidence" / "sample-bureau-2022"
RULES = ROOT / "rules" / "party-building-2022"
ON = ["--as-of", "2022-07-15"]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def gives(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets `check` give a report made by hand, or raise."""

    def stand_in(result: Report | BaseException) -> list[Any]:
        asked: list[Any] = []

        def run(*given: Any, **_how: Any) -> Report:
            asked.append(given)
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(check, "run", run)
        monkeypatch.setattr(packs, "find", lambda named, _folder, _here: Path(named or "pack"))
        return asked

    return stand_in


def program(*words: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """The program by itself, in an environment that says nothing but what is given."""
    environment = {"PATH": "/usr/bin:/bin", **extra}
    command = [sys.executable, "-m", "compliance", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("states", "options", "code"),
    [
        (["pass", "pending", "not_applicable", "manual", "attested"], [], 0),
        (["pass", "fail"], [], 1),
        (["late"], [], 1),
        (["at_risk"], [], 0),
        (["at_risk"], ["--fail-on", "at_risk"], 1),
        (["inconclusive"], [], 0),
        (["inconclusive"], ["--strict"], 1),
        (["pass"], ["--strict", "--fail-on", "at_risk"], 0),
    ],
)
def test_exit_codes_of_verdicts(gives: Any, states: list[str], options: list[str], code: int) -> None:
    gives(report(*(verdict(state) for state in states)))
    assert main(["check", "x", *ON, *options]) == code


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_only_errors_move_the_exit_code(gives: Any, severity: Any) -> None:
    gives(report(verdict("fail", severity=severity), verdict("inconclusive", severity=severity)))
    assert main(["check", "x", *ON, "--strict", "--fail-on", "at_risk"]) == 0


@pytest.mark.parametrize(("value", "code"), [("true", 1), ("1", 1), ("", 0), ("0", 0), ("false", 0)])
def test_ci_is_strict_unless_told_otherwise(gives: Any, monkeypatch: pytest.MonkeyPatch, value: str, code: int) -> None:
    gives(report(verdict("inconclusive")))
    monkeypatch.setenv("CI", value)
    assert main(["check", "x", *ON]) == code
    assert main(["check", "x", *ON, "--no-strict"]) == 0


def test_a_window_that_the_evidence_made_impossible_is_the_users_to_mend(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = (Reason("window.order", (("first", "2022-05-01"), ("last", "2022-04-01"))),)
    gives(report(verdict("error", reasons=wrong), verdict("fail")))
    assert main(["check", "x", *ON]) == 2
    assert "因材料里的日期有误" in capsys.readouterr().err


def test_a_verdict_that_we_could_not_reach_is_our_defect(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = (Reason("window.order", (("first", "2022-05-01"), ("last", "2022-04-01"))),)
    gives(report(verdict("error", reasons=wrong), verdict("error", obligation("A2"), reasons=())))
    assert main(["check", "x", *ON]) == 3
    assert "A2" in capsys.readouterr().err


def test_input_problems_are_all_printed_with_their_place(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    places = (Location("bureau/b.yaml", 9, 2), Location("bureau/a.yaml", 2, 5))
    found = [Problem(place, "evidence.folder_empty") for place in places]
    for kind in (EvidenceError, RuleError):
        gives(kind(found))
        assert main(["check", "x", *ON]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        lines = err.splitlines()
        assert "有 2 处要先改正" in lines[0]
        assert lines[1].startswith("bureau/a.yaml:2:5: 错误：")
        assert lines[2].startswith("bureau/b.yaml:9:2: 错误：")


def test_nothing_to_check_is_never_green(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(NothingToCheck([Problem(Location("x"), "evidence.no_records")]))
    assert main(["check", "x", *ON]) == 5
    assert "没有可以检查的内容" in capsys.readouterr().err


UNDECIDED = Problem(Location(""), "engine.undecided", "error", (("stage", "verdict"), ("case", "boom")))


@pytest.mark.parametrize("wrong", [RuntimeError("boom"), EngineError([UNDECIDED])])
def test_a_defect_says_where_to_report_it(gives: Any, capsys: pytest.CaptureFixture[str], wrong: Exception) -> None:
    gives(wrong)
    assert main(["check", "x", *ON]) == 3
    err = capsys.readouterr().err
    assert "不是材料的问题" in err
    assert "boom" in err
    assert "Traceback" not in err
    assert main(["check", "x", *ON, "--trace"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_trace_shows_where_an_input_problem_was_raised(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(EvidenceError([Problem(Location("x"), "evidence.folder_empty")]))
    assert main(["check", "x", *ON, "--trace"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_missing_package_is_explained(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(ModuleNotFoundError("No module named 'durable'", name="durable"))
    assert main(["check", "x", *ON]) == 2
    assert "durable_rules" in capsys.readouterr().err
    assert main(["check", "x", *ON, "--trace"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_ends_quietly(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(KeyboardInterrupt())
    assert main(["check", "x", *ON]) == 130
    assert capsys.readouterr().err == "已中断\n"


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = f"{sys.executable} -m compliance check {SAMPLE} --as-of 2022-07-15 2>&1 | head -c 20; echo $'\\n'${{PIPESTATUS[0]}}"
    shown = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=60, check=False)  # noqa: S607 - bash as the system has it
    assert b"Traceback" not in shown.stdout + shown.stderr
    assert b"Error" not in shown.stdout + shown.stderr


def test_a_closed_pipe_ends_quietly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Gone(io.TextIOWrapper):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    with (tmp_path / "out").open("wb") as raw:
        monkeypatch.setattr(sys, "stdout", Gone(raw))
        assert main(["--help"]) == 141


# ---------------------------------------------------------------- the clock


def test_today_is_read_here_and_only_if_no_day_is_given(gives: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2022, 3, 4)

    asked = gives(report(verdict()))
    monkeypatch.setattr(cli, "date", Clock)
    main(["check", "x"])
    main(["check", "x", "--as-of", "2022年7月15日"])
    assert [given[2] for given in asked] == [date(2022, 3, 4), date(2022, 7, 15)]


@pytest.mark.parametrize("day", ["2022-02-30", "2022-07", "yesterday"])
def test_a_day_that_is_none_is_refused(gives: Any, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    gives(report(verdict()))
    assert main(["check", "x", "--as-of", day]) == 2
    assert "错误" in capsys.readouterr().err


def test_a_day_on_no_calendar_and_a_period_without_a_year_are_answered_for_the_command_line(
    gives: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    gives(report(verdict()))
    main(["check", "x", "--as-of", "2022-02-30"])
    err = capsys.readouterr().err
    assert "--as-of 写的“2022-02-30”在日历上没有" in err
    assert "原件" not in err
    main(["explain", "x", "A1", "--window", "第一季度", *ON])
    assert "例如“2022年第一季度”" in capsys.readouterr().err


def test_the_command_that_explains_is_whole_and_of_the_same_day(gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(report(verdict("fail")))
    main(["check", "某 局", *ON, "--pack", "p", "--lang", "en"])
    assert capsys.readouterr().out.endswith('\n  compliance explain "某 局" A1 --as-of 2022-07-15 --pack p --lang en\n')


# ---------------------------------------------------------------- slips


def refused(*words: str) -> str:
    with pytest.raises(EvidenceError) as wrong:
        parse(words, {})
    [found] = wrong.value.problems
    return text(found.code, found.params).zh


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "请写明命令：check explain doctor schema coverage test lint init import"),
        (("chekc", "x"), "没有“chekc”这个命令。可用：check explain doctor schema coverage test lint init import。是不是想写“check”？"),
        (("--langg", "en"), "没有“--langg”这个选项。是不是想写“--lang”？"),
        (("check",), "缺少材料文件夹（PATH）"),
        (("check", ""), "缺少材料文件夹（PATH）"),
        (("explain", "x"), "缺少要求的编号（ID），例如 S2.5"),
        (("check", "x", "--as-off", "2022-01-01"), "没有“--as-off”这个选项。是不是想写“--as-of”？"),
        (("check", "x", "--formt=json"), "没有“--formt”这个选项。是不是想写“--format”？"),
        (("check", "my", "folder"), "多了“folder”。路径里有空格的，请加引号"),
        (("check", "x", "--as-of"), "--as-of 后面要写：日期，例如 2022-07-15"),
        (("check", "x", "--format", "jsno"), "--format 不能写“jsno”。可用：text json。是不是想写“json”？"),
        (("check", "x", "--lang", "fr"), "--lang 不能写“fr”。可用：zh en"),
        (("check", "x", "--lang", "cn"), "--lang 不能写“cn”。可用：zh en。是不是想写“zh”？"),
        (("check", "x", "--format"), "--format 后面要写：text 或 json"),
        (("check", "x", "--strict=yes"), "--strict 后面不带内容，请去掉“=yes”"),
        (("schema", "repot"), "report|rules|evidence 不能写“repot”。可用：report rules evidence。是不是想写“report”？"),
        (("schema", "rules", "--pack", "x"), "没有“--pack”这个选项"),
        (("doctor", "x"), "多了“x”。路径里有空格的，请加引号"),
    ],
)
def test_slips_are_answered_in_words(words: tuple[str, ...], said: str) -> None:
    assert refused(*words) == said


def test_a_slip_shows_how_the_command_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x", "--as-off", "y", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "did you mean “--as-of”" in err
    assert "usage: compliance check PATH" in err
    assert "compliance check --help" in err
    assert main(["chekc"]) == 2
    assert "compliance --help" in capsys.readouterr().err


def test_everything_given_reaches_the_request() -> None:
    words = "explain dir S2.5 --bearer 王一 --subject 李二 --window 2022-07 --pack p --as-of 2022-07-15"
    words += " --format json --fail-on at_risk --trace --lang en"
    request = parse(words.split(), {"LANG": "zh_CN.UTF-8"})
    assert request == arguments.Request(
        command="explain",
        lang="en",
        path="dir",
        id="S2.5",
        pack="p",
        as_of="2022-07-15",
        format="json",
        fail_on="at_risk",
        trace=True,
        bearer="王一",
        subject="李二",
        window="2022-07",
    )
    assert parse(["--lang", "en", "check", "x"], {}).lang == "en"
    assert parse(["--lang=en", "check", "x"], {}).path == "x"


@pytest.mark.parametrize(
    ("words", "environment", "lang"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "POSIX"}, "zh"),
        ([], {"LANG": "zh_CN.GBK"}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "de_DE"}, "en"),
        ([], {"LC_ALL": "en_GB", "LANG": "zh_CN"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        (["check", "x", "--lang", "zh"], {"LANG": "en_US"}, "zh"),
        (["check", "x", "--lang=en"], {}, "en"),
        (["check", "x", "--lang", "fr"], {}, "zh"),
        (["--lang"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_language(words: list[str], environment: dict[str, str], lang: str) -> None:
    assert language(words, environment) == lang


# ---------------------------------------------------------------- help and version


def test_help_speaks_of_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        assert main(["--help", "--lang", lang]) == 0
        shown = capsys.readouterr().out
        assert all(name in shown for name in COMMANDS)
        for name, command in COMMANDS.items():
            assert main([name, "-h", "--lang", lang]) == 0
            shown = capsys.readouterr().out
            assert all(option.flag in shown for option in command.options)
            assert all(argument.metavar in shown for argument in command.arguments)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"compliance {compliance.__version__}\n"


def test_the_package_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["compliance", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("compliance", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("compliance ")


def test_help_needs_neither_engine_nor_readers_nor_pydantic() -> None:
    code = (
        "import sys; from compliance.cli import main\n"
        "for words in (['--help'], ['check', '--help'], ['chekc']): main(words)\n"
        "heavy = {'pydantic', 'durable', 'yaml', 'chinese_calendar', 'compliance.engine', 'compliance.readers', 'compliance.check',\n"
        "         'compliance.evidence', 'compliance.rulebook', 'compliance.source', 'compliance.schema'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert shown.stderr.splitlines()[-1] == "[]"


# ---------------------------------------------------------------- the real thing


def test_the_sample_is_checked_in_both_languages() -> None:
    zh = program("check", str(SAMPLE), *ON)
    assert zh.returncode == 1
    assert zh.stderr == b""
    assert "√ 达标" in zh.stdout.decode()
    en = program("check", str(SAMPLE), *ON, LANG="en_US.UTF-8")
    assert "√ pass" in en.stdout.decode()


def test_a_gbk_console_shows_every_character() -> None:
    shown = program("check", str(SAMPLE), *ON, PYTHONIOENCODING="gbk")
    assert shown.returncode == 1
    assert "?" not in shown.stdout.decode("gbk")


def test_a_console_that_knows_no_chinese_is_survived() -> None:
    for words in (["check", str(SAMPLE), *ON], ["--help"], ["chekc"], ["doctor"]):
        shown = program(*words, PYTHONIOENCODING="ascii")
        assert b"Traceback" not in shown.stderr
        assert shown.returncode in (0, 1, 2)


def test_a_pipe_gets_no_colour() -> None:
    assert b"\x1b" not in program("check", str(SAMPLE), *ON).stdout


def test_explain_narrows_by_name_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(SAMPLE), "M10.5", "--bearer", "赵四", "--subject", "业务二科", "--window", "2022-03-01", *ON]) == 1
    shown = capsys.readouterr().out
    assert "× 未达标  赵四 · 业务二科 · 2022年上半年" in shown
    assert "下半年" not in shown
    assert main(["explain", str(SAMPLE), "S9.99", *ON]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "没有编号为“S9.99”的要求" in err


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(SAMPLE), "S2.5", *ON, "--format", "json"]) == 0
    assert [each["obligation"] for each in json.loads(capsys.readouterr().out)["verdicts"]] == ["S2.5"]


@pytest.mark.parametrize("words", [["report"], ["rules"], ["evidence"], ["evidence", "--pack", str(RULES)]])
def test_schemas_are_printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", *words]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


# ---------------------------------------------------------------- doctor


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("warning", 0), ("error", 2)])
def test_doctor_marks_each_finding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: Any, code: int) -> None:
    found = Finding("doctor.pydantic.old", status, (("version", "1.0"), ("python", "python")))
    monkeypatch.setattr(doctor, "examine", lambda _encoding: (found,))
    assert main(["doctor"]) == code
    first, second = capsys.readouterr().out.splitlines()
    assert first[0] == {"ok": "√", "warning": "▲", "error": "×"}[status]
    assert second.startswith("    python")


def test_doctor_looks_at_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "durable_rules" in capsys.readouterr().out


# ---------------------------------------------------------------- terminals


class Terminal(io.StringIO):
    """A stream that says it is a terminal and cannot be reconfigured."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("system", "environment", "coloured"),
    [
        ("posix", {"TERM": "xterm"}, True),
        ("posix", {"TERM": "dumb"}, False),
        ("posix", {"TERM": "xterm", "NO_COLOR": "1"}, False),
        ("nt", {}, False),
        ("nt", {"WT_SESSION": "1"}, True),
    ],
)
def test_colour_only_where_it_shows(monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str], coloured: bool) -> None:
    for name in ("TERM", "NO_COLOR", "WT_SESSION", "ANSICON"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", system)
        shown = cli._colour()
    assert shown is coloured
    cli._never_fail_on_a_character()


def test_the_terminals_width_is_used(monkeypatch: pytest.MonkeyPatch, gives: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gives(report(verdict("fail", obligation(title="很长的标题" * 12))))
    monkeypatch.setenv("COLUMNS", "50")
    main(["check", "x", *ON])
    narrow = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "200")
    main(["check", "x", *ON])
    assert len(narrow.splitlines()) > len(capsys.readouterr().out.splitlines())


def test_places_lose_the_folders_name_wherever_one_stands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(SAMPLE)
    main(["check", ".", *ON])
    assert "（02_清单和部署/文件.yaml:" in capsys.readouterr().out


def test_a_problem_off_a_terminal_stays_on_one_line(
    gives: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gives(NothingToCheck([Problem(Location("x" * 70), "evidence.no_records")]))
    main(["check", "x", *ON])
    assert len(capsys.readouterr().err.splitlines()) == 2
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    main(["check", "x", *ON])
    assert len(terminal.getvalue().splitlines()) > 2


# ---------------------------------------------------------------- rule packs


def folder(tmp_path: Path, pack: str) -> Path:
    unit = tmp_path / "work" / "evidence" / "bureau"
    unit.mkdir(parents=True)
    (unit / "unit.yaml").write_text(f"unit: bureau\npack: {pack}\npeople: {{}}\n", encoding="utf-8")
    return unit


def put_pack(above: Path, name: str) -> Path:
    place = above / "rules" / name
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text(f"pack: {name}\n", encoding="utf-8")
    return place


def said(wrong: pytest.ExceptionInfo[Any]) -> str:
    [found] = wrong.value.problems
    return text(found.code, found.params).zh


def test_the_units_pack_is_found_above_the_evidence_or_above_here(tmp_path: Path) -> None:
    unit = folder(tmp_path, "duty")
    elsewhere = tmp_path / "elsewhere" / "deep"
    elsewhere.mkdir(parents=True)
    there = put_pack(tmp_path / "elsewhere", "duty")
    assert packs.find(None, unit, elsewhere) == there.resolve()
    near = put_pack(tmp_path / "work", "duty")
    assert packs.find(None, unit, elsewhere) == near.resolve()


def test_a_pack_may_be_named_by_folder_file_or_id(tmp_path: Path) -> None:
    unit = folder(tmp_path, "other")
    place = put_pack(tmp_path / "work", "duty")
    assert packs.find(str(place), unit, tmp_path) == place
    assert packs.find(str(place / "pack.yaml"), unit, tmp_path) == place
    assert packs.find("duty", unit, tmp_path) == place.resolve()


def test_a_pack_that_is_not_found_names_those_that_were_seen(tmp_path: Path) -> None:
    unit = folder(tmp_path, "duti")
    with pytest.raises(NothingToCheck) as wrong:
        packs.find("no/such", unit, tmp_path)
    assert said(wrong) == "no/such 里没有 pack.yaml"
    put_pack(tmp_path / "work", "duty")
    put_pack(tmp_path / "work", "alpha")
    with pytest.raises(NothingToCheck) as wrong:
        packs.find(None, unit, unit)
    assert said(wrong) == "找不到规则包“duti”。现有：alpha、duty。是不是想写“duty”？"


def test_no_pack_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_packs", lambda _starts: iter(()))
    with pytest.raises(NothingToCheck) as wrong:
        packs.find("duty", tmp_path, tmp_path)
    assert "请用 --pack 写明" in said(wrong)


def test_a_unit_with_several_packs_must_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "packs_of", lambda _folder: ("a", "b"))
    with pytest.raises(EvidenceError) as wrong:
        packs.find(None, tmp_path, tmp_path)
    assert "可选：a、b" in said(wrong)


def test_all_the_texts_of_the_command_line_can_be_filled_in() -> None:
    for name, command in COMMANDS.items():
        assert f"help.{name}" in CATALOGUE
        assert all(option.help in CATALOGUE for option in command.options)
        assert all(f"help.{argument.name}" in CATALOGUE for argument in command.arguments)


def test_the_report_made_by_hand_is_whole() -> None:
    assert replace(report(verdict()), pack=PACK).pack is PACK


# ---------------------------------------------------------------- which pack was used


def two_packs(tmp_path: Path, pack: str = "pack: party-building-2022") -> Path:
    """A copy of the sample under `outer/`, the pack in `rules/`."""
    unit = tmp_path / "outer" / "unit"
    shutil.copytree(SAMPLE, unit)
    shutil.copytree(RULES, tmp_path / "rules" / RULES.name)
    head = (unit / "unit.yaml").read_text(encoding="utf-8")
    assert "pack: party-building-2022" in head
    (unit / "unit.yaml").write_text(head.replace("pack: party-building-2022", pack), encoding="utf-8")
    return unit


def test_the_head_names_the_folder_and_the_digest_of_the_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = two_packs(tmp_path)
    monkeypatch.chdir(tmp_path)
    main(["check", str(unit), *ON])
    digest = load_pack(RULES).digest
    assert f"清单文件夹 rules/party-building-2022　内容摘要 {digest[:12]}" in capsys.readouterr().out


def test_a_pack_that_hides_another_of_its_name_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = two_packs(tmp_path)
    monkeypatch.chdir(tmp_path)
    main(["check", str(unit), *ON])
    assert "不止一份" not in capsys.readouterr().out
    shutil.copytree(RULES, tmp_path / "outer" / "rules" / RULES.name)
    main(["check", str(unit), *ON])
    out = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert "找到不止一份：本次用的是outer/rules/party-building-2022，没有用rules/party-building-2022" in out
    main(["check", str(unit), *ON, "--pack", "rules/party-building-2022"])
    assert "不止一份" not in capsys.readouterr().out


def test_a_second_pack_that_nobody_has_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = two_packs(tmp_path, "pack: [party-building-2022, other]")
    monkeypatch.chdir(tmp_path)
    words = ["check", str(unit), *ON, "--pack", "party-building-2022"]
    assert main(words) == 2
    assert "找不到规则包“other”" in capsys.readouterr().err
    (tmp_path / "rules" / "other").mkdir()
    (tmp_path / "rules" / "other" / "pack.yaml").write_text("pack: other\n", encoding="utf-8")
    assert main(words) == 1


def test_the_place_of_an_error_can_be_opened_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = two_packs(tmp_path)
    (unit / "坏.yaml").write_text("- {id: x1, kind: meting, date: 2022-01-01}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for folder in ("outer/unit", "outer/unit/"):
        assert main(["check", folder, *ON]) == 2
        assert "\nouter/unit/坏.yaml:1:18: " in "\n" + capsys.readouterr().err
