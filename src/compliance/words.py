"""Conditions and values in a reader's words: titles of fields for paths, names for ids, both languages (no engine words)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple, TypeVar

from compliance.expressions import Unlisted, World, point, worth
from compliance.facts import Facts
from compliance.model import (
    Among,
    AnyOf,
    Branch,
    Calc,
    Choose,
    Compare,
    Condition,
    Contains,
    Covers,
    Duration,
    Exists,
    FieldType,
    InForce,
    Inside,
    MonthDay,
    Not,
    Parameter,
    Point,
    Record,
    Ref,
    Rows,
    Selector,
    Size,
    Span,
    Test,
    Text,
    Unknown,
    Value,
)
from compliance.resolving import resolve
from compliance.syntax import roots
from compliance.truths import BITS, Binding, Found, Period, key_of
from compliance.vocabulary import RECORD_FIELDS, Space, next_spaces, record_space, types_at

Kept = TypeVar("Kept")
OPS = {
    "at_least": ("不少于", "at least"),
    "at_most": ("不多于", "at most"),
    "more_than": ("多于", "more than"),
    "less_than": ("少于", "less than"),
    "equals": ("等于", "exactly"),
}
_DAYS = {
    "at_least": ("不早于", "not before"),
    "at_most": ("不晚于", "not after"),
    "more_than": ("晚于", "after"),
    "less_than": ("早于", "before"),
    "equals": ("就是", "on"),
}
QUANTIFIERS = {
    "any": ("至少有一项", "one item with "),
    "all": ("每一项都要", "every item with "),
    "none": ("没有一项", "no item with "),
    "first": ("第一项", "the first item with "),
    "last": ("最后一项", "the last item with "),
}
GIVEN, NOT_GIVEN = Text("已写明", "given"), Text("没有写", "not given")
UNKNOWN = {
    Unknown.MISSING: NOT_GIVEN,
    Unknown.UNUSABLE: Text("无法判读", "unreadable"),
    Unknown.AMBIGUOUS: Text("有重名", "a name that several people share"),
}
_PERIOD = {
    "start": Text("期间的第一天", "first day of the period"),
    "end": Text("期间的最后一天", "last day of the period"),
    "number": Text("年内第几期", "number of the period in the year"),
    "workday": Text("工作日", "work day"),
    "holiday": Text("法定节假日", "statutory holiday"),
}
_PAPERS = ("文件", "材料", "说明", "报告", "通报", "清单", "计划", "要点", "档案")
_ITEMS = ("台账", "事项", "问题", "机制")


MOST_PARTS = 10
"""A share of more parts than so many is read as a percentage."""


class Listed(NamedTuple):
    """What a condition compares with, in words, and how many values it is."""

    text: Text
    size: int


class Words:
    """Speaks of one unit's facts. `day` is the day as on which references are read."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._kept: dict[tuple[object, ...], Any] = {}

    def once(self, key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
        """What is made under this key, made once: thousands of verdicts say the same of their rule and of its lines."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept

    # -------------------------------------------------- values

    def value(self, value: Value, columns: Space | None = None) -> Text:
        """`columns`: the types of a row's fields."""
        if isinstance(value, str):
            return self.name(value)
        if value is None:
            return Text("（没有写明）", "(not given)")
        if isinstance(value, Unknown):
            return UNKNOWN[value]
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, Span):
            same = f"{value.first}…{value.last}"
            return Text(f"{same}（没有写明哪一天）", f"{same} (no exact day)")
        if isinstance(value, Duration):
            return duration(value)
        if isinstance(value, Mapping):
            return joined([self._cell(item, (columns or {}).get(name), name) for name, item in value.items()], "，", ", ")
        if isinstance(value, tuple):
            return self.values(value)
        if isinstance(value, (int, Fraction)):
            return both(amount_text(value))
        if isinstance(value, date):
            return both(value)
        return self.name(str(value))

    def _cell(self, value: Value, field: FieldType | None, name: str) -> Text:
        """In a row a number or a flag says nothing without its column's title."""
        title = field.title if field and field.title else both(name)
        if isinstance(value, bool):
            return title if value else Text(f"{title.zh}：否", f"{title.en}: no")
        if isinstance(value, (int, Fraction)):
            return Text(f"{title.zh} {value}", f"{title.en} {value}")
        return self.value(value, field.fields if field else None)

    def unknown(self, bits: int) -> Text:
        """Why there is no value: a shared name and something unreadable say more than a blank."""
        return next((UNKNOWN[why] for why in (Unknown.AMBIGUOUS, Unknown.UNUSABLE) if bits & BITS[why]), NOT_GIVEN)

    def name(self, name: str) -> Text:
        """A person's or a place's name for an id; anything else as it is."""
        person, place = self.facts.unit.people.get(name), self.facts.unit.places.get(name)
        return both(person.name if person else place.name if place else name)

    def values(self, values: Iterable[Value], columns: Space | None = None) -> Text:
        words = list(dict.fromkeys(self.value(value, columns) for value in values))
        if words and columns:
            return joined(words, "；", "; ")
        return joined(words, "、", ", ") if words else Text("空", "nothing")

    def quoted(self, values: Iterable[Value]) -> Text:
        """Words in quotation marks, names of people and places, numbers and days as they are."""
        return joined(list(dict.fromkeys(self._quote(value) for value in values)), "、", ", ")

    # -------------------------------------------------- names of fields

    def path(self, path: tuple[str, ...], space: Space, tagged: bool = False) -> Text:
        """The titles along a path; tagged: with the name to be written in the file behind."""
        parts: list[Text] = []
        spaces: tuple[Space, ...] = (space,)
        for name in path:
            field = next((each[name] for each in spaces if name in each), None)
            parts.append(field.title if field and field.title else both(name))
            spaces = next_spaces(self.facts.pack.vocabulary, field) if field else ()
        title = Text("的".join(part.zh for part in parts), " · ".join(part.en for part in parts))
        return tag(title, ".".join(path)) if tagged else title

    def label(self, condition: Condition, kind: str, tagged: bool = False) -> Text:
        """What a line speaks of."""
        if isinstance(condition, AnyOf):
            return Text("下列之一", "one of these")
        path, ref = condition.path, condition.of
        if ref is not None:
            return self.once(("label", id(condition), kind, tagged), lambda: self.spoken(ref, self.space(kind)))
        return self.once(("label", id(condition), kind, tagged), lambda: self.path(path, self.space(kind), tagged))

    def spoken(self, ref: Ref, space: Space) -> Text:
        """What a reference is called: the role, the title of the attribute, the parameter."""
        pack, name = self.facts.pack, ref.path[0] if ref.path else ""
        if ref.root == "people":
            return self.role(name)
        if ref.root == "unit":
            return self.path(ref.path, pack.vocabulary.unit, tagged=True)
        if ref.root == "bearer":
            return self.path(ref.path, self._person_space(), tagged=True) if ref.path else Text("责任人", "the bearer")
        if ref.root == "record":
            return self.path(ref.path, space, tagged=True)
        if ref.root == "param":
            return self.parameter(pack.parameters[name])
        if ref.root == "period":
            return _PERIOD[name]
        if ref.root == "each" and ref.path:
            spaces = (*(self.space(kind) for kind in pack.vocabulary.kinds), self._person_space())
            return self.path(ref.path, next((each for each in spaces if name in each), {}), tagged=True)
        return both(".".join(ref.path)) if ref.path else Text("对象", "the subject")

    def space(self, kind: str) -> Space:
        return self.once(("space", kind), lambda: record_space(self.facts.pack.vocabulary, kind))

    def field(self, path: tuple[str, ...], space: Space) -> FieldType | None:
        """The type at a path's end, the first there is."""
        types = types_at(self.facts.pack.vocabulary, (space,), path) if path else ()
        return next((kind for _, kind, _ in types if kind is not None), None)

    # -------------------------------------------------- conditions

    def conditions(self, branch: Branch, kind: str, more: tuple[Condition, ...], day: date, binding: Binding) -> tuple[Text, ...]:
        """What a record must say to count, each with the names to be written in the file."""
        lines = [line for line in (*branch.lines, *more) if isinstance(line, AnyOf) or line.path != ("id",)]
        found = [self.condition(line, self.space(kind), None, day, binding) for line in lines]
        if branch.run is not None:
            each = joined([self.condition(line, self.space(kind), None, day, binding) for line in branch.run.lines], "、", " and ")
            number = branch.run.length
            found.append(Text(f"连续第 {number} 次（{each.zh}）", f"the {ordinal(number)} in a row with {each.en}"))
        if branch.at and branch.at not in RECORD_FIELDS:
            label = self.path((branch.at,), self.space(kind), tagged=True)
            found.append(Text(f"写明{label.zh}，以这一天为准", f"{label.en} given: that is the day that counts"))
        return tuple(found)

    def wanted(self, condition: Condition, kind: str, record: Record | None, day: date, binding: Binding) -> Text:
        """What a line asks for, its references filled in as on the day."""

        def made() -> Text:
            space = self.space(kind)
            if isinstance(condition, AnyOf):
                return self.condition(condition, space, record, day, binding)
            return self.test(condition.test, self.field(condition.path, space), record, day, binding)

        spoken = self.once(("roots", id(condition)), lambda: roots(condition))
        return made() if spoken else self.once(("wanted", id(condition), kind), made)

    def condition(self, condition: Condition, space: Space, record: Record | None, day: date, binding: Binding) -> Text:
        """A whole line, tagged."""
        if isinstance(condition, AnyOf):
            each = [
                joined([self.condition(line, space, record, day, binding) for line in lines], "，", ", ")
                for lines in condition.alternatives
            ]
            return joined(each, "；或者", "; or ")
        label = self.spoken(condition.of, space) if condition.of is not None else self.path(condition.path, space, tagged=True)
        test = condition.test
        if isinstance(test, InForce):
            return self.test(test, None, record, day, binding)
        if isinstance(test, Exists):
            return Text(f"写明{label.zh}", f"{label.en} given") if test.wanted else Text(f"没有{label.zh}", f"no {label.en}")
        if condition.of is not None:
            return self._of_reference(condition.of, label, test, record, day, binding)
        wanted = self.test(test, self.field(condition.path, space), record, day, binding)
        return Text(f"{label.zh}{wanted.zh}", f"{label.en}: {wanted.en}")

    def _of_reference(self, ref: Ref, label: Text, test: Test, record: Record | None, day: date, binding: Binding) -> Text:
        """A line about a role, an attribute, the period: what it asks for, people counted as people."""
        match test:
            case Among((bool(flag),)):
                if ref.root == "period":
                    return label if flag else Text(f"不是{label.zh}", f"not a {label.en}")
                return Text(f"{label.zh}：{'是' if flag else '否'}", f"{label.en}: {'yes' if flag else 'no'}")
            case Size(comparisons, None):
                sizes = self.sizes(comparisons, record, day, binding, self.heads(ref))
                return Text(f"{label.zh}{sizes.zh}", f"{label.en}: {sizes.en}")
            case Size(comparisons, among) if among is not None:
                sizes = self.sizes(comparisons, record, day, binding, self.heads(ref))
                listed = self.listed(among, record, day, binding).text
                return Text(f"{label.zh}中属于{listed.zh}的{sizes.zh}", f"{label.en}: of {listed.en}: {sizes.en}")
        wanted = self.test(test, self.field_of(ref), record, day, binding)
        return Text(f"{label.zh}{wanted.zh}", f"{label.en}: {wanted.en}")

    @staticmethod
    def heads(ref: Ref) -> str:
        """The measure word for the values of a reference."""
        return "人" if ref.root == "people" or (ref.root == "bearer" and not ref.path) else "个"

    def field_of(self, ref: Ref) -> FieldType | None:
        """The type of what a reference stands for, where words depend on it."""
        if ref.root == "unit":
            return self.field(ref.path, self.facts.pack.vocabulary.unit)
        if ref.root == "bearer" and ref.path:
            return self.field(ref.path, self._person_space())
        if ref == Ref("each") or (ref.root == "period" and ref.path[0] in ("start", "end")):
            return FieldType("date")
        return None

    def test(self, test: Test, field: FieldType | None, record: Record | None, day: date, binding: Binding) -> Text:
        """What follows the name of the field."""

        def listed(values: tuple[Any, ...]) -> Text:
            return self.listed(values, record, day, binding).text

        many = field is not None and field.many
        match test:
            case Among(values):
                words, count = self.listed(values, record, day, binding)
                verb = "有" if many else "是"
                return Text(f"{verb}{words.zh}之一", f"one of {words.en}") if count > 1 else Text(f"{verb}{words.zh}", words.en)
            case Not(Among(values)):
                return _around("没有" if many else "不是", listed(values), "", "not ", "")
            case Not(inner):
                return _around("不能", self.test(inner, field, record, day, binding), "", "not ", "")
            case Exists(wanted):
                return GIVEN if wanted else NOT_GIVEN
            case Compare(op, value):
                words_of = _DAYS if field is not None and field.base == "date" else OPS
                return _around(f"{words_of[op][0]} ", listed((value,)), "", words_of[op][1] + " ", "")
            case Contains(text):
                return Text(f"含有“{text}”字样", f"with the words “{text}”")
            case Covers(values):
                return _around("列全", listed(values), "", "including all of ", "")
            case Inside(values):
                return _around("都在", listed(values), "之内", "all within ", "")
            case Size():
                return self._sized(test, field, record, day, binding)
            case InForce():
                on = self.in_force_on(test, record, day, binding)
                return Text(f"到 {on.zh} 仍有效", f"still in force on {on.en}")
            case Rows(quantifier, lines):
                columns = field.fields if field else {}
                each = joined([self.condition(line, columns, record, day, binding) for line in lines], "、", " and ")
                return _around(QUANTIFIERS[quantifier][0], each, "", QUANTIFIERS[quantifier][1], "")

    def _sized(self, test: Size, field: FieldType | None, record: Record | None, day: date, binding: Binding) -> Text:
        """How many, people counted as people; where only some may count, which."""
        among = test.among
        sizes = self.sizes(test.comparisons, record, day, binding, "人" if field is not None and field.base == "person" else "个")
        if among is None:
            return sizes
        roles = [each for each in among if isinstance(each, Ref) and each.root == "people"]
        of = self.plain(roles[0]) if len(roles) == len(among) == 1 else self.listed(among, record, day, binding).text
        return Text(f"中属于{of.zh}的{sizes.zh}", f"of {of.en}: {sizes.en}")

    def sizes(self, comparisons: tuple[Compare, ...], record: Record | None, day: date, binding: Binding, counter: str = "个") -> Text:
        """The numbers asked for, each with where it comes from if it is worked out."""
        return joined([self._size(each, record, day, binding, counter) for each in comparisons], "且", " and ")

    def _size(self, asked: Compare, record: Record | None, day: date, binding: Binding, counter: str) -> Text:
        exact = self._number(asked.value, record, day, binding)
        if exact is None:
            number = self.listed((asked.value,), record, day, binding).text
        else:
            number = both({"at_least": ceil, "at_most": floor}.get(asked.op, lambda n: n)(exact))
        source = self.worked_out(asked.value, record, day, binding)
        after = Text(f"（{source.zh}）", f" ({source.en})") if source is not None else Text("", "")
        op = OPS[asked.op]
        return Text(f"{op[0]} {number.zh} {counter}{after.zh}", f"{op[1]} {number.en}{after.en}")

    def _number(self, value: Any, record: Record | None, day: date, binding: Binding) -> int | Fraction | None:
        """What a number or an expression comes to, if that is known."""
        try:
            found = worth(value, lambda ref: resolve(self.facts, ref, record, day, day, binding))
        except Unlisted:
            return None
        known = found.values[0] if len(found.values) == 1 and not found.bits else None
        return known if isinstance(known, (int, Fraction)) and not isinstance(known, bool) else None

    def worked_out(self, value: Any, record: Record | None, day: date, binding: Binding) -> Text | None:
        """Where a number comes from, if it is worked out: 代表 3 人的 2/3. None: it is written out."""
        if isinstance(value, Calc):
            return self._calc(value, record, day, binding)
        if isinstance(value, Ref) and value.root != "param":  # a parameter is told among the defaults
            return self.plain(value)
        return None

    def plain(self, ref: Ref) -> Text:
        """What a reference is called, without the name that is written in the files."""
        if ref.root == "people":
            return self.facts.pack.roles[ref.path[0]].title
        if ref.root == "unit":
            return self.path(ref.path, self.facts.pack.vocabulary.unit)
        if ref.root == "bearer" and ref.path:
            return self.path(ref.path, self._person_space())
        return self.spoken(ref, {})

    def _calc(self, value: Any, record: Record | None, day: date, binding: Binding) -> Text:
        """An expression as one reads it aloud, each quantity by its name with how much it is."""
        if isinstance(value, Ref):
            named, amount = self.plain(value), self._number(value, record, day, binding)
            return named if amount is None else Text(f"{named.zh} {amount_text(amount)}", f"{named.en} {amount_text(amount)}")
        if not isinstance(value, Calc):
            return both(amount_text(value)) if isinstance(value, (int, Fraction)) else self._worth(value, record, day, binding)
        if value.op == "size":
            return self._size_of(value, record, day, binding)
        if value.op == "share":
            share, whole = value.args[0], self._calc(value.args[1], record, day, binding)
            told = both(share_text(share)) if isinstance(share, Fraction) else self._calc(share, record, day, binding)
            space = " " if whole.zh[-1:].isascii() else ""
            return Text(f"{whole.zh}{space}的 {told.zh}", f"{told.en} of {whole.en}")
        if value.op in ("max", "min"):
            parts = joined([self._calc(each, record, day, binding) for each in value.args], "；", "; ")
            many = len(value.args) > 2
            zh = ("最大" if many else "较大") if value.op == "max" else ("最小" if many else "较小")
            en = ("largest" if many else "larger") if value.op == "max" else ("smallest" if many else "smaller")
            return Text(f"{zh}的一个（{parts.zh}）", f"the {en} of ({parts.en})")
        sign = {"plus": " + ", "minus": " − ", "times": " × ", "div": " ÷ "}[value.op]
        whole = joined([self._inner(each, value.op, record, day, binding) for each in value.args], sign)
        return Text(f"{whole.zh} 取整", f"{whole.en} rounded down") if value.op == "div" else whole

    def _inner(self, value: Any, op: str, record: Record | None, day: date, binding: Binding) -> Text:
        """In brackets where it would be read otherwise."""
        text = self._calc(value, record, day, binding)
        atom = not isinstance(value, Calc) or value.op in ("size", "share", "max", "min")
        bare = atom or (op == "plus" and value.op in ("plus", "times"))
        return text if bare else Text(f"({text.zh})", f"({text.en})")

    def _size_of(self, value: Calc, record: Record | None, day: date, binding: Binding) -> Text:
        refs = [each for each in value.args if isinstance(each, Ref)]
        named = joined([self.plain(ref) for ref in refs], "、", ", ") if refs else Text("所列", "those listed")
        counter = "人" if all(ref.root in ("people", "bearer") for ref in refs) and refs else "个"
        amount = self._number(value, record, day, binding)
        if amount is None:
            return Text(f"{named.zh}的{counter}数", f"the number of {named.en}")
        return Text(f"{named.zh} {amount} {counter}", f"{named.en} ({amount})")

    def amount(self, number: int | Fraction, unit: str, counter: str = "") -> Text:
        """`5 天`, `10.5`, `2 小时`: an amount with what it is counted in (`Measure.unit`)."""
        if unit in Duration._fields:
            return duration(Duration(**{unit: int(number)})) if number == int(number) else both(amount_text(number))
        text = amount_text(number)
        return Text(f"{text} {counter}" if counter else text, text)

    def listed(self, values: tuple[Any, ...], record: Record | None, day: date, binding: Binding) -> Listed:
        words: list[Text] = []
        count = 0
        for value in values:
            if isinstance(value, (Calc, Choose, Point)):
                words.append(self._worth(value, record, day, binding))
                count += 1
                continue
            if not isinstance(value, Ref):
                words.append(self._quote(value))
                count += 1
                continue
            found = resolve(self.facts, value, record, day, day, binding)
            words.append(self._reference(value, found, binding))
            count += max(1, len(found.values))
        return Listed(joined(words, "、", ", "), count)

    def in_force_on(self, test: InForce, record: Record | None, day: date, binding: Binding) -> Text:
        return self._worth(test.point if isinstance(test.point, Point) else Point("end"), record, day, binding)

    def _worth(self, value: Calc | Choose | Point, record: Record | None, day: date, binding: Binding) -> Text:
        """What an expression comes to; one that is not known is said to be worked out."""

        def look(ref: Ref) -> Found:
            subject = binding.subject
            if ref == Ref("each") and subject is not None and subject.day is not None:
                return Found([subject.day.last], 0, 0)
            return resolve(self.facts, ref, record, day, day, binding)

        period = binding.period or Period(*self.facts.span)
        try:
            if isinstance(value, Point):
                on = point(value, World(Span(period.first, period.last), look, self.facts.calendar)).day
                return both(on) if on is not None else Text("（推算不出的日子）", "a day that cannot be worked out")
            found = worth(value, look)
        except Unlisted:
            found = Found([], 0, 0)
        return self.value(found.values[0]) if len(found.values) == 1 else Text("（推算不出的数）", "a number that cannot be worked out")

    def _quote(self, value: Value) -> Text:
        """Words of a list in quotation marks, so that they stand apart; names of people and places as they are."""
        text = self.value(value)
        plain = not isinstance(value, (str, bool)) or value in self.facts.unit.people or value in self.facts.unit.places
        return text if plain else Text(f"“{text.zh}”", f"“{text.en}”")

    def _reference(self, ref: Ref, found: Found, binding: Binding) -> Text:
        """What a reference stands for; who holds a role is said with the role, and so is that nobody does."""
        known = joined([self._quote(value) for value in dict.fromkeys(found.values)], "、", ", ") if found.values else None
        if ref.root == "people":
            role = self.role(ref.path[0])
            if known is None:
                return Text(f"担任“{role.zh}”的人（名册里还没有）", f"somebody with the role {role.en} (nobody on the roster has it)")
            return Text(f"{role.zh}：{known.zh}", f"{role.en}: {known.en}")
        if known is not None:
            return known
        if ref.root == "bearer":
            owner = self.bearer(binding)
            what = self.path(ref.path, self._person_space(), tagged=True) if ref.path else self.role(binding.role)
            return Text(f"{owner.zh}的{what.zh}（名册里没有写）", f"the {what.en} of {owner.en} (not on the roster)") if ref.path else what
        spaces = (self.space(kind) for kind in self.facts.pack.vocabulary.kinds) if ref.root == "record" else ()
        known_to = next((space for space in spaces if ref.path[0] in space), None)
        return self.path(ref.path, known_to, tagged=True) if known_to is not None else both(ref)

    def _person_space(self) -> Space:
        return next_spaces(self.facts.pack.vocabulary, FieldType("person"))[0]

    # -------------------------------------------------- things

    def kind(self, name: str) -> Text:
        return self.facts.pack.vocabulary.kinds[name].title

    def role(self, name: str) -> Text:
        """With the name to be written in unit.yaml behind."""
        return tag(self.facts.pack.roles[name].title, name)

    def parameter(self, parameter: Parameter) -> Text:
        return parameter.title or both(parameter.name)

    def setting(self, value: Value, shown: str) -> Text:
        """A parameter's value: 30 days, 28 February, or as it was written."""
        base = value.base if isinstance(value, Point) and not value.offsets else value
        if isinstance(base, Duration):
            return duration(base)
        if isinstance(base, MonthDay):
            return Text(f"{'次年' if base.years else ''}{base.month}月{base.day}日", shown)
        return both(shown)

    def counter(self, selector: Selector) -> Text:
        """Chinese counts papers, items and events with different words."""
        titles = {self.kind(kind).zh for branch in selector.branches for kind in branch.kinds}
        for word, ends in (("份", _PAPERS), ("项", _ITEMS)):
            if titles and all(title.endswith(ends) for title in titles):
                return Text(word, "")
        return Text("次", "")

    def selector(self, selector: Selector) -> Text:
        """The title its author gave, else the kinds it selects."""
        if selector.title:
            return selector.title
        kinds = dict.fromkeys(kind for branch in selector.branches for kind in branch.kinds)
        return joined([self.kind(kind) for kind in kinds], "或", " or ")

    def bearer(self, binding: Binding) -> Text:
        if binding.person:
            return self.name(binding.person)
        return self.facts.pack.roles[binding.role].title

    def subject(self, binding: Binding) -> Text | None:
        subject = binding.subject
        if subject is None:
            return None
        if subject.kind == "pair":
            return joined([self.name(person) for person in subject.value], "与", " and ")
        if subject.kind == "item" and isinstance(subject.value, Mapping):
            title = subject.value.get("title") or subject.value.get("name") or subject.key
            return self.value(title)
        if subject.kind == "row" and subject.record is not None and isinstance(subject.value, Mapping):
            number, said = subject.key.rpartition("#")[2], next((item for item in subject.value.values() if isinstance(item, str)), "")
            own, record = self.value(said) if said else Text("（没有写明）", "(not given)"), subject.record.id
            return Text(f"{record} 第{number}项（{own.zh}）", f"{record}, item {number} ({own.en})")
        if subject.kind == "row" and subject.record is not None:
            if subject.value is None:
                return Text(f"{subject.record.id}（没有写明是谁或是什么）", f"{subject.record.id} (who or what is not given)")
            own = self.value(key_of(subject.value))
            return Text(f"{own.zh}（{subject.record.id}）", f"{own.en} ({subject.record.id})")
        if subject.kind == "record" and subject.day is not None:
            kind, day = self.kind(subject.value.kind), subject.day
            when = str(day.first) if day.first == day.last else f"{day.first}…{day.last}"
            return Text(f"{subject.key}（{kind.zh} {when}）", f"{subject.key} ({kind.en} {when})")
        if subject.kind == "value" and subject.value is None:
            return Text("（没有写明的）", "(not given)")
        return self.name(subject.key)


def amount_text(number: int | Fraction) -> str:
    """10.5 for 21/2; 14/3 as it is."""
    exact = Fraction(number)
    for places in range(4):
        scaled = exact * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(abs(scaled.numerator), 10**places)
            sign = "-" if exact < 0 else ""
            return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"
    return str(exact)


def share_text(share: Fraction) -> str:
    """2/3 as it is, 17/20 as 85%."""
    percent = share * 100
    return f"{percent.numerator}%" if percent.denominator == 1 and share.denominator > MOST_PARTS else str(share)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


def both(value: object) -> Text:
    return Text(str(value), str(value))


def tag(title: Text, name: str) -> Text:
    """A title with the name that is written in the files; once where they are the same."""
    return Text(
        *(word if word == name else f"{word}{form[0]}{name}{form[1]}" for word, form in zip(title, ("（）", (" (", ")")), strict=True))
    )


def duration(value: Duration) -> Text:
    if value.months:
        return Text(f"{value.months} 个月", f"{value.months} month{'s' * (value.months > 1)}")
    if value.minutes:
        hours, minutes = divmod(value.minutes, 60)
        if minutes:
            return Text(f"{value.minutes} 分钟", f"{value.minutes} minutes")
        return Text(f"{hours} 小时", f"{hours} hour{'s' * (hours > 1)}")
    if value.workdays:
        return Text(f"{value.workdays} 个工作日", f"{value.workdays} work days")
    return Text(f"{value.days} 天", f"{value.days} days")


def joined(words: Iterable[Text], zh: str, en: str | None = None) -> Text:
    known = list(words)
    return Text(zh.join(word.zh for word in known), (zh if en is None else en).join(word.en for word in known))


def _around(zh_before: str, text: Text, zh_after: str, en_before: str, en_after: str) -> Text:
    return Text(f"{zh_before}{text.zh}{zh_after}", f"{en_before}{text.en}{en_after}")
