"""The pack as a whole: files, pack.yaml, `like`, readings, examples; every problem of a run at once (language §1, §11, §12)."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from compliance.errors import NothingToCheck, RuleError
from compliance.examples import example_problems, run_examples
from compliance.model import AtRisk, Count, Duration, Part, Pick, Point, Span, Text
from compliance.review import places, review
from compliance.rulebook import load_pack
from rule_kit import BODY, HEAD, PACK, RULE, load, pack, params, refused, rule, told, warnings, write

SHIPPED = Path(__file__).parent.parent / "rules" / "party-building-2022"


def more(*rules: str) -> str:
    """A second list with more obligations, each the lines below its `- id:`."""
    return HEAD.replace("duties", "others") + "".join(RULE.replace("R1", f"R{number}") + text for number, text in enumerate(rules, 2))


# ---------------------------------------------------------------- files


def test_the_shipped_pack_loads_without_a_remark() -> None:
    built = load_pack(SHIPPED)
    assert built.problems == ()
    assert list(built.lists) == ["secretary", "member"]
    assert built.span == Span(date(2022, 1, 1), date(2022, 12, 31))
    assert len(built.digest) == 64


def test_no_pack(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    write(tmp_path / "lists only", {"a.yaml": rule()})
    for folder in (tmp_path / "nowhere", tmp_path / "file", tmp_path, tmp_path / "lists only"):
        with pytest.raises(NothingToCheck) as caught:
            load_pack(folder)
        [only] = caught.value.problems
        assert (only.code, str(only.at)) == ("rules.pack.absent", str(folder))


@pytest.mark.parametrize("files", [{}, {"a.yaml": HEAD.replace("obligations:", "obligations: []")}])
def test_a_pack_without_an_obligation_is_never_green(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(NothingToCheck) as caught:
        load_pack(write(tmp_path / "test-pack", {"pack.yaml": PACK, **files}))
    assert [found.code for found in caught.value.problems] == ["rules.pack.empty"]


def test_an_empty_list_beside_others_is_told(tmp_path: Path) -> None:
    empty = HEAD.replace("duties", "others").replace("obligations:", "obligations: []")
    assert "rules.list.empty" in warnings(load(tmp_path, b_yaml=empty))


@pytest.mark.parametrize(
    ("content", "code", "at"),
    [
        (HEAD.encode("gb18030"), "source.gbk", "a.yaml:2"),
        (HEAD.encode("utf-16"), "source.utf16", "a.yaml:1"),
        (b"list: &a duties\n", "source.anchor", "a.yaml:1:7"),
        (b"list: *a\n", "source.alias", "a.yaml:1:7"),
        ("list：duties\n".encode(), "source.colon_wide", "a.yaml:1:1"),
        (b"list: [a\n", "source.list_open", "a.yaml:1"),
        (b"\tlist: a\n", "source.tab", "a.yaml:1:1"),
    ],
)
def test_what_the_parser_refuses_has_its_place(tmp_path: Path, content: bytes, code: str, at: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_pack(write(tmp_path / "test-pack", {"pack.yaml": PACK, "a.yaml": content}))
    found = {(p.code, str(p.at).split("/")[1]) for p in caught.value.problems}
    assert (code, at) in found, told(caught.value.problems)


def test_a_key_written_twice(tmp_path: Path) -> None:
    errors = refused(tmp_path, "count: {of: any_meeting, at_least: 1}\n⟦count: {of: led, at_least: 2}\n")
    assert [found.code for found in errors] == ["source.duplicate_key"]


@pytest.mark.parametrize("content", ["[]", "just a text", "- id: R1\n"])
def test_a_list_file_that_is_no_mapping(tmp_path: Path, content: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, b_yaml=content)
    [error] = caught.value.problems
    assert (error.code, error.at.path) == ("rules.value.type", "test-pack/b.yaml")


def test_an_empty_file(tmp_path: Path) -> None:
    for files in ({"a.yaml": rule(), "pack.yaml": PACK, "b.yaml": "# nothing yet\n"}, {"b.yaml": rule(), "pack.yaml": ""}):
        with pytest.raises(RuleError) as caught:
            load_pack(write(tmp_path / f"pack {len(files)}", files))
        assert [found.code for found in caught.value.problems] == ["rules.file.empty"]


def test_a_pack_yaml_that_is_no_mapping_or_lacks_its_head(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, head="[]")
    assert [found.code for found in caught.value.problems] == ["rules.value.type"]
    errors = refused(tmp_path, head="⟦" + pack(title="", pack="").lstrip())
    assert [(found.code, params(found)["key"]) for found in errors] == [("rules.key.missing", "pack"), ("rules.key.missing", "title")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "test-pack", {"pack.yaml": PACK, "a.yaml": rule()})
    (folder / "x.yaml").mkdir()
    (folder / "y.yaml").symlink_to(folder / "nowhere.yaml")
    with pytest.raises(RuleError) as caught:
        load_pack(folder)
    assert [(found.code, str(found.at)) for found in caught.value.problems] == [
        ("rules.file.unreadable", "test-pack/x.yaml"),
        ("rules.file.unreadable", "test-pack/y.yaml"),
    ]


def test_a_pack_yaml_that_cannot_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "test-pack", {"a.yaml": rule()})
    (folder / "pack.yaml").mkdir()
    with pytest.raises(RuleError) as caught:
        load_pack(folder)
    assert [found.code for found in caught.value.problems] == ["rules.file.unreadable"]


def test_every_yaml_file_is_read_whatever_its_ending_and_nothing_else(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "test-pack",
        {
            "pack.yaml": PACK,
            "a.YML": rule(),
            "b.yml": more("  bearer: member\n  count: {of: led, at_least: 1}\n"),
            ".#c.yaml": "spoilt: [",
            "~$c.yaml": "spoilt: [",
            "README.md": "spoilt: [",
        },
    )
    assert [one.id for one in load_pack(folder).obligations] == ["R1", "R2"]


def test_places_name_the_folder_also_for_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "test-pack", {"pack.yaml": PACK, "a.yaml": rule()})
    monkeypatch.chdir(folder)
    assert load_pack(Path()).obligations[0].source.at.path == "test-pack/a.yaml"
    assert os.fspath(Path()) == "."


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one, other, again = load(tmp_path / "1"), load(tmp_path / "2", BODY + "late: refuse\n"), load(tmp_path / "3")
    assert one.digest == again.digest != other.digest


# ---------------------------------------------------------------- all problems at once


def test_all_problems_of_a_run_at_once(tmp_path: Path) -> None:
    head = pack(parameters_="unsaid: ⟦{value: 1, stated: false}", selectors_="typo: {kind: meeting, where: [{⟦tpye: 党组会}]}")
    other = more(
        "  bearer: ⟦membr\n  in: ⟦quater\n  count: {of: ⟦lad, at_least: ⟦0}\n",
        "  bearer: member\n  spacing: ⟦{}\n  ⟦cuont: {of: led, at_least: 1}\n",
        "  bearer: member\n  ⟦late:\n  count: {of: led, at_least: ⟦多次}\n".replace("⟦多次", "多次"),
    )
    errors = refused(
        tmp_path, "count: {of: any_meeting, at_least: ⟦1/2}\n", head, b_yaml=other, c_yaml="⟦list: third\ntitle: {zh: 三, en: three}\n"
    )
    assert [(found.code, found.at.path.split("/")[1]) for found in errors] == [
        ("rules.bound.ratio", "a.yaml"),
        ("rules.role.unknown", "b.yaml"),
        ("rules.period.unknown", "b.yaml"),
        ("rules.selector.unknown", "b.yaml"),
        ("rules.bound.trivial", "b.yaml"),
        ("rules.key.missing", "b.yaml"),
        ("rules.key.unknown", "b.yaml"),
        ("rules.value.empty", "b.yaml"),
        ("rules.key.missing", "c.yaml"),
        ("rules.parameter.why", "pack.yaml"),
        ("rules.field.unknown", "pack.yaml"),
    ]


def test_a_wrong_selector_is_told_once_however_often_it_is_used(tmp_path: Path) -> None:
    head = pack(selectors_="bad: {kind: meeting, where: [{chair: ⟦王一}]}")
    errors = refused(tmp_path, "all_of: [{count: {of: bad, at_least: 1}}, {count: {of: {is: bad}, at_most: 3}}]\n", head)
    assert [found.code for found in errors] == ["rules.person.constant"]


# ---------------------------------------------------------------- what pack.yaml declares

HEADS = [
    (pack(year="year: ⟦'2022'\n"), "rules.value.type", {"found": "2022", "wanted": ("整数", "a whole number")}),
    (pack(year="year: ⟦22\n"), "rules.year", {"found": "22"}),
    (pack(year="year: ⟦0\n"), "rules.year", {}),
    ("⟦" + pack(year=""), "rules.span.form", {}),
    ("⟦" + pack(span="span: {from: 2022-01-01, to: 2022-12-31}\n"), "rules.span.form", {}),
    (pack(year="span: ⟦{from: 2022-12-31, to: 2022-01-01}\n"), "rules.span.order", {}),
    (pack(year="span: {from: ⟦20220101, to: 2022-12-31}\n"), "rules.value.text", {}),
    (pack(year="span: {from: ⟦'20220101', to: 2022-12-31}\n"), "rules.date.malformed", {"found": "20220101"}),
    (pack(year="span: {from: 2022-01-01, to: ⟦2022-02-30}\n"), "rules.point.impossible", {"found": "2022-02-30"}),
    (pack(calendar="calendar: ⟦us\n"), "rules.value.choice", {"choices": "cn, weekdays"}),
    (pack(lists="lists: [duties, ⟦dutys]\n"), "rules.list.unknown", {"found": "dutys", "hint": "duties"}),
    (pack(rolls="⟦rolls: {}\n"), "rules.key.unknown", {"found": "rolls", "hint": "roles"}),
    (pack(roles_="boss: {title: {zh: 头}}".replace("{zh", "⟦{zh")), "rules.key.missing", {"key": "en"}),
    (pack(roles_="boss: ⟦头"), "rules.value.type", {}),
    (pack(roles_="⟦a boss: {title: {zh: 头, en: boss}}"), "rules.name.form", {"found": "a boss"}),
    (pack(roles_="boss: {title: {zh: 头, en: boss}, one_holder: ⟦是}"), "rules.value.type", {"wanted": ("true 或 false", "true or false")}),
    (pack(parameters_="p: ⟦{value: 1, stated: false}"), "rules.parameter.why", {"found": "p"}),
    (pack(parameters_="p: ⟦{stated: true}"), "rules.key.missing", {"key": "value"}),
    (pack(parameters_="p: {⟦value: }"), "rules.value.empty", {"key": "value"}),
    (pack(parameters_="p: {value: ⟦{a: 1}}"), "rules.value.simple", {"found": "{a: 1}"}),
    (pack(parameters_="p: {value: ⟦2022-02-30}"), "rules.point.impossible", {}),
    (pack(parameters_="p: {value: ⟦3, choices: [1, 2]}"), "rules.parameter.choice", {"found": "p"}),
    (pack(parameters_="p: {value: 30d, choices: [30d, ⟦2m]}"), "rules.parameter.kind", {"found": "30d", "other": "p"}),
    (pack(parameters_="p: {value: 30d, choices: [30d, ⟦30]}"), "rules.parameter.kind", {}),
    (pack(parameters_="p: {value: 3, range: [1, ⟦5d]}"), "rules.parameter.kind", {}),
    (pack(parameters_="p: {value: 3, ⟦range: [1]}"), "rules.parameter.range", {"found": "p"}),
    (pack(parameters_="p: {value: 甲, ⟦range: [甲, 乙]}"), "rules.parameter.range", {}),
    (pack(parameters_="p: {value: [1], ⟦range: [[1], [a]]}"), "rules.parameter.range", {}),
    (pack(parameters_="p: {value: ⟦9, range: [1, 5]}"), "rules.parameter.outside", {"found": "p"}),
    (pack(parameters_="p: {value: ⟦12-31, range: [01-01, 06-30]}"), "rules.parameter.outside", {}),
    (pack(parameters_="p: {value: 2, choices: [1, 2], ⟦range: [1, 5]}"), "rules.parameter.both", {"found": "p"}),
    (pack(parameters_="⟦p.q: {value: 2}"), "rules.name.form", {"found": "p.q"}),
    (pack(parameters_="p: {value: 2, ⟦choises: [1]}"), "rules.key.unknown", {"hint": "choices"}),
    (pack(sets_="s: [a, ⟦{name: b}, ⟦[c], ⟦5]"), "rules.set.item", {}),
    (pack(sets_="s: ⟦a"), "rules.value.type", {"wanted": ("列表（每项以“-”开头）", "a list")}),
    (
        pack(
            vocabulary="vocabulary:\n  kinds:\n    finding: {title: {zh: 问, en: f}, fields: {closed_on: date}}\n    meeting:\n"
            "      {title: {zh: 会, en: m}, fields: {chair: person, attendees: list of person, about: ref, x: ⟦txt}}\n"
        ),
        "rules.type.unknown",
        {"found": "txt", "hint": "text"},
    ),
    (PACK.replace("note: text", "note: ⟦list of list of text"), "rules.type.unknown", {"found": "list of list of text"}),
    (PACK.replace("note: text", "note: ⟦{type: term}"), "rules.type.terms", {"found": "note"}),
    (PACK.replace("note: text", "note: ⟦{type: list of row}"), "rules.type.fields", {"found": "note"}),
    (PACK.replace("note: text", "note: {type: text, ⟦terms: topic}"), "rules.type.extra", {"found": "terms", "wants": "term"}),
    (PACK.replace("note: text", "note: {type: person, ⟦kind: meeting}"), "rules.type.extra", {"found": "kind", "wants": "ref"}),
    (PACK.replace("note: text", "note: {type: term, terms: ⟦topics}"), "rules.terms.unknown", {"found": "topics", "hint": "topic"}),
    (PACK.replace("kind: meeting}\n", "kind: ⟦meating}\n"), "rules.kind.unknown", {"hint": "meeting"}),
    (PACK.replace("note: text", "⟦date: text"), "rules.field.builtin", {"found": "date"}),
    (PACK.replace("note: text", "⟦a.b: text"), "rules.name.form", {"found": "a.b"}),
    (PACK.replace("note: text", "note: ⟦[text]"), "rules.value.type", {}),
    (PACK.replace("  person: {", "  person: {⟦roles: text, "), "rules.field.builtin", {"found": "roles"}),
    (PACK.replace("  place: {", "  place: {⟦name: text, "), "rules.field.builtin", {"found": "name"}),
    (
        PACK.replace("    finding:\n", "    ⟦attestation: {title: {zh: 证, en: a}}\n    finding:\n"),
        "rules.kind.builtin",
        {"found": "attestation"},
    ),
    (PACK.replace("meeting_type: [党组会, ", "meeting_type: [党组会, ⟦5, "), "rules.value.text", {"found": "5"}),
    (pack(policy="policy: ⟦[]\n"), "rules.value.type", {}),
    (pack(policy="policy: {⟦verdicts: []}\n"), "policy.stage", {"found": "verdicts", "hint": "verdict"}),
    (pack(policy="policy: {verdict: [{id: x, when: {truth: ⟦broken}, then: fail}]}\n"), "policy.value", {"found": "broken"}),
    (
        pack(example_unit="example_unit: {people: {wang1: {name: 王一, roles: [{role: ⟦boss}]}}}\n"),
        "evidence.role_unknown",
        {"found": "boss"},
    ),
    (pack(at_risk="at_risk: {lead: ⟦14days}\n"), "rules.duration.malformed", {"hint": "14d"}),
    (pack(source="source: {file: ⟦nowhere.txt}\n"), "coverage.source.unreadable", {}),
]


@pytest.mark.parametrize(("head", "code", "names"), HEADS)
def test_pack_yaml(tmp_path: Path, head: str, code: str, names: dict[str, object]) -> None:
    errors = refused(tmp_path, head=head)
    assert {found.code for found in errors} == {code}, told(errors)
    assert names.items() <= params(errors[0]).items()


def test_what_pack_yaml_may_declare(tmp_path: Path) -> None:
    head = pack(
        year="span: {from: 2021-07-01, to: 2022-06-30}\n",
        calendar="calendar: weekdays\n",
        at_risk="at_risk: {lead: 30d, margin: 2wd, after: 80%}\n",
        sets_="waters: [{id: 河一, name: 一号河}, 河二]",
        parameters_="low: {value: 02-28, stated: false, why: 没写, range: [01-31, next 01-10]}\n"
        "word: {value: 党组会, choices: [党组会, 部署会]}",
    )
    built = load(tmp_path, "bearer: member\ncount: {of: any_meeting, at_least: 1}\n", head)
    assert (built.span, built.calendar) == (Span(date(2021, 7, 1), date(2022, 6, 30)), "weekdays")
    assert built.obligations[0].at_risk == AtRisk(Duration(days=30), Duration(workdays=2), Fraction(4, 5))
    assert built.sets["waters"] == ({"id": "河一", "name": "一号河"}, "河二")
    low = built.parameters["low"]
    assert isinstance(low.at_least, Point)
    assert (low.shown, low.stated, low.why) == ("02-28", False, Text("没写", "没写"))
    assert built.vocabulary.kinds["meeting"].fields["agenda"].many
    assert "attestation" in built.vocabulary.kinds


def test_what_nothing_uses_is_told(tmp_path: Path) -> None:
    built = load(
        tmp_path,
        "in: {to: $param.feb}\ncount: {of: {is: led, where: [agenda.topic: $set.topics]}, at_least: 1}\n",
        PACK.replace("    topic: [", "    spare: [甲]\n    topic: ["),
    )
    unused = {str(params(found)["found"]) for found in built.problems if found.code == "rules.unused"}
    assert unused == {
        "twice",
        "prompt",
        "often",
        "kind_of_meeting",
        "share",
        "communities",
        "any_meeting",
        "with_each",
        "finding",
        "closed",
        "answer",
        "spare",
    }


def test_where_a_list_is_spoilt_nothing_is_called_unused(tmp_path: Path) -> None:
    [error] = refused(tmp_path, b_yaml=more("  bearer: member\n  ⟦cuont: {of: led, at_least: 1}\n"))
    assert error.code == "rules.key.unknown"


# ---------------------------------------------------------------- lists, ids, articles, quotations


def test_lists_stand_in_the_order_that_the_pack_gives(tmp_path: Path) -> None:
    other = more("  bearer: member\n  count: {of: led, at_least: 1}\n")
    assert [one.list for one in load(tmp_path / "1", b_yaml=other).obligations] == ["duties", "others"]
    assert [one.list for one in load(tmp_path / "2", head=pack(lists="lists: [others]\n"), b_yaml=other).obligations] == [
        "others",
        "duties",
    ]


def test_two_lists_of_one_name(tmp_path: Path) -> None:
    [error] = refused(tmp_path, b_yaml=more("  bearer: member\n  count: {of: led, at_least: 1}\n").replace("others", "⟦duties"))
    assert (error.code, params(error)["other"]) == ("rules.list.duplicate", "test-pack/a.yaml")


def test_an_id_used_twice_hides_nothing_of_the_second(tmp_path: Path) -> None:
    other = more("  bearer: member\n  count: {of: led, at_least: 1}\n").replace("R2", "⟦R1").replace("article: 一", "article: ⟦七")
    errors = refused(tmp_path, b_yaml=other)
    assert [found.code for found in errors] == ["rules.id.duplicate", "rules.article.unknown"]
    assert params(errors[0])["other"] == "test-pack/a.yaml:5:7"
    assert params(errors[1])["hint"] == "一"


def test_quotations_stand_in_the_source(tmp_path: Path) -> None:
    head = pack(source="source: {title: 责任清单, file: list.txt}\n")
    folder = write(tmp_path / "test-pack", {"list.txt": "每 年 至少\n开  会两次".encode()})
    assert folder
    load(tmp_path, head=head)
    spare = head + "not_obligations:\n- {quote: 每年, why: {zh: 无, en: none}}\n- {quote: 每月, why: {zh: 无, en: none}}\n"
    other = more("  bearer: member\n  count: {of: led, at_least: 1}\n").replace("quote: 开会", "quote: 开三次会")
    loaded = load(tmp_path, head=spare, b_yaml=other)
    told = [found for found in review(loaded, places(folder)) if found.code.startswith("rules.quote")]
    assert [(found.severity, params(found)["found"]) for found in told] == [("error", "开三次会"), ("error", "每月")]
    (folder / "b.yaml").unlink()
    write(folder, {"list.txt": "一、每年至少开会".encode()})
    told = [found for found in review(load(tmp_path, head=head), places(folder)) if found.code.startswith("rules.quote")]
    assert not told
    write(folder, {"list.txt": "开会".encode("gb18030")})
    errors = refused(tmp_path, head=head.replace("list.txt", "⟦list.txt"))
    assert [found.code for found in errors] == ["source.gbk"]
    (folder / "list.txt").unlink()
    errors = refused(tmp_path, head=head.replace("list.txt", "⟦list.txt"))
    assert [found.code for found in errors] == ["coverage.source.unreadable"]


@pytest.mark.parametrize(
    "form", ["why: {zh: 无, en: none}", "quote: 开会, to: 会", "from: 开, to: 会", "from: 开, letters: 2", "to: 会, letters: 2"]
)
def test_a_passage_is_quoted_or_named_by_its_ends_and_its_length(tmp_path: Path, form: str) -> None:
    whole = form if "why" in form else form + ", why: {zh: 无, en: none}"
    [error] = refused(tmp_path, head=pack() + "not_obligations:\n- ⟦{" + whole + "}\n")
    assert error.code == "rules.passage.form"


# ---------------------------------------------------------------- like


def test_like_copies_and_own_keys_replace_whole_keys(tmp_path: Path) -> None:
    body = (
        "bearer: member\nmodality: should\nlate: refuse\nat_risk: {lead: 3d}\ntenure: end\nunclear: 问\n"
        "in: {from: 02-01, to: 02-28}\ncount: {of: led, at_least: 1, at_most: 9}\n"
    )
    other = more(
        "  like: R1\n",
        "  like: R2\n  in: {to: 03-31}\n  count: {of: any_meeting, exactly: 3}\n  at_risk: {margin: 1d}\n",
        "  like: R3\n  attest: {}\n  modality: must\n",
    )
    first, second, third, fourth = load(tmp_path, body, b_yaml=other).obligations
    assert second.readings[""] == first.readings[""]
    assert (second.id, second.list, second.late) == ("R2", "others", "refuse")
    window = third.readings[""].window
    assert window is not None
    assert window.start is None
    assert isinstance(window.end, Point)
    kind = third.readings[""].kind
    assert isinstance(kind, Count)
    assert [bound.op for bound in kind.bounds] == ["exactly"]
    assert third.at_risk == AtRisk(Duration(days=14), Duration(days=1))
    assert third.modality == "should"
    assert (fourth.modality, type(fourth.readings[""].kind).__name__, fourth.tenure) == ("must", "Attest", ("end",))


def test_the_kind_is_one_slot_and_readings_fill_it_too(tmp_path: Path) -> None:
    other = more(
        "  like: R1\n  readings: {default: a, a: {count: {of: led, at_least: 1}}, b: {count: {of: led, at_least: 2}}}\n",
        "  like: R2\n  every: {of: led, must: [open: true]}\n",
    )
    _, second, third = load(tmp_path, b_yaml=other).obligations
    assert set(second.readings) == {"a", "b"}
    assert second.default_reading == "a"
    assert set(third.readings) == {""}
    assert third.default_reading == ""


def test_what_was_copied_is_reported_where_it_stands(tmp_path: Path) -> None:
    other = more("  like: R1\n  count: {of: led, at_least: ⟦0}\n", "  like: R1\n  bearer: ⟦boss\n")
    errors = refused(
        tmp_path,
        "bearer: secretary\nin: ⟦quater\ncount: {of: ⟦lad, at_least: 1}\nexamples: []\n".replace("examples: []\n", ""),
        b_yaml=other,
    )
    assert [found.code for found in errors] == [
        "rules.period.unknown",
        "rules.selector.unknown",
        "rules.bound.trivial",
        "rules.role.unknown",
    ]


def test_copied_examples_keep_their_place(tmp_path: Path) -> None:
    built = load(
        tmp_path,
        b_yaml=HEAD.replace("duties", "others")
        + "- id: R2\n  like: R1\n  title: {zh: 二, en: two}\n  source: {article: 一, quote: 开会}\n",
    )
    assert [example.at.path for example in built.obligations[1].examples] == ["test-pack/a.yaml"] * 2
    assert str(built.obligations[1].source.at) == "test-pack/b.yaml:5:3"


def test_like_that_leads_nowhere_or_round(tmp_path: Path) -> None:
    other = more("  like: ⟦R3\n", "  like: ⟦R2\n", "  like: R2\n", "  like: ⟦R9\n", "  like: R5\n", "  like: ⟦R7\n")
    errors = refused(tmp_path, b_yaml=other)
    assert [(found.code, params(found).get("path")) for found in errors] == [
        ("rules.cycle", "R2 → R3 → R2"),
        ("rules.cycle", "R3 → R2 → R3"),
        ("rules.like.unknown", None),
        ("rules.cycle", "R7 → R7"),
    ]


def test_a_rule_like_a_spoilt_one_is_not_blamed(tmp_path: Path) -> None:
    errors = refused(tmp_path, "bearer: secretary\n⟦cuont: {of: led, at_least: 1}\n", b_yaml=more("  like: R1\n", "  like: R2\n"))
    assert [found.code for found in errors] == ["rules.key.unknown"]
    with pytest.raises(RuleError) as caught:
        load(tmp_path, b_yaml=more("  like: Z1\n"), c_yaml="a: [")
    assert {found.code for found in caught.value.problems} == {"source.unfinished"}, told(caught.value.problems)


# ---------------------------------------------------------------- readings

READINGS = [
    ("readings: ⟦{a: {count: {of: led, at_least: 1}}}\n", "rules.reading.default", {"choices": "a"}),
    ("readings: ⟦{default: b, a: {count: {of: led, at_least: 1}}}\n", "rules.reading.default", {}),
    ("readings: ⟦{}\n", "rules.reading.default", {"choices": "–"}),
    ("readings: ⟦{default: {count: {of: led, at_least: 1}}, a: {count: {of: led, at_least: 1}}}\n", "rules.reading.default", {}),
    ("readings: {default: a, a: ⟦led}\n", "rules.reading.form", {"found": "led"}),
    ("readings: {default: a, a: ⟦{in: year}}\n", "rules.kind.none", {}),
    ("readings: {default: a, a: {⟦attest: {}}}\n", "rules.attest.part", {}),
    ("readings: {default: a, a: {count: {of: led, at_least: 1}, ⟦late: accept}}\n", "rules.key.unknown", {"found": "late"}),
    (
        "⟦count: {of: led, at_least: 1}\nreadings: {default: a, a: {count: {of: led, at_least: 1}}}\n",
        "rules.reading.beside",
        {"found": "count"},
    ),
    (
        "⟦for_each: {role: member}\nreadings: {default: a, a: {count: {of: led, at_least: 1}}}\n",
        "rules.reading.beside",
        {"found": "for_each"},
    ),
    ("in: ⟦{within: 3d}\nreadings: {default: a, a: {count: {of: led, at_least: 1}}}\n", "rules.window.trigger", {}),
    ("readings: ⟦count\n", "rules.value.type", {}),
]


@pytest.mark.parametrize(("body", "code", "names"), READINGS)
def test_readings(tmp_path: Path, body: str, code: str, names: dict[str, object]) -> None:
    [error] = refused(tmp_path, body)
    assert error.code == code
    assert names.items() <= params(error).items()


def test_a_reading_takes_the_window_of_the_rule_unless_it_has_its_own(tmp_path: Path) -> None:
    body = (
        "in: quarter\nreadings: {default: a, a: {count: {of: led, at_least: 1}},"
        " b: {in: {to: {latest: [02-28, 03-01]}}, count: {of: led, at_least: 2}}}\n"
    )
    first, second = load(tmp_path, body, b_yaml=more("  like: R1\n  in: month\n")).obligations
    windows = {(one.id, name): reading.window for one in (first, second) for name, reading in one.readings.items()}
    assert [getattr(windows[key], "each", None) for key in (("R1", "a"), ("R2", "a"))] == ["quarter", "month"]
    assert isinstance(first.readings["b"], Part)
    assert isinstance(getattr(windows["R1", "b"], "end", None), Pick)
    [error] = refused(tmp_path, body, b_yaml=more("  like: R1\n  in: ⟦moth\n"))
    assert error.code == "rules.period.unknown"


# ---------------------------------------------------------------- examples

EXAMPLES = [
    ("[{as_of: ⟦2022-13-01, want: pass}]", "rules.point.impossible", {"found": "2022-13-01"}),
    ("[{as_of: ⟦2022年底, want: pass}]", "rules.date.malformed", {}),
    ("[{as_of: ⟦20221231, want: pass}]", "rules.value.text", {}),
    ("[{as_of: 2022-12-31, want: ⟦passed}]", "rules.value.choice", {"found": "passed", "hint": "pass"}),
    ("[{as_of: 2022-12-31, want: pass, code: ⟦count.meet}]", "rules.example.code", {"found": "count.meet", "hint": "count.met"}),
    ("[{as_of: 2022-12-31, want: pass, code: ⟦[count.met, short]}]", "rules.example.code", {"found": "short"}),
    ("[{as_of: 2022-12-31, want: pass, code: ⟦1}]", "rules.value.text", {}),
    ("[{as_of: 2022-12-31, want: pass, shown: ⟦true}]", "rules.example.shown.want", {"found": "pass"}),
    ("[{as_of: 2022-12-31, want: attested, shown: ⟦yes}]", "rules.value.type", {}),
    ("[⟦{as_of: 2022-12-31, want: attested, shown: true}]", "rules.example.shown.proxy", {"rule": "R1"}),
    ("[⟦{want: pass}]", "rules.key.missing", {"key": "as_of"}),
    ("[{as_of: 2022-12-31, want: pass, ⟦record: []}]", "rules.key.unknown", {"hint": "records"}),
    ("[{as_of: 2022-12-31, want: pass, records: [⟦m1]}]", "rules.value.type", {}),
    ("⟦{as_of: 2022-12-31, want: pass}", "rules.value.type", {}),
]


@pytest.mark.parametrize(("written", "code", "names"), EXAMPLES)
def test_examples(tmp_path: Path, written: str, code: str, names: dict[str, object]) -> None:
    both = "{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}"
    lines = RULE.replace(f"[{both}]", written if written.startswith("⟦{") else f"[{both}, {written[1:]}")
    [error] = refused(tmp_path, a_yaml=HEAD + lines + "  bearer: member\n  count: {of: led, at_least: 1}\n")
    assert error.code == code
    assert names.items() <= params(error).items()


MEETING = "{id: m1, kind: meeting, date: 2022-03-01, chair: wang1}"


def examined(
    tmp_path: Path, examples: str, body: str = "bearer: secretary\ncount: {of: led, at_least: 1}\n", head: str = PACK
) -> list[str]:
    lines = HEAD + RULE.split("  examples")[0] + f"  examples: [{examples}]\n" + "".join(f"  {line}\n" for line in body.splitlines())
    built = load(tmp_path, head=head, a_yaml=lines)
    return told(list(example_problems(built))).splitlines()


def test_an_example_must_give_its_verdict(tmp_path: Path) -> None:
    right = f"{{as_of: 2022-12-31, want: pass, records: [{MEETING}]}}, {{as_of: 2023-01-01, want: fail}}"
    assert examined(tmp_path, right) == []
    wrong = (
        f"{{as_of: 2022-12-31, want: fail, records: [{MEETING}]}}, {{as_of: 2022-12-31, want: pass, records: [{{id: m1, kind: meating}}]}}"
    )
    problems = examined(tmp_path, wrong)
    assert problems[0] == "test-pack/a.yaml:8:14: error rules.example.verdict: R1: the example wants “fail”, but the rule gives “pass”"
    assert problems[1].startswith("test-pack/a.yaml:8:172: error evidence.kind_unknown")
    assert problems[-1].startswith("test-pack/a.yaml:8:115: error rules.example.error")


def test_an_example_may_change_the_roster_and_name_the_instance(tmp_path: Path) -> None:
    roster = "unit: {people: {li2: {roles: [{role: secretary}]}, wang1: {roles: [{role: member}]}}}"
    examples = (
        f"{{as_of: 2023-01-01, want: fail, {roster}, records: [{MEETING}]}}, "
        f"{{as_of: 2022-12-31, want: pass, bearer: wang1, {roster}, records: [{MEETING}]}}"
    )
    assert examined(tmp_path, examples, "bearer: {each: secretary}\ncount: {of: any_meeting, at_least: 1}\n")[0].endswith(
        "“fail”, but the rule gives “pass”"
    )
    nobody = "{as_of: 2022-12-31, want: pass, bearer: nobody}, {as_of: 2023-01-01, want: fail}"
    assert "gives “error”" in examined(tmp_path, nobody)[0]


def test_a_selector_that_no_example_matches_is_told(tmp_path: Path) -> None:
    examples = f"{{as_of: 2022-12-31, want: pass, records: [{MEETING}]}}, {{as_of: 2023-01-01, want: fail}}"
    body = "bearer: secretary\nany_of: [{count: {of: led, at_least: 1}}, {for_each: {role: member}, count: {of: with_each, at_least: 1}}]\n"
    problems = examined(tmp_path, examples, body)
    assert problems == [
        "test-pack: warning rules.selector.unmatched: the selector “with_each” matches no record in any example: is it right?"
    ]


def test_every_example_is_run(tmp_path: Path) -> None:
    built = load_pack(SHIPPED)
    outcomes = list(run_examples(built))
    assert len(outcomes) == sum(len(one.examples) for one in built.obligations)
    assert all(outcome.holds for outcome in outcomes)
    assert not [found for found in example_problems(built) if found.severity == "error"]
