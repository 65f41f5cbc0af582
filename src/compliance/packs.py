"""Where a rule pack is: the folder that was named, or `rules/<id>` beside or above the evidence or the current folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from compliance.errors import EvidenceError, Location, NothingToCheck, Params, Problem
from compliance.model import NOWHERE

HEAD = "pack.yaml"


def find(named: str | None, folder: Path, here: Path) -> Path:
    """The folder of the pack to check `folder` against. `named`: a folder, its pack.yaml or an id; None: what unit.yaml names.

    Raises NothingToCheck if it is not found, with the packs that were seen; EvidenceError if unit.yaml names several.
    """
    if named is None:
        return _by_id(_of_unit(folder), folder, here, Location(f"{folder.resolve().name}/unit.yaml"))
    path = Path(named)
    if path.name == HEAD and path.is_file():
        return path.parent
    if (path / HEAD).is_file():
        return path
    if path.is_dir() or len(path.parts) > 1:
        raise NothingToCheck([_problem("interface.pack.path", ("found", named))])
    return _by_id(named, folder, here)


def rivals(used: Path, folder: Path, here: Path) -> list[Path]:
    """Other packs of the same name in reach, which the nearer one hides."""
    mine = used.resolve()
    return [path for path in dict.fromkeys(_packs((folder, here))) if path.name == mine.name and path != mine]


def missing(names: Sequence[str], used: Path, folder: Path, here: Path) -> list[Problem]:
    """An error for each pack that unit.yaml names and nobody has: the words in the evidence that only it would know were forgiven."""
    if not names:
        return []
    seen = {path.name for path in _packs((folder, here, used))} | {used.resolve().name}
    at, known = Location(f"{folder.resolve().name}/unit.yaml"), ("seen", "、".join(sorted(seen)))
    return [_problem("interface.pack.unknown", ("found", name), known, at=at) for name in names if name not in seen]


def _of_unit(folder: Path) -> str:
    from compliance.evidence import packs_of

    packs = packs_of(folder)
    if len(packs) > 1:
        known: Params = (("known", "、".join(packs)),)
        raise EvidenceError([Problem(Location(f"{folder.name}/unit.yaml"), "interface.pack.several", "error", known)])
    return packs[0]


def _by_id(name: str, folder: Path, here: Path, at: Location = NOWHERE) -> Path:
    """`at`: where the name was written, if in a file."""
    seen: dict[str, Path] = {}
    for path in _packs((folder, here)):
        seen.setdefault(path.name, path)
    if name in seen:
        return seen[name]
    if not seen:
        raise NothingToCheck([_problem("interface.pack.none", ("found", name), at=at)])
    hint = next(iter(get_close_matches(name, sorted(seen), 1, 0.5)), "")
    raise NothingToCheck([_problem("interface.pack.unknown", ("found", name), ("seen", "、".join(sorted(seen))), ("hint", hint), at=at)])


def _packs(starts: Iterable[Path]) -> Iterator[Path]:
    """Every pack below a `rules` folder at or above these folders, nearest first."""
    for start in starts:
        whole = start.resolve()
        for above in (whole, *whole.parents):
            yield from sorted(head.parent for head in above.glob(f"rules/*/{HEAD}"))


def _problem(code: str, *params: tuple[str, str], at: Location = NOWHERE) -> Problem:
    return Problem(at, code, "error", params)
