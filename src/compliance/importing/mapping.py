"""From events to records: the pack's kind for an activity, its fields for the attributes, and an account of what had no place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from compliance.daytext import DateProblem, parse_days
from compliance.errors import Location
from compliance.importing import names
from compliance.importing.event_log import LogCase, LogEvent, Trouble
from compliance.model import FieldType, Pack, RecordKind, Span
from compliance.source import clean

OTHERS = "other_activity"
CASE, POSITION = "case", "position"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,25})(?:\.[0-9]{1,25})?")
_FLAGS = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
_COMPLETE = ("", "complete")
_TEXTS = ("text", "place", "ref")


@dataclass(slots=True)
class Account:
    """What was read and what of it has no place; it grows while the log is read."""

    cases: int = 0
    events: int = 0
    kinds: dict[str, str] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    lifecycles: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    offsets: Counter[str] = field(default_factory=Counter)
    untimed: int = 0
    out_of_order: int = 0
    outside: int = 0
    empty: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    unknown: dict[str, tuple[Location, int]] = field(default_factory=dict)
    """Activities that the pack has no kind for, each with its first place and its number of events."""


class Mapper:
    """One run over a log. `pack` None: a kind is the activity's name, and every attribute is kept."""

    def __init__(self, pack: Pack | None, lifecycle: str, skip_others: bool, trouble: Trouble) -> None:
        self.pack, self.every_lifecycle, self.skip_others, self.trouble = pack, lifecycle == "all", skip_others, trouble
        self.account = Account()
        self._kinds: dict[str, RecordKind | None] = {}
        self._fields: dict[tuple[str, str], tuple[str, FieldType] | None] = {}
        self._words: dict[str, str] = {}

    def usable(self, case: LogCase) -> list[LogEvent]:
        """The events that become records, in order of time; those of one moment as they stand in the log."""
        kept: list[LogEvent] = []
        for event in case.events:
            if event.lifecycle not in _COMPLETE and not self.every_lifecycle:
                self.account.lifecycles[event.lifecycle] += 1
            elif self._has_kind(event):
                kept.append(event)
        ordered = sorted(kept, key=lambda event: event.moment)
        self.account.out_of_order += sum(a.moment > b.moment for a, b in pairwise(kept))
        return ordered

    def records(self, events: Iterable[LogEvent], case: str, persons: Callable[[str], str]) -> Iterator[dict[str, Any]]:
        """`case`: the id of the case as a person; `persons`: a name in the log → the id of that person."""
        for number, event in enumerate(events, 1):
            yield self._record(event, number, case, persons)

    # -------------------------------------------------- kinds

    def _has_kind(self, event: LogEvent) -> bool:
        if self.pack is None or self._kind(event.activity) is not None:
            return True
        if self.skip_others:
            self.account.skipped[event.activity] += 1
            return False
        at, number = self.account.unknown.get(event.activity, (event.at, 0))
        self.account.unknown[event.activity] = (at, number + 1)
        return False

    def _kind(self, activity: str) -> RecordKind | None:
        if activity not in self._kinds:
            self._kinds[activity] = self._found(activity)
        return self._kinds[activity]

    def _found(self, activity: str) -> RecordKind | None:
        """By name, by title, then without regard to capitals; else the kind for all others, where the pack has one."""
        kinds = self.pack.vocabulary.kinds if self.pack else {}
        wanted = clean(activity)
        mine = [kind for kind in kinds.values() if kind.name != OTHERS]
        for same in (clean, lambda text: clean(text).casefold()):
            for called in (lambda kind: (kind.title.zh, kind.title.en), lambda kind: (kind.name,)):
                fitting = [kind for kind in mine if same(wanted) in map(same, called(kind))]
                if len(fitting) == 1:
                    return fitting[0]
        other = kinds.get(OTHERS)
        return other if other is not None and "activity" in other.fields else None

    # -------------------------------------------------- records

    def _record(self, event: LogEvent, number: int, case: str, persons: Callable[[str], str]) -> dict[str, Any]:
        account, kind = self.account, self._kind(event.activity)
        name = kind.name if kind else self._word(event.activity)
        if kind is not None and name == OTHERS:
            account.others[event.activity] += 1
        else:
            account.kinds[event.activity] = name
        account.events += 1
        account.offsets[event.offset] += 1
        account.untimed += not event.timed
        account.outside += self.pack is not None and not self.pack.span.first <= event.moment.date() <= self.pack.span.last
        record: dict[str, Any] = {"id": f"{case}-{number:06d}", "kind": name, "date": _day(event)}
        fields = kind.fields if kind else {CASE: FieldType("person"), POSITION: FieldType("number"), "activity": FieldType("text")}
        given = {CASE: case, POSITION: number, "activity": event.activity if name == OTHERS else None}
        record |= {key: value for key, value in given.items() if value is not None and key in fields}
        for attribute, value in self._attributes(event):
            self._put(record, attribute, value, kind, event.at, persons)
        return record

    @staticmethod
    def _attributes(event: LogEvent) -> Iterator[tuple[str, str]]:
        yield from event.attributes.items()
        yield from (("org:resource", event.resource),) if event.resource else ()
        yield from (("lifecycle:transition", event.lifecycle),) if event.lifecycle else ()

    def _put(
        self, record: dict[str, Any], attribute: str, value: str, kind: RecordKind | None, at: Location, persons: Callable[[str], str]
    ) -> None:
        found = self._field(attribute, kind)
        if found is None or found[0] in record or not value.strip():
            self.account.attributes[attribute] += found is None
            return
        name, type_ = found
        typed = self._typed(value.strip(), type_, attribute, at, persons)
        if typed is None:
            return
        record[name] = [typed] if type_.many else typed

    def _field(self, attribute: str, kind: RecordKind | None) -> tuple[str, FieldType] | None:
        if kind is None:
            return self._word(attribute), FieldType("text")
        key = (kind.name, attribute)
        if key not in self._fields:
            self._fields[key] = _field_of(attribute, kind)
        return self._fields[key]

    def _word(self, text: str) -> str:
        if text not in self._words:
            self._words[text] = names.word(text, self._words.values())
        return self._words[text]

    def _typed(self, value: str, type_: FieldType, attribute: str, at: Location, persons: Callable[[str], str]) -> Any:
        """None: it cannot be, and that is reported, or listed with what has no place."""
        base = type_.base
        if base in _TEXTS or (base == "term" and not type_.terms):
            return value
        if base == "person":
            return persons(value)
        if base == "term":
            words = self.pack.vocabulary.terms.get(type_.terms, ()) if self.pack else ()
            return clean(value) if clean(value) in words else self._wrong(at, attribute, value, type_)
        if base == "number":
            plain = value.removesuffix(".0")
            return Fraction(plain) if _NUMBER.fullmatch(plain) else self._wrong(at, attribute, value, type_)
        if base == "flag":
            return _FLAGS[value.lower()] if value.lower() in _FLAGS else self._wrong(at, attribute, value, type_)
        if base == "date":
            return value[:10] if _is_day(value[:10]) else self._wrong(at, attribute, value, type_)
        self.account.attributes[attribute] += 1
        return None

    def _wrong(self, at: Location, attribute: str, value: str, type_: FieldType) -> None:
        self.trouble.say(at, "import.log.value", name=attribute, found=value[:60], type=type_.base)


def _field_of(attribute: str, kind: RecordKind) -> tuple[str, FieldType] | None:
    """By name, by title; a resource goes to the one field for a person, apart from the case, where none is called so."""
    own = {name: type_ for name, type_ in kind.fields.items() if name not in (CASE, POSITION)}
    wanted = {clean(attribute).casefold(), clean(attribute).casefold().replace(":", "_")}
    for name, type_ in own.items():
        titles = (type_.title.zh, type_.title.en) if type_.title else ()
        if wanted & {clean(text).casefold() for text in (name, *titles)}:
            return name, type_
    people = [(name, type_) for name, type_ in own.items() if type_.base == "person"]
    return people[0] if attribute == "org:resource" and len(people) == 1 else None


def _day(event: LogEvent) -> str:
    if not event.timed:
        return f"{event.moment:%Y-%m-%d}"
    return f"{event.moment:%Y-%m-%d %H:%M:%S}" if event.moment.second else f"{event.moment:%Y-%m-%d %H:%M}"


def _is_day(text: str) -> bool:
    try:
        days = parse_days(text)
    except DateProblem:
        return False
    return not isinstance(days, Span)


def unknown_kinds(account: Account, pack: Pack, trouble: Trouble, closest: Callable[[str, Collection[str]], str]) -> None:
    """One problem for each activity without a kind."""
    titles: Mapping[str, str] = {clean(text): kind.name for kind in pack.vocabulary.kinds.values() for text in (*kind.title, kind.name)}
    for activity, (at, number) in account.unknown.items():
        trouble.say(at, "import.log.activity.unknown", found=activity, count=number, hint=closest(activity, titles))
