"""The evidence as rules see it: records by kind and by day, who held a role, what an attribute was, what a parameter is.

Built once for a pack, a folder and an `as_of`; every later stage reads it and nothing changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from compliance.dates import Calendar
from compliance.model import Dated, Evidence, Pack, Person, Record, Span, Spell, Unknown, Value

DAY = timedelta(days=1)
LAWLESS_PAST, FAR_FUTURE = date.min, date.max


class Facts:
    """Lookups over one unit's evidence. People are named by id; a day range is (first, last), both included."""

    def __init__(self, pack: Pack, evidence: Evidence, as_of: date) -> None:
        self.pack, self.unit, self.as_of, self.span = pack, evidence.unit, as_of, pack.span
        self.calendar = Calendar(pack.calendar, self.unit.holidays, self.unit.workdays)
        self.by_kind: dict[str, list[Record]] = {}
        for record in evidence.records:
            self.by_kind.setdefault(record.kind, []).append(record)
        self._holders: dict[tuple[str, date, date], frozenset[str] | None] = {}
        self._spells: dict[str, list[tuple[str, Spell]]] = {}
        for person in self.unit.people.values():
            for spell in person.roles:
                self._spells.setdefault(spell.role, []).append((person.id, spell))
        self._records = evidence.records

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        return {record.id: record for record in self._records}

    # -------------------------------------------------- roles

    def people_of(self, role: str) -> list[str]:
        """Everyone who ever held the role, sorted."""
        return sorted({person for person, _ in self._spells.get(role, ())})

    def spells(self, person: str, role: str) -> list[Spell]:
        return [spell for who, spell in self._spells.get(role, ()) if who == person]

    def holders(self, role: str, first: date, last: date) -> frozenset[str] | None:
        """Who held the role on every day of the range; None when that changed within it."""
        key = (role, first, last)
        if key not in self._holders:
            some = {who for who, spell in self._spells.get(role, ()) if meets(spell, first, last)}
            all_days = first == last or all(covered(self.spells(who, role), first, last) for who in some)
            self._holders[key] = frozenset(some) if all_days else None
        return self._holders[key]

    def holds(self, person: str, role: str, first: date, last: date) -> bool | None:
        """Whether the person held the role on the range's days; None: on some of them."""
        spells = self.spells(person, role)
        if not any(meets(spell, first, last) for spell in spells):
            return False
        return True if covered(spells, first, last) else None

    def days_held(self, person: str, role: str) -> Iterator[Span]:
        for spell in self.spells(person, role):
            yield Span(spell.since or LAWLESS_PAST, spell.until or FAR_FUTURE)

    # -------------------------------------------------- attributes and parameters

    def person(self, name: Value) -> Person | None:
        return self.unit.people.get(name) if isinstance(name, str) else None

    def parameter(self, name: str) -> Value:
        override = self.unit.parameters.get(name)
        return override.value if override is not None else self.pack.parameters[name].value

    def items(self, name: str) -> tuple[Value, ...]:
        return self.unit.sets.get(name, self.pack.sets.get(name, ()))


def attribute(values: tuple[Dated, ...], first: date, last: date) -> Value:
    """The value over the whole range; Unknown.UNUSABLE if it changed within it, Unknown.MISSING if none is given."""
    met = [dated for dated in values if meets(dated, first, last)]
    if not met:
        return Unknown.MISSING
    whole = [dated for dated in met if (dated.since or LAWLESS_PAST) <= first and last <= (dated.until or FAR_FUTURE)]
    return whole[-1].value if whole else Unknown.UNUSABLE


def meets(spell: Spell | Dated, first: date, last: date) -> bool:
    return (spell.since is None or spell.since <= last) and (spell.until is None or first <= spell.until)


def covered(spells: list[Spell], first: date, last: date) -> bool:
    """Whether the spells together leave out no day of the range."""
    day = first
    for spell in sorted(spells, key=lambda s: s.since or LAWLESS_PAST):
        if (spell.since or LAWLESS_PAST) <= day:
            if spell.until is None or spell.until >= last:
                return True
            day = max(day, spell.until + DAY)
    return day > last
