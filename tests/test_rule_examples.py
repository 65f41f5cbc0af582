"""Every example beside a rule gives the verdict that its author expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.examples import Outcome, run_example
from compliance.messages import text
from compliance.model import Example, Obligation, Pack
from compliance.rulebook import load_pack

RULES = Path(__file__).parent.parent / "rules"
PACKS = {folder.name: load_pack(folder) for folder in sorted(RULES.iterdir()) if (folder / "pack.yaml").is_file()}
EXAMPLES = [(pack, rule, example) for pack in PACKS.values() for rule in pack.obligations for example in rule.examples]


def explained(outcome: Outcome) -> str:
    lines = [f"{outcome.example.at}: want {outcome.example.want}, got {outcome.got}"]
    lines += [f"  {p.at}: {text(p.code, p.params).en}" for p in outcome.problems]
    lines += [f"  {v.bearer} {v.subject or ''} {v.verdict}: {text(r.code, r.params).en}" for v in outcome.verdicts for r in v.reasons]
    return "\n".join(lines)


@pytest.mark.parametrize(("pack", "rule", "example"), EXAMPLES, ids=[f"{rule.id}-{example.at.line}" for _, rule, example in EXAMPLES])
def test_example_gives_its_verdict(pack: Pack, rule: Obligation, example: Example) -> None:
    outcome = run_example(pack, rule, example)
    assert outcome.holds, explained(outcome)


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    for pack in PACKS.values():
        for rule in pack.obligations:
            wanted = {example.want for example in rule.examples}
            assert wanted & {"pass", "attested"}, rule.id
            assert wanted & {"fail", "late", "manual"}, rule.id
