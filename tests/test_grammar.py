"""Conditions, references and values: what they become, and what is refused (language §2, §4, §5, §12)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from compliance.model import (
    Among,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Count,
    Covers,
    Duration,
    Every,
    Exists,
    Inside,
    Line,
    MonthDay,
    Not,
    Pick,
    Point,
    Ref,
    Rows,
    Size,
    Weekday,
)
from compliance.values import ValueProblem, parse_point, parse_ratio, parse_reference, parse_scalar, parse_span_of_time, shown
from rule_kit import load, pack, params, part, refused, told, warnings

# ---------------------------------------------------------------- what is understood


def must(tmp_path: Path, line: str) -> Condition:
    kind = part(tmp_path, f"for_each: {{record: finding}}\nevery: {{of: any_meeting, must: [{{{line}}}]}}\n").kind
    assert isinstance(kind, Every)
    return kind.must[0]


@pytest.mark.parametrize(
    ("line", "test"),
    [
        ("type: 党组会", Among(("党组会",))),
        ("type: [党组会, 部署会]", Among(("党组会", "部署会"))),
        ("chair: $bearer", Among((Ref("bearer"),))),
        ("chair: [$bearer, $people.member]", Among((Ref("bearer"), Ref("people", ("member",))))),
        ("chair: {not: $bearer}", Not(Among((Ref("bearer"),)))),
        ("agenda: {exists: false}", Exists(False)),
        ("expected: {at_least: 3}", Compare("at_least", 3)),
        ("expected: {more_than: 1.5}", Compare("more_than", Fraction(3, 2))),
        ("date: {at_least: 2022-03-01}", Compare("at_least", date(2022, 3, 1))),
        ("date: {at_most: $each}", Compare("at_most", Ref("each"))),
        ("date: {at_most: $each.due_on}", Compare("at_most", Ref("each", ("due_on",)))),
        ("expected: {equals: $unit.staff}", Compare("equals", Ref("unit", ("staff",)))),
        ("length: {at_least: $param.prompt}", Compare("at_least", Ref("param", ("prompt",)))),
        ("length: {at_least: 2w}", Compare("at_least", Duration(days=14))),
        ("note: {contains: 党建}", Contains("党建")),
        ("attendees: {covers: $people.member}", Covers((Ref("people", ("member",)),))),
        ("type: {inside: [党组会, 部署会]}", Inside(("党组会", "部署会"))),
        (
            "attendees: {size: {at_least: 3, at_most: $unit.staff}}",
            Size((Compare("at_least", 3), Compare("at_most", Ref("unit", ("staff",))))),
        ),
        (
            "attendees: {among: $people.member, size: {at_least: $record.expected}}",
            Size((Compare("at_least", Ref("record", ("expected",))),), (Ref("people", ("member",)),)),
        ),
        ("agenda: {any: {own_item: true}}", Rows("any", (Line(("own_item",), Among((True,)), "own_item: true"),))),
        (
            "agenda: {first: {topic: $set.topics}}",
            Rows("first", (Line(("topic",), Among((Ref("set", ("topics",)),)), "topic: $set.topics"),)),
        ),
        ("about: $each", Among((Ref("each"),))),
        ("chair: $each.owner", Among((Ref("each", ("owner",)),))),
        ("note: '2022'", Among(("2022",))),
    ],
)
def test_tests(tmp_path: Path, line: str, test: object) -> None:
    condition = must(tmp_path, line)
    assert isinstance(condition, Line)
    assert condition.test == test
    assert condition.source == line.replace("'", "")


def test_paths_walk_through_rows_people_places_and_records(tmp_path: Path) -> None:
    for path in (
        "agenda.topic",
        "chair.section",
        "branch.level",
        "adopted_by.chair",
        "attachments.kind",
        "chair.roles",
        "about.chair.points.level",
    ):
        condition = must(tmp_path, f"{path}: {{exists: true}}")
        assert isinstance(condition, Line)
        assert condition.path == tuple(path.split("."))


def test_any_of_is_a_list_of_conjunctions(tmp_path: Path) -> None:
    condition = must(tmp_path, "any_of: [{type: 党组会, chair: $bearer}, {type: 部署会}]")
    assert isinstance(condition, AnyOf)
    assert [[str(getattr(line, "source", "")) for line in lines] for lines in condition.alternatives] == [
        ["type: 党组会", "chair: $bearer"],
        ["type: 部署会"],
    ]


def test_named_selectors_are_narrowed_joined_and_dated(tmp_path: Path) -> None:
    head = pack(
        selectors_="""
narrow: {is: led, where: [type: 党组会], title: {zh: 专题会, en: special meeting}}
again: narrow
also: {is: narrow}
either: {any_of: [narrow, closed, {kind: [meeting, finding], where: [date: {at_least: 2022-03-01}]}]}
"""
    )
    selectors = load(tmp_path, head=head).selectors
    assert [[line.source for line in branch.lines if isinstance(line, Line)] for branch in selectors["narrow"].branches] == [
        ["chair: $bearer", "type: 党组会"]
    ]
    assert selectors["again"].name == "again"
    assert selectors["again"].branches == selectors["narrow"].branches
    assert selectors["also"].title == selectors["narrow"].title
    assert [(branch.kinds, branch.at) for branch in selectors["either"].branches] == [
        (("meeting",), ""),
        (("finding",), "closed_on"),
        (("meeting", "finding"), ""),
    ]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (5, 5),
        (True, True),
        ("党组会", "党组会"),
        ("2/3", Fraction(2, 3)),
        ("85%", Fraction(17, 20)),
        ("12.5 %", Fraction(1, 8)),
        ("7wd", Duration(workdays=7)),
        ("1y", Duration(months=12)),
        ("2022-02-28", date(2022, 2, 28)),
        ("02-28", Point(MonthDay(2, 28))),
        ("next 01-10", Point(MonthDay(1, 10, 1))),
        (["30d", 2], (Duration(days=30), 2)),
        ("30days", "30days"),
    ],
)
def test_a_parameter_is_told_by_its_form(raw: object, value: object) -> None:
    assert parse_scalar(raw) == value


@pytest.mark.parametrize(
    ("raw", "point"),
    [
        ("02-29", Point(MonthDay(2, 29))),
        ("start + 1m - 3wd", Point("start", ((1, Duration(months=1)), (-1, Duration(workdays=3))))),
        ("$each.due_on + $param.prompt", Point(Ref("each", ("due_on",)), ((1, Ref("param", ("prompt",))),))),
        ("1st fri + 7d", Point(Weekday(1, 4), ((1, Duration(days=7)),))),
        ("last Mon", Point(Weekday(-1, 0))),
        ("03-01 + 9h", Point(MonthDay(3, 1), ((1, Duration(minutes=540)),))),
        ("$period.start", Point(Ref("period", ("start",)))),
    ],
)
def test_points(raw: object, point: object) -> None:
    assert parse_point(raw) == point


def test_points_are_picked_from_points(tmp_path: Path) -> None:
    window = part(tmp_path, "in: {to: {latest: [end, {first_of: [$unit.opened, 2022-01-01]}]}}\ncount: {of: led, at_least: 1}\n").window
    assert window is not None
    assert window.end == Pick("latest", (Point("end"), Pick("first_of", (Point(Ref("unit", ("opened",))), Point(date(2022, 1, 1))))))


def test_values_are_shown_as_they_are_written() -> None:
    assert (
        shown({"any": [{"own_item": True, "order": Fraction(3, 2)}, None, ("a", 1)]})
        == "{any: [{own_item: true, order: 1.5}, null, [a, 1]]}"
    )


# ---------------------------------------------------------------- what is refused: texts


def refusal(parse: Any, raw: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(ValueProblem) as caught:
        parse(raw)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$", "rules.reference.malformed"),
        ("$each+2m", "rules.reference.malformed"),
        ("$each..a", "rules.reference.malformed"),
        ("$eech", "rules.reference.unknown"),
        ("$people", "rules.reference.incomplete"),
        ("$record", "rules.reference.incomplete"),
        ("$period", "rules.reference.incomplete"),
        ("$as_of", "rules.reference.unknown"),
    ],
)
def test_malformed_references(text: str, code: str) -> None:
    found, given = refusal(parse_reference, text)
    assert found == code
    assert text in given.values()


@pytest.mark.parametrize("raw", ["1/0", "1/00", "0.5/2", "half", None, True, [], {"at_least": 1}, "-1/2", "1/2/3"])
def test_malformed_ratios(raw: object) -> None:
    assert refusal(parse_ratio, raw)[0] == "rules.ratio.malformed"


@pytest.mark.parametrize(
    ("raw", "code", "hint"),
    [
        ("30days", "rules.duration.malformed", "30d"),
        ("30 Days", "rules.duration.malformed", "30d"),
        ("5个工作日", "rules.duration.malformed", "5wd"),
        ("2个月", "rules.duration.malformed", "2m"),
        ("30x", "rules.duration.malformed", ""),
        ("d30", "rules.duration.malformed", ""),
        ("-3d", "rules.duration.malformed", ""),
        (30, "rules.duration.malformed", "30d"),
        (None, "rules.duration.malformed", ""),
        ([30], "rules.duration.malformed", ""),
        ("", "rules.duration.malformed", ""),
        ("2hours", "rules.duration.malformed", "2h"),
        ("30分钟", "rules.duration.malformed", "30min"),
        ("1000000d", "date.duration_long", None),
        ("$each.length", "rules.reference.misplaced", None),
        ({"max": ["1d", "2d"]}, "rules.duration.malformed", ""),
    ],
)
def test_malformed_durations(raw: object, code: str, hint: str | None) -> None:
    found, given = refusal(parse_span_of_time, raw)
    assert (found, given.get("hint")) == (code, hint)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2022-02-30", "rules.point.impossible"),
        ("02-30", "rules.point.impossible"),
        ("13-01", "rules.point.impossible"),
        ("0001-01-01", "rules.year"),
        ("2022年2月", "rules.point.malformed"),
        ("2-28", "rules.point.malformed"),
        ("end+2d", "rules.point.malformed"),
        ("end + 2", "rules.duration.malformed"),
        ("end + ", "rules.duration.malformed"),
        ("last 02-28", "rules.point.malformed"),
        ("6th fri", "rules.point.malformed"),
        ("1st friday", "rules.point.malformed"),
        ("next 1st fri", "rules.point.malformed"),
        ("$people.member", "rules.reference.misplaced"),
        ({"first": ["start"]}, "rules.point.malformed"),
        ({"first_of": []}, "rules.point.malformed"),
        ({"first_of": "start"}, "rules.point.malformed"),
        ({"first_of": ["start"], "latest": ["end"]}, "rules.point.malformed"),
        ({}, "rules.point.malformed"),
        (["start"], "rules.point.malformed"),
        (None, "rules.point.malformed"),
        (20220228, "rules.point.malformed"),
    ],
)
def test_malformed_points(raw: object, code: str) -> None:
    assert refusal(parse_point, raw)[0] == code


@pytest.mark.parametrize("raw", [None, {"a": 1}, [None], [{"a": 1}]])
def test_a_parameter_is_no_mapping(raw: object) -> None:
    assert refusal(parse_scalar, raw)[0] == "rules.value.simple"


# ---------------------------------------------------------------- what is refused: conditions

CONDITIONS = [
    # line of `where` with the place marked, code, what the problem must name
    ("⟦typ: 党组会", "rules.field.unknown", {"field": "typ", "hint": "type"}),
    ("⟦chair.sectoin: 办公室", "rules.field.unknown", {"field": "sectoin", "hint": "section"}),
    ("⟦agenda.topics: 党建工作", "rules.field.unknown", {"field": "topics", "hint": "topic"}),
    ("⟦about.nothing: 1", "rules.path.beyond", {"field": "nothing"}),
    ("⟦adopted_by.cahir: $bearer", "rules.field.unknown", {"field": "cahir", "hint": "chair"}),
    ("⟦type.x: 党组会", "rules.path.beyond", {"field": "x", "path": "type.x"}),
    ("type: ⟦党组会议", "rules.term.unknown", {"found": "党组会议", "terms": "meeting_type", "hint": "党组会"}),
    ("type: [党组会, ⟦支委会]", "rules.term.unknown", {"found": "支委会"}),
    ("type: ⟦2022", "rules.value.text", {"found": "2022"}),
    ("type: ⟦true", "rules.value.text", {"found": "true"}),
    ("type: ⟦null", "rules.value.simple", {"found": "null"}),
    ("type: ⟦[]", "rules.list.nothing", {}),
    ("type: [⟦[党组会]]", "rules.value.simple", {"found": "[党组会]"}),
    ("type: [⟦{exists: true}]", "rules.value.simple", {"found": "{exists: true}"}),
    ("agenda: {any: {topic: ⟦党建}}", "rules.term.unknown", {"hint": "党建工作", "terms": "topic"}),
    ("agenda: {any: {⟦topics: 党建工作}}", "rules.field.unknown", {"hint": "topic"}),
    ("agenda: {any: {own_item: ⟦是}}", "rules.value.type", {"found": "是", "wanted": ("true 或 false", "true or false")}),
    ("agenda: {any: ⟦党建工作}", "rules.value.type", {"found": "党建工作"}),
    ("agenda: {any: ⟦topic：党建工作}", "rules.colon", {"found": "topic:党建工作"}),
    ("agenda: {any: ⟦{}}", "rules.value.type", {"found": "{}"}),
    ("agenda: {⟦eny: {own_item: true}}", "rules.test.unknown", {"found": "eny", "hint": "any"}),
    ("agenda: ⟦党建工作", "rules.rows.compared", {"found": "党建工作"}),
    ("agenda: ⟦$set.topics", "rules.rows.compared", {"found": "$set.topics"}),
    ("attendees: {⟦any: {name: 王一}}", "rules.rows.wanted", {"found": "any"}),
    ("chair: ⟦王一", "rules.person.constant", {"found": "王一"}),
    ("attendees: {covers: [$bearer, ⟦王一]}", "rules.person.constant", {"found": "王一"}),
    ("chair.roles: ⟦secretry", "rules.term.unknown", {"terms": "roles", "hint": "secretary"}),
    ("kind: ⟦meating", "rules.term.unknown", {"terms": "kinds", "hint": "meeting"}),
    ("status: ⟦finished", "rules.term.unknown", {"terms": "status"}),
    ("status: ⟦planned", "rules.status.done", {"found": "planned"}),
    ("origin: ⟦copied", "rules.term.unknown", {"terms": "origin"}),
    ("duration: {at_least: ⟦1}", "rules.value.type", {"found": "1"}),
    ("in_force: ⟦ende", "rules.point.malformed", {"found": "ende"}),
    ("in_force: {next: ⟦any_meeting}", "rules.selector.here", {}),
    ("any_of: ⟦{type: 党组会}", "rules.any_of.form", {"found": "{type: 党组会}"}),
    ("any_of: ⟦[]", "rules.any_of.form", {}),
    ("any_of: ⟦[{}]", "rules.any_of.form", {}),
    ("any_of: [{⟦typ: 党组会}, {type: 部署会, ⟦chiar: $bearer}]", "rules.field.unknown", {}),
    ("type: ⟦{exists: true, not: 党组会}", "rules.test.keys", {"found": "{exists: true, not: 党组会}"}),
    ("type: ⟦{}", "rules.test.keys", {}),
    ("type: {⟦exist: true}", "rules.test.unknown", {"found": "exist", "hint": "exists"}),
    ("type: {exists: ⟦yes}", "rules.value.type", {"found": "yes", "wanted": ("true 或 false", "true or false")}),
    ("type: {not: ⟦党组}", "rules.term.unknown", {"hint": "党组会"}),
    ("type: {⟦at_least: 3}", "rules.compare.field", {"found": "at_least", "have": ("词表里的词", "a word of the list")}),
    ("attendees: {⟦at_least: 3}", "rules.compare.field", {"have": ("人员", "a person")}),
    ("expected: {at_least: ⟦三}", "rules.value.type", {"found": "三", "wanted": ("数字", "a number")}),
    ("expected: {at_least: ⟦2022-01-01}", "rules.value.type", {"wanted": ("数字", "a number")}),
    ("expected: {at_least: ⟦[1]}", "rules.value.type", {"found": "[1]"}),
    ("expected: {at_least: ⟦true}", "rules.value.type", {"found": "true"}),
    ("expected: {at_least: {share: ⟦3/2, of: $people.member}}", "rules.ratio.range", {"found": "3/2"}),
    ("expected: {at_least: ⟦{share: 2/3}}", "rules.share.form", {}),
    ("expected: {at_least: {minus: ⟦[1]}}", "rules.calculation.form", {"op": "minus"}),
    ("expected: {at_least: {div: [1, ⟦0]}}", "rules.calculation.zero", {}),
    ("date: {at_least: ⟦{max: [1, 2]}}", "rules.value.type", {"wanted": ("日期", "a date")}),
    ("expected: {at_least: ⟦$record.expected + 1}", "rules.duration.malformed", {"found": "1"}),
    ("expected: {at_least: ⟦$record.date + 3d}", "rules.value.type", {"wanted": ("数字", "a number")}),
    ("date: {at_least: ⟦end + 3d}", "rules.point.base", {}),
    ("date: {at_least: ⟦$record.date + 3h}", "rules.point.hours", {}),
    ("date: {at_least: ⟦{next: any_meeting}}", "rules.value.type", {}),
    ("date: {at_least: ⟦02-28}", "rules.value.type", {"found": "02-28", "wanted": ("日期", "a date")}),
    ("date: {at_least: ⟦2022-02-30}", "rules.point.impossible", {"found": "2022-02-30"}),
    ("date: {at_least: ⟦$param.prompt}", "rules.parameter.type", {"found": "$param.prompt", "wanted": ("日期", "a date")}),
    ("date: {at_least: ⟦$bearer.section}", "rules.reference.type", {"have": ("文字", "text"), "wanted": ("日期", "a date")}),
    ("expected: {at_least: ⟦$people.member}", "rules.reference.type", {"have": ("人员", "a person")}),
    ("expected: {at_least: ⟦$set.topics}", "rules.reference.type", {"have": ("列表（每项以“-”开头）", "a list")}),
    ("attendees: {size: ⟦3}", "rules.size.form", {"found": "3"}),
    ("attendees: {size: ⟦{least: 3}}", "rules.size.form", {}),
    ("attendees: {size: {at_least: ⟦1/2}}", "rules.value.type", {"found": "1/2", "wanted": ("整数", "a whole number")}),
    ("attendees: {size: {at_least: ⟦-1}}", "rules.value.type", {"found": "-1"}),
    ("attendees: {size: {at_least: {share: 2/3, of: ⟦$people.membr}}}", "rules.name.unknown", {"hint": "member"}),
    ("attendees: {size: {at_least: ⟦$people.member}}", "rules.reference.type", {"found": "$people.member"}),
    ("attendees: {⟦among: $people.member}", "rules.among.size", {}),
    ("attendees: {among: ⟦$people.membr, size: {at_least: 1}}", "rules.name.unknown", {"hint": "member"}),
    ("note: {contains: ⟦5}", "rules.value.text", {"found": "5"}),
    ("note: {contains: ⟦$bearer.section}", "rules.value.text", {}),
    ("expected: {⟦contains: 五}", "rules.contains.field", {"have": ("数字", "a number")}),
    ("type: ⟦{choose: $bearer.section, from: {a: 党组会}}", "rules.choose.test", {}),
    ("chair: ⟦$people.membr", "rules.name.unknown", {"found": "$people.membr", "hint": "member"}),
    ("chair: ⟦$people.member.section", "rules.reference.path", {}),
    ("type: ⟦$set.topic", "rules.name.unknown", {"hint": "topics"}),
    ("type: ⟦$param.kind_of_meetin", "rules.name.unknown", {"hint": "kind_of_meeting"}),
    ("type: ⟦$set.topics", "rules.term.unknown", {"found": "党建工作", "terms": "meeting_type"}),
    ("type: ⟦$param.twice", "rules.parameter.type", {"found": "$param.twice"}),
    ("chair: ⟦$param.kind_of_meeting", "rules.parameter.type", {"wanted": ("人员", "a person")}),
    ("type: ⟦$unit.staf", "rules.name.unknown", {"hint": "staff"}),
    ("type: ⟦$unit.staff", "rules.reference.type", {"have": ("数字", "a number")}),
    ("chair: ⟦$bearer.sectoin", "rules.field.unknown", {"hint": "section"}),
    ("chair: ⟦$bearer.section", "rules.reference.type", {"have": ("文字", "text"), "wanted": ("人员", "a person")}),
    ("type: ⟦$bearer", "rules.reference.type", {"have": ("人员", "a person")}),
    ("chair: ⟦$record.type", "rules.reference.type", {"found": "$record.type"}),
    ("chair: ⟦$record.nothing", "rules.field.unknown", {"field": "nothing"}),
    ("chair: ⟦$eech", "rules.reference.unknown", {"found": "$eech"}),
    ("expected: {at_least: ⟦$nobody}", "rules.reference.unknown", {}),
    ("open: ⟦$period.holidays", "rules.name.unknown", {"hint": "holiday"}),
    ("open: ⟦$period.start", "rules.reference.type", {"have": ("日期", "a date")}),
]


@pytest.mark.parametrize(("line", "code", "names"), CONDITIONS)
def test_conditions(tmp_path: Path, line: str, code: str, names: dict[str, object]) -> None:
    errors = refused(tmp_path, f"count:\n  of: {{kind: meeting, where: [{{{line}}}]}}\n  at_least: 1\n")
    assert {found.code for found in errors} == {code}, told(errors)
    assert names.items() <= params(errors[0]).items()


def test_a_line_has_one_key(tmp_path: Path) -> None:
    body = "every:\n  of: {kind: meeting, where: [⟦{type: 党组会, chair: $bearer}, ⟦{}]}\n  must: [⟦{type: 党组会, open: true}]\n"
    errors = refused(tmp_path, body)
    assert [found.code for found in errors] == ["rules.line.keys"] * 3
    assert params(errors[0])["found"] == "{type: 党组会, chair: $bearer}"


def test_a_field_must_exist_in_every_kind(tmp_path: Path) -> None:
    [error] = refused(tmp_path, "count: {of: {kind: [meeting, finding], where: [{⟦type: 党组会}]}, at_least: 1}\n")
    assert (error.code, params(error)["field"]) == ("rules.field.unknown", "type")


def test_after_an_unknown_kind_its_fields_are_not_guessed_at(tmp_path: Path) -> None:
    [error] = refused(tmp_path, "count: {of: {kind: ⟦meating, where: [{anything: 1}, {agenda: {any: {x: 1}}}]}, at_least: 1}\n")
    assert (error.code, params(error)["hint"]) == ("rules.kind.unknown", "meeting")


def test_wording_and_places_are_warned_about(tmp_path: Path) -> None:
    built = load(
        tmp_path,
        "count: {of: {kind: meeting, where: [{note: {contains: 党建}}, {branch: 第一支部}]}, at_least: 1}\n",
        pack(parameters="", sets=""),
    )
    assert warnings(built)[:2] == ["rules.contains", "rules.place.constant"]


# ---------------------------------------------------------------- what is refused: selectors

SELECTORS = [
    ("⟦any_meetings", "rules.selector.unknown", {"found": "any_meetings", "hint": "any_meeting"}),
    ("{is: ⟦any_meetings}", "rules.selector.unknown", {"hint": "any_meeting"}),
    ("{any_of: [any_meeting, ⟦nobody]}", "rules.selector.unknown", {"found": "nobody", "hint": ""}),
    ("⟦{kind: meeting, is: led}", "rules.selector.form", {"found": "kind is"}),
    ("⟦{where: [{type: 党组会}]}", "rules.selector.form", {"found": "–"}),
    ("{kind: meeting, at: ⟦closed_on}", "rules.at.date", {"found": "closed_on"}),
    ("{kind: finding, at: ⟦closd_on}", "rules.at.date", {"hint": "closed_on"}),
    ("{kind: finding, at: ⟦owner}", "rules.at.date", {"found": "owner"}),
    ("{kind: ⟦{a: 1}}", "rules.value.type", {"wanted": ("文字或列表（每项以“-”开头）", "text or a list")}),
    ("{kind: meeting, where: ⟦type}", "rules.value.type", {}),
    ("{kind: meeting, where: [⟦type：党组会]}", "rules.colon", {"found": "type:党组会"}),
    ("{kind: meeting, ⟦were: []}", "rules.key.unknown", {"found": "were", "hint": "where"}),
    ("{kind: meeting, run: ⟦{length: 2}}", "rules.key.missing", {"key": "is"}),
    ("{kind: meeting, run: {length: ⟦1, is: [{open: true}]}}", "rules.run.length", {"found": "1"}),
    ("{kind: meeting, run: {length: 2, is: ⟦[]}}", "rules.list.nothing", {}),
    ("{kind: meeting, run: {length: 2, is: [{⟦opne: true}]}}", "rules.field.unknown", {"hint": "open"}),
    ("{kind: meeting, run: {length: 2, is: [{open: true}], per: ⟦cahir}}", "rules.field.unknown", {"hint": "chair"}),
    ("{kind: meeting, ⟦first_only: true}", "rules.key.unknown", {"found": "first_only"}),
    ("⟦{is: {kind: meeting, run: {length: 2, is: [{open: true}]}}, where: [{type: 党组会}]}", "rules.run.narrowed", {}),
    ("⟦[any_meeting]", "rules.value.type", {}),
    ("⟦5", "rules.value.text", {"found": "5"}),
    ("{choose: $bearer.section, from: {a: ⟦lad}}", "rules.selector.unknown", {"hint": "led"}),
    ("{choose: ⟦$record.type, from: {党组会: led}}", "rules.reference.misplaced", {}),
    ("⟦{choose: $bearer.section, from: {a: led}, kind: meeting}", "rules.selector.form", {}),
]


@pytest.mark.parametrize(("form", "code", "names"), SELECTORS)
def test_selectors(tmp_path: Path, form: str, code: str, names: dict[str, object]) -> None:
    [error] = refused(tmp_path, f"count:\n  of: {form}\n  at_least: 1\n")
    assert error.code == code
    assert names.items() <= params(error).items()


def test_cycles_of_selectors(tmp_path: Path) -> None:
    head = pack(
        selectors_="one: {is: two}\ntwo: {any_of: [led, three]}\nthree: {is: ⟦one, where: [attendees: $each]}\nself: ⟦self\n"
        "outer: {is: one}\n"
    )
    errors = refused(tmp_path, "for_each: {role: member}\ncount: {of: outer, at_least: 1}\n", head)
    assert [(found.code, params(found)["path"]) for found in errors] == [
        ("rules.cycle", "one → two → three → one"),
        ("rules.cycle", "self → self"),
    ]


def test_selectors_nested_without_end(tmp_path: Path) -> None:
    chain = "".join(f"s{n}: {{is: {'⟦' if n == 9 else ''}s{n + 1}}}\n" for n in range(60)) + "s60: {kind: meeting}\n"
    [error] = refused(
        tmp_path, "count: {of: s0, at_least: 1}\n", pack(selectors_=chain.replace("⟦", "").replace("{is: s50}", "{is: ⟦s50}"))
    )
    assert error.code == "rules.selector.large"
    bomb = "b0: {any_of: [led, led]}\n" + "".join(f"b{n}: {'⟦' if n == 8 else ''}{{any_of: [b{n - 1}, b{n - 1}]}}\n" for n in range(1, 9))
    [error] = refused(tmp_path, "count: {of: b8, at_least: 1}\n", pack(selectors_=bomb))
    assert error.code == "rules.selector.large"


# ---------------------------------------------------------------- what `$each` is

EACH = [
    # for_each, line of `where`, code, what is named; the place is the selector in the rule, or the line where it is written in place
    ("", "attendees: ⟦$each", "rules.each.alone", {"found": "$each"}),
    ("{role: member}", "attendees: ⟦$each.a", "rules.field.unknown", {"field": "a"}),
    ("{role: member}", "type: ⟦$each.sectoin", "rules.field.unknown", {"hint": "section"}),
    ("{role: member}", "type: ⟦$each", "rules.reference.type", {"have": ("人员", "a person")}),
    ("{role: member}", "date: {at_least: ⟦$each}", "rules.reference.type", {"wanted": ("日期", "a date")}),
    ("{pair: member}", "attendees: ⟦$each", "rules.each.pair", {"found": "$each"}),
    ("{pair: member}", "attendees: ⟦$each.c", "rules.each.pair", {"found": "$each.c"}),
    ("{pair: member}", "type: ⟦$each.a.sectoin", "rules.field.unknown", {"hint": "section"}),
    ("{record: finding}", "chair: ⟦$each.ower", "rules.field.unknown", {"field": "ower", "hint": "owner"}),
    ("{record: finding}", "chair: ⟦$each", "rules.reference.type", {"have": ("记录编号", "a record's id")}),
    ("{record: finding}", "date: ⟦$each", "rules.reference.type", {"wanted": ("日期", "a date")}),
    ("{record: finding}", "chair: ⟦$each.due_on", "rules.reference.type", {"have": ("日期", "a date")}),
    ("{record: {kind: [finding, attestation]}}", "chair: ⟦$each.owner", "rules.field.unknown", {"field": "owner"}),
    ("{item: [工会, 团委]}", "type: ⟦$each.name", "rules.path.beyond", {"field": "name"}),
    ("{item: [1, 2]}", "type: ⟦$each", "rules.reference.type", {"have": ("数字", "a number")}),
    ("{item: $bearer.points}", "chair: ⟦$each", "rules.reference.type", {"have": ("地点", "a place")}),
    ("{item: $bearer.points}", "note: ⟦$each.height", "rules.field.unknown", {"field": "height"}),
    ("{item: $bearer.cards}", "note: ⟦$each.not", "rules.field.unknown", {"hint": "no"}),
    ("{item: $set.communities}", "note: ⟦$each.a.b", "rules.path.beyond", {"field": "b"}),
]


@pytest.mark.parametrize(("for_each", "line", "code", "names"), EACH)
def test_each_is_typed_by_the_for_each(tmp_path: Path, for_each: str, line: str, code: str, names: dict[str, object]) -> None:
    quantifier = f"for_each: {for_each}\n" if for_each else ""
    [error] = refused(tmp_path, f"{quantifier}count:\n  of: {{kind: meeting, where: [{{{line}}}]}}\n  at_least: 1\n")
    assert error.code == code
    assert names.items() <= params(error).items()
    named = pack(selectors_=f"own: {{kind: meeting, where: [{{{line}}}]}}\n".replace("⟦", ""))
    [error] = refused(tmp_path, f"{quantifier}count:\n  of: ⟦own\n  at_least: 1\n", named)
    assert error.code == code
    assert names.items() <= params(error).items()


@pytest.mark.parametrize(
    ("for_each", "line"),
    [
        ("{role: member}", "attendees: $each"),
        ("{role: member}", "note: $each.section"),
        ("{pair: member}", "attendees: {covers: [$each.a, $each.b]}"),
        ("{pair: [secretary, member]}", "note: $each.b.section"),
        ("{record: finding}", "chair: $each.owner"),
        ("{record: finding}", "about: $each"),
        ("{record: finding}", "about: $each.id"),
        ("{record: finding}", "date: {more_than: $each.due_on}"),
        ("{item: $set.communities}", "chair: $each.head"),
        ("{item: $set.topics}", "agenda.topic: $each"),
        ("{item: [党建工作, $param.kind_of_meeting]}", "note: $each"),
        ("{item: $bearer.sections}", "chair.section: $each"),
        ("{item: $bearer.points}", "branch: $each"),
        ("{item: $bearer.points}", "note: $each.level"),
        ("{item: $bearer.cards}", "expected: $each.no"),
        ("{item: $unit.tags}", "note: $each"),
    ],
)
def test_what_each_may_be(tmp_path: Path, for_each: str, line: str) -> None:
    kind = part(tmp_path, f"for_each: {for_each}\ncount: {{of: {{kind: meeting, where: [{{{line}}}]}}, at_least: 1}}\n").kind
    assert isinstance(kind, Count)


def test_a_part_without_its_own_for_each_speaks_of_the_outer_one(tmp_path: Path) -> None:
    body = """\
for_each: {record: finding}
in: {within: 30d}
all_of:
- count: {of: {kind: meeting, where: [chair: $each.owner]}, at_least: 1}
- for_each: {role: member}
  in: year
  count: {of: {kind: meeting, where: [{chair: ⟦$each.owner}]}, at_least: 1}
"""
    [error] = refused(tmp_path, body)
    assert (error.code, params(error)["field"]) == ("rules.field.unknown", "owner")


def test_the_trigger_of_a_part_may_speak_of_the_outer_subject_but_not_of_itself(tmp_path: Path) -> None:
    part(
        tmp_path,
        "for_each: {role: member}\nall_of:\n- count: {of: led, at_least: 1}\n"
        "- {for_each: {record: {kind: finding, where: [owner: $each]}}, count: {of: answer, at_least: 1}}\n",
    )
    [error] = refused(tmp_path, "for_each: {record: {kind: finding, where: [{owner: ⟦$each.owner}]}}\ncount: {of: answer, at_least: 1}\n")
    assert error.code == "rules.each.alone"
