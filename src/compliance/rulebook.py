"""`rules/<pack>/` → `Pack`: every file read, every problem found at once, each with file:line:col."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from compliance import pack_files
from compliance.chain_rows import load_chain
from compliance.declared import Declared, both
from compliance.docs import keys_of
from compliance.errors import Location, NothingToCheck, Problem, RuleError, problem
from compliance.lint import LOWER, lint
from compliance.messages import reasons
from compliance.model import VERDICTS, AtRisk, Chain, Count, Example, HeldShare, ListHead, Obligation, Pack, Part, Source, Span, Text
from compliance.obligations import Builder
from compliance.pack_files import Listed, listed, shape
from compliance.policy import Layer, Policy, load_policy
from compliance.scope import Names, Scope
from compliance.selectors import SelectorTable
from compliance.shapes import KINDS, ObligationDoc, OverDoc, PackDoc, ReadingDoc, closest
from compliance.source import Document, load
from compliance.syntax import references
from compliance.timing import at_risk, parsed, tenure
from compliance.unit import build_unit
from compliance.values import parse_date

HALF = (HeldShare(Fraction(1, 2)),)


def load_pack(folder: Path, forgive: frozenset[str] = frozenset()) -> Pack:
    """The rule pack in `folder`. Raises NothingToCheck without a pack.yaml or an obligation, RuleError with all problems otherwise.

    Errors of the codes in `forgive`, of those found in what is otherwise a whole pack, are but warnings.
    """
    problems: list[Problem] = []
    files = pack_files.read(folder, problems)
    documents = {name: load(data, f"{folder.absolute().name}/{name}", problems) for name, data in files.items()}
    head = documents.pop(pack_files.HEAD, None)
    doc = shape(head, PackDoc, head.value, problems) if head else None
    lists = [one for document in documents.values() if document and (one := listed(document, problems))]
    if head is None or doc is None:
        raise RuleError(dict.fromkeys(problems))
    assembly = _Assembly(head, doc, lists, problems, whole=not problems)
    pack = assembly.pack(pack_files.digest(files))
    text = pack_files.source_text(folder, head, doc, problems)
    problems += (replace(found, severity="warning") if found.code in forgive else found for found in lint(pack))
    build_unit(pack.example_unit, pack, partial(head.at, "example_unit"), problems)
    policy = load_policy(problems, Layer(pack.policy, partial(head.at, "policy")))
    if assembly.whole:
        pack = replace(pack, chain=_chain(pack, policy, head, problems))
    if any(p.severity == "error" for p in problems):
        raise RuleError(dict.fromkeys(problems))
    if not pack.obligations:
        raise NothingToCheck([problem(Location(str(folder)), "rules.pack.empty", path=folder)])
    problems += assembly.unused(pack)
    return replace(pack, text=text, problems=tuple(sorted(set(problems))))


_OF_OBLIGATIONS = ("policy.unknown.", "policy.idle", "policy.periods", "policy.score.")


def _chain(pack: Pack, policy: Policy, head: Document, problems: list[Problem]) -> Chain | None:
    """What its rows say of obligations is not held against them while some obligation could not be read."""
    found: list[Problem] = []
    chain = load_chain(pack, policy, partial(head.at, "policy"), found)
    spoilt = any(known.severity == "error" for known in problems)
    problems += (one for one in found if not (spoilt and one.code.startswith(_OF_OBLIGATIONS)))
    return chain


# ---------------------------------------------------------------- the pack


@dataclass(frozen=True, slots=True)
class Written:
    """An obligation as it stands in its file."""

    doc: ObligationDoc
    scope: Scope
    list_name: str


class _Assembly:
    """Builds one pack from its shaped documents; problems accumulate."""

    def __init__(self, head: Document, doc: PackDoc, lists: list[Listed], problems: list[Problem], *, whole: bool) -> None:
        order = {name: place for place, name in enumerate(doc.lists)}
        self.head, self.doc, self.problems, self.whole = head, doc, problems, whole
        self.lists = sorted(lists, key=lambda listed: (order.get(listed.head.list_, len(order)), listed.document.path))
        self.declared = Declared(head, doc, problems)
        self.parameters, self.roles, self.sets = self.declared.parameters(), self.declared.roles(), self.declared.sets()
        self.vocabulary, self.span = self.declared.vocabulary(), self.declared.span()
        self.periods = self.declared.periods()
        self.names = Names(self.vocabulary, frozenset(doc.roles), self.sets, self.parameters, self.span, self.periods)
        self.selectors = SelectorTable(dict(doc.selectors), self._scope(head, "selectors"))
        self.builder = Builder(self.selectors, self.roles)
        self.default_risk = at_risk(doc.at_risk, AtRisk(), self._scope(head, "at_risk"))

    def _scope(self, document: Document, *keys: str | int) -> Scope:
        return Scope(document, self.names, self.problems, keys)

    def pack(self, digest: str) -> Pack:
        doc = self.doc
        obligations = tuple(self._obligations())
        self.selectors.compile_all()
        return Pack(
            id=doc.pack,
            title=both(doc.title),
            span=self.span,
            roles=self.roles,
            vocabulary=self.vocabulary,
            selectors=MappingProxyType(dict(self.selectors.compiled)),
            parameters=self.parameters,
            sets=self.sets,
            lists=MappingProxyType(dict(self._heads())),
            obligations=obligations,
            calendar=doc.calendar,
            periods=self.periods,
            policy=MappingProxyType(doc.policy),
            example_unit=MappingProxyType(doc.example_unit),
            not_obligations=self.declared.not_obligations(),
            source_title=doc.source.title if doc.source else "",
            digest=digest,
        )

    def _heads(self) -> Iterator[tuple[str, ListHead]]:
        met: dict[str, Document] = {}
        for document, head, *_ in self.lists:
            name = head.list_
            if name in met:
                self._scope(document, "list").say("rules.list.duplicate", found=name, other=met[name].path)
                continue
            met[name] = document
            if not head.obligations and not document.value.get("obligations"):
                self._scope(document, "obligations").say("rules.list.empty", "warning", found=name)
            yield name, ListHead(name, both(head.title), {key: both(title) for key, title in head.articles.items()})
        for number, name in enumerate(self.doc.lists):
            if name not in met and self.whole:
                self._scope(self.head, "lists", number).say("rules.list.unknown", found=name, hint=closest(name, met))

    def unused(self, pack: Pack) -> Iterator[Problem]:
        """Warnings about what is declared and neither an obligation nor a selector refers to."""
        parts = [part for rule in pack.obligations for part in rule.readings.values()]
        refs = [ref for tree in (parts, pack.selectors.values()) for ref in references(tuple(tree)) if ref.path]
        named = {root: frozenset(ref.path[0] for ref in refs if ref.root == root) for root in ("param", "set")}
        used = {"parameters": named["param"], "sets": named["set"], "selectors": frozenset(self.selectors.used)}
        return self.declared.unused(used, self.vocabulary)

    # -------------------------------------------------- obligations

    def _obligations(self) -> Iterator[Obligation]:
        written: dict[str, Written] = {}
        for document, head, obligations, _ in self.lists:
            for number, doc in obligations.items():
                one = Written(doc, replace(self._scope(document, "obligations", number), select=self.selectors.get), head.list_)
                if doc.id in written:
                    one.scope.under("id").say("rules.id.duplicate", found=doc.id, other=written[doc.id].scope.at("id"))
                else:
                    written[doc.id] = one
                if doc.source.article not in head.articles:
                    known = " ".join(head.articles) or "–"
                    one.scope.under("source", "article").say("rules.article.unknown", found=doc.source.article, hint=known)
        spoilt = frozenset().union(*(listed.spoilt for listed in self.lists))
        for one in written.values():
            built = self._obligation(one, written, spoilt)
            if built is not None:
                yield built

    def _obligation(self, one: Written, written: Mapping[str, Written], spoilt: frozenset[str]) -> Obligation | None:
        chain = self._likeness(one, written, spoilt)
        if chain is None:
            return None
        merged, scope = _merge(chain)
        if merged.bearer is None:
            scope.say("rules.key.missing", key="bearer")
        bearer = self.builder.bearer(merged.bearer, scope.under("bearer")) if merged.bearer else None
        readings = self._readings(merged, scope)
        risk = at_risk(merged.at_risk, self.default_risk, scope.under("at_risk"))
        tests, pro_rata = tenure(merged.tenure, scope.under("tenure")) if merged.tenure is not None else (HALF, False)
        effective = self._effective(merged.effective, scope.under("effective")) if merged.effective else None
        examples = tuple(_examples(merged, scope))
        _check_head(one, merged, readings, scope)
        if bearer is None or not readings:
            return None
        return Obligation(
            id=one.doc.id,
            title=both(one.doc.title),
            source=Source(one.doc.source.article, one.doc.source.quote, scope.at()),
            list=one.list_name,
            bearer=bearer,
            readings=readings,
            default_reading=str(merged.readings.get("default")) if merged.readings else "",
            reading_titles=_titles(merged),
            modality=merged.modality or "must",
            late=merged.late or "",
            at_risk=risk,
            tenure=tests,
            tenure_stated=merged.tenure is not None,
            pro_rata=pro_rata,
            effective=effective,
            exclusive=merged.exclusive,
            unclear=_unclear(merged),
            examples=examples,
            draft=one.doc.draft,
        )

    def _effective(self, doc: OverDoc, scope: Scope) -> Span:
        """When the text is in force; an end that is not given is open."""
        ends = ((doc.from_, "from", date.min), (doc.to, "to", date.max))
        first, last = (parsed(parse_date, raw, scope.under(key)) or other if raw is not None else other for raw, key, other in ends)
        if first > last or (doc.from_ is None and doc.to is None):
            scope.say("rules.window.order", first=first, last=last)
        elif first > self.span.last or last < self.span.first:
            scope.say("rules.effective.outside", first=self.span.first, last=self.span.last)
        return Span(first, last)

    def _likeness(self, one: Written, written: Mapping[str, Written], spoilt: frozenset[str]) -> list[Written] | None:
        """The rules that this one copies, the farthest first, and itself; None: one of them is not to be had."""
        chain = [one]
        while like := chain[-1].doc.like:
            names = [link.doc.id for link in chain]
            if like in names:
                if like == names[0]:
                    one.scope.under("like").say("rules.cycle", path=" → ".join([*names, like]))
                return None
            if like not in written:
                if len(chain) == 1 and like not in spoilt and self.whole:
                    one.scope.under("like").say("rules.like.unknown", found=like, hint=closest(like, written))
                return None
            chain.append(written[like])
        return chain[::-1]

    # -------------------------------------------------- readings

    def _readings(self, doc: ObligationDoc, scope: Scope) -> Mapping[str, Part]:
        if doc.readings is None:
            part = self.builder.part(doc, scope, attest=True)
            return MappingProxyType({"": part} if part else {})
        inner = scope.under("readings")
        named = {name: form for name, form in doc.readings.items() if name != "default"}
        default = doc.readings.get("default")
        if not isinstance(default, str) or default not in named:
            inner.say("rules.reading.default", choices=" ".join(named) or "–")
        for key in (*KINDS, "for_each"):
            if getattr(doc, key) is not None:
                scope.under(key).say("rules.reading.beside", of_key=True, found=key)
        built = {name: self._reading(form, doc, inner.under(name), scope) for name, form in named.items()}
        return MappingProxyType({name: part for name, part in built.items() if part})

    def _reading(self, form: str | ReadingDoc, doc: ObligationDoc, scope: Scope, outer: Scope) -> Part | None:
        """A reading without `in`, `when` or `unless` takes the obligation's."""
        if isinstance(form, str):
            scope.say("rules.reading.form", found=form)
            return None
        shared = {name: getattr(doc, name) for name in ("in_", "when", "unless")}
        taken = {name: value for name, value in shared.items() if value is not None and getattr(form, name) is None}
        if taken:
            keys = [name.rstrip("_") for name in taken]
            form, scope = form.replaced(**taken), replace(scope, routes={key: outer.routes.get(key, outer) for key in keys})
        return self.builder.part(form, scope)


def _check_head(one: Written, merged: ObligationDoc, readings: Mapping[str, Part], scope: Scope) -> None:
    """Keys of the head that go with some kinds only."""
    if merged.exclusive and not any(_uses_up(part) for part in readings.values()):
        scope.under("exclusive").say("rules.exclusive.kind", of_key=True)
    if one.doc.draft and readings and (merged.attest is None or merged.readings):
        # Nothing passes by not being written: a draft can only be a judgement that nobody has made.
        scope.under("draft").say("rules.draft.kind", of_key=True)


def _uses_up(part: Part) -> bool:
    """Whether it asks for a number of records, which is what rules can compete for."""
    kind = part.kind
    return isinstance(kind, Count) and not kind.distinct and not kind.total and any(bound.op in LOWER for bound in kind.bounds)


def _titles(doc: ObligationDoc) -> Mapping[str, Text]:
    forms = (doc.readings or {}).items()
    return MappingProxyType({name: both(form.title) for name, form in forms if isinstance(form, ReadingDoc) and form.title})


def _unclear(doc: ObligationDoc) -> Text | None:
    if doc.unclear is None:
        return None
    return Text(doc.unclear, doc.unclear) if isinstance(doc.unclear, str) else both(doc.unclear)


def _examples(doc: ObligationDoc, scope: Scope) -> Iterator[Example]:
    for number, item in enumerate(doc.examples or ()):
        inner = scope.under("examples", number)
        if item.want not in VERDICTS:
            inner.under("want").say("rules.value.choice", found=item.want, choices=" ".join(VERDICTS), hint=closest(item.want, VERDICTS))
        codes = (item.code,) if isinstance(item.code, str) else tuple(item.code or ())
        if item.code is not None and not codes:
            inner.under("code").say("rules.list.nothing")
        for code in codes:
            if code not in reasons.CATALOGUE:
                inner.under("code").say("rules.example.code", found=code, hint=closest(code, reasons.CATALOGUE))
        if item.shown is not None and item.want != "attested":
            inner.under("shown").say("rules.example.shown.want", found=item.want)
        as_of = parsed(parse_date, item.as_of, inner.under("as_of"))
        if as_of is not None:
            yield Example(as_of, item.want, item.plain(), inner.doc, inner.keys, item.shown, codes)


def _merge(chain: list[Written]) -> tuple[ObligationDoc, Scope]:
    """Later documents replace whole keys of earlier ones; the kind (or the readings) is one key.

    `id`, `title` and `source` are required, hence always the last document's own.
    """
    values: dict[str, Any] = {}
    routes: dict[str | int, Scope] = {}
    what = (*KINDS, "readings")
    for one in chain:
        if one.doc.given & set(what):
            values = {key: value for key, value in values.items() if key not in what}
        for key, (name, *_) in keys_of(ObligationDoc).items():
            if name in one.doc.given:
                values[name] = getattr(one.doc, name)
                routes[key] = one.scope
    return ObligationDoc(**values), replace(chain[-1].scope, routes=routes)
