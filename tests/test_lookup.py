"""What is looked up for all records at once is what each record gives when it is tried alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.columns import Column, all_true, any_true, column_of, numbers_of, rows_of, rows_where
from compliance.facts import Facts
from compliance.measure import judge
from compliance.model import AnyOf, Asked, Line, Measure
from compliance.nearmiss import _place
from compliance.select import Selection
from compliance.truths import AMBIGUOUS, FALSE, MISSING, TRUE, UNUSABLE, conjunction, disjunction
from strategies import World, worlds

KINDS = ("count", "every", "steps", "attest", "all_of", "any_of")
relaxed = settings(settings.default, suppress_health_check=list(HealthCheck))


# ---------------------------------------------------------------- sets of rows


@pytest.mark.parametrize("step", [1, 2, 15, 16, 17, 40, 700])
@pytest.mark.parametrize("first", [0, 1, 63, 900])
def test_a_set_gives_back_its_rows_in_order_be_it_dense_or_sparse(first: int, step: int) -> None:
    numbers = list(range(first, 4_000, step))
    rows = rows_of(numbers[::-1], 4_000)
    assert list(numbers_of(rows)) == numbers
    assert rows == rows_where([number in set(numbers) for number in range(4_000)])


def test_the_empty_set_has_no_rows() -> None:
    assert rows_of([], 10) == rows_where([False] * 10) == 0
    assert not list(numbers_of(0))


TRUTHS = st.lists(st.sampled_from((FALSE, TRUE, MISSING, UNUSABLE, AMBIGUOUS, MISSING | UNUSABLE)), min_size=3, max_size=3)


def column(truths: list[int]) -> Column:
    return column_of({truth: [n for n, other in enumerate(truths) if other == truth] for truth in truths}, len(truths))


def truths_of(found: Column, size: int) -> list[int]:
    unknown = dict(found.truths((1 << size) - 1))
    return [unknown.get(number, found.true >> number & 1) for number in range(size)]


@given(st.lists(TRUTHS, min_size=1, max_size=4))
def test_columns_join_as_single_truths_do(columns: list[list[int]]) -> None:
    made = [column(truths) for truths in columns]
    assert [truths_of(each, 3) for each in made] == columns
    assert truths_of(all_true(made, 0b111), 3) == [conjunction(row) for row in zip(*columns, strict=True)]
    assert truths_of(any_true(made), 3) == [disjunction(row) for row in zip(*columns, strict=True)]


# ---------------------------------------------------------------- conditions and near-misses


def asked(world: World) -> Iterator[tuple[Selection, Asked]]:
    """Every place where something was looked for: a selector, the bearer and subject it was looked for, and when."""
    selection = Selection(Facts(*world))
    for rule in world.pack.obligations:
        for one in judge(rule, selection):
            for place in everywhere(one.measure):
                yield selection, place


def everywhere(measure: Measure) -> Iterator[Asked]:
    yield from measure.asked
    for part in measure.parts:
        yield from everywhere(part)


@relaxed
@given(worlds(*KINDS))
def test_a_condition_is_as_true_of_all_records_at_once_as_of_each(world: World) -> None:
    for selection, (selector, binding, *_) in asked(world):
        for branch, table in selection.tables(selector):
            for line in branch.lines:
                tester = selection.lookup.tester(line, table.kind)
                alone = [tester(hit.record, hit.first, hit.last, binding) for hit in table.hits]
                assert truths_of(selection.lookup.column(line, table, binding), len(alone)) == alone


@relaxed
@given(worlds(*KINDS))
def test_a_near_miss_fails_the_lines_that_are_named_and_no_other(world: World) -> None:
    for selection, place in asked(world):
        _check_place(place, selection)


def _check_place(one: Asked, selection: Selection) -> None:
    for branch, table in selection.tables(one.selector):
        place = _place(one, branch, table, selection)
        for number, hit in enumerate(table.hits):
            failed = [line for line, rows in place.failing if rows >> number & 1]
            if place.one >> number & 1 or place.two >> number & 1:
                assert len(failed) == (1 if place.one >> number & 1 else 2)
                for line in branch.lines:
                    false = selection.lookup.tester(line, table.kind)(hit.record, hit.first, hit.last, one.binding) == FALSE
                    inner = [each for lines in line.alternatives for each in lines] if isinstance(line, AnyOf) else [line]
                    assert false == any(each is other for each in inner for other in failed if isinstance(other, (Line, AnyOf)))
