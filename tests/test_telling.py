"""What is said of one instance: near-misses and doubts as facts, advice with every way, declarations by name, defaults with titles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import messages
from compliance.check import _counts, run
from compliance.errors import EvidenceError
from compliance.model import MonthDay, Parameter, Point, Report, Span, Text, Unknown, Verdict, Window
from compliance.render import EXPLAINERS, RENDERERS, phrases
from compliance.render.narrow import Query, narrow
from compliance.render.style import Style
from compliance.shortfall import vague_day
from compliance.spans import between
from compliance.words import Words, duration, tag

PACK = """
pack: telling
title: {zh: 示例清单, en: Example list}
year: 2022
lists: [main]
roles:
  chief: {title: {zh: 书记, en: chief}, one_holder: true}
  member: {title: {zh: 成员, en: member}}
  leader: {title: {zh: 领导干部, en: leader}}
vocabulary:
  terms: {topic: [党建, 业务, 廉政]}
  person:
    section: {type: text, title: {zh: 所在科室, en: section}}
    cadres: {type: list of person, title: {zh: 分管干部, en: cadres}}
    home: {type: place, title: {zh: 联系点, en: home}}
  unit: {staff: {type: number, title: {zh: 编制数, en: staff}}, sections: {type: list of text, title: {zh: 科室名单, en: list of sections}}}
  kinds:
    meeting:
      title: {zh: 会议记录, en: Meeting}
      fields:
        topic: {type: term, terms: topic, title: {zh: 主题, en: topic}}
        topics: {type: list of term, terms: topic, title: {zh: 主题词, en: topics}}
        chair: {type: person, title: {zh: 主持人, en: chair}}
        people: {type: list of person, title: {zh: 出席人员, en: people}}
        hours: {type: number, title: {zh: 时长, en: hours}}
        held: {type: date, title: {zh: 召开日期, en: held}}
        online: {type: flag, title: {zh: 线上, en: online}}
        note: {type: text, title: {zh: 备注, en: note}}
        place: {type: place, title: {zh: 地点, en: place}}
        adopted_by: {type: ref, kind: meeting, title: {zh: 审定会议, en: adopted by}}
        agenda:
          type: list of row
          title: {zh: 议题, en: agenda}
          fields:
            order: {type: number, title: {zh: 序号, en: number}}
            topic: {type: term, terms: topic, title: {zh: 主题, en: topic}}
            own: {type: flag, title: {zh: 单列, en: own item}}
            owner: {type: person, title: {zh: 负责人, en: owner}}
    paper:
      title: {zh: 印发文件, en: Paper}
      fields: {topic: {type: term, terms: topic, title: {zh: 主题, en: topic}}}
    finding:
      title: {zh: 整改台账, en: Finding}
      fields:
        closed_on: {type: date, title: {zh: 销号日期, en: closed on}}
        source: {type: text, title: {zh: 来源, en: source}}
parameters:
  often: {value: 30d, stated: false, why: 没有写天数 / no days given, choices: [30d, 60d]}
  latest: {value: 11-30, stated: false, why: 没有写日期, choices: [11-30, 12-31]}
sets: {theory: [党建, 廉政]}
selectors:
  case: {title: {zh: 案件, en: case}, kind: finding, where: [source: 案件]}
  note_of: {title: {zh: 备忘, en: note}, kind: paper}
"""
LIST = """
list: main
title: {zh: 清单, en: List}
articles: {一: {zh: 第一条, en: First}}
obligations:
"""
UNIT: dict[str, Any] = {
    "people": """
  wang1: {name: 王一, roles: [chief, leader], section: 办公室, home: p1}
  li2: {name: 李二, roles: [member]}
  li3: {name: 李三, roles: [member, {role: leader, since: 2022-06-01}], section: 财务科}
  he4: {name: 何四, roles: []}
  he5: {name: 何四, roles: []}
""",
    "more": "",
}


EXAMPLES = "examples: [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]"
"""A rule needs them; nothing here runs them."""


def rule(body: str, bearer: str = "chief") -> str:
    head = f"- {{id: R1, title: {{zh: 要求, en: Rule}}, source: {{article: 一, quote: 原文}}, bearer: {bearer}, "
    return f"{head}{body}, {EXAMPLES}}}\n"


def reported(
    tmp_path: Path, rules: str, records: str, day: str = "2022-07-15", people: str = UNIT["people"], more: str = "", pack: str = PACK
) -> Report:
    rule_pack, unit = tmp_path / "rules" / "telling", tmp_path / "bureau"
    rule_pack.mkdir(parents=True)
    unit.mkdir()
    (rule_pack / "pack.yaml").write_text(pack, encoding="utf-8")
    (rule_pack / "main.yaml").write_text(LIST + rules, encoding="utf-8")
    (unit / "unit.yaml").write_text(f"unit: bureau\npack: telling\nplaces: {{p1: {{name: 支部}}}}\npeople:{people}{more}", encoding="utf-8")
    (unit / "records.yaml").write_text(records, encoding="utf-8")
    return run(unit, rule_pack, date.fromisoformat(day))


OTHER = "- {id: o1, kind: paper, date: 2022-01-02, topic: 业务}\n"


def only(report: Report) -> Verdict:
    [verdict] = report.verdicts
    return verdict


def count(where: str, kind: str = "meeting") -> str:
    return rule(f"count: {{of: {{kind: {kind}, where: [{where}]}}, at_least: 1}}")


def near(tmp_path: Path, where: str, record: str, day: str = "2022-07-15") -> Text:
    """The fact told of the one near-miss. A line that is met is added, so that the record is no stranger."""
    verdict = only(
        reported(tmp_path, count(f"note: 甲, {where}"), f"- {{id: m1, kind: meeting, date: 2022-03-01, note: 甲, {record}}}\n", day)
    )
    [miss] = verdict.near_misses
    return phrases.failed(miss.failed)


# ---------------------------------------------------------------- near-misses are facts


@pytest.mark.parametrize(
    ("where", "record", "zh"),
    [
        ("chair: $bearer", "chair: 李二", "主持人是李二，不是王一"),
        ("topic: 党建", "topic: 业务", "主题是“业务”，不是“党建”"),
        ("topic: [党建, 廉政]", "topic: 业务", "主题是“业务”，不在“党建”、“廉政”之列"),
        ("topic: $set.theory", "topic: 业务", "主题是“业务”，不在“党建”、“廉政”之列"),
        ("topics: 党建", "topics: [业务]", "主题词（“业务”）中没有“党建”"),
        ("topics: [党建, 廉政]", "topics: [业务]", "主题词（“业务”）中没有“党建”、“廉政”中的任何一个"),
        ("people: {covers: $people.member}", "people: [李二]", "出席人员（李二）没有列全，缺李三"),
        ("online: false", "online: true", "线上（online）写的是“是”"),
        ("hours: {at_least: 2}", "hours: 1", "时长是 1，少于 2"),
        ("held: {at_most: 2022-03-01}", "held: 2022-03-02", "召开日期 2022-03-02，晚于 2022-03-01"),
        ("adopted_by: {exists: true}", "topic: 党建", "没有写审定会议（adopted_by）"),
        ("held: {exists: false}", "held: 2022-03-02", "有召开日期（2022-03-02），有的不计入"),
        ("people: {size: {at_least: 2}}", "people: [李二]", "出席人员有 1 人，应不少于 2 人"),
        (
            "agenda: {any: {topic: 党建}}",
            "agenda: [{order: 1, topic: 业务, own: true}]",
            "议题（序号 1，业务，单列）没有一项符合：主题（topic）是“党建”",
        ),
        (
            "agenda: {first: {topic: 党建}}",
            "agenda: [{topic: 业务, own: false}]",
            "议题（业务，单列：否）第一项不符合：主题（topic）是“党建”",
        ),
        ("agenda: {all: {topic: 党建}}", "agenda: [{topic: 业务}]", "议题（业务）不是每一项都符合：主题（topic）是“党建”"),
        ("chair: $people.leader", "chair: 李二", "主持人李二在名册（unit.yaml）里没有“领导干部（leader）”这一职务"),
        ("chair: $people.leader", "chair: 李三", "主持人李三当日不担任“领导干部（leader）”"),
        ("chair: $people.leader", "chair: 外人", "主持人“外人”不在名册（unit.yaml）上"),
    ],
)
def test_a_near_miss_is_told_as_a_fact(tmp_path: Path, where: str, record: str, zh: str) -> None:
    fact = near(tmp_path, where, record)
    assert fact.zh == zh
    assert fact.en
    assert "要求" not in fact.zh


def test_other_tests_are_told_too(tmp_path: Path) -> None:
    for number, (where, record, zh) in enumerate(
        [
            ("topic: {not: 业务}", "topic: 业务", "主题是“业务”，这样的不计入"),
            ("topics: {inside: [党建]}", "topics: [业务, 党建]", "主题词中的“业务”不在“党建”之内"),
            ("topic: {contains: 党}", "topic: 业务", "主题中没有“党”字样"),
            ("agenda: {none: {topic: 业务}}", "agenda: [{topic: 业务}]", "议题（业务）有不该有的一项：主题（topic）是“业务”"),
            ("agenda: {last: {topic: 党建}}", "agenda: [{topic: 业务}]", "议题（业务）最后一项不符合：主题（topic）是“党建”"),
            ("any_of: [{topic: 党建}, {topic: 廉政}]", "topic: 业务", "主题是“业务”，不是“党建”"),
        ]
    ):
        try:
            assert near(tmp_path / str(number), where, record).zh == zh
        except Exception as wrong:
            raise AssertionError(where) from wrong


@pytest.mark.parametrize(
    ("record", "zh"),
    [
        ("status: draft", "只是草稿"),
        ("status: planned", "只登记了计划，还没有进行"),
        ("origin: compiled", "是为迎检汇编的材料，不是当时的原始材料"),
    ],
)
def test_status_and_origin(tmp_path: Path, record: str, zh: str) -> None:
    assert near(tmp_path, "topic: 党建", f"topic: 党建, {record}").zh == zh


def test_dates_outside_the_window_and_after_the_day_of_the_check(tmp_path: Path) -> None:
    rules = rule("in: {from: 02-01, to: 07-31}, count: {of: {kind: paper, where: [topic: 党建]}, at_least: 3}")
    days = ("2022-01-05", "2022-07-20", "2022-12-05")
    records = "".join(f"- {{id: d{n}, kind: paper, date: {day}, topic: 党建}}\n" for n, day in enumerate(days))
    report = reported(tmp_path, rules, records)
    told = {miss.record.id: phrases.failed(miss.failed).zh for miss in only(report).near_misses}
    assert told == {"d0": "日期 2022-01-05，早于 2022-02-01", "d1": "已登记，日期 2022-07-20，检查日（2022-07-15）还没到"}
    [left] = [found for found in report.problems if found.code == "records.left_out"]
    assert messages.text(left.code, left.params).zh == "日期在检查日 2022-07-15 以后的记录 2 条，未计入（第一条：d1）"
    over = reported(tmp_path / "later", rules, records + "- {id: d9, kind: paper, date: 2023-05-18, topic: 党建}\n", "2022-12-31")
    told = {miss.record.id: phrases.failed(miss.failed).zh for miss in only(over).near_misses}
    assert told["d2"] == "日期 2022-12-05，晚于 2022-07-31"
    [left] = [found for found in over.problems if found.code == "records.left_out"]
    assert "不在清单年度（2022-01-01 至 2022-12-31）以内的记录 1 条" in messages.text(left.code, left.params).zh
    assert left.severity == "warning"


def test_the_date_that_counts_is_named(tmp_path: Path) -> None:
    rules = rule("in: {to: 03-31}, count: {of: {kind: finding, at: closed_on, where: [source: 巡察]}, at_least: 2}")
    records = "".join(
        f"- {{id: f{n}, kind: finding, date: 2022-01-05, source: 巡察{more}}}\n" for n, more in enumerate(("", ", closed_on: 2022-04-02"))
    )
    verdict = only(reported(tmp_path, rules, records))
    told = {miss.record.id: phrases.failed(miss.failed).zh for miss in verdict.near_misses}
    assert told == {"f0": "没有写销号日期（closed_on）", "f1": "销号日期 2022-04-02，晚于 2022-03-31"}


def test_somebody_out_of_the_role_that_day(tmp_path: Path) -> None:
    rules = rule("count: {of: {kind: meeting, where: [topic: 党建, people: $bearer]}, at_least: 1}", "member")
    people = "\n  li2: {name: 李二, roles: [{role: member, since: 2022-03-02}]}\n"
    verdict = only(reported(tmp_path, rules, "- {id: m1, kind: meeting, date: 2022-03-01, topic: 党建, people: [li2]}\n", people=people))
    assert phrases.failed(verdict.near_misses[0].failed) == ("当日李二不担任成员", "李二 was not member that day")


# ---------------------------------------------------------------- doubts lead to the place that lacks the answer


@pytest.mark.parametrize(
    ("where", "record", "zh", "mend"),
    [
        ("chair.section: 办公室", "topic: 党建", "没有写主持人（chair）", "record"),
        ("chair.section: 办公室", "chair: 李二", "unit.yaml 里李二（people.li2）没有写所在科室（section）", "roster"),
        ("chair.section: 办公室", "chair: 外人", "主持人（chair）“外人”不在名册上，查不到所在科室（section）", "roster"),
        ("chair.section: 办公室", "chair: 何四", "主持人（chair）有重名，没有写明是哪一位（请写编号）", "record"),
        ("adopted_by.chair: $bearer", "adopted_by: m9", "审定会议（adopted_by）写的“m9”没有这条记录", "record"),
        ("adopted_by.chair: $bearer", "adopted_by: m2", "m2 没有写主持人（chair）", "record"),
        ("agenda: {any: {topic: 党建}}", "agenda: [{order: 1}]", "没有写议题的主题（agenda.topic）", "record"),
        ("agenda.topic: 党建", "agenda: [{order: 1}]", "没有写议题的主题（agenda.topic）", "record"),
        (
            "held: {at_most: 2022-03-10}",
            "held: 2022-03",
            "召开日期（held）只知道在 2022-03-01 至 2022-03-31 之间，没有写明哪一天",
            "record",
        ),
        ("any_of: [{topic: 党建}, {topic: 廉政}]", "hours: 1", "没有写主题（topic）", "record"),
        ("hours: {at_least: $unit.staff}", "hours: 1", "unit.yaml 没有写 staff", "roster"),
    ],
)
def test_a_doubt_names_what_is_lacking_and_where(tmp_path: Path, where: str, record: str, zh: str, mend: str) -> None:
    records = (
        f"- {{id: m1, kind: meeting, date: 2022-03-01, note: 甲, {record}}}\n- {{id: m2, kind: meeting, date: 2022-02-01, note: 乙}}\n"
    )
    verdict = only(reported(tmp_path, count(f"note: 甲, {where}"), records))
    [doubt] = [miss for miss in verdict.doubtful if miss.record.id == "m1"]
    [line] = doubt.failed
    assert (line.fact.zh, line.mend) == (zh, mend)
    advised = [phrases.advice(given, verdict, date(2022, 7, 15)).zh for given in verdict.advice if given.record == "m1"]
    assert len(advised) == 1
    assert zh in advised[0]
    assert ("请核对名册" in advised[0]) == (mend == "roster")


def test_an_attribute_of_the_bearer_that_is_not_given(tmp_path: Path) -> None:
    rules = rule("count: {of: {kind: meeting, where: [place: $bearer.home]}, at_least: 1}", "member")
    people = "\n  li2: {name: 李二, roles: [member]}\n"
    verdict = only(reported(tmp_path, rules, "- {id: m1, kind: meeting, date: 2022-03-01, place: p1}\n", people=people))
    [doubt] = verdict.doubtful
    assert doubt.failed[0].fact.zh == "unit.yaml 里李二（people.li2）没有写联系点（home）"
    assert any("李二的联系点（home）（名册里没有写）" in text.zh for given in verdict.advice for text in given.conditions)


def test_a_day_that_is_not_exact(tmp_path: Path) -> None:
    changed = (
        "\n  wang1: {name: 王一, roles: [{role: chief, until: 2022-03-10}]}\n"
        "  li2: {name: 李二, roles: [{role: chief, since: 2022-03-11}]}\n"
    )
    rules = rule("in: {to: 03-20}, count: {of: {kind: meeting, where: [chair: $bearer]}, at_least: 1}")
    verdict = only(reported(tmp_path, rules, "- {id: m1, kind: meeting, date: 2022-03, chair: 王一}\n", people=changed))
    facts = phrases.failed(verdict.doubtful[0].failed).zh
    assert "不能确定当时由谁担任“书记（chief）”" in facts
    assert "日期只知道在 2022-03-01 至 2022-03-31 之间" in facts


def test_a_must_line_that_is_broken_or_open(tmp_path: Path) -> None:
    rules = rule("every: {of: {kind: meeting}, must: [topic: 党建]}")
    records = "- {id: m1, kind: meeting, date: 2022-03-01, topic: 业务}\n- {id: m2, kind: meeting, date: 2022-03-02}\n"
    verdict = only(reported(tmp_path, rules, records))
    assert [phrases.failed(miss.failed).zh for miss in verdict.near_misses] == ["主题是“业务”，不是“党建”", "没有写主题（topic）"]
    unsure = only(reported(tmp_path / "x", rules, "- {id: m2, kind: meeting, date: 2022-03-02}\n", "2023-01-10"))
    [advice] = unsure.advice
    assert (
        phrases.advice(advice, unsure, date(2023, 1, 10)).zh == "m2（bureau/records.yaml:1）：没有写主题（topic）。原件里有的，对照原件补全"
    )


def test_what_changed_in_the_time_that_a_day_may_be(tmp_path: Path) -> None:
    people = """
  wang1: {name: 王一, roles: [chief]}
  li2: {name: 李二, roles: [], section: {dated: [{value: 办公室, until: 2022-03-10}, {value: 财务科, since: 2022-03-11}]}}
"""
    verdict = only(
        reported(tmp_path, count("chair.section: 办公室"), "- {id: m1, kind: meeting, date: 2022-03, chair: li2}\n", people=people)
    )
    assert "李二的所在科室（section）在这段时间里变过，要知道是哪一天" in phrases.failed(verdict.doubtful[0].failed).zh


def test_what_the_trigger_does_not_say(tmp_path: Path) -> None:
    body = "for_each: {record: {kind: finding}}, in: {within: 2m}, count: {of: {kind: meeting, where: [note: $each.source]}, at_least: 1}"
    records = "- {id: f1, kind: finding, date: 2022-06-01}\n- {id: m1, kind: meeting, date: 2022-06-02, note: 巡察}\n"
    verdict = only(reported(tmp_path, rule(body), records))
    assert [phrases.failed(miss.failed).zh for miss in verdict.doubtful] == ["f1 没有写来源（source）"]


def test_alternatives_that_must_hold(tmp_path: Path) -> None:
    rules = rule("every: {of: {kind: meeting}, must: [any_of: [{topic: 党建}, {note: 甲}]]}")
    records = (
        "- {id: m1, kind: meeting, date: 2022-03-01, topic: 业务, note: 乙}\n- {id: m2, kind: meeting, date: 2022-03-02, topic: 业务}\n"
    )
    verdict = only(reported(tmp_path, rules, records))
    told = [phrases.failed(miss.failed).zh for miss in verdict.near_misses]
    assert told == ["以下一种都不符合：主题（topic）是“党建”；或者备注（note）是“甲”", "没有写备注（note）"]


def test_windows_in_words() -> None:
    day, month = date(2022, 5, 4), Span(date(2022, 5, 1), date(2022, 5, 31))
    for window, wanted, long in (
        (Window(day, None), "2022-05-04 以后", "2022-05-04 起"),
        (Window(None, day), "2022-05-04 以前", "2022-05-04 以前"),
        (Window(None, None), "任何一天", "不限时间"),
        (Window(day, day), "2022-05-04 至 2022-05-04", "2022-05-04"),
    ):
        assert vague_day(month, window).wanted.zh == wanted
        assert between(window).zh == long


# ---------------------------------------------------------------- advice


def test_every_way_that_counts_is_given(tmp_path: Path) -> None:
    where = "any_of: [{kind: meeting, where: [chair: $people.leader, held: {exists: true}]}, {kind: paper, where: [topic: [党建, 廉政]]}]"
    report = reported(tmp_path, rule(f"count: {{of: {{{where}}}, at_least: 2}}"), OTHER)
    [advice] = only(report).advice
    assert [(way.kind, [text.zh for text in way.conditions]) for way in advice.ways] == [
        ("meeting", ["主持人（chair）是领导干部（leader）：李三、王一之一", "写明召开日期（held）"]),
        ("paper", ["主题（topic）是“党建”、“廉政”之一"]),
    ]
    assert advice.safe is not None
    shown = EXPLAINERS["text"](narrow(report, Query("R1")), Style("zh"))
    assert "有 2 种办法，任选其一：" in shown
    assert "（二）印发文件（kind: paper）" in shown


def test_a_role_that_nobody_holds_is_never_an_empty_list(tmp_path: Path) -> None:
    people = "\n  wang1: {name: 王一, roles: [chief]}\n"
    report = reported(tmp_path, count("chair: $people.leader"), "- {id: m1, kind: meeting, date: 2022-03-01, chair: 王一}\n", people=people)
    [advice] = only(report).advice
    assert [text.zh for text in advice.conditions] == ["主持人（chair）是担任“领导干部（leader）”的人（名册里还没有）"]
    [empty] = [found for found in report.problems if found.code == "roster.role_empty"]
    assert messages.text(empty.code, empty.params).zh.startswith("名册里没有人担任“领导干部（leader）”，1 条的条件要用到：R1")
    assert str(empty.at) == "bureau/unit.yaml"
    [miss] = only(report).near_misses
    assert phrases.failed(miss.failed).zh == "主持人王一在名册（unit.yaml）里没有“领导干部（leader）”这一职务"


def test_what_is_to_be_closed_is_told_of_the_record_itself(tmp_path: Path) -> None:
    closed = "{kind: finding, at: closed_on, where: [id: $each.id]}"
    body = f"for_each: {{record: {{kind: finding}}}}, in: {{within: 2m}}, count: {{of: {closed}, at_least: 1}}"
    verdict = only(reported(tmp_path, rule(body), "- {id: f1, kind: finding, date: 2022-06-01}\n"))
    assert phrases.brief(verdict.reasons[0]).zh == "还没有达到：整改台账"
    assert phrases.reason(verdict.reasons[0]).zh == "f1 还没有达到：整改台账（2022-06-01 至 2022-08-01）"
    [advice] = verdict.advice
    assert phrases.advice(advice, verdict, date(2022, 7, 15)).zh.startswith("f1 须在 2022-08-01 前（含当日）达到：整改台账")
    assert [text.zh for text in advice.conditions] == ["写明销号日期（closed_on），以这一天为准"]


def test_each_step_has_its_own_safe_day(tmp_path: Path) -> None:
    steps = "{do: {kind: meeting}, in: {to: 08-31}}, {do: {kind: paper, where: [topic: 党建]}, in: {from: 11-01, to: 12-31}}"
    verdict = only(reported(tmp_path, rule(f"steps: [{steps}]"), OTHER))
    assert [given.safe for given in verdict.advice] == [date(2022, 8, 17), date(2022, 12, 3)]


def test_a_late_record_is_named_and_is_no_near_miss(tmp_path: Path) -> None:
    rules = rule("in: {to: 02-28}, count: {of: {kind: paper, where: [topic: 党建]}, at_least: 1}")
    report = reported(tmp_path, rules, "- {id: d1, kind: paper, date: 2022-03-03, topic: 党建}\n")
    verdict = only(report)
    assert [record.id for record in verdict.mended_by] == ["d1"]
    assert verdict.near_misses == ()
    assert phrases.brief(verdict.reasons[0]).zh == "逾期 3 天完成：d1（bureau/records.yaml:1），2022-03-03（期限 2022-02-28）：印发文件"
    shown = RENDERERS["text"](report, Style("zh", top="bureau"))
    assert "逾期 3 天完成：d1（records.yaml:1），2022-03-03" in shown
    assert "逾期完成的记录\n      d1" in EXPLAINERS["text"](report, Style("zh", top="bureau"))


def test_what_cannot_wait_or_be_mended(tmp_path: Path) -> None:
    ratio = rule("every: {of: {kind: meeting}, must: [topic: 党建], at_least: 1/2}")
    at_once = reported(tmp_path / "a", ratio, "- {id: m1, kind: meeting, date: 2022-03-01, topic: 业务}\n")
    assert "没有可以等待的时间（期限 2022-12-31），现在就要办" in whys(at_once)
    body = "for_each: {record: {kind: finding}}, in: {from: $each, to: $each.closed_on}, count: {of: {kind: paper}, at_least: 1}"
    fault = reported(tmp_path / "b", rule(body), "- {id: f1, kind: finding, date: 2022-03-01, closed_on: 2022-02-01}\n")
    assert only(fault).verdict == "error"
    over = reported(
        tmp_path / "c", rule("any_of: [{count: {of: {kind: meeting}, at_least: 1}}, {count: {of: {kind: paper}, at_least: 2}}]"), OTHER
    )
    assert whys(over)[0] == "2 项中满足一项即可，目前一项也没有满足"


# ---------------------------------------------------------------- declarations


ON_CASE = rule("for_each: {record: case}, in: {within: 30d}, count: {of: {kind: meeting}, at_least: 1}")
HALF = "declarations:\n- {none: case, from: 2022-01-01, to: 2022-06-30, by: 王一, on: 2022-07-01}\n"


def whys(report: Report) -> list[str]:
    return [phrases.reason(given).zh for given in only(report).reasons]


def test_a_declaration_that_exists_is_named_and_what_it_leaves_open(tmp_path: Path) -> None:
    report = reported(tmp_path, ON_CASE, OTHER, more=HALF)
    assert whys(report) == [
        "到检查日没有登记案件",
        "已有声明：2022-01-01 至 2022-06-30（王一，2022-07-01，bureau/unit.yaml:11:3）；还没有声明的：2022-07-01 至 2022-12-31",
    ]
    [advice] = only(report).advice
    told = phrases.advice(advice, only(report), report.as_of).zh
    assert told.startswith("到 2022-12-31 没有发生的，2022-12-31 以后再作声明")
    assert told.endswith("- {none: case, from: 2022-07-01, to: 2022-12-31, by: 签署人, on: 签署日期}")


def test_after_the_year_the_missing_declaration_is_asked_for(tmp_path: Path) -> None:
    middle = HALF.replace("2022-01-01", "2022-02-01").replace("2022-06-30", "2022-06-29")
    report = reported(tmp_path, ON_CASE, OTHER, "2023-01-10", more=middle)
    assert "没有登记案件，全年没有发生的声明也不全" in whys(report)[0]
    [advice] = only(report).advice
    lines = [way.what.en for way in advice.ways]
    assert lines[0] == "- {none: case, from: 2022-01-01, to: 2022-01-31, by: SIGNER, on: DAY}"
    assert lines[1].startswith("- {none: case, from: 2022-06-30")
    whole = HALF.replace("2022-06-30", "2022-12-31").replace("2022-07-01", "2022-12-31")
    early = reported(tmp_path / "early", ON_CASE, OTHER, "2022-12-31", more=whole)
    assert "过了 2022-12-31 才能认定一直没有发生" in whys(early)[1]
    assert only(early).advice == ()
    assert "声明已经齐全，年度结束以后重新检查即可" in EXPLAINERS["text"](early, Style("zh"))
    assert "已有声明" not in "".join(whys(reported(tmp_path / "before", ON_CASE, OTHER, more=whole)))
    done = reported(tmp_path / "done", ON_CASE, OTHER, "2023-01-10", more=whole)
    assert only(done).verdict == "not_applicable"
    assert whys(done) == ["没有发生案件：2022-01-01 至 2022-12-31（王一，2022-12-31，bureau/unit.yaml:11:3）"]


def test_a_prohibition_without_records_asks_for_a_declaration(tmp_path: Path) -> None:
    report = reported(tmp_path, rule("count: {of: case, at_most: 0}"), OTHER, "2023-01-10")
    assert any(why.startswith("这段时间没有登记案件，也没有完整的“未发生”声明") for why in whys(report))
    assert not any("没有记录，也没有" in why for why in whys(report))
    unnamed = reported(tmp_path / "x", rule("count: {of: {kind: finding}, at_most: 0}"), OTHER, "2023-01-10")
    assert only(unnamed).advice == ()


def test_what_a_declaration_would_leave_unmet_is_said(tmp_path: Path) -> None:
    body = "for_each: {record: %s}, in: {within: 30d}, count: {of: {kind: paper}, at_least: 1}"
    rules = rule(body % "any_meeting") + rule("count: {of: {kind: meeting}, at_least: 1}").replace("R1", "R2")
    pack = PACK + "  any_meeting: {title: {zh: 会议, en: meeting}, kind: meeting}\n"
    report = reported(tmp_path, rules, OTHER, "2023-01-10", pack=pack)
    [advice] = report.verdicts[0].advice
    assert "由负责人签字声明（作这样的声明，R2 也就没有做到）" in phrases.advice(advice, report.verdicts[0], report.as_of).zh
    unnamed = reported(tmp_path / "x", rule(body % "{kind: meeting}"), OTHER, "2023-01-10")
    assert only(unnamed).advice == ()


def test_only_what_matters_can_be_declared(tmp_path: Path) -> None:
    idle = "declarations:\n- {none: note_of, from: 2022-01-01, to: 2022-06-30, by: 王一, on: 2022-07-01}\n"
    report = reported(tmp_path, ON_CASE, OTHER, more=idle)
    [found] = [found for found in report.problems if found.code == "evidence.declaration_idle"]
    assert messages.text(found.code, found.params).zh.endswith("可以声明的有：case（案件）")


# ---------------------------------------------------------------- what is lacking on the roster, tenure, defaults


def test_a_role_without_a_holder_is_named_once(tmp_path: Path) -> None:
    people = "\n  li2: {name: 李二, roles: [member]}\n"
    report = reported(tmp_path, count("topic: 党建"), OTHER, people=people)
    assert whys(report) == ["名册里没有人担任“书记（chief）”，无法判断。请在 unit.yaml 的 people 里补上人员和职务（roles）"]
    shown = RENDERERS["text"](report, Style("zh"))
    assert "名册里没有人担任“书记（chief）”，1 条因此无法判定（R1）" in shown.replace("\n", "")
    nobody = reported(
        tmp_path / "b",
        rule("for_each: {role: leader}, count: {of: {kind: meeting}, at_least: 1}"),
        OTHER,
        people="\n  wang1: {name: 王一, roles: [chief]}\n",
    )
    assert "“领导干部（leader）”" in whys(nobody)[0]


@pytest.mark.parametrize(
    ("each", "zh"),
    [
        ("$bearer.cadres", "unit.yaml 里没有写李二的分管干部（cadres），无法判断有哪些对象，请补上"),
        ("$unit.sections", "unit.yaml 里没有写科室名单（sections），无法判断有哪些对象，请补上"),
    ],
)
def test_a_list_that_is_not_given_is_named(tmp_path: Path, each: str, zh: str) -> None:
    rules = rule(f"for_each: {{item: {each}}}, count: {{of: {{kind: meeting}}, at_least: 1}}", "{each: member}")
    report = reported(tmp_path, rules, OTHER, people="\n  li2: {name: 李二, roles: [member]}\n")
    assert whys(report) == [zh]


@pytest.mark.parametrize(
    ("tenure", "zh"),
    [
        ("", "李二在这段时间的 365 天里任职 31 天，任职不满一半（规则默认），不适用"),
        ("tenure: [{at_least: 90d}, end], ", "任职不满 90 天，最后一天不在任，不适用"),
        ("tenure: {at_least: 1/3}, ", "任职不满这段时间的 1/3，不适用"),
        ("tenure: all, ", "不是全程在任，不适用"),
    ],
)
def test_who_is_not_bound_and_what_the_limit_is(tmp_path: Path, tenure: str, zh: str) -> None:
    rules = rule(f"{tenure}count: {{of: {{kind: meeting}}, at_least: 1}}", "{each: member}")
    people = "\n  li2: {name: 李二, roles: [{role: member, until: 2022-01-31}]}\n"
    assert whys(reported(tmp_path, rules, OTHER, people=people))[0].endswith(zh)


def test_which_of_two_is_not_bound(tmp_path: Path) -> None:
    rules = rule("for_each: {pair: member}, count: {of: {kind: meeting}, at_least: 1}", "{group: leader}")
    people = "\n  wang1: {name: 王一, roles: [leader, member]}\n  li2: {name: 李二, roles: [{role: member, until: 2022-01-31}]}\n"
    assert whys(reported(tmp_path, rules, OTHER, people=people))[0].startswith("李二在这段时间的 365 天里任职 31 天")


def test_defaults_and_the_units_own_rules_stand_apart(tmp_path: Path) -> None:
    rules = (
        "- {id: R1, title: {zh: 要求, en: Rule}, source: {article: 一, quote: 原文}, bearer: chief,\n"
        "   readings: {default: one, one: {in: {to: $param.latest}, count: {of: {kind: meeting}, at_least: 1}},\n"
        "              two: {for_each: {record: case}, in: {within: $param.often}, count: {of: {kind: meeting}, at_least: 1}}},\n"
        f"   {EXAMPLES}}}\n"
    )
    report = reported(tmp_path, rules, OTHER)
    told = [phrases.reason(given).zh for given in only(report).defaults]
    assert any(text.endswith("：11月30日（没有写日期）") for text in told)
    assert any(text.startswith("原文可作几种理解，现按：") for text in told)
    own = reported(tmp_path / "own", rules, OTHER, more="parameters: {often: {value: 60d, source: 本单位办法}}\nreadings: {R1: two}\n")
    chosen = [phrases.reason(given) for given in only(own).defaults]
    assert any(text.zh.endswith("：60 天（依据：本单位办法；规则默认 30 天）") for text in chosen)
    shown = RENDERERS["text"](own, Style("zh"))
    assert "本单位另行规定（2 处）\n  R1  " in shown
    assert "本单位的规定\n      - " in EXPLAINERS["text"](own, Style("zh"))


def test_a_title_where_a_name_is_wanted_is_answered_with_the_name(tmp_path: Path) -> None:
    people = "\n  wang1: {name: 王一, roles: [书记]}\n"
    records = (
        "- {id: m1, kind: 会议记录, date: 2022-03-01}\n"
        "- {id: m2, kind: meeting, date: 2022-03-01, 主持人: 王一}\n"
        "- {id: m3, kind: meeting, date: 2022-03-01, status: 已完成}\n"
        "- {id: m4, kind: meeting, date: 2022-03-01, chiar: 王一}\n"
    )
    with pytest.raises(EvidenceError) as wrong:
        reported(tmp_path, count("topic: 党建"), records, people=people)
    told = [messages.text(found.code, found.params) for found in wrong.value.problems]
    assert [text.zh for text in told[:3]] == ["“会议记录”请写编号“meeting”", "“主持人”请写编号“chair”", "“已完成”请写编号“done”"]
    assert "chair（主持人）、people（出席人员）" in told[3].zh
    assert told[3].zh.endswith("是不是想写“chair”？")
    assert told[4].zh == "“书记”请写编号“chief”"
    assert "topics, chair, people" in told[3].en


def test_a_short_name_is_guessed_at(tmp_path: Path) -> None:
    report = reported(tmp_path, count("topic: 党建"), "- {id: m1, kind: meeting, date: 2022-03-01, topic: 党建, chair: 王二}\n")
    [stranger] = [found for found in report.problems if found.code == "evidence.person_unknown"]
    assert messages.text(stranger.code, stranger.params).zh.endswith(("“王一”？", "“李二”？"))


def test_small_words(tmp_path: Path) -> None:
    from compliance.evidence import load
    from compliance.facts import Facts
    from compliance.rulebook import load_pack

    reported(tmp_path, count("topic: 党建"), OTHER)
    pack = load_pack(tmp_path / "rules" / "telling")
    words = Words(Facts(pack, load(tmp_path / "bureau", pack), date(2022, 7, 15)))
    assert words.value(Unknown.AMBIGUOUS).zh == "有重名"
    assert words.setting(Point(MonthDay(1, 10, 1)), "next 01-10") == ("次年1月10日", "next 01-10")
    assert words.setting("quarter", "quarter") == ("quarter", "quarter")
    assert words.parameter(Parameter("x", 1, "1")) == ("x", "x")
    assert tag(Text("主题", "topic"), "topic") == ("主题（topic）", "topic")
    assert duration(pack.parameters["often"].value) == ("30 天", "30 days")
    selector = pack.selectors["case"]
    assert words.counter(selector).zh == "项"
    assert words.counter(pack.selectors["note_of"]).zh == "份"
    assert words.selector(replace(selector, title=None)) == ("整改台账", "Finding")


def test_under_every_only_the_bad_records_are_near_misses(tmp_path: Path) -> None:
    records = (
        "- {id: bad, kind: meeting, date: 2022-03-01, chair: 王一, topic: 业务}\n"
        "- {id: good, kind: meeting, date: 2022-03-02, chair: 王一, topic: 党建}\n"
        "- {id: planned, kind: meeting, date: 2022-03-03, chair: 王一, topic: 党建, status: planned}\n"
        "- {id: before, kind: meeting, date: 2021-03-03, chair: 王一, topic: 党建}\n"
    )
    every = "every: {of: {kind: meeting, where: [chair: $bearer]}, must: [topic: 党建]}"
    assert [miss.record.id for miss in only(reported(tmp_path / "1", rule(every), records)).near_misses] == ["bad"]
    count_too = f"all_of: [{{{every}}}, {{count: {{of: {{kind: meeting, where: [chair: $bearer, note: 甲]}}, at_least: 1}}}}]"
    mixed = only(reported(tmp_path / "2", rule(count_too), records)).near_misses
    assert mixed[0].record.id == "bad"
    assert {line.condition for miss in mixed[1:] for line in miss.failed} <= {"note: 甲", "date", "status"}


def test_a_last_day_that_moved_over_holidays_of_the_unit_says_so(tmp_path: Path) -> None:
    answer = rule("for_each: {record: case}, in: {within: 60d}, count: {of: {kind: paper}, at_least: 1}")
    case = "- {id: i1, kind: finding, date: 2022-05-18, source: 案件}\n"
    own = "calendar: {holidays: ['2022-07-18 至 2022-12-30']}\n"
    [plain] = [it for it in only(reported(tmp_path / "1", answer, case)).defaults if it.code.startswith("default.roll")]
    assert (plain.code, dict(plain.params)) == ("default.roll", {"to": "2022-07-18"})
    report = reported(tmp_path / "2", answer, case, more=own)
    [moved] = [it for it in only(report).defaults if it.code.startswith("default.roll")]
    known = dict(moved.params)
    assert (moved.code, known["day"], known["to"], known["first"], known["last"]) == (
        "default.roll.own", "2022-07-17", "2023-01-03", "2022-07-18", "2022-12-30",
    )  # fmt: skip
    assert "自定的节假日" in RENDERERS["text"](report, Style()).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("severity", ["error", "warning", "note", "none"])
@pytest.mark.parametrize("name", ["fail", "late", "at_risk", "inconclusive", "pending", "pass"])
def test_text_and_summary_count_a_severity_alike(tmp_path: Path, name: str, severity: str) -> None:
    verdict = replace(only(reported(tmp_path, count("note: 甲"), OTHER)), verdict=name, severity=severity)
    assert phrases.counts([verdict]) == {state: n for state, n in _counts([verdict]).items() if n}


def test_a_day_after_the_day_of_the_check_is_told_as_such(tmp_path: Path) -> None:
    where, record = "{held: {exists: false}}, note: 甲", "held: 2022-10-20"
    assert near(tmp_path / "1", where, record, "2022-09-30").zh.endswith("（2022-10-20 在检查日 2022-09-30 之后）")
    assert near(tmp_path / "2", where, record, "2022-10-20").zh.endswith("有的不计入")


def test_another_field_of_the_record_is_called_by_its_title(tmp_path: Path) -> None:
    asked = count("held: {at_most: $record.date}")
    [advised] = only(reported(tmp_path, asked, OTHER)).advice
    assert not any("$" in line.zh + line.en for way in advised.ways for line in way.conditions)
