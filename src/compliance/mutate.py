"""Mutants of a pack's rules: each a rule with one small mistake in it, that some example ought to notice.

Numbers a little too large or too small, at_least for at_most, windows a day longer or shorter at either end, another period,
a condition that is not there. A condition is changed wherever its selector is used. The order is that of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from compliance.model import (
    Attest,
    Bound,
    Branch,
    Choose,
    Combine,
    Compare,
    Count,
    Duration,
    Every,
    Kind,
    Obligation,
    Pack,
    Part,
    Reason,
    Ref,
    Selector,
    Size,
    Spacing,
    Span,
    Step,
    Steps,
    Value,
)
from compliance.shifts import Shift, lengths, of_span, of_window, written
from compliance.spots import Spot, Words, spots
from compliance.syntax import nodes
from compliance.variants import distances, near, runs, tenures

OPPOSITE = {"at_least": ("at_most",), "at_most": ("at_least",), "more_than": ("less_than",), "less_than": ("more_than",)}
OPPOSITES = {**OPPOSITE, "exactly": ("at_least", "at_most")}
SMALLEST = {"less_than": 1, "at_least": 1}
"""Below it a bound asks for what cannot be, or is met by anything: the loader refuses it. For the others that is below 0."""


class _Gone:
    """In the place of what is left out."""


GONE = _Gone()


class Mutant(NamedTuple):
    sort: str
    """span, window, bound, distance, spacing, unless, head, run, value, line, alternative or branch."""
    owner: str
    """The rule, or the selector whose text it stands in; empty: the pack, whose span it is."""
    route: str
    """Where in the rule, as keys: `all_of.1.in`; empty elsewhere."""
    what: Reason
    """The mistake, in words."""
    rules: Words
    """The rules that change, in the order of the pack."""
    swaps: tuple[tuple[Any, Any], ...]
    """What is changed, by the identity of the node, and into what; GONE: left out."""
    path: Words = ()
    """Of a line or a value: from the record to what it reads."""
    test: Any = None
    """What stands at that path: the line's test, or the lines of an alternative."""
    head: tuple[tuple[str, Any], ...] = ()
    """What is changed in the head of the rule: tenure, the days it is in force."""


def mutants(pack: Pack) -> list[Mutant]:
    return [*_of_span(pack), *(mutant for rule in pack.obligations for mutant in _Maker(pack, rule).all()), *_of_conditions(pack)]


def mutated(rule: Obligation, mutant: Mutant) -> Obligation:
    """The rule with the mistake in it."""
    swap = _Swap(mutant.swaps)
    return replace(rule, readings=MappingProxyType({name: swap.tree(part) for name, part in rule.readings.items()}), **dict(mutant.head))


class _Swap:
    """Rebuilds a tree with nodes changed. What is shared in it stays shared, and what has not changed stays the same object."""

    def __init__(self, swaps: tuple[tuple[Any, Any], ...]) -> None:
        self._made: dict[int, Any] = {id(old): new for old, new in swaps}

    def tree(self, node: Any) -> Any:
        if not isinstance(node, (tuple, Selector, Branch)):
            return node
        if id(node) not in self._made:
            self._made[id(node)] = self._rebuilt(node)
        return self._made[id(node)]

    def _rebuilt(self, node: Any) -> Any:
        if isinstance(node, Selector):
            branches, choice = self.tree(node.branches), self.tree(node.choice)
            same = branches is node.branches and choice is node.choice
            return node if same else replace(node, branches=branches, choice=choice)
        if isinstance(node, Branch):
            lines, run = self.tree(node.lines), self.tree(node.run)
            return node if lines is node.lines and run is node.run else replace(node, lines=lines, run=run)
        inner = [self.tree(item) for item in node]
        if all(one is other for one, other in zip(inner, node, strict=True)):
            return node
        return node._make(inner) if hasattr(node, "_make") else tuple(item for item in inner if item is not GONE)


# ---------------------------------------------------------------- the span: what every rule without a window shares


def _of_span(pack: Pack) -> Iterator[Mutant]:
    """Its ends, once for all these rules: the list's year is written in one place."""
    spanned = [(rule.id, part) for rule in pack.obligations for part in rule.readings.values() if _in_span(part)]
    rules = tuple(dict.fromkeys(name for name, _ in spanned))
    for shift in of_span(pack) if spanned else ():
        if shift.end:
            yield Mutant("span", "", "", shift.what, rules, tuple((part, part._replace(window=shift.spec)) for _, part in spanned))


def _in_span(part: Part) -> bool:
    return part.window is None and _inherits(part)


# ---------------------------------------------------------------- bounds, windows, distances: what stands in the rule itself


class _Maker:
    def __init__(self, pack: Pack, rule: Obligation) -> None:
        self.pack, self.rule = pack, rule

    def all(self) -> Iterator[Mutant]:
        for name, part in self.rule.readings.items():
            route = f"readings.{name}." if name else ""
            for shift in of_span(self.pack) if _in_span(part) else ():
                if not shift.end:
                    yield self._of_window(part, part._replace(window=shift.spec), f"{route}in", shift)
            yield from self._part(part, route)
        yield from self._head()

    def _head(self) -> Iterator[Mutant]:
        """Tenure where the rule states it, the days it is in force, and whether its records may serve other rules."""
        rule = self.rule
        for tests, told in tenures(rule.tenure) if rule.tenure_stated else ():
            yield self._of_head("tenure", told, (("tenure", tests),))
        if rule.pro_rata:
            yield self._of_head("scale", ("pro_rata", "–"), (("pro_rata", False),))
        for span, told in _spans_near(rule.effective) if rule.effective else ():
            yield self._of_head("effective", told, (("effective", span),))
        if rule.exclusive:
            yield self._of_head("exclusive", (rule.exclusive, "–"), (("exclusive", ""),))

    def _of_head(self, key: str, told: tuple[str, str], head: tuple[tuple[str, Any], ...]) -> Mutant:
        return Mutant("head", self.rule.id, "", _changed(key, *told), (self.rule.id,), (), head=head)

    def _mutant(self, sort: str, route: str, what: Reason, old: object, new: object) -> Mutant:
        return Mutant(sort, self.rule.id, route.rstrip("."), what, (self.rule.id,), ((old, new),))

    def _of_window(self, old: object, new: object, route: str, shift: Shift) -> Mutant:
        return self._mutant("window", route, shift.what, old, new)

    def _part(self, part: Part, route: str) -> Iterator[Mutant]:
        if part.window is not None:
            for shift in of_window(part.window, self.pack):
                yield self._of_window(part.window, shift.spec, f"{route}in", shift)
        if part.unless is not None:
            yield self._mutant("unless", route, Reason("mutant.without.unless"), part, part._replace(unless=None))
            for shift in of_window(part.unless.window, self.pack) if part.unless.window is not None else ():
                yield self._of_window(part.unless.window, shift.spec, f"{route}unless.in", shift)
        yield from self._kind(part.kind, route)

    def _kind(self, kind: Kind, route: str) -> Iterator[Mutant]:
        if isinstance(kind, Count):
            yield from self._count(kind, route)
        elif isinstance(kind, Every):
            for ratio, told in near(kind.at_least, self.pack) if kind.at_least < 1 else ():
                yield self._mutant("bound", f"{route}every", _changed("at_least", *told), kind, kind._replace(at_least=ratio))
        elif isinstance(kind, Spacing):
            for other, key, told in distances(kind, self.pack):
                yield self._mutant("spacing", f"{route}spacing", _changed(key, *told), kind, other)
        elif isinstance(kind, Steps):
            for number, step in enumerate(kind.steps):
                yield from self._step(step, f"{route}steps.{number + 1}")
        elif isinstance(kind, Combine):
            for number, part in enumerate(kind.parts):
                yield from self._part(part, f"{route}{kind.mode}.{number + 1}.")
        elif isinstance(kind, Attest):
            yield from self._attest(kind, route)

    def _count(self, kind: Count, route: str) -> Iterator[Mutant]:
        for bound in kind.bounds:
            yield from self._bound(bound, f"{route}count", alone=len(kind.bounds) == 1)
        if kind.total and not any(isinstance(bound.n, Duration) for bound in kind.bounds):
            what = _changed("sum", ".".join(kind.total), "–")
            yield self._mutant("bound", f"{route}count", what, kind, kind._replace(total=()))

    def _attest(self, kind: Attest, route: str) -> Iterator[Mutant]:
        for files in (kind.files + 1, kind.files - 1):
            if files >= 0:
                what = _changed("files", kind.files, files)
                made = self._mutant("value", f"{route}attest", what, kind, kind._replace(files=files))
                yield made._replace(path=("files",), test=Size((Compare("at_least", kind.files),)))
        if kind.proxy is not None:
            yield from self._part(kind.proxy, f"{route}attest.proxy.")

    def _bound(self, bound: Bound, route: str, *, alone: bool) -> Iterator[Mutant]:
        n = number_of(bound.n, self.pack)
        for other in () if n is None else (n + 1, n - 1):
            if other >= SMALLEST.get(bound.op, 0):
                yield self._mutant("bound", route, _changed(bound.op, n, other), bound, bound._replace(n=other))
        for changed, told in near(bound.n, self.pack) if n is None else ():
            if (least := worth(changed)) is None or least >= SMALLEST.get(bound.op, 0):
                yield self._mutant("bound", route, _changed(bound.op, *told), bound, bound._replace(n=changed))
        for op in OPPOSITES.get(bound.op, ()) if alone else ():
            yield self._mutant("bound", route, _swapped(bound.op, op, bound.n), bound, bound._replace(op=op))

    def _step(self, step: Step, route: str) -> Iterator[Mutant]:
        if step.window is not None:
            for shift in of_window(step.window, self.pack):
                yield self._of_window(step.window, shift.spec, f"{route}.in", shift)
        for after, shown in lengths(step.after, self.pack):
            yield self._mutant("distance", route, _changed("after", *shown), step, step._replace(after=after))
        for within, shown in lengths(step.within, self.pack):
            yield self._mutant("distance", route, _changed("within", *shown), step, step._replace(within=within))


def _spans_near(span: Span) -> Iterator[tuple[Span, tuple[str, str]]]:
    """Either end a day later or earlier, unless it is open."""
    for number, day in enumerate(span):
        for step in (1, -1) if date.min < day < date.max else ():
            other = day + timedelta(days=step)
            yield (Span(span.first, other) if number else Span(other, span.last)), (str(day), str(other))


def worth(n: Value) -> Any:
    """The least that a changed bound comes to, as far as that is known: the loader refuses one that asks for nothing."""
    if isinstance(n, Choose):
        return min((option for option in (*(o for _, o in n.options), n.otherwise) if isinstance(option, (int, Fraction))), default=None)
    return n if isinstance(n, (int, Fraction)) else None


def _inherits(part: Part) -> bool:
    """Whether anything is measured in the window that the part itself has."""
    kind = part.kind
    if isinstance(kind, Combine):
        return any(inner.window is None and _inherits(inner) for inner in kind.parts)
    return not isinstance(kind, Steps) or any(step.window is None for step in kind.steps)


def number_of(n: Value, pack: Pack) -> int | None:
    """A whole number that is written out, or that a parameter of the pack holds."""
    if isinstance(n, Ref):
        n = pack.parameters[n.path[0]].value if n.root == "param" else None
    return n if isinstance(n, int) and not isinstance(n, bool) else None


def _changed(key: object, old: object, new: object) -> Reason:
    return Reason("mutant.changed", (("key", str(key)), ("old", str(old)), ("new", str(new))))


def _swapped(old: str, new: str, n: object) -> Reason:
    number = n if isinstance(n, (int, Ref)) else written(n) if isinstance(n, Duration) else "…"
    return Reason("mutant.changed", (("key", ""), ("old", f"{old} {number}"), ("new", f"{new} {number}")))


# ---------------------------------------------------------------- conditions: what stands in selectors and in `must`


def _of_conditions(pack: Pack) -> Iterator[Mutant]:
    users = _users(pack)
    homes = _homes(pack)
    seen: set[int] = set()
    for rule in pack.obligations:
        for spot in spots(tuple(rule.readings.values())):
            if id(spot.node) in seen:
                continue
            seen.add(id(spot.node))
            owner = homes.get(id(spot.node), rule.id)
            rules = users[id(spot.node)]
            for what, new in _mistakes(spot, pack):
                yield Mutant(spot.sort, owner, "", what, rules, ((spot.node, new),), spot.path, spot.test)


def _users(pack: Pack) -> Mapping[int, Words]:
    """The rules that a node is used in."""
    users: dict[int, dict[str, None]] = {}
    for rule in pack.obligations:
        for node in nodes(tuple(rule.readings.values())):
            users.setdefault(id(node), {})[rule.id] = None
    return {node: tuple(rules) for node, rules in users.items()}


def _homes(pack: Pack) -> Mapping[int, str]:
    """The named selector that a condition is written in: of those that have it, the one with the fewest."""
    homes: dict[int, str] = {}
    sizes = {name: sum(1 for _ in spots(selector)) for name, selector in pack.selectors.items()}
    for name in sorted(sizes, key=lambda name: sizes[name]):
        for spot in spots(pack.selectors[name]):
            homes.setdefault(id(spot.node), name)
    return homes


def _mistakes(spot: Spot, pack: Pack) -> Iterator[tuple[Reason, Any]]:
    if spot.sort == "run":
        for run, key, told in runs(spot.node):
            yield _changed(f"run {key}", *told), run
        return
    if spot.sort != "value":
        yield Reason(f"mutant.without.{spot.sort}", (("source", spot.source),)), GONE
        return
    field = ".".join(spot.path)
    for value, shown in near(spot.node.value, pack):
        yield _changed(f"{field} {spot.node.op}", *shown), spot.node._replace(value=value)
    for op in OPPOSITE.get(spot.node.op, ()):
        yield _changed(field, spot.node.op, op), spot.node._replace(op=op)
