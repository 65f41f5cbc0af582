"""All records of one kind by day, with an index by the values at a path.

For a hundred thousand records, looking a value up is some twenty times quicker than trying a line on every record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from compliance.columns import Column, column_of, first_of, flags_of, is_dense, numbers_of, rows_of, rows_where
from compliance.conditions import Tester
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import Record, Span, Unknown, Value
from compliance.resolving import gather
from compliance.truths import BITS, FALSE, MISSING, TRUE, UNUSABLE, Binding
from compliance.vocabulary import record_space

Path = tuple[str, ...]


class Hit(NamedTuple):
    """A record that matches (`truth` TRUE) or may match; its day lies between `first` and `last`."""

    first: date
    last: date
    record: Record
    truth: int


def place_of(hit: Hit) -> tuple[date, time, str]:
    """Hits come by day, then by hour, then by id."""
    return hit.first, hit.record.time or _MIDNIGHT, hit.record.id


_MIDNIGHT = time()


class Index:
    """The rows that have each value, and those of which it is not fully known."""

    def __init__(self, given: Iterable[tuple[int, Value]], size: int) -> None:
        """`given`: row and value, None for nothing; a list stands for each of its items."""
        rows_with: dict[Value, list[int]] = defaultdict(list)
        for number, value in given:
            rows_with[value].append(number)
        self.size = size
        self._numbers: dict[Value, list[int]] = defaultdict(list)
        unknown: dict[int, list[int]] = defaultdict(list)
        for value, numbers in rows_with.items():  # each different value is looked at once, be it on thousands of rows
            for item in value if type(value) is tuple else (value,):
                if item is None or isinstance(item, Unknown):
                    unknown[MISSING if item is None else BITS[item]] += numbers
                elif isinstance(item, Span):
                    unknown[UNUSABLE] += numbers
                else:
                    self._numbers[item] += numbers
        self.unknown = column_of(unknown, size)

    def having(self, values: Iterable[Value]) -> Column:
        """Whether a row has one of the values: true, or not known."""
        found = [self._numbers[value] for value in frozenset(values) if value in self._numbers]
        true = rows_of(found[0] if len(found) == 1 else [number for numbers in found for number in numbers], self.size)
        if not self.unknown.unknown:
            return Column(true)
        return Column(true, *(unknown & ~true for unknown in self.unknown[1:]))


class Items:
    """The rows of one list field, such as the agenda items of all meetings, each known by its number."""

    def __init__(self, given: Iterable[tuple[int, Value]], size: int) -> None:
        """`given`: the list of every record, None for nothing."""
        self.records = size
        self.owners: list[int] = []
        self.rows: list[Mapping[str, Value]] = []
        lacking: dict[int, list[int]] = defaultdict(list)
        for number, value in given:
            for row in value if type(value) is tuple else (value,):
                if row is None or isinstance(row, Unknown):
                    lacking[MISSING if row is None else BITS[row]].append(number)
                else:
                    self.owners.append(number)
                    self.rows.append(row)
        self.lacking = column_of(lacking, size)
        """Records of which the list is not fully known."""
        self._indexes: dict[str, Index] = {}

    def index(self, name: str) -> Index:
        if name not in self._indexes:
            self._indexes[name] = Index(((number, row.get(name)) for number, row in enumerate(self.rows)), len(self.rows))
        return self._indexes[name]

    @property
    def every(self) -> int:
        return (1 << len(self.rows)) - 1

    def any_of(self, items: Column) -> Column:
        """Of each record, whether one of its items is true."""
        true, *unknown = (rows_of([self.owners[number] for number in numbers_of(rows)], self.records) for rows in items)
        return Column(true, *((more | lacking) & ~true for more, lacking in zip(unknown, self.lacking[1:], strict=True)))


class Table:
    """All records of one kind by the day that a selector's `at` gives them, sorted by day and id; drafts and plans are among them."""

    def __init__(self, facts: Facts, kind: str, at: str) -> None:
        self.facts, self.kind, self.at = facts, kind, at
        self.space = record_space(facts.pack.vocabulary, kind)
        records = facts.by_kind.get(kind, ())
        # A record without a day stands on its own day, so that it can still be shown as one that nearly counts.
        days = [day_of(record, at) or (record.first, record.last) for record in records] if at else [(r.first, r.last) for r in records]
        self.hits = [Hit(first, last, r, TRUE if first == last else UNUSABLE) for r, (first, last) in zip(records, days, strict=True)]
        if at:
            self.hits.sort(key=place_of)
        self.firsts = [hit.first for hit in self.hits]
        self.every = (1 << len(self.hits)) - 1
        in_order = [hit.record for hit in self.hits] if at else records
        self._fields = [record.fields for record in in_order]
        self.done = rows_where([record.status == "done" for record in in_order])
        self.planned = rows_where([record.status == "planned" for record in in_order])
        self.compiled = rows_where([record.origin == "compiled" for record in in_order])
        self.undated = rows_where([day_of(record, at) is None for record in in_order]) if at else 0
        self.vague = rows_where([hit.truth == UNUSABLE for hit in self.hits])
        vague: dict[Span, list[int]] = defaultdict(list)
        for number in numbers_of(self.vague):
            vague[Span(*self.hits[number][:2])].append(number)
        self._vague = [(span, rows_of(numbers, len(self.hits))) for span, numbers in vague.items()]
        """The rows of each month, quarter and so on that stands for a day: there are few such spans."""
        self._indexes: dict[Path, Index] = {}
        self._items: dict[str, Items] = {}

    # -------------------------------------------------- days

    def pick(self, rows: int) -> list[Hit]:
        return _picked(self.hits, rows)

    def doubtful(self, column: Column, rows: int) -> list[Hit]:
        """The hits of those of the rows on which a condition is not known. Nearly always a blank field is why: the others are set right."""
        unknown = column.unknown & rows
        if not unknown:
            return []
        found = _picked(self._blank, unknown)
        for number, truth in column.truths(rows & (column.unusable | column.ambiguous)):
            place = (unknown & ((1 << number) - 1)).bit_count()
            found[place] = found[place]._replace(truth=truth)
        return found

    @cached_property
    def _blank(self) -> list[Hit]:
        """Every row as it is where a field is blank: a thousand triggers may all be answered by the same doubtful records."""
        return [Hit(first, last, record, MISSING) for first, last, record, _ in self.hits]

    def up_to(self, last: date) -> int:
        """The rows whose day begins on `last` or before."""
        return (1 << bisect_right(self.firsts, last)) - 1

    def between(self, first: date, last: date) -> int:
        """The rows whose day may lie in the range."""
        low, high = bisect_left(self.firsts, first), bisect_right(self.firsts, last)
        rows = (1 << high) - (1 << low) if low < high else 0
        for span, vague in self._vague:
            if span.first < first <= span.last:
                rows |= vague
        return rows

    def on_days(self, spans: Iterable[Span]) -> int:
        rows = 0
        for span in spans:
            rows |= self.between(*span)
        return rows

    # -------------------------------------------------- values

    def tried(self, tester: Tester, rows: int, binding: Binding) -> Column:
        """The truth of a condition, which is false on all other rows."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in numbers_of(rows):
            first, last, record, _ = self.hits[number]
            truth = tester(record, first, last, binding)
            if truth != FALSE:
                found[truth].append(number)
        return column_of(found, len(self.hits))

    def index(self, path: Path) -> Index:
        """By the values at a path; one that ends in rows has none."""
        if path not in self._indexes:
            self._indexes[path] = Index(self._values(path), len(self.hits))
        return self._indexes[path]

    def items(self, name: str) -> Items:
        if name not in self._items:
            self._items[name] = Items(self._values((name,)), len(self.hits))
        return self._items[name]

    def _values(self, path: Path) -> Iterable[tuple[int, Value]]:
        if len(path) == 1:
            [name] = path
            return enumerate([fields.get(name) for fields in self._fields])
        return self._gathered(path)

    def _gathered(self, path: Path) -> Iterator[tuple[int, Value]]:
        for number, (first, last, record, _) in enumerate(self.hits):
            found = gather(self.facts, record.fields, self.space, path, first, last)
            yield number, tuple(found.values)
            if found.bits:
                yield number, tuple(reason for reason, bit in BITS.items() if found.bits & bit)


def _picked(hits: list[Hit], rows: int) -> list[Hit]:
    if not rows:
        return []
    first = first_of(rows)
    if not is_dense(rows >> first):
        return [hits[number] for number in numbers_of(rows)]
    return list(compress(hits[first : rows.bit_length()], flags_of(rows >> first)))


def day_of(record: Record, at: str) -> Span | None:
    """The record's day under a selector's `at`; None: it has none and is not yet an event."""
    if not at:
        return Span(record.first, record.last)
    day = record.fields.get(at)
    if day is None:
        return None
    if isinstance(day, Unknown):
        return Span(LAWLESS_PAST, FAR_FUTURE)
    return day if isinstance(day, Span) else Span(day, day)
