"""The nouns, frozen: rules as data, evidence as facts, and what is judged of them.

Imports nothing of ours but `errors.Location`. Rules are kept as plain syntax trees, so that the
evaluator and an independent oracle can both read them. Days are `datetime.date`; every span of
days includes both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from compliance.errors import Location, Params, Problem

NOWHERE = Location("")
EMPTY: Mapping[str, Any] = MappingProxyType({})


class Text(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


NO_TEXT = Text("", "")


# ---------------------------------------------------------------- values


class Span(NamedTuple):
    """Days from `first` to `last`, both included. As a field value: a date known only to lie in it."""

    first: date
    last: date


class Duration(NamedTuple):
    """`30d`, `7wd`, `2w` (14 days), `6m`, `1y` (12 months), `2h` (120 minutes): exactly one of the four is not zero."""

    days: int = 0
    workdays: int = 0
    months: int = 0
    minutes: int = 0


class Unknown(Enum):
    """Why a field that is present has no usable value. An absent field is simply not in the mapping."""

    MISSING = "missing"
    UNUSABLE = "unusable"
    AMBIGUOUS = "ambiguous"


Row = Mapping[str, Any]
Value = Any
"""Text, a whole number, a Fraction, a flag, a day, a Span, a Duration, an Unknown, a Row, or a tuple of values."""


class Ref(NamedTuple):
    """`$root.path`: `bearer each record people set unit param period`; people, set and param have their name first in `path`."""

    root: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "$" + ".".join((self.root, *self.path))


class Choose(NamedTuple):
    """`{choose: REF, from: {a: V, …}, else: V}`: stands wherever one of its values may stand.

    A word that is not listed, without `else`, makes the instance an error.
    """

    ref: Ref
    options: tuple[tuple[Any, Any], ...]
    otherwise: Any = None


CALCULATIONS = ("size", "share", "max", "min", "plus", "minus", "times", "div")


class Calc(NamedTuple):
    """An n-expression. `size` counts the different values of its arguments, `share` is (ratio, number); `div` is rounded down."""

    op: str
    args: tuple[Any, ...]


Number = int | Fraction | Duration | Ref | Calc | Choose
"""What a bound may be; a Duration where lengths of time are added up."""
Length = Duration | Ref | Choose


class MonthDay(NamedTuple):
    """`02-28` in the year of the period's start, or `next 01-10` in the year after (`years` = 1)."""

    month: int
    day: int
    years: int = 0


class Weekday(NamedTuple):
    """`1st fri` … `5th fri`, `last fri` of the period: `number` 1 to 5, or -1; `weekday` 0 (Monday) to 6."""

    number: int
    weekday: int


class Next(NamedTuple):
    """`{next: SELECTOR}`: the day of the first matching record after `$each`, or without `for_each` after the period's start."""

    selector: Selector


class Point(NamedTuple):
    """A base (a date, a `MonthDay`, a `Weekday`, "start", "end", a reference, `Next`) and signed durations added one after the other."""

    base: date | MonthDay | Weekday | Next | str | Ref
    offsets: tuple[tuple[int, Length], ...] = ()


Which = Literal["first_of", "earliest", "latest"]


class Pick(NamedTuple):
    """`first_of` the first point that is known, `earliest`, `latest` (unknown points are left out of all three)."""

    which: Which
    points: tuple[When, ...]


When = Point | Pick | Choose


# ---------------------------------------------------------------- vocabulary


@dataclass(frozen=True, slots=True)
class FieldType:
    """A declared type: `base` is text term number flag date duration person place ref file or row; `many` makes it a list."""

    base: str
    many: bool = False
    terms: str = ""
    """The declared word list of a `term`; empty: any word."""
    kind: str = ""
    """The record kind a `ref` points to; empty: any."""
    fields: Mapping[str, FieldType] = field(default_factory=lambda: EMPTY)
    """The columns of a `row`."""
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class RecordKind:
    name: str
    title: Text
    fields: Mapping[str, FieldType]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be named: term lists, record kinds, and the attributes of people, places, set items and the unit."""

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    kinds: Mapping[str, RecordKind] = field(default_factory=lambda: EMPTY)
    person: Mapping[str, FieldType] = field(default_factory=lambda: EMPTY)
    place: Mapping[str, FieldType] = field(default_factory=lambda: EMPTY)
    unit: Mapping[str, FieldType] = field(default_factory=lambda: EMPTY)


# ---------------------------------------------------------------- conditions and selectors


class Among(NamedTuple):
    """`x`, `[x, y]`, `$ref`: the values at the path and these intersect."""

    values: tuple[Value | Ref, ...]


class Not(NamedTuple):
    test: Test


class Exists(NamedTuple):
    """`{exists: true}`: a value is given; `{exists: false}`: the field is absent or given empty. Never unknown for an absent field."""

    wanted: bool


class Compare(NamedTuple):
    """The one value compares so with a number, a date or a duration. Ops: at_least at_most more_than less_than equals."""

    op: str
    value: Value | Ref | Calc | Choose | Point


class Contains(NamedTuple):
    text: str


class Covers(NamedTuple):
    """The listed values are a subset of the values at the path."""

    values: tuple[Value | Ref, ...]


class Inside(NamedTuple):
    """The values at the path are a subset of the listed values."""

    values: tuple[Value | Ref, ...]


class Size(NamedTuple):
    """The number of distinct values at the path (those among the list, if one is given) passes every comparison."""

    comparisons: tuple[Compare, ...]
    among: tuple[Value | Ref, ...] | None = None


class Rows(NamedTuple):
    """`any all none first last`: so many rows at the path satisfy all the lines, whose paths start inside the row."""

    quantifier: str
    lines: tuple[Condition, ...]


class InForce(NamedTuple):
    """`in_force: POINT`, on the path `start`: the record's `start` is not after the point, and its `end`, if it has one, not before."""

    point: When


Test = Among | Not | Exists | Compare | Contains | Covers | Inside | Size | Rows | InForce


class Line(NamedTuple):
    """`PATH: TEST`. A path walks through rows, and through a person, a place or a ref into its attributes on the record's day."""

    path: tuple[str, ...]
    test: Test
    source: str
    """The line as the author wrote it; it names the condition in explanations."""
    of: Ref | None = None
    """`$ref: TEST`: what the reference stands for is tested, not a field of the record; `path` is empty."""


class AnyOf(NamedTuple):
    """`any_of: [mapping, …]`: one of the conjunctions is true."""

    alternatives: tuple[tuple[Condition, ...], ...]
    source: str


Condition = Line | AnyOf


class Run(NamedTuple):
    """`run`: of the records in order, separately for each value at `per`, those that complete `length` in a row satisfying `lines`."""

    length: int
    lines: tuple[Condition, ...]
    per: tuple[str, ...] = ()
    first_only: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """Records of these kinds that satisfy every line; their day is at the date field `at` where one is given."""

    kinds: tuple[str, ...]
    lines: tuple[Condition, ...]
    at: str = ""
    run: Run | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """One of the branches matches. `name` is empty for a selector written in place."""

    name: str
    branches: tuple[Branch, ...]
    title: Text | None = None
    choice: Choose | None = None
    """`{choose: …}` between selectors: `branches` are those of all of them."""


# ---------------------------------------------------------------- obligations


class Extend(NamedTuple):
    """`extend: {with, add, cap}`: matching records dated in time add the duration at a path, together at most `cap`."""

    with_: Selector
    add: tuple[str, ...]
    cap: Length


class WindowSpec(NamedTuple):
    """`in:`. `each`: a period word, a unit's named period, or a length laid end to end.

    At most one of (`start`/`end`), `within`, `ahead`, `last` is used.
    """

    each: str | Ref | Choose | Duration = ""
    start: When | None = None
    end: When | None = None
    within: Length | None = None
    ahead: Length | None = None
    roll: str = ""
    """`workday`, `none`, or empty: the default (workday where `end` is made by adding to `$each`)."""
    over: tuple[When | None, When | None] = (None, None)
    """Where the periods are laid; None: from the span's start, to its end."""
    last: Length | None = None
    open: str = ""
    """`from`, `to` or `both`: that boundary itself does not count."""
    stop: Selector | None = None
    extend: Extend | None = None


class Bearer(NamedTuple):
    mode: Literal["each", "post", "group"]
    role: str


class ForEach(NamedTuple):
    """The second quantifier. `kind`: role (people in any of `roles`), pair (one or two `roles`), item (`items`), record (`selector`)."""

    kind: Literal["role", "pair", "item", "record"]
    roles: tuple[str, ...] = ()
    items: tuple[Value | Ref, ...] = ()
    selector: Selector | None = None
    due_in_span: bool = False
    """`year_of: due`: the triggers are the records whose window ends in the span, not those dated in it."""
    rows: tuple[str, ...] = ()
    """`list: PATH`: each row of every trigger is a subject of its own."""
    distinct: tuple[str, ...] = ()
    """`distinct: PATH`: each different value of the triggers is."""


class Bound(NamedTuple):
    """`op` is at_least at_most exactly more_than less_than."""

    op: str
    n: Number


class Count(NamedTuple):
    of: Selector
    bounds: tuple[Bound, ...]
    distinct: tuple[str, ...] = ()
    """Count different values at this path instead of records."""
    among: tuple[Value | Ref, ...] | None = None
    total: tuple[str, ...] = ()
    """`sum`: add up the numbers or lengths of time at this path instead of counting records."""


class Every(NamedTuple):
    of: Selector
    must: tuple[Condition, ...]
    at_least: Fraction = Fraction(1)


class Spacing(NamedTuple):
    """Distance between neighbours, at most and at least; `edges` says whether the window's ends are neighbours too."""

    of: Selector
    at_most: Length | None = None
    at_least: Length | None = None
    edges: Literal["both", "start", "end", "none"] = "both"
    edges_stated: bool = False


class Holds(NamedTuple):
    """A state of the roster, the unit or the subject: every line is true on the day."""

    lines: tuple[Condition, ...]


class Step(NamedTuple):
    do: Selector
    after: Length | None = None
    within: Length | None = None
    window: WindowSpec | None = None


class Steps(NamedTuple):
    steps: tuple[Step, ...]


class Attest(NamedTuple):
    by: tuple[Value | Ref, ...] = (Ref("bearer"),)
    files: int = 1
    proxy: Part | None = None


class Combine(NamedTuple):
    mode: Literal["all_of", "any_of"]
    parts: tuple[Part, ...]


Kind = Count | Every | Spacing | Steps | Holds | Attest | Combine


class Unless(NamedTuple):
    """A record that exempts: dated in the window (None: the instance's own), or in force on one of its days."""

    of: Selector
    window: WindowSpec | None = None


class Part(NamedTuple):
    """What is owed, without the head: second quantifier, window (None: the enclosing one, at the top the span) and one kind."""

    kind: Kind
    for_each: ForEach | None = None
    window: WindowSpec | None = None
    when: tuple[Condition, ...] = ()
    unless: Unless | None = None


class AtRisk(NamedTuple):
    lead: Duration = Duration(days=14)
    margin: Duration = Duration()
    after: Fraction | None = None


class HeldShare(NamedTuple):
    """Tenure `{at_least: 1/2}`: at least this part of the window's days in the role."""

    share: Fraction


class HeldDays(NamedTuple):
    """Tenure `{at_least: 90d}`: at least so many of the window's days in the role."""

    days: int


TenureTest = Literal["any", "end", "all"] | HeldShare | HeldDays


class Source(NamedTuple):
    article: str
    quote: str
    at: Location = NOWHERE


class Example(NamedTuple):
    """`want` is the worst expected verdict; `raw` has `records`, `unit`, `bearer` and `subject` as written.

    `shown`: whether records bear the attestation out, that is whether no instance has the reason attest.unshown; None: not asked.
    `codes`: reasons that the instances with the wanted verdict must have among them.
    """

    as_of: date
    want: str
    raw: Mapping[str, Any]
    document: Any
    """The `source.Document` and the keys in it, so that a record of an example has a place too."""
    keys: tuple[str | int, ...] = ()
    shown: bool | None = None
    codes: tuple[str, ...] = ()

    @property
    def at(self) -> Location:
        """Looked up when it is asked for: it takes a second reading of the file, and a check asks for none."""
        place: Location = self.document.at(*self.keys)
        return place


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    id: str
    title: Text
    source: Source
    list: str
    bearer: Bearer
    readings: Mapping[str, Part]
    """Named readings; one without alternatives has the single key "" (empty)."""
    default_reading: str = ""
    reading_titles: Mapping[str, Text] = field(default_factory=lambda: EMPTY)
    modality: Literal["must", "should", "encourage"] = "must"
    late: Literal["accept", "refuse", ""] = ""
    """Empty: accept where the window has a deadline, refuse with `each`."""
    at_risk: AtRisk = AtRisk()
    tenure: tuple[TenureTest, ...] = (HeldShare(Fraction(1, 2)),)
    tenure_stated: bool = False
    pro_rata: bool = False
    """Tenure `scale: pro_rata`: `at_least` is multiplied by days in the role / days of the window, rounded up."""
    effective: Span | None = None
    """When the text itself is in force; None: as long as the pack."""
    exclusive: str = ""
    """Rules of one name compete for records: none counts twice."""
    unclear: Text | None = None
    examples: tuple[Example, ...] = ()
    draft: bool = False
    """Still to be written: nothing but its quotation stands."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number, duration, point, date, period word or text. `stated: false` = "default, not in the text"."""

    name: str
    value: Value
    shown: str
    """The value as written."""
    stated: bool = True
    why: Text = NO_TEXT
    title: Text | None = None
    """What a reader calls it; None: its name."""
    choices: tuple[Value, ...] = ()
    at_least: Value = None
    at_most: Value = None
    """The ends of `range: [low, high]`, both included."""


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    title: Text
    one_holder: bool = False


@dataclass(frozen=True, slots=True)
class ListHead:
    """One list of the pack: its title, and the titles of its articles."""

    name: str
    title: Text
    articles: Mapping[str, Text]


class Watch(NamedTuple):
    """Which verdicts a policy row looks for: of these obligations, with one of these verdicts and one of these severities."""

    obligations: frozenset[str]
    verdicts: tuple[str, ...]
    severities: tuple[str, ...]


class EscalationRow(NamedTuple):
    """`running` periods one after the other, each with a verdict that is watched for, call for a measure."""

    id: str
    title: Text
    watch: Watch
    running: int
    measure: Text


class VetoRow(NamedTuple):
    """A verdict that is watched for, or an escalation, makes every group above it of the kinds `on` a fail."""

    id: str
    title: Text
    watch: Watch | None
    escalation: str
    """The id of the escalation row that is its premise; empty where it watches for verdicts."""
    on: tuple[str, ...]


class ScoreRule(NamedTuple):
    """What the self-check score deducts. Every number is a count of points and exact."""

    full: int
    floor: Fraction
    per: Literal["unmet", "missing"]
    """Deduct for each unmet instance, or for each record that is missing in it."""
    deduct: Fraction
    cap: Fraction | None
    """The most that one obligation can lose; None: its points."""
    article_cap: Fraction | None
    points: Mapping[str, Fraction]
    """Obligation → its share of `full`; 0: it is not scored."""
    severities: tuple[str, ...]


class Chain(NamedTuple):
    """The policy rows that conclude from verdicts; all are optional."""

    escalations: tuple[EscalationRow, ...] = ()
    vetoes: tuple[VetoRow, ...] = ()
    score: ScoreRule | None = None


class NotObligation(NamedTuple):
    """A passage of the source text that binds nobody (a preamble, a heading, connecting words), and why.

    A long one need not be copied: `quote` then holds its first words, `to` its last, both in one sentence, and `letters` how many
    letters and figures it has from the one to the other, so that a passage that grows is not left out unseen.
    """

    quote: str
    why: Text
    at: Location = NOWHERE
    to: str = ""
    letters: int = 0

    @property
    def shown(self) -> str:
        return f"{self.quote}……{self.to}" if self.to else self.quote


class SourceText(NamedTuple):
    """`lines` of a txt or md file, paragraphs of a docx; line n is `lines[n - 1]`. `digest` is the file's sha256."""

    path: str
    lines: tuple[str, ...]
    digest: str


class Suspect(NamedTuple):
    """A quotation that its article does not have (any more): of a rule, or of a passage declared no obligation."""

    id: str
    """The rule's; empty for a declared passage."""
    quote: str
    at: Location
    elsewhere: str
    """The article where it does stand; empty: nowhere."""
    nearest: str
    """The clause most like it; empty: none is. Of a passage that has another length now: the passage."""
    letters: int = 0
    """The length of such a passage now; 0: not that is what is wrong."""


class HeldAgainst(NamedTuple):
    """A pack held against its source text: which quotations the text does not have."""

    text: SourceText
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    id: str
    title: Text
    span: Span
    roles: Mapping[str, Role]
    vocabulary: Vocabulary
    selectors: Mapping[str, Selector]
    parameters: Mapping[str, Parameter]
    sets: Mapping[str, tuple[Value, ...]]
    """Declared sets with the pack's own items; a unit may give others."""
    lists: Mapping[str, ListHead]
    obligations: tuple[Obligation, ...]
    calendar: Literal["cn", "weekdays"] = "cn"
    periods: Mapping[str, Text] = field(default_factory=lambda: EMPTY)
    """Periods that every unit dates for itself: school terms, terms of office."""
    policy: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    """Rows that the pack adds to the default policy, as written."""
    example_unit: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    """The roster of the examples beside the rules, in the form of a unit.yaml."""
    not_obligations: tuple[NotObligation, ...] = ()
    source_title: str = ""
    text: SourceText | None = None
    """The source text that the pack names as its own (`source.file`)."""
    digest: str = ""
    problems: tuple[Problem, ...] = ()
    """Warnings only; errors are raised."""
    chain: Chain | None = None
    """The vetoes, escalations and the score of `policy`, read; None where the pack has none of them."""


# ---------------------------------------------------------------- evidence


class Spell(NamedTuple):
    """A role held from `since` to `until`, both included; None: no known bound."""

    role: str
    since: date | None = None
    until: date | None = None


class Dated(NamedTuple):
    """An attribute's value from `since` to `until`, both included."""

    value: Value
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    roles: tuple[Spell, ...] = ()
    attributes: Mapping[str, tuple[Dated, ...]] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    id: str
    name: str
    attributes: Mapping[str, tuple[Dated, ...]] = field(default_factory=lambda: EMPTY)


class Declaration(NamedTuple):
    """The statement that none of these happened: covers `first` to the earlier of `last` and `on`."""

    none: str
    first: date
    last: date
    by: str
    on: date
    at: Location = NOWHERE


class Waiver(NamedTuple):
    """A release from what is unmet, active from `approved_on` to `until`, both included: it marks verdicts and changes none.

    `bearer`, `subject` and `window` narrow it; None: all of the obligation.
    """

    obligation: str
    reason: str
    approved_by: str
    """A person's id, or the name of a body that is not on the roster."""
    approver: str
    """What a reader calls whoever approved it."""
    approved_on: date
    until: date
    bearer: str | None = None
    subject: str | None = None
    window: date | None = None
    """A day in the window that is meant."""
    at: Location = NOWHERE


class Override(NamedTuple):
    value: Value
    shown: str
    source: str
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    id: str
    title: Text
    packs: tuple[str, ...]
    people: Mapping[str, Person] = field(default_factory=lambda: EMPTY)
    places: Mapping[str, NamedPlace] = field(default_factory=lambda: EMPTY)
    sets: Mapping[str, tuple[Value, ...]] = field(default_factory=lambda: EMPTY)
    attributes: Mapping[str, tuple[Dated, ...]] = field(default_factory=lambda: EMPTY)
    parameters: Mapping[str, Override] = field(default_factory=lambda: EMPTY)
    readings: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    declarations: tuple[Declaration, ...] = ()
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    """Days the unit adds to the calendar as holidays and as work days."""
    periods: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: EMPTY)
    waivers: tuple[Waiver, ...] = ()
    note: str = ""
    """E.g. that everyone in the folder is fictitious; printed with the report."""
    apart: frozenset[str] = frozenset()
    """The keys of unit.yaml that stand in files of their own (`declarations.yaml`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One fact. `first`/`last` bound its day: equal when it is exact; its day is `date`, else `end`, else `start`."""

    id: str
    kind: str
    first: date
    last: date
    fields: Mapping[str, Value]
    """The declared fields that are given, with `id`, `kind`, `status`, `origin` and the date fields among them; null is absent."""
    status: str = "done"
    origin: str = "original"
    recorded_on: date | None = None
    at: Location = NOWHERE
    time: time | None = None
    """The time of day of an exact `first`, where the record says it."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    unit: Unit
    records: tuple[Record, ...]
    """Sorted by (`first`, `id`); copies of one record are already one."""
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    files: int = 0


# ---------------------------------------------------------------- what is judged


class Truth(IntEnum):
    """Four-valued runtime verification; the outer two are final: no later-dated record changes them."""

    VIOLATED = 0
    VIOLATED_SO_FAR = 1
    SATISFIED_SO_FAR = 2
    SATISFIED = 3

    @property
    def word(self) -> str:
        return self.name.lower()


BASES = ("ok", "missing", "unusable", "ambiguous", "undeclared", "needs_judgement")
CLOCKS = ("not_open", "room", "short", "closed")
VERDICTS = ("fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable", "error")
"""Worst first: the order in which people want to read them."""


class Signature(NamedTuple):
    """All that the engine sees of one judged instance; a handful of distinct ones a run."""

    applies: bool
    basis: str
    truth: str
    """The low truth's word."""
    doubt: bool
    """The doubtful records decide it: low is violated, high is not, and the burden of proof does not settle it."""
    clock: str
    mended: bool
    expiring: bool


class Decision(NamedTuple):
    """What the engine concluded, and the ids of the policy rows that fired: the decider first."""

    then: str
    fired: tuple[str, ...]


class Window(NamedTuple):
    """`first` None: no lower bound; `last` None: not known, so never closed."""

    first: date | None
    last: date | None
    deadline: bool = False
    """Written with `to`, `within` or `ahead`: something done after it is late, not absent."""
    anchored: bool = False
    """Worked out from a trigger's day."""
    rolled: bool = False
    """The last day was no work day and moved."""
    unrolled: date | None = None
    """Where it moved from."""
    opens: tuple[datetime, datetime] | None = None
    """Where hours matter: the earliest and the latest the first moment can be; None: the beginning of `first`."""
    closes: tuple[datetime, datetime] | None = None
    moves: tuple[Reason, ...] = ()
    """What lengthened it: extensions, days that do not count."""
    doubt: int = 1
    """Above 1 (true): the reasons for not knowing how much it was lengthened."""
    rolling: bool = False
    """It ends today and moves with it: what is met today need not be tomorrow."""
    name: Reason | None = None
    """What the period is called where its days do not tell: a term of office, the second of some lengths of time."""


class Reason(NamedTuple):
    """A code of the message catalogue and its parameters."""

    code: str
    params: Params = ()


class FailedLine(NamedTuple):
    """One condition that a record did not meet, or of which it does not say enough.

    `condition` is the line as its author wrote it (or date, status, origin, role for the built-in lines);
    the label and the two values are in words, names in place of ids.
    """

    condition: str
    label: Text
    found: Text
    wanted: Text
    fact: Text = Text("", "")
    """What is the case and why the record does not count, or why it cannot be told, as one sentence."""
    mend: str = "record"
    """Where a doubt is to be settled: in the `record`, or in the `roster` (unit.yaml)."""


class Demand(NamedTuple):
    """What would meet an unmet measure: `n` more records that match, dated from `first` to `last`."""

    selector: Selector
    binding: Any
    n: int
    first: date | None
    last: date | None
    must: tuple[Condition, ...] = ()
    safe: date | None = None
    """The last safe date of this demand."""


class Asked(NamedTuple):
    """Where records were looked for: near-misses are looked for in the same place."""

    selector: Selector
    binding: Any
    window: Window
    hours: bool = False
    """A record without its hour cannot count for certain."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """How one instance stands at `as_of`: the lowest and highest truth over every choice of the doubtful records, and what it rests on."""

    window: Window
    low: Truth = Truth.VIOLATED
    high: Truth = Truth.VIOLATED
    kind: str = ""
    """count every steps attest all_of any_of, or the vacancy of a placeholder."""
    applies: bool = True
    doubts: frozenset[str] = frozenset()
    """Bases of the doubt: missing, unusable, ambiguous, undeclared."""
    provable: bool = False
    """The kind asks for something to exist, so that a merely missing field does not help."""
    need: int | Fraction | None = None
    have: int | Fraction | None = None
    unit: str = ""
    """What `need` and `have` are counted in: months, days, workdays or minutes of a length of time; number: what is added up;
    different: values told apart; empty: records, parts, steps or conditions."""
    of: tuple[str, ...] = ()
    """The field that is added up, or whose different values count."""
    strict: bool = False
    """`need` itself is not enough."""
    lacking: tuple[Value, ...] = ()
    """Of the values that may count, those that do not yet."""
    counted: tuple[Record, ...] = ()
    doubtful: tuple[Record, ...] = ()
    clock: str = "room"
    last_safe: date | None = None
    mended_on: date | None = None
    due: date | None = None
    """The last day for what is lacking, where that is not the window's."""
    notes: tuple[Reason, ...] = ()
    demands: tuple[Demand, ...] = ()
    """Together they would meet it; empty when nothing a record can mend."""
    asked: tuple[Asked, ...] = ()
    failing: tuple[tuple[Record, tuple[Condition, ...]], ...] = ()
    """Records that are in but break a `must` line."""
    judgement: bool = False
    expiring: bool = False
    """Met today, and the next record is due so soon that it is at risk."""
    parts: tuple[Measure, ...] = ()
    fault: Reason | None = None

    @property
    def settled_by_burden(self) -> bool:
        """Violated unless a missing field says otherwise: the unit must prove what it did."""
        return self.provable and self.low == Truth.VIOLATED < self.high and self.doubts == {"missing"}


class NearMiss(NamedTuple):
    record: Record
    failed: tuple[FailedLine, ...]


class Way(NamedTuple):
    """One way to meet a demand: a record of this kind with these conditions; of a declaration, the line to write."""

    kind: str
    what: Text
    conditions: tuple[Text, ...] = ()


class Advice(NamedTuple):
    """Hold `n` events that match, with the references filled in, on days from `first` to `last`.

    `do` is add (a future event), set (complete an existing record) or settle (resolve a doubt).
    """

    do: Literal["add", "set", "settle"]
    what: Text
    kind: str
    conditions: tuple[Text, ...]
    n: int
    first: date | None
    last: date | None
    record: str = ""
    demand: Demand | None = None
    """What the words were made from."""
    ways: tuple[Way, ...] = ()
    """Every way that counts; `kind` and `conditions` are the first."""
    safe: date | None = None
    counter: Text = Text("次", "")
    """The measure word of what is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One judged instance: obligation × bearer × subject × window, its truth, its verdict and why."""

    obligation: Obligation
    bearer: str
    """A person's id, or the role's name for a post or a group."""
    bearer_name: Text
    subject: str | None
    subject_name: Text | None
    window: Window
    verdict: str
    severity: str
    """error, warning, note or none, by the modality of what is unmet."""
    final: bool
    low: Truth
    high: Truth
    basis: str
    need: int | Fraction | None
    have: int | Fraction | None
    last_safe: date | None
    mended_on: date | None
    reasons: tuple[Reason, ...]
    counted: tuple[Record, ...]
    doubtful: tuple[NearMiss, ...]
    near_misses: tuple[NearMiss, ...]
    advice: tuple[Advice, ...]
    fired: tuple[str, ...]
    defaults: tuple[Reason, ...]
    reading: str = ""
    mended_by: tuple[Record, ...] = ()
    """The late records that mended it on `mended_on`."""
    suspect: Suspect | None = None
    """The text no longer has what the rule quotes: the verdict may be about a duty that has changed."""
    waiver: Waiver | None = None
    """The active waiver that marks it; `verdict` is what it is without one, `severity` what the policy makes of it."""
    reached: tuple[Record, ...] = ()
    """What the conditions on those that count read through a reference."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the roll-up: `kind` is unit, list, article or bearer; `key` its name ("secretary/二" for an article)."""

    kind: str
    key: str
    verdict: str
    counts: Mapping[str, int]
    fired: tuple[str, ...]


class Escalation(NamedTuple):
    """One unbroken stretch of periods of one obligation, bearer and subject, however long, that a row was concluded from."""

    row: EscalationRow
    verdicts: tuple[Verdict, ...]
    """In the order of their windows."""


class Veto(NamedTuple):
    """A group that a row made a fail, and what below it caused that."""

    row: VetoRow
    kind: str
    key: str
    verdicts: tuple[Verdict, ...]
    escalations: tuple[Escalation, ...]


class ScoreItem(NamedTuple):
    """One obligation in the score of a group: its points, those lost for certain, and those that are not yet decided."""

    obligation: Obligation
    points: Fraction
    lost: Fraction
    open: Fraction
    unmet: tuple[Verdict, ...]
    undecided: tuple[Verdict, ...]


class Score(NamedTuple):
    """The score of a unit, list or bearer: between `low` and `high` of `full`, the points of the obligations that apply."""

    kind: str
    key: str
    full: Fraction
    low: Fraction
    high: Fraction
    items: tuple[ScoreItem, ...]
    """Those obligations only that lost points or may still lose some."""
    left_out: tuple[str, ...]
    """Obligations that apply to nobody: their points are neither won nor lost."""


class Conclusions(NamedTuple):
    """What the pack's optional policy rows concluded from the verdicts."""

    vetoes: tuple[Veto, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    scores: tuple[Score, ...] = ()
    unwaived: Conclusions | None = None
    """What they would be if nothing were waived; None: nothing is."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    as_of: date
    unit: Unit
    pack: Pack
    evidence_digest: str
    files: int
    records: int
    verdicts: tuple[Verdict, ...]
    groups: tuple[Group, ...]
    summary: Mapping[str, int]
    problems: tuple[Problem, ...]
    text: SourceText | None = None
    """The source text that the rules were held against; None: none was named."""
    conclusions: Conclusions | None = None
    """None where the pack's policy has no veto, escalation or score."""
