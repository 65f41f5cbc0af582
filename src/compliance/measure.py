"""Obligation × bearer × subject × window → `Measure`: forms the instances, applies tenure, reads triggers and lets the kinds measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from compliance.case import Case, declared, doubts_of
from compliance.expressions import Unlisted
from compliance.instances import Instance, bearers, bound_by, form, terms_of
from compliance.kinds import KINDS
from compliance.kinds.combine import fold
from compliance.model import Combine, Kind, Measure, Obligation, Part, Reason, Signature, Truth, Window
from compliance.release import excluded, reads_ahead, released
from compliance.select import Selection
from compliance.truths import TRUE, Binding, conjunction

FAULT = Signature(True, "ok", "violated_so_far", False, "closed", False, False)
"""What no measure can be; the policy's last row answers `error`."""


class Judged(NamedTuple):
    """One instance of an obligation, under the reading that the unit chose, and how it stands."""

    rule: Obligation
    reading: str
    instance: Instance
    measure: Measure
    taken: tuple[tuple[str, str], ...] = ()
    """Records that count for another obligation of the same `exclusive` name, each with that obligation's id."""


def judge(rule: Obligation, selection: Selection) -> Iterator[Judged]:
    """Every instance of an obligation. There is always at least one: an obligation is never passed over in silence."""
    facts = selection.facts
    reading = facts.unit.readings.get(rule.id, rule.default_reading)
    part = rule.readings[reading]
    whole = Window(facts.span.first, facts.span.last)
    bindings = bearers(rule.bearer, facts)
    if not bindings:
        nobody = Instance(Binding(rule.bearer.mode, rule.bearer.role, None), whole, "nobody")
        yield Judged(rule, reading, nobody, _vacant(part, nobody, selection))
    for binding in bindings:
        for instance in form(part.for_each, part.window, binding, whole, selection):
            measured = _measure(part, instance, rule, selection)
            # Where the rule does not bind at all, that nothing happened which would ask for something is no gap.
            known = instance._replace(vacancy="") if instance.vacancy and measured.kind == "released" else instance
            yield Judged(rule, reading, known, measured)


def again(one: Judged, selection: Selection, taken: Mapping[str, str]) -> Judged:
    """The instance once more, without the records that count for others: record id → id of the other obligation."""
    part = one.rule.readings[one.reading]
    without = _measure(part, one.instance, one.rule, selection, frozenset(taken))
    return one._replace(measure=without, taken=tuple(sorted(taken.items())))


def _measure(part: Part, instance: Instance, rule: Obligation, selection: Selection, taken: frozenset[str] = frozenset()) -> Measure:
    if instance.fault:
        return Measure(instance.window, kind="fault", fault=instance.fault)
    if instance.vacancy:
        case = Case(selection, rule, instance.binding, instance.window, lambda inner: _part(inner, instance, rule, selection), taken)
        return excluded(part, case) or _vacant(part, instance, selection)
    try:
        return _measured(part, instance, rule, selection, taken)
    except Unlisted as wrong:
        params = (("ref", str(wrong.ref)), ("found", str(wrong.value)))
        return Measure(instance.window, kind="fault", fault=Reason("choose.unlisted", params))


def _measured(part: Part, instance: Instance, rule: Obligation, selection: Selection, taken: frozenset[str]) -> Measure:
    case = Case(selection, rule, instance.binding, instance.window, lambda inner: _part(inner, instance, rule, selection), taken)
    if not isinstance(part.kind, Combine):
        terms = terms_of(instance.binding, selection.facts, rule.effective)
        short = bound_by(rule.tenure, terms, instance.window, selection.facts.span)
        if short is not None:
            params = (("held", str(short[0])), ("days", str(short[1])))
            return Measure(instance.window, kind="tenure", applies=False, notes=(Reason("tenure.short", params),))
    release = released(part, case)
    if release.out is not None:
        return release.out
    measured = KINDS[type(part.kind)](part.kind, case)
    if measured is None:
        return Measure(instance.window, kind="parts", applies=False, notes=(Reason("parts.none"),))
    if not measured.applies:
        return measured
    measured = _so_far(part.kind, case, measured)
    if not isinstance(part.kind, Combine):
        measured = _while_in_the_role(measured, case)
    doubt = conjunction((instance.doubt, release.doubt))
    if doubt != TRUE:
        doubts = measured.doubts | doubts_of(doubt) if measured.low != Truth.SATISFIED else frozenset()
        why = "window" if instance.window.doubt != TRUE else "trigger" if instance.doubt != TRUE else "release"
        about = (("records", "、".join(release.records)),) if why == "release" and release.records else ()
        notes = (*measured.notes, Reason(f"{why}.doubtful", about))
        measured = replace(measured, high=Truth.SATISFIED, doubts=doubts, provable=False, notes=notes)
    return _never_final(measured) if instance.planned else measured


def _so_far(kind: Kind, case: Case, measured: Measure) -> Measure:
    """What is met today and may not be tomorrow: a window that moves with the day, a line that reads a day to come."""
    ahead = "period" in case.selection.lookup.spoken(kind) and not case.closed() and reads_ahead(kind, case)
    rolling = case.window.rolling and case.as_of < case.facts.span.last
    if not (ahead or rolling) or measured.high < Truth.SATISFIED:
        return measured
    return replace(measured, low=min(measured.low, Truth.SATISFIED_SO_FAR), high=min(measured.high, Truth.SATISFIED_SO_FAR))


def _while_in_the_role(measured: Measure, case: Case) -> Measure:
    """Somebody who leaves the role before the window ends has until then."""
    last = case.reach().last
    if measured.low >= Truth.SATISFIED_SO_FAR or last is None or last == measured.window.last:
        return measured
    notes = (*measured.notes, Reason("role.left", (("last", str(last)),)))
    return replace(measured, due=min(measured.due or last, last), notes=notes)


def _part(part: Part, outer: Instance, rule: Obligation, selection: Selection) -> Measure | None:
    """A part for the bearer and in the window of the whole; its own instances are folded by the lowest."""
    instances = form(part.for_each, part.window, outer.binding, outer.window, selection)
    measures = [measured for instance in instances if (measured := _measure(part, instance, rule, selection)).applies]
    return fold("all_of", measures, outer.window) if measures else None


def _vacant(part: Part, instance: Instance, selection: Selection) -> Measure:
    """A placeholder: nobody to judge, or nothing that could have asked for an answer."""
    facts, window, vacancy = selection.facts, instance.window, instance.vacancy
    unsure = Measure(window, Truth.VIOLATED, Truth.SATISFIED, kind=vacancy, doubts=frozenset({"undeclared"}))
    if vacancy == "empty_list":
        return Measure(window, kind=vacancy, applies=False, notes=(Reason("list.empty"),))
    if vacancy == "no_list":
        return replace(unsure, doubts=frozenset({"missing"}), notes=(Reason("list.unknown"),))
    if vacancy == "no_rows":
        over = facts.as_of > facts.span.last
        open_still = replace(unsure, low=Truth.VIOLATED_SO_FAR, notes=(Reason("rows.none"),))
        return Measure(window, kind=vacancy, applies=False, notes=(Reason("rows.none"),)) if over else open_still
    if vacancy == "no_period":
        return replace(unsure, doubts=frozenset({"missing"}), notes=(Reason("period.none"),))
    if vacancy != "no_trigger":
        return replace(unsure, notes=(Reason("subject.none"),))
    selector = part.for_each.selector if part.for_each else None
    if facts.as_of <= facts.span.last:
        return replace(unsure, low=Truth.VIOLATED_SO_FAR, notes=(Reason("trigger.none"),))
    if selector is not None and declared(selection, selector, facts.span.first, facts.span.last):
        return Measure(window, kind=vacancy, applies=False, notes=(Reason("trigger.declared"),))
    return replace(unsure, notes=(Reason("trigger.undeclared"),))


def _never_final(measured: Measure) -> Measure:
    """A planned event can be moved or cancelled, so what it asks for is never final, and a closed window only means little time."""
    low = min(max(measured.low, Truth.VIOLATED_SO_FAR), Truth.SATISFIED_SO_FAR)
    high = min(max(measured.high, Truth.VIOLATED_SO_FAR), Truth.SATISFIED_SO_FAR)
    clock = "short" if measured.low == Truth.VIOLATED else measured.clock
    doubts = measured.doubts if low != high else frozenset()
    notes = (*measured.notes, Reason("trigger.planned"))
    return replace(measured, low=low, high=high, clock=clock, mended_on=None, doubts=doubts, notes=notes)


# ---------------------------------------------------------------- what the engine sees


def basis_of(measured: Measure) -> str:
    if measured.judgement:
        return "needs_judgement"
    return next((name for name in ("missing", "unusable", "ambiguous", "undeclared") if name in measured.doubts), "ok")


def signature(measured: Measure) -> Signature:
    if measured.fault:
        return FAULT
    low, high = measured.low, measured.high
    return Signature(
        applies=measured.applies,
        basis=basis_of(measured) if measured.applies else "ok",
        truth=low.word,
        doubt=measured.applies and low == Truth.VIOLATED < high and not measured.settled_by_burden,
        clock=measured.clock if measured.applies and (low == Truth.VIOLATED_SO_FAR or measured.expiring) else "room",
        mended=measured.mended_on is not None and low == Truth.VIOLATED,
        expiring=measured.applies and measured.expiring and low in (Truth.SATISFIED_SO_FAR, Truth.SATISFIED),
    )
