"""Vetoes, escalations and the score of a pack: how they are read and refused, and what a reader is told of them."""

from __future__ import annotations

import importlib
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from compliance.chain_scope import touched
from compliance.check import run
from compliance.cli import main
from compliance.model import Chain, Report, Span
from compliance.render import RENDERERS
from compliance.render.style import Style
from compliance.rulebook import load_pack
from compliance.schema import read_report, report_schema, rules_schema, write_report
from rule_kit import HEAD, load, pack, params, refused
from test_rules_readme import BLOCKS, FILES, README, parsed, spliced

# By name, for jsonschema ships no types.
JSONSCHEMA: Any = importlib.import_module("jsonschema")
QUARTERLY = "in: quarter\ncount: {of: any_meeting, at_least: 1}\n"
MORE = (
    HEAD.replace("duties", "more")
    + """\
- id: S1
  title: {zh: 应当, en: Should}
  source: {article: 一, quote: 应当}
  bearer: secretary
  modality: should
  count: {of: any_meeting, at_least: 1}
  examples: &e [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]
- id: J1
  title: {zh: 判断, en: Judged}
  source: {article: 一, quote: 判断}
  bearer: secretary
  attest: {}
  examples: [{as_of: 2022-12-31, want: attested}, {as_of: 2022-12-31, want: manual}]
- id: Y1
  title: {zh: 全年, en: Yearly}
  source: {article: 一, quote: 全年}
  bearer: secretary
  in: year
  count: {of: any_meeting, at_least: 1}
  examples: [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]
""".replace("&e ", "")
)
ROW = "id: e1, title: {zh: 连续, en: running}"
GOOD = f"policy: {{escalation: [{{{ROW}, when: {{obligation: [R1], verdict: fail}}, running: 2, then: 约谈}}]}}\n"


def escalation(body: str) -> str:
    return f"policy: {{escalation: [{body}]}}\n"


def veto(when: str, more: str = "") -> str:
    return f"policy: {{veto: [{{id: v1, title: {{zh: 否决, en: veto}}, when: {when}{more}}}]}}\n"


def score(**given: str) -> str:
    known = {"full": "100", "per": "unmet", "deduct": "2", **given}
    return f"policy: {{score: {{{', '.join(f'{key}: {value}' for key, value in known.items() if value)}}}}}\n"


def refused_with(tmp_path: Path, policy: str) -> list[tuple[str, dict[str, Any]]]:
    found = refused(tmp_path, QUARTERLY, pack(policy=policy), b_yaml=MORE)
    return [(one.code, params(one)) for one in found]


def chain_of(tmp_path: Path, policy: str) -> Chain:
    chain = load(tmp_path, QUARTERLY, pack(policy=policy), b_yaml=MORE).chain
    assert chain is not None
    return chain


# ---------------------------------------------------------------- reading


def test_a_row_is_read_as_it_is_written(tmp_path: Path) -> None:
    [row] = chain_of(tmp_path, GOOD).escalations
    assert (row.id, row.title, row.measure, row.running) == ("e1", ("连续", "running"), ("约谈", "约谈"), 2)
    assert row.watch == (frozenset({"R1"}), ("fail",), ("error",))


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("{verdict: fail}", {"R1", "S1", "J1", "Y1"}),
        ("{verdict: fail, list: more}", {"S1", "J1", "Y1"}),
        ("{verdict: fail, list: [more, duties]}", {"R1", "S1", "J1", "Y1"}),
        ("{verdict: fail, article: duties/一}", {"R1"}),
        ("{verdict: fail, obligation: [R1, Y1], list: more}", {"Y1"}),
    ],
)
def test_what_is_given_must_all_fit(tmp_path: Path, when: str, wanted: set[str]) -> None:
    [row] = chain_of(tmp_path, veto(when)).vetoes
    assert row.watch is not None
    assert row.watch.obligations == wanted
    assert row.on == ("unit", "list", "bearer")


def test_points_are_shared_by_those_that_can_lose_them(tmp_path: Path) -> None:
    rule = chain_of(tmp_path, score(points="{Y1: 0.5, duties/一: 1/2}")).score
    assert rule is not None
    assert rule.points == {"R1": Fraction(1, 2), "S1": 0, "J1": 99, "Y1": Fraction(1, 2)}
    rule = chain_of(tmp_path, score(points="{more/一: 60}")).score
    assert rule is not None
    assert rule.points == {"R1": 40, "S1": 0, "J1": 30, "Y1": 30}
    rule = chain_of(tmp_path, score(severity="[error, warning]")).score
    assert rule is not None
    assert rule.points == dict.fromkeys(("R1", "S1", "J1", "Y1"), 25)


def test_a_pack_without_such_rows_has_no_chain(tmp_path: Path) -> None:
    assert load(tmp_path, QUARTERLY).chain is None
    rows = "policy: {severity: [{id: x, when: {verdict: late, modality: should}, then: note}], veto: []}\n"
    assert load(tmp_path, QUARTERLY, pack(policy=rows)).chain is None


REFUSED = [
    # rows as such
    ("policy: {⟦vetos: []}\n", "policy.stage", {"hint": "veto"}),
    ("policy: {veto: ⟦{id: x}}\n", "policy.list", {}),
    ("policy: {veto: [⟦x]}\n", "policy.chained.row", {}),
    ("policy: {veto: [⟦{id: x}]}\n", "policy.chained.absent", {"found": "title, when"}),
    (veto("{verdict: fail}", ", ⟦whne: 1"), "policy.key", {"hint": "when"}),
    (veto("{verdict: fail}").replace("id: v1", "id: ⟦V1"), "policy.id", {"found": "V1"}),
    (veto("{verdict: fail}").replace("id: v1", "id: ⟦met"), "policy.chained.duplicate", {"found": "met"}),
    (GOOD[:-2] + ", " + veto("{verdict: fail}")[9:].replace("id: v1", "id: ⟦e1"), "policy.chained.duplicate", {"found": "e1"}),
    (veto("{verdict: fail}").replace("{zh: 否决, en: veto}", "⟦{zh: 否决}"), "policy.text", {"field": "title"}),
    (veto("{verdict: fail}", ", then: ⟦late"), "policy.then", {"found": "late"}),
    (veto("{verdict: fail}", ", on: ⟦unti"), "policy.value", {"hint": "unit"}),
    # what they watch for
    (veto("⟦fail"), "policy.when", {}),
    (veto("⟦{}"), "policy.when", {}),
    (veto("⟦{list: more}"), "policy.verdictless", {}),
    (veto("{⟦verdicts: fail, verdict: fail}"), "policy.key", {"hint": "verdict"}),
    (veto("{verdict: ⟦fial}"), "policy.value", {"hint": "fail"}),
    (veto("{verdict: ⟦pass}"), "policy.value", {"found": "pass"}),
    (veto("{verdict: ⟦[]}"), "policy.empty", {}),
    (veto("{verdict: fail, severity: ⟦errors}"), "policy.value", {"hint": "error"}),
    (veto("{verdict: fail, obligation: ⟦R11}"), "policy.unknown.obligation", {"hint": "R1"}),
    (veto("{verdict: fail, obligation: [R1, ⟦R11]}"), "policy.unknown.obligation", {"found": "R11"}),
    (veto("{verdict: fail, list: ⟦duty}"), "policy.unknown.list", {"hint": "duties"}),
    (veto("{verdict: fail, article: ⟦一}"), "policy.unknown.article", {"found": "一"}),
    (veto("{verdict: fail, article: ⟦duties/二}"), "policy.unknown.article", {"hint": "duties/一"}),
    (veto("{escalation: ⟦e2}"), "policy.unknown.escalation", {"found": "e2"}),
    (GOOD[:-2] + ", " + veto("{escalation: ⟦e11}")[9:], "policy.unknown.escalation", {"hint": "e1"}),
    (GOOD[:-2] + ", " + veto("{escalation: e1, ⟦list: more}")[9:], "policy.premises", {"found": "list"}),
    # rows that can never fire
    (veto("{verdict: fail, obligation: R1, list: more}").replace("[{id", "[⟦{id"), "policy.idle", {"found": "v1"}),
    (veto("{verdict: fail, obligation: S1}").replace("[{id", "[⟦{id"), "policy.idle", {"found": "v1"}),
    (veto("{verdict: fail, obligation: J1}").replace("[{id", "[⟦{id"), "policy.idle", {"found": "v1"}),
    (veto("{verdict: fail, severity: note}").replace("[{id", "[⟦{id"), "policy.idle", {"found": "v1"}),
    (GOOD.replace("[R1]", "Y1").replace("[{id", "[⟦{id"), "policy.idle", {"found": "e1"}),
    (GOOD.replace("running: 2", "running: 5").replace("[{id", "[⟦{id"), "policy.idle", {"found": "e1"}),
    (GOOD.replace("[R1]", "[R1, ⟦Y1]"), "policy.periods", {"found": "Y1", "most": "1"}),
    (GOOD.replace("running: 2", "running: ⟦1"), "policy.number", {"found": "1"}),
    (GOOD.replace("running: 2", "running: ⟦two"), "policy.number", {"found": "two"}),
    (GOOD.replace("then: 约谈", "then: ⟦[约谈]"), "policy.text", {"field": "then"}),
    # the score
    ("policy: {score: ⟦100}\n", "policy.score.form", {}),
    ("policy: {score: ⟦{full: 100}}\n", "policy.chained.absent", {"found": "per, deduct"}),
    (score(**{"⟦floors": "1"}), "policy.key", {"hint": "floor"}),
    (score(full="⟦0"), "policy.number", {"field": "full"}),
    (score(full="⟦0.5"), "policy.number", {"field": "full"}),
    (score(per="⟦mising"), "policy.value", {"hint": "missing"}),
    (score(deduct="⟦0"), "policy.number.above", {}),
    (score(deduct="⟦-1"), "policy.number.above", {}),
    (score(deduct="⟦101"), "policy.number.above", {}),
    (score(deduct="⟦many"), "policy.number.above", {}),
    (score(floor="⟦100"), "policy.number.below", {}),
    (score(floor="⟦-1"), "policy.number.below", {}),
    (score(cap="⟦101"), "policy.number.above", {"high": "100"}),
    (score(cap="{article: ⟦101}"), "policy.number.above", {"high": "100"}),
    (score(cap="{⟦articles: 10}"), "policy.key", {"hint": "article"}),
    (score(severity="⟦errors"), "policy.value", {"hint": "error"}),
    (score(severity="note").replace("score: {", "score: ⟦{"), "policy.idle", {"found": "score"}),
    (score(points="⟦[R1]"), "policy.score.points", {}),
    (score(points="{⟦R11: 5}"), "policy.unknown.points", {"hint": "R1"}),
    (score(points="{R1: ⟦101}"), "policy.number", {"field": "R1"}),
    (score(points="{⟦S1: 5}"), "policy.score.idle", {"found": "S1"}),
    (score(points="⟦{R1: 60, Y1: 60}"), "policy.score.over", {"given": "120"}),
    (score(points="⟦{R1: 60, Y1: 40}"), "policy.score.rest", {"ids": "J1"}),
    (score(points="⟦{R1: 10, Y1: 10, J1: 10}"), "policy.score.short", {"given": "30"}),
    (score(points="{R1: 10, ⟦duties/一: 10}"), "policy.score.spent", {"found": "duties/一"}),
]


@pytest.mark.parametrize(("policy", "code", "wanted"), REFUSED, ids=[f"{number} {row[1]}" for number, row in enumerate(REFUSED)])
def test_what_is_refused_and_where(tmp_path: Path, policy: str, code: str, wanted: dict[str, Any]) -> None:
    [(found, told)] = refused_with(tmp_path, policy)
    assert found == code
    assert told.items() >= wanted.items()


def test_an_obligation_that_cannot_be_read_is_not_called_unknown(tmp_path: Path) -> None:
    """Its own mistake is told, and what is wrong in the row whatever the obligations are."""
    body = "in: quarter\ncount: {of: ⟦any_meting, at_least: 1}\n"
    found = refused(tmp_path, body, pack(policy=veto("{verdict: ⟦fial, obligation: R1}")), b_yaml=MORE)
    assert sorted(one.code for one in found) == ["policy.value", "rules.selector.unknown"]


def test_one_step_beside_each_refusal_is_let_through(tmp_path: Path) -> None:
    for number, policy in enumerate(
        [
            veto("{verdict: fail, obligation: S1, severity: warning}"),
            veto("{verdict: inconclusive, obligation: [S1, R1]}"),
            GOOD.replace("running: 2", "running: 4"),
            score(cap="100", deduct="100", floor="99.5"),
            score(points="{R1: 60, Y1: 40, J1: 0}"),
            score(points="{S1: 0}"),
        ]
    ):
        assert chain_of(tmp_path / str(number), policy)


def test_a_pack_whose_own_rows_weigh_otherwise_may_watch_for_it(tmp_path: Path) -> None:
    rows = "verdict: [{id: judged, when: {basis: needs_judgement, truth: violated}, then: fail}]"
    assert chain_of(tmp_path, veto("{verdict: fail, obligation: J1}").replace("{veto", f"{{{rows}, veto")).vetoes


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    one = "{{id: v{}, title: a, when: {{verdict: [fail, late, at_risk, inconclusive], severity: [error, warning]}}}}"
    rows = ", ".join(one.format(number) for number in range(26))
    [(code, told)] = refused_with(tmp_path, f"policy: {{veto: ⟦[{rows}]}}\n")
    assert (code, told["rules"]) == ("policy.many", "208")


@pytest.mark.parametrize(
    ("period", "span", "most"),
    [
        ("quarter", ("2022-01-01", "2022-12-31"), 4),
        ("quarter", ("2022-03-31", "2022-04-01"), 2),
        ("half_year", ("2021-07-01", "2022-06-30"), 2),
        ("month", ("2022-01-01", "2022-12-31"), 12),
        ("year", ("2022-01-01", "2022-12-31"), 1),
        ("day", ("2022-01-01", "2022-01-31"), 31),
    ],
)
def test_how_many_periods_touch_a_span(period: str, span: tuple[str, str], most: int) -> None:
    assert touched(period, Span(*map(date.fromisoformat, span))) == most


# ---------------------------------------------------------------- a whole check, from the block of rules/README.md

UNIT = """\
unit: demo
title: 示例单位
pack: sample-list
people:
  wang1: {name: 王一, roles: [{role: secretary, since: 2020-01-01}, {role: board, since: 2020-01-01}]}
  li2: {name: 李二, roles: [{role: member, since: 2020-01-01}, {role: board, since: 2020-01-01}]}
  zhang3: {name: 张三, roles: [{role: member, since: 2020-01-01}]}
"""
RECORDS = """\
- {id: m1, kind: meeting, date: 2022-03-01, chair: wang1, agenda: [{topic: [党建工作], own_item: true}]}
- {id: t1, kind: talk, date: 2022-05-18, talker: wang1, counterpart: 李二}
- {id: f1, kind: finding, date: 2022-03-01}
"""
BLOCK = next(block for block in BLOCKS if "two.red.halves" in block)


def sample(tmp_path: Path, block: str = BLOCK, records: str = RECORDS) -> tuple[Path, Path]:
    """The folder of the evidence and that of the pack of the page with the block in it."""
    rules = spliced(tmp_path / "sample-list", parsed(block)) if block else tmp_path / "sample-list"
    if not block:
        rules.mkdir()
        for name, text in FILES.items():
            (rules / name).write_text(text, encoding="utf-8")
    (rules / "pieces.yaml").unlink(missing_ok=True)
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "unit.yaml").write_text(UNIT, encoding="utf-8")
    (folder / "records.yaml").write_text(records, encoding="utf-8")
    return folder, rules


def checked(tmp_path: Path, day: str = "2023-01-02", **given: str) -> Report:
    return run(*sample(tmp_path, **given), date.fromisoformat(day))


def shown(report: Report, lang: str) -> str:
    return RENDERERS["text"](report, Style("zh" if lang == "zh" else "en", width=200))


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    [excerpt] = re.findall(r"(?ms)^```text\n(× 一票否决.*?)^```$", README)
    assert excerpt in RENDERERS["text"](checked(tmp_path), Style("zh", width=100))


@pytest.mark.parametrize(
    ("lang", "score"),
    [("zh", "自查分 70 / 100"), ("en", "self-check score 70 / 100")],
)
def test_the_rows_are_named_in_both_languages(tmp_path: Path, lang: str, score: str) -> None:
    text = shown(checked(tmp_path), lang)
    for told in ("veto.findings", "veto.talks", "two.red.halves", "约谈" if lang == "zh" else "formal talk", score):
        assert told in text


def test_the_sample_pack_concludes_what_it_says(tmp_path: Path) -> None:
    report = checked(tmp_path)
    found = report.conclusions
    assert found is not None
    told = [(veto.row.id, veto.kind, veto.key, [each.obligation.id for each in veto.verdicts]) for veto in found.vetoes]
    assert told == [
        ("veto.findings", "unit", "", ["C1"]),
        ("veto.findings", "list", "secretary", ["C1"]),
        ("veto.findings", "bearer", "secretary", ["C1"]),
        ("veto.talks", "unit", "", []),
    ]
    [called] = found.escalations
    assert [(each.subject, str(each.window.first)) for each in called.verdicts] == [("zhang3", "2022-01-01"), ("zhang3", "2022-07-01")]
    assert {(group.kind, group.key): (group.verdict, group.fired[:2]) for group in report.groups}["unit", ""] == (
        "fail",
        ("veto.findings", "veto.talks"),
    )


def test_no_row_changes_a_verdict(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    concluded, plain = checked(tmp_path / "with"), checked(tmp_path / "without", block="")
    assert plain.conclusions is None
    as_json = [json.loads(RENDERERS["json"](each, Style())) for each in (concluded, plain)]
    for key in ("summary", "problems"):
        assert as_json[0][key] == as_json[1][key]
    # The list file of the spliced pack is the same, so but for its place every verdict is too.
    strip = [[{**each, "source": None} for each in one["verdicts"]] for one in as_json]
    assert strip[0] == strip[1]
    assert "conclusions" not in as_json[1]
    assert "自查分" not in shown(plain, "zh")


def test_the_score_is_an_interval_while_something_is_open(tmp_path: Path) -> None:
    text = shown(checked(tmp_path, "2022-07-15"), "zh")
    assert "自查分 70–90 / 100（其中 20 分尚未确定）" in text
    assert "扣分：B1 -5；C1 -5" in text


def test_json_is_read_again_and_fits_its_schema(tmp_path: Path) -> None:
    for number, block in enumerate((BLOCK, "")):
        (tmp_path / str(number)).mkdir()
        written = RENDERERS["json"](checked(tmp_path / str(number), block=block), Style())
        assert write_report(read_report(written)) == written
        JSONSCHEMA.validate(json.loads(written), report_schema())


def test_the_schema_of_the_rules_knows_the_rows(tmp_path: Path) -> None:
    schema, head = rules_schema(), parsed(FILES["pack.yaml"])
    JSONSCHEMA.validate({**head, **parsed(BLOCK)}, schema)
    wrong: tuple[dict[str, Any], ...] = (
        {"veto": [{"id": "v1", "title": "a", "when": {"verdict": "pass"}}]},
        {"veto": [{"id": "v1", "title": "a"}]},
        {"escalation": [{"id": "e1", "title": "a", "when": {"verdict": "fail"}, "running": 1, "then": "b"}]},
        {"score": {"full": 0, "per": "unmet", "deduct": 1}},
        {"vetos": []},
    )
    for policy in wrong:
        with pytest.raises(JSONSCHEMA.ValidationError):
            JSONSCHEMA.validate({**head, "policy": policy}, schema)


def test_explain_itemises_what_was_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, rules = sample(tmp_path)
    ask = ["--pack", str(rules), "--as-of", "2023-01-02", "--lang", "en"]
    assert main(["explain", str(folder), "B1", *ask]) == 1
    text = " ".join(capsys.readouterr().out.split())
    assert "40 points: 15 lost, 0 not yet decided (3 item(s) unmet, 0 undecided)" in text
    assert "two.red.halves" in text
    assert "veto.talks" in text
    assert "veto.findings" not in text


def test_a_vetoed_unit_ends_with_1_though_nothing_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that watches for what is undecided turns a check that would end with 0."""
    block = "policy:\n  veto:\n  - {id: doubt, title: 疑点, when: {obligation: C1, verdict: inconclusive}}\n"
    records = "".join(
        [
            "- {id: m1, kind: meeting, date: 2022-03-01, chair: wang1, agenda: [{topic: [党建工作, 廉政教育], own_item: true}]}\n",
            "- {id: m2, kind: meeting, date: 2022-09-01, chair: wang1, agenda: [{topic: [党建工作], own_item: true}]}\n",
            *(
                f"- {{id: t{month}{who}, kind: talk, date: 2022-{month}-18, talker: wang1, counterpart: {who}}}\n"
                for month in ("05", "10")
                for who in ("li2", "zhang3")
            ),
        ]
    )
    codes = []
    for number, each in enumerate(("", block)):
        (tmp_path / str(number)).mkdir()
        folder, rules = sample(tmp_path / str(number), each, records)
        codes.append(main(["check", str(folder), "--pack", str(rules), "--as-of", "2023-01-02", "--no-strict"]))
    capsys.readouterr()
    assert codes == [0, 1]


def test_the_shipped_pack_has_none() -> None:
    assert load_pack(Path(__file__).parent.parent / "rules" / "party-building-2022").chain is None


WAIVERS = """\
waivers:
- {obligation: C1, subject: f1, reason: 因故, approved_by: {body: 上级}, approved_on: 2022-07-01, until: 2023-06-30}
- {obligation: B1, subject: zhang3, window: 2022-01-01, reason: 因故, approved_by: {body: 上级}, approved_on: 2022-07-01, until: 2023-06-30}
"""


def test_a_waiver_does_not_lift_a_veto_without_a_trace(tmp_path: Path) -> None:
    folder, rules = sample(tmp_path)
    (folder / "unit.yaml").write_text(UNIT + WAIVERS, encoding="utf-8")
    report = run(folder, rules, date(2023, 1, 2))
    found = report.conclusions
    assert found is not None
    assert (found.vetoes, found.escalations) == ((), ())
    assert found.unwaived is not None
    assert {veto.row.id for veto in found.unwaived.vetoes} == {"veto.findings", "veto.talks"}
    zh, en = shown(report, "zh"), shown(report, "en")
    for line in (
        "▽ 若不计豁免：× 一票否决　发现问题不研究（veto.findings）",
        "▽ 若不计豁免：× 一票否决　谈心谈话长期缺失（veto.talks）",
        "▽ 若不计豁免：▲ 约谈　连续两个半年未谈心谈话（two.red.halves）",
        "起因：C1 书记 · f1（问题 2022-03-01） 未达标",
        "自查分 80 / 100",
        "若不计豁免：70 / 100",
    ):
        assert line in zh
    assert "but for the waivers: × veto" in en
    assert "but for the waivers: 70 / 100" in en
    written = RENDERERS["json"](report, Style())
    assert write_report(read_report(written)) == written
    JSONSCHEMA.validate(json.loads(written), report_schema())
    without = json.loads(written)["conclusions"]["without_waivers"]
    assert sorted({veto["row"] for veto in without["vetoes"]}) == ["veto.findings", "veto.talks"]


def test_where_nothing_is_waived_nothing_is_said_of_it(tmp_path: Path) -> None:
    report = checked(tmp_path)
    assert "若不计豁免" not in shown(report, "zh")
    assert json.loads(RENDERERS["json"](report, Style()))["conclusions"]["without_waivers"] is None


def test_a_waived_cause_shows_the_verdict_that_it_has(tmp_path: Path) -> None:
    """A row that counts notes vetoes what is waived: its cause is a fail, and that it is waived stands beside it."""
    block = "policy:\n  veto:\n  - {id: v, title: 否决, when: {obligation: C1, verdict: fail, severity: [error, note]}}\n"
    folder, rules = sample(tmp_path, block)
    (folder / "unit.yaml").write_text(UNIT + WAIVERS, encoding="utf-8")
    assert "起因：C1 书记 · f1（问题 2022-03-01） 未达标（已豁免）" in shown(run(folder, rules, date(2023, 1, 2)), "zh")


def test_explain_tells_what_a_waiver_lifted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, rules = sample(tmp_path)
    (folder / "unit.yaml").write_text(UNIT + WAIVERS, encoding="utf-8")
    main(["explain", str(folder), "C1", "--pack", str(rules), "--as-of", "2023-01-02", "--lang", "zh"])
    page = "".join(capsys.readouterr().out.split())
    assert "若不计豁免：×一票否决发现问题不研究" in page
    assert "veto.talks" not in page
