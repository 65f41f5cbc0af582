"""The examples beside the rules: each is a small evidence folder with the verdict that its author expects of it (language §1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from compliance.check import check
from compliance.errors import Problem
from compliance.evidence import build_records, build_unit
from compliance.model import VERDICTS, Evidence, Example, Obligation, Pack, Verdict


class Outcome(NamedTuple):
    """What an example gave: `got` is the worst verdict among the instances it names, or "error" where its input is wrong."""

    rule: Obligation
    example: Example
    got: str
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return self.got == self.example.want and not self.problems


def run_examples(pack: Pack) -> Iterator[Outcome]:
    for rule in pack.obligations:
        for example in rule.examples:
            yield run_example(pack, rule, example)


def run_example(pack: Pack, rule: Obligation, example: Example) -> Outcome:
    """Judge the example's records by its rule alone, on the pack's example unit with the example's own changes."""
    problems: list[Problem] = []
    at = partial(example.document.at, *example.keys)
    head = {"unit": "example", "title": {"zh": "示例", "en": "Example"}, "pack": pack.id}
    unit = build_unit(_merged({**head, **pack.example_unit}, example.raw["unit"]), pack, partial(at, "unit"), problems)
    raws = [(raw, partial(at, "records", number)) for number, raw in enumerate(example.raw["records"])]
    records = build_records(raws, unit, pack, problems)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors:
        return Outcome(rule, example, "error", (), errors)
    report = check(replace(pack, obligations=(rule,)), Evidence(unit, records), example.as_of)
    bearer, subject = example.raw["bearer"], example.raw["subject"]
    named = tuple(v for v in report.verdicts if bearer in ("", v.bearer) and subject in ("", v.subject))
    got = min((v.verdict for v in named), key=VERDICTS.index, default="error")
    return Outcome(rule, example, got, named, ())


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The example's keys over the pack's, mappings merged key by key."""
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        merged[key] = _merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return merged
