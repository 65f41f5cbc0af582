"""The self-check score (自查分): exact arithmetic over the verdicts, never a premise of one.

What is unmet is lost; what is not decided (pending, at risk, inconclusive, manual, a defect) is lost at the low end and kept at
the high end, so that nothing scores by not being looked at. What applies to nobody is left out, points and all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil

from compliance.model import Score, ScoreItem, ScoreRule, Verdict

LOST = ("fail", "late")
UNDECIDED = ("pending", "at_risk", "inconclusive", "manual", "error")
ZERO = Fraction(0)


def scores(rule: ScoreRule, verdicts: Sequence[Verdict]) -> tuple[Score, ...]:
    """Of the unit, every list and every bearer who has something to lose; lists and bearers by name."""
    groups: dict[tuple[int, str, str], list[Verdict]] = {}
    for each in verdicts:
        for key in ((0, "unit", ""), (1, "list", each.obligation.list), (2, "bearer", each.bearer)):
            groups.setdefault(key, []).append(each)
    found = (_score(rule, kind, key, groups[place, kind, key]) for place, kind, key in sorted(groups))
    return tuple(score for score in found if score.full)


def _score(rule: ScoreRule, kind: str, key: str, verdicts: Sequence[Verdict]) -> Score:
    below: dict[str, list[Verdict]] = {}
    for each in verdicts:
        if rule.points.get(each.obligation.id, ZERO):
            below.setdefault(each.obligation.id, []).append(each)
    applying = {name: [each for each in mine if each.verdict != "not_applicable"] for name, mine in below.items()}
    items = [_item(rule, mine) for mine in applying.values() if mine]
    full = sum((item.points for item in items), ZERO)
    floor = rule.floor * full / rule.full
    high = max(floor, full - _total(rule, items, lambda item: item.lost))
    low = max(floor, full - _total(rule, items, lambda item: item.lost + item.open))
    touched = tuple(item for item in items if item.lost or item.open)
    return Score(kind, key, full, low, high, touched, tuple(name for name, mine in applying.items() if not mine))


def _item(rule: ScoreRule, verdicts: Sequence[Verdict]) -> ScoreItem:
    obligation = verdicts[0].obligation
    points = rule.points[obligation.id]
    most = points if rule.cap is None else min(points, rule.cap)
    unmet = tuple(each for each in verdicts if each.verdict in LOST and each.severity in rule.severities)
    undecided = tuple(each for each in verdicts if each.verdict in UNDECIDED)
    lost = min(most, sum((rule.deduct * _units(rule, each) for each in unmet), ZERO))
    worst = min(most, lost + sum((_at_worst(rule, each, most) for each in undecided), ZERO))
    return ScoreItem(obligation, points, lost, worst - lost, unmet, undecided)


def _units(rule: ScoreRule, verdict: Verdict) -> int:
    """How often `deduct` is taken: once, or for each record that is missing or one too many."""
    if rule.per == "unmet" or verdict.need is None or verdict.have is None:
        return 1
    return max(1, ceil(abs(Fraction(verdict.need) - Fraction(verdict.have))))


def _at_worst(rule: ScoreRule, verdict: Verdict, most: Fraction) -> Fraction:
    """What is not decided may cost all there is where nobody knows how much of it there will be: of a placeholder (nobody in
    the role, no trigger yet), and of doubtful records where each one missing counts.
    """
    doubtful = verdict.verdict == "inconclusive" and rule.per == "missing"
    unknown = verdict.need is None or verdict.verdict == "error" or doubtful
    return most if unknown else rule.deduct * _units(rule, verdict)


def _total(rule: ScoreRule, items: Iterable[ScoreItem], loss: Callable[[ScoreItem], Fraction]) -> Fraction:
    articles: dict[tuple[str, str], Fraction] = {}
    for item in items:
        place = (item.obligation.list, item.obligation.source.article)
        articles[place] = articles.get(place, ZERO) + loss(item)
    return sum(_capped(rule, articles.values()), ZERO)


def _capped(rule: ScoreRule, losses: Iterable[Fraction]) -> Iterator[Fraction]:
    for loss in losses:
        yield loss if rule.article_cap is None else min(loss, rule.article_cap)
