"""The benchmark measures what it says: the same records from a seed, the same verdicts from both sides. No time is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import table
from bench.generator import AS_OF, FEW, KINDS, RARE, records, write_records, write_unit
from bench.measure import Row, made, verdicts
from bench.pack import duties, write_pack
from bench.plain_loop import Plain
from compliance.check import check
from compliance.evidence import load
from compliance.model import Record
from compliance.rulebook import load_pack


def content(record: Record) -> tuple[object, ...]:
    return record.id, record.kind, record.first, record.last, record.fields, record.status, record.origin


def test_the_same_seed_gives_the_same_records_and_another_one_others() -> None:
    assert [*map(content, records(400, 5))] == [*map(content, records(400, 5))]
    assert [*map(content, records(400, 5))] != [*map(content, records(400, 6))]


def test_records_written_and_read_are_the_records_made(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path / "pack"))
    write_unit(tmp_path / "unit")
    write_records(tmp_path / "unit", 300, seed=2)
    assert [*map(content, load(tmp_path / "unit", pack).records)] == [*map(content, records(300, 2))]


def test_there_are_all_kinds_and_every_sort_of_slip() -> None:
    made_ones = records(4_000)
    assert {record.kind for record in made_ones} == set(KINDS)
    assert {record.status for record in made_ones} == {"done", "draft", "planned", "cancelled"}
    assert any(record.first != record.last for record in made_ones)
    assert any(record.origin == "compiled" for record in made_ones)
    words = [word for kind, word in RARE if kind == "document"]
    assert all(sum(record.fields.get("doc_kind") == word for record in made_ones) <= FEW for word in words)


@pytest.mark.parametrize("rounds", [1, 2])
def test_no_two_duties_are_the_same(tmp_path: Path, rounds: int) -> None:
    asked = duties(rounds)
    assert len(asked) == 60 * rounds
    assert len({duty.id for duty in asked}) == 60 * rounds
    assert len(load_pack(write_pack(tmp_path, rounds)).obligations) == 60 * rounds
    if rounds == 1:
        assert len({duty[1:] for duty in asked}) == 60


@pytest.mark.parametrize(("count", "seed"), [(200, 2), (900, 3), (3_000, 4)])
def test_the_plain_loop_and_the_program_agree(tmp_path: Path, count: int, seed: int) -> None:
    pack, evidence = made(tmp_path, count, seed=seed)
    found = verdicts(check(pack, evidence, AS_OF))
    assert found == Plain(evidence.records, AS_OF).judge(duties())
    assert {"pass", "fail", "late", "pending", "at_risk", "inconclusive", "not_applicable", "manual"} >= set(found.values())


def test_the_table_says_plainly_what_is_missed() -> None:
    shown = table([Row("quick thing / F", 1.234, 1.5), Row("large thing", 5_000, 2_048, " B")])
    assert [line.split()[-1] for line in shown.splitlines()[1:3]] == ["met", "MISSED"]
    assert "1 met, 1 missed" in shown
