"""A DECLARE model in the `.decl` text form: activities, their attributes and the constraints, every problem at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, NamedTuple

from compliance.errors import EvidenceError, Location, NothingToCheck, Problem, problem
from compliance.importing import decl_conditions as conditions
from compliance.importing.decl_conditions import ConditionProblem, Formula
from compliance.importing.decl_templates import NAMES, UNARY, Template, named

_ACTIVITY = re.compile(r"\s*activity\s+(.+?)\s*")
_BIND = re.compile(r"\s*bind\s+(.+?):\s+(.+?)\s*|\s*bind\s+(.+?):(.+?)\s*")
_CONSTRAINT = re.compile(r"\s*([A-Za-z][A-Za-z -]*?)\s*([0-9]*)\s*\[(.*?)\]\s*(\|.*)?")
_RANGE = re.compile(r"(integer|float)(?:\s+between\s+(-?[0-9.]+)\s+and\s+(-?[0-9.]+))?", re.IGNORECASE)
_TIME = re.compile(r"([0-9]+)\s*,\s*([0-9]+)\s*,\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Attribute(NamedTuple):
    """A number, within its bounds where they are given, or one of some words."""

    name: str
    number: bool
    bounds: tuple[Fraction, Fraction] | None = None
    words: tuple[str, ...] = ()


class Between(NamedTuple):
    """From `least` to `most` seconds between the two events."""

    least: int
    most: int


class Constraint(NamedTuple):
    """`text`: the constraint as it stands in the model; `activities`: one or two, as they are written there."""

    at: Location
    text: str
    template: Template
    activities: tuple[str, ...]
    active: Formula | None = None
    answer: Formula | None = None
    time: Between | None = None


class DeclModel(NamedTuple):
    activities: tuple[str, ...]
    bound: Mapping[str, tuple[str, ...]]
    """Activity → its attributes."""
    attributes: Mapping[str, Attribute]
    constraints: tuple[Constraint, ...]
    lines: tuple[str, ...]


def read(text: str, path: str) -> DeclModel:
    """Raises EvidenceError with every problem, NothingToCheck for a model without a constraint."""
    reader = _Reader(path)
    lines = tuple(text.splitlines())
    written = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith(("#", "//"))]
    rest = [entry for entry in written if not reader.declares(*entry)]
    constraints = [found for number, line in rest if (found := reader.constraint(number, line)) is not None]
    if reader.problems:
        raise EvidenceError(reader.problems)
    if not constraints:
        raise NothingToCheck([problem(Location(path), "import.decl.empty")])
    bound = {name: tuple(dict.fromkeys(attributes)) for name, attributes in reader.bound.items()}
    return DeclModel(tuple(reader.activities), bound, reader.attributes, tuple(constraints), lines)


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.activities: dict[str, int] = {}
        self.bound: dict[str, list[str]] = {}
        self.attributes: dict[str, Attribute] = {}

    def say(self, number: int, column: int, code: str, **params: Any) -> None:
        self.problems.append(problem(Location(self.path, number, column), code, **params))

    # -------------------------------------------------- what is declared

    def declares(self, number: int, line: str) -> bool:
        """Whether the line declares something; only then it is used up."""
        if found := _ACTIVITY.fullmatch(line):
            if found[1] in self.activities:
                self.say(number, found.start(1) + 1, "import.decl.activity.twice", found=found[1], first=self.activities[found[1]])
            self.activities.setdefault(found[1], number)
            return True
        if line.lstrip().startswith("bind "):
            self._bind(number, line)
            return True
        if _CONSTRAINT.fullmatch(line) or ":" not in line or re.match(r"\s*[A-Za-z -]+[0-9]*\s*\[", line):
            return False
        self._attribute(number, line)
        return True

    def _bind(self, number: int, line: str) -> None:
        found = _BIND.fullmatch(line)
        if found is None:
            self.say(number, 1, "import.decl.line", found=line.strip())
            return
        name, listed = (found[1], found[2]) if found[1] else (found[3], found[4])
        if name not in self.activities:
            self._unknown(number, line.index(name) + 1, name)
        self.bound.setdefault(name, []).extend(word.strip() for word in listed.split(",") if word.strip())

    def _attribute(self, number: int, line: str) -> None:
        names, _, kind = line.partition(": ") if ": " in line else line.partition(":")
        column = len(names) + 3
        kind = kind.strip()
        made = _attribute(kind)
        if made is None:
            self.say(number, column, "import.decl.attribute", found=kind)
            return
        for name in (word.strip() for word in names.split(",")):
            if name in self.attributes:
                self.say(number, 1, "import.decl.attribute.twice", found=name)
            self.attributes.setdefault(name, made._replace(name=name))

    # -------------------------------------------------- a constraint

    def constraint(self, number: int, line: str) -> Constraint | None:
        found = _CONSTRAINT.fullmatch(line)
        if found is None:
            self.say(number, len(line) - len(line.lstrip()) + 1, "import.decl.line", found=line.strip())
            return None
        template = named(found[1], found[2])
        if template is None:
            hint = next(iter(get_close_matches(found[1].title(), NAMES, 1, 0.6)), "")
            self.say(number, found.start(1) + 1, "import.decl.template", found=f"{found[1]}{found[2]}", hint=hint)
            return None
        if template.n == 0:
            self.say(number, found.start(2) + 1, "import.decl.zero", found=f"{found[1]}{found[2]}")
            return None
        before = len(self.problems)
        activities = self._activities(number, found, 1 if template.name in UNARY else 2)
        sections = self._sections(number, found, 2 if template.name in UNARY else 3)
        if len(self.problems) > before:
            return None
        end = found.end(3) + 1
        text = line[:end].strip() if not any(section.strip() for _, section in sections) else line.strip()
        return self._whole(number, text, template, activities, sections)

    def _activities(self, number: int, found: re.Match[str], wanted: int) -> tuple[str, ...]:
        """Split at the comma that leaves two declared names, for a name may have commas."""
        inside = found[3]
        pieces = inside.split(",")
        splits = [(",".join(pieces[:cut]).strip(), ",".join(pieces[cut:]).strip()) for cut in range(1, len(pieces))]
        ways: list[tuple[str, ...]] = [(inside.strip(),)] if wanted == 1 else list(splits)
        if not ways or (wanted == 1 and inside.strip() not in self.activities and len(pieces) > 1):
            self.say(number, found.start(3) + 1, "import.decl.arity", template=found[1], wanted=wanted, found=inside)
            return ()
        for way in ways:
            if all(name in self.activities for name in way):
                return way
        if len(ways) > 1:
            self.say(number, found.start(3) + 1, "import.decl.arity", template=found[1], wanted=wanted, found=inside)
            return ()
        for name in ways[0]:
            if name not in self.activities:
                self._unknown(number, found.start(3) + inside.index(name) + 1, name)
        return ()

    def _unknown(self, number: int, column: int, name: str) -> None:
        hint = next(iter(get_close_matches(name, list(self.activities), 1, 0.6)), "")
        self.say(number, column, "import.decl.activity.unknown", found=name, hint=hint)

    def _sections(self, number: int, found: re.Match[str], most: int) -> list[tuple[int, str]]:
        """What stands after each bar, with its 0-based column; as many as the template may have."""
        rest, at = found[4] or "", found.start(4) + 1
        sections: list[tuple[int, str]] = []
        for section in rest[1:].split("|") if rest else ():
            sections.append((at, section))
            at += len(section) + 1
        for column, section in sections[most:]:
            if section.strip():
                self.say(number, column + 1, "import.decl.sections", found=section.strip(), most=most)
        return [*sections[:most], *[(0, "")] * (most - len(sections))]

    def _whole(
        self, number: int, text: str, template: Template, activities: tuple[str, ...], sections: list[tuple[int, str]]
    ) -> Constraint | None:
        before = len(self.problems)
        target, active = (activities[0], activities[-1]) if template.backward else (activities[-1], activities[0])
        first = self._formula(number, sections[0], active, ("A", active), ())
        second = None
        if len(activities) == 2:
            second = self._formula(number, sections[1], target, ("T", target), ("A", active), other=active)
        time = self._time(number, sections[-1])
        if len(self.problems) > before:
            return None
        return Constraint(Location(self.path, number, 1), text, template, activities, first, second, time)

    def _formula(
        self, number: int, section: tuple[int, str], activity: str, own: tuple[str, ...], others: tuple[str, ...], other: str = ""
    ) -> Formula | None:
        column, text = section
        try:
            formula = conditions.read(text, own, others)
        except ConditionProblem as wrong:
            self.say(number, column + wrong.column + 1, wrong.code, **wrong.params)
            return None
        for atom in conditions.atoms(formula):
            for name, whose in ((atom.name, activity), *((v.name, other) for v in atom.values if isinstance(v, conditions.Other))):
                self._known(number, column + atom.column + 1, name, whose)
            self._fits(number, column + atom.column + 1, atom)
        return formula

    def _known(self, number: int, column: int, name: str, activity: str) -> None:
        if name not in self.bound.get(activity, ()) or name not in self.attributes:
            hint = next(iter(get_close_matches(name, self.bound.get(activity, ()), 1, 0.6)), "")
            self.say(number, column, "import.decl.attribute.unknown", found=name, activity=activity, hint=hint)

    def _fits(self, number: int, column: int, atom: conditions.Atom) -> None:
        attribute = self.attributes.get(atom.name)
        for value in atom.values if attribute else ():
            if isinstance(value, conditions.Other):
                other = self.attributes.get(value.name)
                if other and other.number != attribute.number:  # type: ignore[union-attr]
                    self.say(number, column, "import.decl.compare", found=atom.name, value=value.name)
            elif isinstance(value, Fraction) != attribute.number:  # type: ignore[union-attr]
                self.say(number, column, "import.decl.compare", found=atom.name, value=value)
            elif isinstance(value, str) and attribute.words and value not in attribute.words:  # type: ignore[union-attr]
                hint = next(iter(get_close_matches(value, attribute.words, 1, 0.6)), "")  # type: ignore[union-attr]
                self.say(number, column, "import.decl.word", found=value, name=atom.name, hint=hint)
        if attribute and not attribute.number and atom.op not in ("equals", "differs"):
            self.say(number, column, "import.decl.compare", found=atom.name, value=atom.op)

    def _time(self, number: int, section: tuple[int, str]) -> Between | None:
        column, text = section
        if not text.strip():
            return None
        found = _TIME.fullmatch(text.strip())
        if found is None or int(found[1]) > int(found[2]):
            self.say(number, column + len(text) - len(text.lstrip()) + 1, "import.decl.time", found=text.strip())
            return None
        unit = _SECONDS[found[3]]
        return Between(int(found[1]) * unit, int(found[2]) * unit)


def _attribute(kind: str) -> Attribute | None:
    found = _RANGE.fullmatch(kind)
    if found is None:
        words = tuple(word.strip() for word in kind.split(","))
        meant = re.match(r"(?:integer|float)\b", kind, re.IGNORECASE)
        return Attribute("", False, None, words) if all(words) and not meant else None
    try:
        bounds = (Fraction(found[2]), Fraction(found[3])) if found[2] else None
    except ValueError:
        return None
    return None if bounds and bounds[0] > bounds[1] else Attribute("", True, bounds)
