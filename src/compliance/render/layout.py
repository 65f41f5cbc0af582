"""Text on a terminal: how wide it is, where a line may break, and what must never reach the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NOT_FIRST = frozenset("，。；：、！？）》】〕”’…,.;:!?)]}")
NOT_LAST = frozenset("（《【〔“‘([{")
HOLD, RELEASE = "\x02", "\x03"
"""Stand about a place, such as a path, that is copied as a whole: no line breaks in it."""
NARROWEST = 20
"""Columns: below this a terminal is drawn over its edge rather than one letter a line."""


def whole(place: str) -> str:
    return f"{HOLD}{place}{RELEASE}"


def clean(text: str) -> str:
    """Evidence is somebody else's text: control and direction characters in it could rewrite the reader's screen."""
    return "".join(map(_shown, text))


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    return "?" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else char


def width(text: str) -> int:
    """Columns on screen. Ambiguous characters (√, “) count as two, which is what Chinese consoles draw."""
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """`text` as lines of at most `columns`; `first` and `rest` stand before the first line and the others.

    Chinese breaks between any two characters, but no line begins with a closing mark or ends with an opening one; other
    text breaks at spaces, and inside a word only where the word alone is longer than a line.
    """
    indent = " " * width(first) if rest is None else rest
    lines: list[str] = []
    columns = max(columns, width(indent) + NARROWEST)
    start = line = first
    used = width(first)
    for piece in _pieces(text, columns - width(indent)):
        if line != start and used + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            start = line = indent
            used = width(indent)
        added = piece if line != start else piece.lstrip()
        line, used = line + added, used + width(added)
    return [*lines, line.rstrip()]


def _pieces(text: str, most: int) -> Iterator[str]:
    """What may not be torn apart: a word with the spaces after it, one wide character with the marks that cling to it, a place."""
    piece = ""
    held = False
    for char in text:
        if char in (HOLD, RELEASE):
            held = char == HOLD
            if held and piece and piece[-1] not in NOT_LAST:
                yield from _cut(piece, most)
                piece = ""
            continue
        shown = _shown(char)
        if piece and not held and _may_break(piece, shown):
            yield from _cut(piece, most)
            piece = ""
        piece += shown
    yield from _cut(piece, most)


def _may_break(before: str, char: str) -> bool:
    last = before[-1]
    if char == " " or char in NOT_FIRST or last in NOT_LAST:
        return False
    return last == " " or _wide(char) or _wide(last)


def _wide(char: str) -> bool:
    """Breaks on either side: ideographs and their punctuation, but no quotation mark or middle dot."""
    return unicodedata.east_asian_width(char) in "WF"


def _cut(piece: str, most: int) -> Iterator[str]:
    while width(piece.rstrip()) > most:
        taken = ""
        while width(taken + piece[0]) <= most:
            taken, piece = taken + piece[0], piece[1:]
        yield taken
    yield piece
