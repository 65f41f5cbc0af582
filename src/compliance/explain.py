"""Why an instance stands as it does: reasons, advice, and the defaults that took effect, as codes with parameters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.conditions import MISSING, TRUE, Binding
from compliance.facts import Facts
from compliance.instances import bound_by, terms_of
from compliance.measure import Judged
from compliance.model import (
    Advice,
    Demand,
    HeldDays,
    HeldShare,
    Measure,
    Part,
    Reason,
    Record,
    Selector,
    Steps,
    Text,
    Truth,
    Window,
)
from compliance.syntax import references, roots
from compliance.words import Words

Pair = tuple[str, str]


def reason(code: str, **params: object) -> Reason:
    """A reason whose parameters are plain text or (zh, en) pairs."""
    return Reason(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


# ---------------------------------------------------------------- reasons


def reasons(judged: Judged, verdict: str, words: Words) -> tuple[Reason, ...]:
    """The main reason first, then time, then doubt, then what else a reader should know."""
    measured = judged.measure
    if measured.fault:
        return (measured.fault,)
    if not measured.applies:
        return measured.notes
    main = list(_standing(measured, words))
    found = [*main, *_time(measured, verdict, words.facts), *_doubt(measured, verdict), *measured.notes]
    return tuple(dict.fromkeys(found))


def _standing(measured: Measure, words: Words) -> Iterator[Reason]:
    """What is met or lacking: for a composite, of each part that is not met."""
    if measured.kind in ("all_of", "any_of") and measured.parts:
        lacking = [part for part in measured.parts if part.low < Truth.SATISFIED_SO_FAR]
        if measured.low >= Truth.SATISFIED_SO_FAR:
            yield reason(f"{measured.kind}.met", need=measured.need, have=measured.have)
        else:
            yield reason(f"{measured.kind}.short", need=measured.need, have=measured.have)
            for part in lacking:
                yield from _standing(part, words)
        return
    if not measured.asked:
        return
    what, window = words.selector(measured.asked[0].selector), between(measured.asked[0].window)
    met = measured.low >= Truth.SATISFIED_SO_FAR
    need, have = measured.need or 0, measured.have or 0
    common = {"what": what, "window": window, "need": need, "have": have}
    if measured.kind == "count":
        over = not met and not measured.demands and measured.low == Truth.VIOLATED and have > need
        code = "count.over" if over else "count.met" if met else "count.short"
        yield reason(code, **common, missing=max(0, need - have))
    elif measured.kind == "every":
        yield reason("every.met" if met else "every.short", **common, of=len(measured.counted), bad=len(measured.counted) - have)
    elif measured.kind == "steps":
        following = words.selector(measured.asked[min(have, len(measured.asked) - 1)].selector)
        yield reason("steps.met" if met else "steps.short", **common, following=following)
    else:
        yield reason("attest.met" if met else "attest.none", **common)


def _time(measured: Measure, verdict: str, facts: Facts) -> Iterator[Reason]:
    last, safe, as_of = _deadline(measured), measured.last_safe, facts.as_of
    if verdict == "at_risk":
        if last is None or safe is None:
            yield reason("time.at_once", to=last or "–")
        else:
            yield reason("time.short", to=last, safe=safe, left=max(0, (last - as_of).days))
    elif verdict == "pending" and measured.clock == "not_open":
        starts = [demand.first for demand in measured.demands if demand.first]
        yield reason("time.not_open", start=min(starts, default=measured.window.first) or "–")
    elif verdict == "pending" and last is not None:
        yield reason("time.room", to=last, safe=safe or last, left=max(0, (last - as_of).days))
    elif verdict == "late" and measured.mended_on and last:
        yield reason("time.late", to=last, done=measured.mended_on, days=max(1, (measured.mended_on - last).days))
    elif verdict == "fail" and last is not None and as_of > last:
        yield reason("time.over", to=last)
    elif verdict == "fail":
        yield reason("time.final")


def _deadline(measured: Measure) -> date | None:
    """The last day for what is still lacking: of a composite, the earliest of its unmet parts, for any_of the latest."""
    if measured.due:
        return measured.due
    lacking = [part for part in measured.parts if part.low == measured.low and not measured.judgement]
    if measured.low >= Truth.SATISFIED_SO_FAR or not lacking:
        return measured.window.last
    days = [_deadline(part) for part in lacking]
    known = [day for day in days if day is not None]
    if not known:
        return None
    return max(known) if measured.kind == "any_of" else min(known)


def _doubt(measured: Measure, verdict: str) -> Iterator[Reason]:
    if verdict == "fail" and measured.settled_by_burden:
        yield reason("doubt.burden", n=len(measured.doubtful))
        return
    for basis in ("missing", "unusable", "ambiguous", "undeclared"):
        # Without a doubtful record the doubt is the trigger's or the list's, and a note says so.
        if basis in measured.doubts and (measured.doubtful or basis == "undeclared"):
            yield reason(f"doubt.{basis}", n=len(measured.doubtful))


def between(window: Window) -> Text:
    first, last = window.first, window.last
    if first and last:
        return Text(f"{first} 至 {last}", f"{first} to {last}") if first != last else Text(str(first), str(first))
    if last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 起", f"from {first}") if first else Text("不限时间", "at any time")


# ---------------------------------------------------------------- what would meet it


def advice(judged: Judged, verdict: str, words: Words) -> tuple[Advice, ...]:
    """Future events that would meet it; for a doubt, which record to complete or what to settle. Never: write a record."""
    measured = judged.measure
    if measured.fault or not measured.applies or verdict in ("pass", "not_applicable", "attested"):
        return ()
    found = [_event(demand, words) for demand in measured.demands]
    if verdict in ("inconclusive", "fail", "at_risk", "pending") and measured.low < measured.high:
        found += [_completion(record, "missing" in measured.doubts) for record in measured.doubtful[:5]]
    trigger = doubtful_trigger(judged)
    if trigger is not None:
        found.insert(0, _completion(trigger, bool(judged.instance.doubt & MISSING)))
    if "undeclared" in measured.doubts:
        found += _declaration(judged, words)
    return tuple(found)


def doubtful_trigger(judged: Judged) -> Record | None:
    """The record that called for the instance, where it is not certain that it did."""
    subject = judged.instance.binding.subject
    return subject.value if judged.instance.doubt != TRUE and subject is not None and subject.kind == "record" else None


def _event(demand: Demand, words: Words) -> Advice:
    branch = demand.selector.branches[0]
    kind = branch.kinds[0]
    day = demand.last or demand.first or words.facts.as_of
    conditions = tuple(condition_text(line, kind, day, demand.binding, words) for line in (*branch.lines, *demand.must))
    return Advice("add", words.selector(demand.selector), kind, conditions, demand.n, demand.first, demand.last, demand=demand)


def condition_text(line: object, kind: str, day: date, binding: Binding, words: Words) -> Text:
    label = words.label(line, kind)  # type: ignore[arg-type]  # a Condition
    wanted = words.wanted(line, kind, None, day, binding)  # type: ignore[arg-type]  # a Condition
    return Text(f"{label.zh}：{wanted.zh}", f"{label.en}: {wanted.en}")


def _completion(record: Record, missing: bool) -> Advice:
    return Advice("set" if missing else "settle", Text(record.id, record.id), record.kind, (), 1, None, None, record.id)


def _declaration(judged: Judged, words: Words) -> list[Advice]:
    selector = _declarable(judged)
    if selector is None:
        return []
    window = judged.measure.window
    return [Advice("settle", words.selector(selector), "declaration", (Text(selector.name, selector.name),), 1, window.first, window.last)]


def _declarable(judged: Judged) -> Selector | None:
    part = judged.rule.readings[judged.reading]
    if judged.instance.vacancy == "no_trigger" and part.for_each:
        return part.for_each.selector
    asked = judged.measure.asked
    return asked[0].selector if asked and asked[0].selector.name else None


# ---------------------------------------------------------------- defaults


def defaults(judged: Judged, words: Words) -> tuple[Reason, ...]:
    """Everything that decided and is not in the text, by code; and what the unit set instead."""
    rule, measured = judged.rule, judged.measure
    found = [*words.once(("defaults", rule.id, judged.reading), lambda: tuple(_of_rule(judged, words.facts)))]
    if measured.kind != "fault" and not judged.instance.vacancy:
        found += _tenure(judged, words.facts)
    if _rolled(measured):
        found.append(reason("default.roll", to=measured.window.last or "–"))
    if measured.settled_by_burden:
        found.append(reason("default.burden"))
    if rule.bearer.mode == "each" and measured.counted and not all(_speaks_of_bearer(asked.selector, words) for asked in measured.asked):
        found.append(reason("default.shared"))
    if measured.mended_on and not rule.late:
        found.append(reason("default.late"))
    return tuple(dict.fromkeys(found))


def _of_rule(judged: Judged, facts: Facts) -> Iterator[Reason]:
    """Those that all instances of a rule share."""
    part = judged.rule.readings[judged.reading]
    yield from _parameters(part, facts)
    yield from _reading(judged, facts)
    if _period_left_out(part):
        yield reason("default.period", window=between(Window(*facts.span)))


def _speaks_of_bearer(selector: Selector, words: Words) -> bool:
    return words.once(("bearer", id(selector)), lambda: "bearer" in roots(selector.branches))


def _parameters(part: Part, facts: Facts) -> Iterator[Reason]:
    for name in sorted({ref.path[0] for ref in references(part) if ref.root == "param"}):
        parameter, override = facts.pack.parameters[name], facts.unit.parameters.get(name)
        if override is not None:
            yield reason("default.override", name=name, value=override.shown, was=parameter.shown, source=override.source)
        elif not parameter.stated:
            yield reason("default.parameter", name=name, value=parameter.shown, why=parameter.why)


def _reading(judged: Judged, facts: Facts) -> Iterator[Reason]:
    others = [name for name in judged.rule.readings if name != judged.reading]
    if not others:
        return
    chosen = judged.rule.id in facts.unit.readings
    yield reason("default.reading.chosen" if chosen else "default.reading", reading=judged.reading, others=" / ".join(others))


def _period_left_out(part: Part) -> bool:
    if part.window is not None or (part.for_each is not None and part.for_each.kind == "record"):
        return False
    if isinstance(part.kind, Steps):
        return any(step.window is None for step in part.kind.steps)
    inner = getattr(part.kind, "parts", None)
    return all(_period_left_out(child) for child in inner) if inner else True


def _tenure(judged: Judged, facts: Facts) -> Iterator[Reason]:
    """The default share mattered where somebody was in the role for only some of the days."""
    if judged.rule.tenure_stated:
        return
    for term in terms_of(judged.instance.binding, facts):
        partly = bound_by(("all",), (term,), judged.measure.window, facts.span)
        if partly is not None:
            [test] = judged.rule.tenure
            share = test.share if isinstance(test, HeldShare) else test.days if isinstance(test, HeldDays) else test
            yield reason("default.tenure", held=partly[0], days=partly[1], share=share)
            return


def _rolled(measured: Measure) -> bool:
    return measured.window.rolled or any(_rolled(part) for part in measured.parts)
