"""Where a raw value stands, what names mean there, and the problems found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, NamedTuple

from compliance.daytext import DateProblem
from compliance.errors import Location, Params, Problem, ProblemSeverity, problem
from compliance.model import Text, Unknown
from compliance.slips import colon_slip

Keys = tuple[str | int, ...]
Known = Mapping[str, Any]
"""The words that may be written, each with a title or with something that has one, where there is one."""
_SHORT_NAMES = (2, 3)
Where = Callable[..., Location]
"""`where(*keys, of_key=False)`: the place of a value, or of its key, below the record or unit that is being read."""


class Reference(NamedTuple):
    """A record id met in a field: looked up when all records are known. `kind` is what it should be, empty: anything."""

    where: Where
    keys: Keys
    name: str
    kind: str


class Directory:
    """Ids and names: what a person or a place may be called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.ids = frozenset(names)
        self._by_name: dict[str, list[str]] = {}
        for key, name in names.items():
            self._by_name.setdefault(name, []).append(key)

    def find(self, text: str) -> str | Unknown | None:
        """The id; AMBIGUOUS: a name of two; None: nobody."""
        if text in self.ids:
            return text
        named = self._by_name.get(text)
        if named is None:
            return None
        return named[0] if len(named) == 1 else Unknown.AMBIGUOUS

    def nearest(self, text: str) -> str:
        """A name of two or three characters is like another that differs in one of them."""
        alike = 0.5 if len(text) in _SHORT_NAMES and not text.isascii() else 0.6
        return next(iter(get_close_matches(text, sorted({*self._by_name, *self.ids}), 1, alike)), "")

    def named(self, text: str) -> str:
        """The ids that share a name, for a message."""
        return listed(sorted(self._by_name.get(text, ())))


class _Stranger:
    """A name that needs a warning: how often it occurs, and where first."""

    def __init__(self, where: Where, keys: Keys, params: Mapping[str, str]) -> None:
        self.times, self.where, self.keys, self.params = 0, where, keys, params


class Site:
    """Collects the problems of one unit or of its records; `where` is the place of the one in hand."""

    def __init__(self, where: Where, problems: list[Problem], people: Directory, places: Directory) -> None:
        self.where, self.problems, self.people, self.places = where, problems, people, places
        self.unknown: ProblemSeverity = "error"
        """How bad a word is that the pack has not declared: where several packs share a folder, it may be another pack's."""
        self.strangers: dict[tuple[str, str], _Stranger] = {}
        self.files: list[tuple[Where, Keys, str]] = []
        self.refs: list[Reference] = []

    def say(self, keys: Keys, code: str, severity: ProblemSeverity = "error", of_key: bool = False, **params: object) -> Unknown:
        at = self.where(*keys, of_key=True) if of_key else self.where(*keys)
        self.problems.append(problem(at, code, severity, **params))
        return Unknown.UNUSABLE

    def refuse(self, keys: Keys, wrong: DateProblem) -> Unknown:
        self.problems.append(Problem(self.where(*keys), wrong.code, params=tuple(wrong.params.items())))
        return Unknown.UNUSABLE

    def wrong(self, keys: Keys, code: str, value: Any) -> Unknown:
        """A value of the wrong type; a mapping spoilt by its colon is named as that."""
        slip = colon_slip(value) if code == "evidence.want.row" and isinstance(value, str) else None
        return self.say(keys, slip or code, field=dotted(keys), found=shown(value))

    def bad_key(self, keys: Keys, known: Iterable[str]) -> None:
        """The last key is none that may stand there, whatever the pack."""
        self._key(keys, "evidence.key_unknown", "error", _known(known))

    def unknown_key(self, keys: Keys, code: str, known: Iterable[str], offer: Known | None = None) -> None:
        """The last key is none of the pack's words. `offer`: those to name, if not all."""
        self._key(keys, code, self.unknown, _known(known), offer)

    def _key(self, keys: Keys, code: str, severity: ProblemSeverity, known: Known, offer: Known | None = None) -> None:
        self._unknown(Problem(self.where(*keys, of_key=True), code, severity, (("found", str(keys[-1])),)), known, offer)

    def _unknown(self, found: Problem, known: Known, offer: Known | None = None) -> None:
        """Adds what may be written; where the title of one of the words was written, says only which word that is."""
        word = str(dict(found.params)["found"])
        meant = titled(word, known)
        if meant:
            self.problems.append(problem(found.at, "evidence.write_id", found.severity, found=word, meant=meant))
            return
        more: Params = (("choices", offered(known if offer is None else offer)), ("hint", closest(word, known)))
        self.problems.append(replace(found, params=(*found.params, *more)))

    def unknown_value(self, keys: Keys, code: str, found: str, known: Iterable[str], severity: ProblemSeverity | None = None) -> Unknown:
        """The value there is none of the pack's words."""
        params = (("field", dotted(keys)), ("found", found))
        self._unknown(Problem(self.where(*keys), code, severity or self.unknown, params), _known(known))
        return Unknown.UNUSABLE

    def stranger(self, keys: Keys, code: str, name: str, **params: str) -> None:
        """A warning about a name, given once however often the name occurs."""
        self.strangers.setdefault((code, name), _Stranger(self.where, keys, params)).times += 1

    def report_strangers(self) -> None:
        for (code, name), met in self.strangers.items():
            self.problems.append(problem(met.where(*met.keys), code, "warning", found=name, times=met.times, **met.params))
        self.strangers.clear()


def _known(known: Iterable[str]) -> Known:
    return known if isinstance(known, Mapping) else dict.fromkeys(known)


def _title(thing: Any) -> Text | None:
    title = thing if isinstance(thing, Text) else getattr(thing, "title", None)
    return title if isinstance(title, Text) else None


def offered(known: Known) -> Text:
    """A choice of words for a message, in Chinese with the title of each."""
    zh = (f"{word}（{title.zh}）" if (title := _title(thing)) else word for word, thing in known.items())
    return Text("、".join(zh), ", ".join(known))


def titled(word: str, known: Known) -> str:
    """The word whose title was written instead, or an empty text."""
    found = [name for name, thing in known.items() if (title := _title(thing)) and word in title]
    return found[0] if len(found) == 1 else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that a slip of the pen most likely meant, or an empty text."""
    return next(iter(get_close_matches(word, sorted(set(known)), 1, 0.6)), "")


def dotted(keys: Keys) -> str:
    """How a message names a field: `agenda.topic`; a place in a list is left to the line number."""
    return ".".join(key for key in keys if isinstance(key, str))


def listed(words: Iterable[str]) -> str:
    """A choice of words for a message."""
    return "、".join(words)


def shown(value: Any) -> str:
    """A raw value as its author would recognise it."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
