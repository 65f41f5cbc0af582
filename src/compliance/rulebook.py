"""`rules/<pack>/` → `Pack`: every file read, every problem found at once, each with file:line:col."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from compliance.errors import Location, NothingToCheck, Problem, RuleError, problem
from compliance.grammar import Names, Scope
from compliance.lint import lint
from compliance.model import (
    VERDICTS,
    AtRisk,
    Example,
    FieldType,
    HeldShare,
    ListHead,
    Obligation,
    Pack,
    Parameter,
    Part,
    RecordKind,
    Role,
    Source,
    Span,
    Text,
    Vocabulary,
)
from compliance.obligations import Builder, at_risk
from compliance.policy import Layer, load_policy
from compliance.selectors import SelectorTable
from compliance.shapes import (
    KINDS,
    Doc,
    FieldDoc,
    ListDoc,
    ObligationDoc,
    PackDoc,
    PartDoc,
    TextDoc,
    closest,
    shape_problems,
)
from compliance.source import Document, load
from compliance.values import ValueProblem, parse_scalar
from compliance.vocabulary import ATTESTATION

BASES = ("text", "term", "number", "flag", "date", "duration", "person", "place", "ref", "file", "row")
HALF = (HeldShare(Fraction(1, 2)),)
D = TypeVar("D", bound=Doc)


def load_pack(folder: Path) -> Pack:
    """The rule pack in `folder`. Raises NothingToCheck without a pack.yaml or an obligation, RuleError with all problems otherwise."""
    problems: list[Problem] = []
    if not (folder / "pack.yaml").is_file():
        raise NothingToCheck([problem(Location(str(folder)), "rules.pack.absent", path=folder)])
    documents = {path.name: _read(path, folder, problems) for path in sorted(folder.glob("*.yaml"))}
    head = documents.pop("pack.yaml")
    pack_doc = _shape(head, PackDoc, problems)
    lists = [(doc, shaped) for doc in documents.values() if doc and (shaped := _shape(doc, ListDoc, problems))]
    if head is None or pack_doc is None:
        raise RuleError(problems)
    lists.sort(key=lambda pair: (_place(pair[1].list_, pack_doc.lists), pair[0].path))
    pack = _Assembly(head, pack_doc, lists, problems).pack(_digest(folder))
    problems += lint(pack)
    load_policy(problems, Layer(pack.policy, partial(head.at, "policy")))
    if any(p.severity == "error" for p in problems):
        raise RuleError(problems)
    if not pack.obligations:
        raise NothingToCheck([problem(Location(str(folder)), "rules.pack.empty", path=folder)])
    return replace(pack, problems=tuple(sorted(problems)))


def _read(path: Path, folder: Path, problems: list[Problem]) -> Document | None:
    name = f"{folder.name}/{path.name}"
    try:
        return load(path.read_bytes(), name, problems)
    except OSError as wrong:
        problems.append(problem(Location(name), "rules.file.unreadable", why=wrong.strerror or wrong))
        return None


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _shape(document: Document | None, model: type[D], problems: list[Problem]) -> D | None:
    if document is None:
        return None
    try:
        return model.model_validate(document.value)
    except ValidationError as wrong:
        for found in shape_problems(wrong):
            at = document.at(*found.keys, of_key=found.of_key)
            problems.append(problem(at, found.code, "error", **found.params))
        return None


def _place(name: str, order: list[str]) -> int:
    return order.index(name) if name in order else len(order)


def _text(doc: TextDoc) -> Text:
    return Text(doc.zh, doc.en)


class _Assembly:
    """Builds one pack from its shaped documents; problems accumulate."""

    def __init__(self, head: Document, doc: PackDoc, lists: list[tuple[Document, ListDoc]], problems: list[Problem]) -> None:
        self.head, self.doc, self.lists, self.problems = head, doc, lists, problems
        self.parameters = {name: self._parameter(name) for name in doc.parameters}
        self.vocabulary = self._vocabulary()
        values = {name: parameter.value for name, parameter in self.parameters.items()}
        self.names = Names(self.vocabulary, frozenset(doc.roles), frozenset(doc.sets), values)
        self.roles = {name: Role(name, _text(role.title), role.one_holder) for name, role in doc.roles.items()}
        self.selectors = SelectorTable(dict(doc.selectors), self._scope(head, "selectors"))
        self.builder = Builder(self.selectors, self.roles)
        self.default_risk = at_risk(doc.at_risk, AtRisk(), self._scope(head, "at_risk"))

    def _scope(self, document: Document, *keys: str | int) -> Scope:
        return Scope(document, self.names, self.problems, keys)

    def pack(self, digest: str) -> Pack:
        doc = self.doc
        for name in doc.selectors:
            self.selectors.get(name, self._scope(self.head, "selectors", name))
        heads = {shaped.list_: ListHead(shaped.list_, _text(shaped.title), {k: _text(v) for k, v in shaped.articles.items()}) for _, shaped in self.lists}
        return Pack(
            id=doc.pack,
            title=_text(doc.title),
            span=self._span(),
            roles=MappingProxyType(self.roles),
            vocabulary=self.vocabulary,
            selectors=MappingProxyType(dict(self.selectors.compiled)),
            parameters=MappingProxyType(self.parameters),
            sets=MappingProxyType({name: tuple(items) for name, items in doc.sets.items()}),
            lists=MappingProxyType(heads),
            obligations=tuple(self._obligations()),
            calendar=doc.calendar,
            policy=MappingProxyType(doc.policy),
            example_unit=MappingProxyType(doc.example_unit),
            digest=digest,
        )

    # -------------------------------------------------- what the pack declares

    def _span(self) -> Span:
        if (self.doc.year is None) == (self.doc.span is None):
            self.problems.append(problem(self.head.at(), "rules.span.form"))
        if self.doc.span is None:
            year = self.doc.year or 2000
            return Span(date(year, 1, 1), date(year, 12, 31))
        days = [self._day(self.doc.span.from_, "from"), self._day(self.doc.span.to, "to")]
        if days[0] > days[1]:
            self.problems.append(problem(self.head.at("span"), "rules.span.order"))
        return Span(*days)

    def _day(self, text: str, key: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problems.append(problem(self.head.at("span", key), "rules.point.impossible", found=text))
            return date(2000, 1, 1)

    def _parameter(self, name: str) -> Parameter:
        doc = self.doc.parameters[name]

        def value(raw: Any, *keys: str | int) -> Any:
            try:
                return parse_scalar(raw)
            except ValueProblem as wrong:
                self.problems.append(problem(self.head.at("parameters", name, *keys), wrong.code, "error", **wrong.params))
                return None

        ends = [value(raw, "range", number) for number, raw in enumerate(doc.range)] or [None, None]
        at = self.head.at("parameters", name)
        if not doc.stated and not doc.why:
            self.problems.append(problem(at, "rules.parameter.why", found=name))
        if len(ends) != 2:
            self.problems.append(problem(at, "rules.parameter.range", found=name))
        choices = tuple(value(raw, "choices", number) for number, raw in enumerate(doc.choices))
        parameter = Parameter(name, value(doc.value, "value"), str(doc.value), doc.stated, doc.why, choices, ends[0], ends[-1])
        if choices and parameter.value not in choices:
            self.problems.append(problem(at, "rules.parameter.choice", found=name))
        return parameter

    def _vocabulary(self) -> Vocabulary:
        doc, keys = self.doc.vocabulary, ("vocabulary",)
        kinds = {
            name: RecordKind(name, _text(kind.title), self._fields(kind.fields, (*keys, "kinds", name, "fields")))
            for name, kind in doc.kinds.items()
        }
        if ATTESTATION.name in kinds:
            self.problems.append(problem(self.head.at(*keys, "kinds", ATTESTATION.name), "rules.kind.builtin", found=ATTESTATION.name))
        return Vocabulary(
            terms=MappingProxyType({name: tuple(words) for name, words in doc.terms.items()}),
            kinds=MappingProxyType({**kinds, ATTESTATION.name: ATTESTATION}),
            person=self._fields(doc.person, (*keys, "person")),
            place=self._fields(doc.place, (*keys, "place")),
            unit=self._fields(doc.unit, (*keys, "unit")),
        )

    def _fields(self, fields: Mapping[str, str | FieldDoc], keys: tuple[str, ...]) -> Mapping[str, FieldType]:
        return MappingProxyType({name: self._field(form, (*keys, name)) for name, form in fields.items()})

    def _field(self, form: str | FieldDoc, keys: tuple[str, ...]) -> FieldType:
        doc = FieldDoc(type=form) if isinstance(form, str) else form
        many = doc.type.startswith("list of ")
        base = doc.type.removeprefix("list of ")
        at = self.head.at(*keys)
        if base not in BASES:
            self.problems.append(problem(at, "rules.type.unknown", found=doc.type, choices=" ".join(BASES), hint=closest(base, BASES)))
        if doc.terms and doc.terms not in self.doc.vocabulary.terms:
            hint = closest(doc.terms, self.doc.vocabulary.terms)
            self.problems.append(problem(at, "rules.terms.unknown", found=doc.terms, hint=hint))
        if doc.kind and doc.kind not in self.doc.vocabulary.kinds:
            hint = closest(doc.kind, self.doc.vocabulary.kinds)
            self.problems.append(problem(at, "rules.kind.unknown", found=doc.kind, hint=hint))
        title = _text(doc.title) if doc.title else None
        return FieldType(base, many, doc.terms, doc.kind, self._fields(doc.fields, (*keys, "fields")), title)

    # -------------------------------------------------- obligations

    def _obligations(self) -> Iterator[Obligation]:
        written: dict[str, tuple[ObligationDoc, Scope, str]] = {}
        for document, shaped in self.lists:
            for number, doc in enumerate(shaped.obligations):
                scope = self._scope(document, "obligations", number)
                if doc.id in written:
                    scope.under("id").say("rules.id.duplicate", found=doc.id, other=written[doc.id][1].at("id"))
                    continue
                if doc.source.article not in shaped.articles:
                    scope.under("source", "article").say("rules.article.unknown", found=doc.source.article, hint=" ".join(shaped.articles))
                written[doc.id] = (doc, scope, shaped.list_)
        for name in written:
            built = self._obligation(name, written)
            if built is not None:
                yield built

    def _obligation(self, name: str, written: Mapping[str, tuple[ObligationDoc, Scope, str]]) -> Obligation | None:
        own, scope, list_name = written[name]
        chain = self._likeness(name, written)
        merged, scope = _merge([written[link][:2] for link in reversed(chain)])
        if merged.bearer is None:
            scope.say("rules.key.missing", key="bearer")
            return None
        readings = self._readings(merged, scope)
        if not readings:
            return None
        return Obligation(
            id=own.id,
            title=_text(own.title),
            source=Source(own.source.article, own.source.quote, scope.at()),
            list=list_name,
            bearer=self.builder.bearer(merged.bearer, scope.under("bearer")),
            readings=readings,
            default_reading=str(merged.readings["default"]) if merged.readings else "",
            modality=merged.modality or "must",
            late=merged.late or "",
            at_risk=at_risk(merged.at_risk, self.default_risk, scope.under("at_risk")),
            tenure=self.builder.tenure(merged.tenure, scope.under("tenure")) if merged.tenure is not None else HALF,
            tenure_stated=merged.tenure is not None,
            unclear=_text(merged.unclear) if merged.unclear else None,
            examples=tuple(self._examples(merged, scope)),
        )

    def _likeness(self, name: str, written: Mapping[str, tuple[ObligationDoc, Scope, str]]) -> list[str]:
        chain = [name]
        while like := written[chain[-1]][0].like:
            scope = written[chain[-1]][1].under("like")
            if like in chain:
                scope.say("rules.cycle", path=" → ".join([*chain, like]))
                break
            if like not in written:
                scope.say("rules.like.unknown", found=like, hint=closest(like, written))
                break
            chain.append(like)
        return chain

    def _readings(self, doc: ObligationDoc, scope: Scope) -> Mapping[str, Part]:
        if doc.readings is None:
            part = self.builder.part(doc, scope, attest=True)
            return MappingProxyType({"": part} if part else {})
        inner = scope.under("readings")
        named = {name: form for name, form in doc.readings.items() if name != "default"}
        if doc.readings.get("default") not in named:
            inner.say("rules.reading.default", choices=" ".join(named))
            return {}
        if any(getattr(doc, key) is not None for key in (*KINDS, "for_each")):
            inner.say("rules.reading.beside")
        built = {name: self._reading(form, doc, inner.under(name), scope) for name, form in named.items()}
        return MappingProxyType({name: part for name, part in built.items() if part})

    def _reading(self, form: str | PartDoc, doc: ObligationDoc, scope: Scope, outer: Scope) -> Part | None:
        """A reading without `in` takes the obligation's."""
        if isinstance(form, str):
            scope.say("rules.value.type", found=form, wanted="mapping")
            return None
        if form.in_ is None and doc.in_ is not None:
            form, scope = form.model_copy(update={"in_": doc.in_}), replace(scope, routes={"in": outer})
        return self.builder.part(form, scope, attest=True)

    def _examples(self, doc: ObligationDoc, scope: Scope) -> Iterator[Example]:
        for number, item in enumerate(doc.examples or ()):
            inner = scope.under("examples", number)
            if item.want not in VERDICTS:
                inner.under("want").say("rules.value.choice", found=item.want, choices=" ".join(VERDICTS))
            try:
                as_of = date.fromisoformat(item.as_of)
            except ValueError:
                inner.under("as_of").say("rules.point.impossible", found=item.as_of)
                continue
            yield Example(as_of, item.want, item.model_dump(), inner.at(), inner.doc, inner.keys)


def _merge(chain: list[tuple[ObligationDoc, Scope]]) -> tuple[ObligationDoc, Scope]:
    """Later documents replace whole keys of earlier ones; the kind (or the readings) is one key.

    `id`, `title` and `source` are required, hence always the last document's own.
    """
    values: dict[str, Any] = {}
    routes: dict[str | int, Scope] = {}
    what = (*KINDS, "readings")
    for doc, scope in chain:
        if doc.model_fields_set & set(what):
            values = {key: value for key, value in values.items() if key not in what}
        for name in doc.model_fields_set:
            values[name] = getattr(doc, name)
            routes[ObligationDoc.model_fields[name].alias or name] = scope
    return ObligationDoc.model_construct(None, **values), replace(chain[-1][1], routes=routes)
