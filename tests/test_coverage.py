"""`coverage`: what of a source text is in rules, however the text is written, and which quotations it no longer has."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from compliance.cli import main
from compliance.coverage import Coverage, cover
from compliance.errors import ComplianceError, EvidenceError, NothingToCheck
from compliance.messages import text as message
from compliance.model import NotObligation, Pack, Source, SourceText, Text
from compliance.passages import bare, take_apart
from compliance.quotes import hold
from compliance.rulebook import load_pack
from compliance.source_text import read

HERE = Path(__file__).parent
FOLDER = HERE / "coverage" / "safety-2022"
DUTIES = HERE / "coverage" / "duties.txt"
SEED = HERE.parent.parent / "shared" / "seed" / "responsibility-list-2022.txt"
SHIPPED = HERE.parent / "rules" / "party-building-2022"
PACK = load_pack(FOLDER)
LINES = DUTIES.read_text(encoding="utf-8").splitlines()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")


def covered(lines: Sequence[str] = LINES, pack: Pack = PACK) -> Coverage:
    return cover(pack, SourceText("duties.txt", tuple(lines), ""))


def states(found: Coverage) -> dict[str, str]:
    return {f"{each.list}{each.article} {each.text}": each.state for each in found.sentences}


def with_quote(quote: str, rule: str = "H1") -> Pack:
    """The pack with another quotation in one rule."""
    rules = [
        replace(each, source=Source(each.source.article, quote, each.source.at)) if each.id == rule else each for each in PACK.obligations
    ]
    return replace(PACK, obligations=tuple(rules))


def declaring(*quotes: str) -> Pack:
    return replace(PACK, not_obligations=tuple(NotObligation(quote, Text("连接词", "connecting words")) for quote in quotes))


# ---------------------------------------------------------------- what is covered


def test_every_sentence_says_what_it_is_covered_by() -> None:
    found = covered()
    assert states(found) == {
        " 某学校2022年度安全工作责任清单": "nothing",
        " 1.某学校2022年度校长安全工作责任清单......1": "declared",
        " 2.某学校2022年度教师安全工作责任清单......2": "declared",
        " 某学校2022年度校长安全工作责任清单": "nothing",
        " 为做好安全工作，制定本清单。": "declared",
        "head一 健全制度。": "declared",
        "head一 每学期至少召开２次安全工作会议，认真落实“一岗双责“。": "whole",
        "head一 遇有大事，及时上报。": "nothing",
        "head二 开展检查。": "declared",
        "head二 每季度检查１次 消防设施，并形成记录；营造人人讲安全的氛围。": "part",
        "teacher 某学校2022年度教师安全工作责任清单": "nothing",
        "teacher一 健全制度。": "declared",
        "teacher一 每学期至少召开２次安全工作会议。": "nothing",
        "teacher二 做好教育。": "declared",
        "teacher二 每月上１次": "whole",
        "teacher二 安全课，确保效果。": "part",
    }
    by_rule = {quoted.rule.id: quoted.checked for each in found.sentences for quoted in each.quoted}
    assert by_rule == {"H1": "records", "H2": "judgement", "H3": "both", "T2": "records"}
    assert not found.suspects
    assert not found.repeated
    assert not found.needless


def test_the_share_counts_letters_and_figures() -> None:
    found = covered()
    assert (found.letters, found.by_rules, found.by_declaration) == (209, 42, 70)
    assert found.share == Fraction(112, 209)
    [cut] = [each for each in found.sentences if each.state == "part" and each.list == "head"]
    assert (cut.letters, cut.by_rules) == (26, 11)
    assert [gap.text for gap in cut.gaps] == ["并形成记录；营造人人讲安全的氛围"]


def test_what_only_one_of_two_lists_translates_is_left_over_in_the_other() -> None:
    twin = "每学期至少召开２次安全工作会议"
    assert [each.list for each in covered().sentences if each.text.startswith(twin) and each.quoted] == ["head"]


def test_declared_passages_count_where_no_rule_quotes_them() -> None:
    found = covered(pack=declaring("并", "遇有大事", "，及时上报", "2次"))
    told = {each.text: [left.text for left in each.declared] for each in found.sentences if each.declared and each.article}
    assert told["遇有大事，及时上报。"] == ["遇有大事", "，及时上报"]
    assert told["每季度检查１次 消防设施，并形成记录；营造人人讲安全的氛围。"] == ["并"]
    gaps = [gap.text for each in found.sentences if each.state == "part" for gap in each.gaps]
    assert gaps == ["形成记录；营造人人讲安全的氛围", "确保效果"]
    assert states(found)["head一 遇有大事，及时上报。"] == "declared"


def test_a_declared_passage_that_rules_quote_everywhere_is_needless() -> None:
    assert [each.quote for each in covered(pack=declaring("消防设施", "2次")).needless] == ["消防设施"]


def test_a_title_of_the_pack_needs_no_declaration_but_a_longer_sentence_does() -> None:
    lines = ["2022年度安全工作责任清单", "一、健全制度。健全制度并落实。"]
    told = {each.text: each.state for each in covered(lines).sentences}
    assert told == {"2022年度安全工作责任清单": "declared", "健全制度。": "declared", "健全制度并落实。": "nothing"}


def test_the_title_of_the_source_that_the_pack_gives_needs_no_declaration() -> None:
    titled = replace(PACK, source_title="某学校2022年度安全工作责任清单")
    assert [each.state for each in covered(pack=titled).sentences][:2] == ["declared", "declared"]


# ---------------------------------------------------------------- however it is written


@pytest.mark.parametrize(
    "quote",
    [
        "认真落实“一岗双责”",
        "认真落实一岗双责",
        "认真 落实'一岗双责'",
        "认真落实「一岗双责」",
        "认真落\u200b实﹃一岗双责﹄".replace("﹃", "“").replace("﹄", "“"),
        "每学期至少召开2次安全工作会议",
        "每学期至少召开２次\n安全工作会议",
        "每学期至少召开2次安全工作会议,认真落实",
    ],
)
def test_white_space_width_and_quotation_marks_do_not_matter(quote: str) -> None:
    assert not covered(pack=with_quote(quote)).suspects


def test_a_combined_letter_is_one_whether_written_as_one_or_as_two() -> None:
    assert bare("re\u0301sume\u0301") == bare("résumé") == "résumé"
    assert bare("⒉每月") == "2.每月"


def test_lines_may_break_anywhere() -> None:
    lines = "\n".join(LINES).replace("每学期至少召开２次", "每学期\n\n  至少召开２\n次").splitlines()
    assert not covered(lines).suspects


@pytest.mark.parametrize(
    ("line", "article"),
    [
        ("二、做好", "二"),
        ("二．做好", "二"),
        ("第二条 做好", "二"),
        ("第 二 章：做好", "二"),
        ("（二）做好", "二"),
        ("二 做好", "二"),
        ("二", "二"),
        ("十一、做好", "十一"),
        ("二月做好", ""),
        ("二.5万元", ""),
        ("Article 二. do", "二"),
    ],
)
def test_articles_are_told_by_their_marks(line: str, article: str) -> None:
    passages = take_apart([line, "后文做好。"], ["一", "二"], [])
    assert passages.sentences[-1].article == article


def test_numbered_articles_and_full_stops_of_a_western_text() -> None:
    lines = ["1. Hold 2.5 hours of talks a week. Mr. X. Smith reports; see 3.", "2) Visit (each of 1,000 homes)! Why? Because."]
    lines.append("2.5 is no article")
    passages = take_apart(lines, ["1", "2"], [])
    told = [(each.article, passages.original(each.place)) for each in passages.sentences]
    assert told == [
        ("1", "Hold 2.5 hours of talks a week."),
        ("1", "Mr."),
        ("1", "X. Smith reports; see 3."),
        ("2", "Visit (each of 1,000 homes)!"),
        ("2", "Why?"),
        ("2", "Because."),
        ("2", "2.5 is no article"),
    ]
    assert [len(each.clauses) for each in passages.sentences] == [1, 1, 2, 1, 1, 1, 1]


# ---------------------------------------------------------------- suspect quotations


def test_a_quotation_that_the_text_no_longer_has_is_suspect() -> None:
    [suspect] = covered(pack=with_quote("每学期至少召开3次安全工作会议")).suspects
    assert (suspect.id, suspect.elsewhere, suspect.nearest) == ("H1", "", "每学期至少召开２次安全工作会议，")
    [strange] = covered(pack=with_quote("完全无关")).suspects
    assert strange.nearest == ""


@pytest.mark.parametrize(
    ("quote", "where"),
    [("营造人人讲安全的氛围", "head 二"), ("每月上1次", "teacher 二"), ("制定本清单", ":5")],
)
def test_a_quotation_in_another_article_is_suspect(quote: str, where: str) -> None:
    [suspect] = covered(pack=with_quote(quote)).suspects
    assert (suspect.id, suspect.elsewhere) == ("H1", where)


def test_a_quotation_whose_article_the_text_no_longer_has_is_suspect() -> None:
    lines = [line.replace("二、做好教育", "三、做好教育") for line in LINES]
    [suspect] = covered(lines).suspects
    assert (suspect.id, suspect.elsewhere) == ("T2", "teacher 三")


def test_a_text_without_articles_may_have_a_quotation_anywhere() -> None:
    assert {each.id for each in covered(["每学期至少召开2次安全工作会议。"]).suspects if each.id} == {"H2", "H3", "T2"}


def test_a_quotation_of_nothing_but_a_mark_is_suspect_where_the_mark_stands() -> None:
    [suspect] = covered([*LINES, "三、"], with_quote("三、")).suspects
    assert suspect.elsewhere == "teacher 二"


def test_a_declared_passage_that_is_gone_is_suspect() -> None:
    [suspect] = covered(pack=declaring("为做好安全工作，特制定本清单")).suspects
    assert (suspect.id, suspect.quote, suspect.nearest) == ("", "为做好安全工作，特制定本清单", "为做好安全工作，制定本清单。")


def test_a_quotation_that_stands_twice_in_its_article_is_told() -> None:
    lines = [line.replace("遇有大事", "认真落实“一岗双责”") for line in LINES]
    [repeated] = covered(lines).repeated
    assert (repeated.id, repeated.times) == ("H2", 2)


def test_lists_that_the_text_does_not_have_share_what_there_is() -> None:
    only = [line for line in LINES[:7] if "教师" not in line]
    found = covered(only)
    assert {suspect.id: suspect.elsewhere for suspect in found.suspects if suspect.id} == {"T2": ""}
    assert covered(["没有条目的一段话。"]).sentences[0].list == ""


# ---------------------------------------------------------------- files


def test_markdown_marks_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "duties.md"
    marked = [f"## {line}" if line.startswith(("一", "二")) else f"- {line}" for line in LINES]
    path.write_text("\n".join(marked).replace("２次", "**２**次").replace("消防", "*消防*").replace("人人", "__人人__"), encoding="utf-8")
    found = cover(PACK, read(path))
    assert (found.letters, found.by_rules, found.suspects) == (209, 42, ())


def word(tmp_path: Path, name: str = "duties.docx") -> Path:
    """A document that has its sentences in paragraphs, a table, a text box and a tracked insertion."""
    document = Document()
    for line in LINES[:6]:
        document.add_paragraph(line)
    document.add_table(1, 1).cell(0, 0).text = LINES[6]
    inserted = document.add_paragraph("")
    inserted._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>{LINES[7]}</w:t><w:br/><w:t>{LINES[8]}</w:t></w:r></w:ins>"))
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>{LINES[9]}</w:t><w:tab/><w:t>{LINES[10]}</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:AlternateContent {mc} {W}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document.add_paragraph("")._p.append(parse_xml(f"<w:r {W}>{twice}</w:r>"))
    document.save(str(tmp_path / name))
    return tmp_path / name


def test_a_word_file_is_read_with_all_that_is_in_it(tmp_path: Path) -> None:
    found = cover(PACK, read(word(tmp_path)))
    assert (found.letters, found.by_rules, found.suspects) == (209, 42, ())


def refusal(path: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        read(path)
    [found] = caught.value.problems
    assert message(found.code, found.params).zh
    return found.code


def test_without_python_docx_a_word_file_is_refused_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert refusal(word(tmp_path)) == "coverage.source.docx"
    assert "pip install" in message("coverage.source.docx").en


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF", "coverage.source.kind"),
        ("duties", b"x", "coverage.source.kind"),
        ("a.docx", b"no zip", "coverage.source.damaged"),
        ("a.txt", "每年一次".encode("gbk"), "source.gbk"),
        ("a.md", "每年".encode("utf-16"), "source.utf16"),
        ("none.txt", None, "coverage.source.unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == code


def test_a_text_without_a_word_is_nothing_to_check() -> None:
    with pytest.raises(NothingToCheck):
        covered(["——", "", "。"])


def test_not_obligations_are_declared_in_pack_yaml_with_quote_and_why(tmp_path: Path) -> None:
    declared = PACK.not_obligations[0]
    assert (bare(declared.quote), declared.why) == ("为做好安全工作,制定本清单", Text("前言", "the preamble"))
    assert str(declared.at) == "safety-2022/pack.yaml:19:3"
    (tmp_path / "safety-2022").mkdir()
    for path in FOLDER.iterdir():
        (tmp_path / "safety-2022" / path.name).write_text(path.read_text(encoding="utf-8").replace("  why:", "  reason:"), encoding="utf-8")
    with pytest.raises(ComplianceError) as caught:
        load_pack(tmp_path / "safety-2022")
    assert {found.code for found in caught.value.problems} == {"rules.key.unknown", "rules.key.missing"}


# ---------------------------------------------------------------- the command


def run(*words: str) -> int:
    return main(["coverage", str(FOLDER), *words])


def test_the_command_prints_every_sentence_and_exits_by_the_share(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--source", str(DUTIES), "--lang", "en") == 1
    out, err = capsys.readouterr()
    assert "42 (20.0 %) in rules, 70 (33.4 %) declared" in out
    assert "4 rules: 2 checked by records, 1 judged by a person, 1 judged with records shown beside" in out
    assert "  ▲ line 7  每季度检查１次 消防设施" in out
    assert "by judgement, records shown: H3" in out
    assert "in no rule and not declared: “并形成记录；营造人人讲安全的氛围”" in out
    assert "no obligation: table of contents" in out
    assert err == "53.5 % is in rules or declared: less than the 100 % asked for\n"
    assert run("--source", str(DUTIES), "--lang", "zh", "--fail-under", "53.5%") == 0
    out, err = capsys.readouterr()
    assert "正文以前" in out
    assert err == ""


def test_the_command_tells_of_suspects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "duties.txt"
    text = "\n".join(LINES).replace("每学期", "每学年").replace("，制定", "，特制定").replace("每月上", "应每月上").replace("认真落实", "")
    changed.write_text(text + "\n三、其他。认真落实“一岗双责“。并每季度检查１次。", encoding="utf-8")
    assert run("--source", str(changed), "--fail-under", "0", "--lang", "en") == 1
    out = capsys.readouterr().out
    assert "suspect: 3 quotations are not in the text (any more)" in out
    assert "safety-2022/head.yaml:7:3: H1 quotes “每学期至少召开2次安全工作会议”" in out
    assert "the text has, most like it: “每学年至少召开２次安全工作会议，”" in out
    assert "not in the article it names, but in: teacher 三" in out
    assert "declared no obligation: “为做好安全工作，制定本清单”" in out


def test_the_command_tells_what_is_repeated_and_needless(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "safety-2022"
    folder.mkdir()
    for path in FOLDER.iterdir():
        declared = "not_obligations:\n- {quote: 消防设施, why: {zh: 词, en: word}}\n"
        text = path.read_text(encoding="utf-8").replace("not_obligations:\n", declared)
        (folder / path.name).write_text(text, encoding="utf-8")
    twice = tmp_path / "duties.txt"
    twice.write_text("\n".join(LINES).replace("遇有大事", "认真落实一岗双责"), encoding="utf-8")
    assert main(["coverage", str(folder), "--source", str(twice), "--fail-under", "50", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "H2「认真落实“一岗双责”」2 处" in out
    assert "“消防设施”" in out


def test_the_command_writes_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--source", str(DUTIES), "--format", "json", "--fail-under", "10") == 0
    found = json.load(io.StringIO(capsys.readouterr().out))
    assert found["schema"] == "compliance-coverage/1"
    assert (found["letters"], found["in_rules"], found["declared"], found["share"]) == (209, 42, 70, 0.5358)
    [cut] = [each for each in found["sentences"] if each["rules"] == [{"id": "H3", "checked": "both"}]]
    assert cut["gaps"] == ["并形成记录；营造人人讲安全的氛围"]
    assert found["sentences"][1]["not_obligations"] == [{"text": LINES[1], "why": {"zh": "目录", "en": "table of contents"}}]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "--source"),
        (["--source", str(DUTIES), "--fail-under", "101"], "from 0 to 100"),
        (["--source", str(DUTIES), "--fail-under", "all"], "“all”"),
        (["--source", "none.txt"], "cannot be read"),
    ],
)
def test_the_command_says_what_it_needs(words: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words, "--lang", "en") == 2
    assert part in capsys.readouterr().err


# ---------------------------------------------------------------- the list that the project was begun with


@pytest.mark.skipif(not SEED.is_file(), reason="the source text of the shipped pack is not beside the project")
def test_the_shipped_pack_quotes_its_source_text() -> None:
    found = cover(load_pack(SHIPPED), read(SEED))
    assert not [suspect for suspect in found.suspects if suspect.id]
    assert found.by_rules > 500
    articles = {(each.list, each.article) for each in found.sentences if each.article}
    assert {article for name, article in articles if name == "secretary"} == set("一二三四五六七八九")
    assert {article for name, article in articles if name == "member"} == set("一二三四五六七八九十")
    [wrong] = [each for each in found.sentences if each.list == "member" and "不忘初心" in each.text]
    assert wrong.text == "落实好巩固深化“不忘初心、牢记使命“主题教育成果常态化制度、措施。"


@pytest.mark.skipif(not SEED.is_file(), reason="the source text of the shipped pack is not beside the project")
def test_no_word_of_the_shipped_packs_source_text_is_left_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(SHIPPED), "--source", str(SEED), "--fail-under", "100", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "0 (0.0 %) left over" in out
    assert "in no rule" not in out.partition("before the first article")[2]
    assert err == ""
    found = cover(load_pack(SHIPPED), read(SEED))
    assert not found.suspects
    assert not found.needless
    articles = [each for each in found.sentences if each.article]
    assert {each.state for each in articles} == {"whole", "declared"}
    own = {title.zh for head in found.pack.lists.values() for title in head.articles.values()}
    assert {each.text.removesuffix("。") for each in articles if each.state == "declared"} <= own
    assert all(left.why and left.why.zh and left.why.en for each in found.sentences for left in each.declared)


@pytest.mark.skipif(not SEED.is_file(), reason="the source text of the shipped pack is not beside the project")
def test_a_letter_changed_in_the_shipped_packs_source_text_is_told_by_exactly_the_rules_that_quote_it() -> None:
    """In the middle of every rule's quotation, in its own article; who else quotes that letter is read off the lines themselves."""
    pack, seed = load_pack(SHIPPED), read(SEED)
    first = {"secretary": 5, "member": 16}
    place = {rule.id: first[rule.list] + "一二三四五六七八九十".index(rule.source.article) for rule in pack.obligations}
    quotes = {rule.id: unmarked(rule.source.quote) for rule in pack.obligations}
    for name, quote in quotes.items():
        line = unmarked(seed.lines[place[name]])
        middle = line.index(quote) + len(quote) // 2
        changed = line[:middle] + "甲" + line[middle + 1 :]
        expected = {other for other in quotes if place[other] == place[name] and quotes[other] not in changed}
        lines = (*seed.lines[: place[name]], changed, *seed.lines[place[name] + 1 :])
        assert name in expected
        assert {each.id for each in hold(pack, seed._replace(lines=lines)).suspects} == expected


def unmarked(text: str) -> str:
    return "".join(char for char in text if char not in "“” \n")


# ---------------------------------------------------------------- a text of our own, to the last word

REST = """\
- {quote: 某学校2022年度校长安全工作责任清单, why: {zh: 清单标题, en: title of the list}}
- {quote: 某学校2022年度教师安全工作责任清单, why: {zh: 清单标题, en: title of the list}}
- {quote: 某学校2022年度安全工作责任清单, why: {zh: 标题, en: title}}
- {quote: 遇有大事，及时上报, why: {zh: 例, en: an example}}
- {from: 并形成记录, to: 的氛围, letters: 15, why: {zh: 例, en: an example}}
- {quote: 每学期至少召开2次安全工作会议, why: {zh: 校长清单里已有, en: as in the list of the head}}
- {quote: 确保效果, why: {zh: 例, en: an example}}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack with a reason for every word that it does not translate."""
    folder = tmp_path_factory.mktemp("whole") / "safety-2022"
    folder.mkdir()
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace("not_obligations:\n", f"not_obligations:\n{REST}"), encoding="utf-8")
    return folder


def saved(path: Path, lines: Sequence[str]) -> Path:
    if path.suffix == ".docx":
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif path.suffix == ".md":
        path.write_text("\n\n".join(f"# {line}" if line[0] in "一二" else line for line in lines), encoding="utf-8")
    else:
        path.write_text("\n".join(lines), encoding="utf-8")
    return path


def full(text: str) -> str:
    """In full-width forms, but for the mark of an article."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789,;:."})


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "spaces": lambda text: text.replace("安全", " 安 全　").replace("次", "\t次"),
    "line breaks in mid-clause": lambda text: re.sub("(?<=[召消成好])", "\n", text),
    "full-width figures": full,
    "half-width marks": lambda text: text.translate(str.maketrans("，；２１", ",;21")),
    "wrong quotation marks": lambda text: text.replace("“", "‘").replace("双责", "双责」"),
    "no quotation marks": lambda text: text.replace("“", ""),
}


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_however_it_is_written_every_word_is_accounted_for(whole: Path, layout: str, suffix: str, tmp_path: Path) -> None:
    source = saved(tmp_path / f"duties{suffix}", [part for line in LINES for part in LAYOUTS[layout](line).split("\n") if part])
    found = cover(load_pack(whole), read(source))
    assert not found.suspects
    assert [gap.text for each in found.sentences for gap in each.gaps] == []
    assert found.share == 1
    assert main(["coverage", str(whole), "--source", str(source), "--fail-under", "100"]) == 0


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx"])
@pytest.mark.parametrize(
    ("old", "new", "ids"),
    [
        ("２次安全工作会议，", "３次安全工作会议，", ["H1"]),
        ("一岗双责", "一岗一责", ["H2"]),
        ("消防设施", "消防设备", ["H3"]),
        ("安全课", "安全班", ["T2"]),
        ("人人讲安全", "人人讲规矩讲安全", [""]),
        ("制定本清单", "制订本清单", [""]),
    ],
)
def test_one_changed_word_makes_exactly_what_quotes_it_suspect(
    whole: Path, old: str, new: str, ids: list[str], suffix: str, tmp_path: Path
) -> None:
    found = cover(load_pack(whole), read(saved(tmp_path / f"duties{suffix}", [line.replace(old, new) for line in LINES])))
    assert [suspect.id for suspect in found.suspects] == ids
    assert found.share < 1


def test_a_passage_named_by_its_ends_that_grows_is_told_with_its_length(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = saved(tmp_path / "duties.txt", [line.replace("营造", "每周演练一次，营造") for line in LINES])
    assert main(["coverage", str(whole), "--source", str(source), "--fail-under", "0", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "declared no obligation: “并形成记录……的氛围”" in out
    assert "21 letters and figures now: “并形成记录；每周演练一次，营造人人讲安全的氛围”" in out


def test_a_passage_named_by_its_ends_never_reaches_over_a_sentence() -> None:
    lines = ["一、健全制度。并记录。的氛围。"]
    passage = NotObligation("并记录", Text("例", "example"), to="的氛围", letters=6)
    [suspect] = [each for each in covered(lines, replace(PACK, not_obligations=(passage,))).suspects if not each.id]
    assert (suspect.quote, suspect.letters) == ("并记录……的氛围", 0)


def test_of_two_declared_passages_the_one_inside_the_other_is_not_told() -> None:
    found = covered(pack=declaring("2022年度校长安全", LINES[1]))
    assert [[left.text for left in each.declared] for each in found.sentences[1:4:2]] == [[LINES[1]], ["2022年度校长安全"]]


def test_the_pack_may_name_its_own_source_text(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "safety-2022"
    folder.mkdir()
    for path in whole.iterdir():
        text = path.read_text(encoding="utf-8").replace("lists: [", "source: {file: duties.txt}\nlists: [")
        (folder / path.name).write_text(text, encoding="utf-8")
    saved(folder / "duties.txt", LINES)
    assert main(["coverage", str(folder)]) == 0
    assert "duties.txt" in capsys.readouterr().out
    changed = saved(tmp_path / "changed.txt", [line.replace("消防设施", "消防设备") for line in LINES])
    assert main(["coverage", str(folder), "--source", str(changed), "--fail-under", "0"]) == 1
