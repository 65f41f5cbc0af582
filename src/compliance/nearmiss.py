"""Records that almost count: those that fail one line of a selector (two, if there are few), each line named (language §9.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import merge
from itertools import combinations, groupby
from typing import NamedTuple

from compliance.columns import numbers_of
from compliance.conditions import compile_condition
from compliance.facts import FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.gaps import open_line
from compliance.model import AnyOf, Asked, Branch, Condition, FailedLine, Measure, NearMiss, Record, Span, Text, Truth, Window
from compliance.select import Selection
from compliance.shortfall import asks_force, asks_role, false_line, own_line, vague_day, vague_hour
from compliance.syntax import mentions
from compliance.tables import Hit, Table, day_of
from compliance.truths import FALSE, TRUE, Binding
from compliance.windows import in_hours
from compliance.words import Words

FEW = 3
AT_MOST = 5
DOUBTFUL_AT_MOST = 10


class Place(NamedTuple):
    """The records of one kind where one branch of a selector was asked, and which lines they fail, as sets of rows."""

    asked: Asked
    branch: Branch
    table: Table
    failing: tuple[tuple[Condition | str, int], ...]
    """Each line with the rows that fail it; a line that every selector has is named: status origin date role."""
    one: int
    two: int
    """Rows that fail so many."""


class Group(NamedTuple):
    """Rows that fail the same lines, at one place."""

    common: int
    """How many fail these lines too."""
    lines: tuple[Condition | str, ...]
    rows: int
    place: Place


def near_misses(measured: Measure, selection: Selection, words: Words) -> tuple[NearMiss, ...]:
    """At most five: fewest failures first, then what fewest others fail, then nearest day, then day and id.

    A line that nearly every record of the kind fails (the topic) says little; the one that only this record fails
    (somebody else in the chair) is what an assessor would point at.
    """
    counted = frozenset(record.id for record in (*measured.counted, *measured.doubtful))
    places = [_place(one, branch, table, selection) for one in _lacking(measured) for branch, table in selection.tables(one.selector)]
    common = _common(places)
    chosen: dict[str, NearMiss] = {}
    for number in (1, 2):
        if len(chosen) >= FEW:
            break
        for group, hit in _in_order([group for place in places for group in _groups(place, number, common)]):
            if len(chosen) == AT_MOST:
                break
            if hit.record.id not in counted and hit.record.id not in chosen:
                failed = tuple(_failed(line, hit, group.place, words) for line in group.lines)
                chosen[hit.record.id] = NearMiss(hit.record, failed)
    return tuple(chosen.values())


def _lacking(measured: Measure) -> tuple[Asked, ...]:
    """Where one more record would help. Not under `every`: its near-misses are the bad records, and more good ones change nothing."""
    if measured.kind in ("all_of", "any_of"):
        return tuple(asked for part in measured.parts if part.low < Truth.SATISFIED_SO_FAR for asked in _lacking(part))
    return () if measured.kind == "every" else measured.asked


def _common(places: list[Place]) -> Counter[int | str]:
    """How many records that nearly count fail each line."""
    failing: dict[tuple[int | str, Table], int] = {}
    for place in places:
        for line, rows in place.failing:
            key = _key(line), place.table
            failing[key] = failing.get(key, 0) | rows & (place.one | place.two)
    common: Counter[int | str] = Counter()
    for (line_key, _), rows in failing.items():
        common[line_key] += rows.bit_count()
    return common


def _key(line: Condition | str) -> int | str:
    return line if isinstance(line, str) else id(line)


def _groups(place: Place, number: int, common: Counter[int | str]) -> Iterator[Group]:
    exactly = place.one if number == 1 else place.two
    for failing in combinations(place.failing, number):
        rows = exactly
        for _, failed in failing:
            rows &= failed
        if rows:
            lines = tuple(line for line, _ in failing)
            yield Group(sum(common[_key(line)] for line in lines), lines, rows, place)


def _in_order(groups: list[Group]) -> Iterator[tuple[Group, Hit]]:
    groups.sort(key=lambda group: group.common)
    for _, alike in groupby(groups, key=lambda group: group.common):
        by_distance = [_by_distance(group) for group in alike]
        for _, group, hit in by_distance[0] if len(by_distance) == 1 else merge(*by_distance, key=lambda item: item[0]):
            yield group, hit


def _by_distance(group: Group) -> Iterator[tuple[int, Group, Hit]]:
    """The rows of a group by their days from the window; those in it first."""
    table, window = group.place.table, group.place.asked.window
    first, last = window.first or LAWLESS_PAST, window.last or FAR_FUTURE
    inside = table.between(first, last)
    for number in numbers_of(group.rows & inside):
        yield 0, group, table.hits[number]
    below = table.up_to(first) & ~inside
    before = (((first - hit.last).days, group, hit) for hit in reversed(table.pick(group.rows & below)))
    after = (((hit.first - last).days, group, hit) for hit in table.pick(group.rows & ~inside & ~below))
    yield from merge(before, after, key=lambda item: item[0])


def taken(measured: Measure, others: tuple[tuple[str, str], ...], selection: Selection) -> tuple[NearMiss, ...]:
    """Records that would count and count for another obligation already, no record counting for both."""
    found: dict[str, NearMiss] = {}
    known = dict(others)
    for asked in _lacking(measured) if measured.low < Truth.SATISFIED_SO_FAR else ():
        for hit in selection.certain(asked.selector, asked.binding, asked.window.first, asked.window.last):
            rule = known.get(hit.record.id)
            if rule is not None:
                fact = Text(f"已计入 {rule}，不能重复计算", f"already counts for {rule}, and no record counts twice")
                wanted = Text("没有计入别的", "not counted elsewhere")
                line = FailedLine("exclusive", Text("重复使用", "counted twice"), Text(rule, rule), wanted, fact)
                found[hit.record.id] = NearMiss(hit.record, (line,))
    return tuple(found.values())[:AT_MOST]


def doubtful(asked: tuple[Asked, ...], records: tuple[Record, ...], selection: Selection, words: Words) -> tuple[NearMiss, ...]:
    """The first doubtful records with the lines that their fields do not decide; the reasons say how many there are."""
    found: dict[str, NearMiss] = {}
    for record in records[:DOUBTFUL_AT_MOST]:
        branches = ((place, branch) for place in asked for branch in place.selector.branches if record.kind in branch.kinds)
        unknown = (tuple(_unknown(record, branch, place, selection, words)) for place, branch in branches)
        lines = next(filter(None, unknown), None)
        if lines:
            found[record.id] = NearMiss(record, lines)
    return tuple(found[name] for name in sorted(found))


def broken(failing: tuple[tuple[Record, tuple[Condition, ...]], ...], binding: Binding, words: Words) -> tuple[NearMiss, ...]:
    """Records that are in but break a `must` line: all of them, by day."""
    return tuple(
        NearMiss(record, tuple(_broken(line, record, binding, words) for line in lines)) for record, lines in failing
    )


def _broken(line: Condition, record: Record, binding: Binding, words: Words) -> FailedLine:
    """A `must` line that is false, or of which the record does not say enough."""
    day = Span(record.first, record.last)
    key = ("tester", id(line), record.kind)
    truth = words.once(key, lambda: compile_condition(words.facts, line, words.space(record.kind)))(record, *day, binding)
    return (false_line if truth == FALSE else open_line)(line, record, day, binding, words)


# ---------------------------------------------------------------- which lines the rows fail


def _place(asked: Asked, branch: Branch, table: Table, selection: Selection) -> Place:
    failing: list[tuple[Condition | str, int]] = []
    near = table.every
    for line in branch.lines:
        rows = _false(line, table, asked, selection)
        if isinstance(line, AnyOf):
            nearest, more = _of_alternatives(line, rows, table, asked, selection)
            failing += nearest
            near &= ~more
        else:
            failing.append((line, rows))
            if line.path == ("id",):
                near &= ~rows  # simply another thing
    # Who only lacks a role on the roster is no stranger: the roster may be what is incomplete.
    near &= ~_strangers([rows for line, rows in failing if not asks_role(line) and not asks_force(line)], len(branch.lines), table.every)
    failing += _own_lines(branch, table, asked, selection.facts)
    failing += _run_line(branch, table, asked, selection)
    one, two = _tally([rows for _, rows in failing], near)
    return Place(asked, branch, table, tuple((line, rows) for line, rows in failing if rows & (one | two)), one, two)


def _false(line: Condition, table: Table, asked: Asked, selection: Selection) -> int:
    column = selection.lookup.column(line, table, asked.binding)
    return table.every & ~(column.true | column.unknown)


def _tally(failing: list[int], rows: int) -> tuple[int, int]:
    """Those of the rows that are in exactly one of the sets, and in exactly two."""
    none, one, two = rows, 0, 0
    for all_failed in failing:
        failed = all_failed & rows
        if failed:
            two = two & ~failed | one & failed
            one = one & ~failed | none & failed
            none &= ~failed
    return one, two


def _strangers(failing: list[int], lines: int, rows: int) -> int:
    """Rows that fail as many lines as there are: they have nothing in common with what is wanted but the kind."""
    if lines > 2:
        return 0
    one, two = _tally(failing, rows)
    return one | two if lines == 1 else two


def _of_alternatives(
    line: AnyOf, false: int, table: Table, asked: Asked, selection: Selection
) -> tuple[list[tuple[Condition, int]], int]:
    """Where all are false: the false lines of the one that is nearest to true; and the rows that fail three or more even of that."""
    left = false
    found: list[tuple[Condition, int]] = []
    alternatives = [[(inner, _false(inner, table, asked, selection)) for inner in lines] for lines in line.alternatives]
    tallies = [_tally([rows for _, rows in failing], table.every) for failing in alternatives]
    for number in (0, 1):
        for failing, tally in zip(alternatives, tallies, strict=True):
            nearest = left & tally[number]
            found += [(inner, rows & nearest) for inner, rows in failing]
            left &= ~nearest
    return found, left


def _own_lines(branch: Branch, table: Table, asked: Asked, facts: Facts) -> Iterator[tuple[str, int]]:
    """Status, origin, date and role on the day are lines too."""
    window, binding = asked.window, asked.binding
    yield "status", table.every & ~table.done
    if not any(mentions(line, "origin") for line in branch.lines):
        yield "origin", table.compiled
    in_window = table.between(window.first or LAWLESS_PAST, window.last or FAR_FUTURE) & ~_out_of_hours(window, table)
    yield "date", table.undated | table.every & ~in_window | table.done & ~table.up_to(facts.as_of)
    if binding.person:
        yield "role", table.every & ~table.on_days(facts.days_held(binding.person, binding.role)) & ~table.undated


def _out_of_hours(window: Window, table: Table) -> int:
    """The rows of the first and the last day that surely lie before the first or after the last hour."""
    if window.opens is None and window.closes is None:
        return 0
    edges = [(window.first, window.opens), (window.last, window.closes)]
    rows = 0
    for day, moments in edges:
        rows |= table.between(day, day) if day is not None and moments is not None else 0
    numbers = list(numbers_of(rows))
    told = in_hours([table.hits[number] for number in numbers], window)
    return sum(1 << number for number, (_, truth) in zip(numbers, told, strict=True) if truth == FALSE)


def _run_line(branch: Branch, table: Table, asked: Asked, selection: Selection) -> Iterator[tuple[str, int]]:
    """That it completes so many in a row is a line too: the first one in a row nearly counts."""
    if branch.run is None:
        return
    completing = selection.matching(branch, table, asked.binding)
    lines = [selection.lookup.column(line, table, asked.binding) for line in (*branch.lines, *branch.run.lines)]
    going = table.done & table.every
    for column in lines:
        going &= column.true
    yield "run", going & ~completing.true & ~completing.unknown


# ---------------------------------------------------------------- in words


def _failed(line: Condition | str, hit: Hit, place: Place, words: Words) -> FailedLine:
    day = Span(hit.first, hit.last)
    if isinstance(line, str):
        return own_line(line, hit.record, day, place.asked, place.branch, words)
    return false_line(line, hit.record, day, place.asked.binding, words)


def _unknown(record: Record, branch: Branch, place: Asked, selection: Selection, words: Words) -> Iterator[FailedLine]:
    day = day_of(record, branch.at)
    if day is None:
        return
    truths = [(line, selection.lookup.tester(line, record.kind)(record, day.first, day.last, place.binding)) for line in branch.lines]
    if any(truth == FALSE for _, truth in truths):
        return
    for line, truth in truths:
        for undecided in _open(line, record, day, place.binding, selection) if truth != TRUE else ():
            yield open_line(undecided, record, day, place.binding, words)
    if day.first != day.last:
        yield vague_day(day, place.window)
    elif record.time is None and (place.hours or _hour_matters(record, day, place.window)):
        yield vague_hour(record, place.window)


def _hour_matters(record: Record, day: Span, window: Window) -> bool:
    return any(truth not in (TRUE, FALSE) for _, truth in in_hours([Hit(*day, record, TRUE)], window))


def _open(line: Condition, record: Record, day: Span, binding: Binding, selection: Selection) -> list[Condition]:
    """A line that is not known; of alternatives, the unknown lines of the first that may still be true."""
    if not isinstance(line, AnyOf):
        return [line]
    for lines in line.alternatives:
        truths = [(inner, selection.lookup.tester(inner, record.kind)(record, day.first, day.last, binding)) for inner in lines]
        if all(truth != FALSE for _, truth in truths):
            return [inner for inner, truth in truths if truth != TRUE]
    return [line]
