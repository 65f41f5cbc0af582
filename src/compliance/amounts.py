"""How much there is of how much: records, amounts added up, different values, distances between neighbours, states, steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.facts import Facts
from compliance.instances import days_within, terms_of
from compliance.measure import Judged
from compliance.model import Choose, Count, Duration, Measure, Part, Reason, Selector, Text, Truth
from compliance.spans import between, first_of
from compliance.syntax import is_itself, nodes
from compliance.words import Words, duration

_DISTANCES = ("spacing.far", "spacing.near", "spacing.widest", "spacing.closest")
SO_MANY = 10
"""So many of what is lacking are named."""


def reason(code: str, **params: object) -> Reason:
    """A reason whose parameters are plain text or (zh, en) pairs."""
    return Reason(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


def standing(judged: Judged, measured: Measure, words: Words) -> Iterator[Reason]:
    """What is met or lacking: for a composite, of each part that is not met."""
    if measured.kind in ("all_of", "any_of") and measured.parts:
        lacking = [part for part in measured.parts if part.low < Truth.SATISFIED_SO_FAR]
        if measured.low >= Truth.SATISFIED_SO_FAR:
            yield reason(f"{measured.kind}.met", need=measured.need, have=measured.have)
        else:
            yield reason(f"{measured.kind}.short", need=measured.need, have=measured.have)
            for part in lacking:
                yield from standing(judged, part, words)
        return
    if measured.kind == "holds":
        if (measured.need or 0) > 1 or measured.low >= Truth.SATISFIED_SO_FAR:
            met = measured.low >= Truth.SATISFIED_SO_FAR
            yield reason("holds.met" if met else "holds.short", need=measured.need, have=measured.have)
        return
    if not measured.asked or without_bound(measured) or judged.rule.draft:
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
        yield from _counted(judged, measured, words, common)
    elif measured.kind == "spacing":
        yield spaced(measured, words, common)
    elif measured.kind == "every":
        good = int(have)
        yield reason("every.met" if met else "every.short", **common, of=len(measured.counted), bad=len(measured.counted) - good)
    elif measured.kind == "steps":
        following = words.selector(measured.asked[min(int(have), len(measured.asked) - 1)].selector)
        yield reason("steps.met" if met else "steps.short", **common, following=following)
    else:
        yield reason("attest.met" if met else "attest.none", **common)


def without_bound(measured: Measure) -> bool:
    """How much is asked for is not known, so that nothing can be said of it but that."""
    return any(note.code == "bound.unknown" for note in measured.notes)


def _counted(judged: Judged, measured: Measure, words: Words, common: Mapping[str, object]) -> Iterator[Reason]:
    """How many there are of how many; of what is added up or told apart, in its own unit."""
    met = measured.low >= Truth.SATISFIED_SO_FAR
    need, have = measured.need or 0, measured.have or 0
    if not met and have <= need and any(note.code == "no_data" for note in measured.notes):
        return  # a prohibition of which nothing was looked at: the note says what is lacking
    beyond = have > need or (measured.strict and not measured.provable)
    over = not met and not measured.demands and measured.low == Truth.VIOLATED and beyond
    form = "over" if over else "met" if met else "short"
    subject, selector = judged.instance.binding.subject, measured.asked[0].selector
    if measured.unit:
        yield _amounts(form, measured, words, common)
    elif form == "short" and subject is not None and is_itself(selector):
        yield reason("count.short.itself", what=common["what"], window=common["window"], record=subject.key)
    else:
        yield reason(f"count.{form}", **common, missing=max(0, need - have))
    yield from worked_out(judged, measured, words)


def _amounts(form: str, measured: Measure, words: Words, common: Mapping[str, object]) -> Reason:
    """`缺 2 天`: days or hours added up, or different people, days and things."""
    selector, need, have = measured.asked[0].selector, measured.need or 0, measured.have or 0
    kinds = [kind for branch in selector.branches for kind in branch.kinds]
    space = words.space(kinds[0]) if kinds else {}
    known = {**common, "field": words.path(measured.of, space)}
    if measured.unit == "different":
        field = words.field(measured.of, space)
        person, day = field is not None and field.base == "person", measured.of == ("date",)
        counter = Text("人", "") if person else Text("天", " day(s)") if day else Text("个", "")
        lacking = words.quoted(measured.lacking[:SO_MANY]) if measured.lacking and form == "short" else Text("", "")
        more = len(measured.lacking) - SO_MANY
        rest = Text(f"等 {len(measured.lacking)} {counter.zh}", f" and {more} more") if more > 0 else Text("", "")
        left = Text(f"；还没有的：{lacking.zh}{rest.zh}", f"; not yet: {lacking.en}{rest.en}") if lacking.zh else Text("", "")
        return reason(f"different.{form}", **{**known, "counter": counter}, missing=max(0, need - have), left=left)
    exact, strict = words.amount(need, measured.unit), measured.strict
    if form == "over":
        bound = Text(f"应少于 {exact.zh}", f"less than {exact.en}") if strict else Text(f"不得超过 {exact.zh}", f"no more than {exact.en}")
    else:
        bound = Text(f"应多于 {exact.zh}", f"more than {exact.en}") if strict else Text(f"应有 {exact.zh}", exact.en)
    amounts = {"need": bound, "have": words.amount(have, measured.unit)}
    if form == "short" and measured.strict and have == need:
        return reason("sum.just", **{**known, **amounts})
    return reason(f"sum.{form}", **{**known, **amounts}, missing=words.amount(max(0, need - have), measured.unit))


def spaced(measured: Measure, words: Words, common: Mapping[str, object]) -> Reason:
    """Between which two, how far apart, and how far they may be."""
    told = next((note for note in measured.notes if note.code in _DISTANCES), None)
    met = measured.low >= Truth.SATISFIED_SO_FAR
    if told is None or (told.code in ("spacing.widest", "spacing.closest") and not met):
        return reason("spacing.met" if met else "spacing.unsure" if measured.low < measured.high else "spacing.short", **common)
    params = {name: str(value) for name, value in told.params}
    unit, rest = params["unit"], int(params["rest"])
    gone = words.amount(int(params["have"]), unit)
    if unit == "minutes":
        gone = _hours(int(params["have"]))
    if unit == "months" and rest:
        days = Text(f"零 {rest} 天", f" and {rest} day(s)")
        gone = Text(gone.zh + days.zh, gone.en + days.en) if params["have"] != "0" else Text(f"{rest} 天", f"{rest} day(s)")
    ends = {name: _end(params[name], params[record], measured, words.facts) for name, record in (("first", "from"), ("last", "to"))}
    known = {**common, "need": words.amount(int(params["need"]), unit), "have": gone}
    return reason(told.code, **known, **ends)


def _hours(minutes: int) -> Text:
    whole, rest = divmod(minutes, 60)
    if not whole or not rest:
        return duration(Duration(minutes=minutes))
    return Text(f"{whole} 小时零 {rest} 分钟", f"{whole} hour(s) and {rest} minute(s)")


def _end(day: str, record: str, measured: Measure, facts: Facts) -> Text:
    """A record by its name and day, or which end of the time it is."""
    if record:
        return Text(f" {record}（{day}）", f"{record} ({day})")
    if day.startswith(str(facts.as_of)) and not (measured.window.last and facts.as_of > measured.window.last):
        return Text(f"检查日（{day}）", f"the day of the check ({day})")
    begins = day.startswith(str(measured.window.first))
    if begins and (" " not in day or day == first_of(measured.window)):
        return Text(f"开始时（{day}）", f"the start ({day})")
    ends = day.startswith(str(measured.window.last))
    return Text(f"结束时（{day}）", f"the end ({day})") if ends else Text(f" {day}", day)


def worked_out(judged: Judged, measured: Measure, words: Words) -> Iterator[Reason]:
    """Where the number asked for comes from, if it is not written out."""
    part, binding = judged.rule.readings[judged.reading], judged.instance.binding
    asked, whole = measured.asked[0].selector, _selector_of(part)
    bounds = {bound for node in nodes(part) if isinstance(node, Count) and (node.of is asked or node.of is whole) for bound in node.bounds}
    day = min(words.facts.as_of, measured.window.last or words.facts.as_of)
    if len(bounds) == 1 and not isinstance((bound := next(iter(bounds))).n, Choose):
        source = words.worked_out(bound.n, None, day, binding)
        if source is not None:
            yield reason("need.from", need=measured.need or 0, source=source)
    if judged.rule.pro_rata and len(bounds) == 1:
        yield from _in_proportion(judged, measured, next(iter(bounds)).n, words)


def _selector_of(part: Part) -> Selector | None:
    """The selector of a part that is one count, be it a choice between several."""
    return part.kind.of if isinstance(part.kind, Count) else None


def _in_proportion(judged: Judged, measured: Measure, whole: object, words: Words) -> Iterator[Reason]:
    """The number for the whole time, and for how many of the days it was asked."""
    first, last = measured.window.first or words.facts.span.first, measured.window.last or words.facts.span.last
    days = (last - first).days + 1
    terms = terms_of(judged.instance.binding, words.facts, judged.rule.effective)
    held = min((days_within(term, first, last) for term in terms), default=days)
    if held < days and isinstance(whole, int):
        yield reason("need.pro_rata", whole=whole, held=held, days=days, need=measured.need or 0)
