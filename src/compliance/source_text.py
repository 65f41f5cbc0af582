"""The text that a rule pack translates: a txt, md or docx file → its lines.

UTF-8 as everywhere (`source.decode` says what to do with anything else). A docx needs python-docx, which is an extra:
`pip install 'compliance-checker[docx]'`.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compliance.errors import EvidenceError, Location, Problem, problem
from compliance.model import SourceText
from compliance.source import decode

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_MARKDOWN = re.compile(r"^\s{0,3}(?:(?:#{1,6}|>|[-*+])\s+)+|[*`]+|~~|(?<!\w)_{1,2}|_{1,2}(?!\w)|\\(?=[^\w\s])")
"""What makes a heading, a quotation, an item, or letters bold or slanted: it is not part of the text."""


def read(path: Path) -> SourceText:
    """Raises EvidenceError for a file that is not there, or is none of the three, or cannot be read."""
    where = Location(path.name)
    kind = path.suffix.lower()
    if kind not in (".txt", ".md", ".markdown", ".docx"):
        raise EvidenceError([problem(where, "coverage.source.kind", found=path.suffix or path.name)])
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise EvidenceError([problem(where, "coverage.source.unreadable", why=wrong.strerror or wrong)]) from wrong
    if kind == ".docx":
        lines = tuple(_paragraphs(data, where))
    else:
        plain = _decoded(data, path.name).splitlines()
        lines = tuple(plain if kind == ".txt" else (_MARKDOWN.sub("", line) for line in plain))
    return SourceText(path.name, lines, hashlib.sha256(data).hexdigest())


def _decoded(data: bytes, name: str) -> str:
    problems: list[Problem] = []
    text = decode(data, name, problems)
    if text is None:
        raise EvidenceError(problems)
    return text


# ---------------------------------------------------------------- docx


def _paragraphs(data: bytes, where: Location) -> Iterator[str]:
    """The lines of every paragraph, also of those in tables, text boxes, content controls and tracked insertions.

    python-docx's own list of paragraphs leaves these out, so the tree is walked.
    """
    try:
        from docx import Document
    except ImportError as wrong:
        raise EvidenceError([problem(where, "coverage.source.docx")]) from wrong
    try:
        body = Document(io.BytesIO(data)).element.body
    except Exception as wrong:  # a damaged file fails in as many ways as there are parts in it
        raise EvidenceError([problem(where, "coverage.source.damaged")]) from wrong
    for paragraph in body.iter(f"{_W}p"):
        if not any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
            yield from "".join(_letters(paragraph)).split("\n")


def _letters(node: Any) -> Iterator[str]:
    """The text of a paragraph, without that of a text box in it, which has paragraphs of its own."""
    for below in node:
        if below.tag == f"{_W}t":
            yield below.text or ""
        elif below.tag in _BREAKS:
            yield _BREAKS[below.tag]
        elif below.tag not in (f"{_W}p", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            yield from _letters(below)
