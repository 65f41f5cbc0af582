"""Conditions and values in a reader's words: titles of fields for paths, names for ids, both languages (no engine words)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from compliance.conditions import BITS, Binding, resolve
from compliance.facts import Facts
from compliance.model import (
    Among,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Covers,
    Duration,
    Exists,
    Inside,
    Line,
    Not,
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
from compliance.syntax import roots
from compliance.vocabulary import Space, next_spaces, record_space, types_at

Kept = TypeVar("Kept")
_OPS = {
    "at_least": ("不少于", "at least"),
    "at_most": ("不多于", "at most"),
    "more_than": ("多于", "more than"),
    "less_than": ("少于", "less than"),
    "equals": ("等于", "exactly"),
}
_QUANTIFIERS = {
    "any": ("其中有一项满足：", "one of them with "),
    "all": ("每一项都满足：", "each of them with "),
    "none": ("没有一项满足：", "none of them with "),
    "first": ("第一项满足：", "the first with "),
    "last": ("最后一项满足：", "the last with "),
}
GIVEN, NOT_GIVEN = Text("已填写", "given"), Text("未填写", "not given")
UNKNOWN = {
    Unknown.MISSING: NOT_GIVEN,
    Unknown.UNUSABLE: Text("无法判读", "unreadable"),
    Unknown.AMBIGUOUS: Text("重名，分不清是谁", "a name that several people share"),
}


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

    def value(self, value: Value) -> Text:
        if isinstance(value, Unknown):
            return UNKNOWN[value]
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, Span):
            same = f"{value.first}…{value.last}"
            return Text(f"{same}（不到日）", f"{same} (no exact day)")
        if isinstance(value, Duration):
            return _duration(value)
        if isinstance(value, Mapping):
            parts = [self.value(item) for item in value.values()]
            return _joined(parts, " · ")
        if isinstance(value, tuple):
            return self.values(value)
        if isinstance(value, (date, int, Fraction)):
            return Text(str(value), str(value))
        return self.name(str(value))

    def unknown(self, bits: int) -> Text:
        """Why there is no value: a shared name and something unreadable say more than a blank."""
        return next((UNKNOWN[why] for why in (Unknown.AMBIGUOUS, Unknown.UNUSABLE) if bits & BITS[why]), NOT_GIVEN)

    def name(self, name: str) -> Text:
        """A person's or a place's name for an id; anything else as it is."""
        person, place = self.facts.unit.people.get(name), self.facts.unit.places.get(name)
        known = person.name if person else place.name if place else name
        return Text(known, known)

    def values(self, values: Iterable[Value]) -> Text:
        words = list(dict.fromkeys(self.value(value) for value in values))
        return _joined(words, "、", ", ") if words else Text("空", "nothing")

    # -------------------------------------------------- conditions

    def label(self, condition: Condition, kind: str) -> Text:
        """What a line speaks of."""
        if isinstance(condition, AnyOf):
            return Text("下列之一", "one of these")
        path = condition.path
        return self.once(("label", id(condition), kind), lambda: self.path(path, record_space(self.facts.pack.vocabulary, kind)))

    def path(self, path: tuple[str, ...], space: Space) -> Text:
        parts: list[Text] = []
        spaces: tuple[Space, ...] = (space,)
        for name in path:
            field = next((each[name] for each in spaces if name in each), None)
            parts.append(field.title if field and field.title else Text(name, name))
            spaces = next_spaces(self.facts.pack.vocabulary, field) if field else ()
        zh = "的".join(part.zh for part in parts)
        return Text(zh, " · ".join(part.en for part in parts))

    def wanted(self, condition: Condition, kind: str, record: Record | None, day: date, binding: Binding) -> Text:
        """What a line asks for, its references filled in as on the day."""

        def made() -> Text:
            return self._condition(condition, record_space(self.facts.pack.vocabulary, kind), record, day, binding, bare=True)

        spoken = self.once(("roots", id(condition)), lambda: roots(condition))
        return made() if spoken else self.once(("wanted", id(condition), kind), made)

    def _condition(self, condition: Condition, space: Space, record: Record | None, day: date, binding: Binding, bare: bool = False) -> Text:
        if isinstance(condition, AnyOf):
            each = [
                _joined([self._condition(line, space, record, day, binding) for line in lines], "，", ", ") for lines in condition.alternatives
            ]
            return _joined(each, "；或", "; or ")
        test = self._test(condition.test, _inner(self.facts, space, condition), record, day, binding)
        if bare:
            return test
        label = self.path(condition.path, space)
        return Text(f"{label.zh}：{test.zh}", f"{label.en} {test.en}")

    def _test(self, test: Test, rows: Space, record: Record | None, day: date, binding: Binding) -> Text:
        def listed(values: tuple[Value | Ref, ...]) -> Text:
            return self._listed(values, record, day, binding)

        match test:
            case Among(values):
                return listed(values) if len(values) == 1 else _around("", listed(values), "之一", "one of ", "")
            case Not(inner):
                return _around("不是", self._test(inner, rows, record, day, binding), "", "not ", "")
            case Exists(wanted):
                return GIVEN if wanted else NOT_GIVEN
            case Compare(op, value):
                return _around(_OPS[op][0], listed((value,)), "", _OPS[op][1] + " ", "")
            case Contains(text):
                return Text(f"含有“{text}”字样", f"with the words “{text}”")
            case Covers(values):
                return _around("包括", listed(values), "", "including ", "")
            case Inside(values):
                return _around("都在", listed(values), "之内", "all within ", "")
            case Size(comparisons, among):
                sizes = _joined([_around(_OPS[c.op][0], listed((c.value,)), "个", _OPS[c.op][1] + " ", "") for c in comparisons], "且", " and ")
                return sizes if among is None else _around("其中" + listed(among).zh, sizes, "", "of " + listed(among).en + ": ", "")
            case Rows(quantifier, lines):
                each = _joined([self._condition(line, rows, record, day, binding) for line in lines], "，", ", ")
                return _around(_QUANTIFIERS[quantifier][0], each, "", _QUANTIFIERS[quantifier][1], "")

    def _listed(self, values: tuple[Value | Ref, ...], record: Record | None, day: date, binding: Binding) -> Text:
        words: list[Text] = []
        for value in values:
            if not isinstance(value, Ref):
                words.append(self.value(value))
                continue
            found = resolve(self.facts, value, record, day, day, binding)
            words += [self.values(found.values)] if found.values or not found.bits else [self._reference(value)]
        return _joined(words, "、", ", ")

    def _reference(self, ref: Ref) -> Text:
        if ref.root == "people":
            return self.facts.pack.roles[ref.path[0]].title
        return Text(str(ref), str(ref))

    # -------------------------------------------------- things

    def kind(self, name: str) -> Text:
        return self.facts.pack.vocabulary.kinds[name].title

    def selector(self, selector: Selector) -> Text:
        """The title its author gave, else the kinds it selects."""
        if selector.title:
            return selector.title
        kinds = dict.fromkeys(kind for branch in selector.branches for kind in branch.kinds)
        return _joined([self.kind(kind) for kind in kinds], "或", " or ")

    def bearer(self, binding: Binding) -> Text:
        if binding.person:
            return self.name(binding.person)
        return self.facts.pack.roles[binding.role].title

    def subject(self, binding: Binding) -> Text | None:
        subject = binding.subject
        if subject is None:
            return None
        if subject.kind == "pair":
            return _joined([self.name(person) for person in subject.value], "与", " and ")
        if subject.kind == "item" and isinstance(subject.value, Mapping):
            title = subject.value.get("title") or subject.value.get("name") or subject.key
            return self.value(title)
        if subject.kind == "record" and subject.day is not None:
            kind, day = self.kind(subject.value.kind), subject.day
            when = str(day.first) if day.first == day.last else f"{day.first}…{day.last}"
            return Text(f"{subject.key}（{kind.zh} {when}）", f"{subject.key} ({kind.en} {when})")
        return self.name(subject.key)


def _inner(facts: Facts, space: Space, line: Line) -> Space:
    types = types_at(facts.pack.vocabulary, (space,), line.path)
    return next((kind.fields for _, kind, _ in types if kind is not None), {})


def _duration(value: Duration) -> Text:
    if value.months:
        return Text(f"{value.months}个月", f"{value.months} months")
    if value.workdays:
        return Text(f"{value.workdays}个工作日", f"{value.workdays} work days")
    return Text(f"{value.days}天", f"{value.days} days")


def _joined(words: list[Text], zh: str, en: str | None = None) -> Text:
    return Text(zh.join(word.zh for word in words), (en or zh).join(word.en for word in words))


def _around(zh_before: str, text: Text, zh_after: str, en_before: str, en_after: str) -> Text:
    return Text(f"{zh_before}{text.zh}{zh_after}", f"{en_before}{text.en}{en_after}")
