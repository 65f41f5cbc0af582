"""Why a record cannot be told to count: the field, the person, the record or the reference where the answer is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from compliance.facts import attribute
from compliance.model import AnyOf, Condition, FailedLine, FieldType, Record, Ref, Rows, Span, Test, Text, Unknown, Value
from compliance.resolving import resolve
from compliance.shortfall import gathered, shown
from compliance.syntax import references
from compliance.truths import MISSING, Binding
from compliance.vocabulary import Space, next_spaces, record_space
from compliance.words import Words, both, joined, tag

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


def open_line(line: Condition, record: Record, day: Span, binding: Binding, words: Words) -> FailedLine:
    """A line of which the record does not say enough: the field, the person or the record where the answer is lacking."""
    wanted = words.wanted(line, record.kind, record, day.last, binding)
    cells = Cells(record.fields, words.space(record.kind))
    gap = _Gaps(record, day, binding, words).of(line, cells) or Gap(Text("内容不足以判断", "it does not say enough"))
    if isinstance(line, AnyOf):
        return FailedLine(line.source, words.label(line, record.kind), Text("不清楚", "not known"), wanted, *gap)
    found = gathered(line, record, day, words.facts)
    field = words.field(line.path, words.space(record.kind))
    return FailedLine(line.source, words.label(line, record.kind), shown(found, field, words), wanted, *gap)


class _Gaps:
    """Follows a path to the place where the answer is lacking."""

    def __init__(self, record: Record, day: Span, binding: Binding, words: Words) -> None:
        self.record, self.day, self.binding, self.words, self.facts = record, day, binding, words, words.facts

    def of(self, line: Condition, cells: Cells) -> Gap | None:
        if isinstance(line, AnyOf):
            gaps = (self.of(inner, cells) for lines in line.alternatives for inner in lines)
        else:
            own = self._along(line.path, cells, line.test) if line.of is None else self._reference(line.of)
            gaps = (gap for gap in (own, *map(self._reference, references(line.test))))
        return next((gap for gap in gaps if gap is not None), None)

    def _along(self, path: tuple[str, ...], cells: Cells, test: Test) -> Gap | None:
        name, rest = path[0], path[1:]
        field, value = cells.space.get(name), cells.fields.get(name)
        titles = (*cells.titles, field.title if field and field.title else both(name))
        names = (*cells.names, name)
        label = tag(joined(titles, "的", " · "), ".".join(names))
        if field is None or value is None:
            return Gap(Text(f"没有写{label.zh}", f"{label.en} is not given"))
        for item in value if type(value) is tuple else (value,):
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
        section, owner = ("people" if person else "places"), self.words.name(key)
        if value is Unknown.MISSING:
            return Gap(
                Text(
                    f"unit.yaml 里{owner.zh}（{section}.{key}）没有写{what.zh}",
                    f"in unit.yaml {owner.en} ({section}.{key}) has no {what.en}",
                ),
                ROSTER,
            )
        if value is Unknown.UNUSABLE:
            return Gap(
                Text(
                    f"{owner.zh}的{what.zh}在这段时间里变过，要知道是哪一天",
                    f"{owner.en}: {what.en} changed in that time, so the exact day matters",
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
