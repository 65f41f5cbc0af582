"""Runs: which records complete so many in a row (language §4), whatever the doubtful ones turn out to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compliance.model import Run
from compliance.truths import FALSE, TRUE, UNUSABLE, conjunction

Stretch = tuple[str, ...] | None
"""Whose run a record belongs to; None: that is not known."""
OVER = -1
"""How far a run is that has fired and fires but once."""


class Step(NamedTuple):
    """One record, in order: its number, whether it is one of those considered, whether it goes on with a run, and whose."""

    number: int
    considered: int
    goes_on: int
    stretch: Stretch


def completing(run: Run, steps: Iterable[Step]) -> Iterator[tuple[int, int]]:
    """The records that complete a run or may do so, each with the truth of it.

    For each stretch every length that its current run may have is carried along. A record of which it is not known whose
    run it belongs to may belong to any.
    """
    states: dict[Stretch, dict[int, int]] = {}
    start = {0: TRUE}
    anyone: list[Step] = []
    for step in steps:
        if step.stretch is None:
            anyone.append(step)
            for name, state in states.items():
                states[name] = _joined(state, _after(run, state, step)[0])
            yield step.number, UNUSABLE
            continue
        before = states.get(step.stretch)
        if before is None:
            before = start
            for other in anyone:
                before = _joined(before, _after(run, before, other)[0])
        states[step.stretch], truth = _after(run, before, step)
        if truth != FALSE:
            yield step.number, truth


State = dict[int, int]
"""The lengths a run may have now, each with the reasons for not being sure of it (TRUE: sure)."""


def _after(run: Run, state: State, step: Step) -> tuple[State, int]:
    """The state after a record, and the truth of its completing a run."""
    after: State = {}
    fires: list[int] = []
    for length, sure in state.items():
        for considered in _choices(step.considered):
            if not considered[0]:
                _add(after, length, (sure, considered[1]))
                fires.append(FALSE)
                continue
            for goes_on in _choices(step.goes_on):
                why = conjunction((sure, considered[1], goes_on[1]))
                following, fired = _next(run, length, goes_on[0])
                _add(after, following, (why,))
                fires.append(why if fired else FALSE)
    if len(after) == 1:
        after = dict.fromkeys(after, TRUE)  # whatever the doubtful ones are, it is the same
    reasons = [fire for fire in fires if fire != FALSE]
    if not reasons:
        return after, FALSE
    certain = len(reasons) == len(fires) and step.considered == TRUE
    return after, TRUE if certain else conjunction(reasons) if conjunction(reasons) != TRUE else UNUSABLE


def _choices(truth: int) -> list[tuple[bool, int]]:
    """What a truth may turn out to be, with why that is not sure."""
    return [(truth == TRUE, TRUE)] if truth in (FALSE, TRUE) else [(True, truth), (False, truth)]


def _next(run: Run, length: int, goes_on: bool) -> tuple[int, bool]:
    if not goes_on:
        return 0, False
    if length == OVER:
        return OVER, False
    if length + 1 == run.length:
        return (OVER if run.first_only else 0), True
    return length + 1, False


def _add(state: State, length: int, reasons: Iterable[int]) -> None:
    why = conjunction(reasons)
    state[length] = why if length not in state else TRUE if TRUE in (why, state[length]) else conjunction((why, state[length]))


def _joined(one: State, other: State) -> State:
    joined = dict(one)
    for length, why in other.items():
        _add(joined, length, (why,))
    return {length: UNUSABLE if len(joined) > 1 else why for length, why in joined.items()}
