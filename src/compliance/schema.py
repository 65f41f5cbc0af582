"""JSON Schemas for editors and other programs, and the models that read a report again.

`report` describes what `--format json` prints; `rules` and `evidence` describe the YAML files of a pack and of a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from compliance import evidence_schema, form_schema, policy_schema
from compliance.model import Pack
from compliance.render.json_format import SCHEMA, dump
from compliance.shapes import ListDoc, PackDoc
from compliance.strict import models

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]


class Part(BaseModel):
    """The keys stand in the order in which they are written, so that a report that was read dumps to the same bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    zh: str
    en: str


class UnitPart(Part):
    id: str
    title: Words
    note: str


class PackPart(Part):
    id: str
    title: Words
    from_: date = Field(alias="from")
    to: date


class SourceFile(Part):
    path: str
    sha256: str


class Inputs(Part):
    rules: str
    """sha256 of the pack's files."""
    evidence: str
    """sha256 of the evidence folder's YAML files."""
    files: int
    records: int
    source: SourceFile | None = None
    """The source text that the rules were held against."""


class Window(Part):
    """By its days; its hours, where it has some, stand in the reasons. `from` 9999-12-31: what it waits for has not happened yet."""

    from_: date | None = Field(alias="from")
    to: date | None


TruthWord = Literal["violated", "violated_so_far", "satisfied_so_far", "satisfied"]
VerdictWord = Literal["fail", "late", "at_risk", "inconclusive", "pending", "manual", "attested", "pass", "not_applicable", "error"]


class Truths(Part):
    low: TruthWord
    high: TruthWord


class Message(Part):
    code: str
    params: dict[str, str | Words]
    text: Words


class Problem(Part):
    at: str
    """`path:line:column`; empty where it has no place."""
    code: str
    severity: Literal["error", "warning", "note"]
    params: dict[str, str | Words]
    text: Words


class Recorded(Part):
    record: str
    kind: str
    date: str
    """A day, or `first/last` where the record has no exact day."""
    at: str


class FailedLine(Part):
    condition: str
    label: Words
    found: Words
    wanted: Words
    text: Words | None = None
    """What is the case and why the record does not count, or why it cannot be told."""


class NearMiss(Recorded):
    failed: list[FailedLine]


class Way(Part):
    """One way to meet it: a record of this kind with these conditions; of a declaration, the line for unit.yaml."""

    kind: str
    what: Words
    where: list[Words]


class Action(Part):
    """`add`: an event still to happen; `set`: a record to complete from its original; `settle`: a doubt to resolve."""

    action: Literal["add", "set", "settle"]
    kind: str
    what: Words
    where: list[Words]
    record: str | None
    ways: list[Way] = []
    """Every way that counts; `kind` and `where` are the first."""


class Advice(Part):
    do: Action
    n: int
    from_: date | None = Field(alias="from")
    by: date | None
    safe: date | None = None
    text: Words


class SourcePart(Part):
    list_: str = Field(alias="list")
    article: str
    quote: str
    at: str


class SuspectPart(Part):
    """The source text does not have what the rule quotes where it should be, so the verdict may be about a duty that has changed."""

    elsewhere: str
    """The list and article where the quotation does stand; empty: nowhere."""
    nearest: str
    """The clause most like it; empty: none is."""
    text: Words


class WaiverPart(Part):
    """The active waiver that marks a verdict and does not change it; what it weighs stands under `severity`."""

    reason: str
    approved_by: str
    """A person's id, or the name of a body that is not on the roster."""
    approved_on: date
    until: date
    at: str


class Verdict(Part):
    """One judged instance: obligation × bearer × subject × window."""

    obligation: str
    title: Words
    bearer: str
    bearer_name: Words
    subject: str | None
    subject_name: Words | None
    window: Window
    verdict: VerdictWord
    severity: Literal["error", "warning", "note", "none"]
    final: bool
    truth: Truths
    basis: Literal["ok", "missing", "unusable", "ambiguous", "undeclared", "needs_judgement"]
    need: int | str | None
    """How much is asked for: records, parts, steps or conditions; of a sum what is added up; of a distance or of lengths of time
    whole months, days, work days or minutes, whichever the bound is in. A fraction is text: 21/2."""
    have: int | str | None
    """How much there is, in the same unit; of distances the longest, or where only a least one is asked for the shortest."""
    last_safe: date | None
    mended_on: date | None
    mended_by: list[Recorded] = []
    reached: list[Recorded] = []
    reading: str
    reasons: list[Message]
    counted: list[Recorded]
    doubtful: list[NearMiss]
    near_misses: list[NearMiss]
    advice: list[Advice]
    fired: list[str]
    defaults: list[Message]
    waiver: WaiverPart | None
    source: SourcePart
    unclear: Words | None
    suspect: SuspectPart | None = None


class Group(Part):
    kind: Literal["unit", "list", "article", "bearer"]
    key: str
    title: Words | None
    verdict: VerdictWord
    counts: dict[str, int]
    fired: list[str]


class Case(Part):
    """Which verdict of the report is meant."""

    obligation: str
    bearer: str
    subject: str | None
    window: Window
    verdict: VerdictWord


class Escalation(Part):
    """Periods one after the other that call for a measure."""

    row: str
    title: Words
    measure: Words
    running: int
    verdicts: list[Case]


class Veto(Part):
    """A group that a row of the policy made a fail, and what caused that."""

    row: str
    title: Words
    kind: Literal["unit", "list", "article", "bearer"]
    key: str
    verdicts: list[Case]
    escalations: list[Escalation]


Points = Annotated[str, Field(pattern=r"^[0-9]+(/[1-9][0-9]*)?$")]
"""Exact: a whole number or a fraction."""


class Shown(Part):
    low: str
    high: str
    full: str


class Deduction(Part):
    obligation: str
    points: Points
    lost: Points
    undecided: Points
    verdicts: list[Case]


class Score(Part):
    """Between `low` and `high` of `full` points; `shown` is rounded to one decimal, never narrower than it is."""

    kind: Literal["unit", "list", "bearer"]
    key: str
    full: Points
    low: Points
    high: Points
    shown: Shown
    deductions: list[Deduction]
    not_counted: list[str]
    """Obligations that apply to nobody: their points are not in `full`."""


class Concluded(Part):
    vetoes: list[Veto]
    escalations: list[Escalation]
    scores: list[Score]


class Conclusions(Concluded):
    without_waivers: Concluded | None
    """What would be concluded if nothing were waived; null where nothing is."""


class Report(Part):
    """`compliance check --format json`. `explain` prints the same object with only the verdicts that were asked for and no rollup."""

    schema_: Literal["compliance-report/1"] = Field(alias="schema")
    as_of: date
    unit: UnitPart
    packs: list[PackPart]
    inputs: Inputs
    summary: dict[str, int]
    rollup: list[Group]
    verdicts: list[Verdict]
    problems: list[Problem]
    conclusions: Conclusions | None = None
    """Only where the pack's policy has a veto, an escalation or a score."""


def read_report(text: str | bytes) -> Report:
    """Raises pydantic's ValidationError where it is no `compliance-report/1`."""
    return Report.model_validate_json(text)


def write_report(report: Report) -> str:
    """The bytes that `compliance check --format json` printed."""
    return dump(report.model_dump(mode="json", by_alias=True, exclude=None if report.conclusions else {"conclusions"}))


# ---------------------------------------------------------------- exported


def report_schema(_pack: Pack | None = None) -> Json:
    return {"$schema": DRAFT, "$id": SCHEMA, **Report.model_json_schema(by_alias=True)}


def rules_schema(_pack: Pack | None = None) -> Json:
    """One schema for every file of a pack: a file with the key `list` is a list, the other is pack.yaml."""
    made = models()
    pack, listed = made[PackDoc.__name__], made[ListDoc.__name__]
    found, definitions = models_json_schema([(pack, "validation"), (listed, "validation")], by_alias=True)
    definitions["$defs"][PackDoc.__name__]["properties"]["policy"] = policy_schema.build()
    form_schema.described(definitions["$defs"])
    return {
        "$schema": DRAFT,
        "title": "Rule pack",
        "if": {"type": "object", "required": ["list"]},
        "then": found[listed, "validation"],
        "else": found[pack, "validation"],
        "$defs": definitions["$defs"],
    }


def evidence_file_schema(pack: Pack | None = None) -> Json:
    """One schema for unit.yaml and for record files; without a pack any record kind and field is let through."""
    return {"$schema": DRAFT, "title": "Evidence", **evidence_schema.build(pack)}


SCHEMAS: Mapping[str, Callable[[Pack | None], Json]] = MappingProxyType(
    {"report": report_schema, "rules": rules_schema, "evidence": evidence_file_schema}
)
