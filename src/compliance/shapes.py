"""The shape of rule files: which keys, which plain types. What the texts inside mean is `grammar`'s business.

The same models give editors their JSON Schema (`compliance schema rules`), so what is completed is what is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

_OF_RULES = ("spacing", "holds", "when", "unless", "effective", "exclusive", "waivers", "periods")
_OF_PARTS = ("sum", "run", "first_only", "in_force", "over", "last", "open", "stop", "extend", "scale")
UNSUPPORTED = frozenset((*_OF_RULES, *_OF_PARTS))
"""Keys that the language has and this version refuses: never ignored, and told apart from a slip of the pen."""


class Doc(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)

    @field_validator("*", mode="before")
    @classmethod
    def _given(cls, value: Any) -> Any:
        """A key without a value is a slip: read as absent, `in:` would quietly mean the whole year."""
        if value is None or value == "":
            raise PydanticCustomError("empty", "a value is missing")
        return value


def _form(value: object) -> str:
    return "@mapping" if isinstance(value, (dict, Doc)) else "@list" if isinstance(value, list) else "@text"


class TextDoc(Doc):
    zh: str
    en: str


TextForm = Annotated[Annotated[str, Tag("@text")] | Annotated[TextDoc, Tag("@mapping")], Discriminator(_form)]


TextForm = Annotated[Annotated[str, Tag("@text")] | Annotated[TextDoc, Tag("@mapping")], Discriminator(_form)]


class FieldDoc(Doc):
    type: str
    terms: str = ""
    kind: str = ""
    fields: dict[str, FieldForm] = {}
    title: TextDoc | None = None


FieldForm = Annotated[Annotated[str, Tag("@text")] | Annotated[FieldDoc, Tag("@mapping")], Discriminator(_form)]


class KindDoc(Doc):
    title: TextDoc
    fields: dict[str, FieldForm] = {}


class VocabularyDoc(Doc):
    terms: dict[str, list[str]] = {}
    person: dict[str, FieldForm] = {}
    place: dict[str, FieldForm] = {}
    unit: dict[str, FieldForm] = {}
    kinds: dict[str, KindDoc] = {}


class RoleDoc(Doc):
    title: TextDoc
    one_holder: bool = False


class ParameterDoc(Doc):
    value: Any
    stated: bool = True
    why: TextForm = ""
    title: TextDoc | None = None
    choices: list[Any] = []
    range: list[Any] = []


Words = Annotated[Annotated[str, Tag("@text")] | Annotated[list[str], Tag("@list")], Discriminator(_form)]


class SelectorDoc(Doc):
    kind: Words | None = None
    is_: SelectorForm | None = Field(default=None, alias="is")
    any_of: list[SelectorForm] = []
    at: str = ""
    where: list[dict[str, Any]] = []
    title: TextDoc | None = None


SelectorForm = Annotated[Annotated[str, Tag("@text")] | Annotated[SelectorDoc, Tag("@mapping")], Discriminator(_form)]


class WindowDoc(Doc):
    each: str = ""
    from_: Any = Field(default=None, alias="from")
    to: Any = None
    within: Any = None
    ahead: Any = None
    roll: Literal["workday", "none", ""] = ""


WindowForm = Annotated[Annotated[str, Tag("@text")] | Annotated[WindowDoc, Tag("@mapping")], Discriminator(_form)]


class ForEachDoc(Doc):
    role: Words | None = None
    pair: Words | None = None
    item: Any = None
    record: SelectorForm | None = None
    year_of: Literal["due", ""] = ""


class BearerDoc(Doc):
    each: str = ""
    post: str = ""
    group: str = ""


BearerForm = Annotated[Annotated[str, Tag("@text")] | Annotated[BearerDoc, Tag("@mapping")], Discriminator(_form)]


class CountDoc(Doc):
    of: SelectorForm
    at_least: Any = None
    at_most: Any = None
    exactly: Any = None
    more_than: Any = None
    less_than: Any = None
    distinct: str = ""
    among: Any = None


class EveryDoc(Doc):
    of: SelectorForm
    must: list[dict[str, Any]]
    at_least: Any = None


class StepDoc(Doc):
    do: SelectorForm
    after: Any = None
    within: Any = None
    in_: WindowForm | None = Field(default=None, alias="in")


class AttestDoc(Doc):
    by: Any = None
    files: int = 1
    proxy: PartDoc | None = None


class PartDoc(Doc):
    """`for_each`, `in` and one kind."""

    for_each: ForEachDoc | None = None
    in_: WindowForm | None = Field(default=None, alias="in")
    count: CountDoc | None = None
    every: EveryDoc | None = None
    steps: list[StepDoc] | None = None
    attest: AttestDoc | None = None
    all_of: list[PartDoc] | None = None
    any_of: list[PartDoc] | None = None


KINDS = ("count", "every", "steps", "attest", "all_of", "any_of")


class AtRiskDoc(Doc):
    lead: str | None = None
    margin: str | None = None
    after: Any = None


class SourceDoc(Doc):
    article: str
    quote: str


class ExampleDoc(Doc):
    as_of: str
    want: str
    records: list[dict[str, Any]] = []
    unit: dict[str, Any] = {}
    bearer: str = ""
    subject: str = ""
    note: Any = None


class ReadingDoc(PartDoc):
    """One way to read an ambiguous text: a part, and what a reader calls it."""

    title: TextDoc | None = None


ReadingForm = Annotated[Annotated[str, Tag("@text")] | Annotated[ReadingDoc, Tag("@mapping")], Discriminator(_form)]


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
    unclear: TextForm | None = None
    examples: list[ExampleDoc] | None = None


class SpanDoc(Doc):
    from_: str = Field(alias="from")
    to: str


class PackSourceDoc(Doc):
    title: str = ""
    file: str = ""


class NotObligationDoc(Doc):
    """A passage of the source text that binds nobody, and why."""

    quote: str
    why: TextDoc


class PackDoc(Doc):
    """`pack.yaml`: what the lists of a pack share."""

    pack: str
    title: TextDoc
    year: int | None = None
    span: SpanDoc | None = None
    source: PackSourceDoc | None = None
    lists: list[str] = []
    """The order of the lists in reports, by name; those not named follow by file name."""
    calendar: Literal["cn", "weekdays"] = "cn"
    at_risk: AtRiskDoc | None = None
    roles: dict[str, RoleDoc] = {}
    vocabulary: VocabularyDoc = VocabularyDoc()
    parameters: dict[str, ParameterDoc] = {}
    sets: dict[str, list[Any]] = {}
    selectors: dict[str, SelectorForm] = {}
    example_unit: dict[str, Any] = {}
    not_obligations: list[NotObligationDoc] = []
    """What of the source text no rule has to say: a preamble, headings, connecting words."""
    policy: dict[str, Any] = {}


class ListDoc(Doc):
    """Every other file of a pack: one list with its articles and obligations."""

    list_: str = Field(alias="list")
    title: TextDoc
    articles: dict[str, TextDoc] = {}
    obligations: list[ObligationDoc]


KEYS = frozenset(
    info.alias or name for model in Doc.__subclasses__() + PartDoc.__subclasses__() for name, info in model.model_fields.items()
)
Keys = tuple[str | int, ...]


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that a slip of the pen most likely meant, or an empty text."""
    return next(iter(get_close_matches(word, sorted(known), 1, 0.6)), "")
