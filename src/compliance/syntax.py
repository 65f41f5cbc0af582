"""Walks over rule syntax trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.model import Among, AnyOf, Branch, Condition, InForce, Line, Ref, Selector, When


def nodes(tree: Any) -> Iterator[Any]:
    """Every node of a tree, those inside its selectors included."""
    yield tree
    inner = _inner(tree)
    for node in inner if isinstance(inner, tuple) and not isinstance(tree, Ref) else ():
        yield from nodes(node)


def references(tree: Any) -> list[Ref]:
    """Every reference in a tree, those inside its selectors included. Not by `nodes`: every line of every rule is asked, often."""
    found: list[Ref] = []
    _collect(tree, found)
    return found


def _collect(tree: Any, found: list[Ref]) -> None:
    if isinstance(tree, Ref):
        found.append(tree)
        return
    if isinstance(tree, InForce):
        found.append(Ref("period", ("end",)))  # `start` and `end` of a point are those of the period
    inner = _inner(tree)
    for node in inner if isinstance(inner, tuple) else ():
        if isinstance(node, (tuple, Selector, Branch)):
            _collect(node, found)


def _inner(tree: Any) -> Any:
    if isinstance(tree, Selector):
        return (tree.branches, tree.choice)
    return (tree.lines, tree.run) if isinstance(tree, Branch) else tree


def roots(node: Any) -> frozenset[str]:
    """The roots of the references in a tree."""
    return frozenset(ref.root for ref in references(node))


def made_from_each(point: When | None) -> bool:
    return "each" in roots(point)


def mentions(condition: Condition, name: str) -> bool:
    """Whether a condition reads the field `name` of the record."""
    if isinstance(condition, AnyOf):
        return any(mentions(line, name) for lines in condition.alternatives for line in lines)
    return condition.path[:1] == (name,)


def is_itself(selector: Selector) -> bool:
    """Whether the record that is asked for is the one that called for it: a finding that is to be closed."""
    lines = [line for branch in selector.branches for line in branch.lines if isinstance(line, Line)]
    return any(line.path == ("id",) and isinstance(line.test, Among) and Ref("each", ("id",)) in line.test.values for line in lines)
