"""The oracle's words: conditions, references, points, periods and selection, straight from the rule language's text.

A condition is True, False or the set of reasons why it is unknown. Nothing is imported from the program but its nouns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import prod
from typing import Any, NamedTuple

from compliance import model as m

Three = bool | frozenset[str]
UNUSABLE = frozenset({"unusable"})
SOME_DAY = m.Span(date(2021, 1, 1), date(2023, 12, 31))
"""As far as the days of a test go: where a day that cannot be read may lie."""
TEXT, PERSON, RECORD = m.FieldType("text"), m.FieldType("person"), m.FieldType("record")


class Gap(NamedTuple):
    """A value that is not known; `endless`: a whole list is not known, it may hold any number of values."""

    why: str
    endless: bool = False


class Match(NamedTuple):
    """A record that a selector takes on its day; for certain when `why` is empty."""

    record: m.Record
    day: m.Span
    why: frozenset[str] = frozenset()


class Case(NamedTuple):
    """What an instance is judged under. `person` is empty for a post or a group; each of `tenures` must bind."""

    pack: m.Pack
    evidence: m.Evidence
    as_of: date
    workday: Callable[[date], bool]
    obligation: m.Obligation
    person: str = ""
    each: Any = None
    tenures: tuple[Callable[[date], bool], ...] = ()
    first: date | None = None
    """The window's first day, on which a choice is read."""

    def in_role(self, role: str, day: date) -> tuple[str, ...]:
        return tuple(sorted(p for p in self.evidence.unit.people if held(spells(self, [p], role))(day)))


Held = Callable[[date], bool]


def spells(case: Case, people: Iterable[str], *roles: str) -> list[m.Spell]:
    return [s for p in people for s in case.evidence.unit.people[p].roles if s.role in roles]


def held(there: Iterable[m.Spell | m.Dated], away: Iterable[m.Spell] = ()) -> Held:
    """Whether a day lies in one of the spells and in none of the others."""
    return lambda day: any(covers(s, day) for s in there) and not any(covers(s, day) for s in away)


def covers(spell: m.Spell | m.Dated, day: date) -> bool:
    return (spell.since or date.min) <= day <= (spell.until or date.max)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# ---------------------------------------------------------------- strong Kleene logic


def both(truths: Iterable[Three]) -> Three:
    known = list(truths)
    return False if False in known else frozenset(why for t in known if isinstance(t, frozenset) for why in t) or True


def either(truths: Iterable[Three]) -> Three:
    return opposite(both(opposite(t) for t in truths))


def opposite(truth: Three) -> Three:
    return truth if isinstance(truth, frozenset) else not truth


# ---------------------------------------------------------------- values


def steady(day: m.Span, read: Callable[[date], Any]) -> Any:
    """What is read on a day; on a partial day only what is the same on all of its days."""
    seen = [read(d) for d in days(*day)]
    return seen[0] if all(s == seen[0] for s in seen) else m.Unknown.UNUSABLE


def elements(value: Any, kind: m.FieldType) -> list[Any]:
    if value is None or isinstance(value, m.Unknown):
        return [Gap(value.value if value else "missing", kind.many)]
    if isinstance(value, tuple) and not isinstance(value, m.Span | m.Duration):
        return [v for item in value for v in elements(item, m.FieldType(kind.base))]
    return [Gap("unusable")] if isinstance(value, m.Span) else [value]


def dated(attributes: Mapping[str, tuple[m.Dated, ...]], name: str, day: m.Span) -> Any:
    return steady(day, lambda d: next((v.value for v in attributes.get(name, ()) if covers(v, d)), None))


def kind_of(case: Case, owner: Any, kind: m.FieldType, name: str) -> m.FieldType:
    words = case.pack.vocabulary
    if name in ("roles", "attachments"):
        return m.FieldType("row" if name == "attachments" else "text", many=True)
    if isinstance(owner, m.Record):
        return words.kinds[owner.kind].fields.get(name, TEXT) if owner.kind in words.kinds else TEXT
    return {"person": words.person, "place": words.place}.get(kind.base, kind.fields).get(name, TEXT)


def value_of(case: Case, owner: Any, kind: m.FieldType, name: str, day: m.Span) -> Any:
    unit = case.evidence.unit
    if isinstance(owner, m.Record):
        start, end = owner.fields.get("start"), owner.fields.get("end")
        if name == "duration" and isinstance(start, date) and isinstance(end, date):
            return m.Duration(days=(end - start).days + 1)
        return owner.fields.get(name)
    if kind.base not in ("person", "place"):
        return owner.get(name)
    thing: Any = unit.people.get(owner) if kind.base == "person" else unit.places.get(owner)
    if thing and name == "roles":
        return steady(day, lambda d: tuple(sorted({s.role for s in thing.roles if covers(s, d)})))
    return dated(thing.attributes, name, day) if thing else None


def walk(case: Case, owner: Any, kind: m.FieldType, path: Sequence[str], day: m.Span) -> list[Any]:
    """The values at the path, lists flattened; gaps stand for the unknown ones."""
    if isinstance(owner, Gap) or not path:
        return [owner]
    if kind.base == "ref":
        there = [r for r in case.evidence.records if r.status == "done" and r.origin == "original" and r.last <= case.as_of]
        owner = next((r for r in there if r.id == owner), None)
        if not owner:
            return [Gap("missing")]
    inner = kind_of(case, owner, kind, path[0])
    return [v for x in elements(value_of(case, owner, kind, path[0], day), inner) for v in walk(case, x, inner, path[1:], day)]


def refer(case: Case, ref: m.Ref, day: m.Span, record: m.Record | None = None) -> list[Any]:
    unit, name, path = case.evidence.unit, ref.path[0] if ref.path else "", ref.path
    match ref.root:
        case "param":
            return [unit.parameters[name].value if name in unit.parameters else case.pack.parameters[name].value]
        case "unit":
            return elements(dated(unit.attributes, name, day), case.pack.vocabulary.unit.get(name, TEXT))
        case "set":
            return [i["id"] if isinstance(i, Mapping) else i for i in unit.sets.get(name, case.pack.sets.get(name, ()))]
        case "record":
            return walk(case, record, RECORD, path, day)
        case "each":
            return of_subject(case, path, day)
    role, path = (name, path[1:]) if ref.root == "people" else (case.obligation.bearer.role, path)
    people = (case.person,) if ref.root == "bearer" and case.person else steady(day, lambda d: case.in_role(role, d))
    return [v for p in elements(people, m.FieldType("person", many=True)) for v in walk(case, p, PERSON, path, day)]


def of_subject(case: Case, path: Sequence[str], day: m.Span) -> list[Any]:
    one = case.each
    if isinstance(one, Match):
        return walk(case, one.record, RECORD, path, one.day) if path else [one.day.last]
    if isinstance(one, tuple):
        one, path = one["ab".index(path[0])], path[1:]
    if isinstance(one, Mapping):
        return walk(case, one, m.FieldType("row"), path or ("id",), day)
    return walk(case, one, PERSON, path, day)


def listed(case: Case, values: Iterable[Any], day: m.Span, record: m.Record | None = None) -> list[Any]:
    return [v for x in values for v in worth_of(case, x, day, record)]


class Unlisted(Exception):
    """A choice without a value for what it depends on: an error, never passed."""


def worth_of(case: Case, x: Any, day: m.Span, record: m.Record | None = None) -> list[Any]:
    match x:
        case m.Ref():
            return refer(case, x, day, record)
        case m.Choose():
            option = chosen(case, x, record)
            return [option] if isinstance(option, Gap) else worth_of(case, option, day, record)
        case m.Calc():
            return [calculated(x.op, [worth_of(case, arg, day, record) for arg in x.args])]
        case m.Point() if isinstance(x.base, m.Ref):
            base = refer(case, x.base, day, record)
            return [v if isinstance(v, Gap) else moved(case, v, x.offsets, day) for v in base]
    return [x]


def moved(case: Case, day: date, offsets: Any, on: m.Span) -> date:
    from oracle_windows import shift

    for sign, length in offsets:
        day = shift(case, day, sign, length)
    return day


def chosen(case: Case, choose: m.Choose, record: m.Record | None = None) -> Any:
    first = case.first or case.pack.span.first
    found = refer(case, choose.ref, m.Span(first, first), record)
    if gaps(found) or len(set(found)) != 1:
        return Gap(next(iter(gaps(found)), "missing"))
    options = dict(choose.options)
    if found[0] not in options and choose.otherwise is None:
        raise Unlisted
    return options.get(found[0], choose.otherwise)


def calculated(op: str, args: list[list[Any]]) -> Any:
    if why := gaps(v for arg in args for v in arg):
        return Gap(min(why))
    if op == "size":
        return len({v for arg in args for v in arg})
    a, *rest = [arg[0] for arg in args]
    match op:
        case "max":
            return max([a, *rest])
        case "min":
            return min([a, *rest])
        case "plus":
            return a + sum(rest)
        case "minus":
            return a - rest[0]
        case "times" | "share":
            return a * prod(rest)
        case "div":
            return a // rest[0] if rest[0] else Gap("unusable")
    raise AssertionError(op)


# ---------------------------------------------------------------- conditions


def gaps(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(v.why for v in values if isinstance(v, Gap))


def known(values: Iterable[Any]) -> set[Any]:
    return {v for v in values if not isinstance(v, Gap)}


def compare(op: str, left: Any, right: Any) -> bool:
    truths: dict[str, bool] = {
        "at_least": left >= right,
        "at_most": left <= right,
        "more_than": left > right,
        "less_than": left < right,
        "equals": left == right,
    }
    return truths[op]


def subset(part: list[Any], whole: list[Any]) -> Three:
    if not part and (known(whole) or not gaps(whole)):
        return True
    if any(isinstance(v, Gap) and v.endless for v in whole):
        return gaps(whole) | gaps(part)
    if known(part) - known(whole):
        return (gaps(whole) | gaps(part)) if gaps(whole) else False
    return gaps(part) or True


def size(test: m.Size, found: list[Any], among: list[Any] | None, bounds: list[tuple[str, Any]]) -> Three:
    pool = known(found) & known(among) if among is not None else known(found)
    more = sum(99 if g.endless else 1 for g in found if isinstance(g, Gap))
    if among is not None:
        more = min(more, len(known(among)) - len(pool)) if not gaps(among) else 99
    why = gaps(found) | gaps(among or ()) | gaps(n for _, n in bounds)
    if gaps(n for _, n in bounds):
        return why
    truths = {all(compare(op, n, want) for op, want in bounds) for n in range(len(pool), len(pool) + more + 1)}
    return truths.pop() if len(truths) == 1 else why


def passes(case: Case, test: m.Test, found: list[Any], kind: m.FieldType, day: m.Span, record: m.Record | None) -> Three:
    def want(*values: Any) -> list[Any]:
        return listed(case, values, day, record)

    match test:
        case m.Not():
            return opposite(passes(case, test.test, found, kind, day, record))
        case m.Exists():
            return test.wanted == any(not isinstance(f, Gap) or f.why != "missing" for f in found)
        case m.Among():
            wanted = want(*test.values)
            return bool(known(found) & known(wanted)) or (bool(found and wanted) and (gaps(found + wanted) or False))
        case m.Covers():
            return subset(want(*test.values), found)
        case m.Inside():
            return subset(found, want(*test.values))
        case m.Contains():
            return any(test.text in f for f in known(found)) or gaps(found) or False
        case m.Size():
            among = None if test.among is None else want(*test.among)
            return size(test, found, among, [(c.op, want(c.value)[0]) for c in test.comparisons])
        case m.Compare():
            right = want(test.value)
            return gaps(found + right) or (len(found) == 1 == len(right) and compare(test.op, found[0], right[0]))
        case m.Rows():
            rows = [
                frozenset({r.why}) if isinstance(r, Gap) else both(holds(case, c, r, kind, day, record) for c in test.lines) for r in found
            ]
            return {
                "any": either(rows),
                "all": both(rows),
                "none": opposite(either(rows)),
                "first": both(rows[:1] or [False]),
                "last": both(rows[-1:] or [False]),
            }[test.quantifier]
    raise AssertionError(test)


def holds(case: Case, condition: m.Condition, owner: Any, kind: m.FieldType, day: m.Span, record: m.Record | None) -> Three:
    """Whether the record, or a row of it, satisfies one line."""
    if isinstance(condition, m.AnyOf):
        return either(both(holds(case, c, owner, kind, day, record) for c in lines) for lines in condition.alternatives)
    if condition.of:
        return passes(case, condition.test, refer(case, condition.of, day, record), TEXT, day, record)
    return passes(
        case, condition.test, walk(case, owner, kind, condition.path, day), last_kind(case, owner, kind, condition.path), day, record
    )


def last_kind(case: Case, owner: Any, kind: m.FieldType, path: Sequence[str]) -> m.FieldType:
    for name in path:
        kind = kind_of(case, owner, kind, name)
        owner = None
    return kind


# ---------------------------------------------------------------- selection


def day_of(record: m.Record, at: str) -> m.Span | None:
    if not at:
        return m.Span(record.first, record.last)
    value = record.fields.get(at)
    if isinstance(value, m.Unknown):
        return SOME_DAY
    return m.Span(value, value) if isinstance(value, date) else value if isinstance(value, m.Span) else None


def spread(day: m.Span) -> list[Any]:
    return [day.first] if day.first == day.last else [Gap("unusable")]


def lies(day: m.Span, first: date | None, last: date) -> Three:
    """A partial day that touches both the window and the time up to `as_of` is a doubt."""
    return False if day.last < (first or date.min) or day.first > last else day.first == day.last or UNUSABLE


def select(case: Case, selector: m.Selector, first: date | None, last: date, status: str = "done", trigger: bool = False) -> list[Match]:
    found = []
    for record in case.evidence.records:
        truths = [
            (t, day)
            for b in selector.branches
            if (t := branch_takes(case, b, record, first, last, status, trigger)) is not False and (day := day_of(record, b.at))
        ]
        if truths:
            why = (
                frozenset[str]()
                if True in [t for t, _ in truths]
                else frozenset(w for t, _ in truths if isinstance(t, frozenset) for w in t)
            )
            found.append(Match(record, next((day for t, day in truths if t is True), truths[0][1]), why))
    return found


def meeting(case: Case, selector: m.Selector, window: m.Window) -> list[Match]:
    """The records dated in the window, and those with an interval that has a day in it; it is no deed of the bearer's in his role."""
    found = []
    for x in select(case, selector, None, case.as_of, trigger=True):
        start, end = x.record.fields.get("start"), x.record.fields.get("end")
        whole = m.Span(start, end) if isinstance(start, date) and isinstance(end, date) else x.day
        first, last = window.first or date.min, window.last or date.max
        if whole.first <= last and whole.last >= first:
            inside = whole != x.day or lies(x.day, window.first, last) is True or (x.day.first >= first and x.day.last <= last)
            found.append(x if inside else x._replace(why=x.why | UNUSABLE))
    return found


def branch_takes(case: Case, branch: m.Branch, record: m.Record, first: date | None, last: date, status: str, trigger: bool) -> Three:
    day = day_of(record, branch.at)
    if record.kind not in branch.kinds or record.status != status or day is None:
        return False
    if record.origin == "compiled" and not any(isinstance(c, m.Line) and c.path == ("origin",) for c in branch.lines):
        return False
    where = lies(day, first, last)
    if where is False:
        return False
    served = True if trigger or not case.person else steady(day, held(spells(case, [case.person], case.obligation.bearer.role)))
    return both(
        [where, served if isinstance(served, bool) else UNUSABLE, *(holds(case, c, record, RECORD, day, record) for c in branch.lines)]
    )
