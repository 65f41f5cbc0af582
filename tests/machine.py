"""Starts the project's programs on this machine, and on machines made to look poorer than it is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = [
    ["sudo apt install", "build-essential", "python3-dev", "python3-venv"],
    ["sudo dnf install", "gcc", "python3-devel"],
    ["macOS", "xcode-select --install", "brew install python@3.13"],
]


def run(command: Sequence[str], folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """The command as a person would start it: without what a surrounding make hands down."""
    handed_down = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHON", "VENV", "CC"}
    inherited = {key: value for key, value in os.environ.items() if key not in handed_down}
    return subprocess.run(
        command, cwd=folder, env={**inherited, **extra}, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


def make(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return run([shutil.which("make") or "make", *arguments], ROOT, **extra)


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def pretend_python(path: Path, pretence: str) -> Path:
    """A `python -c CODE` in which something is not as it is here."""
    code = f"import importlib.util, sys, sysconfig; {pretence}; exec(sys.argv[2])"
    return script(path, f'exec {shlex.quote(sys.executable)} -c {shlex.quote(code)} "$@"')


def names_every_package(told: str) -> bool:
    """One line for each system, with all its packages."""
    return all(any(all(word in line for word in system) for line in told.splitlines()) for system in PACKAGES)
