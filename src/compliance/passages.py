"""A source text taken apart: lists, articles, sentences and clauses, over a bare form in which quotations are looked for.

In the bare form are neither white space nor quotation marks, for a text breaks its lines anywhere and closes a quotation
with the wrong mark; full-width forms are plain ones (NFKC). Positions are indices into it, ranges are (first, behind the last).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

QUOTATION_MARKS = frozenset("\"'`“”„‟‘’‚‛«»‹›「」『』〝〞〟｢｣＂＇")
_SENTENCE = re.compile(r"[^。!?]+(?:[。!?]+[”’」』\"')\]】》]*|$)|[。!?]+")
_STOP = re.compile(r"(?<=[^\W\d_]{2})\.(?=\s)")
"""A full stop of a Western text; not in 3.5, nor after an initial."""
_CLAUSE = re.compile(r"[,;:](?!\d)")
_ALIKE = 0.75
_TENS = ("", "十", *(f"{digit}十" for digit in "二三四五"))
ORDINALS = tuple(tens + digit for tens in _TENS for digit in ("", *"一二三四五六七八九"))[1:]
"""一 to 五十九: where a pack names its articles so, one that it does not name is an article too."""
PREFACE = "前言"
"""What a pack calls the article of a rule that quotes what stands before the first article."""
Range = tuple[int, int]


class Sentence(NamedTuple):
    """`part`: which list of the text it stands in (0: before the first article of all). `article`: the pack's name of it, or empty."""

    part: int
    article: str
    line: int
    place: Range
    clauses: tuple[Range, ...]


class Passages(NamedTuple):
    bare: str
    sentences: tuple[Sentence, ...]
    shown: str
    places: tuple[int, ...]
    """The index in `shown` of every character of `bare`."""

    def original(self, place: Range) -> str:
        """The text itself, from the first to the last character of a range."""
        first, behind = place
        return " ".join(self.shown[self.places[first] : self.places[behind - 1] + 1].split()) if first < behind else ""

    def find(self, quote: str, within: Range) -> Iterator[Range]:
        """Every place of a bare quotation in a range."""
        at = self.bare.find(quote, *within) if quote else -1
        while at >= 0:
            yield at, at + len(quote)
            at = self.bare.find(quote, at + 1, within[1])

    def counted(self, place: Range) -> int:
        """Letters and figures in a range: what the share of a text is reckoned in."""
        return sum(is_letter(char) for char in self.bare[place[0] : place[1]])


def bare(text: str) -> str:
    return "".join(char for cluster in _clusters(text) for char in _plain(cluster) if _kept(char))


def is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def take_apart(lines: Sequence[str], articles: Sequence[str], titles: Sequence[str]) -> Passages:
    """`articles`: the names a pack gives to articles (二, 3, 第三条). `titles`: those of its lists, at whose like a new list begins."""
    shown = "\n".join(lines)
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for cluster in _clusters(shown):
        for char in filter(_kept, _plain(cluster)):
            kept.append(char)
            places.append(at)
        at += len(cluster)
    whole = Passages("".join(kept), (), shown, tuple(places))
    return whole._replace(sentences=tuple(_sentences(lines, whole, _Headings(articles, titles))))


# ---------------------------------------------------------------- characters


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks that combine with them, which NFKC may join."""
    cluster = ""
    for char in text:
        if cluster and not unicodedata.combining(char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _plain(cluster: str) -> str:
    return unicodedata.normalize("NFKC", cluster)


def _kept(char: str) -> bool:
    return not char.isspace() and char not in QUOTATION_MARKS and unicodedata.category(char) not in ("Cf", "Cc")


# ---------------------------------------------------------------- lists and articles


class _Headings:
    """Where in the text we are; the lines are shown to it one after the other."""

    def __init__(self, articles: Sequence[str], titles: Sequence[str]) -> None:
        known = dict.fromkeys((*articles, *(ORDINALS if set(articles) & set(ORDINALS) else ())))
        self._marks: Mapping[str, re.Pattern[str]] = {name: _mark(name) for name in known}
        self._titles = [bare(title) for title in titles]
        self.part, self.article, self._seen = 0, "", set[str]()

    def enter(self, line: str) -> int:
        """How many characters of the line are the mark of an article; a second article of one name begins another list."""
        for name, mark in self._marks.items():
            found = mark.match(line)
            if found is None:
                continue
            if name in self._seen or not self.part:
                self._begin()
            self.article = name
            self._seen.add(name)
            return found.end()
        if self._seen and any(_alike(bare(line), title) for title in self._titles):
            self._begin()
        return 0

    def _begin(self) -> None:
        self.part, self.article, self._seen = self.part + 1, "", set()


def _mark(name: str) -> re.Pattern[str]:
    plain = re.escape(unicodedata.normalize("NFKC", name).strip())
    forms = (
        rf"第\s*{plain}\s*[条章节款项编部分]+[、.:,]?",
        rf"[(]\s*{plain}\s*[)]",
        rf"(?:Article|Section|Part|§)\s*{plain}\b[.:]?",
        rf"{plain}\s*[、.。:,)](?!\d)",
        rf"{plain}(?=\s|$)",
    )
    return re.compile(rf"\s*(?:{'|'.join(forms)})")


def _alike(line: str, title: str) -> bool:
    short, long = sorted((len(line), len(title)))
    return long > 0 and short / long >= _ALIKE and SequenceMatcher(None, line, title, autojunk=False).ratio() >= _ALIKE


# ---------------------------------------------------------------- sentences and clauses


def _sentences(lines: Sequence[str], whole: Passages, headings: _Headings) -> Iterator[Sentence]:
    start = 0
    for number, line in enumerate(lines, 1):
        plain = "".join(map(_equally_long, line))
        behind = headings.enter(plain)
        for first, last in _pieces(plain, behind):
            place = _range(whole.places, start + first, start + last)
            if any(map(is_letter, whole.bare[place[0] : place[1]])):
                clauses = tuple(_clauses(plain[first:last], start + first, whole))
                yield Sentence(headings.part, headings.article, number, place, clauses)
        start += len(line) + 1


def _equally_long(char: str) -> str:
    """NFKC where that keeps the length, so that positions stay."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _pieces(line: str, behind: int) -> Iterator[Range]:
    for found in _SENTENCE.finditer(line, behind):
        first = found.start()
        for stop in _STOP.finditer(line, first, found.end()):
            yield first, stop.end()
            first = stop.end()
        yield first, found.end()


def _clauses(sentence: str, start: int, whole: Passages) -> Iterator[Range]:
    first = 0
    for last in (*(found.end() for found in _CLAUSE.finditer(sentence)), len(sentence)):
        place = _range(whole.places, start + first, start + last)
        if whole.counted(place):
            yield place
        first = last


def _range(places: Sequence[int], first: int, last: int) -> Range:
    return bisect_left(places, first), bisect_left(places, last)
