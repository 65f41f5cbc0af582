"""Records made to measure: one that satisfies a selector's branch for a bearer and a subject, found by trying the few values there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from compliance import model as m
from oracle_conditions import RECORD, Case, both, holds

ABSENT = object()


def fitting(case: Case, branch: m.Branch, key: str, day: date, must: Sequence[m.Condition] = (), turn: int = 0) -> m.Record | None:
    """A done record of that day; `turn` makes another of several possible ones. None: no values will do."""
    kind, lines = branch.kinds[0], (*branch.lines, *must)
    names = [name for name in mentioned(lines) if name in case.pack.vocabulary.kinds[kind].fields and name != branch.at]
    for values in product(*(turned(candidates(case, kind, name, day), turn) for name in names)):
        given = {name: value for name, value in zip(names, values, strict=True) if value is not ABSENT}
        fields = {
            "id": key,
            "kind": kind,
            "status": "done",
            "origin": "original",
            "date": day,
            **given,
            **({branch.at: day} if branch.at else {}),
        }
        record = m.Record(key, kind, day, day, fields)
        if both(holds(case, line, record, RECORD, m.Span(day, day), record) for line in lines) is True:
            return record
    return None


def mentioned(lines: Iterable[m.Condition]) -> list[str]:
    """The fields that the lines look at, also as `$record.field`."""
    found: dict[str, None] = {}
    for line in lines:
        if isinstance(line, m.AnyOf):
            found |= dict.fromkeys(mentioned(x for lines in line.alternatives for x in lines))
        else:
            found |= dict.fromkeys((line.path[0], *(ref.path[0] for ref in references(line.test) if ref.root == "record")))
    return list(found)


def references(test: Any) -> Iterator[m.Ref]:
    if isinstance(test, m.Ref):
        yield test
    elif isinstance(test, tuple):
        for inner in test:
            yield from references(inner)


def turned(values: list[Any], turn: int) -> list[Any]:
    return values[turn % len(values) :] + values[: turn % len(values)]


def candidates(case: Case, kind: str, name: str, day: date) -> list[Any]:
    field, unit = case.pack.vocabulary.kinds[kind].fields[name], case.evidence.unit
    if field.base == "row":
        columns: dict[str, list[Any]] = {"topic": ["x", "y", "z"], "own": [True, False], "who": sorted(unit.people)}
        return [(dict(zip(columns, row, strict=True)),) for row in product(*columns.values())] + [()]
    one: dict[str, list[Any]] = {
        "person": sorted(unit.people),
        "term": ["x", "y", "z"],
        "number": [3, 2, 1],
        "duration": [m.Duration(days=n) for n in (3, 2, 1)],
        "text": ["党建"],
        "date": [day, day + timedelta(10), date(2021, 12, 31)],
        "flag": [True, False],
        "ref": [r.id for r in case.evidence.records],
        "place": sorted(unit.places),
    }
    values = one[field.base]
    return [c for n in (1, 2, 3, 4, 0) for c in combinations(values, n)] if field.many else [*values, ABSENT]
