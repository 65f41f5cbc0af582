"""The files of a rule pack: which there are, whether each has the shape of one, and whether the quotations stand in the source text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from compliance.docs import Doc, Misshapen
from compliance.errors import Location, NothingToCheck, Problem, problem
from compliance.misshapen import shape_problems
from compliance.shapes import Keys, ListDoc, ObligationDoc, PackDoc
from compliance.source import Document, clean

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


def strange_quotes(folder: Path, head: Document, doc: PackDoc, lists: Iterable[Listed]) -> Iterator[Problem]:
    """Where the pack names its source text (`source.file`), every quotation must stand in it; line breaks and spaces do not matter."""
    name = doc.source.file if doc.source else ""
    if not name:
        return
    try:
        text = _unspaced((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        yield problem(head.at("source", "file"), "rules.file.unreadable", why=getattr(wrong, "strerror", None) or wrong)
        return
    quotes: list[tuple[Document, Keys, str]] = []
    for number, passage in enumerate(doc.not_obligations):
        quotes.append((head, ("not_obligations", number), passage.quote))
    for one in lists:
        quotes += [(one.document, ("obligations", number, "source"), rule.source.quote) for number, rule in one.obligations.items()]
    for document, keys, quote in quotes:
        if _unspaced(quote) not in text:
            yield problem(document.at(*keys, "quote"), "rules.quote.unknown", found=quote, file=name)


def _unspaced(text: str) -> str:
    return "".join(clean(text).split())
