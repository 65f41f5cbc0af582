"""The examples beside the rules: each is a small evidence folder with the verdict that its author expects of it (language §1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Literal, NamedTuple

from compliance.check import check
from compliance.errors import Location, Problem, problem
from compliance.evidence import build_records, build_unit
from compliance.facts import Facts
from compliance.measure import judge
from compliance.model import VERDICTS, Asked, Evidence, Example, Measure, Obligation, Pack, Selector, Verdict
from compliance.select import Selection
from compliance.syntax import nodes

UNSHOWN = "attest.unshown"
_MISSED = {"verdict": "rules.example.verdict", "shown": "rules.example.shown", "reason": "rules.example.reason"}


class Miss(NamedTuple):
    """Something that an example pins and that came out another way: its verdict, `shown`, or a reason."""

    what: Literal["verdict", "shown", "reason"]
    want: str
    got: str


class Outcome(NamedTuple):
    """What an example gave: `got` is the worst verdict among the instances it names, or "error" where its input is wrong."""

    rule: Obligation
    example: Example
    got: str
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return not self.problems and not self.misses

    @property
    def shown(self) -> bool:
        """Whether no instance says that records do not bear its attestation out."""
        return not any(reason.code == UNSHOWN for verdict in self.verdicts for reason in verdict.reasons)

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons of the instances that gave the verdict."""
        given = (reason.code for verdict in self.verdicts if verdict.verdict == self.got for reason in verdict.reasons)
        return tuple(dict.fromkeys(given))

    @property
    def misses(self) -> tuple[Miss, ...]:
        """What the example wants and the rule does not give; of a wrong verdict no more is told."""
        example = self.example
        if self.got != example.want:
            return (Miss("verdict", example.want, self.got),)
        found = [Miss("reason", code, " ".join(self.codes)) for code in example.codes if code not in self.codes]
        if example.shown is not None and example.shown != self.shown:
            found.append(Miss("shown", _flag(example.shown), _flag(self.shown)))
        return tuple(found)


def run_examples(pack: Pack) -> Iterator[Outcome]:
    for rule in pack.obligations:
        for example in rule.examples:
            yield run_example(pack, rule, example)


def example_problems(pack: Pack) -> Iterator[Problem]:
    """What the examples show to be wrong: one that gives another verdict, and (a warning) a selector that never matches anything."""
    unmatched: set[str] = set()
    matched: set[str] = set()
    for rule in pack.obligations:
        spoken = [selector for selector in pack.selectors.values() if speaks_of(rule, selector)]
        unmatched |= {selector.name for selector in spoken}
        for example in rule.examples:
            outcome = run_example(pack, rule, example)
            yield from outcome.problems
            if outcome.problems:
                yield problem(example.at, "rules.example.error", "error", rule=rule.id)
                continue
            for miss in outcome.misses:
                yield problem(example.at, _MISSED[miss.what], "error", rule=rule.id, want=miss.want, got=miss.got)
            matched |= _matched([selector for selector in spoken if selector.name not in matched], pack, rule, example)
    for name in sorted(unmatched - matched):
        yield problem(Location(pack.id), "rules.selector.unmatched", "warning", found=name)


def speaks_of(rule: Obligation, selector: Selector) -> bool:
    """Whether all lines of a named selector, or the selector itself, went into the rule."""
    tree = tuple(rule.readings.values())
    used = {id(node) for node in nodes(tree)}
    lines = [id(line) for branch in selector.branches for line in branch.lines]
    return id(selector) in used or (bool(lines) and used.issuperset(lines))


def _matched(selectors: list[Selector], pack: Pack, rule: Obligation, example: Example) -> set[str]:
    evidence, _ = evidence_of(pack, example)
    selection = Selection(Facts(pack, evidence, example.as_of))
    judged = list(judge(rule, selection))
    bindings = [one.instance.binding for one in judged] + [asked.binding for one in judged for asked in _asked(one.measure)]
    return {selector.name for selector in selectors if any(selection.dated(selector, binding, None, None).certain for binding in bindings)}


def _asked(measured: Measure) -> Iterator[Asked]:
    """Where records were looked for, also in parts, which have subjects of their own."""
    yield from measured.asked
    for part in measured.parts:
        yield from _asked(part)


def run_example(pack: Pack, rule: Obligation, example: Example) -> Outcome:
    """Judge the example's records by its rule, on the pack's example unit with the example's own changes.

    Other rules are judged with it only where they compete with it for records.
    """
    evidence, errors = evidence_of(pack, example)
    if errors:
        return Outcome(rule, example, "error", (), errors)
    rivals = tuple(other for other in pack.obligations if other is rule or (rule.exclusive and other.exclusive == rule.exclusive))
    report = check(replace(pack, obligations=rivals), evidence, example.as_of)
    bearer, subject = example.raw["bearer"], example.raw["subject"]
    own = (v for v in report.verdicts if v.obligation is rule)
    named = tuple(v for v in own if bearer in ("", v.bearer) and subject in ("", v.subject))
    got = min((v.verdict for v in named), key=VERDICTS.index, default="error")
    return Outcome(rule, example, got, named, ())


def evidence_of(pack: Pack, example: Example) -> tuple[Evidence, tuple[Problem, ...]]:
    """The example as an evidence folder, and the errors in it."""
    problems: list[Problem] = []
    at = partial(example.document.at, *example.keys)
    head = {"unit": "example", "title": {"zh": "示例", "en": "Example"}, "pack": pack.id}
    unit = build_unit(_merged({**head, **pack.example_unit}, example.raw["unit"]), pack, partial(at, "unit"), problems)
    raws = [(raw, partial(at, "records", number)) for number, raw in enumerate(example.raw["records"])]
    records = build_records(raws, unit, pack, problems)
    return Evidence(unit, records), tuple(found for found in problems if found.severity == "error")


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The example's keys over the pack's, mappings merged key by key."""
    merged = dict(base)
    for key, value in own.items():
        before = merged.get(key)
        merged[key] = _merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return merged
