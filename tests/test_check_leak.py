"""Whole checks, one after the other in one process, leave nothing behind. The 2,000 of the nightly profile, 150 by default."""

from __future__ import annotations

import gc
import os
import tracemalloc
from pathlib import Path

from compliance.examples import run_example
from compliance.rulebook import load_pack
from test_engine_leak import growth

RUNS = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 150
PACK = load_pack(Path(__file__).parent.parent / "rules" / "party-building-2022")
EXAMPLES = [(rule, example) for rule in PACK.obligations for example in rule.examples]


def check(number: int) -> None:
    """A different small folder each time: facts, selection, engine, explanation, report."""
    rule, example = EXAMPLES[number % len(EXAMPLES)]
    assert run_example(PACK, rule, example).holds


def test_checks_leave_resident_memory_flat() -> None:
    assert growth(check, RUNS) < 4_000_000


def test_checks_leave_no_python_objects() -> None:
    def traced() -> int:
        for number in range(len(EXAMPLES)):
            check(number)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        warm, again, more = traced(), traced(), traced()
    finally:
        tracemalloc.stop()
    assert more - again < 20_000, (warm, again, more)
