"""The policy: what rows may say, where added ones go, and the proof that every case is decided and every row alive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance import policy as subject
from compliance import source
from compliance.errors import EngineError, Location, Problem
from compliance.messages import text
from compliance.policy import MAX_ROWS, Layer, Policy, load_policy, uncovered
from compliance.policy_rows import FIELDS, RESULTS, Row, Scalar, alternatives


def naive_cases(stage: str) -> list[dict[str, Scalar]]:
    fields = FIELDS[stage]
    return [dict(zip(fields, values, strict=True)) for values in product(*fields.values())]


def naive_decider(rows: Sequence[Row], case: dict[str, Scalar]) -> str | None:
    return next((row.id for row in rows if all(case[field] in values for field, values in row.when)), None)


def added(**stages: Any) -> tuple[Policy, list[Problem]]:
    problems: list[Problem] = []
    return load_policy(problems, Layer(stages)), problems


def verdict_rows(*rows: Any) -> list[tuple[str, str, str]]:
    """The default policy with these verdict rows: (code, place, hint) of every problem; each must have a text."""
    problems = added(verdict=list(rows))[1]
    for found in problems:
        assert all(text(found.code, found.params)), found
    return [(found.code, str(found.at), str(dict(found.params).get("hint", ""))) for found in problems]


def ids(rows: Sequence[Row]) -> list[str]:
    return [row.id for row in rows]


GOOD = {"id": "mine", "when": {"truth": "violated", "mended": True}, "then": "fail"}


# ---------------------------------------------------------------- the default rows


def test_the_default_rows_are_fine_and_in_the_order_that_the_design_gives() -> None:
    policy, problems = added()
    assert problems == []
    assert ids(policy.verdict) == [
        "scope.out",
        "attest.signed",
        "needs.judgement",
        "doubt.decides",
        "unmet.then.done",
        "unmet.for.good",
        "not.open",
        "short.of.time",
        "has.room",
        "met.but.due",
        "met",
        "cannot.be",
    ]
    weights = ["weight.waived", "weight.must", "weight.should", "weight.encourage", "weight.defect", "weight.none"]
    assert ids(policy.severity) == weights
    worst_first = ["error", "fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested"]
    worst_first += ["pass", "pass", "pass", "not_applicable"]
    assert [row.then for row in policy.rollup] == worst_first


@pytest.mark.parametrize("stage", FIELDS)
def test_every_case_is_decided_and_every_default_row_decides_one(stage: str) -> None:
    rows = getattr(added()[0], stage)
    deciders = {naive_decider(rows, case) for case in naive_cases(stage)}
    assert deciders == set(ids(rows))


def test_there_are_as_many_signatures_as_the_design_says() -> None:
    assert len(naive_cases("verdict")) == 1536


def test_a_default_policy_that_is_wrong_is_our_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "load", lambda *_: None)
    monkeypatch.setattr(subject, "_own_policy", subject._own_policy.__wrapped__)
    with pytest.raises(EngineError) as wrong:
        load_policy([])
    assert {found.code for found in wrong.value.problems} == {"policy.gap"}


# ---------------------------------------------------------------- the proof


@st.composite
def stages_and_rows(draw: st.DrawFn) -> tuple[str, list[Row]]:
    stage = draw(st.sampled_from(list(FIELDS)))
    fields = FIELDS[stage]
    rows = []
    for number in range(draw(st.integers(0, 6))):
        asked = draw(st.lists(st.sampled_from(list(fields)), max_size=3, unique=True))
        when = tuple((field, tuple(draw(st.lists(st.sampled_from(fields[field]), min_size=1, max_size=4)))) for field in asked)
        rows.append(Row(f"r{number}", when, RESULTS[stage][0]))
    return stage, rows


@settings(deadline=None)
@given(stages_and_rows())
def test_the_proof_agrees_with_going_through_every_case(drawn: tuple[str, list[Row]]) -> None:
    stage, rows = drawn
    deciders = {tuple(case.values()): naive_decider(rows, case) for case in naive_cases(stage)}
    gap, dead = uncovered(stage, rows)
    assert (gap is None) == (None not in deciders.values())
    assert gap is None or (list(gap) == list(FIELDS[stage]) and deciders[tuple(gap.values())] is None)
    assert set(dead) == set(ids(rows)) - set(deciders.values())
    for name, earlier in dead.items():
        taken = [row for row in rows if row.id in earlier]
        its = next(row for row in rows if row.id == name)
        assert all(naive_decider(taken, case) for case in naive_cases(stage) if naive_decider([its], case))


@settings(deadline=None)
@given(stages_and_rows())
def test_alternatives_match_what_the_row_matches(drawn: tuple[str, list[Row]]) -> None:
    stage, rows = drawn
    for row in rows:
        spelt_out = list(alternatives(stage, row))
        for case in naive_cases(stage):
            hits = sum(all(case[field] == value for field, value in wanted.items()) for wanted in spelt_out)
            assert hits == (naive_decider([row], case) is not None)


def test_a_list_of_all_values_asks_for_nothing() -> None:
    row = Row("r", (("doubt", (True, False)), ("clock", ("room", "room"))), "pass")
    assert list(alternatives("verdict", row)) == [{"clock": "room"}]


# ---------------------------------------------------------------- added rows and their places


def test_added_rows_stand_before_the_first_in_their_own_order() -> None:
    one, two = {**GOOD, "id": "one"}, {"id": "two", "when": {"truth": "violated"}, "then": "fail"}
    policy, problems = added(verdict=[one, two])
    assert ids(policy.verdict)[:3] == ["one", "two", "scope.out"]
    assert [(found.code, found.severity, dict(found.params)["found"]) for found in problems] == [
        ("policy.overruled", "note", "unmet.then.done"),
        ("policy.overruled", "note", "unmet.for.good"),
    ]
    assert "two" in dict(problems[1].params)["rows"]


def test_rows_for_one_place_keep_the_order_in_which_they_are_written() -> None:
    def row(name: str, clock: str, **place: str) -> dict[str, Any]:
        return {"id": name, "when": {"truth": "satisfied", "clock": clock}, "then": "inconclusive", **place}

    policy, problems = added(
        verdict=[
            row("a", "room", after="doubt.decides"),
            row("b", "short", after="doubt.decides"),
            row("c", "closed", before="doubt.decides"),
            row("d", "not_open", before="doubt.decides"),
            {"id": "e", "when": {"basis": "missing", "truth": "satisfied"}, "then": "pending", "before": "a"},
        ]
    )
    assert problems == []
    assert ids(policy.verdict)[3:9] == ["c", "d", "doubt.decides", "e", "a", "b"]


def test_layers_build_on_each_other_and_only_the_first_to_overrule_a_row_is_told() -> None:
    pack = Layer({"verdict": [{**GOOD, "id": "late.is.fail"}]})
    unit = Layer({"verdict": [{**GOOD, "id": "late.is.risk", "then": "at_risk", "before": "late.is.fail"}]})
    problems: list[Problem] = []
    policy = load_policy(problems, pack, Layer({}), unit)
    assert ids(policy.verdict)[:3] == ["late.is.risk", "late.is.fail", "scope.out"]
    assert [dict(found.params)["found"] for found in problems] == ["unmet.then.done", "late.is.fail"]


def test_the_other_stages_take_rows_too() -> None:
    policy, problems = added(
        severity=[{"id": "late.is.mild", "when": {"verdict": "late", "modality": "should"}, "then": "note"}],
        rollup=[{"id": "group.veto", "when": {"verdict": "manual"}, "then": "fail", "before": "group.fail"}],
    )
    assert ids(policy.severity)[0] == "late.is.mild"
    assert ids(policy.rollup)[:3] == ["group.defect", "group.veto", "group.fail"]
    assert [(found.code, found.severity, dict(found.params)["found"]) for found in problems] == [
        ("policy.overruled", "note", "group.manual"),
        ("policy.overruled", "note", "group.waived"),
    ]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("row", "code", "hint"),
    [
        ("mine", "policy.row", ""),
        ({"id": "mine", "then": "fail"}, "policy.absent", ""),
        ({**GOOD, "wenn": {}}, "policy.key", "when"),
        ({**GOOD, "id": "Mine"}, "policy.id", ""),
        ({**GOOD, "id": 7}, "policy.id", ""),
        ({**GOOD, "id": "met"}, "policy.duplicate", ""),
        ({**GOOD, "id": "group.met"}, "policy.duplicate", ""),
        ({**GOOD, "when": "violated"}, "policy.when", ""),
        ({**GOOD, "when": {"thruth": "violated"}}, "policy.field", "truth"),
        ({**GOOD, "when": {"truth": "satisfied_so_fa"}}, "policy.value", "satisfied_so_far"),
        ({**GOOD, "when": {"truth": ["violated", "vilated"]}}, "policy.value", "violated"),
        ({**GOOD, "when": {"mended": 1}}, "policy.value", ""),
        ({**GOOD, "when": {"mended": "true"}}, "policy.value", "true"),
        ({**GOOD, "when": {"truth": None}}, "policy.value", ""),
        ({**GOOD, "when": {"truth": []}}, "policy.empty", ""),
        ({**GOOD, "then": "fial"}, "policy.then", "fail"),
        ({**GOOD, "then": ["fail"]}, "policy.then", "fail"),
        ({**GOOD, "before": "unmet.for.god"}, "policy.anchor", "unmet.for.good"),
        ({**GOOD, "after": "weight.must"}, "policy.anchor", ""),
        ({**GOOD, "before": "met", "after": "met"}, "policy.anchors", ""),
        ({**GOOD, "after": "unmet.for.good"}, "policy.dead", ""),
    ],
)
def test_a_wrong_row_is_named_with_its_place_and_a_hint(row: Any, code: str, hint: str) -> None:
    found = verdict_rows(row)
    assert [(it[0], it[2]) for it in found if it[0] != "policy.overruled"][:1] == [(code, hint)]


def test_the_rows_that_make_a_row_dead_are_named() -> None:
    problems = added(verdict=[{**GOOD, "after": "cannot.be"}])[1]
    named = dict(problems[0].params)
    assert problems[0].code == "policy.dead"
    assert "unmet.then.done" in named["rows"]
    assert "has.room" not in named["rows"]


def test_every_problem_is_reported_at_once() -> None:
    found = verdict_rows({**GOOD, "then": "x", "when": {"a": 1, "mended": 2}}, 3, GOOD, GOOD)
    assert [code for code, _, _ in found if code != "policy.overruled"] == [
        "policy.field",
        "policy.value",
        "policy.then",
        "policy.row",
        "policy.duplicate",
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (["verdict"], "policy.form"),
        ("verdict", "policy.form"),
        ({"verdicts": []}, "policy.stage"),
        ({"verdict": {"id": "x"}}, "policy.list"),
        ({"verdict": "x"}, "policy.list"),
    ],
)
def test_a_policy_of_the_wrong_form_is_refused(raw: Any, code: str) -> None:
    problems: list[Problem] = []
    policy = load_policy(problems, Layer(raw))
    assert [found.code for found in problems] == [code]
    assert text(problems[0].code, problems[0].params)
    assert policy == load_policy([])


@pytest.mark.parametrize("raw", [None, {}, [], {"verdict": None}, {"verdict": []}])
def test_nothing_added_changes_nothing(raw: Any) -> None:
    problems: list[Problem] = []
    assert load_policy(problems, Layer(raw)) == load_policy([])
    assert problems == []


def test_too_many_rows_are_refused_before_the_engine_sees_them() -> None:
    clocks = ["room", "short", "closed"]
    combinations = list(product(["missing", "unusable", "ambiguous"], clocks, [True, False], [True, False], [True, False]))
    fields = ("basis", "clock", "mended", "expiring", "doubt")
    rows = [{"id": f"r{i}", "when": dict(zip(fields, values, strict=True)), "then": "fail"} for i, values in enumerate(combinations)]
    assert [code for code, _, _ in verdict_rows(*rows[: MAX_ROWS - 12])] == []
    assert [code for code, _, _ in verdict_rows(*rows)] == ["policy.many"]
    wide = {"basis": list(FIELDS["verdict"]["basis"])[:5], "truth": ["violated", "satisfied", "satisfied_so_far"], "clock": clocks}
    many = [{"id": f"w{i}", "when": {**wide, "mended": i < 1, "expiring": i < 2, "doubt": i < 3}, "then": "fail"} for i in range(5)]
    assert "policy.many" in [code for code, _, _ in verdict_rows(*many)]


@pytest.mark.parametrize(
    "when",
    [
        {"applies": False},
        {"basis": "needs_judgement"},
        {"doubt": True},
        {"truth": "violated"},
        {"truth": ["violated_so_far", "satisfied"]},
        {},
    ],
    ids=str,
)
def test_no_row_may_call_a_pass_what_is_none(when: dict[str, Any]) -> None:
    found = verdict_rows({"id": "soft", "when": when, "then": "pass"})
    assert "policy.pass" in [code for code, _, _ in found]


def test_a_row_may_conclude_pass_where_all_is_met() -> None:
    met = {"applies": True, "basis": "missing", "doubt": False, "truth": "satisfied"}
    assert verdict_rows({"id": "met.by.hand", "when": met, "then": "pass"}) == []


UNMET = {"truth": ["violated", "violated_so_far"]}
JUDGED = {"basis": "needs_judgement", "truth": "satisfied"}


@pytest.mark.parametrize(
    ("when", "then", "place"),
    [
        (UNMET, "attested", {}),
        ({"doubt": True}, "attested", {}),
        ({"basis": "needs_judgement"}, "attested", {"after": "attest.signed"}),
        ({"basis": "missing", "truth": "satisfied"}, "attested", {}),
        ({**JUDGED, "applies": False}, "attested", {}),
        (UNMET, "not_applicable", {}),
        ({"truth": "satisfied"}, "not_applicable", {}),
        ({"doubt": True}, "pending", {}),
        ({"truth": "violated"}, "pending", {}),
        ({"truth": "violated_so_far", "clock": "short"}, "pending", {}),
        ({"truth": "violated"}, "manual", {"after": "doubt.decides"}),
        ({"doubt": True}, "manual", {}),
    ],
    ids=str,
)
def test_no_row_may_give_a_verdict_that_says_nothing_of_what_is_unmet(when: dict[str, Any], then: str, place: dict[str, str]) -> None:
    found = verdict_rows({"id": "soft", "when": when, "then": then, **place})
    assert f"policy.{then}" in [code for code, _, _ in found]


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ({"applies": True, **JUDGED}, "attested"),
        ({"applies": False, "doubt": True}, "not_applicable"),
        ({"applies": True, "basis": "needs_judgement", "truth": "violated"}, "manual"),
        ({"doubt": False, "truth": "violated_so_far", "clock": "room"}, "pending"),
        ({"doubt": False, "truth": "satisfied"}, "manual"),
        ({"truth": "violated"}, "inconclusive"),
    ],
    ids=str,
)
def test_a_row_may_say_what_is_so_or_be_stricter(when: dict[str, Any], then: str) -> None:
    assert [code for code, _, _ in verdict_rows({"id": "mine", "when": when, "then": then}) if code != "policy.overruled"] == []


RED = ["fail", "late", "at_risk", "inconclusive"]


@pytest.mark.parametrize(
    ("when", "then", "refused"),
    [
        ({"verdict": RED}, "none", True),
        ({"verdict": "late"}, "warning", True),
        ({"verdict": "late", "modality": "must", "waived": False}, "note", True),
        ({"verdict": "error", "modality": "encourage"}, "warning", True),
        ({"verdict": "error", "waived": True}, "note", True),
        ({"verdict": RED, "modality": ["should", "encourage"]}, "none", False),
        ({"verdict": RED, "waived": True}, "warning", False),
        ({"verdict": "manual"}, "warning", False),
        ({"verdict": "manual"}, "note", True),
        ({"verdict": "manual", "waived": True}, "none", False),
        ({"verdict": "late", "modality": "should"}, "error", False),
    ],
    ids=str,
)
def test_an_unmet_must_that_nobody_waived_weighs_an_error(when: dict[str, Any], then: str, refused: bool) -> None:
    problems = added(severity=[{"id": "x", "when": when, "then": then}])[1]
    assert ("policy.mild.severity" in codes(problems)) == refused


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"when": {"verdict": [*RED, "pending", "manual"]}, "then": "pass"}, True),
        ({"when": {"verdict": "fail", "severity": "error"}, "then": "manual"}, True),
        # It asks for nothing unmet, but a group that holds both a pass and a fail would pass.
        ({"when": {"verdict": "pass"}, "then": "pass"}, True),
        ({"when": {"verdict": "not_applicable"}, "then": "not_applicable"}, True),
        ({"when": {"verdict": "manual"}, "then": "manual", "before": "group.fail"}, True),
        ({"when": {"verdict": "attested"}, "then": "attested", "before": "group.pending"}, True),
        ({"when": {"verdict": "error"}, "then": "pass"}, True),
        ({"when": {"verdict": "not_applicable"}, "then": "pass", "before": "group.out"}, True),
        ({"when": {"verdict": "manual"}, "then": "manual", "before": "group.pending"}, False),
        ({"when": {"verdict": "manual"}, "then": "fail"}, False),
        ({"when": {"verdict": "pending"}, "then": "manual", "after": "group.inconclusive"}, False),
        ({"when": {"verdict": "pass"}, "then": "pass", "before": "group.remarks"}, False),
        ({"when": {"verdict": "inconclusive", "severity": "error"}, "then": "fail", "before": "group.fail"}, False),
    ],
    ids=str,
)
def test_no_row_may_hide_the_worst_that_a_group_holds(row: dict[str, Any], refused: bool) -> None:
    problems = added(rollup=[{"id": "x", **row}])[1]
    assert ("policy.mild.rollup" in codes(problems)) == refused


def codes(problems: Sequence[Problem]) -> list[str]:
    assert all(all(text(found.code, found.params)) for found in problems)
    return [found.code for found in problems]


def test_problems_stand_where_the_text_stands() -> None:
    data = b"policy:\n  verdict:\n    - id: mine\n      when: {truht: violated}\n      then: fail\n"
    problems: list[Problem] = []
    document = source.load(data, "pack.yaml", problems)
    assert document
    load_policy(problems, Layer(document.value["policy"], partial(document.at, "policy")))
    assert [(found.code, found.at) for found in problems] == [("policy.field", Location("pack.yaml", 4, 14))]


def test_a_stage_without_a_decider_is_refused() -> None:
    problems: list[Problem] = []
    subject.extend(Policy(), Layer({"severity": [{"id": "x", "when": {"modality": ["must", "should"]}, "then": "none"}]}), problems)
    gaps = {dict(found.params)["stage"]: dict(found.params)["case"] for found in problems if found.code == "policy.gap"}
    assert gaps["severity"] == "verdict: fail, modality: encourage, waived: false"
    assert set(gaps) == set(FIELDS)
