"""The conditions of a rule or a selector: each place in them where something could be missing or a little wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from compliance.model import AnyOf, Branch, Compare, Condition, Every, Holds, Not, Part, Rows, Run, Selector, Size, Test
from compliance.syntax import nodes

Words = tuple[str, ...]


class Spot(NamedTuple):
    """A node that can be left out or changed: which sort, what it is written as, and the path and test there."""

    sort: str
    node: Any
    source: str
    path: Words
    test: Any


def spots(tree: Any) -> Iterator[Spot]:
    for node in nodes(tree):
        if isinstance(node, Selector) and len(node.branches) > 1:
            for branch in node.branches:
                source = "; ".join(line.source for line in branch.lines) or " ".join(branch.kinds)
                yield Spot("branch", branch, source, (), branch)
        if isinstance(node, Branch):
            yield from _lines(node.lines, ())
        elif isinstance(node, Every):
            yield from _lines(node.must, ())
        elif isinstance(node, Holds):
            yield from _several(node.lines, ())
        elif isinstance(node, Part):
            yield from _lines(node.when, ())
        elif isinstance(node, Run):
            yield Spot("run", node, "run", (), node)
            yield from _several(node.lines, ())


def _lines(lines: Iterable[Condition], above: Words) -> Iterator[Spot]:
    for line in lines:
        if isinstance(line, AnyOf):
            yield Spot("line", line, line.source, above, line)
            yield from _alternatives(line, above)
        else:
            path = (str(line.of),) if line.of else above + line.path
            yield Spot("line", line, line.source, path, line.test)
            yield from _inside(line.test, path)


def _alternatives(line: AnyOf, above: Words) -> Iterator[Spot]:
    for lines in line.alternatives:
        if len(line.alternatives) > 1:
            yield Spot("alternative", lines, ", ".join(inner.source for inner in lines), above, lines)
        yield from _several(lines, above)


def _inside(test: Test, path: Words) -> Iterator[Spot]:
    if isinstance(test, Not):
        yield from _inside(test.test, path)
    elif isinstance(test, Rows):
        yield from _several(test.lines, path)
    elif isinstance(test, Size):
        for comparison in test.comparisons:
            yield Spot("value", comparison, comparison.op, path, test)
    elif isinstance(test, Compare):
        yield Spot("value", test, test.op, path, test)


def _several(lines: tuple[Condition, ...], path: Words) -> Iterator[Spot]:
    """Of several lines each may be missing; where there is but one, leaving it out says nothing that can be written."""
    for spot in _lines(lines, path):
        if len(lines) > 1 or not any(spot.node is line for line in lines):
            yield spot
