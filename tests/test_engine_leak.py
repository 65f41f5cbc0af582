"""Thousands of checks in one process: memory stays flat. The long form runs under the nightly profile."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from compliance import engine
from compliance.engine import decide, load_policy, roll_up
from compliance.model import Signature
from compliance.policy_rows import MODALITIES, Row

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
RUNS = 2000 if NIGHTLY else 200
POLICY = load_policy([])
OPEN = Signature(applies=True, basis="ok", truth="violated_so_far", doubt=False, clock="room", mended=False, expiring=False)
CASES = [
    (OPEN._replace(truth=truth, clock=clock), modality)
    for truth in ("violated", "violated_so_far", "satisfied_so_far", "satisfied")
    for clock in ("not_open", "room", "short")
    for modality in MODALITIES
]
EDGES = [(f"书记/{number}", "书记") for number in range(8)] + [("书记", "单位")]
PRESENCES = [(f"书记/{number}", verdict, "error") for number in range(8) for verdict in ("fail", "pass")]


def memory() -> int:
    """Resident bytes now; where there is no /proc the highest so far, which is flat as well if nothing leaks."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def growth(run: Callable[[int], None], runs: int) -> int:
    """Bytes gained by `runs` runs after a warm-up of fifty."""
    for number in range(50):
        run(number)
    before = memory()
    for number in range(50, 50 + runs):
        run(number)
    return memory() - before


def check(_: int) -> None:
    """What one check asks of the engine: six assertions, each in a state of its own."""
    decided = decide(POLICY, CASES)
    groups = roll_up(POLICY, PRESENCES, EDGES)
    assert len(decided) == len(CASES)
    assert groups["单位"].then == "fail"


def test_memory_is_flat_over_many_checks() -> None:
    assert growth(check, RUNS) < 2_000_000


def test_memory_is_flat_over_many_policies() -> None:
    """A compiled ruleset that is dropped and not given back leaks 1.8 MB."""

    def other_policy(number: int) -> None:
        policy = POLICY._replace(verdict=(Row(f"p{number}", (), "pass"),))
        assert decide(policy, CASES[:1])[CASES[0]].verdict == "pass"

    assert growth(other_policy, RUNS // 2) < 4_000_000
    assert len(engine._compiled) <= engine._KEPT


def test_ids_that_collide_leak_nothing() -> None:
    ids = engine._ids

    def colliding(_: int) -> None:
        engine._ids = lambda salt: iter(("f6059", "f264602", "x")) if salt < 4 else ids(salt)
        try:
            assert len(decide(POLICY, CASES[:4])) == 4
        finally:
            engine._ids = ids

    assert growth(colliding, RUNS // 2) < 2_000_000
