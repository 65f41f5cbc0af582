"""Records in YAML: a mapping, a list of mappings, or `records:` with such a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compliance.errors import Location, Problem, problem
from compliance.site import Keys, Where
from compliance.source import Document, load, locate, locate_in_item


class Place:
    """Where one record stands: its line is known, columns and fields are looked up in the text when they are asked for.

    It keeps the text and not the document, whose values need not live on once the records are built.
    """

    __slots__ = ("data", "line", "path", "prefix", "until")

    def __init__(self, document: Document, prefix: Keys, line: int, until: int | None = None) -> None:
        self.data, self.path, self.prefix, self.line, self.until = document.data, document.path, prefix, line, until

    def __call__(self, *keys: str | int, of_key: bool = False) -> Location:
        if not keys:
            return Location(self.path, self.line)
        found = None
        if self.until is not None:
            found = locate_in_item(self.data, self.path, (self.line, self.until), keys, of_key)
        return found or locate(self.data, self.path, (*self.prefix, *keys), of_key)


def read_yaml(data: bytes, path: str, problems: list[Problem]) -> list[tuple[Any, Where]]:
    """The raw records of one file, in the order of the file; a file without any gives a warning."""
    document = load(data, path, problems)
    if document is None:
        return []
    value, lines = document.value, document.lines
    prefix: Keys = ()
    if isinstance(value, dict) and "records" in value:
        problems.extend(problem(document.at(key, of_key=True), "evidence.beside_records", found=key) for key in value if key != "records")
        value, prefix, lines = value["records"], ("records",), tuple(document.listed.get("records", ()))
    if value is None or value == []:
        problems.append(problem(Location(path), "evidence.file_empty", "warning"))
        return []
    if isinstance(value, list):
        return [(raw, Place(document, (*prefix, number), lines[number], _until(lines, number))) for number, raw in enumerate(value)]
    return [(value, Place(document, prefix, lines[0] if lines else 1))]


def _until(lines: Sequence[int], number: int) -> int | None:
    """The line on which the next record begins, 0 for the last one; None: the record shares its first line with another."""
    following = lines[number + 1] if number + 1 < len(lines) else 0
    shared = lines[number] == following or (number > 0 and lines[number - 1] == lines[number])
    return None if shared else following
