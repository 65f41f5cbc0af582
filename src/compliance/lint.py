"""What a compiled pack may still get wrong: checks across a rule and the selectors it uses (language §12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compliance.errors import Problem, ProblemSeverity, problem
from compliance.model import (
    Among,
    Attest,
    Branch,
    Choose,
    Combine,
    Condition,
    Count,
    Duration,
    Every,
    ForEach,
    Line,
    Obligation,
    Pack,
    Parameter,
    Part,
    Point,
    Ref,
    Selector,
    Spacing,
    Steps,
    Value,
    WindowSpec,
)
from compliance.syntax import made_from_each, nodes, references, roots
from compliance.vocabulary import record_space

LOWER = ("at_least", "exactly", "more_than")
OWN_DAYS = ("", "date", "start", "end")
"""Fields that may say the hour; every other date field is of a whole day."""
SHORTEST = {"year": 365, "half_year": 181, "quarter": 90, "two_months": 59, "month": 28, "ten_days": 8, "week": 7, "day": 1}
"""Days of the shortest period of each name."""
DEMANDS = {"pass": ("pass", "attested"), "fail": ("fail", "late", "manual")}
"""Each rule needs an example of both sorts: what it accepts, and what it does not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a rule a part stands: under which `for_each`, and in which window."""

    rule: Obligation
    for_each: ForEach | None = None
    window: WindowSpec | None = None

    @property
    def trigger(self) -> Selector | None:
        return self.for_each.selector if self.for_each else None

    def say(self, code: str, severity: ProblemSeverity = "error", **params: object) -> Problem:
        return problem(self.rule.source.at, code, severity, rule=self.rule.id, **params)


def lint(pack: Pack) -> Iterator[Problem]:
    for rule in pack.obligations:
        place = Place(rule)
        for reading in rule.readings.values():
            yield from _part(reading, place, pack)
        if not rule.draft:
            yield from _examples(place)
    yield from _drafts(pack)
    yield from _alone(pack)


def _alone(pack: Pack) -> Iterator[Problem]:
    """A rule that nothing competes with."""
    names = [rule.exclusive for rule in pack.obligations]
    for rule in pack.obligations:
        if rule.exclusive and names.count(rule.exclusive) == 1:
            yield Place(rule).say("rules.exclusive.alone", "warning", found=rule.exclusive)


def _drafts(pack: Pack) -> Iterator[Problem]:
    """One line for all of them, so that a pack that was just begun can be read; `compliance lint` names each."""
    drafts = [rule for rule in pack.obligations if rule.draft]
    if drafts:
        yield problem(drafts[0].source.at, "rules.draft", "warning", count=len(drafts), of=len(pack.obligations), first=drafts[0].id)


def _part(part: Part, outer: Place, pack: Pack) -> Iterator[Problem]:
    place = outer
    if part.window is not None:
        yield from _nested(part.window, place)
        place = replace(place, window=part.window)
        yield from _short_period(part.window, place, pack.parameters)
    if part.for_each is not None:
        place = replace(place, for_each=part.for_each)
        if part.for_each.selector is not None and not part.for_each.selector.name:
            yield place.say("rules.trigger.unnamed", "warning")
    if part.unless is not None:
        yield from _unbounded(part.unless.of, part.unless.window or place.window, place)
    if part.window is not None and part.window.extend is not None and place.for_each is not None:
        yield from _untied(part.window.extend.with_, place)
    kind = part.kind
    if isinstance(kind, Count):
        yield from _count(kind, place, pack)
    elif isinstance(kind, (Every, Spacing)):
        yield from _unbounded(kind.of, place.window, place)
    elif isinstance(kind, Steps):
        for step in kind.steps:
            yield from _nested(step.window, place)
            yield from _unbounded(step.do, step.window or place.window, place)
    elif isinstance(kind, Combine):
        for inner in kind.parts:
            yield from _part(inner, place, pack)
    elif isinstance(kind, Attest) and kind.proxy is not None:
        yield from _part(kind.proxy, place, pack)


def _count(kind: Count, place: Place, pack: Pack) -> Iterator[Problem]:
    yield from _unbounded(kind.of, place.window, place)
    numbers = [bound.n for bound in kind.bounds if bound.op in LOWER and isinstance(bound.n, int)]
    if place.rule.modality == "should" and any(number > 1 for number in numbers):
        yield place.say("rules.should.number", "warning", n=max(numbers))
    if place.trigger is None or _excludes_trigger(place.window) or not any(bound.op in LOWER for bound in kind.bounds):
        return
    own = _own_paths(place.for_each)
    if any(_answers_itself(branch, other, own, pack) for branch in place.trigger.branches for other in kind.of.branches):
        yield place.say("rules.trigger.self")


# ---------------------------------------------------------------- windows


def _short_period(window: WindowSpec, place: Place, parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    """A window that is over before its warning would begin is at risk from its first day."""
    lead = place.rule.at_risk.lead
    for word in _words(window.each, parameters):
        length = days_of(word) if isinstance(word, Duration) else SHORTEST.get(word, days_of(lead))
        if days_of(lead) > length:
            yield place.say("rules.window.lead", "warning", period=written(word) if isinstance(word, Duration) else word)


def _words(each: Value, parameters: Mapping[str, Parameter]) -> list[Value]:
    """What a period may be: one word or length, or those of a choice."""
    if isinstance(each, Choose):
        options = [*(value for _, value in each.options), each.otherwise]
        return [word for option in options if option for word in _words(option, parameters)]
    return [parameters[each.path[0]].value if isinstance(each, Ref) else each] if each else []


def written(length: object) -> str:
    if not isinstance(length, Duration):
        return str(length)
    return next((f"{part}{unit}" for part, unit in zip(length, ("d", "wd", "m", "min"), strict=True) if part), "0d")


def _nested(own: WindowSpec | None, outer: Place) -> Iterator[Problem]:
    """A window of its own inside repeating periods is the same in each of them."""
    if own is not None and outer.window is not None and outer.window.each:
        yield outer.say("rules.window.nested", "warning")


def days_of(length: Duration) -> int:
    return length.days + length.workdays * 7 // 5 + length.months * 30 + length.minutes // 1440


def _unbounded(selector: Selector, window: WindowSpec | None, place: Place) -> Iterator[Problem]:
    """In a window without a beginning a record of long ago would do, unless a line ties it to `$each`."""
    open_below = window is not None and (window.ahead is not None or (window.start is None and made_from_each(window.end)))
    if place.for_each is not None and open_below:
        yield from _untied(selector, place)
    if window is not None and _in_hours(window) and any(branch.at not in OWN_DAYS for branch in selector.branches):
        yield place.say("rules.at.hours", found=" ".join(branch.at for branch in selector.branches if branch.at))


def _untied(selector: Selector, place: Place) -> Iterator[Problem]:
    if not all("each" in roots(branch.lines) for branch in selector.branches):
        yield place.say("rules.window.unbounded")


def _in_hours(window: WindowSpec) -> bool:
    return any(isinstance(node, Duration) and node.minutes for node in nodes((window.start, window.end, window.within, window.ahead)))


def _excludes_trigger(window: WindowSpec | None) -> bool:
    """Whether the window leaves out the trigger's own day for certain."""
    if window is None:
        return False
    before, after = window.end, window.start
    ahead = window.ahead is not None and window.ahead != Duration()
    return ahead or _moved_from_each(before, -1) or _moved_from_each(after, 1)


def _moved_from_each(point: object, direction: int) -> bool:
    """`$each` plus (or minus) durations that are written out."""
    if not isinstance(point, Point) or point.base != Ref("each"):
        return False
    return bool(point.offsets) and all(sign == direction and isinstance(n, Duration) and n != Duration() for sign, n in point.offsets)


# ---------------------------------------------------------------- triggers that answer themselves


def _own_paths(for_each: ForEach | None) -> tuple[tuple[str, ...], ...]:
    """How `$each` names the trigger itself: of a row its record; a value names none."""
    if for_each is None or for_each.distinct:
        return ()
    return (("record",), ("record", "id")) if for_each.rows else ((), ("id",))


def _answers_itself(trigger: Branch, answer: Branch, own: tuple[tuple[str, ...], ...], pack: Pack) -> bool:
    kinds = set(trigger.kinds) & set(answer.kinds)
    if not kinds or any(ref.root == "each" and ref.path in own for ref in references(answer.lines)):
        return False
    return not any(_exclude(one, other, kinds, pack) for one in trigger.lines for other in answer.lines)


def _exclude(one: Condition, other: Condition, kinds: set[str], pack: Pack) -> bool:
    """Two lines that no record can meet both: one field with one value, and nothing in common."""
    if not isinstance(one, Line) or not isinstance(other, Line) or one.path != other.path or len(one.path) != 1:
        return False
    if not isinstance(one.test, Among) or not isinstance(other.test, Among) or roots((one.test, other.test)):
        return False
    single = all(not record_space(pack.vocabulary, kind)[one.path[0]].many for kind in kinds)
    return single and not set(one.test.values) & set(other.test.values)


# ---------------------------------------------------------------- examples


def has_proxy(rule: Obligation) -> bool:
    return any(isinstance(part.kind, Attest) and part.kind.proxy is not None for part in rule.readings.values())


def _examples(place: Place) -> Iterator[Problem]:
    wanted = {example.want for example in place.rule.examples}
    shown = next((each for each in place.rule.examples if each.shown is not None and each.want == "attested"), None)
    if shown is not None and not has_proxy(place.rule):
        yield problem(shown.at, "rules.example.shown.proxy", rule=place.rule.id)
    for verdicts in DEMANDS.values():
        if not wanted & set(verdicts):
            yield place.say("rules.examples.missing", want=" / ".join(verdicts))
