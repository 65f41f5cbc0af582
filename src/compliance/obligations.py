"""Obligations from their documents: windows, quantifiers, kinds, readings (language §1, §6–§9, §11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from compliance.grammar import Scope, conditions, operands, shown
from compliance.model import (
    AtRisk,
    Attest,
    Bearer,
    Bound,
    Combine,
    Count,
    Duration,
    Every,
    ForEach,
    HeldDays,
    HeldShare,
    Kind,
    Part,
    Pick,
    Point,
    Ref,
    Role,
    Step,
    Steps,
    TenureTest,
    WindowSpec,
)
from compliance.selectors import SelectorTable
from compliance.shapes import KINDS, AtRiskDoc, BearerDoc, CountDoc, ForEachDoc, PartDoc, StepDoc, WindowDoc, closest
from compliance.values import ValueProblem, is_reference, parse_point, parse_ratio, parse_reference, parse_span_of_time

PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
BOUNDS = ("at_least", "at_most", "exactly", "more_than", "less_than")
_LIKE_DURATION = re.compile(r"\d+[a-z]+")


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
        if len(given) != 1 or (doc.year_of and given != ["record"]):
            scope.say("rules.for_each.form")
            return None
        if doc.record is not None:
            return ForEach("record", selector=self.selectors.get(doc.record, scope.under("record")), due_in_span=bool(doc.year_of))
        if doc.item is not None:
            return ForEach("item", items=operands(doc.item, scope.under("item")))
        names = doc.role if doc.role is not None else doc.pair
        roles = tuple(self.role(name, scope) for name in ([names] if isinstance(names, str) else names or ()))
        if not roles or (doc.pair is not None and len(roles) > 2):
            scope.say("rules.for_each.form")
        return ForEach("role" if doc.role is not None else "pair", roles)

    def tenure(self, raw: object, scope: Scope) -> tuple[TenureTest, ...]:
        return tuple(
            self._tenure_test(item, scope.under(number) if isinstance(raw, list) else scope)
            for number, item in enumerate(raw if isinstance(raw, list) else [raw])
        )

    def _tenure_test(self, raw: object, scope: Scope) -> TenureTest:
        if raw in ("any", "end", "all"):
            return raw
        if isinstance(raw, Mapping) and "scale" in raw:
            scope.say("rules.unsupported", what="scale")
            return "any"
        least = raw["at_least"] if isinstance(raw, Mapping) and set(raw) == {"at_least"} else None
        if isinstance(least, str) and "/" not in least and "%" not in least:
            length = _value(parse_span_of_time, least, scope)
            if isinstance(length, Duration) and not length.months and not length.workdays:
                return HeldDays(length.days)
        elif least is not None:
            share = _value(parse_ratio, least, scope)
            if share is not None:
                return HeldShare(share)
        scope.say("rules.tenure.form", found=shown(raw))
        return "any"

    # -------------------------------------------------- when

    def window(self, form: str | WindowDoc, scope: Scope, trigger: bool) -> WindowSpec:
        if isinstance(form, str):
            return WindowSpec(self._period(form, scope))
        within, ahead = _length(form.within, scope.under("within")), _length(form.ahead, scope.under("ahead"))
        start, end = self._point(form.from_, scope.under("from")), self._point(form.to, scope.under("to"))
        each = self._period(form.each, scope.under("each")) if form.each else ""
        uses = [bool(start or end or each), within is not None, ahead is not None]
        if sum(uses) != 1:
            scope.say("rules.window.form")
        if (within or ahead) and not trigger:
            scope.say("rules.window.trigger")
        return WindowSpec(each, start, end, within, ahead, form.roll)

    def _period(self, text: str, scope: Scope) -> str | Ref:
        if is_reference(text):
            ref = _value(parse_reference, text, scope)
            if isinstance(ref, Ref) and _named(ref, scope, "param") in PERIODS:
                return ref
            scope.say("rules.period.parameter", found=text, choices=" ".join(PERIODS))
        elif _LIKE_DURATION.fullmatch(text):
            scope.say("rules.unsupported", what=text)
        elif text not in PERIODS:
            scope.say("rules.period.unknown", found=text, choices=" ".join(PERIODS), hint=closest(text, PERIODS))
        return text

    def _point(self, raw: object, scope: Scope) -> Point | Pick | None:
        if raw is None:
            return None
        point = _value(parse_point, raw, scope)
        if point is not None:
            _check_point(point, scope)
        return point

    # -------------------------------------------------- what

    def part(self, doc: PartDoc, scope: Scope, outer: bool = False, attest: bool = False) -> Part | None:
        """`outer`: the enclosing obligation has a record trigger; `attest`: this is the obligation's own part, where attest may stand."""
        given = [key for key in KINDS if getattr(doc, key) is not None]
        if len(given) != 1:
            scope.say("rules.kind.none" if not given else "rules.kind.several", found=" ".join(given), choices=" ".join(KINDS))
            return None
        for_each = self.for_each(doc.for_each, scope.under("for_each")) if doc.for_each else None
        trigger = (for_each is not None and for_each.kind == "record") or (outer and for_each is None)
        window = self.window(doc.in_, scope.under("in"), trigger) if doc.in_ is not None else None
        name = given[0]
        if name == "attest" and not attest:
            scope.under(name).say("rules.attest.part", of_key=True)
            return None
        kind = self._kind(name, doc, scope.under(name), trigger)
        return Part(kind, for_each, window) if kind is not None else None

    def _kind(self, name: str, doc: PartDoc, scope: Scope, trigger: bool) -> Kind | None:
        if doc.count is not None:
            return self._count(doc.count, scope)
        if doc.every is not None:
            of = self.selectors.get(doc.every.of, scope.under("of"))
            inner = _speaking_of(of.branches, scope.under("must"))
            ratio = Fraction(1) if doc.every.at_least is None else _value(parse_ratio, doc.every.at_least, scope.under("at_least"))
            if not doc.every.must or ratio is None or not 0 < ratio <= 1:
                scope.say("rules.every.form")
                return None
            return Every(of, conditions(doc.every.must, inner, inner.spaces()), ratio)
        if doc.steps is not None:
            if len(doc.steps) < 2:
                scope.say("rules.steps.few")
            return Steps(tuple(self._step(step, scope.under(number), trigger) for number, step in enumerate(doc.steps)))
        if doc.attest is not None:
            proxy = self.part(doc.attest.proxy, scope.under("proxy"), trigger) if doc.attest.proxy else None
            by = (Ref("bearer"),) if doc.attest.by is None else operands(doc.attest.by, scope.under("by"))
            return Attest(by, doc.attest.files, proxy)
        parts = doc.all_of if doc.all_of is not None else doc.any_of or []
        if len(parts) < 2:
            scope.say("rules.parts.few", found=name)
        built = tuple(self.part(part, scope.under(number), trigger) for number, part in enumerate(parts))
        return Combine("all_of" if name == "all_of" else "any_of", tuple(part for part in built if part is not None))

    def _count(self, doc: CountDoc, scope: Scope) -> Count | None:
        of = self.selectors.get(doc.of, scope.under("of"))
        bounds = tuple(
            Bound(op, _whole(getattr(doc, op), scope.under(op), least=op == "at_least"))
            for op in BOUNDS
            if getattr(doc, op) is not None
        )
        if not bounds:
            scope.say("rules.bound.missing", choices=" ".join(BOUNDS))
            return None
        low = max((b.n for b in bounds if b.op in ("at_least", "exactly") and isinstance(b.n, int)), default=0)
        high = min((b.n for b in bounds if b.op in ("at_most", "exactly") and isinstance(b.n, int)), default=low)
        if low > high:
            scope.say("rules.bound.contradiction", low=low, high=high)
        inner = _speaking_of(of.branches, scope)
        distinct = tuple(doc.distinct.split(".")) if doc.distinct else ()
        if distinct:
            conditions([{doc.distinct: {"exists": True}}], inner.under("distinct"), inner.spaces())
        if doc.among is not None and not distinct:
            scope.under("among").say("rules.among.alone", of_key=True)
        among = operands(doc.among, scope.under("among")) if doc.among is not None else None
        return Count(of, bounds, distinct, among)

    def _step(self, doc: StepDoc, scope: Scope, trigger: bool) -> Step:
        window = self.window(doc.in_, scope.under("in"), trigger) if doc.in_ is not None else None
        if window is not None and window.each:
            scope.under("in").say("rules.steps.each")
        return Step(
            self.selectors.get(doc.do, scope.under("do")),
            _length(doc.after, scope.under("after")),
            _length(doc.within, scope.under("within")),
            window,
        )


def at_risk(doc: AtRiskDoc | None, default: AtRisk, scope: Scope) -> AtRisk:
    """`lead`, `margin` and `after`; what is not given comes from the pack, then from the language."""
    if doc is None:
        return default
    lead = _length(doc.lead, scope.under("lead"))
    margin = _length(doc.margin, scope.under("margin"))
    after = None if doc.after in (None, "none") else _value(parse_ratio, doc.after, scope.under("after"))
    return AtRisk(
        lead if isinstance(lead, Duration) else default.lead,
        margin if isinstance(margin, Duration) else default.margin,
        after if doc.after is not None else default.after,
    )


T = TypeVar("T")


def _value(parse: Callable[[Any], T], raw: object, scope: Scope) -> T | None:
    try:
        return parse(raw)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return None


def _speaking_of(branches: tuple[Any, ...], scope: Scope) -> Scope:
    return replace(scope, kinds=tuple(dict.fromkeys(kind for branch in branches for kind in branch.kinds)))


def _named(ref: Ref, scope: Scope, root: str) -> object:
    """The pack's value of `$param.x`; anything else, or an unknown name, is reported."""
    if ref.root != root or len(ref.path) != 1 or ref.path[0] not in scope.names.parameters:
        scope.say("rules.name.unknown", found=ref, hint=closest(ref.path[0], scope.names.parameters) if ref.path else "")
        return None
    return scope.names.parameters[ref.path[0]]


def _length(raw: object, scope: Scope) -> Duration | Ref | None:
    if raw is None:
        return None
    length = _value(parse_span_of_time, raw, scope)
    if isinstance(length, Ref) and not isinstance(value := _named(length, scope, "param"), Duration) and value is not None:
        scope.say("rules.parameter.type", found=length, wanted="duration")
    return length


def _check_point(point: Point | Pick, scope: Scope) -> None:
    if isinstance(point, Pick):
        for number, inner in enumerate(point.points):
            _check_point(inner, scope.under(point.which, number))
        return
    for _, length in point.offsets:
        if isinstance(length, Ref) and not isinstance(_named(length, scope, "param"), Duration):
            scope.say("rules.parameter.type", found=length, wanted="duration")
    if isinstance(point.base, Ref) and point.base.root == "param":
        value = _named(point.base, scope, "param")
        if value is not None and not isinstance(value, (date, Point)):
            scope.say("rules.parameter.type", found=point.base, wanted="date / MM-DD")


def _whole(raw: object, scope: Scope, least: bool) -> int | Ref:
    """A whole number ≥ 0 (≥ 1 for a lower bound, which would else be trivially true) or a reference to one."""
    if isinstance(raw, Mapping):
        scope.say("rules.unsupported", what=shown(raw))
        return 1
    if is_reference(raw):
        ref = _value(parse_reference, raw, scope)
        if isinstance(ref, Ref) and ref.root == "param":
            value = _named(ref, scope, "param")
            if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
                scope.say("rules.parameter.type", found=ref, wanted="whole number")
            return ref
        if isinstance(ref, Ref) and ref.root == "unit":
            return ref
        scope.say("rules.reference.misplaced", found=raw, choices="$param $unit")
        return 1
    if not isinstance(raw, int) or isinstance(raw, bool):
        scope.say("rules.bound.words" if isinstance(raw, str) else "rules.value.type", found=shown(raw), wanted="whole number")
        return 1
    if raw < 0 or (least and raw == 0):
        scope.say("rules.bound.trivial", found=raw)
        return 1
    return raw
