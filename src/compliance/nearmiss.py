"""Records that almost count: those that fail one line of a selector (two, if there are few), each line named (language §9.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from compliance.conditions import FALSE, TRUE, Binding, gather
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.model import AnyOf, Asked, Branch, Condition, FailedLine, Line, NearMiss, Record, Span, Text, Window
from compliance.select import Selection, day_of
from compliance.syntax import mentions
from compliance.vocabulary import record_space
from compliance.words import NOT_GIVEN, Words

FEW = 3
AT_MOST = 5
STATUS = {
    "done": Text("已完成", "done"),
    "draft": Text("草稿", "draft"),
    "planned": Text("计划中", "planned"),
    "cancelled": Text("已取消", "cancelled"),
}
ORIGIN = {"original": Text("原始材料", "original"), "compiled": Text("为迎检汇编的材料", "compiled for the assessment")}


class Miss(NamedTuple):
    """A record that nearly counts. What it fails is put into words only if it is shown."""

    record: Record
    day: Span | None
    branch: Branch
    place: Asked
    failed: tuple[Condition, ...]
    own: tuple[str, ...]
    """The failed lines that every selector has: status origin date role."""
    distance: int
    """Days from the window."""

    @property
    def lines(self) -> tuple[object, ...]:
        return (*map(id, self.failed), *self.own)


def near_misses(asked: tuple[Asked, ...], counted: frozenset[str], selection: Selection, words: Words) -> tuple[NearMiss, ...]:
    """At most five: fewest failures first, then what fewest others fail, then nearest day, then id.

    A line that nearly every record of the kind fails (the topic) says little; the one that only this record fails
    (somebody else in the chair) is what an assessor would point at.
    """
    best: dict[str, Miss] = {}
    for place in asked:
        for miss in _misses(place, counted, selection):
            known = best.get(miss.record.id)
            if known is None or (len(miss.lines), miss.distance) < (len(known.lines), known.distance):
                best[miss.record.id] = miss
    common = Counter(line for miss in best.values() for line in miss.lines)
    ordered = sorted(best.values(), key=lambda m: (len(m.lines), sum(common[line] for line in m.lines), m.distance, m.record.id))
    single = [miss for miss in ordered if len(miss.lines) == 1]
    chosen = single if len(single) >= FEW else ordered
    return tuple(NearMiss(miss.record, _in_words(miss, selection, words)) for miss in chosen[:AT_MOST])


def doubtful(asked: tuple[Asked, ...], records: tuple[Record, ...], selection: Selection, words: Words) -> tuple[NearMiss, ...]:
    """The doubtful records with the lines that their fields do not decide."""
    found: dict[str, NearMiss] = {}
    wanted = {record.id for record in records}
    for place in asked:
        for branch in place.selector.branches:
            for kind in branch.kinds:
                for record in selection.facts.by_kind.get(kind, ()):
                    if record.id in wanted and record.id not in found:
                        lines = tuple(_unknown(record, branch, place, selection, words))
                        if lines:
                            found[record.id] = NearMiss(record, lines)
    return tuple(found[name] for name in sorted(found))


def broken(failing: tuple[tuple[Record, tuple[Condition, ...]], ...], binding: Binding, words: Words) -> tuple[NearMiss, ...]:
    """Records that are in but break a `must` line: all of them, by day."""
    return tuple(
        NearMiss(record, tuple(_line(line, record, Span(record.first, record.last), binding, words) for line in lines)) for record, lines in failing
    )


def _misses(place: Asked, counted: frozenset[str], selection: Selection) -> Iterator[Miss]:
    for branch in place.selector.branches:
        for kind in branch.kinds:
            for record in selection.facts.by_kind.get(kind, ()):
                if record.id not in counted and (miss := _miss(record, branch, place, selection)) is not None:
                    yield miss


def _miss(record: Record, branch: Branch, place: Asked, selection: Selection) -> Miss | None:
    """None: it fails more than two lines, only lines whose truth is unknown, or it is simply another thing (`id`)."""
    day = day_of(record, branch.at)
    first, last = day or Span(record.first, record.last)
    failed: list[Condition] = []
    for line in branch.lines:
        if selection.tester(line, record.kind)(record, first, last, place.binding) == FALSE:
            failed += _failing(line, record, Span(first, last), place.binding, selection)
            if len(failed) > 2 or (isinstance(line, Line) and line.path == ("id",)):
                return None
    if failed and len(failed) >= len(branch.lines):
        return None  # it has nothing in common with what is wanted but its kind
    own = tuple(_own_lines(record, day, branch, place, selection.facts))
    if not 1 <= len(failed) + len(own) <= 2:
        return None
    return Miss(record, day, branch, place, tuple(failed), own, _distance(first, last, place.window))


def _failing(line: Condition, record: Record, day: Span, binding: Binding, selection: Selection) -> list[Condition]:
    """A line that is false; of alternatives, the false lines of the one that is nearest to true."""
    if not isinstance(line, AnyOf):
        return [line]
    false = [
        [inner for inner in lines if selection.tester(inner, record.kind)(record, day.first, day.last, binding) == FALSE]
        for lines in line.alternatives
    ]
    return min(false, key=len, default=[line]) or [line]


def _own_lines(record: Record, day: Span | None, branch: Branch, place: Asked, facts: Facts) -> Iterator[str]:
    """Status, origin, date and role on the day are lines too."""
    if record.status != "done":
        yield "status"
    if record.origin == "compiled" and not any(mentions(line, "origin") for line in branch.lines):
        yield "origin"
    if day is None:
        yield "date"
        return
    window, binding = place.window, place.binding
    if day.last < (window.first or LAWLESS_PAST) or day.first > (window.last or FAR_FUTURE) or (record.status == "done" and day.first > facts.as_of):
        yield "date"
    if binding.person and facts.holds(binding.person, binding.role, day.first, day.last) is False:
        yield "role"


def _in_words(miss: Miss, selection: Selection, words: Words) -> tuple[FailedLine, ...]:
    day = miss.day or Span(miss.record.first, miss.record.last)
    lines = [_line(line, miss.record, day, miss.place.binding, words) for line in miss.failed]
    return (*lines, *(_own_in_words(name, miss, selection.facts, words) for name in miss.own))


def _own_in_words(name: str, miss: Miss, facts: Facts, words: Words) -> FailedLine:
    record, window = miss.record, miss.place.window
    if name == "status":
        return FailedLine(name, Text("状态", "status"), STATUS[record.status], STATUS["done"])
    if name == "origin":
        return FailedLine(name, Text("材料性质", "origin"), ORIGIN["compiled"], ORIGIN["original"])
    if name == "role":
        title = facts.pack.roles[miss.place.binding.role].title
        return FailedLine(name, Text("任职", "role"), Text("当日不在任", "not in the role that day"), title)
    if miss.day is None:
        label = words.path((miss.branch.at,), record_space(facts.pack.vocabulary, record.kind))
        return FailedLine(miss.branch.at, label, NOT_GIVEN, _days(window))
    inside = miss.day.last >= (window.first or LAWLESS_PAST) and miss.day.first <= (window.last or FAR_FUTURE)
    by_then = Text(f"不晚于检查日 {facts.as_of}", f"by the day of the check, {facts.as_of}")
    return FailedLine(name, Text("日期", "date"), _day(miss.day), by_then if inside else _days(window))


def _unknown(record: Record, branch: Branch, place: Asked, selection: Selection, words: Words) -> Iterator[FailedLine]:
    day = day_of(record, branch.at)
    if day is None:
        return
    truths = [(line, selection.tester(line, record.kind)(record, day.first, day.last, place.binding)) for line in branch.lines]
    if any(truth == FALSE for _, truth in truths):
        return
    for line, truth in truths:
        for open_line in _open(line, record, day, place.binding, selection) if truth != TRUE else ():
            yield _line(open_line, record, day, place.binding, words)
    if day.first != day.last:
        yield FailedLine("date", Text("日期", "date"), _day(day), _days(place.window))
    elif place.binding.person and selection.facts.holds(place.binding.person, place.binding.role, *day) is None:
        yield FailedLine("role", Text("任职", "role"), Text("不清楚", "not known"), selection.facts.pack.roles[place.binding.role].title)


def _open(line: Condition, record: Record, day: Span, binding: Binding, selection: Selection) -> list[Condition]:
    """A line that is not known; of alternatives, the unknown lines of the first that may still be true."""
    if not isinstance(line, AnyOf):
        return [line]
    for lines in line.alternatives:
        truths = [(inner, selection.tester(inner, record.kind)(record, day.first, day.last, binding)) for inner in lines]
        if all(truth != FALSE for _, truth in truths):
            return [inner for inner, truth in truths if truth != TRUE]
    return [line]


def _line(line: Condition, record: Record, day: Span, binding: Binding, words: Words) -> FailedLine:
    """One line in words: what it speaks of, what was found, what was wanted."""
    facts = words.facts
    label = words.label(line, record.kind)
    wanted = words.wanted(line, record.kind, record, day.last, binding)
    if isinstance(line, AnyOf):
        return FailedLine(line.source, label, Text("都不满足", "none holds"), wanted)
    found = gather(facts, record.fields, record_space(facts.pack.vocabulary, record.kind), line.path, day.first, day.last)
    shown = words.values(found.values) if found.values or not found.bits else words.unknown(found.bits)
    return FailedLine(line.source, label, shown, wanted)


def _distance(first: date, last: date, window: Window) -> int:
    if window.first and last < window.first:
        return (window.first - last).days
    if window.last and first > window.last:
        return (first - window.last).days
    return 0


def _day(day: Span) -> Text:
    if day.first == day.last:
        return Text(str(day.first), str(day.first))
    return Text(f"{day.first} 至 {day.last} 之间，不到日", f"between {day.first} and {day.last}, no exact day")


def _days(window: Window) -> Text:
    first, last = window.first, window.last
    if first and last:
        return Text(f"{first} 至 {last}", f"{first} to {last}")
    if last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 以后", f"from {first}") if first else Text("任何一天", "any day")


