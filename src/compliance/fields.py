"""A declared field type → a parser of the raw YAML value: one table built once a pack, applied to every record and attribute.

A parser takes the raw value, the keys that lead to it and a `Site`, which knows the names and collects problems. It returns the
model's value; after an error, which stops the run anyway, `Unknown.UNUSABLE`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.dates import DateProblem, Interval, parse_days, parse_duration
from compliance.model import FieldType, Span, Unknown, Vocabulary
from compliance.site import Keys, Reference, Site, dotted, shown

Parser = Callable[[Any, Keys, Site], Any]


def field_parsers(fields: Mapping[str, FieldType], vocabulary: Vocabulary) -> dict[str, Parser]:
    return {name: field_parser(field, vocabulary) for name, field in fields.items()}


def field_parser(field: FieldType, vocabulary: Vocabulary) -> Parser:
    """The parser of one field; a field that is a list also takes a single value for a list of one."""
    one = _MADE[field.base](field, vocabulary) if field.base in _MADE else _SIMPLE[field.base]
    return _many(one) if field.many else one


# ---------------------------------------------------------------- the types


def text(value: Any, keys: Keys, site: Site, code: str = "evidence.want.text") -> Any:
    """Text as it is; a whole number as its digits. A decimal has lost its last zeros by now, so it is refused."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    return site.wrong(keys, "evidence.want.one" if isinstance(value, list) else code, value)


def days_of(value: Any, keys: Keys, site: Site) -> Interval | Span | Unknown:
    """What is written, be it one day, a range or a partial date."""
    if type(value) is int:
        value = str(value)
    if type(value) is not str:
        return site.wrong(keys, "evidence.want.one" if isinstance(value, list) else "evidence.want.date", value)
    try:
        return parse_days(value)
    except DateProblem as wrong:
        return site.refuse(keys, wrong)


def day(value: Any, keys: Keys, site: Site) -> date | Span | Unknown:
    """One day, or the `Span` a partial date lies in (with a warning)."""
    days = days_of(value, keys, site)
    if isinstance(days, Span):
        site.say(keys, "evidence.date_partial", "warning", field=dotted(keys), found=shown(value))
        return days
    return _one(days, value, keys, site)


def last_day(value: Any, keys: Keys, site: Site) -> date | Span | Unknown:
    """As `day`, but a range of days counts as its last one."""
    days = days_of(value, keys, site)
    return days.last if isinstance(days, Interval) else day(value, keys, site) if isinstance(days, Span) else days


def exact_day(value: Any, keys: Keys, site: Site) -> date | Unknown:
    """For a roster: a month will not do."""
    days = days_of(value, keys, site)
    if isinstance(days, Span):
        return site.say(keys, "evidence.date_exact", field=dotted(keys), found=shown(value))
    return _one(days, value, keys, site)


def _one(days: Interval | Unknown, value: Any, keys: Keys, site: Site) -> date | Unknown:
    if isinstance(days, Unknown):
        return days
    if days.first != days.last:
        return site.say(keys, "evidence.date_range", field=dotted(keys), found=shown(value))
    return days.last


def _number(value: Any, keys: Keys, site: Site) -> Any:
    if type(value) is int or type(value) is Fraction:
        return value
    return site.wrong(keys, "evidence.want.one" if isinstance(value, list) else "evidence.want.number", value)


def _flag(value: Any, keys: Keys, site: Site) -> Any:
    if value is True or value is False:
        return value
    return site.wrong(keys, "evidence.want.flag", value)


def _duration(value: Any, keys: Keys, site: Site) -> Any:
    if type(value) is not str:
        return site.wrong(keys, "evidence.want.duration", value)
    try:
        return parse_duration(value)
    except DateProblem as wrong:
        return site.refuse(keys, wrong)


def person(value: Any, keys: Keys, site: Site) -> Any:
    """The id of an id or of a name only one has; a name of nobody stays text, so that it counts for nobody on the roster."""
    if value in site.people.ids if type(value) is str else False:
        return value
    name = text(value, keys, site, "evidence.want.name")
    if not isinstance(name, str):
        return name
    found = site.people.find(name)
    if found is None and site.people.find(_unquoted(name)) is not None:
        return site.say(keys, "evidence.quoted", found=name, meant=_unquoted(name))
    if found is None:
        site.stranger(keys, "evidence.names_joined" if _joined(name) else "evidence.person_unknown", name, hint=site.people.nearest(name))
        return name
    if found is Unknown.AMBIGUOUS:
        site.stranger(keys, "evidence.person_ambiguous", name, who=site.people.named(name))
    return found


def _place(value: Any, keys: Keys, site: Site) -> Any:
    name = text(value, keys, site, "evidence.want.name")
    if not isinstance(name, str):
        return name
    found = site.places.find(name)
    if found is None:
        # A visit to a place that is not registered took place all the same: it counts for no registered one.
        site.stranger(keys, "evidence.place_unknown", name, hint=site.places.nearest(name))
        return name
    if found is Unknown.AMBIGUOUS:
        site.stranger(keys, "evidence.place_ambiguous", name, who=site.places.named(name))
    return found


def _ref(field: FieldType, _vocabulary: Vocabulary) -> Parser:
    kind = field.kind

    def ref(value: Any, keys: Keys, site: Site) -> Any:
        name = text(value, keys, site)
        if isinstance(name, str):
            site.refs.append(Reference(site.where, keys, name, kind))
        return name

    return ref


def _file(value: Any, keys: Keys, site: Site) -> Any:
    path = text(value, keys, site)
    if isinstance(path, str) and posixpath.normpath(path.replace("\\", "/").strip()) == ".":
        return site.say(keys, "evidence.want.file", found=shown(value))  # the evidence folder itself is no file in it
    if isinstance(path, str):
        site.files.append((site.where, keys, path))
    return path


def _term(field: FieldType, vocabulary: Vocabulary) -> Parser:
    if not field.terms:
        return text
    words = vocabulary.terms.get(field.terms, ())
    known = frozenset(words)

    def term(value: Any, keys: Keys, site: Site) -> Any:
        if type(value) is str and value in known:
            return value
        word = text(value, keys, site)
        if not isinstance(word, str) or word in known:
            return word
        if _unquoted(word) in known:
            return site.say(keys, "evidence.quoted", found=word, meant=_unquoted(word))
        return site.unknown_value(keys, "evidence.terms_joined" if _joined(word) else "evidence.term_unknown", word, words)

    return term


def _row(field: FieldType, vocabulary: Vocabulary) -> Parser:
    parsers = field_parsers(field.fields, vocabulary)

    def row(value: Any, keys: Keys, site: Site) -> Any:
        if type(value) is not dict:
            return site.wrong(keys, "evidence.want.one" if isinstance(value, list) else "evidence.want.row", value)
        return columns(value, keys, site, parsers, field.fields)

    return row


def columns(
    raw: Mapping[str, Any], keys: Keys, site: Site, parsers: Mapping[str, Parser], fields: Mapping[str, FieldType]
) -> dict[str, Any]:
    """Every given column parsed, null left out; an unknown one is an error at its key."""
    given: dict[str, Any] = {}
    for name, value in raw.items():
        parser = parsers.get(name)
        if parser is None:
            site.unknown_key((*keys, name), "evidence.field_unknown", fields)
        elif value is not None:
            given[name] = parser(value, (*keys, name), site)
    return given


def _many(one: Parser) -> Parser:
    def many(value: Any, keys: Keys, site: Site) -> Any:
        if type(value) is not list:
            return (one(value, keys, site),)
        return _ordered(
            tuple([one(item, (*keys, i), site) if item is not None else _empty(keys, i, site) for i, item in enumerate(value)]), keys, site
        )

    return many


def _ordered(rows: tuple[Any, ...], keys: Keys, site: Site) -> tuple[Any, ...]:
    """Rows that are numbered (`order`) stand in that order, however they were typed: the first item is number one."""
    numbers = [row.get("order") for row in rows if isinstance(row, dict)]
    if not numbers or len(numbers) < len(rows) or not all(type(number) in (int, Fraction) for number in numbers):
        return rows
    if len(set(numbers)) < len(numbers):
        site.say(keys, "evidence.order_twice", "warning")
    return tuple(sorted(rows, key=lambda row: row["order"]))


def _empty(keys: Keys, number: int, site: Site) -> Unknown:
    return site.say((*keys, number), "evidence.want.item", field=dotted(keys))


def _unquoted(word: str) -> str:
    """Without the quotation marks of Chinese text, which YAML takes for part of the word; empty if it has none."""
    return word[1:-1] if len(word) > 2 and word[0] + word[-1] in ("“”", "‘’", "「」", "『』", "””", "““") else ""


def _joined(name: str) -> bool:
    """NFKC has made `，` and `；` plain already."""
    return any(sign in name for sign in ",、;")


_SIMPLE: dict[str, Parser] = {
    "text": text,
    "number": _number,
    "flag": _flag,
    "date": day,
    "duration": _duration,
    "person": person,
    "place": _place,
    "file": _file,
}
_MADE: dict[str, Callable[[FieldType, Vocabulary], Parser]] = {"term": _term, "row": _row, "ref": _ref}
