"""What of a source text the rules of a pack translate, what they leave out and why, and which rules the text no longer has.

A quotation is looked for in the rule's own article of its own list. Reckoned in letters and figures, so that a comma is no clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from compliance.errors import Location, NothingToCheck, problem
from compliance.model import Attest, NotObligation, Obligation, Pack, SourceText, Suspect, Text
from compliance.passages import Passages, Range, Sentence
from compliance.quotes import Found, search

Checked = Literal["records", "judgement", "both"]


class Quoted(NamedTuple):
    """A rule that quotes (a part of) a sentence, and how it is judged: from records, by a person, or by a person shown records."""

    rule: Obligation
    checked: Checked


class LeftOut(NamedTuple):
    """A passage that the pack declares no obligation (`why`), or one that nothing speaks of (`why` None)."""

    text: str
    why: Text | None


class Covered(NamedTuple):
    """A sentence with what it is covered by. The figures are numbers of letters."""

    list: str
    """The pack's list whose part of the text it stands in; empty: in none."""
    article: str
    line: int
    text: str
    quoted: tuple[Quoted, ...]
    declared: tuple[LeftOut, ...]
    gaps: tuple[LeftOut, ...]
    letters: int
    by_rules: int
    by_declaration: int

    @property
    def state(self) -> Literal["whole", "part", "nothing", "declared"]:
        if self.letters > self.by_rules + self.by_declaration:
            return "part" if self.by_rules else "nothing"
        return "whole" if self.by_rules else "declared"


class Repeated(NamedTuple):
    """A quotation that stands in its article more than once: all of its places count as translated."""

    id: str
    quote: str
    times: int


class Coverage(NamedTuple):
    pack: Pack
    source: SourceText
    sentences: tuple[Covered, ...]
    suspects: tuple[Suspect, ...]
    repeated: tuple[Repeated, ...]
    needless: tuple[NotObligation, ...]
    """Declared passages that are quoted by rules wherever they stand."""

    @property
    def letters(self) -> int:
        return sum(each.letters for each in self.sentences)

    @property
    def by_rules(self) -> int:
        return sum(each.by_rules for each in self.sentences)

    @property
    def by_declaration(self) -> int:
        return sum(each.by_declaration for each in self.sentences)

    @property
    def share(self) -> Fraction:
        """What is translated or declared, from 0 to 1."""
        return Fraction(self.by_rules + self.by_declaration, self.letters)


def cover(pack: Pack, source: SourceText) -> Coverage:
    """Raises NothingToCheck for a text without a word."""
    found = search(pack, source)
    passages = found.passages
    if not passages.sentences:
        raise NothingToCheck([problem(Location(source.path), "coverage.source.empty")])
    rules = [(rule, found.rules[rule.id].places) for rule in pack.obligations]
    ledger = _Ledger(passages, rules, [*found.declared, *found.titles()])
    return Coverage(
        pack,
        source,
        tuple(ledger.sentence(each, found.list_of(each)) for each in passages.sentences),
        tuple(found.suspects()),
        tuple(_repeated(pack, found.rules)),
        tuple(each for each, places in found.declared if places and all(ledger.is_quoted(place) for place in places)),
    )


def _repeated(pack: Pack, found: Mapping[str, Found]) -> Iterator[Repeated]:
    for rule in pack.obligations:
        times = len(found[rule.id].places)
        if times > 1:
            yield Repeated(rule.id, rule.source.quote, times)


def checked(rule: Obligation) -> Checked:
    """How the reading that holds by default is judged."""
    kind = rule.readings[rule.default_reading].kind
    if not isinstance(kind, Attest):
        return "records"
    return "judgement" if kind.proxy is None else "both"


# ---------------------------------------------------------------- who has said what


class _Ledger:
    """For every character of the bare text which rules quote it, and which declarations leave it out."""

    def __init__(
        self,
        passages: Passages,
        rules: Sequence[tuple[Obligation, Iterable[Range]]],
        declared: Sequence[tuple[NotObligation, Iterable[Range]]],
    ) -> None:
        self.passages, self.rules, self.declared = passages, rules, declared
        self._quoted, self._left_out = bytearray(len(passages.bare)), bytearray(len(passages.bare))
        for marks, all_places in ((self._quoted, rules), (self._left_out, declared)):
            for _, places in all_places:
                for first, behind in places:
                    marks[first:behind] = b"\1" * (behind - first)

    def is_quoted(self, place: Range) -> bool:
        return all(self._quoted[place[0] : place[1]])

    def sentence(self, each: Sentence, name: str) -> Covered:
        letters = [at for at in range(*each.place) if self.passages.counted((at, at + 1))]
        declared = tuple(dict.fromkeys(self._declared(each)))
        return Covered(
            list=name,
            article=each.article,
            line=each.line,
            text=self.passages.original(each.place),
            quoted=tuple(Quoted(rule, checked(rule)) for rule, places in self.rules if any(_meet(place, each.place) for place in places)),
            declared=declared,
            gaps=tuple(LeftOut(self.passages.original(place), None) for place in self._gaps(letters)),
            letters=len(letters),
            by_rules=sum(self._quoted[at] for at in letters),
            by_declaration=sum(self._left_out[at] and not self._quoted[at] for at in letters),
        )

    def _declared(self, each: Sentence) -> Iterator[LeftOut]:
        """Those that leave out something of the sentence which no rule quotes; of one inside another the outer says it all."""
        met = [(place, passage) for passage, places in self.declared for place in places if _meet(place, each.place)]
        for place, passage in met:
            shared = max(place[0], each.place[0]), min(place[1], each.place[1])
            inside = any(other != place and other[0] <= place[0] and place[1] <= other[1] for other, _ in met)
            if not inside and not self.is_quoted(shared):
                yield LeftOut(self.passages.original(shared), passage.why)

    def _gaps(self, letters: Sequence[int]) -> Iterator[Range]:
        """Unbroken runs of letters that nothing speaks of; a mark between two of them breaks no run."""
        first = last = -1
        for at in letters:
            if self._quoted[at] or self._left_out[at]:
                if first >= 0:
                    yield first, last + 1
                first = -1
            else:
                first, last = (at if first < 0 else first), at
        if first >= 0:
            yield first, last + 1


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]
