"""The shape of rule files: which keys, which plain types. What the texts inside mean is `grammar`'s business.

The same classes give editors their JSON Schema (`compliance schema rules`), so what is completed is what is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Literal

from compliance.docs import NONE, NOTHING, Doc, keys_of


class TextDoc(Doc):
    zh: str
    en: str


TextForm = str | TextDoc


class FieldDoc(Doc):
    type: str
    terms: str = ""
    kind: str = ""
    fields: dict[str, FieldForm] = NOTHING
    title: TextDoc | None = None


FieldForm = str | FieldDoc


class KindDoc(Doc):
    title: TextDoc
    fields: dict[str, FieldForm] = NOTHING


class VocabularyDoc(Doc):
    terms: dict[str, list[str]] = NOTHING
    person: dict[str, FieldForm] = NOTHING
    place: dict[str, FieldForm] = NOTHING
    unit: dict[str, FieldForm] = NOTHING
    kinds: dict[str, KindDoc] = NOTHING


class RoleDoc(Doc):
    title: TextDoc
    one_holder: bool = False


class ParameterDoc(Doc):
    value: Any
    stated: bool = True
    why: TextForm = ""
    title: TextDoc | None = None
    choices: list[Any] = NONE
    range: list[Any] = NONE


Words = str | list[str]


class RunDoc(Doc):
    """The record that completes `length` in a row satisfying `is`, separately for each value at `per`."""

    length: int
    is_: list[dict[str, Any]]
    per: str = ""
    first_only: bool = False


class SelectorDoc(Doc):
    kind: Words | None = None
    is_: SelectorForm | None = None
    any_of: list[SelectorForm] = NONE
    choose: str = ""
    from_: dict[str, SelectorForm] = NOTHING
    else_: SelectorForm | None = None
    at: str = ""
    where: list[dict[str, Any]] = NONE
    run: RunDoc | None = None
    title: TextDoc | None = None


SelectorForm = str | SelectorDoc


class OverDoc(Doc):
    from_: Any = None
    to: Any = None


class ExtendDoc(Doc):
    with_: SelectorForm
    add: str
    cap: Any


class WindowDoc(Doc):
    each: Any = None
    over: OverDoc | None = None
    from_: Any = None
    to: Any = None
    within: Any = None
    ahead: Any = None
    last: Any = None
    open: Literal["from", "to", "both", ""] = ""
    roll: Literal["workday", "none", ""] = ""
    stop: SelectorForm | None = None
    extend: ExtendDoc | None = None


WindowForm = str | WindowDoc


class ForEachDoc(Doc):
    role: Words | None = None
    pair: Words | None = None
    item: Any = None
    record: SelectorForm | None = None
    year_of: Literal["due", ""] = ""
    list_: str = ""
    distinct: str = ""


class BearerDoc(Doc):
    each: str = ""
    post: str = ""
    group: str = ""


BearerForm = str | BearerDoc


class CountDoc(Doc):
    of: SelectorForm
    at_least: Any = None
    at_most: Any = None
    exactly: Any = None
    more_than: Any = None
    less_than: Any = None
    distinct: str = ""
    among: Any = None
    sum: str = ""


class SpacingDoc(Doc):
    of: SelectorForm
    at_most: Any = None
    at_least: Any = None
    edges: Literal["both", "start", "end", "none"] = "both"


class EveryDoc(Doc):
    of: SelectorForm
    must: list[dict[str, Any]]
    at_least: Any = None


class StepDoc(Doc):
    do: SelectorForm
    after: Any = None
    within: Any = None
    in_: WindowForm | None = None


class AttestDoc(Doc):
    by: Any = None
    files: int = 1
    proxy: PartDoc | None = None


class UnlessDoc(SelectorDoc):
    """A selector in place, or `of` one, dated `in` a window of its own."""

    of: SelectorForm | None = None
    in_: WindowForm | None = None


class PartDoc(Doc):
    """`for_each`, `in`, `when`, `unless` and one kind."""

    for_each: ForEachDoc | None = None
    in_: WindowForm | None = None
    when: list[dict[str, Any]] | None = None
    unless: str | UnlessDoc | None = None
    count: CountDoc | None = None
    every: EveryDoc | None = None
    spacing: SpacingDoc | None = None
    steps: list[StepDoc] | None = None
    holds: list[dict[str, Any]] | None = None
    attest: AttestDoc | None = None
    all_of: list[PartDoc] | None = None
    any_of: list[PartDoc] | None = None


KINDS = ("count", "every", "spacing", "steps", "holds", "attest", "all_of", "any_of")


class AtRiskDoc(Doc):
    lead: str | None = None
    margin: str | None = None
    after: Any = None


class SourceDoc(Doc):
    article: str
    quote: str


class ExampleDoc(Doc):
    """A small folder of evidence and what the rule makes of it; `shown` and `code` pin more than the verdict."""

    as_of: str
    want: str
    shown: bool | None = None
    code: str | list[str] | None = None
    records: list[dict[str, Any]] = NONE
    unit: dict[str, Any] = NOTHING
    bearer: str = ""
    subject: str = ""
    note: Any = None


class ReadingDoc(PartDoc):
    """One way to read an ambiguous text: a part, and what a reader calls it."""

    title: TextDoc | None = None


ReadingForm = str | ReadingDoc


class ObligationDoc(PartDoc):
    """One obligation: who (`bearer`, `for_each`), when (`in`), what (one kind or `readings`), how sure (`modality`), whence (`source`)."""

    id: str
    title: TextDoc
    source: SourceDoc
    like: str = ""
    bearer: BearerForm | None = None
    readings: dict[str, ReadingForm] | None = None
    modality: Literal["must", "should", "encourage"] | None = None
    late: Literal["accept", "refuse"] | None = None
    at_risk: AtRiskDoc | None = None
    tenure: Any = None
    effective: OverDoc | None = None
    exclusive: str = ""
    unclear: TextForm | None = None
    draft: bool = False
    """The rule is still to be written: only its quotation stands. It is `attest`, needs no examples, and is told of everywhere."""
    examples: list[ExampleDoc] | None = None


class SpanDoc(Doc):
    from_: str
    to: str


class PeriodDoc(Doc):
    """A period that every unit dates for itself."""

    title: TextDoc


class PackSourceDoc(Doc):
    title: str = ""
    file: str = ""


class NotObligationDoc(Doc):
    """A passage of the source text that binds nobody, and why: quoted, or named by its first and last words and its length."""

    why: TextDoc
    quote: str = ""
    from_: str = ""
    to: str = ""
    letters: int = 0
    """How many letters and figures a passage named by `from` and `to` has; `compliance coverage` says it."""


class PackDoc(Doc):
    """`pack.yaml`: what the lists of a pack share."""

    pack: str
    title: TextDoc
    year: int | None = None
    span: SpanDoc | None = None
    source: PackSourceDoc | None = None
    lists: list[str] = NONE
    """The order of the lists in reports, by name; those not named follow by file name."""
    calendar: Literal["cn", "weekdays"] = "cn"
    at_risk: AtRiskDoc | None = None
    roles: dict[str, RoleDoc] = NOTHING
    vocabulary: VocabularyDoc = VocabularyDoc()
    parameters: dict[str, ParameterDoc] = NOTHING
    sets: dict[str, list[Any]] = NOTHING
    periods: dict[str, PeriodDoc] = NOTHING
    selectors: dict[str, SelectorForm] = NOTHING
    example_unit: dict[str, Any] = NOTHING
    not_obligations: list[NotObligationDoc] = NONE
    """What of the source text no rule has to say: a preamble, headings, connecting words."""
    policy: dict[str, Any] = NOTHING


class ListDoc(Doc):
    """Every other file of a pack: one list with its articles and obligations."""

    list_: str
    title: TextDoc
    articles: dict[str, TextDoc] = NOTHING
    obligations: list[ObligationDoc]


Keys = tuple[str | int, ...]


def every_key() -> frozenset[str]:
    return frozenset(key for doc in Doc.__subclasses__() + PartDoc.__subclasses__() for key in keys_of(doc))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that a slip of the pen most likely meant, or an empty text."""
    return next(iter(get_close_matches(word, sorted(known), 1, 0.6)), "")
