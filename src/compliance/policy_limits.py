"""What no policy row may conclude, whoever adds it: a verdict, a weight or a group's verdict milder than the case allows.

A pack may be stricter than the default rows, and may sort what is owed otherwise, but what is unmet or unknown stays visible and
moves the exit code. Only a waiver, with a name and a day on it, releases from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from types import MappingProxyType

from compliance.errors import Problem, problem
from compliance.model import BASES
from compliance.policy_rows import FIELDS, MODALITIES, Placed, Row, Scalar, as_written

Case = Mapping[str, Scalar]
Part = tuple[tuple[str, Scalar], ...]
"""Fields and the values that they have in some cases: what a limit is about."""
Decided = Sequence[tuple[int, Case]]
"""Every case of a stage with the number of the row that decides it."""

_NOT_JUDGEMENT = tuple(basis for basis in BASES if basis != "needs_judgement")
_UNMET: tuple[Part, ...] = (
    (("truth", "violated"),),
    (("doubt", True),),
    *((("truth", "violated_so_far"), ("clock", clock)) for clock in ("short", "closed")),
)
"""Lost, undecided, or so late that there may be no time left: what the default rows give a verdict that weighs something."""
_NOT_MET: tuple[Part, ...] = ((("truth", "violated"),), (("truth", "violated_so_far"),))
_NOT_OWED: Part = (("applies", False),)
LIMITS: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "pass": (_NOT_OWED, (("basis", "needs_judgement"),), (("doubt", True),), *_NOT_MET),
        "attested": (*_NOT_MET, *((("basis", basis),) for basis in _NOT_JUDGEMENT), _NOT_OWED),
        "not_applicable": ((("applies", True),),),
        "pending": tuple((("applies", True), *part) for part in _UNMET),
        "manual": tuple((("applies", True), ("basis", basis), *part) for part in _UNMET for basis in _NOT_JUDGEMENT),
    }
)
"""Verdict → what it can never be said of."""

_UNMET_VERDICTS = ("fail", "late", "at_risk", "inconclusive")
_RED = ("error", *_UNMET_VERDICTS)
_RANKS: Mapping[str, int] = MappingProxyType(
    {**dict.fromkeys(_RED, 0), "pending": 1, "manual": 1, "attested": 2, "pass": 3, "not_applicable": 4}
)
"""How good a group's verdict is; what is alike may stand for each other."""


def too_mild(stage: str, rows: Sequence[Row], added: Sequence[Placed]) -> Iterator[Problem]:
    """Every added row that concludes what it may not, with a case in which it does; `rows` are all of the stage in their order."""
    decided = tuple(_decided(stage, rows)) if added else ()
    for placed in added:
        row = placed.row
        place = next(number for number, each in enumerate(rows) if each is row)
        if stage == "verdict":
            part = _said_of(decided, place, row)
        elif stage == "severity":
            part = _outweighed(decided, place, row)
        else:
            part = _hidden(decided, place, row)
        if part:
            case = ", ".join(f"{field}: {as_written(value)}" for field, value in part)
            code = f"policy.{row.then}" if stage == "verdict" else f"policy.mild.{stage}"
            yield problem(placed.at, code, found=row.id, then=row.then, case=case)


def _said_of(decided: Decided, place: int, row: Row) -> Part:
    limits = LIMITS.get(row.then, ())
    if not limits:
        return ()
    cases = [case for number, case in decided if number == place]
    return next((part for part in limits for case in cases if all(case[field] == value for field, value in part)), ())


def _outweighed(decided: Decided, place: int, row: Row) -> Part:
    """A `must` that is unmet and not waived, and a defect, weigh an error; and a note on what a person must judge means: waived."""
    if row.then == "error":
        return ()
    for number, case in decided:
        unmet = case["verdict"] in _UNMET_VERDICTS and case["modality"] == MODALITIES[0] and not case["waived"]
        released = case["verdict"] == "manual" and row.then == "note" and not case["waived"]
        if number == place and (unmet or released or case["verdict"] == "error"):
            return tuple(case.items())
    return ()


def _hidden(decided: Decided, place: int, row: Row) -> Part:
    """A case that the row's conclusion is too good for. A row that stands before the one that decides a case hides it wherever the
    group holds both; so the place of a row counts, not only what it asks for.
    """
    for number, case in decided:
        lone = number == place and row.then == "pass" and case["verdict"] == "not_applicable"
        if place <= number and (lone or _RANKS[row.then] > _worst(case)):
            return tuple(case.items())
    return ()


def _worst(case: Case) -> int:
    verdict, severity = str(case["verdict"]), case["severity"]
    if verdict == "manual":
        return _RANKS["pass" if severity == "note" else verdict]
    return _RANKS["pass"] if verdict in _UNMET_VERDICTS and severity != "error" else _RANKS[verdict]


def _decided(stage: str, rows: Sequence[Row]) -> Iterator[tuple[int, Case]]:
    """Every case of the stage with the number of the row that decides it."""
    asked = [(number, [(field, frozenset(values)) for field, values in row.when]) for number, row in enumerate(rows)]
    for case in _cases(stage):
        for number, when in asked:
            if all(case[field] in values for field, values in when):
                yield number, case
                break


@cache
def _cases(stage: str) -> tuple[Case, ...]:
    fields = FIELDS[stage]
    return tuple(MappingProxyType(dict(zip(fields, values, strict=True))) for values in product(*fields.values()))
