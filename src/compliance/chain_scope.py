"""What the optional policy rows may name in a pack, and what can come of it: obligations, verdicts, weights, periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from compliance.errors import Problem
from compliance.model import Attest, Obligation, Pack, Parameter, Part, Ref, Span, Text, Watch
from compliance.policy import Policy
from compliance.policy_rows import FIELDS, SEVERITIES, Row, Scalar, Where, same, unknown

WATCHED = ("fail", "late", "at_risk", "inconclusive")
"""The verdicts that a row may watch for: no other is held against anybody."""
SCOPE = ("obligation", "list", "article")
_MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "two_months": 2, "month": 1}
_DAYS = {"ten_days": 8, "week": 7, "day": 1}
"""The shortest that such a period can be."""
WEIGHT = Text("所列要求不会有这样的结论和轻重（severity）", "none of the obligations can have such a verdict with such a severity")
"""Why a row can never fire."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the rows are read: the pack whose names they may use, and the list to which every problem is added."""

    pack: Pack
    policy: Policy
    where: Where
    problems: list[Problem]

    def say(self, code: str, *keys: str | int, of_key: bool = False, **params: object) -> None:
        told = tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items())
        self.problems.append(Problem(self.where(*keys, of_key=of_key), code, "error", told))

    def strange(self, code: str, found: object, known: Iterable[Scalar], *keys: str | int, of_key: bool = False, **params: str) -> None:
        self.problems.append(unknown(self.where(*keys, of_key=of_key), code, found, known, **params))

    def keys(self, raw: Mapping[Any, Any], known: Sequence[str], *keys: str | int) -> None:
        for key in raw:
            if key not in known:
                self.strange("policy.key", key, known, *keys, key, of_key=True)

    def words(self, raw: Any, known: Sequence[str], *keys: str | int) -> tuple[str, ...]:
        """One word or a list of them, each a known one."""
        values = tuple(raw) if isinstance(raw, (list, tuple)) else (raw,)
        if not values:
            self.say("policy.empty", *keys, field=keys[-1])
        for value in values:
            if not same(value, known):
                self.strange("policy.value", value, known, *keys, field=str(keys[-1]))
        return tuple(dict.fromkeys(value for value in values if same(value, known)))

    def text(self, raw: Any, *keys: str | int) -> Text:
        """A text for both languages, or `{zh, en}`."""
        if isinstance(raw, Mapping) and raw.keys() == {"zh", "en"} and all(isinstance(each, str) and each for each in raw.values()):
            return Text(raw["zh"], raw["en"])
        if not isinstance(raw, str) or not raw:
            self.say("policy.text", *keys, field=keys[-1])
            return Text("", "")
        return Text(raw, raw)

    # -------------------------------------------------- what a row watches for

    def watch(self, raw: Mapping[Any, Any], *keys: str | int) -> Watch | None:
        """`when` of a row. None: something is wrong with it."""
        before = len(self.problems)
        if "verdict" not in raw:
            self.say("policy.verdictless", *keys, known=", ".join(WATCHED))
        verdicts = self.words(raw.get("verdict", "fail"), WATCHED, *keys, "verdict")
        severities = self.words(raw.get("severity", "error"), SEVERITIES, *keys, "severity")
        rules = self.scope(raw, *keys)
        if len(self.problems) > before:
            return None
        return Watch(frozenset(rule.id for rule in rules), verdicts, severities)

    def scope(self, raw: Mapping[Any, Any], *keys: str | int) -> list[Obligation]:
        """The obligations that fit every one of `obligation`, `list`, `article` that is given."""
        rules = list(self.pack.obligations)
        for name in SCOPE:
            if name in raw:
                wanted = self.named(name, raw[name], *keys, name)
                rules = [rule for rule in rules if _name(name, rule) in wanted]
        return rules

    def named(self, what: str, raw: Any, *keys: str | int) -> tuple[str, ...]:
        values = tuple(raw) if isinstance(raw, (list, tuple)) else (raw,)
        if not values:
            self.say("policy.empty", *keys, field=keys[-1])
        known = self.known(what)
        for number, value in enumerate(values):
            if str(value) not in known:
                at = (*keys, number) if isinstance(raw, (list, tuple)) else keys
                self.strange(f"policy.unknown.{what}", value, known, *at)
        return tuple(str(value) for value in values)

    def known(self, what: str) -> list[str]:
        return list(dict.fromkeys(_name(what, rule) for rule in self.pack.obligations))

    # -------------------------------------------------- what can come of it

    def can_be(self, watch: Watch) -> bool:
        """Whether any of the obligations can ever have such a verdict with such a severity."""
        return any(
            self.weight(verdict, rule.modality) in watch.severities and (not _judgement(rule) or verdict in self._of_judgement())
            for rule in self.pack.obligations
            if rule.id in watch.obligations
            for verdict in watch.verdicts
        )

    def weight(self, verdict: str, modality: str) -> str:
        """What such a verdict weighs if nobody waives it."""
        return _first(self.policy.severity, {"verdict": verdict, "modality": modality, "waived": False})

    def _of_judgement(self) -> set[str]:
        """The verdicts that the pack's rows can give to a matter of judgement: of the default rows, none that is watched for."""
        fields = {**FIELDS["verdict"], "basis": ("needs_judgement",)}
        cases = (dict(zip(fields, values, strict=True)) for values in product(*fields.values()))
        return {_first(self.policy.verdict, case) for case in cases}

    def most_periods(self, rule: Obligation) -> int:
        """How many periods one after the other the rule can have in the pack's span; 1 where it does not repeat."""
        return max((self._periods(part) for part in rule.readings.values()), default=1)

    def _periods(self, part: Part) -> int:
        each = part.window.each if part.window else ""
        words = _choices(self.pack.parameters.get(each.path[0])) if isinstance(each, Ref) else (each,)
        return max((touched(str(word), self.pack.span) for word in words if word), default=1)


def touched(period: str, span: Span) -> int:
    """At most so many periods of the calendar touch the span."""
    if period in _MONTHS:
        first, last = ((day.year * 12 + day.month - 1) // _MONTHS[period] for day in span)
        return last - first + 1
    days = (span.last - span.first).days + 1
    return days if period == "day" else days // _DAYS.get(period, days) + 2


def _choices(parameter: Parameter | None) -> tuple[Any, ...]:
    return (parameter.value, *parameter.choices) if parameter else ()


def _name(what: str, rule: Obligation) -> str:
    return {"obligation": rule.id, "list": rule.list, "article": f"{rule.list}/{rule.source.article}"}[what]


def _judgement(rule: Obligation) -> bool:
    return all(isinstance(part.kind, Attest) for part in rule.readings.values())


def _first(rows: Sequence[Row], case: Mapping[str, Scalar]) -> str:
    found: Iterator[str] = (row.then for row in rows if all(case[field] in values for field, values in row.when))
    return next(found, "")
