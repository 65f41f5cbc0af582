"""Parts of obligations from their documents: who, the second quantifier, and what (language §1, §7, §9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from compliance.grammar import conditions, states
from compliance.misshapen import wanted
from compliance.model import (
    Attest,
    Bearer,
    Bound,
    Calc,
    Combine,
    Count,
    Duration,
    Every,
    ForEach,
    Holds,
    Kind,
    Number,
    Part,
    Ref,
    Role,
    Selector,
    Spacing,
    Step,
    Steps,
    Unless,
)
from compliance.quantities import folded, number
from compliance.references import PERSON, each_of, is_of, operands, path_types, reference
from compliance.scope import Each, Scope
from compliance.selectors import NOTHING, SelectorTable
from compliance.shapes import (
    KINDS,
    AttestDoc,
    BearerDoc,
    CountDoc,
    EveryDoc,
    ForEachDoc,
    PartDoc,
    SelectorDoc,
    SpacingDoc,
    StepDoc,
    UnlessDoc,
    closest,
)
from compliance.timing import length, parsed, window
from compliance.values import is_reference, parse_ratio, parse_span_of_time, shown

BOUNDS = ("at_least", "at_most", "exactly", "more_than", "less_than")
NO_FOR_EACH = Each()


@dataclass(frozen=True, slots=True)
class Builder:
    """Compiles the parts of one pack."""

    selectors: SelectorTable
    roles: Mapping[str, Role]

    # -------------------------------------------------- who

    def bearer(self, form: str | BearerDoc, scope: Scope) -> Bearer:
        if isinstance(form, str):
            self.role(form, scope)
            return Bearer("post" if form in self.roles and self.roles[form].one_holder else "each", form)
        given = [(mode, name) for mode, name in (("each", form.each), ("post", form.post), ("group", form.group)) if name]
        if len(given) != 1:
            scope.say("rules.bearer.form")
            return Bearer("group", "")
        mode, name = given[0]
        self.role(name, scope.under(mode))
        return Bearer(mode, name)  # type: ignore[arg-type]  # one of the three modes just listed

    def role(self, name: str, scope: Scope) -> str:
        if name not in self.roles:
            scope.say("rules.role.unknown", found=name, hint=closest(name, self.roles))
        return name

    def for_each(self, doc: ForEachDoc, scope: Scope) -> ForEach | None:
        given = [key for key in ("role", "pair", "item", "record") if getattr(doc, key) is not None]
        if len(given) != 1 or ((doc.year_of or doc.list_ or doc.distinct) and given != ["record"]) or (doc.list_ and doc.distinct):
            scope.say("rules.for_each.form")
            return None
        if doc.record is not None:
            return self._records(doc, doc.record, scope)
        if doc.item is not None:
            return self._items(doc.item, scope.under("item"))
        key, names = ("role", doc.role) if doc.role is not None else ("pair", doc.pair)
        listed = [names] if isinstance(names, str) else names or []
        roles = tuple(self.role(name, scope.under(key)) for name in listed)
        if not roles or (key == "pair" and len(roles) > 2):
            scope.say("rules.for_each.form")
        return ForEach("role" if key == "role" else "pair", roles)

    def _records(self, doc: ForEachDoc, form: str | SelectorDoc, scope: Scope) -> ForEach:
        selector = self.selectors.get(form, scope.under("record"))
        inner = replace(scope, kinds=_kinds(selector))
        paths: dict[str, tuple[str, ...]] = {}
        for key, text in (("list", doc.list_), ("distinct", doc.distinct)):
            paths[key] = tuple(text.split(".")) if text else ()
            types = path_types(paths[key], inner.under(key), inner.spaces()) if text else ()
            if any(field.base == "row" for field in types) and key == "distinct":
                inner.under(key).say("rules.rows.compared", found=text)
        if doc.year_of and doc.distinct:
            scope.under("year_of").say("rules.due.distinct", of_key=True)
        return ForEach("record", selector=selector, due_in_span=bool(doc.year_of), rows=paths["list"], distinct=paths["distinct"])

    def _items(self, raw: object, scope: Scope) -> ForEach:
        if raw == []:
            scope.say("rules.list.nothing")
        items = operands(raw, scope, (), ("set", "bearer", "unit", "param"))
        for item in items:
            if item == Ref("bearer"):
                scope.say("rules.reference.incomplete", found=item)
        return ForEach("item", items=items)

    # -------------------------------------------------- what

    def part(self, doc: PartDoc, scope: Scope, outer: Each = NO_FOR_EACH, attest: bool = False) -> Part | None:
        """`outer`: what `$each` is outside this part; `attest`: this is the obligation's own part, where alone attest may stand."""
        given = [key for key in KINDS if getattr(doc, key) is not None]
        if len(given) != 1:
            scope.say("rules.kind.none" if not given else "rules.kind.several", found=" ".join(given), choices=" ".join(KINDS))
        for_each = self.for_each(doc.for_each, replace(scope, each=outer).under("for_each")) if doc.for_each else None
        scope = replace(scope, each=outer if doc.for_each is None else each_of(for_each, scope) if for_each else None)
        within = window(doc.in_, scope.under("in")) if doc.in_ is not None else None
        if for_each and for_each.due_in_span and within is None:
            scope.under("for_each").say("rules.due.window")
        if "attest" in given and not attest:
            scope.under("attest").say("rules.attest.part", of_key=True)
            return None
        when = states(doc.when, scope.under("when")) if doc.when is not None else ()
        unless = self._unless(doc.unless, scope.under("unless")) if doc.unless is not None else None
        kinds = [self._kind(name, doc, scope.under(name)) for name in given]
        return Part(kinds[0], for_each, within, when, unless) if len(kinds) == 1 else None

    def _unless(self, form: str | UnlessDoc, scope: Scope) -> Unless:
        if isinstance(form, str):
            return Unless(self.selectors.get(form, scope))
        if not form.given & {"of", "in_"}:
            return Unless(self.selectors.get(form, scope))
        if form.of is None or not form.given <= {"of", "in_"}:
            scope.say("rules.unless.form")
            return Unless(NOTHING)
        within = window(form.in_, scope.under("in")) if form.in_ is not None else None
        if within is not None and within.each:
            scope.under("in").say("rules.unless.each")
        return Unless(self.selectors.get(form.of, scope.under("of")), within)

    def _kind(self, name: str, doc: PartDoc, scope: Scope) -> Kind:
        if name == "count" and doc.count:
            return self._count(doc.count, scope)
        if name == "every" and doc.every:
            return self._every(doc.every, scope)
        if name == "attest" and doc.attest:
            return self._attest(doc.attest, scope)
        if name == "spacing" and doc.spacing:
            return self._spacing(doc.spacing, scope)
        if name == "holds":
            return Holds(states(doc.holds, scope))
        if name == "steps":
            steps = doc.steps or []
            if len(steps) < 2:
                scope.say("rules.steps.few")
            return Steps(tuple(self._step(step, number, scope.under(number)) for number, step in enumerate(steps)))
        mode: Literal["all_of", "any_of"] = "all_of" if name == "all_of" else "any_of"
        parts = getattr(doc, mode)
        if len(parts) < 2:
            scope.say("rules.parts.few", found=name)
        built = tuple(self.part(part, scope.under(number), scope.each or NO_FOR_EACH) for number, part in enumerate(parts))
        return Combine(mode, tuple(part for part in built if part is not None))

    def _attest(self, doc: AttestDoc, scope: Scope) -> Attest:
        proxy = self.part(doc.proxy, scope.under("proxy"), scope.each or NO_FOR_EACH) if doc.proxy else None
        by = (Ref("bearer"),) if doc.by is None else operands(doc.by, scope.under("by"), (PERSON,), ("bearer", "people", "each"))
        if not by:
            scope.under("by").say("rules.list.nothing")
        if doc.files < 0:
            scope.under("files").say("rules.value.type", found=doc.files, wanted=wanted("whole"))
        return Attest(by, doc.files, proxy)

    def _every(self, doc: EveryDoc, scope: Scope) -> Every:
        of = self.selectors.get(doc.of, scope.under("of"))
        inner = replace(scope.under("must"), kinds=_kinds(of))
        if not doc.must:
            inner.say("rules.list.nothing")
        at = scope.under("at_least")
        ratio = Fraction(1) if doc.at_least is None else parsed(parse_ratio, doc.at_least, at)
        if ratio is not None and not 0 < ratio <= 1:
            at.say("rules.ratio.range", found=shown(doc.at_least))
        return Every(of, conditions(doc.must, inner, inner.spaces()), ratio or Fraction(1))

    def _spacing(self, doc: SpacingDoc, scope: Scope) -> Spacing:
        of = self.selectors.get(doc.of, scope.under("of"))
        most, least = (length(raw, scope.under(key)) for key, raw in (("at_most", doc.at_most), ("at_least", doc.at_least)))
        if doc.at_most is None and doc.at_least is None:
            scope.say("rules.bound.missing", choices="at_least at_most")
        if isinstance(most, Duration) and isinstance(least, Duration) and _longer(least, most):
            scope.under("at_least").say("rules.spacing.order", low=doc.at_least, high=doc.at_most)
        for key, found in (("at_most", most), ("at_least", least)):
            if isinstance(found, Duration) and not any(found):
                scope.under(key).say("rules.bound.trivial", found=getattr(doc, key))
            if isinstance(found, Duration) and found.minutes and any(branch.at for branch in of.branches):
                scope.under(key).say("rules.point.hours", found=" ".join(dict.fromkeys(branch.at for branch in of.branches)))
        return Spacing(of, most, least, doc.edges, "edges" in doc.given)

    def _count(self, doc: CountDoc, scope: Scope) -> Count:
        of = self.selectors.get(doc.of, scope.under("of"))
        inner = replace(scope, kinds=_kinds(of))
        total = tuple(doc.sum.split(".")) if doc.sum else ()
        lengths = False
        if total:
            lengths = self._sum(doc, total, inner)
        distinct = tuple(doc.distinct.split(".")) if doc.distinct else ()
        types = path_types(distinct, inner.under("distinct"), inner.spaces()) if distinct else ()
        if any(each.base == "row" for each in types):
            scope.under("distinct").say("rules.rows.compared", found=doc.distinct)
        among = None
        if doc.among is not None:
            if not distinct:
                scope.under("among").say("rules.among.alone", of_key=True)
            among = operands(doc.among, scope.under("among"), types, ("people", "set", "bearer", "each", "unit", "param"))
        given = {op: getattr(doc, op) for op in BOUNDS if getattr(doc, op) is not None}
        if not given:
            scope.say("rules.bound.missing", choices=" ".join(BOUNDS))
        literal = _length_bound if lengths else _sum_bound if total else None
        bounds = tuple(Bound(op, _bound(op, raw, scope.under(op), literal)) for op, raw in given.items())
        _check_bounds(bounds, among, scope)
        return Count(of, bounds, distinct, among, total)

    def _sum(self, doc: CountDoc, path: tuple[str, ...], scope: Scope) -> bool:
        """Checks what is added up; whether it is lengths of time."""
        inner = scope.under("sum")
        if doc.distinct:
            inner.say("rules.sum.distinct", of_key=True)
        types = path_types(path, inner, inner.spaces())
        bases = {field.base for field in types}
        if not bases <= {"number"} and not bases <= {"duration"}:
            inner.say("rules.reference.type", found=doc.sum, have=wanted(*sorted(bases)), wanted=wanted("number", "duration"))
        return bases == {"duration"}

    def _step(self, doc: StepDoc, number: int, scope: Scope) -> Step:
        within = window(doc.in_, scope.under("in")) if doc.in_ is not None else None
        if within is not None and within.each:
            scope.under("in").say("rules.steps.each")
        after, most = length(doc.after, scope.under("after")), length(doc.within, scope.under("within"))
        for key, raw in (("after", doc.after), ("within", doc.within)):
            if number == 0 and raw is not None:
                scope.under(key).say("rules.steps.first", of_key=True, key=key)
        if isinstance(after, Duration) and isinstance(most, Duration) and _longer(after, most):
            scope.under("after").say("rules.steps.distance", after=doc.after, within=doc.within)
        return Step(self.selectors.get(doc.do, scope.under("do")), after, most, within)


def _kinds(selector: Selector) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for branch in selector.branches for kind in branch.kinds))


def _longer(one: Duration, other: Duration) -> bool:
    """Of two durations in the same unit; days and months are not compared."""
    return [bool(part) for part in one] == [bool(part) for part in other] and one > other


# ---------------------------------------------------------------- bounds


def _check_amounts(bounds: tuple[Bound, ...], scope: Scope) -> None:
    """The same for sums of lengths of time, and of numbers that are not whole."""
    lower = [bound.n for bound in bounds if bound.op in ("at_least", "exactly", "more_than")]
    upper = [bound.n for bound in bounds if bound.op in ("at_most", "exactly", "less_than")]
    for low, high in ((low, high) for low in lower for high in upper):
        lengths = isinstance(low, Duration) and isinstance(high, Duration) and _longer(low, high)
        fractions = isinstance(low, Fraction) or isinstance(high, Fraction)
        if lengths or (fractions and isinstance(low, (int, Fraction)) and isinstance(high, (int, Fraction)) and low > high):
            scope.say("rules.bound.contradiction", low=_shown(low), high=_shown(high))


def _shown(n: object) -> str:
    if isinstance(n, Duration):
        return next(f"{part}{unit}" for part, unit in zip(n, ("d", "wd", "m", "min"), strict=True) if part)
    return shown(n)


def _least(op: str) -> int:
    """The smallest number that asks for anything, or that anything can meet."""
    return 1 if op in ("at_least", "less_than") else 0


def _bound(op: str, raw: object, scope: Scope, literal: Callable[[str, object, Scope], Any] | None) -> Number:
    """A whole number that makes a difference, or what it is worked out from."""
    if literal is _length_bound and is_reference(raw):
        return length(raw, scope) or Duration(days=1)
    found: Number = number(raw, scope, lambda value, inner: (literal or _whole)(op, value, inner))
    if isinstance(found, Ref) and found.root == "param" and literal is None:
        _check_parameter(op, found, scope)
    worth = folded(found) if isinstance(found, Calc) else None
    if worth is not None and worth < _least(op):
        scope.say("rules.bound.trivial", found=worth)
    return found


def _whole(op: str, raw: object, scope: Scope) -> int:
    if isinstance(raw, str):
        ratio = any(sign in raw for sign in "/%")
        scope.say("rules.bound.ratio" if ratio else "rules.bound.words", found=raw)
    elif not isinstance(raw, int) or isinstance(raw, bool):
        scope.say("rules.value.type", found=shown(raw), wanted=wanted("whole"))
    elif raw < _least(op):
        scope.say("rules.bound.trivial", found=raw)
    else:
        return raw
    return 1


def _sum_bound(op: str, raw: object, scope: Scope) -> int | Fraction:
    if isinstance(raw, (int, Fraction)) and not isinstance(raw, bool):
        if raw < 0 or (raw == 0 and op == "at_least"):
            scope.say("rules.bound.trivial", found=shown(raw))
        return raw
    return _whole(op, raw, scope)


def _length_bound(op: str, raw: object, scope: Scope) -> Duration:
    found = parsed(parse_span_of_time, raw, scope)
    if isinstance(found, Duration) and op == "at_least" and not any(found):
        scope.say("rules.bound.trivial", found=shown(raw))
    return found if isinstance(found, Duration) else Duration(days=1)


def _check_parameter(op: str, ref: Ref, scope: Scope) -> None:
    """Every value that a unit may give it must make a difference."""
    values = reference(str(ref), scope, ("param",))[1].values
    if any(type(value) is not int for value in values):
        if all(is_of(value, "number") for value in values):  # what is no number was told where it was read
            scope.say("rules.parameter.type", found=ref, wanted=wanted("whole"))
    elif any(value < _least(op) for value in values):
        scope.say("rules.bound.trivial", found=f"{ref} = {min(values)}")


def _check_bounds(bounds: tuple[Bound, ...], among: tuple[object, ...] | None, scope: Scope) -> None:
    known = [(bound.op, n) for bound in bounds if isinstance(n := folded(bound.n), int)]
    low = max((n + (op == "more_than") for op, n in known if op in ("at_least", "exactly", "more_than")), default=0)
    high = min((n - (op == "less_than") for op, n in known if op in ("at_most", "exactly", "less_than")), default=low)
    if low > high:
        scope.say("rules.bound.contradiction", low=low, high=high)
    _check_amounts(bounds, scope)
    if among is not None and not any(isinstance(value, Ref) for value in among) and low > len(set(among)):
        scope.say("rules.bound.beyond", low=low, most=len(set(among)))
