"""What went wrong, by whose fault: locations, problems and the three errors that carry them.

A violation of an obligation is a value, never an exception; an exception never becomes a violation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

ProblemSeverity = Literal["error", "warning", "note"]
Params = tuple[tuple[str, str | tuple[str, str]], ...]
"""Named parameters of a message; one that differs by language is a (zh, en) pair."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands: a path relative to what the user named, and a 1-based line and column (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding about an input: where, a stable code of the message catalogue, its severity and its parameters.

    `error` means that the input cannot be understood (exit 2); `warning` and `note` never change the exit code.
    """

    at: Location
    code: str
    severity: ProblemSeverity = "error"
    params: Params = field(default=())


def problem(at: Location, code: str, severity: ProblemSeverity = "error", **params: object) -> Problem:
    """A `Problem` from keyword parameters; values are kept as text so that a problem is plain, comparable data."""
    return Problem(at, code, severity, tuple((key, str(value)) for key, value in params.items()))


class ComplianceError(Exception):
    """An error with every problem that was found, in order of place."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("; ".join(f"{p.at}: {p.code}" for p in self.problems))


class RuleError(ComplianceError):
    """The rule pack cannot be understood: its author must mend it."""


class EvidenceError(ComplianceError):
    """The evidence folder or the request cannot be understood: the user must mend it."""


class NothingToCheck(ComplianceError):
    """There is nothing to judge: no folder, no pack, no record. Never green."""

    exit_code = 5


class EngineError(ComplianceError):
    """Our own defect: the engine did not do what its adapter can prove it must."""

    exit_code = 3
