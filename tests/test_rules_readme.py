"""Every YAML block of rules/README.md: files load and their examples hold, pieces fit into the pack, what is refused is refused so."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from compliance.docs import keys_of
from compliance.errors import Problem, RuleError
from compliance.examples import example_problems
from compliance.messages import text
from compliance.model import Pack
from compliance.rulebook import load_pack
from compliance.shapes import PackDoc, SelectorDoc
from compliance.source import load

README = (Path(__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```yaml\n(.*?)^```$", README)
FILES = {block.splitlines()[0][2:]: block for block in BLOCKS if re.match(r"# \S+\.yaml\n", block)}
PIECES = [block for block in BLOCKS if block not in FILES.values()]
SECTIONS = {*keys_of(PackDoc), "obligations"}
SELECTOR = {*keys_of(SelectorDoc)}
BOTH = [{"as_of": "2022-12-31", "want": "pass"}, {"as_of": "2022-12-31", "want": "fail"}]
KIND = {"count", "every", "spacing", "steps", "holds", "attest", "all_of", "any_of", "readings", "like"}


def parsed(block: str) -> Any:
    problems: list[Any] = []
    document = load(block.encode(), "block", problems)
    assert document is not None
    assert not problems
    return document.value


def merged(base: Any, own: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(own, dict):
        return own
    return {**base, **{key: merged(base[key], value) if key in base else value for key, value in own.items()}}


def obligation(body: dict[str, Any], number: int) -> dict[str, Any]:
    """A whole obligation: what a piece leaves out is added."""
    head: dict[str, Any] = {"id": f"Z{number}", "title": {"zh": "例", "en": "piece"}, "source": {"article": "一", "quote": "例"}}
    if "like" not in body:
        head |= {"bearer": "secretary", "examples": BOTH}
    if not KIND & body.keys():
        head["count"] = {"of": "party_meeting", "at_least": 1}
    return {**head, **body}


def spliced(folder: Path, piece: Any) -> Path:
    """The pack of the page with a piece of it: sections of pack.yaml, a selector's lines, or one or more obligations."""
    head, rules = parsed(FILES["pack.yaml"]), []
    if isinstance(piece, list):
        rules = piece
    elif piece.keys() <= SECTIONS:
        head = merged(head, {key: value for key, value in piece.items() if key != "obligations"})
        rules = piece.get("obligations", [])
    elif piece.keys() <= SELECTOR:
        rules = [{"count": {"of": {"kind": "meeting", **piece}, "at_least": 1}}]
    else:
        rules = [piece]
    numbers = count(1)
    pieces: dict[str, Any] = {"list": "pieces", "title": {"zh": "例", "en": "pieces"}, "articles": {"一": {"zh": "一", "en": "one"}}}
    pieces["obligations"] = [obligation(body, next(numbers)) for body in rules]
    folder.mkdir()
    (folder / "pack.yaml").write_text(json.dumps(head, ensure_ascii=False, default=float), encoding="utf-8")
    (folder / "pieces.yaml").write_text(json.dumps(pieces, ensure_ascii=False, default=float), encoding="utf-8")
    (folder / "secretary.yaml").write_text(FILES["secretary.yaml"], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("sample-list")
    for name, block in FILES.items():
        (folder / name).write_text(block, encoding="utf-8")
    return load_pack(folder)


def test_the_files_are_a_pack_without_a_remark(pack: Pack) -> None:
    assert set(FILES) == {"pack.yaml", "secretary.yaml"}
    assert pack.problems == ()


def test_the_examples_give_their_verdicts(pack: Pack) -> None:
    assert list(example_problems(pack)) == []


@pytest.mark.parametrize("block", PIECES, ids=[f"line {README[: README.index(block)].count(chr(10)) + 1}" for block in PIECES])
def test_a_piece_fits_or_is_refused_as_it_says(tmp_path: Path, block: str) -> None:
    piece = parsed(block)
    codes = piece.pop("refused", []) if isinstance(piece, dict) else []
    folder = spliced(tmp_path / "sample-list", piece)
    found: list[Problem] = []
    try:
        load_pack(folder)
    except RuleError as error:
        found = [one for one in error.problems if one.severity == "error"]
    assert sorted(one.code for one in found) == sorted(codes), [f"{one.at} {text(one.code, one.params).en}" for one in found]
