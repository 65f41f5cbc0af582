"""`lint` as text: findings by place, the form that editors jump to; and the mistakes that no example notices, each with one that would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compliance.edits import ABSENT, AsOf, Copy, Edit, Leave, Move, Put, Under
from compliance.errors import Problem
from compliance.model import Duration, Pack, Text, Value
from compliance.mutate import Mutant
from compliance.render import phrases
from compliance.render.bilingual import SLOT, joined, say
from compliance.render.layout import wrap
from compliance.render.style import Style
from compliance.render.text import SEVERITIES, problem_lines
from compliance.shifts import written
from compliance.survivors import Fate, Outcome
from compliance.trials import Given
from compliance.values import shown
from compliance.witness import Edits, Witness

FATES: tuple[Fate, ...] = ("noticed", "same", "survives", "unknown")


def text(pack: Pack, problems: Sequence[Problem], outcomes: Sequence[Outcome] | None, style: Style) -> str:
    """`outcomes` None: no mutants were made."""
    lines = [*_findings(pack, problems, style)]
    if outcomes is not None:
        lines += ["", *_summary(outcomes, style), *_survivors(pack, outcomes, style), *_rest(outcomes, style)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _findings(pack: Pack, problems: Sequence[Problem], style: Style) -> Iterator[str]:
    number = Counter(found.severity for found in problems)
    yield from map(style.bold, wrap(style.pick(pack.title), style.width))
    head = say("lint.head", rules=len(pack.obligations), errors=number["error"], warnings=number["warning"] + number["note"])
    yield from wrap(style.pick(head), style.width)
    for found in sorted(problems, key=lambda each: SEVERITIES.index(each.severity)):
        yield from problem_lines(found, style)


# ---------------------------------------------------------------- mutants


def _summary(outcomes: Sequence[Outcome], style: Style) -> Iterator[str]:
    number = Counter(outcome.fate for outcome in outcomes)
    parts = [say(f"mutants.{fate}", count=number[fate]) for fate in FATES if number[fate]]
    line = say("mutants.head", count=len(outcomes), fates=joined(parts, SLOT))
    yield from map(style.bold, wrap(style.pick(line), style.width))


def _survivors(pack: Pack, outcomes: Sequence[Outcome], style: Style) -> Iterator[str]:
    by_owner: dict[str, list[tuple[Mutant, Witness]]] = {}
    for mutant, _, witness in outcomes:
        if witness is not None:
            by_owner.setdefault(mutant.owner, []).append((mutant, witness))
    for owner, found in by_owner.items():
        yield ""
        yield from wrap(style.pick(_owner(pack, owner, found[0][0])), style.width)
        for mutant, witness in found:
            yield from wrap(style.pick(mistake(mutant)), style.width, "  × ")
            yield from wrap(style.pick(_needed(witness, style)), style.width, "    → ")


def _owner(pack: Pack, owner: str, mutant: Mutant) -> Text:
    rule = next((rule for rule in pack.obligations if rule.id == owner), None)
    if rule is not None:
        return say("mutants.rule", id=owner, title=rule.title)
    if not owner:
        return say("mutants.span", first=pack.span.first, last=pack.span.last, count=len(mutant.rules))
    return say("mutants.selector", name=owner, rules=" ".join(mutant.rules))


def mistake(mutant: Mutant) -> Text:
    what = phrases.reason(mutant.what)
    return say("mutants.at", route=mutant.route, what=what) if mutant.route else what


def _needed(witness: Witness, style: Style) -> Text:
    where = {"id": witness.trial.rule.id, "at": style.place(witness.trial.example.at)}
    before, after = (_given(given, witness) for given in (witness.before, witness.after))
    if not witness.edits:
        return say("mutants.needed.pin", **where, before=before, after=after)
    return say("mutants.needed", **where, changes=joined(map(_edit, _last(witness.edits)), "；", "; "), before=before, after=after)


def _given(given: Given, witness: Witness) -> Text:
    """The verdict; where both give the same, what tells them apart."""
    word = phrases.word(given.verdict)
    if witness.before.verdict != witness.after.verdict:
        return word
    return say("mutants.unshown" if given.unshown else "mutants.shown", verdict=word)


def _last(edits: Edits) -> list[Edit]:
    """Of changes to the same thing the last, which is the one that holds."""
    kept: dict[object, Edit] = {}
    for edit in edits:
        what = edit.field if isinstance(edit, Move) else edit.path if isinstance(edit, Put) else edit
        key = type(edit), getattr(edit, "record", ""), what if isinstance(edit, (Move, Put)) else repr(what)
        kept.pop(key, None)
        kept[key] = edit
    return list(kept.values())


def _edit(edit: Edit) -> Text:
    if isinstance(edit, AsOf):
        return say("edit.as_of", day=edit.day)
    if isinstance(edit, Under):
        return say("edit.under", reading=edit.reading)
    if isinstance(edit, Leave):
        return say("edit.leave", record=edit.record)
    if isinstance(edit, Move):
        return say("edit.put", record=edit.record, path=edit.field, value=edit.day)
    if isinstance(edit, Copy):
        return say("edit.copy", record=edit.record, day=edit.day)
    if isinstance(edit, Put):
        path = ".".join(edit.path)
        return say("edit.absent", record=edit.record, path=path) if edit.value is ABSENT else _put(edit.record, path, edit.value)
    return say("edit.add", record=edit.record, kind=edit.kind, day=edit.day)


def _put(record: str, path: str, value: Value) -> Text:
    return say("edit.put", record=record, path=path, value=written(value) if isinstance(value, Duration) else shown(value))


def _rest(outcomes: Sequence[Outcome], style: Style) -> Iterator[str]:
    """Those for which no example was found."""
    unknown = [outcome.mutant for outcome in outcomes if outcome.fate == "unknown"]
    if unknown:
        yield ""
        yield from wrap(style.pick(say("mutants.unknown.head")), style.width)
        for mutant in unknown:
            yield from wrap(style.pick(say("mutants.line", owner=mutant.owner or "–", what=mistake(mutant))), style.width, "  · ", "    ")
