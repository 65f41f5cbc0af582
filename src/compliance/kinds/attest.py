"""`attest`: a judgement, signed. Never pass, fail or late: best is `attested`, else `manual` (language §9.7).

A rule, with what it accepts and what it does not (a test runs it):

attest: {files: 1, proxy: {count: {of: {kind: meeting}, at_least: 1}}}    # what records show beside it only informs the reviewer
examples:
- want: attested            # signed by the bearer, with its file, dated in the window and still valid
  as_of: 2022-12-31
  records: [{id: a1, kind: attestation, date: 2022-12-20, obligation: R1, by: wang1, statement: 见附件, files: [清单.md]}]
- want: manual              # it has run out
  as_of: 2022-12-31
  records:
  - {id: a1, kind: attestation, date: 2022-03-20, obligation: R1, by: wang1, statement: 见附件, files: [清单.md], valid_until: 2022-06-30}
- want: manual              # up to which day it is valid is not said
  as_of: 2022-12-31
  records:
  - {id: a1, kind: attestation, date: 2022-12-20, obligation: R1, by: wang1, statement: 见附件, files: [清单.md], valid_until: 2023年6月}
- want: manual              # meetings alone attest nothing
  as_of: 2022-12-31
  records: [{id: m1, kind: meeting, date: 2022-03-01}]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from compliance.case import Case
from compliance.model import Among, Asked, Attest, Branch, Compare, Demand, Line, Measure, Reason, Selector, Size, Span, Text, Truth
from compliance.select import Hit
from compliance.vocabulary import ATTESTATION


def measure(kind: Attest, case: Case) -> Measure:
    selector = _selector(kind, case)
    hits = case.hits(selector).certain
    # A rule that is still to be written asks for nothing that anybody could have attested.
    current = [] if case.rule.draft else [hit for hit in hits if _valid(hit, case)]
    fine = Truth.SATISFIED if case.closed() else Truth.SATISFIED_SO_FAR
    truth = fine if current else Truth.VIOLATED if case.closed() else Truth.VIOLATED_SO_FAR
    proxy = case.part(kind.proxy) if kind.proxy else None
    notes = (Reason("attest.draft"),) if case.rule.draft else _not_current(hits, case) if not current else ()
    if current and proxy is not None and proxy.low == Truth.VIOLATED:
        notes += (Reason("attest.unshown"),)
    measured = Measure(
        case.window,
        truth,
        truth,
        kind="attest",
        need=1,
        have=min(1, len(current)),
        counted=tuple(hit.record for hit in current),
        asked=(Asked(selector, case.binding, case.window),),
        notes=notes,
        judgement=True,
        parts=(proxy,) if proxy else (),
        clock="closed" if case.closed() else "room",
    )
    if truth != Truth.VIOLATED_SO_FAR or case.rule.draft:
        return measured
    clock, safe = case.clock(1)
    return replace(measured, clock=clock, last_safe=safe, demands=(Demand(selector, case.binding, 1, *case.ahead()),))


def _valid(hit: Hit, case: Case) -> bool:
    until = hit.record.fields.get("valid_until")
    return until is None or (isinstance(until, date) and case.end() <= until)


def _not_current(hits: Iterable[Hit], case: Case) -> tuple[Reason, ...]:
    """Why none of those that are on file is current: run out, or valid up to a day that nobody wrote down."""
    ends = [hit.record.fields.get("valid_until") for hit in hits]
    known = [until.last if isinstance(until, Span) else until for until in ends]
    over = [isinstance(until, date) and until < case.end() for until in known]
    return tuple(Reason(code) for code, applies in (("attest.expired", any(over)), ("attest.partial", not all(over))) if applies)


def _selector(kind: Attest, case: Case) -> Selector:
    """Attestations of this rule by one of the persons, with enough files. Kept, so that it is compiled once a rule."""
    lines = (
        Line(("obligation",), Among((case.rule.id,)), f"obligation: {case.rule.id}"),
        Line(("by",), Among(kind.by), "by: " + " ".join(str(value) for value in kind.by)),
        Line(("files",), Size((Compare("at_least", kind.files),)), f"files: {kind.files}"),
    )
    made = Selector("", (Branch((ATTESTATION.name,), lines),), Text("佐证说明", "signed attestation"))
    return case.selection.kept(("attest", case.rule.id, id(kind)), made)
