"""What a reader should know about the whole run: roles that rules ask for and nobody holds, records that its dates leave out."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.errors import Location, Problem
from compliance.facts import Facts
from compliance.instances import days_within
from compliance.model import Evidence, Text
from compliance.syntax import references
from compliance.words import Words, joined


def notes(facts: Facts, evidence: Evidence, words: Words) -> Iterator[Problem]:
    yield from _empty_roles(facts, evidence, words)
    yield from _posts(facts, evidence, words)
    yield from _left_out(facts, evidence)


def _empty_roles(facts: Facts, evidence: Evidence, words: Words) -> Iterator[Problem]:
    """A role that conditions ask for. That nobody holds a bearer's role is told by the verdicts themselves."""
    asking: dict[str, list[str]] = {}
    for rule in facts.pack.obligations:
        part = rule.readings[facts.unit.readings.get(rule.id, rule.default_reading)]
        for name in {ref.path[0] for ref in references(part) if ref.root == "people"}:
            asking.setdefault(name, []).append(rule.id)
    for name in sorted(asking):
        if not facts.people_of(name):
            rules = asking[name]
            yield _problem(evidence, "roster.role_empty", role=words.role(name), rules="、".join(rules), count=str(len(rules)))


def _posts(facts: Facts, evidence: Evidence, words: Words) -> Iterator[Problem]:
    """Days of the list's year on which an office stands empty, or two hold it: a slip in one date moves every duty of the office."""
    first, last = facts.span
    for role in sorted({rule.bearer.role for rule in facts.pack.obligations if rule.bearer.mode == "post"}):
        each = [list(facts.days_held(person, role)) for person in facts.people_of(role)]
        filled = days_within([span for spans in each for span in spans], first, last)
        vacant = (last - first).days + 1 - filled
        doubled = sum(days_within(spans, first, last) for spans in each) - filled
        for code, days in (("roster.vacant", vacant), ("roster.doubled", doubled)):
            if each and days:
                yield _problem(evidence, code, role=words.role(role), days=str(days))


def _problem(evidence: Evidence, code: str, **params: str | Text) -> Problem:
    """At the unit's file, beside which the records stand."""
    top = next((record.at.path.partition("/")[0] for record in evidence.records if record.at.path), evidence.unit.id)
    return Problem(Location(f"{top}/unit.yaml"), code, "warning", tuple(params.items()))


def _left_out(facts: Facts, evidence: Evidence) -> Iterator[Problem]:
    """Records dated after the day of the check or outside the list's year: one note, with the first place."""
    done = [record for record in evidence.records if record.status == "done"]
    outside = [record for record in done if record.last < facts.span.first or record.first > facts.span.last]
    later = [record for record in done if record.first > facts.as_of and record not in outside]
    if not outside and not later:
        return
    parts: list[Text] = []
    if later:
        n = len(later)
        parts.append(
            Text(
                f"日期在检查日 {facts.as_of} 以后的记录 {n} 条，未计入",
                f"{n} record(s) are dated after the day of the check and do not count yet",
            )
        )
    if outside:
        n, first, last = len(outside), *facts.span
        zh = f"日期不在清单年度（{first} 至 {last}）以内的记录 {n} 条，一般不计入，请核对年份"
        parts.append(
            Text(zh, f"{n} record(s) are dated outside the list's year ({first} to {last}) and mostly do not count: check the year")
        )
    first_one = min(outside or later, key=lambda record: record.at)
    params = (("what", joined(parts, "；", "; ")), ("record", first_one.id))
    yield Problem(first_one.at, "records.left_out", "warning" if outside else "note", params)
