"""Where the quotations of a pack stand in its source text: in the rule's own article of its own list, elsewhere, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from compliance import messages
from compliance.model import HeldAgainst, NotObligation, Obligation, Pack, SourceText, Suspect
from compliance.passages import PREFACE, Passages, Range, Sentence, bare, take_apart

_NEAR = 0.5
_TITLE_LINES = 3
_SENTENCE_END = re.compile("[。!?]")


class Found(NamedTuple):
    """`places` in the rule's own article; `elsewhere`: else the article where it stands."""

    places: tuple[Range, ...]
    elsewhere: str = ""


def hold(pack: Pack, text: SourceText) -> HeldAgainst:
    """Which quotations of the pack the text does not have where they should be. A text without a word has none."""
    return HeldAgainst(text, tuple(search(pack, text).suspects()))


def search(pack: Pack, text: SourceText) -> Search:
    articles = [name for head in pack.lists.values() for name in head.articles]
    return Search(pack, take_apart(text.lines, articles, [head.title.zh for head in pack.lists.values()]))


class Search:
    """Where everything stands that a pack says of a text; `rules` by id, `declared` in the pack's order."""

    def __init__(self, pack: Pack, passages: Passages) -> None:
        self.pack, self.passages = pack, passages
        self.everywhere: Range = (0, len(passages.bare))
        self._ranges: dict[tuple[int, str], Range] = {}
        for each in passages.sentences:
            first, _ = self._ranges.get((each.part, each.article), each.place)
            self._ranges[each.part, each.article] = (first, each.place[1])
        self._quotes = {rule.id: bare(rule.source.quote) for rule in pack.obligations}
        self._parts = self._assigned()
        self.rules = {rule.id: self._of_rule(rule) for rule in pack.obligations}
        self.declared = tuple((each, tuple(self._of_passage(each))) for each in pack.not_obligations)

    def list_of(self, sentence: Sentence) -> str:
        return next((name for name, part in self._parts.items() if part == sentence.part), "")

    def _of_rule(self, rule: Obligation) -> Found:
        """In a text without articles it may stand anywhere; in one that has some but no longer the rule's, nowhere is right."""
        part, quote = self._parts.get(rule.list), self._quotes[rule.id]
        article = rule.source.article
        names = ((0, ""), (part or 0, "")) if article == PREFACE else ((part or 0, article),)
        own = [self.everywhere] if part is None else list(dict.fromkeys(self._ranges.get(name, (0, 0)) for name in names))
        places = tuple(place for each in own for place in self.passages.find(quote, each))
        if places:
            return Found(places)
        other = next(self.passages.find(quote, self.everywhere), None)
        return Found((), self._named(other) if other else "")

    def _of_passage(self, each: NotObligation) -> Iterator[Range]:
        """Its places: of one named by its ends those that have the length it says."""
        if not each.to:
            yield from self.passages.find(bare(each.quote), self.everywhere)
            return
        yield from (place for place in self._between(each) if self.passages.counted(place) == each.letters)

    def _between(self, each: NotObligation) -> Iterator[Range]:
        """From its first words to its last, in one sentence, however the text breaks its lines."""
        first, last = bare(each.quote), bare(each.to)
        for start, behind in self.passages.find(first, self.everywhere):
            stop = _SENTENCE_END.search(self.passages.bare, behind)
            for _, end in self.passages.find(last, (start, stop.start() if stop else self.everywhere[1])):
                if end >= behind:
                    yield start, end

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
                assigned[name] = max(parts, key=lambda part: (score[name, part], part not in assigned.values()))
        return assigned

    def _score(self, name: str, part: int) -> int:
        rules = [rule for rule in self.pack.obligations if rule.list == name]
        ranges = [(rule, self._ranges.get((part, rule.source.article))) for rule in rules]
        return sum(place is not None and self._quotes[rule.id] in self.passages.bare[place[0] : place[1]] for rule, place in ranges)

    def titles(self) -> Iterator[tuple[NotObligation, list[Range]]]:
        """What is nothing but a title which the pack itself gives to a list or an article; one may go on in the next lines."""
        why = messages.text("coverage.title")
        own = (self.pack.title.zh, self.pack.source_title)
        named = {_letters(title) for title in (*own, *(head.title.zh for head in self.pack.lists.values()))}
        for number, each in enumerate(self.passages.sentences):
            titles = {_letters(head.articles[each.article].zh) for head in self.pack.lists.values() if each.article in head.articles}
            for other in self.passages.sentences[number : number + _TITLE_LINES]:
                text = self.passages.bare[each.place[0] : other.place[1]]
                if (other.part, other.article) == (each.part, each.article) and _letters(text) in titles | named:
                    yield NotObligation(text, why), [(each.place[0], other.place[1])]

    # -------------------------------------------------- what the text no longer has

    def suspects(self) -> Iterator[Suspect]:
        for rule in self.pack.obligations:
            found = self.rules[rule.id]
            if not found.places:
                quote, elsewhere = rule.source.quote, found.elsewhere
                yield Suspect(rule.id, quote, rule.source.at, elsewhere, "" if elsewhere else self._nearest(quote))
        for each, places in self.declared:
            if not places:
                yield self._lost(each)

    def _lost(self, each: NotObligation) -> Suspect:
        other = next(self._between(each), None) if each.to else None
        if other:
            return Suspect("", each.shown, each.at, "", self.passages.original(other), self.passages.counted(other))
        return Suspect("", each.shown, each.at, "", self._nearest(each.quote))

    def _nearest(self, quote: str) -> str:
        """The clause, or the sentence, most like a quotation."""
        wanted = bare(quote)
        places = [place for each in self.passages.sentences for place in (*each.clauses, each.place)]
        ratios = [SequenceMatcher(None, wanted, self.passages.bare[first:behind], autojunk=False).ratio() for first, behind in places]
        best = max(range(len(places)), key=lambda number: ratios[number], default=-1)
        return self.passages.original(places[best]) if places and ratios[best] >= _NEAR else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, bare(text)))
