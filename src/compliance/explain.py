"""Why an instance stands as it does: reasons as codes with parameters, the main one first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from compliance.amounts import reason, standing, without_bound
from compliance.conditions import compile_condition, state
from compliance.declaring import declared_so_far
from compliance.facts import FAR_FUTURE, LAWLESS_PAST
from compliance.instances import bound_by, terms_of
from compliance.measure import Judged
from compliance.model import (
    AnyOf,
    Asked,
    Branch,
    Choose,
    Count,
    HeldDays,
    HeldShare,
    Line,
    Measure,
    Next,
    Reason,
    Record,
    Ref,
    Run,
    TenureTest,
    Text,
    Truth,
    Window,
    WindowSpec,
)
from compliance.resolving import gather, resolve
from compliance.select import first_day
from compliance.shortfall import stated
from compliance.spans import between, last_of, when_of
from compliance.syntax import nodes, references
from compliance.truths import FALSE, TRUE
from compliance.vocabulary import person_space
from compliance.words import Words, both, joined, ordinal, tag

VACANT = frozenset(("nobody", "no_subject", "no_list", "empty_list", "no_trigger", "no_rows", "no_period"))


def reasons(judged: Judged, verdict: str, words: Words, mended_by: tuple[Record, ...] = ()) -> tuple[Reason, ...]:
    """The main reason first, then time, then doubt, then what else a reader should know. `mended_by`: the late records."""
    measured = judged.measure
    if measured.fault:
        return (_fault(measured.fault, judged, words),)
    notes = [told for note in measured.notes for told in _note(note, judged, words)]
    if not measured.applies or judged.instance.vacancy in VACANT:
        return tuple(dict.fromkeys(notes))
    late = list(_late(measured, verdict, words, mended_by))
    main = list(standing(judged, measured, words))
    time = _time(judged, verdict, words, late=bool(late))
    more = [*notes, *measured.window.moves, *_in_a_row(judged, words), *_chosen(judged, words)]
    found = [*late, *main, *time, *_doubt(measured, verdict), *more]
    return tuple(dict.fromkeys(found))


def _fault(fault: Reason, judged: Judged, words: Words) -> Reason:
    """A choice that has nothing for what it found: what it looked at by its title."""
    params = dict(fault.params)
    part = judged.rule.readings[judged.reading]
    looked = next((node.ref for node in nodes(part) if isinstance(node, Choose) and str(node.ref) == params.get("ref")), None)
    if fault.code != "choose.unlisted" or looked is None:
        return fault
    return reason(fault.code, ref=words.spoken(looked, {}), found=params["found"])


# ---------------------------------------------------------------- time


def _late(measured: Measure, verdict: str, words: Words, mended_by: tuple[Record, ...]) -> Iterator[Reason]:
    """The late record by name stands first: it is what was done."""
    last, done = _deadline(measured), measured.mended_on
    if verdict != "late" or not done or not last:
        return
    days = max(1, (done - last).days)
    hours = [each.window for each in _everywhere(measured) if each.window.closes is not None and each.window.last == last]
    if not mended_by:
        yield reason("time.late", to=last, done=done, days=days)
        return
    asked = [each for part in _lacking(measured) for each in part.asked or measured.asked]
    asked.sort(key=lambda each: each.window.last != last)
    what = words.selector(asked[0].selector) if asked else both("")
    record = joined([both(each.id) for each in mended_by], "、", ", ")
    if hours:
        came = when_of(mended_by[0])
        yield reason("time.late.hour", to=last_of(hours[0]), done=came, what=what, record=record, at=mended_by[0].at)
        return
    yield reason("time.late.by", to=last, done=done, days=days, what=what, record=record, at=mended_by[0].at)


def _everywhere(measured: Measure) -> tuple[Asked, ...]:
    return measured.asked + tuple(asked for part in measured.parts for asked in _everywhere(part))


def _lacking(measured: Measure) -> list[Measure]:
    """The parts that lack something, the whole where it has none."""
    return [part for part in measured.parts if part.low == measured.low and not part.judgement] or [measured]


def _time(judged: Judged, verdict: str, words: Words, *, late: bool) -> Iterator[Reason]:
    measured, facts = judged.measure, words.facts
    last, safe, as_of = _deadline(measured), measured.last_safe, facts.as_of
    if late:
        return
    if measured.kind == "spacing" and measured.due and measured.low == Truth.SATISFIED_SO_FAR:
        code = "spacing.due.short" if measured.expiring else "spacing.due"
        hour = next((dict(note.params)["due"] for note in measured.notes if note.code == "spacing.at"), measured.due)
        yield reason(code, due=hour, safe=safe or measured.due, left=max(0, (measured.due - as_of).days))
    elif measured.window.rolling and as_of <= facts.span.last and verdict in ("at_risk", "pending", "pass"):
        yield reason("time.rolling", first=measured.window.first or "–", last=measured.window.last or "–")
    elif verdict == "at_risk":
        if last is None and measured.window.moves:
            return  # what holds the clock is told by itself
        if last is None or safe is None:
            yield reason("time.at_once", to=last) if last else reason("time.at_once.open")
        else:
            yield reason("time.short", to=last_of(_of_day(measured, last)), safe=safe, left=max(0, (last - as_of).days))
    elif verdict == "pending" and measured.clock == "not_open":
        starts = [demand.first for demand in measured.demands if demand.first]
        start = min(starts, default=measured.window.first)
        yield _waiting(judged, words) if start == date.max else reason("time.not_open", start=start or "–")
    elif verdict == "pending" and last is not None:
        yield reason("time.room", to=last_of(_of_day(measured, last)), safe=safe or last, left=max(0, (last - as_of).days))
    elif verdict == "fail" and last is not None and as_of > last:
        yield reason("holds.over" if measured.kind == "holds" else "time.over", to=last_of(_of_day(measured, last)))
    elif verdict == "fail" and not without_bound(measured):
        yield reason("time.final")


def _of_day(measured: Measure, last: date) -> Window:
    """The window that ends on a day, with its hour if it has one."""
    return next((each.window for each in _everywhere(measured) if each.window.last == last), Window(None, last))


def _waiting(judged: Judged, words: Words) -> Reason:
    """For what a time waits that has not begun."""
    part = judged.rule.readings[judged.reading]
    awaited = list(dict.fromkeys(words.selector(node.selector) for node in nodes(part) if isinstance(node, Next)))
    return reason("time.waiting", what=joined(awaited, "、", ", ")) if awaited else reason("time.waiting.day")


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
        unsure = len(set(_in_doubt(measured)))
        if unsure:
            yield reason("doubt.burden", n=unsure)
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
    elif code in ("when.not", "holds.not", "release.doubtful"):
        yield from of_lines(note, judged, words)
    elif code.startswith("spacing.") or (code == "window.doubtful" and _moved_by(judged)):
        return
    elif code == "bound.unknown":
        yield _unknown_bound(judged, words) or note
    elif code == "unless.met":
        yield _exempted(note, judged, words)
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


def _moved_by(judged: Judged) -> bool:
    """Whether the record that may move the last day is named already."""
    return any(move.code == "window.record" for move in judged.measure.window.moves)


def of_lines(note: Reason, judged: Judged, words: Words) -> Iterator[Reason]:
    """A line of `when` or `holds` with what was found; it is found again by how its author wrote it."""
    facts, binding, window = words.facts, judged.instance.binding, judged.measure.window
    part = judged.rule.readings[judged.reading]
    if note.code == "release.doubtful":
        day = first_day(facts, binding, window.first, window.last)
        open_lines = [line for line in part.when if state(facts, line, day, binding) not in (TRUE, FALSE)]
        records = dict(note.params).get("records")
        if records:
            yield reason("release.record", records=records)
            return
        for line in open_lines:
            told = stated(line, None, day, binding, words)
            yield reason("release.open", line=told.wanted, found=told.fact)
        if not open_lines:
            yield note
        return
    source = dict(note.params)["line"]
    lines = [node for node in nodes(part) if isinstance(node, (Line, AnyOf)) and node.source == source]
    of_when = note.code == "when.not"
    day = first_day(facts, binding, window.first, window.last) if of_when else min(facts.as_of, window.last or facts.as_of)
    if not lines:
        yield reason(note.code, line=both(source), found=both(source))
        return
    told = stated(lines[0], None, day, binding, words)
    yield reason(note.code, line=told.wanted, found=told.fact)


def _unknown_bound(judged: Judged, words: Words) -> Reason | None:
    """Which attribute the number asked for depends on, where it can be told."""
    facts, binding = words.facts, judged.instance.binding
    part, day = judged.rule.readings[judged.reading], words.facts.as_of
    numbers = tuple(node.bounds for node in nodes(part) if isinstance(node, Count))
    refs = list(dict.fromkeys(ref for ref in references(numbers) if ref.root in ("unit", "bearer")))
    open_refs = [ref for ref in refs if resolve(facts, ref, None, day, day, binding).bits]
    return reason("bound.unknown.of", what=joined([words.spoken(ref, {}) for ref in open_refs], "、", ", ")) if open_refs else None


def _exempted(note: Reason, judged: Judged, words: Words) -> Reason:
    """Which record exempts: its kind and day, and where it is written."""
    record = next((each for each in judged.measure.counted if each.id == dict(note.params)["record"]), None)
    if record is None:
        return note
    return reason("unless.met", record=record.id, what=words.kind(record.kind), on=when_of(record), at=record.at)


def _in_a_row(judged: Judged, words: Words) -> Iterator[Reason]:
    """What makes the trigger the second in a row: the ones before it."""
    part, subject = judged.rule.readings[judged.reading], judged.instance.binding.subject
    selector = part.for_each.selector if part.for_each else None
    if selector is None or subject is None or not isinstance(record := subject.record or subject.value, Record):
        return
    for branch in selector.branches:
        if branch.run is not None and record.kind in branch.kinds:
            before = _before(record, branch, branch.run, judged, words)
            told = joined([Text(f"{each.id}（{when_of(each)}）", f"{each.id} ({when_of(each)})") for each in before], "、", ", ")
            number = Text(str(branch.run.length), ordinal(branch.run.length))
            if before:
                yield reason("run.after", record=record.id, number=number, before=told)


def _before(record: Record, branch: Branch, run: Run, judged: Judged, words: Words) -> list[Record]:
    """The records directly before it that belong to the same run."""
    facts, space, binding = words.facts, words.space(record.kind), judged.instance.binding
    tests = [compile_condition(facts, line, space) for line in branch.lines]

    def whose(each: Record) -> set[object]:
        return set(gather(facts, each.fields, space, run.per, each.first, each.last).values) if run.per else set()

    place = (record.first, record.time or time(), record.id)
    earlier = [
        each
        for each in facts.by_kind.get(record.kind, ())
        if each.status == "done"
        and (each.first, each.time or time(), each.id) < place
        and whose(each) == whose(record)
        and all(test(each, each.first, each.last, binding) == TRUE for test in tests)
    ]
    earlier.sort(key=lambda each: (each.first, each.time or time(), each.id))
    return earlier[1 - run.length :] if run.length > 1 else []


def _chosen(judged: Judged, words: Words) -> Iterator[Reason]:
    """What a choice looked at, and what it found: the level that decides how often."""
    part, facts, binding = judged.rule.readings[judged.reading], words.facts, judged.instance.binding
    day = first_day(facts, binding, *facts.span)
    for ref in dict.fromkeys(node.ref for node in nodes(part) if isinstance(node, Choose)):
        found = resolve(facts, ref, None, day, day, binding)
        if found.values and not found.bits:
            owner = words.bearer(binding) if ref.root == "bearer" else Text("", "")
            of, by = Text(f"{owner.zh}的" if owner.zh else "", ""), Text("", f" of {owner.en}" if owner.en else "")
            yield reason("choose.by", of=of, by=by, ref=words.spoken(ref, {}), value=words.quoted(found.values))


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
            first, last = term[0]
            days = between(Window(None if first == LAWLESS_PAST else first, None if last == FAR_FUTURE else last))
            return reason("effective.short", window=days, held=short[0], days=short[1])
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
