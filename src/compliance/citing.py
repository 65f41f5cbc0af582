"""Which records a verdict rests on besides those it counts: those its conditions read through a reference.

Such as the meeting that adopted a plan: without it the plan proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.conditions import compile_condition
from compliance.facts import Facts
from compliance.measure import Judged
from compliance.model import AnyOf, Asked, Condition, Every, Line, Measure, Not, Obligation, Record, Rows, Test, Value
from compliance.syntax import nodes, references
from compliance.truths import FALSE, Binding
from compliance.vocabulary import Space, record_space

Path = tuple[str, ...]


def refers(rule: Obligation) -> bool:
    """Whether any condition reads beyond the record's own fields: few do, and the others need not be followed."""
    trees = list(rule.readings.values())
    far = (ref for tree in trees for ref in references(tree) if ref.root in ("record", "each"))
    return any(len(ref.path) > 1 for ref in far) or any(
        isinstance(node, Line) and len(node.path) > 1 for tree in trees for node in nodes(tree)
    )


def reached(judged: Judged, mended_by: tuple[Record, ...], facts: Facts) -> tuple[Record, ...]:
    """By day and id, without those that count themselves. Of alternatives only those that the record does not fail are followed."""
    part = judged.rule.readings[judged.reading]
    musts = [line for node in nodes(part) if isinstance(node, Every) for line in node.must]
    own = {record.id: record for record in (*judged.measure.counted, *mended_by)}
    found: dict[str, Record] = {}
    for asked in _everywhere(judged.measure):
        for branch in asked.selector.branches:
            for record in own.values():
                if record.kind in branch.kinds:
                    for line in (*branch.lines, *musts):
                        _of_line(line, record, asked.binding, facts, found)
    return tuple(sorted((record for name, record in found.items() if name not in own), key=lambda record: (record.first, record.id)))


def _everywhere(measured: Measure) -> Iterator[Asked]:
    yield from measured.asked
    for part in measured.parts:
        yield from _everywhere(part)


def _of_line(line: Condition, record: Record, binding: Binding, facts: Facts, found: dict[str, Record]) -> None:
    space = record_space(facts.pack.vocabulary, record.kind)
    if isinstance(line, AnyOf):
        for lines in line.alternatives:
            if all(_holds(inner, record, space, binding, facts) for inner in lines):
                for inner in lines:
                    _of_line(inner, record, binding, facts, found)
        return
    for path in _paths(line):
        _follow(record.fields, space, path, facts, found)
    for ref in references(line):
        if ref.root == "record":
            _follow(record.fields, space, ref.path, facts, found)
        elif ref.root == "each" and binding.subject is not None and binding.subject.kind == "record":
            subject: Record = binding.subject.value
            _follow(subject.fields, record_space(facts.pack.vocabulary, subject.kind), ref.path, facts, found)


def _holds(line: Condition, record: Record, space: Space, binding: Binding, facts: Facts) -> bool:
    """A line about a field that this kind of record does not have holds for nothing."""
    if isinstance(line, Line) and line.path[0] not in space:
        return False
    return compile_condition(facts, line, space)(record, record.first, record.last, binding) != FALSE


def _paths(line: Condition) -> Iterator[Path]:
    """The paths from the record's own fields, those inside its rows included."""
    if isinstance(line, AnyOf):
        for lines in line.alternatives:
            for inner in lines:
                yield from _paths(inner)
        return
    yield line.path
    test: Test = line.test
    while isinstance(test, Not):
        test = test.test
    if isinstance(test, Rows):
        for inner in test.lines:
            yield from (line.path + path for path in _paths(inner))


def _follow(fields: Mapping[str, Value], space: Space, path: Path, facts: Facts, found: dict[str, Record]) -> None:
    kind, value = space.get(path[0]) if path else None, fields.get(path[0]) if path else None
    rest = path[1:]
    if kind is None or value is None or not rest:
        return
    for item in value if type(value) is tuple else (value,):
        if kind.base == "row" and isinstance(item, Mapping):
            _follow(item, kind.fields, rest, facts, found)
        elif kind.base == "ref" and isinstance(item, str) and item in facts.by_id:
            other = facts.by_id[item]
            found[other.id] = other
            _follow(other.fields, record_space(facts.pack.vocabulary, other.kind), rest, facts, found)
