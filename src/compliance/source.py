"""YAML text → plain values with places: the one module that imports yaml.

PyYAML's own constructors are not used: YAML 1.1 reads `no` as false, `12:30` as 750 and `010` as 8. Here a plain scalar
is true, false, null, a whole number, a decimal or else text, as it is written. Values come straight from the parser's
events, so nothing nested is ever followed by recursion; places are looked up by a second reading, only for what is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from compliance.errors import Location, Problem, problem
from compliance.places import Finding, Node, Survey, Token
from compliance.slips import LINE_BREAK, MAX_DEPTH, colon_slip, diagnose

try:
    from yaml.cyaml import CLoader as _Parser
except ImportError:  # PyYAML built without libyaml: the same values, some ten times slower
    from yaml import Loader as _Parser  # type: ignore[assignment]

_MAX_DIGITS = 30
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_ITEM = re.compile(rb" *- ")
_DASH = re.compile(rb" *- +(?=[^ \n\r#-])")
_BREAK = re.compile(b"\r\n|[\n\r]|\xc2\x85|\xe2\x80[\xa8\xa9]")
_CONTROL = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS: dict[str, Any] = {"": None, "~": None} | {
    form: value for word, value in (("null", None), ("true", True), ("false", False)) for form in (word, word.capitalize(), word.upper())
}
_KINDS: dict[type, Any] = {
    ScalarEvent: "scalar",
    MappingStartEvent: "map",
    SequenceStartEvent: "list",
    MappingEndEvent: "end",
    SequenceEndEvent: "end",
    AliasEvent: "alias",
    DocumentStartEvent: "document",
}
_SHOWN = frozenset(("zh", "en", "why", "note", "quote", "statement"))
"""Keys whose text is only shown, never compared: it keeps its punctuation as it was written."""
_UNSEEN = "\u200b\u2060\ufeff"


class _Stop(Exception):
    """What follows cannot be trusted; the survey says why."""


@dataclass(slots=True, eq=False)
class Document:
    """One YAML document. `value` is made of dict, list, str, int, Fraction, bool and None; dates stay text."""

    path: str
    value: Any
    lines: tuple[int, ...]
    """1-based line of the mapping, or of each item of a top-level list."""
    listed: dict[str, list[int]]
    """The same for the items of the lists that stand directly under a key of a top-level mapping."""
    data: bytes = field(repr=False)

    def at(self, *keys: str | int, of_key: bool = False) -> Location:
        """The place of the value at `keys`, or of its key; the deepest known place above it if it is not there."""
        return self._item(*keys) if len(keys) == 2 and not of_key else locate(self.data, self.path, keys, of_key)

    def _item(self, key: str | int, number: str | int) -> Location:
        """The place of an item of a list under a key: for a block list its line is known, and its column easily found."""
        lines = self.listed.get(key, ()) if isinstance(key, str) else ()
        if isinstance(number, int) and number < len(lines):
            start = _line_starts(self.data)[lines[number] - 1]
            dash = _DASH.match(self.data, start)
            if dash:
                return Location(self.path, lines[number], dash.end() - start + 1)
        return locate(self.data, self.path, (key, number))


def locate(data: bytes, path: str, keys: Sequence[str | int], of_key: bool = False) -> Location:
    """As `Document.at`, for who has kept only the text."""
    return Location(path, *_find(_survey(data).root, keys, of_key))


def locate_in_item(data: bytes, path: str, lines: tuple[int, int], keys: Sequence[str | int], of_key: bool = False) -> Location | None:
    """As `locate`, with `keys` below an item of a block list that fills the lines from the first up to the second (0: the end).

    Only these lines are read, so that a warning in a ledger of 100,000 records does not cost a tree of all of them. None: it is no
    such item.
    """
    starts = _line_starts(data)
    text = data[starts[lines[0] - 1] : starts[lines[1] - 1] if lines[1] else len(data)]
    root = _survey(text).root if _ITEM.match(text) else None
    if root is None or 0 not in root.below:
        return None
    line, column = _find(root.below[0], keys, of_key)
    return Location(path, line + lines[0] - 1, column)


def _find(node: Node | None, keys: Sequence[str | int], of_key: bool) -> tuple[int, int]:
    if node is None:
        return (0, 0)
    for depth, key in enumerate(keys, start=1):
        if key not in node.below:
            break
        node = node.below[key]
        if of_key and depth == len(keys):
            return node.key
    return node.mark


@lru_cache(maxsize=2)
def _line_starts(data: bytes) -> tuple[int, ...]:
    return (0, *(found.end() for found in _BREAK.finditer(data)))


def load(data: bytes, path: str, problems: list[Problem]) -> Document | None:
    """Reads one document; problems are reported under `path`, all that were found.

    None: nothing in the file can be trusted. An empty file has the value None. After an error such as a duplicate key
    (the first one counts) a document still comes back, so that the rest of it can be checked too.
    """
    text = decode(data, path, problems)
    if text is None:
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        value, lines, listed, odd = _read(data)
    except (_Stop, YAMLError):
        problems.extend(_findings(data, path))
        return None
    if odd:
        problems.extend(_findings(data, path))
    return Document(path, value, tuple(lines), listed, data)


# ---------------------------------------------------------------- text


_NO_TEXT = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")
"""How Word and Excel files, new and old, PDF files and pictures begin."""


def clean(text: str) -> str:
    """Text as it is compared everywhere: NFKC, trimmed, also of the invisible marks that chat programs leave."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).strip().strip(_UNSEEN).strip()


def decode(data: bytes, path: str, problems: list[Problem]) -> str | None:
    """UTF-8 text, with or without a byte order mark; None: it is something else, which is reported with what to do."""
    if data.startswith(_NO_TEXT):
        problems.append(problem(Location(path), "source.no_text"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(problem(Location(path, data.count(b"\n", 0, error.start) + 1), _encoding(data)))
        return None
    if text.count("\0") * 4 > len(text):
        problems.append(problem(Location(path), "source.utf16"))
        return None
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        problems.append(problem(Location(path, line), "source.damaged", "warning"))
    return text


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(0) * 4 > len(data):
        return "source.utf16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "source.encoding"
    return "source.gbk"


@lru_cache(maxsize=8192)
def _plain(written: str) -> Any:
    text = clean(written)
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None or len(text) > _MAX_DIGITS:
        return text
    if number[1] is None:
        return int(text)
    exact = Fraction(text)
    return exact.numerator if exact.denominator == 1 else exact


_quoted = lru_cache(maxsize=8192)(clean)


# ---------------------------------------------------------------- events → values


def _events(data: bytes) -> Iterator[Any]:
    return iter(_Parser(data).get_event, None)


def _read(data: bytes) -> tuple[Any, list[int], dict[str, list[int]], bool]:  # noqa: C901, PLR0915 - the hot loop
    """The value, its `Document.lines` and `listed`, and whether a survey will find something to report.

    One long loop on purpose: it runs for every scalar of every file.
    """
    root: list[Any] = []
    current: Any = root
    first: list[int] = []
    listed: dict[str, list[int]] = {}
    lines: list[int] | None = None
    above: list[tuple[Any, list[int] | None]] = []
    key: str | None = None
    in_map = odd = False
    for event in _events(data):
        kind = type(event)
        if kind is ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                odd = True
            if in_map and key is None:
                key = _quoted(event.value)
                odd = odd or key in current or not key
                continue
            new = _plain(event.value) if event.implicit[0] else _quoted(event.value)
            if in_map and key in _SHOWN and type(new) is str:
                new = unicodedata.normalize("NFC", event.value).strip()
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(above) == MAX_DEPTH or (in_map and key is None):
                raise _Stop
            odd = odd or event.tag is not None or event.anchor is not None
            new = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            current, lines = above.pop()
            in_map = type(current) is dict
            continue
        elif kind is AliasEvent or (kind is DocumentStartEvent and root):
            raise _Stop
        else:
            continue
        entry = key
        if in_map:
            current.setdefault(key, new)
            odd = odd or (new is None and ":" in key)  # type: ignore[operator]
            key = None
        else:
            current.append(new)
            if lines is not None:
                lines.append(event.start_mark.line + 1)
        if kind is not ScalarEvent:
            above.append((current, lines))
            current = new
            in_map = kind is MappingStartEvent
            lines = None
            if len(above) == 1:
                lines = first
                if in_map:
                    first.append(event.start_mark.line + 1)
                    lines = None
            elif len(above) == 2 and entry is not None and not in_map:
                listed.setdefault(entry, lines := [])
    value = root[0] if root else None
    odd = odd or any(isinstance(text, str) and colon_slip(text) for text in (value if isinstance(value, list) else root))
    return value, first, listed, odd


# ---------------------------------------------------------------- events → places


def _tokens(data: bytes) -> Iterator[Token]:
    for event in _events(data):
        kind = _KINDS.get(type(event))
        if kind is None:
            continue
        value = event.value if kind == "scalar" else ""
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        yield Token(kind, mark, value, _quoted(value), getattr(event, "anchor", None), getattr(event, "tag", None))


@lru_cache(maxsize=4)
def _survey(data: bytes) -> Survey:
    """Every place in the text, and everything that is refused in it up to where it stops making sense."""
    survey = Survey()
    try:
        survey.walk(_tokens(data))
    except MarkedYAMLError as error:
        found = _syntax(error, data.decode())
        if not any(known.mark[0] == found.mark[0] and known.code == found.code for known in survey.findings):
            survey.findings.append(found)
    except YAMLError:
        survey.findings.append(_control(data.decode()))
    return survey


def _syntax(error: MarkedYAMLError, text: str) -> Finding:
    mark = error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    began = error.context_mark.line if error.context_mark else line
    slip = diagnose(error.problem or "", line, column, began, LINE_BREAK.split(text))
    return Finding((slip.line, column + 1 if slip.line == line + 1 else 0), slip.code, slip.params)


def _control(text: str) -> Finding:
    """The reader names no line, and refuses nothing but characters."""
    found = _CONTROL.search(text)
    line, name = (text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}") if found else (0, "?")
    return Finding((line, 0), "source.control", {"found": name})


def _findings(data: bytes, path: str) -> Iterator[Problem]:
    for mark, code, params in _survey(data).findings:
        yield Problem(Location(path, *mark), code, params=tuple(params.items()))
