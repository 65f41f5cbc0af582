"""Examples of a constraint: the shortest traces that meet it and break it, found by its definition and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any

from compliance.importing.decl_conditions import Formula, Other, atoms, true_of
from compliance.importing.decl_model import Attribute, Constraint, DeclModel
from compliance.importing.decl_templates import COUNTED, Event, Template, holds

OTHER = ""
"""An activity that the constraint does not speak of."""
_LONGEST = 4
_TRIED = 4000
Trace = tuple[Event, ...]


def shown(constraint: Constraint, model: DeclModel) -> tuple[Trace | None, Trace | None]:
    """The first trace that meets it with something to answer, and the first that breaks it; None: there is none that short."""
    meets: Trace | None = None
    breaks: Trace | None = None
    bare: Trace | None = None
    activates, answers = tests(constraint)
    for trace in _traces(constraint, model):
        if not holds(constraint.template, trace, activates, answers):
            breaks = breaks or trace
        elif any(map(activates, trace)) or constraint.template.name == "absence":
            meets = meets or trace
        else:
            bare = bare or trace
        if meets and breaks:
            break
    return meets or bare, breaks


def tests(constraint: Constraint) -> tuple[Callable[[Event], bool], Callable[[Event, Event], bool]]:
    """Which events the constraint speaks of, with its data and time conditions."""
    names = constraint.activities
    target, active = (names[0], names[-1]) if constraint.template.backward else (names[-1], names[0])
    time = constraint.time

    def activates(event: Event) -> bool:
        return event.activity == active and true_of(constraint.active, event.values, {})

    def answers(event: Event, activation: Event) -> bool:
        apart = abs(event.minute - activation.minute) * 60
        in_time = time is None or time.least <= apart <= time.most
        return event.activity == target and in_time and true_of(constraint.answer, event.values, activation.values)

    return activates, answers


def _traces(constraint: Constraint, model: DeclModel) -> Iterator[Trace]:
    letters = list(_letters(constraint, model))
    if constraint.template.name in COUNTED:
        letters = letters[:2]
    longest = max(_LONGEST, constraint.template.n + 1) if len(letters) < 3 else _LONGEST
    for length in range(1, longest + 1):
        for word in _words(letters, length, constraint.template):
            for gap in _gaps(constraint):
                yield tuple(letter._replace(minute=number * gap) for number, letter in enumerate(word))


def _words(letters: Sequence[Event], length: int, template: Template) -> Iterator[tuple[Event, ...]]:
    if template.name in COUNTED and length > _LONGEST:
        return iter([(letters[0],) * length])
    return product(letters, repeat=length)


def _gaps(constraint: Constraint) -> list[int]:
    """Minutes between two events: an hour; with a time condition its bounds, and one minute beyond each."""
    if constraint.time is None:
        return [60]
    least, most = constraint.time.least // 60, constraint.time.most // 60
    return [gap for gap in dict.fromkeys((most, most + 1, max(least, 1), least - 1)) if gap > 0]


def _letters(constraint: Constraint, model: DeclModel) -> Iterator[Event]:
    """An event that activates, one that answers it, and one of each that does not for its data, where there is such."""
    names = constraint.activities
    target, active = (names[0], names[-1]) if constraint.template.backward else (names[-1], names[0])
    wanted = _values(constraint, model)
    chosen: dict[bool, Mapping[str, Any]] = {}
    for values in islice(wanted(active), _TRIED):
        chosen.setdefault(true_of(constraint.active, values, {}), values)
    good = chosen.get(True, {})
    for truth in (True, False):
        if truth in chosen:
            yield Event(active, chosen[truth], 0)
    if len(names) == 2:
        answering: dict[bool, Mapping[str, Any]] = {}
        for values in islice(wanted(target), _TRIED):
            answering.setdefault(true_of(constraint.answer, values, good), values)
        for truth in (True, False):
            if truth in answering:
                yield Event(target, answering[truth], 0)
    yield Event(OTHER, {}, 0)


def _values(constraint: Constraint, model: DeclModel) -> Callable[[str], Iterator[dict[str, Any]]]:
    """For an activity: every choice of the values that decide something, for the attributes that the conditions read."""
    formulas = (constraint.active, constraint.answer)
    read = list(dict.fromkeys(_attributes(formulas)))
    options = {name: _options(model.attributes[name], formulas) for name in read}

    def of(activity: str) -> Iterator[dict[str, Any]]:
        mine = [name for name in read if name in model.bound.get(activity, ())]
        for choice in product(*(options[name] for name in mine)):
            yield dict(zip(mine, choice, strict=True))

    return of


def _attributes(formulas: Sequence[Formula | None]) -> Iterator[str]:
    for formula in formulas:
        for atom in atoms(formula):
            yield atom.name
            yield from (value.name for value in atom.values if isinstance(value, Other))


def _options(attribute: Attribute, formulas: Sequence[Formula | None]) -> list[Any]:
    named = [value for formula in formulas for atom in atoms(formula) for value in atom.values]
    if not attribute.number:
        return list(attribute.words) or [value for value in named if isinstance(value, str)]
    near = [value + step for value in named if isinstance(value, Fraction) for step in (0, 1, -1)] or [Fraction(1), Fraction(2)]
    if attribute.bounds:
        least, most = attribute.bounds
        near += [least, most]
        near = [value for value in near if least <= value <= most]
    return list(dict.fromkeys(near))
