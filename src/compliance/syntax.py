"""Walks over rule syntax trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.model import AnyOf, Branch, Condition, Pick, Point, Ref, Selector


def references(node: Any) -> Iterator[Ref]:
    """Every reference in a tree, those inside its selectors included."""
    if isinstance(node, Ref):
        yield node
    elif isinstance(node, Selector):
        yield from references(node.branches)
    elif isinstance(node, Branch):
        yield from references(node.lines)
    elif isinstance(node, tuple):
        for item in node:
            yield from references(item)


def roots(node: Any) -> frozenset[str]:
    """The roots of the references in a tree."""
    return frozenset(ref.root for ref in references(node))


def made_from_each(point: Point | Pick | None) -> bool:
    return "each" in roots(point)


def mentions(condition: Condition, name: str) -> bool:
    """Whether a condition reads the field `name` of the record."""
    if isinstance(condition, AnyOf):
        return any(mentions(line, name) for lines in condition.alternatives for line in lines)
    return condition.path[0] == name
