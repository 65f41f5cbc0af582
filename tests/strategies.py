"""Small worlds for Hypothesis: few people, few days, few words, so that collisions happen, and everything the rule language has.

A world is a pack with one obligation (or two), a roster with records, and an `as_of` that is most often near a day that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

from compliance import model as m
from compliance.errors import Location

Draw = Callable[[st.SearchStrategy[Any]], Any]
PEOPLE = ("li", "qian", "wang", "zhao")
ROLES = ("member", "secretary", "leader")
SPANS = {
    "month": m.Span(date(2022, 1, 1), date(2022, 1, 31)),
    "quarter": m.Span(date(2022, 1, 1), date(2022, 3, 31)),
    "year": m.Span(date(2022, 1, 1), date(2022, 12, 31)),
}
WORDS = {
    "month": ("month", "ten_days", "week", "quarter"),
    "quarter": ("month", "two_months", "quarter", "ten_days"),
    "year": ("year", "half_year", "quarter", "two_months"),
}
TURNS = {
    "month": (-20, 0, 3, 4, 9, 10, 15, 16, 20, 30, 31, 40),
    "quarter": (-20, 0, 5, 19, 30, 31, 44, 45, 46, 58, 59, 89, 90, 100),
    "year": (-20, 0, 10, 58, 59, 89, 90, 181, 182, 183, 300, 364, 365, 380),
}
TEXT, TERM, FLAG, NUMBER = m.FieldType("text"), m.FieldType("term", terms="word"), m.FieldType("flag"), m.FieldType("number")
PERSON, DATE, PLACE = m.FieldType("person"), m.FieldType("date"), m.FieldType("place")
REF, REF_TO_FINDING = m.FieldType("ref"), m.FieldType("ref", kind="finding")
PERSONS, TERMS = m.FieldType("person", many=True), m.FieldType("term", many=True, terms="word")
ROWS = m.FieldType("row", many=True, fields={"topic": TERM, "own": FLAG, "who": PERSON})
FIELDS: dict[str, dict[str, m.FieldType]] = {
    "meeting": {"type": TERM, "chair": PERSON, "attendees": PERSONS, "topics": TERMS, "agenda": ROWS, "size": NUMBER, "note": TEXT},
    "talk": {"talker": PERSON, "counterpart": PERSON, "attendees": PERSONS, "about": REF, "place": PLACE, "type": TERM},
    "finding": {"owner": PERSON, "due_on": DATE, "closed_on": DATE, "type": TERM, "about": REF_TO_FINDING, "agreed": FLAG},
    "attestation": {"obligation": TEXT, "by": PERSON, "files": m.FieldType("file", many=True), "valid_until": DATE},
}
VOCABULARY = m.Vocabulary(
    terms={"word": ("x", "y", "z")},
    kinds={name: m.RecordKind(name, m.Text(name, name), fields) for name, fields in FIELDS.items()},
    person={"section": TERM, "sections": TERMS},
    place={"level": TERM},
    unit={"staff": NUMBER, "topics": TERMS},
)
WORD = st.sampled_from(("x", "x", "y", "z"))
WHO = st.sampled_from(PEOPLE)


class World(NamedTuple):
    pack: m.Pack
    evidence: m.Evidence
    as_of: date

    def workday(self, day: date) -> bool:
        unit = self.evidence.unit
        return day not in unit.holidays and (day.weekday() < 5 or day in unit.workdays)


class Context(NamedTuple):
    """What a selector may speak of. `each` is the form of the subject; a trigger is a finding (`record`) or an `event`."""

    scale: str
    mode: str
    each: str = ""
    simple: bool = False

    @property
    def span(self) -> m.Span:
        return SPANS[self.scale]

    def day(self) -> st.SearchStrategy[date]:
        return st.sampled_from([self.span.first + timedelta(n) for n in TURNS[self.scale]])


def often(value: Any, *others: Any) -> st.SearchStrategy[Any]:
    """`value` three times in four, else one of the others."""
    return st.sampled_from([value] * 3 * len(others) + list(others))


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


LINES: dict[str, tuple[m.Condition, ...]] = {
    "any": (
        line("type", among("x")),
        line("type", among("x", "y")),
        line("type", m.Not(among("x"))),
        line("type", m.Exists(wanted=True)),
        line("type", among("$param.word")),
        line("type", m.Inside(among("$set.words").values)),
        m.AnyOf(((line("type", among("x")),), (line("date", m.Compare("at_least", date(2022, 1, 11))), line("type", among("y")))), "any_of"),
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
    "role": {"meeting": (line("attendees", among("$each")),), "talk": (line("counterpart", among("$each")),), "finding": (line("owner", among("$each")),)},
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
        "finding": (line("id", among("$each.id")), line("about", among("$each.id")), line("due_on", m.Compare("at_least", m.Ref("each", ("due_on",))))),
    },
    "event": {
        "meeting": (line("type", among("$each.type")), line("date", m.Compare("more_than", m.Ref("each")))),
        "talk": (line("about", among("$each.id")),),
        "finding": (line("about", among("$each.id")),),
    },
}


@st.composite
def selectors(draw: Draw, about: Context, kinds: Sequence[str] = ("meeting", "talk", "finding"), name: str = "") -> m.Selector:
    kind = draw(st.sampled_from(kinds))
    branches = [draw(branch(about, kind))]
    if draw(often(False, True)):
        branches.append(draw(branch(about, draw(st.sampled_from(kinds)))))
    return m.Selector(name or draw(st.sampled_from(("", "named", "other"))), tuple(branches), m.Text("选", "sel"))


@st.composite
def branch(draw: Draw, about: Context, kind: str) -> m.Branch:
    own = EACH_LINES.get(about.each, {}).get(kind, ())
    lines = [draw(st.sampled_from(own))] if own and draw(often(True, False)) else []
    if not about.simple:
        lines += draw(st.lists(st.sampled_from(LINES[kind] + LINES["any"]), max_size=draw(st.integers(0, 2))))
    kinds = (kind, "talk") if kind == "meeting" and not lines and draw(st.booleans()) else (kind,)
    return m.Branch(kinds, tuple(lines), "closed_on" if kinds == ("finding",) and draw(often(False, True)) else "")


# ---------------------------------------------------------------- windows


SHORT = st.sampled_from((m.Duration(days=5), m.Duration(days=10), m.Duration(workdays=5), m.Duration(months=1), m.Ref("param", ("ten",)), m.Duration(0)))


@st.composite
def points(draw: Draw, about: Context, *, triggered: bool) -> m.Point:
    bases: list[Any] = [m.MonthDay(1, 15), m.MonthDay(2, 28), about.span.first + timedelta(19), "end", m.Ref("param", ("feb",)), m.MonthDay(1, 10, 1)]
    offsets = draw(st.lists(st.tuples(st.just(1), SHORT), max_size=1))
    if triggered:
        bases = [m.Ref("each"), m.Ref("each", ("due_on",)) if about.each == "record" else m.Ref("each")]
        offsets = draw(st.lists(st.tuples(st.sampled_from((1, 1, -1)), SHORT), max_size=1))
    return m.Point(draw(st.sampled_from(bases)), tuple(offsets))


@st.composite
def window_specs(draw: Draw, about: Context, *, plain: bool = False) -> m.WindowSpec | None:
    """`plain`: without `each`."""
    triggered = about.each in ("record", "event")
    form = draw(st.sampled_from(("none", "to", "from", "both") if plain else ("none", "each", "each", "each_to", "to", "to", "both", "both", "param")))
    if triggered:
        form = draw(st.sampled_from(("within", "within", "ahead", "to_each", "both_each", "from_each", "pick", "none")))
    word = draw(st.sampled_from(WORDS[about.scale]))
    roll = draw(often("", "workday", "none"))
    each = m.Point(m.Ref("each"))
    start = m.Point(about.span.first + timedelta(draw(st.sampled_from((0, 5, 9)))))
    match form:
        case "none":
            return None
        case "each":
            return m.WindowSpec(each=word)
        case "param":
            return m.WindowSpec(each=m.Ref("param", ("often",)))
        case "each_to":
            bound = draw(st.sampled_from((m.Point("start", ((1, m.Duration(days=9)),)), m.Point("end"), m.Point("end", ((1, m.Duration(days=5)),)))))
            return m.WindowSpec(each=word, end=bound, roll=roll)
        case "to":
            return m.WindowSpec(end=draw(points(about, triggered=False)), roll=roll)
        case "from":
            return m.WindowSpec(start=start)
        case "both":
            return m.WindowSpec(start=start, end=draw(points(about, triggered=False)), roll=roll)
        case "within":
            return m.WindowSpec(within=draw(SHORT), roll=roll)
        case "ahead":
            return m.WindowSpec(ahead=draw(SHORT))
        case "to_each":
            return m.WindowSpec(end=draw(points(about, triggered=True)), roll=roll)
        case "both_each":
            return m.WindowSpec(start=m.Point(m.Ref("each"), ((-1, m.Duration(days=5)),)), end=draw(points(about, triggered=True)), roll=roll)
        case "from_each":
            return m.WindowSpec(start=each)
    options = (m.Point(m.Ref("each", ("due_on",) if about.each == "record" else ())), m.Point(m.Ref("each"), ((1, m.Duration(days=10)),)))
    return m.WindowSpec(start=each, end=m.Pick(draw(st.sampled_from(("first_of", "earliest", "latest"))), options), roll=roll)


# ---------------------------------------------------------------- kinds, parts, obligations


@st.composite
def counts(draw: Draw, about: Context) -> m.Count:
    n = draw(often(draw(st.integers(1, 3)), m.Ref("param", ("two",)), m.Ref("unit", ("staff",))))
    op = draw(st.sampled_from(("at_least", "at_least", "more_than", "exactly", "at_most", "less_than")))
    bounds = [m.Bound(op, draw(st.sampled_from((0, 1, 2))) if op in ("at_most", "exactly") else n)]
    if op == "at_least" and isinstance(n, int) and draw(often(False, True)):
        bounds.append(m.Bound("at_most", n + draw(st.integers(0, 1))))
    distinct, pool = draw(often((), (("type",), None), (("type",), ("x", "y")), (("attendees",), None), (("attendees",), (m.Ref("people", ("member",)),)), (("date",), None))) or ((), None)
    of = draw(selectors(about, ("meeting", "talk") if distinct == ("attendees",) else ("meeting", "talk", "finding")))
    return m.Count(of, tuple(bounds), distinct, pool)


@st.composite
def everys(draw: Draw, about: Context) -> m.Every:
    kind = draw(st.sampled_from(("meeting", "talk", "finding")))
    of = m.Selector(draw(st.sampled_from(("", "named", "other"))), (draw(branch(about._replace(simple=True), kind)),))
    of = m.Selector(of.name, (replace(of.branches[0], kinds=(kind,)),))
    must = draw(st.lists(st.sampled_from(LINES[kind] + LINES["any"]), min_size=1, max_size=2))
    return m.Every(of, tuple(must), draw(often(Fraction(1), Fraction(1, 2), Fraction(2, 3))))


@st.composite
def stepses(draw: Draw, about: Context) -> m.Steps:
    def step() -> m.Step:
        far = draw(often(None, m.Duration(days=5), m.Duration(months=1), m.Duration(workdays=3)))
        near = draw(often(None, m.Duration(days=1), m.Duration(days=4)))
        window = draw(often(None, draw(window_specs(about, plain=True))))
        return m.Step(draw(selectors(about._replace(simple=True))), near, far, window)

    return m.Steps(tuple(step() for _ in range(draw(st.integers(1, 3)))))


@st.composite
def attests(draw: Draw, about: Context) -> m.Attest:
    by = draw(st.sampled_from(((m.Ref("bearer"),), ("li", "wang"), (m.Ref("people", ("leader",)),))))
    return m.Attest(by, draw(st.integers(1, 2)), m.Part(draw(counts(about))) if draw(st.booleans()) else None)


LEAVES: dict[str, Any] = {"count": counts, "every": everys, "steps": stepses, "attest": attests}


@st.composite
def for_eaches(draw: Draw, about: Context, form: str) -> m.ForEach | None:
    match form:
        case "role":
            return m.ForEach("role", tuple(draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True))))
        case "pair":
            return m.ForEach("pair", tuple(draw(st.lists(st.sampled_from(("member", "leader")), min_size=1, max_size=2, unique=True))))
        case "item":
            sources: list[tuple[Any, ...]] = [("x", "y"), (m.Ref("set", ("words",)),), (m.Ref("unit", ("topics",)),), (m.Ref("set", ("rows",)),)]
            return m.ForEach("item", items=draw(st.sampled_from(sources + [(m.Ref("bearer", ("sections",)),)] * (about.mode == "each"))))
        case "record" | "event":
            trigger = draw(selectors(about._replace(each=""), ("finding",) if form == "record" else ("meeting", "talk"), "cases"))
            return m.ForEach("record", selector=trigger, due_in_span=draw(often(False, True)))
    return None


FORMS = ("", "", "role", "pair", "item", "record", "record", "event")


@st.composite
def parts(draw: Draw, about: Context, kind: str, forms: Sequence[str] = FORMS) -> m.Part:
    form = draw(st.sampled_from(forms))
    each = draw(for_eaches(about, form))
    inner = about._replace(each=form or about.each)
    window = draw(window_specs(inner, plain=kind == "steps" and form not in ("record", "event") and draw(st.booleans())))
    if kind in LEAVES:
        leaf = draw(LEAVES[kind](inner))
        if isinstance(leaf, m.Steps) and not inner.each and any(step.window for step in leaf.steps):
            window = None
        return m.Part(leaf, each, window)
    own = ("", "", "", "role") if form else ("", "", "role", "record")
    children = [draw(inner_parts(inner, own)) for _ in range(draw(st.integers(1, 3)))]
    return m.Part(m.Combine("all_of" if kind == "all_of" else "any_of", tuple(children)), each, window)


@st.composite
def inner_parts(draw: Draw, about: Context, forms: Sequence[str]) -> m.Part:
    part: m.Part = draw(parts(about, draw(st.sampled_from(("count", "count", "every", "steps"))), forms))
    return part if draw(st.booleans()) or part.for_each else part._replace(window=None)


@st.composite
def obligations(draw: Draw, id: str, scale: str, kind: str) -> m.Obligation:  # noqa: A002
    mode = draw(st.sampled_from(("each", "post", "group")))
    about = Context(scale, mode)
    readings = {"": draw(parts(about, kind))}
    half: tuple[m.TenureTest, ...] = (m.HeldShare(Fraction(1, 2)),)
    tenure = draw(often(half, ("any",), ("end",), ("all",), (m.HeldDays(20),), ("end", m.HeldShare(Fraction(2, 3)))))
    return m.Obligation(
        id=id,
        title=m.Text(id, id),
        source=m.Source("一", "引文"),
        list="secretary",
        bearer=m.Bearer(mode, draw(st.sampled_from(ROLES))),
        readings=readings,
        modality=draw(often("must", "should", "encourage")),
        late=draw(often("", "accept", "refuse")),
        at_risk=m.AtRisk(draw(st.sampled_from((m.Duration(days=14), m.Duration(days=3), m.Duration()))), draw(often(m.Duration(), m.Duration(days=2))),
                         draw(often(None, Fraction(1, 2), Fraction(3, 4)))),
        tenure=tenure,
        tenure_stated=tenure != half,
    )


# ---------------------------------------------------------------- evidence


@st.composite
def spells(draw: Draw, about: Context, role: str) -> m.Spell:
    ends = draw(often(None, None, *[draw(st.lists(about.day(), min_size=2, max_size=2, unique=True).map(sorted))]))
    if ends is None:
        return m.Spell(role)
    return m.Spell(role, *draw(st.sampled_from(((ends[0], ends[1]), (ends[0], None), (None, ends[1])))))


@st.composite
def attribute(draw: Draw, about: Context, values: st.SearchStrategy[Any]) -> tuple[m.Dated, ...]:
    turn = draw(often(None, draw(about.day())))
    if turn is None:
        return (m.Dated(draw(values)),)
    return m.Dated(draw(values), None, turn - timedelta(1)), m.Dated(draw(values), turn, None)


@st.composite
def people(draw: Draw, about: Context, id: str) -> m.Person:  # noqa: A002
    held = draw(st.lists(st.sampled_from(ROLES), min_size=draw(often(1, 0)), max_size=2, unique=True))
    attributes = {"section": draw(attribute(about, WORD)), "sections": draw(attribute(about, st.lists(WORD, max_size=2, unique=True).map(tuple)))}
    missing = draw(often(None, "section", "sections"))
    return m.Person(id, id, tuple(draw(spells(about, r)) for r in held), {k: v for k, v in attributes.items() if k != missing})


@st.composite
def units(draw: Draw, about: Context, wanted: Sequence[str]) -> m.Unit:
    """`wanted` roles are most often held by somebody."""
    roster = {p: draw(people(about, p)) for p in PEOPLE[: draw(st.sampled_from((3, 4, 2, 3)))]}
    turn = draw(st.integers(0, len(roster) - 1))
    for n, role in enumerate(wanted):
        holder = roster[PEOPLE[(n + turn) % len(roster)]]
        if draw(st.integers(0, 9)) and role not in {s.role for s in holder.roles}:
            roster[holder.id] = m.Person(holder.id, holder.name, (*holder.roles, draw(spells(about, role))), holder.attributes)
    attributes = {"staff": draw(attribute(about, st.integers(1, 3))), "topics": draw(attribute(about, st.just(("x",)) | st.just(())))}
    if draw(often(False, True)):
        del attributes["topics"]
    overrides = {"two": m.Override(1, "1", "章程"), "ten": m.Override(m.Duration(days=3), "3d", "章程"), "often": m.Override(WORDS[about.scale][1], "", "章程")}
    return m.Unit(
        id="unit",
        title=m.Text("单位", "unit"),
        packs=("pack",),
        people=roster,
        places={"hall": m.NamedPlace("hall", "hall", {"level": (m.Dated("x"),)}), "yard": m.NamedPlace("yard", "yard")},
        sets={"words": ("y", "z")} if draw(st.booleans()) else {},
        attributes=attributes,
        parameters={k: overrides[k] for k in draw(st.lists(st.sampled_from(sorted(overrides)), max_size=2, unique=True))},
        declarations=tuple(draw(st.lists(declarations(about), max_size=2))),
        holidays=frozenset(draw(st.lists(st.sampled_from([date(2022, 1, 3), date(2022, 1, 10), date(2022, 1, 31)]), max_size=2))),
        workdays=frozenset({date(2022, 1, 29)}),
    )


@st.composite
def declarations(draw: Draw, about: Context) -> m.Declaration:
    first = draw(often(about.span.first, draw(about.day())))
    last = draw(often(about.span.last, draw(about.day())))
    return m.Declaration(draw(st.sampled_from(("named", "cases", "other"))), first, last, "li", draw(often(about.span.last, draw(about.day()))))


@st.composite
def values(draw: Draw, about: Context, kind: m.FieldType) -> Any:
    """A value of the type; now and then one that cannot be used."""
    odd = draw(st.integers(0, 24))
    if odd == 24:
        return m.Unknown.AMBIGUOUS if kind.base == "person" else m.Unknown.UNUSABLE
    if kind.many:
        return tuple(draw(st.lists(values(about, m.FieldType(kind.base, fields=kind.fields)), max_size=3)))
    match kind.base:
        case "person":
            return draw(WHO)
        case "term":
            return draw(WORD)
        case "date":
            day = draw(about.day())
            return day if odd < 22 else m.Span(day, day + timedelta(5))
        case "flag":
            return draw(st.booleans())
        case "number":
            return draw(st.integers(1, 3))
        case "row":
            return {k: draw(values(about, t)) for k, t in kind.fields.items() if draw(st.integers(0, 19))}
        case "ref":
            return draw(st.sampled_from(("r0", "r1", "r2")))
        case "place":
            return draw(st.sampled_from(("hall", "yard")))
    return draw(st.sampled_from(("党建", "会议", "one.jpg")))


@st.composite
def records(draw: Draw, about: Context, id: str, kind: str) -> m.Record:  # noqa: A002
    day = draw(about.day())
    form = draw(often("date", "date", "date", "partial", "interval"))
    last = day + timedelta(draw(st.sampled_from((1, 9, 27)))) if form == "partial" else day
    fields: dict[str, Any] = {"id": id, "kind": kind, "status": draw(often("done", "done", "done", "draft", "planned", "cancelled", "planned")),
                              "origin": draw(often("original", "original", "original", "compiled"))}
    fields |= {"start": day - timedelta(3), "end": day} if form == "interval" else {"date": day if last == day else m.Span(day, last)}
    for name, kind_of_field in FIELDS[kind].items():
        if draw(st.integers(0, 19)):
            fields[name] = "d1" if name == "obligation" else draw(values(about, kind_of_field))
    return m.Record(id, kind, day, last, fields, fields["status"], fields["origin"], at=Location("records.yaml", 1, 1))


@st.composite
def evidences(draw: Draw, about: Context, kinds: Sequence[str], wanted: Sequence[str] = (), most: int = 6) -> m.Evidence:
    chosen = [draw(st.sampled_from(kinds)) for _ in range(draw(st.sampled_from([*range(most + 1), *range(2, most + 1)])))]
    found = [draw(records(about, f"r{n}", kind)) for n, kind in enumerate(chosen)]
    return m.Evidence(draw(units(about, wanted)), tuple(sorted(found, key=lambda r: (r.first, r.id))), files=1)


def packs(scale: str, duties: Sequence[m.Obligation]) -> m.Pack:
    parameters = {"two": 2, "ten": m.Duration(days=10), "often": WORDS[scale][0], "feb": m.Point(m.MonthDay(1, 20)), "word": "x"}
    return m.Pack(
        id="pack",
        title=m.Text("清单", "list"),
        span=SPANS[scale],
        roles={r: m.Role(r, m.Text(r, r), one_holder=r == "secretary") for r in ROLES},
        vocabulary=VOCABULARY,
        selectors={},
        parameters={k: m.Parameter(k, v, str(v)) for k, v in parameters.items()},
        sets={"words": ("x", "y"), "rows": ({"id": "x"}, {"id": "z"})},
        lists={"secretary": m.ListHead("secretary", m.Text("清单", "list"), {"一": m.Text("一", "one")})},
        obligations=tuple(duties),
        calendar="weekdays",
    )


def record_kinds(duties: Sequence[m.Obligation]) -> list[str]:
    """The kinds the obligations speak of, and seldom another."""
    found = [kind for duty in duties for part in every_part(duty) for s in selectors_of(part) for b in s.branches for kind in b.kinds]
    return [*found, *found, "talk"] + ["attestation"] * 2 * any(isinstance(p.kind, m.Attest) for d in duties for p in every_part(d))


def wanted_roles(duties: Sequence[m.Obligation]) -> list[str]:
    return [d.bearer.role for d in duties] + [r for d in duties for p in every_part(d) if p.for_each for r in p.for_each.roles * (3 - len(p.for_each.roles))]


def every_part(duty: m.Obligation) -> list[m.Part]:
    found = list(duty.readings.values())
    for part in found:
        found += part.kind.parts if isinstance(part.kind, m.Combine) else ()
    return found


def selectors_of(part: m.Part) -> list[m.Selector]:
    kind = part.kind
    own = [kind.of] if isinstance(kind, m.Count | m.Every) else [s.do for s in kind.steps] if isinstance(kind, m.Steps) else []
    return own + ([part.for_each.selector] * 2 if part.for_each and part.for_each.selector else [])


@st.composite
def worlds(draw: Draw, kind: str) -> World:
    import oracle  # noqa: PLC0415 (the windows it lays are the days near which it is worth looking)

    scale = draw(st.sampled_from(("month", "quarter", "year") if kind != "steps" else ("month", "quarter")))
    duties = [draw(obligations("d1", scale, kind))]
    about = Context(scale, duties[0].bearer.mode)
    evidence = draw(evidences(about, record_kinds(duties), wanted_roles(duties)))
    pack = packs(scale, duties)
    world = World(pack, evidence, pack.span.last)
    ends = sorted({d for _, _, _, *window in oracle.judge(*world, world.workday) for d in window[-1:] if d})
    return world._replace(as_of=draw(days_to_look(world, ends)))


@st.composite
def days_to_look(draw: Draw, world: World, ends: Sequence[date]) -> date:
    """Near the end of a window, near a record, or anywhere."""
    first, last = world.pack.span
    where = draw(st.sampled_from(("end", "end", "record", "anywhere")))
    if where == "anywhere" or (where == "record" and not world.evidence.records):
        return first + timedelta(draw(st.integers(-5, (last - first).days + 40)))
    near = draw(st.sampled_from([*ends, last] if where == "end" else [r.last for r in world.evidence.records]))
    return near + timedelta(draw(st.sampled_from((0, 1, -1, 1, 3, -4, -15))))
