"""YAML in, plain values with places out: what is read, what is refused, and that the refusal says where and what to do."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction

import pytest
import yaml

from compliance import slips, source
from compliance.errors import Location, Problem
from compliance.readers.yaml_reader import read_yaml
from compliance.slips import MAX_DEPTH
from compliance.source import clean, load
from evidence_kit import codes, params, parse, places


def value(written: str) -> object:
    document, problems = parse(f"a: {written}\n")
    assert document is not None, problems
    assert not problems
    return document.value["a"]


def refused(written: str | bytes) -> list[tuple[str, str]]:
    problems: list[Problem] = []
    assert load(written if isinstance(written, bytes) else written.encode(), "f.yaml", problems) is None
    codes(problems)
    return places(problems)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("Off", "Off"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o7", "0o7"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("+5", "+5"),
        ("2022-02-15", "2022-02-15"),
        ("2026-02-30", "2026-02-30"),
        ("2022-02-15 09:00", "2022-02-15 09:00"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("tRue", "tRue"),
        ("0", 0),
        ("-7", -7),
        ("44607", 44607),
        ("1.10", Fraction(11, 10)),
        ("-0.5", Fraction(-1, 2)),
        ("2.0", 2),
        ("1.", "1."),
        ("'true'", "true"),
        ('"12"', "12"),
        ("''", ""),
        ("'a''b'", "a'b"),
        (" 党组会　", "党组会"),
        ("１２", 12),
        ("2/3", "2/3"),
        ("85%", "85%"),
        ("9" * 30, int("9" * 30)),
        ("9" * 31, "9" * 31),
        ("0." + "3" * 40, "0." + "3" * 40),
        ("|\n  x: 1\n  y", "x: 1\ny"),
        (">\n  x\n  y", "x y"),
        ("[a, [b, {c: 1}], ]", ["a", ["b", {"c": 1}]]),
        ("{}", {}),
        ("[]", []),
        ("=", "="),
        ("<<", "<<"),
        ("a # comment", "a"),
        ("'\u200b王一\ufeff'", "王一"),
    ],
)
def test_a_plain_scalar_is_a_flag_a_number_or_text_as_written(written: str, wanted: object) -> None:
    found = value(written)
    assert found == wanted
    assert type(found) is type(wanted)


def test_text_is_nfkc_and_trimmed_in_keys_too() -> None:
    document, problems = parse("ｉｄ: （甲）\n1: x\ntrue: y\n'on': z\n⽉: ⽇\n")
    assert document is not None
    assert not problems
    assert document.value == {"id": "(甲)", "1": "x", "true": "y", "on": "z", "月": "日"}
    assert clean(" ab ") == "ab"


@pytest.mark.parametrize("written", ["", "\n", "# nothing\n", "---\n", "null\n"])
def test_an_empty_file_has_no_value(written: str) -> None:
    document, problems = parse(written)
    assert document is not None
    assert document.value is None
    assert not problems
    assert document.at("a", 1) == document.at()


def test_a_byte_order_mark_and_crlf_do_not_matter() -> None:
    problems: list[Problem] = []
    document = load("\ufeffa: 1\r\nb: 二\r\n".encode(), "f.yaml", problems)
    assert document is not None
    assert document.value == {"a": 1, "b": "二"}
    assert str(document.at("b")) == "f.yaml:2:4"


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        ("a: 1\nb: 党组会\n".encode("gbk"), "f.yaml:2", "source.gbk"),
        ("a: 党组会".encode("utf-16"), "f.yaml:1", "source.utf16"),
        ("a: abc".encode("utf-16-le"), "f.yaml", "source.utf16"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(128, 256)), "f.yaml", "source.no_text"),
        (b"a: \x81\xff\x81" + bytes(range(128, 256)), "f.yaml:1", "source.encoding"),
        (b"a: 1\nb: \x01\n", "f.yaml:2", "source.control"),
        (b"a: x\x00y and so on\n", "f.yaml:1", "source.control"),
    ],
)
def test_what_is_not_utf8_text_is_refused_and_never_shown_as_mojibake(data: bytes, place: str, code: str) -> None:
    assert refused(data) == [(place, code)]


def test_characters_lost_before_are_named() -> None:
    document, problems = parse("a: 1\nb: 党\ufffd会\n")
    assert document is not None
    assert places(problems) == [("f.yaml:2", "source.damaged")]
    assert problems[0].severity == "warning"


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ("a: 1\n\tb: 2\n", "f.yaml:2:1", "source.tab"),
        ("a:\n\t- x\n", "f.yaml:2:1", "source.tab"),
        ("title: 注意: 你\n", "f.yaml:1:10", "source.colon_in_text"),
        ("- id: m1\n  日期：2022-01-01\n  kind: m\n", "f.yaml:2", "source.colon_wide"),
        ("- id: m1\n  日期：2022-01-01\n", "f.yaml:2", "source.colon_wide"),
        ("- id:1\n  kind: m\n", "f.yaml:1:3", "source.colon_space"),
        ("id:1\nkind: m\n", "f.yaml:1:1", "source.colon_space"),
        ("a: 1\nb：2\n", "f.yaml:2", "source.colon_wide"),
        ("- id: 1\n　　kind: x\n", "f.yaml:2:1", "source.wide_space"),
        ('a: "abc\nb: 1\n', "f.yaml:1", "source.quote_open"),
        ("a: [1, 2\nb: 3\n", "f.yaml:1", "source.list_open"),
        ("a: {x: 1\nb: 3\n", "f.yaml:1", "source.map_open"),
        ("a:\n  b: 1\n c: 2\n", "f.yaml:3:2", "source.indent"),
        ("- a: 1\nb: 2\n", "f.yaml:2:1", "source.indent"),
        ("a: 1\n- b\n", "f.yaml:2:1", "source.indent"),
        ("a: @x\n", "f.yaml:1:4", "source.quote_needed"),
        ("a: **重要**\n", "f.yaml:1:5", "source.quote_needed"),
        ("a: |x\n b\n", "f.yaml:1:5", "source.quote_needed"),
        ('a: "D:\\台账"\n', "f.yaml:1:7", "source.escape"),
        ("a: - b\n", "f.yaml:1:4", "source.list_inline"),
        ('a: "x" y\n', "f.yaml:1:8", "source.text_after"),
        ("a: [x,, y]\n", "f.yaml:1:7", "source.stray"),
        ("a: 1\nb\n", "f.yaml:2", "source.no_colon"),
        ("[", "f.yaml:1", "source.unfinished"),
        ("a: 1\nb: [1,\n\n# c\n", "f.yaml:4", "source.unfinished"),
        ("%FOO\na: 1\n", "f.yaml:1:5", "source.quote_needed"),
        ("a: {b: c: d}\n", "f.yaml:1:9", "source.colon_in_text"),
        ("'a' b\n", "f.yaml:1:5", "source.text_after"),
        ("a: !<x 1\n", "f.yaml:1:7", "source.syntax"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1", "source.documents"),
        ("? [a, b]\n: 1\n", "f.yaml:1:3", "source.key_not_text"),
        ("{x: 1}: 1\n", "f.yaml:1:1", "source.key_not_text"),
        ("a: *x\n", "f.yaml:1:4", "source.alias"),
        ("? *x\n: 1\n", "f.yaml:1:3", "source.alias"),
    ],
)
def test_a_slip_is_named_with_its_place(written: str, place: str, code: str) -> None:
    assert refused(written)[0] == (place, code)


def test_a_long_line_is_cut_in_the_message() -> None:
    problems: list[Problem] = []
    load(("a: - " + "很" * 80).encode(), "f.yaml", problems)
    assert len(params(problems[0])["found"]) == 40


@pytest.mark.parametrize(
    ("written", "wanted", "known"),
    [
        ("a: 1\nb: 2\na: 3\n", [("f.yaml:3:1", "source.duplicate_key")], {"a": 1, "b": 2}),
        ("a: {x: 1, ｘ: 2}\n", [("f.yaml:1:11", "source.duplicate_key")], {"a": {"x": 1}}),
        ("a: &x 1\nb: !!str 5\n", [("f.yaml:1:4", "source.anchor"), ("f.yaml:2:4", "source.tag")], {"a": 1, "b": "5"}),
        ("a: &x {b: 1}\nc: !!map {}\n", [("f.yaml:1:4", "source.anchor"), ("f.yaml:2:4", "source.tag")], {"a": {"b": 1}, "c": {}}),
        ("!k a: 1\n", [("f.yaml:1:1", "source.tag")], {"a": 1}),
        ("'': 1\na: {'　': 2}\n", [("f.yaml:1:1", "source.key_empty"), ("f.yaml:2:5", "source.key_empty")], {"": 1, "a": {"": 2}}),
        (
            "a: {of：x, at_least:2}\n",
            [("f.yaml:1:5", "source.colon_wide"), ("f.yaml:1:11", "source.colon_space")],
            {"a": {"of:x": None, "at_least:2": None}},
        ),
        ("- id: m1\n- id：m2\n", [("f.yaml:2:3", "source.colon_wide")], [{"id": "m1"}, "id:m2"]),
        ("id:1\n", [("f.yaml:1:1", "source.colon_space")], "id:1"),
    ],
)
def test_what_is_refused_without_losing_the_rest(written: str, wanted: list[tuple[str, str]], known: object) -> None:
    document, problems = parse(written)
    assert document is not None
    codes(problems)
    assert places(problems) == wanted
    assert document.value == known


def test_a_duplicate_key_names_both_lines() -> None:
    _, problems = parse("a: 1\nb: 2\na: 3\n")
    assert params(problems[0]) == {"key": "a", "first": "1", "second": "3"}


@pytest.mark.parametrize("written", ["a: 12:30\n", "a: http://x\n", "a: 注意：你\n", "- 12:30\n- C:\\x\n- http://x\n", "'a:b': 1\n"])
def test_a_colon_inside_text_is_no_slip(written: str) -> None:
    assert parse(written)[1] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id:1", "source.colon_space"),
        ("日期：2022", "source.colon_wide"),
        ("- a：b", "source.colon_wide"),
        ("12:30", None),
        ("党组会", None),
        ("http://a", None),
    ],
)
def test_a_mapping_spoilt_by_its_colon_can_be_told(text: str, code: str | None) -> None:
    assert slips.colon_slip(text) == code


def test_everything_wrong_before_the_text_breaks_off_is_reported_at_once() -> None:
    assert refused("a: 1\na: &x 2\nb: *x\nc: [1\n") == [
        ("f.yaml:2:1", "source.duplicate_key"),
        ("f.yaml:2:4", "source.anchor"),
        ("f.yaml:3:4", "source.alias"),
        ("f.yaml:4", "source.list_open"),
    ]


# ---------------------------------------------------------------- bombs


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_before_it_hurts(opening: str) -> None:
    """CSafeLoader segfaults on 25,000 open brackets."""
    assert [code for _, code in refused(opening * 25_000)][-1] in ("source.depth", "source.key_not_text")


def test_the_depth_is_counted_exactly() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []
    assert refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [(f"f.yaml:1:{MAX_DEPTH + 1}", "source.depth")]


def test_an_alias_bomb_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    assert {code for _, code in refused("\n".join(lines))} == {"source.anchor", "source.alias"}


# ---------------------------------------------------------------- places


def test_values_and_keys_have_places_even_where_nothing_is() -> None:
    document, _ = parse("a:\n  b: [1, {c: 2}]\n  d:\n    - e\n", "p/f.yaml")
    assert document is not None
    assert document.at() == Location("p/f.yaml", 1, 1)
    assert str(document.at("a", "b", 1, "c")) == "p/f.yaml:2:14"
    assert str(document.at("a", "b", 1, "c", of_key=True)) == "p/f.yaml:2:11"
    assert str(document.at("a", of_key=True)) == "p/f.yaml:1:1"
    assert str(document.at("a", "b", 1, "nothing", "below")) == "p/f.yaml:2:10"
    assert str(document.at("a", "d", 0)) == "p/f.yaml:4:7"
    assert str(document.at("z", of_key=True)) == "p/f.yaml:1:1"


def test_the_lines_of_records_are_known_without_a_second_look() -> None:
    document, _ = parse("# head\n- a: 1\n  b: 2\n- [x]\n- z\n")
    assert document is not None
    assert document.lines == (2, 4, 5)
    mapping, _ = parse("# head\nx: 1\nrecords:\n- a: 1\n\n- a: [2]\n- a: 3\nother: [1,\n 2]\n")
    assert mapping is not None
    assert mapping.lines == (2,)
    assert mapping.listed == {"records": [4, 6, 7], "other": [8, 9]}
    twice, _ = parse("records: [1,\n 2]\nrecords: [3]\n")
    assert twice is not None
    assert (twice.value, twice.listed) == ({"records": [1, 2]}, {"records": [1, 2]})


@pytest.mark.parametrize(
    "written",
    [
        "- {a: 1, b: [1, {c: 2}]}\n- a: 1\n  b:\n  - 1\n  - c: 2\n\n# remark\n-\n  a: 1\n  b: [1, {c: 2}]\n",
        "- a: |\n    x\n  b: [1, {c: 二}]\n- a: 1\n  b:\n    - 1\n    - c: 2\n",
        "records:\n- {a: 1, b: [1, {c: 2}]}\n-   a: 1\n    b: [1, {c: 2}]\n",
        "records:\n  - {a: 1, b: [1, {c: 2}]}\n  - {a: 1,\n     b: [1,\n {c: 2}]}\nother: 1\n",
        "other: 1\r\nrecords:\r\n  - {a: 1, b: [1, {c: 2}]}\r\n  - {a: 1, b: [1, {c: 2}]}\r\n",
        "- {a: 1, b: [1, {c: 2}]}\u2028- {a: '\u2029', b: [1, {c: 2}]}\n- {a: 1, b: [1, {c: 2}]}",
        "[{a: 1, b: [1, {c: 2}]}, {a: 1, b: [1, {c: 2}]},\n {a: 1, b: [1, {c: 2}]},\n\n {a: 1, b: [1, {c: 2}]}]\n",
        "- - {a: 1, b: [1, {c: 2}]}\n- 1\n-\n",
    ],
)
def test_a_place_in_a_long_list_is_found_in_the_lines_of_its_item(written: str) -> None:
    """As it would be found in the whole text, which is not read again."""
    problems: list[Problem] = []
    document = load(written.encode(), "f.yaml", problems)
    assert document is not None
    prefix = ("records",) if isinstance(document.value, dict) else ()
    raws = read_yaml(written.encode(), "f.yaml", problems)
    for number, (_, where) in enumerate(raws):
        for keys in (("a",), ("b",), ("b", 1, "c"), ("b", 1, "d"), ("x",)):
            for of_key in (False, True):
                assert where(*keys, of_key=of_key) == document.at(*prefix, number, *keys, of_key=of_key)


# ---------------------------------------------------------------- the parser behind


def test_without_libyaml_the_values_and_findings_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most machines have the C parser; a PyYAML built without it is ten times slower and agrees."""
    texts = [
        "a: 1\nb: [x, {y: no}]\n",
        "a: 1\na: 2\n",
        "- id: m\n  日期：1\n",
        "a: - b\n",
        "a: [1\n",
        "a: @x\n",
        "a: \x01\n",
        "[" * 70,
        "a: '1\n",
        "a: x: y\n",
    ]
    with_c = [(document and document.value, places(problems)) for document, problems in map(parse, texts)]
    monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    spec = importlib.util.spec_from_file_location("source_without_libyaml", source.__file__)
    assert spec is not None
    assert spec.loader is not None
    pure = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, pure)
    spec.loader.exec_module(pure)
    assert pure._Parser is yaml.Loader
    without: list[object] = []
    for written in texts:
        problems: list[Problem] = []
        document = pure.load(written.encode(), "f.yaml", problems)
        without.append((document and document.value, places(problems)))
    assert without == with_c
