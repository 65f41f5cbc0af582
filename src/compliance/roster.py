"""The people and places of a unit: names, roles and attributes, each with the days they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from compliance.fields import Parser, exact_day, field_parsers, text
from compliance.model import EMPTY, Dated, FieldType, NamedPlace, Pack, Person, Spell, Unknown
from compliance.site import Keys, Site, dotted
from compliance.source import clean

Raw = Mapping[str, Any]


def people_of(raw: Raw, pack: Pack, site: Site) -> Mapping[str, Person]:
    """`people:`, with the days each role is held."""
    parsers = field_parsers(pack.vocabulary.person, pack.vocabulary)
    people: dict[str, Person] = {}
    called = names_in(raw, "people")
    for name, entry in mappings_in(raw, ("people",), site):
        keys: Keys = ("people", name)
        if entry.get("name") is None:
            site.say(keys, "evidence.key_missing", key="name")
        if "+" in name or name in pack.roles:
            site.say(keys, "evidence.id_reserved", of_key=True, found=name)
        others = [other for other, title in called.items() if clean(title) == name and other != name]
        if others:
            site.say(keys, "evidence.id_is_name", "warning", of_key=True, found=name, who="、".join(others))
        spells = tuple(_spells(entry, (*keys, "roles"), pack, site))
        rest = {key: value for key, value in entry.items() if key not in ("name", "roles")}
        people[name] = Person(name, label(entry, name), spells, attributes(rest, keys, parsers, site, pack.vocabulary.person))
    return MappingProxyType(people)


def places_of(raw: Raw, pack: Pack, site: Site) -> Mapping[str, NamedPlace]:
    """`places:`; a place without a name is called by its id."""
    parsers = field_parsers(pack.vocabulary.place, pack.vocabulary)
    places: dict[str, NamedPlace] = {}
    for name, entry in mappings_in(raw, ("places",), site):
        rest = {key: value for key, value in entry.items() if key != "name"}
        given = attributes(rest, ("places", name), parsers, site, pack.vocabulary.place)
        places[name] = NamedPlace(name, label(entry, name), given)
    return MappingProxyType(places)


def names_in(raw: Raw, key: str) -> dict[str, str]:
    """Id → name, before anything is checked: attributes may name people and places that come later."""
    entries = raw.get(key)
    return {name: label(entry, name) for name, entry in entries.items()} if isinstance(entries, Mapping) else {}


def label(entry: Any, otherwise: str) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return str(name) if type(name) in (str, int) else otherwise


def attributes(
    raw: Raw, keys: Keys, parsers: Mapping[str, Parser], site: Site, fields: Mapping[str, FieldType]
) -> Mapping[str, tuple[Dated, ...]]:
    """Values that hold always, or `{dated: [{value, since, until}, …]}`. `fields` are the types that the parsers were made from."""
    given: dict[str, tuple[Dated, ...]] = {}
    for name, value in raw.items():
        here = (*keys, name)
        if name not in parsers:
            site.unknown_key(here, "evidence.attribute_unknown", fields)
        elif isinstance(value, Mapping) and set(value) == {"dated"}:
            given[name] = tuple(_dated(value, (*here, "dated"), parsers[name], site))
        elif value is not None:
            given[name] = (Dated(parsers[name](value, here, site)),)
    return MappingProxyType(given)


def bounds(entry: Raw, keys: Keys, site: Site, words: tuple[str, str] = ("since", "until")) -> tuple[date | None, date | None]:
    """Two days of `entry`, each None if it is not given or not usable; the second before the first is an error."""
    days = [exact_day(entry[word], (*keys, word), site) if entry.get(word) is not None else None for word in words]
    first, last = (None if isinstance(day, Unknown) else day for day in days)
    if first and last and last < first:
        site.say((*keys, words[1]), "evidence.end_before_start", start=first, end=last)
    return first, last


def mapping_in(raw: Raw, keys: Keys, site: Site) -> Raw:
    """The mapping under the last key, empty if there is none."""
    value = raw.get(str(keys[-1]))
    if value is None or isinstance(value, Mapping):
        return value or EMPTY
    site.wrong(keys, "evidence.want.row", value)
    return EMPTY


def mappings_in(raw: Raw, keys: Keys, site: Site) -> Iterator[tuple[str, Raw]]:
    """The named mappings in the mapping under the last key."""
    for name, entry in mapping_in(raw, keys, site).items():
        if isinstance(entry, Mapping):
            yield name, entry
        else:
            site.wrong((*keys, name), "evidence.want.row", entry)


def list_in(raw: Raw, keys: Keys) -> list[Any]:
    """The list under the last key, empty if there is none; a single value is a list of one."""
    value = raw.get(str(keys[-1]))
    return value if isinstance(value, list) else [] if value is None else [value]


def rows_in(raw: Raw, keys: Keys, site: Site, words: tuple[str, ...], short: str = "") -> Iterator[tuple[Keys, Raw]]:
    """The mappings in the list under the last key, whose keys are `words`; a text stands for a mapping with `short` only."""
    for number, item in enumerate(list_in(raw, keys)):
        here = (*keys, number)
        if isinstance(item, Mapping):
            for word in item:
                if word not in words:
                    site.bad_key((*here, word), words)
            yield here, item
        elif short and type(item) is str:
            yield here, {short: item}
        else:
            site.wrong(here, "evidence.want.row", item)


def _spells(entry: Raw, keys: Keys, pack: Pack, site: Site) -> Iterator[Spell]:
    for here, item in rows_in(entry, keys, site, ("role", "since", "until"), short="role"):
        role = item.get("role")
        if role is None:
            site.say(here, "evidence.key_missing", key="role")
            continue
        name = text(role, (*here, "role"), site)
        since, until = bounds(item, here, site)
        if name in pack.roles:
            yield Spell(name, since, until)
        elif isinstance(name, str):
            site.unknown_value((*here, "role"), "evidence.role_unknown", name, pack.roles)


def _dated(raw: Raw, keys: Keys, parser: Parser, site: Site) -> Iterator[Dated]:
    known: list[tuple[date, date, Keys]] = []
    for here, item in rows_in(raw, keys, site, ("value", "since", "until")):
        if item.get("value") is None:
            site.say(here, "evidence.key_missing", key="value")
            continue
        since, until = bounds(item, here, site)
        yield Dated(parser(item["value"], (*here, "value"), site), since, until)
        known.append((since or date.min, until or date.max, here))
    known.sort(key=lambda entry: entry[:2])
    for (_, last, _), (first, _, here) in pairwise(known):
        if first <= last:
            site.say(here, "evidence.dated_overlap", field=dotted(keys[:-1]))
