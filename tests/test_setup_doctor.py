"""`doctor` finds what lacks or is broken, says what to do, and never breaks itself."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import re
import shlex
import string
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from compliance import doctor
from compliance.messages import CATALOGUE, text
from machine import names_every_package, script


def found(code: str, findings: tuple[doctor.Finding, ...]) -> doctor.Finding:
    return next(finding for finding in findings if finding.code == code)


def test_doctor_finds_this_environment_fit() -> None:
    findings = doctor.examine("utf-8")
    assert {finding.code for finding in findings if finding.status == "error"} == set()
    assert found("doctor.durable.ok", findings).params == (("version", "2.0.28"),)
    years = dict(found("doctor.calendar.ok", findings).params)
    assert str(years["first"]) <= "2022" <= str(years["last"])


def test_every_code_of_the_doctor_has_a_message_and_every_message_its_code() -> None:
    used = set(re.findall(r'"(doctor\.[a-z_.]+)"', Path(doctor.__file__).read_text(encoding="utf-8")))
    assert used == {code for code in CATALOGUE if code.startswith("doctor.")}


@pytest.mark.parametrize(
    ("version", "code"),
    [((3, 10, 9), "old"), ((3, 11, 0), "ok"), ((3, 12, 4), "ok"), ((3, 13, 1), "ok"), ((3, 14, 0), "untried")],
)
def test_doctor_knows_which_pythons_are_tried(monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], code: str) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert doctor.examine("utf-8")[0].code == f"doctor.python.{code}"


def break_import(monkeypatch: pytest.MonkeyPatch, broken: str, error: Exception) -> None:
    real = importlib.import_module

    def import_module(name: str, package: str | None = None) -> Any:
        if name.startswith(broken):
            raise error
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", import_module)


REMOVED = ImportError("/x/durable_rules_engine.cpython-313-x86_64-linux-gnu.so: undefined symbol: PyEval_CallObject")
REMOVED_MACOS = ImportError("dlopen(/x/durable_rules_engine.so, 0x0002): symbol not found in flat namespace '_PyEval_CallObject'")


@pytest.mark.parametrize("error", [REMOVED, REMOVED_MACOS])
def test_an_import_that_fails_on_the_removed_name_says_exactly_how_to_build(monkeypatch: pytest.MonkeyPatch, error: ImportError) -> None:
    break_import(monkeypatch, "durable", error)
    finding = found("doctor.durable.removed_name", doctor.examine("utf-8"))
    assert (finding.code, finding.params) == doctor.import_help(error)
    for told in text(finding.code, finding.params):
        assert "PyEval_CallObject" in told
        assert "Python 3.13" in told
        assert f"CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject {shlex.quote(sys.executable)} -m pip install" in told
        assert re.search(r"CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject uv pip install .*--no-cache durable_rules==2\.0\.28", told)


@pytest.mark.parametrize(
    ("module", "error", "code"),
    [
        ("durable", ModuleNotFoundError("No module named 'durable'", name="durable"), "doctor.durable.missing"),
        ("durable", ModuleNotFoundError("no engine", name="durable_rules_engine"), "doctor.durable.missing"),
        ("durable", ImportError("wrong ELF class", name="durable_rules_engine"), "doctor.package.broken"),
        ("durable", SystemError("initialization failed"), "doctor.package.broken"),
        ("yaml", ModuleNotFoundError("No module named 'yaml'", name="yaml"), "doctor.package.missing"),
        ("pydantic", ModuleNotFoundError("No module named 'pydantic_core._x'", name="pydantic_core._x"), "doctor.package.missing"),
        ("chinese_calendar", ImportError("?"), "doctor.package.broken"),
    ],
)
def test_a_missing_or_broken_package_is_a_finding_and_never_a_crash(
    monkeypatch: pytest.MonkeyPatch, module: str, error: Exception, code: str
) -> None:
    break_import(monkeypatch, module, error)
    finding = found(code, doctor.examine("utf-8"))
    assert finding.status == "error"
    assert all(text(finding.code, finding.params))


def test_compiler_and_headers_are_looked_at_only_when_the_engine_is_not_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(finding.code.startswith("doctor.compiler") for finding in doctor.examine("utf-8"))
    break_import(monkeypatch, "durable", ModuleNotFoundError("No module named 'durable'", name="durable"))
    monkeypatch.setenv("CC", "no-such-compiler")
    findings = doctor.examine("utf-8")
    assert found("doctor.compiler.missing", findings).params == (("compiler", "no-such-compiler"),)
    advice = found("doctor.build.install", findings)
    assert names_every_package(text(advice.code, advice.params).zh)
    assert names_every_package(text(advice.code, advice.params).en)


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        ("exit 0", "ok", ""),
        ("echo 'xcode-select: note: no developer tools were found' >&2; exit 1", "broken", "no developer tools"),
        ("echo 'In file included' >&2; echo 'x.c:1: fatal error: stdlib.h' >&2; exit 1", "broken", "stdlib.h"),
        ("exit 4", "broken", "exit 4"),
    ],
)
def test_a_compiler_must_also_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, code: str, reason: str) -> None:
    monkeypatch.setenv("CC", f"{script(tmp_path / 'cc', body)} -pthread")
    findings = doctor.build_needs()
    assert reason in dict(found(f"doctor.compiler.{code}", findings).params).get("error", "")
    assert any(finding.code == "doctor.build.install" for finding in findings) is (code == "broken")


def test_a_compiler_that_cannot_be_started_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compiler = script(tmp_path / "cc", "")
    compiler.write_bytes(b"\x00not a program")
    monkeypatch.setenv("CC", str(compiler))
    assert found("doctor.compiler.broken", doctor.build_needs()).status == "error"


def test_a_python_without_venv_or_headers_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    assert [finding.code for finding in doctor.build_needs()] == ["doctor.venv.missing", "doctor.headers.missing", "doctor.build.install"]


def test_headers_that_do_not_compile_are_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Python.h").write_text('#include "no-such-file.h"\n', encoding="utf-8")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    finding = found("doctor.headers.broken", doctor.build_needs())
    assert "no-such-file.h" in dict(finding.params)["error"]


def test_other_versions_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"durable_rules": "2.0.29", "pydantic": "2.6.4"}
    monkeypatch.setattr(importlib.metadata, "version", lambda name: versions.get(name, "1.0"))
    findings = doctor.examine("utf-8")
    assert found("doctor.durable.other_version", findings).status == "warning"
    assert found("doctor.pydantic.old", findings).status == "error"


def test_a_package_without_a_record_of_its_version_is_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert dict(found("doctor.durable.other_version", doctor.examine("utf-8")).params)["version"] == "?"


def test_a_parser_without_c_and_an_empty_calendar_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "chinese_calendar.constants", SimpleNamespace(holidays={}))
    findings = doctor.examine("utf-8")
    assert found("doctor.yaml.slow", findings).status == "warning"
    assert dict(found("doctor.package.broken", findings).params)["package"] == "chinese_calendar"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_an_output_that_shows_the_signs_is_fine(encoding: str) -> None:
    assert doctor.examine(encoding)[-1] == doctor.Finding("doctor.output.ok", "ok", (("encoding", encoding),))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "no-such-encoding"])
def test_an_output_that_cannot_show_the_signs_is_a_warning(encoding: str) -> None:
    assert doctor.examine(encoding)[-1] == doctor.Finding("doctor.output.poor", "warning", (("encoding", encoding),))


def test_the_output_is_that_of_the_process_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(encoding="gbk"))
    assert doctor.examine()[-1].params == (("encoding", "gbk"),)


def test_the_messages_of_the_doctor_print_on_a_gbk_terminal() -> None:
    for code, entry in CATALOGUE.items():
        if code.startswith("doctor."):
            for told in entry:
                assert told.encode("gbk")
                assert all(name for _, name, _, _ in string.Formatter().parse(told) if name is not None)
