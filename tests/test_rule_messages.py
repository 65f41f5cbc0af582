"""The messages that authors of rules meet most, word for word in both languages; and what every message must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compliance.errors import RuleError
from compliance.messages import text
from compliance.messages.rules import CATALOGUE
from rule_kit import HEAD, PACK, RULE, load, refused

SOURCE = Path(__file__).parent.parent / "src" / "compliance"
COUNT = "count: {of: led, at_least: 1}\n"

COMMONEST = [
    (
        "a key mistyped",
        "count: {of: led, ⟦atleast: 2}\n",
        "不认识“atleast”这个键。是不是想写“at_least”？",
        "unknown key “atleast”; did you mean “at_least”?",
    ),
    (
        "a field that is not declared",
        "count: {of: {kind: meeting, where: [{⟦chiar: $bearer}]}, at_least: 1}\n",
        "没有声明过字段“chiar”（路径 chiar）。是不是想写“chair”？",
        "no field “chiar” is declared (in the path chiar); did you mean “chair”?",
    ),
    (
        "a word that is not in the list",
        "count: {of: {kind: meeting, where: [{type: ⟦党组会议}]}, at_least: 1}\n",
        "词表“meeting_type”里没有“党组会议”。是不是想写“党组会”？",
        "“党组会议” is not in the word list “meeting_type”; did you mean “党组会”?",
    ),
    (
        "a name in place of a role",
        "count: {of: {kind: meeting, where: [{chair: ⟦王一}]}, at_least: 1}\n",
        "人员字段不能和文字“王一”比较，请用 $bearer、$each、$people.角色",
        "a person cannot be compared with the text “王一”: use $bearer, $each or $people.ROLE",
    ),
    (
        "two conditions in one line",
        "count: {of: {kind: meeting, where: [⟦{type: 党组会, chair: $bearer}]}, at_least: 1}\n",
        "where、must 的每一行只能有一个“字段: 条件”，现在是：{type: 党组会, chair: $bearer}",
        "each line of where or must has exactly one `field: test`; found: {type: 党组会, chair: $bearer}",
    ),
    (
        "a number in words",
        "count: {of: led, at_least: ⟦多次}\n",
        "次数要写数字，不能写“多次”。文中没有数字的，请设一个参数并注明 stated: false",
        "a number is wanted, not “多次”; where the text has none, make it a parameter with stated: false",
    ),
    (
        "a duration in words",
        "for_each: {record: finding}\nin: {within: ⟦30天}\ncount: {of: answer, at_least: 1}\n",
        "“30天”不是时长。写法：15d（天）、7wd（工作日）、2w（周）、6m（月）、1y（年）、24h（小时）、30min（分钟）。是不是想写“30d”？",
        "“30天” is not a duration; write 15d, 7wd (work days), 2w, 6m, 1y, 24h or 30min; did you mean “30d”?",
    ),
    (
        "a deadline without a trigger",
        "in: ⟦{within: 30d}\n" + COUNT,
        "within、ahead 要有触发记录：请加 for_each: {record: …}",
        "`within` and `ahead` need a trigger: add for_each: {record: …}",
    ),
    (
        "a selector that does not exist",
        "count: {of: ⟦any_meetings, at_least: 1}\n",
        "没有名为“any_meetings”的选择器。是不是想写“any_meeting”？",
        "there is no selector “any_meetings”; did you mean “any_meeting”?",
    ),
    (
        "hours from a day without a time",
        "in: {to: ⟦$unit.opened + 2h}\n" + COUNT,
        "“$unit.opened”只有日期，没有时刻，不能加减小时或分钟。请用 d、wd 等，或者从 $each（触发记录自己的时刻）算起",
        (
            "“$unit.opened” is a day without a time, so hours and minutes cannot be reckoned from it; use d, wd …, "
            "or start from $each, whose own time is known"
        ),
    ),
]


@pytest.mark.parametrize(("body", "zh", "en"), [case[1:] for case in COMMONEST], ids=[case[0] for case in COMMONEST])
def test_the_commonest_mistakes(tmp_path: Path, body: str, zh: str, en: str) -> None:
    [error] = refused(tmp_path, body)
    assert text(error.code, error.params) == (zh, en)


@pytest.mark.parametrize(
    ("files", "zh", "en"),
    [
        (
            {"head": PACK.replace("  share: {value", "  share: ⟦{stated: false, value")},
            "参数“share”不是原文写明的（stated: false），请在 why 里写明理由",
            "parameter “share” is not in the text (stated: false): say why in `why`",
        ),
        (
            {"a_yaml": HEAD + RULE.replace("want: fail", "want: pass").replace("- id", "- ⟦id") + "  bearer: member\n  " + COUNT},
            "R1 旁边缺一个结论应为“fail / late / manual”的例子。没有通过和不通过两种例子的规则，可能永远判不出差别",
            "R1 has no example that must give fail / late / manual: a rule without both may never tell the difference",
        ),
    ],
)
def test_mistakes_of_whole_files(tmp_path: Path, files: dict[str, str], zh: str, en: str) -> None:
    [error] = refused(tmp_path, **files)
    assert text(error.code, error.params) == (zh, en)


def test_a_full_width_colon(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, "bearer: secretary\ncount：{of: led, at_least: 1}\n")
    [error] = caught.value.problems
    assert (error.at.line, text(error.code, error.params)) == (
        10,
        (
            "“count：{of: led, at_least: 1}”里用了中文冒号。请改成英文冒号加一个空格，例如“date: 2022-03-01”",
            '"count：{of: led, at_least: 1}" has a full-width colon: write an ASCII colon and a space, as in "date: 2022-03-01"',
        ),
    )


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_name_the_same_things(code: str) -> None:
    zh, en = CATALOGUE[code]
    named = [set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", words)) - {"hint"} for words in (zh, en)]
    assert named[0] == named[1], code
    assert not re.search(r"[一-鿿]", re.sub(r"“[^”]*”", "", en)), code


def test_every_message_is_said_somewhere() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "rules.py")
    composed = ("rules.type.terms", "rules.type.fields", "rules.terms.unknown")
    assert [code for code in CATALOGUE if f'"{code}"' not in said and code not in composed] == []
