"""The optional keys of `policy:` that conclude from verdicts: escalation and veto rows, read from YAML for one pack.

Closed lists throughout, every name looked up in the pack, and no row that can never fire. What is wrong is reported with its
place, all of it at once. The score is read by `score_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.chain_scope import SCOPE, WEIGHT, Desk
from compliance.errors import Problem
from compliance.model import Chain, EscalationRow, Pack, Text, VetoRow
from compliance.policy import MAX_ROWS, MAX_RULES, Policy
from compliance.policy_rows import CHAINED, ROW_ID, Where, as_written
from compliance.score_rows import read_score

GROUPS = ("unit", "list", "article", "bearer")
ABOVE = ("unit", "list", "bearer")
"""Where a veto works unless the row says otherwise."""
SHORTEST, LONGEST = 2, 60
_WHEN = (*SCOPE, "verdict", "severity")
_ESCALATION = ("id", "title", "when", "running", "then")
_VETO = ("id", "title", "when", "on", "then")

Raw = Mapping[Any, Any]


def load_chain(pack: Pack, policy: Policy, where: Where, problems: list[Problem]) -> Chain | None:
    """The rows of `pack.policy`; None without any. `policy`: the pack's, whose ids are taken and which weighs its verdicts.

    `where(*keys)` gives places below `policy`. After an error that was added to `problems` the chain must not be used.
    """
    raw = {key: pack.policy[key] for key in CHAINED if pack.policy.get(key) not in (None, [])}
    if not raw:
        return None
    desk = Desk(pack, policy, where, problems)
    taken = {row.id for rows in policy for row in rows}
    escalations: list[EscalationRow] = []
    for number, form in _rows(desk, "escalation", raw, taken, _ESCALATION, ("id", "title", "when", "running", "then")):
        escalations += _escalation(desk, form, "escalation", number)
    named = [str(form["id"]) for form in _forms(raw.get("escalation")) if "id" in form]
    vetoes: list[VetoRow] = []
    for number, form in _rows(desk, "veto", raw, taken, _VETO, ("id", "title", "when")):
        vetoes += _veto(desk, form, named, number)
    score = read_score(desk, raw["score"]) if "score" in raw else None
    _bounded(desk, [*escalations, *vetoes], "escalation" if escalations else "veto")
    return Chain(tuple(escalations), tuple(vetoes), score)


def _forms(raw: Any) -> list[Raw]:
    return [form for form in raw if isinstance(form, Mapping)] if isinstance(raw, (list, tuple)) else []


def _rows(desk: Desk, stage: str, raw: Raw, taken: set[str], known: Sequence[str], needed: Sequence[str]) -> list[tuple[int, Raw]]:
    """The rows of a stage that have all they need, each with its number; the ids are checked here."""
    forms = raw.get(stage, [])
    if not isinstance(forms, (list, tuple)):
        desk.say("policy.list", stage, stage=stage)
        return []
    whole = []
    for number, form in enumerate(forms):
        if not isinstance(form, Mapping):
            desk.say("policy.chained.row", stage, number, stage=stage, needed=", ".join(needed))
            continue
        desk.keys(form, known, stage, number)
        absent = [key for key in needed if key not in form]
        if absent:
            desk.say("policy.chained.absent", stage, number, found=", ".join(absent))
            continue
        name = form["id"]
        if not isinstance(name, str) or not ROW_ID.fullmatch(name):
            desk.say("policy.id", stage, number, "id", found=as_written(name))
        elif name in taken:
            desk.say("policy.chained.duplicate", stage, number, "id", found=name)
        else:
            taken.add(name)
        whole.append((number, form))
    return whole


def _escalation(desk: Desk, form: Raw, stage: str, number: int) -> list[EscalationRow]:
    before = len(desk.problems)
    title, measure = (desk.text(form[key], stage, number, key) for key in ("title", "then"))
    running = form["running"]
    if type(running) is not int or not SHORTEST <= running <= LONGEST:
        desk.say("policy.number", stage, number, "running", field="running", found=as_written(running), low=SHORTEST, high=LONGEST)
        running = SHORTEST
    when = form["when"]
    if not isinstance(when, Mapping):
        desk.say("policy.when", stage, number, "when", stage=stage, known=", ".join(_WHEN))
        return []
    desk.keys(when, _WHEN, stage, number, "when")
    watch = desk.watch(when, stage, number, "when")
    if watch is None:
        return []
    most = {rule.id: desk.most_periods(rule) for rule in desk.pack.obligations if rule.id in watch.obligations}
    if not desk.can_be(watch) or all(count < running for count in most.values()):
        why = _why(most) if desk.can_be(watch) else WEIGHT if most else _NOBODY
        desk.say("policy.idle", stage, number, found=form["id"], why=why)
    else:
        _named_alone(desk, when, most, running, number)
    if len(desk.problems) > before:
        return []
    return [EscalationRow(str(form["id"]), title, watch, running, measure)]


def _named_alone(desk: Desk, when: Raw, most: Mapping[str, int], running: int, number: int) -> None:
    """An obligation that was named and can never run so long is a slip, though others of the row can."""
    named = when.get("obligation")
    for place, name in enumerate(named if isinstance(named, (list, tuple)) else []):
        if most.get(str(name), running) < running:
            at = ("escalation", number, "when", "obligation", place)
            desk.say("policy.periods", *at, found=name, running=running, most=most[str(name)])


_NOBODY = Text("没有一条要求同时符合这些条件", "no obligation meets all these conditions")


def _why(most: Mapping[str, int]) -> Text:
    longest = max(most.values(), default=0)
    return Text(f"所列要求最多有 {longest} 个连续的时段", f"the obligations have at most {longest} period(s) one after the other")


def _veto(desk: Desk, form: Raw, escalations: Sequence[str], number: int) -> list[VetoRow]:
    before, at = len(desk.problems), ("veto", number)
    title = desk.text(form["title"], *at, "title")
    on = desk.words(form["on"], GROUPS, *at, "on") if "on" in form else ABOVE
    if form.get("then", "fail") != "fail":
        desk.strange("policy.then", form["then"], ("fail",), *at, "then")
    when = form["when"]
    if not isinstance(when, Mapping) or not when:
        desk.say("policy.when", *at, "when", stage="veto", known=", ".join((*_WHEN, "escalation")))
        return []
    desk.keys(when, (*_WHEN, "escalation"), *at, "when")
    if "escalation" in when:
        others = [key for key in _WHEN if key in when]
        if others:
            desk.say("policy.premises", *at, "when", others[0], of_key=True, found=", ".join(others))
        name = when["escalation"]
        if name not in escalations:
            desk.strange("policy.unknown.escalation", name, escalations, *at, "when", "escalation")
        watch, premise = None, str(name)
    else:
        watch, premise = desk.watch(when, *at, "when"), ""
        if watch is not None and not desk.can_be(watch):
            desk.say("policy.idle", *at, found=form["id"], why=WEIGHT if watch.obligations else _NOBODY)
    if len(desk.problems) > before:
        return []
    return [VetoRow(str(form["id"]), title, watch, premise, on)]


def _bounded(desk: Desk, rows: Sequence[EscalationRow | VetoRow], stage: str) -> None:
    rules = sum(len(row.watch.verdicts) * len(row.watch.severities) if row.watch else 1 for row in rows)
    if len(rows) > MAX_ROWS or rules > MAX_RULES:
        desk.say("policy.many", stage, stage=stage, rows=len(rows), most=MAX_ROWS, rules=rules, most_rules=MAX_RULES)
