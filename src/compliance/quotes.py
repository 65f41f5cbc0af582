"""Where the quotations of a pack stand in its source text: in the rule's own article of its own list, elsewhere, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from compliance import messages
from compliance.errors import Location
from compliance.model import NotObligation, Obligation, Pack
from compliance.passages import Passages, Range, Sentence, bare

_NEAR = 0.5


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


class Found(NamedTuple):
    """`places` in the rule's own article; `elsewhere`: else the article where it stands."""

    places: tuple[Range, ...]
    elsewhere: str = ""


class Search:
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

    def of_rule(self, rule: Obligation) -> Found:
        part, quote = self._parts.get(rule.list, 0), self._quotes[rule.id]
        own = self._ranges.get((part, rule.source.article), self.everywhere)
        places = tuple(self.passages.find(quote, own))
        if places:
            return Found(places)
        other = next(self.passages.find(quote, self.everywhere), None)
        return Found((), self._named(other) if other else "")

    def _named(self, place: Range) -> str:
        """The list and article of a place; a place before all articles is named by its line."""
        sentences = self.passages.sentences
        here = next((each for each in sentences if each.place[1] > place[0]), sentences[-1])
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

    def suspects(self, found: Mapping[str, Found], declared: Iterable[tuple[NotObligation, Sequence[Range]]]) -> Iterator[Suspect]:
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
