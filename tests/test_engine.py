"""The engine's adapter: what each policy row says, and what it does when durable_rules cannot be trusted."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Any

import pytest

from compliance import engine, subset
from compliance.engine import Decided, Policy, decide, load_policy, roll_up, weigh
from compliance.errors import EngineError
from compliance.messages import text
from compliance.model import VERDICTS, Decision, Signature
from compliance.policy_rows import FIELDS, Row

POLICY = load_policy([])
OPEN = Signature(applies=True, basis="ok", truth="violated_so_far", doubt=False, clock="room", mended=False, expiring=False)
MET = OPEN._replace(truth="satisfied_so_far")
LOST = OPEN._replace(truth="violated", clock="closed")
JUDGED = OPEN._replace(basis="needs_judgement")

# One a verdict row, written by hand from design.md §5 and §6: the signature, the verdict, all rows that fire.
VERDICT_ROWS = {
    "scope.out": (LOST._replace(applies=False, doubt=True), "not_applicable", "doubt.decides unmet.for.good cannot.be"),
    "attest.signed": (JUDGED._replace(truth="satisfied_so_far", doubt=True), "attested", "needs.judgement doubt.decides met cannot.be"),
    "needs.judgement": (JUDGED._replace(truth="violated", clock="closed"), "manual", "unmet.for.good cannot.be"),
    "doubt.decides": (LOST._replace(basis="missing", doubt=True, mended=True), "inconclusive", "unmet.then.done unmet.for.good cannot.be"),
    "unmet.then.done": (LOST._replace(mended=True), "late", "unmet.for.good cannot.be"),
    "unmet.for.good": (LOST, "fail", "cannot.be"),
    "not.open": (OPEN._replace(clock="not_open"), "pending", "cannot.be"),
    "short.of.time": (OPEN._replace(clock="short"), "at_risk", "cannot.be"),
    "has.room": (OPEN, "pending", "cannot.be"),
    "met.but.due": (MET._replace(clock="short", expiring=True), "at_risk", "met cannot.be"),
    "met": (MET._replace(truth="satisfied", clock="closed"), "pass", "cannot.be"),
    "cannot.be": (OPEN._replace(clock="closed"), "error", ""),
}

MORE_VERDICTS = [
    (JUDGED._replace(truth="satisfied", clock="closed"), "attested"),
    (JUDGED._replace(truth="violated", doubt=True), "manual"),
    (JUDGED._replace(clock="short"), "manual"),
    (MET._replace(applies=False, basis="needs_judgement"), "not_applicable"),
    (OPEN._replace(doubt=True), "inconclusive"),
    (OPEN._replace(basis="missing"), "pending"),
    (OPEN._replace(basis="undeclared", clock="short"), "at_risk"),
    (OPEN._replace(clock="short", mended=True), "at_risk"),
    (LOST._replace(clock="room"), "fail"),
    (LOST._replace(basis="missing"), "fail"),
    (MET._replace(clock="short"), "pass"),
    (MET._replace(clock="not_open"), "pass"),
    (MET._replace(basis="unusable"), "pass"),
    (MET._replace(expiring=True), "pass"),
]

UNMET = ("fail", "late", "at_risk", "inconclusive")
WEIGHTS = {"must": "error", "should": "warning", "encourage": "note"}

# One a roll-up row: what the group holds, its verdict, all rows that fire.
ROLLUP_ROWS = {
    "group.defect": ("error/error fail/error pass/none", "error", "group.fail group.met"),
    "group.fail": ("late/error fail/error at_risk/error", "fail", "group.late group.at_risk"),
    "group.late": ("late/error at_risk/error inconclusive/error", "late", "group.at_risk group.inconclusive"),
    "group.at_risk": ("inconclusive/error at_risk/error pending/none", "at_risk", "group.inconclusive group.pending"),
    "group.inconclusive": ("inconclusive/error pending/none fail/warning", "inconclusive", "group.pending group.remarks"),
    "group.pending": ("manual/none pending/none attested/none pass/none", "pending", "group.manual group.attested group.met"),
    "group.manual": ("attested/none manual/none fail/note", "manual", "group.attested group.remarks"),
    "group.attested": ("attested/none manual/note fail/warning pass/none", "attested", "group.waived group.remarks group.met"),
    "group.waived": ("pass/none manual/note fail/note", "pass", "group.remarks group.met"),
    "group.remarks": ("pass/none fail/warning late/note not_applicable/none", "pass", "group.met group.out"),
    "group.met": ("pass/none not_applicable/none", "pass", "group.out"),
    "group.out": ("not_applicable/none", "not_applicable", ""),
}


def verdict_of(policy: Policy, signature: Signature) -> str:
    return decide(policy, [(signature, "must")])[signature, "must"].verdict


def group_of(policy: Policy, holds: str) -> Decision:
    return roll_up(policy, [("组", *case.split("/")) for case in holds.split()], [])["组"]  # type: ignore[misc]


@pytest.fixture
def _fresh() -> Iterator[None]:
    """Rulesets of their own, so that one test's broken ones are no other's."""
    kept = dict(engine._compiled)
    engine._compiled.clear()
    yield
    engine._compiled.clear()
    engine._compiled.update(kept)


# ---------------------------------------------------------------- the default policy, row by row


@pytest.mark.parametrize("row", POLICY.verdict, ids=lambda row: row.id)
def test_each_verdict_row(row: Row) -> None:
    signature, verdict, others = VERDICT_ROWS[row.id]
    decided = decide(POLICY, [(signature, "must")])[signature, "must"]
    assert decided.verdict == verdict
    assert decided.fired[: 1 + len(others.split())] == (row.id, *others.split())


@pytest.mark.parametrize(("signature", "verdict"), MORE_VERDICTS)
def test_more_verdicts(signature: Signature, verdict: str) -> None:
    assert verdict_of(POLICY, signature) == verdict


def by_hand(signature: Signature) -> str:
    """Design §5 read once more, as a table of its own."""
    if not signature.applies:
        return "not_applicable"
    met = signature.truth.startswith("satisfied")
    if signature.basis == "needs_judgement":
        return "attested" if met else "manual"
    if signature.doubt:
        return "inconclusive"
    if signature.truth == "violated":
        return "late" if signature.mended else "fail"
    if met:
        return "at_risk" if signature.expiring and signature.clock == "short" else "pass"
    return {"not_open": "pending", "room": "pending", "short": "at_risk", "closed": "error"}[signature.clock]


def test_every_signature_gets_the_verdict_of_the_design_and_its_severity() -> None:
    signatures = [Signature(*values) for values in product(*FIELDS["verdict"].values())]  # type: ignore[arg-type]
    decided = decide(POLICY, [(signature, modality) for signature in signatures for modality in WEIGHTS])
    assert len(decided) == 3 * 1536
    for (signature, modality), found in decided.items():
        verdict = by_hand(signature)
        weight = WEIGHTS[modality] if verdict in UNMET else "error" if verdict == "error" else "none"
        assert (found.verdict, found.severity) == (verdict, weight), signature


@pytest.mark.parametrize(
    ("signature", "modality", "severity", "row"),
    [
        (LOST, "must", "error", "weight.must"),
        (LOST, "should", "warning", "weight.should"),
        (LOST, "encourage", "note", "weight.encourage"),
        (OPEN._replace(clock="closed"), "encourage", "error", "weight.defect"),
        (OPEN, "must", "none", "weight.none"),
    ],
)
def test_each_severity_row(signature: Signature, modality: str, severity: str, row: str) -> None:
    decided = decide(POLICY, [(signature, modality)])[signature, modality]
    assert (decided.severity, decided.fired[-1]) == (severity, row)


@pytest.mark.parametrize("modality", WEIGHTS)
def test_what_is_waived_weighs_a_note_and_only_what_is_unmet_can_be(modality: str) -> None:
    waivable = (*UNMET, "manual")
    weights = {verdict: weigh(POLICY, [(verdict, modality)], waived=True)[verdict, modality] for verdict in VERDICTS}
    for verdict, weight in weights.items():
        assert weight.then == ("note" if verdict in waivable else "error" if verdict == "error" else "none"), verdict
        assert (weight.fired[0] == "weight.waived") == (verdict in waivable)
        if verdict not in waivable:
            assert weight == weigh(POLICY, [(verdict, modality)])[verdict, modality]


@pytest.mark.parametrize("row", POLICY.rollup, ids=lambda row: row.id)
def test_each_rollup_row(row: Row) -> None:
    holds, verdict, others = ROLLUP_ROWS[row.id]
    assert group_of(POLICY, holds) == Decision(verdict, (row.id, *others.split()))


@pytest.mark.parametrize("unmet", UNMET)
@pytest.mark.parametrize("weight", ["warning", "note"])
def test_what_is_only_recommended_does_not_fail_its_group(unmet: str, weight: str) -> None:
    assert group_of(POLICY, f"{unmet}/{weight}") == Decision("pass", ("group.remarks",))


# ---------------------------------------------------------------- bugs seeded on purpose


def wrongs(policy: Policy) -> list[str]:
    """The fixtures above that this policy fails."""
    verdicts = [(signature, verdict) for signature, verdict, _ in VERDICT_ROWS.values()] + MORE_VERDICTS
    wrong = [f"{signature} is not {verdict}" for signature, verdict in verdicts if verdict_of(policy, signature) != verdict]
    groups = [(holds, Decision(verdict, (row, *others.split()))) for row, (holds, verdict, others) in ROLLUP_ROWS.items()]
    return wrong + [f"{holds} is not {group}" for holds, group in groups if group_of(policy, holds) != group]


def meaning(rows: tuple[Row, ...]) -> list[str]:
    """What these verdict rows say of each signature, found without the engine: some mutants change nothing."""
    cases = [dict(zip(FIELDS["verdict"], values, strict=True)) for values in product(*FIELDS["verdict"].values())]
    return [next(row.then for row in rows if all(case[field] in values for field, values in row.when)) for case in cases]


def mutants(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    for number, row in enumerate(rows[:-1]):
        before, after = rows[:number], rows[number + 1 :]
        yield (*before, after[0], row, *after[1:])
        yield (*before, *after)
        for at, (field, values) in enumerate(row.when):
            yield (*before, row._replace(when=row.when[:at] + row.when[at + 1 :]), *after)
            yield (*before, row._replace(when=(*row.when[:at], (field, values[:1]), *row.when[at + 1 :])), *after)


def test_every_mutant_of_the_verdict_rows_is_noticed() -> None:
    assert wrongs(POLICY) == []
    plain = meaning(POLICY.verdict)
    real = [rows for rows in mutants(POLICY.verdict) if meaning(rows) != plain]
    assert len(real) > 30
    for rows in real:
        assert wrongs(POLICY._replace(verdict=rows)), rows


def test_swapping_any_two_neighbours_of_the_roll_up_is_noticed() -> None:
    rows = POLICY.rollup
    for number, (one, two) in enumerate(pairwise(rows)):
        swapped = (*rows[:number], two, one, *rows[number + 2 :])
        assert wrongs(POLICY._replace(rollup=swapped)), f"{one.id} and {two.id} swapped"


# ---------------------------------------------------------------- decide


def test_one_fact_for_each_distinct_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[list[Any]] = []
    plain = engine._run

    def run(stage: str, rows: tuple[Row, ...], facts: Sequence[subset.Fact]) -> list[engine.Firing]:
        sent.append([stage, len(facts)])
        return plain(stage, rows, facts)

    monkeypatch.setattr(engine, "_run", run)
    cases = [(LOST, "must"), (LOST, "should"), (OPEN, "must"), (LOST, "must"), (OPEN._replace(clock="not_open"), "must")]
    decided = decide(POLICY, cases * 100)
    assert sent == [["verdict", 3], ["severity", 3]]
    assert list(decided) == list(dict.fromkeys(cases))
    assert decided[LOST, "should"] == Decided("fail", "warning", ("unmet.for.good", "cannot.be", "weight.should"))


def test_nothing_to_decide_needs_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_load", lambda: pytest.fail("loaded"))
    assert decide(POLICY, []) == {}
    assert roll_up(POLICY, [], []) == {}
    assert roll_up(POLICY, [], [("条", "单位")]) == {}


def test_a_signature_that_no_row_decides_is_our_defect() -> None:
    with pytest.raises(EngineError) as wrong:
        decide(POLICY._replace(verdict=POLICY.verdict[:1]), [(OPEN, "must")])
    assert [found.code for found in wrong.value.problems] == ["engine.undecided"]


# ---------------------------------------------------------------- roll_up


def test_cases_climb_to_the_unit_and_results_are_sorted() -> None:
    edges = [
        ("书记/一", "书记"),
        ("书记/二", "书记"),
        ("班子/一", "班子"),
        ("书记", "单位"),
        ("班子", "单位"),
        ("王一", "单位"),
        ("空", "单位"),
    ]
    presences = [
        ("书记/一", "pass", "none"),
        ("书记/二", "at_risk", "error"),
        ("班子/一", "not_applicable", "none"),
        ("王一", "fail", "warning"),
    ]
    groups = roll_up(POLICY, presences * 2, edges * 2)
    assert {key: found.then for key, found in groups.items()} == {
        "书记/一": "pass",
        "书记/二": "at_risk",
        "书记": "at_risk",
        "班子/一": "not_applicable",
        "班子": "not_applicable",
        "王一": "pass",
        "单位": "at_risk",
    }
    assert list(groups) == sorted(groups)
    assert groups["单位"].fired == ("group.at_risk", "group.remarks", "group.met", "group.out")
    assert groups == roll_up(POLICY, reversed(presences), reversed(edges))


def test_a_group_in_two_places_and_a_ring_of_groups_end_well() -> None:
    edges = [("叶", "甲"), ("叶", "乙"), ("甲", "顶"), ("乙", "顶"), ("环", "圈"), ("圈", "环"), ("己", "己")]
    groups = roll_up(POLICY, [("叶", "fail", "error"), ("环", "pass", "none"), ("己", "manual", "none")], edges)
    verdicts = {"叶": "fail", "甲": "fail", "乙": "fail", "顶": "fail", "环": "pass", "圈": "pass", "己": "manual"}
    assert {key: found.then for key, found in groups.items()} == verdicts


def test_many_groups_are_sent_in_parts() -> None:
    people = [f"人{number}" for number in range(engine._A_RUN + 7)]
    presences = [(person, "fail" if person == people[-1] else "pass", "error") for person in people]
    groups = roll_up(POLICY, presences, [(person, "单位") for person in people])
    assert len(groups) == len(people) + 1
    assert groups["单位"] == Decision("fail", ("group.fail", "group.met"))


# ---------------------------------------------------------------- what the adapter refuses


@pytest.mark.parametrize(
    "bad",
    [
        {"applies": 1},
        {"applies": None},
        {"doubt": "true"},
        {"basis": "perhaps"},
        {"basis": None},
        {"truth": 3},
        {"truth": "violated "},
        {"clock": 1e-07},
        {"clock": "\ud800"},
    ],
)
@pytest.mark.usefixtures("_fresh")
def test_values_that_the_engine_cannot_bear_never_reach_it(bad: dict[str, Any]) -> None:
    with pytest.raises(EngineError) as wrong:
        decide(POLICY, [(OPEN, "must"), (LOST._replace(**bad), "must")])
    assert [found.code for found in wrong.value.problems] == ["engine.value"]
    assert text("engine.value", wrong.value.problems[0].params)
    assert engine._compiled == {}


def test_an_unknown_modality_or_group_case_is_refused() -> None:
    for call in (lambda: decide(POLICY, [(OPEN, "may")]), lambda: roll_up(POLICY, [("甲", "fail", "fatal")], [])):
        with pytest.raises(EngineError, match=r"engine\.value"):
            call()


@pytest.mark.parametrize("group", [-1, 2**31, True, "1", None])
def test_group_numbers_are_small_and_whole(group: Any) -> None:
    with pytest.raises(EngineError, match=r"engine\.value"):
        subset.check("rollup", subset.group_fact("edge", group, 1, "none", "none"))


def test_every_fact_has_every_field() -> None:
    with pytest.raises(EngineError, match=r"engine\.value"):
        subset.check("severity", {"kind": "case", "verdict": "fail"})


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Row("a", (("colour", ("red",)),), "pass"),),
        (Row("a", (("doubt", (1,)),), "pass"),),  # type: ignore[arg-type]
        (Row("a", (("truth", ()),), "pass"),),
        (Row("a", (("truth", ("violated", "gone")),), "pass"),),
        tuple(Row(f"r{number}", (), "pass") for number in range(49)),
        tuple(
            Row(f"r{n}", (("basis", FIELDS["verdict"]["basis"][:5]), ("clock", FIELDS["verdict"]["clock"][:3])), "pass") for n in range(14)
        ),
    ],
)
def test_rows_that_the_engine_cannot_bear_never_reach_it(rows: tuple[Row, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_load", lambda: pytest.fail("loaded"))
    with pytest.raises(EngineError) as wrong:
        decide(POLICY._replace(verdict=rows), [(OPEN, "must")])
    assert [found.code for found in wrong.value.problems] == ["engine.rows"]


def test_as_many_rows_as_are_allowed_work() -> None:
    same = tuple(Row(f"r{number}", (), "pass") for number in range(48))
    assert len(decide(POLICY._replace(verdict=same), [(OPEN, "must")])[OPEN, "must"].fired) == 49
    wide = (("basis", FIELDS["verdict"]["basis"][:4]), ("truth", FIELDS["verdict"]["truth"][:3]), ("clock", FIELDS["verdict"]["clock"][:2]))
    rows = tuple(Row(f"r{number}", wide, "pass") for number in range(8))
    assert decide(POLICY._replace(verdict=rows), [(OPEN._replace(clock="not_open"), "must")])


def test_every_rule_is_inside_the_safe_subset() -> None:
    for stage in FIELDS:
        *rules, catch_all = subset.rules_of(stage, getattr(POLICY, stage))
        assert catch_all == (subset.CATCH_ALL, [{"a": {"one": 1}}])
        for _, antecedents in rules:
            for conditions in (found["$and"] for antecedent in antecedents for found in antecedent.values()):
                assert all(len(condition) == 1 for condition in conditions)
                assert all(type(value) in (str, bool, dict) for condition in conditions for value in condition.values())
        joins = [antecedents for _, antecedents in rules if len(antecedents) > 1]
        assert len(joins) == (stage == "rollup")
        assert all(antecedents[-1]["b"]["$and"][-1] == {"one": {"a": "one"}} for antecedents in joins)


# ---------------------------------------------------------------- what the adapter finds out


def decide_one() -> str:
    return verdict_of(POLICY, OPEN)


@pytest.mark.usefixtures("_fresh")
def test_ids_whose_hashes_collide_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    plain = engine._ids

    def ids(salt: int) -> Iterator[str]:
        tried.append(salt)
        return iter(["f6059", "f264602", "x", "y"]) if salt < 2 else plain(salt)

    monkeypatch.setattr(engine, "_ids", ids)
    cases = [(OPEN, "must"), (LOST, "must"), (MET, "must")]
    for _ in range(3):
        tried.clear()
        assert [found.verdict for found in decide(POLICY, cases).values()] == ["pending", "fail", "pass"]
        assert tried == [0, 1, 2] * 2


@pytest.mark.usefixtures("_fresh")
def test_ids_that_always_collide_are_our_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ids", lambda _: iter(["f6059", "f264602"]))
    with pytest.raises(EngineError, match=r"engine\.collision"):
        decide(POLICY, [(OPEN, "must"), (LOST, "must")])
    assert engine._compiled == {}
    monkeypatch.undo()
    assert decide_one() == "pending"


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("wrong", [ZeroDivisionError("in an action"), KeyboardInterrupt(), SystemExit(9)])
def test_what_happens_inside_an_action_is_raised_as_it_is(wrong: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    assert decide_one() == "pending"

    def broken(row: int, _: object) -> engine.Firing:
        if row == subset.CATCH_ALL:
            raise wrong
        return row, ({"n": 0},)

    monkeypatch.setattr(engine, "_firing", broken)
    with pytest.raises(type(wrong)) as caught:
        decide_one()
    assert caught.value is wrong
    monkeypatch.undo()
    assert [stage for stage, _ in engine._compiled] == ["severity"]
    assert decide_one() == "pending"


@pytest.mark.usefixtures("_fresh")
def test_an_agenda_that_is_cut_short_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decide_one() == "pending"
    from durable.engine import durable_rules_engine as native

    monkeypatch.setattr(native, "complete_and_start_action", lambda *_: None)
    with pytest.raises(EngineError) as wrong:
        decide_one()
    assert [(found.code, dict(found.params)) for found in wrong.value.problems] == [("engine.unacknowledged", {"sent": "1", "lost": "1"})]
    monkeypatch.undo()
    assert decide_one() == "pending"


def test_each_fact_is_acknowledged_exactly_once() -> None:
    def firing(n: int) -> engine.Firing:
        return subset.CATCH_ALL, ({"n": n},)

    engine._acknowledged([firing(0), (3, ({"n": 1},)), firing(1)], 2)
    for log in ([firing(0)], [firing(0), firing(0)], [firing(0), firing(1), firing(1)], [firing(0), firing(1), firing(2)], []):
        with pytest.raises(EngineError, match=r"engine\.unacknowledged"):
            engine._acknowledged(log, 2)


@pytest.mark.usefixtures("_fresh")
def test_an_engine_that_cannot_be_imported_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable", None)
    with pytest.raises(EngineError) as wrong:
        decide_one()
    assert [found.code for found in wrong.value.problems] == ["doctor.durable.missing"]
    assert "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject" in dict(wrong.value.problems[0].params)["flag"]


# ---------------------------------------------------------------- good manners


def test_importing_the_adapter_imports_neither_the_engine_nor_yaml() -> None:
    code = "import sys, compliance.engine; sys.exit(bool({'durable', 'durable_rules_engine', 'yaml', 'pydantic'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


@pytest.mark.usefixtures("_fresh")
def test_no_threads_are_started() -> None:
    before = threading.active_count()
    decide_one()
    assert threading.active_count() == before


@pytest.mark.usefixtures("_fresh")
def test_rules_are_compiled_once_and_the_least_used_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    freed: list[str] = []

    class Ruleset(engine._Ruleset):
        def __init__(self, stage: str, rows: tuple[Row, ...]) -> None:
            compiled.append(rows[0].id)
            super().__init__(stage, rows)

        def free(self) -> None:
            freed.append(self.name)
            super().free()

    monkeypatch.setattr(engine, "_Ruleset", Ruleset)
    for number in range(engine._KEPT + 3):
        policy = POLICY._replace(verdict=(Row(f"p{number}", (), "pass"),))
        for _ in range(2):
            assert verdict_of(policy, OPEN) == "pass"
    assert compiled.count("weight.waived") == 1
    assert len(compiled) == engine._KEPT + 4
    assert len(engine._compiled) == engine._KEPT
    assert freed == ["compliance-verdict"] * 4


def test_several_threads_may_ask_at_once() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(decide_one() for _ in range(20))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["pending"] * 80
