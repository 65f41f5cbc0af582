"""`policy: score:` as its author wrote it → the points of every obligation and what is deducted, all of it exact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from compliance.chain_scope import WEIGHT, Desk
from compliance.model import Obligation, ScoreRule
from compliance.policy_rows import SEVERITIES, as_written, same

KEYS = ("full", "floor", "per", "deduct", "cap", "points", "severity")
PER = ("unmet", "missing")
MOST = 1_000_000
_PART = re.compile(r"([0-9]{1,6})/([1-9][0-9]{0,5})")
_ZERO = Fraction(0)


def read_score(desk: Desk, raw: Any) -> ScoreRule | None:
    """None: something is wrong with it, which was added to the desk's problems."""
    before = len(desk.problems)
    if not isinstance(raw, Mapping):
        desk.say("policy.score.form", "score", known=", ".join(KEYS))
        return None
    desk.keys(raw, KEYS, "score")
    absent = [key for key in ("full", "per", "deduct") if key not in raw]
    if absent:
        desk.say("policy.chained.absent", "score", found=", ".join(absent))
        return None
    full = raw["full"]
    if type(full) is not int or not 1 <= full <= MOST:
        desk.say("policy.number", "score", "full", field="full", found=as_written(full), low=1, high=MOST)
        return None
    if not same(raw["per"], PER):
        desk.strange("policy.value", raw["per"], PER, "score", "per", field="per")
    floor = _number(desk, raw.get("floor", 0), "floor", full=full, below=True)
    deduct = _number(desk, raw["deduct"], "deduct", full=full, above=True)
    cap, article_cap = _caps(desk, raw.get("cap"), full)
    severities = desk.words(raw.get("severity", "error"), SEVERITIES, "score", "severity")
    points = _points(desk, raw.get("points", {}), full, severities) if severities else {}
    if len(desk.problems) > before or floor is None or deduct is None:
        return None
    return ScoreRule(full, floor, raw["per"], deduct, cap, article_cap, MappingProxyType(points), severities)


def exact(raw: Any) -> Fraction | None:
    """`2`, `0.5` or `1/3`; None: it is no such number."""
    if isinstance(raw, (int, Fraction)) and not isinstance(raw, bool):
        return Fraction(raw)
    found = _PART.fullmatch(raw) if isinstance(raw, str) else None
    return Fraction(int(found[1]), int(found[2])) if found else None


def _number(desk: Desk, raw: Any, *keys: str, full: int, below: bool = False, above: bool = False) -> Fraction | None:
    """A number from 0 to `full`; `above`: but not 0, `below`: but not `full`."""
    value = exact(raw)
    if value is None or not 0 <= value <= full or (above and value == 0) or (below and value == full):
        code = "policy.number.above" if above else "policy.number.below" if below else "policy.number"
        desk.say(code, "score", *keys, field=keys[-1], found=as_written(raw), low=0, high=full)
        return None
    return value


def _caps(desk: Desk, raw: Any, full: int) -> tuple[Fraction | None, Fraction | None]:
    """One number: of each obligation; or `{obligation, article}`."""
    if raw is None:
        return None, None
    if not isinstance(raw, Mapping):
        return _number(desk, raw, "cap", full=full, above=True), None
    desk.keys(raw, ("obligation", "article"), "score", "cap")
    found = {key: _number(desk, raw[key], "cap", key, full=full, above=True) for key in ("obligation", "article") if key in raw}
    return found.get("obligation"), found.get("article")


def _points(desk: Desk, raw: Any, full: int, severities: tuple[str, ...]) -> dict[str, Fraction]:
    """Every obligation's points: its own, an equal share of its article's, or an equal share of what is left of `full`."""
    if not isinstance(raw, Mapping):
        desk.say("policy.score.points", "score", "points")
        return {}
    before = len(desk.problems)
    rules = {rule.id: rule for rule in desk.pack.obligations if _weighs(desk, rule, severities)}
    if not rules:
        desk.say("policy.idle", "score", found="score", why=WEIGHT)
        return {}
    articles: dict[str, list[str]] = {}
    for rule in rules.values():
        articles.setdefault(f"{rule.list}/{rule.source.article}", []).append(rule.id)
    points = dict.fromkeys((rule.id for rule in desk.pack.obligations), _ZERO)
    own, shared = _given(desk, raw, full, rules, articles)
    points |= own
    rest = {name: None for name in rules if name not in own}
    for article, share in shared.items():
        open_ = [name for name in articles[article] if name in rest]
        if not open_:
            desk.say("policy.score.spent", "score", "points", article, of_key=True, found=article)
        for name in open_:
            points[name] = share / len(open_)
            del rest[name]
    if len(desk.problems) > before:
        return {}
    left = full - sum(own.values(), _ZERO) - sum(shared.values(), _ZERO)
    if left < 0 or (left > 0) != bool(rest):
        code = "policy.score.over" if left < 0 else "policy.score.rest" if rest else "policy.score.short"
        desk.say(code, "score", "points", full=full, given=full - left, rest=len(rest), ids=", ".join(list(rest)[:5]))
    return points | {name: left / len(rest) for name in rest}


def _given(
    desk: Desk, raw: Mapping[Any, Any], full: int, rules: Mapping[str, Obligation], articles: Mapping[str, list[str]]
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """What is written for obligations, and what for articles (`list/article`)."""
    own: dict[str, Fraction] = {}
    shared: dict[str, Fraction] = {}
    everything = [*desk.known("obligation"), *desk.known("article")]
    for key, value in raw.items():
        name = str(key)
        number = _number(desk, value, "points", name, full=full)
        if name not in everything:
            desk.strange("policy.unknown.points", name, everything, "score", "points", name, of_key=True)
        elif number is not None and name not in rules and name not in articles and number > 0:
            desk.say("policy.score.idle", "score", "points", name, of_key=True, found=name)
        elif number is not None:
            (own if name in desk.known("obligation") else shared)[name] = number
    return own, shared


def _weighs(desk: Desk, rule: Obligation, severities: tuple[str, ...]) -> bool:
    """Whether it can ever lose points: what is only encouraged may not, and must not take a share of the whole."""
    return any(desk.weight(verdict, rule.modality) in severities for verdict in ("fail", "late"))
