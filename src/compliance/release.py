"""Who is released: `when` does not hold, or a record exempts (`unless`). And what is only so for the time being (language §8, §4)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from compliance.case import Case
from compliance.conditions import state
from compliance.expressions import World, point
from compliance.model import InForce, Measure, Part, Reason, Span
from compliance.resolving import resolve
from compliance.syntax import nodes
from compliance.truths import FALSE, TRUE, conjunction
from compliance.windows import Ruler, WindowFault


class Release(NamedTuple):
    """`out`: the instance does not apply, and why. `doubt`: above TRUE it may not apply."""

    out: Measure | None
    doubt: int = TRUE
    records: tuple[str, ...] = ()
    """Those that may exempt from it."""


def released(part: Part, case: Case) -> Release:
    """`when` is read on the window's first day, then `unless` is looked for."""
    doubt = TRUE
    day = case.first_day()
    for line in part.when:
        truth = state(case.facts, line, day, case.binding)
        if truth == FALSE:
            return _out(case, Reason("when.not", (("line", line.source),)))
        doubt = conjunction((doubt, truth))
    if part.unless is None:
        return Release(None, doubt)
    window = case.window
    if part.unless.window is not None:
        try:
            placed = Ruler(case.selection, case.binding).lay(part.unless.window, case.window)
        except WindowFault as wrong:
            return Release(Measure(case.window, kind="fault", fault=Reason(wrong.code, wrong.params)))
        window = placed[0].window if placed else window
    found = case.selection.meeting(part.unless.of, case.binding, window.first, window.last)
    if found.certain:
        record = found.certain[0].record
        measured = _out(case, Reason("unless.met", (("record", record.id),)))
        return Release(measured.out and _cited(measured.out, record))
    maybe = tuple(hit.record.id for hit in found.doubtful)
    return Release(None, conjunction((doubt, *(hit.truth for hit in found.doubtful))), maybe)


def excluded(part: Part, case: Case) -> Measure | None:
    """Of the span without anything that would ask for something: a line of `when` that is false at both its ends, whatever happens."""
    ends = [day for day in (case.window.first, case.window.last) if day is not None]
    for line in part.when if ends else ():
        if all(state(case.facts, line, day, case.binding) == FALSE for day in ends):
            return _out(case, Reason("when.not", (("line", line.source),))).out
    return None


def _cited(measured: Measure, record: Any) -> Measure:
    return Measure(measured.window, kind=measured.kind, applies=False, notes=measured.notes, counted=(record,))


def _out(case: Case, why: Reason) -> Release:
    return Release(Measure(case.window, kind="released", applies=False, notes=(why,)))


def reads_ahead(tree: Any, case: Case) -> bool:
    """Whether a line asks for what is in force on a day that is still to come."""
    base = case.binding.period or Span(*case.facts.span)
    day = case.as_of

    def ahead(test: InForce) -> bool:
        world = World(Span(base[0], base[1]), lambda ref: resolve(case.facts, ref, None, day, day, case.binding), case.facts.calendar)
        on: date | None = point(test.point, world).day
        return on is not None and on > case.as_of

    return any(isinstance(node, InForce) and ahead(node) for node in nodes(tree))
