"""What a whole, loadable pack may still get wrong: rules that cannot fail or pass, that say the same or the opposite, words nobody uses.

The loader has refused what is wrong in itself (`lint`); here rules are held against each other and against their examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, permutations
from pathlib import Path

from compliance import pack_files
from compliance.alike import clash, given_by
from compliance.errors import Location, Problem, ProblemSeverity, problem
from compliance.examples import example_problems
from compliance.facts import Facts
from compliance.lint import days_of
from compliance.model import (
    Among,
    Condition,
    Count,
    Duration,
    Every,
    Evidence,
    Line,
    Obligation,
    Pack,
    Ref,
    Selector,
    Steps,
    Text,
    Unit,
)
from compliance.owed import Owed, days_in, laid, leaves, owed
from compliance.quotes import hold
from compliance.relations import contradict, follows, room
from compliance.source import locate
from compliance.syntax import nodes, references

Where = Callable[..., Location]
"""`where(keys, of_key)`: the place of a key in pack.yaml."""


def places(folder: Path) -> Where:
    """Where things stand in a pack's pack.yaml."""
    data = pack_files.read(folder, [])[pack_files.HEAD]
    return partial(locate, data, f"{folder.absolute().name}/{pack_files.HEAD}")


def review(pack: Pack, where: Where) -> list[Problem]:
    """The loader's warnings and everything found here, by place; an error is what no rule can mean."""
    found = _Review(pack, where)
    told = (found.drafts(), found.examples(), found.rules(), found.selectors(), found.pairs(), found.unused(), found.quotations())
    loaded = (each for each in pack.problems if each.code != "rules.draft")
    return sorted({*loaded, *(each for part in told for each in part)})


@dataclass(frozen=True, slots=True)
class _Told:
    """Says something of a rule, at its place."""

    rule: Obligation

    def __call__(self, code: str, severity: ProblemSeverity, **params: object) -> Problem:
        return problem(self.rule.source.at, code, severity, rule=self.rule.id, **params)


class _Review:
    def __init__(self, pack: Pack, where: Where) -> None:
        self.pack, self.where = pack, where
        self.facts = Facts(pack, Evidence(Unit("", Text("", ""), ()), ()), pack.span.last)
        self.owed = [each for rule in pack.obligations for each in owed(rule, pack, self.facts)]

    # -------------------------------------------------- rules still to be written

    def drafts(self) -> Iterator[Problem]:
        """Each on its own, at its place: the list of what is left to do."""
        for rule in self.pack.obligations:
            if rule.draft:
                yield _Told(rule)("lint.draft", "error", quote=rule.source.quote)

    # -------------------------------------------------- examples

    def examples(self) -> Iterator[Problem]:
        """Those that give another verdict, selectors that match nothing in any of them, and readings that none of them chooses."""
        for found in example_problems(self.pack):
            unplaced = found.code == "rules.selector.unmatched"
            yield replace(found, at=self.where(("selectors", dict(found.params)["found"]), of_key=True)) if unplaced else found
        for rule in (rule for rule in self.pack.obligations if not rule.draft):
            chosen = {_reading(rule, example.raw["unit"]) for example in rule.examples}
            for name in rule.readings:
                if name not in chosen:
                    yield _Told(rule)("lint.reading.unshown", "warning", found=name)

    # -------------------------------------------------- rules that cannot fail or cannot pass

    def rules(self) -> Iterator[Problem]:
        for rule in self.pack.obligations:
            for kind in (node for part in rule.readings.values() for node in nodes(part)):
                if isinstance(kind, Every):
                    yield from self._every(kind, _Told(rule))
        for each in self.owed:
            yield from self._impossible(each, _Told(each.rule))
            yield from self._hasty(each, _Told(each.rule))

    def _every(self, kind: Every, told: _Told) -> Iterator[Problem]:
        given = [line for line in kind.must if given_by(line, kind.of)]
        if len(given) == len(kind.must):
            yield told("lint.never.fails", "error", line=_written(given))
        elif given:
            yield told("lint.must.given", "warning", line=_written(given))
        clashes = [clash(branch, self.pack.vocabulary, kind.must) for branch in kind.of.branches]
        if clashes and all(clashes):
            yield told("lint.never.passes.every", "error", line=_written(line for pair in clashes if pair for line in pair))

    def _impossible(self, each: Owed, told: _Told) -> Iterator[Problem]:
        windows = each.windows or ()
        if isinstance(each.kind, Steps):
            yield from self._disordered(each.kind, told)
        elif isinstance(each.kind, Count) and each.kind.distinct == ("date",) and each.least:
            short = min((length for window in windows if (length := days_in(window)) is not None), default=None)
            if short is not None and short < each.least:
                yield told("lint.never.passes.days", "error", least=each.least, days=short)
        elif isinstance(each.kind, Count) and each.most is not None and each.kind.among is not None:
            values = each.kind.among
            if each.least is None and not any(isinstance(value, Ref) for value in values) and each.most >= len(set(values)):
                yield told("lint.never.fails.among", "error", most=each.most, count=len(set(values)))

    def _disordered(self, kind: Steps, told: _Told) -> Iterator[Problem]:
        """A step whose time is over before that of an earlier one begins."""
        known = [(number, laid(step.window, self.facts)) for number, step in enumerate(kind.steps, 1) if step.window]
        for (earlier, before), (later, after) in combinations([(number, windows[0]) for number, windows in known if windows], 2):
            if before.first and after.last and after.last < before.first:
                yield told("lint.never.passes.steps", "error", first=earlier, second=later)

    def _hasty(self, each: Owed, told: _Told) -> Iterator[Problem]:
        """A deadline nearer than the warning before it."""
        if not (each.least or isinstance(each.kind, Steps)) or each.spec is None or each.spec.each:
            return
        within = each.spec.within
        value = self.pack.parameters[within.path[0]].value if isinstance(within, Ref) else within
        days = days_of(value) if isinstance(value, Duration) else days_in(each.windows[0]) if each.windows else None
        lead = days_of(each.rule.at_risk.lead)
        if days is not None and days < lead:
            yield told("lint.window.lead", "warning", days=days, lead=lead)

    # -------------------------------------------------- selectors

    def selectors(self) -> Iterator[Problem]:
        """Conditions that exclude each other."""
        for name, selector in self.pack.selectors.items():
            for found in self._clashes(selector):
                yield problem(self.where(("selectors", name), of_key=True), found.code, found.severity, found=name, **dict(found.params))
        for rule in self.pack.obligations:
            for node in nodes(tuple(rule.readings.values())):
                if isinstance(node, Selector) and not node.name:
                    for found in self._clashes(node):
                        yield _Told(rule)(found.code, found.severity, found=rule.id, **dict(found.params))

    def _clashes(self, selector: Selector) -> Iterator[Problem]:
        clashes = [clash(branch, self.pack.vocabulary) for branch in selector.branches]
        severity: ProblemSeverity = "error" if clashes and all(clashes) else "warning"
        code = "lint.selector.never" if severity == "error" else "lint.selector.branch"
        for pair in clashes:
            if pair is not None:
                yield problem(Location(""), code, severity, one=pair[0].source, other=pair[1].source)

    # -------------------------------------------------- rules held against each other

    def pairs(self) -> Iterator[Problem]:
        by_whom: dict[object, list[Owed]] = {}
        for each in self.owed:
            by_whom.setdefault(each.who, []).append(each)
        for group in by_whom.values():
            twins = {(a.name, b.name) for a, b in permutations(group, 2) if follows(a, b) and follows(b, a)}
            for one, other in combinations(group, 2):
                if (one.name, other.name) in twins:
                    yield _Told(other.rule)("lint.twice", "warning", one=one.name, other=other.name)
            for one, other in permutations(group, 2):
                if (one.name, other.name) not in twins and follows(other, one) and self._is_needless(one, other):
                    yield _Told(other.rule)("lint.follows", "warning", one=one.name, other=other.name)
                if contradict(one, other):
                    most = room(other, one)
                    yield _Told(one.rule)("lint.contradiction", "error", one=one.name, other=other.name, least=one.least, most=most)

    # -------------------------------------------------- quotations

    def quotations(self) -> Iterator[Problem]:
        """Those that the source text of the pack's own does not have where they should be."""
        if self.pack.text is not None:
            for each in hold(self.pack, self.pack.text).suspects:
                code = "rules.quote.moved" if each.elsewhere else "rules.quote.unknown"
                where = {"where": each.elsewhere} if each.elsewhere else {}
                yield problem(each.at, code, "error", found=each.quote, file=self.pack.text.path, **where)

    def _is_needless(self, one: Owed, other: Owed) -> bool:
        """Whether the other could be left out: a part of a rule beside the one that implies it, or all of a rule.

        A part that follows from another rule is not: each rule has a verdict of its own, and the other rule may fail.
        """
        if one.rule is other.rule:
            return True
        mine, its = ([each for each in self.owed if each.rule is rule] for rule in (one.rule, other.rule))
        whole = len(its) == leaves(other.rule.readings[other.rule.default_reading])
        return whole and all(any(each.who == implied.who and follows(implied, each) for each in mine) for implied in its)

    # -------------------------------------------------- words nobody uses

    def unused(self) -> Iterator[Problem]:
        """Roles; of parameters, sets, selectors and word lists the loader tells."""
        trees = (*(part for rule in self.pack.obligations for part in rule.readings.values()), *self.pack.selectors.values())
        used = {rule.bearer.role for rule in self.pack.obligations}
        for node in (node for tree in trees for node in nodes(tree)):
            used |= set(getattr(node, "roles", ()))
            if isinstance(node, Line) and node.path[-1:] == ("roles",) and isinstance(node.test, Among):
                used |= {value for value in node.test.values if isinstance(value, str)}
        used |= {ref.path[0] for ref in references(trees) if ref.root == "people"}
        for name in self.pack.roles:
            if name not in used:
                yield problem(self.where(("roles", name), of_key=True), "rules.unused", "warning", found=name)


def _reading(rule: Obligation, unit: Mapping[str, object]) -> object:
    chosen = unit.get("readings")
    return chosen.get(rule.id, rule.default_reading) if isinstance(chosen, Mapping) else rule.default_reading


def _written(lines: Iterable[Condition]) -> str:
    return "; ".join(dict.fromkeys(line.source for line in lines))
