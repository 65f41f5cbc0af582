"""The things judged: bearer → second quantifier → window, and who is bound by which (language §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any, NamedTuple

from compliance.facts import DAY, FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import (
    Bearer,
    Dated,
    FieldType,
    ForEach,
    HeldDays,
    HeldShare,
    Pick,
    Point,
    Reason,
    Record,
    Ref,
    Selector,
    Span,
    TenureTest,
    Value,
    When,
    Window,
    WindowSpec,
)
from compliance.resolving import gather
from compliance.select import Selection
from compliance.truths import TRUE, Binding, Subject, conjunction, key_of
from compliance.vocabulary import record_space, types_at
from compliance.windows import Ruler, WindowFault

NOTHING = Selector("", ())


Trigger = tuple[Record, date, date, int]


class Instance(NamedTuple):
    """One thing to judge.

    `vacancy` says why nothing can be measured: nobody, no_subject, no_list, empty_list, no_trigger, no_rows, no_period.
    """

    binding: Binding
    window: Window
    vacancy: str = ""
    doubt: int = TRUE
    """Of the trigger, or of what lengthened the window: above TRUE it may not be so."""
    planned: bool = False
    fault: Reason | None = None


def bearers(bearer: Bearer, facts: Facts) -> list[Binding]:
    """One binding a person, or one for the office or the body. Empty: nobody ever held the role."""
    people = facts.people_of(bearer.role)
    if bearer.mode == "each":
        return [Binding("each", bearer.role, person) for person in people]
    return [Binding(bearer.mode, bearer.role, None)] if people else []


def name_of(binding: Binding) -> str:
    return binding.person or binding.role


def form(for_each: ForEach | None, spec: WindowSpec | None, binding: Binding, enclosing: Window, selection: Selection) -> list[Instance]:
    """The instances of a part for one bearer: every subject with every window, or one placeholder that says what is lacking."""
    facts = selection.facts
    if for_each is None:
        return _windows(spec, binding, enclosing, selection)
    whole = Window(facts.span.first, facts.span.last)
    if for_each.kind == "record":
        found = list(_triggered(for_each, spec, binding, enclosing, selection))
        if not found and for_each.rows and selection.dated(for_each.selector or NOTHING, binding, *facts.span).certain:
            return [Instance(binding, whole, "no_rows")]
        return found or [Instance(binding, whole, "no_trigger")]
    subjects = _items(for_each, binding, facts) if for_each.kind == "item" else list(_people(for_each, binding, facts))
    if isinstance(subjects, str):
        return [Instance(binding, whole, subjects)]
    if not subjects:
        return [Instance(binding, whole, "no_subject")]
    return [instance for subject in subjects for instance in _windows(spec, _about(binding, subject), enclosing, selection)]


def _about(binding: Binding, subject: Subject) -> Binding:
    """The binding for one subject. Under an outer quantifier both must be bound by their tenure."""
    outer = binding.subject.terms if binding.subject else ()
    return binding._replace(subject=subject._replace(terms=outer + subject.terms))


def _windows(spec: WindowSpec | None, binding: Binding, enclosing: Window, selection: Selection) -> list[Instance]:
    try:
        placed = Ruler(selection, binding).lay(spec, enclosing)
    except WindowFault as wrong:
        return [Instance(binding, enclosing, fault=Reason(wrong.code, wrong.params))]
    if not placed:
        return [Instance(binding, enclosing, "no_period")]
    return [Instance(binding._replace(period=period), window, doubt=window.doubt) for window, period in placed]


# ---------------------------------------------------------------- subjects


def _people(for_each: ForEach, binding: Binding, facts: Facts) -> Iterator[Subject]:
    if for_each.kind == "pair":
        yield from _pairs(for_each.roles, facts)
        return
    for person in sorted({who for role in for_each.roles for who in facts.people_of(role)}):
        days = [span for role in for_each.roles for span in facts.days_held(person, role)]
        if person == binding.person:
            continue
        if binding.mode == "post":
            # A talk with oneself is not owed: whoever holds the office is no subject of it on those days.
            days = list(without(days, facts.days_held(person, binding.role)))
            if not days:
                continue
        yield Subject("role", person, person, (tuple(days),))


def _pairs(roles: tuple[str, ...], facts: Facts) -> Iterator[Subject]:
    first, second = roles[0], roles[-1]
    pairs: Iterable[tuple[str, str]] = combinations(facts.people_of(first), 2)
    if len(roles) == 2:
        pairs = ((a, b) for a, b in product(facts.people_of(first), facts.people_of(second)) if a != b)
    seen: set[str] = set()
    for a, b in pairs:
        key = "+".join(sorted((a, b)))
        if key not in seen:
            seen.add(key)
            yield Subject("pair", key, (a, b), (tuple(facts.days_held(a, first)), tuple(facts.days_held(b, second))))


def _items(for_each: ForEach, binding: Binding, facts: Facts) -> list[Subject] | str:
    """The items of a set, a literal list or an attribute; an attribute that changes gives each item its own days."""
    subjects: dict[str, Subject] = {}
    for item in for_each.items:
        entries = _dated(item, binding, facts) if isinstance(item, Ref) else [Dated(item)]
        if not entries:
            return "no_list"
        for entry in entries:
            days = (Span(entry.since or LAWLESS_PAST, entry.until or FAR_FUTURE),)
            for value in entry.value if type(entry.value) is tuple else (entry.value,):
                key = str(key_of(value))
                before = subjects[key].terms[0] if key in subjects else ()
                subjects[key] = Subject("item", key, value, (before + days,), type=_type_of_item(item, facts))
    return [subjects[key] for key in sorted(subjects)] or "empty_list"


def _type_of_item(item: Value | Ref, facts: Facts) -> FieldType | None:
    """Where `$each.field` goes on from a place or a person that an attribute lists; None: an item that holds its own fields, or a word."""
    if not isinstance(item, Ref) or item.root not in ("bearer", "unit") or not item.path:
        return None
    vocabulary = facts.pack.vocabulary
    field = (vocabulary.person if item.root == "bearer" else vocabulary.unit).get(item.path[0])
    return replace(field, many=False) if field and field.base in ("person", "place") else None


def _dated(ref: Ref, binding: Binding, facts: Facts) -> list[Dated]:
    if ref.root == "set":
        return [Dated(facts.items(ref.path[0]))] if ref.path[0] in facts.unit.sets or facts.items(ref.path[0]) else []
    if ref.root == "param":
        return [Dated(facts.parameter(ref.path[0]))]
    if ref.root == "unit":
        return list(facts.unit.attributes.get(ref.path[0], ()))
    holders = [binding.person] if binding.person else facts.people_of(binding.role) if ref.root == "bearer" else []
    found: list[Dated] = []
    for who in holders:
        for dated in facts.unit.people[who].attributes.get(ref.path[0], ()) if ref.path else ():
            spells = [Span(LAWLESS_PAST, FAR_FUTURE)] if binding.person else facts.days_held(who, binding.role)
            whole = Span(dated.since or LAWLESS_PAST, dated.until or FAR_FUTURE)
            found += [Dated(dated.value, *both) for spell in spells if (both := overlap(whole, spell))]
    return found


# ---------------------------------------------------------------- triggers


def _triggered(for_each: ForEach, spec: WindowSpec | None, binding: Binding, enclosing: Window, selection: Selection) -> Iterator[Instance]:
    facts = selection.facts
    selector = for_each.selector or NOTHING
    anywhen = (None, None) if for_each.due_in_span else facts.span
    every = selection.dated(selector, binding, *anywhen)
    triggers = [(hit.record, hit.first, hit.last, hit.truth, False) for hit in (*every.certain, *every.doubtful)]
    if spec is not None and _ends_before_trigger(spec):
        triggers += [(hit.record, hit.first, hit.last, hit.truth, True) for hit in selection.planned(selector, binding)]
    if for_each.distinct:
        yield from _values(for_each, spec, binding, enclosing, selection, [(t[0], t[1], t[2], t[3]) for t in triggers if not t[4]])
        return
    for record, first, last, truth, planned in sorted(triggers, key=lambda t: (t[1], t[0].id)):
        in_span = overlap(Span(first, last), facts.span) is not None
        if not in_span and not for_each.due_in_span:
            continue
        for subject, certain in _of_trigger(for_each, record, Span(first, last), facts):
            for instance in _windows(spec, _about(binding, subject), enclosing, selection):
                if not for_each.due_in_span or _due_in_span(instance, facts, in_span):
                    yield instance._replace(doubt=conjunction((truth, certain, instance.doubt)), planned=planned)


def _of_trigger(for_each: ForEach, record: Record, day: Span, facts: Facts) -> Iterator[tuple[Subject, int]]:
    """The trigger itself, or every row of its list; a list that is not fully known may hold one more."""
    if not for_each.rows:
        yield Subject("record", record.id, record, day=day), TRUE
        return
    space = record_space(facts.pack.vocabulary, record.kind)
    found = gather(facts, record.fields, space, for_each.rows, *day)
    kind = next((field for _, field, _ in types_at(facts.pack.vocabulary, (space,), for_each.rows) if field), None)
    single = replace(kind, many=False) if kind else None
    for number, row in enumerate(found.values, 1):
        own = key_of(row) or number
        yield Subject("row", f"{record.id}#{own}", row, day=day, record=record, type=single), TRUE
    if found.bits:
        yield Subject("row", f"{record.id}#?", None, day=day, record=record, type=single), found.bits


def _values(
    for_each: ForEach, spec: WindowSpec | None, binding: Binding, enclosing: Window, selection: Selection, triggers: list[Trigger]
) -> Iterator[Instance]:
    """Each different value of the triggers in the span; doubtful where only doubtful triggers have it."""
    facts, vocabulary = selection.facts, selection.facts.pack.vocabulary
    sure: dict[str, tuple[Any, FieldType | None, int]] = {}
    for record, first, last, truth in triggers:
        if overlap(Span(first, last), facts.span) is None:
            continue
        space = record_space(vocabulary, record.kind)
        found = gather(facts, record.fields, space, for_each.distinct, first, last)
        kind = next((field for _, field, _ in types_at(vocabulary, (space,), for_each.distinct) if field), None)
        for value in [*found.values, *([None] if found.bits else [])]:
            key = "?" if value is None else str(key_of(value))
            certain = conjunction((truth, found.bits if value is None else TRUE))
            known = sure.get(key)
            if known is None or (known[2] != TRUE and certain == TRUE):
                sure[key] = (value, kind, certain)
    for key, (value, kind, certain) in sorted(sure.items()):
        subject = Subject("value", key, value, type=replace(kind, many=False) if kind else None)
        for instance in _windows(spec, _about(binding, subject), enclosing, selection):
            yield instance._replace(doubt=conjunction((certain, instance.doubt)))


def _due_in_span(instance: Instance, facts: Facts, in_span: bool) -> bool:
    last = instance.window.last
    if instance.fault:
        ends = dict(instance.fault.params).get("last")
        last = date.fromisoformat(str(ends)) if ends else None
    if last is None:
        return in_span
    return facts.span.first <= last <= facts.span.last


def _ends_before_trigger(spec: WindowSpec) -> bool:
    """`ahead`, or `to: $each` with nothing added: what a planned event may already ask for."""
    return spec.ahead is not None or _no_later(spec.end)


_DAYS_OF_EACH = (Ref("each"), Ref("each", ("start",)), Ref("each", ("end",)), Ref("each", ("date",)))
"""None of them is after the day of the trigger."""


def _no_later(when: When | None) -> bool:
    """Whether a point cannot lie after the trigger, whichever of its alternatives is taken."""
    if isinstance(when, Pick):
        return all(map(_no_later, when.points))
    return isinstance(when, Point) and when.base in _DAYS_OF_EACH and all(sign < 0 for sign, _ in when.offsets)


# ---------------------------------------------------------------- tenure


def bound_by(tests: tuple[TenureTest, ...], terms: tuple[tuple[Span, ...], ...], window: Window, span: Span) -> tuple[int, int] | None:
    """None if every term binds in the window; else (days held, days of the window) of the first that does not."""
    first, last = window.first or span.first, window.last or span.last
    first = min(first, last)
    total = (last - first).days + 1
    for term in terms:
        held = days_within(term, first, last)
        at_end = any(spell.first <= last <= spell.last for spell in term)
        if not any(_binds(test, held, total, at_end) for test in tests):
            return held, total
    return None


def _binds(test: TenureTest, held: int, total: int, at_end: bool) -> bool:
    if isinstance(test, HeldDays):
        return held >= test.days
    if isinstance(test, HeldShare):
        return held >= test.share * total
    return at_end if test == "end" else held == total if test == "all" else held > 0


def terms_of(binding: Binding, facts: Facts, effective: Span | None = None) -> tuple[tuple[Span, ...], ...]:
    """The days of the bearer (a person, or an office with anybody in it), of the text if it is not always in force, and of the subject."""
    own: tuple[tuple[Span, ...], ...] = ((effective,),) if effective else ()
    if binding.mode == "each" and binding.person:
        own += (tuple(facts.days_held(binding.person, binding.role)),)
    elif binding.mode == "post":
        own += (tuple(span for person in facts.people_of(binding.role) for span in facts.days_held(person, binding.role)),)
    return own + (binding.subject.terms if binding.subject else ())


def days_within(spells: Iterable[Span], first: date, last: date) -> int:
    """How many days of the range the spells cover together."""
    held, day = 0, first
    for spell in sorted(spells):
        start, end = max(spell.first, day), min(spell.last, last)
        if start <= end:
            held += (end - start).days + 1
            if end == last:
                break
            day = end + DAY
    return held


def union(spells: Iterable[Span], first: date, last: date) -> list[Span]:
    """The days of the range that the spells cover, each once, in order."""
    found: list[Span] = []
    for spell in sorted(spells):
        start, end = max(spell.first, first), min(spell.last, last)
        if start > end:
            continue
        if found and (found[-1].last >= end or found[-1].last + DAY >= start):
            found[-1] = Span(found[-1].first, max(found[-1].last, end))
        else:
            found.append(Span(start, end))
    return found


def overlap(one: Span, other: Span) -> Span | None:
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Span(first, last) if first <= last else None


def without(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """The days of `spans` that lie in none of the others."""
    left = list(spans)
    for other in others:
        cut: list[Span] = []
        for span in left:
            if overlap(span, other) is None:
                cut.append(span)
                continue
            if span.first < other.first:
                cut.append(Span(span.first, other.first - DAY))
            if other.last < span.last:
                cut.append(Span(other.last + DAY, span.last))
        left = cut
    return iter(left)
