"""True, false or unknown, and why unknown; who and what a condition is asked for (language §4, strong Kleene).

A truth is a small integer, so that hot loops stay cheap: 0 false, 1 true, and above that the union of
the reasons for not knowing: MISSING, UNUSABLE, AMBIGUOUS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.model import FieldType, Record, Span, Unknown, Value

FALSE, TRUE, MISSING, UNUSABLE, AMBIGUOUS = 0, 1, 2, 4, 8
BITS = {Unknown.MISSING: MISSING, Unknown.UNUSABLE: UNUSABLE, Unknown.AMBIGUOUS: AMBIGUOUS}
REASONS = ((MISSING, "missing"), (UNUSABLE, "unusable"), (AMBIGUOUS, "ambiguous"))
UNBOUNDED = 1 << 30
"""More than any list has: how many values an absent list may hold."""


class Subject(NamedTuple):
    """What `$each` is: a person (role), two people (pair), a word or a row (item), a record, a row of one, or a value of some."""

    kind: str
    key: str
    value: Any
    terms: tuple[tuple[Span, ...], ...] = ()
    """Days in the role of each person, or in force of an item: tenure is tested on each. Empty: throughout."""
    day: Span | None = None
    """The day of a record, as the trigger's selector dates it."""
    record: Record | None = None
    """The record that a row stands in."""
    type: FieldType | None = None
    """Of a row's or a value's."""


class Period(NamedTuple):
    """The period of a window, both ends included, and its number in the year."""

    first: date
    last: date
    number: int = 1


class Binding(NamedTuple):
    """Who a selector is asked for. `person` is set under an `each` bearer only."""

    mode: str
    role: str
    person: str | None
    subject: Subject | None = None
    period: Period | None = None


class Found(NamedTuple):
    """The values at a path: those known, the reasons of those unknown, and how many the unknown may be."""

    values: list[Value]
    bits: int
    more: int


def conjunction(truths: Iterable[int]) -> int:
    bits = 0
    for truth in truths:
        if truth == FALSE:
            return FALSE
        if truth != TRUE:
            bits |= truth
    return bits or TRUE


def disjunction(truths: Iterable[int]) -> int:
    bits = 0
    for truth in truths:
        if truth == TRUE:
            return TRUE
        bits |= truth
    return bits


def negation(truth: int) -> int:
    return 1 - truth if truth <= TRUE else truth


def key_of(item: Value) -> Value:
    """What stands for an item in comparisons: a row's id, else the item itself."""
    return item.get("id") if isinstance(item, Mapping) else item
