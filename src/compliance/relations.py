"""What follows from what, and what cannot both be: two things owed by the same people about the same things."""

from __future__ import annotations

from compliance.alike import form, narrower
from compliance.model import Count, Duration, Every, Spacing
from compliance.owed import Owed

Days = tuple[int, int]
"""First and last day, as ordinals."""


def follows(one: Owed, other: Owed) -> bool:
    """Whether whoever has met the other has met this one."""
    if one.rule.exclusive or other.rule.exclusive:
        return False  # a record that the other uses may be the one that is missing here
    if isinstance(one.kind, Spacing) and isinstance(other.kind, Spacing):
        return one.when == other.when and form(one.kind) == form(other.kind)
    if isinstance(one.kind, Every) and isinstance(other.kind, Every):
        same = one.when == other.when and narrower(one.kind.of, other.kind.of)
        musts = frozenset(map(form, one.kind.must)) <= frozenset(map(form, other.kind.must))
        return same and musts and one.kind.at_least == other.kind.at_least == 1
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Count) or not _is_known(one):
        return False
    if (one.kind.distinct, form(one.kind.among), one.kind.total) != (other.kind.distinct, form(other.kind.among), other.kind.total):
        return False
    below = one.least is None or (narrower(other.kind.of, one.kind.of) and one.least <= _least(other, one))
    above = one.most is None or (narrower(one.kind.of, other.kind.of) and _is_bounded(one, other))
    return below and above


def contradict(one: Owed, other: Owed) -> bool:
    """Whether the least that the one asks for is more than the other leaves room for."""
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Count) or other.kind.distinct or one.least is None:
        return False
    if other.kind.total != one.kind.total:
        return False
    most = room(other, one) if narrower(one.kind.of, other.kind.of) else None
    return most is not None and one.least > most


def crowded(one: Owed, other: Owed) -> int | None:
    """The days of the shortest window of a count in which its least number does not fit at the distance that the other asks for."""
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Spacing) or not one.least or one.kind.distinct or one.kind.total:
        return None
    apart = shortest(other.kind.at_least)
    if apart is None or not narrower(one.kind.of, other.kind.of) or one.when != other.when:
        return None
    days = min((last - first + 1 for first, last in _days(one)), default=None)
    return days if days is not None and (one.least - 1) * apart > days - 1 else None


def sparse(one: Owed, other: Owed) -> int | None:
    """The days of the longest window of a count whose most are too few for the distance that the other allows, both edges counted."""
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Spacing) or one.most is None or one.kind.distinct or one.kind.total:
        return None
    apart = longest(other.kind.at_most)
    if apart is None or other.kind.edges != "both" or not narrower(other.kind.of, one.kind.of) or one.when != other.when:
        return None
    days = max((last - first + 1 for first, last in _days(one)), default=None)
    return days if days is not None and (one.most + 1) * apart < days - 1 else None


def shortest(length: object) -> int | None:
    """The fewest days that a length may come to; work days and hours are left to the run."""
    if not isinstance(length, Duration) or length.workdays or length.minutes:
        return None
    return length.days + length.months * 28 + length.months // 12 * 29


def longest(length: object) -> int | None:
    """The most days that a length may come to."""
    if not isinstance(length, Duration) or length.workdays or length.minutes:
        return None
    return length.days + length.months * 31


def room(other: Owed, one: Owed) -> int | None:
    """The most that the other's upper bound allows in a window of the one; None: it does not bound all the days of any."""
    if other.most is None or one.when == other.when:
        return other.most
    most = other.most
    inner, outer = _days(other), _days(one)
    met = [[days for days in inner if days[0] <= last and first <= days[1]] for first, last in outer]
    whole = [len(days) for days, window in zip(met, outer, strict=True) if _fill(days, window)]
    return min(whole) * most if whole else None


def _is_known(one: Owed) -> bool:
    """Whether every bound of a count is a number that the pack knows."""
    sides = (one.least is not None) + (one.most is not None)
    return isinstance(one.kind, Count) and sides == sum(2 if bound.op == "exactly" else 1 for bound in one.kind.bounds)


def _least(other: Owed, one: Owed) -> int:
    """How many there are at least in each window of the one, if the other is met in all of its own."""
    if other.least is None or one.when == other.when:
        return other.least or 0
    if isinstance(other.kind, Count) and other.kind.distinct:
        return 0  # the same value may come again in each window
    return min((sum(_is_inside(inner, outer) for inner in _days(other)) for outer in _days(one)), default=0) * other.least


def _is_bounded(one: Owed, other: Owed) -> bool:
    """Whether the other's upper bound holds in every window of the one."""
    if one.most is None or other.most is None or other.most > one.most:
        return False
    windows = _days(one)
    return one.when == other.when or (bool(windows) and all(any(_is_inside(mine, its) for its in _days(other)) for mine in windows))


def _days(each: Owed) -> list[Days]:
    """Its windows, where the pack alone says them and they have two ends."""
    windows = each.windows or ()
    return [(window.first.toordinal(), window.last.toordinal()) for window in windows if window.first and window.last]


def _is_inside(inner: Days, outer: Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _fill(days: list[Days], window: Days) -> bool:
    """Whether ranges leave out no day of a window."""
    following = window[0]
    for first, last in sorted(days):
        if first > following:
            return False
        following = max(following, last + 1)
    return following > window[1]
