"""The shipped pack, spoilt at random places: it loads and its examples run, or every problem has its place. Never another exception."""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import ComplianceError
from compliance.examples import run_example
from compliance.messages import text
from compliance.rulebook import load_pack
from compliance.source import load

SHIPPED = Path(__file__).parent.parent / "rules" / "party-building-2022"


def tree(path: Path) -> Any:
    document = load(path.read_bytes(), path.name, [])
    assert document is not None
    return document.value


TREES = {path.name: tree(path) for path in sorted(SHIPPED.glob("*.yaml"))}
Place = tuple[str | int, ...]


def places(value: Any, above: Place = ()) -> list[Place]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(place for key, inner in below for place in places(inner, (*above, key)))]


ALL = [(name, place) for name, value in TREES.items() for place in places(value) if place]
RULES = [(name, place) for name, place in ALL if not {"examples", "title", "articles", "vocabulary", "example_unit"} & set(place)]
"""Where what is written decides most; the rest of the files is mostly examples."""
KEYS = sorted({str(place[-1]) for _, place in ALL if isinstance(place[-1], str)})

TEXTS = ("", "x", "党组会", "30d", "2h", "1/2", "2022-02-28", "02-28", "end", "year", "[]", "any_of")
REFERENCES = (
    "$each",
    "$each.a",
    "$each.id",
    "$bearer",
    "$people.member",
    "$set.theory_topics",
    "$param.feb_end",
    "$record.date",
    "$period.end",
)
FORMS: tuple[Any, ...] = (
    [],
    {},
    ["x"],
    [[1]],
    [{"x": 1}],
    {"x": None},
    {"any": {"x": 1}},
    {"exists": True},
    {"at_least": 1},
    {"pair": "member"},
)
NESTED: tuple[Any, ...] = ({"size": {"at_least": "$bearer"}}, {"not": {"equals": "$each"}}, {"first_of": ["end", None]}, {"choose": "x"})
JUNK = st.sampled_from((None, True, 0, -1, 7, *TEXTS, *REFERENCES, *FORMS, *NESTED))


def at(value: Any, place: Place) -> Any:
    for key in place:
        value = value[key]
    return value


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """A file's name, and its content with one or two places deleted, replaced, renamed or doubled."""
    name, _ = draw(st.sampled_from(RULES))
    value = deepcopy(TREES[name])
    for _ in range(draw(st.integers(1, 2))):
        _, place = draw(st.sampled_from([one for one in draw(st.sampled_from([RULES, ALL])) if one[0] == name]))
        try:
            above, key = at(value, place[:-1]), place[-1]
            old = above[key]
        except (KeyError, IndexError, TypeError):
            continue
        how = draw(st.sampled_from(["delete", "junk", "graft", "rename", "double"]))
        if how == "delete":
            del above[key]
        elif how == "junk":
            above[key] = deepcopy(draw(JUNK))
        elif how == "graft":
            other, branch = draw(st.sampled_from(RULES))
            above[key] = deepcopy(at(TREES[other], branch))
        elif isinstance(above, dict):
            del above[key]
            above[draw(st.sampled_from([f"{key}x", *KEYS]))] = old
        else:
            above.insert(key, deepcopy(old))
    return name, value


@given(spoilt())
def test_it_loads_or_is_refused_with_places(change: tuple[str, Any]) -> None:
    name, value = change
    with TemporaryDirectory() as folder:
        for other, content in {**TREES, name: value}.items():
            (Path(folder) / other).write_text(json.dumps(content, ensure_ascii=False, default=number), encoding="utf-8")
        try:
            pack = load_pack(Path(folder))
        except ComplianceError as refused:
            for problem in refused.problems:
                assert problem.at.line > 0, problem
                assert text(problem.code, problem.params).zh
            return
    changed = [rule for rule in pack.obligations if rule.list == name.removesuffix(".yaml")] or pack.obligations
    for rule in changed[:: max(1, len(changed) // 3)]:
        run_example(pack, rule, rule.examples[0])


def number(value: Fraction) -> float:
    return float(value)
