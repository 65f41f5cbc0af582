"""Small worlds for Hypothesis: few people, few days, few words, so that collisions happen, and everything the rule language has.

A world is a pack with one obligation (or two), a roster with records, and an `as_of` that is most often near a day that matters.
Everything is drawn from whole numbers by one pair of dice: that is ten times faster than a tree of strategies, and shrinks as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

import oracle
from compliance import model as m
from compliance.errors import Location
from oracle_conditions import Case
from oracle_subjects import bearers, subjects
from oracle_windows import windows
from synthesis import fitting

T = TypeVar("T")
PEOPLE = ("li", "qian", "wang", "zhao")
ROLES = ("member", "secretary", "leader")
SPANS = {
    "month": m.Span(date(2022, 1, 1), date(2022, 1, 31)),
    "quarter": m.Span(date(2022, 1, 1), date(2022, 3, 31)),
    "year": m.Span(date(2022, 1, 1), date(2022, 12, 31)),
}
PERIODS = {
    "month": ("month", "ten_days", "week", "quarter", "day"),
    "quarter": ("month", "two_months", "quarter", "ten_days"),
    "year": ("year", "half_year", "quarter", "two_months"),
}
TURNS = {
    "month": (3, 9, 10, 15, 4, 16, 20, 0, 30, 31, 40, -20),
    "quarter": (5, 19, 30, 31, 44, 45, 46, 58, 59, 0, 89, 90, 100, -20),
    "year": (10, 58, 59, 89, 90, 181, 182, 183, 300, 0, 364, 365, 380, -20),
}
TEXT, TERM, FLAG, NUMBER = m.FieldType("text"), m.FieldType("term", terms="word"), m.FieldType("flag"), m.FieldType("number")
LENGTH = m.FieldType("duration")
PERSON, DATE, PLACE, REF = m.FieldType("person"), m.FieldType("date"), m.FieldType("place"), m.FieldType("ref")
PERSONS, TERMS = m.FieldType("person", many=True), m.FieldType("term", many=True, terms="word")
ROWS = m.FieldType("row", many=True, fields={"topic": TERM, "own": FLAG, "who": PERSON})
HOURS = {"hours": NUMBER, "length": LENGTH}
FIELDS: dict[str, dict[str, m.FieldType]] = {
    "meeting": {"type": TERM, "chair": PERSON, "attendees": PERSONS, "topics": TERMS, "agenda": ROWS, "size": NUMBER, "note": TEXT} | HOURS,
    "talk": {"talker": PERSON, "counterpart": PERSON, "attendees": PERSONS, "about": REF, "place": PLACE, "type": TERM, "hours": NUMBER},
    "finding": {
        "owner": PERSON,
        "due_on": DATE,
        "closed_on": DATE,
        "type": TERM,
        "about": m.FieldType("ref", kind="finding"),
        "agreed": FLAG,
    },
    "attestation": {"obligation": TEXT, "by": PERSON, "files": m.FieldType("file", many=True), "valid_until": DATE},
}
VOCABULARY = m.Vocabulary(
    terms={"word": ("x", "y", "z")},
    kinds={name: m.RecordKind(name, m.Text(name, name), fields) for name, fields in FIELDS.items()},
    person={"section": TERM, "sections": TERMS},
    place={"level": TERM},
    unit={"staff": NUMBER, "topics": TERMS},
)
WORDS = ("x", "x", "y", "z")


class World(NamedTuple):
    pack: m.Pack
    evidence: m.Evidence
    as_of: date

    def __repr__(self) -> str:
        """What a person needs to see of a failing example."""
        unit = self.evidence.unit
        lines = [f"as_of {self.as_of}, span {self.pack.span.first}..{self.pack.span.last}"]
        for duty in self.pack.obligations:
            lines += [f"{duty.id}: {duty.bearer} late={duty.late!r} {duty.at_risk} tenure={duty.tenure} {duty.modality}"]
            for one in every_part(duty):
                lines += [f"    part {one}"]
                lines += [
                    f"        {s.name!r}: {[(b.kinds, [x.source for x in b.lines], b.at) for b in s.branches]}" for s in selectors_of(one)
                ]
        lines += [f"{p.id}: {p.roles} {dict(p.attributes)}" for p in unit.people.values()]
        lines += [f"unit: {unit.attributes} {unit.sets} {unit.parameters} {sorted(unit.holidays)}", *map(str, unit.declarations)]
        return "\n".join([*lines, *(f"{r.first}..{r.last} {r.status}: {dict(r.fields)}" for r in self.evidence.records), ""])

    def workday(self, day: date) -> bool:
        unit = self.evidence.unit
        return day not in unit.holidays and (day.weekday() < 5 or day in unit.workdays)


@cache
def between(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


class Dice:
    """Every choice of a world; the first option is the simplest, to which Hypothesis shrinks."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self.draw = draw
        self.named: dict[str, m.Selector] = {}

    def number(self, low: int, high: int) -> int:
        return self.draw(between(low, high)) if low < high else low

    def chance(self, n: int) -> bool:
        """Once in `n` times."""
        return self.number(1, n) == n

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def often(self, usual: T, *others: T) -> T:
        """The usual one three times in four."""
        return self.pick(others) if self.chance(4) else usual

    def some(self, options: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """Different ones, in the order drawn."""
        left, found = list(options), []
        for _ in range(min(self.number(least, most), len(left))):
            found += [left.pop(self.number(0, len(left) - 1))]
        return tuple(found)


class Context(NamedTuple):
    """What a selector may speak of. `each` is the form of the subject; a trigger is a finding (`record`) or an `event`."""

    scale: str
    mode: str
    each: str = ""
    simple: bool = False
    inner: bool = False
    extras: tuple[str, ...] = ()

    @property
    def span(self) -> m.Span:
        return SPANS[self.scale]

    def day(self, dice: Dice) -> date:
        return self.span.first + timedelta(dice.pick(TURNS[self.scale]))


# ---------------------------------------------------------------- conditions and selectors


def line(path: str, test: m.Test) -> m.Line:
    return m.Line(tuple(path.split(".")), test, f"{path}: {test}")


def ref(text: str) -> m.Ref:
    root, *path = text.split(".")
    return m.Ref(root, tuple(path))


def among(*values: Any) -> m.Among:
    return m.Among(tuple(ref(v[1:]) if isinstance(v, str) and v.startswith("$") else v for v in values))


def size(op: str, n: Any, *pool: Any) -> m.Size:
    return m.Size((m.Compare(op, n),), among(*pool).values if pool else None)


def calc(op: str, *args: Any) -> m.Calc:
    return m.Calc(op, args)


NUMBERS: tuple[Any, ...] = (
    calc("size", ref("people.member")),
    calc("share", Fraction(2, 3), calc("size", ref("people.member"))),
    calc("share", Fraction(1, 2), ref("unit.staff")),
    calc("min", ref("unit.staff"), 2),
    calc("max", 1, calc("minus", ref("unit.staff"), 1)),
    calc("plus", 1, calc("div", ref("unit.staff"), 2)),
    calc("times", ref("param.two"), calc("size", ref("set.words"))),
    m.Choose(ref("unit.staff"), ((1, 2), (2, 1)), 3),
    m.Choose(ref("param.word"), (("x", ref("param.two")),)),
    m.Choose(ref("unit.staff"), ((1, 1), (2, calc("size", ref("people.leader"))))),
)
PERSONAL = m.Choose(ref("bearer.section"), (("x", 1), ("y", ref("unit.staff"))), 2), m.Choose(ref("bearer.section"), (("x", 2), ("y", 1)))
WORKED_OUT = (
    line("due_on", m.Compare("at_most", m.Point(ref("record.date"), ((1, m.Duration(days=10)),)))),
    line("due_on", m.Compare("more_than", m.Point(ref("record.date"), ((1, m.Duration(workdays=3)), (-1, m.Duration(days=1)))))),
    line("closed_on", m.Compare("less_than", m.Point(ref("record.date"), ((1, m.Ref("param", ("ten",))),)))),
)


LINES: dict[str, tuple[m.Condition, ...]] = {
    "any": (
        line("type", among("x")),
        line("type", among("x", "y")),
        line("type", m.Not(among("x"))),
        line("type", m.Exists(wanted=True)),
        line("type", among("$param.word")),
        line("type", m.Inside(among("$set.words").values)),
        m.AnyOf(
            ((line("type", among("x")),), (line("date", m.Compare("at_least", date(2022, 1, 11))), line("type", among("y")))), "any_of"
        ),
        line("origin", among("compiled", "original")),
        line("date", m.Compare("less_than", date(2022, 1, 20))),
    ),
    "meeting": (
        line("chair", among("$bearer")),
        line("attendees", among("$bearer")),
        line("attendees", m.Covers(among("$people.member").values)),
        line("attendees", m.Inside(among("$people.member", "$people.secretary").values)),
        line("attendees", m.Covers(among("$record.chair").values)),
        line("attendees", size("at_least", 2)),
        line("attendees", size("at_least", 1, "$people.leader")),
        line("attendees", size("less_than", 2, "li", "wang", "zhao")),
        line("topics", among("$set.words")),
        line("topics", m.Covers(("x", "y"))),
        line("topics", m.Exists(wanted=False)),
        line("topics", m.Not(among("z"))),
        line("agenda", m.Rows("any", (line("topic", among("x")), line("own", among(True))))),
        line("agenda", m.Rows("all", (line("topic", among("x", "y")),))),
        line("agenda", m.Rows("none", (line("own", among(False)),))),
        line("agenda", m.Rows("first", (line("topic", among("x")),))),
        line("agenda", m.Rows("last", (line("who", among("$bearer")),))),
        line("agenda.topic", among("y")),
        line("agenda.who", among("$record.chair")),
        line("size", m.Compare("at_least", 2)),
        line("size", m.Not(m.Compare("more_than", m.Ref("param", ("two",))))),
        line("note", m.Contains("党")),
        line("chair.section", among("x")),
        line("chair.section", among("$bearer.section")),
        line("attendees.sections", m.Covers(("x",))),
        line("chair.roles", among("leader")),
    ),
    "talk": (
        line("talker", among("$bearer")),
        line("counterpart", among("$people.member")),
        line("counterpart", m.Not(among("$people.leader"))),
        line("counterpart.section", among("x", "y")),
        line("place.level", among("x")),
        line("about.type", among("x")),
        line("about.due_on", m.Compare("less_than", date(2022, 2, 1))),
        line("about", m.Exists(wanted=True)),
    ),
    "finding": (
        line("owner", among("$bearer")),
        line("owner.roles", among("member")),
        line("due_on", m.Compare("at_least", m.Ref("record", ("date",)))),
        line("closed_on", m.Exists(wanted=True)),
        line("agreed", among(True)),
    ),
}
EACH_LINES: dict[str, dict[str, tuple[m.Condition, ...]]] = {
    "role": {
        "meeting": (line("attendees", among("$each")),),
        "talk": (line("counterpart", among("$each")),),
        "finding": (line("owner", among("$each")),),
    },
    "pair": {
        "meeting": (line("attendees", m.Covers(among("$each.a", "$each.b").values)),),
        "talk": (line("attendees", m.Covers(among("$each.a", "$each.b").values)), line("counterpart", among("$each.a", "$each.b"))),
        "finding": (line("owner", among("$each.a")),),
    },
    "item": {
        "meeting": (line("topics", among("$each")), line("chair.section", among("$each"))),
        "talk": (line("counterpart.section", among("$each")),),
        "finding": (line("type", among("$each")),),
    },
    "record": {
        "meeting": (line("attendees", among("$each.owner")), line("type", among("$each.type"))),
        "talk": (line("about", among("$each.id")),),
        "finding": (
            line("id", among("$each.id")),
            line("about", among("$each.id")),
            line("due_on", m.Compare("at_least", m.Ref("each", ("due_on",)))),
        ),
    },
    "event": {
        "meeting": (line("type", among("$each.type")), line("date", m.Compare("more_than", m.Ref("each")))),
        "talk": (line("about", among("$each.id")),),
        "finding": (line("about", among("$each.id")),),
    },
}


def selector(dice: Dice, about: Context, kinds: Sequence[str] = ("meeting", "talk", "finding"), name: str = "") -> m.Selector:
    branches = [branch(dice, about, dice.pick(kinds))]
    if dice.chance(4):
        branches += [branch(dice, about, dice.pick(kinds))]
    return named(dice, name or dice.pick(("", "named", "other")), *branches)


def named(dice: Dice, name: str, *branches: m.Branch) -> m.Selector:
    """A name stands for one selector in a pack; a second one goes without, and so does one that means another thing for each bearer."""
    personal = any(root in repr([b.lines for b in branches]) for root in ("root='each'", "root='bearer'"))
    made = m.Selector("" if name in dice.named or personal else name, branches, m.Text("选", "sel"))
    if made.name:
        dice.named[name] = made
    return made


def branch(dice: Dice, about: Context, kind: str) -> m.Branch:
    own = EACH_LINES.get(about.each, {}).get(kind, ())
    lines = [dice.pick(own)] if own and not dice.chance(4) else []
    for _ in range(0 if about.simple else dice.pick((0, 0, 0, 1, 1, 2))):
        lines += [dice.pick(LINES[kind] if dice.chance(2) else LINES["any"])]
    lines += [dice.pick(WORKED_OUT)] * ("numbers" in about.extras and kind == "finding")
    kinds = (kind, "talk") if kind == "meeting" and not lines and dice.chance(2) else (kind,)
    return m.Branch(kinds, tuple(lines), "closed_on" if kind == "finding" and dice.chance(4) else "")


# ---------------------------------------------------------------- windows


SHORT: tuple[Any, ...] = (
    m.Duration(days=5),
    m.Duration(days=10),
    m.Duration(workdays=5),
    m.Duration(months=1),
    m.Ref("param", ("ten",)),
    m.Duration(0),
)
EACH = m.Point(m.Ref("each"))


def point(dice: Dice, about: Context, *, triggered: bool) -> m.Point:
    bases: list[Any] = [
        m.MonthDay(1, 15),
        m.MonthDay(2, 28),
        about.span.first + timedelta(19),
        "end",
        m.Ref("param", ("feb",)),
        m.MonthDay(1, 10, 1),
    ]
    if triggered:
        bases = [m.Ref("each"), m.Ref("each", ("due_on",)) if about.each == "record" else m.Ref("each")]
    sign = dice.pick((1, 1, -1)) if triggered else 1
    return m.Point(dice.pick(bases), ((sign, dice.pick(SHORT)),) if dice.chance(2) else ())


def window_spec(dice: Dice, about: Context, *, plain: bool = False) -> m.WindowSpec | None:
    """`plain`: without `each`."""
    if "windows" in about.extras and about.each not in ("record", "event") and not plain:
        return new_window(dice, about)
    forms: tuple[str, ...]
    forms = ("none", "to", "from", "both") if plain else ("none", "each", "each", "each_to", "to", "to", "both", "both", "param")
    if about.each in ("record", "event"):
        forms = ("within", "within", "within", "ahead", "ahead", "to_each", "both_each", "from_each", "pick", "none")
    form = dice.pick(forms)
    if form in ("each", "param", "each_to"):
        return tumbling(dice, about, form)
    return anchored(dice, about, form) if about.each in ("record", "event") else fixed(dice, about, form)


def new_window(dice: Dice, about: Context) -> m.WindowSpec:
    """Lengths laid end to end, from somewhere; the n-th weekday; the last so many days; boundaries that do not count."""
    over = m.Point(about.span.first + timedelta(dice.pick((0, 3, -5, -20)))), dice.often(None, m.Point(about.span.last - timedelta(4)))
    friday = m.Point(m.Weekday(dice.pick((1, 2, 5, -1)), dice.pick((4, 0, 6))))
    month = "month" if about.scale != "month" else dice.pick(("month", "ten_days"))
    match dice.pick(("length", "length", "over", "weekday", "weekday", "last", "open")):
        case "length":
            return m.WindowSpec(each=dice.pick((m.Duration(days=10), m.Duration(days=15), m.Duration(months=1))), over=over)
        case "over":
            return m.WindowSpec(each=dice.pick(PERIODS[about.scale][:4]), over=over)
        case "weekday":
            return m.WindowSpec(each=month, start=friday, end=friday._replace(offsets=((1, m.Duration(days=dice.pick((3, 7, 0)))),)))
        case "last":
            return m.WindowSpec(last=dice.pick((m.Duration(days=10), m.Duration(months=1), m.Duration(workdays=5))))
    start, end = m.Point(about.span.first + timedelta(5)), m.Point(about.span.first + timedelta(dice.pick((19, 25))))
    return m.WindowSpec(start=start, end=end, open=dice.pick(("from", "to", "both")))


def tumbling(dice: Dice, about: Context, form: str) -> m.WindowSpec:
    if form == "param":
        return m.WindowSpec(each=m.Ref("param", ("often",)))
    ends = (m.Point("start", ((1, m.Duration(days=9)),)), m.Point("end"), m.Point("end", ((1, m.Duration(days=5)),)))
    return m.WindowSpec(
        each=dice.pick(PERIODS[about.scale]), end=dice.pick(ends) if form == "each_to" else None, roll=dice.often("", "workday")
    )


def fixed(dice: Dice, about: Context, form: str) -> m.WindowSpec | None:
    if form == "none":
        return None
    start = m.Point(about.span.first + timedelta(dice.pick((0, 5, 9)))) if form in ("from", "both") else None
    end = point(dice, about, triggered=False) if form in ("to", "both") else None
    return m.WindowSpec(start=start, end=end, roll=dice.often("", "workday", "none"))


def anchored(dice: Dice, about: Context, form: str) -> m.WindowSpec | None:
    roll = dice.often("", "workday", "none")
    match form:
        case "within":
            return m.WindowSpec(within=dice.pick(SHORT), roll=roll)
        case "ahead":
            return m.WindowSpec(ahead=dice.pick(SHORT))
        case "to_each":
            return m.WindowSpec(end=point(dice, about, triggered=True), roll=roll)
        case "both_each":
            start = m.Point(m.Ref("each"), ((-1, m.Duration(days=5)),))
            return m.WindowSpec(start=start, end=point(dice, about, triggered=True), roll=roll)
        case "from_each":
            return m.WindowSpec(start=EACH)
        case "pick":
            due = m.Point(m.Ref("each", ("due_on",) if about.each == "record" else ()))
            options = (due, m.Point(m.Ref("each"), ((1, m.Duration(days=10)),)))
            return m.WindowSpec(start=EACH, end=m.Pick(dice.pick(("first_of", "earliest", "latest")), options), roll=roll)
    return None


# ---------------------------------------------------------------- kinds, parts, obligations


def count(dice: Dice, about: Context) -> m.Count:
    n: Any = dice.often(dice.pick((1, 1, 2, 3)), m.Ref("param", ("two",)), m.Ref("unit", ("staff",)))
    op = dice.pick(("at_least", "at_least", "at_least", "more_than", "exactly", "at_most", "less_than"))
    if "numbers" in about.extras:
        n = dice.pick(NUMBERS + PERSONAL * (about.mode == "each"))
        op = "at_least" if n in PERSONAL else op
    op = dice.often("at_least", "at_most") if "pro_rata" in about.extras else op
    bounds = [m.Bound(op, dice.pick((0, 1, 2)) if op in ("at_most", "exactly") else n)]
    if op == "at_least" and isinstance(n, int) and dice.chance(4):
        bounds.append(m.Bound("at_most", n + dice.number(0, 1)))
    members = (m.Ref("people", ("member",)),)
    distincts: tuple[tuple[str, Any], ...] = (
        ("type", None),
        ("type", ("x", "y")),
        ("attendees", None),
        ("attendees", members),
        ("date", None),
    )
    path, among = dice.often(("", None), *distincts)
    path, among = ("", None) if n in PERSONAL else (path, among)
    kinds = ("meeting", "talk") if path == "attendees" else ("meeting", "talk", "finding")
    return m.Count(selector(dice, about, kinds), tuple(bounds), (path,) if path else (), among)


def total(dice: Dice, about: Context) -> m.Count:
    """A sum of numbers, or of lengths of time."""
    path = dice.pick(("hours", "length", "duration"))
    op = dice.pick(("at_least", "at_least", "at_least", "more_than", "exactly", "at_most", "less_than"))
    n: Any = dice.pick((4, 5, 2, 3))
    two = [m.Bound("at_most", n + 1)] if op == "at_least" and dice.chance(4) else []
    bounds = [m.Bound(op, n), *two]
    if path != "hours":
        bounds = [m.Bound(b.op, m.Duration(days=n + (b.op != op))) for b in bounds]
    kinds = {"hours": ("meeting", "talk"), "length": ("meeting",), "duration": ("meeting", "talk", "finding")}[path]
    of = named(dice, dice.pick(("", "named", "other")), replace(branch(dice, about, dice.pick(kinds)), at=""))
    if path != "duration":
        of = m.Selector(of.name, tuple(replace(b, kinds=tuple(k for k in b.kinds if k in kinds)) for b in of.branches), of.title)
        dice.named |= {of.name: of} if of.name else {}
    return m.Count(of, tuple(bounds), total=(path,))


def spacing(dice: Dice, about: Context) -> m.Spacing:
    lengths: tuple[Any, ...] = (m.Duration(10), m.Duration(5), m.Duration(months=1), m.Duration(workdays=5), m.Ref("param", ("ten",)))
    form = dice.pick(("at_most", "at_most", "at_most", "at_least", "both"))
    most = dice.pick(lengths) if form != "at_least" else None
    least = dice.pick((m.Duration(days=2), m.Duration(days=5))) if form != "at_most" else None
    edges: Any = dice.pick(("both", "both", "start", "end", "none"))
    return m.Spacing(selector(dice, about, ("meeting", "talk")), most, least, edges, edges_stated=True)


def of(text: str, test: m.Test) -> m.Line:
    return m.Line((), test, f"${text}: {test}", ref(text))


STATES = (
    of("people.member", size("at_least", 2)),
    of("people.leader", size("at_most", 1)),
    of("people.member", m.Covers(among("$people.leader").values)),
    of("people.leader", m.Inside(among("$people.member", "$people.secretary").values)),
    of("unit.staff", m.Compare("at_least", 2)),
    of("unit.staff", m.Compare("equals", m.Ref("param", ("two",)))),
    of("unit.topics", among("x")),
    of("unit.topics", m.Exists(wanted=True)),
    of("set.words", m.Covers(("x",))),
    of("bearer.section", among("x")),
    of("bearer.sections", m.Covers(among("$unit.topics").values)),
)
EACH_STATES: dict[str, tuple[m.Line, ...]] = {
    "role": (of("each.section", among("x")), of("each", m.Inside(among("$people.leader").values))),
    "pair": (of("each.a.section", among("$each.b.section")),),
    "item": (of("unit.topics", among("$each")),),
    "record": (
        of("each.type", among("x")),
        of("each.owner", among("$bearer")),
        of("each.agreed", among(True)),
        of("each.due_on", m.Compare("at_least", date(2022, 1, 20))),
        of("each.owner.section", among("x", "y")),
    ),
    "event": (of("each.type", among("x")), of("each.attendees", size("at_least", 1))),
}


def states(dice: Dice, about: Context) -> tuple[m.Condition, ...]:
    own, found = EACH_STATES.get(about.each, ()), list[m.Condition]()
    for _ in range(dice.pick((1, 1, 2))):
        found.append(dice.pick(own if own and not dice.chance(4) else STATES))
    return tuple(found)


def holds(dice: Dice, about: Context) -> m.Holds:
    return m.Holds(states(dice, about))


def every(dice: Dice, about: Context) -> m.Every:
    kind = dice.pick(("meeting", "talk", "finding"))
    of = replace(branch(dice, about._replace(simple=dice.chance(2)), kind), kinds=(kind,))
    must = tuple(dice.pick(LINES[kind] if dice.chance(2) else LINES["any"]) for _ in range(dice.number(1, 2)))
    return m.Every(named(dice, dice.pick(("", "named", "other")), of), must, dice.often(Fraction(1), Fraction(1, 2), Fraction(2, 3)))


def steps(dice: Dice, about: Context) -> m.Steps:
    own_windows = not about.inner and dice.chance(2)
    found: list[m.Step] = []
    for _ in range(dice.number(1, 3)):
        far = dice.often(None, m.Duration(days=5), m.Duration(months=1), m.Duration(workdays=3))
        near = dice.often(None, m.Duration(days=1), m.Duration(days=4))
        near, far = (near, far) if found else (None, None)
        window = window_spec(dice, about, plain=True) if own_windows and not dice.chance(4) else None
        found.append(m.Step(selector(dice, about._replace(simple=True)), near, far, window))
    return m.Steps(tuple(found))


def attest(dice: Dice, about: Context) -> m.Attest:
    people: tuple[tuple[Any, ...], ...] = ((m.Ref("bearer"),), ("li", "wang"), (m.Ref("people", ("leader",)),))
    return m.Attest(dice.pick(people), dice.number(1, 2), m.Part(count(dice, about)) if dice.chance(2) else None)


LEAVES: dict[str, Callable[[Dice, Context], Any]] = {"count": count, "every": every, "steps": steps, "attest": attest}
LEAVES |= {"sum": total, "spacing": spacing, "holds": holds}
FORMS = ("", "", "", "", "role", "role", "pair", "item", "record", "record", "record", "event")


def for_each(dice: Dice, about: Context, form: str) -> m.ForEach | None:
    match form:
        case "role":
            return m.ForEach("role", dice.some(ROLES, 2, 1))
        case "pair":
            return m.ForEach("pair", dice.some(("member", "leader"), 2, 1))
        case "item":
            sources: list[tuple[Any, ...]] = [
                ("x", "y"),
                (m.Ref("set", ("words",)),),
                (m.Ref("unit", ("topics",)),),
                (m.Ref("set", ("rows",)),),
            ]
            return m.ForEach("item", items=dice.pick(sources + [(m.Ref("bearer", ("sections",)),)] * 2 * (about.mode == "each")))
        case "record" | "event":
            kinds = ("finding",) if form == "record" else ("meeting", "talk")
            return m.ForEach("record", selector=selector(dice, about._replace(each=""), kinds, "cases"), due_in_span=dice.chance(4))
    return None


def part(dice: Dice, about: Context, kind: str, forms: Sequence[str] = FORMS) -> m.Part:
    """With conditions and exemptions where the world asks for them."""
    form = dice.pick(forms)
    one = plain_part(dice, about, kind, form)
    inner = about._replace(each=form or about.each)
    if "when" in about.extras and not dice.chance(3):
        one = one._replace(when=states(dice, inner))
    if "unless" in about.extras and not dice.chance(4):
        of = selector(dice, inner._replace(simple=dice.chance(2)), ("talk", "meeting"))
        one = one._replace(unless=m.Unless(of, dice.often(None, fixed(dice, inner, "to"), m.WindowSpec(start=m.Point("start")))))
    return one


def plain_part(dice: Dice, about: Context, kind: str, form: str) -> m.Part:
    each, inner = for_each(dice, about, form), about._replace(each=form or about.each)
    if kind in LEAVES:
        leaf = LEAVES[kind](dice, inner)
        own = isinstance(leaf, m.Steps) and any(step.window for step in leaf.steps)
        return m.Part(leaf, each, None if own else window_spec(dice, inner))
    window = window_spec(dice, inner)
    children = tuple(
        inner_part(dice, inner._replace(inner=True), ("", "", "", "role") if form else FORMS) for _ in range(dice.number(1, 3))
    )
    return m.Part(m.Combine("all_of" if kind == "all_of" else "any_of", children), each, window)


def inner_part(dice: Dice, about: Context, forms: Sequence[str]) -> m.Part:
    one = part(dice, about, dice.pick(("count", "count", "every", "steps")), forms)
    return one if one.for_each or dice.chance(2) else one._replace(window=None)


def obligation(dice: Dice, key: str, scale: str, kind: str) -> m.Obligation:
    kind, *extras = kind.split("+")
    mode: Any = dice.pick(("each", "each", "post", "group"))
    half: tuple[m.TenureTest, ...] = (m.HeldShare(Fraction(1, 2)),)
    tenure = dice.often(half, ("any",), ("end",), ("all",), (m.HeldDays(20),), ("end", m.HeldShare(Fraction(2, 3))))
    leads, afters = (m.Duration(days=14), m.Duration(days=3), m.Duration()), (Fraction(1, 2), Fraction(3, 4))
    return m.Obligation(
        id=key,
        title=m.Text(key, key),
        source=m.Source(dice.pick(("一", "二")), "引文"),
        list="secretary",
        bearer=m.Bearer(mode, dice.pick(ROLES)),
        readings={"": part(dice, Context(scale, mode, extras=tuple(extras)), kind)},
        modality=dice.often("must", "should", "encourage"),
        late=dice.often("", "accept", "refuse"),
        at_risk=m.AtRisk(dice.pick(leads), dice.often(m.Duration(), m.Duration(days=2)), dice.often(None, *afters)),
        tenure=tenure,
        tenure_stated=tenure != half,
        pro_rata="pro_rata" in extras,
        effective=in_force(dice, Context(scale, mode)) if "effective" in extras else None,
    )


def in_force(dice: Dice, about: Context) -> m.Span:
    first, last = sorted((about.day(dice), about.day(dice)))
    return dice.pick((m.Span(first, about.span.last), m.Span(about.span.first, last), m.Span(first, last)))


# ---------------------------------------------------------------- evidence


def spell(dice: Dice, about: Context, role: str) -> m.Spell:
    if not dice.chance(2):
        return m.Spell(role)
    since, until = sorted((about.day(dice), about.day(dice)))
    return m.Spell(role, *dice.pick(((since, until), (since, None), (None, until))))


def attribute(dice: Dice, about: Context, value: Callable[[], Any]) -> tuple[m.Dated, ...]:
    if not dice.chance(4):
        return (m.Dated(value()),)
    turn = about.day(dice)
    return m.Dated(value(), None, turn - timedelta(1)), m.Dated(value(), turn, None)


def person(dice: Dice, about: Context, key: str, roles: Sequence[str]) -> m.Person:
    section = attribute(dice, about, lambda: dice.pick(WORDS))
    sections = attribute(dice, about, lambda: dice.some(("x", "y", "z"), 2))
    given = {"section": section, "sections": sections}
    if dice.chance(6):
        del given[dice.pick(("section", "sections"))]
    return m.Person(key, key, tuple(spell(dice, about, role) for role in roles), given)


def unit(dice: Dice, about: Context, wanted: Sequence[str]) -> m.Unit:
    """`wanted` roles are most often held by somebody."""
    names = PEOPLE[: dice.pick((3, 4, 2))]
    roles = {name: list(dice.some(ROLES, 2)) for name in names}
    turn = dice.number(0, len(names) - 1)
    for n, role in enumerate(wanted):
        holder = roles[names[(n + turn) % len(names)]]
        holder += [role] * (role not in holder and not dice.chance(10))
    attributes = {
        "staff": attribute(dice, about, lambda: dice.number(1, 3)),
        "topics": attribute(dice, about, lambda: dice.some(("x", "y"), 1)),
    }
    if dice.chance(8):
        del attributes["topics"]
    overrides = {
        "two": m.Override(1, "1", "章程"),
        "ten": m.Override(m.Duration(days=3), "3d", "章程"),
        "often": m.Override(PERIODS[about.scale][1], "", "章程"),
    }
    return m.Unit(
        id="unit",
        title=m.Text("单位", "unit"),
        packs=("pack",),
        people={name: person(dice, about, name, roles[name]) for name in names},
        places={"hall": m.NamedPlace("hall", "hall", {"level": (m.Dated("x"),)}), "yard": m.NamedPlace("yard", "yard")},
        sets={"words": ("y", "z")} if dice.chance(3) else {},
        attributes=attributes,
        parameters={key: overrides[key] for key in dice.some(sorted(overrides), dice.pick((0, 0, 2)))},
        declarations=tuple(declaration(dice, about) for _ in range(dice.pick((1, 0, 1, 2)))),
        holidays=frozenset(dice.some((date(2022, 1, 3), date(2022, 1, 10), date(2022, 1, 31)), 2)),
        workdays=frozenset({date(2022, 1, 29)}),
    )


def declaration(dice: Dice, about: Context) -> m.Declaration:
    first, last, on = (dice.often(usual, about.day(dice)) for usual in (about.span.first, about.span.last, about.span.last))
    return m.Declaration(dice.pick(("named", "cases", "other")), first, last, "li", on)


def value(dice: Dice, about: Context, kind: m.FieldType) -> Any:
    """A value of the type; now and then one that cannot be used."""
    if dice.chance(25) and kind.base != "file":
        return m.Unknown.AMBIGUOUS if kind.base == "person" and not kind.many else m.Unknown.UNUSABLE
    if kind.many:
        return tuple(value(dice, about, replace(kind, many=False)) for _ in range(dice.number(0, 3)))
    match kind.base:
        case "person":
            return dice.pick(PEOPLE)
        case "term":
            return dice.pick(WORDS)
        case "date":
            day = about.day(dice)
            return m.Span(day, day + timedelta(5)) if dice.chance(12) else day
        case "flag":
            return not dice.chance(2)
        case "number":
            return dice.number(1, 3)
        case "duration":
            return m.Duration(days=dice.number(1, 3))
        case "row":
            return {name: value(dice, about, of) for name, of in kind.fields.items() if not dice.chance(20)}
        case "ref":
            return f"r{dice.number(0, 2)}"
        case "place":
            return dice.pick(("hall", "yard"))
    return dice.pick(("党建", "会议"))


STATUSES, ORIGINS = ("done",) * 9 + ("planned", "planned", "draft", "cancelled"), ("original",) * 9 + ("compiled",)


def record(dice: Dice, about: Context, key: str, kind: str, used: frozenset[str]) -> m.Record:
    """`used` fields are given most often, the others never: nobody looks at them."""
    day, form = about.day(dice), dice.pick(("date",) * 8 + ("interval", "partial"))
    last = day + timedelta(dice.pick((1, 9, 27))) if form == "partial" else day
    fields: dict[str, Any] = {"id": key, "kind": kind, "status": dice.pick(STATUSES), "origin": dice.pick(ORIGINS)}
    interval = {"start": day - timedelta(3), "end": day, "duration": m.Duration(days=4)}
    fields |= interval if form == "interval" else {"date": day if last == day else m.Span(day, last)}
    for name, of in FIELDS[kind].items():
        if name in used and not dice.chance(14):
            fields[name] = "d1" if name == "obligation" else value(dice, about, of)
    return m.Record(key, kind, day, last, fields, fields["status"], fields["origin"], at=Location("records.yaml", 1, 1))


def evidence(dice: Dice, about: Context, duties: Sequence[m.Obligation]) -> m.Evidence:
    """Some records by chance; then some made to measure, triggers first, near the ends of the windows they lay."""
    kinds, used, people = record_kinds(duties), used_fields(duties), unit(dice, about, wanted_roles(duties))
    found = [record(dice, about, f"r{n}", dice.pick(kinds), used) for n in range(dice.pick((2, 3, 4, 0, 1)))]
    if silent(duties) and dice.chance(2):
        return gathered(people, ())
    world = World(pack(about.scale, duties, dice.named), gathered(people, found), about.span.last)
    triggered = any(one.for_each and one.for_each.selector for duty in duties for one in every_part(duty))
    for n in range(dice.pick((3, 2, 3, 1)) if triggered else dice.pick((1, 2, 0, 1, 2, 3))):
        case = Case(*world, world.workday, dice.pick(duties))
        made = lucky(dice, about, case, f"f{n}")
        found += [made] if made else []
        world = world._replace(evidence=gathered(people, found))
    return world.evidence


def silent(duties: Sequence[m.Obligation]) -> bool:
    """Whether an obligation is met by there being nothing, if somebody declares that there was nothing."""
    kinds = [one.kind for duty in duties for one in every_part(duty) if not one.for_each or not one.for_each.selector]
    return any((isinstance(k, m.Every) or (isinstance(k, m.Count) and k.bounds[0].op == "at_most")) and k.of.name for k in kinds)


def gathered(people: m.Unit, records: Sequence[m.Record]) -> m.Evidence:
    return m.Evidence(people, tuple(sorted(records, key=lambda r: (r.first, r.id))), files=1)


def lucky(dice: Dice, about: Context, case: Case, key: str) -> m.Record | None:
    bound = bearers(case)
    if not bound:
        return None
    case, whole = dice.pick(bound), m.Window(*about.span)
    parts = every_part(case.obligation)
    one = parts[0] if parts[0].for_each else dice.pick(parts)
    found = subjects(case, one)
    if one.for_each and one.for_each.selector and (not found or dice.chance(4)):
        made = fitting(case, dice.pick(one.for_each.selector.branches), key, about.day(dice), turn=dice.number(0, 5))
        return as_planned(made) if made and ends_before(one.window) and not dice.chance(3) else made
    if not found:
        return None
    case = dice.pick(found)
    window = dice.pick(list(windows(case, one.window, whole)) or [whole])
    inner = dice.pick(one.kind.parts) if isinstance(one.kind, m.Combine) else one
    chosen = [s for s in selectors_of(inner) if not inner.for_each or s is not inner.for_each.selector]
    if not chosen or (inner is not one and inner.for_each):
        return None
    first, last = window.first or about.span.first, window.last or about.span.last
    day = dice.pick((first, last, first + (last - first) // 2, last + timedelta(1), last + timedelta(4), first - timedelta(1)))
    return fitting(case, dice.pick(dice.pick(chosen).branches), key, day, turn=dice.number(0, 5))


def as_planned(made: m.Record) -> m.Record:
    return replace(made, status="planned", fields={**made.fields, "status": "planned"})


# ---------------------------------------------------------------- what obligations speak of


def every_part(duty: m.Obligation) -> list[m.Part]:
    found = list(duty.readings.values())
    for one in found:
        found += one.kind.parts if isinstance(one.kind, m.Combine) else ()
    return found


def selectors_of(one: m.Part) -> list[m.Selector]:
    kind = one.kind
    own = [kind.of] if isinstance(kind, m.Count | m.Every | m.Spacing) else [s.do for s in kind.steps] if isinstance(kind, m.Steps) else []
    own += [one.unless.of] if one.unless else []
    return own + ([one.for_each.selector] * 2 if one.for_each and one.for_each.selector else [])


def ends_before(window: m.WindowSpec | None) -> bool:
    return bool(window and (window.ahead is not None or (window.within is None and window.end)))


def record_kinds(duties: Sequence[m.Obligation]) -> list[str]:
    """The kinds the obligations speak of, and seldom another."""
    parts = [one for duty in duties for one in every_part(duty)]
    found = [kind for one in parts for s in selectors_of(one) for b in s.branches for kind in b.kinds]
    signed = any(isinstance(one.kind, m.Attest) for one in parts)
    return [*found, *found, "talk"] + ["attestation"] * 5 * signed


def used_fields(duties: Sequence[m.Obligation]) -> frozenset[str]:
    """Field names that occur anywhere in the rules, roughly."""
    spoken = repr([duty.readings for duty in duties]) + repr(
        [b for d in duties for p in every_part(d) for s in selectors_of(p) for b in s.branches]
    )
    return frozenset(name for fields in FIELDS.values() for name in fields if f"'{name}'" in spoken) | set(FIELDS["attestation"])


def wanted_roles(duties: Sequence[m.Obligation]) -> list[str]:
    found = [duty.bearer.role for duty in duties]
    for one in (one for duty in duties for one in every_part(duty) if one.for_each):
        roles = one.for_each.roles if one.for_each else ()
        found += roles * (3 - len(roles))
    return found


# ---------------------------------------------------------------- worlds


def pack(scale: str, duties: Sequence[m.Obligation], selectors: Mapping[str, m.Selector] = m.EMPTY) -> m.Pack:
    parameters = {"two": 2, "ten": m.Duration(days=10), "often": PERIODS[scale][0], "feb": m.Point(m.MonthDay(1, 20)), "word": "x"}
    return m.Pack(
        id="pack",
        title=m.Text("清单", "list"),
        span=SPANS[scale],
        roles={r: m.Role(r, m.Text(r, r), one_holder=r == "secretary") for r in ROLES},
        vocabulary=VOCABULARY,
        selectors=selectors,
        parameters={k: m.Parameter(k, v, str(v)) for k, v in parameters.items()},
        sets={"words": ("x", "y"), "rows": ({"id": "x"}, {"id": "z"})},
        lists={"secretary": m.ListHead("secretary", m.Text("清单", "list"), {"一": m.Text("一", "one"), "二": m.Text("二", "two")})},
        obligations=tuple(duties),
        calendar="weekdays",
    )


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[int]], int], *kinds: str) -> World:
    """A world with one obligation of each of these kinds; `count+when` is a count with conditions on whom it binds."""
    dice = Dice(draw)
    scale = dice.pick(("month", "quarter") if "steps" in kinds else ("month", "quarter", "year"))
    duties = [obligation(dice, f"d{n}", scale, kind) for n, kind in enumerate(kinds, 1)]
    about = Context(scale, duties[0].bearer.mode)
    world = World(pack(scale, duties, dice.named), evidence(dice, about, duties), SPANS[scale].last)
    return world._replace(as_of=day_to_look(dice, world))


def day_to_look(dice: Dice, world: World) -> date:
    """Near the end of a window, near a record, or anywhere."""
    first, last = world.pack.span
    where = dice.pick(("end", "end", "end", "record", "anywhere"))
    if where == "anywhere" or (where == "record" and not world.evidence.records):
        return first + timedelta(dice.number(-5, (last - first).days + 40))
    near = [r.last for r in world.evidence.records]
    if where == "end":
        near = sorted({last, *(key[-1] for key in oracle.judge(*world, world.workday) if key[-1])})
    return dice.pick(near) + timedelta(dice.pick((0, 1, -1, 1, 8, -4, -15)))
