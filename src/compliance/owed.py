"""What a rule asks for without choice: the counts and the `every` under it that must all be met, each with its windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from compliance.alike import form
from compliance.facts import Facts
from compliance.model import (
    Combine,
    Condition,
    Count,
    Duration,
    Every,
    ForEach,
    Next,
    Obligation,
    Pack,
    Part,
    Spacing,
    Steps,
    Unless,
    Window,
    WindowSpec,
)
from compliance.mutate import number_of
from compliance.select import Selection
from compliance.syntax import nodes, references
from compliance.truths import Binding
from compliance.windows import Ruler, WindowFault

LOWER = {"at_least": 0, "exactly": 0, "more_than": 1}
UPPER = {"at_most": 0, "exactly": 0, "less_than": -1}
"""Bounds, and what makes them `at_least` and `at_most`."""
_NOBODY = Binding("group", "", None)


@dataclass(frozen=True, slots=True, eq=False)
class Owed:
    """A count, an `every` or steps; `least` and `most` as far as the numbers are known."""

    rule: Obligation
    route: str
    kind: Count | Every | Spacing | Steps
    for_each: ForEach | None
    spec: WindowSpec | None
    windows: tuple[Window, ...] | None
    """None: laid by a trigger, or by something that only the unit or its records know."""
    least: int | None = None
    most: int | None = None
    only: tuple[tuple[Condition, ...], ...] = ()
    """The `when` of every part above it."""
    but: tuple[Unless | None, ...] = ()
    """The `unless` of every part above it."""

    @property
    def who(self) -> object:
        """The same where it is asked of the same people about the same things."""
        rule = self.rule
        return rule.bearer, form(self.for_each), form(rule.tenure), rule.pro_rata, rule.effective, form(self.only), form(self.but)

    @property
    def when(self) -> object:
        return (form(self.spec), None) if self.windows is None else (None, [(window.first, window.last) for window in self.windows])

    @property
    def name(self) -> str:
        return f"{self.rule.id} {self.route}".rstrip()


class _Above(NamedTuple):
    for_each: ForEach | None
    spec: WindowSpec | None
    windows: tuple[Window, ...] | None
    route: str
    only: tuple[tuple[Condition, ...], ...] = ()
    but: tuple[Unless | None, ...] = ()


def owed(rule: Obligation, pack: Pack, facts: Facts) -> Iterator[Owed]:
    """Under the reading that holds by default. What stands under `any_of`, or beside an attestation, is not owed.

    Nor is what competes for its records, or a sum: neither follows from a number of records, nor a number from them.
    """
    if rule.exclusive:
        return
    part = rule.readings[rule.default_reading]
    yield from _part(part, rule, pack, _Above(None, None, (Window(*facts.span),), ""), facts)


def _part(part: Part, rule: Obligation, pack: Pack, above: _Above, facts: Facts) -> Iterator[Owed]:
    if isinstance(part.kind, Count) and part.kind.total:
        return
    here = above
    if part.for_each is not None:
        here = here._replace(for_each=part.for_each)
    if part.window is not None:
        here = here._replace(spec=part.window, windows=laid(part.window, facts))
    if part.when or part.unless is not None:
        here = here._replace(only=(*here.only, part.when), but=(*here.but, part.unless))
    kind = part.kind
    if isinstance(kind, Combine) and kind.mode == "all_of":
        for number, inner in enumerate(kind.parts, 1):
            yield from _part(inner, rule, pack, here._replace(route=f"{here.route}all_of.{number} "), facts)
    elif isinstance(kind, Count):
        least, most = limits(kind, pack)
        yield replace(_plain(kind, rule, here), least=least, most=most)
    elif isinstance(kind, (Every, Spacing, Steps)):
        yield _plain(kind, rule, here)


def leaves(part: Part) -> int:
    """How many requirements a part is made of; what offers a choice is one, and is not owed as it stands."""
    kind = part.kind
    return sum(map(leaves, kind.parts)) if isinstance(kind, Combine) and kind.mode == "all_of" else 1


def _plain(kind: Count | Every | Spacing | Steps, rule: Obligation, here: _Above) -> Owed:
    return Owed(rule, here.route.strip(), kind, here.for_each, here.spec, here.windows, only=here.only, but=here.but)


def limits(kind: Count, pack: Pack) -> tuple[int | None, int | None]:
    """The least and the most that a count allows; None: it has no such side, or its number is not known."""

    def side(offsets: Mapping[str, int]) -> list[int]:
        known = ((bound.op, number_of(bound.n, pack)) for bound in kind.bounds if bound.op in offsets)
        return [n + offsets[op] for op, n in known if n is not None]

    return max(side(LOWER), default=None), min(side(UPPER), default=None)


def laid(spec: WindowSpec, facts: Facts) -> tuple[Window, ...] | None:
    """The windows of a spec, where the pack alone says them."""
    movable = spec.last or spec.stop or spec.extend or spec.open or has_hours(spec) or spec.each in facts.pack.periods
    if spec.within or spec.ahead or movable:
        return None
    if any(ref.root not in ("param", "set") for ref in references(spec)) or any(isinstance(node, Next) for node in nodes(spec)):
        return None
    try:
        return tuple(window for window, _ in Ruler(Selection(facts), _NOBODY).lay(spec, Window(*facts.span)))
    except WindowFault:
        return None


def has_hours(spec: WindowSpec) -> bool:
    """Whether hours or minutes are added to its ends, so that its days do not say all of it."""
    return any(isinstance(node, Duration) and node.minutes for node in nodes(spec))


def days_in(window: Window) -> int | None:
    return (window.last - window.first).days + 1 if window.first and window.last else None
