"""Which mutants no example notices, and what example would.

A mutant is noticed when an example of a rule that it changes gives another verdict, or, where the example pins it (`shown`), when
records no longer bear an attestation out or now do. It is *the same* when that can be proved
(its window is laid alike whatever the trigger's day, as where a work day hides one). Of the rest those for which an example was
found that tells them apart are survivors; where none was found, whether there is one is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from compliance.facts import Facts
from compliance.model import Evidence, Obligation, Pack, Part, Text, Unit, WindowSpec
from compliance.mutate import Mutant, mutants, mutated
from compliance.shifts import same
from compliance.trials import Court, Trial, trials
from compliance.witness import Witness, search

Fate = Literal["noticed", "same", "survives", "unknown"]


class Outcome(NamedTuple):
    mutant: Mutant
    fate: Fate
    witness: Witness | None = None


def outcomes(pack: Pack) -> Iterator[Outcome]:
    """Every mutant of the pack and what becomes of it, in a fixed order. Examples that are wrong themselves are left out."""
    ready = trials(Court(pack))
    ready = {name: [trial for trial in each if not trial.tells(trial.gives())] for name, each in ready.items()}
    rules = {rule.id: rule for rule in pack.obligations}
    plain = Facts(pack, Evidence(Unit("", Text("", ""), ()), ()), pack.span.last)
    for mutant in mutants(pack):
        if _laid_alike(mutant, plain):
            yield Outcome(mutant, "same")
            continue
        if _noticed(mutant, rules, ready):
            yield Outcome(mutant, "noticed")
            continue
        witness = search(mutant, rules, ready)
        yield Outcome(mutant, "survives" if witness else "unknown", witness)


def _noticed(mutant: Mutant, rules: Mapping[str, Obligation], ready: Mapping[str, Sequence[Trial]]) -> bool:
    for name in mutant.rules:
        other = mutated(rules[name], mutant)
        if any(trial.tells(trial.gives(other)) for trial in ready[name]):
            return True
    return False


def _laid_alike(mutant: Mutant, facts: Facts) -> bool:
    if mutant.sort not in ("window", "span") or not mutant.swaps:
        return False
    return all(same(_window(old), _window(new), facts) for old, new in mutant.swaps)


def _window(node: Part | WindowSpec) -> WindowSpec | None:
    return node.window if isinstance(node, Part) else node
