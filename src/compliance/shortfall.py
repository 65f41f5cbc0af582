"""Why a record does not count, or cannot be told to count: one sentence a line, facts only (never what a field ought to say)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from compliance.columns import day_of
from compliance.conditions import MISSING, Binding, Found, gather, resolve
from compliance.facts import Facts, attribute
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
    Unknown,
    Value,
    Window,
)
from compliance.syntax import references
from compliance.vocabulary import Space, next_spaces, record_space
from compliance.words import NOT_GIVEN, Words, both, joined, tag

STATUS = {
    "done": Text("已完成", "done"),
    "draft": Text("草稿", "draft"),
    "planned": Text("计划中", "planned"),
    "cancelled": Text("已取消", "cancelled"),
}
_STATUS_FACTS = {
    "draft": Text("只是草稿", "only a draft"),
    "planned": Text("只登记了计划，还没有进行", "only planned, not done yet"),
    "cancelled": Text("已经取消", "cancelled"),
}
ORIGIN = {"original": Text("原始材料", "original"), "compiled": Text("为迎检汇编的材料", "compiled for the assessment")}
RECORD, ROSTER = "record", "roster"


class Gap(NamedTuple):
    """What is not known, and where it is to be settled: in the record or on the roster."""

    fact: Text
    mend: str = RECORD


class Cells(NamedTuple):
    """The fields of a record or of one of its rows, the titles that lead there, and the names of the path."""

    fields: Mapping[str, Value]
    space: Space
    titles: tuple[Text, ...] = ()
    names: tuple[str, ...] = ()


# ---------------------------------------------------------------- the lines that every selector has


def own_line(name: str, record: Record, day: Span, asked: Asked, branch: Branch, words: Words) -> FailedLine:
    """Status, origin, date or role on the day."""
    facts = words.facts
    if name == "status":
        return FailedLine(name, Text("状态", "status"), STATUS[record.status], STATUS["done"], _STATUS_FACTS[record.status])
    if name == "origin":
        fact = Text("是为迎检汇编的材料，不是当时的原始材料", "compiled for the assessment, not from the time itself")
        return FailedLine(name, Text("材料性质", "origin"), ORIGIN["compiled"], ORIGIN["original"], fact)
    if name == "role":
        role = facts.pack.roles[asked.binding.role].title
        who = words.bearer(asked.binding)
        fact = Text(f"当日{who.zh}不担任{role.zh}", f"{who.en} was not {role.en} that day")
        return FailedLine(name, Text("任职", "role"), Text("当日不在任", "not in the role that day"), role, fact)
    return _date(record, day, asked.window, branch.at, words)


def _date(record: Record, day: Span, window: Window, at: str, words: Words) -> FailedLine:
    space, as_of = record_space(words.facts.pack.vocabulary, record.kind), words.facts.as_of
    label = words.path((at,), space) if at else Text("日期", "date")
    if day_of(record, at) is None:
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


def vague_role(asked: Asked, words: Words) -> FailedLine:
    role = words.facts.pack.roles[asked.binding.role].title
    fact = Text("日期没有写明，不能确定当时是否在任", "without its exact day it cannot be told who was in the role")
    return FailedLine("role", Text("任职", "role"), Text("不清楚", "not known"), role, fact)


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
    found = _gathered(line, record, day, words.facts)
    field = words.field(line.path, words.space(record.kind))
    shown = _shown(found, field, words)
    fact = _Fact(line, record, day, binding, words, found, shown, field).text()
    return FailedLine(line.source, words.label(line, record.kind), shown, wanted, fact)


def _gathered(line: Line, record: Record, day: Span, facts: Facts) -> Found:
    return gather(facts, record.fields, record_space(facts.pack.vocabulary, record.kind), line.path, day.first, day.last)


def _shown(found: Found, field: FieldType | None, words: Words) -> Text:
    columns = field.fields if field is not None and field.base == "row" else None
    return words.values(found.values, columns) if found.values or not found.bits else words.unknown(found.bits)


class _Fact:
    """Puts one false line as a fact: what stands there, and what is lacking."""

    def __init__(
        self, line: Line, record: Record, day: Span, binding: Binding, words: Words, found: Found, shown: Text, field: FieldType | None
    ) -> None:
        self.line, self.record, self.day, self.binding, self.words = line, record, day, binding, words
        self.found, self.shown, self.field = found, shown, field
        self.label = words.label(line, record.kind)
        self.tagged = words.label(line, record.kind, tagged=True)

    def text(self) -> Text:
        test = self.line.test
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
                extra = self.words.values([value for value in self.found.values if value not in self._values(values)])
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
            return Text(f"{self.tagged.zh}写的是“{shown.zh}”", f"{self.tagged.en} is “{shown.en}”")
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
        if quantifier == "any":
            zh, en = wanted.zh.removeprefix("至少有一项"), wanted.en.removeprefix("one item with ")
            return Text(f"{self.label.zh}（{self.shown.zh}）没有一项{zh}", f"{self.label.en} ({self.shown.en}): no item with {en}")
        return Text(f"{self.label.zh}（{self.shown.zh}）不是{wanted.zh}", f"{self.label.en} ({self.shown.en}) is not: {wanted.en}")

    def _measured(self, test: Test) -> Text:
        if isinstance(test, Size) and test.among is None:
            have = len(set(map(str, self.found.values)))
            wanted = self.words.sizes(test.comparisons, self.record, self.day.last, self.binding)
            return Text(f"{self.label.zh}只有 {have} 个（{wanted.zh}的才计入）", f"{self.label.en}: {have} ({wanted.en} count)")
        wanted = self.words.test(test, self.field, self.record, self.day.last, self.binding)
        return Text(
            f"{self.label.zh}是{self.shown.zh}，{wanted.zh}的才计入", f"{self.label.en} is {self.shown.en}; what counts is {wanted.en}"
        )


# ---------------------------------------------------------------- lines that are not known


def open_line(line: Condition, record: Record, day: Span, binding: Binding, words: Words) -> FailedLine:
    """A line of which the record does not say enough: the field, the person or the record where the answer is lacking."""
    wanted = words.wanted(line, record.kind, record, day.last, binding)
    cells = Cells(record.fields, words.space(record.kind))
    gap = _Gaps(record, day, binding, words).of(line, cells) or Gap(Text("内容不足以判断", "it does not say enough"))
    if isinstance(line, AnyOf):
        return FailedLine(line.source, words.label(line, record.kind), Text("不清楚", "not known"), wanted, *gap)
    found = _gathered(line, record, day, words.facts)
    field = words.field(line.path, words.space(record.kind))
    return FailedLine(line.source, words.label(line, record.kind), _shown(found, field, words), wanted, *gap)


class _Gaps:
    """Follows a path to the place where the answer is lacking."""

    def __init__(self, record: Record, day: Span, binding: Binding, words: Words) -> None:
        self.record, self.day, self.binding, self.words, self.facts = record, day, binding, words, words.facts

    def of(self, line: Condition, cells: Cells) -> Gap | None:
        if isinstance(line, AnyOf):
            gaps = (self.of(inner, cells) for lines in line.alternatives for inner in lines)
        else:
            gaps = (gap for gap in (self._along(line.path, cells, line.test), *map(self._reference, references(line.test))))
        return next((gap for gap in gaps if gap is not None), None)

    def _along(self, path: tuple[str, ...], cells: Cells, test: Test) -> Gap | None:
        name, rest = path[0], path[1:]
        field, value = cells.space.get(name), cells.fields.get(name)
        titles = (*cells.titles, field.title if field and field.title else both(name))
        names = (*cells.names, name)
        label = tag(joined(titles, "的", " · "), ".".join(names))
        if field is None or value is None:
            return Gap(Text(f"没有写{label.zh}", f"{label.en} is not given"))
        for item in value if isinstance(value, tuple) else (value,):
            gap = self._at(item, field, label) or self._behind(item, field, rest, Cells({}, {}, titles, names), test, label)
            if gap is not None:
                return gap
        return None

    @staticmethod
    def _at(item: Value, field: FieldType, label: Text) -> Gap | None:
        """Something unusable at the place itself."""
        if item is Unknown.AMBIGUOUS:
            who = Text("哪一位", "who") if field.base == "person" else Text("哪一个", "which")
            return Gap(
                Text(
                    f"{label.zh}有重名，没有写明是{who.zh}（请写编号）",
                    f"{label.en} is a name that several share, so it is not clear {who.en} is meant (write the id)",
                )
            )
        if item is Unknown.MISSING:
            return Gap(Text(f"没有写{label.zh}", f"{label.en} is not given"))
        if isinstance(item, Unknown):
            return Gap(Text(f"{label.zh}无法判读", f"{label.en} cannot be read"))
        if isinstance(item, Span):
            return Gap(
                Text(
                    f"{label.zh}只知道在 {item.first} 至 {item.last} 之间，没有写明哪一天",
                    f"{label.en} lies between {item.first} and {item.last}, without the exact day",
                )
            )
        return None

    def _behind(self, item: Value, field: FieldType, rest: tuple[str, ...], at: Cells, test: Test, label: Text) -> Gap | None:
        """What lies behind a value: the columns of a row, another record, a person or a place."""
        if field.base == "row":
            row = at._replace(fields=item, space=field.fields)
            if rest:
                return self._along(rest, row, test)
            lines = test.lines if isinstance(test, Rows) else ()
            return next((gap for line in lines if (gap := self.of(line, row)) is not None), None)
        if not rest:
            return None
        if field.base == "ref":
            other = self.facts.by_id.get(item)
            if other is None:
                return Gap(Text(f"{label.zh}写的“{item}”没有这条记录", f"{label.en} names “{item}”, and there is no such record"))
            space = record_space(self.facts.pack.vocabulary, other.kind)
            gap = self._along(rest, Cells(other.fields, space), test)
            return gap._replace(fact=Text(f"{other.id} {gap.fact.zh}", f"{other.id}: {gap.fact.en}")) if gap else None
        return self._of_owner(item, field, rest[0], label)

    def _of_owner(self, item: Value, field: FieldType, name: str, label: Text) -> Gap | None:
        """An attribute of somebody or of some place, as on the day."""
        person = field.base == "person"
        owner = self.facts.unit.people.get(item) if person else self.facts.unit.places.get(item)
        space = next_spaces(self.facts.pack.vocabulary, field)[0]
        what = self.words.path((name,), space, tagged=True)
        if owner is None:
            return Gap(
                Text(
                    f"{label.zh}“{item}”不在名册上，查不到{what.zh}",
                    f"{label.en} “{item}” is not on the roster, so the {what.en} is not known",
                ),
                ROSTER,
            )
        return None if name in ("id", "name", "roles") else self._attribute(owner.id, name, what, person=person)

    def _attribute(self, key: str, name: str, what: Text, *, person: bool) -> Gap | None:
        unit = self.facts.unit
        values = (unit.people[key] if person else unit.places[key]).attributes.get(name, ())
        value = attribute(values, *self.day)
        section, shown = ("people" if person else "places"), self.words.name(key)
        where = f"unit.yaml，{section}.{key}"
        if value is Unknown.MISSING:
            return Gap(Text(f"{shown.zh}没有写{what.zh}（{where}）", f"{shown.en} has no {what.en} (unit.yaml, {section}.{key})"), ROSTER)
        if value is Unknown.UNUSABLE:
            return Gap(
                Text(
                    f"{shown.zh}的{what.zh}在这段时间里变过，要知道是哪一天",
                    f"{shown.en}: {what.en} changed in that time, so the exact day matters",
                )
            )
        return None

    def _reference(self, ref: Ref) -> Gap | None:
        """What the line compares with is not known."""
        found = resolve(self.facts, ref, self.record, *self.day, self.binding)
        if not found.bits:
            return None
        if ref.root == "bearer" and ref.path and self.binding.person:
            what = self.words.path(ref.path, next_spaces(self.facts.pack.vocabulary, FieldType("person"))[0], tagged=True)
            return self._attribute(self.binding.person, ref.path[0], what, person=True)
        if ref.root in ("bearer", "people") and not found.bits & MISSING:
            role = self.words.role(ref.path[0] if ref.root == "people" else self.binding.role)
            return Gap(
                Text(
                    f"日期没有写明，不能确定当时由谁担任“{role.zh}”", f"without its exact day it cannot be told who had the role {role.en}"
                )
            )
        name = ".".join(ref.path)
        subject = self.binding.subject
        if ref.root == "each" and subject is not None and subject.kind == "record":
            what = self.words.path(ref.path, self.words.space(subject.value.kind), tagged=True) if ref.path else both(subject.key)
            return Gap(Text(f"{subject.key} 没有写{what.zh}", f"{subject.key}: {what.en} is not given"))
        return Gap(Text(f"unit.yaml 没有写 {name}", f"unit.yaml does not give {name}"), ROSTER)


def asks_role(line: Condition | str) -> bool:
    """Whether a line only asks that somebody hold a role."""
    return (
        isinstance(line, Line) and isinstance(line.test, Among) and any(isinstance(v, Ref) and v.root == "people" for v in line.test.values)
    )
