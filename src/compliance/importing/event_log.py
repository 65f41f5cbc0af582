"""Event logs: a case is a run of events, each with an activity and a moment. What any reader gives, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, NamedTuple

from compliance.daytext import YEARS, DateProblem, clock_of, parse_days
from compliance.errors import Location, Problem, problem
from compliance.model import Span

MOST_PROBLEMS = 200
"""So many are listed; after that the number of those left out."""


class LogEvent(NamedTuple):
    """`moment` is the time as it is written, its offset left out; `offset` is that (empty: none), `lifecycle` the transition."""

    at: Location
    activity: str
    moment: datetime
    timed: bool
    offset: str
    attributes: Mapping[str, str]
    resource: str = ""
    lifecycle: str = ""


class LogCase(NamedTuple):
    """`id`: as the log has it; `events` in the order of the log."""

    at: Location
    id: str
    events: tuple[LogEvent, ...]


class Trouble:
    """Collects problems, the first of them in full."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.more = 0

    def say(self, at: Location, code: str, **params: Any) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem(at, code, **params))
        else:
            self.more += 1

    def whole(self, path: str) -> list[Problem]:
        rest = [problem(Location(path), "import.log.more", count=self.more)] if self.more else []
        return [*self.problems, *rest]


class Moment(NamedTuple):
    moment: datetime
    timed: bool
    offset: str


def moment_of(text: str, at: Location, trouble: Trouble) -> Moment | None:
    """The moment as the log writes it: its date is that of its own offset. None: reported."""
    plain = text.strip()
    if not plain:
        trouble.say(at, "import.log.time.missing")
        return None
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return _written(plain, at, trouble)
    if found.year not in YEARS:
        trouble.say(at, "date.year", found=text, first=YEARS[0], last=YEARS[-1])
        return None
    timed = len(plain) > len("2022-01-01") and any(sign in plain for sign in "T :")
    offset = found.utcoffset()
    return Moment(found.replace(tzinfo=None), timed, "" if offset is None else f"{found:%z}")


def _written(text: str, at: Location, trouble: Trouble) -> Moment | None:
    try:
        days = parse_days(text)
    except DateProblem as wrong:
        trouble.problems.append(Problem(at, wrong.code, params=tuple(wrong.params.items())))
        return None
    if isinstance(days, Span) or days.first != days.last:
        trouble.say(at, "import.log.time.vague", found=text)
        return None
    clock = clock_of(text)
    return Moment(datetime.combine(days.first, clock or time()), clock is not None, "")
