"""The whole program and the oracle agree on small worlds: which instances there are, their truths, their verdicts, the roll-up.

And the worlds are good enough: bugs seeded on purpose are found in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import oracle
from compliance import case, check, expressions, instances, kinds, measure, periods, select, windows
from compliance.model import Window
from strategies import World, worlds

KINDS = ("count", "every", "steps", "attest", "all_of", "any_of")
SETTLED = ("not_applicable", "error")
"""Verdicts for which the truth says nothing, and an error has no window."""

Key = tuple[Any, ...]
Shown = tuple[str, ...]


def shown(key: Key, found: oracle.Found) -> tuple[Key, Shown]:
    low, high, verdict = found
    return key[:3] if verdict == "error" else key, (verdict,) if verdict in SETTLED else (low.word, high.word, verdict)


def of_program(world: World) -> dict[Key, Shown]:
    report = check.check(*world)
    keys = [(v.obligation.id, v.bearer, v.subject, v.window.first, v.window.last) for v in report.verdicts]
    assert len(keys) == len(set(keys))
    rows = zip(keys, report.verdicts, strict=True)
    return dict(shown(key, (v.low, v.high, v.verdict)) for key, v in rows) | {("group", g.kind, g.key): (g.verdict,) for g in report.groups}


def of_oracle(world: World) -> dict[Key, Shown]:
    found = oracle.judge(*world, world.workday)
    return dict(shown(key, value) for key, value in found.items()) | {("group", *key): (value,) for key, value in groups(world, found)}


def groups(world: World, found: dict[oracle.Key, oracle.Found]) -> Iterator[tuple[Key, str]]:
    duties, below = {duty.id: duty for duty in world.pack.obligations}, dict[tuple[str, str], list[tuple[str, str]]]()
    for key, (_, _, verdict) in found.items():
        duty = duties[key[0]]
        above = ("unit", ""), ("list", duty.list), ("article", f"{duty.list}/{duty.source.article}"), ("bearer", key[1])
        for group in above:
            below.setdefault(group, []).append((verdict, duty.modality))
    for group, verdicts in below.items():
        yield group, oracle.worst(verdicts)


def disagreements(world: World) -> dict[Key, tuple[Shown | None, Shown | None]]:
    program, spec = of_program(world), of_oracle(world)
    return {key: (program.get(key), spec.get(key)) for key in program.keys() | spec.keys() if program.get(key) != spec.get(key)}


MANY = settings().max_examples * 4
"""Small worlds are quick: in the small profile, too, there is time for some hundreds of each kind."""


@settings(max_examples=MANY)
@given(worlds("count"))
def test_count(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY)
@given(worlds("every"))
def test_every(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY)
@given(worlds("steps"))
def test_steps(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY // 2)
@given(worlds("spacing"))
def test_spacing(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY // 2)
@given(worlds("holds"))
def test_holds(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY // 2)
@given(worlds("sum"))
def test_sum(world: World) -> None:
    assert disagreements(world) == {}


@given(st.sampled_from(("count+when", "every+when+unless", "count+unless", "all_of+when", "any_of+unless")).flatmap(worlds))
def test_whom_it_binds(world: World) -> None:
    assert disagreements(world) == {}


@given(st.sampled_from(("count+effective+pro_rata", "count+effective", "sum+effective", "count+pro_rata")).flatmap(worlds))
def test_in_proportion_and_while_the_text_is_in_force(world: World) -> None:
    assert disagreements(world) == {}


@given(worlds("count+numbers"))
def test_numbers_worked_out(world: World) -> None:
    assert disagreements(world) == {}


@given(st.sampled_from(("count+windows", "spacing+windows", "every+windows")).flatmap(worlds))
def test_windows_of_other_lengths(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY)
@given(worlds("attest"))
def test_attest(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY)
@given(worlds("all_of"))
def test_all_of(world: World) -> None:
    assert disagreements(world) == {}


@settings(max_examples=MANY)
@given(worlds("any_of"))
def test_any_of(world: World) -> None:
    assert disagreements(world) == {}


@given(worlds("count", "all_of", "attest"))
def test_several_obligations_and_the_roll_up(world: World) -> None:
    assert disagreements(world) == {}


# ---------------------------------------------------------------- seeded bugs

Seed = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, tuple[Seed, tuple[str, ...]]] = {}


def bug(*kinds_of_world: str) -> Callable[[Seed], Seed]:
    def keep(seed: Seed) -> Seed:
        BUGS[seed.__name__] = (seed, kinds_of_world)
        return seed

    return keep


@bug("count")
def closed_on_its_last_day(patch: pytest.MonkeyPatch) -> None:
    def closed(self: case.Case, window: Window | None = None) -> bool:
        last = (window or self.window).last
        return last is not None and self.as_of >= last

    patch.setattr(case.Case, "closed", closed)


@bug("count")
def deadline_one_day_later(patch: pytest.MonkeyPatch) -> None:
    lay = windows.Ruler.lay

    def later(self: windows.Ruler, spec: Any, enclosing: Window) -> list[windows.Placed]:
        found = lay(self, spec, enclosing)
        if not spec or not spec.within:
            return found
        return [windows.Placed(w._replace(last=w.last and w.last + timedelta(1)), period) for w, period in found]

    patch.setattr(windows.Ruler, "lay", later)


@bug("count")
def last_safe_one_day_early(patch: pytest.MonkeyPatch) -> None:
    last_safe = case.Case._last_safe

    def early(self: case.Case, missing: int | None, window: Window) -> Any:
        day = last_safe(self, missing, window)
        return day and day - timedelta(1)

    patch.setattr(case.Case, "_last_safe", early)


@bug("every", "count")
def doubtful_records_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    hits = case.Case.hits
    patch.setattr(case.Case, "hits", lambda self, *given: hits(self, *given)._replace(doubtful=[]))


@bug("count")
def doubtful_records_count(patch: pytest.MonkeyPatch) -> None:
    hits = case.Case.hits

    def certain(self: case.Case, *given: Any) -> select.Hits:
        found = hits(self, *given)
        return found._replace(certain=[*found.certain, *found.doubtful], doubtful=[])

    patch.setattr(case.Case, "hits", certain)


@bug("count")
def always_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(case.Case, "accepts_late", lambda _self, _deadline: True)


@bug("count")
def any_tenure_binds(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(measure, "bound_by", lambda *_given: None)


@bug("count")
def no_work_days(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(windows.Ruler, "_rolled", lambda _self, day: day)


@bug("count")
def records_before_the_role_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(select.Selection, "_in_role", lambda _self, found, _binding: found)


@bug("count")
def who_has_left_may_still_act(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(case.Case, "reach", lambda self, window=None: window or self.window)


@bug("count")
def declarations_are_not_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(case.Case, "declared", lambda *_given: False)
    patch.setattr(measure, "declared", lambda *_given: False)


@bug("count")
def planned_triggers_are_final(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(measure, "_never_final", lambda measured: measured)


@bug("all_of")
def all_of_is_any_of(patch: pytest.MonkeyPatch) -> None:
    fold = kinds.combine.fold
    patch.setattr(kinds.combine, "fold", lambda mode, *rest: fold("any_of" if mode == "all_of" else mode, *rest))


@bug("count", "all_of", "attest")
def the_best_of_a_group_is_shown(patch: pytest.MonkeyPatch) -> None:
    """The rows of the roll-up in the wrong order."""
    policy = check._policy

    def swapped(*given: Any) -> Any:
        found = policy(*given)
        return found._replace(rollup=found.rollup[::-1])

    patch.setattr(check, "_policy", swapped)


@bug("count")
def violated_too_soon(patch: pytest.MonkeyPatch) -> None:
    truth = kinds.count.truth
    patch.setattr(
        kinds.count,
        "truth",
        lambda limit, have, spare, closed: truth(limit, have, 0, closed) if have else truth(limit, have, spare, closed),
    )


@bug("count")
def a_week_belongs_to_every_span_it_touches(patch: pytest.MonkeyPatch) -> None:
    laid = periods.periods

    def touching(word: str, span: Any) -> Iterator[Any]:
        wider = type(span)(span.first - timedelta(7), span.last + timedelta(7)) if word == "week" else span
        return (p for p in laid(word, wider) if p.first <= span.last and p.last >= span.first)

    patch.setattr(windows, "periods", touching)


@bug("spacing")
def the_last_one_before_the_window_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kinds.spacing, "_day_before", lambda _case: date.min)


@bug("spacing")
def nothing_expires(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kinds.spacing, "_due", lambda _kind, _case, _rule, measured, _row: measured)


@bug("holds")
def a_state_is_final_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kinds.holds, "_settled", lambda *_given: True)


@bug("sum")
def each_record_adds_one(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kinds.count, "_of_unit", lambda *_given: 1)


@bug("count+when")
def conditions_are_read_today(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(case.Case, "first_day", lambda self: self.as_of)


@bug("count+unless")
def what_exempts_must_be_done_by_the_bearer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(select.Selection, "meeting", select.Selection.within)


@bug("count+effective")
def a_text_is_always_in_force(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(measure, "terms_of", lambda binding, facts, _effective=None: instances.terms_of(binding, facts))


@bug("count+effective+pro_rata")
def nothing_is_in_proportion(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(case.Case, "share_held", lambda _self: 1)


@bug("count+numbers")
def a_share_is_rounded_down(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions._OPS, "share", lambda values: int(values[0] * values[1]))


@bug("count+windows")
def a_boundary_that_does_not_count_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(windows, "_opened", lambda raw, _which: raw)


@bug("count+windows")
def the_last_days_are_one_too_many(patch: pytest.MonkeyPatch) -> None:
    rolling = windows.Ruler._rolling

    def longer(self: windows.Ruler, length: Any) -> Any:
        found = rolling(self, length)
        return replace(found, first=found.first and found.first - timedelta(1))

    patch.setattr(windows.Ruler, "_rolling", longer)


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_seeded_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seed, kinds_of_world = BUGS[name]
    seed(monkeypatch)

    @settings(
        phases=[Phase.generate],
        max_examples=MANY * 4,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        database=None,
    )
    @given(worlds(*kinds_of_world))
    def agree(world: World) -> None:
        assert disagreements(world) == {}

    with pytest.raises(AssertionError):  # it stops at the first world that shows the bug
        agree()
