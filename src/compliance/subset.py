"""What durable_rules may be sent: the safe subset of its rules and values, and the refusal of everything else.

Plain equality with closed words and booleans, small whole numbers to join on, every field always present; no negation, no
ordering, no arithmetic. Inside it the engine agreed with a naive matcher on thousands of random networks; outside it drops
facts, fires wrongly or crashes. Nothing here touches the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from compliance.errors import EngineError, problem
from compliance.model import NOWHERE, VERDICTS
from compliance.policy import MAX_ROWS, MAX_RULES
from compliance.policy_rows import FIELDS, SEVERITIES, Row, Scalar, alternatives, same

Fact = Mapping[str, str | int | bool]
CATCH_ALL, CLIMB = -1, -2
"""Numbers of the two rules that are no rows: what acknowledges every fact, and the join of a stage."""
MATCH, RUN, HOLD = "match", "run", "hold"
"""The stages above the single verdict: which cases a row watches for, stretches of such periods, what the groups above hold."""

_WHOLE: tuple[Scalar, ...] = ()
_PLACE = {"group": _WHOLE, "parent": _WHOLE}
_PERIOD = {"series": _WHOLE, "at": _WHOLE, "next": _WHOLE}
_SENDABLE: Mapping[tuple[str, str], Mapping[str, tuple[Scalar, ...]]] = {
    ("verdict", "case"): FIELDS["verdict"],
    ("severity", "case"): FIELDS["severity"],
    ("rollup", "case"): {**_PLACE, **FIELDS["rollup"]},
    ("rollup", "edge"): {**_PLACE, "verdict": ("none",), "severity": ("none",)},
    (MATCH, "case"): {"verdict": VERDICTS, "severity": SEVERITIES},
    (RUN, "run"): _PERIOD,
    (RUN, "red"): _PERIOD,
    (HOLD, "held"): {**_PLACE, "row": _WHOLE},
    (HOLD, "edge"): {**_PLACE, "row": _WHOLE},
}
"""(stage, kind) → the fields that every such fact has, with all their values; _WHOLE: a small whole number."""


def rules_of(stage: str, rows: tuple[Row, ...]) -> list[tuple[int, list[dict[str, Any]]]]:
    """(number of the row, its antecedents) for each rule; refuses what the engine was not shown to bear."""
    if stage in (MATCH, RUN, HOLD):
        return _chained(stage, rows)
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
        rules.append((CLIMB, [_case_of({}), _joined("edge", group="group")]))
    rules.append((CATCH_ALL, [{"a": {"one": 1}}]))
    return rules


def _chained(stage: str, rows: tuple[Row, ...]) -> list[tuple[int, list[dict[str, Any]]]]:
    """The same for the stages above the single verdict. Of a row that watches for verdicts `when` gives these and their
    severities, of one whose premise is another row that row's id.
    """
    rules: list[tuple[int, list[dict[str, Any]]]] = []
    numbers = {row.id: number for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        asked = dict(row.when)
        if stage == MATCH and "verdict" in asked:
            rules += [(number, [_case_of(wanted)]) for wanted in _watched(row, asked)]
        elif stage == HOLD and "escalation" in asked:
            rules += [(number, [_all({"kind": "held"}, {"row": numbers[str(name)]})]) for name in asked["escalation"]]
    if len(rows) > MAX_ROWS or len(rules) > MAX_RULES:
        raise defect("engine.rows", stage=stage, why=f"{len(rows)} rows, {len(rules)} rules")
    if stage == RUN:
        # What ran up to one period runs on in the period after it.
        rules.append((CLIMB, [_all({"kind": "run"}), _joined("red", series="series", at="next")]))
    elif stage == HOLD:
        rules.append((CLIMB, [_all({"kind": "held"}), _joined("edge", group="group")]))
    return [*rules, (CATCH_ALL, [{"a": {"one": 1}}])]


def _watched(row: Row, asked: Mapping[str, tuple[Scalar, ...]]) -> Iterator[dict[str, Scalar]]:
    for field, known in (("verdict", VERDICTS), ("severity", SEVERITIES)):
        if not asked.get(field) or not all(same(value, known) for value in asked[field]):
            raise defect("engine.rows", stage=MATCH, why=f"{row.id}: {field}")
    for verdict, severity in product(dict.fromkeys(asked["verdict"]), dict.fromkeys(asked["severity"])):
        yield {"verdict": verdict, "severity": severity}


def _all(*conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {"a": {"$and": list(conditions)}}


def _joined(kind: str, **equal: str) -> dict[str, Any]:
    """A fact of the kind whose fields equal those of the one before. The `$and` must end with a condition that cannot fail: a
    false last one reads past the buffer (events.c).
    """
    return {"b": {"$and": [{"kind": kind}, *({mine: {"a": its}} for mine, its in equal.items()), {"one": {"a": "one"}}]}}


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
