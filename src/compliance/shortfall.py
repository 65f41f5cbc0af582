"""Why a record does not count, or cannot be told to count: one sentence a line, facts only (never what a field ought to say)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from compliance.facts import Facts
from compliance.model import (
    Among,
    AnyOf,
    Asked,
    Branch,
    Compare,
    Condition,
    Contains,
    Covers,
    Exists,
    FailedLine,
    FieldType,
    InForce,
    Inside,
    Line,
    Not,
    Record,
    Ref,
    Rows,
    Size,
    Span,
    Test,
    Text,
    Value,
    Window,
)
from compliance.resolving import gather, resolve
from compliance.select import Hit
from compliance.spans import first_of, last_of, when_of
from compliance.truths import TRUE, Binding, Found
from compliance.vocabulary import ORIGIN_TITLES, STATUS_TITLES, record_space
from compliance.windows import is_after
from compliance.words import NOT_GIVEN, QUANTIFIERS, Words, both, ordinal, tag

_STATUS_FACTS = {
    "draft": Text("只是草稿", "only a draft"),
    "planned": Text("只登记了计划，还没有进行", "only planned, not done yet"),
    "cancelled": Text("已经取消", "cancelled"),
}
# ---------------------------------------------------------------- the lines that every selector has


def own_line(name: str, record: Record, day: Span, asked: Asked, branch: Branch, words: Words) -> FailedLine:
    """Status, origin, date or role on the day."""
    facts = words.facts
    if name == "status":
        return FailedLine(name, Text("状态", "status"), STATUS_TITLES[record.status], STATUS_TITLES["done"], _STATUS_FACTS[record.status])
    if name == "origin":
        fact = Text("是为迎检汇编的材料，不是当时的原始材料", "compiled for the assessment, not from the time itself")
        return FailedLine(name, Text("材料性质", "origin"), ORIGIN_TITLES["compiled"], ORIGIN_TITLES["original"], fact)
    if name == "run" and branch.run is not None:
        number = branch.run.length
        fact = Text(f"还没有连续到第 {number} 次", f"not yet the {ordinal(number)} in a row")
        wanted = Text(f"连续第 {number} 次", f"the {ordinal(number)} in a row")
        return FailedLine(name, Text("连续次数", "in a row"), Text("不够", "not enough"), wanted, fact)
    if name == "role":
        role = facts.pack.roles[asked.binding.role].title
        who = words.bearer(asked.binding)
        fact = Text(f"当日{who.zh}不担任{role.zh}", f"{who.en} was not {role.en} that day")
        return FailedLine(name, Text("任职", "role"), Text("当日不在任", "not in the role that day"), role, fact)
    return _date(record, day, asked.window, branch.at, words)


def _date(record: Record, day: Span, window: Window, at: str, words: Words) -> FailedLine:
    space, as_of = record_space(words.facts.pack.vocabulary, record.kind), words.facts.as_of
    label = words.path((at,), space) if at else Text("日期", "date")
    if at and record.fields.get(at) is None:
        tagged = tag(label, at)
        return FailedLine(at, label, NOT_GIVEN, _days(window), Text(f"没有写{tagged.zh}", f"{tagged.en} is not given"))
    found = both(when_of(record)) if day.first == day.last == record.first else _day(day)
    if day.first > as_of:
        fact = Text(
            f"已登记，{label.zh} {found.zh}，检查日（{as_of}）还没到",
            f"already registered for {found.en}; the day of the check, {as_of}, is earlier",
        )
        return FailedLine("date", label, found, Text(f"不晚于检查日 {as_of}", f"by the day of the check, {as_of}"), fact)
    wanted = _days(window)
    first, last = first_of(window), last_of(window)
    if (window.last and day.first > window.last) or _is_after(record, day, window):
        fact = Text(f"{label.zh} {found.zh}，晚于 {last}", f"{label.en} {found.en}, after {last}")
    elif window.first and (day.last < window.first or window.opens is not None):
        fact = Text(f"{label.zh} {found.zh}，早于 {first}", f"{label.en} {found.en}, before {first}")
    else:
        fact = Text(f"{label.zh} {found.zh}，不在 {wanted.zh}之内", f"{label.en} {found.en}, not within {wanted.en}")
    return FailedLine("date", label, found, wanted, fact)


def _is_after(record: Record, day: Span, window: Window) -> bool:
    """On the last day, and after the hour at which the window ends."""
    return window.closes is not None and window.last == day.first and is_after(Hit(*day, record, TRUE), window.closes)


def vague_hour(record: Record, window: Window) -> FailedLine:
    """On a day of which only some hours count, or where hours count between two: without its hour it cannot be told."""
    fact = Text("日期没有写几点（hh:mm）", "dated without the hour (hh:mm)")
    return FailedLine("date", Text("日期", "date"), both(record.first), _days(window), fact)


def vague_day(day: Span, window: Window) -> FailedLine:
    fact = Text(
        f"日期只知道在 {day.first} 至 {day.last} 之间，没有写明哪一天",
        f"dated only between {day.first} and {day.last}, without the exact day",
    )
    return FailedLine("date", Text("日期", "date"), _day(day), _days(window), fact)


def _day(day: Span) -> Text:
    if day.first == day.last:
        return both(day.first)
    return Text(f"{day.first} 至 {day.last} 之间", f"between {day.first} and {day.last}")


def _days(window: Window) -> Text:
    first, last = first_of(window), last_of(window)
    if window.first == date.max:
        return Text("时段开始以后", "once the time for it has begun")
    if window.first and window.last:
        return Text(f"{first} 至 {last}", f"{first} to {last}")
    if window.last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 以后", f"from {first}") if window.first else Text("任何一天", "any day")


# ---------------------------------------------------------------- lines that are false


def false_line(line: Condition, record: Record, day: Span, binding: Binding, words: Words) -> FailedLine:
    """A line that the record does not meet."""
    wanted = words.wanted(line, record.kind, record, day.last, binding)
    if isinstance(line, AnyOf):
        fact = Text(f"以下一种都不符合：{wanted.zh}", f"none of these holds: {wanted.en}")
        return FailedLine(line.source, words.label(line, record.kind), Text("都不满足", "none holds"), wanted, fact)
    false = _Fact(line, record, day, binding, words)
    fact, later = false.text(), false.later()
    if later is not None and fact.zh:
        fact = Text(f"{fact.zh}（{later} 在检查日 {words.facts.as_of} 之后）", f"{fact.en} ({later} is after the day of the check)")
    return FailedLine(line.source, false.label, shown(false.found, false.field, words), wanted, fact)


def gathered(line: Line, record: Record, day: Span, facts: Facts) -> Found:
    if not line.path:
        return Found([], 0, 0)
    return gather(facts, record.fields, record_space(facts.pack.vocabulary, record.kind), line.path, day.first, day.last)


def shown(found: Found, field: FieldType | None, words: Words) -> Text:
    columns = field.fields if field is not None and field.base == "row" else None
    return words.values(found.values, columns) if found.values or not found.bits else words.unknown(found.bits)


_ROWS = {
    "any": ("没有一项符合", "no item with"),
    "all": ("不是每一项都符合", "not every item with"),
    "none": ("有不该有的一项", "an item with"),
    "first": ("第一项不符合", "the first item is not one with"),
    "last": ("最后一项不符合", "the last item is not one with"),
}


class _Fact:
    """Puts one false line as a fact: what stands there, and what is lacking."""

    def __init__(self, line: Line, record: Record, day: Span, binding: Binding, words: Words) -> None:
        self.line, self.record, self.day, self.binding, self.words = line, record, day, binding, words
        self.found = gathered(line, record, day, words.facts)
        self.field = words.field(line.path, words.space(record.kind))
        rows = self.field is not None and self.field.base == "row"
        self.shown = shown(self.found, self.field, words) if rows else words.quoted(self.found.values)
        self.label = words.label(line, record.kind)
        self.tagged = words.label(line, record.kind, tagged=True)

    def later(self) -> date | None:
        """A day that had not come on the day of the check."""
        return next((value for value in self.found.values if isinstance(value, date) and value > self.words.facts.as_of), None)

    def text(self) -> Text:
        test = self.line.test
        if isinstance(test, InForce):
            return self._in_force(test)
        if self.line.of is not None:
            return stated(self.line, self.record, self.day.last, self.binding, self.words).fact
        if not self.found.values and not (isinstance(test, Exists) and not test.wanted):
            return Text(f"没有写{self.tagged.zh}", f"{self.tagged.en} is not given")
        match test:
            case Among(values):
                return self._holder(values) or self._among(values)
            case Exists():
                return Text(
                    f"有{self.label.zh}（{self.shown.zh}），有的不计入", f"has {self.label.en} ({self.shown.en}), which it must not"
                )
            case Covers(values):
                return self._covers(values)
            case Inside(values):
                extra = self.words.quoted([value for value in self.found.values if value not in self._values(values)])
                wanted = self._listed(values)
                return Text(f"{self.label.zh}中的{extra.zh}不在{wanted.zh}之内", f"{self.label.en}: {extra.en} is not among {wanted.en}")
            case Not(Among()):
                return Text(f"{self.label.zh}是{self.shown.zh}，这样的不计入", f"{self.label.en} is {self.shown.en}, which does not count")
            case Contains(text):
                return Text(f"{self.label.zh}中没有“{text}”字样", f"{self.label.en} does not have the words “{text}”")
            case Rows(quantifier):
                return self._rows(quantifier)
            case _:
                return self._measured(test)

    def _values(self, values: tuple[Value | Ref, ...]) -> list[Value]:
        known: list[Value] = []
        for value in values:
            found = [value] if not isinstance(value, Ref) else self._resolved(value).values
            known += found
        return known

    def _resolved(self, ref: Ref) -> Found:
        return resolve(self.words.facts, ref, self.record, self.day.last, self.day.last, self.binding)

    def _listed(self, values: tuple[Value | Ref, ...]) -> Text:
        return self.words.listed(values, self.record, self.day.last, self.binding).text

    def _among(self, values: tuple[Value | Ref, ...]) -> Text:
        label, shown, wanted = self.label, self.shown, self._listed(values)
        if any(isinstance(value, bool) for value in values):
            return Text(f"{self.tagged.zh}写的是{shown.zh}", f"{self.tagged.en} is {shown.en}")
        several = len(self._values(values)) > 1
        if len(self.found.values) > 1 or (self.field is not None and self.field.many):
            return Text(
                f"{label.zh}（{shown.zh}）中没有{wanted.zh}{'中的任何一个' if several else ''}",
                f"{label.en} ({shown.en}) without {'any of ' if several else ''}{wanted.en}",
            )
        if several:
            return Text(f"{label.zh}是{shown.zh}，不在{wanted.zh}之列", f"{label.en} is {shown.en}, none of {wanted.en}")
        return Text(f"{label.zh}是{shown.zh}，不是{wanted.zh}", f"{label.en} is {shown.en}, not {wanted.en}")

    def _holder(self, values: tuple[Value | Ref, ...]) -> Text | None:
        """Somebody who holds a role was wanted: whether this person ever does, or not on that day, or is on no roster."""
        roles = [value.path[0] for value in values if isinstance(value, Ref) and value.root == "people"]
        if len(values) != 1 or not roles or len(self.found.values) > 1:
            return None
        facts, who = self.words.facts, self.found.values[0]
        role, name = self.words.role(roles[0]), self.words.value(who)
        if facts.person(who) is None:
            return Text(
                f"{self.label.zh}“{name.zh}”不在名册（unit.yaml）上", f"{self.label.en} “{name.en}” is not on the roster (unit.yaml)"
            )
        if facts.spells(str(who), roles[0]):
            return Text(
                f"{self.label.zh}{name.zh}当日不担任“{role.zh}”", f"{self.label.en} {name.en} did not have the role {role.en} that day"
            )
        return Text(
            f"{self.label.zh}{name.zh}在名册（unit.yaml）里没有“{role.zh}”这一职务",
            f"{self.label.en} {name.en} does not have the role {role.en} on the roster (unit.yaml)",
        )

    def _covers(self, values: tuple[Value | Ref, ...]) -> Text:
        lacking = self.words.values([value for value in self._values(values) if value not in self.found.values])
        return Text(
            f"{self.label.zh}（{self.shown.zh}）没有列全，缺{lacking.zh}", f"{self.label.en} ({self.shown.en}) without {lacking.en}"
        )

    def _rows(self, quantifier: str) -> Text:
        wanted = self.words.test(self.line.test, self.field, self.record, self.day.last, self.binding)
        begin = QUANTIFIERS[quantifier]
        zh, en = wanted.zh.removeprefix(begin[0]), wanted.en.removeprefix(begin[1])
        said, told = _ROWS[quantifier]
        return Text(f"{self.label.zh}（{self.shown.zh}）{said}：{zh}", f"{self.label.en} ({self.shown.en}): {told} {en}")

    def _in_force(self, test: InForce) -> Text:
        on = self.words.in_force_on(test, self.record, self.day.last, self.binding)
        begun, ended = (self.record.fields.get(name) for name in ("start", "end"))
        if isinstance(ended, date) and str(ended) < on.zh:
            return Text(f"只到 {ended} 有效，没有到 {on.zh}", f"in force until {ended} only, not on {on.en}")
        if isinstance(begun, date) and str(begun) > on.zh:
            return Text(f"{begun} 才生效，晚于 {on.zh}", f"in force from {begun} only, after {on.en}")
        return Text(f"到 {on.zh} 没有生效", f"not in force on {on.en}")

    def _measured(self, test: Test) -> Text:
        if isinstance(test, Size):
            return self._sized(test)
        if isinstance(test, Compare):
            return _compared(self.label, self.shown, test, self._listed((test.value,)), dated(self.field, self.found))
        wanted = self.words.test(test, self.field, self.record, self.day.last, self.binding)
        return Text(f"{self.label.zh}是{self.shown.zh}，应{wanted.zh}", f"{self.label.en} is {self.shown.en}, should be {wanted.en}")

    def _sized(self, test: Size) -> Text:
        """How many there are, of those that may count by name."""
        counter = "人" if self.field is not None and self.field.base == "person" else "个"
        wanted = self.words.sizes(test.comparisons, self.record, self.day.last, self.binding, counter)
        if test.among is None:
            have = len(set(map(str, self.found.values)))
            return Text(f"{self.label.zh}有 {have} {counter}，应{wanted.zh}", f"{self.label.en}: {have}, should be {wanted.en}")
        allowed = self._values(test.among)
        known = list(dict.fromkeys(value for value in self.found.values if value in allowed))
        refs = [value for value in test.among if isinstance(value, Ref)]
        among = self.words.plain(refs[0]) if len(refs) == len(test.among) == 1 else self._listed(test.among)
        names = self.words.quoted(known)
        told = Text(f"（{names.zh}）", f" ({names.en})") if known else Text("", "")
        return Text(
            f"{self.label.zh}中属于{among.zh}的有 {len(known)} {counter}{told.zh}，应{wanted.zh}",
            f"{self.label.en}: {len(known)} among {among.en}{told.en}, should be {wanted.en}",
        )


_NUMBERS_WRONG = {
    "at_least": ("少于", "less than"),
    "at_most": ("多于", "more than"),
    "more_than": ("没有多于", "not more than"),
    "less_than": ("没有少于", "not less than"),
    "equals": ("不是", "not"),
}
_DAYS_WRONG = {
    "at_least": ("早于", "before"),
    "at_most": ("晚于", "after"),
    "more_than": ("不晚于", "not after"),
    "less_than": ("不早于", "not before"),
    "equals": ("不是", "not"),
}


def _compared(label: Text, shown: Text, test: Compare, wanted: Text, days: bool) -> Text:
    """How a value stands to the one it was compared with: 结束日期 2022-03-05，晚于 2022-03-04."""
    wrong = (_DAYS_WRONG if days else _NUMBERS_WRONG)[test.op]
    verb = "" if days else "是"
    return Text(f"{label.zh}{verb} {shown.zh}，{wrong[0]} {wanted.zh}", f"{label.en} {shown.en}, {wrong[1]} {wanted.en}")


def dated(field: FieldType | None, found: Found) -> bool:
    return (field is not None and field.base == "date") or any(isinstance(value, date) for value in found.values)


# ---------------------------------------------------------------- lines about no record


def stated(line: Condition, record: Record | None, day: date, binding: Binding, words: Words) -> FailedLine:
    """A line of `when` or `holds`, or another that begins with a reference: what was found on the day and what is wanted."""
    wanted = words.condition(line, words.space(record.kind) if record else {}, record, day, binding)
    if isinstance(line, AnyOf) or line.of is None:
        return FailedLine(line.source, Text("", ""), NOT_GIVEN, wanted, Text(f"不是这样：{wanted.zh}", f"not so: {wanted.en}"))
    ref, test = line.of, line.test
    found = resolve(words.facts, ref, record, day, day, binding)
    label = words.spoken(ref, words.space(record.kind) if record else {})
    if not found.values and found.bits:
        if ref.root in ("unit", "bearer"):
            lacking = Text(f"unit.yaml 没有写{label.zh}", f"unit.yaml does not give {label.en}")
        else:
            lacking = Text(f"没有写{label.zh}", f"{label.en} is not given")
        return FailedLine(line.source, label, NOT_GIVEN, wanted, lacking)
    told = _State(label, words.quoted(found.values), found, record, day, binding, words).of(ref, test)
    return FailedLine(line.source, label, words.quoted(found.values), wanted, told)


class _State(NamedTuple):
    """What was found of a reference, and what for."""

    label: Text
    shown: Text
    found: Found
    record: Record | None
    day: date
    binding: Binding
    words: Words

    def of(self, ref: Ref, test: Test) -> Text:
        label, shown, words, at = self.label, self.shown, self.words, (self.record, self.day, self.binding)
        match test:
            case Among((bool(flag),)):
                if ref.root == "period":
                    return Text(f"{'不是' if flag else '是'}{label.zh}", f"{'not ' if flag else ''}a {label.en}")
                return Text(f"{label.zh}是“{shown.zh}”", f"{label.en} is “{shown.en}”")
            case Size():
                return self._sized(ref, test)
            case Compare():
                wanted = words.listed((test.value,), *at).text
                return _compared(label, shown, test, wanted, dated(words.field_of(ref), self.found))
        wanted = words.test(test, words.field_of(ref), *at)
        return Text(f"{label.zh}是{shown.zh}，应{wanted.zh}", f"{label.en} is {shown.en}, should be {wanted.en}")

    def _sized(self, ref: Ref, test: Size) -> Text:
        label, words, found, at = self.label, self.words, self.found, (self.record, self.day, self.binding)
        counter = words.heads(ref)
        sizes = words.sizes(test.comparisons, *at, counter)
        where = Text("名册里", " on the roster") if ref.root == "people" else Text("", "")
        if test.among is None:
            have = len(set(map(str, found.values)))
            return Text(f"{where.zh}{label.zh}有 {have} {counter}，应{sizes.zh}", f"{label.en}: {have}{where.en}, should be {sizes.en}")
        refs = [value for value in test.among if isinstance(value, Ref)]
        allowed = [value for each in refs for value in resolve(words.facts, each, self.record, self.day, self.day, self.binding).values]
        allowed += [value for value in test.among if not isinstance(value, Ref)]
        known = list(dict.fromkeys(value for value in found.values if value in allowed))
        names = words.quoted(known) if known else Text("无", "none")
        title = words.plain(refs[0]) if len(refs) == len(test.among) == 1 else words.listed(test.among, *at).text
        return Text(
            f"{where.zh}{label.zh}中属于{title.zh}的有 {len(known)} {counter}（{names.zh}），应{sizes.zh}",
            f"{label.en}{where.en}: {len(known)} among {title.en} ({names.en}), should be {sizes.en}",
        )


def asks_role(line: Condition | str) -> bool:
    """Whether a line only asks that somebody hold a role."""
    return (
        isinstance(line, Line) and isinstance(line.test, Among) and any(isinstance(v, Ref) and v.root == "people" for v in line.test.values)
    )


def asks_force(line: Condition | str) -> bool:
    """Whether a line only asks that something be in force on a day: what is no longer is no stranger."""
    return isinstance(line, Line) and isinstance(line.test, InForce)
