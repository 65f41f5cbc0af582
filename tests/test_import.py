"""`compliance import`: a constraint means here what its definition says of a trace; logs are read whole or refused with their places."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from compliance.check import check, run
from compliance.cli import main
from compliance.evidence import load
from compliance.pack_test import show
from compliance.review import places, review
from compliance.rulebook import load_pack

AFTER = date(2023, 1, 1)
SPAN = ["--span", "2022-01-01/2022-12-31"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def model(text: str, folder: str = "rules/mine") -> int:
    Path("m.decl").write_text(text, encoding="utf-8")
    return main(["import", "decl", "m.decl", folder, *SPAN, "--lang", "en"])


def event(activity: str, time: str, more: str = "") -> str:
    return f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/>{more}</event>'


def log(*traces: tuple[str, str], name: str = "l.xes", head: str = "") -> Path:
    """A log of traces, each with its name and its events."""
    body = "\n".join(f'<trace><string key="concept:name" value="{case}"/>{events}</trace>' for case, events in traces)
    path = Path(name)
    root = '<log xmlns="http://www.xes-standard.org/">'
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>{head}\n{root}\n{body}\n</log>', encoding="utf-8")
    return path


def imported(*words: str) -> int:
    return main(["import", *words, "--lang", "en"])


# ---------------------------------------------------------------- each template, by its definition

Definition = Callable[[str], bool]


def form(pattern: str) -> Definition:
    """The regular expressions by which the literature defines the templates on strings."""
    return lambda word: re.fullmatch(pattern, word) is not None


DEFINITIONS: dict[str, Definition] = {
    "Existence[a]": lambda word: word.count("a") >= 1,
    "Existence2[a]": lambda word: word.count("a") >= 2,
    "Absence[a]": lambda word: "a" not in word,
    "Absence3[a]": lambda word: word.count("a") < 3,
    "Exactly2[a]": lambda word: word.count("a") == 2,
    "Init[a]": form("a.*"),
    "End[a]": form(".*a"),
    "Choice[a, b]": form(".*[ab].*"),
    "Exclusive Choice[a, b]": lambda word: ("a" in word) != ("b" in word),
    "Responded Existence[a, b]": form("[^a]*((a.*b.*)|(b.*a.*))*[^a]*"),
    "Co-Existence[a, b]": form("[^ab]*((a.*b.*)|(b.*a.*))*[^ab]*"),
    "Response[a, b]": form("[^a]*(a.*b)*[^a]*"),
    "Alternate Response[a, b]": form("[^a]*(a[^a]*b[^a]*)*[^a]*"),
    "Chain Response[a, b]": form("[^a]*(ab[^a]*)*[^a]*"),
    "Precedence[a, b]": form("[^b]*(a.*b)*[^b]*"),
    "Alternate Precedence[a, b]": form("[^b]*(a[^b]*b[^b]*)*[^b]*"),
    "Chain Precedence[a, b]": form("[^b]*(ab[^b]*)*[^b]*"),
    "Succession[a, b]": form("[^ab]*(a.*b)*[^ab]*"),
    "Alternate Succession[a, b]": form("[^ab]*(a[^ab]*b[^ab]*)*[^ab]*"),
    "Chain Succession[a, b]": form("[^ab]*(ab[^ab]*)*[^ab]*"),
    "Not Co-Existence[a, b]": lambda word: not ("a" in word and "b" in word),
    "Not Responded Existence[a, b]": lambda word: not ("a" in word and "b" in word),
    "Not Response[a, b]": lambda word: re.search("a.*b", word) is None,
    "Not Precedence[a, b]": lambda word: re.search("a.*b", word) is None,
    "Not Succession[a, b]": lambda word: re.search("a.*b", word) is None,
    "Not Chain Response[a, b]": lambda word: "ab" not in word,
    "Not Chain Precedence[a, b]": lambda word: "ab" not in word,
    "Not Chain Succession[a, b]": lambda word: "ab" not in word,
}
WORDS = ["".join(word) for length in range(1, 5) for word in product("abc", repeat=length)]


def verdicts(evidence: Path, pack: Path) -> dict[tuple[str, str], str]:
    """(constraint, case) → verdict."""
    report = run(evidence, pack, AFTER)
    return {(found.obligation.title.en, found.bearer): found.verdict for found in report.verdicts}


def words_as_log(gap: timedelta) -> list[tuple[str, str]]:
    start = datetime(2022, 3, 1, 10)  # noqa: DTZ001 - a log without an offset
    return [(word, "".join(event(sign, (start + number * gap).isoformat()) for number, sign in enumerate(word))) for word in WORDS]


@pytest.mark.parametrize("gap", [timedelta(days=1), timedelta(minutes=1), timedelta()], ids=["days", "minutes", "one moment"])
def test_each_template_is_its_definition_on_every_word(here: Path, gap: timedelta) -> None:
    text = "activity a\nactivity b\n" + "".join(f"{constraint} | | |\n".replace("] | | |", "]") for constraint in DEFINITIONS)
    assert model(text) == 0
    log(*words_as_log(gap))
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    pack = load_pack(here / "rules" / "mine")
    reports = [check(pack, load(here / "out" / word, pack), AFTER, brief=True) for word in WORDS]
    found = {(each.obligation.title.en, each.bearer): each.verdict for report in reports for each in report.verdicts}
    wanted = {(name, word): "pass" if holds(word) else "fail" for name, holds in DEFINITIONS.items() for word in WORDS}
    assert {key: (found.get(key), want) for key, want in wanted.items() if found.get(key) != want} == {}


def test_one_folder_for_all_gives_the_same_verdicts(here: Path) -> None:
    chosen = ["Response[a, b]", "Absence[a]", "Chain Precedence[a, b]", "Alternate Response[a, b]"]
    assert model("activity a\nactivity b\n" + "\n".join(chosen)) == 0
    words = [word for word in WORDS if len(word) == 3][::3]
    log(*[trace for trace in words_as_log(timedelta(hours=1)) if trace[0] in words])
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine", "--cases", "subjects") == 0
    found = verdicts(here / "out", here / "rules" / "mine")
    assert found == {(name, word): "pass" if DEFINITIONS[name](word) else "fail" for name in chosen for word in words}


def test_before_the_span_is_over_what_may_still_come_is_pending(here: Path) -> None:
    assert model("activity a\nactivity b\nResponse[a, b]\nAbsence[b]\n") == 0
    log(("one", event("a", "2022-03-01T10:00:00")))
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    report = run(here / "out" / "one", here / "rules" / "mine", date(2022, 3, 2))
    assert [(found.verdict, found.final) for found in report.verdicts] == [("pending", False), ("pass", False)]


# ---------------------------------------------------------------- conditions

DATA = """\
activity a
bind a: x, colour
activity b
bind b: x, colour
x: integer between 0 and 9
colour: red, green, dark blue
"""


def judged(here: Path, constraint: str, *events: tuple[str, str, dict[str, str]]) -> str:
    """The verdict of a constraint on one case; events are activity, time of 1 March or a later day, and attributes."""
    number = sum(1 for _ in here.glob("rules/*"))
    folder = f"rules/p{number}"
    assert model(DATA + constraint, folder) == 0
    written = [
        event(name, time if "T" in time else f"2022-03-01T{time}:00", "".join(f'<string key="{k}" value="{v}"/>' for k, v in more.items()))
        for name, time, more in events
    ]
    log(("one", "".join(written)))
    assert imported("xes", "l.xes", f"out{number}", "--pack", folder) == 0
    [found] = verdicts(here / f"out{number}" / "one", here / folder).values()
    return found


def test_data_conditions_choose_activations_and_answers(here: Path) -> None:
    rule = "Response[a, b] |A.x > 3 and A.colour is dark blue |T.colour in (red, green) |"
    on, off = {"x": "4", "colour": "dark blue"}, {"x": "3", "colour": "dark blue"}
    assert judged(here, rule, ("a", "10:00", on), ("b", "11:00", {"colour": "green"})) == "pass"
    assert judged(here, rule, ("a", "10:00", on), ("b", "11:00", {"colour": "dark blue"})) == "fail"
    assert judged(here, rule, ("a", "10:00", off)) == "pass"


def test_not_or_and_the_other_events_value(here: Path) -> None:
    rule = "Precedence[a, b] |not (A.x = 5 or A.colour is not red)|T.x >= A.x|"
    assert judged(here, rule, ("a", "10:00", {"x": "6"}), ("b", "11:00", {"x": "6", "colour": "red"})) == "pass"
    assert judged(here, rule, ("a", "10:00", {"x": "5"}), ("b", "11:00", {"x": "6", "colour": "red"})) == "fail"
    assert judged(here, rule, ("b", "11:00", {"x": "5", "colour": "red"})) == "pass"
    assert judged(here, rule, ("b", "11:00", {"x": "6", "colour": "green"})) == "pass"


def test_same_and_different(here: Path) -> None:
    rule = "Response[a, b] | |same colour and different x|"
    one = {"x": "1", "colour": "red"}
    assert judged(here, rule, ("a", "10:00", one), ("b", "11:00", {"x": "2", "colour": "red"})) == "pass"
    assert judged(here, rule, ("a", "10:00", one), ("b", "11:00", {"x": "1", "colour": "red"})) == "fail"
    assert judged(here, rule, ("a", "10:00", one), ("b", "11:00", {"x": "2", "colour": "green"})) == "fail"


def test_a_day_of_a_time_condition_is_24_hours(here: Path) -> None:
    rule = "Response[a, b] | | |1,7,d"
    assert judged(here, rule, ("a", "10:00", {}), ("b", "2022-03-08T10:00:00", {})) == "pass"
    assert judged(here, rule, ("a", "10:00", {}), ("b", "2022-03-08T10:01:00", {})) == "fail"
    assert judged(here, rule, ("a", "10:00", {}), ("b", "2022-03-02T10:00:00", {})) == "pass"
    assert judged(here, rule, ("a", "10:00", {}), ("b", "2022-03-02T09:59:00", {})) == "fail"
    back = "Precedence[a, b] | | |0,30,m"
    assert judged(here, back, ("a", "10:00", {}), ("b", "10:30", {})) == "pass"
    assert judged(here, back, ("a", "10:00", {}), ("b", "10:31", {})) == "fail"


def test_examples_are_true_and_the_pack_lints_clean(here: Path) -> None:
    own = ["Response[a, b] |A.x > 3 |T.colour is red |0,7,d", "Init[a] |A.x >= 2|", "End[b] |A.x < 2 or A.colour is red|"]
    own += ["Alternate Precedence[a, b] |A.x in (1)| |", "Chain Response[a, a]", "Exclusive Choice[a, b]"]
    assert model(DATA + "\n".join(own).replace("A.x in (1)", "A.x = 1")) == 0
    pack = load_pack(here / "rules" / "mine")
    assert [shown.rule.id for shown in show(pack, None) if shown.wrong] == []
    wants = Counter(example.want for rule in pack.obligations for example in rule.examples)
    assert wants == {"pass": len(own), "fail": len(own)}
    assert [found for found in review(pack, places(here / "rules" / "mine")) if found.severity == "error"] == []


def test_what_has_no_exact_words_stays_a_draft_with_its_place(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ["Response[a, b] | | |0,30,s", "Alternate Response[a, b] | |same x|", "Succession[a, b] |A.x > 3| |", "Existence[a] | |0,7,d"]
    assert model(DATA + "\n".join(rules)) == 0
    said = capsys.readouterr().err
    assert [f"m.decl:{number}:1: warning" in said for number in (7, 8, 9, 10)] == [True] * 4
    pack = load_pack(here / "rules" / "mine")
    assert [(rule.source.quote, rule.draft) for rule in pack.obligations] == [(rule, True) for rule in rules]


def test_the_words_and_the_origin_of_the_model_stay(here: Path) -> None:
    assert model("activity 提交 申请\nactivity Yes\nactivity 12\nChain Response[提交 申请, Yes]\nExistence[12]\n") == 0
    pack = load_pack(here / "rules" / "mine")
    assert [rule.title.zh for rule in pack.obligations] == ["Chain Response[提交 申请, Yes]", "Existence[12]"]
    assert {kind.title.zh for kind in pack.vocabulary.kinds.values()} == {"提交 申请", "Yes", "12", "其他活动", "佐证说明"}
    assert re.fullmatch(r"m\.decl \(sha256 [0-9a-f]{64}\)", pack.source_title)


WRONG = """\
activity Create Fine
bind Create Fine: x, y
x: integer betwen 1 and 3
y: red, green
Respons[Create Fine, Create Fine]
Response[Create Fine, Creat Fine]
Response[Create Fine]
Existence[Create Fine] |A.z > 3|
Existence[Create Fine] |A.y is gren|
Existence[Create Fine] |A.y > |
Response[Create Fine, Create Fine] | | |7,0,d
Absence0[Create Fine]
what is this
"""


def test_every_mistake_of_a_model_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert model(WRONG) == 2
    said = capsys.readouterr().err
    for place, word in (
        ("3:4", "integer betwen"),
        ("5:1", "did you mean “Response”"),
        ("6:23", "did you mean “Create Fine”"),
        ("7:10", "takes 2 activities"),
        ("8:25", "no attribute “z”"),
        ("9:25", "did you mean “green”"),
        ("10:31", "too early"),
        ("11:41", "7,0,d"),
        ("12:8", "Absence0"),
        ("13:1", "what is this"),
    ):
        assert re.search(rf"m\.decl:{place}: error: .*{re.escape(word)}", said), (place, word, said)
    assert not Path("rules").exists()


@pytest.mark.parametrize(("text", "code"), [("", 5), ("activity a\n", 5), ("activity a\nactivity a\nInit[a]", 2)])
def test_models_with_nothing_in_them(text: str, code: int) -> None:
    assert model(text) == code


# ---------------------------------------------------------------- xes

ONE = ("one", event("a", "2022-03-01T23:30:00.000-05:00", '<string key="org:resource" value="王一"/><string key="cost" value="3"/>'))


def packed(text: str = "activity a\nactivity b\nResponse[a, b]\n") -> None:
    assert model(text) == 0


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_dates_are_those_of_the_logs_own_offset_and_nothing_is_left_unsaid(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed()
    log(ONE, ("two", event("c", "2022-03-02T00:00:07Z", '<string key="lifecycle:transition" value="COMPLETE"/>')))
    capsys.readouterr()
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    said = capsys.readouterr().out
    assert lines_of(here / "out/one/events.yaml") == ['- {id: "one-000001", kind: a, date: "2022-03-01 23:30", case: one, position: 1}']
    assert 'kind: other_activity, date: "2022-03-02 00:00:07"' in lines_of(here / "out/two/events.yaml")[0]
    assert "-0500 (1)" in said
    assert "+0000 (1)" in said
    assert "c (1)" in said
    assert "cost (1)" in said
    assert "org:resource (1)" in said


def test_other_lifecycles_are_told_and_can_be_asked_for(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed()
    start = '<string key="lifecycle:transition" value="start"/>'
    log(("one", event("a", "2022-03-01T10:00:00", start) + event("a", "2022-03-01T11:00:00")), ("two", event("a", "2022-03-01", start)))
    capsys.readouterr()
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    said = capsys.readouterr().out
    assert "start (2)" in said
    assert "1 cases without a usable event: two" in said
    assert imported("xes", "l.xes", "all", "--pack", "rules/mine", "--lifecycle", "all") == 0
    assert (len(lines_of(here / "out/one/events.yaml")), len(lines_of(here / "all/one/events.yaml"))) == (1, 2)


@pytest.mark.parametrize("form", ["plain", "gz"])
def test_case_names_become_folders_that_neither_meet_nor_leave_the_target(here: Path, form: str) -> None:
    packed()
    ids = ["../../x", "..", "/etc/passwd", "a/b", "a_b", "A_B", "案件 一", ".hidden", "CON", "x" * 300, "unit", "a:b", "-rf"]
    made = log(*[(name, event("a", "2022-03-01T10:00:00")) for name in [*ids, "a/b"]])
    if form == "gz":
        made.write_bytes(gzip.compress(made.read_bytes()))
    before = {path for path in here.rglob("*") if "out" not in path.parts}
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    folders = [path.name for path in (here / "out").iterdir()]
    assert len(folders) == len(ids) + 1
    assert len({name.casefold() for name in folders}) == len(folders)
    assert all(path.is_dir() and not path.name.startswith(".") and path.name.upper() != "CON" for path in (here / "out").iterdir())
    assert {path for path in here.rglob("*") if "out" not in path.relative_to(here).parts} == before
    for folder in (here / "out").iterdir():
        assert [found.verdict for found in run(folder, here / "rules/mine", AFTER).verdicts] == ["fail"]
    assert imported("xes", "l.xes", "sub", "--pack", "rules/mine", "--cases", "subjects") == 0
    assert len(run(here / "sub", here / "rules/mine", AFTER).verdicts) == len(ids) + 1


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/log.dtd">'])
def test_document_types_are_refused_before_any_entity(head: str, capsys: pytest.CaptureFixture[str]) -> None:
    log(("&c;" if head is BOMB else "&a;", event("a", "2022-03-01T10:00:00")), head=head)
    assert imported("xes", "l.xes", "out") == 2
    said = capsys.readouterr().err
    assert re.search(r"l\.xes:1:\d+: error: .*document type", said)
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("<log><trace></log>", "1:", "well-formed"),
        ("<other/>", "1:1", "its root is “other”"),
        ("", "1:1", "well-formed"),
        ("<log>\n<event/></log>", "2:1", "in no trace"),
        ("<log><a>" + "<b>" * 200 + "</log>", "1:", "nested"),
        ('<log><trace><string key="concept:name" value="&x;"/></trace></log>', "1:", "well-formed"),
    ],
)
def test_files_that_are_no_xes(text: str, place: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("l.xes").write_text(text, encoding="utf-8")
    assert imported("xes", "l.xes", "out") == 2
    said = capsys.readouterr().err
    assert f"l.xes:{place}" in said
    assert word in said
    assert not Path("out").exists()


def test_every_bad_event_is_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    bad = [event("", "2022-03-01"), event("a", ""), event("a", "01/02/2022"), event("a", "2022-03")]
    log(("one", "\n" + "\n".join(bad)), ("", event("a", "2022-03-01")))
    assert imported("xes", "l.xes", "out") == 2
    said = capsys.readouterr().err
    assert [f"l.xes:{line}:1: error" in said for line in (4, 5, 6, 7)] == [True] * 4
    assert "l.xes:8:1: error: trace 2 has no name" in said
    assert not Path("out").exists()


def test_a_torn_gzip_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    made = log(ONE)
    made.write_bytes(gzip.compress(made.read_bytes())[:-20])
    assert imported("xes", "l.xes", "out") == 2
    assert "cannot be read" in capsys.readouterr().err


BEGUN = event("a", "2022-03-01", '<string key="lifecycle:transition" value="start"/>')


@pytest.mark.parametrize("traces", [(), (("one", ""),), (("one", BEGUN),)])
def test_a_log_without_a_usable_event_is_nothing_to_check(traces: tuple[tuple[str, str], ...]) -> None:
    log(*traces)
    assert imported("xes", "l.xes", "out") == 5
    assert not Path("out").exists()
    assert imported("xes", "none.xes", "out") == 5


# ---------------------------------------------------------------- other packs, nothing overwritten

HAND = """\
pack: hand
title: {zh: 示例, en: Example}
year: 2022
calendar: weekdays
lists: [duties]
roles: {head: {title: {zh: 负责人, en: head}}}
vocabulary:
  terms: {colour: [红, 绿]}
  kinds:
    meeting:
      title: {zh: 开会, en: Hold a meeting}
      fields:
        chair: {type: person, title: {zh: 主持人, en: chair}}
        n: {type: number, title: {zh: 人数, en: number}}
        colour: {type: term, terms: colour, title: {zh: 颜色, en: colour}}
example_unit: {people: {w: {name: 王一, roles: [{role: head}]}}}
"""
DUTY = """\
list: duties
title: {zh: 示例, en: Example}
articles: {"1": {zh: 示例, en: Example}}
obligations:
- id: D1
  title: {zh: 会, en: Meeting}
  source: {article: "1", quote: 会}
  bearer: {group: head}
  count: {of: {kind: meeting}, at_least: 1}
  examples:
  - {as_of: 2023-01-01, want: fail}
  - {as_of: 2023-01-01, want: pass, records: [{id: m, kind: meeting, date: 2022-03-01}]}
"""


def hand() -> None:
    Path("rules/hand").mkdir(parents=True)
    Path("rules/hand/pack.yaml").write_text(HAND, encoding="utf-8")
    Path("rules/hand/duties.yaml").write_text(DUTY, encoding="utf-8")


def test_a_pack_of_ones_own_by_title_with_people_and_typed_fields(here: Path) -> None:
    hand()
    more = '<string key="org:resource" value="王一"/><int key="人数" value="12"/><string key="colour" value="红"/>'
    log(("one", event("hold a MEETING", "2022-03-01T10:00:00", more)))
    assert imported("xes", "l.xes", "out", "--pack", "hand") == 0
    assert lines_of(here / "out/one/events.yaml") == [
        '- {id: "one-000001", kind: meeting, date: "2022-03-01 10:00", n: 12, colour: 红, chair: 王一}'
    ]
    assert "people: {王一: {name: 王一}}" in lines_of(here / "out/one/unit.yaml")


def test_unknown_activities_and_wrong_values_are_refused_together(capsys: pytest.CaptureFixture[str]) -> None:
    hand()
    log(("one", f'{event("Hold a meting", "2022-03-01")}\n{event("开会", "2022-03-01", """<string key="n" value="many"/>""")}'))
    assert imported("xes", "l.xes", "out", "--pack", "hand") == 2
    said = capsys.readouterr().err
    assert "“Hold a meting” (1 events)" in said
    assert "did you mean “Hold a meeting”" in said
    assert "l.xes:4:1: error: the attribute “n” is “many”" in said
    assert not Path("out").exists()
    log(("one", event("Hold a meting", "2022-03-01") + event("开会", "2022-03-01")))
    assert imported("xes", "l.xes", "out", "--pack", "hand", "--others", "skip") == 0
    assert "Hold a meting (1)" in capsys.readouterr().out
    assert imported("xes", "l.xes", "sub", "--pack", "hand", "--others", "skip", "--cases", "subjects") == 2


def test_a_dry_run_writes_nothing_and_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(ONE)
    assert imported("xes", "l.xes", "out", "--dry-run") == 0
    assert "out/one/events.yaml" in capsys.readouterr().out
    assert not Path("out").exists()
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine", encoding="utf-8")
    assert imported("xes", "l.xes", "out") == 2
    assert [path.name for path in Path("out").iterdir()] == ["mine.txt"]
    Path("m.decl").write_text("activity a\nInit[a]\n", encoding="utf-8")
    assert main(["import", "decl", "m.decl", "rules/new", "--dry-run"]) == 0
    assert not Path("rules").exists()
    assert main(["import", "decl", "m.decl", "out"]) == 2
    assert Path("out/mine.txt").read_text(encoding="utf-8") == "mine"


def test_events_outside_the_span_and_out_of_order_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed()
    log(("one", event("b", "2023-03-02T10:00:00") + event("a", "2022-03-01T10:00:00")))
    capsys.readouterr()
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    said = capsys.readouterr().out
    assert "1 events lie outside the pack's span" in said
    assert "1 events are earlier" in said
    assert ["kind: a" in line for line in lines_of(here / "out/one/events.yaml")] == [True, False]


def test_options_that_say_nothing_are_refused() -> None:
    log(ONE)
    assert imported("xes", "l.xes", "out", "--case", "x") == 2
    assert imported("csv", "l.xes", "out", "--span", "2022-01-01/2022-12-31") == 2
    Path("m.decl").write_text("activity a\nInit[a]\n", encoding="utf-8")
    assert imported("decl", "m.decl", "out", "--span", "2022-12-31/2022-01-01") == 2


# ---------------------------------------------------------------- csv

TABLE = "案件编号,活动,时间,金额\n一,提交,2022-03-01 10:00,3\n二,提交,2022年3月2日,4\n一,批准,2022/3/1 11:30,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_tables_of_every_encoding_and_delimiter(here: Path, encoding: str, sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("l.csv").write_bytes(TABLE.replace(",", sign).encode(encoding))
    more = ["--encoding", "gb18030"] if encoding == "gb18030" else []
    assert imported("csv", "l.csv", "out", *more) == 0
    assert "case: 案件编号 · activity: 活动 · time: 时间" in capsys.readouterr().out
    assert lines_of(here / "out/一/events.yaml") == [
        '- {id: "一-000001", kind: 提交, date: "2022-03-01 10:00", case: 一, position: 1, 金额: "3"}',
        '- {id: "一-000002", kind: 批准, date: "2022-03-01 11:30", case: 一, position: 2}',
    ]
    assert lines_of(here / "out/二/events.yaml")[0].startswith('- {id: "二-000001", kind: 提交, date: 2022-03-02,')


def refused(text: str | bytes, *words: str) -> int:
    Path("l.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    code = imported("csv", "l.csv", "out", *words)
    assert not Path("out").exists()
    return code


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (TABLE.encode("gb18030"), (), "l.csv:1: error: this is not utf-8 text"),
        (TABLE, ("--case", "案件"), "did you mean “案件编号”"),
        (TABLE, ("--encoding", "klingon"), "no encoding “klingon”"),
        (TABLE, ("--delimiter", "x"), "--delimiter is one of"),
        ("a,b,c\n1,2,2022-01-01\n", (), "say which it is with --case"),
        ("case,activity,time,time\n1,2,3,4\n", (), "two columns are called “time”"),
        ("case;x,activity;y,time;z\n1;1,a;a,2022-01-01;1\n", (), "say so with --delimiter"),
        ("case,activity,time\n1,a,2022-01-01\n1,a\n", ("--delimiter", ","), "l.csv:3: error: the row has 2 columns"),
        ("case,activity,time\n,,\n,a,2022-01-01\n1,,2022-13-01\n", (), "l.csv:4: error: the event has no activity"),
        ('case,activity,time\n1,"a,2022-01-01\n', ("--delimiter", ","), "no well-formed csv"),
    ],
)
def test_tables_that_cannot_be_read(text: str | bytes, words: Iterable[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(text, *words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "case,activity,time\n"])
def test_tables_without_an_event_are_nothing_to_check(text: str) -> None:
    assert refused(text) == 5


def test_a_table_is_checked_against_a_model(here: Path) -> None:
    packed("activity 提交\nactivity 批准\nResponse[提交, 批准]\n")
    Path("l.csv").write_text(TABLE, encoding="utf-8")
    assert imported("csv", "l.csv", "out", "--pack", "rules/mine", "--cases", "subjects") == 0
    assert verdicts(here / "out", here / "rules/mine") == {("Response[提交, 批准]", "一"): "pass", ("Response[提交, 批准]", "二"): "fail"}


# ---------------------------------------------------------------- what the kernel must give for it


def test_a_run_over_several_kinds_is_broken_by_each_of_them(here: Path) -> None:
    """Two a in a row with a b between are no run of two, though a and b are records of two kinds."""
    packed("activity a\nactivity b\nAlternate Response[a, b]\n")
    log(("abab", "".join(event(sign, f"2022-03-0{day}") for day, sign in enumerate("abab", 1))))
    assert imported("xes", "l.xes", "out", "--pack", "rules/mine") == 0
    assert verdicts(here / "out" / "abab", here / "rules" / "mine") == {("Alternate Response[a, b]", "abab"): "pass"}


def test_the_section_of_the_manual(here: Path) -> None:
    manual = (Path(__file__).parent.parent / "evidence" / "README.md").read_text(encoding="utf-8")
    section = manual.partition("## Event logs and DECLARE models")[2].partition("\n## ")[0]
    blocks = re.findall(r"(?ms)^```(text|console)\n(.*?)^```$", section)
    assert len(blocks) == 5
    for sort, block in blocks:
        name, _, content = block.partition("\n")
        if sort == "console":
            codes = [main(command.split()) for command in re.findall(r"(?m)^\$ compliance (.+)$", block)]
            assert codes == [int("exit 1" in block)] * len(codes)
        elif (here / name[2:]).exists():
            assert (here / name[2:]).read_text(encoding="utf-8") == content
        else:
            (here / name[2:]).write_text(content, encoding="utf-8")
