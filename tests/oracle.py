"""An independent, executable reading of the rule language: every choice of the doubtful records is tried, nothing is clever.

Written from the language's text, not from the program; it shares with it only the nouns of `compliance.model`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from compliance import model as m
from oracle_conditions import RECORD, Case, Match, Three, Unlisted, both, either, meeting, opposite
from oracle_conditions import holds as line_holds
from oracle_kinds import S_SO_FAR, V_SO_FAR, Outcome, S, V, attest, backwards, count, every, reach, steps
from oracle_states import spacing, state
from oracle_subjects import bearers, declared, in_its_year, known_to_be_empty, name, subjects
from oracle_windows import binds, windows

Found = tuple[m.Truth, m.Truth, str]
Key = tuple[str, str, str | None, date | None, date | None]
WORST_FIRST = ("error", "fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable")


def worst(verdicts: Iterable[tuple[str, str]]) -> str:
    """What a list, an article, a bearer or the unit shows for the (verdict, modality) pairs in it: only a `must` is lost."""
    unmet = ("fail", "late", "at_risk", "inconclusive")
    return min(("pass" if found in unmet and modality != "must" else found for found, modality in verdicts), key=WORST_FIRST.index)


def judge(
    pack: m.Pack, evidence: m.Evidence, as_of: date, workday: Callable[[date], bool] = lambda day: day.weekday() < 5
) -> dict[Key, Found]:
    """(obligation, bearer, subject, first, last) → (lowest truth, highest truth, verdict)."""
    return {key: (o.low, o.high, verdict(o, as_of)) for key, o in outcomes(pack, evidence, as_of, workday).items()}


def outcomes(pack: m.Pack, evidence: m.Evidence, as_of: date, workday: Callable[[date], bool]) -> dict[Key, Outcome]:
    """The same with all that was found out: also the last safe day, and how many are needed and there."""
    found: dict[Key, Outcome] = {}
    for duty in pack.obligations:
        case, whole = Case(pack, evidence, as_of, workday, duty), m.Window(*pack.span)
        part = duty.readings[evidence.unit.readings.get(duty.id, duty.default_reading)]
        bound = bearers(case)
        formed = [(one.person, *rest) for one in bound for rest in instances(one, part, whole)]
        for person, subject, window, o in formed if bound else [("", None, whole, Outcome(V, S))]:
            found[duty.id, person or duty.bearer.role, subject, window.first, window.last] = o
    return found


def verdict(o: Outcome, as_of: date) -> str:
    if o.fixed or o.low >= S_SO_FAR:
        return o.fixed or ("at_risk" if o.low == S_SO_FAR and o.risk and as_of > o.risk else "pass")
    if o.low == V_SO_FAR:
        return "pending" if as_of <= o.safe else "at_risk"
    if o.high == V or o.proved:
        return "late" if o.mended else "fail"
    return "inconclusive"


def instances(case: Case, part: m.Part, inherited: m.Window) -> list[tuple[str | None, m.Window, Outcome]]:
    each = part.for_each
    try:
        found = [(c, w) for c in subjects(case, part) for w in windows(c, part.window, inherited) if in_its_year(c, each, w)]
    except Unlisted:
        return [(None, inherited, Outcome(fixed="error"))]
    if not each and not found:  # nobody has dated the periods, or none has such a day: nothing was looked at
        return [(None, m.Window(*case.pack.span), Outcome(V, S))]
    if each and not found:
        return [(None, m.Window(*case.pack.span), without_subject(case, each))]
    return [(name(c.each) if each else None, w, outcome(c, part, w)) for c, w in found]


def without_subject(case: Case, each: m.ForEach) -> Outcome:
    still_open = case.as_of <= case.pack.span.last
    if known_to_be_empty(case, each) or (each.selector and not still_open and declared(case, each.selector, *case.pack.span)):
        return Outcome(fixed="not_applicable")
    return Outcome(V_SO_FAR, S, date.max) if each.selector and still_open else Outcome(V, S)


def outcome(case: Case, part: m.Part, window: m.Window) -> Outcome:
    if backwards(window):
        return Outcome(fixed="error")
    case = case._replace(first=first_day(case, window))
    try:
        return measured(case, part, window)
    except Unlisted:
        return Outcome(fixed="error")


def first_day(case: Case, window: m.Window) -> date:
    return window.first or min(case.pack.span.first, window.last or case.pack.span.first)


def measured(case: Case, part: m.Part, window: m.Window) -> Outcome:
    free = released(case, part, window)
    if free is True:
        return Outcome(fixed="not_applicable")
    o = combine(case, part.kind, window) if isinstance(part.kind, m.Combine) else alone(case, part.kind, window)
    if free:
        o = o._replace(high=S, proved=False)
    if part.for_each and isinstance(case.each, Match):
        if case.each.why:
            o = o._replace(high=S, proved=False)
        if case.each.record.status == "planned":
            safe = date.min if o.low == V else o.safe
            o = o._replace(low=min(max(o.low, V_SO_FAR), S_SO_FAR), high=min(max(o.high, V_SO_FAR), S_SO_FAR), safe=safe)
    return o


def released(case: Case, part: m.Part, window: m.Window) -> Three:
    """Whether `when` is false, as on the window's first day, or a record exempts: dated in the window, or its interval meets it."""
    first = first_day(case, window)
    bound = both(line_holds(case, line, None, RECORD, m.Span(first, first), None) for line in part.when)
    if bound is False or not part.unless:
        return opposite(bound)
    inner = next(windows(case, part.unless.window, window)) if part.unless.window else window
    exempt = [frozenset(x.why) or True for x in meeting(case, part.unless.of, inner)]
    return either([opposite(bound), *exempt])


def alone(case: Case, kind: m.Kind, window: m.Window) -> Outcome:
    if not binds(case, window):
        return Outcome(fixed="not_applicable")
    kinds: dict[Any, Callable[[Case, Any, m.Window], Outcome]] = {m.Count: count, m.Every: every, m.Steps: steps, m.Attest: attest}
    kinds |= {m.Spacing: spacing, m.Holds: state}
    o = kinds[type(kind)](case, kind, window)
    o = o._replace(last=o.safe if o.low == V_SO_FAR and o.safe > date.min else None)
    begins = reach(case, window).first
    return o._replace(safe=date.max, risk=None) if begins and case.as_of < begins else o


def combine(case: Case, kind: m.Combine, window: m.Window) -> Outcome:
    """A part is the lowest of its instances; `all_of` the lowest of the parts, `any_of` the highest."""
    parts = [fold([o for _, _, o in instances(case, part, window)], min) for part in kind.parts]
    return fold(parts, min if kind.mode == "all_of" else max)


def fold(outcomes: Iterable[Outcome], pick: Any) -> Outcome:
    there = [o for o in outcomes if o.fixed != "not_applicable"]
    if not there or any(o.fixed == "error" for o in there):
        return Outcome(fixed="error" if there else "not_applicable")
    if len(there) == 1:
        return there[0]
    low, high = pick(o.low for o in there), pick(o.high for o in there)
    days = [o.last for o in there if o.low == V_SO_FAR]
    return Outcome(
        low,
        high,
        safe=pick((o.safe for o in there if o.low == V_SO_FAR), default=date.min),
        mended=(all if pick is min else any)(o.mended for o in there if o.low == V),
        proved=all(o.proved or o.low == o.high for o in there if o.low == low),
        need=len(there),
        have=sum(o.low >= S_SO_FAR for o in there),
        last=pick(day for day in days if day) if low == V_SO_FAR and any(days) and (pick is max or all(days)) else None,
    )
