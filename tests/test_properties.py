"""What must hold of every verdict, whatever the rules and the evidence (named as sentences). Worlds are made by `strategies`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import model as m
from compliance.check import check
from compliance.errors import Location, Problem
from compliance.model import Record, Truth, Verdict
from compliance.periods import period_of, periods
from compliance.records import build_records
from oracle_conditions import RECORD, Case, known, walk
from strategies import FIELDS, World, every_part, gathered, selectors_of, worlds
from synthesis import fitting, mentioned

KINDS = ("count", "every", "steps", "attest", "all_of", "any_of", "spacing", "holds", "sum", "count+when+unless", "count+numbers")
PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
SETTLED = ("not_applicable", "error")
DAYS = st.sampled_from((1, 2, 5, 10, 31, 90, 400))
Key = tuple[Any, ...]

a_world = st.sampled_from(KINDS).flatmap(worlds)
relaxed = settings(max_examples=settings().max_examples * 2, suppress_health_check=list(HealthCheck))


def key(verdict: Verdict) -> Key:
    return verdict.obligation.id, verdict.bearer, verdict.subject, verdict.window.first, verdict.window.last


def judged(world: World) -> dict[Key, Verdict]:
    return {key(verdict): verdict for verdict in check(*world).verdicts}


def stands(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.verdict, verdict.low, verdict.high, verdict.basis


def standing(world: World) -> dict[Key, tuple[Any, ...]]:
    return {name: stands(verdict) for name, verdict in judged(world).items()}


def only(world: World, records: Iterable[Record]) -> World:
    return world._replace(evidence=gathered(world.evidence.unit, list(records)))


def more(world: World, *records: Record) -> World:
    return only(world, (*world.evidence.records, *records))


def changed(record: Record, **fields: Any) -> Record:
    return replace(record, id=fields.get("id", record.id), fields={**record.fields, **fields})


# ---------------------------------------------------------------- time


@relaxed
@given(a_world, DAYS)
def test_what_is_final_stays_as_days_go_by_and_later_records_arrive_and_late_never_heals(world: World, days: int) -> None:
    before = judged(only(world, (r for r in world.evidence.records if r.first <= world.as_of)))
    after = judged(world._replace(as_of=world.as_of + timedelta(days)))
    for name, verdict in before.items():
        if verdict.final:
            assert (after[name].low, after[name].high) == (verdict.low, verdict.high)
        if verdict.verdict == "late":
            assert after[name].verdict == "late"


@relaxed
@given(a_world)
def test_when_every_window_has_closed_nothing_is_pending_or_at_risk(world: World) -> None:
    held = only(world, (r for r in world.evidence.records if r.status != "planned"))
    end = max([world.pack.span.last, *(v.window.last for v in check(*held).verdicts if v.window.last)])
    open_ended = any(m.Ref("each", ("due_on",)) in refs(part.window) for part in every_part(world.pack.obligations[0]))
    for verdict in check(*held._replace(as_of=end + timedelta(800))).verdicts:
        assert verdict.verdict not in ("pending", "at_risk") or verdict.window.last is None or open_ended


def refs(value: Any) -> set[m.Ref]:
    """The references inside a piece of a rule."""
    if isinstance(value, m.Ref):
        return {value}
    return {ref for inner in value for ref in refs(inner)} if isinstance(value, tuple) else set()


# ---------------------------------------------------------------- what does not matter


@relaxed
@given(a_world)
def test_the_order_of_records_of_one_day_changes_nothing(world: World) -> None:
    turned = sorted(world.evidence.records[::-1], key=lambda record: record.first)  # noqa: C415 (of one day, the last comes first)
    assert standing(world) == standing(world._replace(evidence=replace(world.evidence, records=tuple(turned))))


@relaxed
@given(a_world, st.randoms(use_true_random=False))
def test_the_order_of_files_and_copies_of_records_change_nothing(world: World, chance: Any) -> None:
    raws = [raw_of(record) for record in world.evidence.records if can_be_written(record)]
    mixed = raws + [raw for raw in raws if chance.random() < 0.5]
    chance.shuffle(mixed)
    assert read(world, raws) == read(world, mixed)


def can_be_written(record: Record) -> bool:
    return record.kind != "attestation" and not any(odd(value) for value in record.fields.values())


def odd(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(odd, value.values()))
    return isinstance(value, m.Unknown | m.Span) or (isinstance(value, tuple) and any(map(odd, value)))


def raw_of(value: Any) -> Any:
    """As it would stand in a file."""
    if isinstance(value, Record):
        return raw_of({name: inner for name, inner in value.fields.items() if name != "duration"})
    if isinstance(value, m.Duration):
        return f"{value.days}d"
    if isinstance(value, Mapping):
        return {name: raw_of(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [raw_of(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def read(world: World, raws: Iterable[Any]) -> list[tuple[Any, ...]]:
    def where(*_keys: str | int, of_key: bool = False) -> Location:
        return Location("f.yaml", 1)

    problems: list[Problem] = []
    built = build_records([(raw, where) for raw in raws], world.evidence.unit, world.pack, problems)
    assert not [p for p in problems if p.severity == "error"]
    return [(r.id, r.kind, r.first, r.last, r.status, r.origin, dict(r.fields)) for r in built]


@relaxed
@given(a_world)
def test_records_nobody_asks_for_change_nothing(world: World) -> None:
    visit = m.RecordKind("visit", m.Text("走访", "visit"), FIELDS["meeting"])
    words = replace(world.pack.vocabulary, kinds={**world.pack.vocabulary.kinds, "visit": visit})
    wider = world._replace(pack=replace(world.pack, vocabulary=words))
    visits = [replace(changed(r, id=f"zz{n}", kind="visit"), kind="visit") for n, r in enumerate(world.evidence.records)]
    assert standing(world) == standing(more(wider, *visits))


@relaxed
@given(worlds("count", "all_of", "steps"))
def test_other_obligations_change_nothing(world: World) -> None:
    together = standing(world)
    for duty in world.pack.obligations:
        alone = standing(world._replace(pack=replace(world.pack, obligations=(duty,))))
        assert alone == {name: stood for name, stood in together.items() if name[0] == duty.id}


@relaxed
@given(a_world)
def test_names_and_titles_change_nothing(world: World) -> None:
    unit, pack = world.evidence.unit, world.pack
    people = {p.id: replace(p, name=f"{p.name} of the bureau") for p in unit.people.values()}
    roles = {r.name: replace(r, title=m.Text("某职务", "some office")) for r in pack.roles.values()}
    renamed = World(replace(pack, roles=roles), replace(world.evidence, unit=replace(unit, people=people)), world.as_of)
    assert standing(world) == standing(renamed)


@relaxed
@given(a_world)
def test_the_same_inputs_give_the_same_report(world: World) -> None:
    def whole() -> list[Any]:
        return [(key(v), stands(v), v.reasons, v.fired, v.near_misses) for v in check(*world).verdicts]

    assert whole() == whole()


# ---------------------------------------------------------------- more and less evidence


@relaxed
@given(worlds("count"), st.integers(0, 9))
def test_lower_bounds_are_monotone_in_records_and_upper_bounds_antitone(world: World, which: int) -> None:
    done = [r for r in world.evidence.records if r.status == "done" and r.first == r.last <= world.as_of]
    kind = every_part(world.pack.obligations[0])[0].kind
    ops = {bound.op for bound in kind.bounds} if isinstance(kind, m.Count) else set()
    if not done or not (ops <= {"at_least", "more_than"} or ops <= {"at_most", "less_than"}):
        return
    before, after = judged(world), judged(more(world, changed(done[which % len(done)], id="zz")))
    for name in before.keys() & after.keys():
        one, two = before[name], after[name]
        if ops <= {"at_least", "more_than"}:
            assert one.low <= two.low
            assert one.high <= two.high
        elif one.basis != "undeclared":
            assert two.low <= one.low
            assert two.high <= one.high


@relaxed
@given(a_world)
def test_the_lowest_truth_is_never_above_the_highest(world: World) -> None:
    for verdict in check(*world).verdicts:
        assert verdict.low <= verdict.high
        assert verdict.low == verdict.high or verdict.basis != "ok" or verdict.verdict in SETTLED


@relaxed
@given(a_world, st.integers(0, 99))
def test_resolving_a_doubt_narrows_the_interval(world: World, turn: int) -> None:
    before = judged(world)
    for old in world.evidence.records:
        for new in resolved(world, old, turn):
            after = judged(only(world, (new if r is old else r for r in world.evidence.records)))
            for name in before.keys() & after.keys():
                assert before[name].low <= after[name].low
                assert after[name].high <= before[name].high


def resolved(world: World, record: Record, turn: int) -> Iterator[Record]:
    """The record with one doubt less. Triggers and dates that lay windows are left as they are: they would make other instances."""
    parts = every_part(world.pack.obligations[0])
    if any(record.kind in kinds_of_triggers(part) for part in parts):
        return
    if record.first < record.last:
        day = record.first + timedelta(turn % ((record.last - record.first).days + 1))
        yield replace(changed(record, date=day), first=day, last=day)
    lines = [line for part in parts for s in selectors_of(part) for b in s.branches for line in b.lines]
    lines += [line for part in parts if isinstance(part.kind, m.Every) for line in part.kind.must]
    given_or_not = {name for line in lines if "Exists" in repr(line) for name in mentioned([line])}
    for name, kind in FIELDS[record.kind].items():
        value = record.fields.get(name)
        unknown = value is None or isinstance(value, m.Unknown)
        if unknown and not kind.many and kind.base in SAMPLE and not (value is None and name in given_or_not):
            yield changed(record, **{name: SAMPLE[kind.base][turn % len(SAMPLE[kind.base])]})
        if isinstance(value, tuple) and m.Unknown.AMBIGUOUS in value:
            yield changed(record, **{name: tuple("li" if v is m.Unknown.AMBIGUOUS else v for v in value)})


SAMPLE: dict[str, tuple[Any, ...]] = {
    "person": ("li", "qian"),
    "term": ("x", "y"),
    "flag": (True, False),
    "number": (1, 3),
    "text": ("党建", "会议"),
}


# ---------------------------------------------------------------- what is cited, what is advised


def kinds_of_triggers(part: m.Part) -> set[str]:
    return {kind for b in part.for_each.selector.branches for kind in b.kinds} if part.for_each and part.for_each.selector else set()


def looked_through(part: m.Part) -> set[str]:
    """An upper bound holds because there are records of the kind at all, and not too many of them match."""
    lower = isinstance(part.kind, m.Count) and {bound.op for bound in part.kind.bounds} & {"at_least", "more_than"}
    return {kind for b in part.kind.of.branches for kind in b.kinds} if isinstance(part.kind, m.Count) and not lower else set()


def referred_to(world: World, kept: Iterable[str]) -> set[str]:
    """The records that these name in their fields: a document counts by the meeting that adopted it."""
    every = {record.id: record for record in world.evidence.records}

    def names(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping | tuple):
            for inner in value.values() if isinstance(value, Mapping) else value:
                yield from names(inner)

    return {name for one in kept for name in names(every[one].fields) if name in every}


@relaxed
@given(a_world)
def test_the_records_a_verdict_cites_alone_give_that_verdict_again(world: World) -> None:
    """With the roster, the declarations, the triggers, what an upper bound looked through, and what the cited ones refer to."""
    every = {record.id for record in world.evidence.records}
    parts = every_part(world.pack.obligations[0])
    kinds = {kind for part in parts[1:] for kind in kinds_of_triggers(part)} | {kind for part in parts for kind in looked_through(part)}
    besides = {record.id for record in world.evidence.records if record.kind in kinds}
    for name, verdict in judged(world).items():
        if verdict.doubtful and any(isinstance(part.kind, m.Steps) for part in parts):
            continue
        near = (near.record for near in (*verdict.doubtful, *verdict.near_misses))
        kept = {record.id for record in (*verdict.counted, *verdict.mended_by, *near)} | ({verdict.subject or ""} & every) | besides
        kept |= {record.id for record in verdict.reached} | referred_to(world, kept - {record.id for record in verdict.counted})
        alone = judged(only(world, (r for r in world.evidence.records if r.id in kept)))
        assert stands(alone[name]) == stands(verdict)


@relaxed
@given(st.sampled_from(("count", "every", "steps", "all_of", "any_of", "spacing", "sum")).flatmap(worlds), st.just(False))
def test_doing_what_is_advised_meets_it_and_doing_less_does_not(world: World, at_the_end: bool) -> None:
    """Events made to measure, on the first or the last advised days."""
    past = only(world, (r for r in world.evidence.records if r.first <= world.as_of and r.status != "planned"))
    for name, verdict in judged(past).items():
        demands = [one.demand for one in verdict.advice if one.demand]
        if verdict.low != Truth.VIOLATED_SO_FAR or not demands or len(demands) < len(verdict.advice) or may_be_hurt(verdict):
            continue
        made = events(past, verdict, demands, at_the_end=at_the_end and not follows(verdict))
        if made:
            day = max(record.first for record in made)
            assert judged(more(past._replace(as_of=day), *made))[name].low >= Truth.SATISFIED_SO_FAR
            for left_out in made if len(demands) == 1 else ():
                less = more(past._replace(as_of=day), *(r for r in made if r is not left_out))
                assert judged(less)[name].low < Truth.SATISFIED_SO_FAR


@relaxed
@given(st.sampled_from(("all_of", "any_of")).flatmap(worlds))
def test_one_thing_that_serves_several_parts_is_advised_once(world: World) -> None:
    for verdict in check(*world).verdicts:
        demands = [one.demand for one in verdict.advice if one.demand]
        shared = [(d.selector, d.first, d.last, d.must) for d in demands if "each" not in {ref.root for ref in spoken(d)}]
        steps = any(isinstance(part.kind, m.Steps) for part in every_part(verdict.obligation))
        assert steps or len(shared) == len(set(shared))


def follows(verdict: Verdict) -> bool:
    """Steps are advised with their earliest days only: the latest day of one does not leave room for the next."""
    return any(isinstance(part.kind, m.Steps) for part in every_part(verdict.obligation))


def may_be_hurt(verdict: Verdict) -> bool:
    """Something forbids: an event made for another part may be one too many, or a bad one; so may a doubtful record."""
    kinds = [part.kind for part in every_part(verdict.obligation)]
    upper = any(isinstance(k, m.Count) and {b.op for b in k.bounds} & {"at_most", "less_than", "exactly"} for k in kinds)
    return (upper and bool(verdict.doubtful)) or (len(kinds) > 1 and (upper or any(isinstance(k, m.Every) for k in kinds)))


def spoken(demand: m.Demand) -> set[m.Ref]:
    return {ref for b in demand.selector.branches for line in (*b.lines, *demand.must) for ref in refs(line)}


def events(world: World, verdict: Verdict, demands: Iterable[m.Demand], *, at_the_end: bool) -> list[Record]:
    """Nothing if the values there are cannot do it, or the bearer is not in the role on that day."""
    made: list[Record] = []
    kinds = [part.kind for part in every_part(verdict.obligation)]
    distinct = next((k.distinct for k in kinds if isinstance(k, m.Count) and k.distinct), ())
    for demand in demands:
        person, subject = demand.binding.person, demand.binding.subject
        case = Case(*world, world.workday, verdict.obligation, person or "", subject.value if subject else None)
        for number in range(demand.n):
            first = max(demand.first or world.as_of, world.as_of)
            day = demand.last if at_the_end and demand.last else first
            if distinct == ("date",):
                day = first + timedelta(number)
            found = [fitting(case, b, f"zz{len(made)}", day, demand.must, turn) for b in demand.selector.branches for turn in range(12)]
            new = next((r for r in found if r and brings_something_new(case, distinct, (*world.evidence.records, *made), r)), None)
            if new is None or (person and not in_role(world, person, demand.binding.role, day)):
                return []
            made.append(carrying(new, verdict))
    return made


def carrying(new: Record, verdict: Verdict) -> Record:
    """Where amounts are added up, one event with all that is lacking."""
    kind = every_part(verdict.obligation)[0].kind
    if not isinstance(kind, m.Count) or not kind.total:
        return new
    lacking = (verdict.need or 0) - (verdict.have or 0) + any(bound.op == "more_than" for bound in kind.bounds)
    length = isinstance(kind.bounds[0].n, m.Duration)
    return changed(new, **{kind.total[0]: m.Duration(days=int(lacking)) if length else int(lacking)})


def brings_something_new(case: Case, distinct: tuple[str, ...], records: Iterable[Record], new: Record) -> bool:
    def values(record: Record) -> set[Any]:
        return known(walk(case, record, RECORD, distinct, m.Span(record.first, record.last)))

    return not distinct or bool(values(new) - {v for record in records for v in values(record)})


def in_role(world: World, person: str, role: str, day: date) -> bool:
    spells = [spell for spell in world.evidence.unit.people[person].roles if spell.role == role]
    return any((s.since is None or s.since <= day) and (s.until is None or day <= s.until) for s in spells)


# ---------------------------------------------------------------- the calendar


@pytest.mark.parametrize("word", PERIODS)
def test_every_day_lies_in_exactly_one_period(word: str) -> None:
    day, end = date(2000, 1, 1), date(2100, 12, 31)
    current = period_of(word, day)
    assert current.first <= day
    while current.last < end:
        following = period_of(word, current.last + timedelta(1))
        assert following.first == current.last + timedelta(1)
        assert period_of(word, current.first) == period_of(word, current.last) == current
        current = following


@given(st.integers(1999, 2101), st.sampled_from(PERIODS))
def test_the_periods_of_two_years_share_no_day_and_leave_none_out(year: int, word: str) -> None:
    mine = list(periods(word, m.Span(date(year, 1, 1), date(year, 12, 31))))
    following = list(periods(word, m.Span(date(year + 1, 1, 1), date(year + 1, 12, 31))))
    assert mine[-1].last + timedelta(1) == following[0].first
    assert all(one.last + timedelta(1) == two.first for one, two in pairwise(mine))
    assert word != "week" or all((span.first + timedelta(3)).year == year for span in mine)
