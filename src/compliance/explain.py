"""Why an instance stands as it does: reasons as codes with parameters, the main one first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.declaring import declared_so_far
from compliance.facts import Facts
from compliance.instances import bound_by, terms_of
from compliance.measure import Judged
from compliance.model import AnyOf, HeldDays, HeldShare, Line, Measure, Reason, Record, Ref, TenureTest, Text, Truth, Window, WindowSpec
from compliance.syntax import is_itself, nodes
from compliance.vocabulary import person_space
from compliance.words import Words, both, joined, tag

VACANT = frozenset(("nobody", "no_subject", "no_list", "empty_list", "no_trigger", "no_rows", "no_period"))


def reason(code: str, **params: object) -> Reason:
    """A reason whose parameters are plain text or (zh, en) pairs."""
    return Reason(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


def reasons(judged: Judged, verdict: str, words: Words, mended_by: tuple[Record, ...] = ()) -> tuple[Reason, ...]:
    """The main reason first, then time, then doubt, then what else a reader should know. `mended_by`: the late records."""
    measured = judged.measure
    if measured.fault:
        return (measured.fault,)
    notes = [told for note in measured.notes for told in _note(note, judged, words)]
    if not measured.applies or judged.instance.vacancy in VACANT:
        return tuple(dict.fromkeys(notes))
    late = list(_late(measured, verdict, words, mended_by))
    main = list(_standing(judged, measured, words))
    time = _time(measured, verdict, words.facts, late=bool(late))
    found = [*late, *main, *time, *_doubt(measured, verdict), *notes, *measured.window.moves]
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------- what is met or lacking


def _standing(judged: Judged, measured: Measure, words: Words) -> Iterator[Reason]:
    """What is met or lacking: for a composite, of each part that is not met."""
    if measured.kind in ("all_of", "any_of") and measured.parts:
        lacking = [part for part in measured.parts if part.low < Truth.SATISFIED_SO_FAR]
        if measured.low >= Truth.SATISFIED_SO_FAR:
            yield reason(f"{measured.kind}.met", need=measured.need, have=measured.have)
        else:
            yield reason(f"{measured.kind}.short", need=measured.need, have=measured.have)
            for part in lacking:
                yield from _standing(judged, part, words)
        return
    if measured.kind == "holds":
        met = measured.low >= Truth.SATISFIED_SO_FAR
        yield reason("holds.met" if met else "holds.short", need=measured.need, have=measured.have)
        return
    if not measured.asked:
        return
    selector = measured.asked[0].selector
    met = measured.low >= Truth.SATISFIED_SO_FAR
    need, have = measured.need or 0, measured.have or 0
    common = {
        "what": words.selector(selector),
        "window": between(measured.asked[0].window),
        "need": need,
        "have": have,
        "counter": words.counter(selector),
    }
    if measured.kind == "count":
        over = not met and not measured.demands and measured.low == Truth.VIOLATED and have > need
        code = "count.over" if over else "count.met" if met else "count.short"
        subject = judged.instance.binding.subject
        if code == "count.short" and subject is not None and is_itself(selector):
            yield reason("count.short.itself", what=common["what"], window=common["window"], record=subject.key)
        else:
            yield reason(code, **common, missing=max(0, need - have))
    elif measured.kind == "spacing":
        yield reason("spacing.met" if met else "spacing.short", **common)
    elif measured.kind == "every":
        good = int(have)
        yield reason("every.met" if met else "every.short", **common, of=len(measured.counted), bad=len(measured.counted) - good)
    elif measured.kind == "steps":
        following = words.selector(measured.asked[min(int(have), len(measured.asked) - 1)].selector)
        yield reason("steps.met" if met else "steps.short", **common, following=following)
    else:
        yield reason("attest.met" if met else "attest.none", **common)


def between(window: Window) -> Text:
    first, last = window.first, window.last
    if first == date.max:
        return Text("还没有开始", "not begun yet")
    if first and last:
        return Text(f"{first} 至 {last}", f"{first} to {last}") if first != last else both(first)
    if last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 起", f"from {first}") if first else Text("不限时间", "at any time")


# ---------------------------------------------------------------- time


def _late(measured: Measure, verdict: str, words: Words, mended_by: tuple[Record, ...]) -> Iterator[Reason]:
    """The late record by name stands first: it is what was done."""
    last, done = _deadline(measured), measured.mended_on
    if verdict != "late" or not done or not last:
        return
    days = max(1, (done - last).days)
    if not mended_by:
        yield reason("time.late", to=last, done=done, days=days)
        return
    asked = [each for part in _lacking(measured) for each in part.asked or measured.asked]
    asked.sort(key=lambda each: each.window.last != last)
    what = words.selector(asked[0].selector) if asked else both("")
    record = joined([both(each.id) for each in mended_by], "、", ", ")
    yield reason("time.late.by", to=last, done=done, days=days, what=what, record=record, at=mended_by[0].at)


def _lacking(measured: Measure) -> list[Measure]:
    """The parts that lack something, the whole where it has none."""
    return [part for part in measured.parts if part.low == measured.low and not part.judgement] or [measured]


def _time(measured: Measure, verdict: str, facts: Facts, *, late: bool) -> Iterator[Reason]:
    last, safe, as_of = _deadline(measured), measured.last_safe, facts.as_of
    if late:
        return
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


# ---------------------------------------------------------------- doubt


def _doubt(measured: Measure, verdict: str) -> Iterator[Reason]:
    if verdict == "fail" and measured.settled_by_burden:
        yield reason("doubt.burden", n=len(set(_in_doubt(measured))))
        return
    unlooked = any(note.code == "no_data" for note in measured.notes)
    for basis in ("missing", "unusable", "ambiguous", "undeclared"):
        # Without a doubtful record the doubt is the trigger's or the list's, and a note says so.
        if basis in measured.doubts and (measured.doubtful or (basis == "undeclared" and not unlooked)):
            yield reason(f"doubt.{basis}", n=len(measured.doubtful))


def _in_doubt(measured: Measure) -> Iterator[str]:
    """The doubtful records, those of parts too; where only what is added up is unknown, those that it stands in."""
    yield from (record.id for record in measured.doubtful)
    for part in measured.parts:
        yield from _in_doubt(part)


# ---------------------------------------------------------------- what else a reader should know


def _note(note: Reason, judged: Judged, words: Words) -> Iterator[Reason]:
    """What a kind or a placeholder noted, with the names that it does not know."""
    code, binding = note.code, judged.instance.binding
    if code in ("tenure.short", "parts.none"):
        yield _tenure(judged, words) or note
    elif code == "subject.none":
        yield reason(code, role=_lacking_roles(judged, words))
    elif code in ("list.unknown", "list.empty"):
        yield reason(code, list=_list_name(judged, words))
    elif code in ("trigger.none", "trigger.undeclared", "trigger.declared", "no_data", "declared"):
        yield from declared_so_far(code, judged, words)
    elif code in ("when.not", "holds.not"):
        yield reason(code, line=_line(note, judged, words))
    elif code == "period.none":
        yield reason(code, period=_period_name(judged, words))
    elif code == "rows.none":
        part = judged.rule.readings[judged.reading]
        selector = part.for_each.selector if part.for_each else None
        yield reason(code, what=words.selector(selector) if selector else both(""))
    elif code in ("trigger.doubtful", "trigger.planned"):
        yield reason(code, subject=words.subject(binding) or words.bearer(binding))
    else:
        yield note


def _line(note: Reason, judged: Judged, words: Words) -> Text:
    """A line of `when` or `holds` in words; it is found again by how its author wrote it."""
    source = dict(note.params)["line"]
    lines = [node for node in nodes(judged.rule.readings[judged.reading]) if isinstance(node, (Line, AnyOf)) and node.source == source]
    binding = judged.instance.binding
    day = judged.measure.window.first or words.facts.span.first
    return words.condition(lines[0], {}, None, day, binding) if lines else both(source)


def _period_name(judged: Judged, words: Words) -> Text:
    names = [node.each for node in nodes(judged.rule.readings[judged.reading]) if isinstance(node, WindowSpec) and node.each]
    known = [tag(words.facts.pack.periods[name], name) for name in names if isinstance(name, str) and name in words.facts.pack.periods]
    return joined(known, "、", ", ") if known else both("")


def _tenure(judged: Judged, words: Words) -> Reason | None:
    """Who was in the role, or in charge of what, for too short a time, and what the limit is."""
    facts, binding, rule = words.facts, judged.instance.binding, judged.rule
    terms = terms_of(binding, facts, rule.effective)
    own = len(terms) - len(binding.subject.terms if binding.subject else ())
    for number, term in enumerate(terms):
        short = bound_by(rule.tenure, (term,), judged.instance.window, facts.span)
        if short is None:
            continue
        who = words.bearer(binding)
        if number == 0 and rule.effective is not None:
            return reason("effective.short", first=term[0].first, last=term[0].last)
        if number >= own and binding.subject is not None:
            value = binding.subject.value
            who = words.name(value[number - own]) if binding.subject.kind == "pair" else words.subject(binding) or who
        limit = joined([_limit(test) for test in rule.tenure], "，", " and ")
        default = Text("", "") if rule.tenure_stated else Text("（规则默认）", " (default)")
        return reason("tenure.short", who=who, held=short[0], days=short[1], limit=limit, default=default)
    return None


def _limit(test: TenureTest) -> Text:
    """What a person is not who is not bound by it."""
    if isinstance(test, HeldDays):
        return Text(f"任职不满 {test.days} 天", f"in the role for less than {test.days} days")
    if isinstance(test, HeldShare):
        half = test.share.numerator == 1 and test.share.denominator == 1 + 1
        share = Text("一半", "half of the time") if half else Text(f"这段时间的 {test.share}", f"{test.share} of the time")
        return Text(f"任职不满{share.zh}", f"in the role for less than {share.en}")
    return {
        "end": Text("最后一天不在任", "not in the role on the last day"),
        "all": Text("不是全程在任", "not in the role throughout"),
        "any": Text("没有任职过", "never in the role"),
    }[test]


def _lacking_roles(judged: Judged, words: Words) -> Text:
    part = judged.rule.readings[judged.reading]
    names = (judged.rule.bearer.role,) if judged.instance.vacancy == "nobody" or not part.for_each else part.for_each.roles
    missing = [name for name in names if not words.facts.people_of(name)] or list(names)
    return joined([words.role(name) for name in missing], "、", ", ")


def _list_name(judged: Judged, words: Words) -> Text:
    """The attribute, the set or the parameter that holds the list."""
    part = judged.rule.readings[judged.reading]
    refs = [item for item in (part.for_each.items if part.for_each else ()) if isinstance(item, Ref)]
    if not refs:
        return both("")
    ref = refs[0]
    if ref.root == "bearer":
        owner = words.bearer(judged.instance.binding)
        what = words.path(ref.path, person_space(words.facts.pack.vocabulary), tagged=True)
        return Text(f"{owner.zh}的{what.zh}", f"{what.en} of {owner.en}")
    name = ref.path[0]
    field = words.facts.pack.vocabulary.unit.get(name) if ref.root == "unit" else None
    return tag(field.title, name) if field and field.title else both(name)
