"""What would still meet an instance: future events, every way that counts; for a doubt, what is to be settled. Never: write a record."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.conditions import compile_condition
from compliance.declaring import declaring
from compliance.explain import of_lines
from compliance.measure import Judged
from compliance.model import Advice, Demand, Measure, Reason, Record, Text, Truth, Way
from compliance.syntax import is_itself
from compliance.truths import FALSE, MISSING, TRUE
from compliance.words import Words

AT_MOST = 5
"""So many doubtful records are named; the reasons say how many there are."""


def advice(judged: Judged, verdict: str, words: Words) -> tuple[Advice, ...]:
    """Events with their days; records to complete from their originals; the declaration that is lacking."""
    measured = judged.measure
    if measured.fault or not measured.applies or verdict in ("pass", "not_applicable", "attested"):
        return ()
    found = [_event(demand, measured, judged, words) for demand in measured.demands]
    if verdict in ("inconclusive", "fail", "at_risk", "pending") and measured.low < measured.high:
        unsure = (*measured.doubtful, *_incomplete(measured, judged, words))
        found += [_completion(record, "missing" in measured.doubts) for record in unsure[:AT_MOST]]
    trigger = doubtful_trigger(judged)
    if trigger is not None:
        found.insert(0, _completion(trigger, bool(judged.instance.doubt & MISSING)))
    found += _states(judged, words)
    if "undeclared" in measured.doubts:
        found += declaring(judged, words)
    return tuple(found)


def _states(judged: Judged, words: Words) -> Iterator[Advice]:
    """Of a state that is not so: what to change is how things are, or the roster that tells of them; no record mends it."""
    lines = tuple(dict(given.params)["found"] for given in _unmet_states(judged, words))
    if lines:
        told = tuple(line for line in lines if isinstance(line, Text))
        yield Advice("settle", Text("unit.yaml", "unit.yaml"), "roster", told, 1, None, None)


def _unmet_states(judged: Judged, words: Words) -> Iterator[Reason]:
    for measured in (judged.measure, *judged.measure.parts):
        if measured.low < Truth.SATISFIED_SO_FAR:
            for note in measured.notes:
                if note.code == "holds.not":
                    yield from of_lines(note, judged._replace(measure=measured), words)


def _incomplete(measured: Measure, judged: Judged, words: Words) -> Iterator[Record]:
    """Records that are in and do not say enough of what each must be."""
    for record, lines in measured.failing:
        space = words.space(record.kind)
        at = record, record.first, record.last, judged.instance.binding
        if all(compile_condition(words.facts, line, space)(*at) != FALSE for line in lines):
            yield record


def doubtful_trigger(judged: Judged) -> Record | None:
    """The record that called for the instance, where it is not certain that it did."""
    subject = judged.instance.binding.subject
    return subject.value if judged.instance.doubt != TRUE and subject is not None and subject.kind == "record" else None


def _event(demand: Demand, measured: Measure, judged: Judged, words: Words) -> Advice:
    day = demand.last or demand.first or words.facts.as_of
    ways = tuple(
        Way(kind, words.kind(kind), words.conditions(branch, kind, demand.must, day, demand.binding))
        for branch in demand.selector.branches
        for kind in branch.kinds
    )
    what, subject = _what(demand, measured, words), judged.instance.binding.subject
    safe = demand.safe or (measured.last_safe if len(measured.demands) == 1 else None)
    return Advice(
        "add",
        what,
        ways[0].kind,
        ways[0].conditions,
        demand.n,
        demand.first,
        demand.last,
        record=subject.key if subject is not None and is_itself(demand.selector) else "",
        demand=demand,
        ways=ways,
        safe=safe,
        counter=words.counter(demand.selector),
    )


def _what(demand: Demand, measured: Measure, words: Words) -> Text:
    """What is still to happen; of an amount how much of it is lacking, for one record may bring little of it."""
    what = words.selector(demand.selector)
    for each in (measured, *measured.parts):
        if each.unit and each.of and any(asked.selector is demand.selector for asked in each.asked) and each.need is not None:
            field = words.path(each.of, words.space(next(kind for branch in demand.selector.branches for kind in branch.kinds)))
            if each.unit == "different":
                named = words.quoted(each.lacking[:AT_MOST])
                names = Text(f"：{named.zh}", f": {named.en}") if each.lacking else Text("", "")
                return Text(f"{what.zh}（{field.zh}里要有新的{names.zh}）", f"{what.en} (with new {field.en}{names.en})")
            lacking = words.amount(max(0, each.need - (each.have or 0)), each.unit)
            if each.need > (each.have or 0):
                return Text(f"{what.zh}（{field.zh}合计还缺 {lacking.zh}）", f"{what.en} ({lacking.en} of {field.en} still missing)")
    return what


def _completion(record: Record, missing: bool) -> Advice:
    return Advice("set" if missing else "settle", Text(record.id, record.id), record.kind, (), 1, None, None, record.id)
