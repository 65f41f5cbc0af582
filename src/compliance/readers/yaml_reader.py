"""Records in YAML: a mapping, a list of mappings, or `records:` with such a list."""

from __future__ import annotations

from typing import Any

from compliance.errors import Location, Problem, problem
from compliance.site import Keys, Where
from compliance.source import Document, load


class Place:
    """Where one record stands: its line is known, the column and its fields are looked up when they are asked for."""

    __slots__ = ("document", "line", "prefix")

    def __init__(self, document: Document, prefix: Keys, line: int) -> None:
        self.document, self.prefix, self.line = document, prefix, line

    def __call__(self, *keys: str | int, of_key: bool = False) -> Location:
        if not keys:
            return Location(self.document.path, self.line)
        return self.document.at(*self.prefix, *keys, of_key=of_key)


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
        return [(raw, Place(document, (*prefix, number), line)) for number, (raw, line) in enumerate(zip(value, lines, strict=True))]
    return [(value, Place(document, prefix, lines[0] if lines else 1))]
