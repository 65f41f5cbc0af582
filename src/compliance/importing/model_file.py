"""A DECLARE model on disk → the files of a pack, with the name of its folder."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from compliance.errors import EvidenceError, Location, Problem, problem
from compliance.importing import decl_model
from compliance.importing.decl_pack import DeclPack, build
from compliance.model import Span
from compliance.source import decode
from compliance.starting import pack_name


def imported(path: Path, folder: Path, span: str | None, year: int) -> DeclPack:
    """`span`: FROM/TO as it was asked for; None: `year`. Raises EvidenceError with every problem of the model."""
    name, days = pack_name(folder), _span(span, year)
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise EvidenceError([problem(Location(str(path)), "import.log.unreadable", why=wrong.strerror or wrong)]) from wrong
    problems: list[Problem] = []
    text = decode(data, str(path), problems)
    if text is None or any(found.severity == "error" for found in problems):
        raise EvidenceError(problems)
    model = decl_model.read(text, str(path))
    return build(model, name, path.name, hashlib.sha256(data).hexdigest(), days)


def _span(written: str | None, year: int) -> Span:
    if written is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    first, _, last = written.partition("/")
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as wrong:
        raise EvidenceError([problem(Location("--span"), "import.decl.span", found=written)]) from wrong
    if span.first > span.last:
        raise EvidenceError([problem(Location("--span"), "import.decl.span", found=written)])
    return span
