"""The examples beside the rules, run and counted: what each rule shows, what it does not show, and which examples are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compliance.errors import EvidenceError, Location, Params, Problem
from compliance.examples import Outcome, run_example
from compliance.lint import DEMANDS
from compliance.model import Obligation, Pack
from compliance.shapes import closest

FORGIVEN = frozenset(("rules.examples.missing",))
"""What the loader refuses and `test` reports itself: a pack half written should show what examples it has."""
SORTS = {"met": ("pass", "attested"), "unmet": ("fail", "late", "manual"), "at_risk": ("at_risk",)}
"""What an example is for, by what it wants; the rest (pending, inconclusive, not applicable) are `other`."""


class Shown(NamedTuple):
    """What the examples of one rule show."""

    rule: Obligation
    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def counts(self) -> dict[str, int]:
        """`near` counts those `unmet` or `at_risk` examples in which a record fails one single condition."""
        sorts = [sort_of(outcome.example.want) for outcome in self.outcomes]
        counts = {sort: sorts.count(sort) for sort in (*SORTS, "other")}
        near = sum(sort in ("unmet", "at_risk") and _is_near(outcome) for sort, outcome in zip(sorts, self.outcomes, strict=True))
        return {**counts, "near": near}

    @property
    def lacking(self) -> tuple[str, ...]:
        """Verdicts of which the rule needs an example and has none: "pass / attested", "fail / late / manual"."""
        wanted = {outcome.example.want for outcome in self.outcomes}
        return tuple(" / ".join(verdicts) for verdicts in DEMANDS.values() if not wanted & set(verdicts))

    @property
    def unreadable(self) -> bool:
        """An example's own records or unit are wrong: a mistake in the rule file, not in the rule."""
        return any(outcome.problems for outcome in self.outcomes)


def sort_of(want: str) -> str:
    return next((sort for sort, verdicts in SORTS.items() if want in verdicts), "other")


def _is_near(outcome: Outcome) -> bool:
    for verdict in outcome.verdicts:
        counted = {record.id for record in verdict.counted}
        if any(len(miss.failed) == 1 and miss.record.id not in counted for miss in verdict.near_misses):
            return True
    return False


def show(pack: Pack, only: str | None = None) -> Iterator[Shown]:
    """Every rule of the pack with its examples run, or one rule. Raises EvidenceError if there is no such rule."""
    for rule in pack.obligations if only is None else [_rule(pack, only)]:
        yield Shown(rule, tuple(run_example(pack, rule, example) for example in rule.examples))


def _rule(pack: Pack, name: str) -> Obligation:
    for rule in pack.obligations:
        if rule.id == name:
            return rule
    params: Params = (("found", name), ("hint", closest(name, [rule.id for rule in pack.obligations])))
    raise EvidenceError([Problem(Location(""), "test.rule.unknown", "error", params)])


def exit_code(shown: Iterable[Shown]) -> int:
    """2: the rule files must be mended (an example is lacking, or its records are wrong); 1: an example gives another verdict."""
    found = list(shown)
    if any(each.unreadable or each.lacking for each in found):
        return 2
    return 1 if any(each.wrong for each in found) else 0
