"""Is this machine fit for the checker? Looks at Python and at what must be installed, and says what to do about each lack.

Needs nothing but the standard library, and imports other packages only to try them: it must answer when they are
missing or broken. The Makefile asks `build_needs` before anything is installed; `compliance doctor` shows `examine`.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

from compliance.errors import Params

Status = Literal["ok", "warning", "error"]

DURABLE = "2.0.28"
REMOVED_NAME = "PyEval_CallObject"
FLAG = f"CPPFLAGS=-D{REMOVED_NAME}=PyObject_CallObject"
"""CPython 3.13 removed the one name, the other does the same. Not CFLAGS: durable_rules' setup.py overwrites those."""

_OLDEST, _NEWEST_TRIED = (3, 11), (3, 13)
_PYDANTIC = (2, 7)
_SIGNS = "√ 达标 ▲ 有风险 × 未达标"


class Finding(NamedTuple):
    """One thing looked at: a code of the message catalogue, how it stands, and the parameters of the message."""

    code: str
    status: Status
    params: Params = ()


def examine(encoding: str | None = None) -> tuple[Finding, ...]:
    """Everything the checker rests on, in a fixed order. `encoding`: that of the output, None for standard output's own."""
    durable = _durable()
    build = () if durable.status != "error" else build_needs()
    return (_python(), durable, *build, _yaml(), _pydantic(), _calendar(), _output(encoding))


def build_needs() -> tuple[Finding, ...]:
    """What building durable_rules into a new virtual environment needs: venv with pip, a C compiler, Python's headers.

    Where something lacks, the last finding names what to install.
    """
    looked = (_venv(), _compiler())
    if all(finding.status == "ok" for finding in looked):
        return looked
    return (*looked, Finding("doctor.build.install", "error", (("minor", "{}.{}".format(*sys.version_info[:2])),)))


def import_help(error: ImportError) -> tuple[str, Params]:
    """The code and parameters of the message that says how to cure this import."""
    if REMOVED_NAME in str(error):
        return "doctor.durable.removed_name", (("name", REMOVED_NAME), ("flag", FLAG), *_reinstall())
    package = (error.name or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or not package:
        return "doctor.package.broken", (("package", package or "?"), ("error", str(error)))
    if package in {"durable", "durable_rules_engine"}:
        return "doctor.durable.missing", (("flag", FLAG), *_reinstall())
    return "doctor.package.missing", (("package", package), ("python", shlex.quote(sys.executable)))


def _reinstall() -> Params:
    """--no-cache: a build made without the flag, kept in pip's or uv's cache, would be installed again."""
    python = shlex.quote(sys.executable)
    return (
        ("pip", f"{python} -m pip install --force-reinstall --no-deps --no-cache-dir durable_rules=={DURABLE}"),
        ("uv", f"uv pip install --python {python} --reinstall --no-deps --no-cache durable_rules=={DURABLE}"),
    )


def _python() -> Finding:
    version = sys.version_info[:2]
    params = (("version", ".".join(str(part) for part in sys.version_info[:3])),)
    if version < _OLDEST:
        return Finding("doctor.python.old", "error", params)
    if version > _NEWEST_TRIED:
        return Finding("doctor.python.untried", "warning", params)
    return Finding("doctor.python.ok", "ok", params)


def _try(module: str) -> ModuleType | Finding:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        code, params = import_help(error)
        return Finding(code, "error", params)
    except Exception as error:  # noqa: BLE001 whatever a broken package raises is a finding here, not a crash
        return Finding("doctor.package.broken", "error", (("package", module), ("error", f"{type(error).__name__}: {error}")))


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def _durable() -> Finding:
    found = _try("durable.engine")
    if isinstance(found, Finding):
        return found
    version = _version("durable_rules")
    if version != DURABLE:
        return Finding("doctor.durable.other_version", "warning", (("version", version), ("wanted", DURABLE), *_reinstall()))
    return Finding("doctor.durable.ok", "ok", (("version", version),))


def _venv() -> Finding:
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return Finding("doctor.venv.ok", "ok")
    return Finding("doctor.venv.missing", "error")


def _compiler() -> Finding:
    """Tries what setuptools will do: compile a file that includes Python.h with $CC, or the compiler this Python was built with."""
    command = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    params = (("compiler", command[0]),)
    if shutil.which(command[0]) is None:
        return Finding("doctor.compiler.missing", "error", params)
    if failure := _compile_error(command, "stdlib.h"):
        return Finding("doctor.compiler.broken", "error", (*params, ("error", failure)))
    include = sysconfig.get_path("include")
    headers = (("folder", include),)
    if not (Path(include) / "Python.h").is_file():
        return Finding("doctor.headers.missing", "error", headers)
    if failure := _compile_error([*command, "-I", include, "-I", sysconfig.get_path("platinclude")], "Python.h"):
        return Finding("doctor.headers.broken", "error", (*headers, ("error", failure)))
    return Finding("doctor.compiler.ok", "ok", params)


def _compile_error(command: list[str], header: str) -> str:
    """The compiler's first complaint about a file that includes `header`; empty if there is none."""
    try:
        run = subprocess.run(
            [*command, "-fsyntax-only", "-x", "c", "-"],
            input=f"#include <{header}>\n".encode(),
            capture_output=True,
            timeout=60,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line for line in run.stderr.decode(errors="replace").splitlines() if line.strip()]
    if not run.returncode:
        return ""
    return next((line for line in lines if "error" in line), lines[0] if lines else f"exit {run.returncode}")


def _yaml() -> Finding:
    found = _try("yaml")
    if isinstance(found, Finding):
        return found
    params = (("version", _version("pyyaml")),)
    if hasattr(found, "CSafeLoader"):
        return Finding("doctor.yaml.ok", "ok", params)
    return Finding("doctor.yaml.slow", "warning", params)


def _pydantic() -> Finding:
    found = _try("pydantic")
    if isinstance(found, Finding):
        return found
    version = _version("pydantic")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < _PYDANTIC:
        return Finding("doctor.pydantic.old", "error", (("version", version), ("python", shlex.quote(sys.executable))))
    return Finding("doctor.pydantic.ok", "ok", (("version", version),))


def _calendar() -> Finding:
    found = _try("chinese_calendar.constants")
    if isinstance(found, Finding):
        return found
    years = sorted(day.year for day in getattr(found, "holidays", ()))
    if not years:
        return Finding("doctor.package.broken", "error", (("package", "chinese_calendar"), ("error", "holidays: 0")))
    return Finding("doctor.calendar.ok", "ok", (("first", str(years[0])), ("last", str(years[-1]))))


def _output(encoding: str | None) -> Finding:
    name = encoding or getattr(sys.stdout, "encoding", None) or "?"
    try:
        _SIGNS.encode(name)
    except (LookupError, UnicodeEncodeError):
        return Finding("doctor.output.poor", "warning", (("encoding", name),))
    return Finding("doctor.output.ok", "ok", (("encoding", name),))
