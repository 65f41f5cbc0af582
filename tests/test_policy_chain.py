"""Vetoes, escalations and the score: each row fires where it must and not one step beside, and a naive reading of them agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import subset
from compliance.chain import conclude, engine_rows, vetoed
from compliance.engine import fire
from compliance.errors import EngineError
from compliance.model import (
    Bearer,
    Chain,
    Conclusions,
    Count,
    EscalationRow,
    Group,
    Obligation,
    Part,
    Score,
    ScoreRule,
    Selector,
    Source,
    Text,
    Truth,
    Verdict,
    VetoRow,
    Watch,
    Window,
)
from compliance.policy_rows import SEVERITIES
from compliance.render.points import between, decimals
from test_engine_leak import growth

VERDICTS = ("fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable", "error")
QUARTERS = [
    Window(date(2022, 1, 1), date(2022, 3, 31)),
    Window(date(2022, 4, 1), date(2022, 6, 30)),
    Window(date(2022, 7, 1), date(2022, 9, 30)),
    Window(date(2022, 10, 1), date(2022, 12, 31)),
]
PART = Part(Count(Selector("meetings", ()), ()))


def text(word: str) -> Text:
    return Text(word, word)


def obligation(name: str, place: str) -> Obligation:
    listed, _, article = place.partition("/")
    return Obligation(name, text(name), Source(article, ""), listed, Bearer("post", "chief"), {"": PART})


RULES = {name: obligation(name, place) for name, place in {"A": "l/1", "B": "l/1", "C": "l/2", "D": "m/1"}.items()}


def verdict(name: str, word: str, window: Window = QUARTERS[0], **given: Any) -> Verdict:
    """Of the obligation with this name; `given`: bearer, subject, severity, need, have."""
    known: dict[str, Any] = {
        "obligation": RULES[name],
        "bearer": "chief",
        "bearer_name": text("chief"),
        "subject": None,
        "subject_name": None,
        "window": window,
        "verdict": word,
        "severity": "error" if word in ("fail", "late", "at_risk", "inconclusive", "error") else "none",
        "final": False,
        "low": Truth.VIOLATED,
        "high": Truth.VIOLATED,
        "basis": "ok",
        "need": 1,
        "have": 0,
        "last_safe": None,
        "mended_on": None,
    }
    empty = ("reasons", "counted", "doubtful", "near_misses", "advice", "fired", "defaults")
    return Verdict(**{**known, **dict.fromkeys(empty, ()), **given})


def watch(names: str = "ABCD", verdicts: Sequence[str] = ("fail",), severities: Sequence[str] = ("error",)) -> Watch:
    return Watch(frozenset(names), tuple(verdicts), tuple(severities))


def escalation(running: int = 2, *given: Any) -> EscalationRow:
    return EscalationRow("two.red", text("连续未达标"), watch(*given), running, text("约谈"))


def veto(seen: Watch | None, premise: str = "", on: tuple[str, ...] = ("unit", "list", "bearer")) -> VetoRow:
    return VetoRow("veto", text("一票否决"), seen, premise, on)


def stretches(found: Conclusions) -> list[list[int]]:
    """The quarters, 1 to 4, of every escalation."""
    return [[QUARTERS.index(each.window) + 1 for each in one.verdicts] for one in found.escalations]


def groups_of(found: Conclusions) -> list[str]:
    return [f"{veto.kind}:{veto.key}" for veto in found.vetoes]


# ---------------------------------------------------------------- escalation


@pytest.mark.parametrize(
    ("red", "running", "wanted"),
    [
        ("", 2, []),
        ("1", 2, []),
        ("13", 2, []),
        ("14", 2, []),
        ("12", 2, [[1, 2]]),
        ("34", 2, [[3, 4]]),
        ("123", 2, [[1, 2, 3]]),
        ("1234", 2, [[1, 2, 3, 4]]),
        ("124", 2, [[1, 2]]),
        ("12", 3, []),
        ("124", 3, []),
        ("234", 3, [[2, 3, 4]]),
        ("1234", 3, [[1, 2, 3, 4]]),
        ("123", 4, []),
        ("1234", 4, [[1, 2, 3, 4]]),
    ],
)
def test_an_escalation_needs_so_many_periods_in_a_row(red: str, running: int, wanted: list[list[int]]) -> None:
    verdicts = [verdict("A", "fail" if str(place) in red else "pass", window) for place, window in enumerate(QUARTERS, 1)]
    assert stretches(conclude(Chain((escalation(running),)), verdicts)) == wanted
    assert stretches(conclude(Chain((escalation(running),)), verdicts[::-1])) == wanted


def two(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Verdict]:
    known = {"name": "A", "word": "fail"}
    return [verdict(**{**known, "window": window, **given}) for window, given in zip(QUARTERS, (first, second), strict=False)]


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        ({}, {}, True),
        ({}, {"word": "late"}, False),
        ({}, {"word": "pending"}, False),
        ({}, {"word": "not_applicable"}, False),
        ({}, {"severity": "warning"}, False),
        ({}, {"bearer": "other"}, False),
        ({}, {"subject": "li2"}, False),
        ({"subject": "li2"}, {"subject": "li2"}, True),
        ({}, {"name": "B"}, False),
        ({"name": "D"}, {"name": "D"}, False),
        ({}, {"window": QUARTERS[1]._replace(anchored=True)}, False),
    ],
)
def test_the_periods_are_of_one_obligation_bearer_and_subject(first: dict[str, Any], second: dict[str, Any], fires: bool) -> None:
    assert bool(stretches(conclude(Chain((escalation(2, "ABC"),)), two(first, second)))) is fires


def test_a_period_that_one_bearer_lacks_is_a_gap_and_a_placeholder_is_none() -> None:
    lacking = [verdict("A", "fail", QUARTERS[0]), verdict("A", "fail", QUARTERS[2])]
    other = [verdict("A", "pass", window, bearer="other") for window in QUARTERS]
    assert stretches(conclude(Chain((escalation(),)), [*lacking, *other])) == []
    whole = verdict("A", "inconclusive", Window(date(2022, 1, 1), date(2022, 12, 31)), bearer="other")
    assert stretches(conclude(Chain((escalation(),)), [*two({}, {}), whole])) == [[1, 2]]


def test_a_year_of_days_is_one_stretch() -> None:
    days = [date.fromordinal(date(2022, 1, 1).toordinal() + number) for number in range(365)]
    [found] = conclude(Chain((escalation(30),)), [verdict("A", "fail", Window(day, day)) for day in days]).escalations
    assert len(found.verdicts) == 365


# ---------------------------------------------------------------- veto


@pytest.mark.parametrize(
    ("seen", "word", "severity", "fires"),
    [
        (watch("A"), "fail", "error", True),
        (watch("B"), "fail", "error", False),
        (watch("A"), "late", "error", False),
        (watch("A"), "at_risk", "error", False),
        (watch("A"), "inconclusive", "error", False),
        (watch("A"), "pass", "none", False),
        (watch("A"), "fail", "warning", False),
        (watch("A", ("fail",), ("error", "warning")), "fail", "warning", True),
        (watch("A", ("late", "at_risk")), "at_risk", "error", True),
    ],
)
def test_a_veto_falls_on_the_groups_above_what_it_watches_for(seen: Watch, word: str, severity: str, fires: bool) -> None:
    verdicts = [verdict("A", word, severity=severity), verdict("D", "fail", bearer="other")]
    found = conclude(Chain((), (veto(seen),)), verdicts)
    assert groups_of(found) == (["unit:", "list:l", "bearer:chief"] if fires else [])
    assert all(each.verdicts == (verdicts[0],) for each in found.vetoes)


def test_a_veto_falls_where_the_row_says() -> None:
    on = ("unit", "article")
    assert groups_of(conclude(Chain((), (veto(watch("A"), on=on),)), [verdict("A", "fail")])) == ["unit:", "article:l/1"]


def test_a_conclusion_is_the_premise_of_another() -> None:
    chain = Chain((escalation(),), (veto(None, "two.red"),))
    assert groups_of(conclude(chain, two({}, {"word": "pass"}))) == []
    found = conclude(chain, two({}, {}))
    assert groups_of(found) == ["unit:", "list:l", "bearer:chief"]
    assert all(each.escalations == found.escalations and not each.verdicts for each in found.vetoes)


@pytest.mark.parametrize("word", VERDICTS)
def test_a_veto_makes_nothing_better(word: str) -> None:
    groups = [Group("unit", "", word, {}, ("decider",)), Group("bearer", "other", word, {}, ("decider",))]
    found = conclude(Chain((), (veto(watch("A")),)), [verdict("A", "fail")])
    unit, other = vetoed(groups, found)
    assert other == groups[1]
    assert (unit.verdict, unit.fired) == (("error", ("decider", "veto")) if word == "error" else ("fail", ("veto", "decider")))


# ---------------------------------------------------------------- score

FULL = {name: Fraction(25) for name in RULES}


def scoring(**given: Any) -> ScoreRule:
    known: dict[str, Any] = {"full": 100, "floor": Fraction(0), "per": "unmet", "deduct": Fraction(4), "cap": None, "article_cap": None}
    return ScoreRule(**{**known, "points": FULL, "severities": ("error",), **given})


def unit_score(rule: ScoreRule, *verdicts: Verdict) -> Score:
    [found] = [score for score in conclude(Chain((), (), rule), verdicts).scores if score.kind == "unit"]
    return found


def ends(score: Score) -> tuple[int, ...]:
    return tuple(int(value) if value == int(value) else -1 for value in (score.low, score.high, score.full))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("fail", (96, 96, 100)),
        ("late", (96, 96, 100)),
        ("pending", (96, 100, 100)),
        ("at_risk", (96, 100, 100)),
        ("inconclusive", (96, 100, 100)),
        ("manual", (96, 100, 100)),
        ("error", (75, 100, 100)),
        ("pass", (100, 100, 100)),
        ("attested", (100, 100, 100)),
        ("not_applicable", (75, 75, 75)),
    ],
)
def test_what_each_verdict_does_to_the_score(word: str, wanted: tuple[int, ...]) -> None:
    score = unit_score(scoring(), verdict("A", word), *(verdict(name, "pass") for name in "BCD"))
    assert ends(score) == wanted
    assert score.left_out == (("A",) if word == "not_applicable" else ())


@pytest.mark.parametrize(
    ("given", "verdicts", "wanted"),
    [
        ({"per": "missing"}, [verdict("A", "fail", need=5, have=2)], (13, 13, 25)),
        ({"per": "missing"}, [verdict("A", "fail", need=2, have=5)], (13, 13, 25)),
        ({"per": "missing"}, [verdict("A", "pending", need=5, have=2)], (13, 25, 25)),
        ({"per": "missing"}, [verdict("A", "inconclusive", need=5, have=4)], (0, 25, 25)),
        ({"per": "missing"}, [verdict("A", "fail", need=9, have=0)], (0, 0, 25)),
        ({"per": "unmet"}, [verdict("A", "fail", need=9, have=0)], (21, 21, 25)),
        ({}, [verdict("A", "pending", need=None, have=None)], (0, 25, 25)),
        ({}, [verdict("A", "fail", severity="warning")], (25, 25, 25)),
        ({"severities": ("error", "warning")}, [verdict("A", "fail", severity="warning")], (21, 21, 25)),
        ({"cap": Fraction(7)}, [verdict("A", "fail", window) for window in QUARTERS], (18, 18, 25)),
        ({"cap": Fraction(7)}, [verdict("A", "fail"), verdict("A", "pending", QUARTERS[1])], (18, 21, 25)),
        ({"article_cap": Fraction(7)}, [verdict("A", "fail"), verdict("B", "fail"), verdict("C", "fail")], (64, 64, 75)),
        ({"floor": Fraction(60)}, [verdict("A", "fail", window) for window in QUARTERS], (15, 15, 25)),
        ({"points": {**FULL, "B": Fraction(0)}}, [verdict("A", "fail"), verdict("B", "fail")], (21, 21, 25)),
    ],
)
def test_points_caps_and_floor(given: dict[str, Any], verdicts: list[Verdict], wanted: tuple[int, ...]) -> None:
    assert ends(unit_score(scoring(**given), *verdicts)) == wanted


def test_lists_add_up_to_the_unit() -> None:
    verdicts = [verdict("A", "fail"), verdict("C", "pending"), verdict("D", "late", bearer="other")]
    found = conclude(Chain((), (), scoring()), verdicts).scores
    assert [(score.kind, score.key, ends(score)) for score in found] == [
        ("unit", "", (63, 67, 75)),
        ("list", "l", (42, 46, 50)),
        ("list", "m", (21, 21, 25)),
        ("bearer", "chief", (42, 46, 50)),
        ("bearer", "other", (21, 21, 25)),
    ]


def test_rounding_never_flatters() -> None:
    third = Fraction(259, 3)
    assert [decimals(third), decimals(third, up=True), decimals(Fraction(86)), decimals(Fraction(99999, 1000))] == [
        "86.3",
        "86.4",
        "86",
        "99.9",
    ]


@pytest.mark.parametrize(
    ("low", "high", "wanted"), [(1, 1, "0.3"), (2, 3, "0.6–1"), (1, 2, "0.3–0.7"), (4, 4, "1.4"), (0, 4, "0–1.4"), (0, 0, "0")]
)
def test_an_interval_in_figures(low: int, high: int, wanted: str) -> None:
    """In thirds of a point, of four thirds: what lost nothing reads as the whole, which is shown as 1.4."""
    assert between(Score("list", "l", Fraction(4, 3), Fraction(low, 3), Fraction(high, 3), (), ())) == wanted


# ---------------------------------------------------------------- against a naive reading


@st.composite
def worlds(draw: st.DrawFn) -> list[Verdict]:
    """Some instances of four obligations: bearers, subjects and quarters as they come, each at most once."""
    places = list(product("ABCD", ("chief", "other"), (None, "x"), range(4)))
    chosen = draw(st.lists(st.sampled_from(places), max_size=24, unique=True))
    found = []
    for name, bearer, subject, quarter in chosen:
        word = draw(st.sampled_from(("fail", "fail", "late", *VERDICTS)))
        given = {
            "severity": draw(st.sampled_from(("error", "error", *SEVERITIES))),
            "need": draw(st.integers(0, 4)),
            "have": draw(st.integers(0, 4)),
        }
        window = QUARTERS[quarter]._replace(anchored=draw(st.integers(0, 4)) == 0)
        found.append(verdict(name, word, window, bearer=bearer, subject=subject, **given))
    return found


WATCHES = st.builds(
    Watch,
    st.frozensets(st.sampled_from("ABCD"), min_size=1),
    st.lists(st.sampled_from(VERDICTS[:4]), min_size=1, max_size=4, unique=True).map(tuple),
    st.lists(st.sampled_from(SEVERITIES), min_size=1, max_size=4, unique=True).map(tuple),
)
KINDS = st.lists(st.sampled_from(("unit", "list", "article", "bearer")), min_size=1, unique=True).map(tuple)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    escalations = tuple(
        EscalationRow(f"e{number}", text("e"), seen, draw(st.integers(2, 4)), text("m"))
        for number, seen in enumerate(draw(st.lists(WATCHES, max_size=3)))
    )
    vetoes = [VetoRow(f"v{number}", text("v"), seen, "", draw(KINDS)) for number, seen in enumerate(draw(st.lists(WATCHES, max_size=3)))]
    if escalations:
        names = draw(st.lists(st.sampled_from([row.id for row in escalations]), max_size=3))
        vetoes += [VetoRow(f"w{number}", text("w"), None, name, draw(KINDS)) for number, name in enumerate(names)]
    return Chain(escalations, tuple(vetoes))


def fits(seen: Watch, each: Verdict) -> bool:
    return each.obligation.id in seen.obligations and each.verdict in seen.verdicts and each.severity in seen.severities


def naive_escalations(chain: Chain, verdicts: list[Verdict]) -> set[tuple[str, tuple[int, ...]]]:
    """Walks the periods of each series once, and counts."""
    found = set()
    for row, name, bearer, subject in product(chain.escalations, "ABCD", ("chief", "other"), (None, "x")):
        laid = [each for each in verdicts if each.obligation.id == name and not each.window.anchored]
        periods = sorted({each.window.first for each in laid if each.window.first})
        current: list[Verdict] = []
        for day in [*periods, None]:
            mine = [each for each in laid if (each.window.first, each.bearer, each.subject) == (day, bearer, subject)]
            if mine and fits(row.watch, mine[0]):
                current.append(mine[0])
                continue
            if len(current) >= row.running:
                found.add((row.id, tuple(map(id, current))))
            current = []
    return found


def naive_groups(each: Verdict) -> list[tuple[str, str]]:
    rule = each.obligation
    return [("unit", ""), ("list", rule.list), ("article", f"{rule.list}/{rule.source.article}"), ("bearer", each.bearer)]


def naive_vetoes(chain: Chain, verdicts: list[Verdict]) -> dict[tuple[str, str, str], set[int]]:
    """(row, group) → the verdicts that caused it."""
    called = naive_escalations(chain, verdicts)
    found: dict[tuple[str, str, str], set[int]] = {}
    for row in chain.vetoes:
        causes = {id(each) for each in verdicts if row.watch and fits(row.watch, each)}
        causes |= {one for name, stretch in called for one in stretch if name == row.escalation}
        for each in verdicts:
            for kind, key in naive_groups(each):
                if id(each) in causes and kind in row.on:
                    found.setdefault((row.id, kind, key), set()).add(id(each))
    return found


@given(chains(), worlds())
def test_the_engine_concludes_what_a_naive_reading_does(chain: Chain, verdicts: list[Verdict]) -> None:
    found = conclude(chain, verdicts)
    called = [(one.row.id, tuple(map(id, one.verdicts))) for one in found.escalations]
    assert len(called) == len(set(called))
    assert set(called) == naive_escalations(chain, verdicts)
    told = {
        (one.row.id, one.kind, one.key): {id(each) for each in (*one.verdicts, *(each for e in one.escalations for each in e.verdicts))}
        for one in found.vetoes
    }
    assert len(told) == len(found.vetoes)
    assert told == naive_vetoes(chain, verdicts)


SCORES = st.builds(
    ScoreRule,
    st.just(100),
    st.sampled_from([Fraction(0), Fraction(30), Fraction(199, 2)]),
    st.sampled_from(["unmet", "missing"]),
    st.sampled_from([Fraction(1, 3), Fraction(4), Fraction(30)]),
    st.sampled_from([None, Fraction(5), Fraction(22)]),
    st.sampled_from([None, Fraction(7), Fraction(40)]),
    st.sampled_from([FULL, {"A": Fraction(70), "B": Fraction(0), "C": Fraction(20, 3), "D": Fraction(70, 3)}]),
    st.sampled_from([("error",), ("error", "warning", "note")]),
)


def naive_score(rule: ScoreRule, verdicts: list[Verdict], unmet: Sequence[str]) -> Fraction:
    """The unit's score where these verdicts count as unmet, if they weigh enough or are not decided."""
    losses: dict[str, dict[str, Fraction]] = {}
    full = Fraction(0)
    for name, each in RULES.items():
        mine = [one for one in verdicts if one.obligation.id == name and one.verdict != "not_applicable"]
        if not mine or not rule.points[name]:
            continue
        full += rule.points[name]
        most = min(rule.points[name], rule.cap or Fraction(100))
        lost = Fraction(0)
        for one in mine:
            decided = one.verdict in ("fail", "late")
            if one.verdict in unmet and (not decided or one.severity in rule.severities):
                gap = max(Fraction(1), abs(Fraction(one.need or 0) - Fraction(one.have or 0))) if rule.per == "missing" else 1
                everything = one.verdict == "error" or (one.verdict == "inconclusive" and rule.per == "missing")
                lost += Fraction(100) if everything else gap * rule.deduct
        losses.setdefault(f"{each.list}/{each.source.article}", {})[name] = min(most, lost)
    total = sum((min(sum(its.values(), Fraction(0)), rule.article_cap or Fraction(100)) for its in losses.values()), Fraction(0))
    return max(rule.floor * full / 100, full - total)


@given(SCORES, worlds())
def test_the_score_is_what_a_naive_reading_says(rule: ScoreRule, verdicts: list[Verdict]) -> None:
    found = [score for score in conclude(Chain((), (), rule), verdicts).scores if score.kind == "unit"]
    for score in found:
        assert score.high == naive_score(rule, verdicts, ("fail", "late"))
        assert score.low == naive_score(rule, verdicts, ("fail", "late", "pending", "at_risk", "inconclusive", "manual", "error"))
    assert bool(found) is any(each.verdict != "not_applicable" and rule.points[each.obligation.id] for each in verdicts)


def bare(score: Score) -> tuple[Any, ...]:
    """Without the order of what is listed."""
    items = {(item.obligation.id, *item[1:4], frozenset(map(id, item.unmet)), frozenset(map(id, item.undecided))) for item in score.items}
    return score.kind, score.key, score.full, score.low, score.high, items, set(score.left_out)


@given(SCORES, worlds(), st.randoms(use_true_random=False))
def test_the_score_does_not_depend_on_order(rule: ScoreRule, verdicts: list[Verdict], random: Any) -> None:
    chain = Chain((), (), rule)
    before = [bare(score) for score in conclude(chain, verdicts).scores]
    random.shuffle(verdicts)
    assert [bare(score) for score in conclude(chain, verdicts).scores] == before


BETTER = [
    (("fail", "late"), "pass"),
    (("pending", "at_risk", "inconclusive", "manual", "error"), "pass"),
    (("inconclusive",), "attested"),
    (("fail", "late"), "pending"),
]


@given(SCORES, worlds(), st.integers(0, 30), st.sampled_from(BETTER))
def test_what_gets_better_lowers_no_score(
    rule: ScoreRule, verdicts: list[Verdict], place: int, better: tuple[tuple[str, ...], str]
) -> None:
    """Also that a fail which is merely looked away from (pending) never raises the low end."""
    worse, word = better
    able = [
        number for number, each in enumerate(verdicts) if each.verdict in worse and (word != "pending" or each.severity in rule.severities)
    ]
    if not able:
        return
    at = able[place % len(able)]
    mended = [*verdicts[:at], replace(verdicts[at], verdict=word), *verdicts[at + 1 :]]
    before, after = (conclude(Chain((), (), rule), each).scores for each in (verdicts, mended))
    for one, other in zip(before, after, strict=True):
        assert one.full == other.full
        assert 0 <= one.low <= one.high <= one.full
        assert one.high <= other.high
        assert one.low == other.low if word == "pending" else one.low <= other.low


# ---------------------------------------------------------------- the engine's safe subset


def test_only_the_safe_subset_is_sent() -> None:
    rows = engine_rows(Chain((escalation(),), (veto(None, "two.red"),)))
    bad: list[tuple[str, Any]] = [
        (subset.MATCH, {"kind": "case", "verdict": "fail"}),
        (subset.MATCH, {"kind": "case", "verdict": True, "severity": "error"}),
        (subset.MATCH, {"kind": "case", "verdict": "red", "severity": "error"}),
        (subset.RUN, {"kind": "red", "series": 0, "at": -1, "next": 0}),
        (subset.RUN, {"kind": "red", "series": 0, "at": 0, "next": 1.0}),
        (subset.HOLD, {"kind": "held", "group": "unit", "parent": 0, "row": 0}),
    ]
    for stage, fact in bad:
        with pytest.raises(EngineError) as caught:
            fire(stage, rows, [fact])
        assert caught.value.problems[0].code == "engine.value"
    for wrong in (watch("A", ("red",)), watch("A", ()), watch("A", ("fail",), ("grave",))):
        with pytest.raises(EngineError):
            subset.rules_of(subset.MATCH, engine_rows(Chain((), (veto(wrong),))))
    with pytest.raises(EngineError):
        subset.rules_of(subset.MATCH, engine_rows(Chain((), (veto(watch()),) * 49)))


def test_every_join_ends_with_a_condition_that_cannot_fail() -> None:
    rows = engine_rows(Chain((escalation(),), (veto(watch()), veto(None, "two.red"))))
    for stage in (subset.MATCH, subset.RUN, subset.HOLD):
        for _, antecedents in subset.rules_of(stage, rows):
            for antecedent in antecedents[1:]:
                [conditions] = antecedent.values()
                assert conditions["$and"][-1] == {"one": {"a": "one"}}
            assert all(len(each) == 1 for antecedent in antecedents for value in antecedent.values() for each in value.get("$and", []))


def test_nothing_to_look_at_asks_the_engine_nothing() -> None:
    assert conclude(Chain((escalation(),), (veto(watch()),), scoring()), []) == Conclusions()


def test_what_does_not_fit_one_run_is_sent_in_parts() -> None:
    """600 people with 600 patterns of red months: some 3,600 periods and, with their groups, more than one run of each stage."""
    months = [Window(date(2022, month, 1), date(2022, month, 28)) for month in range(1, 13)]
    verdicts = [
        verdict("A", "fail" if number * 6 + 1 >> place & 1 else "pass", window, bearer=f"b{number}")
        for number in range(600)
        for place, window in enumerate(months)
    ]
    seen = watch("A")
    chain = Chain((EscalationRow("e", text("e"), seen, 3, text("m")),), (VetoRow("v", text("v"), None, "e", ("bearer", "unit")),))
    found = conclude(chain, verdicts)
    wanted = {f"b{number}": sum(len(run) >= 3 for run in f"{number * 6 + 1:b}".split("0")) for number in range(600)}
    called = [one.verdicts[0].bearer for one in found.escalations]
    assert {name: called.count(name) for name in wanted} == wanted
    assert {veto.key for veto in found.vetoes} == {"", *(name for name, count in wanted.items() if count)}


def test_memory_is_flat_over_many_conclusions() -> None:
    """Each run with other rows, so that rulesets are compiled and freed, and with the same ones again."""
    verdicts = [verdict("A", "fail", window, bearer=f"b{number}") for number in range(10) for window in QUARTERS]

    def concluded(number: int) -> None:
        row = EscalationRow(f"e{number % 40}", text("e"), watch("A"), 2, text("m"))
        found = conclude(Chain((row,), (VetoRow("v", text("v"), None, row.id, ("unit",)),)), verdicts)
        assert (len(found.escalations), len(found.vetoes)) == (10, 1)

    assert growth(concluded, 200) < 4_000_000
