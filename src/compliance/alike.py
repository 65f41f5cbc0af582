"""Rule trees compared: which say the same, which selector is the narrower, which conditions exclude each other."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from compliance.model import Among, AnyOf, Branch, Compare, Condition, Exists, Line, Not, Rows, Selector, Size, Test, Vocabulary
from compliance.syntax import references
from compliance.vocabulary import record_space

_ORDERED = (int, Fraction, date)


def form(node: Any) -> Hashable:
    """The same for what says the same: the order of conditions, alternatives and kinds, and how a line is written, are left out."""
    if isinstance(node, Selector):
        branches = frozenset(map(form, node.branches))
        return branches if node.choice is None else ("choice", branches, form(node.choice))
    if isinstance(node, Branch):
        return "branch", frozenset(node.kinds), frozenset(map(form, node.lines)), node.at, form(node.run)
    if isinstance(node, Line):
        return "line", node.of, node.path, form(node.test)
    if isinstance(node, AnyOf):
        return "any_of", frozenset(frozenset(map(form, lines)) for lines in node.alternatives)
    if isinstance(node, Rows):
        return node.quantifier, frozenset(map(form, node.lines))
    if isinstance(node, Among):
        return "among", frozenset(map(form, node.values))
    if isinstance(node, tuple):
        return type(node).__name__, *map(form, node)
    return node if isinstance(node, Hashable) else repr(node)


def narrower(one: Selector, other: Selector) -> bool:
    """Whether every record of the one is one of the other, as far as their lines show: it has the other's lines, and maybe more.

    Of a run only some records are taken, and of a choice only one selector's: nothing is narrower than they but themselves.
    """
    if other.choice is not None:
        return form(one) == form(other)
    return bool(one.branches) and all(any(_narrower(mine, its) for its in other.branches) for mine in one.branches)


def _narrower(one: Branch, other: Branch) -> bool:
    if other.run is not None:
        return form(one) == form(other)  # a narrower one leaves out records that would break the run
    mine, its = frozenset(map(form, one.lines)), frozenset(map(form, other.lines))
    return one.at == other.at and set(one.kinds) <= set(other.kinds) and its <= mine


# ---------------------------------------------------------------- conditions that exclude each other


def clash(branch: Branch, vocabulary: Vocabulary, more: tuple[Condition, ...] = ()) -> tuple[Line, Line] | None:
    """Two lines of a branch that no record can meet both; with `more`, one of them is one of those."""
    pairs = ((one, other) for one in branch.lines for other in more) if more else combinations(branch.lines, 2)
    for one, other in pairs:
        if isinstance(one, Line) and isinstance(other, Line) and (one.of, one.path) == (other.of, other.path):
            single = len(one.path) == 1 and all(not record_space(vocabulary, kind)[one.path[0]].many for kind in branch.kinds)
            if _exclude(one.test, other.test, single=single) or _exclude(other.test, one.test, single=single):
                return one, other
    return None


def impossible(lines: tuple[Condition, ...], vocabulary: Vocabulary) -> tuple[Line, Line] | None:
    """Two lines of `when` or `holds` that can never both be so."""
    for one, other in combinations(lines, 2):
        if isinstance(one, Line) and isinstance(other, Line) and one.of is not None and one.of == other.of:
            field = vocabulary.unit.get(one.of.path[0]) if one.of.root == "unit" else None
            single = one.of.root == "period" or (field is not None and not field.many)
            tests = (one.test, other.test)
            if _exclude(*tests, single=single) or _exclude(*tests[::-1], single=single) or _sizes(*tests):
                return one, other
    return None


def _sizes(one: Test, other: Test) -> bool:
    """Whether one thing cannot have both of two sizes."""
    if not isinstance(one, Size) or not isinstance(other, Size) or form(one.among) != form(other.among):
        return False
    pairs = ((a, b) for a in one.comparisons for b in other.comparisons)
    return any(_apart(a, b) or _apart(b, a) for a, b in pairs)


def _exclude(one: Test, other: Test, *, single: bool) -> bool:
    """`single`: the field has one value at most, so that two different ones exclude each other."""
    if isinstance(one, Exists) and not one.wanted:
        return isinstance(other, (Among, Compare)) or other == Exists(True)
    if any(references((one, other))):
        return False
    if isinstance(one, Among) and isinstance(other, Not) and isinstance(other.test, Among):
        return single and set(one.values) <= set(other.test.values)
    if isinstance(one, Among) and isinstance(other, Among):
        return single and not set(one.values) & set(other.values)
    return single and isinstance(one, Compare) and isinstance(other, Compare) and _apart(one, other)


def _apart(low: Compare, high: Compare) -> bool:
    """A lower bound above an upper one."""
    if low.op not in ("at_least", "more_than", "equals") or high.op not in ("at_most", "less_than", "equals"):
        return False
    one, other = low.value, high.value
    if not isinstance(one, _ORDERED) or not isinstance(other, _ORDERED) or isinstance(one, date) != isinstance(other, date):
        return False
    strict = low.op == "more_than" or high.op == "less_than"
    return bool(one > other or (strict and one == other))  # type: ignore[operator]  # both dates, or both numbers


def given_by(line: Condition, selector: Selector) -> bool:
    """Whether every record of the selector meets the line already, for it is one of its own."""
    return bool(selector.branches) and all(form(line) in map(form, branch.lines) for branch in selector.branches)
