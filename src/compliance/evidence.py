"""An evidence folder → the unit, its records and what is odd about them. Nothing in it is skipped without a word.

The digest covers the YAML files, unit.yaml and the files beside it that hold its keys among them: their paths and contents in sorted
order. Attachments are only looked for; one whose record gives a `sha256` is compared with it.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from compliance.attachments import Attachments
from compliance.errors import EvidenceError, Location, NothingToCheck, Problem, problem
from compliance.folder import Listing, list_folder, printable, suffix, unread
from compliance.model import Evidence, Pack, Text, Unit
from compliance.parts import PARTS, assemble, meant
from compliance.readers import READERS
from compliance.records import RecordBuilder, build_records
from compliance.site import Where, listed
from compliance.source import Document
from compliance.source import load as load_yaml
from compliance.unit import build_unit, pack_names

__all__ = ["build_records", "build_unit", "load", "packs_of"]

UNIT = "unit.yaml"


class _File(NamedTuple):
    """What one file holds; made without reference to any other file, so that files could be read in several processes."""

    raws: list[tuple[Any, Where]]
    digest: bytes
    problems: list[Problem]


def packs_of(folder: Path) -> tuple[str, ...]:
    """The packs that the folder's unit.yaml names. Raises NothingToCheck without a folder, EvidenceError if it does not say."""
    name = _checked(folder)
    problems: list[Problem] = []
    document = _read_unit(folder, name, list_folder(folder, name, READERS, problems, deep=False), problems)[0]
    packs = pack_names(document.value) if document else ()
    if document and not packs:
        problems.append(problem(document.at("pack"), "evidence.pack_missing"))
    _raise_errors(problems)
    return packs


def load(folder: Path, pack: Pack) -> Evidence:
    """Everything in `folder`, checked against the pack's vocabulary.

    Raises NothingToCheck (no folder, nothing in it, no record) or EvidenceError with every error found; warnings and notes are in the
    result. `Evidence.files` counts the YAML files.
    """
    with without_gc():
        return _load(folder, pack)


def _load(folder: Path, pack: Pack) -> Evidence:
    name = _checked(folder)
    problems: list[Problem] = []
    listing = list_folder(folder, name, READERS, problems)
    if not listing.readable and not listing.others and not _errors(problems):
        raise NothingToCheck([problem(Location(name), "evidence.folder_empty")])
    document, digest = _read_unit(folder, name, listing, problems)
    digests = {UNIT: digest}
    beside = _read_parts(folder, name, listing, digests, problems)
    raws = _raws(folder, name, listing, digests, problems)
    if document is None:
        deque(raws, maxlen=0)
        raise EvidenceError(_errors(problems))
    whole, where = assemble(document, beside, problems)
    unit = replace(_named(build_unit(whole, pack, where, problems), name), apart=frozenset(beside))
    builder = RecordBuilder(unit, pack, problems)
    records = builder.build(raws)
    _raise_errors(problems)
    if not records:
        raise NothingToCheck([problem(Location(name), "evidence.no_records")])
    if unit.packs and pack.id not in unit.packs:
        problems.append(problem(document.at("pack"), "evidence.pack_other", "warning", pack=pack.id, packs=listed(unit.packs)))
    attachments = Attachments(folder, name, listing)
    problems += [*attachments.missing(builder.site.files), *attachments.changed(records)]
    problems += unread(listing, attachments.named, name, READERS)
    return Evidence(unit, records, tuple(sorted(problems)), _total(digests), len(digests))


def _no_unit(listing: Listing, name: str) -> Problem:
    """With the file that was meant to be it, for Windows does not show the last ending of a name."""
    meant = next((path for path in listing.others if path.lower() in (f"{UNIT}.txt", "unit.yml.txt")), None)
    if meant is None:
        return problem(Location(name), "evidence.unit_missing")
    return problem(Location(f"{name}/{printable(meant)}"), "evidence.unit_misnamed", found=printable(meant))


def _checked(folder: Path) -> str:
    """What problems call the folder, if it is one."""
    name = printable(folder.name or folder.resolve().name)
    if not os.path.lexists(folder):
        raise NothingToCheck([problem(Location(printable(str(folder))), "evidence.folder_missing")])
    if not folder.is_dir():
        raise EvidenceError([problem(Location(printable(str(folder))), "evidence.folder_is_file")])
    return name


def _read_unit(folder: Path, name: str, listing: Listing, problems: list[Problem]) -> tuple[Document | None, bytes]:
    at = Location(f"{name}/{UNIT}")
    if UNIT not in listing.readable:
        if not any(found.at == at for found in problems):
            problems.append(_no_unit(listing, name))
        return None, b""
    data = _bytes(folder / UNIT, at, problems)
    document = load_yaml(data, at.path, problems) if data is not None else None
    if document and not isinstance(document.value, Mapping):
        problems.append(problem(document.at(), "evidence.unit_shape"))
        document = None
    return document, hashlib.sha256(data or b"").digest()


def _read_parts(folder: Path, name: str, listing: Listing, digests: dict[str, bytes], problems: list[Problem]) -> dict[str, Document]:
    """Key → the file beside unit.yaml that holds it."""
    found: dict[str, Document] = {}
    for path, key in PARTS.items():
        if path in listing.readable:
            at = Location(f"{name}/{path}")
            data = _bytes(folder / path, at, problems)
            document = load_yaml(data, at.path, problems) if data is not None else None
            digests[path] = hashlib.sha256(data or b"").digest()
            if document:
                found[key] = document
    return found


def _raws(folder: Path, name: str, listing: Listing, digests: dict[str, bytes], problems: list[Problem]) -> Iterator[tuple[Any, Where]]:
    """The raw records of file after file, so that those of one are gone when the next is read."""
    for path in listing.readable:
        if path != UNIT and path not in PARTS:
            file = _read_file(folder, name, path)
            problems += file.problems
            digests[path] = file.digest
            yield from file.raws


def _read_file(folder: Path, name: str, path: str) -> _File:
    at, problems = Location(f"{name}/{printable(path)}"), list[Problem]()
    if path.rpartition("/")[2].lower() in ("unit.yaml", "unit.yml"):
        return _File([], b"", [problem(at, "evidence.unit_nested" if "/" in path else "evidence.unit_name")])
    if meant(path):
        return _File([], b"", [problem(at, "evidence.part_name", name=meant(path))])
    data = _bytes(folder / path, at, problems)
    raws = READERS[suffix(path)](data, at.path, problems) if data is not None else []
    return _File(raws, hashlib.sha256(data or b"").digest(), problems)


def _bytes(path: Path, at: Location, problems: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as wrong:
        problems.append(problem(at, "evidence.unreadable", why=wrong.strerror or str(wrong)))
        return None


def _named(unit: Unit, name: str) -> Unit:
    """A unit that does not say what it is called is called as its folder."""
    unit = unit if unit.id else replace(unit, id=name)
    return unit if unit.title.zh else replace(unit, title=Text(unit.id, unit.id))


def _errors(problems: list[Problem]) -> list[Problem]:
    return [found for found in problems if found.severity == "error"]


def _raise_errors(problems: list[Problem]) -> None:
    errors = _errors(problems)
    if errors:
        raise EvidenceError(errors)


def _total(digests: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for path, digest in sorted(digests.items()):
        total.update(os.fsencode(path) + b"\0" + digest)
    return total.hexdigest()


@contextmanager
def without_gc() -> Iterator[None]:
    """What reading and judging make is no garbage, and looking for some in a growing heap costs a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
