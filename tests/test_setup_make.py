"""What make and CI do on a fresh machine, and what is said when something lacks."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from machine import ROOT, make, names_every_package, pretend_python, run, script


def test_make_alone_tells_what_can_be_made() -> None:
    told = make()
    assert told.returncode == 0
    for target in ("demo", "test", "lint", "test-engine", "bench", "clean"):
        assert re.search(rf"^{target} +\S", told.stdout, re.MULTILINE)


def demo_with(tmp_path: Path, program: str) -> subprocess.CompletedProcess[str]:
    """`make demo` in an environment that is up to date and has this program for `compliance`."""
    script(tmp_path / "bin" / "compliance", program)
    (tmp_path / ".ready-{}.{}.{}".format(*sys.version_info[:3])).touch()
    return make("demo", f"VENV={tmp_path}", f"PYTHON={sys.executable}")


@pytest.mark.parametrize(("exit_code", "passes"), [(0, True), (1, True), (2, False), (3, False), (5, False)])
def test_the_demo_accepts_failed_obligations_but_no_failure_of_the_check(tmp_path: Path, exit_code: int, passes: bool) -> None:
    shown = demo_with(tmp_path, f'[ "$1" = --help ] && exit 0; echo "$@"; exit {exit_code}')
    assert shown.stdout.splitlines()[0] == "check evidence/sample-bureau-2022 --as-of 2022-07-15"
    assert (shown.returncode == 0) is passes
    assert passes or f"Error {exit_code}" in shown.stderr


def test_a_program_that_does_not_start_is_no_demo(tmp_path: Path) -> None:
    assert demo_with(tmp_path, "exit 1").returncode != 0


def test_the_preflight_is_content_with_this_machine_and_needs_no_package() -> None:
    checked = make("preflight", f"PYTHON={sys.executable} -S")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_without_a_compiler_make_stops_before_anything_is_made_and_names_the_packages(tmp_path: Path) -> None:
    for target in ("demo", "test"):
        stopped = make(target, f"PYTHON={sys.executable}", f"VENV={tmp_path / 'venv'}", CC="no-cc")
        assert stopped.returncode != 0
        assert "C 编译器 no-cc" in stopped.stderr
        assert "no C compiler (no-cc)" in stopped.stderr
        assert names_every_package(stopped.stderr)
        assert not (tmp_path / "venv").exists()


def test_a_path_without_compilers_is_noticed_without_being_told(tmp_path: Path) -> None:
    stopped = make("preflight", f"PYTHON={sys.executable}", PATH=str(tmp_path))
    assert stopped.returncode != 0
    assert "There is no C compiler" in stopped.stderr


def test_without_headers_make_stops_and_names_the_packages(tmp_path: Path) -> None:
    python = pretend_python(tmp_path / "python", "sysconfig.get_path = lambda *_, **__: '/no/include'")
    for target in ("demo", "test"):
        stopped = make(target, f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
        assert stopped.returncode != 0
        assert "/no/include 里没有 Python 头文件 Python.h" in stopped.stderr
        assert "There is no Python.h in /no/include" in stopped.stderr
        assert names_every_package(stopped.stderr)
        assert not (tmp_path / "venv").exists()


def test_without_venv_make_stops_and_names_the_packages(tmp_path: Path) -> None:
    python = pretend_python(tmp_path / "python", "importlib.util.find_spec = lambda *_: None")
    stopped = make("preflight", f"PYTHON={python}")
    assert stopped.returncode != 0
    assert "cannot make a virtual environment" in stopped.stderr
    assert names_every_package(stopped.stderr)


@pytest.mark.parametrize("python", ["old", "missing"])
def test_without_a_fit_python_make_stops_and_names_the_packages(tmp_path: Path, python: str) -> None:
    pretend_python(tmp_path / "old", "sys.version_info = (3, 10, 0)")
    stopped = make("demo", f"PYTHON={tmp_path / python}", f"VENV={tmp_path / 'venv'}")
    assert stopped.returncode != 0
    assert "Python 3.11, 3.12 or 3.13 is needed" in stopped.stderr
    assert "需要 Python 3.11、3.12 或 3.13" in stopped.stderr
    assert names_every_package(stopped.stderr)


def test_the_engine_is_built_with_the_flag_past_the_cache_from_hashes() -> None:
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    (line,) = [line for line in recipes.splitlines() if line.endswith("-r $(VENV)/durable-rules.txt")]
    for part in ("$(DURABLE_FLAG)", "--no-cache-dir", "--no-build-isolation", "--require-hashes"):
        assert part in line


# ---------------------------------------------------------------- CI


@pytest.fixture
def ci(tmp_path: Path) -> Callable[..., list[str]]:
    """Runs .ci/run among make-believe Pythons; gives the calls of make."""

    def call(on_path: list[str], pyenv: list[str], make_exit: int = 0) -> list[str]:
        programs = tmp_path / "bin"
        log = tmp_path / "log"
        log.write_text("")
        script(programs / "make", f'echo "$@" >> {shlex.quote(str(log))}\nexit {make_exit}')
        for tool in ("bash", "dirname"):
            (programs / tool).symlink_to(shutil.which(tool) or tool)
        for name in on_path:
            major, minor = name.removeprefix("python").split(".")
            pretend_python(programs / name, f"sys.version_info = ({major}, {minor}, 0)")
        for version in pyenv:
            minor = version.split(".")[1]
            pretend_python(tmp_path / ".pyenv/versions" / version / "bin" / f"python3.{minor}", f"sys.version_info = (3, {minor}, 0)")
        inside = {"PATH": str(programs), "HOME": str(tmp_path), "PYENV_ROOT": str(tmp_path / ".pyenv"), "CI": "true"}
        done = run([str(programs / "bash"), str(ROOT / ".ci" / "run")], tmp_path, **inside)
        assert done.returncode == make_exit
        return [line.replace(str(tmp_path), "~") for line in log.read_text().splitlines()]

    return call


def test_ci_runs_the_suite_on_3_11_and_the_engine_tests_on_every_further_python(ci: Callable[..., list[str]]) -> None:
    assert ci(["python3.11", "python3.12"], ["3.13.0"]) == [
        "test PYTHON=python3.11",
        "test-engine PYTHON=python3.12 VENV=.venv-3.12",
        "test-engine PYTHON=~/.pyenv/versions/3.13.0/bin/python3.13 VENV=.venv-3.13",
    ]


def test_ci_passes_over_a_shim_that_does_not_run(ci: Callable[..., list[str]], tmp_path: Path) -> None:
    script(tmp_path / "bin" / "python3.12", "exit 127")
    assert ci(["python3.11"], ["3.12.1"])[1:] == ["test-engine PYTHON=~/.pyenv/versions/3.12.1/bin/python3.12 VENV=.venv-3.12"]


def test_ci_without_further_pythons_runs_the_suite_alone_and_stops_at_the_first_failure(ci: Callable[..., list[str]]) -> None:
    assert ci(["python3.11"], [], make_exit=2) == ["test PYTHON=python3.11"]
