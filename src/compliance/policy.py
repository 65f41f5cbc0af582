"""The policy: rows of data that turn a signature into a verdict, a verdict into a severity, and a group's verdicts into one.

In each stage the first row that matches decides. The default rows are `policy/default.yaml`; packs and units add theirs in
layers. Here they are put in their places and proved: every case has a deciding row, every row decides some case. `engine`
runs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

from compliance.errors import EngineError, Location, Problem, problem
from compliance.policy_limits import too_mild
from compliance.policy_rows import CHAINED, FIELDS, Placed, Reader, Row, Scalar, Where, as_written, unknown

MAX_ROWS, MAX_RULES = 48, 200
"""A stage's rows, and its rules once every list of values is written out: well inside what the engine bears (64 and 255)."""

_DEFAULT = Path(__file__).parent / "policy" / "default.yaml"


class Policy(NamedTuple):
    """The rows of each stage in order. Plain and hashable: the key under which `engine` keeps the compiled rules."""

    verdict: tuple[Row, ...] = ()
    severity: tuple[Row, ...] = ()
    rollup: tuple[Row, ...] = ()


def _nowhere(*_keys: str | int, of_key: bool = False) -> Location:
    return Location("policy")


class Layer(NamedTuple):
    """Rows to add: stage → list of rows, as parsed from YAML, and where they stand (`partial(document.at, "policy")`)."""

    raw: Any
    where: Where = _nowhere


def load_policy(problems: list[Problem], *layers: Layer) -> Policy:
    """The default rows and those of `layers` (the pack's, then the unit's), placed and proved.

    Every problem is appended to `problems`; after an error the policy is incomplete and must not be used. That a layer
    leaves an earlier row without any case is only noted: to overrule is what layers are for. EngineError: our own rows are wrong.
    """
    policy = _own_policy()
    for layer in layers:
        if layer.raw:
            policy = extend(policy, layer, problems)
    return policy


@cache
def _own_policy() -> Policy:
    """The default rows, read and proved once a process: whoever loads a pack and checks with it asks twice."""
    own: list[Problem] = []
    policy = extend(Policy(), _default(own), own)
    if own:
        raise EngineError(own)
    return policy


def extend(policy: Policy, layer: Layer, problems: list[Problem]) -> Policy:
    """`policy` with the rows of one layer, every stage proved again."""
    raw: Mapping[Any, Any] = layer.raw if isinstance(layer.raw, Mapping) else {}
    if raw is not layer.raw:
        problems.append(problem(layer.where(), "policy.form", known=", ".join((*FIELDS, *CHAINED))))
    known = (*FIELDS, *CHAINED)
    problems.extend(unknown(layer.where(name, of_key=True), "policy.stage", name, known) for name in raw if name not in known)
    taken = {row.id for rows in policy for row in rows}
    stages = []
    for stage, rows in policy._asdict().items():
        added = _read(Reader(stage, layer.where, [row.id for row in rows], taken, problems), raw.get(stage))
        merged = _place(rows, added)
        if added or not rows:
            problems.extend(_proved(stage, rows, added, merged, layer.where(stage)))
        stages.append(merged)
    return Policy(*stages)


def uncovered(stage: str, rows: Sequence[Row]) -> tuple[dict[str, Scalar] | None, dict[str, tuple[str, ...]]]:
    """The proof over every case of the stage (1,536 signatures): a case that no row decides, or None; and the dead rows,
    id → the earlier rows that take its cases.

    A group of verdicts is decided by the first row that any of them reaches, so for `rollup` single verdicts suffice.
    """
    masks, everything = _masks(stage)
    dead: dict[str, tuple[str, ...]] = {}
    earlier: list[tuple[str, int]] = []
    left = everything
    for row in rows:
        cases = everything
        for field, values in row.when:
            cases &= sum(masks[field, value] for value in set(values))
        if not cases & left:
            dead[row.id] = tuple(name for name, its in earlier if its & cases)
        earlier.append((row.id, cases))
        left &= ~cases
    if not left:
        return None, dead
    return {field: value for (field, value), mask in masks.items() if mask & left & -left}, dead


def _default(problems: list[Problem]) -> Layer:
    from compliance import source  # yaml is wanted only when a policy is loaded

    document = source.load(_DEFAULT.read_bytes(), "policy/default.yaml", problems)
    return Layer(document.value, document.at) if document else Layer({})


def _read(reader: Reader, raw: Any) -> list[Placed]:
    if raw is None:
        return []
    if not isinstance(raw, (list, tuple)):
        reader.problems.append(problem(reader.where(reader.stage), "policy.list", stage=reader.stage))
        return []
    return [placed for index, form in enumerate(raw) if (placed := reader.read(index, form))]


def _place(rows: Sequence[Row], added: Sequence[Placed]) -> tuple[Row, ...]:
    """Rows that ask for the same place keep the order in which they are written; without a place: before the first one."""
    first = rows[0].id if rows else ""
    order = list(rows)
    last_after: dict[str, str] = {}
    for placed in added:
        names = [row.id for row in order]
        anchor = placed.anchor or first
        if placed.after:
            order.insert(names.index(last_after.get(anchor, anchor)) + 1, placed.row)
            last_after[anchor] = placed.row.id
        else:
            order.insert(names.index(anchor) if anchor else len(order), placed.row)
    return tuple(order)


def _proved(stage: str, old: Sequence[Row], added: Sequence[Placed], rows: Sequence[Row], at: Location) -> list[Problem]:
    found = []
    say = partial(problem, at, stage=stage)
    rules = sum(prod(len(set(values)) for _, values in row.when) for row in rows)
    if len(rows) > MAX_ROWS or rules > MAX_RULES:
        found.append(say("policy.many", rows=len(rows), most=MAX_ROWS, rules=rules, most_rules=MAX_RULES))
    if old:
        found += too_mild(stage, rows, added)
    gap, dead = uncovered(stage, rows)
    if gap:
        found.append(say("policy.gap", case=", ".join(f"{field}: {as_written(value)}" for field, value in gap.items())))
    found += [problem(it.at, "policy.dead", found=it.row.id, rows=", ".join(dead[it.row.id])) for it in added if it.row.id in dead]
    overruled = dead.keys() - uncovered(stage, old)[1].keys()
    found += [say("policy.overruled", "note", found=row.id, rows=", ".join(dead[row.id])) for row in old if row.id in overruled]
    return found


@cache
def _masks(stage: str) -> tuple[Mapping[tuple[str, Scalar], int], int]:
    """Sets of cases as whole numbers, one bit a case: those in which the field has the value; and all of them."""
    masks: dict[tuple[str, Scalar], int] = {}
    everything = prod(len(values) for values in FIELDS[stage].values())
    stride = everything
    for field, values in FIELDS[stage].items():
        period, stride = stride, stride // len(values)
        run = sum(1 << start for start in range(0, everything, period)) * ((1 << stride) - 1)
        masks |= {(field, value): run << (position * stride) for position, value in enumerate(values)}
    return masks, (1 << everything) - 1
