"""`waivers:` of a unit: who released whom from what, from which day to which. `waiving` lays them over the verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.fields import days_of, exact_day, text
from compliance.model import Pack, Unknown, Waiver
from compliance.roster import label, rows_in
from compliance.site import Keys, Site, shown

Raw = Mapping[str, Any]

REQUIRED = ("obligation", "reason", "approved_by", "approved_on", "until")
NARROWING = ("bearer", "subject", "window")
WAIVER = ("obligation", *NARROWING, *REQUIRED[1:])


class _Approver(NamedTuple):
    key: str
    name: str


def waivers_in(raw: Raw, pack: Pack, site: Site) -> Iterator[Waiver]:
    """The usable ones. What is malformed is an error; one that nobody known approved has no effect, and a warning says so."""
    known = {rule.id: rule for rule in pack.obligations}
    before = len(site.problems)
    for here, item in rows_in(raw, ("waivers",), site, WAIVER):
        missing = [key for key in REQUIRED if item.get(key) in (None, "")]
        for key in missing:
            site.say(here, "evidence.key_missing", key=key)
        rule = _word(item, "obligation", here, site)
        if rule is not None and rule not in known:
            site.unknown_value((*here, "obligation"), "evidence.obligation_unknown", rule, known)
        reason, bearer, subject = (_word(item, key, here, site) for key in ("reason", "bearer", "subject"))
        window = _window(item, here, site)
        days = [_day(item, key, here, site) for key in ("approved_on", "until")]
        approver = _approver(item.get("approved_by"), (*here, "approved_by"), raw, site)
        approved_on, until = days
        if approved_on and until and until < approved_on:
            site.say((*here, "until"), "evidence.waiver_backwards", on=approved_on, until=until)
        # One with anything wrong in it never counts: without the subject that was misspelt it would release from more.
        spoilt = any(found.severity == "error" for found in site.problems[before:])
        before = len(site.problems)
        if rule in known and reason and approver and approved_on and until and not spoilt:
            place = site.where(*here)
            yield Waiver(str(rule), reason, approver.key, approver.name, approved_on, until, bearer, subject, window, place)


def _word(item: Raw, key: str, here: Keys, site: Site) -> str | None:
    value = item.get(key)
    found = None if value is None else text(value, (*here, key), site)
    return found if isinstance(found, str) and found else None


def _day(item: Raw, key: str, here: Keys, site: Site) -> date | None:
    found = exact_day(item[key], (*here, key), site) if item.get(key) not in (None, "") else None
    return found if isinstance(found, date) else None


def _window(item: Raw, here: Keys, site: Site) -> Any:
    """A day in the window, None if all are meant; a period is refused with a day that would do."""
    if item.get("window") is None:
        return None
    keys = (*here, "window")
    days = days_of(item["window"], keys, site)
    if isinstance(days, Unknown):
        return days
    if days.first != days.last:
        return site.say(keys, "evidence.waiver_window", found=shown(item["window"]), day=days.first)
    return days.first


def _approver(value: Any, keys: Keys, raw: Raw, site: Site) -> _Approver | None:
    """A person of the roster, or `{body: …}` for one above the unit that is not on it; None if it is neither."""
    if value in (None, ""):
        return None
    if isinstance(value, Mapping):
        return _body(value, keys, site)
    name = text(value, keys, site)
    if not isinstance(name, str):
        return None
    found = site.people.find(name)
    if isinstance(found, str):
        return _Approver(found, label(raw["people"][found], found))
    if found is Unknown.AMBIGUOUS:
        site.say(keys, "evidence.waiver_approver_shared", "warning", found=shown(name), who=site.people.named(name))
    else:
        site.say(keys, "evidence.waiver_approver", "warning", found=shown(name), hint=site.people.nearest(name))
    return None


def _body(value: Raw, keys: Keys, site: Site) -> _Approver | None:
    for key in value:
        if key != "body":
            site.bad_key((*keys, key), ("body",))
    if value.get("body") in (None, ""):
        site.say(keys, "evidence.key_missing", key="body")
        return None
    name = text(value["body"], (*keys, "body"), site)
    return _Approver(name, name) if isinstance(name, str) else None
