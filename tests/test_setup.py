"""What the lock file and the settings of the project promise."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

from hypothesis import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from compliance import doctor
from machine import ROOT, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")



def locked() -> dict[str, Requirement]:
    lines = [line.rstrip("\\ ") for line in LOCK.splitlines() if line and not line.startswith(" ")]
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def test_the_lock_has_one_version_and_hashes_of_everything_and_no_address() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(blocks) == len(locked()) > 10
    for block in blocks:
        head, *hashes = block.replace("\\\n", "\n").splitlines()
        assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+( ; .*)?", head.strip())
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip()) for line in hashes)
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|# via|/", LOCK)


def test_the_lock_meets_every_dependency_of_the_project() -> None:
    pins = locked()
    for line in [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["test"]]:
        wanted = Requirement(line)
        (pin,) = pins[canonicalize_name(wanted.name)].specifier
        assert wanted.specifier.contains(pin.version), line


def test_the_lock_serves_each_supported_python() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11"
    for version in ("3.11", "3.12", "3.13"):
        environment = {"python_version": version, "sys_platform": "linux", "platform_python_implementation": "CPython"}
        left_out = [pin.name for pin in locked().values() if pin.marker and not pin.marker.evaluate(environment)]
        assert left_out == ["colorama"]


def test_the_build_setting_is_the_same_for_make_for_uv_and_in_the_advice() -> None:
    name, _, value = doctor.FLAG.partition("=")
    assert PROJECT["tool"]["uv"]["extra-build-variables"] == {"durable-rules": {name: value}}
    assert f"DURABLE_FLAG := {value}\n" in MAKEFILE
    assert f"durable-rules=={doctor.DURABLE}" in PROJECT["project"]["dependencies"]


def test_coverage_is_of_branches_and_has_a_floor() -> None:
    assert PROJECT["tool"]["coverage"]["run"]["branch"] is True
    assert PROJECT["tool"]["coverage"]["report"]["fail_under"] >= 95
    assert "pytest --cov" in MAKEFILE


def test_every_lint_exclusion_has_its_reason() -> None:
    ruff = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2]
    codes = [line for line in ruff.splitlines() if re.match(r'\s+"[A-Z]+\d*",', line)]
    assert codes
    assert [line for line in codes if not re.search(r"# \S", line)] == []


def test_the_small_profile_is_the_default_and_repeats_itself() -> None:
    small, nightly = settings.get_profile("small"), settings.get_profile("nightly")
    assert small.derandomize
    assert small.deadline is None
    assert nightly.deadline is None
    assert nightly.max_examples >= 10 * small.max_examples
    if "HYPOTHESIS_PROFILE" not in os.environ:
        assert settings().max_examples == small.max_examples


def test_the_licence_is_apache_2() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert re.search(r"Apache License\s+Version 2\.0, January 2004", licence)
    assert "END OF TERMS AND CONDITIONS" in licence


def test_an_installed_copy_has_the_policy_and_the_licence(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    build = "import setuptools.build_meta as backend; backend.build_wheel('out')"
    assert run([sys.executable, "-c", build], folder=tmp_path).returncode == 0
    names = zipfile.ZipFile(next((tmp_path / "out").glob("*.whl"))).namelist()
    for wanted in ("compliance/policy/default.yaml", "compliance/py.typed", "compliance/doctor.py"):
        assert wanted in names
    assert any(name.endswith("/LICENSE") for name in names)
