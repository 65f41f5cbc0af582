"""Values that are nearly right: the next numbers, lengths, shares and choices on either side, and both as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

from compliance.model import Calc, Choose, Duration, HeldDays, HeldShare, Pack, Ref, Run, Spacing, TenureTest
from compliance.shifts import lengths
from compliance.values import shown

Pair = tuple[str, str]
EDGES: tuple[Literal["both", "start", "end", "none"], ...] = ("both", "start", "end", "none")


def near(value: Any, pack: Pack) -> Iterator[tuple[Any, Pair]]:
    """One more and one less; of what is worked out or chosen, each number in it by itself."""
    if isinstance(value, Ref):
        value = pack.parameters[value.path[0]].value if value.root == "param" else None
    if isinstance(value, Calc):
        yield from _inside(value, value.args, lambda args: value._replace(args=args), pack)
    elif isinstance(value, Choose):
        yield from _options(value, pack)
    elif isinstance(value, Duration):
        yield from lengths(value, pack)
    elif isinstance(value, date):
        for day in (value + timedelta(days=1), value - timedelta(days=1)):
            yield day, (str(value), str(day))
    elif isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        yield from _numbers(value)


def _numbers(value: int | Fraction) -> Iterator[tuple[Any, Pair]]:
    """A whole number one more or less; of a fraction its numerator."""
    if isinstance(value, int):
        yield from ((number, (str(value), str(number))) for number in (value + 1, value - 1) if number >= 0)
        return
    others = (Fraction(value.numerator + step, value.denominator) for step in (1, -1))
    yield from ((other, (shown_number(value), shown_number(other))) for other in others if other > 0)


def _options(choice: Choose, pack: Pack) -> Iterator[tuple[Any, Pair]]:
    for number, (word, option) in enumerate(choice.options):
        for other, told in near(option, pack):
            options = (*choice.options[:number], (word, other), *choice.options[number + 1 :])
            yield choice._replace(options=options), (f"{word}: {told[0]}", told[1])
    for other, told in near(choice.otherwise, pack):
        yield choice._replace(otherwise=other), (f"else: {told[0]}", told[1])


def _inside(calc: Calc, args: tuple[Any, ...], made: Any, pack: Pack) -> Iterator[tuple[Any, Pair]]:
    for number, arg in enumerate(args):
        if calc.op == "size" or (calc.op == "div" and arg == 1):
            continue
        for other, told in near(arg, pack) if not isinstance(arg, Ref) else ():
            if calc.op == "share" and number == 0 and isinstance(other, (int, Fraction)) and not 0 < other <= 1:
                continue
            yield made((*args[:number], other, *args[number + 1 :])), told


def shown_number(value: int | Fraction) -> str:
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) and value.denominator != 1 else shown(value)


def distances(kind: Spacing, pack: Pack) -> Iterator[tuple[Spacing, str, Pair]]:
    """A distance one longer or shorter, and other edges."""
    for length, told in lengths(kind.at_most, pack):
        yield kind._replace(at_most=length), "at_most", told
    for length, told in lengths(kind.at_least, pack):
        yield kind._replace(at_least=length), "at_least", told
    for edges in EDGES if kind.at_most is not None else ():
        if edges != kind.edges:
            yield kind._replace(edges=edges), "edges", (kind.edges, edges)


def runs(run: Run) -> Iterator[tuple[Run, str, Pair]]:
    """One longer, one shorter, told once or again, and not kept apart."""
    for length in (run.length + 1, run.length - 1):
        if length >= 1:
            yield run._replace(length=length), "length", (str(run.length), str(length))
    yield run._replace(first_only=not run.first_only), "first_only", (shown(run.first_only), shown(not run.first_only))
    if run.per:
        yield run._replace(per=()), "per", (".".join(run.per), "–")


def tenures(tests: tuple[TenureTest, ...]) -> Iterator[tuple[tuple[TenureTest, ...], Pair]]:
    """Days one more or fewer, another share; of several tests one left out."""
    for number, test in enumerate(tests):
        for other in _tests_near(test):
            yield (*tests[:number], other, *tests[number + 1 :]), (tenure_shown(test), tenure_shown(other))
        if len(tests) > 1:
            yield (*tests[:number], *tests[number + 1 :]), (tenure_shown(test), "–")


def _tests_near(test: TenureTest) -> Iterator[TenureTest]:
    if isinstance(test, HeldDays):
        yield from (HeldDays(days) for days in (test.days + 1, test.days - 1) if days > 0)
    elif isinstance(test, HeldShare):
        shares = (test.share + Fraction(step, test.share.denominator) / 2 for step in (1, -1))
        yield from (HeldShare(share) for share in shares if 0 < share <= 1)
    else:
        yield from (word for word in ("any", "end", "all") if word != test)


def tenure_shown(test: TenureTest) -> str:
    return f"{test.days}d" if isinstance(test, HeldDays) else shown_number(test.share) if isinstance(test, HeldShare) else test
