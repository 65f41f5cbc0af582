"""What follows from what, and what cannot both be: two things owed by the same people about the same things."""

from __future__ import annotations

from compliance.alike import form, narrower
from compliance.model import Count, Every
from compliance.owed import Owed

Days = tuple[int, int]
"""First and last day, as ordinals."""


def follows(one: Owed, other: Owed) -> bool:
    """Whether whoever has met the other has met this one."""
    if isinstance(one.kind, Every) and isinstance(other.kind, Every):
        same = one.when == other.when and narrower(one.kind.of, other.kind.of)
        musts = frozenset(map(form, one.kind.must)) <= frozenset(map(form, other.kind.must))
        return same and musts and one.kind.at_least == other.kind.at_least == 1
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Count) or not _is_known(one):
        return False
    if (one.kind.distinct, form(one.kind.among)) != (other.kind.distinct, form(other.kind.among)):
        return False
    below = one.least is None or (narrower(other.kind.of, one.kind.of) and one.least <= _least(other, one))
    above = one.most is None or (narrower(one.kind.of, other.kind.of) and _is_bounded(one, other))
    return below and above


def contradict(one: Owed, other: Owed) -> bool:
    """Whether the least that the one asks for is more than the other leaves room for."""
    if not isinstance(one.kind, Count) or not isinstance(other.kind, Count) or other.kind.distinct or one.least is None:
        return False
    most = room(other, one) if narrower(one.kind.of, other.kind.of) else None
    return most is not None and one.least > most


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
