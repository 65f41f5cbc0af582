"""An event log on disk, whatever its form: its cases as often as they are asked for, and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from compliance.errors import EvidenceError, Location, NothingToCheck, problem
from compliance.importing import csv_log, xes
from compliance.importing.csv_log import Asked
from compliance.importing.event_log import LogCase, Trouble
from compliance.importing.unit_folders import Source


class Log(NamedTuple):
    """`columns`: of a csv, role → header, with the encoding and the delimiter that were found."""

    cases: Source
    digest: str
    columns: Mapping[str, str]


def opened(path: Path, form: str, asked: Asked) -> Log:
    """`form`: xes or csv. Raises NothingToCheck without a file, EvidenceError where it cannot be read."""
    if not path.exists():
        raise NothingToCheck([problem(Location(str(path)), "import.log.absent")])
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as wrong:
        raise EvidenceError([problem(Location(str(path)), "import.log.unreadable", why=wrong.strerror or wrong)]) from wrong
    if form == "xes":
        return Log(partial(xes.cases, path), digest, {})
    trouble = Trouble()
    sheet = csv_log.read(path, asked, trouble)
    sign = next(name for name, value in csv_log.DELIMITERS.items() if value == sheet.delimiter)

    def cases(to: Trouble) -> tuple[LogCase, ...]:
        to.problems, to.more = list(trouble.problems), trouble.more
        return sheet.cases

    return Log(cases, digest, {**sheet.columns, "encoding": sheet.encoding, "delimiter": sign})
