"""What lies in an evidence folder: each file once, in a fixed order; links, locks and strange things told apart."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from compliance.errors import Location, Problem, ProblemSeverity, problem


@dataclass(slots=True)
class Listing:
    """Paths relative to the folder, with "/", sorted. `readable`: what a reader reads; `others`: kept, not read."""

    readable: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def list_folder(folder: Path, name: str, suffixes: Collection[str], problems: list[Problem], deep: bool = True) -> Listing:
    """Walks `folder`, which problems call `name`; not `deep`: only its own files. What cannot be looked into is an error."""
    listing = Listing()
    for relative in sorted(_walk(folder, name, suffixes, problems, deep)):
        readable = suffix(relative) in suffixes
        (listing.readable if readable else listing.others).append(relative)
    return listing


def printable(path: str) -> str:
    """A path that can be printed whatever bytes the disk has for it."""
    return os.fsencode(path).decode("utf-8", "replace")


def suffix(path: str) -> str:
    """`.yaml` of any spelling, in small letters; empty without one."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def parents(path: str) -> Iterator[str]:
    """The folders a relative path lies in, the nearest first, the evidence folder itself left out."""
    while path := path.rpartition("/")[0]:
        yield path


def unread(listing: Listing, named: Collection[str], name: str, suffixes: Collection[str] = ()) -> Iterator[Problem]:
    """One note for each type of file that nobody reads and no record names; a warning for `a.yaml.txt`, which was meant to be read."""
    rest = [path for path in listing.others if path not in named and not any(parent in named for parent in parents(path))]
    by_kind: dict[str, list[str]] = {}
    for path in rest:
        meant = path.rpartition("/")[2].removesuffix(".txt")
        if suffix(path) == ".txt" and suffix(meant) in suffixes:
            yield problem(_at(name, path), "evidence.yaml_txt", "warning", found=printable(meant))
            continue
        by_kind.setdefault(suffix(path) or "?", []).append(path)
    for kind, paths in sorted(by_kind.items()):
        yield problem(_at(name, paths[0]), "evidence.not_read", "note", kind=printable(kind), count=len(paths))


def _walk(folder: Path, name: str, suffixes: Collection[str], problems: list[Problem], deep: bool) -> Iterator[str]:
    root = os.path.realpath(folder)
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as found:
                entries = list(found)
        except OSError as wrong:
            problems.append(problem(_at(name, below), "evidence.unreadable", why=wrong.strerror or str(wrong)))
            continue
        for entry in entries:
            relative = f"{below}/{entry.name}" if below else entry.name
            refused = _refusal(entry, root, suffixes)
            if refused:
                problems.append(problem(_at(name, relative), *refused))
            elif entry.is_file():
                yield relative
            elif deep:
                waiting.append(relative)


def _refusal(entry: os.DirEntry[str], root: str, suffixes: Collection[str]) -> tuple[str, ProblemSeverity] | None:
    if entry.name.startswith((".", "~$")):
        # `._a.yaml` is what macOS keeps beside a.yaml on a foreign disk.
        hidden = not entry.name.startswith(("~$", "._")) and _holds(entry, suffixes)
        return ("evidence.hidden_records", "warning") if hidden else ("evidence.ignored", "note")
    if entry.is_symlink():
        target = Path(os.path.realpath(entry.path))
        if not target.is_relative_to(root):
            return "evidence.link_outside", "error"
        if not target.exists():
            return "evidence.link_broken", "error"
        # What it leads to is read at its own place, and following it might never end.
        return ("evidence.link_folder", "note") if target.is_dir() else None
    return None if entry.is_dir() or entry.is_file() else ("evidence.not_a_file", "error")


def _holds(entry: os.DirEntry[str], suffixes: Collection[str]) -> bool:
    """Whether it is, or somewhere below has, a file that would have been read."""
    if not entry.is_dir(follow_symlinks=False):
        return suffix(entry.name.lstrip(".")) in suffixes
    return any(suffix(name) in suffixes for _, _, names in os.walk(entry.path) for name in names)


def _at(name: str, relative: str) -> Location:
    return Location(f"{name}/{printable(relative)}" if relative else name)
