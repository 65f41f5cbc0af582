"""The shipped pack as a whole over the sample bureau: the oracle agrees with the program, and every obligation can be explained."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from compliance.check import check
from compliance.dates import Calendar
from compliance.model import Attest, Evidence, Obligation, Pack, Record, Report, Text, Truth
from compliance.render import EXPLAINERS, naming
from compliance.render.narrow import Query, narrow
from compliance.render.style import Style
from test_sample import pack, report, sample

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
WHOLE = (date(2022, 3, 15), date(2022, 7, 15), date(2022, 12, 31))
EDGES = (
    date(2022, 1, 1),
    date(2022, 2, 28),
    date(2022, 3, 1),
    date(2022, 3, 31),
    date(2022, 4, 1),
    date(2022, 6, 30),
    date(2022, 7, 1),
    date(2022, 9, 30),
    date(2022, 10, 1),
    date(2023, 1, 1),
    date(2023, 1, 11),
    date(2023, 2, 7),
)
"""The last day of a period and the day after it; a third of the obligations each, in turn, but all of them at night."""

Row = tuple[Any, ...]


def workday(day: date) -> bool:
    """The calendar itself is tested elsewhere; the bureau adds no days of its own to it."""
    return bool(Calendar("cn", sample().unit.holidays, sample().unit.workdays).is_workday(day))


def row(rule: Obligation, verdict: str, low: Truth, high: Truth, need: Any, have: Any, last: date | None) -> Row:
    """What both sides must say; of what is not applicable or in error the truth says nothing, and an attestation counts nothing."""
    if verdict in ("not_applicable", "error"):
        return (verdict,)
    judged = isinstance(_part(rule).kind, Attest)
    return (verdict, low.word, high.word) if judged else (verdict, low.word, high.word, need, have, last)


def _part(rule: Obligation) -> Any:
    return rule.readings[sample().unit.readings.get(rule.id, rule.default_reading)]


def of_program(rules: Pack, evidence: Evidence, as_of: date) -> dict[Row, Row]:
    found = check(rules, evidence, as_of).verdicts
    keys = [(v.obligation.id, v.bearer, v.subject, v.window.first, v.window.last) for v in found]
    assert len(keys) == len(set(keys))
    rows = (row(v.obligation, v.verdict, v.low, v.high, v.need, v.have, v.last_safe) for v in found)
    return dict(zip(keys, rows, strict=True))


def of_oracle(rules: Pack, evidence: Evidence, as_of: date) -> dict[Row, Row]:
    duties = {rule.id: rule for rule in rules.obligations}
    found = oracle.outcomes(rules, evidence, as_of, workday)
    return {key: row(duties[key[0]], oracle.verdict(o, as_of), o.low, o.high, o.need, o.have, o.last) for key, o in found.items()}


def disagreements(rules: Pack, evidence: Evidence, as_of: date) -> dict[Row, tuple[Row | None, Row | None]]:
    program, spec = of_program(rules, evidence, as_of), of_oracle(rules, evidence, as_of)
    return {key: (program.get(key), spec.get(key)) for key in program.keys() | spec.keys() if program.get(key) != spec.get(key)}


def some(start: int, step: int) -> Pack:
    return replace(pack(), obligations=pack().obligations[start::step])


@pytest.mark.parametrize("as_of", WHOLE, ids=str)
def test_the_oracle_agrees_on_the_whole_pack(as_of: date) -> None:
    assert len(pack().obligations) == 155
    assert disagreements(pack(), sample(), as_of) == {}


@pytest.mark.parametrize("number", range(len(EDGES)), ids=[str(day) for day in EDGES])
def test_the_oracle_agrees_at_the_edges_of_periods(number: int) -> None:
    assert disagreements(pack() if NIGHTLY else some(number % 3, 3), sample(), EDGES[number]) == {}


# ---------------------------------------------------------------- the sample, changed


class Changed(NamedTuple):
    pack: Pack
    evidence: Evidence
    as_of: date
    changes: tuple[str, ...]

    def __repr__(self) -> str:
        """Not the whole of it: Hypothesis shows this."""
        return f"{self.as_of} {self.pack.obligations[0].id}… {'; '.join(self.changes)}"


@st.composite
def changed(draw: st.DrawFn) -> Changed:
    """Some records removed, some moved by a day or a few, some without one of their fields; judged near a day that matters."""
    records, changes = list(sample().records), []
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(records) - 1))
        how = draw(st.sampled_from(("remove", "move", "blank")))
        old, days = records[at], draw(st.sampled_from((-31, -1, 1, 31)))
        name = draw(st.sampled_from(sorted(old.fields))) if how == "blank" else ""
        new = {"remove": [], "move": [_moved(old, days)], "blank": [_without(old, name)]}
        records[at : at + 1] = new[how]
        changes.append(f"{how} {old.id} {days if how == 'move' else name}")
    near = draw(st.sampled_from((*WHOLE, *EDGES)))
    step = 5 if NIGHTLY else 15
    in_order = tuple(sorted(records, key=lambda r: (r.first, r.id)))
    return Changed(some(draw(st.integers(0, step - 1)), step), replace(sample(), records=in_order), near, tuple(changes))


def _moved(record: Record, days: int) -> Record:
    """As if everything about it had happened so many days later."""
    first, last = record.first + timedelta(days), record.last + timedelta(days)
    fields = {name: first if name in ("date", "start") and value == record.first else value for name, value in record.fields.items()}
    return replace(record, first=first, last=last, fields=fields)


def _without(record: Record, name: str) -> Record:
    """A blank field; without its day a record would be none."""
    kept = name in ("id", "kind", "date", "start", "end", "status", "origin", "recorded_on")
    return record if kept else replace(record, fields={key: value for key, value in record.fields.items() if key != name})


@settings(max_examples=2_000 if NIGHTLY else 80)
@given(changed())
def test_the_oracle_agrees_when_the_evidence_is_changed(world: Changed) -> None:
    assert disagreements(*world[:3]) == {}


# ---------------------------------------------------------------- every obligation explained

CHINESE = re.compile(r"[\u3400-\u9fff]")
MACHINE = re.compile(
    r"violated|satisfied|so_far|not_open|needs_judgement|undeclared|durable|Truth\.|\$each|\$bearer|\$param|None\b|\{\w*\}"
)
"""Words of the machinery; and slots of a sentence that nobody filled."""
CODE = re.compile(r"\b(?:count|every|steps|attest|combine|time|doubt|scope|window|explain|check|default|advice|reason)(?:\.[a-z_]+)+\b")
"""A code of the messages in the place of its sentence."""


@cache
def words() -> tuple[str, ...]:
    """All that may be Chinese in an English sentence: quotations, names, and texts of the pack and the evidence; the longest first."""
    texts: set[str] = set()

    def gather(value: Any, seen: set[int]) -> None:
        if isinstance(value, str):
            texts.update(found for found in re.findall(r"[\w·、，。；：（）《》“”「」\-—…％%/ ]+", value) if CHINESE.search(found))
        elif id(value) not in seen and not isinstance(value, (date, int, float)):
            seen.add(id(value))
            for inner in _inside(value):
                gather(inner, seen)

    gather((pack(), sample()), set())
    return tuple(sorted(texts, key=len, reverse=True))


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, Text):
        yield from () if value.zh != value.en else (value.zh,)  # what has an English is said in English
    elif isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from value
    elif hasattr(value, "__dataclass_fields__"):
        yield from (getattr(value, name) for name in value.__dataclass_fields__)


def explained(of: Report, rule: Obligation, lang: Literal["zh", "en"], *, trace: bool) -> str:
    return EXPLAINERS["text"](narrow(of, Query(rule.id)), Style(lang, 100_000, trace=trace))


@pytest.mark.parametrize("trace", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_obligation_is_explained_with_its_clause(lang: Literal["zh", "en"], trace: bool) -> None:
    of = report(WHOLE[1])
    for rule in pack().obligations:
        text = explained(of, rule, lang, trace=trace)
        article = pack().lists[rule.list].articles[rule.source.article]
        assert rule.source.quote in text, rule.id
        assert (article.zh if lang == "zh" else article.en) in text, rule.id
        assert (rule.title.zh if lang == "zh" else rule.title.en) in text, rule.id
        for verdict in (v for v in of.verdicts if v.obligation is rule):
            assert (verdict.bearer_name.zh if lang == "zh" else verdict.bearer_name.en) in text, rule.id
            days = naming.days(verdict.window)
            assert (days.zh if lang == "zh" else days.en) in text, rule.id
        if not trace:
            found = MACHINE.search(text) or CODE.search(text)
            assert not found, f"{rule.id}: {found and found[0]}"


def test_an_english_explanation_is_english() -> None:
    """What is left of it without quotations, names and the pack's own words has no Chinese in it."""
    of = report(WHOLE[1])
    for rule in pack().obligations:
        text = explained(of, rule, "en", trace=False)
        for line in text.splitlines():
            rest = line
            for word in words():
                if not CHINESE.search(rest):
                    break
                rest = rest.replace(word, "")
            assert not CHINESE.search(rest), f"{rule.id}: {line}"


def test_the_centenary_is_out_of_scope_by_declaration_and_says_so() -> None:
    """S4.13: the hundredth year was 2021, and the bureau declares that there was nothing of the sort in 2022."""
    of = report(WHOLE[2])
    rule = next(rule for rule in pack().obligations if rule.id == "S4.13")
    assert "建党100周年" in rule.source.quote
    assert [d.none for d in sample().unit.declarations if d.last == date(2022, 12, 31)] == ["centenary_event"]
    assert [found.verdict for found in of.verdicts if found.obligation is rule] == ["pending"], "the year is not over"
    [verdict] = [verdict for verdict in report(date(2023, 1, 1)).verdicts if verdict.obligation is rule]
    assert verdict.verdict == "not_applicable"
    assert verdict.reasons, "a reason is given"
    for lang, wanted in (("zh", "没有发生"), ("en", "declared not to have happened")):
        text = explained(report(date(2023, 1, 1)), rule, "zh" if lang == "zh" else "en", trace=False)
        for said in (wanted, "2022-12-31", "王一", "unit.yaml"):
            assert said in text, "who declared it, when, and where"
