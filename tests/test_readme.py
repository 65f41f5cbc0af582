"""The README's terminal excerpts are what the program prints. `UPDATE_GOLDEN=1` rewrites them."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from compliance.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ compliance (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)
DIGEST = re.compile(r"(?<=digest )[0-9a-f]{12}|(?<=内容摘要 )[0-9a-f]{12}")
"""Any word in the pack changes it."""


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints, cut to the number of lines that the excerpt shows, if it says so with `| head -N`."""
    words, _, head = command.partition(" | head -")
    main(shlex.split(words))
    lines = capsys.readouterr().out.splitlines(keepends=True)
    return "".join(lines[: int(head)] if head else lines)


def test_the_excerpts_are_what_the_program_prints(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    text = README.read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda m: f"```console\n$ compliance {m['command']}\n{printed(m['command'], capsys)}```", text)
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(fresh, encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 2
    assert DIGEST.sub("", fresh) == DIGEST.sub("", text) or os.environ.get("UPDATE_GOLDEN")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
