"""The files of a rule pack: which there are, whether each has the shape of one, and the source text that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from compliance.docs import Doc, Misshapen
from compliance.errors import EvidenceError, Location, NothingToCheck, Problem, problem
from compliance.misshapen import shape_problems
from compliance.model import SourceText
from compliance.shapes import ListDoc, ObligationDoc, PackDoc
from compliance.source import Document
from compliance.source_text import read as source_text_of

HEAD = "pack.yaml"
D = TypeVar("D", bound=Doc)


class Listed(NamedTuple):
    """One list file: its head, and by their place in it the obligations that have the right shape; `spoilt` ids have not."""

    document: Document
    head: ListDoc
    obligations: dict[int, ObligationDoc]
    spoilt: frozenset[str]


def read(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """Name → content of every YAML file of the pack; editors' hidden and lock files are left out."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    except OSError:
        names = []
    if HEAD not in names:
        raise NothingToCheck([problem(Location(str(folder)), "rules.pack.absent", path=folder)])
    found: dict[str, bytes] = {}
    for name in names:
        if name.startswith((".", "~$")):
            continue
        try:
            found[name] = (folder / name).read_bytes()
        except OSError as wrong:
            problems.append(problem(Location(f"{folder.absolute().name}/{name}"), "rules.file.unreadable", why=wrong.strerror or wrong))
    return found


def digest(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in files.items():
        total.update(name.encode() + b"\0" + data + b"\0")
    return total.hexdigest()


def shape(document: Document, model: type[D], value: Any, problems: list[Problem], *above: str | int) -> D | None:
    if value is None and not above:
        problems.append(problem(Location(document.path), "rules.file.empty"))
        return None
    try:
        return model.read(value)
    except Misshapen:
        for found in shape_problems(model, value):
            at = document.at(*above, *found.keys, of_key=found.of_key)
            problems.append(Problem(at, found.code, "error", tuple(found.params.items())))
        return None


def listed(document: Document, problems: list[Problem]) -> Listed | None:
    """Obligations are shaped one by one, so that a slip in one does not hide what is wrong with the others."""
    value = document.value
    raws = value.get("obligations") if isinstance(value, dict) else None
    raws = raws if isinstance(raws, list) else []
    head = shape(document, ListDoc, {**value, "obligations": []} if raws else value, problems)
    shaped = {number: shape(document, ObligationDoc, raw, problems, "obligations", number) for number, raw in enumerate(raws)}
    ids = [str(raw["id"]) if isinstance(raw, dict) and "id" in raw else "" for raw in raws]
    spoilt = frozenset(name for number, name in enumerate(ids) if shaped[number] is None)
    return Listed(document, head, {number: doc for number, doc in shaped.items() if doc}, spoilt) if head else None


def source_text(folder: Path, head: Document, doc: PackDoc, problems: list[Problem]) -> SourceText | None:
    """The source text that the pack names as its own; one that cannot be read is an error where it is named."""
    name = doc.source.file if doc.source else ""
    if not name:
        return None
    try:
        return source_text_of(folder / name)
    except EvidenceError as wrong:
        at = head.at("source", "file")
        problems += (Problem(at, found.code, found.severity, found.params) for found in wrong.problems)
        return None
