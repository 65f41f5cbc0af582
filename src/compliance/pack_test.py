"""The examples beside the rules, run and counted: what each rule shows, what it does not show, and which examples are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from compliance.errors import EvidenceError, Location, Params, Problem
from compliance.examples import Outcome, run_example
from compliance.lint import DEMANDS, LOWER, has_proxy
from compliance.model import Attest, Combine, Count, Every, Holds, Kind, Obligation, Pack, Part, Spacing
from compliance.shapes import closest

FORGIVEN = frozenset(("rules.examples.missing",))
"""What the loader refuses and `test` reports itself: a pack half written should show what examples it has."""
SORTS = {"met": ("pass", "attested"), "unmet": ("fail", "late", "manual"), "at_risk": ("at_risk",)}
"""What an example is for, by what it wants; the rest (pending, inconclusive, not applicable) are `other`."""


Wanted = Literal["near", "at_risk", "shown", "unshown"]


class Shown(NamedTuple):
    """What the examples of one rule show."""

    rule: Obligation
    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def counts(self) -> dict[str, int]:
        """`near` counts those `unmet` or `at_risk` examples in which a record fails one single condition, be it of the selector or,
        under `every`, of what each must be.
        """
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
    def wanting(self) -> tuple[Wanted, ...]:
        """What a whole set of examples would show beside: a record that nearly counts, a rule at risk where it can be, and, of an
        attestation, records that bear it out and records that do not.
        """
        counts = self.counts
        shown = {outcome.example.shown for outcome in self.outcomes}
        found: list[tuple[Wanted, bool]] = [("near", can_be_nearly_met(self.rule) and not self.rule.draft and not counts["near"])]
        found.append(("at_risk", can_be_at_risk(self.rule) and not counts["at_risk"]))
        found += [("shown", has_proxy(self.rule) and True not in shown), ("unshown", has_proxy(self.rule) and False not in shown)]
        return tuple(sort for sort, lacks in found if lacks)

    @property
    def unreadable(self) -> bool:
        """An example's own records or unit are wrong: a mistake in the rule file, not in the rule."""
        return any(outcome.problems for outcome in self.outcomes)


def sort_of(want: str) -> str:
    return next((sort for sort, verdicts in SORTS.items() if want in verdicts), "other")


def _is_near(outcome: Outcome) -> bool:
    return any(len(miss.failed) == 1 for verdict in outcome.verdicts for miss in verdict.near_misses)


# ---------------------------------------------------------------- what a rule can show


def can_be_nearly_met(rule: Obligation) -> bool:
    """Whether a record can be too little: not where records are only too many, nor where a state is asked for and no record at all."""
    return any(_asks(part.kind) and not isinstance(part.kind, Holds) for part in _leaves(rule))


def can_be_at_risk(rule: Obligation) -> bool:
    """Whether there is a time at which it can still be met and is late to begin: not for a judgement, nor for what the first
    breach decides, nor where all the time there is is one day.
    """
    return any(_can_wait(part) for part in _leaves(rule))


def _leaves(rule: Obligation) -> Iterator[Part]:
    """Under the reading that holds by default."""
    todo = [rule.readings[rule.default_reading]]
    while todo:
        part = todo.pop()
        if isinstance(part.kind, Combine):
            todo += [inner if inner.window is not None else inner._replace(window=part.window) for inner in part.kind.parts]
        else:
            yield part


def _asks(kind: Kind) -> bool:
    if isinstance(kind, Spacing):
        return kind.at_most is not None
    return not isinstance(kind, Count) or any(bound.op in LOWER for bound in kind.bounds)


def _can_wait(part: Part) -> bool:
    kind, window = part.kind, part.window
    if window is not None and window.start is not None and window.start == window.end:
        return False
    if isinstance(kind, Every):
        return kind.at_least < 1
    return not isinstance(kind, Attest) and _asks(kind)


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


def exit_code(shown: Iterable[Shown], *, complete: bool = False) -> int:
    """2: the rule files must be mended (an example is lacking, or its records are wrong); 1: an example gives another verdict, or,
    where the examples are to be `complete`, one more would show something that none does.
    """
    found = list(shown)
    if any(each.unreadable or each.lacking for each in found):
        return 2
    return 1 if any(each.wrong or (complete and each.wanting) for each in found) else 0
