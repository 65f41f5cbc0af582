"""What pack.yaml declares: the span, parameters, sets, and the vocabulary that evidence and rules share (language §2, §3, §11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from compliance.errors import Problem
from compliance.model import Duration, FieldType, MonthDay, NotObligation, Parameter, Point, RecordKind, Role, Span, Text, Value, Vocabulary
from compliance.shapes import FieldDoc, PackDoc, ParameterDoc, TextDoc, closest
from compliance.source import Document
from compliance.values import PERIODS, YEARS, ValueProblem, parse_date, parse_scalar, shown
from compliance.vocabulary import ATTESTATION, PERSON_FIELDS, PLACE_FIELDS, RECORD_FIELDS

BASES = ("text", "term", "number", "flag", "date", "duration", "person", "place", "ref", "file", "row")
_NAME = re.compile(r"[^\s.$+:]+")
_LIST_OF = "list of "


def both(doc: TextDoc) -> Text:
    return Text(doc.zh, doc.en)


class Declared:
    """Reads one pack.yaml; `problems` grows."""

    def __init__(self, document: Document, doc: PackDoc, problems: list[Problem]) -> None:
        self._document, self._doc, self._problems = document, doc, problems

    def _say(self, keys: tuple[str | int, ...], code: str, *, of_key: bool = False, **params: object) -> None:
        plain = tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items())
        self._problems.append(Problem(self._document.at(*keys, of_key=of_key), code, "error", plain))

    # -------------------------------------------------- the span

    def span(self) -> Span:
        year, written = self._doc.year, self._doc.span
        if (year is None) == (written is None):
            self._say((), "rules.span.form")
        if written is not None:
            days = [self._day(text, "span", key) for key, text in (("from", written.from_), ("to", written.to))]
            if None not in days and days[0] > days[1]:  # type: ignore[operator]  # both are days
                self._say(("span",), "rules.span.order")
            return Span(days[0] or date(2000, 1, 1), days[1] or date(2000, 12, 31))
        if year is not None and year not in YEARS:
            self._say(("year",), "rules.year", found=year, first=YEARS[0], last=YEARS[-1])
            year = None
        return Span(date(year or 2000, 1, 1), date(year or 2000, 12, 31))

    def _day(self, text: str, *keys: str | int) -> date | None:
        try:
            return parse_date(text)
        except ValueProblem as wrong:
            self._say(keys, wrong.code, of_key=False, **wrong.params)
            return None

    # -------------------------------------------------- roles, parameters, sets

    def roles(self) -> Mapping[str, Role]:
        for name in self._doc.roles:
            self._name(("roles", name))
        return MappingProxyType({name: Role(name, both(doc.title), doc.one_holder) for name, doc in self._doc.roles.items()})

    def parameters(self) -> Mapping[str, Parameter]:
        return MappingProxyType({name: self._parameter(name, doc) for name, doc in self._doc.parameters.items()})

    def _parameter(self, name: str, doc: ParameterDoc) -> Parameter:
        keys = ("parameters", name)
        words = (_both(doc.why), Text(doc.title.zh, doc.title.en) if doc.title else None)
        self._name(keys)
        value = self._scalar(doc.value, (*keys, "value"))
        choices = [self._scalar(raw, (*keys, "choices", number)) for number, raw in enumerate(doc.choices)]
        ends = [self._scalar(raw, (*keys, "range", number)) for number, raw in enumerate(doc.range)]
        if not doc.stated and not doc.why:
            self._say(keys, "rules.parameter.why", found=name)
        if choices and ends:
            self._say((*keys, "range"), "rules.parameter.both", of_key=True, found=name)
        ordered = isinstance(value, (Duration, Point)) or not isinstance(value, (str, bool, tuple))
        if ends and (len(ends) != 2 or not ordered):
            self._say((*keys, "range"), "rules.parameter.range", of_key=True, found=name)
            ends = []
        for other, place in [(c, ("choices", n)) for n, c in enumerate(choices)] + [(e, ("range", n)) for n, e in enumerate(ends)]:
            if value is not None and other is not None and not _alike(other, value):
                self._say((*keys, *place), "rules.parameter.kind", found=shown(doc.value), other=name)
                return Parameter(name, value, shown(doc.value), doc.stated, *words)
        if choices and value is not None and value not in choices:
            self._say((*keys, "value"), "rules.parameter.choice", found=name)
        if len(ends) == 2 and value is not None and None not in ends and not _place(ends[0]) <= _place(value) <= _place(ends[1]):
            self._say((*keys, "value"), "rules.parameter.outside", found=name)
        low, high = ends if len(ends) == 2 else (None, None)
        return Parameter(name, value, shown(doc.value), doc.stated, *words, tuple(choices), low, high)

    def _scalar(self, raw: Any, keys: tuple[str | int, ...]) -> Value:
        try:
            return parse_scalar(raw)
        except ValueProblem as wrong:
            self._say(keys, wrong.code, of_key=False, **wrong.params)
            return None

    def sets(self) -> Mapping[str, tuple[Value, ...]]:
        """Items are words, or rows with an `id`."""
        for name, items in self._doc.sets.items():
            self._name(("sets", name))
            for number, item in enumerate(items):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    continue
                if not isinstance(item, str) or not item:
                    self._say(("sets", name, number), "rules.set.item", found=shown(item))
        return MappingProxyType({name: tuple(items) for name, items in self._doc.sets.items()})

    def periods(self) -> Mapping[str, Text]:
        """The names of periods that a unit dates; none may be a word of the calendar."""
        for name in self._doc.periods:
            self._name(("periods", name), PERIODS)
        return MappingProxyType({name: both(doc.title) for name, doc in self._doc.periods.items()})

    def not_obligations(self) -> tuple[NotObligation, ...]:
        """Each is quoted, or named by its first and last words and its length; never half of the one and half of the other."""
        found: list[NotObligation] = []
        for number, doc in enumerate(self._doc.not_obligations):
            ends = (bool(doc.from_), bool(doc.to), doc.letters > 0)
            if any(ends) if doc.quote else not all(ends):
                self._say(("not_obligations", number), "rules.passage.form")
            at = self._document.at("not_obligations", number)
            found.append(NotObligation(doc.quote or doc.from_, both(doc.why), at, doc.to, doc.letters))
        return tuple(found)

    def _name(self, keys: tuple[str | int, ...], taken: Iterable[str] = ()) -> None:
        """A name that a path or a reference can say, and that is not taken."""
        name = str(keys[-1])
        if not _NAME.fullmatch(name):
            self._say(keys, "rules.name.form", of_key=True, found=name)
        elif name in taken:
            self._say(keys, "rules.field.builtin", of_key=True, found=name)

    # -------------------------------------------------- vocabulary

    def vocabulary(self) -> Vocabulary:
        doc = self._doc.vocabulary
        kinds: dict[str, RecordKind] = {}
        for name, kind in doc.kinds.items():
            keys = ("vocabulary", "kinds", name)
            self._name(keys)
            if name == ATTESTATION.name:
                self._say(keys, "rules.kind.builtin", of_key=True, found=name)
                continue
            kinds[name] = RecordKind(name, both(kind.title), self._fields(kind.fields, (*keys, "fields"), RECORD_FIELDS))
        return Vocabulary(
            terms=MappingProxyType({name: tuple(words) for name, words in doc.terms.items()}),
            kinds=MappingProxyType({**kinds, ATTESTATION.name: ATTESTATION}),
            person=self._fields(doc.person, ("vocabulary", "person"), PERSON_FIELDS),
            place=self._fields(doc.place, ("vocabulary", "place"), PLACE_FIELDS),
            unit=self._fields(doc.unit, ("vocabulary", "unit")),
        )

    def _fields(
        self, fields: Mapping[str, str | FieldDoc], keys: tuple[str, ...], taken: Iterable[str] = ()
    ) -> Mapping[str, FieldType]:
        for name in fields:
            self._name((*keys, name), taken)
        return MappingProxyType({name: self._field(form, (*keys, name)) for name, form in fields.items()})

    def _field(self, form: str | FieldDoc, keys: tuple[str, ...]) -> FieldType:
        doc = FieldDoc(type=form) if isinstance(form, str) else form
        base = doc.type.removeprefix(_LIST_OF)
        if base not in BASES:
            self._say(keys, "rules.type.unknown", found=doc.type, choices=" ".join(BASES), hint=closest(base, BASES))
            return FieldType("text")
        for key, wants in (("terms", "term"), ("kind", "ref"), ("fields", "row")):
            given = bool(getattr(doc, key))
            if given and base != wants:
                self._say((*keys, key), "rules.type.extra", of_key=True, found=key, wants=wants)
            elif not given and base == wants and key != "kind":
                self._say(keys, f"rules.type.{key}", found=keys[-1])
        terms = self._known("terms", doc.terms, self._doc.vocabulary.terms, keys)
        kind = self._known("kind", doc.kind, (*self._doc.vocabulary.kinds, ATTESTATION.name), keys)
        title = both(doc.title) if doc.title else None
        return FieldType(base, doc.type.startswith(_LIST_OF), terms, kind, self._fields(doc.fields, (*keys, "fields")), title)

    def _known(self, key: str, name: str, known: Iterable[str], keys: tuple[str, ...]) -> str:
        if not name or name in known:
            return name
        self._say((*keys, key), f"rules.{key}.unknown", found=name, hint=closest(name, known))
        return ""

    # -------------------------------------------------- what nothing uses

    def unused(self, used: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Iterator[Problem]:
        """Warnings about declared names (`parameters`, `sets`, `selectors` in `used`, and word lists) that nothing refers to."""
        terms = {field.terms for field in _all_fields(vocabulary)}
        spare = [(section, name) for section, names in used.items() for name in getattr(self._doc, section) if name not in names]
        words = [("vocabulary", "terms", name) for name in self._doc.vocabulary.terms if name not in terms]
        for keys in (*spare, *words):
            yield Problem(self._document.at(*keys, of_key=True), "rules.unused", "warning", (("found", keys[-1]),))


def _all_fields(vocabulary: Vocabulary) -> Iterator[FieldType]:
    spaces = [vocabulary.person, vocabulary.place, vocabulary.unit, *(kind.fields for kind in vocabulary.kinds.values())]
    while spaces:
        for field in spaces.pop().values():
            yield field
            spaces.append(field.fields)


def _sort(value: Value) -> str:
    """What can stand for what: 30d and 6m cannot be compared, 30d and 2w can."""
    if isinstance(value, Duration):
        return "months" if value.months else "workdays" if value.workdays else "minutes" if value.minutes else "days"
    return "number" if type(value).__name__ in ("int", "Fraction") else type(value).__name__


def _alike(one: Value, other: Value) -> bool:
    """No time at all is as many days as it is hours."""
    nothing = any(isinstance(value, Duration) and not any(value) for value in (one, other))
    return _sort(one) == _sort(other) or (nothing and isinstance(one, Duration) and isinstance(other, Duration))


def _place(value: Value) -> Any:
    base = value.base if isinstance(value, Point) else value
    return (base.years, base.month, base.day) if isinstance(base, MonthDay) else base


def _both(text: str | TextDoc) -> Text:
    """Both languages; a plain text may give them with a slash between, `… / …`."""
    if isinstance(text, TextDoc):
        return Text(text.zh, text.en)
    zh, slash, en = text.partition(" / ")
    return Text(zh, en) if slash else Text(text, text)
