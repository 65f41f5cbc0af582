"""A DECLARE model → the files of a rule pack. A case is a bearer, an activity a kind, an event's place in its case its `position`.

Order is read from `position` and not from days: so a constraint means on our side what it means on a trace, also for two events of one
minute. What has no exact words stays a draft, with its reason and its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from compliance.errors import Problem, problem
from compliance.importing import names
from compliance.importing.block import block
from compliance.importing.decl_conditions import Inexact, correlated, lines, negated
from compliance.importing.decl_examples import OTHER, Trace, shown
from compliance.importing.decl_model import Constraint, DeclModel
from compliance.importing.decl_templates import BOTH_WAYS, SYMMETRIC, UNARY, Sides, part
from compliance.model import Span
from compliance.vocabulary import RECORD_FIELDS

OTHERS = "other_activity"
"""The kind of the events whose activity the model does not name: they have a place in the case, too."""
_RESERVED = (OTHERS, "event", "attestation")
_FIELDS = ("case", "position", "activity", *RECORD_FIELDS)
_CASE = "c1"
_MORNING = time(9)


class DeclPack(NamedTuple):
    """Name → content. `drafts`: one warning for each constraint that was not translated."""

    files: Mapping[str, str]
    constraints: int
    drafts: tuple[Problem, ...]


class _Words(NamedTuple):
    """Activity → kind, attribute → field."""

    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    numbers: frozenset[str]


def build(model: DeclModel, name: str, file: str, digest: str, span: Span) -> DeclPack:
    words = _words(model)
    rules: list[dict[str, Any]] = []
    named: dict[str, Any] = {}
    drafts: list[Problem] = []
    for number, constraint in enumerate(model.constraints, 1):
        head = _head(number, constraint)
        try:
            rule, triggers = _rule(constraint, model, words, span, f"C{number}_event")
            rules.append({**head, **rule})
            named |= triggers
        except Inexact as why:
            drafts.append(problem(constraint.at, str(why), "warning", rule=head["id"], found=constraint.text))
            zh, en = _REASONS[str(why)]
            rules.append({**head, "attest": {}, "draft": True, "unclear": {"zh": zh, "en": en}})
    files = {
        "pack.yaml": _head_file(words, named, name, file, digest, span),
        "constraints.yaml": _list_file(rules, file, digest),
        "source.txt": "\n".join(model.lines) + "\n",
    }
    return DeclPack(files, len(rules), tuple(drafts))


_REASONS = {
    "import.decl.why.condition": ("这一数据条件没有完全对应的写法", "the data condition has no exact words in the rule language"),
    "import.decl.why.both": (
        "两头都是触发的模板带有条件，各家工具的理解不同",
        "tools differ on what a condition means where either event activates",
    ),
    "import.decl.why.time": ("这一时间条件没有完全对应的写法", "the time condition has no exact words in the rule language"),
    "import.decl.why.alternate": (
        "“交替”模板带有比较两个事件的条件或时间条件，没有完全对应的写法",
        "an alternate template with a condition between the two events, or a time condition, has no exact words",
    ),
    "import.decl.why.never": ("没有能违反它的短案例", "no short trace breaks it: it cannot fail"),
    "import.decl.why.always": ("没有能满足它的短案例", "no short trace meets it: it cannot pass"),
}


def _words(model: DeclModel) -> _Words:
    kinds: dict[str, str] = {}
    for activity in model.activities:
        kinds[activity] = names.word(activity, {*kinds.values(), *_RESERVED})
    fields: dict[str, str] = {}
    for attribute in dict.fromkeys(name for bound in model.bound.values() for name in bound):
        fields[attribute] = names.word(attribute, {*fields.values(), *_FIELDS})
    return _Words(kinds, fields, frozenset(name for name, attribute in model.attributes.items() if attribute.number))


def _head(number: int, constraint: Constraint) -> dict[str, Any]:
    quote = constraint.text
    return {
        "id": f"C{number}",
        "title": {"zh": quote, "en": quote},
        "source": {"article": "1", "quote": quote},
        "bearer": {"each": "case"},
    }


# ---------------------------------------------------------------- a rule


def _rule(
    constraint: Constraint, model: DeclModel, words: _Words, span: Span, name: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is owed, with examples, and the selector of its trigger where that has conditions: one with a name can be declared."""
    _refuse_inexact(constraint)
    window = _window(constraint)
    sides, named = _named(_sides(constraint, words, window), constraint, names.word(name, words.kinds.values()))
    body = part(constraint.template, sides)
    meets, breaks = shown(constraint, model)
    if breaks is None:
        raise Inexact("import.decl.why.never")
    if meets is None:
        raise Inexact("import.decl.why.always")
    examples = [_example(trace, want, constraint, words, span) for trace, want in ((meets, "pass"), (breaks, "fail"))]
    return {**({"late": "refuse"} if window else {}), **body, "examples": examples}, named


def _named(sides: Sides, constraint: Constraint, name: str) -> tuple[Sides, dict[str, Any]]:
    title = {"title": {"zh": constraint.text, "en": constraint.text}}
    if constraint.template.name == "end":
        return sides._replace(others=name), {name: {**sides.others, **title}}
    if isinstance(sides.active, str) or constraint.template.name in UNARY:
        return sides, {}
    return sides._replace(active=name), {name: {**sides.active, **title}}


def _refuse_inexact(constraint: Constraint) -> None:
    name, conditioned = constraint.template.name, constraint.active or constraint.answer
    if name in SYMMETRIC + BOTH_WAYS and (conditioned or constraint.time):
        raise Inexact("import.decl.why.both")
    if "alternate" in name and (constraint.time or correlated(constraint.answer)):
        raise Inexact("import.decl.why.alternate")
    if constraint.time is None:
        return
    if name in UNARY or constraint.time.least % 60 or constraint.time.most % 60:
        raise Inexact("import.decl.why.time")
    if name.endswith("respondedexistence") and constraint.time.least:
        raise Inexact("import.decl.why.time")


def _window(constraint: Constraint) -> dict[str, Any] | None:
    """In minutes, so that a day is 24 hours as it is there, not a day of the calendar."""
    if constraint.time is None:
        return None
    least, most = (f"{seconds // 60}min" for seconds in constraint.time)
    if constraint.template.name.endswith("respondedexistence"):
        return {"from": f"$each - {most}", "to": f"$each + {most}"}
    if constraint.template.backward:
        return {"from": f"$each - {most}", "to": f"$each - {least}"}
    return {"from": f"$each + {least}", "to": f"$each + {most}"}


def _sides(constraint: Constraint, words: _Words, window: dict[str, Any] | None) -> Sides:
    written = constraint.activities
    target, active = (written[0], written[-1]) if constraint.template.backward else (written[-1], written[0])
    kinds, fields = words.kinds, words.fields
    conditions = lines(constraint.active, fields, words.numbers)
    asked = lines(constraint.answer, fields, words.numbers)
    if constraint.template.name in UNARY:
        others: list[Any] = [{"kind": {"not": kinds[active]}}]
        if constraint.active is not None:
            others = [{"any_of": [*others, *_alternatives(lines(negated(constraint.active), fields, words.numbers))]}]
        return Sides(_selector(kinds[active], conditions), None, None, {"is": "event", "where": others})
    answer = _selector(kinds[target], asked)
    runs = None
    if "alternate" in constraint.template.name:
        one, other = (kinds[active], conditions), (kinds[target], asked)
        runs = {"active": _run(*one, *other), "target": _run(*other, *one)}
    return Sides(_selector(kinds[active], conditions), answer, answer, None, window, runs)


def _alternatives(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines that must all hold, as one mapping of an `any_of`. Raises Inexact where two of them speak of one field."""
    whole: dict[str, Any] = {}
    for line in found:
        if whole.keys() & line.keys():
            raise Inexact("import.decl.why.condition")
        whole |= line
    return [whole]


def _selector(kind: str, conditions: list[dict[str, Any]]) -> Any:
    return {"is": kind, "where": conditions} if conditions else kind


def _run(kind: str, conditions: list[dict[str, Any]], other: str, asked: list[dict[str, Any]]) -> dict[str, Any]:
    """Two in a row among the events of both sorts: nothing of the other sort in between."""
    one, two = ({"kind": name, **_alternatives(own)[0]} for name, own in ((kind, conditions), (other, asked)))
    return {"is": "event", "where": [{"any_of": [one, two]}], "run": {"length": 2, "is": [{"kind": kind}]}}


def _example(trace: Trace, want: str, constraint: Constraint, words: _Words, span: Span) -> dict[str, Any]:
    start = datetime.combine(span.first, _MORNING)
    records: list[dict[str, Any]] = []
    for number, event in enumerate(trace, 1):
        moment = start + timedelta(minutes=event.minute)
        kind = OTHERS if event.activity == OTHER else words.kinds[event.activity]
        values = {words.fields[name]: value for name, value in event.values.items()}
        records.append({"id": f"e{number}", "kind": kind, "case": _CASE, "position": number, "date": f"{moment:%Y-%m-%d %H:%M}", **values})
    last = (start + timedelta(minutes=trace[-1].minute)).date()
    as_of = max(span.last, last) + timedelta(days=1)
    return {"as_of": as_of.isoformat(), "records": records, "want": want}


# ---------------------------------------------------------------- the files


def _head_file(words: _Words, named: dict[str, Any], name: str, file: str, digest: str, span: Span) -> str:
    head: dict[str, Any] = {
        "pack": name,
        "title": {"zh": f"{file} 的约束", "en": f"Constraints of {file}"},
        "span": {"from": span.first.isoformat(), "to": span.last.isoformat()},
        "calendar": "weekdays",
        "lists": ["constraints"],
        "source": {"title": f"{file} (sha256 {digest})", "file": "source.txt"},
        "roles": {"case": {"title": {"zh": "案例", "en": "case"}}},
        "vocabulary": {"kinds": dict(_kinds(words))},
        "selectors": {**dict(_selectors(words)), **named},
        "example_unit": {"people": {_CASE: {"name": _CASE, "roles": [{"role": "case"}]}}},
    }
    top = [
        f"# 由 compliance import decl 从 {file} 生成（sha256 {digest}）。",
        f"# Made by `compliance import decl` from {file} (sha256 {digest}).",
        "# 日志里没有的事件就当作没有发生：DECLARE 约束说的是完整的案例。",
        "# What the log of a case does not hold did not happen: DECLARE speaks of whole traces.",
    ]
    return "\n".join([*top, *block(head)]) + "\n"


def _kinds(words: _Words) -> Iterator[tuple[str, Any]]:
    """Every kind has every attribute, for selectors look at the events of all kinds."""
    common = {
        "case": {"type": "person", "title": {"zh": "案例", "en": "case"}},
        "position": {"type": "number", "title": {"zh": "序号", "en": "position"}},
    }
    for name, field in words.fields.items():
        common[field] = {"type": "number" if name in words.numbers else "text", "title": {"zh": name, "en": name}}
    for activity, kind in words.kinds.items():
        yield kind, {"title": {"zh": activity, "en": activity}, "fields": common}
    activity_field = {"activity": {"type": "text", "title": {"zh": "活动", "en": "activity"}}}
    yield OTHERS, {"title": {"zh": "其他活动", "en": "Another activity"}, "fields": {**common, **activity_field}}


def _selectors(words: _Words) -> Iterator[tuple[str, Any]]:
    kinds = [*words.kinds.values(), OTHERS]
    yield "event", {"kind": kinds, "where": [{"case": "$bearer"}], "title": {"zh": "事件", "en": "event"}}
    for activity, kind in words.kinds.items():
        yield kind, {"is": "event", "where": [{"kind": kind}], "title": {"zh": activity, "en": activity}}


def _list_file(rules: list[dict[str, Any]], file: str, digest: str) -> str:
    head = {
        "list": "constraints",
        "title": {"zh": f"{file} 的约束", "en": f"Constraints of {file}"},
        "articles": {"1": {"zh": "约束", "en": "Constraints"}},
    }
    written = [*block(head), "", "obligations:"]
    for rule in rules:
        written += ["", *block([rule])]
    return "\n".join([f"# {file} (sha256 {digest})", *written]) + "\n"
