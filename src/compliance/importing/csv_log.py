"""Event logs as csv: which column is the case, which the activity, which the time. Nothing is guessed that could be otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from compliance.errors import EvidenceError, Location, NothingToCheck, Problem, problem
from compliance.importing.event_log import LogCase, LogEvent, Trouble, moment_of

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_USUAL: Mapping[str, tuple[str, ...]] = {
    "case": ("case:concept:name", "case_id", "caseid", "case id", "case", "案件编号", "案例编号", "案例", "案件"),
    "activity": ("concept:name", "activity", "event", "task", "活动", "活动名称"),
    "time": ("time:timestamp", "timestamp", "time", "complete timestamp", "completetime", "时间", "时间戳", "完成时间"),
    "resource": ("org:resource", "resource", "人员", "资源"),
    "lifecycle": ("lifecycle:transition", "lifecycle"),
}
"""How the columns are commonly called; the first that the header has is taken."""
_SEEN = 20


class Asked(NamedTuple):
    """What was said on the command line; None: not."""

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


class Sheet(NamedTuple):
    """`columns`: role → the header that is read for it."""

    cases: tuple[LogCase, ...]
    columns: Mapping[str, str]
    encoding: str
    delimiter: str


def read(path: Path, asked: Asked, trouble: Trouble) -> Sheet:
    """Every case, in the order of its first event. Raises EvidenceError where the table cannot be read at all."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise EvidenceError([problem(Location(str(path)), "import.log.unreadable", why=wrong.strerror or wrong)]) from wrong
    text, encoding = _decoded(data, str(path), asked.encoding)
    if not text.strip():
        raise NothingToCheck([problem(Location(str(path)), "import.log.empty_file")])
    delimiter = _delimiter(text, str(path), asked.delimiter)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(rows)]
        columns = _columns(header, asked, str(path))
        cases = _cases(rows, header, columns, str(path), trouble)
    except csv.Error as wrong:
        raise EvidenceError([problem(Location(str(path), rows.line_num), "import.csv.form", why=wrong)]) from wrong
    return Sheet(cases, columns, encoding, delimiter)


def _decoded(data: bytes, path: str, asked: str | None) -> tuple[str, str]:
    encoding = asked or next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), encoding
    except LookupError as wrong:
        raise EvidenceError([problem(Location(path), "import.csv.encoding.unknown", found=encoding)]) from wrong
    except UnicodeError as wrong:
        line = data.count(b"\n", 0, getattr(wrong, "start", 0)) + 1
        raise EvidenceError([problem(Location(path, line), "import.csv.encoding", found=encoding)]) from wrong


def _delimiter(text: str, path: str, asked: str | None) -> str:
    """The one sign by which the first lines all have the same number of columns, three at least. Anything else must be said."""
    if asked is not None:
        found = DELIMITERS.get(asked, asked if asked in DELIMITERS.values() else None)
        if found is None:
            raise EvidenceError([problem(Location(path), "import.csv.delimiter.unknown", found=asked, known=" ".join(DELIMITERS))])
        return found
    fitting = [sign for sign in DELIMITERS.values() if _regular(text, sign)]
    if len(fitting) != 1:
        shown = " ".join(name for name, sign in DELIMITERS.items() if sign in fitting) or "–"
        raise EvidenceError([problem(Location(path, 1), "import.csv.delimiter", found=shown)])
    return fitting[0]


def _regular(text: str, sign: str) -> bool:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        widths = [len(row) for row, _ in zip(rows, range(_SEEN), strict=False) if row]
    except csv.Error:
        return False
    return widths[0] >= 3 and len(set(widths)) == 1


def _columns(header: Sequence[str], asked: Asked, path: str) -> dict[str, str]:
    wrong: list[Problem] = []
    at = Location(path, 1)
    wrong += [problem(at, "import.csv.column.twice", found=name) for name in dict.fromkeys(header) if header.count(name) > 1]
    found: dict[str, str] = {}
    for role, usual in _USUAL.items():
        said = getattr(asked, role, None)
        name = said if said is not None else next((n for known in usual for n in header if n.lower() == known), None)
        if name in header:
            found[role] = str(name)
        elif said is not None:
            hint = next(iter(get_close_matches(said, header, 1, 0.5)), "")
            wrong.append(problem(at, "import.csv.column.unknown", found=said, known="、".join(header), hint=hint))
        elif role in Asked._fields:
            wrong.append(problem(at, "import.csv.column.missing", option=f"--{role}", known="、".join(header)))
    if wrong:
        raise EvidenceError(wrong)
    return found


def _cases(
    rows: Iterator[list[str]], header: Sequence[str], columns: Mapping[str, str], path: str, trouble: Trouble
) -> tuple[LogCase, ...]:
    events: dict[str, list[LogEvent]] = {}
    places: dict[str, Location] = {}
    number = {role: header.index(name) for role, name in columns.items()}
    other = [(index, name) for index, name in enumerate(header) if index not in number.values() and name]
    for row in rows:
        at = Location(path, rows.line_num)  # type: ignore[attr-defined]  # a csv reader has it
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            trouble.say(at, "import.csv.width", found=len(row), wanted=len(header))
            continue
        case, activity = row[number["case"]].strip(), row[number["activity"]].strip()
        if not case:
            trouble.say(at, "import.log.case.missing")
        if not activity:
            trouble.say(at, "import.log.activity.missing")
        moment = moment_of(row[number["time"]], at, trouble)
        if not (case and activity and moment):
            continue
        who, life = (row[number[role]].strip() if role in number else "" for role in ("resource", "lifecycle"))
        values = {name: row[index].strip() for index, name in other if row[index].strip()}
        places.setdefault(case, at)
        events.setdefault(case, []).append(LogEvent(at, activity, *moment, values, who, life.lower()))
    return tuple(LogCase(places[case], case, tuple(found)) for case, found in events.items())
