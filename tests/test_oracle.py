"""The oracle itself, on cases whose answers stand in the rule language's text; so agreement with the program means something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import oracle
from compliance import model as m
from oracle_conditions import Case, both, either, opposite
from oracle_kinds import Outcome
from oracle_windows import period_of, periods, shift
from strategies import among, line, pack, ref

V, V_SO_FAR, S_SO_FAR, S = m.Truth
JANUARY = (date(2022, 1, 1), date(2022, 1, 31))


def day(number: int) -> date:
    """A day of January; 32 is 1 February."""
    return date.fromordinal(date(2021, 12, 31).toordinal() + number)


def meeting(number: int, key: str = "", **fields: Any) -> m.Record:
    return fact("meeting", number, key, **fields)


def fact(kind: str, number: int, key: str = "", until: int = 0, status: str = "done", **fields: Any) -> m.Record:
    first, last, key = day(number), day(until or number), key or f"{kind}-{number}"
    when = first if first == last else m.Span(first, last)
    given = {"id": key, "kind": kind, "status": status, "origin": "original", "date": when, **fields}
    return m.Record(key, kind, first, last, given, status, given["origin"])


def selector(kind: str = "meeting", *lines: m.Condition, name: str = "", at: str = "") -> m.Selector:
    return m.Selector(name, (m.Branch((kind,), lines, at),))


def at_least(n: int, of: m.Selector | None = None) -> m.Count:
    return m.Count(of or selector(), (m.Bound("at_least", n),))


def at_most(n: int, of: m.Selector | None = None) -> m.Count:
    return m.Count(of or selector(), (m.Bound("at_most", n),))


LI = m.Person("li", "li", (m.Spell("member"),))


def look(
    kind: m.Kind,
    records: Sequence[m.Record],
    as_of: int,
    *,
    window: m.WindowSpec | None = None,
    each: m.ForEach | None = None,
    people: Sequence[m.Person] = (LI,),
    declared: Sequence[m.Declaration] = (),
    scale: str = "month",
    **settings: Any,
) -> dict[oracle.Key, oracle.Found]:
    """The instances of one obligation, of the group of members unless said otherwise."""
    settings = {"bearer": m.Bearer("group", "member"), **settings}
    duty = m.Obligation("d1", m.Text("", ""), m.Source("", ""), "secretary", readings={"": m.Part(kind, each, window)}, **settings)
    unit = m.Unit(
        "u", m.Text("", ""), (), people={p.id: p for p in people}, attributes={"staff": (m.Dated(1),)}, declarations=tuple(declared)
    )
    return oracle.judge(pack(scale, [duty]), m.Evidence(unit, tuple(records)), day(as_of))


def only(*given: Any, **more: Any) -> oracle.Found:
    [found] = look(*given, **more).values()
    return found


def verdict(*given: Any, **more: Any) -> str:
    return only(*given, **more)[2]


def by_window(*given: Any, **more: Any) -> list[tuple[date | None, date | None, str]]:
    return [(first, last, found[2]) for (_, _, _, first, last), found in look(*given, **more).items()]


def by_subject(*given: Any, **more: Any) -> dict[str | None, str]:
    return {key[2]: found[2] for key, found in look(*given, **more).items()}


# ---------------------------------------------------------------- §4: conditions


def test_strong_kleene() -> None:
    unknown = frozenset({"missing"})
    assert both([True, unknown, False]) is False
    assert both([True, unknown]) == unknown
    assert both([]) is True
    assert either([False, unknown, True]) is True
    assert either([False, unknown]) == unknown
    assert either([]) is False
    assert opposite(unknown) == unknown


@pytest.mark.parametrize(
    ("test", "value", "truth"),
    [
        (among("x", "y"), ("x",), "in"),
        (among("x", "y"), ("z",), "out"),
        (among("x"), (), "out"),
        (among("x"), None, "doubtful"),
        (among("x"), m.Unknown.UNUSABLE, "doubtful"),
        (m.Not(among("x")), ("z",), "in"),
        (m.Not(among("x")), None, "doubtful"),
        (m.Exists(wanted=True), None, "out"),
        (m.Exists(wanted=True), (), "out"),
        (m.Exists(wanted=True), m.Unknown.UNUSABLE, "in"),
        (m.Exists(wanted=False), None, "in"),
        (m.Covers(("x", "y")), ("x", "y", "z"), "in"),
        (m.Covers(("x", "y")), ("x",), "out"),
        (m.Covers(()), (), "in"),
        (m.Covers(("x",)), None, "doubtful"),
        (m.Covers(()), None, "doubtful"),
        (m.Inside(("x", "y")), ("x",), "in"),
        (m.Inside(("x", "y")), ("x", "z"), "out"),
        (m.Inside(("x",)), (), "in"),
        (m.Size((m.Compare("at_least", 2),)), ("x", "x"), "out"),
        (m.Size((m.Compare("at_least", 2),)), ("x", "y"), "in"),
        (m.Size((m.Compare("equals", 1),), ("x", "z")), ("x", "y"), "in"),
        (m.Size((m.Compare("at_least", 1),)), None, "doubtful"),
    ],
)
def test_what_a_test_on_a_list_says(test: m.Test, value: Any, truth: str) -> None:
    record = meeting(5) if value is None else meeting(5, topics=value)
    assert (
        only(at_least(1, selector("meeting", line("topics", test))), [record], 32)
        == {
            "in": (S, S, "pass"),
            "out": (V, V, "fail"),
            "doubtful": (V, S, "inconclusive" if value is not None else "fail"),
        }[truth]
    )


AGENDA = ({"topic": "x", "own": True}, {"topic": "y"})


@pytest.mark.parametrize(
    ("quantifier", "wanted", "rows", "truth"),
    [
        ("any", "x", AGENDA, S),
        ("any", "z", AGENDA, V),
        ("all", "x", AGENDA, V),
        ("all", "x", (), S),
        ("any", "x", (), V),
        ("none", "z", AGENDA, S),
        ("none", "x", (), S),
        ("first", "x", AGENDA, S),
        ("last", "x", AGENDA, V),
        ("last", "y", AGENDA, S),
    ],
)
def test_what_a_test_on_rows_says(quantifier: str, wanted: str, rows: Any, truth: m.Truth) -> None:
    of = selector("meeting", line("agenda", m.Rows(quantifier, (line("topic", among(wanted)),))))
    assert only(at_least(1, of), [meeting(5, agenda=rows)], 32)[:2] == (truth, truth)


def test_a_row_without_the_field_is_unknown() -> None:
    of = selector("meeting", line("agenda", m.Rows("any", (line("topic", among("y")), line("own", among(True))))))
    assert only(at_least(1, of), [meeting(5, agenda=AGENDA)], 32)[:2] == (V, S)


def test_a_path_walks_into_the_attributes_as_on_the_day() -> None:
    moved = m.Person("li", "li", (m.Spell("member"),), {"section": (m.Dated("x", None, day(10)), m.Dated("y", day(11)))})
    of = selector("meeting", line("chair.section", among("y")))
    assert verdict(at_least(1, of), [meeting(10, chair="li")], 32, people=[moved]) == "fail"
    assert verdict(at_least(1, of), [meeting(11, chair="li")], 32, people=[moved]) == "pass"


def test_only_done_originals_up_to_the_day_count() -> None:
    for status in ("draft", "planned", "cancelled"):
        assert verdict(at_least(1), [meeting(5, status=status)], 32) == "fail"
    assert verdict(at_least(1), [meeting(5, origin="compiled")], 32) == "fail"
    assert verdict(at_least(1, selector("meeting", line("origin", among("compiled")))), [meeting(5, origin="compiled")], 32) == "pass"
    assert verdict(at_least(1), [meeting(20)], 19, at_risk=m.AtRisk(m.Duration())) == "pending"


def test_a_partial_date_makes_a_record_doubtful_and_never_counts() -> None:
    assert only(at_least(1), [meeting(5, until=9)], 32) == (V, S, "inconclusive")
    assert only(at_least(1), [meeting(25, until=40)], 32) == (V, S, "inconclusive")
    assert only(at_least(1), [meeting(32, until=40)], 50) == (V, V, "fail")


# ---------------------------------------------------------------- §6: points and windows


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (date(2022, 1, 1), m.Duration(days=60), date(2022, 3, 2)),
        (date(2022, 12, 31), m.Duration(months=2), date(2023, 2, 28)),
        (date(2024, 2, 29), m.Duration(months=12), date(2025, 2, 28)),
        (date(2022, 1, 7), m.Duration(workdays=5), date(2022, 1, 14)),
        (date(2022, 1, 8), m.Duration(workdays=5), date(2022, 1, 14)),
    ],
)
def test_adding(start: date, duration: m.Duration, end: date) -> None:
    """The first day is day 0; a month ends on the same day number or its last day; work days are counted after day 0."""
    nobody = m.Unit("u", m.Text("", ""), ())
    duty = m.Obligation("d1", m.Text("", ""), m.Source("", ""), "", m.Bearer("group", "member"), {})
    case = Case(pack("year", []), m.Evidence(nobody, ()), start, lambda d: d.weekday() < 5, duty)
    assert shift(case, start, 1, duration) == end


def test_a_limit_that_ends_on_a_holiday_ends_on_the_next_work_day() -> None:
    trigger = m.ForEach("record", selector=selector("finding"))
    for number, roll, end in ((5, "", 17), (5, "none", 15), (7, "", 17)):  # 15 January 2022 is a Saturday
        window = m.WindowSpec(within=m.Duration(days=10), roll=roll)
        assert by_window(at_least(1), [fact("finding", number)], 8, each=trigger, window=window)[0][:2] == (day(number), day(end))
    assert by_window(at_least(1), [], 8, window=m.WindowSpec(end=m.Point(m.MonthDay(1, 15))))[0][:2] == (day(1), day(15))


def test_periods_of_the_calendar() -> None:
    year = m.Span(date(2022, 1, 1), date(2022, 12, 31))
    assert [len(periods(word, year)) for word in ("year", "half_year", "quarter", "two_months", "month", "ten_days", "week", "day")] == [
        1, 2, 4, 6, 12, 36, 52, 365,
    ]  # fmt: skip
    assert period_of("ten_days", date(2022, 2, 28)) == (date(2022, 2, 21), date(2022, 2, 28))
    assert periods("week", year)[0] == (date(2022, 1, 3), date(2022, 1, 9))
    assert len(periods("week", m.Span(date(2020, 1, 1), date(2020, 12, 31)))) == 53


def test_not_open_open_closed() -> None:
    """The last day is not over while it lasts."""
    window = m.WindowSpec(start=m.Point(day(10)), end=m.Point(day(20)))
    assert [verdict(at_least(1), [], n, window=window) for n in (9, 10, 15, 16, 20, 21)] == ["pending"] * 3 + ["at_risk"] * 2 + ["fail"]


def test_first_of_takes_the_first_that_is_known() -> None:
    trigger = m.ForEach("record", selector=selector("finding"))
    points = (m.Point(m.Ref("each", ("due_on",))), m.Point(m.Ref("each"), ((1, m.Duration(days=9)),)))
    for which, due, end in (
        ("first_of", day(20), 20),
        ("first_of", None, 14),
        ("earliest", day(20), 14),
        ("latest", day(20), 20),
        ("latest", None, 14),
    ):
        finding = fact("finding", 5, due_on=due) if due else fact("finding", 5)
        window = m.WindowSpec(start=m.Point(m.Ref("each")), end=m.Pick(which, points))  # type: ignore[arg-type]
        assert by_window(at_least(1), [finding], 5, each=trigger, window=window)[0][1] == day(end)


# ---------------------------------------------------------------- §7: bearers, subjects, tenure, triggers


def held(key: str, since: int | None = None, until: int | None = None, role: str = "member") -> m.Person:
    return m.Person(key, key, (m.Spell(role, day(since) if since else None, day(until) if until else None),))


def test_an_office_goes_on_where_the_predecessor_stopped() -> None:
    of, people = selector("meeting", line("chair", among("$bearer"))), [held("li", None, 15), held("wang", 16)]
    records = [meeting(10, chair="li"), meeting(20, chair="wang"), meeting(21, chair="li")]
    assert verdict(at_least(2, of), records, 32, people=people, bearer=m.Bearer("post", "member")) == "pass"
    assert verdict(at_least(3, of), records, 32, people=people, bearer=m.Bearer("post", "member")) == "fail"
    each = look(at_least(1, of), records, 32, people=people, bearer=m.Bearer("each", "member"))
    assert {key[1]: found[2] for key, found in each.items()} == {"li": "not_applicable", "wang": "pass"}


@pytest.mark.parametrize(
    ("tenure", "until", "applies"),
    [
        ((m.HeldShare(Fraction(1, 2)),), 15, False),
        ((m.HeldShare(Fraction(1, 2)),), 16, True),
        (("any",), 1, True),
        (("end",), 30, False),
        (("all",), 30, False),
        (("all",), 31, True),
        ((m.HeldDays(20),), 19, False),
        (("end", m.HeldDays(20)), 20, True),
    ],
)
def test_tenure(tenure: Any, until: int, applies: bool) -> None:
    found = verdict(at_least(1), [], 32, people=[held("li", None, until)], bearer=m.Bearer("each", "member"), tenure=tenure)
    assert found == ("fail" if applies else "not_applicable")


def test_each_person_but_not_the_bearer_himself() -> None:
    each, people = m.ForEach("role", ("member",)), [held("li"), held("wang"), held("zhao")]
    found = look(at_least(1), [], 32, each=each, people=people, bearer=m.Bearer("each", "member"))
    assert {key[1:3] for key in found} == {(a, b) for a in ("li", "wang", "zhao") for b in ("li", "wang", "zhao") if a != b}
    assert set(by_subject(at_least(1), [], 32, each=each, people=people)) == {"li", "wang", "zhao"}


def test_each_unordered_pair() -> None:
    of = selector("meeting", line("attendees", m.Covers((ref("each.a"), ref("each.b")))))
    people = [held("li"), held("wang"), held("zhao")]
    found = by_subject(at_least(1, of), [meeting(5, attendees=("wang", "li"))], 32, each=m.ForEach("pair", ("member",)), people=people)
    assert found == {"li+wang": "pass", "li+zhao": "fail", "wang+zhao": "fail"}


def test_each_item() -> None:
    of = selector("meeting", line("topics", among("$each")))
    records = [meeting(5, topics=("x", "y"))]
    assert by_subject(at_least(1, of), records, 32, each=m.ForEach("item", items=("x", "z"))) == {"x": "pass", "z": "fail"}
    assert by_subject(at_least(1, of), records, 32, each=m.ForEach("item")) == {None: "not_applicable"}
    assert by_subject(at_least(1, of), records, 32, each=m.ForEach("item", items=(m.Ref("unit", ("topics",)),))) == {None: "inconclusive"}


def test_triggers() -> None:
    each, window = m.ForEach("record", selector=selector("finding", name="cases")), m.WindowSpec(within=m.Duration(days=5))
    of = selector("talk", line("about", among("$each.id")))
    records = [fact("finding", 4, "a"), fact("finding", 6, "b"), fact("finding", 30, "c"), fact("talk", 9, about="a")]
    assert by_subject(at_least(1, of), records, 20, each=each, window=window) == {"a": "pass", "b": "fail"}
    assert by_subject(at_least(1, of), [fact("finding", 6, "b", status="planned")], 20, each=each, window=window) == {None: "pending"}


def test_no_trigger_at_all() -> None:
    each, none = m.ForEach("record", selector=selector("finding", name="cases")), m.Declaration("cases", *JANUARY, "li", day(32))
    assert only(at_least(1), [], 31, each=each) == (V_SO_FAR, S, "pending")
    assert only(at_least(1), [], 32, each=each) == (V, S, "inconclusive")
    assert verdict(at_least(1), [], 32, each=each, declared=[none]) == "not_applicable"
    assert verdict(at_least(1), [], 32, each=each, declared=[none._replace(on=day(30))]) == "inconclusive"


def test_a_doubtful_trigger_is_read_as_between_its_own_truth_and_satisfied() -> None:
    each = m.ForEach("record", selector=selector("finding", line("type", among("x"))))
    window = m.WindowSpec(within=m.Duration(days=3))
    assert only(at_least(1), [fact("finding", 4)], 20, each=each, window=window) == (V, S, "inconclusive")
    [(first, last, found)] = by_window(at_least(1), [fact("finding", 4, until=10, type="x")], 20, each=each, window=window)
    assert (first, last, found) == (day(10), day(13), "inconclusive")


def test_a_planned_trigger_counts_only_ahead_and_is_never_final() -> None:
    each = m.ForEach("record", selector=selector("finding"))
    planned, ahead = fact("finding", 20, status="planned"), m.WindowSpec(ahead=m.Duration(days=10))
    assert only(at_least(1), [planned, meeting(5)], 8, each=each, window=ahead) == (S_SO_FAR, S_SO_FAR, "pass")
    assert only(at_least(1), [planned], 15, each=each, window=ahead) == (V_SO_FAR, V_SO_FAR, "at_risk")
    assert only(at_least(1), [fact("finding", 20)], 21, each=each, window=ahead)[2] == "fail"


def test_year_of_due_takes_the_triggers_whose_window_ends_in_the_span() -> None:
    each = m.ForEach("record", selector=selector("finding"), due_in_span=True)
    records = [fact("finding", -10, "last-year"), fact("finding", 28, "next"), fact("finding", 5, "this")]
    assert set(by_subject(at_least(1), records, 31, each=each, window=m.WindowSpec(within=m.Duration(days=20)))) == {"last-year", "this"}


# ---------------------------------------------------------------- §9: truths, verdicts, kinds


@pytest.mark.parametrize(
    ("low", "high", "safe", "mended", "proved", "word"),
    [
        (S, S, 0, False, False, "pass"),
        (S_SO_FAR, S, 0, False, False, "pass"),
        (V_SO_FAR, S, 10, False, False, "pending"),
        (V_SO_FAR, V_SO_FAR, 9, False, False, "at_risk"),
        (V, V, 0, False, False, "fail"),
        (V, V, 0, True, False, "late"),
        (V, S, 0, False, False, "inconclusive"),
        (V, V_SO_FAR, 0, True, False, "inconclusive"),
        (V, S, 0, False, True, "fail"),
        (V, S, 0, True, True, "late"),
    ],
)
def test_the_verdict_table(low: m.Truth, high: m.Truth, safe: int, mended: bool, proved: bool, word: str) -> None:
    assert oracle.verdict(Outcome(low, high, day(safe), mended, proved), day(10)) == word


@pytest.mark.parametrize(
    ("op", "n", "have", "open_truth", "closed_truth"),
    [
        ("at_least", 2, 2, S, S),
        ("at_least", 2, 1, V_SO_FAR, V),
        ("more_than", 2, 2, V_SO_FAR, V),
        ("more_than", 2, 3, S, S),
        ("at_most", 2, 2, S_SO_FAR, S),
        ("at_most", 2, 3, V, V),
        ("less_than", 2, 2, V, V),
        ("less_than", 2, 1, S_SO_FAR, S),
        ("exactly", 2, 1, V_SO_FAR, V),
        ("exactly", 2, 2, S_SO_FAR, S),
        ("exactly", 2, 3, V, V),
    ],
)
def test_the_table_of_count(op: str, n: int, have: int, open_truth: m.Truth, closed_truth: m.Truth) -> None:
    records = [meeting(k + 1) for k in range(have)]
    kind = m.Count(selector(), (m.Bound(op, n),))
    assert only(kind, records, 20)[:2] == (open_truth, open_truth)
    assert only(kind, records, 32)[:2] == (closed_truth, closed_truth)


def test_a_number_that_reads_the_roster_is_not_final_while_open() -> None:
    kind = m.Count(selector(), (m.Bound("at_least", m.Ref("unit", ("staff",))),))
    assert only(kind, [meeting(5)], 20)[0] == S_SO_FAR
    assert only(kind, [meeting(5)], 32)[0] == S


def test_exactly_is_right_under_doubt() -> None:
    doubtful = [meeting(k, until=k + 1) for k in (3, 9)]
    assert only(m.Count(selector(), (m.Bound("exactly", 1),)), doubtful, 32)[:2] == (V, S)
    assert only(m.Count(selector(), (m.Bound("exactly", 3),)), doubtful, 32)[:2] == (V, V)


def test_distinct() -> None:
    kind = m.Count(selector(), (m.Bound("at_least", 2),), ("topics",), ("x", "y"))
    assert verdict(kind, [meeting(5, topics=("x", "z"))], 32) == "fail"
    assert verdict(kind, [meeting(5, topics=("x", "z")), meeting(6, topics=("y",))], 32) == "pass"
    days = m.Count(selector(), (m.Bound("at_least", 3),), ("date",))
    assert only(days, [meeting(5), meeting(5, "again"), meeting(30)], 30)[0] == V_SO_FAR
    assert only(days, [meeting(5), meeting(30)], 31)[0] == V_SO_FAR
    assert only(days, [meeting(5), meeting(31)], 31)[0] == V
    short = m.Count(selector(), (m.Bound("at_least", 3),), ("topics",), ("x", "y"))
    assert only(short, [], 5)[0] == V


def test_the_burden_of_proof() -> None:
    of = selector("meeting", line("type", among("x")))
    assert only(at_least(1, of), [meeting(5)], 32) == (V, S, "fail")
    assert only(at_least(1, of), [meeting(5, type=m.Unknown.UNUSABLE)], 32) == (V, S, "inconclusive")
    assert only(at_most(0, of), [meeting(5)], 32) == (V, S, "inconclusive")


def test_no_data() -> None:
    named = selector(name="named")
    none = m.Declaration("named", *JANUARY, "li", day(31))
    bad = m.Every(named, (line("type", among("x")),))
    for kind in (at_most(0, named), bad):
        assert only(kind, [], 20) == (V_SO_FAR, S_SO_FAR, "pending")
        assert only(kind, [], 31) == (V_SO_FAR, S_SO_FAR, "pending")
        assert only(kind, [], 32) == (V, S, "inconclusive")
        assert only(kind, [], 32, declared=[none]) == (S, S, "pass")
        assert only(kind, [], 20, declared=[none]) == (S_SO_FAR, S_SO_FAR, "pass")
        assert only(kind, [meeting(5, type="y")], 32, declared=[none])[2] == "fail"
    halves = [none._replace(last=day(15)), none._replace(first=day(16))]
    assert only(at_most(0, named), [], 32, declared=halves)[2] == "pass"
    assert only(at_most(0, named), [], 32, declared=halves[:1])[2] == "inconclusive"


def test_every() -> None:
    kind = m.Every(selector(), (line("type", among("x")),))
    assert only(kind, [meeting(5, type="x")], 20) == (S_SO_FAR, S_SO_FAR, "pass")
    assert only(kind, [meeting(5, type="x")], 32) == (S, S, "pass")
    assert only(kind, [meeting(5, type="y")], 20) == (V, V, "fail")
    assert only(kind, [meeting(5)], 32) == (V, S, "inconclusive")
    most = kind._replace(at_least=Fraction(2, 3))
    records = [meeting(5, type="x"), meeting(6, type="y")]
    assert only(most, records, 20) == (V_SO_FAR, V_SO_FAR, "at_risk")
    assert only(most, records, 32) == (V, V, "fail")
    assert only(most, [*records, meeting(7, type="x")], 32) == (S, S, "pass")


def in_order(*kinds: str, **more: Any) -> m.Steps:
    return m.Steps(tuple(m.Step(selector(kind), **more) for kind in kinds))


def test_steps() -> None:
    kind = in_order("meeting", "talk")
    assert only(kind, [meeting(5), fact("talk", 5)], 20) == (S, S, "pass")
    assert only(kind, [meeting(6), fact("talk", 5)], 17) == (V_SO_FAR, V_SO_FAR, "pending")
    assert only(kind, [meeting(6), fact("talk", 5)], 18) == (V_SO_FAR, V_SO_FAR, "at_risk")
    assert only(kind, [meeting(6), fact("talk", 5)], 32) == (V, V, "fail")
    assert only(in_order("meeting", "meeting"), [meeting(5)], 32)[2] == "fail"
    near = in_order("meeting", "talk", after=m.Duration(days=2), within=m.Duration(days=4))
    assert [only(near, [meeting(5), fact("talk", n)], 32)[2] for n in (6, 7, 9, 10)] == ["fail", "pass", "pass", "fail"]


def test_steps_are_violated_as_soon_as_no_completion_remains() -> None:
    kind = in_order("meeting", "talk", after=m.Duration(days=20))
    assert only(kind, [], 11)[0] == V_SO_FAR
    assert only(kind, [], 12)[0] == V


def test_steps_in_their_own_windows() -> None:
    def within(first: int, last: int, kind: str) -> m.Step:
        return m.Step(selector(kind), window=m.WindowSpec(start=m.Point(day(first)), end=m.Point(day(last))))

    kind = m.Steps((within(1, 10, "meeting"), within(15, 25, "talk")))
    assert only(kind, [meeting(11), fact("talk", 20)], 12)[2] == "fail"
    assert only(kind, [meeting(11), fact("talk", 20)], 26)[2] == "late"
    assert only(kind, [meeting(11), fact("talk", 20)], 26, late="refuse")[2] == "fail"
    assert only(kind, [meeting(10), fact("talk", 20)], 20)[2] == "pass"


def signed(number: int, **more: Any) -> m.Record:
    return fact("attestation", number, **{"obligation": "d1", "by": "li", "files": ("a.pdf",), **more})


def test_attest() -> None:
    kind = m.Attest()
    assert only(kind, [], 20)[2] == "manual"
    assert only(kind, [signed(5)], 20) == (S_SO_FAR, S_SO_FAR, "attested")
    assert only(kind, [signed(5)], 32) == (S, S, "attested")
    for wrong in ({"by": "wang"}, {"obligation": "d2"}, {"files": ()}, {"valid_until": day(19)}, {"status": "draft"}):
        assert only(kind, [signed(5, **wrong)], 20)[2] == "manual"
    assert only(kind, [signed(5, valid_until=day(20))], 20)[2] == "attested"


def test_all_of_and_any_of() -> None:
    parts = (m.Part(at_least(1)), m.Part(at_least(1, selector("talk"))))
    for records, both_of, one_of in (([], "fail", "fail"), ([meeting(5)], "fail", "pass"), ([meeting(5), fact("talk", 6)], "pass", "pass")):
        assert only(m.Combine("all_of", parts), records, 32)[2] == both_of
        assert only(m.Combine("any_of", parts), records, 32)[2] == one_of


def test_the_last_safe_day_of_parts() -> None:
    early = m.Part(at_least(1), window=m.WindowSpec(end=m.Point(day(20))))
    late = m.Part(at_least(1, selector("talk")))
    risk = m.AtRisk(m.Duration(days=2))
    assert [only(m.Combine("all_of", (early, late)), [], n, at_risk=risk)[2] for n in (18, 19)] == ["pending", "at_risk"]
    assert [only(m.Combine("any_of", (early, late)), [], n, at_risk=risk)[2] for n in (29, 30)] == ["pending", "at_risk"]


def test_late_is_for_deadlines_only() -> None:
    deadline, records = m.WindowSpec(end=m.Point(day(10))), [meeting(12)]
    assert verdict(at_least(1), records, 11, window=deadline) == "fail"
    assert verdict(at_least(1), records, 12, window=deadline) == "late"
    assert verdict(at_least(1), records, 12, window=deadline, late="refuse") == "fail"
    thirds = by_window(at_least(1), [meeting(15)], 31, window=m.WindowSpec(each="ten_days"))
    assert [found for _, _, found in thirds] == ["fail", "pass", "at_risk"]
    assert by_window(at_least(1), [meeting(15)], 31, window=m.WindowSpec(each="ten_days"), late="accept")[0][2] == "late"
    assert verdict(at_least(1), [meeting(33)], 33, window=m.WindowSpec(end=m.Point(day(31)))) == "fail"


def test_last_safe() -> None:
    """`to` − missing × lead − margin, but not before the middle."""
    risk = m.AtRisk(m.Duration(days=5), m.Duration(days=1))
    assert [verdict(at_least(2), [], n, at_risk=risk) for n in (20, 21)] == ["pending", "at_risk"]
    assert [verdict(at_least(2), [meeting(3)], n, at_risk=risk) for n in (25, 26)] == ["pending", "at_risk"]
    assert [verdict(at_least(9), [], n, at_risk=risk) for n in (16, 17)] == ["pending", "at_risk"]
    assert [verdict(at_least(1), [], n, at_risk=risk._replace(after=Fraction(3, 5))) for n in (19, 20)] == ["pending", "at_risk"]


def test_worst_first() -> None:
    def of(*verdicts: str, modality: str = "must") -> str:
        return oracle.worst((found, modality) for found in verdicts)

    assert of("pass", "pending", "fail", "late") == "fail"
    assert of("not_applicable", "pass") == "pass"
    assert of("manual", "attested", "pending") == "pending"
    assert of("fail", "not_applicable", modality="should") == "pass"
    assert of("fail", "manual", modality="encourage") == "manual"


def test_who_has_left_can_add_nothing() -> None:
    """§7: records dated while an `each` bearer was out of the role do not count; so the last day in the role is the last day."""

    def member(since: int = 0, until: int = 0) -> m.Person:
        return m.Person("li", "li", (m.Spell("member", day(since) if since else None, day(until) if until else None),))

    def found(as_of: int, *spells: m.Person, kind: m.Kind | None = None, records: Sequence[m.Record] = ()) -> oracle.Found:
        risk = m.AtRisk(m.Duration(days=5))
        return only(kind or at_least(1), records, as_of, people=spells, bearer=m.Bearer("each", "member"), at_risk=risk)

    left = member(until=20)
    assert [found(n, left)[2] for n in (15, 16, 20, 21, 32)] == ["pending", "at_risk", "at_risk", "fail", "fail"]
    assert found(21, left, records=[meeting(25)]) == (V, V, "fail")
    assert found(21, left, records=[meeting(20)]) == (S, S, "pass")
    assert found(21, left, kind=at_most(1), records=[meeting(20)]) == (S, S, "pass")
    assert found(20, left, kind=at_most(1), records=[meeting(20)]) == (S_SO_FAR, S_SO_FAR, "pass")
    days_of = m.Count(selector(), (m.Bound("at_least", 5),), distinct=("date",))
    assert [found(n, left, kind=days_of)[0] for n in (16, 17)] == [V_SO_FAR, V]
    assert [found(n, left, kind=in_order("meeting", "talk"))[0] for n in (20, 21)] == [V_SO_FAR, V]
    comes = member(since=16)
    assert [found(n, comes)[2] for n in (1, 15, 26, 27)] == ["pending", "pending", "pending", "at_risk"]
