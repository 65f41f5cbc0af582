"""Every form of the language loads, from the smallest rule that uses it; and what the language refuses is refused at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.examples import example_problems
from compliance.messages import text
from compliance.rulebook import load_pack
from compliance.survivors import outcomes
from rule_kit import HEAD, PACK, RULE, load, pack, params, refused, told, warnings

COUNT = "count: {of: led, at_least: 1}\n"
ANSWER = "count: {of: answer, at_least: 1}\n"
TRIGGER = "for_each: {record: finding}\n"
CHOOSE = "{choose: $bearer.section, from: {办公室: 1, 人事科: 2}, else: 3}"
DAYS = "{choose: $bearer.section, from: {办公室: 1d}, else: $param.prompt}"
RUN = "{kind: meeting, run: {length: 2, is: [{open: true}]}}"
TERM = pack(periods="periods: {term: {title: {zh: 任期, en: term}}}\n")

FORMS = {
    # kinds
    "spacing": "spacing: {of: led, at_most: 6m}\n",
    "spacing, both ways": "spacing: {of: led, at_least: 10d, at_most: $param.prompt, edges: start}\n",
    "spacing in hours": "in: {from: 03-01 + 9h, to: 03-01 + 13h}\nspacing: {of: led, at_most: 2h, edges: end}\n",
    "spacing in a part": "all_of: [{count: {of: led, at_least: 1}}, {spacing: {of: led, at_least: 1m, edges: none}}]\n",
    "holds": "holds: [{$people.member: {size: {at_least: 1}}}]\n",
    "holds of the subject": "for_each: {item: $bearer.cards}\nholds: [{$each.no: {at_least: 1}}, {$bearer.joined: {exists: true}}]\n",
    "holds in a reading": "readings: {default: a, a: {count: {of: led, at_least: 1}}, b: {holds: [{$bearer.section: {exists: true}}]}}\n",
    # applicability
    "when": "when: [{$people.member: {size: {at_least: 50}}}, {any_of: [{$unit.staff: 3}, {$period.holiday: true}]}]\n" + COUNT,
    "when of the trigger": TRIGGER + "in: {within: 3d}\nwhen: [{$each.closed: true}]\n" + ANSWER,
    "when in a part": "all_of: [{count: {of: led, at_least: 1}}, {when: [{$unit.tags: 甲}], count: {of: led, at_least: 2}}]\n",
    "unless": "unless: any_meeting\n" + COUNT,
    "unless with a window": TRIGGER + "in: {within: 3d}\nunless: {of: answer, in: {within: 1d}}\n" + ANSWER,
    "unless in a proxy": "attest: {proxy: {unless: {of: any_meeting, in: {to: 03-01}}, count: {of: led, at_least: 1}}}\n",
    "effective": "effective: {from: 2022-06-01}\n" + COUNT,
    "effective until": "effective: {to: 2022-06-01}\n" + COUNT,
    "exclusive": "exclusive: meetings\n" + COUNT,
    "tenure in proportion": "tenure: {at_least: 1/2, scale: pro_rata}\n" + COUNT,
    "tenure, one of several": "tenure: [end, {at_least: 90d, scale: pro_rata}]\n" + COUNT,
    # counting
    "sum of numbers": "count: {of: led, sum: expected, at_least: 12.5}\n",
    "sum of lengths": "count: {of: led, sum: length, at_least: 12d}\n",
    "sum of lengths, of a parameter": "count: {of: led, sum: duration, at_least: $param.prompt}\n",
    "run": f"count: {{of: {RUN}, at_most: 0}}\n",
    "run for each": "count: {of: {kind: meeting, run: {length: 3, is: [{open: true}], per: chair, first_only: true}}, at_most: 0}\n",
    "a run calls for an answer": TRIGGER.replace("finding", RUN) + "in: {within: 3d}\n" + ANSWER,
    "in_force": "count: {of: {kind: meeting, where: [{in_force: end}]}, at_least: 1}\n",
    "in_force on a day": "count: {of: {kind: meeting, where: [{any_of: [{type: 党组会, in_force: 06-30}]}]}, at_least: 1}\n",
    "duration of a record": "count: {of: {kind: meeting, where: [{duration: {at_least: 1d}}]}, at_least: 1}\n",
    "a line on a reference": "count: {of: {kind: meeting, where: [{$bearer.section: 办公室}]}, at_least: 1}\n",
    # windows
    "over": "in: {each: quarter, over: {from: 2021-07-01}}\n" + COUNT,
    "last": "in: {last: 30d}\n" + COUNT,
    "open": "in: {from: 01-31, to: 02-28, open: both}\n" + COUNT,
    "stop": "in: {to: 02-28, stop: any_meeting}\n" + COUNT,
    "extend": "in: {to: 02-28, extend: {with: any_meeting, add: length, cap: 1y}}\n" + COUNT,
    "window of a step": "steps: [{do: led}, {do: led, in: {last: 30d}}]\n",
    "years as period": "in: 3y\n" + COUNT,
    "days as period": "in: {each: 15d, over: {from: 2021-12-05}}\n" + COUNT,
    "a named period": "in: term\n" + COUNT,
    "a day in a named period": "in: {each: term, to: end - 1m}\n" + COUNT,
    "weekday": "in: {each: month, from: 1st fri, to: end}\n" + COUNT,
    "weekday with a distance": "in: {each: month, to: last fri + 7d}\n" + COUNT,
    "the year after": "in: {to: next 01-10}\n" + COUNT,
    "next": "in: {from: {next: any_meeting}}\n" + COUNT,
    "next inside": "in: {to: {first_of: [end, {next: {kind: meeting, where: [{open: true}]}}]}}\n" + COUNT,
    "hours": TRIGGER + "in: {within: 2h}\n" + ANSWER,
    "minutes": "in: {to: end - 30min}\n" + COUNT,
    "hours of a step": "steps: [{do: led}, {do: led, after: 3h, within: 2d}]\n",
    "hours in a condition": "count: {of: {kind: meeting, where: [{length: {at_least: 2h}}]}, at_least: 1}\n",
    "a day of the period": "in: {each: month, from: $period.start + 3d}\n" + COUNT,
    # the second quantifier
    "list": "for_each: {record: any_meeting, list: agenda}\ncount: {of: {kind: finding, where: [{id: $each.record}]}, at_least: 1}\n",
    "list, people": "for_each: {record: any_meeting, list: attendees}\ncount: {of: {kind: finding, where: [owner: $each]}, at_least: 1}\n",
    "distinct": "for_each: {record: finding, distinct: owner}\ncount: {of: {kind: meeting, where: [{chair: $each}]}, at_least: 1}\n",
    # choices
    "choose a number": f"count: {{of: led, at_least: {CHOOSE}}}\n",
    "choose a selector": "count: {of: {choose: $bearer.section, from: {办公室: led}, else: {kind: finding}}, at_least: 1}\n",
    "choose a period": "in: {each: {choose: $bearer.section, from: {办公室: quarter}, else: 15d}}\n" + COUNT,
    "choose a point": "in: {to: {choose: $bearer.section, from: {办公室: 02-28}, else: end - 1m}}\n" + COUNT,
    "choose a length": f"steps: [{{do: led}}, {{do: led, within: {DAYS}}}]\n",
    "choose for the answer": TRIGGER + f"in: {{within: {DAYS}}}\n" + ANSWER,
    "choose in a comparison": f"count: {{of: {{kind: meeting, where: [{{expected: {{at_least: {CHOOSE}}}}}]}}, at_least: 1}}\n",
    # numbers
    **{
        f"the n-expression {name}": f"count: {{of: led, at_least: {{{name}: {form}}}}}\n"
        for name, form in {
            "size": "$people.member",
            "share": "2/3, of: $people.member",
            "max": "[1, $unit.staff]",
            "min": "[1, $param.twice]",
            "plus": "[1, {times: [2, 3]}]",
            "minus": "[$unit.staff, 1]",
            "times": "[1, 2]",
            "div": "[$unit.staff, 2]",
        }.items()
    },
    "an n-expression inside size": "count: {of: {kind: meeting, where: [{attendees: {size: {at_least: {div: [7, 2]}}}}]}, at_least: 1}\n",
    "a share in a condition": (
        "every: {of: led, must: [{attendees: {among: $people.member, size: {more_than: {share: 1/2, of: $people.member}}}}]}\n"
    ),
    "adding in a condition": "count: {of: {kind: meeting, where: [{date: {at_least: $record.end + 3d}}]}, at_least: 1}\n",
    "adding a parameter": "every: {of: finding, must: [{closed_on: {at_most: $record.due_on + $param.prompt}}]}\n",
    # $period
    "$period in a condition": "in: month\ncount: {of: {kind: meeting, where: [{open: $period.holiday}]}, at_least: 1}\n",
    "$period as a number": "in: quarter\ncount: {of: led, at_least: $period.number}\n",
    "$period in when": "in: day\nat_risk: {lead: 0d}\nwhen: [{$period.workday: true}]\n" + COUNT,
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_every_form_loads(tmp_path: Path, body: str) -> None:
    [rule] = load(tmp_path, body, TERM).obligations
    assert rule.readings


def test_words_of_the_language_are_free_as_names(tmp_path: Path) -> None:
    """A field may be called `run`: what has a meaning is a form, not a word."""
    head = PACK.replace("note: text", "note: text\n        run: flag\n        last: text\n        choose: text\n        when: date")
    load(
        tmp_path,
        "count: {of: {kind: meeting, where: [{run: true}, {last: 甲}, {choose: 乙}, {when: {exists: true}}]}, at_least: 1}\n",
        head,
    )


# ---------------------------------------------------------------- what the language refuses (language §12)

REFUSED = {
    # names
    "an unknown key": ("⟦spaceing: {of: led, at_most: 6m}\n" + COUNT, "rules.key.unknown", "spacing"),
    "an unknown key of a window": ("in: {each: month, ⟦ovr: {from: start}}\n" + COUNT, "rules.key.unknown", "over"),
    "an unknown key of a run": (
        "count: {of: {kind: meeting, run: {length: 2, is: [{open: true}], ⟦pre: chair}}, at_most: 0}\n",
        "rules.key.unknown",
        "per",
    ),
    "an unknown key of a choice": (
        "count: {of: led, at_least: {choose: $bearer.section, from: {a: 1}, ⟦esle: 2}}\n",
        "rules.key.unknown",
        "else",
    ),
    "an unknown field": ("count: {of: led, sum: ⟦expcted, at_least: 1}\n", "rules.field.unknown", "expected"),
    "an unknown field of the trigger": (TRIGGER.replace("finding", "finding, list: ⟦ownr") + COUNT, "rules.field.unknown", "owner"),
    "an unknown role": ("holds: [{$people.membr: ⟦{size: {at_least: 1}}}]\n", "rules.name.unknown", "member"),
    "an unknown selector": ("unless: ⟦any_meetings\n" + COUNT, "rules.selector.unknown", "any_meeting"),
    "an unknown set": ("count: {of: led, at_least: {size: ⟦$set.topcs}}\n", "rules.name.unknown", "topics"),
    "an unknown parameter": ("spacing: {of: led, at_most: ⟦$param.promt}\n", "rules.name.unknown", "prompt"),
    "an unknown kind": ("spacing: {of: {kind: ⟦meating}, at_most: 6m}\n", "rules.kind.unknown", "meeting"),
    "an unknown unit of time": ("spacing: {of: led, at_most: ⟦6months}\n", "rules.duration.malformed", "6m"),
    "an unknown period": ("in: ⟦terms\n" + COUNT, "rules.period.unknown", "term"),
    "an unknown word of a choice": (
        "every: {of: led, must: [{expected: {at_least: {choose: $unit.grade, from: {⟦甲级: 1, 乙: 2}, else: 1}}}]}\n",
        "rules.term.unknown",
        "甲",
    ),
    # kinds and lines
    "no kind": ("⟦", "rules.kind.none", None),
    "two kinds": ("spacing: {of: led, at_most: 6m}\n" + COUNT, "rules.kind.several", None),
    "two keys in a line of when": ("when: [⟦{$unit.staff: 1, $unit.opened: {exists: true}}]\n" + COUNT, "rules.line.keys", None),
    "attest as a part": ("all_of: [{count: {of: led, at_least: 1}}, {⟦attest: {}}]\n", "rules.attest.part", None),
    "choose as a test": ("holds: [{$unit.staff: ⟦{choose: $bearer.section, from: {a: 1}}}]\n", "rules.choose.test", None),
    # references
    "$record outside a condition on records": ("in: {to: ⟦$record.date}\n" + COUNT, "rules.reference.misplaced", None),
    "a field of a record in when": ("when: [{⟦type: 党组会}]\n" + COUNT, "rules.line.reference", None),
    "in_force in holds": ("holds: ⟦[{in_force: end}]\n", "rules.line.reference", None),
    "$each without for_each": ("when: [{$each.closed: ⟦true}]\n" + COUNT, "rules.each.alone", None),
    "a person compared with a text": ("holds: [{$people.member: ⟦王一}]\n", "rules.person.constant", None),
    "next in a condition": (
        "every: {of: led, must: [{date: {at_most: ⟦{next: any_meeting}}}]}\n",
        "rules.value.type",
        None,
    ),
    "next in in_force": (
        "count: {of: {kind: meeting, where: [{in_force: {next: ⟦any_meeting}}]}, at_least: 1}\n",
        "rules.selector.here",
        None,
    ),
    # windows
    "within without a trigger": ("in: ⟦{within: 2h}\n" + COUNT, "rules.window.trigger", None),
    "ahead without a trigger": ("in: ⟦{ahead: 2h}\n" + COUNT, "rules.window.trigger", None),
    "within of a value": ("for_each: {record: finding, distinct: owner}\nin: ⟦{within: 3d}\n" + COUNT, "rules.window.trigger", None),
    "year_of with distinct": (
        "for_each: {record: finding, distinct: owner, ⟦year_of: due}\nin: year\n" + COUNT,
        "rules.due.distinct",
        None,
    ),
    "list and distinct": ("for_each: ⟦{record: finding, list: owner, distinct: owner}\n" + COUNT, "rules.for_each.form", None),
    "open with hours": ("in: {from: 03-01 + 9h, to: end, ⟦open: from}\n" + COUNT, "rules.window.hours", None),
    "open with last": ("in: {last: 30d, ⟦open: from}\n" + COUNT, "rules.window.open", None),
    "hours of a day-only field": (TRIGGER + "in: {from: $each, to: ⟦$each.due_on + 2h}\n" + ANSWER, "rules.point.hours", None),
    "hours in a comparison": ("every: {of: finding, must: [{closed_on: {at_most: ⟦$record.due_on + 2h}}]}\n", "rules.point.hours", None),
    "hours between day-only fields": ("spacing: {of: {kind: finding, at: closed_on}, at_most: ⟦2h}\n", "rules.point.hours", None),
    "extend without a cap": ("in: {to: 02-28, extend: ⟦{with: led, add: length}}\n" + COUNT, "rules.key.missing", None),
    "over without each": ("in: {to: 02-28, ⟦over: {from: start}}\n" + COUNT, "rules.window.over", None),
    "stop with ahead": (TRIGGER + "in: {ahead: 3d, ⟦stop: led}\n" + ANSWER, "rules.window.lengthen", None),
    "unless in repeating windows": ("unless: {of: led, in: ⟦quarter}\n" + COUNT, "rules.unless.each", None),
    # numbers
    "a bound in words": ("count: {of: led, sum: expected, at_least: ⟦若干}\n", "rules.bound.words", None),
    "no bound": ("spacing: ⟦{of: led}\n", "rules.bound.missing", None),
    "a negative bound": ("count: {of: led, at_most: ⟦-1}\n", "rules.bound.trivial", None),
    "a number that is not whole": ("count: {of: led, at_least: ⟦1.5}\n", "rules.value.type", None),
    "a bound that comes to nothing": ("count: {of: led, at_least: ⟦{minus: [2, 2]}}\n", "rules.bound.trivial", None),
    "contradictory bounds": ("count: ⟦{of: led, at_least: 3, at_most: {max: [1, 2]}}\n", "rules.bound.contradiction", None),
    "contradictory sums": ("count: ⟦{of: led, sum: length, at_least: 2w, at_most: 13d}\n", "rules.bound.contradiction", None),
    "contradictory distances": ("spacing: {of: led, at_least: ⟦11d, at_most: 10d}\n", "rules.spacing.order", None),
    "a share above the whole": ("count: {of: led, at_least: {share: ⟦3/2, of: $people.member}}\n", "rules.ratio.range", None),
    "a run of one": ("count: {of: {kind: meeting, run: {length: ⟦1, is: [{open: true}]}}, at_most: 0}\n", "rules.run.length", None),
    "a choice with a word missing": ("count: {of: led, at_least: ⟦{choose: $unit.grade, from: {甲: 1}}}\n", "rules.choose.missing", None),
    # heads
    "scale without a test": ("tenure: ⟦{scale: pro_rata}\n" + COUNT, "rules.tenure.scale", None),
    "effective outside the span": ("effective: ⟦{from: 2023-01-01}\n" + COUNT, "rules.effective.outside", None),
    "effective backwards": ("effective: ⟦{from: 2022-06-01, to: 2022-05-01}\n" + COUNT, "rules.window.order", None),
    "exclusive without a number of records": ("⟦exclusive: x\nspacing: {of: led, at_most: 6m}\n", "rules.exclusive.kind", None),
    "exclusive of different values": ("⟦exclusive: x\ncount: {of: led, distinct: chair, at_least: 1}\n", "rules.exclusive.kind", None),
}
GRADED = PACK.replace("topic: [党建工作, 业务工作]", "topic: [党建工作, 业务工作]\n    grade: [甲, 乙]").replace(
    "unit: {staff: number,", "unit: {grade: {type: term, terms: grade}, staff: number,"
)
GRADED += "periods: {term: {title: {zh: 任期, en: term}}}\n"


@pytest.mark.parametrize(("body", "code", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_the_language_refuses(tmp_path: Path, body: str, code: str, hint: str | None) -> None:
    if code in ("rules.kind.none", "rules.kind.several"):
        files = {"b_yaml": HEAD.replace("duties", "others") + RULE.replace("- id: R1", "- ⟦id: R2") + "  bearer: member\n"}
        files["b_yaml"] += "".join(f"  {line}\n" for line in body.replace("⟦", "").splitlines())
        errors = refused(tmp_path, head=GRADED, **files)
    else:
        errors = refused(tmp_path, body, GRADED)
    assert [found.code for found in errors] == [code], told(errors)
    assert errors[0].at.line > 0
    assert errors[0].at.column > 0
    if hint is not None:
        assert params(errors[0])["hint"] == hint
        assert not hint or hint in text(code, errors[0].params).zh


WHOLE_RULE = {
    "a trigger that answers itself": (TRIGGER + "in: {within: 3d}\ncount: {of: {kind: finding}, at_least: 1}\n", "rules.trigger.self"),
    "a row whose record answers": (
        "for_each: {record: any_meeting, list: attendees}\nin: {within: 3d}\ncount: {of: with_each, at_least: 1}\n",
        "rules.trigger.self",
    ),
    "an old notice would do": (TRIGGER + "in: {ahead: 3d}\n" + COUNT, "rules.window.unbounded"),
    "an old record would do for the distance": (TRIGGER + "in: {ahead: 3d}\nspacing: {of: led, at_most: 6m}\n", "rules.window.unbounded"),
    "an old exemption would do": (TRIGGER + "in: {within: 3d}\nunless: {of: led, in: {ahead: 1d}}\n" + ANSWER, "rules.window.unbounded"),
    "any approval would extend": (
        TRIGGER + "in: {within: 3d, extend: {with: led, add: length, cap: 9d}}\n" + ANSWER,
        "rules.window.unbounded",
    ),
    "hours, and a day-only field": (
        TRIGGER + "in: {within: 2h}\ncount: {of: {kind: finding, at: closed_on, where: [{id: $each.id}]}, at_least: 1}\n",
        "rules.at.hours",
    ),
}


@pytest.mark.parametrize(("body", "code"), WHOLE_RULE.values(), ids=WHOLE_RULE)
def test_what_shows_in_the_whole_rule_is_refused_at_the_rule(tmp_path: Path, body: str, code: str) -> None:
    head = HEAD.replace("duties", "others") + RULE.replace("- id: R1", "- ⟦id: R2") + "  bearer: secretary\n"
    errors = refused(tmp_path, b_yaml=head + "".join(f"  {line}\n" for line in body.splitlines()))
    assert [found.code for found in errors] == [code], told(errors)


def test_cycles_and_doubles(tmp_path: Path) -> None:
    head = pack(selectors_="one: {is: two}\ntwo: {is: ⟦one}\n")
    other = HEAD.replace("duties", "others")
    other += RULE.replace("R1", "R2") + "  like: ⟦R3\n" + RULE.replace("R1", "R3") + "  like: ⟦R2\n"
    other += RULE.replace("id: R1", "id: ⟦R1") + "  bearer: member\n  " + COUNT
    errors = refused(tmp_path, head=head, b_yaml=other)
    assert sorted(found.code for found in errors) == ["rules.cycle", "rules.cycle", "rules.cycle", "rules.id.duplicate"]


WARNED = {
    "contains": ("count: {of: {kind: meeting, where: [{note: {contains: 党建}}]}, at_least: 1}\n", "rules.contains"),
    "a should with a number": ("modality: should\ncount: {of: led, at_least: 2}\n", "rules.should.number"),
    "a trigger no declaration can name": (
        TRIGGER.replace("finding", "{kind: finding}") + "in: {within: 30d}\n" + ANSWER,
        "rules.trigger.unnamed",
    ),
    "a period shorter than the warning": ("in: ten_days\n" + COUNT, "rules.window.lead"),
    "a length shorter than the warning": ("in: 5d\n" + COUNT, "rules.window.lead"),
    "a chosen period shorter than the warning": (
        "in: {each: {choose: $bearer.section, from: {a: week}, else: month}}\n" + COUNT,
        "rules.window.lead",
    ),
    "nothing to compete with": ("exclusive: alone\n" + COUNT, "rules.exclusive.alone"),
}


@pytest.mark.parametrize(("body", "code"), WARNED.values(), ids=WARNED)
def test_what_is_warned_of(tmp_path: Path, body: str, code: str) -> None:
    assert code in warnings(load(tmp_path, body))
    assert code not in warnings(load(tmp_path / "plain", "in: month\n" + COUNT))


def test_a_selector_that_only_a_window_or_an_exemption_names_is_used(tmp_path: Path) -> None:
    names = ("of_stop", "of_extend", "of_next", "of_unless", "of_spacing", "of_choice", "of_run")
    head = pack(selectors_="".join(f"{name}: {{kind: meeting}}\n" for name in names))
    body = """\
all_of:
- {in: {to: 02-28, stop: of_stop}, unless: of_unless, count: {of: led, at_least: 1}}
- {in: {to: 02-28, extend: {with: of_extend, add: length, cap: 1y}}, spacing: {of: of_spacing, at_most: 1m}}
- {in: {from: {next: of_next}}, count: {of: {choose: $bearer.section, from: {a: of_choice}, else: led}, at_least: 1}}
- count: {of: {is: of_run, run: {length: 2, is: [{open: true}]}}, at_most: 0}
"""
    unused = [params(found)["found"] for found in load(tmp_path, body, head).problems if found.code == "rules.unused"]
    assert not set(unused) & set(names)


# ---------------------------------------------------------------- the pack with a rule for each form


def test_the_examples_of_every_form_hold_and_notice_every_small_mistake_that_an_example_can_show() -> None:
    language = load_pack(Path(__file__).parent / "packs" / "language")
    assert [found for found in example_problems(language) if found.severity == "error"] == []
    found = list(outcomes(language))
    assert [f"{each.mutant.owner} {each.mutant.what}" for each in found if each.fate == "survives"] == []
    # A rule in force from the first day of a quarter, a day that is no holiday at either end, the rule that is served first,
    # and records that others may take instead: nothing tells these apart.
    undecided = {each.mutant.owner for each in found if each.fate == "unknown"}
    assert undecided <= {"A7", "A8", "X1", "X2"}
