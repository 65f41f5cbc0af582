"""The spine: facts → measure → decide → explain → lay waivers over → roll up → `Report`. Each arrow is one call; no stage calls back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

from compliance.advising import advice, doubtful_trigger
from compliance.chain import conclude, vetoed
from compliance.citing import reached, refers
from compliance.defaults import defaults
from compliance.engine import Decided, decide, roll_up
from compliance.errors import Problem, RuleError, problem
from compliance.evidence import load, without_gc
from compliance.exclusive import judge_all
from compliance.explain import reasons
from compliance.facts import Facts
from compliance.instances import name_of
from compliance.measure import Judged, basis_of, signature
from compliance.model import (
    VERDICTS,
    Asked,
    Evidence,
    Group,
    HeldAgainst,
    Measure,
    NearMiss,
    Pack,
    Record,
    Report,
    Suspect,
    Truth,
    Verdict,
    Window,
)
from compliance.nearmiss import broken, doubtful, near_misses, taken
from compliance.notes import notes
from compliance.policy import Layer, Policy, load_policy
from compliance.rulebook import load_pack
from compliance.select import NOBODY, Selection
from compliance.suspects import held, warnings
from compliance.waiving import overlay
from compliance.windows import is_after
from compliance.words import Words

UNMET = frozenset(("fail", "late", "at_risk", "pending", "inconclusive", "manual"))


NOT_PRESSING = frozenset(("late", "pending"))


def run(folder: Path, pack_folder: Path, as_of: date, *, brief: bool = False, source: Path | None = None) -> Report:
    """Check an evidence folder; `brief` as in `check`. `source`: the text to hold the rules against instead of the pack's own.

    Raises RuleError, EvidenceError (all problems at once), NothingToCheck or EngineError.
    """
    with without_gc():
        pack = load_pack(pack_folder)
        against = held(pack, source)
        return check(pack, load(folder, pack), as_of, brief=brief, against=against)


def check(pack: Pack, evidence: Evidence, as_of: date, *, brief: bool = False, against: HeldAgainst | None = None) -> Report:
    """Judge every obligation of the pack on the evidence as of a day.

    `brief`: without the near-misses of what is late or pending, which a summary does not show: a quarter of the time.
    `against`: which rules the source text no longer has; no verdict changes by it, but each says so.
    """
    with without_gc():
        return _checked(pack, evidence, as_of, UNMET - NOT_PRESSING if brief else UNMET, against)


def _checked(pack: Pack, evidence: Evidence, as_of: date, near: frozenset[str], against: HeldAgainst | None) -> Report:
    problems: list[Problem] = [*pack.problems, *evidence.problems]
    policy = _policy(pack, problems)
    facts = Facts(pack, evidence, as_of)
    selection = Selection(facts)
    judged = judge_all(pack.obligations, selection)
    cases = [(signature(one.measure), one.rule.modality) for one in judged]
    decided = decide(policy, cases)
    words = Words(facts)
    suspects = {each.id: each for each in against.suspects} if against else {}
    raw = tuple(
        _verdict(one, decided[case], selection, words, near, suspects.get(one.rule.id)) for one, case in zip(judged, cases, strict=True)
    )
    days = {record.id: record.first for record in evidence.records} if evidence.unit.waivers else {}
    verdicts, idle = overlay(raw, evidence.unit, as_of, policy, days)
    problems += [*idle, *_contradictions(selection), *notes(facts, evidence, words), *(warnings(against) if against else ())]
    groups = tuple(_groups(verdicts, policy))
    conclusions = conclude(pack.chain, verdicts) if pack.chain else None
    if pack.chain and conclusions and any(verdict.waiver for verdict in verdicts):
        conclusions = conclusions._replace(unwaived=conclude(pack.chain, raw))
    return Report(
        as_of=as_of,
        unit=evidence.unit,
        pack=pack,
        evidence_digest=evidence.digest,
        files=evidence.files,
        records=len(evidence.records),
        verdicts=verdicts,
        groups=tuple(vetoed(groups, conclusions)) if conclusions else groups,
        summary=MappingProxyType(_counts(verdicts)),
        problems=tuple(sorted(set(problems))),
        text=against.text if against else None,
        conclusions=conclusions,
    )


def _policy(pack: Pack, problems: list[Problem]) -> Policy:
    found: list[Problem] = []
    policy = load_policy(found, Layer(pack.policy))
    if any(p.severity == "error" for p in found):
        raise RuleError(found)
    problems += found
    return policy


def _verdict(
    one: Judged, decided: Decided, selection: Selection, words: Words, near: frozenset[str], suspect: Suspect | None
) -> Verdict:
    measured, binding = one.measure, one.instance.binding
    verdict = decided.verdict
    mended_by = _mended_by(measured, selection) if verdict == "late" else ()
    missed = near_misses(measured, selection, words) if verdict in near else ()
    told = _worth_telling(missed, verdict, mended_by, one.instance.window, selection.facts.as_of)
    return Verdict(
        obligation=one.rule,
        bearer=name_of(binding),
        bearer_name=words.bearer(binding),
        subject=binding.subject.key if binding.subject else None,
        subject_name=words.subject(binding),
        window=one.instance.window,
        verdict=verdict,
        severity=decided.severity,
        final=measured.applies and measured.low == measured.high and measured.low in (Truth.VIOLATED, Truth.SATISFIED),
        low=measured.low,
        high=measured.high,
        basis=basis_of(measured) if measured.applies else "ok",
        need=measured.need,
        have=measured.have,
        last_safe=measured.last_safe if measured.low == Truth.VIOLATED_SO_FAR else None,
        mended_on=measured.mended_on,
        reasons=reasons(one, verdict, words, mended_by),
        counted=measured.counted,
        doubtful=_doubtful(one, selection, words),
        near_misses=(*broken(measured.failing, binding, words), *taken(measured, one.taken, selection), *told),
        advice=advice(one, verdict, words),
        fired=decided.fired,
        defaults=defaults(one, words),
        reading=one.reading,
        mended_by=mended_by,
        suspect=suspect,
        reached=reached(one, mended_by, selection.facts) if words.once(("refers", one.rule.id), lambda: refers(one.rule)) else (),
    )


def _doubtful(one: Judged, selection: Selection, words: Words) -> tuple[NearMiss, ...]:
    """The records that may count, and the trigger if it may not be one."""
    found = doubtful(_everywhere(one.measure), one.measure.doubtful, selection, words) if one.measure.doubtful else ()
    trigger, quantifier = doubtful_trigger(one), one.rule.readings[one.reading].for_each
    if trigger is None or quantifier is None or quantifier.selector is None:
        return found
    place = Asked(quantifier.selector, one.instance.binding._replace(subject=None), Window(*selection.facts.span))
    return (*doubtful((place,), (trigger,), selection, words), *found)


def _worth_telling(
    near: tuple[NearMiss, ...], verdict: str, mended_by: tuple[Record, ...], window: Window, as_of: date
) -> Iterator[NearMiss]:
    """Without the late records, which are told as such, and without the future, unless it is a record that will count in time."""
    for miss in near:
        by_day = len(miss.failed) == 1 and miss.failed[0].condition == "date"
        in_time = by_day and verdict not in ("fail", "late") and (window.last is None or miss.record.first <= window.last)
        if miss.record not in mended_by and (miss.record.first <= as_of or in_time):
            yield miss


def _mended_by(measured: Measure, selection: Selection) -> tuple[Record, ...]:
    """The records of the day on which what was late became complete, each of something whose time was over by then."""
    day = measured.mended_on
    if day is None:
        return ()
    found = {
        hit.record.id: hit.record
        for asked in _everywhere(measured)
        if asked.window.last is not None and asked.window.last <= day
        for hit in selection.within(asked.selector, asked.binding, day, day).certain
        if asked.window.last < day or (asked.window.closes is not None and is_after(hit, asked.window.closes))
    }
    return tuple(found.values())


def _everywhere(measured: Measure) -> tuple[Asked, ...]:
    return measured.asked + tuple(asked for part in measured.parts for asked in _everywhere(part))


def _groups(verdicts: Iterable[Verdict], policy: Policy) -> Iterator[Group]:
    """Unit, lists, articles and bearers: presence climbs article → list → unit, and bearer → unit."""
    below: dict[str, list[Verdict]] = {}
    edges: set[tuple[str, str]] = set()
    for verdict in verdicts:
        rule = verdict.obligation
        article, bearer = f"article:{rule.list}/{rule.source.article}", f"bearer:{verdict.bearer}"
        edges |= {(article, f"list:{rule.list}"), (f"list:{rule.list}", "unit:"), (bearer, "unit:")}
        for key in (article, f"list:{rule.list}", bearer, "unit:"):
            below.setdefault(key, []).append(verdict)
    leaves = [key for key in below if key.startswith(("article:", "bearer:"))]
    presences = sorted({(key, v.verdict, v.severity) for key in leaves for v in below[key]})
    decisions = roll_up(policy, presences, sorted(edges))
    for key in sorted(below, key=lambda k: (("unit", "list", "article", "bearer").index(k.split(":")[0]), k)):
        kind, _, name = key.partition(":")
        decision = decisions[key]
        yield Group(kind, name, decision.then, MappingProxyType(_counts(below[key])), decision.fired)


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many of each verdict, worst first; what is waived, or an unmet `should` or `encourage`, is told apart: it is no fail."""
    counts = Counter(_group_of(v) for v in verdicts)
    return {name: counts[name] for name in (*VERDICTS, "waived", "remark") if counts[name] or name in ("pass", "at_risk", "fail")}


def _group_of(verdict: Verdict) -> str:
    if verdict.severity == "error":
        return verdict.verdict
    return "waived" if verdict.waiver else "remark" if verdict.verdict in ("fail", "late", "at_risk") else verdict.verdict


def _contradictions(selection: Selection) -> Iterator[Problem]:
    """A declaration of absence that a matching record beats is reported, with both places."""
    facts = selection.facts
    for declaration in facts.unit.declarations:
        selector = facts.pack.selectors.get(declaration.none)
        if selector is None:
            continue
        last = min(declaration.last, declaration.on)
        for hit in selection.within(selector, NOBODY, declaration.first, last).certain:
            yield problem(declaration.at, "declaration.beaten", "warning", none=declaration.none, record=hit.record.id, other=hit.record.at)
