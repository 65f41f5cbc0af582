"""The pack of the benchmark: 60 distinct duties, each form as often as in the 2022 list, and the words that the evidence uses.

A `Duty` is written twice: here as the YAML of a rule, in `plain_loop` as a loop by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

MEETINGS = ("党组会", "局长办公会", "部署会", "推进会", "汇报会", "专题会", "专题民主生活会")
TOPICS = tuple(f"主题{number:02}" for number in range(1, 25))
ITEMS = ("学习", "研究", "部署", "督促推进", "听取汇报")
DOCUMENTS = ("责任清单", "年度安排", "工作要点", "工作计划", "通报文件", "经费预算")
VISITS = ("联系点", "调研", "督查", "考核")
SOURCES = ("巡视巡察", "调研督查", "述职评议", "审计", "自查")
SEVERITIES = ("一般", "苗头性倾向性", "重大违纪违法", "严重四风")
DIRECTIONS = ("上报", "报来", "通报")
RARE_TOPICS = tuple(f"少见主题{number:02}" for number in range(1, 21))
RARE_DOCUMENTS = tuple(f"少见文件{number:02}" for number in range(1, 7))
"""Words that a few records have, however many records there are: what is owed once a year is not done a thousand times."""

SECTIONS = tuple(f"科室{number:02}" for number in range(1, 13))
PLACES = tuple(f"branch-{number}" for number in range(1, 7))

PERSON, PEOPLE, PLACE = "person", "list of person", "place"
TOPIC = {"type": "list of term", "terms": "topic"}
KINDS: dict[str, dict[str, Any]] = {
    "meeting": {
        "type": {"type": "term", "terms": "meeting_type"}, "chair": PERSON, "attendees": PEOPLE, "about": "ref",
        "agenda": {
            "type": "list of row",
            "fields": {"order": "number", "topic": TOPIC, "item_kind": {"type": "term", "terms": "item_kind"}, "own_item": "flag"},
        },
    },
    "talk": {"talker": PERSON, "counterpart": PERSON, "both_signed": "flag"},
    "visit": {"visit_kind": {"type": "term", "terms": "visit_kind"}, "persons": PEOPLE, "place": PLACE, "on_site": "flag"},
    "document": {"doc_kind": {"type": "term", "terms": "doc_kind"}, "adopted_by": {"type": "ref", "kind": "meeting"}, "author": PERSON},
    "lecture": {"lecturer": PERSON, "topics": TOPIC, "attendees": PEOPLE},
    "study": {"chair": PERSON, "attendees": PEOPLE, "topics": {"type": "list of row", "fields": {"topic": TOPIC}}},
    "theme_day": {"branch": PLACE, "attendees": PEOPLE, "segments": {"type": "list of row", "fields": {"topic": TOPIC}}},
    "report": {
        "direction": {"type": "term", "terms": "direction"}, "topic": TOPIC, "addressee": PERSON, "out_no": "text", "receipt": "text",
    },
    "service": {"persons": PEOPLE, "place": PLACE, "confirmed_by": "text", "hours": "number"},
    "finding": {
        "source": {"type": "term", "terms": "finding_source"}, "due_on": "date", "closed_on": "date",
        "progress": {"type": "term", "terms": "progress"}, "verified_by": PERSON, "reopened": "date",
    },
    "issue": {"severity": {"type": "term", "terms": "severity"}, "about_person": PERSON},
}  # fmt: skip


class Duty(NamedTuple):
    """One duty: its form, the period, the number, and the words that make it a different one from the next of its form."""

    id: str
    form: str
    period: str
    n: int
    words: tuple[str, ...]


QUARTERS = ("02-28", "03-31", "06-30", "09-30", "11-30")
FORMS = (
    # form, how many of sixty, periods in turn
    ("issued", 6, QUARTERS),
    ("adopted", 4, QUARTERS),
    ("meeting", 6, ("year", "span", "03-31")),
    ("reported", 3, ("span",)),
    ("lecture", 3, ("year",)),
    ("visit", 3, ("year", "span")),
    ("service", 2, ("year",)),
    ("studied", 2, ("year",)),
    ("ban", 1, ("year",)),
    ("attended", 3, ("quarter",)),
    ("heard", 3, ("half_year",)),
    ("closed", 4, ("due",)),
    ("answered", 2, ("60d",)),
    ("steps", 4, ("span",)),
    ("both", 4, ("02-28", "06-30")),
    ("either", 2, ("year", "half_year")),
    ("attest", 2, ("span",)),
    ("first_item", 2, ("year",)),
    ("talk_each", 2, ("year",)),
    ("talk_pair", 1, ("span",)),
    ("talk_section", 1, ("half_year",)),
)
RARELY = 3
"""Every third duty of a form whose words are drawn asks for a rare one."""


def duties(rounds: int = 1) -> list[Duty]:
    """Sixty duties a round, no two of them the same."""
    made: list[Duty] = []
    for form, count, periods in FORMS:
        for number in range(count * rounds):
            words = WORDS[form](number)
            made.append(Duty(f"{form}-{number + 1}", form, periods[number % len(periods)], 1 + number // len(TOPICS) % 3, words))
    return made


def _topic(number: int) -> str:
    return RARE_TOPICS[number % len(RARE_TOPICS)] if number % RARELY == RARELY - 1 else TOPICS[number % len(TOPICS)]


def _document(number: int) -> str:
    return RARE_DOCUMENTS[number % len(RARE_DOCUMENTS)] if number % RARELY == RARELY - 1 else DOCUMENTS[number % len(DOCUMENTS)]


def _turn(words: tuple[str, ...], number: int) -> str:
    return words[number % len(words)]


WORDS: dict[str, Callable[[int], tuple[str, ...]]] = {
    "issued": lambda i: (_document(i),),
    "adopted": lambda i: (_document(i + 1),),
    "meeting": lambda i: (_turn(MEETINGS[:5], i), _topic(i)),
    "reported": lambda i: ("上报", _topic(i + 1)),
    "lecture": lambda i: (_topic(i + 1),),
    "visit": lambda i: (_turn(VISITS, i),),
    "service": lambda i: (str(1 + i % 4),),
    "studied": lambda i: (_topic(i + 1),),
    "ban": lambda i: (_turn(SEVERITIES, i),),
    "attended": lambda i: (_topic(i), _turn(ITEMS, i)),
    "heard": lambda i: (_topic(i),),
    "closed": lambda i: (_turn(SOURCES, i),),
    "answered": lambda i: (_turn(SEVERITIES, i + 2),),
    "steps": lambda i: (_document(i), _turn(MEETINGS[2:5], i), _turn(VISITS, i + 2)),
    "both": lambda i: (_document(i), _turn(MEETINGS[:5], i), _topic(i)),
    "either": lambda i: (_turn(MEETINGS[:5], i), _topic(i + 2), _turn(VISITS, i)),
    "attest": lambda i: (str(i + 1),),
    "first_item": lambda i: (_turn(MEETINGS, i), _topic(i), _turn(("100%", "1/50"), i)),
    "talk_each": lambda i: ("signed",) if i % 2 else (),
    "talk_pair": lambda _: (),
    "talk_section": lambda _: (),
}

# ---------------------------------------------------------------- as rules


def write_pack(folder: Path, rounds: int = 1) -> Path:
    """The pack as a folder of rules in block style, as packs are written."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        "pack": "bench", "title": _title("压力测试"), "year": 2022, "calendar": "cn",
        "roles": {
            "secretary": {"title": _title("书记"), "one_holder": True},
            "member": {"title": _title("成员")},
            "leading_group": {"title": _title("党组")},
        },
        "vocabulary": {
            "terms": {
                "meeting_type": MEETINGS, "topic": TOPICS + RARE_TOPICS, "item_kind": ITEMS, "doc_kind": DOCUMENTS + RARE_DOCUMENTS,
                "visit_kind": VISITS, "finding_source": SOURCES, "severity": SEVERITIES, "direction": DIRECTIONS,
                "progress": ["整改中", "已销号"],
            },
            "person": {"section": "text", "sections": "list of text", "contact_points": "list of place"},
            "kinds": {name: {"title": _title(name), "fields": {"subject": "text", **fields}} for name, fields in KINDS.items()},
        },
        "selectors": {
            **{f"finding_{n}": {"kind": "finding", "where": [{"source": word}]} for n, word in enumerate(SOURCES)},
            **{f"issue_{n}": {"kind": "issue", "where": [{"severity": word}]} for n, word in enumerate(SEVERITIES)},
        },
    }  # fmt: skip
    listed = {
        "list": "duties", "title": _title("清单"), "articles": {"一": _title("一")},
        "obligations": [{**_rule(duty), **_head(duty)} for duty in duties(rounds)],
    }  # fmt: skip
    for name, content in (("pack.yaml", head), ("duties.yaml", listed)):
        (folder / name).write_text("\n".join(_block(content)) + "\n", encoding="utf-8")
    return folder


def _block(value: Any) -> Iterator[str]:
    """A mapping or a list, line by line; what holds only words stands in one line."""
    listed = not isinstance(value, dict)
    for name, inner in enumerate(value) if listed else value.items():
        mark = "-" if listed else f"{name}:"
        if not isinstance(inner, (dict, list, tuple)) or not any(isinstance(item, (dict, list, tuple)) for item in _items(inner)):
            yield f"{mark} {_flow(inner)}"
            continue
        first, *rest = _block(inner)
        yield from (f"- {first}", *(f"  {line}" for line in rest)) if listed else (mark, *(f"  {line}" for line in (first, *rest)))


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_flow(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _title(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def _head(duty: Duty) -> dict[str, Any]:
    head = {"id": duty.id, "title": _title(duty.id), "source": {"article": "一", "quote": duty.id}, **_window(duty.period)}
    return {**head, "examples": [_example("pass", 3), _example("fail", 2)]}


def _example(want: str, count: int) -> dict[str, Any]:
    """Only the size is that of an example: a pack is two thirds examples, and all of it is read by every check."""
    held = {"kind": "meeting", "date": "2022-02-18", "type": MEETINGS[0], "chair": "p00", "attendees": ["p00", "p01", "p02"]}
    records = [{"id": f"m-{number}", **held} for number in range(count)]
    return {"as_of": "2022-12-31", "want": want, "records": records}


def _window(period: str) -> dict[str, Any]:
    if period in ("span", "due"):
        return {}
    if period == "60d":
        return {"in": {"within": "60d"}}
    return {"in": {"to": period} if "-" in period else period}


def _rule(duty: Duty) -> dict[str, Any]:
    return RULES[duty.form](duty.n, *duty.words)


def _count(n: int, **selector: Any) -> dict[str, Any]:
    return {"count": {"of": selector, "at_least": n}}


def _meeting(kind: str, topic: str) -> dict[str, Any]:
    return {"kind": "meeting", "where": [{"type": kind}, {"agenda": {"any": {"topic": topic, "own_item": True}}}, {"chair": "$bearer"}]}


def _document_of(kind: str) -> dict[str, Any]:
    return {"kind": "document", "where": [{"doc_kind": kind}]}


def _visit(kind: str) -> dict[str, Any]:
    return {"kind": "visit", "where": [{"visit_kind": kind}, {"persons": "$bearer"}, {"on_site": True}]}


def _steps(document: str, meeting: str, visit: str) -> Iterator[dict[str, Any]]:
    joined = {"kind": "meeting", "where": [{"type": meeting}, {"attendees": "$bearer"}]}
    yield {"do": _document_of(document), "in": {"from": "01-01", "to": "03-31"}}
    yield {"do": joined, "in": {"from": "06-01", "to": "08-31"}}
    yield {"do": _visit(visit), "in": {"from": "10-01", "to": "12-31"}}


def _closed(source: str) -> dict[str, Any]:
    where = [{"id": "$each.id"}, {"progress": "已销号"}, {"verified_by": {"exists": True}}, {"reopened": {"exists": False}}]
    return {
        "bearer": "secretary",
        "for_each": {"record": f"finding_{SOURCES.index(source)}", "year_of": "due"},
        "in": {"from": "$each", "to": {"first_of": ["$each.due_on", "$each + 2m"]}},
        **_count(1, kind="finding", at="closed_on", where=where),
    }


def _heard(n: int, topic: str) -> dict[str, Any]:
    meeting = {"kind": "meeting", "where": [{"agenda": {"any": {"topic": topic, "item_kind": "听取汇报"}}}, {"attendees": "$bearer"}]}
    report = {"kind": "report", "where": [{"direction": "报来"}, {"topic": topic}, {"addressee": "$bearer"}]}
    return {"bearer": "secretary", **_count(n, any_of=[meeting, report])}


def _talk_pair() -> dict[str, Any]:
    either = [{"talker": "$each.a", "counterpart": "$each.b"}, {"talker": "$each.b", "counterpart": "$each.a"}]
    return {"bearer": {"group": "leading_group"}, "for_each": {"pair": "member"}, **_count(1, kind="talk", where=[{"any_of": either}])}


GROUP = {"bearer": {"group": "leading_group"}}
EACH = {"bearer": "member"}
POST = {"bearer": "secretary"}
RULES: dict[str, Callable[..., dict[str, Any]]] = {
    "issued": lambda n, kind: {**POST, **_count(n, **_document_of(kind))},
    "adopted": lambda n, kind: {**POST, **_count(n, kind="document", where=[{"doc_kind": kind}, {"adopted_by.chair": "$bearer"}])},
    "meeting": lambda n, kind, topic: {**POST, **_count(n, **_meeting(kind, topic))},
    "reported": lambda n, way, topic: {
        **POST,
        **_count(
            n,
            kind="report",
            where=[{"direction": way}, {"topic": topic}, {"any_of": [{"out_no": {"exists": True}}, {"receipt": {"exists": True}}]}],
        ),
    },
    "lecture": lambda n, topic: {**EACH, **_count(n, kind="lecture", where=[{"topics": topic}, {"lecturer": "$bearer"}])},
    "visit": lambda n, kind: {
        **EACH,
        **_count(n, kind="visit", where=[*_visit(kind)["where"], {"place": "$bearer.contact_points"}]),
    },
    "service": lambda n, hours: {
        **EACH,
        **_count(n, kind="service", where=[{"persons": "$bearer"}, {"hours": {"at_least": hours}}, {"confirmed_by": {"exists": True}}]),
    },
    "studied": lambda n, topic: {**GROUP, **_count(n, kind="study", where=[{"topics.topic": topic}])},
    "ban": lambda n, severity: {
        **GROUP,
        "count": {"of": {"kind": "issue", "where": [{"severity": severity}, {"about_person": "$people.member"}]}, "at_most": n},
    },
    "attended": lambda n, topic, item: {
        **POST,
        **_count(n, kind="meeting", where=[{"agenda": {"any": {"topic": topic, "item_kind": item}}}, {"attendees": "$bearer"}]),
    },
    "heard": _heard,
    "closed": lambda _, source: _closed(source),
    "answered": lambda _, severity: {
        **POST,
        "for_each": {"record": f"issue_{SEVERITIES.index(severity)}"},
        **_count(1, kind="meeting", where=[{"type": MEETINGS[-1]}, {"about": "$each.id"}]),
    },
    "steps": lambda _, *words: {**EACH, "steps": list(_steps(*words))},
    "both": lambda n, document, *meeting: {**POST, "all_of": [_count(1, **_document_of(document)), _count(n, **_meeting(*meeting))]},
    "either": lambda n, *words: {**POST, "any_of": [_count(n, **_meeting(*words[:2])), _count(n, **_visit(words[2]))]},
    "attest": lambda _, files: {**POST, "attest": {"by": "$bearer", "files": int(files)}},
    "first_item": lambda _, kind, topic, share: {
        **POST,
        "every": {
            "of": {"kind": "meeting", "where": [{"type": kind}, {"chair": "$bearer"}]},
            "must": [{"agenda": {"first": {"topic": topic}}}],
            "at_least": share,
        },
    },
    "talk_each": lambda n, *signed: {
        **POST,
        "for_each": {"role": "member"},
        **_count(n, kind="talk", where=[{"talker": "$bearer"}, {"counterpart": "$each"}, *({"both_signed": True} for _ in signed)]),
    },
    "talk_pair": lambda *_: _talk_pair(),
    "talk_section": lambda n: {
        **EACH,
        "for_each": {"item": "$bearer.sections"},
        **_count(n, kind="talk", where=[{"talker": "$bearer"}, {"counterpart.section": "$each"}]),
    },
}
