"""Everything that touches durable_rules: policy rows in, verdicts and the ids of the rows that fired out.

The engine matches, joins and chains; it is unmaintained C that cannot be trusted with what it was not shown to bear
(small whole numbers, booleans, plain enum words, equality, no negation). So rows and values are checked before they
are sent, every fact must come back through a catch-all rule, what goes wrong inside an action is raised again, and
the state of a run is deleted, but only after an action ran: before that the C code frees what it never set.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from compliance.errors import EngineError, Problem
from compliance.model import NOWHERE, Decision, Signature
from compliance.policy import Layer, Policy, load_policy
from compliance.policy_rows import Row
from compliance.subset import CATCH_ALL, CLIMB, Fact, check, defect, group_fact, rules_of

__all__ = ["Decided", "Firing", "Layer", "Policy", "decide", "fire", "load_policy", "roll_up", "weigh"]

Firing = tuple[int, tuple[dict[str, Any], ...]]
"""The number of the row (or CATCH_ALL, CLIMB) and the facts that it matched."""

_SALTS, _KEPT, _A_RUN = 8, 16, 500
"""Tries with other ids; compiled rulesets kept; groups' cases sent in one run, for a fact takes some 15 KB in the engine."""


class Decided(NamedTuple):
    """`fired`: the verdict's rows, then the severity's; of each the decider first."""

    verdict: str
    severity: str
    fired: tuple[str, ...]


def decide(policy: Policy, cases: Iterable[tuple[Signature, str]]) -> dict[tuple[Signature, str], Decided]:
    """The verdict and its severity for each distinct (signature, modality), in the order of first appearance.

    One fact for each distinct signature, then one for each distinct (verdict, modality). Raises EngineError.
    """
    wanted = list(dict.fromkeys(cases))
    signatures = list(dict.fromkeys(signature for signature, _ in wanted))
    verdicts = dict(zip(signatures, _decisions("verdict", policy.verdict, [it._asdict() for it in signatures]), strict=True))
    severities = weigh(policy, ((verdicts[signature].then, modality) for signature, modality in wanted))
    decided = {}
    for signature, modality in wanted:
        verdict = verdicts[signature]
        severity = severities[verdict.then, modality]
        decided[signature, modality] = Decided(verdict.then, severity.then, verdict.fired + severity.fired)
    return decided


def weigh(policy: Policy, verdicts: Iterable[tuple[str, str]], waived: bool = False) -> dict[tuple[str, str], Decision]:
    """The severity of each distinct (verdict, modality), all of them waived or none. Raises EngineError."""
    wanted = list(dict.fromkeys(verdicts))
    facts: list[Fact] = [{"verdict": verdict, "modality": modality, "waived": waived} for verdict, modality in wanted]
    return dict(zip(wanted, _decisions("severity", policy.severity, facts), strict=True))


def roll_up(policy: Policy, presences: Iterable[tuple[str, str, str]], edges: Iterable[tuple[str, str]]) -> dict[str, Decision]:
    """The verdict of every group, sorted by its key.

    `presences`: (group, verdict, severity), each saying that the group holds such a case; `edges`: (child, parent).
    What a child holds its parents hold: the engine climbs by joining the two, one level a run, until nothing new comes.
    A group to which nothing climbs was not judged and is left out. Raises EngineError.
    """
    held, links = set(presences), set(edges)
    names = sorted({group for group, _, _ in held}.union(*links))
    number = {name: index for index, name in enumerate(names)}
    level = {(number[group], verdict, severity) for group, verdict, severity in held}
    above: dict[int, list[int]] = {}
    for child, parent in sorted(links):
        above.setdefault(number[child], []).append(number[parent])
    known: set[tuple[int, str, str]] = set()
    fired: dict[int, set[int]] = {}
    while level:
        known |= level
        reached = set()
        for row, found in _climb(policy, sorted(level), above):
            case = found[0]
            if row == CLIMB:
                reached.add((found[1]["parent"], case["verdict"], case["severity"]))
            else:
                fired.setdefault(case["group"], set()).add(row)
        level = reached - known
    judged = sorted({group for group, _, _ in known})
    return {names[group]: _decision("rollup", policy.rollup, fired.get(group, ()), names[group]) for group in judged}


def fire(stage: str, rows: tuple[Row, ...], facts: Sequence[Fact]) -> list[Firing]:
    """The firings of one run of a stage above the single verdict (`subset.MATCH`, `RUN`, `HOLD`). Raises EngineError."""
    return _run(stage, rows, facts)


def _climb(policy: Policy, level: Sequence[tuple[int, str, str]], above: Mapping[int, Sequence[int]]) -> Iterator[Firing]:
    """The firings of one level's cases, each sent together with the edges that lead up from its group."""
    for start in range(0, len(level), _A_RUN):
        part = level[start : start + _A_RUN]
        edges = [(child, parent) for child in sorted({it[0] for it in part} & above.keys()) for parent in above[child]]
        facts = [group_fact("case", group, 0, verdict, severity) for group, verdict, severity in part]
        facts += [group_fact("edge", child, parent, "none", "none") for child, parent in edges]
        yield from _run("rollup", policy.rollup, facts)


def _decisions(stage: str, rows: tuple[Row, ...], cases: Sequence[Fact]) -> list[Decision]:
    """One decision a case, in their order. No case: the engine is not even loaded."""
    fired: list[set[int]] = [set() for _ in cases]
    for row, found in _run(stage, rows, [{"kind": "case", **case} for case in cases]):
        fired[found[0]["n"]].add(row)
    return [_decision(stage, rows, numbers, case) for numbers, case in zip(fired, cases, strict=True)]


def _decision(stage: str, rows: tuple[Row, ...], fired: Iterable[int], case: object) -> Decision:
    order = sorted(fired)
    if not order:
        raise defect("engine.undecided", stage=stage, case=case)
    return Decision(rows[order[0]].then, tuple(rows[number].id for number in order))


# ---------------------------------------------------------------- durable_rules


def _load() -> Any:
    """The module `durable.engine`, imported on first use: the command line's help must not wait for it."""
    try:
        from durable import engine
    except ImportError as error:
        from compliance.doctor import import_help

        code, params = import_help(error)
        raise EngineError([Problem(NOWHERE, code, "error", params)]) from error
    # Its own clock calls `utcfromtimestamp`, which warns on every firing from Python 3.12 on; only differences are used.
    engine._unix_now = time.monotonic  # noqa: SLF001
    return engine


class _Ruleset:
    """The compiled rules of one stage of one policy. `log` holds the firings of the run that is under way."""

    def __init__(self, stage: str, rows: tuple[Row, ...]) -> None:
        rules = rules_of(stage, rows)
        engine = _load()

        class QuietHost(engine.Host):  # type: ignore[misc,name-defined]
            def _run(self) -> None:
                """A plain Host starts threads here that run actions behind our back."""

        class Loud(engine.Promise):  # type: ignore[misc,name-defined]
            def run(self, closure: Any, complete: Callable[[Any], None]) -> None:
                """A plain Promise writes what an action raises, KeyboardInterrupt too, into the state and goes on."""
                self._func(closure)
                complete(None)

        self.collided = engine.MessageObservedException
        self.name = f"compliance-{stage}"
        self.log: list[Firing] = []
        definition = {
            f"r{index}": {"all": antecedents, "pri": index, "run": Loud(self._action(row))}
            for index, (row, antecedents) in enumerate(rules)
        }
        self.host = QuietHost({self.name: definition})

    def _action(self, row: int) -> Callable[[Any], None]:
        def act(closure: Any) -> None:  # exactly one parameter: one more, even with a default, would make it run in the background
            self.log.append(_firing(row, closure))

        return act

    def run(self, facts: Sequence[Fact]) -> list[Firing]:
        """Every firing. A failure leaves the engine's state as it is: whoever called must not use this ruleset again."""
        for salt in range(_SALTS):
            named = enumerate(zip(facts, _ids(salt), strict=False))
            batch = [{**fact, "one": 1, "n": n, "sid": "s", "id": name} for n, (fact, name) in named]
            try:
                self._assert(batch)
            except self.collided:
                # The 32-bit hashes of two ids are equal, and nothing ran. A lone fact makes the rest run, so that it can be deleted.
                self._assert([{**batch[0], "id": f"lone.{salt}"}])
                self._delete_state()
                continue
            _acknowledged(self.log, len(batch))
            self._delete_state()
            return [firing for firing in self.log if firing[0] != CATCH_ALL]
        raise defect("engine.collision", facts=len(facts), tries=_SALTS)

    def _assert(self, batch: list[dict[str, Any]]) -> None:
        self.log.clear()
        self.host.assert_facts(self.name, batch)

    def _delete_state(self) -> None:
        self.host.delete_state(self.name, "s")

    def free(self) -> None:
        """Only after a good run: where no action ever ran it would crash. A Host that is merely dropped leaks 1.8 MB."""
        _load().durable_rules_engine.delete_ruleset(self.host.get_ruleset(self.name)._handle)  # noqa: SLF001


def _firing(row: int, closure: Any) -> Firing:
    """The row and the facts that it matched, in the order of its antecedents."""
    return row, tuple(fact for _, fact in sorted(closure._m.items()))  # noqa: SLF001 - the whole message; the public way copies field by field


def _ids(salt: int) -> Iterator[str]:
    return (f"{salt}.{n}" for n in itertools.count())


def _acknowledged(log: Iterable[Firing], sent: int) -> None:
    """Every fact came back through the catch-all, exactly once."""
    seen = Counter(found[0]["n"] for row, found in log if row == CATCH_ALL)
    lost = [n for n in range(sent) if seen[n] != 1]
    if lost or len(seen) != sent:
        raise defect("engine.unacknowledged", sent=sent, lost=len(lost))


_compiled: dict[tuple[str, tuple[Row, ...]], _Ruleset] = {}
"""The only global state: compiled rules, the least recently used first. They are data of the policy, not of a run."""
_lock = threading.Lock()


def _run(stage: str, rows: tuple[Row, ...], facts: Sequence[Fact]) -> list[Firing]:
    """(number of the row or CLIMB, facts) of every firing of one run with one assertion; an empty one crashes the engine."""
    if not facts:
        return []
    for fact in facts:
        check(stage, fact)
    with _lock:
        # Taken out while it runs: one that failed is never used again, nor freed, for its state is not known.
        ruleset = _compiled.pop((stage, rows), None) or _Ruleset(stage, rows)
        firings = ruleset.run(facts)
        _compiled[stage, rows] = ruleset
        if len(_compiled) > _KEPT:
            _compiled.pop(next(iter(_compiled))).free()
    return firings
