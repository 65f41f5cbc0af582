"""Truths of many records at once: a set of rows is a whole number, bit n for row n of a table, so that sets are joined by `&` and `|`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple

from compliance.truths import AMBIGUOUS, FALSE, MISSING, TRUE, UNUSABLE

_BITS_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")
_FLAGS_AS_BITS = bytes.maketrans(b"\0\1", b"01")
_NOT_ZERO = re.compile(rb"[^\0]")
_BITS_OF = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


def rows_of(numbers: Sequence[int], size: int) -> int:
    """The set of these rows of a table of so many."""
    if len(numbers) < 32:
        rows = 0
        for number in numbers:
            rows |= 1 << number
        return rows
    flags = bytearray(size)
    for number in numbers:
        flags[number] = 1
    return int(flags[::-1].translate(_FLAGS_AS_BITS), 2)


def first_of(rows: int) -> int:
    """The first row of a set that is not empty."""
    return (rows & -rows).bit_length() - 1


def flags_of(rows: int) -> bytes:
    """A byte a row, up to the last in the set."""
    return bin(rows)[:1:-1].encode().translate(_BITS_AS_FLAGS)


def numbers_of(rows: int) -> Iterator[int]:
    """The rows in the set, in order."""
    if not rows:
        return
    first = first_of(rows)
    rows >>= first  # a window holds few of many rows
    if is_dense(rows):
        yield from compress(count(first), flags_of(rows))
        return
    data = rows.to_bytes(rows.bit_length() // 8 + 1, "little")
    for found in _NOT_ZERO.finditer(data):
        place = found.start()
        for bit in _BITS_OF[data[place]]:
            yield first + 8 * place + bit


def is_dense(rows: int) -> bool:
    """Whether it is quicker to look at every row than at those in the set."""
    return 16 * rows.bit_count() > rows.bit_length()


def rows_where(flags: Sequence[bool]) -> int:
    """The rows whose flag is set."""
    return int(bytes(flags)[::-1].translate(_FLAGS_AS_BITS), 2) if any(flags) else 0


class Column(NamedTuple):
    """The rows on which a condition is true, and those on which it is not known, by reason; on all others it is false."""

    true: int
    missing: int = 0
    unusable: int = 0
    ambiguous: int = 0

    @property
    def unknown(self) -> int:
        return self.missing | self.unusable | self.ambiguous

    def truths(self, rows: int) -> list[tuple[int, int]]:
        """Those of the rows on which it is not known, each with the reasons, in order."""
        found: dict[int, int] = {}
        for bit, unknown in ((MISSING, self.missing & rows), (UNUSABLE, self.unusable & rows), (AMBIGUOUS, self.ambiguous & rows)):
            for number in numbers_of(unknown) if unknown else ():
                found[number] = found.get(number, FALSE) | bit
        return sorted(found.items())


def column_of(truths: Mapping[int, Sequence[int]], size: int) -> Column:
    """The column of a table of so many rows that has these truths on these rows."""

    def of(bit: int) -> int:
        return rows_of([number for truth, numbers in truths.items() if truth & bit for number in numbers], size)

    return Column(*(of(bit) for bit in (TRUE, MISSING, UNUSABLE, AMBIGUOUS)))


def all_true(columns: Iterable[Column], rows: int) -> Column:
    """The conjunction, on these rows (strong Kleene)."""
    true = possible = rows
    missing = unusable = ambiguous = 0
    for column in columns:
        true &= column.true
        possible &= column.true | column.unknown
        missing, unusable, ambiguous = missing | column.missing, unusable | column.unusable, ambiguous | column.ambiguous
    return Column(true, missing & possible, unusable & possible, ambiguous & possible)


def any_true(columns: Iterable[Column]) -> Column:
    """The disjunction."""
    true = missing = unusable = ambiguous = 0
    for column in columns:
        true |= column.true
        missing, unusable, ambiguous = missing | column.missing, unusable | column.unusable, ambiguous | column.ambiguous
    return Column(true, missing & ~true, unusable & ~true, ambiguous & ~true)
