"""What durable_rules may be sent: the safe subset of its rules and values, and the refusal of everything else.

Plain equality with closed words and booleans, small whole numbers to join on, every field always present; no negation, no
ordering, no arithmetic. Inside it the engine agreed with a naive matcher on thousands of random networks; outside it drops
facts, fires wrongly or crashes. Nothing here touches the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance.errors import EngineError, problem
from compliance.model import NOWHERE
from compliance.policy import MAX_ROWS, MAX_RULES
from compliance.policy_rows import FIELDS, Row, Scalar, alternatives, same

Fact = Mapping[str, str | int | bool]
CATCH_ALL, CLIMB = -1, -2
"""Numbers of the two rules that are no rows."""

_WHOLE: tuple[Scalar, ...] = ()
_PLACE = {"group": _WHOLE, "parent": _WHOLE}
_SENDABLE: Mapping[tuple[str, str], Mapping[str, tuple[Scalar, ...]]] = {
    ("verdict", "case"): FIELDS["verdict"],
    ("severity", "case"): FIELDS["severity"],
    ("rollup", "case"): {**_PLACE, **FIELDS["rollup"]},
    ("rollup", "edge"): {**_PLACE, "verdict": ("none",), "severity": ("none",)},
}
"""(stage, kind) → the fields that every such fact has, with all their values; _WHOLE: a small whole number."""


def rules_of(stage: str, rows: tuple[Row, ...]) -> list[tuple[int, list[dict[str, Any]]]]:
    """(number of the row, its antecedents) for each rule; refuses what the engine was not shown to bear."""
    rules: list[tuple[int, list[dict[str, Any]]]] = []
    for number, row in enumerate(rows):
        for field, values in row.when:
            known = FIELDS[stage].get(field)
            if known is None or not values or not all(same(value, known) for value in values):
                raise defect("engine.rows", stage=stage, why=f"{row.id}: {field}")
        rules += [(number, [_case_of(wanted)]) for wanted in alternatives(stage, row)]
    if not rows or len(rows) > MAX_ROWS or len(rules) > MAX_RULES:
        raise defect("engine.rows", stage=stage, why=f"{len(rows)} rows, {len(rules)} rules")
    if stage == "rollup":
        # A join's `$and` must end with a condition that cannot fail: a false last one reads past the buffer (events.c).
        rules.append((CLIMB, [_case_of({}), {"b": {"$and": [{"kind": "edge"}, {"group": {"a": "group"}}, {"one": {"a": "one"}}]}}]))
    rules.append((CATCH_ALL, [{"a": {"one": 1}}]))
    return rules


def _case_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """One key a condition: of two in one mapping the engine looks at the first only."""
    return {"a": {"$and": [{"kind": "case"}, *({field: value} for field, value in wanted.items())]}}


def group_fact(*values: str | int) -> Fact:
    """Cases and edges have the same fields: to the engine an absent one equals anything."""
    return dict(zip(("kind", "group", "parent", "verdict", "severity"), values, strict=True))


def check(stage: str, fact: Fact) -> None:
    """As strict as the engine is lax: there 1 joins "1", and after a float such as 1e-07 the facts behind it are lost."""
    known = _SENDABLE[stage, str(fact["kind"])]
    if fact.keys() != {"kind", *known}:
        raise defect("engine.value", field=", ".join(sorted(fact.keys() ^ {"kind", *known})), value="-")
    for field, values in known.items():
        value = fact[field]
        if not (same(value, values) if values else type(value) is int and 0 <= value < 2**31):
            raise defect("engine.value", field=field, value=repr(value))


def defect(code: str, **params: object) -> EngineError:
    return EngineError([problem(NOWHERE, code, "error", **params)])
