"""Windows that are nearly right: a day longer or shorter at one end, or of the next longer or shorter period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from compliance.facts import DAY, Facts
from compliance.model import Choose, Duration, Length, MonthDay, Next, Pack, Pick, Point, Reason, Ref, Span, When, Window, WindowSpec
from compliance.select import Selection
from compliance.syntax import made_from_each, nodes, references
from compliance.truths import Binding, Subject
from compliance.values import PERIODS
from compliance.windows import Ruler, WindowFault

EACH = Ref("each")
_DAY = Duration(days=1)


class Shift(NamedTuple):
    spec: WindowSpec
    what: Reason
    end: bool = False
    """One end was moved, not the period or the length changed."""


def of_span(pack: Pack) -> Iterator[Shift]:
    """Of a rule without a window: the list's whole year, or whatever its span is.

    The end of a span that is no calendar year cannot be moved without making a deadline of it, and it is left alone.
    """
    yield from of_window(WindowSpec("year") if _is_year(pack.span) else WindowSpec(start=Point("start")), pack)


def of_window(spec: WindowSpec, pack: Pack) -> Iterator[Shift]:
    yield from _moving(spec, pack)
    if spec.within is not None:
        yield from _within(spec, spec.within, pack)
    elif spec.ahead is not None:
        for ahead, shown in lengths(spec.ahead, pack):
            yield Shift(spec._replace(ahead=ahead), _changed("ahead", *shown))
    elif spec.last is not None:
        for last, shown in lengths(spec.last, pack):
            yield Shift(spec._replace(last=last), _changed("last", *shown))
    else:
        yield from _starts(spec)
        yield from _ends(spec, pack)
        yield from _periods(spec, pack)


def _moving(spec: WindowSpec, pack: Pack) -> Iterator[Shift]:
    """Without what lengthens it, an extension that may be longer or shorter, and its boundaries counted or not."""
    if spec.stop is not None:
        yield Shift(spec._replace(stop=None), _changed("stop", "…", "–"))
    if spec.extend is not None:
        yield Shift(spec._replace(extend=None), _changed("extend", "…", "–"))
        for cap, shown in lengths(spec.extend.cap, pack):
            yield Shift(spec._replace(extend=spec.extend._replace(cap=cap)), _changed("cap", *shown))
    if spec.open:
        yield Shift(spec._replace(open=""), _changed("open", spec.open, "–"))
    for number, point in enumerate(spec.over):
        for sign in (1, -1):
            for other in _shifted(point, sign) if point is not None else ():
                over = (other, spec.over[1]) if number == 0 else (spec.over[0], other)
                yield Shift(spec._replace(over=over), _changed("over", ("from", "to")[number], ("- 1d", "", "+ 1d")[sign + 1]))


def lengths(length: Length | None, pack: Pack) -> Iterator[tuple[Duration, tuple[str, str]]]:
    """A length one longer and one shorter in its own unit, and both as they are written."""
    value = pack.parameters[length.path[0]].value if isinstance(length, Ref) else length
    if not isinstance(value, Duration):
        return
    for step in (1, -1):
        other = Duration(*(part + step if part else 0 for part in value))
        if any(other):
            yield other, (written(value), written(other))


def written(length: Duration) -> str:
    return next((f"{part}{unit}" for part, unit in zip(length, ("d", "wd", "m", "min"), strict=True) if part), "0d")


def _changed(key: str, old: str, new: str) -> Reason:
    return Reason("mutant.changed", (("key", key), ("old", old), ("new", new)))


def _moved(end: str, sign: int) -> Reason:
    return Reason(f"mutant.{end}.{'later' if sign > 0 else 'earlier'}")


# ---------------------------------------------------------------- ends


def _within(spec: WindowSpec, length: Length, pack: Pack) -> Iterator[Shift]:
    for within, shown in lengths(length, pack):
        yield Shift(spec._replace(within=within), _changed("within", *shown))
    end = Point(EACH, ((1, length),))
    for sign in (1, -1):
        start = Point(EACH, ((sign, _DAY),))
        moved = spec._replace(within=None, start=start, end=end, roll=spec.roll or "workday")
        yield Shift(moved, _moved("start", sign), end=True)


def _starts(spec: WindowSpec) -> Iterator[Shift]:
    if spec.start is None and made_from_each(spec.end):
        return  # no beginning
    for sign in (1, -1):
        for start in _shifted(spec.start or Point("start"), sign):
            yield Shift(spec._replace(start=start), _moved("start", sign), end=True)


def _ends(spec: WindowSpec, pack: Pack) -> Iterator[Shift]:
    if spec.end is None and not spec.each:
        if not _is_year(pack.span):
            return
        # As `{each: year}` the same window has an end that is no deadline, which the mistake must not make of it.
        spec = spec._replace(each="year")
    for sign in (1, -1):
        for end in _shifted(spec.end or Point("end"), sign):
            yield Shift(spec._replace(end=end, roll=_roll(spec)), _moved("end", sign), end=True)


def _roll(spec: WindowSpec) -> str:
    """As it is without the mistake: a day added to `$each` would make the end roll."""
    if spec.roll or not isinstance(spec.end, Point):
        return spec.roll
    base = spec.end.base
    added = isinstance(base, Ref) and base.root == "each" and any(sign > 0 for sign, _ in spec.end.offsets)
    return "workday" if added else "none"


def _shifted(point: When, sign: int) -> Iterator[When]:
    """A day later or earlier; of several points each by itself."""
    if isinstance(point, Choose):
        for number, (key, option) in enumerate(point.options):
            for other in _shifted(option, sign):
                yield point._replace(options=(*point.options[:number], (key, other), *point.options[number + 1 :]))
        return
    if isinstance(point, Point):
        yield Point(point.base, (*point.offsets, (sign, _DAY)))
        return
    for number, inner in enumerate(point.points):
        for other in _shifted(inner, sign):
            yield Pick(point.which, (*point.points[:number], other, *point.points[number + 1 :]))


# ---------------------------------------------------------------- periods


def _periods(spec: WindowSpec, pack: Pack) -> Iterator[Shift]:
    word = pack.parameters[spec.each.path[0]].value if isinstance(spec.each, Ref) else spec.each
    if isinstance(word, Duration):
        for length, shown in lengths(word, pack):
            yield Shift(spec._replace(each=length), _changed("each", *shown))
    if isinstance(word, Choose):
        yield from _chosen(spec, word, pack)
    if word not in PERIODS or any(isinstance(node, (MonthDay, date)) for node in nodes((spec.start, spec.end))):
        return
    here = PERIODS.index(word)
    for other in PERIODS[max(0, here - 1) : here + 2]:
        if other != word:
            yield Shift(spec._replace(each=other), _changed("each", word, other))


def _chosen(spec: WindowSpec, choice: Choose, pack: Pack) -> Iterator[Shift]:
    """Each period of a choice by itself."""
    for number, (word, option) in enumerate(choice.options):
        for shift in _periods(spec._replace(each=option), pack):
            options = (*choice.options[:number], (word, shift.spec.each), *choice.options[number + 1 :])
            yield shift._replace(spec=spec._replace(each=choice._replace(options=options)))


def _is_year(span: Span) -> bool:
    return span == Span(date(span.first.year, 1, 1), date(span.first.year, 12, 31))


# ---------------------------------------------------------------- windows that turn out the same


def same(one: WindowSpec | None, other: WindowSpec | None, facts: Facts) -> bool:
    """Whether two windows are laid alike for every trigger of the span, so that no record's day can tell them apart.

    What reads a trigger's own fields, or the unit, is not known beforehand and counts as different.
    """
    refs = [ref for ref in references((one, other)) if ref.root not in ("param", "set")]
    if any(ref.path or ref.root != "each" for ref in refs) or any(_by_record(spec, facts.pack) for spec in (one, other)):
        return False
    anchored = bool(refs) or any(spec is not None and (spec.within or spec.ahead) for spec in (one, other))
    days = [facts.span.first + n * DAY for n in range((facts.span.last - facts.span.first).days + 1)] if anchored else [facts.span.first]
    return all(_laid(one, day, facts) == _laid(other, day, facts) for day in days)


def _by_record(spec: WindowSpec | None, pack: Pack) -> bool:
    """Whether records, or the unit, say how long the window is."""
    if spec is None:
        return False
    named = isinstance(spec.each, str) and spec.each in pack.periods
    return bool(named or spec.stop or spec.extend or spec.last) or any(isinstance(node, Next) for node in nodes((spec.start, spec.end)))


def _laid(spec: WindowSpec | None, day: date, facts: Facts) -> list[tuple[object, ...]]:
    subject = Subject("record", "", None, day=Span(day, day))
    try:
        laid = Ruler(Selection(facts), Binding("group", "", None, subject)).lay(spec, Window(*facts.span))
    except WindowFault as wrong:
        return [(wrong.code,)]
    return [(window.first, window.last, window.deadline, window.anchored, window.opens, window.closes) for window, _ in laid]
