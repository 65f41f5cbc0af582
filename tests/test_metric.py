"""Timed response, recurrence and spacing as metric temporal logic has them, over whole numbers.

The oracle below knows no dates: it counts days, or minutes, from a Monday (day 0, 3 January 2022), and work days by the remainder of
seven. Every limit is tried at the boundary and one step either side; then sets of days at random.

| rule | metric temporal logic |
|---|---|
| `for_each: {record: p}, in: {within: n}, count: {of: q, at_least: 1}` | G(p → F[0, n] q) |
| `in: PERIOD, count: {of: q, at_least: n}` | in each period of the calendar at least n times q |
| `spacing: {of: q, at_most: n, edges: none}` | G(q → F(0, n] q ∨ G(0, ∞) ¬q) |
| `spacing: {…, edges: both}` | that, and F[0, n] q at the start, P[0, n] q at the end |
| `spacing: {of: q, at_least: n, edges: none}` | G(q → G[0, n) ¬q) but for itself |

`within: n wd` is F over the days up to the n-th work day after p: fewer than n work days lie between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compliance.facts import Facts
from compliance.measure import Judged, judge
from compliance.model import Evidence, Pack, Person, Record, Spell, Text, Truth, Unit
from compliance.rulebook import load_pack
from compliance.select import Selection
from rule_kit import write

MONDAY = date(2022, 1, 3)
OVER = 3_000
"""A day after everything."""
HOURS = 60
V, V_SO_FAR, S_SO_FAR, S = Truth
few = settings(max_examples=settings().max_examples // 2)
"""For what is tried for many limits."""

HEAD = """\
pack: metric
title: {zh: 时限, en: Time}
year: 2022
calendar: weekdays
lists: [duties]
roles: {board: {title: {zh: 班子, en: board}}}
vocabulary:
  kinds:
    p: {title: {zh: 起因, en: p}, fields: {note: text}}
    q: {title: {zh: 答复, en: q}, fields: {note: text}}
selectors: {p: {kind: p}, q: {kind: q}}
example_unit: {people: {wang1: {name: 王一, roles: [{role: board}]}}}
"""
LIST = """\
list: duties
title: {zh: 清单, en: Duties}
articles: {一: {zh: 第一条, en: Article 1}}
obligations:
"""
REST = (
    "title: {zh: 要求, en: Duty}, source: {article: 一, quote: 开会}, bearer: {group: board}, "
    "examples: [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]"
)
WITHIN = ("0d", "1d", "3d", "7d", "1wd", "2wd", "5wd", "2h", "24h", "30h")
PERIODS = ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")
DAYS = "in: {from: 2022-01-03, to: 2022-01-30}"
MOMENTS = "in: {from: 2022-01-03 + 9h, to: 2022-01-03 + 18h}"
RULES = {
    **{f"within-{n}": f"for_each: {{record: p}}, in: {{within: {n}, roll: none}}, count: {{of: q, at_least: 1}}" for n in WITHIN},
    "rolled-3d": "for_each: {record: p}, in: {within: 3d}, count: {of: q, at_least: 1}",
    **{f"{period}-{n}": f"in: {period}, count: {{of: q, at_least: {n}}}" for period in PERIODS for n in (1, 2)},
    "blocks-1": "in: {each: 15d, over: {from: 2022-01-03, to: end}}, count: {of: q, at_least: 1}",
    **{f"far-{n}-{edges}": f"{DAYS}, spacing: {{of: q, at_most: {n}, edges: {edges}}}"
       for n in ("1d", "5d", "1wd", "3wd") for edges in ("both", "start", "end", "none")},
    **{f"near-{n}": f"{DAYS}, spacing: {{of: q, at_least: {n}, edges: none}}" for n in ("1d", "5d", "1wd", "3wd")},
    "far-2h": f"{MOMENTS}, spacing: {{of: q, at_most: 2h}}",
    "near-90min": f"{MOMENTS}, spacing: {{of: q, at_least: 90min, edges: none}}",
    "far-6h-a-day": "in: {from: 2022-01-03, to: 2022-01-03}, spacing: {of: q, at_most: 6h}",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    written = "".join(f"- {{id: {name}, {REST}, {body}}}\n" for name, body in RULES.items())
    return load_pack(write(tmp_path_factory.mktemp("metric") / "metric", {"pack.yaml": HEAD, "duties.yaml": LIST + written}))


# ---------------------------------------------------------------- ours


UNIT = Unit("u", Text("", ""), (), people={"wang1": Person("wang1", "王一", (Spell("board"),))})


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def on(kind: str, days: Iterable[int], *, clock: bool = False) -> list[Record]:
    """With `clock` some of them say at what time of day, now late and now early."""
    hours = (time(8), time(23, 59), None, time(0), time(17, 30))
    return [_record(kind, number, day(number), hours[number % 5] if clock else None) for number in sorted(days)]


def at(kind: str, minutes: Iterable[int]) -> list[Record]:
    """Minutes from Monday 00:00."""
    moments = [(n, datetime.combine(MONDAY, time()) + timedelta(minutes=n)) for n in sorted(minutes)]
    return [_record(kind, number, moment.date(), moment.time()) for number, moment in moments]


def _record(kind: str, number: int, when: date, clock: time | None) -> Record:
    key = f"{kind}{number:+}"
    given = {"id": key, "kind": kind, "status": "done", "origin": "original", "date": when}
    return Record(key, kind, when, when, given, time=clock)


def judged(pack: Pack, name: str, records: Iterable[Record], as_of: int) -> list[Judged]:
    rule = next(rule for rule in pack.obligations if rule.id == name)
    ordered = tuple(sorted(records, key=lambda record: (record.first, record.id)))
    found = list(judge(rule, Selection(Facts(pack, Evidence(UNIT, ordered), day(as_of)))))
    assert all(one.measure.fault is None for one in found)
    return found


def low(pack: Pack, name: str, records: Iterable[Record], as_of: int) -> Truth:
    [only] = judged(pack, name, records, as_of)
    assert only.measure.low == only.measure.high
    return only.measure.low


# ---------------------------------------------------------------- the oracle: whole numbers


def works(number: int) -> bool:
    return number % 7 < 5


def work_days(after: int, before: int) -> int:
    """How many lie strictly between."""
    return sum(works(number) for number in range(after + 1, before))


def near_enough(length: str) -> Callable[[int, int], bool]:
    """Whether the second of two days, which is not before the first, is within the length of it."""
    n, unit = int(length.rstrip("dw")), length.lstrip("0123456789")
    return (lambda one, other: other - one <= n) if unit == "d" else (lambda one, other: work_days(one, other) < n)


def far_enough(length: str) -> Callable[[int, int], bool]:
    """Whether the length has gone by: of work days that the n-th has come."""
    n, unit = int(length.rstrip("dw")), length.lstrip("0123456789")
    return (lambda one, other: other - one >= n) if unit == "d" else (lambda one, other: work_days(one, other + 1) >= n)


def answered(trigger: int, answers: Collection[int], as_of: int, within: Callable[[int, int], bool]) -> Truth:
    if any(trigger <= answer <= as_of and within(trigger, answer) for answer in answers):
        return S
    return V_SO_FAR if within(trigger, as_of) else V


def kept(days: Sequence[int], edges: str, first: int, end: int, fits: Callable[[int, int], bool]) -> bool:
    """Whether all neighbours fit; a day before `first` stands for the start, if there is one."""
    inside, before = [n for n in days if first <= n <= end], [n for n in days if n < first]
    row = [*before[-1:], *inside]
    if edges in ("both", "start") and not before:
        row = [first, *row]
    if edges in ("both", "end"):
        row = [*row, end]
    return all(fits(one, other) for one, other in pairwise(row))


# ---------------------------------------------------------------- timed response


@pytest.mark.parametrize("length", [n for n in WITHIN if n.endswith("d")])
@pytest.mark.parametrize("trigger", range(7))
def test_an_answer_is_in_time_to_the_day(pack: Pack, length: str, trigger: int) -> None:
    """For a trigger on each day of the week: the last day and one either side, answered and looked at."""
    within = near_enough(length)
    last = max(n for n in range(trigger, trigger + 30) if within(trigger, n))
    for answer, as_of in product((trigger - 1, trigger, last - 1, last, last + 1), (trigger, last - 1, last, last + 1, OVER)):
        if as_of >= trigger:
            wanted = answered(trigger, [answer], as_of, within)
            assert low(pack, f"within-{length}", [*on("p", [trigger]), *on("q", [answer])], as_of) == wanted, (answer, as_of)


@pytest.mark.parametrize("length", ["1d", "3d", "2wd"])
@few
@given(triggers=st.sets(st.integers(0, 20), min_size=1), answers=st.sets(st.integers(0, 25)), as_of=st.integers(0, 30))
def test_every_trigger_is_answered_or_not(pack: Pack, length: str, triggers: set[int], answers: set[int], as_of: int) -> None:
    found = judged(pack, f"within-{length}", [*on("p", triggers), *on("q", answers)], as_of)
    begun = [trigger for trigger in sorted(triggers) if trigger <= as_of]
    if not begun:
        assert [one.measure.kind for one in found] == ["no_trigger"]
        return
    wanted = [answered(trigger, answers, as_of, near_enough(length)) for trigger in begun]
    assert [one.measure.low for one in found] == wanted


@pytest.mark.parametrize("trigger", range(7))
def test_a_limit_in_days_that_ends_on_no_work_day_rolls_to_the_next(pack: Pack, trigger: int) -> None:
    last = next(n for n in range(trigger + 3, trigger + 9) if works(n))
    for answer in (last - 1, last, last + 1):
        found = low(pack, "rolled-3d", [*on("p", [trigger]), *on("q", [answer])], OVER)
        assert found == (S if answer <= last else V)


@pytest.mark.parametrize("hours", [2, 24, 30])
@pytest.mark.parametrize("trigger", [0, 9 * HOURS, 23 * HOURS + 59])
def test_an_answer_is_in_time_to_the_minute(pack: Pack, hours: int, trigger: int) -> None:
    """Whether the limit is past is known by whole days: on the day of its last moment it is open still.

    A limit that falls on midnight is 24:00 of the day that ends with it: 00:00, written on the next day, is too late for it.
    """
    last = trigger + hours * HOURS
    last_day, latest = (last - 1) // 1440, last - (last % 1440 == 0)
    for answer in (trigger - 1, trigger, trigger + 1, last - 1, last, last + 1):
        for as_of in (last_day, last_day + 1, OVER):
            made = trigger <= answer <= latest and answer // 1440 <= as_of
            wanted = S if made else V_SO_FAR if as_of <= last_day else V
            assert low(pack, f"within-{hours}h", [*at("p", [trigger]), *at("q", [answer])], as_of) == wanted, (answer, as_of)


# ---------------------------------------------------------------- recurrence


KEYS: dict[str, Callable[[date], tuple[int, ...]]] = {
    "year": lambda d: (d.year,),
    "half_year": lambda d: (d.year, d.month > 6),
    "quarter": lambda d: (d.year, (d.month + 2) // 3),
    "two_months": lambda d: (d.year, (d.month + 1) // 2),
    "month": lambda d: (d.year, d.month),
    "ten_days": lambda d: (d.year, d.month, 1 + (d.day > 10) + (d.day > 20)),
    "week": lambda d: (d.isocalendar().year, d.isocalendar().week),
    "day": lambda d: (d.year, d.month, d.day),
}
YEAR = [date(2022, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("period", PERIODS)
@few
@given(
    days=st.lists(st.integers(-5, 367), max_size=12, unique=True),
    at_least=st.sampled_from((1, 2)),
    as_of=st.integers(0, 370),
)
@example(days=[-2, -1, 0, 27, 28, 29, 57, 58, 59, 177, 178, 179, 361, 362, 363], at_least=1, as_of=370)
@example(days=[-3, -2, 7, 8, 17, 18, 28, 29, 38, 39, 362, 363, 364], at_least=2, as_of=363)
def test_so_many_times_in_each_period(pack: Pack, period: str, days: list[int], at_least: int, as_of: int) -> None:
    """Which day is of which period is said by the calendar's own words, and the end of one is the day before the next."""
    key = KEYS[period]
    found = judged(pack, f"{period}-{at_least}", on("q", days), as_of)
    owed = sorted({key(d) for d in YEAR if period != "week" or key(d)[0] == 2022})
    wanted = []
    for name in owed:
        times = sum(key(day(n)) == name for n in days if n <= as_of)
        wanted.append(S if times >= at_least else V if key(day(as_of)) > name else V_SO_FAR)
    assert [one.measure.low for one in found] == wanted


@given(days=st.lists(st.integers(0, 362), max_size=25, unique=True), as_of=st.integers(0, 380))
@example(days=[14, 15, 44, 45, 75, 90], as_of=91)
def test_once_in_every_fifteen_days(pack: Pack, days: list[int], as_of: int) -> None:
    found = judged(pack, "blocks-1", on("q", days), as_of)
    met = {n // 15 for n in days if n <= as_of}
    assert [one.measure.low for one in found] == [
        S if block in met else V if as_of // 15 > block else V_SO_FAR for block in range(362 // 15 + 1)
    ]


# ---------------------------------------------------------------- spacing


@pytest.mark.parametrize("edges", ["both", "start", "end", "none"])
@pytest.mark.parametrize("length", ["1d", "5d", "1wd", "3wd"])
@few
@given(days=st.sets(st.integers(-6, 30), max_size=12), as_of=st.integers(0, 32))
@example(days={0, 5, 10, 15, 20, 25}, as_of=28)
@example(days={5, 10, 15, 20, 25}, as_of=30)
@example(days={5, 11}, as_of=11)
@example(days={-1, 4, 9}, as_of=14)
@example(days={-1, 4, 9}, as_of=15)
@example(days={4, 7, 8, 11, 14, 18, 21, 24, 27}, as_of=28)
def test_never_too_far_apart(pack: Pack, length: str, edges: str, days: set[int], as_of: int) -> None:
    """The window is 28 days from the Monday on; what is dated after `as_of` has not happened. At what hour is nothing to it."""
    [one] = judged(pack, f"far-{length}-{edges}", on("q", days, clock=True), as_of)
    happened, closed = sorted(n for n in days if n <= as_of), as_of > 27
    fine = kept([n for n in happened if n <= 27], edges, 0, min(as_of, 27), near_enough(length))
    assert one.measure.high == ((S if closed else S_SO_FAR) if fine else V)
    nothing = edges != "both" and not any(n <= 27 for n in happened)  # one edge alone makes no distance
    assert (one.measure.doubts == {"undeclared"}) is nothing
    if nothing:
        assert one.measure.low == (V if closed else V_SO_FAR)
    else:
        assert one.measure.low == one.measure.high


@pytest.mark.parametrize("length", ["1d", "5d", "1wd", "3wd"])
@few
@given(days=st.sets(st.integers(-6, 30), min_size=1, max_size=6))
@example(days={0, 5, 10})
@example(days={0, 4})
@example(days={-1, 3})
@example(days={4, 7, 9})
def test_never_too_near(pack: Pack, length: str, days: set[int]) -> None:
    [one] = judged(pack, f"near-{length}", on("q", days, clock=True), 40)
    inside = [n for n in sorted(days) if n <= 27]
    assert one.measure.high == (S if kept(inside, "none", 0, 27, far_enough(length)) else V)
    assert one.measure.low == (one.measure.high if inside else V)


@given(minutes=st.sets(st.integers(8 * HOURS, 19 * HOURS), min_size=1, max_size=8))
@example(minutes={11 * HOURS, 13 * HOURS, 15 * HOURS, 17 * HOURS})
@example(minutes={11 * HOURS, 13 * HOURS, 15 * HOURS, 16 * HOURS})
@example(minutes={11 * HOURS, 13 * HOURS, 15 * HOURS, 15 * HOURS + 59})
@example(minutes={11 * HOURS + 1, 13 * HOURS, 15 * HOURS, 17 * HOURS})
@example(minutes={8 * HOURS, 10 * HOURS + 1, 12 * HOURS, 14 * HOURS, 16 * HOURS})
def test_never_too_far_apart_to_the_minute(pack: Pack, minutes: set[int]) -> None:
    """From nine to six on the Monday, at most two hours; a round before nine counts as the one before."""
    fine = kept([n for n in sorted(minutes) if n <= 18 * HOURS], "both", 9 * HOURS, 18 * HOURS, lambda one, other: other - one <= 120)
    assert low(pack, "far-2h", at("q", minutes), 2) == (S if fine else V)


@given(minutes=st.sets(st.integers(9 * HOURS, 18 * HOURS), min_size=1, max_size=4))
@example(minutes={9 * HOURS, 9 * HOURS + 90})
@example(minutes={9 * HOURS, 9 * HOURS + 89})
def test_never_too_near_to_the_minute(pack: Pack, minutes: set[int]) -> None:
    fine = kept(sorted(minutes), "none", 9 * HOURS, 18 * HOURS, lambda one, other: other - one >= 90)
    assert low(pack, "near-90min", at("q", minutes), 2) == (S if fine else V)


@given(minutes=st.sets(st.integers(0, 24 * HOURS - 1), min_size=1, max_size=6))
@example(minutes={30})
@example(minutes={6 * HOURS, 12 * HOURS, 18 * HOURS})
@example(minutes={6 * HOURS, 12 * HOURS, 18 * HOURS - 1})
def test_a_day_has_24_hours(pack: Pack, minutes: set[int]) -> None:
    """A window of whole days ends at 24:00 of its last day, where hours count."""
    fine = kept(sorted(minutes), "both", 0, 24 * HOURS, lambda one, other: other - one <= 6 * HOURS)
    assert low(pack, "far-6h-a-day", at("q", minutes), 2) == (S if fine else V)
