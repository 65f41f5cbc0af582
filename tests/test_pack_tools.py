"""`test` and `lint`: what the examples show of each rule, and what a pack that loads may still get wrong."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from compliance.cli import main
from compliance.errors import Problem
from compliance.messages import text
from compliance.pack_test import FORGIVEN, Shown, exit_code, show
from compliance.review import places, review
from compliance.rulebook import load_pack
from rule_kit import HEAD, PACK, RULE, pack, params, write

SAFETY = Path(__file__).parent / "coverage" / "safety-2022"
SHIPPED = Path(__file__).parent.parent / "rules" / "party-building-2022"
MET = "{id: m1, kind: meeting, date: 2022-03-01, chair: wang1, type: 党组会}"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")


def listed(*bodies: str) -> str:
    """A list file with the obligations R1, R2, …; a body that says nothing of examples gets one that passes and one that fails."""
    rules = [HEAD]
    for number, body in enumerate(bodies, 1):
        head = RULE.replace("R1", f"R{number}")
        if "examples:" in body:
            head = head.split("  examples")[0]
        bearer = "" if body.startswith("bearer:") else "bearer: secretary\n"
        rules.append(head + indent(bearer + body.rstrip("\n") + "\n", "  "))
    return "".join(rules)


def folder(tmp_path: Path, *bodies: str, head: str = PACK) -> Path:
    return write(tmp_path / "test-pack", {"pack.yaml": head, "a.yaml": listed(*bodies)})


# ---------------------------------------------------------------- test: the examples

LED = "count: {of: {is: led, where: [type: 党组会]}, at_least: 1}\n"
GOOD = f"{{as_of: 2022-12-31, want: pass, records: [{MET}]}}"
BAD = "{as_of: 2023-01-01, want: fail}"
NEAR = f"{{as_of: 2023-01-01, want: fail, records: [{MET.replace('党组会', '部署会')}]}}"
RISKY = "{as_of: 2022-12-30, want: at_risk}"
WAITING = "{as_of: 2022-02-01, want: pending}"


def shown(tmp_path: Path, *bodies: str) -> list[Shown]:
    return list(show(load_pack(folder(tmp_path, *bodies), FORGIVEN)))


def test_examples_are_counted_by_what_they_are_for(tmp_path: Path) -> None:
    [each] = shown(tmp_path, f"{LED}examples: [{GOOD}, {BAD}, {NEAR}, {RISKY}, {WAITING}]\n")
    assert each.counts == {"met": 1, "unmet": 2, "at_risk": 1, "other": 1, "near": 1}
    assert (each.wrong, each.lacking, each.unreadable, exit_code([each])) == ((), (), False, 0)


def test_a_record_that_fails_two_conditions_is_no_near_miss(tmp_path: Path) -> None:
    far = NEAR.replace("date: 2022-03-01", "date: 2023-01-01")
    [each] = shown(tmp_path, f"{LED}examples: [{GOOD}, {far}]\n")
    assert each.counts["near"] == 0


def test_an_example_that_gives_another_verdict_is_wrong(tmp_path: Path) -> None:
    wrong = GOOD.replace("want: pass", "want: fail")
    [each] = shown(tmp_path, f"{LED}examples: [{GOOD}, {wrong}]\n")
    assert [(outcome.example.want, outcome.got) for outcome in each.wrong] == [("fail", "pass")]
    assert exit_code([each]) == 1


@pytest.mark.parametrize(
    ("examples", "lacking"),
    [("[]", ["pass / attested", "fail / late / manual"]), (f"[{GOOD}]", ["fail / late / manual"]), (f"[{BAD}]", ["pass / attested"])],
)
def test_a_rule_without_a_passing_and_a_failing_example_is_told(tmp_path: Path, examples: str, lacking: list[str]) -> None:
    [each] = shown(tmp_path, f"{LED}examples: {examples}\n")
    assert list(each.lacking) == lacking
    assert exit_code([each]) == 2


BREACH = f"{{as_of: 2022-12-31, want: fail, records: [{MET.replace('党组会', '部署会')}]}}"
SIGNED = "{id: a1, kind: attestation, obligation: R1, date: 2022-05-01, by: wang1, statement: 已落实, files: [a.pdf]}"
BORNE_OUT = f"{{as_of: 2023-01-05, want: attested, shown: true, records: [{SIGNED}, {MET}]}}"
NOT_BORNE_OUT = f"{{as_of: 2023-01-05, want: attested, shown: false, records: [{SIGNED}]}}"
UNSIGNED = f"{{as_of: 2023-01-05, want: manual, records: [{SIGNED.replace('wang1', 'li2')}]}}"
BESIDE = "attest: {proxy: {count: {of: led, at_least: 1}}}\n"
WANTING = [
    (LED, [GOOD, BAD], ("near", "at_risk")),
    (LED, [GOOD, NEAR], ("at_risk",)),
    (LED, [GOOD, NEAR, RISKY], ()),
    (f"at_risk: {{lead: 0d}}\nin: month\n{LED}", [GOOD, NEAR.replace("01-01", "02-01")], ("at_risk",)),
    ("count: {of: led, at_most: 0}\n", [GOOD, BREACH], ()),
    ("every: {of: any_meeting, must: [type: 党组会]}\n", [GOOD, BREACH], ()),
    ("every: {of: any_meeting, must: [type: 党组会, chair: $people.member]}\n", [GOOD, BREACH], ("near",)),
    ("every: {of: any_meeting, must: [type: 党组会], at_least: 1/2}\n", [GOOD, BREACH], ("at_risk",)),
    ("steps: [{do: led}, {do: any_meeting}]\n", [GOOD, BAD], ("near", "at_risk")),
    ("for_each: {record: finding}\nin: {from: $each, to: $each}\ncount: {of: answer, at_least: 1}\n", [GOOD, BAD], ("near",)),
    (BESIDE, [BORNE_OUT, NOT_BORNE_OUT, UNSIGNED], ()),
    (BESIDE, [BORNE_OUT.replace(", shown: true", ""), UNSIGNED], ("shown", "unshown")),
    (BESIDE, [BORNE_OUT, UNSIGNED.replace("by: li2", "by: wang1").replace("2022-05-01", "2023-01-02")], ("unshown",)),
    ("attest: {}\n", [NOT_BORNE_OUT.replace(", shown: false", ""), UNSIGNED], ()),
    ("attest: {}\n", [NOT_BORNE_OUT.replace(", shown: false", ""), BAD.replace("fail", "manual")], ("near",)),
]


@pytest.mark.parametrize(("body", "examples", "wanting"), WANTING)
def test_what_a_whole_set_of_examples_would_show_beside_is_told(
    tmp_path: Path, body: str, examples: list[str], wanting: tuple[str, ...]
) -> None:
    [each] = shown(tmp_path, f"{body}examples: [{', '.join(examples)}]\n")
    assert each.wanting == wanting


def test_the_command_tells_what_is_wanting_and_minds_it_only_if_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thin = BORNE_OUT.replace(", shown: true", "").replace("obligation: R1", "obligation: R2")
    place = folder(tmp_path, f"{LED}examples: [{GOOD}, {BAD}]\n", f"{BESIDE}examples: [{thin}, {BAD.replace('fail', 'manual')}]\n")
    assert run_test(place, "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "2 rules could do with more examples" in out
    assert "      · no near miss: an example in which a record fails one single condition" in out
    assert "      · no example that wants “at risk”" in out
    assert "      · no example in which records bear the attestation out (want: attested, shown: true)" in out
    assert "      · no example in which records do not bear the attestation out (want: attested, shown: false)" in out
    assert run_test(place, "--complete", "--lang", "zh") == 1
    out = capsys.readouterr().out
    assert "2 条规则的例子还不齐全" in out
    assert "· 没有结论为“有风险”的例子" in out


def test_the_shipped_pack_shows_all_that_its_rules_can_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_test(SHIPPED, "--complete", "--lang", "en") == 0
    assert "155 rules, " in capsys.readouterr().out


PINS = [
    (BORNE_OUT.replace("shown: true", "shown: false"), [("shown", "false", "true")]),
    (NOT_BORNE_OUT.replace("shown: false", "shown: true"), [("shown", "true", "false")]),
    (NOT_BORNE_OUT.replace("shown: false", "shown: false, code: attest.unshown"), []),
    (BORNE_OUT.replace("shown: true", "code: [attest.met, attest.unshown]"), [("reason", "attest.unshown", "attest.met")]),
    (UNSIGNED.replace("want: manual", "want: manual, code: attest.none"), []),
    (UNSIGNED.replace("want: manual", "want: attested, shown: true, code: count.met"), [("verdict", "attested", "manual")]),
]


@pytest.mark.parametrize(("example", "misses"), PINS)
def test_an_example_pins_what_is_shown_beside_and_the_reasons(tmp_path: Path, example: str, misses: list[tuple[str, str, str]]) -> None:
    [each] = shown(tmp_path, f"{BESIDE}examples: [{example}]\n")
    [outcome] = each.outcomes
    assert [(miss.what, miss.want) for miss in outcome.misses] == [miss[:2] for miss in misses]
    assert all(miss[2] in found.got.split() for miss, found in zip(misses, outcome.misses, strict=True))
    assert outcome.holds == (not misses)


def test_a_pin_that_does_not_hold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = NOT_BORNE_OUT.replace("shown: false", "shown: true, code: attest.none")
    place = folder(tmp_path, f"{BESIDE}examples: [{wrong}, {UNSIGNED}]\n")
    assert run_test(place, "--lang", "en") == 1
    out = capsys.readouterr().out
    assert "wants shown: true, but gives false" in out
    assert "wants the reason attest.none, but gives attest.met attest.unshown" in out
    assert codes([each for each in review(load_pack(place), places(place)) if each.severity == "error"]) == [
        "rules.example.reason:R1",
        "rules.example.shown:R1",
    ]


def test_an_example_with_wrong_records_is_the_authors_to_mend(tmp_path: Path) -> None:
    [each] = shown(tmp_path, f"{LED}examples: [{GOOD}, {BAD}, {GOOD.replace('kind: meeting', 'kind: meating')}]\n")
    assert each.unreadable
    assert exit_code([each]) == 2


def test_only_one_rule_may_be_asked_for(tmp_path: Path) -> None:
    built = load_pack(folder(tmp_path, f"{LED}examples: [{GOOD}, {BAD}]\n", LED))
    assert [each.rule.id for each in show(built, "R2")] == ["R2"]


def run_test(path: Path, *words: str) -> int:
    return main(["test", str(path), *words])


def test_the_command_says_which_are_wrong_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = NEAR.replace("want: fail", "want: pass")
    nobody = GOOD.replace("want: pass", "want: pass, bearer: nobody")
    place = folder(tmp_path, f"{LED}examples: [{GOOD}, {BAD}, {wrong}, {nobody}]\n", f"{LED}examples: [{GOOD}, {BAD}]\n")
    assert run_test(place, "--lang", "en") == 1
    out = capsys.readouterr().out
    assert "2 rules, 6 examples: 4 give the verdict they want, 2 do not" in out
    assert "× R1  Duty\n      3 met · 1 unmet\n" in out
    assert "(as of 2023-01-01): wants “pass”, but gives “fail”" in out
    assert "× test-pack/a.yaml:10:" in out
    assert "secretary: 1 missing (0 of 1)" in out
    assert "            m1: type" in out
    assert "there is no such bearer or subject" in out
    assert "√ R2  Duty\n      1 met · 1 unmet\n" in out
    assert run_test(place, "--rule", "R2", "--lang", "zh") == 0
    assert "1 条规则，2 个例子：2 个与所写的结论一致" in capsys.readouterr().out


def test_the_command_says_what_is_lacking_and_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = folder(tmp_path, f"{LED}examples: [{BAD}, {RISKY}, {NEAR.replace('kind: meeting', 'kind: meating')}]\n")
    assert run_test(place, "--lang", "en") == 2
    out = capsys.readouterr().out
    assert "1 rules lack an example" in out
    assert "× there is no example that wants pass / attested" in out
    assert "2 unmet · 1 at risk" in out
    assert "the records or the unit of this example are wrong" in out
    assert "meating" in out


def test_the_command_refuses_a_rule_that_is_not_there_and_a_pack_that_does_not_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_test(SAFETY, "--rule", "H11", "--lang", "en") == 2
    assert "there is no rule “H11”; did you mean “H1”?" in capsys.readouterr().err.replace("the pack has no", "there is no")
    assert run_test(folder(tmp_path, "count: {of: lead, at_least: 1}\n")) == 2
    assert run_test(tmp_path / "none") == 5


# ---------------------------------------------------------------- lint: rules held against each other


def reviewed(tmp_path: Path, *bodies: str, head: str = PACK) -> list[Problem]:
    """What `lint` finds beside what the examples say (here they are mostly made up)."""
    place = folder(tmp_path, *bodies, head=head)
    found = review(load_pack(place), places(place))
    for each in found:
        assert text(each.code, each.params).zh
    return [each for each in found if each.code.startswith("lint.")]


def codes(found: list[Problem]) -> list[str]:
    return sorted(f"{each.code}:{params(each).get('rule', '')}" for each in found)


def counted(of: str, bounds: str, window: str = "year", more: str = "") -> str:
    return f"in: {window}\ncount: {{of: {of}, {bounds}{more}}}\n"


def answered(bounds: str, within: str = "30d") -> str:
    return f"for_each: {{record: finding}}\nin: {{within: {within}}}\ncount: {{of: answer, {bounds}}}\n"


FEW = "{from: 03-01, to: 03-04}"
TYPED = "{kind: meeting, where: [type: 党组会]}"

IMPOSSIBLE = [
    (f"every: {{of: {TYPED}, must: [type: 党组会]}}\n", "lint.never.fails:R1", "error"),
    (f"every: {{of: {TYPED}, must: [type: 党组会, chair: $bearer]}}\n", "lint.must.given:R1", "warning"),
    (f"every: {{of: {TYPED}, must: [type: 部署会]}}\n", "lint.never.passes.every:R1", "error"),
    ("in: month\ncount: {of: any_meeting, distinct: date, at_least: 29}\n", "lint.never.passes.days:R1", "error"),
    (f"at_risk: {{lead: 0d}}\n{counted('any_meeting', 'distinct: date, more_than: 4', FEW)}", "lint.never.passes.days:R1", "error"),
    ("count: {of: any_meeting, distinct: type, among: [党组会, 部署会], at_most: 2}\n", "lint.never.fails.among:R1", "error"),
    (
        "steps: [{do: led, in: {from: 06-01, to: 08-31}}, {do: any_meeting}, {do: led, in: {from: 01-01, to: 05-31}}]\n",
        "lint.never.passes.steps:R1",
        "error",
    ),
    ("in: {from: 12-20}\ncount: {of: led, at_least: 1}\n", "lint.window.lead:R1", "warning"),
    (answered("at_least: 1", "10d"), "lint.window.lead:R1", "warning"),
    (f"at_risk: {{lead: 31d}}\n{answered('at_least: 1', '$param.prompt')}", "lint.window.lead:R1", "warning"),
    ("in: quarter\nspacing: {of: led, at_most: 6m}\n", "lint.spacing.window:R1", "warning"),
    ("holds: [{$unit.staff: {at_least: 5}}, {$unit.staff: {less_than: 5}}]\n", "lint.never.passes.holds:R1", "error"),
    (
        "holds: [{$people.member: {size: {at_least: 3}}}, {$people.member: {size: {at_most: 2}}}]\n",
        "lint.never.passes.holds:R1",
        "error",
    ),
    ("when: [{$unit.staff: {at_least: 5}}]\nholds: [{$unit.staff: {at_most: 4}}]\n", "lint.never.passes.holds:R1", "error"),
    ("when: [{$unit.staff: {at_least: 5}}]\nholds: [{$unit.staff: {at_least: 5}}]\n", "lint.holds.given:R1", "error"),
    ("when: [{$period.holiday: true}, {$period.holiday: false}]\ncount: {of: led, at_least: 1}\n", "lint.never.applies:R1", "error"),
    (
        "all_of:\n- count: {of: led, at_least: 14}\n- spacing: {of: any_meeting, at_least: 30d, edges: none}\n",
        "lint.spacing.crowded:R1",
        "error",
    ),
    ("all_of:\n- count: {of: any_meeting, at_most: 3}\n- spacing: {of: led, at_most: 2m}\n", "lint.spacing.sparse:R1", "error"),
    (
        "count: {of: {kind: meeting, where: [open: true], run: {length: 2, is: [open: true]}}, at_most: 0}\n",
        "lint.run.given:",
        "warning",
    ),
    (
        "count: {of: {kind: meeting, where: [open: true], run: {length: 2, is: [open: false]}}, at_most: 0}\n",
        "lint.selector.never:",
        "error",
    ),
]


@pytest.mark.parametrize(("body", "code", "severity"), IMPOSSIBLE)
def test_rules_that_cannot_fail_or_pass_are_told(tmp_path: Path, body: str, code: str, severity: str) -> None:
    found = reviewed(tmp_path, body)
    assert [each.split(":")[0] for each in codes(found)] == [code.split(":", maxsplit=1)[0]]
    assert params(found[0]).get("rule", "R1") == "R1"
    assert [each.severity for each in found] == [severity]
    assert str(found[0].at) == "test-pack/a.yaml:5:3"


POSSIBLE = [
    "every: {of: {any_of: [{kind: meeting, where: [type: 党组会]}, {kind: meeting}]}, must: [type: 党组会]}\n",
    "every: {of: {any_of: [{kind: meeting, where: [type: 党组会]}, {kind: meeting}]}, must: [type: 部署会]}\n",
    "in: month\ncount: {of: any_meeting, distinct: date, at_least: 28}\n",
    answered("distinct: date, at_least: 20", "14d"),
    "count: {of: any_meeting, distinct: type, among: [党组会, 部署会], at_most: 1}\n",
    "count: {of: any_meeting, distinct: chair, among: $people.member, at_most: 5}\n",
    "steps: [{do: led, in: {from: 01-01, to: 08-31}}, {do: led, in: {from: 05-01, to: 05-31}}]\n",
    "in: {from: 12-20}\ncount: {of: led, at_most: 1}\n",
    "in: week\ncount: {of: led, at_least: 1}\nat_risk: {lead: 5d}\n",
    "any_of: [{in: {from: 12-20}, count: {of: led, at_least: 1}}, {count: {of: led, at_least: 2}}]\n",
    "for_each: {record: finding}\nin: {from: start, to: $each.due_on}\ncount: {of: answer, at_least: 1}\n",
    "attest: {proxy: {in: {from: 12-20}, count: {of: led, at_least: 1}}}\n",
    "in: {from: 03-01, to: $unit.opened}\ncount: {of: led, at_least: $unit.staff}\n",
    "in: quarter\nspacing: {of: led, at_most: 2m}\n",
    "in: {last: 90d}\nspacing: {of: led, at_most: 6m}\n",
    "holds: [{$unit.staff: {at_least: 5}}, {$unit.staff: {at_most: 5}}]\n",
    "holds: [{$unit.tags: 甲}, {$unit.tags: 乙}]\n",
    "holds: [{$people.member: {size: {at_least: 3}}}, {$people.secretary: {size: {at_most: 2}}}]\n",
    "when: [{$unit.staff: {at_least: 5}}]\nholds: [{$unit.tags: 甲}]\n",
    # 12 months of 31 days are more than the 365 that 13 meetings 30 days apart take up: 360
    "all_of:\n- count: {of: led, at_least: 13}\n- spacing: {of: any_meeting, at_least: 30d, edges: none}\n",
    "all_of:\n- count: {of: any_meeting, at_least: 14}\n- spacing: {of: led, at_least: 30d, edges: none}\n",
    "all_of:\n- count: {of: any_meeting, at_most: 5}\n- spacing: {of: led, at_most: 2m}\n",
    "all_of:\n- count: {of: any_meeting, at_most: 3}\n- spacing: {of: led, at_most: 2m, edges: none}\n",
    "count: {of: {kind: meeting, run: {length: 2, is: [open: true]}}, at_most: 0}\n",
    # one stands under a condition, the other does not
    "all_of:\n- {when: [{$unit.staff: 1}], count: {of: led, at_least: 2}}\n- {when: [{$unit.staff: 2}], count: {of: led, at_most: 1}}\n",
    "all_of:\n- {unless: finding, count: {of: led, at_least: 2}}\n- count: {of: led, at_least: 2}\n",
    # sums and numbers are different things
    "all_of:\n- count: {of: led, sum: expected, at_least: 9}\n- count: {of: led, at_most: 3}\n",
]


@pytest.mark.parametrize("body", POSSIBLE)
def test_rules_that_can_fail_and_pass_are_left_alone(tmp_path: Path, body: str) -> None:
    assert codes(reviewed(tmp_path, body)) == []


CLASHES = [
    ("type: 党组会", "type: 部署会", True),
    ("type: [党组会, 部署会]", "type: 部署会", False),
    ("type: 党组会", "type: {not: [党组会, 部署会]}", True),
    ("type: {not: 部署会}", "type: 部署会", True),
    ("type: {exists: false}", "type: 部署会", True),
    ("type: {exists: true}", "type: {exists: false}", True),
    ("attendees: {exists: false}", "attendees: $people.member", True),
    ("agenda.topic: 党建工作", "agenda.topic: 业务工作", False),
    ("chair: $bearer", "chair: $people.member", False),
    ("expected: {at_least: 5}", "expected: {less_than: 5}", True),
    ("expected: {at_least: 5}", "expected: {at_most: 5}", False),
    ("expected: {equals: 5}", "expected: {equals: 6}", True),
    ("date: {more_than: 2022-05-01}", "date: {at_most: 2022-05-01}", True),
    ("length: {at_least: 5d}", "length: {at_most: 2d}", False),
    ("agenda.order: {at_least: 5}", "agenda.order: {less_than: 5}", False),
    ("any_of: [{type: 党组会}]", "type: 部署会", False),
]


@pytest.mark.parametrize(("one", "other", "clashing"), CLASHES)
def test_conditions_that_exclude_each_other_are_told(tmp_path: Path, one: str, other: str, clashing: bool) -> None:
    lines = f"[{{{one}}}, {{{other}}}]"
    found = reviewed(tmp_path, "count: {of: odd, at_least: 1}\n", head=pack(selectors_=f"odd: {{kind: meeting, where: {lines}}}"))
    assert codes(found) == (["lint.selector.never:"] if clashing else [])
    if clashing:
        assert str(found[0].at) == "test-pack/pack.yaml:49:3"
        assert params(found[0])["found"] == "odd"
    found = reviewed(tmp_path / "b", f"count: {{of: {{any_of: [any_meeting, {{kind: meeting, where: {lines}}}]}}, at_least: 1}}\n")
    assert codes(found) == (["lint.selector.branch:R1"] if clashing else [])


# ---------------------------------------------------------------- lint: two rules


def every(of: str, must: str) -> str:
    return f"every: {{of: {of}, must: {must}}}\n"


def talked(bounds: str) -> str:
    return f"for_each: {{role: member}}\ncount: {{of: with_each, {bounds}}}\n"


def both(part: str, bounds: str = "at_least: 1") -> str:
    """Two parts, of which the second asks for typed meetings."""
    return f"all_of: [{{{part}}}, {{count: {{of: {TWO}, {bounds}}}}}]\n"


TWO = "{is: any_meeting, where: [type: 党组会]}"
FORMS = (
    "[agenda: {any: {topic: [党建工作, 业务工作], own_item: true}}, any_of: [{open: true}, {type: 党组会}]]",
    "[any_of: [{type: 党组会}, {open: true}], agenda: {any: {own_item: true, topic: [业务工作, 党建工作]}}]",
)
"""The same in another order."""
PAIRS = [
    (counted("led", "at_least: 2"), counted("led", "at_least: 2"), "lint.twice:R2"),
    (counted("led", "at_least: 2"), "count: {of: {kind: meeting, where: [chair: $bearer]}, more_than: 1}\n", "lint.twice:R2"),
    (counted(f"{{is: led, where: {FORMS[0]}}}", "at_least: 1"), counted(f"{{is: led, where: {FORMS[1]}}}", "at_least: 1"), "lint.twice:R2"),
    (counted("led", "exactly: 2"), counted("led", "at_least: 2, at_most: 2"), "lint.twice:R2"),
    (counted("led", "at_least: 3"), counted("led", "at_least: 2"), "lint.follows:R2"),
    (counted("any_meeting", "at_least: 1"), counted(TWO, "at_least: 2"), "lint.follows:R1"),
    (counted("led", "at_least: 1", "quarter"), counted("led", "at_least: 4"), "lint.follows:R2"),
    (counted("led", "at_least: 1", "quarter"), counted("led", "at_least: 2", "half_year"), "lint.follows:R2"),
    (counted("any_meeting", "at_most: 3"), counted(TWO, "at_most: 3"), "lint.follows:R2"),
    (counted("led", "at_most: 3"), counted("led", "at_most: 3", "month"), "lint.follows:R2"),
    (every("any_meeting", "[chair: $bearer, open: true]"), every(TWO, "[chair: $bearer]"), "lint.follows:R2"),
    (talked("at_least: 2"), talked("at_least: 1"), "lint.follows:R2"),
    (answered("at_least: 2"), answered("at_least: 1"), "lint.follows:R2"),
    (both("in: quarter, count: {of: led, at_least: 1}"), counted("led", "at_least: 3"), "lint.follows:R2"),
    (counted("led", "at_most: 1", "month"), counted("led", "at_least: 20"), "lint.contradiction:R2"),
    (counted("any_meeting", "at_most: 2", "half_year"), counted(TWO, "at_least: 5"), "lint.contradiction:R2"),
    (counted("led", "at_most: 1"), counted("led", "at_least: 2", "quarter"), "lint.contradiction:R2"),
    (counted("led", "at_most: 1"), counted("led", "at_least: 2", "year", ", distinct: type"), "lint.contradiction:R2"),
    (answered("at_least: 2"), answered("less_than: 2"), "lint.contradiction:R1"),
    (both("in: month, count: {of: any_meeting, at_most: 1}", "at_least: 13"), counted("led", "at_least: 1"), "lint.contradiction:R1"),
]


@pytest.mark.parametrize(("one", "other", "code"), PAIRS)
def test_rules_that_say_the_same_or_the_opposite_are_told(tmp_path: Path, one: str, other: str, code: str) -> None:
    found = reviewed(tmp_path, one, other)
    assert codes(found) == [code]
    assert found[0].severity == ("error" if "contradiction" in code else "warning")


UNRELATED = [
    # a part of one rule that follows from another rule: each has a verdict of its own
    (
        counted(TWO, "at_least: 1"),
        "all_of: [{in: year, count: {of: any_meeting, at_least: 1}}, {in: year, count: {of: {kind: finding}, at_least: 1}}]\n",
    ),
    (counted("led", "at_least: 1"), counted(TWO, "at_least: 1")),
    (counted("led", "at_least: 1"), "bearer: member\n" + counted("led", "at_least: 1")),
    (counted("led", "at_least: 1"), "tenure: any\n" + counted("led", "at_least: 1")),
    (counted("led", "at_least: 1", "quarter"), counted("led", "at_least: 5")),
    (counted("led", "at_least: 1", "quarter", ", distinct: type"), counted("led", "at_least: 4", "year", ", distinct: type")),
    (counted("led", "at_most: 1", "month"), counted("led", "at_least: 12")),
    (counted("led", "at_most: 1", "month"), counted("led", "at_most: 3")),
    (counted(TWO, "at_most: 1", "month"), counted("any_meeting", "at_least: 20")),
    (counted("led", "at_most: 1", "month", ", distinct: type"), counted("led", "at_least: 20")),
    (counted("led", "at_most: 1", "{from: 01-01, to: 06-30}"), counted("led", "at_least: 2")),
    (counted("led", "at_most: 1", "{each: month, from: start, to: start + 9d}"), counted("led", "at_least: 20")),
    (counted("led", "at_least: $unit.staff"), counted("led", "at_least: 1")),
    (counted("led", "at_least: 2, at_most: $unit.staff"), counted("led", "at_least: 3")),
    (every("led", "[type: 党组会], at_least: 1/2"), every("led", "[type: 党组会]")),
    (every("led", "[type: 党组会]"), counted("led", "at_least: 1")),
    ("attest: {}\n", "attest: {}\n"),
    ("any_of: [{count: {of: led, at_least: 1}}, {count: {of: any_meeting, at_least: 1}}]\n", counted("led", "at_least: 1")),
    (counted("led", "at_least: 3", "{to: $unit.opened}"), counted("led", "at_most: 1", "{from: 02-01, to: $unit.opened}")),
    (counted("led", "at_most: 1", "{to: $unit.opened}"), counted("led", "at_most: 2")),
    # a sum is no number of records, and a sometimes owed rule implies nothing
    (counted("any_meeting", "at_least: 40", "year", ", sum: expected"), counted("any_meeting", "at_most: 12")),
    (counted("led", "at_least: 1, sum: expected"), counted("led", "at_least: 2")),
    (counted("led", "at_least: 1"), "when: [$unit.staff: {at_least: 50}]\n" + counted("led", "at_least: 2")),
    (counted("led", "at_least: 1"), "unless: {kind: finding}\n" + counted("led", "at_least: 2")),
    (counted("led", "at_least: 1"), "effective: {from: 2022-07-01}\n" + counted("led", "at_least: 2", "quarter")),
    ("exclusive: own\n" + counted("led", "at_least: 1"), counted("led", "at_least: 2")),
    (counted("led", "at_least: 1", "{last: 30d}"), counted("led", "at_least: 1", "month")),
    (counted("led", "at_most: 1", "{from: 02-01, to: 05-01, open: both}"), counted("led", "at_least: 2", "{from: 02-01, to: 05-01}")),
    (
        counted("{kind: meeting, run: {length: 2, is: [open: true]}}", "at_least: 1"),
        counted("any_meeting", "at_least: 2"),
    ),
    (
        "when: [$unit.staff: {at_least: 50}]\n" + counted("led", "at_least: 2"),
        "when: [$unit.tags: {size: {at_least: 50}}]\n" + counted("led", "at_most: 1"),
    ),
]


@pytest.mark.parametrize(("one", "other"), UNRELATED)
def test_rules_that_say_different_things_are_left_alone(tmp_path: Path, one: str, other: str) -> None:
    assert codes(reviewed(tmp_path, one, other)) == []


def test_a_rule_all_of_whose_parts_follow_is_told_part_by_part(tmp_path: Path) -> None:
    finding = "in: year, count: {of: {kind: finding}, at_least: 1}"
    parts = f"all_of: [{{{finding}}}, {{in: half_year, count: {{of: led, at_least: 1}}}}]\n"
    more = f"all_of: [{{{finding.replace('1}', '2}')}}}, {{in: quarter, count: {{of: led, at_least: 1}}}}]\n"
    assert codes(reviewed(tmp_path, more, parts)) == ["lint.follows:R2"] * 2
    within = "all_of: [{in: year, count: {of: led, at_least: 1}}, {in: year, count: {of: led, at_least: 2}}]\n"
    assert codes(reviewed(tmp_path / "b", within)) == ["lint.follows:R1"]


def test_a_window_that_no_calendar_knows_is_left_alone(tmp_path: Path) -> None:
    far = counted("led", "at_least: 1", "{from: start + 5wd}")
    assert codes(reviewed(tmp_path, far, counted("led", "at_most: 1"), head=pack(year="year: 2060\n"))) == []


# ---------------------------------------------------------------- lint: names


def unused(tmp_path: Path, body: str, roles: str = "", head: str = "") -> list[str]:
    place = folder(tmp_path, body, head=head or pack(roles_=roles))
    found = review(load_pack(place), places(place))
    return [str(params(each)["found"]) for each in found if each.code == "rules.unused" and ":5:" <= str(each.at)[19:22] <= ":9:"]


CLERK = "clerk: {title: {zh: 干事, en: clerk}}"


def test_roles_that_no_rule_speaks_of_are_told(tmp_path: Path) -> None:
    assert unused(tmp_path, LED, CLERK) == ["member", "clerk"]


@pytest.mark.parametrize(
    "body",
    [
        "bearer: {group: clerk}\ncount: {of: any_meeting, at_least: 1}\n",
        "for_each: {role: [clerk]}\ncount: {of: with_each, at_least: 1}\n",
        "for_each: {pair: clerk}\ncount: {of: {kind: meeting, where: [attendees: $each.a]}, at_least: 1}\n",
        "count: {of: {kind: meeting, where: [chair: $people.clerk]}, at_least: 1}\n",
        "count: {of: {kind: meeting, where: [chair.roles: clerk]}, at_least: 1}\n",
        "attest: {by: $people.clerk}\n",
    ],
)
def test_a_role_is_used_wherever_it_is_named(tmp_path: Path, body: str) -> None:
    assert "clerk" not in unused(tmp_path, body, CLERK)


def test_a_reading_that_no_example_chooses_is_told(tmp_path: Path) -> None:
    readings = "readings:\n  default: one\n  one: {count: {of: led, at_least: 1}}\n  two: {count: {of: led, at_least: 2}}\n"
    assert codes(reviewed(tmp_path, readings)) == ["lint.reading.unshown:R1"]
    chosen = f"examples: [{GOOD}, {BAD}, {{as_of: 2022-12-31, want: pass, unit: {{readings: {{R1: two}}}}}}]\n"
    assert codes(reviewed(tmp_path / "b", readings + chosen)) == []


def test_what_the_examples_show_and_the_loader_warns_of_is_told_with_its_place(tmp_path: Path) -> None:
    place = folder(tmp_path, f"{LED}examples: [{GOOD}, {BAD}, {GOOD.replace('pass', 'fail')}]\n")
    found = review(load_pack(place), places(place))
    told = {(each.code, str(params(each).get("found", "")), each.severity) for each in found}
    assert ("rules.example.verdict", "", "error") in told
    assert ("rules.unused", "twice", "warning") in told
    silent = folder(tmp_path / "b", f"{LED}examples: [{GOOD}, {BAD}]\n", "for_each: {role: member}\ncount: {of: with_each, at_least: 1}\n")
    [unmatched] = [each for each in review(load_pack(silent), places(silent)) if each.code == "rules.selector.unmatched"]
    assert str(unmatched.at) == "test-pack/pack.yaml:45:3"


def test_a_selector_that_a_part_matches_for_its_own_subject_is_matched(tmp_path: Path) -> None:
    seen = (
        "{as_of: 2022-12-31, want: attested, records: ["
        "{id: a1, kind: attestation, obligation: R1, date: 2022-05-01, by: wang1, statement: 已落实, files: [a.pdf]}, "
        "{id: m1, kind: meeting, date: 2022-03-01, attendees: [li2]}]}"
    )
    proxy = "attest: {proxy: {for_each: {role: member}, count: {of: with_each, at_least: 1}}}\n"
    place = folder(tmp_path, f"{proxy}examples: [{seen}, {{as_of: 2022-12-31, want: manual}}]\n")
    assert "rules.selector.unmatched" not in {each.code for each in review(load_pack(place), places(place))}


# ---------------------------------------------------------------- the command


def lean(*names: str) -> str:
    """The test pack with only these selectors, and nothing that is not used."""
    kept = {"any_meeting": "{kind: meeting}", "led": "{kind: meeting, where: [chair: $bearer]}"}
    lines = "selectors:\n" + "".join(f"  {name}: {kept[name]}\n" for name in names)
    roles = "roles:\n  secretary: {title: {zh: 书记, en: secretary}, one_holder: true}\n"
    roster = "example_unit:\n  people: {wang1: {name: 王一, roles: [{role: secretary}]}, li2: {name: 李二}}\n"
    return pack(selectors=lines, parameters="", sets="", roles=roles, example_unit=roster)


def test_the_command_is_quiet_about_a_good_pack_and_exits_with_1_on_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = folder(tmp_path, f"{LED}examples: [{GOOD}, {BAD}]\n", head=lean("led"))
    assert main(["lint", str(good), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out == "Test\n1 rules: 0 errors, 0 warnings\n"
    bad = folder(tmp_path / "b", counted("led", "at_most: 1", "month"), counted("led", "at_least: 20"), head=lean("led", "any_meeting"))
    assert main(["lint", str(bad), "--lang", "zh"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("R2 和 R1 不可能同时做到：前者至少要 20 次，后者最多只容 12 次" in line for line in lines)
    assert any("注意：声明了“any_meeting”，但没有地方用到" in line for line in lines)
    assert main(["lint", str(folder(tmp_path / "c", "count: {of: lead, at_least: 1}\n"))]) == 2


def test_the_whole_pack_of_the_coverage_tests_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(SAFETY), "--lang", "en"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert run_test(SAFETY) == 0


def test_the_shipped_pack_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert review(load_pack(SHIPPED), places(SHIPPED)) == []
    assert main(["lint", str(SHIPPED), "--lang", "en"]) == 0
    assert "155 rules: 0 errors, 0 warnings" in capsys.readouterr().out
