"""One row of the policy: what it may ask for, and how it is read from YAML. Closed lists throughout; no row guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from compliance.errors import Location, Problem
from compliance.model import BASES, CLOCKS, VERDICTS, Truth

Scalar = str | bool
Asked = tuple[tuple[str, tuple[Scalar, ...]], ...]
Where = Callable[..., Location]
"""Like `Document.at`: keys and indexes from the top, and `of_key=True` for the place of the last key itself."""

SEVERITIES = ("error", "warning", "note", "none")
MODALITIES = ("must", "should", "encourage")
_FLAG = (False, True)
FIELDS: Mapping[str, Mapping[str, tuple[Scalar, ...]]] = MappingProxyType(
    {
        "verdict": {
            "applies": _FLAG,
            "basis": BASES,
            "truth": tuple(truth.word for truth in Truth),
            "doubt": _FLAG,
            "clock": CLOCKS,
            "mended": _FLAG,
            "expiring": _FLAG,
        },
        "severity": {"verdict": VERDICTS, "modality": MODALITIES, "waived": _FLAG},
        "rollup": {"verdict": VERDICTS, "severity": SEVERITIES},
    }
)
"""Stage → the fields that its rows may ask for → all values of each."""
RESULTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"verdict": VERDICTS, "severity": SEVERITIES, "rollup": VERDICTS})
"""Stage → what its rows may conclude."""

CHAINED = ("veto", "escalation", "score")
"""Keys beside the stages: rows that conclude from verdicts. `chain_rows` reads them."""
_KEYS = ("id", "when", "then", "before", "after")
ROW_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*")


class Row(NamedTuple):
    """One production rule. `when`: field → the values of which it must have one; no field twice, no empty list."""

    id: str
    when: Asked
    then: str


class Placed(NamedTuple):
    """A row that is to stand before or after the row `anchor`; an empty anchor: before the first row."""

    row: Row
    anchor: str
    after: bool
    at: Location


def alternatives(stage: str, row: Row) -> Iterator[dict[str, Scalar]]:
    """The row without lists: one mapping field → value for each combination; a list of all values asks for nothing."""
    asked = [(field, values) for field, values in row.when if set(values) != set(FIELDS[stage][field])]
    for combination in product(*(dict.fromkeys(values) for _, values in asked)):
        yield dict(zip((field for field, _ in asked), combination, strict=True))


def same(value: object, known: Iterable[Scalar]) -> bool:
    """Is it one of these, and of the same type? 1 is not true."""
    return any(type(value) is type(other) and value == other for other in known)


def unknown(at: Location, code: str, found: object, known: Iterable[Scalar], **params: str) -> Problem:
    """A word that is none of the known ones; with the one that was probably meant."""
    words = [as_written(value) for value in known]
    hint = next(iter(get_close_matches(as_written(found), words, 1)), "")
    return Problem(at, code, "error", (("found", as_written(found)), ("known", ", ".join(words)), ("hint", hint), *params.items()))


def as_written(value: object) -> str:
    """As YAML has it."""
    return {"True": "true", "False": "false", "None": "null"}.get(str(value), str(value))


@dataclass(slots=True, eq=False)
class Reader:
    """Reads the rows of one stage, one after the other; what is wrong is appended to `problems` with its place."""

    stage: str
    where: Where
    known: list[str]
    """The ids of the stage's rows so far: those that a row can be placed by."""
    taken: set[str]
    """The ids of all stages."""
    problems: list[Problem]

    def read(self, index: int, raw: Any) -> Placed | None:
        """The row at `index` of the stage's list; None if anything in it is wrong."""
        before = len(self.problems)
        if not isinstance(raw, Mapping):
            self._say("policy.row", index)
            return None
        for key in raw:
            if key not in _KEYS:
                self.problems.append(unknown(self.where(self.stage, index, key, of_key=True), "policy.key", key, _KEYS))
        absent = [key for key in ("id", "when", "then") if key not in raw]
        if absent:
            self._say("policy.absent", index, found=", ".join(absent))
            return None
        self._id(index, raw["id"])
        when = self._when(index, raw["when"])
        if not same(raw["then"], RESULTS[self.stage]):
            self._unknown("policy.then", raw["then"], RESULTS[self.stage], index, "then")
        anchor, after = self._anchor(index, raw)
        if len(self.problems) > before:
            return None
        self.known.append(raw["id"])
        self.taken.add(raw["id"])
        return Placed(Row(raw["id"], when, raw["then"]), anchor, after, self.where(self.stage, index))

    def _id(self, index: int, name: Any) -> None:
        if not isinstance(name, str) or not ROW_ID.fullmatch(name):
            self._say("policy.id", index, "id", found=as_written(name))
        elif name in self.taken:
            self._say("policy.duplicate", index, "id", found=name)

    def _when(self, index: int, raw: Any) -> Asked:
        fields = FIELDS[self.stage]
        if not isinstance(raw, Mapping):
            self._say("policy.when", index, "when", known=", ".join(fields))
            return ()
        when = []
        for field, form in raw.items():
            if field not in fields:
                at = self.where(self.stage, index, "when", field, of_key=True)
                self.problems.append(unknown(at, "policy.field", field, fields, stage=self.stage))
                continue
            values = tuple(form) if isinstance(form, (list, tuple)) else (form,)
            if not values:
                self._say("policy.empty", index, "when", field, field=field)
            for value in values:
                if not same(value, fields[field]):
                    self._unknown("policy.value", value, fields[field], index, "when", field)
            when.append((field, values))
        return tuple(when)

    def _anchor(self, index: int, raw: Mapping[str, Any]) -> tuple[str, bool]:
        given = [key for key in ("before", "after") if key in raw]
        if len(given) == 2:
            self._say("policy.anchors", index)
        for key in given:
            if not same(raw[key], self.known):
                self._unknown("policy.anchor", raw[key], self.known, index, key)
        return (raw[given[0]], given[0] == "after") if given else ("", False)

    def _say(self, code: str, *keys: str | int, **params: str) -> None:
        self.problems.append(Problem(self.where(self.stage, *keys), code, "error", (("stage", self.stage), *params.items())))

    def _unknown(self, code: str, found: object, known: Iterable[Scalar], *keys: str | int) -> None:
        self.problems.append(unknown(self.where(self.stage, *keys), code, found, known, field=str(keys[-1])))
