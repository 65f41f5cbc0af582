"""What the formats say alike, in both languages: verdicts, reasons, records and advice in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from compliance import messages
from compliance.errors import Params, Problem
from compliance.model import VERDICTS, Advice, FailedLine, NearMiss, Reason, Record, Suspect, Text, Verdict, Waiver
from compliance.render.bilingual import NOTHING, SLOT, joined, say
from compliance.spans import first_of, last_of, when_of

RANKS = ("error", *(verdict for verdict in VERDICTS if verdict != "error"))
"""Worst first; a defect outranks everything."""
STATES = (*RANKS[:-2], "waived", "remark", *RANKS[-2:])
"""The states a reader sees: `waived` is an unmet case that a waiver keeps from counting, `remark` one that only a `should` or an
`encourage` asks for."""
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "error": "■",
        "fail": "×",
        "late": "×",
        "at_risk": "▲",
        "inconclusive": "※",
        "pending": "○",
        "manual": "◇",
        "attested": "◆",
        "waived": "▽",
        "remark": "△",
        "pass": "√",
        "not_applicable": "—",
    }
)
"""One character each, all in GBK, and all of the class that a terminal draws equally wide, so that columns stay straight."""
UNMET = frozenset(("fail", "late", "at_risk"))
OWN = ("default.override", "default.reading.chosen", "default.roll.own")
"""Among what decided and is not in the text: what the unit set itself."""
Place = Callable[[object], str]
"""Writes a place: a location, or the text of one."""


# ---------------------------------------------------------------- verdicts


def state(verdict: Verdict) -> str:
    """As `Report.summary` counts it: what only a lesser severity asks for, be it none, is a remark."""
    if verdict.waiver and verdict.severity != "error":
        return "waived"
    return "remark" if verdict.verdict in UNMET and verdict.severity != "error" else verdict.verdict


def worst(verdicts: Iterable[Verdict]) -> str:
    return min((state(verdict) for verdict in verdicts), key=STATES.index)


def word(name: str) -> Text:
    return say(f"verdict.{name}")


def marked(name: str) -> Text:
    return Text(f"{MARKS[name]} {word(name).zh}", f"{MARKS[name]} {word(name).en}")


def headed(verdict: Verdict) -> Text:
    """The state; where a waiver hides the verdict, that too."""
    mark = marked(state(verdict))
    if state(verdict) != "waived":
        return mark
    raw = word(verdict.verdict)
    return Text(f"{mark.zh}（{raw.zh}）", f"{mark.en} ({raw.en})")


def counts(verdicts: Iterable[Verdict]) -> Mapping[str, int]:
    found = Counter(state(verdict) for verdict in verdicts)
    return {name: found[name] for name in STATES if found[name]}


def groups(found: Mapping[str, int]) -> Text:
    """`未达标 6（其中逾期完成 2） · 达标 2`, worst first; what is late is a fail too."""
    late = found.get("late", 0)
    known = {name: found.get(name, 0) + (late if name == "fail" else 0) for name in STATES if name != "late"}
    return joined((_group(name, count, late if name == "fail" else 0) for name, count in known.items() if count), SLOT, ", ")


def _group(name: str, count: int, late: int) -> Text:
    title, among = word(name), of_them(late)
    return Text(f"{title.zh} {count}{among.zh}", f"{count} {title.en}{among.en}")


def of_them(late: int) -> Text:
    return say("check.of.them", word=word("late"), count=late) if late else NOTHING


def told(waiver: Waiver, place: Place = str) -> Text:
    """Who waived it, from when to when, where that is written, and why."""
    known = {"who": waiver.approver, "on": waiver.approved_on, "until": waiver.until, "reason": waiver.reason}
    return say("check.told", at=place(waiver.at), **known)


def reason(given: Reason, place: Place = str) -> Text:
    return messages.text(given.code, _placed(given.params, place))


def brief(given: Reason, place: Place = str) -> Text:
    """The short form where there is one."""
    short = f"brief.{given.code}"
    if given.code == "time.short" and dict(given.params).get("left") == "0":
        short = "brief.time.today"
    return messages.text(short if short in messages.CATALOGUE else given.code, _placed(given.params, place))


def _placed(params: Params, place: Place) -> Params:
    return tuple((name, place(value) if name == "at" else value) for name, value in params)


# ---------------------------------------------------------------- records and advice


def failed(lines: Iterable[FailedLine]) -> Text:
    """What is the case, line by line, and why the record does not count or cannot be told to."""
    return joined(dict.fromkeys(_failed(line) for line in lines), "；", "; ")


def _failed(line: FailedLine) -> Text:
    if line.fact.zh:
        return line.fact
    if line.condition.startswith("any_of"):
        return say("line.one_of", wanted=line.wanted)
    return say("line.failed", label=line.label, found=line.found)


def day(record: Record) -> str:
    return when_of(record)


def nearest(verdict: Verdict) -> NearMiss | None:
    """The near-miss most worth a look: the one that fails a single line which no other near-miss fails."""
    single = [miss for miss in nearly(verdict) if len(miss.failed) == 1]
    seen = Counter(miss.failed[0].condition for miss in single)
    return next((miss for miss in single if seen[miss.failed[0].condition] == 1), None)


def broken(verdict: Verdict) -> tuple[NearMiss, ...]:
    """Records that were looked at and are not as they must be: counted, so no near-misses."""
    counted = {record.id for record in verdict.counted}
    return tuple(miss for miss in verdict.near_misses if miss.record.id in counted)


def nearly(verdict: Verdict) -> tuple[NearMiss, ...]:
    counted = {record.id for record in verdict.counted}
    return tuple(miss for miss in verdict.near_misses if miss.record.id not in counted)


def trigger(verdict: Verdict) -> Text | None:
    """What to do first where the record that asks for it all is itself in doubt."""
    doubtful = any(given.code == "trigger.doubtful" for given in verdict.reasons)
    if not doubtful or verdict.subject is None or any(given.record == verdict.subject for given in verdict.advice):
        return None
    if verdict.subject == "?":
        return say("advice.trigger.unknown")
    return say("advice.trigger", subject=verdict.subject.partition("#")[0])


def advice(given: Advice, verdict: Verdict, as_of: date, place: Place = str, apart: Collection[str] = ()) -> Text:
    """`place` writes where a record stands; `apart` are the keys of unit.yaml that stand in files of their own."""
    if given.kind == "declaration":
        early = given.last is not None and as_of <= given.last
        line = joined((way.what for way in given.ways), "\n")
        more = joined((Text(f"（{note.zh}）", f" ({note.en})") for note in given.conditions[1:]), "")
        file = say("advice.declare.apart" if "declarations" in apart else "advice.declare.unit")
        return say("advice.declare.after" if early else "advice.declare", line=line, last=given.last, more=more, file=file)
    if given.kind == "roster":
        over = any(reason.code == "holds.over" for reason in verdict.reasons)
        return say("advice.state.over" if over else "advice.state")
    if given.do == "add":
        return _addition(given, verdict, as_of)
    doubt = next((miss for miss in (*verdict.doubtful, *broken(verdict)) if miss.record.id == given.record), None)
    if doubt is None:
        return say("advice.other", record=given.record)
    roster = all(line.mend == "roster" for line in doubt.failed)
    code = "advice.roster" if roster else f"advice.{given.do}"
    return say(code, record=given.record, at=place(doubt.record.at), lines=failed(doubt.failed))


def _addition(given: Advice, verdict: Verdict, as_of: date) -> Text:
    """With the day by which it is best done, where that is still to come."""
    if given.first == date.max:
        return say("advice.add.waiting", n=given.n, what=given.what, counter=given.counter)
    if given.last is None or verdict.window.rolling:
        code = "advice.reach.open" if given.record else "advice.add.open"
        return say(code, n=given.n, what=given.what, counter=given.counter, record=given.record)
    useful = given.safe is not None and as_of <= given.safe < given.last
    safe = say("advice.safe", safe=given.safe) if useful else NOTHING
    code = "advice.add.between" if given.first and given.first > as_of else "advice.add"
    if given.record:
        code = "advice.reach"
    elif given.kind == "attestation":
        code = "advice.sign"
    window = verdict.window
    first = first_of(window) if given.first == window.first else given.first
    last = last_of(window) if given.last == window.last else given.last
    if code == "advice.add" and last != str(given.last) and given.last == window.last:
        code = "advice.add.hour"
    known = {"n": given.n, "what": given.what, "counter": given.counter, "first": first, "last": last}
    return say(code, **known, safe=safe, record=given.record)


def suspect(found: Suspect) -> Text:
    """Why a verdict may be about a duty that the text no longer has."""
    if found.elsewhere:
        return say("suspect.moved", where=found.elsewhere)
    return say("suspect.gone.nearest", text=found.nearest) if found.nearest else say("suspect.gone")


def reason_of(found: Problem) -> Text:
    return messages.text(found.code, found.params)
