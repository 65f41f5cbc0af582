"""Obligation × bearer × subject × window → `Measure`: forms the instances, applies tenure, reads triggers and lets the kinds measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from compliance.case import Case, declared, doubts_of
from compliance.conditions import TRUE, Binding
from compliance.instances import Instance, bearers, bound_by, form, terms_of
from compliance.kinds import KINDS
from compliance.kinds.combine import fold
from compliance.model import Combine, Kind, Measure, Obligation, Part, Reason, Signature, Truth, Window
from compliance.select import Selection

FAULT = Signature(True, "ok", "violated_so_far", False, "closed", False, False)
"""What no measure can be; the policy's last row answers `error`."""


class Judged(NamedTuple):
    """One instance of an obligation, under the reading that the unit chose, and how it stands."""

    rule: Obligation
    reading: str
    instance: Instance
    measure: Measure


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
            yield Judged(rule, reading, instance, _measure(part, instance, rule, selection))


def _measure(part: Part, instance: Instance, rule: Obligation, selection: Selection) -> Measure:
    if instance.fault:
        return Measure(instance.window, kind="fault", fault=instance.fault)
    if instance.vacancy:
        return _vacant(part, instance, selection)
    measured = _of_kind(part.kind, instance, rule, selection)
    if not measured.applies:
        return measured
    if instance.doubt != TRUE:
        doubts = measured.doubts | doubts_of(instance.doubt) if measured.low != Truth.SATISFIED else frozenset()
        notes = (*measured.notes, Reason("trigger.doubtful"))
        measured = replace(measured, high=Truth.SATISFIED, doubts=doubts, provable=False, notes=notes)
    return _never_final(measured) if instance.planned else measured


def _of_kind(kind: Kind, instance: Instance, rule: Obligation, selection: Selection) -> Measure:
    if not isinstance(kind, Combine):
        short = bound_by(rule.tenure, terms_of(instance.binding, selection.facts), instance.window, selection.facts.span)
        if short is not None:
            params = (("held", str(short[0])), ("days", str(short[1])))
            return Measure(instance.window, kind="tenure", applies=False, notes=(Reason("tenure.short", params),))
    case = Case(selection, rule, instance.binding, instance.window, lambda part: _part(part, instance, rule, selection))
    measured = KINDS[type(kind)](kind, case)
    if measured and not isinstance(kind, Combine):
        measured = _while_in_the_role(measured, case)
    return measured or Measure(instance.window, kind="parts", applies=False, notes=(Reason("parts.none"),))


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
    unmet = low <= Truth.VIOLATED_SO_FAR
    return Signature(
        applies=measured.applies,
        basis=basis_of(measured) if measured.applies else "ok",
        truth=low.word,
        doubt=measured.applies and low == Truth.VIOLATED < high and not measured.settled_by_burden,
        clock=measured.clock if unmet and measured.applies and low == Truth.VIOLATED_SO_FAR else "room",
        mended=measured.mended_on is not None and low == Truth.VIOLATED,
        expiring=False,
    )
