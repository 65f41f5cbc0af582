"""A new rule pack: a commented one that holds at once, or a text taken apart into rules that are still to be written.

A rule of a text is a `draft`: it quotes one clause, and neither a check nor a test passes over it. Nothing is ever overwritten.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from compliance.clause_forms import number, suggestions
from compliance.errors import EvidenceError, Location, NothingToCheck, problem
from compliance.model import SourceText
from compliance.passages import PREFACE, Passages, Sentence, is_letter, take_apart

_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_NO_TITLE = re.compile(r"[。.;；:：!！?？，]|[,](?!\s)|次")
_STARTER = Path(__file__).parent / "starter"
_NAME = re.compile(r"[^\W_][\w-]*")
_ARTICLES = (
    re.compile(r"\s*(第\s*[0-9零〇一二三四五六七八九十百]+\s*条)(?=[\s、.:,]|$)"),
    re.compile(r"\s*([一二三四五六七八九十]{1,3})\s*[、.:,]"),
    re.compile(r"\s*(?:Article|Section|§)\s*([0-9]+)\b"),
    re.compile(r"\s*([0-9]{1,3})\s*[、.:,)](?![0-9])"),
)
"""How texts mark their articles; the first form that a text has is its form."""
_SEEN = 3


class Made(NamedTuple):
    """Name → content of every file of the pack. `rules`: how many are to be written; 0 without a source text."""

    name: str
    files: Mapping[str, str]
    rules: int = 0
    articles: int = 0
    hints: int = 0


class _Stub(NamedTuple):
    id: str
    article: str
    quote: str
    line: int
    hints: tuple[str, ...]


def begun(folder: Path) -> Made:
    """One obligation a pattern, with examples. Raises EvidenceError where the folder's name cannot name a pack."""
    name = pack_name(folder)
    files = {file: (_STARTER / file).read_text(encoding="utf-8").replace("__NAME__", name) for file in ("pack.yaml", "duties.yaml")}
    return Made(name, files)


def from_text(folder: Path, source: SourceText) -> Made:
    """One draft a clause of the text, one file for each list in it. Raises NothingToCheck for a text without a word."""
    name = pack_name(folder)
    passages = take_apart(source.lines, _article_names(source.lines), ())
    if not passages.sentences:
        raise NothingToCheck([problem(Location(source.path), "coverage.source.empty")])
    parts = sorted({max(1, each.part) for each in passages.sentences})
    lists = {part: list(_stubs(part, passages)) for part in parts}
    names = {part: "duties" if part == 1 else f"duties-{part}" for part in parts}
    title = _title(source, passages) or name
    head = (_STARTER / "from-text.yaml").read_text(encoding="utf-8")
    year = _YEAR.search(title)
    fill = {"__NAME__": name, "__TITLE__": _text(title), "__LISTS__": f"[{', '.join(names.values())}]", "__SOURCE__": _text(title)}
    fill["__YEAR__"] = year[1] if year else "2022"
    for mark, value in fill.items():
        head = head.replace(mark, value)
    files = {"pack.yaml": head, "source.txt": "\n".join(source.lines) + "\n"}
    files |= {f"{names[part]}.yaml": _list_file(names[part], stubs) for part, stubs in lists.items()}
    every = list(chain.from_iterable(lists.values()))
    articles = len({(part, stub.article) for part, stubs in lists.items() for stub in stubs})
    return Made(name, files, len(every), articles, sum(bool(stub.hints) for stub in every))


def make(folder: Path, files: Mapping[str, str]) -> None:
    """Raises EvidenceError where something is there already, or nothing can be written; then nothing is."""
    at = Location(str(folder))
    try:
        if folder.exists() and not folder.is_dir():
            raise EvidenceError([problem(at, "init.not_folder", path=folder)])
        seen = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        if seen:
            shown = "、".join(seen[:_SEEN]) + (" …" if len(seen) > _SEEN else "")
            raise EvidenceError([problem(at, "init.exists", path=folder, seen=shown)])
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
    except OSError as wrong:
        raise EvidenceError([problem(at, "init.unwritable", path=folder, why=wrong.strerror or wrong)]) from wrong


def _title(source: SourceText, passages: Passages) -> str:
    """The first line, if it can be one: before the first article, a few words without a stop. What asks for something is no title."""
    for place, line in enumerate(source.lines, 1):
        if any(map(is_letter, line)):
            here = [each for each in passages.sentences if each.line == place]
            plain = not any(each.article for each in here) and not _NO_TITLE.search(line.strip())
            return line.strip(" #\t") if plain else ""
    return ""


def pack_name(folder: Path) -> str:
    """The pack's id, which is its folder's name. Raises EvidenceError where that cannot be one."""
    name = folder.absolute().name
    if not _NAME.fullmatch(name) or name.isdecimal():
        raise EvidenceError([problem(Location(str(folder)), "init.name", found=name)])
    return name


# ---------------------------------------------------------------- the text


def _article_names(lines: Sequence[str]) -> list[str]:
    plain = [unicodedata.normalize("NFKC", line) for line in lines]
    for form in _ARTICLES:
        found = [match[1].strip() for line in plain if (match := form.match(line))]
        if found:
            return list(dict.fromkeys(found))
    return []


def _stubs(part: int, passages: Passages) -> Iterator[_Stub]:
    """Ids by list, article and number: A3.2 is the second clause of the first list's article 三."""
    letter = chr(ord("A") + part - 1) if part <= 26 else f"L{part}-"
    numbers, heads = dict[str, int](), dict[str, str]()
    for sentence in passages.sentences:
        if max(1, sentence.part) != part:
            continue
        article = sentence.article or PREFACE
        head = heads.setdefault(article, _figure(article, heads))
        for quote in _quotes(sentence, passages):
            numbers[article] = numbers.get(article, 0) + 1
            yield _Stub(f"{letter}{head}.{numbers[article]}", article, quote, sentence.line, tuple(suggestions(quote)))


def _quotes(sentence: Sentence, passages: Passages) -> Iterator[str]:
    for clause in sentence.clauses:
        first, behind = clause
        while not is_letter(passages.bare[behind - 1]):
            behind -= 1
        yield passages.original((first, behind))


def _figure(article: str, taken: Mapping[str, str]) -> str:
    if article == PREFACE:
        return "0"
    found = number(article.removeprefix("第").removesuffix("条").strip())
    figure = str(found) if found is not None else str(len(taken) + 1)
    return figure if figure not in taken.values() else f"{figure}-{len(taken) + 1}"


# ---------------------------------------------------------------- the file


def _list_file(name: str, stubs: Sequence[_Stub]) -> str:
    articles = dict.fromkeys(stub.article for stub in stubs)
    lines = [
        "# yaml-language-server: $schema=./rules.schema.json",
        "# 每句话一条，都还没有写（draft）。写好一条：改 bearer、in 和要求，补上两个例子，删去 draft 和 unclear。",
        "# A clause a rule, all still to be written (draft). To write one: bearer, in and what is asked for; two examples; no draft.",
        "",
        f"list: {name}",
        f"title: {{zh: {_text(f'清单 {name}')}, en: {_text(f'List {name}')}}}",
        "articles:",
        *(f"  {_text(article)}: {{zh: {_text(article)}, en: {_text(_english(article))}}}" for article in articles),
        "",
        "obligations:",
        *chain.from_iterable(map(_stub_lines, stubs)),
    ]
    return "\n".join(lines) + "\n"


def _english(article: str) -> str:
    return "Preface" if article == PREFACE else f"Article {_figure(article, {})}"


def _stub_lines(stub: _Stub) -> Iterator[str]:
    short = stub.quote if len(stub.quote) <= 24 else f"{stub.quote[:23]}…"
    yield ""
    yield f"# 原文第 {stub.line} 行 · line {stub.line} of the text"
    for hint in stub.hints:
        yield f"# 建议 · suggestion: {hint}"
    yield f"- id: {stub.id}"
    yield f"  title: {{zh: {_text(short)}, en: {_text(f'Clause {stub.id}')}}}"
    yield f"  source: {{article: {_text(stub.article)}, quote: {_text(stub.quote)}}}"
    yield "  bearer: responsible"
    yield "  attest: {}"
    yield "  draft: true"
    yield "  unclear: {zh: 这一条的规则还没有写, en: the rule for this clause is still to be written}"


def _text(text: str) -> str:
    """As YAML has it in quotation marks, whatever signs are in it."""
    return json.dumps(text, ensure_ascii=False)
