"""What people mistype in a YAML file, told from what the parser could not digest: pure text in, message code out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_DEPTH = 64

_COLON = re.compile(r"\s*(?:- +)*([^\W\d][\w.$-]*)(?:(：)|:(?=[^\s:/\\]))")
_WIDE_SPACE = re.compile(r"[ ]*[\u3000\u00a0]")
_DASH = re.compile(r"\s*-[^\W\d][\w.$-]*\s*[:：]")
_KEY = re.compile(r"[ ]+[^\W\d][\w.$-]*$")
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

# The words of libyaml, with those of the pure Python parser behind them where the two differ.
_COMPLAINTS = (
    ("maximum nesting depth", "source.depth"),
    ("tab character", "source.tab"),
    ("block sequence entries are not allowed", "source.list_inline"),
    ("sequence entries are not allowed", "source.list_inline"),
    ("mapping values are not allowed", "source.colon_in_text"),
    ("unexpected ':'", "source.colon_in_text"),
    ("could not find expected ':'", "source.no_colon"),
    ("unexpected end of stream", "source.quote_open"),
    ("unknown escape character", "source.escape"),
    ("expected hexdecimal number", "source.escape"),
    ("alphabetic or numeric character", "source.quote_needed"),
    ("cannot start any token", "source.quote_needed"),
    ("expected comment or line break", "source.quote_needed"),
    ("expected whitespace or line break", "source.quote_needed"),
    ("indentation indicator", "source.quote_needed"),
    ("mapping keys are not allowed", "source.quote_needed"),
    ("directive", "source.quote_needed"),
    ("non-alphabetical character", "source.quote_needed"),
    ("expected <document start>", "source.text_after"),
    ("',' or ']'", "source.list_open"),
    ("',' or '}'", "source.map_open"),
    ("expected '-' indicator", "source.indent"),
    ("expected key", "source.indent"),
    ("expected <block end>", "source.indent"),
    ("expected node content", "source.stray"),
    ("control characters", "source.control"),
    ("special characters are not allowed", "source.control"),
)


class Slip(NamedTuple):
    """A message code with its parameters, and the 1-based line it is about."""

    code: str
    params: dict[str, str]
    line: int


def colon_slip(text: str) -> str | None:
    """The code to report where a mapping was meant and `text` was found; None: it does not look like `key：value` or `key:value`."""
    found = _COLON.match(text)
    if found is None:
        return None
    return "source.colon_wide" if found[2] else "source.colon_space"


def diagnose(complaint: str, line: int, column: int, began: int, lines: Sequence[str]) -> Slip:
    """What is wrong, from the parser's complaint at 0-based `line`/`column` about something that began on line `began`."""
    for at in dict.fromkeys((began, line, line - 1)):
        written = lines[at] if 0 <= at < len(lines) else ""
        if _WIDE_SPACE.match(written):
            return Slip("source.wide_space", {}, at + 1)
        if _DASH.match(written):
            return Slip("source.dash_space", {"found": _shown(written)}, at + 1)
        code = colon_slip(written)
        if code:
            return Slip(code, {"found": _shown(written)}, at + 1)
    here = lines[line] if 0 <= line < len(lines) else ""
    if here[column : column + 1] == "\t":
        return Slip("source.tab", {}, line + 1)
    code = next((code for words, code in _COMPLAINTS if words in complaint), "source.syntax")
    if code == "source.indent" and here[:column].strip(" -"):
        code = "source.text_after"
    if code == "source.colon_in_text" and _KEY.match(here[:column]) and _deeper(line, lines):
        code = "source.indent"
    if code in ("source.list_open", "source.map_open") and began == line and here[column : column + 1] == ":":
        code = "source.colon_in_text"
    if code == "source.stray" and not any(text.strip() for text in (here[column:], *lines[line + 1 :])):
        code = "source.unfinished"
        line = next((at for at in range(min(line, len(lines) - 1), 0, -1) if lines[at].strip()), 0)
        here = lines[line]
    if code in ("source.no_colon", "source.quote_open", "source.list_open", "source.map_open"):
        line, here = began, lines[began] if 0 <= began < len(lines) else ""
    return Slip(code, {"found": _shown(here), "complaint": complaint, "most": str(MAX_DEPTH)}, line + 1)


def _deeper(line: int, lines: Sequence[str]) -> bool:
    """Whether a line is set further in than the line with something in it above."""
    above = next((lines[at] for at in range(min(line, len(lines)) - 1, -1, -1) if lines[at].strip()), "")
    return len(lines[line]) - len(lines[line].lstrip()) > len(above) - len(above.lstrip())


def _shown(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 40 else line[:39] + "…"
