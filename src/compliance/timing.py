"""When: windows, points, lengths of time, tenure and the warning lead, from their documents (language §6, §7, §9.1)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast, get_args

from compliance.dates import Calendar, add
from compliance.misshapen import wanted
from compliance.model import (
    AtRisk,
    Duration,
    HeldDays,
    HeldShare,
    MonthDay,
    Pick,
    Point,
    Ref,
    Span,
    TenureTest,
    Value,
    Which,
    WindowSpec,
)
from compliance.references import reference
from compliance.scope import Scope
from compliance.shapes import AtRiskDoc, WindowDoc, closest
from compliance.values import ValueProblem, is_reference, parse_point, parse_ratio, parse_span_of_time, shown, unsupported_form

PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
_ANY_CALENDAR = Calendar("weekdays")
T = TypeVar("T")


def parsed(parse: Callable[[Any], T], raw: object, scope: Scope) -> T | None:
    """`parse(raw)`; None: it could not be read, and the problem is reported."""
    try:
        return parse(raw)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return None


# ---------------------------------------------------------------- windows


def window(form: str | WindowDoc, scope: Scope) -> WindowSpec:
    """`scope.each` says whether there is a trigger that `within`, `ahead` and `$each` can be laid from."""
    if isinstance(form, str):
        return WindowSpec(_period(form, scope))
    within, ahead = length(form.within, scope.under("within")), length(form.ahead, scope.under("ahead"))
    start, end = (None if raw is None else _point(raw, scope.under(key)) for key, raw in (("from", form.from_), ("to", form.to)))
    each = _period(form.each, scope.under("each")) if form.each else ""
    forms = [bool(form.each) or form.from_ is not None or form.to is not None, form.within is not None, form.ahead is not None]
    if sum(forms) != 1:
        scope.say("rules.window.form")
    if (within or ahead) and scope.each and scope.each.kind != "record":
        scope.say("rules.window.trigger")
    if form.roll and form.ahead is not None:
        scope.under("roll").say("rules.window.roll", of_key=True)
    spec = WindowSpec(each, start, end, within, ahead, form.roll)
    _check_order(spec, scope)
    return spec


def _period(text: str, scope: Scope) -> str | Ref:
    if is_reference(text):
        ref, meaning = reference(text, scope, ("param",))
        if meaning.values and not set(meaning.values) <= set(PERIODS):
            scope.say("rules.period.parameter", found=text, choices=" ".join(PERIODS))
        return ref if meaning.values else ""
    if text[:1].isdigit():
        scope.say("rules.unsupported", what=text)
    elif text not in PERIODS:
        scope.say("rules.period.unknown", found=text, choices=" ".join(PERIODS), hint=closest(text, PERIODS))
    return text


def length(raw: object, scope: Scope) -> Duration | Ref | None:
    """A duration, or a parameter that holds one."""
    if raw is None:
        return None
    found = parsed(parse_span_of_time, raw, scope)
    if isinstance(found, Ref):
        _parameter(found, scope, (Duration,), "duration")
    return found


def _parameter(ref: Ref, scope: Scope, kinds: tuple[type, ...], name: str) -> None:
    _, meaning = reference(str(ref), scope, ("param",))
    if not all(type(value) in kinds for value in meaning.values):
        scope.say("rules.parameter.type", found=ref, wanted=wanted(name))


def _point(raw: object, scope: Scope) -> Point | Pick | None:
    """None: it was not understood, and that is reported."""
    [(which, inner)] = raw.items() if isinstance(raw, dict) and len(raw) == 1 else [("", None)]
    if which in get_args(Which) and isinstance(inner, list) and inner:
        points = [_point(form, scope.under(which, number)) for number, form in enumerate(inner)]
        return Pick(cast(Which, which), tuple(point for point in points if point is not None))
    point = parsed(parse_point, raw, scope)
    if isinstance(point, Point):
        _check_point(point, scope)
    return point


def _check_point(point: Point, scope: Scope) -> None:
    for _, amount in point.offsets:
        if isinstance(amount, Ref):
            _parameter(amount, scope, (Duration,), "duration")
    base = point.base
    if not isinstance(base, Ref):
        return
    if base.root == "param":
        _parameter(base, scope, (date, Point), "date")
    elif base == Ref("each") and scope.each and scope.each.kind in ("role", "item"):
        scope.say("rules.window.each", found=base)
    else:
        _, meaning = reference(str(base), scope)
        if base != Ref("each") and any(have.base != "date" or have.many for have in meaning.types):
            have = wanted(*("list" if each.many else each.base for each in meaning.types))
            scope.say("rules.reference.type", found=base, have=have, wanted=wanted("date"))


# ---------------------------------------------------------------- points that are known already


def _check_order(spec: WindowSpec, scope: Scope) -> None:
    """From after to, as far as both are written out. A day of the year inside a repeating period fits one of them at most."""
    if spec.each:
        periods = _parameter_values(spec.each, scope) if isinstance(spec.each, Ref) else [spec.each]
        for key, point in (("from", spec.start), ("to", spec.end)):
            if set(periods) - {"year"} and any(isinstance(base, (date, MonthDay)) for base in _bases(point, scope)):
                scope.under(key).say("rules.window.each_date")
                return
    base = scope.names.span
    if spec.each:
        base = Span(base.first.replace(month=1, day=1), base.first.replace(month=12, day=31))
    start = _known(spec.start, base, scope) if spec.start is not None else base.first
    end = _known(spec.end, base, scope) if spec.end is not None else base.last
    if start and end and start > end:
        scope.say("rules.window.order", first=start, last=end)


def _parameter_values(ref: Ref, scope: Scope) -> list[Value]:
    parameter = scope.names.parameters.get(ref.path[0]) if ref.root == "param" and ref.path else None
    return [parameter.value, *parameter.choices] if parameter else []


def _bases(point: Point | Pick | None, scope: Scope) -> Iterator[Value]:
    if isinstance(point, Pick):
        for inner in point.points:
            yield from _bases(inner, scope)
    elif point is not None and isinstance(point.base, Ref):
        for value in _parameter_values(point.base, scope):
            yield value.base if isinstance(value, Point) else value
    elif point is not None:
        yield point.base


def _known(point: Point | Pick | None, base: Span, scope: Scope) -> date | None:
    """The day of a point that needs nothing but the pack; work days are left to the run."""
    if not isinstance(point, Point):
        return None
    day: Any = point.base
    if isinstance(day, Ref):
        values = _parameter_values(day, scope)
        day = values[0] if values else None
        day = day.base if isinstance(day, Point) else day
    if isinstance(day, MonthDay):
        year = base.first.year + day.years
        day = date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
    elif isinstance(day, str):
        day = base.first if day == "start" else base.last
    for sign, amount in point.offsets:
        if not isinstance(day, date) or not isinstance(amount, Duration) or amount.workdays:
            return None
        day = add(day, amount, sign, _ANY_CALENDAR)
    return day if isinstance(day, date) else None


# ---------------------------------------------------------------- tenure and the warning lead


def tenure(raw: object, scope: Scope) -> tuple[TenureTest, ...]:
    if raw == []:
        scope.say("rules.tenure.form", found=shown(raw))
    tests = raw if isinstance(raw, list) else [raw]
    return tuple(_tenure_test(item, scope.under(number) if isinstance(raw, list) else scope) for number, item in enumerate(tests))


def _tenure_test(raw: object, scope: Scope) -> TenureTest:
    if isinstance(raw, str) and raw in ("any", "end", "all"):
        return raw  # type: ignore[return-value]  # one of the three words
    if isinstance(raw, Mapping) and "scale" in raw:
        scope.under("scale").say("rules.unsupported", of_key=True, what="scale")
        return "any"
    least = raw["at_least"] if isinstance(raw, Mapping) and set(raw) == {"at_least"} else None
    inner = scope.under("at_least")
    if unsupported_form(least):
        inner.say("rules.unsupported", what=unsupported_form(least))
        return "any"
    if isinstance(least, str) and "/" not in least and "%" not in least:
        held = parsed(parse_span_of_time, least, inner)
        if held is None:
            return "any"
        if isinstance(held, Duration) and held.days and not held.months and not held.workdays:
            return HeldDays(held.days)
    elif least is not None:
        share = parsed(parse_ratio, least, inner)
        if share is None:
            return "any"
        if 0 < share <= 1:
            return HeldShare(share)
    scope.say("rules.tenure.form", found=shown(raw))
    return "any"


def at_risk(doc: AtRiskDoc | None, default: AtRisk, scope: Scope) -> AtRisk:
    """`lead`, `margin` and `after`; what is not given comes from the pack, then from the language."""
    if doc is None:
        return default
    lead, margin = (_plain_length(raw, scope.under(key)) for key, raw in (("lead", doc.lead), ("margin", doc.margin)))
    after = None if doc.after in (None, "none") else parsed(parse_ratio, doc.after, scope.under("after"))
    if after is not None and not 0 <= after <= 1:
        scope.under("after").say("rules.ratio.range", found=shown(doc.after))
    return AtRisk(lead or default.lead, margin or default.margin, after if doc.after is not None else default.after)


def _plain_length(raw: object, scope: Scope) -> Duration | None:
    found = length(raw, scope)
    if isinstance(found, Ref):
        scope.say("rules.duration.malformed", found=found)
        return None
    return found
