"""Mutants: which mistakes are made in a rule, which of them its examples notice, and what example would."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from textwrap import indent

import pytest

from compliance import witness as searching
from compliance.cli import main
from compliance.edits import ABSENT, Add, AsOf, Copy, Edit, Leave, Move, Put, Under, at, edited
from compliance.examples import run_example
from compliance.messages import text
from compliance.model import Count, Duration, Line, Pack, Part, Selector, WindowSpec
from compliance.mutate import Mutant, mutants, mutated
from compliance.render import lint_text
from compliance.render.style import Style
from compliance.rulebook import load_pack
from compliance.samples import Samples
from compliance.shifts import same
from compliance.survivors import Outcome, outcomes
from compliance.syntax import nodes
from compliance.trials import Court, Given, Trial, trials
from compliance.witness import Witness
from rule_kit import HEAD, PACK, RULE, load, pack, write

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "rules" / "party-building-2022"
MET = "{as_of: 2022-12-31, want: pass}"
FAILED = "{as_of: 2022-12-31, want: fail}"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")


def told(found: Iterator[Mutant] | list[Mutant]) -> list[str]:
    """Each mutant in English, behind where it stands."""
    return [f"{each.owner}{'.' if each.route else ''}{each.route}: {text(each.what.code, each.what.params).en}".strip() for each in found]


def of(tmp_path: Path, body: str, head: str = PACK) -> list[str]:
    return told(mutants(load(tmp_path, body, head)))


def only(found: list[str], start: str) -> list[str]:
    return [each.removeprefix(start) for each in found if each.startswith(start)]


# ---------------------------------------------------------------- which mistakes are made

BOUNDS = [
    ("at_least: 2", ["at_least 2 → 3", "at_least 2 → 1", "at_least 2 → at_most 2"]),
    ("at_least: $param.twice", ["at_least 2 → 3", "at_least 2 → 1", "at_least $param.twice → at_most $param.twice"]),
    ("at_most: 0", ["at_most 0 → 1", "at_most 0 → at_least 0"]),
    ("exactly: 1", ["exactly 1 → 2", "exactly 1 → 0", "exactly 1 → at_least 1", "exactly 1 → at_most 1"]),
    ("less_than: 2", ["less_than 2 → 3", "less_than 2 → 1", "less_than 2 → more_than 2"]),
    ("less_than: 1", ["less_than 1 → 2", "less_than 1 → more_than 1"]),
    ("at_least: 1", ["at_least 1 → 2", "at_least 1 → at_most 1"]),  # at_least 0 would be refused
    ("at_least: 1, at_most: 2", ["at_least 1 → 2", "at_most 2 → 3", "at_most 2 → 1"]),
    ("at_least: $unit.staff", ["at_least $unit.staff → at_most $unit.staff"]),
]


@pytest.mark.parametrize(("bounds", "mistakes"), BOUNDS)
def test_bounds_are_moved_and_turned_round(tmp_path: Path, bounds: str, mistakes: list[str]) -> None:
    found = [each.strip() for each in only(of(tmp_path, f"count: {{of: any_meeting, {bounds}}}\n"), "R1.count: ")]
    assert found == mistakes


MOVED = ["begins a day later", "begins a day earlier", "ends a day later", "ends a day earlier"]
ONE = "readings:\n  default: one\n  one: {count: {of: led, at_least: 1}}\n"
TRIGGER = "for_each: {record: finding}\n"
WINDOWS = [
    ("in: quarter\n", [*MOVED, "each quarter → half_year", "each quarter → two_months"]),
    ("in: year\n", [*MOVED, "each year → half_year"]),
    ("in: day\n", [*MOVED, "each day → week"]),
    ("in: {each: $param.often}\n", [*MOVED, "each quarter → half_year", "each quarter → two_months"]),
    ("in: {each: month, to: start + 9d}\n", [*MOVED, "each month → two_months", "each month → ten_days"]),
    ("in: {each: year, to: 02-28}\n", MOVED),
    ("in: {from: 03-01, to: 05-31}\n", MOVED),
    ("in: {from: 03-01}\n", MOVED),
    (f"{TRIGGER}in: {{within: 30d}}\n", ["within 30d → 31d", "within 30d → 29d", *MOVED[:2]]),
    (f"{TRIGGER}in: {{within: $param.prompt}}\n", ["within 30d → 31d", "within 30d → 29d", *MOVED[:2]]),
    (f"{TRIGGER}in: {{within: 5wd}}\n", ["within 5wd → 6wd", "within 5wd → 4wd", *MOVED[:2]]),
    (f"{TRIGGER}in: {{within: 1m}}\n", ["within 1m → 2m", *MOVED[:2]]),
    (f"{TRIGGER}in: {{ahead: 10d}}\n", ["ahead 10d → 11d", "ahead 10d → 9d"]),
    (f"{TRIGGER}in: {{to: $each + 10d}}\n", MOVED[2:]),
    (
        f"{TRIGGER}in: {{from: $each, to: {{first_of: [$each.due_on, $each + 2m]}}}}\n",
        [*MOVED[:2], MOVED[2], MOVED[2], MOVED[3], MOVED[3]],
    ),
]


@pytest.mark.parametrize(("window", "mistakes"), WINDOWS)
def test_windows_are_moved_at_either_end_or_get_another_period(tmp_path: Path, window: str, mistakes: list[str]) -> None:
    selector = "answer" if TRIGGER in window else "any_meeting"
    found = of(tmp_path, f"{window}count: {{of: {selector}, at_least: 1}}\n")
    assert only(found, "R1.in: ") == mistakes


def other_list(name: str, what: str) -> str:
    """Another list with one obligation of the secretary."""
    return f"{HEAD}{RULE}  bearer: secretary\n  {what}\n".replace("list: duties", f"list: of-{name}").replace("R1", name)


def test_the_span_is_moved_once_for_all_rules_that_it_binds(tmp_path: Path) -> None:
    body = "count: {of: any_meeting, at_least: 1}\n"
    second = other_list("R2", "attest: {}")
    third = other_list("R3", "in: month\n  count: {of: led, at_least: 1}")
    built = load(tmp_path, body, b_yaml=second, c_yaml=third)
    spans = [each for each in mutants(built) if each.sort == "span"]
    assert told(spans) == [f": {moved}" for moved in MOVED]
    assert {each.rules for each in spans} == {("R1", "R2")}
    assert only(told(mutants(built)), "R1.in: ") == ["each year → half_year"]


def test_a_span_that_is_no_calendar_year_is_moved_at_its_start(tmp_path: Path) -> None:
    head = pack(year="span: {from: 2022-04-01, to: 2023-03-31}\n")
    assert only(of(tmp_path, "count: {of: any_meeting, at_least: 1}\n", head), ": ") == MOVED[:2]
    assert only(of(tmp_path, "in: {from: 05-01}\ncount: {of: led, at_least: 1}\n", head), "R1.in: ") == MOVED[:2]


def test_what_no_part_is_measured_in_is_not_moved(tmp_path: Path) -> None:
    own = "all_of: [{in: month, count: {of: led, at_least: 1}}, {in: year, count: {of: led, at_least: 20}}]\n"
    assert only(of(tmp_path, own), ": ") == []
    steps = "steps: [{do: led, in: {to: 03-31}}, {do: led, in: {from: 04-01}}]\n"
    assert only(of(tmp_path, steps), ": ") == []
    shared = "all_of: [{in: month, count: {of: led, at_least: 1}}, {count: {of: led, at_least: 20}}]\n"
    assert only(of(tmp_path, shared), ": ") == MOVED


def test_parts_readings_steps_and_proxies_are_reached(tmp_path: Path) -> None:
    steps = "steps: [{do: led, in: {to: 03-31}}, {do: any_meeting, after: 5d, within: 1m}]\n"
    found = of(tmp_path, steps)
    assert only(found, "R1.steps.1.in: ") == MOVED
    assert only(found, "R1.steps.2: ") == ["after 5d → 6d", "after 5d → 4d", "within 1m → 2m"]
    readings = f"{ONE}  two: {{in: month, count: {{of: led, at_least: 2}}}}\n"
    found = of(tmp_path, readings)
    assert only(found, "R1.readings.two.in: ")[-2:] == ["each month → two_months", "each month → ten_days"]
    assert len(only(found, "R1.readings.one.count: ")) == 2
    proxy = "{all_of: [{count: {of: led, at_least: 1}}, {count: {of: led, at_most: 9}}]}"
    found = of(tmp_path, f"attest: {{files: 0, proxy: {proxy}}}\n")
    assert only(found, "R1.attest: ") == ["files 0 → 1"]
    assert len(only(found, "R1.attest.proxy.all_of.2.count: ")) == 3


CONDITIONS = [
    ("type: 党组会", ["without the condition “type: 党组会”"]),
    (
        "agenda: {any: {topic: 党建工作, own_item: true}}",
        [
            "without the condition “agenda: {any: {topic: 党建工作, own_item: true}}”",
            "without the condition “topic: 党建工作”",
            "without the condition “own_item: true”",
        ],
    ),
    ("agenda: {all: {own_item: true}}", ["without the condition “agenda: {all: {own_item: true}}”"]),
    (
        "any_of: [{type: 党组会}, {open: true, chair: $bearer}]",
        [
            "without the condition “any_of: [{type: 党组会}, {open: true, chair: $bearer}]”",
            "without the alternative “type: 党组会”",
            "without the alternative “open: true, chair: $bearer”",
            "without the condition “open: true”",
            "without the condition “chair: $bearer”",
        ],
    ),
    ("any_of: [{type: 党组会}]", ["without the condition “any_of: [{type: 党组会}]”"]),
    (
        "expected: {at_least: 5}",
        [
            "without the condition “expected: {at_least: 5}”",
            "expected at_least 5 → 6",
            "expected at_least 5 → 4",
            "expected at_least → at_most",
        ],
    ),
    ("expected: {equals: 0}", ["without the condition “expected: {equals: 0}”", "expected equals 0 → 1"]),
    (
        "expected: {at_least: $param.share}",
        ["without the condition “expected: {at_least: $param.share}”", "expected at_least 1/2 → 1", "expected at_least → at_most"],
    ),
    (
        "expected: {equals: $param.twice}",
        ["without the condition “expected: {equals: $param.twice}”", "expected equals 2 → 3", "expected equals 2 → 1"],
    ),
    ("open: {not: {exists: true}}", ["without the condition “open: {not: {exists: true}}”"]),
    (
        "attendees: {size: {more_than: 2}}",
        [
            "without the condition “attendees: {size: {more_than: 2}}”",
            "attendees more_than 2 → 3",
            "attendees more_than 2 → 1",
            "attendees more_than → less_than",
        ],
    ),
    (
        "date: {equals: 2022-05-01}",
        [
            "without the condition “date: {equals: 2022-05-01}”",
            "date equals 2022-05-01 → 2022-05-02",
            "date equals 2022-05-01 → 2022-04-30",
        ],
    ),
    ("length: {equals: 3d}", ["without the condition “length: {equals: 3d}”", "length equals 3d → 4d", "length equals 3d → 2d"]),
    ("date: {equals: $record.date}", ["without the condition “date: {equals: $record.date}”"]),
]


@pytest.mark.parametrize(("line", "mistakes"), CONDITIONS)
def test_conditions_are_left_out_and_their_numbers_moved(tmp_path: Path, line: str, mistakes: list[str]) -> None:
    body = f"every: {{of: any_meeting, must: [{{{line}}}]}}\n"
    assert only(of(tmp_path, body), "R1: ") == mistakes
    named = of(tmp_path, "count: {of: odd, at_least: 1}\n", pack(selectors_=f"odd: {{kind: meeting, where: [{{{line}}}]}}"))
    assert only(named, "odd: ") == mistakes


def test_a_condition_is_changed_in_every_rule_that_uses_its_selector(tmp_path: Path) -> None:
    head = pack(selectors_="typed: {is: led, where: [type: 党组会]}\neither: {any_of: [typed, with_each]}")
    second = other_list("R2", "count: {of: led, at_least: 1}")
    built = load(tmp_path, "for_each: {role: member}\ncount: {of: either, at_least: 1}\n", head, b_yaml=second)
    found = {f"{each.owner} {dict(each.what.params)['source']}": each for each in mutants(built) if each.sort in ("line", "branch")}
    assert {name: each.rules for name, each in found.items()} == {
        "either chair: $bearer; type: 党组会": ("R1",),
        "either attendees: $each": ("R1",),
        "led chair: $bearer": ("R1", "R2"),
        "typed type: 党组会": ("R1",),
        "with_each attendees: $each": ("R1",),
    }
    first, both = built.obligations[0], found["led chair: $bearer"]
    lines = [node.source for node in nodes(tuple(mutated(first, both).readings.values())) if isinstance(node, Line)]
    assert lines == ["type: 党组会", "attendees: $each"]
    branch = mutated(first, found["either attendees: $each"])
    [selector] = [node for node in nodes(tuple(branch.readings.values())) if isinstance(node, Selector)]
    assert len(selector.branches) == 1


def test_what_a_mutant_does_not_change_stays_the_same_object(tmp_path: Path) -> None:
    built = load(tmp_path, "all_of: [{in: month, count: {of: led, at_least: 1}}, {count: {of: led, at_least: 20}}]\n")
    [mutant] = [each for each in mutants(built) if text(each.what.code, each.what.params).en == "at_least 20 → 21"]
    [before], [after] = built.obligations[0].readings.values(), mutated(built.obligations[0], mutant).readings.values()
    assert isinstance(after, Part)
    assert before.kind.parts[0] is after.kind.parts[0]  # type: ignore[union-attr]  # all_of
    changed = after.kind.parts[1].kind  # type: ignore[union-attr]  # all_of
    assert isinstance(changed, Count)
    assert changed.bounds[0].n == 21
    assert changed.of is before.kind.parts[1].kind.of  # type: ignore[union-attr]  # all_of


# ---------------------------------------------------------------- windows that turn out the same


def test_windows_laid_alike_are_the_same(tmp_path: Path) -> None:
    court = Court(load(tmp_path, "count: {of: led, at_least: 1}\n"))
    [trial, *_] = trials(court)["R1"]
    facts = trial.facts

    def spec(body: str) -> WindowSpec | None:
        rule = load(tmp_path, f"{body}count: {{of: answer, at_least: 1}}\n").obligations[0]
        return rule.readings[""].window

    assert same(None, WindowSpec("year"), facts)
    assert not same(WindowSpec("year"), WindowSpec("half_year"), facts)
    assert same(spec(f"{TRIGGER}in: {{within: 0d}}\n"), spec(f"{TRIGGER}in: {{from: $each, to: $each, roll: workday}}\n"), facts)
    assert not same(spec(f"{TRIGGER}in: {{within: 30d}}\n"), spec(f"{TRIGGER}in: {{within: 31d}}\n"), facts)
    due = spec(f"{TRIGGER}in: {{from: $each, to: $each.due_on}}\n")
    assert not same(due, due, facts)
    assert same(spec(f"{TRIGGER}in: {{from: $each, to: 06-30}}\n"), spec(f"{TRIGGER}in: {{from: $each, to: 06-30, roll: none}}\n"), facts)


# ---------------------------------------------------------------- examples changed

RECORDS = (
    "[{id: m1, kind: meeting, date: 2022-03-01, chair: wang1, attendees: [li2], agenda: [{order: 1, own_item: true}]}, "
    "{id: f1, kind: finding, start: 2022-04-01, end: 2022-04-05, due_on: 2022-06-01}]"
)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    example = f"examples: [{{as_of: 2022-12-31, want: pass, records: {RECORDS}}}, {FAILED}]"
    body = f"bearer: secretary\n{ONE}  two: {{count: {{of: led, at_least: 2}}}}\n{example}\n"
    listed = HEAD + RULE.split("  examples")[0] + indent(body, "  ")
    built = load_pack(write(tmp_path / "test-pack", {"pack.yaml": PACK, "a.yaml": listed}))
    return trials(Court(built))["R1"][0]


def test_an_example_gives_what_running_it_gives(trial: Trial) -> None:
    outcome = run_example(trial.court.pack, trial.rule, trial.example)
    assert trial.gives().verdict == outcome.got == "pass"
    assert not trial.gives().unshown


def test_records_are_moved_left_out_copied_added_and_changed(trial: Trial) -> None:
    day = date(2022, 5, 1)
    new = (Add("new", "meeting", day), Put("new", ("chair",), "li2"), Put("none", ("chair",), "li2"))
    changed = edited(trial, (Move("m1", "date", day), Copy("m1", day), Leave("f1"), Leave("none"), *new, AsOf(day)))
    assert {record.id: (record.first, record.fields.get("chair")) for record in changed.evidence.records} == {
        "m1": (day, "wang1"),
        "m1-2022-05-01": (day, "wang1"),
        "new": (day, "li2"),
    }
    assert changed.facts.as_of == day
    assert edited(trial, (Under("two"),)).gives().verdict == "at_risk"
    assert trial.evidence.records[0].first == date(2022, 3, 1)


def test_an_interval_is_moved_by_its_last_day(trial: Trial) -> None:
    [_, finding] = edited(trial, (Move("f1", "end", date(2022, 3, 20)),)).evidence.records
    assert (finding.first, finding.fields["start"]) == (date(2022, 3, 20), date(2022, 3, 20))
    [_, finding] = edited(trial, (Move("f1", "due_on", date(2022, 7, 1)),)).evidence.records
    assert (finding.last, finding.fields["due_on"]) == (date(2022, 4, 5), date(2022, 7, 1))


def test_values_in_rows_are_put_and_read(trial: Trial) -> None:
    rows, single = ("agenda", "order"), ("chair",)
    edits = (Put("m1", rows, 7), Put("m1", single, ABSENT), Put("m1", ("status",), "draft"), Put("m1", ("chair", "name"), "x"))
    changed = edited(trial, edits)
    fields = changed.evidence.records[0].fields
    assert (at(fields, rows), at(fields, single), at(fields, ("agenda", "topic")), at(fields, ("note", "x"))) == (7, ABSENT, ABSENT, ABSENT)
    assert changed.evidence.records[0].status == "draft"


def test_samples_know_other_values_of_every_type(trial: Trial) -> None:
    samples = Samples(trial.court.pack.vocabulary, trial.evidence.unit)
    found = {}
    for name in ("type", "chair", "attendees", "branch", "expected", "open", "length", "note", "about", "date", "agenda"):
        own, kind = samples.own("meeting", (name,))
        assert own == (name,)
        assert kind is not None
        found[name] = list(samples.others(kind, trial.evidence.records[0].fields.get(name), None))
        assert found[name][-1] is ABSENT
    assert found["type"][:-1] == ["党组会", "部署会"]
    assert found["chair"][:-1] == ["li2"]
    assert found["attendees"][:-1] == [(), ("wang1",), ("li2", "wang1")]
    assert found["expected"][:-1] == [1]
    assert found["open"][:-1] == [True, False]
    assert found["agenda"][:-1] == [()]
    assert found["date"][1] == date(2022, 2, 28)
    assert samples.own("meeting", ("adopted_by", "chair")) == (("adopted_by",), samples.own("meeting", ("adopted_by",))[1])
    assert samples.own("meeting", ("agenda", "order"))[0] == ("agenda", "order")
    assert samples.own("meeting", ("nothing",)) == ((), None)


MEETING = [
    ("[type: [部署会, 党组会]]", {"type": "部署会"}),
    ("[attendees: $bearer]", {"attendees": ("li2",)}),
    ("[attendees: {size: {at_least: 2}}]", {"attendees": 3}),
    ("[expected: {more_than: 4}]", {"expected": 5}),
    ("[expected: {less_than: 4}]", {"expected": 3}),
    ("[length: {at_least: 2d}]", {"length": Duration(days=2)}),
    ("[open: {exists: true}]", {"open": True}),
    ("[note: {not: 会议}]", {"note": "其他"}),
    ("[expected: {at_least: $param.twice}]", None),
    ("[note: {exists: false}]", None),
    ("[chair.section: 人事科]", None),
    ("[agenda: {none: {own_item: true}}]", None),
    ("[agenda: {any: {topic: 党建工作, own_item: true}}]", {"agenda": ({"topic": ("党建工作",), "own_item": True},)}),
    ("[agenda: {any: {order: {equals: $param.twice}}}]", None),
]


@pytest.mark.parametrize(("where", "fields"), MEETING)
def test_samples_meet_conditions_where_they_can(tmp_path: Path, trial: Trial, where: str, fields: dict[str, object] | None) -> None:
    samples = Samples(trial.court.pack.vocabulary, trial.evidence.unit)
    built = load(tmp_path / "b", f"count: {{of: {{kind: meeting, where: {where}}}, at_least: 1}}\n")
    kind = built.obligations[0].readings[""].kind
    assert isinstance(kind, Count)
    found = samples.meeting(kind.of.branches[0].lines, built.vocabulary.kinds["meeting"].fields)
    if fields and fields.get("attendees") == 3:
        assert found is not None
        assert len(found["attendees"]) == 3
    else:
        assert found == fields


def test_samples_of_ratios_stay_near(trial: Trial) -> None:
    samples = Samples(trial.court.pack.vocabulary, trial.evidence.unit)
    _, kind = samples.own("meeting", ("expected",))
    assert kind is not None
    assert list(samples.others(kind, Fraction(1, 2), None))[:-1] == [Fraction(3, 2)]


# ---------------------------------------------------------------- which mistakes are noticed


def fates(tmp_path: Path, body: str, *examples: str, head: str = PACK) -> dict[str, Outcome]:
    listed = "  examples:\n" + "".join(f"  - {example}\n" for example in examples)
    lines = "".join(f"  {line}\n" for line in (f"bearer: secretary\n{body}" if "bearer:" not in body else body).splitlines())
    files = {"pack.yaml": head, "a.yaml": HEAD + RULE.split("  examples")[0] + lines + listed}
    found = list(outcomes(load_pack(write(tmp_path / "test-pack", files))))
    return dict(zip(told([each.mutant for each in found]), found, strict=True))


def meeting(name: str, day: str, **fields: str) -> str:
    more = "".join(f", {key}: {value}" for key, value in {"chair": "wang1", **fields}.items())
    return f"{{id: {name}, kind: meeting, date: {day}{more}}}"


def example(want: str, *records: str, as_of: str = "2022-12-31", unit: str = "") -> str:
    return f"{{as_of: {as_of}, want: {want}, records: [{', '.join(records)}]{f', unit: {unit}' if unit else ''}}}"


def test_tight_examples_notice_every_mistake(tmp_path: Path) -> None:
    found = fates(
        tmp_path,
        "in: {from: 03-01, to: 05-31}\nlate: refuse\ncount: {of: led, at_least: 2}\n",
        example("pass", meeting("m1", "2022-03-01"), meeting("m2", "2022-05-31")),
        example("fail", meeting("m1", "2022-02-28"), meeting("m2", "2022-05-31")),
        example("fail", meeting("m1", "2022-03-01"), meeting("m2", "2022-06-01")),
        example("fail", meeting("m1", "2022-03-01"), meeting("m2", "2022-05-31", chair="li2")),
        example("pass", meeting("m1", "2022-03-01"), meeting("m2", "2022-05-30"), meeting("m3", "2022-05-31")),
    )
    assert Counter(each.fate for each in found.values()) == {"noticed": 8}


def test_a_survivor_comes_with_an_example_that_would_notice(tmp_path: Path) -> None:
    found = fates(
        tmp_path,
        "in: {from: 03-01, to: 05-31}\nlate: refuse\ncount: {of: led, at_least: 2}\n",
        example("pass", meeting("m1", "2022-03-10"), meeting("m2", "2022-04-10")),
        example("fail"),
    )
    witnesses = {name: each.witness for name, each in found.items() if each.fate == "survives"}
    assert {name: witness.edits for name, witness in witnesses.items() if witness} == {
        "R1.in: begins a day later": (Move("m1", "date", date(2022, 3, 1)),),
        "R1.in: begins a day earlier": (Move("m1", "date", date(2022, 2, 28)),),
        "R1.in: ends a day later": (Move("m1", "date", date(2022, 6, 1)),),
        "R1.in: ends a day earlier": (Move("m1", "date", date(2022, 5, 31)),),
        "R1.count: at_least 2 → 1": (Leave("m1"),),
        "led: without the condition “chair: $bearer”": (Put("m1", ("chair",), "li2"),),
    }
    assert found["R1.count: at_least 2 → 3"].fate == "noticed"
    for witness in witnesses.values():
        assert witness is not None
        assert {witness.before.verdict, witness.after.verdict} == {"pass", "fail"}


def test_a_mistake_that_a_work_day_hides_changes_nothing(tmp_path: Path) -> None:
    """Triggered on 1 January only the whole holiday rolls to the same day; over a whole year some day tells them apart."""
    body = f"{TRIGGER}in: {{from: $each, to: $each, roll: none}}\ncount: {{of: answer, at_least: 1}}\n"
    finding = "{id: f1, kind: finding, date: 2022-03-01}"
    found = fates(
        tmp_path,
        body,
        example("pass", finding, meeting("m1", "2022-03-01", about="f1")),
        example("late", finding, meeting("m1", "2022-03-02", about="f1")),
    )
    assert found["R1.in: begins a day later"].fate != "same"
    body = "in: {from: start, to: end, roll: none}\ncount: {of: led, at_least: 1}\n"
    year = fates(tmp_path / "b", body, example("pass", meeting("m", "2022-01-01")), example("fail", as_of="2023-01-01"))
    assert {name: each.fate for name, each in year.items() if name.startswith("R1.in")} == {
        "R1.in: begins a day later": "noticed",
        "R1.in: begins a day earlier": "survives",
        "R1.in: ends a day later": "noticed",
        "R1.in: ends a day earlier": "survives",
    }


def test_same_windows_are_recognised(tmp_path: Path) -> None:
    body = "in: {from: {earliest: [01-01, 06-01]}}\ncount: {of: led, at_least: 1}\n"
    found = fates(tmp_path, body, example("pass", meeting("m", "2022-01-01")), example("fail", as_of="2023-01-01"))
    assert Counter(each.fate for name, each in found.items() if name.startswith("R1.in: begins"))["same"] >= 1


def test_triggers_are_moved_until_a_week_end_no_longer_hides_a_day(tmp_path: Path) -> None:
    finding = "{id: f1, kind: finding, date: 2022-03-04}"
    found = fates(
        tmp_path,
        f"{TRIGGER}in: {{within: 1d}}\ncount: {{of: answer, at_least: 1}}\n",
        example("pass", finding, meeting("m1", "2022-03-07", about="f1")),
        example("late", finding, meeting("m1", "2022-03-08", about="f1")),
        example("late", finding, meeting("m1", "2022-03-09", about="f1")),
    )
    longer = found["R1.in: within 1d → 2d"]
    assert longer.fate == "survives"
    assert longer.witness is not None
    assert Move("f1", "date", date(2022, 3, 5)) in longer.witness.edits
    assert (longer.witness.before.verdict, longer.witness.after.verdict) == ("late", "pass")


SIGNED = "{id: a1, kind: attestation, obligation: R1, date: 2022-05-01, by: wang1, statement: 已落实, files: [a.pdf]}"
PROXY = "attest: {proxy: {count: {of: led, at_least: 2}}}\n"


def test_mistakes_in_what_is_shown_beside_an_attestation_survive_until_an_example_pins_it(tmp_path: Path) -> None:
    met = meeting("m1", "2022-03-01")
    examples = [
        example("attested", SIGNED, met, as_of="2023-01-01"),
        example("attested", SIGNED, met, meeting("m2", "2022-03-02", chair="li2"), as_of="2023-01-01"),
        example("manual", as_of="2023-01-01"),
    ]
    found = fates(tmp_path / "a", PROXY, *examples)
    fewer, more = "R1.attest.proxy.count: at_least 2 → 1", "R1.attest.proxy.count: at_least 2 → 3"
    chair = "led: without the condition “chair: $bearer”"
    assert {found[name].fate for name in (fewer, more, chair, "R1.attest: files 1 → 0")} == {"survives"}
    assert found["R1.attest: files 1 → 2"].fate == "noticed"
    witness = found[fewer].witness
    assert witness is not None
    assert witness.edits == ()
    assert (witness.before, witness.after) == (Given("attested", unshown=True), Given("attested", unshown=False))
    longer = found[more].witness
    assert longer is not None
    assert longer.edits
    pinned = [each.replace("want: attested", "want: attested, shown: false") for each in examples]
    both = example("attested", SIGNED, met, meeting("m2", "2022-03-02"), as_of="2023-01-01")
    found = fates(tmp_path / "b", PROXY, *pinned, both.replace("want: attested", "want: attested, shown: true"))
    assert {found[name].fate for name in (fewer, more, chair)} == {"noticed"}


def test_an_example_whose_pin_is_wrong_notices_nothing(tmp_path: Path) -> None:
    wrong = example("attested", SIGNED, as_of="2023-01-01").replace("want: attested", "want: attested, shown: true")
    found = fates(tmp_path, PROXY, wrong, example("manual", as_of="2023-01-01"))
    assert found["R1.attest.proxy.count: at_least 2 → 3"].fate != "noticed"


def test_other_readings_are_tried(tmp_path: Path) -> None:
    met = example("pass", meeting("m1", "2022-03-01"), meeting("m2", "2022-03-02"))
    found = fates(tmp_path, f"{ONE}  two: {{count: {{of: led, at_least: 2}}}}\n", met, example("fail", as_of="2023-01-01"))
    witness = found["R1.readings.two.count: at_least 2 → 3"].witness
    assert witness is not None
    assert Under("two") in witness.edits


def test_steps_and_their_distances_are_tried(tmp_path: Path) -> None:
    found = fates(
        tmp_path,
        "steps: [{do: led}, {do: any_meeting, after: 10d, within: $param.prompt}]\nlate: refuse\n",
        example("pass", meeting("m1", "2022-03-01"), meeting("m2", "2022-03-20", chair="li2")),
        example("fail", as_of="2023-01-01"),
    )
    assert {name: each.fate for name, each in found.items() if "steps" in name} == dict.fromkeys(
        [f"R1.steps.2: {key}" for key in ("after 10d → 11d", "after 10d → 9d", "within 30d → 31d", "within 30d → 29d")], "survives"
    )


def test_alternatives_are_tried_with_records_that_are_there_and_with_new_ones(tmp_path: Path) -> None:
    choice = "any_of: [{open: true}, {agenda: {any: {topic: 党建工作}}}, {expected: {at_least: $param.twice}}]"
    either = "{any_of: [{kind: meeting, where: [type: 党组会]}, {kind: finding, where: [closed: true]}, with_bearer]}"
    head = pack(selectors_=f"either: {either}\nwith_bearer: {{kind: meeting, where: [{choice}]}}")
    found = fates(
        tmp_path,
        "count: {of: either, at_least: 1}\n",
        example("pass", "{id: m1, kind: meeting, date: 2022-03-01, type: 党组会}"),
        example("fail", "{id: m1, kind: meeting, date: 2022-03-01, type: 部署会, open: false, expected: 1}", as_of="2023-01-01"),
        head=head,
    )
    told_fates = {name: each.fate for name, each in found.items() if "alternative" in name}
    assert told_fates == {
        "either: without the alternative “type: 党组会”": "noticed",
        "either: without the alternative “closed: true”": "survives",
        f"either: without the alternative “{choice}”": "unknown",
        "with_bearer: without the alternative “open: true”": "survives",
        "with_bearer: without the alternative “agenda: {any: {topic: 党建工作}}”": "survives",
        "with_bearer: without the alternative “expected: {at_least: $param.twice}”": "unknown",
    }
    witness = found["either: without the alternative “closed: true”"].witness
    assert witness is not None
    assert any(isinstance(edit, Add) and edit.kind == "finding" for edit in witness.edits)


def test_values_behind_a_reference_are_changed_where_they_stand(tmp_path: Path) -> None:
    found = fates(
        tmp_path,
        "count: {of: {kind: meeting, where: [{adopted_by.chair: $bearer}]}, at_least: 1}\n",
        example("pass", meeting("m1", "2022-03-01", adopted_by="m2"), meeting("m2", "2022-03-01")),
        example("fail", as_of="2023-01-01"),
    )
    witness = found["R1: without the condition “adopted_by.chair: $bearer”"].witness
    assert witness is not None
    assert witness.edits[0] in (Put("m1", ("adopted_by",), "其他"), Put("m2", ("chair",), "li2"))


def test_a_days_own_field_is_moved(tmp_path: Path) -> None:
    """`at` says which date counts, and a window may be laid from another."""
    finding = "{id: f1, kind: finding, date: 2022-03-01, due_on: 2022-06-01, closed_on: 2022-05-01}"
    found = fates(
        tmp_path,
        f"{TRIGGER}in: {{from: $each, to: $each.due_on}}\nlate: refuse\ncount: {{of: closed, at_least: 1}}\n",
        example("pass", finding),
        example("fail", finding.replace("2022-05-01", "2022-07-01")),
    )
    witness = found["R1.in: ends a day earlier"].witness
    assert witness is not None
    assert witness.edits in ((Move("f1", "closed_on", date(2022, 6, 1)),), (Move("f1", "due_on", date(2022, 5, 1)),))


def test_wrong_examples_are_left_out(tmp_path: Path) -> None:
    wrong = (example("fail", meeting("m1", "2022-03-01")), example("pass", "{id: m1, kind: meating}"))
    found = fates(tmp_path, "count: {of: led, at_least: 1}\n", *wrong)
    assert {each.fate for each in found.values()} == {"unknown"}


# ---------------------------------------------------------------- the command, and the shipped pack


def test_the_command_lists_survivors_with_the_example_that_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "TRIES", 60)
    longer = "{is: led, where: [length: {at_least: 2d}]}"
    body = f"{ONE}  two: {{in: {{from: 06-01}}, count: {{of: {longer}, at_least: 2}}}}\n"
    signed = "{id: a1, kind: attestation, obligation: R2, date: 2022-05-01, by: wang1, statement: 已落实, files: [a.pdf]}"
    second = RULE.split("  examples")[0].replace("R1", "R2") + "  bearer: secretary\n"
    second += "  attest: {proxy: {count: {of: answer_to, at_least: 1}}}\n"
    second += f"  examples: [{example('attested', signed)}, {example('manual')}]\n"
    fates(tmp_path, body, example("pass", meeting("m1", "2022-03-01", length="3d")), example("fail", as_of="2023-01-01"))
    listed = tmp_path / "test-pack" / "a.yaml"
    listed.write_text(listed.read_text(encoding="utf-8") + second, encoding="utf-8")
    head = tmp_path / "test-pack" / "pack.yaml"
    answers = "answer_to: {any_of: [{kind: meeting, where: [about: f1]}, {kind: finding, where: [id: f1]}]}"
    head.write_text(pack(selectors_=answers), encoding="utf-8")
    for lang in ("zh", "en"):
        assert main(["lint", str(tmp_path / "test-pack"), "--mutants", "--lang", lang]) == 1
    out = capsys.readouterr().out
    assert "deliberate mistakes, to see whether the examples notice:" in out
    assert "the span of the list, 2022-01-01 to 2022-12-31 (2 rules have no window of their own)" in out
    assert "R1  Duty\n" in out
    assert "selector led (R1)" in out
    assert "needs an example like that of R1 at test-pack/a.yaml:" in out
    assert "chair of m1 is li2; it wants “at risk”, and the mistake gives “pass”" in out
    assert "under the reading two" in out
    assert "for these no example was found" in out
    assert "    → 能发现的例子：照 R1" in out


CHANGES = [
    (Move("m1", "date", date(2022, 3, 2)), "m1 的 date 为 2022-03-02", "date of m1 is 2022-03-02"),
    (Leave("m1"), "没有 m1", "without m1"),
    (Copy("m1", date(2022, 3, 2)), "另有一条与 m1 相同，日期为 2022-03-02", "one more like m1 on 2022-03-02"),
    (Add("new", "meeting", date(2022, 3, 2)), "另有一条 meeting（new，2022-03-02）", "one more meeting (new, 2022-03-02)"),
    (Put("m1", ("agenda", "order"), 3), "m1 的 agenda.order 为 3", "agenda.order of m1 is 3"),
    (Put("m1", ("length",), Duration(workdays=3)), "m1 的 length 为 3wd", "length of m1 is 3wd"),
    (Put("m1", ("chair",), ABSENT), "m1 不填 chair", "m1 has no chair"),
    (AsOf(date(2022, 3, 2)), "检查日为 2022-03-02", "as of 2022-03-02"),
    (Under("two"), "按读法 two", "under the reading two"),
]


@pytest.mark.parametrize(("edit", "zh", "en"), CHANGES)
def test_the_needed_example_is_told_as_a_change_of_one_that_is_there(trial: Trial, edit: Edit, zh: str, en: str) -> None:
    mutant = next(each for each in mutants(trial.court.pack) if each.sort == "bound")
    given = Given("pass", unshown=False)
    found = Outcome(mutant, "survives", Witness(trial, (Move("m1", "date", date(2022, 3, 1)), edit), given, given._replace(verdict="fail")))
    for lang, change in (("zh", zh), ("en", en)):
        out = lint_text.text(trial.court.pack, [], [found], Style("zh" if lang == "zh" else "en", 200))
        moved = {"zh": "m1 的 date 为 2022-03-01；", "en": "date of m1 is 2022-03-01; "}[lang]
        assert (moved if not isinstance(edit, Move) else "") + change in out
        assert out.count("2022-03-01") == (0 if isinstance(edit, Move) else 1)


def test_what_shown_would_notice_is_told(trial: Trial) -> None:
    mutant = next(each for each in mutants(trial.court.pack) if each.sort == "bound")
    found = Outcome(mutant, "survives", Witness(trial, (), Given("attested", unshown=True), Given("attested", unshown=False)))
    out = lint_text.text(trial.court.pack, [], [found], Style("en", 300))
    assert "with: nothing changed; it wants “attested, shown: false”, and the mistake gives “attested, shown: true”" in out
    out = lint_text.text(trial.court.pack, [], [found], Style("zh", 300))
    assert "只改：什么也不改" not in out
    assert "什么也不改，只写明 shown。应为“已佐证，shown: false”，改错以后是“已佐证，shown: true”" in out


def test_the_examples_of_the_shipped_pack_notice_every_mistake() -> None:
    start = time.process_time()
    found = list(outcomes(load_pack(SHIPPED)))
    assert time.process_time() - start < 60
    assert [(each.mutant.owner, each.mutant.route, each.mutant.what) for each in found if each.fate not in ("noticed", "same")] == []
    assert len(found) > 1200


def test_a_shipped_pack_with_fewer_examples_is_told_which_it_lacks_and_always_alike() -> None:
    """One example less a rule, and only some of the rules: what survives has an example that would notice it."""

    def thinner() -> list[Outcome]:
        some = few(load_pack(SHIPPED), 3)
        return list(outcomes(replace(some, obligations=tuple(replace(each, examples=each.examples[:-1]) for each in some.obligations))))

    found = thinner()
    assert {"noticed", "survives"} <= {each.fate for each in found}
    assert all((each.witness is not None) == (each.fate == "survives") for each in found)
    plain = [(each.fate, each.mutant.owner, each.mutant.what, each.witness and each.witness.edits) for each in found]
    assert plain == [(each.fate, each.mutant.owner, each.mutant.what, each.witness and each.witness.edits) for each in thinner()]


def few(built: Pack, count: int) -> Pack:
    return replace(built, obligations=built.obligations[:count])
