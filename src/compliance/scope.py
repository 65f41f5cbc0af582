"""Where in a rule file we are, what may be named there, and where what is wrong with it is collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from compliance.errors import Location, Problem, ProblemSeverity
from compliance.model import FieldType, Parameter, Selector, Span, Text, Value, Vocabulary
from compliance.shapes import Keys
from compliance.source import Document
from compliance.values import ValueProblem
from compliance.vocabulary import Space, record_space


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack declares and a rule may name."""

    vocabulary: Vocabulary
    roles: frozenset[str]
    sets: Mapping[str, tuple[Value, ...]]
    parameters: Mapping[str, Parameter]
    span: Span
    periods: Mapping[str, Text]


class Each(NamedTuple):
    """What `$each` is under a `for_each`. `kind`: role, pair, item, record; empty: there is no `for_each`."""

    kind: str = ""
    types: tuple[FieldType, ...] = ()
    """What `$each` itself may be; empty: any word."""
    spaces: tuple[Space, ...] = ()
    """Where `$each.field` goes on."""
    any_field: bool = False
    """An item of a set that only units fill: its fields are declared nowhere."""


@dataclass(frozen=True, slots=True)
class Scope:
    doc: Document
    names: Names
    problems: list[Problem]
    keys: Keys = ()
    kinds: tuple[str, ...] = ()
    """The record kinds that `$record` and the outermost paths speak of."""
    each: Each | None = None
    """None: not known, for a selector in pack.yaml serves many rules."""
    blame: Scope | None = None
    """Where a wrong `$each` is reported, if not here: at the rule that uses a selector of pack.yaml."""
    select: Callable[[Any, Scope], Selector] | None = None
    """Compiles a selector in its place; None: none may stand here."""
    routes: Mapping[str | int, Scope] = field(default_factory=dict)
    """Where a first key really stands, if elsewhere: what `like` copied keeps its own place."""

    def under(self, *keys: str | int) -> Scope:
        home = self.routes.get(keys[0], self) if self.routes else self
        return Scope(home.doc, self.names, self.problems, (*home.keys, *keys), self.kinds, self.each, self.blame, self.select)

    def at(self, *keys: str | int, of_key: bool = False) -> Location:
        return self.doc.at(*self.keys, *keys, of_key=of_key)

    def say(self, code: str, severity: ProblemSeverity = "error", *, of_key: bool = False, **params: object) -> None:
        """Report something here; a parameter that differs by language is a `Text`."""
        plain = tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items())
        self.problems.append(Problem(self.at(of_key=of_key), code, severity, plain))

    def refuse(self, wrong: ValueProblem) -> None:
        self.say(wrong.code, "error", of_key=False, **wrong.params)

    def spaces(self) -> tuple[Space, ...]:
        return tuple(record_space(self.names.vocabulary, kind) for kind in self.kinds)
