"""What must hold of every verdict, whatever the rules and the evidence (named as sentences). Worlds are made by `strategies`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.check import check
from compliance.model import Evidence, Record, Report, Span, Truth, Verdict
from compliance.windows import period_of, periods
from oracle_conditions import Case
from strategies import World, worlds
from synthesis import fitting

KINDS = ("count", "every", "steps", "attest", "all_of", "any_of")
PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
FINAL = (Truth.VIOLATED, Truth.SATISFIED)
Key = tuple[Any, ...]

relaxed = settings(settings.default, suppress_health_check=list(HealthCheck))


def key(verdict: Verdict) -> Key:
    return verdict.obligation.id, verdict.bearer, verdict.subject, verdict.window.first, verdict.window.last


def by_key(report: Report) -> Mapping[Key, Verdict]:
    return {key(verdict): verdict for verdict in report.verdicts}


def stands(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.verdict, verdict.low, verdict.high, verdict.basis


def without(world: World, gone: Iterable[str]) -> Evidence:
    names = set(gone)
    return replace(world.evidence, records=tuple(r for r in world.evidence.records if r.id not in names))


def with_records(world: World, more: Iterable[Record]) -> Evidence:
    records = sorted((*world.evidence.records, *more), key=lambda r: (r.first, r.id))
    return replace(world.evidence, records=tuple(records))


@relaxed
@given(worlds(*KINDS), st.integers(1, 120))
def test_a_final_verdict_never_changes_as_days_go_by_and_late_never_heals(world: World, days: int) -> None:
    now = by_key(check(*world))
    later = by_key(check(world.pack, world.evidence, world.as_of + timedelta(days)))
    for name, verdict in now.items():
        if verdict.final and name in later and verdict.verdict != "error":
            assert (later[name].low, later[name].high) == (verdict.low, verdict.high)
        if verdict.verdict == "late" and name in later:
            assert later[name].verdict == "late"


@relaxed
@given(worlds(*KINDS))
def test_records_dated_later_than_the_day_of_the_check_change_nothing_final(world: World) -> None:
    past = replace(world.evidence, records=tuple(r for r in world.evidence.records if r.first <= world.as_of))
    whole, cut = by_key(check(*world)), by_key(check(world.pack, past, world.as_of))
    for name, verdict in cut.items():
        if verdict.final and name in whole:
            assert (whole[name].low, whole[name].high) == (verdict.low, verdict.high)


@relaxed
@given(worlds(*KINDS))
def test_the_order_of_records_of_one_day_changes_nothing(world: World) -> None:
    backwards = world.evidence.records[::-1]
    turned = tuple(sorted(backwards, key=lambda r: r.first))
    assert {k: stands(v) for k, v in by_key(check(*world)).items()} == {
        k: stands(v) for k, v in by_key(check(world.pack, replace(world.evidence, records=turned), world.as_of)).items()
    }


@relaxed
@given(worlds(*KINDS))
def test_other_obligations_change_nothing(world: World) -> None:
    together = by_key(check(*world))
    for rule in world.pack.obligations:
        alone = by_key(check(replace(world.pack, obligations=(rule,)), world.evidence, world.as_of))
        assert {k: stands(v) for k, v in alone.items()} == {k: stands(v) for k, v in together.items() if k[0] == rule.id}


@relaxed
@given(worlds(*KINDS))
def test_when_every_window_has_closed_nothing_is_pending_or_at_risk(world: World) -> None:
    end = max([world.pack.span.last, *(v.window.last for v in check(*world).verdicts if v.window.last)])
    held = replace(world.evidence, records=tuple(r for r in world.evidence.records if r.status != "planned"))
    for verdict in check(world.pack, held, end + timedelta(800)).verdicts:
        if verdict.window.last is not None:
            assert verdict.verdict not in ("pending", "at_risk") or verdict.last_safe is None


@relaxed
@given(worlds(*KINDS))
def test_the_lowest_truth_is_never_above_the_highest(world: World) -> None:
    for verdict in check(*world).verdicts:
        assert verdict.low <= verdict.high
        assert (verdict.low == verdict.high) or verdict.basis != "ok" or verdict.verdict == "not_applicable"


def referred_to(records: Iterable[Record], among: Mapping[str, Record]) -> set[str]:
    """Ids of records that these name in their fields, directly or inside rows."""

    def names(value: Any) -> Iterable[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for inner in value.values():
                yield from names(inner)
        elif isinstance(value, tuple):
            for inner in value:
                yield from names(inner)

    return {name for record in records for value in record.fields.values() for name in names(value) if name in among}


@relaxed
@given(worlds("count", "steps", "attest"))
def test_the_records_that_a_pass_cites_give_it_alone(world: World) -> None:
    """With its trigger, and with the records that the cited ones refer to: a document counts by the meeting that adopted it."""
    every = {record.id: record for record in world.evidence.records}
    for verdict in check(*world).verdicts:
        if verdict.verdict != "pass":
            continue
        kept = {record.id for record in verdict.counted} | ({verdict.subject} & every.keys() if verdict.subject else set())
        kept |= referred_to((every[name] for name in kept), every)
        alone = by_key(check(world.pack, without(world, every.keys() - kept), world.as_of))
        assert alone[key(verdict)].verdict == "pass"


@relaxed
@given(worlds("count"))
def test_doing_what_is_advised_meets_it_and_doing_less_does_not(world: World) -> None:
    """Events made to measure, one after the other on the first advised day, until the last of them turns the verdict."""
    known = replace(world.evidence, records=tuple(r for r in world.evidence.records if r.last <= world.as_of))
    world = world._replace(evidence=known)
    for verdict in check(*world).verdicts:
        if verdict.low != Truth.VIOLATED_SO_FAR or verdict.low != verdict.high or not verdict.advice:
            continue
        demand = next((one.demand for one in verdict.advice if one.demand is not None), None)
        if demand is None or demand.first is None or verdict.obligation.readings[verdict.reading].kind.distinct:  # type: ignore[union-attr]
            continue
        day, subject = demand.first, demand.binding.subject
        if demand.binding.person and not in_role(world, demand.binding.person, demand.binding.role, day):
            continue
        case = Case(*world, world.workday, verdict.obligation, demand.binding.person or "", subject.value if subject else None)
        made = [fitting(case, demand.selector.branches[0], f"zz{number}", day, turn=number) for number in range(demand.n)]
        if None in made or not made:
            continue
        done = [record for record in made if record is not None]
        assert by_key(check(world.pack, with_records(world, done), day))[key(verdict)].low >= Truth.SATISFIED_SO_FAR
        less = by_key(check(world.pack, with_records(world, done[:-1]), day))[key(verdict)]
        assert less.low < Truth.SATISFIED_SO_FAR


def in_role(world: World, person: str, role: str, day: date) -> bool:
    spells = [spell for spell in world.evidence.unit.people[person].roles if spell.role == role]
    return any((s.since is None or s.since <= day) and (s.until is None or day <= s.until) for s in spells)


@relaxed
@given(worlds(*KINDS))
def test_the_same_inputs_give_the_same_report(world: World) -> None:
    one, two = check(*world), check(*world)
    assert [(key(v), stands(v), v.reasons, v.fired, v.near_misses) for v in one.verdicts] == [
        (key(v), stands(v), v.reasons, v.fired, v.near_misses) for v in two.verdicts
    ]


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
def test_the_periods_of_two_years_share_no_day(year: int, word: str) -> None:
    mine = list(periods(word, Span(date(year, 1, 1), date(year, 12, 31))))
    following = list(periods(word, Span(date(year + 1, 1, 1), date(year + 1, 12, 31))))
    assert mine[-1].last + timedelta(1) == following[0].first
    assert word != "week" or all((span.first + timedelta(3)).year == year for span in mine)
