"""Points in figures: exact inside, one decimal for a reader, and never better than they are."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from compliance.model import Score


def decimals(points: Fraction, *, up: bool = False) -> str:
    """One decimal, rounded down, or up; none where it is a whole number."""
    tenths = ceil(points * 10) if up else floor(points * 10)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def between(score: Score) -> str:
    """`86–94`; one figure, rounded down, where both ends are the same, but all there is as all there is."""
    low = decimals(score.low, up=score.low == score.full)
    return low if score.low == score.high else f"{low}–{decimals(score.high, up=True)}"
