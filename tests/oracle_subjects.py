"""The oracle's instances: who is bound and for what, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

from compliance import model as m
from oracle_conditions import Case, Gap, Held, Match, elements, gaps, held, refer, select, spells

TEXTS = m.FieldType("text", many=True)


def bearers(case: Case) -> list[Case]:
    """One case a person who ever holds the role, or one for the office or the body; none if nobody ever does."""
    mode, role = case.obligation.bearer.mode, case.obligation.bearer.role
    people = [p for p in sorted(case.evidence.unit.people) if spells(case, [p], role)]
    if mode == "each":
        return [case._replace(person=p, tenures=(held(spells(case, [p], role)),)) for p in people]
    return [case._replace(tenures=(held(spells(case, people, role)),) if mode == "post" else ())] if people else []


def name(subject: Any) -> str:
    if isinstance(subject, Match):
        return subject.record.id
    if isinstance(subject, tuple):
        return "+".join(sorted(subject))
    return str(subject["id"] if isinstance(subject, Mapping) else subject)


def subjects(case: Case, part: m.Part) -> list[Case]:
    if part.for_each is None:
        return [case]
    form = {"record": triggers, "item": items, "role": people, "pair": pairs}[part.for_each.kind]
    return [case._replace(each=each, tenures=case.tenures + tenures) for each, tenures in form(case, part, part.for_each)]


Subject = tuple[Any, tuple[Held, ...]]


def people(case: Case, _: m.Part, each: m.ForEach) -> Iterator[Subject]:
    """Everyone in the roles but the bearer himself; under an office, for his days out of that office."""
    for p in sorted(case.evidence.unit.people):
        away = spells(case, [p], case.obligation.bearer.role) if case.obligation.bearer.mode == "post" else []
        there = held(spells(case, [p], *each.roles), away)
        turns = [d for s in spells(case, [p], *each.roles) + away for d in (s.since, s.until) if d]
        if p != case.person and any(map(there, [date.min, date.max, *(d + timedelta(n) for d in turns for n in (-1, 0, 1))])):
            yield p, (there,)


def pairs(case: Case, _: m.Part, each: m.ForEach) -> Iterator[Subject]:
    seen = set()
    for a, b in product(sorted(case.evidence.unit.people), repeat=2):
        there = spells(case, [a], each.roles[0]), spells(case, [b], each.roles[-1])
        if a != b and all(there) and frozenset((a, b)) not in seen:
            seen.add(frozenset((a, b)))
            yield (a, b), (held(there[0]), held(there[1]))


def items(case: Case, _: m.Part, each: m.ForEach) -> Iterator[Subject]:
    found = [pair for value in each.items for pair in listed_items(case, value)]
    if not gaps(item for item, _ in found):
        for item in {name(item): item for item, _ in reversed(found)}.values():
            yield item, (held([spell for i, spell in found if i == item]),)


def listed_items(case: Case, value: Any) -> list[tuple[Any, m.Dated]]:
    """The items and when they are in the list; an attribute's item only while it is in the attribute."""
    always, unit = m.Dated(value), case.evidence.unit
    if isinstance(value, m.Ref) and value.root in ("bearer", "unit"):
        owner = unit.people[case.person] if value.root == "bearer" else unit
        entries = owner.attributes.get(value.path[0], ())
        return [(i, entry) for entry in entries for i in elements(entry.value, TEXTS)] if entries else [(Gap("missing"), always)]
    if isinstance(value, m.Ref) and value.root == "set":
        return [(i, always) for i in unit.sets.get(value.path[0], case.pack.sets.get(value.path[0], ()))]
    return [(i, always) for i in (refer(case, value, case.pack.span) if isinstance(value, m.Ref) else [value])]


def triggers(case: Case, part: m.Part, each: m.ForEach) -> Iterator[Subject]:
    """Done ones up to `as_of`; planned ones still to come, but only where the window ends before them."""
    assert each.selector
    first, last = (None, date.max) if each.due_in_span else case.pack.span
    yield from ((t, ()) for t in select(case, each.selector, first, min(case.as_of, last), trigger=True))
    if part.window and ends_before_trigger(part.window):
        planned = select(case, each.selector, first, last, "planned", trigger=True)
        yield from ((t, ()) for t in planned if t.day.last >= case.as_of)


def ends_before_trigger(window: m.WindowSpec) -> bool:
    end = window.end
    return window.ahead is not None or (isinstance(end, m.Point) and end.base == m.Ref("each") and all(sign < 0 for sign, _ in end.offsets))


def in_its_year(case: Case, each: m.ForEach | None, window: m.Window) -> bool:
    """`year_of: due` keeps the triggers whose window ends in the span; one that is not known to end, by its own day."""
    first, last = case.pack.span
    if not each or not each.due_in_span:
        return True
    return first <= window.last <= last if window.last else case.each.day.first <= last and case.each.day.last >= first


def known_to_be_empty(case: Case, each: m.ForEach) -> bool:
    return each.kind == "item" and not gaps(item for value in each.items for item, _ in listed_items(case, value))


def declared(case: Case, selector: m.Selector, first: date | None, last: date) -> bool:
    """Whether declarations of absence together cover every day; nothing covers no day, or days without a beginning."""
    if not selector.name or first is None or first > last:
        return False
    made = [(d.first, min(d.last, d.on)) for d in case.evidence.unit.declarations if d.none == selector.name]
    for start, end in sorted(period for period in made if not beaten(case, selector, *period)):
        if start <= first <= end:
            first = min(end, date.max - timedelta(1)) + timedelta(1)
    return first > last


def beaten(case: Case, selector: m.Selector, first: date, last: date) -> bool:
    """A declaration that a certain record contradicts is worth nothing."""
    return any(not x.why for x in select(case, selector, first, min(last, case.as_of), trigger=True))
