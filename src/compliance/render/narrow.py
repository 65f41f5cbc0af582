"""The instances that a question is about: a report narrowed to one obligation and, if asked, a bearer, a subject and a window."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from compliance.errors import EvidenceError, Problem
from compliance.model import NOWHERE, VERDICTS, Conclusions, Report, Span, Text, Verdict
from compliance.render import naming, phrases
from compliance.render.bilingual import both, joined


class Query(NamedTuple):
    """`bearer` and `subject` are ids or names; `window` picks those that share a day with it. None: all."""

    obligation: str
    bearer: str | None = None
    subject: str | None = None
    window: Span | None = None


def narrow(report: Report, query: Query) -> Report:
    """The report with only these verdicts, their summary, and no groups. Raises EvidenceError with "did you mean"."""
    chosen = _of_obligation(report.verdicts, query.obligation)
    rule = chosen[0].obligation.id
    holders = _holders(report)

    def bearer_names(verdict: Verdict) -> tuple[str, ...]:
        return (*_bearer_names(verdict), *(name for pair in holders.get(verdict.bearer, ()) for name in pair))

    for wanted, code, names in (
        (query.bearer, "interface.bearer", bearer_names),
        (query.subject, "interface.subject", _subject_names),
    ):
        _known(chosen, rule, wanted, code, names)
    if query.window and not any(_meets(verdict, query.window) for verdict in chosen):
        known = _list(naming.days(window) for window in dict.fromkeys(verdict.window for verdict in chosen))
        _refuse("interface.window", obligation=rule, found=_shown(query.window), known=known)
    kept = tuple(verdict for verdict in chosen if _fits(verdict, query, bearer_names))
    if not kept:
        _refuse("interface.combination", obligation=rule)
    conclusions = report.conclusions and _touching(report.conclusions, kept)
    return replace(report, verdicts=kept, groups=(), summary=MappingProxyType(_summary(kept)), conclusions=conclusions)


def _touching(found: Conclusions, verdicts: Sequence[Verdict]) -> Conclusions:
    """The conclusions that rest on one of these verdicts; the scores as they are, for they rest on all of them."""
    # By what they are about: what would be concluded without the waivers rests on the verdicts as they were before them.
    kept = {_about(verdict) for verdict in verdicts}
    escalations = tuple(one for one in found.escalations if kept & set(map(_about, one.verdicts)))
    vetoes = tuple(one for one in found.vetoes if kept & set(map(_about, one.verdicts)) or set(one.escalations) & set(escalations))
    return Conclusions(vetoes, escalations, found.scores, found.unwaived and _touching(found.unwaived, verdicts))


def _about(verdict: Verdict) -> tuple[str, str, str | None, date | None, date | None]:
    return verdict.obligation.id, verdict.bearer, verdict.subject, verdict.window.first, verdict.window.last


def _of_obligation(verdicts: Sequence[Verdict], wanted: str) -> list[Verdict]:
    found = [verdict for verdict in verdicts if _same(verdict.obligation.id, wanted)]
    if not found:
        ids = list(dict.fromkeys(verdict.obligation.id for verdict in verdicts))
        begin = [name for name in ids if wanted.strip() and name.casefold().startswith(f"{wanted.strip()}.".casefold().replace("..", "."))]
        if begin:
            _refuse("interface.obligation.begin", found=wanted, known=joined(map(both, begin), "、", ", "))
        _refuse("interface.obligation", found=wanted, count=len(ids), hint=_closest(wanted, ids, 0.75))
    return found


def _known(verdicts: Sequence[Verdict], rule: str, wanted: str | None, code: str, names: Callable[[Verdict], tuple[str, ...]]) -> None:
    """Says which there are if nobody and nothing is called `wanted`."""
    if wanted is None or any(_same(name, wanted) for verdict in verdicts for name in names(verdict)):
        return
    known = list(dict.fromkeys(shown for verdict in verdicts for shown in _shown_names(names(verdict))))
    if not known:
        _refuse("interface.subject.none", obligation=rule)
    every = [name for verdict in verdicts for name in names(verdict)]
    _refuse(code, obligation=rule, found=wanted, known=joined(map(both, known), "、", ", "), hint=_closest(wanted, every))


def _shown_names(names: tuple[str, ...]) -> list[str]:
    """The Chinese name, and after an office's title the names of those who hold it."""
    title, held = names[2:3], names[4::2]
    return [f"{title[0]} {'/'.join(held)}".rstrip()] if title else []


def _holders(report: Report) -> dict[str, list[tuple[str, str]]]:
    """Ids and names of those who hold a role in the list's year: they too may be asked for where an office bears the duty."""
    found: dict[str, list[tuple[str, str]]] = {}
    first, last = report.pack.span
    for person in report.unit.people.values():
        for spell in person.roles:
            if (spell.since is None or spell.since <= last) and (spell.until is None or first <= spell.until):
                found.setdefault(spell.role, []).append((person.id, person.name))
    return found


def _bearer_names(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.bearer, verdict.bearer_name.en, verdict.bearer_name.zh)


def _subject_names(verdict: Verdict) -> tuple[str, ...]:
    if verdict.subject is None:
        return ()
    name = verdict.subject_name or both(verdict.subject)
    return (verdict.subject, name.en, name.zh)


def _fits(verdict: Verdict, query: Query, bearer_names: Callable[[Verdict], tuple[str, ...]]) -> bool:
    return (
        (query.bearer is None or any(_same(name, query.bearer) for name in bearer_names(verdict)))
        and (query.subject is None or any(_same(name, query.subject) for name in _subject_names(verdict)))
        and (query.window is None or _meets(verdict, query.window))
    )


def _meets(verdict: Verdict, span: Span) -> bool:
    return (verdict.window.first or date.min) <= span.last and span.first <= (verdict.window.last or date.max)


def _same(name: str, wanted: str) -> bool:
    return name.casefold() == unicodedata.normalize("NFKC", wanted).strip().casefold()


def _closest(wanted: str, known: Iterable[str], alike: float = 0.5) -> str:
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(wanted.casefold(), list(folded), 1, alike)
    return folded[near[0]] if near else ""


def _shown(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}…{span.last}"


def _list(texts: Iterable[Text]) -> Text:
    return joined(texts, "；", "; ")


def _summary(verdicts: Iterable[Verdict]) -> dict[str, int]:
    found = Counter(phrases.state(verdict) for verdict in verdicts)
    return {name: found[name] for name in (*VERDICTS, "waived", "remark") if found[name] or name in ("fail", "at_risk", "pass")}


def _refuse(code: str, **params: object) -> NoReturn:
    given = tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items())
    raise EvidenceError([Problem(NOWHERE, code, "error", given)])
