"""The files beside unit.yaml: each may hold one of its keys. `waivers.yaml` is what would stand under `waivers:`; it holds no records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance.errors import Location, Problem, problem
from compliance.site import Where
from compliance.source import Document
from compliance.unit import KEYS

_HEAD = ("unit", "title", "pack", "note")
"""What says whose folder it is and against what it is checked stays in unit.yaml."""
PARTS: Mapping[str, str] = {f"{key}.yaml": key for key in KEYS if key not in _HEAD}
"""File → the key of unit.yaml that it holds."""


def meant(path: str) -> str:
    """The file that a name at the top of the folder is a misspelling of (`Waivers.yml`), or an empty text."""
    name = f"{path.lower().removesuffix('.yml').removesuffix('.yaml')}.yaml"
    return name if name in PARTS and path != name else ""


def assemble(unit: Document, parts: Mapping[str, Document], problems: list[Problem]) -> tuple[dict[str, Any], Where]:
    """unit.yaml with the keys that stand in files of their own, key → file, and where everything in it is.

    A key that stands in both is an error that names both places; that of unit.yaml is kept.
    """
    raw: dict[str, Any] = dict(unit.value)
    apart: dict[str, Document] = {}
    for key, part in parts.items():
        if key in raw:
            problems.append(problem(part.at(), "evidence.part_twice", key=key, other=unit.at(key, of_key=True)))
        elif isinstance(part.value, Mapping) and list(part.value) == [key]:
            problems.append(problem(part.at(key, of_key=True), "evidence.part_key", key=key))
        elif part.value is None:
            problems.append(problem(Location(part.path), "evidence.part_empty", "warning", key=key))
        else:
            raw[key], apart[key] = part.value, part

    def where(*keys: str | int, of_key: bool = False) -> Location:
        part = apart.get(str(keys[0])) if keys else None
        return unit.at(*keys, of_key=of_key) if part is None else part.at(*keys[1:], of_key=of_key)

    return raw, where
