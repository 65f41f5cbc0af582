"""When: windows, points, lengths of time, tenure and the warning lead, from their documents (language §6, §7, §9.1)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, cast, get_args

from compliance.dates import Calendar, add
from compliance.docs import Misshapen
from compliance.misshapen import wanted
from compliance.model import (
    AtRisk,
    Choose,
    Duration,
    Extend,
    HeldDays,
    HeldShare,
    Length,
    MonthDay,
    Next,
    Pick,
    Point,
    Ref,
    Selector,
    Span,
    TenureTest,
    Value,
    Weekday,
    When,
    Which,
    WindowSpec,
)
from compliance.quantities import choice, is_choice
from compliance.references import path_types, reference
from compliance.scope import Scope
from compliance.shapes import AtRiskDoc, ExtendDoc, OverDoc, SelectorDoc, WindowDoc, closest
from compliance.syntax import nodes
from compliance.values import PERIODS, ValueProblem, is_reference, parse_point, parse_ratio, parse_span_of_time, shown

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
    lengths = (("within", form.within), ("ahead", form.ahead), ("last", form.last))
    within, ahead, last = (length(raw, scope.under(key)) for key, raw in lengths)
    start, end = _ends(form, scope)
    each = _period(form.each, scope.under("each")) if form.each is not None else ""
    bounded = form.each is not None or form.from_ is not None or form.to is not None
    if sum((bounded, form.within is not None, form.ahead is not None, form.last is not None)) != 1:
        scope.say("rules.window.form")
    if (within or ahead) and scope.each and scope.each.kind not in ("record", "row"):
        scope.say("rules.window.trigger")
    _check_extras(form, scope)
    over = _ends(form.over, scope.under("over")) if form.over else (None, None)
    stop = _selector(form.stop, scope.under("stop")) if form.stop is not None else None
    extend = _extend(form.extend, scope.under("extend")) if form.extend else None
    spec = WindowSpec(each, start, end, within, ahead, form.roll, over, last, form.open, stop, extend)
    _check_hours(spec, scope)
    _check_order(spec, scope)
    return spec


def _ends(form: WindowDoc | OverDoc, scope: Scope) -> tuple[When | None, When | None]:
    return (
        None if form.from_ is None else point(form.from_, scope.under("from")),
        None if form.to is None else point(form.to, scope.under("to")),
    )


def _selector(form: str | SelectorDoc, scope: Scope) -> Selector | None:
    if scope.select is None:
        scope.say("rules.selector.here")
        return None
    return scope.select(form, scope)


def _extend(form: ExtendDoc, scope: Scope) -> Extend | None:
    selector, cap = _selector(form.with_, scope.under("with")), length(form.cap, scope.under("cap"))
    path = tuple(form.add.split("."))
    if selector is None or cap is None:
        return None
    inner = replace(scope.under("add"), kinds=tuple(dict.fromkeys(kind for branch in selector.branches for kind in branch.kinds)))
    types = path_types(path, inner, inner.spaces())
    if any(field.base != "duration" for field in types):
        inner.say("rules.reference.type", found=form.add, have=wanted(*(field.base for field in types)), wanted=wanted("duration"))
    return Extend(selector, path, cap)


def _check_extras(form: WindowDoc, scope: Scope) -> None:
    """What goes with which form of window, and why not."""
    rolls = form.ahead is None and form.last is None
    if form.roll and not rolls:
        scope.under("roll").say("rules.window.roll", of_key=True)
    if form.over is not None and form.each is None:
        scope.under("over").say("rules.window.over", of_key=True)
    for key, given in (("stop", form.stop), ("extend", form.extend)):
        if given is not None and not rolls:
            scope.under(key).say("rules.window.lengthen", of_key=True, found=key)
    if form.open and form.last is not None:
        scope.under("open").say("rules.window.open", of_key=True)


def _check_hours(spec: WindowSpec, scope: Scope) -> None:
    """What moves a window by whole days does not go with one that begins or ends within a day."""
    if _in_hours(spec.last, scope):
        scope.under("last").say("rules.window.hours", found="last")
    if not _in_hours((spec.start, spec.end, spec.within, spec.ahead), scope):
        return
    for key, given in (("open", spec.open), ("stop", spec.stop), ("extend", spec.extend), ("roll", spec.roll == "workday")):
        if given:
            scope.under(key).say("rules.window.hours", of_key=True, found=key)


def _in_hours(tree: object, scope: Scope) -> bool:
    """Whether hours or minutes are added anywhere in points and lengths."""
    for node in nodes(tree):
        values = _parameter_values(node, scope) if isinstance(node, Ref) else [node]
        if any(isinstance(value, Duration) and value.minutes for value in values):
            return True
    return False


def _period(text: Any, scope: Scope) -> str | Ref | Choose | Duration:
    """A period word, a unit's named period, a length laid end to end, a parameter that holds one of these, or a choice."""
    if is_choice(text):
        return choice(text, scope, _period)
    if not isinstance(text, str):
        scope.say("rules.period.unknown", found=shown(text), choices=" ".join(PERIODS), hint="")
        return ""
    known = (*PERIODS, *scope.names.periods)
    if is_reference(text):
        ref, meaning = reference(text, scope, ("param",))
        if not all(value in known if isinstance(value, str) else _laid(value) for value in meaning.values):
            scope.say("rules.period.parameter", found=text, choices=" ".join(known))
        return ref if meaning.values else ""
    if text[:1].isdigit():
        found = parsed(parse_span_of_time, text, scope)
        if not _laid(found) and found is not None:
            scope.say("rules.period.length", found=text)
        return found or ""
    if text not in known:
        scope.say("rules.period.unknown", found=text, choices=" ".join(known), hint=closest(text, known))
    return text


def _laid(value: object) -> bool:
    """Whether periods of this length can be laid end to end: days or months."""
    return isinstance(value, Duration) and bool(value.days or value.months)


def length(raw: object, scope: Scope) -> Length | None:
    """A duration, a parameter that holds one, or a choice between them."""
    if raw is None:
        return None
    if is_choice(raw):
        return choice(raw, scope, length)  # type: ignore[arg-type]  # a mapping
    found = parsed(parse_span_of_time, raw, scope)
    if isinstance(found, Ref):
        _parameter(found, scope, (Duration,), "duration")
    return found


def _parameter(ref: Ref, scope: Scope, kinds: tuple[type, ...], name: str) -> None:
    _, meaning = reference(str(ref), scope, ("param",))
    if not all(type(value) in kinds for value in meaning.values):
        scope.say("rules.parameter.type", found=ref, wanted=wanted(name))


def point(raw: object, scope: Scope) -> When | None:
    """A day, or how to work it out. None: it was not understood, and that is reported."""
    if is_choice(raw):
        return choice(raw, scope, point)  # type: ignore[arg-type]  # a mapping
    [(which, inner)] = raw.items() if isinstance(raw, dict) and len(raw) == 1 else [("", None)]
    if which == "next":
        selector = _selector(inner, scope.under(which)) if isinstance(inner, (str, SelectorDoc)) else _inline(inner, scope.under(which))
        return Point(Next(selector)) if selector is not None else None
    if which in get_args(Which) and isinstance(inner, list) and inner:
        points = [point(form, scope.under(which, number)) for number, form in enumerate(inner)]
        return Pick(cast(Which, which), tuple(found for found in points if found is not None))
    found = parsed(parse_point, raw, scope)
    if isinstance(found, Point):
        _check_point(found, scope)
    return found


def _inline(raw: object, scope: Scope) -> Selector | None:
    """A selector written in its place; `in:` is of any form, so that its shape was not looked at."""
    try:
        return _selector(SelectorDoc.read(raw), scope)
    except Misshapen:
        scope.say("rules.next.form", found=shown(raw))
        return None


def _check_point(point: Point, scope: Scope) -> None:
    for _, amount in point.offsets:
        if isinstance(amount, Ref):
            _parameter(amount, scope, (Duration,), "duration")
    base = point.base
    if not isinstance(base, Ref):
        return
    if base != Ref("each") and base.root in ("each", "unit", "bearer") and _in_hours(point.offsets, scope):
        scope.say("rules.point.hours", found=base)
    if base.root == "param":
        _parameter(base, scope, (date, Point), "date")
    elif base == Ref("each") and scope.each and scope.each.kind in ("role", "item", "value"):
        scope.say("rules.window.each", found=base)
    else:
        _, meaning = reference(str(base), scope)
        if base.root == "each" and scope.each and scope.each.kind == "row" and base.path == ("record",):
            return
        if base != Ref("each") and any(have.base != "date" or have.many for have in meaning.types):
            have = wanted(*("list" if each.many else each.base for each in meaning.types))
            scope.say("rules.reference.type", found=base, have=have, wanted=wanted("date"))


# ---------------------------------------------------------------- points that are known already


def _check_order(spec: WindowSpec, scope: Scope) -> None:
    """From after to, as far as both are written out. A day of the year inside a repeating period fits one of them at most."""
    if spec.each:
        periods = list(_periods(spec.each, scope))
        for key, point in (("from", spec.start), ("to", spec.end)):
            short = any(isinstance(each, str) and each in PERIODS and each != "year" for each in periods)
            if short and any(isinstance(base, (date, MonthDay)) for base in _bases(point, scope)):
                scope.under(key).say("rules.window.each_date")
                return
    base = scope.names.span
    if spec.each:
        base = Span(base.first.replace(month=1, day=1), base.first.replace(month=12, day=31))
    start = _known(spec.start, base, scope) if spec.start is not None else base.first
    end = _known(spec.end, base, scope) if spec.end is not None else base.last
    if start and end and start > end:
        scope.say("rules.window.order", first=start, last=end)


def _periods(each: object, scope: Scope) -> Iterator[Value]:
    """Every word or length that a period may be."""
    if isinstance(each, Choose):
        for _, option in (*each.options, ("", each.otherwise)):
            yield from _periods(option, scope)
    elif isinstance(each, Ref):
        yield from _parameter_values(each, scope)
    elif each:
        yield each


def _parameter_values(ref: Ref, scope: Scope) -> list[Value]:
    parameter = scope.names.parameters.get(ref.path[0]) if ref.root == "param" and ref.path else None
    return [parameter.value, *parameter.choices] if parameter else []


def _bases(point: When | None, scope: Scope) -> Iterator[Value]:
    if isinstance(point, Choose):
        for _, option in (*point.options, ("", point.otherwise)):
            yield from _bases(option, scope)
    elif isinstance(point, Pick):
        for inner in point.points:
            yield from _bases(inner, scope)
    elif point is not None and isinstance(point.base, Ref):
        for value in _parameter_values(point.base, scope):
            yield value.base if isinstance(value, Point) else value
    elif point is not None:
        yield point.base


def _known(point: When | None, base: Span, scope: Scope) -> date | None:
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
    elif isinstance(day, (Weekday, Next)):
        return None
    elif isinstance(day, str):
        day = base.first if day == "start" else base.last
    for sign, amount in point.offsets:
        if not isinstance(day, date) or not isinstance(amount, Duration) or amount.workdays or amount.minutes:
            return None
        day = add(day, amount, sign, _ANY_CALENDAR)
    return day if isinstance(day, date) else None


# ---------------------------------------------------------------- tenure and the warning lead


def tenure(raw: object, scope: Scope) -> tuple[tuple[TenureTest, ...], bool]:
    """The tests, and whether `at_least` is taken in proportion to the days in the role (`scale: pro_rata`)."""
    if raw == []:
        scope.say("rules.tenure.form", found=shown(raw))
    tests = raw if isinstance(raw, list) else [raw]
    places = [scope.under(number) if isinstance(raw, list) else scope for number in range(len(tests))]
    scaled = [isinstance(item, Mapping) and "scale" in item for item in tests]
    for item, place, is_scaled in zip(tests, places, scaled, strict=True):
        if is_scaled and item["scale"] != "pro_rata":
            place.under("scale").say("rules.value.choice", found=shown(item["scale"]), choices="pro_rata", hint="pro_rata")
    for item, place in zip(tests, places, strict=True):
        if isinstance(item, Mapping) and set(item) == {"scale"}:
            place.say("rules.tenure.scale", found=shown(item))
    plain = [{key: item[key] for key in item if key != "scale"} if isinstance(item, Mapping) else item for item in tests]
    found = tuple(_tenure_test(item, place) for item, place in zip(plain, places, strict=True) if item != {})
    return found or ("any",), any(scaled)


def _tenure_test(raw: object, scope: Scope) -> TenureTest:
    if isinstance(raw, str) and raw in ("any", "end", "all"):
        return raw  # type: ignore[return-value]  # one of the three words
    least = raw["at_least"] if isinstance(raw, Mapping) and set(raw) == {"at_least"} else None
    inner = scope.under("at_least")
    if isinstance(least, str) and "/" not in least and "%" not in least:
        held = parsed(parse_span_of_time, least, inner)
        if held is None:
            return "any"
        if isinstance(held, Duration) and held.days:
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
    if not isinstance(found, Duration) and found is not None:
        scope.say("rules.duration.malformed", found=shown(raw))
        return None
    return found
