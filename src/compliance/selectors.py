"""Selectors from their documents: named ones once, `is` and `any_of` resolved, cycles refused (language §4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from compliance.grammar import conditions
from compliance.model import Branch, Run, Selector, Text
from compliance.quantities import choice
from compliance.references import path_types
from compliance.scope import Scope
from compliance.shapes import RunDoc, SelectorDoc, closest
from compliance.syntax import roots

NOTHING = Selector("", ())
MAX_DEPTH, MAX_BRANCHES = 50, 500


@dataclass(slots=True)
class SelectorTable:
    """The pack's named selectors, compiled on first use; `used` are the names that something referred to."""

    documents: dict[str, str | SelectorDoc]
    scope: Scope
    """The scope of `selectors:` in pack.yaml."""
    compiled: dict[str, Selector] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def get(self, form: str | SelectorDoc, scope: Scope) -> Selector:
        """A name or a mapping in its place; problems are reported at `scope` and an empty selector stands in."""
        if isinstance(form, SelectorDoc):
            return self._build("", form, scope)
        if form not in self.documents:
            scope.say("rules.selector.unknown", found=form, hint=closest(form, self.documents))
            return NOTHING
        self.used.add(form)
        return self._look_up(form, scope)

    def compile_all(self) -> None:
        """Compile those too that nothing has used so far."""
        for name in self.documents:
            self._look_up(name, self.scope.under(name))

    def _look_up(self, name: str, scope: Scope) -> Selector:
        if name in self.open:
            scope.say("rules.cycle", path=" → ".join([*self.open[self.open.index(name) :], name]))
            return NOTHING
        if len(self.open) == MAX_DEPTH:
            scope.say("rules.selector.large", most=MAX_DEPTH)
            return NOTHING
        if name not in self.compiled:
            self.compiled[name] = self._named(name, self.scope.under(name))
        built = self.compiled[name]
        if scope.each is not None and "each" in roots(built):
            # Once more with what `$each` is for this rule: only to see whether it fits.
            self._named(name, replace(self.scope.under(name), each=scope.each, blame=scope.blame or scope))
        return built

    def _named(self, name: str, scope: Scope) -> Selector:
        self.open.append(name)
        document = self.documents[name]
        built = self._build(name, document, scope) if isinstance(document, SelectorDoc) else replace(self.get(document, scope), name=name)
        self.open.pop()
        return built

    def _build(self, name: str, document: SelectorDoc, scope: Scope) -> Selector:
        title = Text(document.title.zh, document.title.en) if document.title else None
        if document.choose or document.from_ or document.else_:
            return self._chosen(name, document, title, scope)
        bases = self._bases(document, scope)
        kinds = tuple(dict.fromkeys(kind for branch in bases for kind in branch.kinds))
        inner = replace(scope.under("where"), kinds=kinds)
        lines = conditions(document.where, inner, inner.spaces()) if kinds else ()
        if document.at:
            self._date_field(document.at, kinds, scope.under("at"))
        run = self._run(document.run, inner, scope.under("run")) if document.run else None
        for base in bases if (document.run or lines) else ():
            if base.run:
                scope.say("rules.run.narrowed")
        branches = tuple(Branch(b.kinds, b.lines + lines, document.at or b.at, run or b.run) for b in bases)
        if title is None and not document.where and isinstance(document.is_, str):
            title = self.get(document.is_, scope.under("is")).title
        return Selector(name, branches, title)

    def _bases(self, document: SelectorDoc, scope: Scope) -> tuple[Branch, ...]:
        given = [key for key, value in (("kind", document.kind), ("is", document.is_), ("any_of", document.any_of)) if value]
        if len(given) != 1:
            scope.say("rules.selector.form", found=" ".join(given) or "–")
            return ()
        if document.kind:
            return self._kinds((document.kind,) if isinstance(document.kind, str) else tuple(document.kind), scope.under("kind"))
        if document.is_:
            return self.get(document.is_, scope.under("is")).branches
        chosen = (self.get(form, scope.under("any_of", number)) for number, form in enumerate(document.any_of))
        branches = tuple(branch for selector in chosen for branch in selector.branches)
        if len(branches) > MAX_BRANCHES:
            scope.say("rules.selector.large", most=MAX_BRANCHES)
            return ()
        return branches

    def _chosen(self, name: str, document: SelectorDoc, title: Text | None, scope: Scope) -> Selector:
        """`{choose: REF, from: {a: SELECTOR, …}, else: SELECTOR}`."""
        if document.given - {"choose", "from_", "else_", "title"} or not document.choose:
            scope.say("rules.selector.form", found=" ".join(sorted(name.removesuffix("_") for name in document.given)))
            return NOTHING
        raw = {"choose": document.choose, "from": document.from_, "else": document.else_}
        chosen = choice(raw, scope, self.get)
        options = [option for _, option in chosen.options] + ([chosen.otherwise] if chosen.otherwise else [])
        return Selector(name, tuple(branch for option in options for branch in option.branches), title, chosen)

    def _run(self, document: RunDoc, inner: Scope, scope: Scope) -> Run:
        if document.length < 2:
            scope.under("length").say("rules.run.length", found=document.length)
        if not document.is_:
            scope.under("is").say("rules.list.nothing")
        per = tuple(document.per.split(".")) if document.per else ()
        place = replace(scope, kinds=inner.kinds)
        if per:
            path_types(per, place.under("per"), inner.spaces())
        return Run(document.length, conditions(document.is_, place.under("is"), inner.spaces()), per, document.first_only)

    def _kinds(self, kinds: tuple[str, ...], scope: Scope) -> tuple[Branch, ...]:
        known = scope.names.vocabulary.kinds
        for kind in kinds:
            if kind not in known:
                scope.say("rules.kind.unknown", found=kind, hint=closest(kind, known))
        return (Branch(tuple(kind for kind in dict.fromkeys(kinds) if kind in known), ()),)

    def _date_field(self, name: str, kinds: tuple[str, ...], scope: Scope) -> None:
        for space in replace(scope, kinds=kinds).spaces():
            found = space.get(name)
            if found is None or found.base != "date" or found.many:
                dates = [key for key, value in space.items() if value.base == "date" and not value.many]
                scope.say("rules.at.date", found=name, hint=closest(name, dates) or " ".join(dates))
                return
