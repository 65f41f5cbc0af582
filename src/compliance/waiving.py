"""Waivers laid over verdicts: which are active, what each marks, and a word on every one that marks nothing.

A waiver marks what is unmet (`WAIVABLE`). It changes neither verdict nor truth; what a marked verdict weighs is the policy's
to say (`severity` rows may ask for `waived`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from compliance import messages
from compliance.engine import Policy, weigh
from compliance.errors import Problem, ProblemSeverity
from compliance.model import Spell, Text, Unit, Verdict, Waiver

WAIVABLE = frozenset(("fail", "late", "at_risk", "inconclusive", "manual"))
"""Unmet, or may be. What is still pending has nothing to release it from yet; an error is no verdict."""
_MOST = 12
"""So many names are listed where none fits."""


def overlay(
    verdicts: Sequence[Verdict], unit: Unit, as_of: date, policy: Policy, days: Mapping[str, date]
) -> tuple[tuple[Verdict, ...], list[Problem]]:
    """The verdicts with the unit's waivers and the severity that the policy gives them, and what is to be said of each waiver.

    The active waiver that stands first marks a verdict; a later one on the same is reported. `days`: record → its (first) day.
    Raises EngineError.
    """
    problems: list[Problem] = []
    marks: dict[int, Waiver] = {}
    for waiver in unit.waivers:
        idle = _inactive(waiver, unit, as_of)
        if idle:
            problems.append(idle)
            continue
        found = _meant(waiver, verdicts, problems)
        unmet = [number for number in found if verdicts[number].verdict in WAIVABLE]
        if found and not unmet:
            problems.append(_idle(waiver, [verdicts[number].verdict for number in found]))
        unmet = _released(waiver, unmet, verdicts, unit, days, problems)
        others = dict.fromkeys(marks[number] for number in unmet if number in marks)
        problems += [_say(waiver, "waiver.twice", "warning", other=other.at) for other in others]
        new = [number for number in unmet if number not in marks]
        if len(new) > 1:
            problems.append(_told(waiver, "waiver.covers", "note", [verdicts[number] for number in new], count=len(new)))
        marks |= dict.fromkeys(new, waiver)
    return _marked(verdicts, marks, policy), problems


def _released(
    waiver: Waiver, unmet: Sequence[int], verdicts: Sequence[Verdict], unit: Unit, days: Mapping[str, date], problems: list[Problem]
) -> list[int]:
    """Those that it can release from: not what its approver owes, nor what arose after it was approved without being named."""
    own = [number for number in unmet if _owes(waiver, verdicts[number], unit)]
    later = [number for number in unmet if number not in own and _arose_later(waiver, verdicts[number], days)]
    if own:
        problems.append(_told(waiver, "waiver.own", "warning", [verdicts[number] for number in own], who=waiver.approver))
    if later:
        problems.append(_told(waiver, "waiver.later", "warning", [verdicts[number] for number in later], on=waiver.approved_on))
    return [number for number in unmet if number not in own and number not in later]


def _arose_later(waiver: Waiver, verdict: Verdict, days: Mapping[str, date]) -> bool:
    """Nobody can have meant what had not happened yet, unless he named it."""
    quantifier = verdict.obligation.readings[verdict.reading].for_each
    if waiver.subject is not None or verdict.subject is None or quantifier is None or quantifier.kind != "record":
        return False
    return days.get(verdict.subject, date.min) > waiver.approved_on


def _marked(verdicts: Sequence[Verdict], marks: dict[int, Waiver], policy: Policy) -> tuple[Verdict, ...]:
    weights = weigh(policy, ((verdicts[number].verdict, verdicts[number].obligation.modality) for number in marks), waived=True)
    weighing = frozenset(row.id for row in policy.severity)
    done = list(verdicts)
    for number, waiver in marks.items():
        verdict = verdicts[number]
        weight = weights[verdict.verdict, verdict.obligation.modality]
        fired = (*(row for row in verdict.fired if row not in weighing), *weight.fired)
        done[number] = replace(verdict, waiver=waiver, severity=weight.then, fired=fired)
    return tuple(done)


def _owes(waiver: Waiver, verdict: Verdict, unit: Unit) -> bool:
    """Whether who approved it owes it too, or holds the role that does, on the day of approval or in the window: nobody releases himself,
    nor is a predecessor released from what was due in his time by his own hand.
    """
    approver = unit.people.get(waiver.approved_by)
    if approver is None:
        return False
    day, window = waiver.approved_on, verdict.window
    first, last = window.first or date.min, window.last or date.max
    roles = {s.role for s in approver.roles if _in_office(s, day, day) or _in_office(s, first, last)}
    return verdict.bearer == approver.id or verdict.bearer in roles


def _in_office(spell: Spell, first: date, last: date) -> bool:
    """On one day of the range at least."""
    return (spell.since or date.min) <= last and first <= (spell.until or date.max)


# ---------------------------------------------------------------- what a waiver means


def _meant(waiver: Waiver, verdicts: Sequence[Verdict], problems: list[Problem]) -> list[int]:
    """The instances that it names; none after a problem, which says what could have been named."""
    own = [number for number, verdict in enumerate(verdicts) if verdict.obligation.id == waiver.obligation]
    kept = own
    for key, wanted, names in (("bearer", waiver.bearer, _bearer_names), ("subject", waiver.subject, _subject_names)):
        if wanted is None:
            continue
        keys = _keys(wanted, [verdicts[number] for number in own], names)
        if len(keys) != 1:
            problems.append(_unmatched(waiver, key, wanted, keys, [verdicts[number] for number in own], names))
            return []
        kept = [number for number in kept if names(verdicts[number])[:1] == keys]
    day = waiver.window
    if day is not None:
        if not any(_holds(verdicts[number], day) for number in own):
            problems.append(_no_window(waiver, [verdicts[number] for number in own]))
            return []
        kept = [number for number in kept if _holds(verdicts[number], day)]
    if not kept:
        problems.append(_say(waiver, "waiver.combination", "warning", obligation=waiver.obligation))
    return kept


Names = Callable[[Verdict], tuple[str, ...]]
"""What something is called, its key first; nothing if there is none."""


def _bearer_names(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.bearer, *verdict.bearer_name)


def _subject_names(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.subject is None else (verdict.subject, *(verdict.subject_name or ()))


def _keys(wanted: str, verdicts: Iterable[Verdict], names: Names) -> tuple[str, ...]:
    """The key that is written, else the keys of all that are called so."""
    folded = _folded(wanted)
    called = [found for found in map(names, verdicts) if folded in map(_folded, found)]
    exact = [found for found in called if _folded(found[0]) == folded]
    return tuple(dict.fromkeys(found[0] for found in exact or called))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _holds(verdict: Verdict, day: date) -> bool:
    return (verdict.window.first or date.min) <= day <= (verdict.window.last or date.max)


# ---------------------------------------------------------------- what is said of one


def _inactive(waiver: Waiver, unit: Unit, as_of: date) -> Problem | None:
    """Why it has no effect whatever it names."""
    if as_of < waiver.approved_on:
        return _say(waiver, "waiver.early", "note", on=waiver.approved_on, as_of=as_of)
    if as_of > waiver.until:
        return _say(waiver, "waiver.expired", "warning", until=waiver.until, as_of=as_of)
    approver = unit.people.get(waiver.approved_by)
    if approver and not any(_in_office(spell, waiver.approved_on, waiver.approved_on) for spell in approver.roles):
        return _say(waiver, "waiver.powerless", "warning", who=waiver.approver, on=waiver.approved_on)
    return None


def _no_window(waiver: Waiver, verdicts: Sequence[Verdict]) -> Problem:
    known = list(dict.fromkeys(_days(verdict) for verdict in verdicts))[:_MOST]
    choices = Text("；".join(each.zh for each in known), "; ".join(each.en for each in known))
    return _say(waiver, "waiver.window", "warning", obligation=waiver.obligation, day=waiver.window, choices=choices)


def _unmatched(waiver: Waiver, key: str, wanted: str, keys: tuple[str, ...], verdicts: Sequence[Verdict], names: Names) -> Problem:
    if keys:
        return _say(waiver, f"waiver.{key}.shared", "warning", found=wanted, who="、".join(keys))
    called = list(dict.fromkeys(names(verdict) for verdict in verdicts if names(verdict)))
    if not called:
        each = any(part.for_each for verdict in verdicts for part in verdict.obligation.readings.values())
        code = "waiver.subject.waiting" if each else "waiver.subject.none"
        return _say(waiver, code, "warning", obligation=waiver.obligation, found=wanted)
    words = {_folded(name): name for every in called for name in every}
    near = get_close_matches(_folded(wanted), list(words), 1, 0.5)
    told = {"found": wanted, "choices": _listed(called), "hint": words[near[0]] if near else ""}
    return _say(waiver, f"waiver.{key}", "warning", obligation=waiver.obligation, **told)


def _listed(called: Sequence[tuple[str, ...]]) -> Text:
    """Keys, each with what a reader calls it, unless that begins with the key."""
    more = len(called) > _MOST
    zh, en = ([_with_name(each, lang, form) for each in called[:_MOST]] for lang, form in ((1, "{}（{}）"), (2, "{} ({})")))
    return Text("、".join(zh) + ("等" if more else ""), ", ".join(en) + (", …" if more else ""))


def _with_name(called: tuple[str, ...], lang: int, form: str) -> str:
    name = called[lang] if len(called) > lang else called[0]
    return name if name.startswith(called[0]) else form.format(called[0], name)


def _days(verdict: Verdict) -> Text:
    first, last = verdict.window.first or "…", verdict.window.last or "…"
    return Text(f"{first} 至 {last}", f"{first} to {last}")


def _idle(waiver: Waiver, found: Sequence[str]) -> Problem:
    """It may be wanted yet where something is pending; else it releases from nothing."""
    words = [messages.text(f"verdict.{name}") for name in dict.fromkeys(found)]
    verdicts = Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
    code = "waiver.pending" if "pending" in found else "waiver.idle"
    return _say(waiver, code, "note", obligation=waiver.obligation, verdicts=verdicts)


def _told(waiver: Waiver, code: str, severity: ProblemSeverity, verdicts: Sequence[Verdict], **params: object) -> Problem:
    """With the bearer, the subject and the window of each."""
    items = [_item(verdict) for verdict in verdicts[:_MOST]]
    more = len(verdicts) > _MOST
    listed = Text("；".join(it.zh for it in items) + ("等" if more else ""), "; ".join(it.en for it in items) + ("; …" if more else ""))
    return _say(waiver, code, severity, obligation=waiver.obligation, items=listed, **params)


def _item(verdict: Verdict) -> Text:
    parts = [verdict.bearer_name, *([verdict.subject_name or Text(verdict.subject, verdict.subject)] if verdict.subject else ())]
    parts.append(_days(verdict))
    return Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))


def _say(waiver: Waiver, code: str, severity: ProblemSeverity, **params: object) -> Problem:
    return Problem(waiver.at, code, severity, tuple(_params(params.items())))


def _params(params: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str | Text]]:
    for name, value in params:
        yield name, value if isinstance(value, Text) else str(value)
