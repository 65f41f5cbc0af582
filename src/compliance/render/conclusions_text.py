"""Vetoes, escalations and scores as text: in the headline of `check`, and beside an obligation in `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.model import Conclusions, Escalation, Obligation, Report, Score, Text, Verdict, Veto
from compliance.render import naming, phrases
from compliance.render.bilingual import NOTHING, both, joined, say
from compliance.render.layout import wrap
from compliance.render.points import between, decimals
from compliance.render.style import Style

FEW = 6
"""So many causes are named; JSON has all of them."""
INDENT = "  "


def lines(report: Report, style: Style) -> Iterator[str]:
    """For the headline; nothing where the pack's policy has no such rows."""
    found = report.conclusions
    if found is None:
        return
    for text, causes in (*_vetoes(found, report), *_escalations(found)):
        yield from (style.bold(line) for line in wrap(style.pick(text), style.width, "", INDENT))
        yield from wrap(style.pick(causes), style.width, INDENT)
    for text, causes in _lifted(found, report):
        yield from wrap(style.pick(text), style.width, "", INDENT)
        yield from wrap(style.pick(causes), style.width, INDENT)
    yield from _scores(found, report, style)


def of_rule(rule: Obligation, report: Report) -> Iterator[tuple[str, Text]]:
    """(label, text) of what one obligation loses and what is concluded from it."""
    if report.conclusions is None:
        return
    found = report.conclusions
    for text, causes in (*_vetoes(found, report), *_escalations(found), *_lifted(found, report)):
        yield "concluded", joined((text, causes), "；", "; ")
    for score in report.conclusions.scores:
        if score.kind == "unit":
            yield "score", _of_rule(rule, score)


def _of_rule(rule: Obligation, score: Score) -> Text:
    if rule.id in score.left_out:
        return say("chain.score.left", count=1, ids=rule.id)
    for item in score.items:
        if item.obligation.id == rule.id:
            points = {name: decimals(value, up=name != "points") for name, value in zip(("points", "lost", "open"), item[1:4], strict=True)}
            return say("explain.score.item", **points, unmet=len(item.unmet), undecided=len(item.undecided))
    return say("explain.score.whole")


# ---------------------------------------------------------------- vetoes and escalations


def _vetoes(found: Conclusions, report: Report) -> Iterator[tuple[Text, Text]]:
    """One entry a row and cause: the groups that it makes a fail, worst known first."""
    rows: dict[str, list[Veto]] = {}
    for veto in found.vetoes:
        rows.setdefault(veto.row.id, []).append(veto)
    for name, vetoes in rows.items():
        groups = joined((_group(veto, report) for veto in vetoes), "、", ", ")
        text = say("chain.veto", title=vetoes[0].row.title, row=name, groups=groups)
        verdicts = dict.fromkeys(each for veto in vetoes for each in veto.verdicts)
        called = dict.fromkeys(each for veto in vetoes for each in veto.escalations)
        yield text, say("chain.cause", causes=_few([*map(_case, verdicts), *(_stretch(each) for each in called)]))


def _escalations(found: Conclusions) -> Iterator[tuple[Text, Text]]:
    rows: dict[str, list[Escalation]] = {}
    for escalation in found.escalations:
        rows.setdefault(escalation.row.id, []).append(escalation)
    for name, called in rows.items():
        row = called[0].row
        text = say("chain.escalation", measure=row.measure, title=row.title, row=name)
        yield text, say("chain.cause", causes=_few([_stretch(each) for each in called]))


def _lifted(found: Conclusions, report: Report) -> Iterator[tuple[Text, Text]]:
    """What only the waivers keep from being concluded: they must not make it go without a trace."""
    if found.unwaived is None:
        return
    vetoes = {(veto.row.id, veto.kind, veto.key) for veto in found.vetoes}
    stretches = {_periods_of(each) for each in found.escalations}
    more = Conclusions(
        tuple(veto for veto in found.unwaived.vetoes if (veto.row.id, veto.kind, veto.key) not in vetoes),
        tuple(each for each in found.unwaived.escalations if _periods_of(each) not in stretches),
    )
    for text, causes in (*_vetoes(more, report), *_escalations(more)):
        yield say("chain.unwaived", mark=both(phrases.MARKS["waived"]), text=text), causes


def _periods_of(escalation: Escalation) -> tuple[object, ...]:
    first = escalation.verdicts[0]
    windows = tuple(each.window for each in escalation.verdicts)
    return escalation.row.id, first.obligation.id, first.bearer, first.subject, windows


def _word(verdict: Verdict) -> Text:
    """The verdict as it stands; that it is waived is said beside it, never instead."""
    state = phrases.state(verdict)
    if state != "waived":
        return phrases.word(state)
    return say("chain.waived", word=phrases.word(verdict.verdict), waived=phrases.word(state))


def _few(causes: Sequence[Text]) -> Text:
    shown = joined(causes[:FEW], "；", "; ")
    return shown if len(causes) <= FEW else joined((shown, say("chain.more", count=len(causes))), "；", "; ")


def _case(verdict: Verdict) -> Text:
    who = naming.full_name(verdict)
    return say("chain.verdict", id=verdict.obligation.id, who=_spaced(who), word=_of(_word(verdict)))


def _of(word: Text) -> Text:
    return Text(f" {word.zh}", word.en)


def _stretch(escalation: Escalation) -> Text:
    first = escalation.verdicts[0]
    who = [first.bearer_name]
    if first.subject is not None:
        who.append(first.subject_name or both(first.subject))
    periods = [joined((naming.when(each.window), _word(each)), "", " ") for each in escalation.verdicts]
    named = _spaced(joined(who, " · "))
    return say("chain.stretch", id=first.obligation.id, who=named, windows=joined(periods, "、", ", "))


def _spaced(who: Text) -> Text:
    return Text(f" {who.zh}", f" {who.en}") if who.zh else NOTHING


def _group(veto: Veto, report: Report) -> Text:
    return _named(veto.kind, veto.key, report)


def _named(kind: str, key: str, report: Report) -> Text:
    if kind == "unit":
        return say("chain.unit")
    if kind == "list":
        return report.pack.lists[key].title
    if kind == "article":
        name, _, article = key.partition("/")
        return say("chain.article", list=report.pack.lists[name].title, article=article)
    return next((verdict.bearer_name for verdict in report.verdicts if verdict.bearer == key), both(key))


# ---------------------------------------------------------------- scores


def _scores(found: Conclusions, report: Report, style: Style) -> Iterator[str]:
    scores = found.scores
    for score in scores:
        if score.kind == "unit":
            text = say("chain.score", points=between(score), full=decimals(score.full, up=True))
            undecided = score.high - score.low
            if undecided:
                more = say("chain.score.open", open=decimals(undecided, up=True))
                text = joined((text, more), "")
            yield from (style.bold(line) for line in wrap(style.pick(text), style.width))
            yield from _unwaived(score, found, style)
            yield from _lost(score, style)
    order = list(report.pack.lists)
    yield from _by(
        "list", sorted((score for score in scores if score.kind == "list"), key=lambda score: order.index(score.key)), report, style
    )
    yield from _by("bearer", [score for score in scores if score.kind == "bearer"], report, style)
    for score in scores[:1]:
        if score.left_out:
            ids = joined(map(both, score.left_out), "、", ", ")
            yield from wrap(style.pick(say("chain.score.left", count=len(score.left_out), ids=ids)), style.width, INDENT)
        remarks = say("chain.score.remarks") if report.pack.chain and _forgives(report) else NOTHING
        yield from wrap(style.pick(say("chain.score.how", remarks=remarks)), style.width, INDENT)


def _unwaived(score: Score, found: Conclusions, style: Style) -> Iterator[str]:
    """What the unit would score if nothing were waived, where that is less."""
    for other in found.unwaived.scores if found.unwaived else ():
        if other.kind == "unit" and (other.low, other.high) != (score.low, score.high):
            text = say("chain.score.unwaived", points=between(other), full=decimals(other.full, up=True))
            yield from wrap(style.pick(text), style.width, INDENT)


def _lost(score: Score, style: Style) -> Iterator[str]:
    """The obligations that lost points, most first; why, `explain` says of each."""
    items = sorted((item for item in score.items if item.lost), key=lambda item: -item.lost)
    if items:
        named = [say("chain.score.item", id=item.obligation.id, lost=decimals(item.lost, up=True)) for item in items]
        yield from wrap(style.pick(say("chain.score.lost", items=_few(named))), style.width, INDENT)


def _forgives(report: Report) -> bool:
    rule = report.pack.chain.score if report.pack.chain else None
    return rule is not None and not {"warning", "note"} <= set(rule.severities)


def _by(kind: str, scores: Iterable[Score], report: Report, style: Style) -> Iterator[str]:
    named = [
        say("chain.score.of", who=_named(kind, score.key, report), points=between(score), full=decimals(score.full, up=True))
        for score in scores
    ]
    if named:
        text = joined((say(f"chain.score.{kind}s"), joined(named, "；", "; ")), "：", ": ")
        yield from wrap(style.pick(text), style.width, INDENT)
