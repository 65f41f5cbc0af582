"""`holds`: a state of the roster, the unit or the subject (language §9.6).

A rule, with what it accepts and what it does not (a test runs it):

holds: [$people.member: {size: {at_least: 1}}]
examples:
- want: pass                # somebody is in the role
  as_of: 2023-01-01
- want: fail                # as on the last day nobody is any more
  as_of: 2023-01-01
  unit: {people: {li2: {roles: [{role: member, until: 2022-11-30}]}}}
"""

from __future__ import annotations

from compliance.case import Case, doubts_of
from compliance.conditions import state
from compliance.model import Holds, Measure, Reason, Truth
from compliance.syntax import references
from compliance.truths import FALSE, TRUE, conjunction


def measure(kind: Holds, case: Case) -> Measure:
    day = case.end()
    truths = [(line, state(case.facts, line, day, case.binding)) for line in kind.lines]
    both = conjunction(truth for _, truth in truths)
    final = case.closed() or _settled(kind, case)
    fine = Truth.SATISFIED if final else Truth.SATISFIED_SO_FAR
    broken = Truth.VIOLATED if final else Truth.VIOLATED_SO_FAR
    low = fine if both == TRUE else broken
    clock, safe = case.clock(None) if low == Truth.VIOLATED_SO_FAR else ("closed" if case.closed() else "room", None)
    return Measure(
        case.window,
        low,
        broken if both == FALSE else fine,
        kind="holds",
        doubts=doubts_of(both) if both not in (TRUE, FALSE) else frozenset(),
        provable=True,
        need=len(truths),
        have=sum(truth == TRUE for _, truth in truths),
        clock=clock,
        last_safe=safe,
        notes=tuple(Reason("holds.not", (("line", line.source),)) for line, truth in truths if truth != TRUE),
    )


def _settled(kind: Holds, case: Case) -> bool:
    """It reads only a record that is done: nothing about it changes any more."""
    subject = case.binding.subject
    of_record = subject is not None and subject.kind in ("record", "row")
    return of_record and all(ref.root in ("each", "param") for ref in references(kind.lines))
