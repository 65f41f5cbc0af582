"""The rules of a check held against their source text: which verdicts are suspect because the text no longer has the quotation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compliance.errors import EvidenceError, Location, Problem, problem
from compliance.model import HeldAgainst, Pack, Text
from compliance.passages import is_letter
from compliance.quotes import hold
from compliance.source_text import read


def held(pack: Pack, source: Path | None) -> HeldAgainst | None:
    """Held against `source`, else against the text that the pack names; None: there is none.

    Raises EvidenceError for a text that cannot be read or has not a word in it: by such a one nothing can be told.
    """
    text = read(source) if source else pack.text
    if text is None:
        return None
    if not any(is_letter(char) for line in text.lines for char in line):
        raise EvidenceError([problem(Location(text.path), "coverage.source.empty")])
    return hold(pack, text)


def warnings(found: HeldAgainst) -> Iterator[Problem]:
    """One with all rules whose quotation is gone, and one with the passages that were declared no obligation."""
    at = Location(found.text.path)
    for code, suspects in (
        ("suspects.rules", [each for each in found.suspects if each.id]),
        ("suspects.passages", [each for each in found.suspects if not each.id]),
    ):
        if suspects:
            zh = "、".join(f"{each.id}「{each.quote}」" for each in suspects)
            en = ", ".join(f"{each.id} “{each.quote}”".strip() for each in suspects)
            yield Problem(at, code, "warning", (("count", str(len(suspects))), ("found", Text(zh, en))))
