"""A unit and its evidence from a seed: the same arguments give the same records, as objects or as YAML files.

Records spread over eleven kinds as in the sample bureau and over the days from January to `AS_OF`; about one in twelve has
a slip that a near-miss or a doubt can come from: a draft, a plan, a blank field, a month for a day, last year's day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from bench.pack import (
    DIRECTIONS,
    DOCUMENTS,
    ITEMS,
    MEETINGS,
    PLACES,
    RARE_DOCUMENTS,
    RARE_TOPICS,
    SECTIONS,
    SEVERITIES,
    SOURCES,
    TOPICS,
    VISITS,
)
from compliance.model import Record, Span

AS_OF = date(2022, 10, 20)
START = date(2022, 1, 1)
DAYS = tuple(START + timedelta(days=number) for number in range((AS_OF - START).days + 1))
MONTHS = tuple(Span(date(2022, month, 1), date(2022, month + 1, 1) - timedelta(days=1)) for month in range(1, 10))

SECRETARY = "p00"
MEMBERS = tuple(f"p{number:02}" for number in range(1, 11))
STAFF = tuple(f"p{number:02}" for number in range(11, 41))
PEOPLE = (SECRETARY, *MEMBERS, *STAFF)
SECTION = dict(zip(PEOPLE, cycle(SECTIONS), strict=False))
OWN_SECTION = dict(zip(MEMBERS, SECTIONS, strict=False))
POINT = dict(zip(MEMBERS, cycle(PLACES), strict=False))
LEFT, JOINED = MEMBERS[0], MEMBERS[-1]
LEFT_ON, JOINED_ON = date(2022, 3, 31), date(2022, 4, 1)
"""One member leaves at the end of March and is owed little; one comes the next day and is owed from then on."""

KINDS = ("meeting", "theme_day", "talk", "visit", "document", "finding", "service", "lecture", "study", "report", "issue")
SHARES = (31, 13, 12, 10, 8, 6, 5, 5, 4, 5, 1)
PARTLY_DATED = ("meeting", "talk", "visit", "lecture", "study")
CALLED_OFF = ("draft", "planned", "cancelled")
RARE = (*(("document", word) for word in RARE_DOCUMENTS), *((kind, word) for word in RARE_TOPICS for kind in ("meeting", "report")))
FEW = 2
"""At most so many records have one rare word."""


def records(count: int, seed: int = 1) -> tuple[Record, ...]:
    """Records as the loader would make them, sorted by day and id."""
    return tuple(sorted(map(record, raws(count, seed)), key=lambda made: (made.first, made.id)))


def record(fields: dict[str, Any]) -> Record:
    day = fields["date"]
    first, last = day if type(day) is Span else (day, day)
    fields.setdefault("status", "done")
    fields.setdefault("origin", "original")
    return Record(fields["id"], fields["kind"], first, last, fields, fields["status"], fields["origin"])


def raws(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """The fields of each record; days are dates, a partial one is a `Span`."""
    draw = Draw(Random(seed))  # noqa: S311 - no secret is drawn
    rare = iter([pair for pair in RARE for _ in range(draw.whole(FEW + 1))])
    return (draw.fields(number, next(rare, None)) for number in range(count))


class Draw:
    """One stream of random choices. Plain arithmetic on `random()`: a million records are drawn in the time they take to judge."""

    def __init__(self, source: Random) -> None:
        self.random = source.random
        self.kinds = tuple(kind for kind, share in zip(KINDS, SHARES, strict=True) for _ in range(share))
        self.meetings: list[str] = []
        self.issues: list[str] = []

    def whole(self, below: int) -> int:
        return int(self.random() * below)

    def one(self, words: Sequence[Any]) -> Any:
        return words[int(self.random() * len(words))]

    def some(self, words: tuple[str, ...], most: int) -> tuple[str, ...]:
        """From one to `most` neighbours: as good as a sample, and much quicker."""
        start = self.whole(len(words) - most)
        return words[start : start + 1 + self.whole(most)]

    def leader(self) -> str:
        return SECRETARY if self.random() < 0.3 else self.one(MEMBERS)

    def fields(self, number: int, forced: tuple[str, str] | None) -> dict[str, Any]:
        kind = forced[0] if forced else self.one(self.kinds)
        made: dict[str, Any] = {"id": f"{kind}-{number:07}", "kind": kind, "date": self.one(DAYS), "subject": f"事项{number}"}
        MAKERS[kind](self, made)
        if forced:
            self.force(made, forced[1])
        elif self.random() < 0.08:
            self.slip(made)
        elif kind == "meeting" and self.random() < 0.2:
            self.meetings.append(made["id"])
        elif kind == "issue":
            self.issues.append(made["id"])
        return made

    @staticmethod
    def force(made: dict[str, Any], word: str) -> None:
        if made["kind"] == "document":
            made["doc_kind"] = word
        elif made["kind"] == "meeting":
            made["agenda"] = ({"order": 1, "topic": (word,), "item_kind": "研究", "own_item": True},)
        else:
            made["topic"] = (word,)

    def slip(self, made: dict[str, Any]) -> None:
        what = self.whole(6)
        if what == 0:
            made["status"] = self.one(CALLED_OFF)
            if made["status"] == "planned":
                made["date"] = AS_OF + timedelta(days=1 + self.whole(60))
        elif what == 1:
            made["origin"] = "compiled"
        elif what == 2:
            made["date"] = made["date"] - timedelta(days=365)
        elif what == 3 and made["kind"] in PARTLY_DATED:
            made["date"] = self.one(MONTHS)
        elif what >= 4:
            del made[self.one([name for name in made if name not in ("id", "kind", "date", "subject")])]

    def rows(self, most: int) -> tuple[dict[str, Any], ...]:
        return tuple({"topic": self.some(TOPICS, 2)} for _ in range(1 + self.whole(most)))


def _meeting(draw: Draw, made: dict[str, Any]) -> None:
    made["type"] = draw.one(MEETINGS)
    made["chair"] = draw.leader()
    made["attendees"] = (SECRETARY, *draw.some(MEMBERS, 5)) if draw.random() < 0.7 else draw.some(MEMBERS, 5)
    made["agenda"] = tuple(
        {"order": order, "topic": draw.some(TOPICS, 2), "item_kind": draw.one(ITEMS), "own_item": draw.random() < 0.6}
        for order in range(1, 2 + draw.whole(3))
    )
    if made["type"] == MEETINGS[-1] and draw.issues:
        made["about"] = draw.one(draw.issues)


def _talk(draw: Draw, made: dict[str, Any]) -> None:
    made["talker"], made["counterpart"] = draw.leader(), draw.one(MEMBERS + STAFF)
    made["both_signed"] = draw.random() < 0.9


def _visit(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"visit_kind": draw.one(VISITS), "persons": (draw.leader(), *draw.some(STAFF, 2)), "place": draw.one(PLACES)}
    made["on_site"] = draw.random() < 0.9


def _document(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"doc_kind": draw.one(DOCUMENTS), "author": draw.one(STAFF)}
    if draw.meetings and draw.random() < 0.8:
        made["adopted_by"] = draw.one(draw.meetings)


def _lecture(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"lecturer": draw.leader(), "topics": draw.some(TOPICS, 2), "attendees": draw.some(STAFF, 8)}


def _study(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"chair": draw.leader(), "attendees": draw.some(MEMBERS, 6), "topics": draw.rows(3)}


def _theme_day(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"branch": draw.one(PLACES), "attendees": draw.some(STAFF, 8), "segments": draw.rows(3)}


def _report(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"direction": draw.one(DIRECTIONS), "topic": draw.some(TOPICS, 2), "addressee": draw.leader()}
    if draw.random() < 0.7:
        made["out_no"] = f"示例〔2022〕{draw.whole(999)}号"


def _service(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"persons": (draw.leader(), *draw.some(STAFF, 3)), "place": draw.one(PLACES), "hours": 1 + draw.whole(4)}
    if draw.random() < 0.9:
        made["confirmed_by"] = "社区"


def _finding(draw: Draw, made: dict[str, Any]) -> None:
    day = made["date"]
    made |= {"source": draw.one(SOURCES), "due_on": day + timedelta(days=20 + draw.whole(60)), "progress": "整改中"}
    closed_on = day + timedelta(days=10 + draw.whole(60))
    if closed_on <= AS_OF and draw.random() < 0.95:
        made |= {"closed_on": closed_on, "progress": "已销号", "verified_by": draw.one(STAFF)}
        if draw.random() < 0.02:
            made["reopened"] = closed_on + timedelta(days=5)


def _issue(draw: Draw, made: dict[str, Any]) -> None:
    made |= {"severity": draw.one(SEVERITIES), "about_person": draw.one(MEMBERS + STAFF)}


MAKERS: dict[str, Callable[[Draw, dict[str, Any]], None]] = {
    "meeting": _meeting,
    "talk": _talk,
    "visit": _visit,
    "document": _document,
    "lecture": _lecture,
    "study": _study,
    "theme_day": _theme_day,
    "report": _report,
    "service": _service,
    "finding": _finding,
    "issue": _issue,
}

# ---------------------------------------------------------------- as files


def write_unit(folder: Path) -> None:
    """unit.yaml: a secretary, ten members, one of whom leaves and one comes, and thirty people in twelve sections."""
    lines = ["unit: bench", "title: {zh: 压力测试单位, en: Bench unit}", "pack: bench", "people:"]
    for person in PEOPLE:
        since = JOINED_ON if person == JOINED else date(2020, 1, 1)
        until = f", until: {LEFT_ON}" if person == LEFT else ""
        role = "secretary" if person == SECRETARY else "member"
        held = [] if person in STAFF else [f"{{role: {name}, since: {since}{until}}}" for name in (role, "leading_group")]
        lines += [f"  {person}:", f"    name: 人员{person}", f"    roles: [{', '.join(held)}]", f"    section: {SECTION[person]}"]
        if person in MEMBERS:
            lines += [f"    sections: [{OWN_SECTION[person]}]", f"    contact_points: [{POINT[person]}]"]
    lines += ["places:", *(f"  {place}: {{name: 支部{place}}}" for place in PLACES)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "unit.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_records(folder: Path, count: int, seed: int = 1, each_file: int = 5) -> None:
    """The records in files of a few, as an office files them: one folder a kind."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for fields in raws(count, seed):
        by_kind.setdefault(fields["kind"], []).append(fields)
    for kind, made in by_kind.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for start in range(0, len(made), each_file):
            text = "\n".join(line for fields in made[start : start + each_file] for line in as_yaml(fields))
            (folder / kind / f"{kind}-{start:07}.yaml").write_text(text + "\n", encoding="utf-8")


def as_yaml(fields: dict[str, Any]) -> Iterable[str]:
    """One record as a clerk writes it: a field a line, lists in one line, rows as mappings in one line."""
    mark = "- "
    for name, value in fields.items():
        rows = type(value) is tuple and value and type(value[0]) is dict
        yield f"{mark}{name}:" if rows else f"{mark}{name}: {_flow(value)}"
        if rows:
            yield from (f"  - {_flow(row)}" for row in value)
        mark = "  "


def _flow(value: Any) -> str:
    if type(value) is Span:
        return f"{value.first:%Y-%m}"
    if type(value) is tuple:
        return f"[{', '.join(map(_flow, value))}]"
    if type(value) is dict:
        return f"{{{', '.join(f'{name}: {_flow(inner)}' for name, inner in value.items())}}}"
    return str(value).lower() if type(value) is bool else str(value)
