"""Which mutants no example notices, and what example would.

A mutant is noticed when an example of a rule that it changes gives another verdict. It is *the same* when that can be proved
(its window is laid alike whatever the trigger's day, as where a work day hides one). Of the rest those for which an example was
found that tells them apart are survivors; where none was found, whether there is one is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from compliance.coverage import checked
from compliance.facts import Facts
from compliance.model import Evidence, Obligation, Pack, Part, Text, Unit, WindowSpec
from compliance.mutate import PROXY, Mutant, mutants, mutated
from compliance.shifts import same
from compliance.trials import Court, Given, Trial, trials
from compliance.witness import Witness, search

Fate = Literal["noticed", "remarked", "silent", "same", "survives", "unknown"]
"""`remarked`: what records show beside an attestation decides no verdict, so no example can ask for it; an example's remark that
they do not bear it out tells the two apart. `silent`: it does not either."""


class Outcome(NamedTuple):
    mutant: Mutant
    fate: Fate
    witness: Witness | None = None


def outcomes(pack: Pack) -> Iterator[Outcome]:
    """Every mutant of the pack and what becomes of it, in a fixed order. Examples that are wrong themselves are left out."""
    ready = trials(Court(pack))
    ready = {name: [trial for trial in each if trial.gives().verdict == trial.example.want] for name, each in ready.items()}
    base = {id(trial): trial.gives() for each in ready.values() for trial in each}
    rules = {rule.id: rule for rule in pack.obligations}
    plain = Facts(pack, Evidence(Unit("", Text("", ""), ()), ()), pack.span.last)
    for mutant in mutants(pack):
        if _laid_alike(mutant, plain):
            yield Outcome(mutant, "same")
            continue
        fate = _fate(mutant, rules, ready, base)
        if fate == "unknown" and _is_shown_only(mutant, rules):
            fate = "silent"
        witness = search(mutant, rules, ready) if fate == "unknown" else None
        yield Outcome(mutant, "survives" if witness else fate, witness)


def _fate(mutant: Mutant, rules: Mapping[str, Obligation], ready: Mapping[str, Sequence[Trial]], base: Mapping[int, Given]) -> Fate:
    remarked = False
    for name in mutant.rules:
        other = mutated(rules[name], mutant)
        for trial in ready[name]:
            given = trial.gives(other)
            if given.verdict != base[id(trial)].verdict:
                return "noticed"
            remarked = remarked or given != base[id(trial)]
    return "remarked" if remarked else "unknown"


def _is_shown_only(mutant: Mutant, rules: Mapping[str, Obligation]) -> bool:
    """Whether it changes nothing but what is shown beside an attestation."""
    if mutant.route:
        return PROXY in mutant.route
    return mutant.sort != "span" and all(checked(rules[name]) == "both" for name in mutant.rules)


def _laid_alike(mutant: Mutant, facts: Facts) -> bool:
    if mutant.sort not in ("window", "span"):
        return False
    return all(same(_window(old), _window(new), facts) for old, new in mutant.swaps)


def _window(node: Part | WindowSpec) -> WindowSpec | None:
    return node.window if isinstance(node, Part) else node
