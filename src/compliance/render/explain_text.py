"""`explain` as text: for every instance that was asked for what is required, what counted, what nearly did, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from compliance import messages
from compliance.errors import Problem
from compliance.model import Advice, Holds, NearMiss, Obligation, Record, Report, Text, Truth, Verdict
from compliance.render import conclusions_text, naming, phrases
from compliance.render.bilingual import both, joined, say
from compliance.render.layout import pad, whole, wrap
from compliance.render.style import Style
from compliance.render.text import article, by_obligation, step_lines

LABEL = {"zh": 10, "en": 10}
"""Columns of the labels on the left."""
ITEM = "    "
_NUMBERS = "一二三四五六七八九"
_ROSTER = frozenset(("subject.none", "list.unknown", "bound.unknown", "bound.unknown.of", "release.open", "period.none"))
_DECLARE = frozenset(("trigger.undeclared", "no_data", "doubt.undeclared"))


def render(report: Report, style: Style) -> str:
    lines: list[str] = []
    for rule, verdicts in by_obligation(report.verdicts):
        lines += [*_rule(rule, verdicts, report, style), *_instances(verdicts, report, style)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


# ---------------------------------------------------------------- what is required


def _rule(rule: Obligation, verdicts: Sequence[Verdict], report: Report, style: Style) -> Iterator[str]:
    yield from (style.bold(line) for line in wrap(f"{rule.id}  {style.pick(rule.title)}", style.width))
    yield from _entry("list", f"{style.pick(report.pack.lists[rule.list].title)} · {article(rule, report, style)}", style)
    at = whole(f"{style.rules}{rule.source.at}")
    yield from _entry("quote", style.pick(say("explain.quoted", quote=rule.source.quote, at=at)), style)
    if verdicts[0].suspect:
        yield from _entry("suspect", style.pick(phrases.suspect(verdicts[0].suspect)), style)
    yield from _entry("modality", style.pick(say(f"explain.modality.{rule.modality}")), style)
    if rule.unclear:
        yield from _entry("unclear", style.pick(rule.unclear), style)
    counts = say("explain.as_of", as_of=report.as_of, groups=phrases.groups(phrases.counts(verdicts)))
    yield from _entry("items", style.pick(counts), style)
    for found in _said_of_waivers(rule, report):
        text = say("explain.waiver.problem", at=style.place(found.at), text=phrases.reason_of(found))
        yield from _entry("waiver", style.pick(text), style)
    for name, text in conclusions_text.of_rule(rule, report):
        yield from _entry(name, style.pick(text), style)


def _said_of_waivers(rule: Obligation, report: Report) -> Iterator[Problem]:
    """Why a waiver of it has no effect, or on what: of one that stands in the folder and does nothing no verdict tells."""
    places = {waiver.at for waiver in report.unit.waivers if waiver.obligation == rule.id}
    for found in report.problems:
        named = dict(found.params).get("obligation") == rule.id
        if found.code.startswith(("waiver.", "evidence.waiver")) and (found.at in places or named):
            yield found


def _entry(name: str, text: str, style: Style, indent: str = "") -> list[str]:
    label = pad(style.pick(say(f"explain.{name}")), LABEL[style.lang])
    return wrap(text, style.width, f"{indent}{label}  ")


# ---------------------------------------------------------------- how each instance stands


def _instances(verdicts: Sequence[Verdict], report: Report, style: Style) -> Iterator[str]:
    for verdict in verdicts:
        state = phrases.state(verdict)
        who = naming.full_name(verdict)
        yield ""
        word = style.pick(phrases.headed(verdict))
        first, *others = wrap(style.pick(who), style.width, f"{word}  ")
        yield first.replace(word, style.paint(word, state), 1)
        yield from others
        yield from (f"  {line}" for line in _instance(verdict, report, style._replace(width=style.width - 2)))


def _instance(verdict: Verdict, report: Report, style: Style) -> Iterator[str]:
    window = say("explain.window.state", window=naming.days(verdict.window), state=_state(verdict, report))
    yield from _entry("window", style.pick(window), style)
    if verdict.verdict not in ("not_applicable", "manual", "attested", "error"):
        yield from _entry("final", style.pick(_standing(verdict)), style)
    for number, reason in enumerate(verdict.reasons):
        text = style.below(style.pick(phrases.reason(reason, style.place)))
        yield from _entry("reasons", text, style) if number == 0 else wrap(text, style.width, " " * (LABEL[style.lang] + 2))
    yield from _waiver(verdict, style)
    yield from _counted(verdict, report, style)
    yield from _misses("broken", phrases.broken(verdict), report, style)
    yield from _misses("doubtful", verdict.doubtful, report, style)
    yield from _misses("near", phrases.nearly(verdict), report, style)
    yield from _to_do(verdict, report, style)
    yield from _defaults(verdict, style)
    yield from _fired(verdict, style)


def _waiver(verdict: Verdict, style: Style) -> Iterator[str]:
    given = verdict.waiver
    if given:
        known = {"word": phrases.word(verdict.verdict), "reason": given.reason, "who": given.approver}
        text = say("explain.waiver.text", **known, on=given.approved_on, until=given.until, at=style.place(given.at))
        yield from _entry("waiver", style.pick(text), style)


def _standing(verdict: Verdict) -> Text:
    codes = {given.code for given in verdict.reasons}
    if verdict.verdict in ("fail", "late"):
        return say("explain.final.yes")
    if verdict.final:
        return say("explain.final.met")
    for name, causes in (("roster", _ROSTER), ("declare", _DECLARE)):
        if codes & causes:
            return say(f"explain.final.{name}")
    return say("explain.final.doubt" if verdict.low == Truth.VIOLATED else "explain.final.no")


def _state(verdict: Verdict, report: Report) -> Text:
    first, last = verdict.window.first, verdict.window.last
    if first == date.max:
        return say("explain.until.then")
    if first and report.as_of < first:
        return say("explain.ahead")
    if verdict.window.rolling and last is not None and report.as_of <= last:
        return say("explain.rolling")
    if last is None:
        return say("explain.endless")
    left = (last - report.as_of).days
    return say("explain.over") if left < 0 else say("explain.running", left=left) if left else say("explain.today")


# ---------------------------------------------------------------- records


def _counted(verdict: Verdict, report: Report, style: Style) -> Iterator[str]:
    """Every record that was counted, or that there was none; nothing where nothing was looked for."""
    looks = not isinstance(verdict.obligation.readings[verdict.reading].kind, Holds)
    if not verdict.counted and (verdict.need is None or verdict.verdict == "not_applicable" or not looks):
        return
    none = style.pick(say("explain.counted.none"))
    broken = len(phrases.broken(verdict))
    if broken:
        yield from _entry("looked", style.pick(say("explain.looked.head", count=len(verdict.counted), bad=broken)), style)
    else:
        yield from _entry("counted", str(len(verdict.counted)) if verdict.counted else none, style)
    for record in verdict.counted:
        yield from _record(record, report, style)
    if verdict.reached:
        yield from wrap(style.pick(say("explain.reached")), style.width)
        for record in verdict.reached:
            yield from _record(record, report, style)
    if verdict.mended_by:
        yield from wrap(style.pick(say("explain.late")), style.width)
        for record in verdict.mended_by:
            yield from _record(record, report, style)


def _record(record: Record, report: Report, style: Style) -> list[str]:
    kind = style.pick(report.pack.vocabulary.kinds[record.kind].title)
    return wrap(f"{record.id}  {kind}  {phrases.day(record)}  {style.place(record.at)}", style.width, ITEM, ITEM + "  ")


def _misses(name: str, misses: Sequence[NearMiss], report: Report, style: Style) -> Iterator[str]:
    if not misses:
        return
    yield from wrap(style.pick(say(f"explain.{name}")), style.width)
    for miss in misses:
        yield from _record(miss.record, report, style)
        for line in miss.failed:
            yield from wrap(style.pick(phrases.failed((line,))), style.width, ITEM + "  ")


# ---------------------------------------------------------------- what to do


def _to_do(verdict: Verdict, report: Report, style: Style) -> Iterator[str]:
    steps = list(_steps(verdict, report, style))
    if not steps:
        return
    yield style.pick(say("explain.advice"))
    yield from steps


def _steps(verdict: Verdict, report: Report, style: Style) -> Iterator[str]:
    first = phrases.trigger(verdict)
    if first:
        yield from wrap(style.pick(first), style.width, ITEM + "→ ")
    for given in verdict.advice:
        step = phrases.advice(given, verdict, report.as_of, style.place, report.unit.apart)
        yield from step_lines(style.pick(step), style.width, ITEM + "→ ")
        if given.do == "add":
            yield from _ways(given, style)
    codes = {reason.code for reason in verdict.reasons}
    for code, applies in (
        ("explain.sign", verdict.verdict == "manual"),
        ("explain.wait", "declared.early" in codes),
        ("explain.roster", bool(codes & _ROSTER)),
        ("explain.over.advice", bool(codes & {"time.over", "time.late", "time.late.by", "time.late.hour"})),
        ("explain.fixed", "time.final" in codes and "holds.not" not in codes),
    ):
        if applies:
            yield from wrap(style.pick(say(code)), style.width, ITEM + "→ ")


def _ways(given: Advice, style: Style) -> Iterator[str]:
    """What a record has to say, for every kind of record that counts."""
    several = len(given.ways) > 1
    if several:
        yield from wrap(style.pick(say("explain.ways", count=len(given.ways))), style.width, ITEM + "   ")
    for number, way in enumerate(given.ways, 1):
        kind = Text(f"{way.what.zh}（kind: {way.kind}）", f"{way.what.en} (kind: {way.kind})")
        if several:
            mark = Text(_NUMBERS[number - 1] if number <= len(_NUMBERS) else str(number), str(number))
            head = say("explain.way", number=mark, kind=kind)
        else:
            head = say("explain.conditions", kind=kind)
        yield from wrap(style.pick(head), style.width, ITEM + "   ")
        for condition in way.conditions:
            yield from wrap(style.pick(condition), style.width, ITEM + "   - ")


# ---------------------------------------------------------------- what decided


def _defaults(verdict: Verdict, style: Style) -> Iterator[str]:
    own = tuple(given for given in verdict.defaults if given.code in phrases.OWN)
    idle = ("default.parameter", "default.reading", "default.tenure") if verdict.verdict == "not_applicable" else ()
    others = tuple(given for given in verdict.defaults if given.code not in (*phrases.OWN, *idle))
    for name, chosen in (("own", own), ("defaults", others)):
        if chosen:
            yield from wrap(style.pick(say(f"explain.{name}")), style.width)
        for given in chosen:
            yield from wrap(style.pick(phrases.reason(given)), style.width, ITEM + "- ")


def _fired(verdict: Verdict, style: Style) -> Iterator[str]:
    """With `--trace`: the policy row that decided, and every other that matched."""
    if not style.trace:
        return
    rows = [_row_in_words(row, style) for row in verdict.fired]
    if not rows:
        return
    yield from _entry("fired", rows[0], style)
    if len(rows) > 1:
        yield from _entry("also", style.pick(joined((both(row) for row in rows[1:]), "；", "; ")), style)


def _row_in_words(row: str, style: Style) -> str:
    """A row that a pack added has only its id."""
    code = f"row.{row}"
    if code not in messages.CATALOGUE:
        return row
    words = style.pick(messages.text(code))
    return f"{words}（{row}）" if style.lang == "zh" else f"{words} ({row})"


