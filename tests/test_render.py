"""What people read: words, widths and order. The reports are made by hand, but for the sample unit's, which are kept as golden files.

`UPDATE_GOLDEN=1 pytest tests/test_render.py` writes the golden files anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from compliance import messages
from compliance.check import run
from compliance.errors import EvidenceError, Location, Problem
from compliance.messages import interface
from compliance.model import (
    Advice,
    Bearer,
    Count,
    Every,
    FailedLine,
    FieldType,
    Group,
    ListHead,
    NearMiss,
    Obligation,
    Pack,
    Part,
    Person,
    Reason,
    Record,
    RecordKind,
    Report,
    Role,
    Selector,
    Source,
    Span,
    Spell,
    Text,
    Truth,
    Unit,
    Verdict,
    Vocabulary,
    Way,
    Window,
)
from compliance.policy import load_policy
from compliance.render import EXPLAINERS, RENDERERS, json_format, naming, phrases
from compliance.render.layout import clean, pad, width, wrap
from compliance.render.narrow import Query, narrow
from compliance.render.style import Style

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
DAY = date(2022, 7, 15)
YEAR = Window(date(2022, 1, 1), date(2022, 12, 31))
ZH, EN = Style("zh", folder="evidence/bureau", top="bureau"), Style("en", folder="evidence/bureau", top="bureau")
COPIED = ("compliance explain ", "- {")
"""How a line begins that is to be copied."""
TALKS = Selector("talk", (), Text("谈话", "talk"))


# ---------------------------------------------------------------- a report by hand


def record(name: str, day: date = date(2022, 3, 1), last: date | None = None, line: int = 3) -> Record:
    return Record(name, "talk", day, last or day, {"id": name}, at=Location(f"bureau/谈话/{name}.yaml", line))


def line(label: str = "状态", found: str = "草稿", wanted: str = "已完成", condition: str = "status") -> FailedLine:
    return FailedLine(condition, Text(label, label), Text(found, found), Text(wanted, wanted))


def obligation(name: str = "A1", title: str = "谈话两次", **given: Any) -> Obligation:
    known: dict[str, Any] = {
        "id": name,
        "title": Text(title, f"{title} (en)"),
        "source": Source("一", "谈话不少于2次", Location("rules/list.yaml", 7, 3)),
        "list": "main",
        "bearer": Bearer("post", "chief"),
        "readings": {"": Part(Count(TALKS, ()))},
    }
    return Obligation(**{**known, **given})


def verdict(name: str = "pass", rule: Obligation | None = None, **given: Any) -> Verdict:
    known: dict[str, Any] = {
        "obligation": rule or obligation(),
        "bearer": "chief",
        "bearer_name": Text("书记", "Chief"),
        "subject": None,
        "subject_name": None,
        "window": YEAR,
        "verdict": name,
        "severity": "error" if name in ("fail", "late", "at_risk", "inconclusive", "error") else "none",
        "final": name in ("fail", "late"),
        "low": Truth.VIOLATED,
        "high": Truth.VIOLATED,
        "basis": "ok",
        "need": 2,
        "have": 1,
        "last_safe": None,
        "mended_on": None,
        "reasons": (short(),),
        "counted": (),
        "doubtful": (),
        "near_misses": (),
        "advice": (),
        "fired": ("met", "cannot.be"),
        "defaults": (),
    }
    return Verdict(**{**known, **given})


def short(missing: int = 1) -> Reason:
    params = (
        ("what", Text("谈话", "talk")),
        ("window", "2022"),
        ("need", "2"),
        ("have", "1"),
        ("missing", str(missing)),
        ("counter", Text("次", "")),
    )
    return Reason("count.short", params)


def over(day: str = "2022-06-30") -> Reason:
    return Reason("time.over", (("to", day),))


TALK = Way("talk", Text("谈话记录", "Talk"), (Text("谈话人：王一", "talker: 王一"),))


def event(last: date | None = date(2022, 7, 31), first: date | None = DAY, n: int = 1) -> Advice:
    return Advice("add", Text("谈话", "talk"), "talk", (Text("谈话人：王一", "talker: 王一"),), n, first, last, ways=(TALK,))


TENURE = (
    ("who", Text("周六", "Zhou Liu")),
    ("held", "74"),
    ("days", "365"),
    ("limit", Text("任职不满一半", "in the role for less than half of the time")),
    ("default", Text("（规则默认）", " (default)")),
)
DOUBTFUL = Reason("trigger.doubtful", (("subject", Text("i-1", "i-1")),))


def person(name: str) -> dict[str, Any]:
    return {"bearer": name, "bearer_name": Text(name, name)}


PACK = Pack(
    id="main-2022",
    title=Text("责任清单", "Duty list"),
    span=Span(date(2022, 1, 1), date(2022, 12, 31)),
    roles={"chief": Role("chief", Text("书记", "Chief"))},
    vocabulary=Vocabulary(kinds={"talk": RecordKind("talk", Text("谈话记录", "Talk"), {"talker": FieldType("person")})}),
    selectors={"talk": TALKS},
    parameters={},
    sets={},
    lists={
        "main": ListHead("main", Text("书记的清单", "The chief's list"), {"一": Text("谈心谈话", "Talks")}),
        "more": ListHead("more", Text("成员的清单", "The members' list"), {}),
    },
    obligations=(),
    digest="r" * 64,
)


def report(*verdicts: Verdict, problems: tuple[Problem, ...] = (), groups: tuple[Group, ...] = (), note: str = "") -> Report:
    unit = Unit("bureau", Text("某局", "A bureau"), ("main-2022",), note=note)
    found = phrases.counts(verdicts)
    return Report(DAY, unit, PACK, "e" * 64, 3, 9, verdicts, groups, found, problems)


def check(*verdicts: Verdict, style: Style = ZH, **given: Any) -> str:
    return RENDERERS["text"](report(*verdicts, **given), style)


def explain(*verdicts: Verdict, style: Style = ZH, **given: Any) -> str:
    return EXPLAINERS["text"](report(*verdicts, **given), style)


# ---------------------------------------------------------------- layout


def test_width_counts_what_a_chinese_console_draws() -> None:
    assert width("abc") == 3
    assert width("达标√“”") == 10
    assert width("e\u0301") == 1
    assert pad("达标", 6) == "达标  "
    assert pad("达标", 2) == "达标"


def test_wrap_keeps_to_the_width_and_breaks_where_readers_expect_it() -> None:
    text = "期限已过，“最接近的记录”是 d-0222（状态：草稿），见 02_清单/文件.yaml:12 and some more words"
    for columns in range(20, 90):
        lines = wrap(text, columns, "  → ")
        assert all(width(each) <= max(columns, width("  → ") + 20) for each in lines), columns
        assert "".join(each[4:].replace(" ", "") for each in lines) == text.replace(" ", "")
        assert not any(each.lstrip()[:1] in "，。）”：" for each in lines[1:])
        assert not any(each.rstrip()[-1:] in "（“" for each in lines)


def test_wrap_cuts_only_a_word_that_is_longer_than_a_line() -> None:
    lines = wrap("short " + "x" * 70 + " end", 30)
    assert lines == ["short", "x" * 30, "x" * 30, "x" * 10 + " end"]


def test_wrap_of_nothing_is_one_line() -> None:
    assert wrap("", 30, "- ") == ["-"]


def test_a_very_narrow_terminal_is_drawn_over_its_edge() -> None:
    assert max(width(each) for each in wrap("达标" * 20, 5, "    ")) == 24


def test_evidence_cannot_move_the_cursor_or_turn_the_text_round() -> None:
    assert clean("王\x1b[2J一\u202e\n二") == "王?[2J一??二"
    unit_note = "\x1b[31mred\x07"
    shown = check(verdict(), note=unit_note)
    assert "\x1b" not in shown
    assert "\x07" not in shown


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022年", "2022"),
        (date(2022, 1, 1), date(2022, 6, 30), "2022年上半年", "first half of 2022"),
        (date(2022, 7, 1), date(2022, 12, 31), "2022年下半年", "second half of 2022"),
        (date(2022, 7, 1), date(2022, 9, 30), "2022年第三季度", "Q3 2022"),
        (date(2022, 2, 1), date(2022, 2, 28), "2022年2月", "2022-02"),
        (date(2022, 2, 1), date(2022, 3, 31), "2022-02-01 至 2022-03-31", "2022-02-01 to 2022-03-31"),
        (date(2022, 4, 1), date(2022, 9, 30), "2022-04-01 至 2022-09-30", "2022-04-01 to 2022-09-30"),
        (date(2022, 2, 1), date(2022, 4, 30), "2022-02-01 至 2022-04-30", "2022-02-01 to 2022-04-30"),
        (date(2021, 7, 1), date(2022, 6, 30), "2021-07-01 至 2022-06-30", "2021-07-01 to 2022-06-30"),
        (date(2022, 5, 4), date(2022, 5, 4), "2022-05-04", "2022-05-04"),
        (None, date(2022, 5, 4), "2022-05-04 以前", "up to 2022-05-04"),
        (date(2022, 5, 4), None, "2022-05-04 起", "from 2022-05-04"),
        (None, None, "不限时间", "at any time"),
    ],
)
def test_windows_have_the_name_people_use(first: date | None, last: date | None, zh: str, en: str) -> None:
    assert naming.when(Window(first, last)) == (zh, en)


def test_a_named_window_is_shown_with_its_days() -> None:
    assert naming.days(Window(date(2022, 7, 1), date(2022, 9, 30))).zh == "2022-07-01 至 2022-09-30（2022年第三季度）"
    assert naming.days(Window(None, None)).zh == "不限时间"


def test_the_worst_state_stands_for_an_obligation() -> None:
    order = ("error", "fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable")
    for better, worse in zip(order[1:], order, strict=False):
        assert phrases.worst([verdict(better), verdict(worse)]) == worse
    remark = verdict("fail", severity="note")
    assert phrases.worst([remark, verdict("pass")]) == "remark"
    assert phrases.worst([remark, verdict("attested")]) == "attested"


def test_every_state_has_a_mark_of_its_own_kind_and_a_word() -> None:
    assert set(phrases.MARKS) == set(phrases.STATES)
    for state, mark in phrases.MARKS.items():
        assert width(mark) == 2
        assert phrases.word(state).zh


def test_everything_this_program_says_can_be_shown_on_a_gbk_console() -> None:
    for code, text in messages.CATALOGUE.items():
        for words in text:
            # The one exception quotes the mark of a damaged character, and is shown with a question mark instead.
            assert words.replace("\ufffd", "").encode("gbk"), code
    "".join(phrases.MARKS.values()).encode("gbk")


def test_every_row_of_the_default_policy_is_explained_in_words() -> None:
    policy = load_policy([])
    for row in (*policy.verdict, *policy.severity):
        assert f"row.{row.id}" in messages.CATALOGUE


def test_both_languages_say_the_same_things() -> None:
    def fields(words: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    for code, (zh, en) in interface.CATALOGUE.items():
        assert fields(zh) == fields(en), code


def test_a_short_form_stands_for_a_reason_and_needs_no_more_than_it_is_given() -> None:
    for code in interface.CATALOGUE:
        if code.startswith("brief.") and code != "brief.time.today":
            assert code.removeprefix("brief.") in messages.CATALOGUE, code


# ---------------------------------------------------------------- advice and near-misses


def test_advice_says_how_many_and_by_when() -> None:
    who = verdict("at_risk")
    assert phrases.advice(event(), who, DAY) == ("2022-07-31 前（含当日）还须有 1 次：谈话", "by 2022-07-31: 1 more: talk")
    later = phrases.advice(event(date(2022, 12, 31), date(2022, 11, 1), 2), who, DAY)
    assert later == ("2022-11-01 至 2022-12-31 之间还须有 2 次：谈话", "between 2022-11-01 and 2022-12-31: 2 more: talk")
    assert phrases.advice(event(None), who, DAY).zh == "还须有 1 次：谈话，越早越好"
    assert phrases.advice(event(first=None), who, DAY).zh == "2022-07-31 前（含当日）还须有 1 次：谈话"
    safe = event()._replace(safe=date(2022, 7, 20))
    assert phrases.advice(safe, who, DAY) == (
        "2022-07-31 前（含当日）还须有 1 次：谈话（建议最迟 2022-07-20）",
        "by 2022-07-31: 1 more: talk (best by 2022-07-20)",
    )
    assert "建议" not in phrases.advice(safe, who, date(2022, 7, 21)).zh


def test_advice_on_what_is_to_be_closed_or_signed() -> None:
    who = verdict("at_risk")
    own = event()._replace(record="f-5", what=Text("销号的问题", "closed finding"))
    assert phrases.advice(own, who, DAY) == ("f-5 须在 2022-07-31 前（含当日）达到：销号的问题", "f-5 by 2022-07-31: closed finding")
    assert phrases.advice(own._replace(last=None), who, DAY).zh == "f-5 须达到：销号的问题，越早越好"
    signed = event()._replace(kind="attestation", what=Text("佐证说明", "attestation"))
    assert phrases.advice(signed, who, DAY).zh == "确实做到的，2022-07-31 前（含当日）须由签署人出具 1 份佐证说明"


def test_advice_on_a_doubtful_record_names_what_it_must_make_clear() -> None:
    doubt = NearMiss(record("t-1"), (line("谈话对象", "未填写", "李二", "counterpart: $each"),))
    who = verdict("inconclusive", doubtful=(doubt,))
    complete = Advice("set", Text("t-1", "t-1"), "talk", (), 1, None, None, "t-1")
    assert phrases.advice(complete, who, DAY).zh == "t-1（bureau/谈话/t-1.yaml:3）：谈话对象现为“未填写”。原件里有的，对照原件补全"
    assert phrases.advice(complete._replace(do="settle"), who, DAY).en == (
        "t-1 (bureau/谈话/t-1.yaml:3): 谈话对象: “未填写”; make it exact from its original"
    )
    assert phrases.advice(complete._replace(record="t-9"), who, DAY).zh == "请对照原件补全 t-9"
    roster = NearMiss(record("t-1"), (line()._replace(fact=Text("张三没有写科室", "no section"), mend="roster"),))
    assert phrases.advice(complete, verdict("fail", doubtful=(roster,)), DAY).zh.endswith(
        "张三没有写科室。请核对名册；名册没有错的，这条不计入"
    )
    choice = NearMiss(record("t-1"), (line("下列之一", "都不满足", "谈话人：李二；或谈话人：张三", "any_of: […]"),))
    other = verdict("inconclusive", doubtful=(choice,))
    assert "以下一种都不符合：谈话人：李二；或谈话人：张三" in phrases.advice(complete, other, DAY).zh


def test_advice_to_declare_that_nothing_happened() -> None:
    copied = Text("- {none: serious_case, from: 2022-01-01}", "- {none: serious_case, from: 2022-01-01}")
    name = (Text("serious_case", "serious_case"),)
    given = Advice("settle", Text("大案", "case"), "declaration", name, 1, *YEAR[:2], ways=(Way("declaration", copied),))
    early, after = (phrases.advice(given, verdict("inconclusive"), day).zh for day in (DAY, date(2023, 1, 1)))
    assert early.startswith("到 2022-12-31 没有发生的，2022-12-31 以后再作声明，写在 unit.yaml 的 declarations 里：- {none: ")
    assert after.startswith("发生过、原件还在的，把记录补录完整；确实没有发生的，由负责人签字声明")
    for shown in (check(verdict("pending", advice=(given,))), explain(verdict("pending", advice=(given,)))):
        assert any(row.strip() == copied.zh for row in shown.splitlines())


def test_the_nearest_record_fails_a_line_that_no_other_fails() -> None:
    common = [NearMiss(record(f"d-{n}"), (line("类别", "甲", "乙", "kind: 乙"),)) for n in range(3)]
    draft = NearMiss(record("d-9"), (line(),))
    far = NearMiss(record("d-8"), (line(condition="date"), line(condition="role")))
    assert phrases.nearest(verdict("fail", near_misses=(*common, far, draft))) == draft
    assert phrases.nearest(verdict("fail", near_misses=(*common, far))) is None


def test_a_doubtful_trigger_is_completed_first() -> None:
    doubtful = DOUBTFUL
    who = verdict("inconclusive", subject="i-1", reasons=(short(), doubtful))
    assert phrases.trigger(who).zh.startswith("先对照原件补全 i-1")  # type: ignore[union-attr]
    assert phrases.trigger(replace(who, subject=None)) is None
    assert phrases.trigger(replace(who, reasons=())) is None
    named = Advice("set", Text("i-1", "i-1"), "issue", (), 1, None, None, "i-1")
    assert phrases.trigger(replace(who, advice=(named,))) is None


# ---------------------------------------------------------------- check


def test_the_headline_is_three_way_and_names_the_other_groups() -> None:
    states = ("fail", "late", "at_risk", "pass", "pending", "manual", "not_applicable")
    shown = check(*(verdict(state, obligation(f"A{n}")) for n, state in enumerate(states)), note="虚构")
    assert "某局\n检查日 2022-07-15　对照：责任清单\n清单文件夹 main-2022　内容摘要 rrrrrrrrrrrr\n虚构\n" in shown
    assert "共 7 条：× 未达标 2（其中逾期完成 1） · ▲ 有风险 1 · √ 达标 1" in shown
    assert "其余 3 条：未到期 1 · 待人工认定 1 · 不适用 1" in shown
    assert "细分" not in shown


def test_all_green_says_so_in_few_lines() -> None:
    shown = check(verdict(), style=EN)
    assert "1 obligations: × fail 0 · ▲ at risk 0 · √ pass 1" in shown
    assert "the other" not in shown
    assert "compliance explain" not in shown


def test_every_obligation_is_listed_by_list_and_article_passes_too() -> None:
    second = obligation("B1", "成员谈话", list="more", source=Source("甲", "…"))
    shown = check(verdict(), verdict("fail", obligation("A2", "谈话三次")), verdict(rule=second))
    rows = shown.splitlines()
    head = rows.index("书记的清单")
    assert rows[head + 1 : head + 4] == ["一  谈心谈话", "  √ 达标       A1  谈话两次", "  × 未达标     A2  谈话三次"]
    assert rows[rows.index("成员的清单") + 1 :][:2] == ["甲", "  √ 达标       B1  成员谈话"]


def test_what_is_not_met_says_what_is_missing_by_when_and_what_to_do() -> None:
    reasons = (short(), Reason("time.short", (("to", "2022-07-31"), ("safe", "2022-07-10"), ("left", "16"))))
    draft = NearMiss(record("t-5"), (line(),))
    shown = check(verdict("at_risk", reasons=reasons, advice=(event(),), near_misses=(draft,)))
    assert "缺 1 次（应有 2 次，现有 1 次）：谈话；只剩 16 天，期限 2022-07-31" in shown
    assert "→ 2022-07-31 前（含当日）还须有 1 次：谈话" in shown
    assert "→ 接近要求但未计入：t-5（谈话/t-5.yaml:3），状态现为“草稿”" in shown.replace("\n         ", "")


def test_the_last_day_is_called_that() -> None:
    reasons = (short(), Reason("time.short", (("to", "2022-07-15"), ("safe", "2022-07-10"), ("left", "0"))))
    assert "检查日（2022-07-15）就是最后一天" in check(verdict("at_risk", reasons=reasons))


def test_what_still_has_time_gives_its_step_and_its_dates_once() -> None:
    reasons = (short(), Reason("time.room", (("to", "2022-12-31"), ("safe", "2022-12-17"), ("left", "169"))))
    shown = check(verdict("pending", reasons=reasons, advice=(event(),)))
    assert "建议最迟 2022-12-17" not in shown
    assert shown.count("→") == 1
    assert "期限 2022-12-31，建议最迟" in check(verdict("pending", reasons=reasons))


def test_several_steps_to_come_are_each_given() -> None:
    reasons = (Reason("time.room", (("to", "2022-12-31"), ("safe", "2022-08-17"), ("left", "169"))),)
    shown = check(verdict("pending", reasons=reasons, advice=(event(), event(date(2022, 12, 31), date(2022, 11, 1)))))
    assert shown.count("→") == 2


def test_instances_that_say_the_same_stand_together_and_passes_are_only_counted() -> None:
    same = [verdict("fail", **person(name), reasons=(short(), over())) for name in ("李二", "张三")]
    shown = check(*same, verdict(**person("王一")), verdict("not_applicable", **person("周六")))
    assert "谈话两次（达标 1/3，不适用 1）" in shown
    assert "× 李二、张三：缺 1 次（应有 2 次，现有 1 次）：谈话；2022-06-30 已截止" in shown
    assert "王一" not in shown
    assert "按人、按对象、按时段细分，共 4 项：未达标 2 · 达标 1 · 不适用 1" in shown
    assert "当时确实做过" in shown
    assert "\n  compliance explain evidence/bureau A1 --as-of 2022-07-15\n" in shown
    assert "— 不适用 周六：" in shown


def test_an_obligation_that_binds_nobody_says_why() -> None:
    reasons = (Reason("tenure.short", TENURE),)
    shown = check(*(verdict("not_applicable", **person(name), reasons=reasons) for name in ("周六", "孙五")))
    assert "2 项都不适用" in shown
    assert "— 周六、孙五：任职不满一半（规则默认）" in shown


def test_names_tell_instances_apart_by_what_differs() -> None:
    half, other = Window(date(2022, 1, 1), date(2022, 6, 30)), Window(date(2022, 7, 1), date(2022, 12, 31))
    by_period = [verdict("fail", window=half), verdict("fail", window=other)]
    assert [name.whole().zh for name in naming.names(by_period)] == ["2022年上半年", "2022年下半年"]
    by_both = [verdict("fail", **person(name), window=window) for name in ("李二", "张三") for window in (half, other)]
    names = naming.names(by_both)
    assert naming.together([names[0], names[2]]).zh == "李二、张三 · 2022年上半年"
    assert naming.together([names[0], names[3]]).zh == "李二 · 2022年上半年；张三 · 2022年下半年"
    laid = half._replace(anchored=True)
    by_record = [verdict("fail", subject="f-1", window=laid), verdict("fail", subject="f-2", window=other._replace(anchored=True))]
    assert [name.whole().zh for name in naming.names(by_record)] == ["f-1", "f-2"]


def test_the_worst_instance_of_an_obligation_comes_first() -> None:
    shown = check(
        verdict("pending", **person("李二")),
        verdict("fail", **person("张三"), reasons=(short(2),)),
        verdict("inconclusive", **person("赵四")),
    )
    assert shown.index("× 张三") < shown.index("※ 赵四") < shown.index("○ 李二")


def test_an_unmet_should_is_a_remark() -> None:
    shown = check(verdict("fail", severity="warning"))
    assert "△ 仅提示" in shown
    assert "未达标，只作提示：缺 1 次" in shown
    assert "× 未达标 0" in shown


def test_records_that_are_not_as_they_must_be_are_shown_before_near_misses() -> None:
    bad = [record(f"m-{n}", line=n) for n in range(1, 6)]
    misses = tuple(NearMiss(each, (line("议题", "甲", "乙", "agenda: 乙"),)) for each in bad)
    rule = obligation(readings={"": Part(Every(TALKS, ()))})
    failing = verdict("fail", rule, counted=tuple(bad), near_misses=(*misses, NearMiss(record("m-9"), (line(),))))
    shown = check(failing)
    assert shown.count("不合要求：") == 3
    assert "还有 2 条" in shown
    assert "m-9" not in shown
    whole = explain(failing)
    assert all(each.id in whole for each in bad)
    assert "m-9" in whole


def test_doubtful_records_are_to_be_completed_even_while_there_is_time() -> None:
    doubt = NearMiss(record("t-1"), (line("谈话对象", "未填写", "李二", "counterpart: $each"),))
    complete = Advice("set", Text("t-1", "t-1"), "talk", (), 1, None, None, "t-1")
    room = Reason("time.room", (("to", "x"), ("safe", "y")))
    shown = check(verdict("pending", doubtful=(doubt,), advice=(event(), complete), reasons=(room,)))
    assert "→ t-1（谈话/t-1.yaml:3）：谈话对象现为“未填写”。原件里有的，对照原件补" in shown


def test_a_doubtful_trigger_is_to_be_completed() -> None:
    shown = check(verdict("inconclusive", subject="i-1", subject_name=Text("i-1", "i-1"), reasons=(DOUBTFUL,)))
    assert "→ 先对照原件补全 i-1" in shown


def test_problems_stand_at_the_end_with_their_place_worst_first() -> None:
    found = (
        Problem(Location("bureau/a.yaml", 2, 5), "evidence.folder_empty", "note"),
        Problem(Location("bureau/b.yaml", 9), "evidence.folder_empty", "warning"),
        Problem(Location(""), "evidence.folder_empty", "warning"),
    )
    rows = check(verdict(), problems=found).splitlines()
    at = rows.index("材料里需要留意的地方（3 处）")
    assert [row.split("文件夹")[0] for row in rows[at + 1 :]] == ["  注意：", "  b.yaml:9: 注意：", "  a.yaml:2:5: 说明："]


def test_colour_adds_nothing_to_the_words() -> None:
    given = (verdict("fail"), verdict(rule=obligation("A2")), verdict("pending", obligation("A3")))
    plain, coloured = check(*given), check(*given, style=ZH._replace(colour=True))
    assert "\x1b[31m× 未达标" in coloured
    stripped = coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m"):
        stripped = stripped.replace(code, "")
    assert stripped == plain


def test_no_line_is_wider_than_the_terminal() -> None:
    for style in (ZH, EN):
        for columns in (60, 80, 120):
            shown = RENDERERS["text"](sample(), style._replace(width=columns))
            # What is to be copied is never broken.
            assert all(width(row) <= columns for row in shown.splitlines() if not row.lstrip().startswith(COPIED))


# ---------------------------------------------------------------- explain


def test_explain_gives_the_clause_the_window_the_records_and_the_rules() -> None:
    rule = obligation(unclear=Text("“谈话”是否含视频", "does video count?"), modality="should")
    given = verdict(
        "at_risk",
        rule,
        low=Truth.VIOLATED_SO_FAR,
        counted=(record("t-1"), record("t-2", date(2022, 5, 1), date(2022, 5, 31))),
        near_misses=(NearMiss(record("t-5"), (line(),)),),
        doubtful=(NearMiss(record("t-6"), (line("谈话对象", "未填写", "李二", "counterpart"),)),),
        advice=(event(),),
        last_safe=date(2022, 7, 20),
        fired=("short.of.time", "cannot.be", "own.row"),
        defaults=(Reason("default.burden"),),
    )
    shown = explain(given)
    for piece in (
        "A1  谈话两次\n清单        书记的清单 · 一  谈心谈话\n原文        「谈话不少于2次」（规则：rules/list.yaml:7:3）\n",
        "性质        应当做到，没有做到只作提醒",
        "待确认      “谈话”是否含视频",
        "结果        检查日 2022-07-15：有风险 1",
        "▲ 有风险  书记",
        "时段        2022-01-01 至 2022-12-31（2022年），还有 169 天",
        "结论        还没有定",
        "计入的记录  2\n      t-1  谈话记录  2022-03-01  谈话/t-1.yaml:3\n      t-2  谈话记录  2022-05-01…2022-05-31  谈话/t-2.yaml:3",
        "未计入但接近要求的记录\n      t-5  谈话记录  2022-03-01  谈话/t-5.yaml:3\n        状态现为“草稿”",
        "存疑的记录",
        "怎么办\n      → 2022-07-31 前（含当日）还须有 1 次：谈话\n         记录要写明：谈话记录（kind: talk）\n         - 谈话人：王一\n",
        "采用的默认值（原文没有写明，可以另行规定）\n      - ",
    ):
        assert piece in shown, piece
    assert "判定规则" not in shown
    traced = explain(given, style=ZH._replace(trace=True, width=120))
    assert "判定规则    还没有做到，建议最迟的日期已过（short.of.time）" in traced
    assert "同时符合    其余情形适用本行（cannot.be）；own.row" in traced


@pytest.mark.parametrize(
    ("window", "zh"),
    [
        (Window(date(2022, 8, 1), date(2022, 8, 31)), "还没有开始"),
        (Window(date(2022, 1, 1), date(2022, 7, 15)), "检查日就是最后一天"),
        (Window(date(2022, 1, 1), date(2022, 6, 30)), "已结束"),
        (Window(date(2022, 1, 1), None), "没有截止日期"),
    ],
)
def test_explain_says_how_the_window_stands(window: Window, zh: str) -> None:
    assert zh in explain(verdict("pending", window=window))


def test_explain_tells_what_to_do_where_nothing_can_be_mended() -> None:
    assert "期限已过" in explain(verdict("fail", reasons=(short(), over())))
    assert "期限已过" in explain(verdict("late", reasons=(Reason("time.late", (("to", "a"), ("done", "b"), ("days", "3"))),)))
    assert "此项以后无法补救；" in explain(verdict("fail", reasons=(Reason("time.final"),)))
    assert "由人判断是否做到" in explain(verdict("manual"))
    trigger = verdict("inconclusive", subject="i-1", reasons=(DOUBTFUL,))
    assert "先对照原件补全 i-1" in explain(trigger)


def test_explain_says_whether_anything_can_still_change() -> None:
    assert "以后再做改变不了；现有记录如有错漏" in explain(verdict("fail"))
    assert "以后再做改变不了；现有记录如有错漏" in explain(verdict("fail", final=False, high=Truth.SATISFIED))
    assert "已定，以后的记录不会改变" in explain(verdict(final=True, low=Truth.SATISFIED))
    nobody = verdict("inconclusive", reasons=(Reason("subject.none", (("role", Text("书记（chief）", "Chief (chief)")),)),))
    assert "名册（unit.yaml）补全后重新判定" in explain(nobody)
    assert "声明补全后重新判定" in explain(verdict("inconclusive", reasons=(Reason("doubt.undeclared", (("n", "0"),)),)))
    assert "还没有定，会随以后的记录变化" in explain(verdict("pending", low=Truth.VIOLATED_SO_FAR))
    assert "还没有定，缺的内容补明后重新判定" in explain(verdict("inconclusive", high=Truth.SATISFIED))


def test_explain_of_what_does_not_apply_speaks_of_no_records() -> None:
    shown = explain(verdict("not_applicable", need=None, have=None, subject="x"))
    assert "计入的记录" not in shown
    assert "结论  " not in shown
    assert "— 不适用  书记 · x" in shown


def test_explain_names_bearer_subject_and_period() -> None:
    half = Window(date(2022, 1, 1), date(2022, 6, 30))
    assert "书记 · 李二 · 2022年上半年" in explain(verdict(subject="li2", subject_name=Text("李二", "李二"), window=half))
    assert "Chief · 2022-05-01 to 2022-06-30" in explain(verdict(window=half._replace(first=date(2022, 5, 1))), style=EN)
    assert "Chief · up to 2022-06-30" in explain(verdict(window=half._replace(first=None)), style=EN)


def test_explain_leaves_out_what_there_is_not() -> None:
    shown = explain(verdict(fired=(), advice=(event(None),), last_safe=date(2022, 1, 1)), verdict(rule=obligation("A2")))
    assert "越早越好" in shown
    assert "建议" not in shown
    assert "A2  谈话两次" in shown


# ---------------------------------------------------------------- JSON


def test_json_has_the_keys_of_the_design_in_their_order() -> None:
    given = report(verdict("fail", counted=(record("t-1"),)), groups=(Group("bearer", "gone", "fail", {"fail": 1}, ()),))
    document = json.loads(json_format.render(given, ZH))
    assert list(document) == ["schema", "as_of", "unit", "packs", "inputs", "summary", "rollup", "verdicts", "problems"]
    assert document["inputs"] == {"rules": "r" * 64, "evidence": "e" * 64, "files": 3, "records": 9, "source": None}
    [only] = document["verdicts"]
    assert only["window"] == {"from": "2022-01-01", "to": "2022-12-31"}
    assert only["truth"] == {"low": "violated", "high": "violated"}
    assert only["waiver"] is None
    assert only["counted"] == [{"record": "t-1", "kind": "talk", "date": "2022-03-01", "at": "bureau/谈话/t-1.yaml:3"}]
    assert only["source"] == {"list": "main", "article": "一", "quote": "谈话不少于2次", "at": "rules/list.yaml:7:3"}
    assert document["rollup"][0]["title"] is None


def test_json_gives_messages_in_both_languages_and_their_parameters() -> None:
    [only] = json.loads(json_format.render(report(verdict("fail")), EN))["verdicts"]
    [reason] = only["reasons"]
    assert reason["code"] == "count.short"
    assert reason["params"]["what"] == {"zh": "谈话", "en": "talk"}
    assert reason["params"]["need"] == "2"
    assert reason["text"] == dict(zip(("zh", "en"), messages.text(*short()), strict=True))


def test_json_is_the_same_bytes_each_time_and_ends_in_a_line_end() -> None:
    given = report(verdict("fail", near_misses=(NearMiss(record("t-5"), (line(),)),), advice=(event(),)))
    once = json_format.render(given, ZH)
    assert once == json_format.render(given, EN)
    assert once.endswith("}\n")
    assert "谈话" in once


def test_a_record_without_an_exact_day_is_given_as_an_interval() -> None:
    given = report(verdict(counted=(record("t-2", date(2022, 5, 1), date(2022, 5, 31)),)))
    assert json.loads(json_format.render(given, ZH))["verdicts"][0]["counted"][0]["date"] == "2022-05-01/2022-05-31"


# ---------------------------------------------------------------- narrowing


def asked(query: Query, *verdicts: Verdict) -> list[Verdict]:
    return list(narrow(report(*verdicts), query).verdicts)


def refused(query: Query, *verdicts: Verdict) -> str:
    with pytest.raises(EvidenceError) as wrong:
        narrow(report(*verdicts), query)
    [found] = wrong.value.problems
    return messages.text(found.code, found.params).zh


def many() -> tuple[Verdict, ...]:
    half, other = Window(date(2022, 1, 1), date(2022, 6, 30)), Window(date(2022, 7, 1), None)
    return (
        verdict("fail", bearer="li2", bearer_name=Text("李二", "Li Er"), subject="a1", subject_name=Text("王一", "王一"), window=half),
        verdict("pass", bearer="zhang3", bearer_name=Text("张三", "张三"), subject="办公室", window=other),
        verdict("pass", obligation("B1")),
    )


def test_who_holds_the_office_may_be_asked_for_by_name() -> None:
    wang = Person("wang1", "王一", (Spell("chief", date(2020, 1, 1)),))
    gone = Person("zhou6", "周六", (Spell("chief", until=date(2019, 1, 1)),))
    given = report(verdict())
    held = replace(given, unit=replace(given.unit, people={"wang1": wang, "zhou6": gone}))
    for name in ("王一", "wang1", "书记", "chief"):
        assert len(narrow(held, Query("A1", bearer=name)).verdicts) == 1
    with pytest.raises(EvidenceError) as wrong:
        narrow(held, Query("A1", bearer="周六"))
    [found] = wrong.value.problems
    assert "有：书记 王一" in messages.text(found.code, found.params).zh


def test_the_beginning_of_an_id_lists_those_that_begin_so() -> None:
    rules = [obligation(name) for name in ("S3.1", "S3.4", "S30.1")]
    assert refused(Query("s3"), *(verdict(rule=rule) for rule in rules)) == "没有编号为“s3”的要求。以它开头的有：S3.1、S3.4"
    assert "是不是" not in refused(Query("S99.9"), verdict(rule=obligation("S9.7")))


def test_a_question_narrows_the_report_and_its_summary() -> None:
    narrowed = narrow(report(*many()), Query("a1"))
    assert len(narrowed.verdicts) == 2
    assert dict(narrowed.summary) == {"fail": 1, "at_risk": 0, "pass": 1}
    assert narrowed.groups == ()


def test_bearers_and_subjects_go_by_id_or_name_windows_by_any_day() -> None:
    first, second, _ = many()
    for query in (
        Query("A1", bearer="li2"),
        Query("A1", bearer=" 李二"),
        Query("A1", bearer="li er"),
        Query("A1", subject="王一"),
        Query("A1", window=Span(date(2022, 6, 30), date(2022, 6, 30))),
    ):
        assert asked(query, first, second) == [first]
    assert asked(Query("A1", subject="办公室", window=Span(date(2023, 1, 1), date(2023, 12, 31))), first, second) == [second]


def test_what_is_not_there_is_refused_with_what_is() -> None:
    assert refused(Query("A11"), *many()).endswith("是不是想写“A1”？")
    assert "共有 2 条" in refused(Query("nothing"), *many())
    assert refused(Query("A1", bearer="李三"), *many()) == "A1 没有责任人“李三”。有：李二、张三。是不是想写“李二”？"
    assert refused(Query("A1", subject="office"), *many()) == "A1 没有对象“office”。有：王一、办公室"
    assert refused(Query("B1", subject="王一"), *many()) == "B1 不分对象，请去掉 --subject"
    early = Span(date(2021, 1, 1), date(2021, 12, 31))
    assert refused(Query("A1", window=early), *many()).startswith("A1 没有包含 2021-01-01…2021-12-31 的时段。有：2022-01-01 至 2022-06-30")
    assert "2021-05-01 的时段" in refused(Query("A1", window=Span(date(2021, 5, 1), date(2021, 5, 1))), *many())
    assert refused(Query("A1", bearer="李二", subject="办公室"), *many()) == "A1 没有同时符合 --bearer、--subject、--window 的判断项"


# ---------------------------------------------------------------- golden files


SAMPLE = Style("zh", folder="evidence/sample-bureau-2022", top="sample-bureau-2022")


@cache
def sample(day: date = DAY) -> Report:
    """With a digest that stays when a word in the pack changes."""
    found = run(ROOT / "evidence" / "sample-bureau-2022", ROOT / "rules" / "party-building-2022", day)
    return replace(found, pack=replace(found.pack, digest="0123456789abcdef"))


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs; UPDATE_GOLDEN=1 writes it anew"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_of_the_sample_unit(lang: Any) -> None:
    golden(f"check.{lang}.txt", RENDERERS["text"](sample(), SAMPLE._replace(lang=lang)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["S2.1", "S2.7", "S3.3", "S7.1", "M10.5"])
def test_explain_of_the_sample_unit(name: str, lang: Any) -> None:
    shown = EXPLAINERS["text"](narrow(sample(), Query(name)), SAMPLE._replace(lang=lang))
    golden(f"explain.{name}.{lang}.txt", shown)


def test_no_engine_word_reaches_a_reader() -> None:
    rows = EXPLAINERS["text"](sample(), SAMPLE).splitlines()
    shown = "\n".join(row for row in rows if not row.lstrip().startswith(COPIED))
    for row in ("violated", "satisfied", "Truth", "$bearer", "$each", "None", "{", "needs_judgement"):
        assert row not in shown


@pytest.mark.parametrize("day", [DAY, date(2022, 12, 31), date(2023, 3, 1)])
def test_every_unmet_item_of_the_sample_says_what_to_do_or_that_nothing_can_be_done(day: date) -> None:
    for each in sample(day).verdicts:
        if each.verdict in ("pass", "attested", "not_applicable"):
            continue
        shown = EXPLAINERS["text"](replace(sample(day), verdicts=(each,)), SAMPLE)
        assert "怎么办\n" in shown, (each.obligation.id, each.bearer, each.subject)


@pytest.mark.parametrize("day", [DAY, date(2022, 12, 31), date(2023, 3, 1)])
def test_every_instance_that_is_not_met_is_in_the_list(day: date) -> None:
    shown = RENDERERS["text"](sample(day), SAMPLE._replace(width=100_000))
    for each in sample(day).verdicts:
        if each.verdict in ("pass", "not_applicable"):
            continue
        first = phrases.brief(each.reasons[0], lambda place: SAMPLE.below(str(place))).zh.replace("sample-bureau-2022/", "")
        rows = [row for row in shown.splitlines() if first in row]
        assert rows, (each.obligation.id, each.bearer, each.subject)
