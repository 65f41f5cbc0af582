"""What a rule may not say: windows, quantifiers, kinds and bounds, one by one and across a rule (language §6–§9, §12)."""

from __future__ import annotations

from fractions import Fraction as Ratio
from pathlib import Path

import pytest

from compliance.model import Attest, Bound, Combine, Count, Duration, Every, ForEach, HeldDays, HeldShare, Ref, Steps, WindowSpec
from rule_kit import HEAD, RULE, load, pack, params, part, refused, told, warnings

COUNT = "count: {of: any_meeting, at_least: 1}\n"
ANSWER = "count: {of: answer, at_least: 1}\n"
TRIGGER = "for_each: {record: finding}\n"

# ---------------------------------------------------------------- when

WINDOWS = [
    ("in: ⟦quater\n", "rules.period.unknown", {"found": "quater", "hint": "quarter"}),
    ("in: ⟦term\n", "rules.period.unknown", {"found": "term"}),
    ("in: {each: ⟦moth}\n", "rules.period.unknown", {"hint": "month"}),
    ("in: ⟦2022\n", "rules.value.text", {}),
    ("in: ⟦[year]\n", "rules.value.type", {}),
    ("⟦in:\n", "rules.value.empty", {"key": "in"}),
    ("in: ⟦{}\n", "rules.window.form", {}),
    ("in: {⟦each: ''}\n", "rules.value.empty", {"key": "each"}),
    ("in: ⟦{roll: none}\n", "rules.window.form", {}),
    ("in: {to: 02-28, roll: ⟦workdays}\n", "rules.value.choice", {"found": "workdays", "choices": "workday, none"}),
    ("in: {⟦form: 01-01}\n", "rules.key.unknown", {"found": "form", "hint": "from"}),
    ("in: {each: ⟦$param.twice}\n", "rules.period.parameter", {"found": "$param.twice"}),
    ("in: {each: ⟦$param.oftn}\n", "rules.name.unknown", {"hint": "often"}),
    ("in: {each: ⟦$unit.staff}\n", "rules.reference.misplaced", {"choices": "$param"}),
    ("in: {each: ⟦5wd}\n", "rules.period.length", {"found": "5wd"}),
    ("in: {each: ⟦2h}\n", "rules.period.length", {"found": "2h"}),
    ("in: {each: ⟦{choose: $bearer.section, from: {a: moth}}}\n".replace("⟦", "").replace("moth", "⟦moth"), "rules.period.unknown", {}),
    ("in: {to: end, ⟦over: {from: start}}\n", "rules.window.over", {}),
    ("in: {last: 30d, ⟦open: from}\n", "rules.window.open", {}),
    ("in: {last: 30d, ⟦stop: any_meeting}\n", "rules.window.lengthen", {"found": "stop"}),
    ("in: {last: ⟦12h}\n", "rules.window.hours", {"found": "last"}),
    ("in: ⟦{last: 30d, to: end}\n", "rules.window.form", {}),
    ("in: {from: 03-01 + 9h, to: 03-01 + 12h, ⟦open: to}\n", "rules.window.hours", {"found": "open"}),
    ("in: {from: 03-01 + 9h, to: end, ⟦roll: workday}\n", "rules.window.hours", {"found": "roll"}),
    ("in: {to: ⟦$unit.opened + 2h}\n", "rules.point.hours", {"found": "$unit.opened"}),
    (TRIGGER + "in: {from: $each, to: ⟦$each.due_on + 24h}\n", "rules.point.hours", {"found": "$each.due_on"}),
    (TRIGGER + "in: {within: 24h, ⟦stop: any_meeting}\n", "rules.window.hours", {"found": "stop"}),
    (TRIGGER + "in: {ahead: 3d, ⟦stop: any_meeting}\n", "rules.window.lengthen", {"found": "stop"}),
    (TRIGGER + "in: {within: 3d, extend: ⟦{with: answer, add: length}}\n", "rules.key.missing", {"key": "cap"}),
    (TRIGGER + "in: {within: 3d, extend: {with: answer, add: ⟦expected, cap: 9d}}\n", "rules.reference.type", {"found": "expected"}),
    ("in: {from: {next: ⟦any_meetings}}\n", "rules.selector.unknown", {"hint": "any_meeting"}),
    ("in: {from: {next: ⟦5}}\n", "rules.next.form", {"found": "5"}),
    ("in: {each: month, to: ⟦6th fri}\n", "rules.point.malformed", {}),
    ("in: {to: ⟦02-30}\n", "rules.point.impossible", {"found": "02-30"}),
    ("in: {to: ⟦二月底}\n", "rules.point.malformed", {"found": "二月底"}),
    ("in: {to: ⟦end - 30days}\n", "rules.duration.malformed", {"hint": "30d"}),
    ("in: {to: ⟦$param.fab}\n", "rules.name.unknown", {"hint": "feb"}),
    ("in: {to: ⟦$param.twice}\n", "rules.parameter.type", {"wanted": ("日期", "a date")}),
    ("in: {to: ⟦end - $param.feb}\n", "rules.parameter.type", {"found": "$param.feb"}),
    ("in: {to: ⟦$unit.staff}\n", "rules.reference.type", {"have": ("数字", "a number")}),
    ("in: {to: ⟦$unit.tags}\n", "rules.reference.type", {"have": ("列表（每项以“-”开头）", "a list")}),
    ("in: {to: {first_of: [⟦$unit.opend, end]}}\n", "rules.name.unknown", {"hint": "opened"}),
    ("in: {to: ⟦$each}\n", "rules.each.alone", {"found": "$each"}),
    ("in: ⟦{within: 30d}\n", "rules.window.trigger", {}),
    ("in: ⟦{ahead: 10d}\n", "rules.window.trigger", {}),
    ("for_each: {role: member}\nin: ⟦{within: 30d}\n", "rules.window.trigger", {}),
    ("for_each: {role: member}\nin: {from: start, to: ⟦$each}\n", "rules.window.each", {"found": "$each"}),
    ("for_each: {role: member}\nin: {from: start, to: ⟦$each.section}\n", "rules.reference.type", {"have": ("文字", "text")}),
    ("for_each: {pair: member}\nin: {from: start, to: ⟦$each}\n", "rules.each.pair", {}),
    (TRIGGER + "in: {to: ⟦$each.due}\n", "rules.field.unknown", {"field": "due", "hint": "due_on"}),
    (TRIGGER + "in: {to: ⟦$each.owner}\n", "rules.reference.type", {"have": ("人员", "a person")}),
    (TRIGGER + "in: {to: {first_of: [$each.due_on, ⟦$each+2m]}}\n", "rules.reference.malformed", {"found": "$each+2m"}),
    (TRIGGER + "in: ⟦{within: 30d, to: end}\n", "rules.window.form", {}),
    (TRIGGER + "in: ⟦{within: 30d, ahead: 3d}\n", "rules.window.form", {}),
    (TRIGGER + "in: {within: ⟦30}\n", "rules.duration.malformed", {"hint": "30d"}),
    (TRIGGER + "in: {within: ⟦$param.feb}\n", "rules.parameter.type", {"found": "$param.feb"}),
    (TRIGGER + "in: {within: ⟦$each}\n", "rules.reference.misplaced", {}),
    (TRIGGER + "in: {ahead: 10d, ⟦roll: workday}\n", "rules.window.roll", {}),
    ("in: ⟦{from: 03-01, to: 02-28}\n", "rules.window.order", {"first": "2022-03-01", "last": "2022-02-28"}),
    ("in: ⟦{from: 2022-05-01, to: start + 1m}\n", "rules.window.order", {"last": "2022-02-01"}),
    ("in: ⟦{from: 03-01, to: $param.feb}\n", "rules.window.order", {}),
    ("in: ⟦{to: 2021-12-31}\n", "rules.window.order", {"first": "2022-01-01"}),
    ("in: ⟦{from: next 01-10}\n", "rules.window.order", {"last": "2022-12-31"}),
    ("in: ⟦{each: month, from: end, to: start}\n", "rules.window.order", {}),
    ("in: {each: quarter, to: ⟦02-28}\n", "rules.window.each_date", {}),
    ("in: {each: month, from: ⟦{latest: [start, 2022-03-05]}}\n", "rules.window.each_date", {}),
    ("in: {each: $param.often, from: ⟦$param.feb}\n", "rules.window.each_date", {}),
]


@pytest.mark.parametrize(("window", "code", "names"), WINDOWS)
def test_windows(tmp_path: Path, window: str, code: str, names: dict[str, object]) -> None:
    [error] = refused(tmp_path, window + (ANSWER if "record" in window else COUNT))
    assert error.code == code
    assert names.items() <= params(error).items()


@pytest.mark.parametrize(
    ("window", "spec"),
    [
        ("quarter", WindowSpec("quarter")),
        ("{each: $param.often}", WindowSpec(Ref("param", ("often",)))),
        ("{within: 7wd}", WindowSpec(within=Duration(workdays=7))),
        ("{ahead: $param.prompt}", WindowSpec(ahead=Ref("param", ("prompt",)))),
    ],
)
def test_windows_that_are_understood(tmp_path: Path, window: str, spec: WindowSpec) -> None:
    assert part(tmp_path, f"{TRIGGER}in: {window}\n{ANSWER}").window == spec


@pytest.mark.parametrize(
    "window",
    [
        "{from: 2021-12-01, to: 02-28}",
        "{from: 02-28, to: 02-28}",
        "{to: next 01-10}",
        "{from: 02-29, to: 02-28}",
        "{to: end - 40wd}",
        "{each: year, from: 06-01, to: 08-31}",
        "{each: month, from: start + 9d, to: end - 1w}",
        "{from: $param.feb, to: $unit.opened}",
    ],
)
def test_windows_that_are_in_order(tmp_path: Path, window: str) -> None:
    assert part(tmp_path, f"in: {window}\n{COUNT}").window is not None


# ---------------------------------------------------------------- who

WHO = [
    ("⟦bearer:\n", "rules.value.empty", {"key": "bearer"}),
    ("bearer: ⟦secretry\n", "rules.role.unknown", {"found": "secretry", "hint": "secretary"}),
    ("bearer: {group: ⟦membr}\n", "rules.role.unknown", {"hint": "member"}),
    ("bearer: ⟦{each: member, post: secretary}\n", "rules.bearer.form", {}),
    ("bearer: {⟦al: member}\n", "rules.key.unknown", {}),
    ("bearer: ⟦[member]\n", "rules.value.type", {"wanted": ("文字或“名称: 内容”", "text or a mapping (name: value)")}),
    ("for_each: ⟦{}\n", "rules.for_each.form", {}),
    ("for_each: ⟦member\n", "rules.value.type", {"wanted": ("“名称: 内容”", "a mapping (name: value)")}),
    ("for_each: ⟦role：member\n", "rules.colon", {"found": "role:member"}),
    ("for_each: ⟦{role: member, item: [a]}\n", "rules.for_each.form", {}),
    ("for_each: ⟦{role: member, year_of: due}\n", "rules.for_each.form", {}),
    ("for_each: ⟦{role: []}\n", "rules.for_each.form", {}),
    ("for_each: ⟦{pair: [member, member, secretary]}\n", "rules.for_each.form", {}),
    ("for_each: {role: ⟦membr}\n", "rules.role.unknown", {"hint": "member"}),
    ("for_each: {role: ⟦5}\n", "rules.value.text", {"found": "5"}),
    ("for_each: {role: [⟦5, member]}\n", "rules.value.text", {"found": "5"}),
    ("for_each: {pair: ⟦membr}\n", "rules.role.unknown", {}),
    ("for_each: {record: ⟦findings}\n", "rules.selector.unknown", {"hint": "finding"}),
    ("for_each: {record: finding, year_of: ⟦done}\n", "rules.value.choice", {"found": "done", "choices": "due"}),
    ("for_each: ⟦{record: finding, year_of: due}\n", "rules.due.window", {}),
    ("for_each: {item: ⟦[]}\n", "rules.list.nothing", {}),
    ("for_each: {item: ⟦$set.nothing}\n", "rules.name.unknown", {"found": "$set.nothing"}),
    ("for_each: {item: ⟦$people.member}\n", "rules.reference.misplaced", {"choices": "$set $bearer $unit $param"}),
    ("for_each: {item: ⟦$bearer}\n", "rules.reference.incomplete", {"found": "$bearer"}),
    ("for_each: {item: ⟦$bearer.sectoins}\n", "rules.field.unknown", {"hint": "sections"}),
    ("for_each: {item: [⟦{id: a}]}\n", "rules.value.simple", {"found": "{id: a}"}),
    ("for_each: {⟦rol: member}\n", "rules.key.unknown", {"hint": "role"}),
    ("tenure: ⟦[]\n", "rules.tenure.form", {}),
    ("tenure: ⟦always\n", "rules.tenure.form", {"found": "always"}),
    ("tenure: ⟦{at_least: 90}\n", "rules.tenure.form", {"found": "{at_least: 90}"}),
    ("tenure: ⟦{at_least: 0d}\n", "rules.tenure.form", {}),
    ("tenure: ⟦{at_least: 3m}\n", "rules.tenure.form", {}),
    ("tenure: ⟦{at_least: $param.prompt}\n", "rules.tenure.form", {}),
    ("tenure: [end, ⟦{at_least: 3/2}]\n", "rules.tenure.form", {}),
    ("tenure: {at_least: ⟦1/0}\n", "rules.ratio.malformed", {"found": "1/0"}),
    ("tenure: {at_least: ⟦90天}\n", "rules.duration.malformed", {"hint": "90d"}),
    ("tenure: ⟦5\n", "rules.tenure.form", {"found": "5"}),
    ("modality: ⟦shall\n", "rules.value.choice", {"found": "shall", "choices": "must, should, encourage"}),
    ("late: ⟦yes\n", "rules.value.choice", {"choices": "accept, refuse"}),
    ("at_risk: {lead: ⟦30}\n", "rules.value.text", {"found": "30"}),
    ("at_risk: {lead: ⟦$param.prompt}\n", "rules.duration.malformed", {"found": "$param.prompt"}),
    ("at_risk: {margin: ⟦1day}\n", "rules.duration.malformed", {"hint": "1d"}),
    ("at_risk: {after: ⟦3}\n", "rules.ratio.range", {"found": "3"}),
    ("at_risk: {after: ⟦half}\n", "rules.ratio.malformed", {"found": "half"}),
    ("unclear: ⟦[a]\n", "rules.value.type", {}),
    ("⟦beerer: member\n", "rules.key.unknown", {"found": "beerer", "hint": "bearer"}),
    ("⟦where: []\n", "rules.key.unknown", {"found": "where"}),
]


@pytest.mark.parametrize(("line", "code", "names"), WHO)
def test_who_and_how_sure(tmp_path: Path, line: str, code: str, names: dict[str, object]) -> None:
    [error] = refused(tmp_path, line + COUNT)
    assert error.code == code
    assert names.items() <= params(error).items()


def test_an_obligation_without_a_bearer_or_without_a_kind(tmp_path: Path) -> None:
    files = {
        "b_yaml": HEAD.replace("duties", "others")
        + RULE.replace("- id", "- ⟦id").replace("⟦id: R1", "id: R2").replace("- id: R2", "- ⟦id: R2")
    }
    errors = refused(tmp_path, **files)
    assert [found.code for found in errors] == ["rules.key.missing", "rules.kind.none"]
    assert params(errors[0])["key"] == "bearer"


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    [rule] = load(tmp_path, "bearer: member\n" + COUNT).obligations
    assert (rule.bearer.mode, rule.modality, rule.late, rule.tenure, rule.tenure_stated) == (
        "each",
        "must",
        "",
        (HeldShare(Ratio(1, 2)),),
        False,
    )
    assert (rule.at_risk.lead, rule.at_risk.margin, rule.at_risk.after, rule.unclear) == (Duration(days=14), Duration(), None, None)


def test_what_is_given_is_kept(tmp_path: Path) -> None:
    body = """\
bearer: {group: member}
modality: encourage
late: refuse
tenure: [end, {at_least: 90d}, {at_least: 2/3}]
at_risk: {lead: 1m, after: 3/4}
unclear: 谁来听
for_each: {pair: [secretary, member]}
count: {of: any_meeting, at_most: 3, more_than: 1}
"""
    [rule] = load(tmp_path, body, pack(at_risk="at_risk: {margin: 2d}\n")).obligations
    assert (rule.bearer.mode, rule.bearer.role, rule.modality, rule.late) == ("group", "member", "encourage", "refuse")
    assert rule.tenure == ("end", HeldDays(90), HeldShare(Ratio(2, 3)))
    assert rule.tenure_stated
    assert rule.at_risk == (Duration(months=1), Duration(days=2), Ratio(3, 4))
    assert rule.unclear is not None
    assert rule.unclear.en == "谁来听"
    assert rule.readings[""].for_each == ForEach("pair", ("secretary", "member"))
    kind = rule.readings[""].kind
    assert isinstance(kind, Count)
    assert kind.bounds == (Bound("at_most", 3), Bound("more_than", 1))


# ---------------------------------------------------------------- what

KINDS = [
    ("⟦cuont: {of: any_meeting, at_least: 1}\ncount: {of: any_meeting, at_least: 1}\n", "rules.key.unknown", {"hint": "count"}),
    ("⟦count:\n", "rules.value.empty", {"key": "count"}),
    ("count: ⟦any_meeting\n", "rules.value.type", {}),
    ("count: ⟦{at_least: 1}\n", "rules.key.missing", {"key": "of"}),
    ("count: {of: any_meeting, ⟦atleast: 1}\n", "rules.key.unknown", {"found": "atleast", "hint": "at_least"}),
    ("count: ⟦{of: any_meeting}\n", "rules.bound.missing", {}),
    ("count: {of: any_meeting, at_least: ⟦多次}\n", "rules.bound.words", {"found": "多次"}),
    ("count: {of: any_meeting, at_least: ⟦若干}\n", "rules.bound.words", {"found": "若干"}),
    ("count: {of: any_meeting, at_least: ⟦1/2}\n", "rules.bound.ratio", {"found": "1/2"}),
    ("count: {of: any_meeting, at_least: ⟦85%}\n", "rules.bound.ratio", {"found": "85%"}),
    ("count: {of: any_meeting, at_least: ⟦1.5}\n", "rules.value.type", {"found": "1.5", "wanted": ("整数", "a whole number")}),
    ("count: {of: any_meeting, at_least: ⟦true}\n", "rules.value.type", {"found": "true"}),
    ("count: {of: any_meeting, at_least: ⟦[1]}\n", "rules.value.type", {"found": "[1]"}),
    ("count: {of: any_meeting, at_least: ⟦0}\n", "rules.bound.trivial", {"found": "0"}),
    ("count: {of: any_meeting, at_least: ⟦-1}\n", "rules.bound.trivial", {"found": "-1"}),
    ("count: {of: any_meeting, at_most: ⟦-1}\n", "rules.bound.trivial", {}),
    ("count: {of: any_meeting, less_than: ⟦0}\n", "rules.bound.trivial", {}),
    ("count: {of: any_meeting, at_least: ⟦$param.none_at_all}\n", "rules.bound.trivial", {"found": "$param.none_at_all = 0"}),
    ("count: {of: any_meeting, at_least: ⟦$param.prompt}\n", "rules.parameter.type", {"wanted": ("数字", "a number")}),
    ("count: {of: any_meeting, at_least: ⟦$param.share}\n", "rules.parameter.type", {"found": "$param.share"}),
    ("count: {of: any_meeting, at_least: ⟦$param.twise}\n", "rules.name.unknown", {"hint": "twice"}),
    ("count: {of: any_meeting, at_least: ⟦$unit.tags}\n", "rules.reference.type", {"wanted": ("数字", "a number")}),
    ("count: {of: any_meeting, at_least: ⟦$people.member}\n", "rules.reference.type", {"wanted": ("数字", "a number")}),
    ("count: {of: any_meeting, at_least: ⟦$each}\n", "rules.each.alone", {}),
    ("count: {of: any_meeting, at_least: ⟦{minus: [2, 2]}}\n", "rules.bound.trivial", {"found": "0"}),
    ("count: ⟦{of: any_meeting, at_least: {plus: [2, 2]}, at_most: {times: [1, 3]}}\n", "rules.bound.contradiction", {"low": "4"}),
    ("count: {of: any_meeting, at_least: {size: ⟦$people.membr}}\n", "rules.name.unknown", {"hint": "member"}),
    ("count: {of: any_meeting, at_least: ⟦{size: $people.member, max: [1]}}\n", "rules.test.keys", {}),
    ("count: {of: any_meeting, sum: ⟦chair, at_least: 1}\n", "rules.reference.type", {"have": ("人员", "a person")}),
    ("count: {of: any_meeting, ⟦sum: expected, distinct: chair, at_least: 1}\n", "rules.sum.distinct", {}),
    ("count: {of: any_meeting, sum: length, at_least: ⟦12}\n", "rules.duration.malformed", {"hint": "12d"}),
    ("count: {of: any_meeting, sum: length, at_least: ⟦0d}\n", "rules.bound.trivial", {"found": "0d"}),
    ("count: ⟦{of: any_meeting, sum: length, at_least: 5d, at_most: 3d}\n", "rules.bound.contradiction", {"low": "5d", "high": "3d"}),
    ("count: ⟦{of: any_meeting, sum: expected, at_least: 2.5, at_most: 2}\n", "rules.bound.contradiction", {"low": "2.5", "high": "2"}),
    ("spacing: ⟦{of: any_meeting}\n", "rules.bound.missing", {"choices": "at_least at_most"}),
    ("spacing: {of: any_meeting, at_most: ⟦30}\n", "rules.duration.malformed", {"hint": "30d"}),
    ("spacing: {of: any_meeting, at_most: ⟦0d}\n", "rules.bound.trivial", {"found": "0d"}),
    ("spacing: {of: any_meeting, at_most: 10d, at_least: ⟦11d}\n", "rules.spacing.order", {"low": "11d", "high": "10d"}),
    ("spacing: {of: any_meeting, at_most: 1m, edges: ⟦neither}\n", "rules.value.choice", {"found": "neither"}),
    ("spacing: {of: closed_ones, at_most: ⟦2h}\n", "rules.point.hours", {"found": "closed_on"}),
    ("holds: ⟦[]\n", "rules.list.nothing", {}),
    ("holds: [{⟦type: 党组会}]\n", "rules.line.reference", {"found": "type"}),
    ("holds: [{$record.type: ⟦{exists: true}}]\n", "rules.reference.misplaced", {}),
    ("holds: [⟦{$unit.staff: 1, $unit.opened: 2022-01-01}]\n", "rules.line.keys", {}),
    ("count: ⟦{of: any_meeting, at_least: 3, at_most: 2}\n", "rules.bound.contradiction", {"low": "3", "high": "2"}),
    ("count: ⟦{of: any_meeting, more_than: 2, less_than: 3}\n", "rules.bound.contradiction", {}),
    ("count: ⟦{of: any_meeting, exactly: 2, at_least: 3}\n", "rules.bound.contradiction", {}),
    ("count: {of: any_meeting, at_least: 1, distinct: ⟦agenda.topics}\n", "rules.field.unknown", {"hint": "topic"}),
    ("count: {of: any_meeting, at_least: 1, distinct: ⟦agenda}\n", "rules.rows.compared", {"found": "agenda"}),
    ("count: {of: any_meeting, at_least: 1, distinct: ⟦[type]}\n", "rules.value.type", {}),
    ("count: {of: any_meeting, at_least: 1, ⟦among: [党组会]}\n", "rules.among.alone", {}),
    ("count: {of: any_meeting, at_least: 1, distinct: type, among: [⟦党组]}\n", "rules.term.unknown", {"hint": "党组会"}),
    ("count: {of: any_meeting, at_least: 1, distinct: chair, among: ⟦$record.attendees}\n", "rules.reference.misplaced", {}),
    ("count: ⟦{of: any_meeting, at_least: 3, distinct: type, among: [党组会, 部署会]}\n", "rules.bound.beyond", {"low": "3", "most": "2"}),
    ("every: ⟦{of: any_meeting}\n", "rules.key.missing", {"key": "must"}),
    ("every: {of: any_meeting, must: ⟦[]}\n", "rules.list.nothing", {}),
    ("every: {of: any_meeting, must: ⟦{type: 党组会}}\n", "rules.value.type", {"wanted": ("列表（每项以“-”开头）", "a list")}),
    ("every: {of: any_meeting, must: [{⟦typ: 党组会}]}\n", "rules.field.unknown", {"hint": "type"}),
    ("every: {of: any_meeting, must: [{type: 党组会}], at_least: ⟦80}\n", "rules.ratio.range", {"found": "80"}),
    ("every: {of: any_meeting, must: [{type: 党组会}], at_least: ⟦0}\n", "rules.ratio.range", {}),
    ("every: {of: any_meeting, must: [{type: 党组会}], at_least: ⟦大部分}\n", "rules.ratio.malformed", {"found": "大部分"}),
    ("every: {of: any_meeting, must: [{type: 党组会}], at_least: ⟦$param.share}\n", "rules.ratio.malformed", {}),
    ("steps: ⟦[{do: any_meeting}]\n", "rules.steps.few", {}),
    ("steps: ⟦[]\n", "rules.steps.few", {}),
    ("steps: ⟦{do: any_meeting}\n", "rules.value.type", {}),
    ("steps: [{do: any_meeting}, ⟦any_meeting]\n", "rules.value.type", {}),
    ("steps: [{do: any_meeting, ⟦after: 3d}, {do: led}]\n", "rules.steps.first", {"key": "after"}),
    ("steps: [{do: any_meeting, ⟦within: 3d}, {do: led}]\n", "rules.steps.first", {"key": "within"}),
    ("steps: [{do: any_meeting}, {do: led, after: ⟦30d, within: 2w}]\n", "rules.steps.distance", {"after": "30d", "within": "2w"}),
    ("steps: [{do: any_meeting}, {do: led, after: ⟦30}]\n", "rules.duration.malformed", {"hint": "30d"}),
    ("steps: [{do: any_meeting}, {do: led, in: ⟦quarter}]\n", "rules.steps.each", {}),
    ("steps: [{do: any_meeting}, {do: led, in: ⟦{within: 3d}}]\n", "rules.window.trigger", {}),
    ("steps: [{do: any_meeting}, {do: ⟦lad}]\n", "rules.selector.unknown", {"hint": "led"}),
    ("attest: {by: ⟦王一}\n", "rules.person.constant", {"found": "王一"}),
    ("attest: {by: ⟦[]}\n", "rules.list.nothing", {}),
    ("attest: {by: ⟦$bearer.section}\n", "rules.reference.type", {"wanted": ("人员", "a person")}),
    ("attest: {by: ⟦$set.topics}\n", "rules.reference.misplaced", {"choices": "$bearer $people $each"}),
    ("attest: {by: ⟦$each}\n", "rules.each.alone", {}),
    ("attest: {files: ⟦-1}\n", "rules.value.type", {"found": "-1"}),
    ("attest: {files: ⟦一份}\n", "rules.value.type", {"wanted": ("整数", "a whole number")}),
    ("attest: {proxy: {⟦attest: {}}}\n", "rules.attest.part", {}),
    ("attest: {proxy: ⟦{in: year}}\n", "rules.kind.none", {}),
    ("all_of:\n- {count: {of: led, at_least: 1}}\n- {⟦attest: {}}\n", "rules.attest.part", {}),
    ("any_of: ⟦[{count: {of: led, at_least: 1}}]\n", "rules.parts.few", {"found": "any_of"}),
    ("all_of: ⟦[]\n", "rules.parts.few", {"found": "all_of"}),
    ("all_of: [{count: {of: led, at_least: 1}}, ⟦led]\n", "rules.value.type", {}),
    (
        "all_of: [{count: {of: led, at_least: 1}}, {count: {of: led, at_least: 1}, ⟦bearer: member}]\n",
        "rules.key.unknown",
        {"found": "bearer"},
    ),
    ("all_of: [{count: {of: led, at_least: 1}}, {in: ⟦{within: 3d}, count: {of: led, at_least: 1}}]\n", "rules.window.trigger", {}),
    ("all_of: [{count: {of: led, at_least: 1}}, ⟦{in: year}]\n", "rules.kind.none", {}),
]


@pytest.mark.parametrize(("kind", "code", "names"), KINDS)
def test_kinds(tmp_path: Path, kind: str, code: str, names: dict[str, object]) -> None:
    head = pack(parameters_="none_at_all: {value: 1, choices: [0, 1]}", selectors_="closed_ones: {kind: finding, at: closed_on}")
    [error] = refused(tmp_path, kind, head)
    assert error.code == code
    assert names.items() <= params(error).items()


BOUNDS = [
    ("at_least", "{value: 0}", "$param.times = 0"),
    ("at_least", "{value: -1}", "$param.times = -1"),
    ("at_least", "{value: 1, choices: [1, 0]}", "$param.times = 0"),
    ("at_least", "{value: 1, range: [0, 3]}", "$param.times = 0"),
    ("less_than", "{value: 2, range: [0, 3]}", "$param.times = 0"),
    ("at_most", "{value: 0, choices: [0, -1]}", "$param.times = -1"),
    ("exactly", "{value: 1, range: [-2, 3]}", "$param.times = -2"),
    ("more_than", "{value: -1}", "$param.times = -1"),
    ("at_least", "{value: 1, range: [1, 3]}", ""),
    ("at_most", "{value: 0}", ""),
    ("exactly", "{value: 0}", ""),
    ("more_than", "{value: 0}", ""),
    ("less_than", "{value: 1}", ""),
]


@pytest.mark.parametrize(("bound", "parameter", "found"), BOUNDS)
def test_a_parameter_that_makes_a_bound_trivial_or_impossible_is_refused(tmp_path: Path, bound: str, parameter: str, found: str) -> None:
    """Whatever a unit may choose: the value, every choice and both ends of the range."""
    body, head = f"count: {{of: any_meeting, {bound}: ⟦$param.times}}\n", pack(parameters_=f"times: {parameter}")
    if not found:
        assert load(tmp_path, body.replace("⟦", ""), head).obligations
        return
    [error] = refused(tmp_path, body, head)
    assert (error.code, params(error)["found"]) == ("rules.bound.trivial", found)


def test_two_kinds(tmp_path: Path) -> None:
    files = {
        "b_yaml": HEAD.replace("duties", "others")
        + RULE.replace("- id: R1", "- ⟦id: R2")
        + "  bearer: member\n  attest: {}\n  count: {of: ⟦lad, at_least: 1}\n"
    }
    errors = refused(tmp_path, **files)
    assert [found.code for found in errors] == ["rules.kind.several", "rules.selector.unknown"]
    assert params(errors[0])["found"] == "count attest"


def test_kinds_that_are_understood(tmp_path: Path) -> None:
    kind = part(tmp_path, "count: {of: led, exactly: $unit.staff, distinct: attendees, among: [$bearer, $people.member]}\n").kind
    assert isinstance(kind, Count)
    assert kind.bounds == (Bound("exactly", Ref("unit", ("staff",))),)
    assert (kind.distinct, kind.among) == (("attendees",), (Ref("bearer"), Ref("people", ("member",))))
    kind = part(tmp_path, "every: {of: led, must: [{type: 党组会}], at_least: 85%}\n").kind
    assert isinstance(kind, Every)
    assert kind.at_least == Ratio(17, 20)
    kind = part(tmp_path, "steps: [{do: led}, {do: any_meeting, after: 3d, within: 2m, in: {to: 06-30}}]\n").kind
    assert isinstance(kind, Steps)
    assert kind.steps[1][1:3] == (Duration(days=3), Duration(months=2))
    kind = part(tmp_path, "attest: {by: [$bearer, $people.member], files: 0, proxy: {in: year, count: {of: led, at_least: 1}}}\n").kind
    assert isinstance(kind, Attest)
    assert (kind.files, len(kind.by)) == (0, 2)
    assert kind.proxy is not None
    kind = part(
        tmp_path,
        "any_of: [{count: {of: led, at_least: 1}},\n"
        "  {all_of: [{count: {of: led, at_least: 2}}, {in: month, count: {of: led, at_most: 4}}]}]\n",
    ).kind
    assert isinstance(kind, Combine)
    assert kind.mode == "any_of"
    assert isinstance(kind.parts[1].kind, Combine)


# ---------------------------------------------------------------- across a rule


@pytest.mark.parametrize(
    "body",
    [
        "for_each: {record: any_meeting}\nin: {within: 30d}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {record: any_meeting}\ncount: {of: {kind: meeting, where: [attendees: $each.chair]}, at_least: 1}\n",
        "for_each: {record: {kind: meeting, where: [type: 党组会]}}\nin: {within: 30d}\ncount: {of: led, exactly: 1}\n",
        (
            "for_each: {record: any_meeting}\nin: {from: $each - 3d, to: $each}\n"
            "all_of: [{count: {of: answer, at_least: 1}}, {count: {of: led, more_than: 0}}]\n"
        ),
        "for_each: {record: {any_of: [finding, led]}}\nin: {within: 30d}\nattest: {proxy: {count: {of: any_meeting, at_least: 1}}}\n",
    ],
)
def test_a_trigger_must_not_answer_itself(tmp_path: Path, body: str) -> None:
    with pytest.raises(AssertionError, match=r"a\.yaml:5:3: error rules\.trigger\.self"):
        refused(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "for_each: {record: any_meeting}\nin: {within: 30d}\ncount: {of: answer, at_least: 1}\n",
        "for_each: {record: any_meeting}\nin: {within: 30d}\ncount: {of: {kind: meeting, where: [adopted_by: $each]}, at_least: 1}\n",
        "for_each: {record: any_meeting}\nin: {within: 30d}\ncount: {of: any_meeting, at_most: 3}\n",
        "for_each: {record: any_meeting}\nin: {within: 30d}\ncount: {of: finding, at_least: 1}\n",
        (
            "for_each: {record: {kind: meeting, where: [type: 党组会]}}\nin: {within: 30d}\n"
            "count: {of: {kind: meeting, where: [type: 部署会]}, at_least: 1}\n"
        ),
        "for_each: {record: any_meeting}\nin: {from: $each - 30d, to: $each - 1d}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {record: any_meeting}\nin: {from: $each + 1d, to: end}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {record: finding}\nin: {within: 30d}\ncount: {of: closed, at_least: 1}\n",
        (
            "for_each: {record: any_meeting}\nin: {within: 30d}\n"
            "all_of: [{for_each: {role: member}, in: year, count: {of: with_each, at_least: 1}}, {count: {of: finding, at_least: 1}}]\n"
        ),
    ],
)
def test_what_does_not_answer_itself(tmp_path: Path, body: str) -> None:
    load(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "for_each: {record: finding}\nin: {ahead: 10d}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {record: finding}\nin: {to: $each.due_on}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {record: finding}\nin: {each: quarter, to: $each.due_on}\ncount: {of: {any_of: [answer, any_meeting]}, at_least: 1}\n",
        (
            "for_each: {record: finding}\nin: {ahead: 10d}\n"
            "any_of: [{count: {of: answer, at_least: 1}}, {every: {of: led, must: [{open: true}]}}]\n"
        ),
        "for_each: {record: finding}\nsteps: [{do: any_meeting, in: {to: $each}}, {do: answer}]\n",
    ],
)
def test_a_window_without_a_beginning_needs_a_line_on_each(tmp_path: Path, body: str) -> None:
    with pytest.raises(AssertionError, match=r"a\.yaml:5:3: error rules\.window\.unbounded"):
        refused(tmp_path, body)


def test_windows_with_a_beginning_or_a_tie(tmp_path: Path) -> None:
    load(tmp_path, "for_each: {record: finding}\nin: {ahead: 10d}\ncount: {of: answer, at_least: 1}\n")
    load(tmp_path, "for_each: {record: finding}\nin: {from: start, to: $each}\ncount: {of: any_meeting, at_least: 1}\n")


def test_warnings_across_a_rule(tmp_path: Path) -> None:
    plain = pack(
        parameters="", sets="", selectors="selectors: {any_meeting: {kind: meeting}, answer: {kind: meeting, where: [note: 答复]}}\n"
    )
    told_of = {
        "modality: should\ncount: {of: any_meeting, at_least: 2}\n": "rules.should.number",
        "for_each: {record: {kind: finding}}\nin: {within: 30d}\ncount: {of: any_meeting, at_least: 1}\n": "rules.trigger.unnamed",
        "in: week\ncount: {of: any_meeting, at_least: 1}\n": "rules.window.lead",
        "at_risk: {lead: 2m}\nin: month\ncount: {of: any_meeting, at_least: 1}\n": "rules.window.lead",
        "at_risk: {lead: 10wd}\nin: ten_days\ncount: {of: any_meeting, at_least: 1}\n": "rules.window.lead",
        "all_of: [{in: day, count: {of: any_meeting, at_least: 1}}, {count: {of: any_meeting, at_most: 400}}]\n": "rules.window.lead",
        "in: quarter\nall_of: [{count: {of: any_meeting, at_least: 1}}, {in: year, count: {of: any_meeting, at_least: 6}}]\n": (
            "rules.window.nested"
        ),
        "in: quarter\nsteps: [{do: any_meeting}, {do: answer, in: {to: 06-30}}]\n": "rules.window.nested",
    }
    for body, code in told_of.items():
        assert warnings(load(tmp_path, body, plain))[0] == code
    quiet = [
        "modality: should\ncount: {of: any_meeting, at_least: 1}\n",
        "modality: should\ncount: {of: any_meeting, at_most: 3}\n",
        "in: month\ncount: {of: any_meeting, at_least: 1}\n",
    ]
    for body in quiet:
        assert set(warnings(load(tmp_path, body, plain))) == {"rules.unused"}


def test_a_period_by_parameter_is_as_long_as_its_default(tmp_path: Path) -> None:
    body = "in: {each: $param.often}\nat_risk: {lead: 4m}\ncount: {of: any_meeting, at_least: 1}\n"
    assert "rules.window.lead" in warnings(load(tmp_path, body))


def test_both_sorts_of_examples_are_needed(tmp_path: Path) -> None:
    lines = (
        HEAD + RULE.replace("want: fail", "want: pending").replace("- id", "- ⟦id") + "  bearer: member\n  count: {of: led, at_least: 1}\n"
    )
    [error] = refused(tmp_path, a_yaml=lines)
    assert (error.code, params(error)["want"]) == ("rules.examples.missing", "fail / late / manual"), told([error])
