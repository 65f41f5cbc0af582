"""The module of each kind is its manual: the rule in its docstring is run, with its passing and its failing examples."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import indent

import pytest

from compliance.examples import run_examples
from compliance.kinds import KINDS
from rule_kit import HEAD, RULE, load

MODULES = {measure.__module__: sys.modules[measure.__module__] for measure in KINDS.values()}
EXAMPLED = {"pass", "fail", "attested", "manual"}


def manual(module: str) -> str:
    """What follows the introduction of the docstring: an obligation without its head."""
    return indent((MODULES[module].__doc__ or "").split("(a test runs it):\n\n")[1], "  ")


@pytest.mark.parametrize("module", MODULES)
def test_the_manual_runs(tmp_path: Path, module: str) -> None:
    written = HEAD + RULE.split("  examples")[0] + "  bearer: secretary\n" + manual(module)
    pack = load(tmp_path, a_yaml=written)
    outcomes = list(run_examples(pack))
    assert [(outcome.example.want, outcome.got) for outcome in outcomes if not outcome.holds] == []
    assert len({outcome.got for outcome in outcomes} & EXAMPLED) == 2
