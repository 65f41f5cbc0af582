"""`waivers:` of a unit: who released whom from what, from which day to which. `waiving` lays them over the verdicts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.fields import days_of, exact_day, text
from compliance.model import Pack, Text, Unknown, Waiver
from compliance.roster import label, rows_in
from compliance.site import Keys, Site, shown

Raw = Mapping[str, Any]

REQUIRED = ("obligation", "reason", "approved_by", "approved_on", "until")
NARROWING = ("bearer", "subject", "window")
WAIVER = ("obligation", *NARROWING, *REQUIRED[1:])
_NOTE = re.compile(r"\(.*?\)")


class _Approver(NamedTuple):
    key: str
    name: str


def waivers_in(raw: Raw, pack: Pack, site: Site) -> Iterator[Waiver]:
    """The usable ones. What is malformed is an error; one that nobody known approved has no effect, and a warning says so."""
    known = {rule.id: rule for rule in pack.obligations}
    inside = dict(_inside(raw, pack)) if raw.get("waivers") else {}
    before = len(site.problems)
    for here, item in rows_in(raw, ("waivers",), site, WAIVER):
        for key in REQUIRED:
            if _blank(item.get(key)):
                site.say(here, "evidence.key_missing", key=key)
        for key in NARROWING:
            # Taken for absent it would release from more than was meant.
            if key in item and _blank(item[key]):
                site.say((*here, key), "evidence.waiver_empty", of_key=True, key=key)
        rule = _word(item, "obligation", here, site)
        if rule is not None and rule not in known:
            site.unknown_value((*here, "obligation"), "evidence.obligation_unknown", rule, known)
        reason, bearer, subject = (_word(item, key, here, site) for key in ("reason", "bearer", "subject"))
        window = _window(item, here, site)
        days = [_day(item, key, here, site) for key in ("approved_on", "until")]
        approver = _approver(item, (*here, "approved_by"), raw, inside, site)
        approved_on, until = days
        if approved_on and until and until < approved_on:
            site.say((*here, "until"), "evidence.waiver_backwards", on=approved_on, until=until)
        elif until and until.year > pack.span.last.year + 1:
            site.say((*here, "until"), "evidence.waiver_long", "warning", until=until, year=pack.span.last.year, obligation=rule)
        # One with anything wrong in it never counts: without the subject that was misspelt it would release from more.
        spoilt = any(found.severity == "error" for found in site.problems[before:])
        before = len(site.problems)
        if rule in known and reason and approver and approved_on and until and not spoilt:
            place = site.where(*here)
            yield Waiver(str(rule), reason, approver.key, approver.name, approved_on, until, bearer, subject, window, place)


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _word(item: Raw, key: str, here: Keys, site: Site) -> str | None:
    value = item.get(key)
    found = None if value is None else text(value, (*here, key), site)
    return found if isinstance(found, str) and found.strip() else None


def _day(item: Raw, key: str, here: Keys, site: Site) -> date | None:
    found = exact_day(item[key], (*here, key), site) if not _blank(item.get(key)) else None
    return found if isinstance(found, date) else None


def _window(item: Raw, here: Keys, site: Site) -> Any:
    """A day in the window, None if all are meant; a period is refused with a day that would do."""
    if _blank(item.get("window")):
        return None
    keys = (*here, "window")
    days = days_of(item["window"], keys, site)
    if isinstance(days, Unknown):
        return days
    if days.first != days.last:
        return site.say(keys, "evidence.waiver_window", found=shown(item["window"]), day=days.first)
    return days.first


def _approver(item: Raw, keys: Keys, raw: Raw, inside: Mapping[str, str], site: Site) -> _Approver | None:
    """A person of the roster, or `{body: …}` for one above the unit that is not on it; None if it is neither."""
    value = item.get("approved_by")
    if _blank(value):
        return None
    if isinstance(value, Mapping):
        return _body(value, keys, inside, site)
    name = text(value, keys, site)
    if not isinstance(name, str):
        return None
    found = site.people.find(name)
    if isinstance(found, str):
        return _Approver(found, label(raw["people"][found], found))
    of = str(item.get("obligation"))
    if found is Unknown.AMBIGUOUS:
        who = site.people.named(name)
        site.say(keys, "evidence.waiver_approver_shared", "warning", found=shown(name), who=who, obligation=of)
    else:
        site.say(keys, "evidence.waiver_approver", "warning", found=shown(name), hint=site.people.nearest(name), obligation=of)
    return None


def _body(value: Raw, keys: Keys, inside: Mapping[str, str], site: Site) -> _Approver | None:
    for key in value:
        if key != "body":
            site.bad_key((*keys, key), ("body",))
    if _blank(value.get("body")):
        site.say(keys, "evidence.key_missing", key="body")
        return None
    name = text(value["body"], (*keys, "body"), site)
    if not isinstance(name, str):
        return None
    meant = inside.get(_plain(name))
    if meant is not None:
        site.say((*keys, "body"), "evidence.waiver_body", found=shown(name), meant=meant)
        return None
    return _Approver(name, name)


def _inside(raw: Raw, pack: Pack) -> Iterator[tuple[str, str]]:
    """What the unit, its roles and its people are called, plainly → what that is: none of them is a body above the unit."""
    title = raw.get("title")
    titles = title.values() if isinstance(title, Mapping) else (title,)
    units = [str(each) for each in (raw.get("unit"), *titles) if isinstance(each, str) and each.strip()]
    roles = [(word, role.name) for role in pack.roles.values() for word in (role.name, *_words(role.title))]
    people = raw.get("people")
    named = [(word, key) for key, entry in people.items() for word in (key, label(entry, key))] if isinstance(people, Mapping) else []
    for word, key in (*((each, each) for each in units), *roles, *named):
        yield _plain(word), key
    for unit in units:
        for word, key in (*roles, *named):
            yield _plain(f"{_plain(unit)}{word}"), key


def _words(title: Text) -> Iterable[str]:
    return (title.zh, title.en)


def _plain(name: str) -> str:
    """Without remarks in brackets, spaces, width and case, by which one name is written in several ways."""
    return "".join(_NOTE.sub("", unicodedata.normalize("NFKC", name)).split()).casefold()
