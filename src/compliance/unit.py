"""`unit.yaml` → the unit: roster, sets, attributes, parameters, readings, declarations of absence and its own calendar days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from compliance.errors import Problem
from compliance.fields import days_of, exact_day, field_parsers, person, text
from compliance.model import Count, Declaration, Every, ForEach, Pack, Selector, Span, Text, Unit, Unknown, Value
from compliance.overrides import override, reading
from compliance.roster import attributes, list_in, mapping_in, names_in, people_of, places_of, rows_in
from compliance.site import Directory, Keys, Site, Where, offered, shown
from compliance.syntax import nodes
from compliance.waivers import waivers_in

_CHOSEN = ("parameters", "readings", "declarations", "waivers")
KEYS = ("unit", "title", "pack", "note", "people", "places", "sets", "attributes", *_CHOSEN, "calendar", "periods")
_UPPER = ("at_most", "less_than")
_DECLARATION = ("none", "from", "to", "by", "on")

Raw = Mapping[str, Any]
D = TypeVar("D")
T = TypeVar("T")


def build_unit(raw: Raw, pack: Pack, where: Where, problems: list[Problem]) -> Unit:
    """The unit that `raw` describes; what cannot be understood is reported and left out.

    `where(*keys, of_key=False) -> Location` gives the place of anything in `raw`. No key is required: the examples beside the rules
    describe only the part of a unit that they need.
    """
    packs = pack_names(raw)
    site = Site(where, problems, Directory(names_in(raw, "people")), Directory(names_in(raw, "places")))
    if len(packs) > 1:
        site.unknown = "warning"
    _check_keys(raw, site)
    name = _text_at(raw, "unit", site)
    holidays, workdays = _calendar(raw, site)
    own = field_parsers(pack.vocabulary.unit, pack.vocabulary)
    unit = Unit(
        id=name,
        title=_title(raw, name, site),
        packs=packs,
        people=people_of(raw, pack, site),
        places=places_of(raw, pack, site),
        sets=MappingProxyType(_declared(raw, "sets", pack.sets, _items, site)),
        attributes=attributes(mapping_in(raw, ("attributes",), site), ("attributes",), own, site, pack.vocabulary.unit),
        parameters=MappingProxyType(_declared(raw, "parameters", pack.parameters, override, site)),
        readings=MappingProxyType(_declared(raw, "readings", {o.id: o for o in pack.obligations}, reading, site)),
        declarations=tuple(_declarations(raw, pack, site)),
        waivers=tuple(waivers_in(raw, pack, site)),
        holidays=holidays,
        workdays=workdays,
        periods=MappingProxyType(_declared(raw, "periods", pack.periods, _spans, site)),
        note=_note(raw, site),
    )
    site.report_strangers()
    return unit


def pack_names(raw: Raw) -> tuple[str, ...]:
    """The packs that a unit.yaml names; empty if it does not say so in a readable way."""
    named = raw.get("pack")
    packs = named if isinstance(named, list) else [named]
    return tuple(str(name) for name in packs) if all(type(name) in (str, int) and name != "" for name in packs) else ()


def _check_keys(raw: Raw, site: Site) -> None:
    for key in raw:
        if key not in KEYS:
            site.bad_key((key,), KEYS)


def _text_at(raw: Raw, key: str, site: Site) -> str:
    value = raw.get(key)
    found = "" if value is None else text(value, (key,), site)
    return found if isinstance(found, str) else ""


def _both(raw: Raw, key: str, site: Site) -> Text:
    """`{zh, en}`, either of them for both, or one text."""
    if not isinstance(raw.get(key), Mapping):
        found = _text_at(raw, key, site)
        return Text(found, found)
    given: dict[str, str] = {}
    for lang, value in raw[key].items():
        if lang not in ("zh", "en"):
            site.bad_key((key, lang), ("zh", "en"))
        elif value is not None:
            given[lang] = str(text(value, (key, lang), site))
    return Text(given.get("zh", given.get("en", "")), given.get("en", given.get("zh", "")))


def _title(raw: Raw, name: str, site: Site) -> Text:
    title = _both(raw, "title", site)
    return title if title.zh else Text(name, name)


def _note(raw: Raw, site: Site) -> str:
    note = _both(raw, "note", site)
    return note.zh if note.zh == note.en else f"{note.zh} / {note.en}"


def _declared(raw: Raw, key: str, known: Mapping[str, D], parse: Callable[[Any, Keys, D, Site], T | None], site: Site) -> dict[str, T]:
    """The entries under `key`, each of which the pack must have declared under its name."""
    built: dict[str, T] = {}
    for name, value in mapping_in(raw, (key,), site).items():
        if name not in known:
            site.unknown_key((key, name), f"evidence.{key}_unknown", known)
        elif value is not None:
            parsed = parse(value, (key, name), known[name], site)
            if parsed is not None:
                built[name] = parsed
    return built


def _items(raw: Any, keys: Keys, own: tuple[Value, ...], site: Site) -> tuple[Value, ...] | None:
    """The items of a set: words, or rows with an `id`. A set that the pack fills is the list's own word, not the unit's."""
    if own:
        site.say(keys, "evidence.set_fixed", of_key=True, found=keys[-1])
        return None
    if not isinstance(raw, list):
        site.wrong(keys, "evidence.want.list", raw)
        return None
    items: dict[str, Value] = {}
    for number, item in enumerate(raw):
        here = (*keys, number)
        name = item.get("id") if isinstance(item, Mapping) else item
        if name is None:
            site.say(here, "evidence.item_id" if isinstance(item, Mapping) else "evidence.want.item", field=keys[-1])
        elif isinstance(name, (list, bool)):
            site.wrong(here, "evidence.want.word", name)
        elif str(name) in items:
            site.say(here, "evidence.item_twice", "warning", found=shown(name), field=keys[-1])
        else:
            items[str(name)] = _row(item, here, site) if isinstance(item, Mapping) else item
    return tuple(items.values())


def _spans(raw: Any, keys: Keys, known: Text, site: Site) -> tuple[Span, ...] | None:
    """The dates of a named period: `{from, to}`, as often as it comes round, none overlapping another."""
    if not isinstance(raw, list):
        site.wrong(keys, "evidence.want.list", raw)
        return None
    spans: list[Span] = []
    for number, item in enumerate(raw):
        here = (*keys, number)
        if not isinstance(item, Mapping):
            site.wrong(here, "evidence.want.item", item)
            continue
        for key in item:
            if key not in ("from", "to", "title"):
                site.bad_key((*here, key), ("from", "to", "title"))
        for key in ("from", "to"):
            if item.get(key) is None:
                site.say(here, "evidence.key_missing", key=key)
        days = [exact_day(item[key], (*here, key), site) for key in ("from", "to") if item.get(key) is not None]
        first, last = days if len(days) == 2 else (Unknown.MISSING, Unknown.MISSING)
        if isinstance(first, Unknown) or isinstance(last, Unknown):
            continue
        if first > last:
            site.say((*here, "to"), "evidence.end_before_start", start=first, end=last)
        elif any(first <= other.last and other.first <= last for other in spans):
            site.say(here, "evidence.period_overlap", field=keys[-1])
        else:
            spans.append(Span(first, last))
    return tuple(spans)


def _row(item: Raw, keys: Keys, site: Site) -> dict[str, Value]:
    days = {word: exact_day(item[word], (*keys, word), site) for word in ("since", "until") if item.get(word) is not None}
    return {**{key: value for key, value in item.items() if value is not None}, **days}


def _declarable(pack: Pack) -> Mapping[str, Selector]:
    """What the pack asks to be told of even if it did not happen: triggers, and what every one of must be so or must not be."""
    names: set[str] = set()
    for rule in pack.obligations:
        for node in (node for part in rule.readings.values() for node in nodes(part)):
            if isinstance(node, ForEach) and node.kind == "record" and node.selector:
                names.add(node.selector.name)
            elif isinstance(node, Every) or (isinstance(node, Count) and all(bound.op in _UPPER for bound in node.bounds)):
                names.add(node.of.name)
    return {name: selector for name, selector in pack.selectors.items() if name in names}


def _declarations(raw: Raw, pack: Pack, site: Site) -> Iterator[Declaration]:
    known = _declarable(pack) if raw.get("declarations") else {}
    for here, item in rows_in(raw, ("declarations",), site, _DECLARATION):
        missing = [key for key in _DECLARATION if item.get(key) is None]
        for key in missing:
            site.say(here, "evidence.key_missing", key=key)
        if missing:
            continue
        name = text(item["none"], (*here, "none"), site)
        days = {key: exact_day(item[key], (*here, key), site) for key in ("from", "to", "on")}
        by = person(item["by"], (*here, "by"), site)
        usable: dict[str, date] = {key: day for key, day in days.items() if not isinstance(day, Unknown)}
        if isinstance(name, str) and name not in pack.selectors:
            site.unknown_value((*here, "none"), "evidence.selector_unknown", name, known)
        elif isinstance(name, str) and len(usable) == len(days) and _covers(usable, here, site):
            if name not in known:
                choices = (("found", name), ("choices", offered(known)))
                site.problems.append(Problem(site.where(*here, "none"), "evidence.declaration_idle", "warning", choices))
            if by in site.people.ids:
                yield Declaration(name, usable["from"], usable["to"], str(by), usable["on"], site.where(*here))
            else:
                signer = shown(item["by"])
                site.say((*here, "by"), "evidence.signer_unknown", "warning", found=signer, hint=site.people.nearest(signer))


def _covers(days: Mapping[str, date], keys: Keys, site: Site) -> bool:
    if days["to"] < days["from"]:
        site.say((*keys, "to"), "evidence.end_before_start", start=days["from"], end=days["to"])
        return False
    if days["on"] < days["from"]:
        site.say((*keys, "on"), "evidence.declared_before", on=days["on"], start=days["from"])
        return False
    if days["on"] < days["to"]:
        site.say((*keys, "on"), "evidence.declared_early", "note", on=days["on"], end=days["to"])
    return True


def _calendar(raw: Raw, site: Site) -> tuple[frozenset[date], frozenset[date]]:
    """The unit's own holidays and work days; here a range of days means each of them."""
    inside = mapping_in(raw, ("calendar",), site)
    for key in inside:
        if key not in ("holidays", "workdays"):
            site.bad_key(("calendar", key), ("holidays", "workdays"))
    holidays, workdays = (dict(_days(inside, ("calendar", key), site)) for key in ("holidays", "workdays"))
    for day in sorted(holidays.keys() & workdays.keys()):
        site.say(workdays[day], "evidence.day_twice", day=day)
    return frozenset(holidays), frozenset(workdays)


def _days(raw: Raw, keys: Keys, site: Site) -> Iterator[tuple[date, Keys]]:
    for number, item in enumerate(list_in(raw, keys)):
        days = days_of(item, (*keys, number), site)
        if isinstance(days, Span):
            site.say((*keys, number), "evidence.date_exact", field=keys[-1], found=shown(item))
        elif not isinstance(days, Unknown):
            for step in range((days.last - days.first).days + 1):
                yield days.first + timedelta(days=step), (*keys, number)
