"""What the language has and this version has not: each form is refused by its name, at its place, and never ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from rule_kit import PACK, load, pack, params, refused, told

COUNT = "count: {of: led, at_least: 1}\n"
CHOOSE = "{⟦choose: $bearer.section, from: {办公室: 1, 人事科: 2}, else: 3}"

FORMS = {
    # kinds
    "spacing": "⟦spacing: {of: led, at_most: 6m}\n",
    "spacing beside a kind": "⟦spacing: {of: led, at_most: 6m}\n" + COUNT,
    "spacing in a part": "all_of: [{count: {of: led, at_least: 1}}, {⟦spacing: {of: led, at_least: 1m, edges: none}}]\n",
    "holds": "⟦holds: [{$people.member: {size: {at_least: 1}}}]\n",
    "holds in a reading": "readings: {default: a, a: {count: {of: led, at_least: 1}}, b: {⟦holds: [{$bearer: {exists: true}}]}}\n",
    # applicability
    "when": "⟦when: [{$people.member: {size: {at_least: 50}}}]\n" + COUNT,
    "when in a part": "all_of: [{count: {of: led, at_least: 1}}, {⟦when: [], count: {of: led, at_least: 2}}]\n",
    "unless": "⟦unless: any_meeting\n" + COUNT,
    "unless in a proxy": "attest: {proxy: {⟦unless: {of: any_meeting, in: year}, count: {of: led, at_least: 1}}}\n",
    "effective": "⟦effective: {from: 2022-06-01}\n" + COUNT,
    "exclusive": "⟦exclusive: meetings\n" + COUNT,
    "scale": "tenure: {at_least: 1/2, ⟦scale: pro_rata}\n" + COUNT,
    "scale in a list": "tenure: [end, {⟦scale: pro_rata}]\n" + COUNT,
    # counting
    "sum": "count: {of: led, ⟦sum: expected, at_least: 12}\n",
    "run": "count: {of: {kind: meeting, ⟦run: {length: 2, is: [{open: true}]}}, at_most: 0}\n",
    "first_only": "count: {of: {kind: meeting, ⟦first_only: true}, at_most: 0}\n",
    "in_force": "count: {of: {kind: meeting, where: [{⟦in_force: end}]}, at_least: 1}\n",
    "in_force in any_of": "count: {of: {kind: meeting, where: [{any_of: [{type: 党组会, ⟦in_force: end}]}]}, at_least: 1}\n",
    "duration of a record": "count: {of: {kind: meeting, where: [{⟦duration: {at_least: 1d}}]}, at_least: 1}\n",
    # windows
    "over": "in: {each: quarter, ⟦over: {from: 2021-07-01}}\n" + COUNT,
    "last": "in: {⟦last: 30d}\n" + COUNT,
    "open": "in: {to: 02-28, ⟦open: to}\n" + COUNT,
    "stop": "in: {to: 02-28, ⟦stop: any_meeting}\n" + COUNT,
    "extend": "in: {to: 02-28, ⟦extend: {with: any_meeting, add: length, cap: 1y}}\n" + COUNT,
    "window of a step": "steps: [{do: led}, {do: led, in: {⟦last: 30d}}]\n",
    "a duration as period": "in: ⟦3y\n" + COUNT,
    "days as period": "in: {each: ⟦15d}\n" + COUNT,
    "work days as period": "in: {each: ⟦5wd}\n" + COUNT,
    "weekday": "in: {each: month, from: ⟦1st fri, to: end}\n" + COUNT,
    "weekday with a distance": "in: {each: month, to: ⟦last fri + 7d}\n" + COUNT,
    "next": "in: {from: ⟦{next: any_meeting}}\n" + COUNT,
    "next inside": "in: {to: {first_of: [end, ⟦{next: any_meeting}]}}\n" + COUNT,
    "hours": "for_each: {record: finding}\nin: {within: ⟦2h}\ncount: {of: answer, at_least: 1}\n",
    "minutes": "in: {to: ⟦end - 30min}\n" + COUNT,
    "hours of a step": "steps: [{do: led}, {do: led, after: ⟦3h}]\n",
    "hours of the lead": "at_risk: {lead: ⟦12h}\n" + COUNT,
    "hours of tenure": "tenure: {at_least: ⟦12h}\n" + COUNT,
    "hours in a condition": "count: {of: {kind: meeting, where: [{length: {at_least: ⟦2h}}]}, at_least: 1}\n",
    # the second quantifier
    "list": "for_each: {record: finding, ⟦list: owner}\n" + COUNT,
    "distinct": "for_each: {record: finding, ⟦distinct: owner}\n" + COUNT,
    # numbers
    "choose for a number": f"count: {{of: led, at_least: {CHOOSE}}}\n".replace("{⟦choose", "⟦{choose"),
    "choose for a selector": f"count: {{of: {CHOOSE}, at_least: 1}}\n",
    "choose for a period": f"in: {{each: {CHOOSE}}}\n" + COUNT,
    "choose for a window": f"in: {CHOOSE}\n" + COUNT,
    "choose for a point": f"in: {{to: {CHOOSE}}}\n".replace("{⟦choose", "⟦{choose") + COUNT,
    "choose for a duration": f"steps: [{{do: led}}, {{do: led, within: {CHOOSE}}}]\n".replace("{⟦choose", "⟦{choose"),
    "choose for a ratio": f"every: {{of: led, must: [{{open: true}}], at_least: {CHOOSE}}}\n".replace("{⟦choose", "⟦{choose"),
    "choose for tenure": f"tenure: {{at_least: {CHOOSE}}}\n".replace("{⟦choose", "⟦{choose") + COUNT,
    "choose for a value": f"count: {{of: {{kind: meeting, where: [{{type: {CHOOSE}}}]}}, at_least: 1}}\n".replace("{⟦choose", "⟦{choose"),
    "choose for files": f"attest: {{files: {CHOOSE}}}\n",
    "choose in a list": f"count: {{of: led, at_least: 1, distinct: chair, among: [{CHOOSE}]}}\n".replace("{⟦choose", "⟦{choose"),
    "choose for a bearer": f"bearer: {CHOOSE}\n" + COUNT,
    **{
        f"the n-expression {name}": f"count: {{of: led, at_least: ⟦{{{name}: {form}}}}}\n"
        for name, form in {
            "size": "$people.member",
            "share": "2/3, of: $people.member",
            "max": "[1, 2]",
            "min": "[1, 2]",
            "plus": "[1, 2]",
            "minus": "[2, 1]",
            "times": "[1, 2]",
            "div": "[2, 1]",
        }.items()
    },
    "an n-expression inside size": "count: {of: {kind: meeting, where: [{attendees: {size: {at_least: ⟦{div: [7, 2]}}}}]}, at_least: 1}\n",
    "an n-expression for files": "attest: {files: {⟦max: [1, 2]}}\n",
    "adding in a condition": "count: {of: {kind: meeting, where: [{date: {at_least: ⟦$record.end + 3d}}]}, at_least: 1}\n",
    # references
    "$period in a condition": "count: {of: {kind: meeting, where: [{open: ⟦$period.holiday}]}, at_least: 1}\n",
    "$period as a point": "in: {to: ⟦$period.end}\n" + COUNT,
    "$period as a number": "count: {of: led, at_least: ⟦$period.number}\n",
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_every_form_beyond_the_subset_is_refused_by_name(tmp_path: Path, body: str) -> None:
    errors = refused(tmp_path, body)
    assert [found.code for found in errors] == ["rules.unsupported"], told(errors)
    assert str(params(errors[0])["what"]) in body.replace("⟦", "")


@pytest.mark.parametrize(
    "head",
    [
        pack(selectors_="streak: {kind: meeting, ⟦run: {length: 2, is: [{open: true}], per: chair}}\n"),
        pack(selectors_="lasting: {kind: meeting, where: [{⟦in_force: end}]}\n"),
        pack(effective="⟦effective: {from: 2022-06-01}\n"),
        pack(periods="⟦periods: {term: []}\n"),
        pack(parameters_="soon: {value: ⟦2h}\n"),
        pack(parameters_="soon: {value: 2d, choices: [2d, ⟦48h]}\n"),
        pack(parameters_="half: {value: ⟦{share: 1/2, of: $people.member}}\n"),
        pack(at_risk="at_risk: {lead: ⟦12h}\n"),
    ],
)
def test_beyond_the_subset_in_pack_yaml(tmp_path: Path, head: str) -> None:
    [error] = refused(tmp_path, head=head)
    assert error.code == "rules.unsupported"


def test_a_named_period_of_a_unit_is_not_known_here(tmp_path: Path) -> None:
    [error] = refused(tmp_path, "in: ⟦term\n" + COUNT)
    assert error.code == "rules.period.unknown"


def test_in_the_roster_of_the_examples_too(tmp_path: Path) -> None:
    [error] = refused(tmp_path, head=pack(example_unit="example_unit:\n  ⟦periods: {}\n"))
    assert error.code == "evidence.unsupported"


def test_words_of_the_language_are_free_as_names(tmp_path: Path) -> None:
    """A field may be called `run`: what is refused is a form, not a word."""
    head = PACK.replace("note: text", "note: text\n        run: flag\n        last: text\n        choose: text\n        when: date")
    load(
        tmp_path,
        "count: {of: {kind: meeting, where: [{run: true}, {last: 甲}, {choose: 乙}, {when: {exists: true}}]}, at_least: 1}\n",
        head,
    )
