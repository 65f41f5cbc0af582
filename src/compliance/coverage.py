"""What of a source text the rules of a pack translate, what they leave out and why, and which rules the text no longer has.

A quotation is looked for in the rule's own article of its own list. Reckoned in letters and figures, so that a comma is no clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Literal, NamedTuple

from compliance import messages
from compliance.errors import Location, NothingToCheck, problem
from compliance.model import Attest, NotObligation, Obligation, Pack, Text
from compliance.passages import Passages, Range, Sentence, bare, take_apart
from compliance.source_text import SourceText

Checked = Literal["records", "judgement", "both"]
_NEAR = 0.5


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


class Suspect(NamedTuple):
    """A quotation that its article does not have (any more): of a rule, or of a passage declared no obligation."""

    id: str
    """The rule's; empty for a declared passage."""
    quote: str
    at: Location
    elsewhere: str
    """The article where it does stand; empty: nowhere."""
    nearest: str
    """The clause most like it; empty: none is."""


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
    articles = [name for head in pack.lists.values() for name in head.articles]
    passages = take_apart(source.lines, articles, [head.title.zh for head in pack.lists.values()])
    if not passages.sentences:
        raise NothingToCheck([problem(Location(source.path), "coverage.source.empty")])
    search = _Search(pack, passages)
    found = {rule.id: search.of_rule(rule) for rule in pack.obligations}
    declared = [(each, list(passages.find(bare(each.quote), search.everywhere))) for each in pack.not_obligations]
    ledger = _Ledger(passages, [(rule, found[rule.id].places) for rule in pack.obligations], [*declared, *search.titles()])
    return Coverage(
        pack,
        source,
        tuple(ledger.sentence(each, search.list_of(each)) for each in passages.sentences),
        tuple(search.suspects(found, declared)),
        tuple(_repeated(pack, found)),
        tuple(each for each, places in declared if places and all(ledger.is_quoted(place) for place in places)),
    )


def _repeated(pack: Pack, found: Mapping[str, _Found]) -> Iterator[Repeated]:
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


# ---------------------------------------------------------------- where a quotation stands


class _Found(NamedTuple):
    """`places` in the rule's own article; `elsewhere`: else the article where it stands."""

    places: tuple[Range, ...]
    elsewhere: str = ""


class _Search:
    def __init__(self, pack: Pack, passages: Passages) -> None:
        self.pack, self.passages = pack, passages
        self.everywhere: Range = (0, len(passages.bare))
        self._ranges: dict[tuple[int, str], Range] = {}
        for each in passages.sentences:
            first, _ = self._ranges.get((each.part, each.article), each.place)
            self._ranges[each.part, each.article] = (first, each.place[1])
        self._quotes = {rule.id: bare(rule.source.quote) for rule in pack.obligations}
        self._parts = self._assigned()

    def list_of(self, sentence: Sentence) -> str:
        return next((name for name, part in self._parts.items() if part == sentence.part), "")

    def of_rule(self, rule: Obligation) -> _Found:
        part, quote = self._parts.get(rule.list, 0), self._quotes[rule.id]
        own = self._ranges.get((part, rule.source.article), self.everywhere)
        places = tuple(self.passages.find(quote, own))
        if places:
            return _Found(places)
        other = next(self.passages.find(quote, self.everywhere), None)
        return _Found((), self._named(other) if other else "")

    def _named(self, place: Range) -> str:
        """The list and article of a place; a place before all articles is named by its line."""
        here = next(each for each in self.passages.sentences if each.place[1] > place[0])
        return f"{self.list_of(here)} {here.article}".strip() or f":{here.line}"

    def _assigned(self) -> dict[str, int]:
        """Each list's part of the text: the one that has the most of its quotations in the right articles, no part twice if it can be."""
        parts = sorted({part for part, article in self._ranges if article})
        score = {(name, part): self._score(name, part) for name in self.pack.lists for part in parts}
        assigned: dict[str, int] = {}
        for name, part in sorted(score, key=lambda pair: -score[pair]):
            if score[name, part] and name not in assigned and part not in assigned.values():
                assigned[name] = part
        for name in self.pack.lists:
            if name not in assigned and parts:
                assigned[name] = max(parts, key=lambda part: score[name, part])
        return assigned

    def _score(self, name: str, part: int) -> int:
        rules = [rule for rule in self.pack.obligations if rule.list == name]
        ranges = [(rule, self._ranges.get((part, rule.source.article))) for rule in rules]
        return sum(place is not None and self._quotes[rule.id] in self.passages.bare[place[0] : place[1]] for rule, place in ranges)

    def titles(self) -> Iterator[tuple[NotObligation, list[Range]]]:
        """Sentences that are nothing but a title which the pack itself gives to a list or an article."""
        why = messages.text("coverage.title")
        named = {_letters(title) for title in (self.pack.title.zh, *(head.title.zh for head in self.pack.lists.values()))}
        for each in self.passages.sentences:
            titles = {_letters(head.articles[each.article].zh) for head in self.pack.lists.values() if each.article in head.articles}
            text = self.passages.bare[each.place[0] : each.place[1]]
            if _letters(text) in titles | named:
                yield NotObligation(text, why), [each.place]

    # -------------------------------------------------- what the text no longer has

    def suspects(self, found: Mapping[str, _Found], declared: Iterable[tuple[NotObligation, Sequence[Range]]]) -> Iterator[Suspect]:
        for rule in self.pack.obligations:
            if not found[rule.id].places:
                quote, elsewhere = rule.source.quote, found[rule.id].elsewhere
                yield Suspect(rule.id, quote, rule.source.at, elsewhere, "" if elsewhere else self._nearest(quote))
        for each, places in declared:
            if not places:
                yield Suspect("", each.quote, each.at, "", self._nearest(each.quote))

    def _nearest(self, quote: str) -> str:
        """The clause, or the sentence, most like a quotation."""
        wanted = bare(quote)
        places = [place for each in self.passages.sentences for place in (*each.clauses, each.place)]
        ratios = [SequenceMatcher(None, wanted, self.passages.bare[first:behind], autojunk=False).ratio() for first, behind in places]
        best = max(range(len(places)), key=lambda number: ratios[number], default=-1)
        return self.passages.original(places[best]) if places and ratios[best] >= _NEAR else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, bare(text)))


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
        """Those that leave out something of the sentence which no rule quotes."""
        for passage, places in self.declared:
            for place in places:
                shared = max(place[0], each.place[0]), min(place[1], each.place[1])
                if shared[0] < shared[1] and not self.is_quoted(shared):
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
