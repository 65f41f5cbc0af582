"""Why a record does not count, or cannot be told to count: one sentence a line, facts only (never what a field ought to say)."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.model import (
    Among,
    AnyOf,
    Asked,
    Branch,
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
from compliance.truths import Binding, Found
from compliance.vocabulary import ORIGIN_TITLES, STATUS_TITLES, record_space
from compliance.words import NOT_GIVEN, QUANTIFIERS, Words, both, tag

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
    found = _day(day)
    if day.first > as_of:
        fact = Text(
            f"已登记，{label.zh} {found.zh}，检查日（{as_of}）还没到",
            f"already registered for {found.en}; the day of the check, {as_of}, is earlier",
        )
        return FailedLine("date", label, found, Text(f"不晚于检查日 {as_of}", f"by the day of the check, {as_of}"), fact)
    wanted = _days(window)
    if window.last and day.first > window.last:
        fact = Text(f"{label.zh} {found.zh}，晚于 {window.last}", f"{label.en} {found.en}, after {window.last}")
    elif window.first and day.last < window.first:
        fact = Text(f"{label.zh} {found.zh}，早于 {window.first}", f"{label.en} {found.en}, before {window.first}")
    else:
        fact = Text(f"{label.zh} {found.zh}，不在 {wanted.zh}之内", f"{label.en} {found.en}, not within {wanted.en}")
    return FailedLine("date", label, found, wanted, fact)


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
    first, last = window.first, window.last
    if first and last:
        return Text(f"{first} 至 {last}", f"{first} to {last}")
    if last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 以后", f"from {first}") if first else Text("任何一天", "any day")


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
        if self.line.of is not None or isinstance(test, InForce):
            wanted = self.words.condition(self.line, self.words.space(self.record.kind), self.record, self.day.last, self.binding)
            return Text(f"不符合：{wanted.zh}", f"not so: {wanted.en}")
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

    def _measured(self, test: Test) -> Text:
        if isinstance(test, Size) and test.among is None:
            have = len(set(map(str, self.found.values)))
            wanted = self.words.sizes(test.comparisons, self.record, self.day.last, self.binding)
            return Text(f"{self.label.zh}只有 {have} 个（{wanted.zh}的才计入）", f"{self.label.en}: {have} ({wanted.en} count)")
        wanted = self.words.test(test, self.field, self.record, self.day.last, self.binding)
        return Text(
            f"{self.label.zh}是{self.shown.zh}，{wanted.zh}的才计入", f"{self.label.en} is {self.shown.en}; what counts is {wanted.en}"
        )


def asks_role(line: Condition | str) -> bool:
    """Whether a line only asks that somebody hold a role."""
    return (
        isinstance(line, Line) and isinstance(line.test, Among) and any(isinstance(v, Ref) and v.root == "people" for v in line.test.values)
    )
