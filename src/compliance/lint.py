"""What a compiled pack may still get wrong: checks across a rule and the selectors it uses (language §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.errors import Problem, problem
from compliance.model import (
    Attest,
    Combine,
    Count,
    Every,
    Obligation,
    Pack,
    Part,
    Selector,
    Steps,
    WindowSpec,
)
from compliance.syntax import made_from_each, references

SHORT_PERIODS = ("ten_days", "week", "day")


def lint(pack: Pack) -> Iterator[Problem]:
    for rule in pack.obligations:
        for reading in rule.readings.values():
            yield from _part(rule, reading, None)
        yield from _examples(rule)


def _part(rule: Obligation, part: Part, quantifier: str | None) -> Iterator[Problem]:
    """`quantifier`: the kind of the enclosing `for_each`, which `$each` then speaks of."""
    at = rule.source.at
    inner = part.for_each.kind if part.for_each else quantifier
    spoken = [ref for ref in references((part.window, _without_parts(part))) if ref.root == "each"]
    for ref in spoken:
        if inner is None:
            yield problem(at, "rules.each.alone", rule=rule.id, found=ref)
            break
        if inner == "pair" and ref.path[:1] not in (("a",), ("b",)):
            yield problem(at, "rules.each.pair", rule=rule.id, found=ref)
            break
    if part.for_each and part.for_each.due_in_span and part.window is None:
        yield problem(at, "rules.due.window", rule=rule.id)
    if part.for_each and part.for_each.selector:
        yield from _triggered(rule, part, part.for_each.selector)
    if isinstance(part.kind, Count) and part.window and _open_below(part.window):
        if not any(ref.root == "each" for ref in references(part.kind.of)):
            yield problem(at, "rules.window.unbounded", rule=rule.id)
    if part.window and part.window.each in SHORT_PERIODS and rule.at_risk.lead.days > {"ten_days": 8, "week": 7, "day": 1}[str(part.window.each)]:
        yield problem(at, "rules.window.lead", "warning", rule=rule.id, period=part.window.each)
    for child in _children(part):
        yield from _part(rule, child, inner)


def _children(part: Part) -> tuple[Part, ...]:
    if isinstance(part.kind, Combine):
        return part.kind.parts
    return (part.kind.proxy,) if isinstance(part.kind, Attest) and part.kind.proxy else ()


def _without_parts(part: Part) -> Any:
    kind = part.kind
    return kind if isinstance(kind, (Count, Every, Steps)) else kind.by if isinstance(kind, Attest) else ()


def _triggered(rule: Obligation, part: Part, trigger: Selector) -> Iterator[Problem]:
    if not trigger.name:
        yield problem(rule.source.at, "rules.trigger.unnamed", "warning", rule=rule.id)
    kinds = {kind for branch in trigger.branches for kind in branch.kinds}
    for inner in (part, *_children(part)):
        if not isinstance(inner.kind, Count) or not any(bound.op in ("at_least", "exactly", "more_than") for bound in inner.kind.bounds):
            continue
        for branch in inner.kind.of.branches:
            if kinds & set(branch.kinds) and not any(ref.root == "each" for ref in references(branch.lines)):
                yield problem(rule.source.at, "rules.trigger.self", rule=rule.id)
                break


def _open_below(window: WindowSpec) -> bool:
    return window.ahead is not None or (window.start is None and not window.each and made_from_each(window.end))


def _examples(rule: Obligation) -> Iterator[Problem]:
    wanted = {example.want for example in rule.examples}
    if not wanted & {"pass", "attested"}:
        yield problem(rule.source.at, "rules.examples.missing", rule=rule.id, want="pass / attested")
    if not wanted & {"fail", "late", "manual"}:
        yield problem(rule.source.at, "rules.examples.missing", rule=rule.id, want="fail / late / manual")
