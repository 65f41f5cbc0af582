"""Days as clerks write them, and counting as the Civil Code counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.dates import Calendar, DateProblem, Interval, add, next_workday, parse_day, parse_days, parse_duration
from compliance.daytext import number
from compliance.messages import CATALOGUE, text
from compliance.model import Duration, Span
from evidence_kit import table, words

CN = Calendar("cn")


def day(written: str) -> date:
    return date.fromisoformat(written)


def why(written: str) -> str:
    with pytest.raises(DateProblem) as caught:
        parse_day(written)
    assert all(text(caught.value.code, tuple(caught.value.params.items())))
    return caught.value.code.removeprefix("date.")


# ---------------------------------------------------------------- one day


@pytest.mark.parametrize(
    "written",
    words("""
2022-02-15 | 2022-2-15 | 2022/2/15 | 2022.2.15 | 2022. 2. 15 | ２０２２－０２－１５ | 2022年2月15日 | 2022年02月15日（星期二）
2022 年 2 月 15 日 | 2022年2月15号 | ２０２２年２月１５日 | 2022年⼆⽉15⽇ | 二〇二二年二月十五日 | 二○二二年二月十五日
二零二二年二月十五日 | 2022年二月15日 | 20220215 | 2022年2月15日上午9:00 | 2022年2月15日9点半 | 2022年2月15日下午三点
2022年2月15日9时30分 | 2022-02-15 09:00 | 2022-02-15T09:00:00 | 2022年2月15日 周二 下午3点 | 2022年2月15日(周二)9:00-11:30
2022年2月15日 礼拜二 | 2022年2月15日上午 | 2022年2月13日-15日 | 2022年2月13日至2月15日 | 2022年1月30日至2月15日 | 2022.2.13-15
2022.2.13-2.15 | 2022/2/13-2/15 | 2022-02-13~2022-02-15 | 2022-02-13 至 2022-02-15 | 2022-02-13 - 2022-02-15
2021年12月30日到2022年2月15日 | 20220213-20220215 | 2022年2月13日—15日
"""),
)
def test_every_listed_form_gives_its_day(written: str) -> None:
    """A range counts on its last day: only then is the thing done."""
    assert parse_day(written) == date(2022, 2, 15)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("二〇二二年十月十日", "2022-10-10"),
        ("二〇二二年十二月廿三日", "2022-12-23"),
        ("2022年元月卅一日", "2022-01-31"),
        ("2022年十一月二十日", "2022-11-20"),
        ("2022年10月三十一日", "2022-10-31"),
        ("2022年5月廿日", "2022-05-20"),
        ("2024-02-29", "2024-02-29"),
        ("2022年5月1日（星期天）", "2022-05-01"),
    ],
)
def test_chinese_numerals_and_the_ends_of_months(written: str, wanted: str) -> None:
    assert parse_day(written) == day(wanted)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("一一", 0), ("二十廿", 0), ("十廿", 0), ("廿十", 0), ("一二十", 0), ("十二", 12), ("九", 9), ("07", 7), ("二〇二二", 2022)],
)
def test_a_numeral_that_is_none_is_zero(written: str, wanted: int) -> None:
    assert number(written) == wanted


@pytest.mark.parametrize(
    ("written", "first", "last"),
    table("""
2022年2月 → 2022-02-01 → 2022-02-28 | 2022-02 → 2022-02-01 → 2022-02-28 | 2022.2 → 2022-02-01 → 2022-02-28
2022年2月份 → 2022-02-01 → 2022-02-28 | 2024年二月内 → 2024-02-01 → 2024-02-29 | 2022年3月上旬 → 2022-03-01 → 2022-03-10
2022年3月中旬 → 2022-03-11 → 2022-03-20 | 2022年2月下旬 → 2022-02-21 → 2022-02-28 | 2022年一季度 → 2022-01-01 → 2022-03-31
2022年第4季度 → 2022-10-01 → 2022-12-31 | 2022Q2 → 2022-04-01 → 2022-06-30 | 2022-Q3 → 2022-07-01 → 2022-09-30
2022年上半年 → 2022-01-01 → 2022-06-30 | 2022年下半年 → 2022-07-01 → 2022-12-31 | 2022 → 2022-01-01 → 2022-12-31
二〇二二年 → 2022-01-01 → 2022-12-31
"""),
)
def test_a_partial_date_is_a_span_and_never_a_day(written: str, first: str, last: str) -> None:
    found = parse_day(written)
    assert isinstance(found, Span)
    assert found == Span(day(first), day(last))


@pytest.mark.parametrize(
    ("written", "code"),
    table("""
2022-02-30 → impossible | 2022年2月29日 → impossible | 2022-04-31 → impossible | 2022年2月0日 → impossible
2022年2月一一日 → impossible | 2022年13月1日 → impossible_month | 2022-13-01 → impossible_month | 2022-00-10 → impossible_month
2022年13月 → impossible_month | 20221301 → impossible_month | 2022年第五季度 → impossible_quarter | 3022-01-01 → year
0000-01-01 → year | 1899年 → year | 1899-Q1 → year | 22.2.15 → two_digit_year | 22年2月15日 → two_digit_year | 2/15/22 → two_digit_year
15/2/2022 → order | 15.02.2022 下午 → order | 2月15日 → no_year | 5月20日谈话 → no_year | 2月份 → no_year | 二月份 → no_year
2-15 → no_year | 3月上旬 → no_year | 一季度 → no_year | 上半年 → no_year | 年初 → vague | 2022年底 → vague | 2月底 → vague
2022年2月15日前后 → vague | 近期 → relative | 今年以来 → relative | 上个月 → relative | 节前 → relative | 正月十五 → festival
春节前 → festival | 2022年国庆期间 → festival | 44607 → serial | 2022年2月15日（星期三） → weekday | 2022年2月15日-10日 → backwards
2022-02-15 至 2022-02-10 → backwards | 2022年2月15日至30日 → impossible | 党组会 → malformed | 2022-02-15-17 → malformed
2022-02-15Z → malformed | 2022-02-15 25:00 → malformed | 202202151 → malformed | 2022年2月15日至2022年3月 → malformed
2022-02-13 至 2022-02-15 至 2022-02-17 → malformed | 2022年2-3月 → malformed | 99999 → malformed | 2022-02-15abc → malformed
"""),
)
def test_everything_else_is_refused_with_its_reason(written: str, code: str) -> None:
    assert why(written) == code


def test_blanks_around_a_day_do_not_matter_and_nothing_is_no_day() -> None:
    assert parse_day(" 2022-02-15　") == date(2022, 2, 15)
    assert why("") == "malformed"


def test_a_refusal_says_what_would_be_right() -> None:
    with pytest.raises(DateProblem) as caught:
        parse_day("44607")
    assert caught.value.params == {"found": "44607", "day": "2022-02-15"}
    with pytest.raises(DateProblem) as caught:
        parse_day("2022年2月15日（星期三）")
    assert (caught.value.params["actual_zh"], caught.value.params["actual_en"]) == ("星期二", "Tuesday")


def test_a_range_can_be_told_from_its_last_day() -> None:
    assert parse_days("2022年2月13日-15日") == Interval(day("2022-02-13"), day("2022-02-15"))
    assert parse_days("2022-02-15") == Interval(day("2022-02-15"), day("2022-02-15"))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_from_each_way_to_write_it(moment: date) -> None:
    y, m, d = moment.year, moment.month, moment.day
    for written in (
        moment.isoformat(),
        f"{y}年{m}月{d}日",
        f"{y}.{m}.{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}{m:02}{d:02}",
        f"{y}年{m}月{d}号（星期{'一二三四五六日'[moment.weekday()]}）",
    ):
        assert parse_day(written) == moment


@given(st.text(st.sampled_from("0123456789年月日号-./～至上中下旬季度半第二〇廿Qq星期（） "), max_size=16))
def test_whatever_is_written_gives_a_day_a_span_or_a_reason(written: str) -> None:
    code = ""
    try:
        assert isinstance(parse_day(written), (date, Span))
    except DateProblem as wrong:
        code = wrong.code
    assert not code or code in CATALOGUE


# ---------------------------------------------------------------- durations


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("30d", Duration(days=30)),
        ("7wd", Duration(workdays=7)),
        ("2w", Duration(days=14)),
        ("6m", Duration(months=6)),
        ("1y", Duration(months=12)),
        ("0d", Duration()),
        ("30 d", Duration(days=30)),
        ("３０ｄ", Duration(days=30)),
        ("3天", Duration(days=3)),
        ("5个工作日", Duration(workdays=5)),
        ("5工作日", Duration(workdays=5)),
        ("2周", Duration(days=14)),
        ("2个星期", Duration(days=14)),
        ("2个月", Duration(months=2)),
        ("1年", Duration(months=12)),
        ("99999d", Duration(days=99999)),
    ],
)
def test_durations(written: str, wanted: Duration) -> None:
    assert parse_duration(written) == wanted


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "date.duration"),
        ("30", "date.duration"),
        ("d", "date.duration"),
        ("-3d", "date.duration"),
        ("1.5d", "date.duration"),
        ("30D", "date.duration"),
        ("3q", "date.duration"),
        ("2hh", "date.duration"),
        ("半小时", "date.duration"),
        ("100000d", "date.duration_long"),
    ],
)
def test_what_is_no_duration(written: str, code: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_duration(written)
    assert caught.value.code == code
    assert all(text(code, tuple(caught.value.params.items())))


# ---------------------------------------------------------------- counting


@pytest.mark.parametrize(
    ("start", "duration", "sign", "wanted"),
    [
        ("2022-01-01", Duration(days=60), 1, "2022-03-02"),
        ("2022-12-31", Duration(months=2), 1, "2023-02-28"),
        ("2023-12-31", Duration(months=2), 1, "2024-02-29"),
        ("2024-02-29", Duration(months=12), 1, "2025-02-28"),
        ("2022-03-31", Duration(months=1), -1, "2022-02-28"),
        ("2022-01-15", Duration(months=1), -1, "2021-12-15"),
        ("2022-02-28", Duration(months=1), 1, "2022-03-28"),
        ("2022-01-25", Duration(workdays=10), 1, "2022-02-11"),
        ("2022-02-11", Duration(workdays=10), -1, "2022-01-25"),
        ("2022-01-29", Duration(workdays=1), 1, "2022-01-30"),
        ("2022-10-05", Duration(workdays=1), 1, "2022-10-08"),
        ("2022-02-15", Duration(), 1, "2022-02-15"),
    ],
)
def test_the_first_day_is_day_zero_and_months_are_clamped(start: str, duration: Duration, sign: int, wanted: str) -> None:
    assert add(day(start), duration, sign, CN) == day(wanted)


def test_february_2022_has_sixteen_work_days() -> None:
    days = [day("2022-02-01") + timedelta(days=n) for n in range(28)]
    working = [moment for moment in days if CN.is_workday(moment)]
    assert len(working) == 16
    assert (working[0], working[-1]) == (day("2022-02-07"), day("2022-02-28"))


@pytest.mark.parametrize(
    ("written", "works"),
    [
        ("2022-01-29", True),
        ("2022-04-02", True),
        ("2022-12-31", False),
        ("2022-10-07", False),
        ("2022-10-08", True),
        ("2022-02-12", False),
        ("2004-06-01", True),
    ],
)
def test_a_weekend_may_be_a_work_day_and_a_monday_a_holiday(written: str, works: bool) -> None:
    assert CN.is_workday(day(written)) is works


def test_a_year_without_published_holidays_is_not_guessed() -> None:
    assert CN.is_workday(day("2100-03-01")) is None
    assert add(day("2099-12-30"), Duration(workdays=1), 1, CN) is None
    assert next_workday(day("2100-03-01"), CN) is None
    assert next_workday(day("2003-12-31"), CN) is None


def test_the_unit_can_say_which_days_a_year_has_off() -> None:
    own = Calendar("cn", holidays=frozenset({day("2100-01-01")}), workdays=frozenset({day("2100-01-02")}))
    assert day("2100-01-02").weekday() == 5
    assert [own.is_workday(day(f"2100-01-{n:02}")) for n in (1, 2, 3, 4)] == [False, True, False, True]
    assert own.is_workday(day("2101-03-01")) is None


def test_the_unit_goes_before_the_published_arrangement() -> None:
    own = Calendar("cn", holidays=frozenset({day("2022-02-15")}), workdays=frozenset({day("2022-02-12")}))
    assert own.is_workday(day("2022-02-15")) is False
    assert own.is_workday(day("2022-02-12")) is True
    assert own.is_workday(day("2022-02-16")) is True


def test_weekdays_alone_are_known_for_every_year() -> None:
    plain = Calendar("weekdays", holidays=frozenset({day("2100-03-02")}))
    assert [plain.is_workday(day(f"2100-03-{n:02}")) for n in (1, 2, 6)] == [True, False, False]


def test_the_next_work_day_may_be_today() -> None:
    assert next_workday(day("2022-02-15"), CN) == day("2022-02-15")
    assert next_workday(day("2022-01-31"), CN) == day("2022-02-07")


@pytest.mark.parametrize("duration", [Duration(days=99999), Duration(months=99999), Duration(workdays=99999)])
def test_past_the_end_of_time_nothing_is_known(duration: Duration) -> None:
    plain = Calendar("weekdays")
    assert add(date.max - timedelta(days=30), duration, 1, plain) is None
    assert add(date.min, duration, -1, plain) is None


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 400))
def test_adding_months_never_leaves_the_wanted_month(moment: date, months: int) -> None:
    later = add(moment, Duration(months=months), 1, CN)
    assert later is not None
    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    assert later.day == moment.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2005, 1, 1), date(2025, 1, 1)), st.integers(0, 60))
def test_the_nth_work_day_after_has_n_work_days_behind_it(moment: date, count: int) -> None:
    last = add(moment, Duration(workdays=count), 1, CN)
    assert last is not None
    between = [moment + timedelta(days=n) for n in range(1, (last - moment).days + 1)]
    assert sum(CN.is_workday(found) is True for found in between) == count
