"""The engine against a naive matcher: random policies from the safe subset, random signatures, random trees of groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.engine import Decided, Policy, decide, load_policy, roll_up
from compliance.model import Decision, Signature
from compliance.policy_rows import FIELDS, MODALITIES, RESULTS, SEVERITIES, Row

Case = Mapping[str, Any]


def naive(rows: Iterable[Row], cases: Iterable[Case]) -> Decision:
    """A row fires if any of the cases has all that it asks for; the first one decides."""
    held = list(cases)
    fired = [row for row in rows if any(all(case[field] in values for field, values in row.when) for case in held)]
    return Decision(fired[0].then, tuple(row.id for row in fired))


def naive_decide(policy: Policy, signature: Signature, modality: str) -> Decided:
    verdict = naive(policy.verdict, [signature._asdict()])
    severity = naive(policy.severity, [{"verdict": verdict.then, "modality": modality, "waived": False}])
    return Decided(verdict.then, severity.then, verdict.fired + severity.fired)


def naive_roll_up(policy: Policy, presences: Iterable[tuple[str, str, str]], edges: Iterable[tuple[str, str]]) -> dict[str, Decision]:
    below: dict[str, set[str]] = {}
    held = set(presences)
    links = set(edges)

    def leaves(group: str) -> set[str]:
        if group not in below:
            below[group] = {group}
            for child, parent in links:
                if parent == group:
                    below[group] |= leaves(child)
        return below[group]

    decided = {}
    for group in sorted({group for group, _, _ in held}.union(*links)):
        cases = [{"verdict": verdict, "severity": severity} for leaf, verdict, severity in held if leaf in leaves(group)]
        if cases:
            decided[group] = naive(policy.rollup, cases)
    return decided


@st.composite
def stage_rows(draw: st.DrawFn, stage: str) -> tuple[Row, ...]:
    """Up to eight rows that ask for up to four fields, lists among them, and one that takes the rest."""
    fields = FIELDS[stage]
    rows = []
    for number in range(draw(st.integers(0, 8))):
        asked = draw(st.lists(st.sampled_from(list(fields)), max_size=4, unique=True))
        when = tuple((field, tuple(draw(st.lists(st.sampled_from(fields[field]), min_size=1, max_size=3)))) for field in asked)
        rows.append(Row(f"{stage}.{number}", when, draw(st.sampled_from(RESULTS[stage]))))
    return (*rows, Row(f"{stage}.rest", (), RESULTS[stage][-1]))


POLICIES = st.builds(Policy, stage_rows("verdict"), stage_rows("severity"), stage_rows("rollup"))
SIGNATURES = st.builds(Signature, *(st.sampled_from(values) for values in FIELDS["verdict"].values()))
CASES = st.lists(st.tuples(SIGNATURES, st.sampled_from(MODALITIES)), max_size=12)

# Keys as people write them: Chinese, quotes, colons, the empty one; never seen by the engine.
KEYS = st.text(alphabet="甲乙书记/:\"'\\ a1", max_size=3)


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Groups in a random order of height; each has some parents further up, any may hold cases."""
    groups = draw(st.lists(KEYS, min_size=1, max_size=9, unique=True))
    edges = []
    for number, child in enumerate(groups[:-1]):
        edges += [(child, parent) for parent in draw(st.lists(st.sampled_from(groups[number + 1 :]), max_size=2))]
    presence = st.tuples(st.sampled_from(groups), st.sampled_from(RESULTS["rollup"]), st.sampled_from(SEVERITIES))
    return draw(st.lists(presence, max_size=12)), draw(st.permutations(edges))


@settings(deadline=None)
@given(POLICIES, CASES)
def test_random_policies_decide_as_the_naive_matcher_does(policy: Policy, cases: list[tuple[Signature, str]]) -> None:
    assert decide(policy, cases) == {case: naive_decide(policy, *case) for case in cases}


@settings(deadline=None)
@given(POLICIES, forests())
def test_random_forests_roll_up_as_the_naive_matcher_does(
    policy: Policy, forest: tuple[list[tuple[str, str, str]], list[tuple[str, str]]]
) -> None:
    found = roll_up(policy, *forest)
    assert found == naive_roll_up(policy, *forest)
    assert list(found) == sorted(found)


def test_the_default_policy_decides_every_signature_as_the_naive_matcher_does() -> None:
    policy = load_policy([])
    signatures = [Signature(*values) for values in product(*FIELDS["verdict"].values())]  # type: ignore[arg-type]
    cases = [(signature, modality) for signature in signatures for modality in MODALITIES]
    assert decide(policy, cases) == {case: naive_decide(policy, *case) for case in cases}


def test_the_default_policy_rolls_up_every_pair_of_cases_as_the_naive_matcher_does() -> None:
    policy = load_policy([])
    pairs = combinations(product(RESULTS["rollup"], SEVERITIES), 2)
    presences = [(f"组{number}", *case) for number, pair in enumerate(pairs) for case in pair]
    assert roll_up(policy, presences, []) == naive_roll_up(policy, presences, [])
