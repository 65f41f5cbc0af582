"""Values that a field might have instead, and values that meet a condition: what the search for an example tries."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from compliance.edits import ABSENT
from compliance.model import (
    Among,
    Compare,
    Condition,
    Covers,
    Duration,
    Exists,
    FieldType,
    Inside,
    Line,
    Not,
    Ref,
    Rows,
    Size,
    Test,
    Unit,
    Value,
    Vocabulary,
)
from compliance.vocabulary import record_space

_FEW = 8
_WORD = "其他"
Number = (int, Fraction)


class Samples:
    """For the fields of one pack's records, with the people and places of one unit."""

    def __init__(self, vocabulary: Vocabulary, unit: Unit) -> None:
        self.vocabulary, self.unit = vocabulary, unit

    def own(self, kind: str, path: tuple[str, ...]) -> tuple[tuple[str, ...], FieldType | None]:
        """As much of a path as lies in the record itself, and the type there: not what lies behind a person or a reference."""
        space: Mapping[str, FieldType] = record_space(self.vocabulary, kind)
        found: FieldType | None = None
        for number, name in enumerate(path):
            field = space.get(name)
            if field is None:
                return path[:number], found
            found, space = field, field.fields if field.base == "row" else {}
        return path, found

    # -------------------------------------------------- other values

    def others(self, kind: FieldType, here: Value, test: Any) -> Iterator[Value]:
        """Values of the type that are not the one here; what lies at the edge of the test comes first, an absent field last."""
        yield from self._edges(kind, test)
        if kind.base == "row":
            yield ()
        elif kind.many:
            known = here if isinstance(here, tuple) else ()
            yield from (known[:number] + known[number + 1 :] for number in range(len(known)))
            for value in self._single(kind, known[0] if known else None):
                yield (value,)
                if value not in known:
                    yield (*known, value)
        else:
            yield from self._single(kind, here)
        yield ABSENT

    def _edges(self, kind: FieldType, test: Any) -> Iterator[Value]:
        comparisons = test.comparisons if isinstance(test, Size) else (test,) if isinstance(test, Compare) else ()
        for comparison in comparisons:
            value = comparison.value
            if isinstance(test, Size) and isinstance(value, int):
                words = [*self._single(kind, None), *(f"{_WORD}{n}" for n in range(value + 2))]
                yield from (tuple(dict.fromkeys(words))[:size] for size in (value, value + 1, value - 1) if size >= 0)
            else:
                yield from _near(value)

    def _single(self, kind: FieldType, here: Value) -> Iterator[Value]:
        values: list[Value] = []
        if kind.base == "person":
            values = sorted(self.unit.people)[:_FEW]
        elif kind.base == "place":
            values = [*sorted(self.unit.places)[:_FEW], _WORD]
        elif kind.base == "flag":
            values = [True, False]
        elif kind.base in ("number", "date", "duration"):
            values = list(_near(here)) or [{"number": 1, "date": date(2000, 1, 1), "duration": Duration(days=1)}[kind.base]]
        elif kind.terms:
            values = list(self.vocabulary.terms[kind.terms])
        else:
            values = [_WORD]
        yield from (value for value in values if value != here)

    # -------------------------------------------------- values that meet a condition

    def meeting(self, lines: tuple[Condition, ...], kind: Mapping[str, FieldType]) -> dict[str, Value] | None:
        """Fields of a record, or of a row, that meet all lines; None: none is known that does."""
        fields: dict[str, Value] = {}
        for line in lines:
            field = kind.get(line.path[0]) if isinstance(line, Line) and len(line.path) == 1 else None
            value = self._value(line.test, field) if isinstance(line, Line) and field is not None else ABSENT
            if value is ABSENT:
                return None
            fields[line.path[0]] = value  # type: ignore[union-attr]  # a line: others gave no field
        return fields

    def _value(self, test: Test, field: FieldType) -> Value:
        if isinstance(test, Rows) and test.quantifier != "none":
            row = self.meeting(test.lines, field.fields)
            return ABSENT if row is None else (row,)
        if isinstance(test, Exists) and test.wanted:
            return next(self.others(field, None, test))
        if isinstance(test, Size):
            return max(self._edges(field, test), key=len, default=ABSENT)
        if isinstance(test, Compare) and not isinstance(test.value, Ref):
            return next((value for value in _near(test.value) if _holds(test.op, value, test.value)), ABSENT)
        values = self._listed(test)
        if not values:
            return ABSENT
        return values if field.many else values[0]

    def _listed(self, test: Test) -> tuple[Value, ...]:
        """The values of a list that are written out; a person for one that is not."""
        if isinstance(test, (Among, Covers, Inside)):
            known = tuple(value for value in test.values if not isinstance(value, Ref))
            return known or tuple(sorted(self.unit.people)[:1])
        return () if not isinstance(test, Not) else (_WORD,)


def _near(value: Value) -> Iterator[Value]:
    if isinstance(value, date):
        yield from (value + timedelta(days=days) for days in (0, 1, -1, 400, -400))
    elif isinstance(value, Duration):
        yield from (Duration(*(part + step if part else 0 for part in value)) for step in (0, 1, -1))
    elif isinstance(value, Number) and not isinstance(value, bool):
        yield from (number for number in (value, value + 1, value - 1) if number >= 0)


def _holds(op: str, value: Any, other: Any) -> bool:
    compare = {"at_least": operator.ge, "at_most": operator.le, "more_than": operator.gt, "less_than": operator.lt, "equals": operator.eq}
    return bool(compare[op](value, other))
