"""What check and explain say of the forms of the language: the parts of the sentences that a clerk acts on, in both languages.

The expected words follow from the rule and the records by hand; the rules are those of `tests/packs/language`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compliance.check import check
from compliance.examples import evidence_of
from compliance.model import Pack, Report, Verdict
from compliance.render import explain_text, json_format, text
from compliance.render.style import Style
from compliance.rulebook import load_pack
from compliance.schema import Report as Reread

Records = Sequence[Mapping[str, Any]]


@cache
def pack() -> Pack:
    return replace(load_pack(Path(__file__).parent / "packs" / "language"), problems=())


def report(rule: str, as_of: str, records: Records = (), unit: Mapping[str, Any] | None = None) -> Report:
    """The rule (and those that compete with it for records) judged on these records."""
    own = next(each for each in pack().obligations if each.id == rule)
    rivals = tuple(each for each in pack().obligations if each is own or (own.exclusive and each.exclusive == own.exclusive))
    example = own.examples[0]
    raw = {**example.raw, "records": [dict(record) for record in records], "unit": unit or {}}
    evidence, errors = evidence_of(pack(), example._replace(raw=raw))
    assert not errors
    return check(replace(pack(), obligations=rivals), evidence, date.fromisoformat(as_of))


def meeting(name: str, day: str, **fields: Any) -> Mapping[str, Any]:
    return {"id": name, "kind": "meeting", "date": day, **fields}


def said(given: Report, lang: str) -> str:
    """The table and the explanation, in lines so long that hardly any breaks: where they do is another test's matter."""
    style = Style(lang="zh" if lang == "zh" else "en", width=400)
    return text.render(given, style) + explain_text.render(given, style)


def tells(given: Report, zh: Sequence[str], en: Sequence[str]) -> None:
    for lang, parts in (("zh", zh), ("en", en)):
        words = said(given, lang)
        for part in parts:
            assert part in words, f"{part!r} is not in:\n{words}"
        for wrong in ("None", "9999-12-31", "0001-01-01", "Fraction", "{", "–）"):
            assert wrong not in words.replace("- {none", ""), words


def of(given: Report, rule: str) -> Verdict:
    return next(verdict for verdict in given.verdicts if verdict.obligation.id == rule)


# ---------------------------------------------------------------- 间隔 · distances


def test_a_distance_is_told_between_which_two_and_how_far() -> None:
    given = report("D1", "2023-01-01", [meeting("m1", "2022-06-30")])
    # from 30 June six months reach to 30 December
    tells(
        given,
        ["从 m1（2022-06-30）到结束时（2022-12-31）隔了 6 个月零 1 天，应不超过 6 个月"],
        ["6 months and 1 day(s) from m1 (2022-06-30) to the end (2022-12-31), at most 6 months allowed"],
    )
    assert (of(given, "D1").need, of(given, "D1").have) == (6, 6)


def test_a_distance_that_begins_with_the_year() -> None:
    tells(
        report("D1", "2022-07-02"),
        ["从开始时（2022-01-01）到检查日（2022-07-02）隔了 6 个月零 1 天"],
        ["6 months and 1 day(s) from the start (2022-01-01) to the day of the check (2022-07-02)"],
    )


def test_when_the_next_is_due_is_told_while_all_is_well() -> None:
    tells(
        report("D1", "2022-05-01", [meeting("m1", "2022-03-01")]),
        ["下一次最迟 2022-09-01，建议最迟 2022-08-18", "√ 达标"],
        ["the next by 2022-09-01, best by 2022-08-18", "√ pass"],
    )


def test_at_risk_although_it_is_as_required_is_explained_with_the_day() -> None:
    tells(
        report("D1", "2022-07-01"),
        ["▲ 有风险", "到检查日间隔还符合要求，但下一次最迟 2022-07-01", "→ 2022-07-01 前（含当日）还须有 1 次：会议"],
        ["▲ at risk", "as required so far, but the next is due by 2022-07-01", "→ by 2022-07-01: 1 more: Meeting"],
    )


def test_two_that_are_too_close() -> None:
    tells(
        report("D2", "2023-01-01", [meeting("m1", "2022-03-01"), meeting("m2", "2022-03-10")]),
        ["从 m1（2022-03-01）到 m2（2022-03-10）只隔 9 天，应不少于 10 天"],
        ["only 9 days from m1 (2022-03-01) to m2 (2022-03-10), at least 10 days required"],
    )


def test_a_distance_that_nobody_knows_is_not_called_wrong() -> None:
    given = report("D2", "2023-01-01", [meeting("m1", "2022-03-01"), meeting("m2", "2022年3月")])
    tells(given, ["间隔是否符合要求，还不能确定"], ["whether the time between them is as required cannot be told yet"])
    assert "间隔不符合要求" not in said(given, "zh")


def test_distances_in_hours_and_a_record_without_its_hour() -> None:
    late = [{"id": "p1", "kind": "patrol", "date": "2022-03-01 11:01"}]
    tells(
        report("D3", "2022-03-02", late),
        ["从开始时（2022-03-01 09:00）到 p1（2022-03-01 11:01）隔了 2 小时零 1 分钟，应不超过 2 小时"],
        ["2 hour(s) and 1 minute(s) from the start (2022-03-01 09:00) to p1 (2022-03-01 11:01), at most 2 hours allowed"],
    )
    tells(report("D3", "2022-03-02", [{**late[0], "date": "2022-03-01"}]), ["日期没有写几点"], ["dated without the hour"])


# ---------------------------------------------------------------- 情况 · states


def test_a_state_is_told_by_what_the_roster_says_and_never_asks_for_a_record() -> None:
    without = {"people": {"d4": {"name": "赵四", "roles": [{"role": "delegate"}]}}}
    given = report("A2", "2022-07-01", unit=without)
    tells(
        given,
        ["名册里管理人员（manager）有 0 人，应不少于 1 人", "再更新 unit.yaml"],
        ["manager: 0 on the roster, should be at least 1", "bring unit.yaml up to date"],
    )
    assert not [wrong for wrong in ("还须有", "补录", "计入的记录") if wrong in said(given, "zh")]
    [advice] = of(given, "A2").advice
    assert (advice.kind, advice.conditions[0].zh) == ("roster", "名册里管理人员（manager）有 0 人，应不少于 1 人")


def test_a_share_of_a_role_that_is_too_large() -> None:
    # 2 of 3 delegates are managers, a third of them (1) may be
    both = {"people": {"c3": {"name": "张三", "roles": [{"role": "delegate"}, {"role": "manager"}]}}}
    tells(
        report("A2", "2023-01-01", unit=both),
        ["代表（delegate）中属于管理人员的有 2 人（张三、赵四），应不多于 1 人（代表 3 人的 1/3）"],
        ["2 among manager (张三, 赵四), should be at most 1 (1/3 of delegate (3))"],
    )


# ---------------------------------------------------------------- 数 · numbers


def test_days_that_are_added_up_are_told_in_days() -> None:
    two = [{"id": "m1", "kind": "meeting", "start": "2022-03-01", "end": "2022-03-03"}]
    given = report("N4", "2022-07-01", two)
    tells(
        given,
        ["缺 2 天（历时应有 5 天，现有 3 天）：会议", "历时合计还缺 2 天"],
        ["2 days missing (duration: 3 days of 5 days): Meeting", "2 days of duration still missing"],
    )
    assert "缺 2 次" not in said(given, "zh")


def test_hours_that_are_added_up_have_no_fractions_and_no_times() -> None:
    given = report("N5", "2023-01-01", [meeting("m1", "2022-03-01", hours=6), meeting("m2", "2022-04-01", hours=Fraction(9, 2))])
    tells(given, ["会议的学时合计：应多于 10，现有 10.5"], ["hours added up: more than 10 required, 10.5 on file"])
    given = report("N5", "2023-01-01", [meeting("m1", "2022-03-01", hours=6), meeting("m2", "2022-04-01", hours=4)])
    tells(given, ["应多于 10，现有正好 10，还不够"], ["more than 10 required, exactly 10 on file, which is not enough"])


def test_a_fraction_in_json_is_text_and_reads_again() -> None:
    given = report("N5", "2023-01-01", [meeting("m1", "2022-03-01", hours=6), meeting("m2", "2022-04-01", hours=Fraction(9, 2))])
    written = json_format.document(given)
    assert (written["verdicts"][0]["have"], written["verdicts"][0]["need"]) == ("21/2", 10)
    assert Reread.model_validate_json(json_format.dump(written)).verdicts[0].have == "21/2"


def test_different_people_and_who_is_lacking() -> None:
    # 85% of 3 delegates are 3; 张三 and 赵四 came
    given = report("N6", "2022-07-01", [meeting("m1", "2022-03-01", attendees=["c3", "d4", "a1"])])
    tells(
        given,
        ["缺 1 人（出席应有不同的 3 人，现有 2 人）：会议；还没有的：孙五", "应有的 3 是这样来的：代表 3 人的 85%"],
        ["1 missing (different attendees: 2 of 3): Meeting; not yet: 孙五", "the 3 required come from: 85% of delegate (3)"],
    )


def test_a_number_worked_out_shows_how() -> None:
    given = report("N2", "2022-07-01", [meeting("m1", "2022-03-01")])
    # (300 − 100) ÷ 100 = 2, 1 + 2 × 2 = 5
    tells(
        given,
        ["应有的 5 是这样来的：较小的一个（7；较大的一个（3；1 + 2 × ((职工人数 300 − 100) ÷ 100 取整)））"],
        ["the 5 required come from: the smaller of (7; the larger of (3; 1 + 2 × ((staff 300 − 100) ÷ 100 rounded down)))"],
    )


def test_a_quorum_names_the_number_it_takes() -> None:
    tells(
        report("N1", "2023-01-01", [meeting("m", "2022-03-01", attendees=["c3", "a1"])]),
        ["出席中属于代表的有 1 人（张三），应不少于 2 人（代表 3 人的 2/3）"],
        ["attendees: 1 among delegate (张三), should be at least 2 (2/3 of delegate (3))"],
    )


def test_the_level_that_decides_is_named() -> None:
    patrol = {"id": "p1", "kind": "patrol", "date": "2022-01-01", "by": "b2"}
    tells(report("N3", "2022-04-01", [patrol]), ["按李二的级别（level）“县”的要求办理"], ["where level of 李二 is “县”"])
    given = report("S4", "2023-01-01", [meeting("m", "2022-03-01")])
    tells(given, ["缺 1 次（应有 1 次，现有 0 次）：巡查；"], ["1 missing (0 of 1): Patrol;"])
    assert "巡查或会议" not in said(given, "zh")


# ---------------------------------------------------------------- 时间段 · windows


RED = {"id": "r", "kind": "rating", "date": "2022-03-01", "colour": "红"}


def test_days_that_do_not_count_are_told_with_their_record() -> None:
    pause = {"id": "l", "kind": "leave", "start": "2022-03-05", "end": "2022-03-07"}
    tells(
        report("W8", "2022-04-01", [RED, pause]),
        ["l 2022-03-05…2022-03-07 的 3 天不计算在内，期限由 2022-03-11 顺延到 2022-03-14"],
        ["the 3 days of l 2022-03-05…2022-03-07 do not count: the time moved from 2022-03-11 to 2022-03-14"],
    )
    tells(
        report("W8", "2022-04-01", [RED, {"id": "l", "kind": "leave", "start": "2022-03-05"}]),
        ["l 从 2022-03-05 起暂停计算，还没有写恢复的日期"],
        ["l has stopped the clock since 2022-03-05"],
    )


def test_what_extends_and_what_comes_too_late_to() -> None:
    approval = {"id": "x", "kind": "extension", "date": "2022-03-11", "about": "r", "length": "9d"}
    # at most five days
    tells(
        report("W9", "2022-04-01", [RED, approval]),
        ["x 批准延期，期限由 2022-03-11 延长到 2022-03-16"],
        ["the time was extended from 2022-03-11 to 2022-03-16 by x"],
    )
    tells(
        report("W9", "2022-04-01", [RED, {**approval, "date": "2022-03-12"}]),
        ["x 在 2022-03-12 才批准延期，晚于期限 2022-03-11，不能延长"],
        ["x of 2022-03-12 came after the last day, 2022-03-11, and extends nothing"],
    )


def test_a_time_in_hours_shows_its_hours() -> None:
    red = {**RED, "date": "2022-03-01 10:00"}
    tells(
        report("W10", "2022-04-01", [red, meeting("m1", "2022-03-02 10:01", about="r")]),
        ["逾期完成：m1", "2022-03-02 10:01，期限 2022-03-02 10:00"],
        ["late: m1", "2022-03-02 10:01, due by 2022-03-02 10:00"],
    )
    given = report("W10", "2022-03-01", [red])
    tells(given, ["2022-03-02 10:00 前还须有 1 次：会议"], ["by 2022-03-02 10:00: 1 more: Meeting"])


@pytest.mark.parametrize(
    ("day", "zh"),
    [
        ("2022-03-02 10:01", "日期 2022-03-02 10:01，晚于 2022-03-02 10:00"),
        ("2022-03-01 09:59", "日期 2022-03-01 09:59，早于 2022-03-01 10:00"),
    ],
)
def test_a_record_out_of_hours_nearly_counts(day: str, zh: str) -> None:
    """Under a rule that takes nothing late, so that the record is not told as late."""
    refusing = replace(next(each for each in pack().obligations if each.id == "W10"), late="refuse")
    raw = {**refusing.examples[0].raw, "records": [{**RED, "date": "2022-03-01 10:00"}, dict(meeting("m1", day, about="r"))], "unit": {}}
    evidence, errors = evidence_of(pack(), refusing.examples[0]._replace(raw=raw))
    assert not errors
    [verdict] = check(replace(pack(), obligations=(refusing,)), evidence, date(2022, 4, 1)).verdicts
    [miss] = verdict.near_misses
    assert [line.fact.zh for line in miss.failed] == [zh]


def test_a_record_without_its_hour_says_that_the_hour_is_lacking() -> None:
    given = report("W10", "2022-04-01", [{**RED, "date": "2022-03-01 10:00"}, meeting("m1", "2022-03-02", about="r")])
    tells(given, ["日期没有写几点（hh:mm）。请对照原件写明"], ["dated without the hour (hh:mm); make it exact"])


def test_what_waits_for_an_event_says_for_which() -> None:
    tells(
        report("W11", "2022-04-01", [RED]),
        ["要等下一次：会议", "时段开始以后还须有 1 次：会议"],
        ["its time begins only with the next: Meeting", "once its time has begun: 1 more: Meeting"],
    )


def test_a_time_that_moves_with_the_day() -> None:
    tells(
        report("W6", "2022-06-30", [meeting("m1", "2022-05-31")]),
        ["截至 2022-06-30 的 30 天", "随检查日往后移", "还须有 1 次：会议，越早越好"],
        ["the 30 days up to 2022-06-30", "moves on with the day of the check", "as soon as possible: 1 more: Meeting"],
    )


def test_periods_by_their_names() -> None:
    tells(report("W3", "2022-12-31"), ["第2期 2022-12-16 至 2022-12-30"], ["period 2: 2022-12-16 to 2022-12-30"])
    term = {"periods": {"term": [{"from": "2019-01-01", "to": "2022-06-30"}]}}
    tells(report("W5", "2022-12-31", unit=term), ["任期 2019-01-01 至 2022-06-30"], ["term 2019-01-01 to 2022-06-30"])
    tells(report("W5", "2022-12-31"), ["unit.yaml 的 periods 里没有写任期（term）的起止日期"], ["does not date the term"])


# ---------------------------------------------------------------- 适用 · who is bound


def test_why_it_does_not_apply() -> None:
    tells(
        report("A1", "2023-01-01", unit={"attributes": {"staff": 299}}),
        ["只适用于：职工人数（staff）不少于 300", "职工人数（staff）是 299，少于 300"],
        ["staff: at least 300", "staff 299, less than 300"],
    )
    tells(
        report("A1", "2023-01-01", unit={"attributes": {"staff": None}}),
        ["unit.yaml 没有写职工人数（staff）"],
        ["unit.yaml does not give staff"],
    )
    tells(report("A8", "2022-10-10"), ["只适用于：法定节假日", "不是法定节假日"], ["statutory holiday", "not a statutory holiday"])


def test_which_record_exempts_and_which_may() -> None:
    exempting = {"id": "x", "kind": "extension", "date": "2022-03-08", "about": "r"}
    tells(report("A3", "2022-04-01", [RED, exempting]), ["延期批准 x（2022-03-08）可以免除"], ["Extension x (2022-03-08) exempts"])
    silent = {"id": "x", "kind": "extension", "date": "2022-03-08"}
    tells(report("A3", "2022-04-01", [RED, silent]), ["x 可能可以免除，但内容不全"], ["x may exempt from this"])


def test_from_when_a_rule_is_in_force_and_how_much_of_it_is_owed() -> None:
    tells(
        report("A7", "2023-01-01", [meeting("m1", "2022-07-01")]),
        ["施行时间是 2022-07-01 起", "这段时间的 90 天里只施行 0 天"],
        ["in force from 2022-07-01", "only 0 of the 90 days"],
    )
    late = {"people": {"b2": {"name": "李二", "roles": [{"role": "chief", "since": "2022-10-01"}], "level": "县"}}}
    # 92 of 365 days × 4 = 1.008
    tells(
        report("A6", "2023-01-01", unit=late),
        ["全程应有 4，在任 92 天（共 365 天），按比例应有 2"],
        ["4 for the whole time; in the role 92 of 365 days, hence 2"],
    )


def test_a_record_that_counts_for_another_rule_says_so() -> None:
    given = report("X2", "2023-01-01", [meeting("m", "2022-03-01")])
    [miss] = of(given, "X2").near_misses
    assert (miss.record.id, len(miss.failed)) == ("m", 1)
    tells(given, ["已计入 X1，不能重复计算"], ["already counts for X1"])


# ---------------------------------------------------------------- 选择 · selectors


def test_the_second_in_a_row_names_the_first() -> None:
    reds = [{"id": f"r{n}", "kind": "rating", "date": f"2022-0{n + 2}-01", "colour": "红", "who": "c3"} for n in (1, 2)]
    other = {"id": "r0", "kind": "rating", "date": "2022-03-15", "colour": "红", "who": "d4"}
    tells(
        report("S1", "2022-06-01", [*reds, other]),
        ["r2 是连续第 2 次，前面的是 r1（2022-03-01）"],
        ["r2 is the 2nd in a row, after r1 (2022-03-01)"],
    )


def test_what_is_no_longer_in_force_nearly_counts() -> None:
    rule = {"id": "r", "kind": "rule", "start": "2021-03-01", "end": "2022-12-30"}
    tells(
        report("S2", "2023-01-01", [rule]),
        ["只到 2022-12-30 有效，没有到 2022-12-31"],
        ["in force until 2022-12-30 only, not on 2022-12-31"],
    )


def test_a_day_worked_out_is_compared_as_a_fact() -> None:
    tells(
        report("S3", "2023-01-01", [{"id": "m", "kind": "meeting", "start": "2022-03-01", "end": "2022-03-05"}]),
        ["结束日期 2022-03-05，晚于 2022-03-04"],
        ["2022-03-05, after 2022-03-04"],
    )


def test_a_list_that_nobody_wrote_names_its_record_and_a_nameless_trigger_asks_for_no_declaration() -> None:
    studied = meeting("m", "2022-03-01", type="学习")
    tells(report("A4", "2022-04-01", [studied]), ["先对照原件补全 m："], ["first complete m from its original"])
    given = report("A4", "2023-01-01")
    tells(given, ["没有登记学习；规则没有给它定名称"], ["no study is on file, and the rule gives it no name"])
    assert "declarations" not in said(given, "zh")


# ---------------------------------------------------------------- every example of the pack


@pytest.mark.parametrize("rule", [each.id for each in load_pack(Path(__file__).parent / "packs" / "language").obligations])
def test_no_sentence_shows_what_only_the_program_knows(rule: str) -> None:
    own = next(each for each in pack().obligations if each.id == rule)
    for example in own.examples:
        given = report(rule, str(example.as_of), example.raw["records"], example.raw["unit"])
        tells(given, [], [])


# ---------------------------------------------------------------- rules of their own


HEAD = """list: forms
title: {zh: 写法, en: Forms}
articles: {"1": {zh: 写法, en: forms}}
obligations:
- id: Q
  title: {zh: 一条, en: one}
  source: {article: "1", quote: 写法}
  bearer: {group: board}
  examples: [{as_of: 2022-01-01, want: pass}, {as_of: 2022-01-01, want: fail}]
"""


def ruled(folder: Path, rule: str, as_of: str, records: Records = (), unit: Mapping[str, Any] | None = None) -> Report:
    """One rule of the test's own in the vocabulary of the pack."""
    (folder / "pack.yaml").write_text((Path(__file__).parent / "packs" / "language" / "pack.yaml").read_text("utf-8"), "utf-8")
    (folder / "forms.yaml").write_text(HEAD + "".join(f"  {line}\n" for line in rule.split("\n")), "utf-8")
    own = replace(load_pack(folder), problems=())
    example = own.obligations[0].examples[0]
    raw = {**example.raw, "records": [dict(record) for record in records], "unit": unit or {}}
    evidence, errors = evidence_of(own, example._replace(raw=raw))
    assert not errors
    return check(own, evidence, date.fromisoformat(as_of))


def test_ten_days_by_their_name(tmp_path: Path) -> None:
    rule = "in: {each: ten_days, over: {from: 02-11, to: 02-28}}\ncount: {of: any_meeting, at_least: 1}"
    tells(ruled(tmp_path, rule, "2022-03-01"), ["2022年2月中旬：缺", "2022年2月下旬：缺"], ["second ten days of 2022-02: 1 missing"])


def test_the_first_in_a_row_nearly_counts(tmp_path: Path) -> None:
    red = {"id": "r1", "kind": "rating", "date": "2022-03-01", "colour": "红", "who": "c3"}
    given = ruled(tmp_path, "count: {of: second_red, at_least: 1}", "2022-04-01", [red])
    tells(given, ["r1", "还没有连续到第 2 次"], ["not yet the 2nd in a row"])


def test_a_number_that_nobody_knows_is_called_neither_nought_nor_lacking(tmp_path: Path) -> None:
    rule = "count: {of: any_meeting, at_least: {share: 1/3, of: $unit.staff}}"
    given = ruled(tmp_path, rule, "2022-07-01", unit={"attributes": {"staff": None}})
    tells(given, ["应有多少取决于职工人数（staff），unit.yaml 里没有写"], ["the number required depends on the staff, which unit.yaml"])
    assert "应有 0" not in said(given, "zh")


def test_the_next_in_hours_is_due_at_an_hour(tmp_path: Path) -> None:
    patrol = {"id": "p", "kind": "patrol", "date": "2022-03-01 10:00"}
    rule = "in: {from: 03-01 + 9h, to: 03-02 + 13h}\nspacing: {of: {kind: patrol}, at_most: 20h}"
    given = ruled(tmp_path, rule, "2022-03-01", [patrol])
    tells(given, ["下一次最迟 2022-03-02 06:00"], ["the next"])


def test_not_before_its_first_hour(tmp_path: Path) -> None:
    rule = "in: {from: 03-01 + 9h, to: 03-02 + 13h}\ncount: {of: any_meeting, at_least: 1}"
    tells(
        ruled(tmp_path, rule, "2022-02-01"),
        ["2022-03-01 09:00 至 2022-03-02 13:00 之间还须有 1 次：会议"],
        ["between 2022-03-01 09:00 and 2022-03-02 13:00: 1 more: Meeting"],
    )


def test_what_may_move_the_last_day_is_named() -> None:
    silent = {"id": "x", "kind": "extension", "date": "2022-03-10", "length": "3d"}
    tells(
        report("W9", "2022-04-01", [RED, silent]),
        ["※ 无法判定", "x 的内容不全，期限是否因此顺延还不能确定"],
        ["x may move the last day and does not say enough"],
    )
