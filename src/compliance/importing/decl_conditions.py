"""The data conditions of DECLARE constraints (`A.x > 3 and T.y is not z`): read, evaluated, and said as lines of `where`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}
_SIGNS = {">": "more_than", ">=": "at_least", "<": "less_than", "<=": "at_most", "=": "equals", "==": "equals", "!=": "differs"}
_TOKEN = re.compile(r"\s*(?:(>=|<=|!=|==|[()<>=,])|\"([^\"]*)\"|([^\s()<>=!,\"]+))")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WORDS = ("and", "or", "not", "is", "in", "same", "different")


class Other(NamedTuple):
    """The value of an attribute of the activation, in a condition on the target."""

    name: str


class Atom(NamedTuple):
    """`op`: equals differs at_least at_most more_than less_than; `is` and `in` are `equals` with one and several words."""

    name: str
    op: str
    values: tuple[Fraction | str | Other, ...]
    column: int


class Both(NamedTuple):
    """`and`, `or` of two or more."""

    op: Literal["and", "or"]
    items: tuple[Formula, ...]


class Negation(NamedTuple):
    item: Formula


Formula = Atom | Both | Negation


class ConditionProblem(ValueError):
    """A condition that cannot be read: a catalogue code, what was found, and its 0-based column in the text."""

    def __init__(self, code: str, column: int, **params: str) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params


class Inexact(ValueError):
    """A condition that the rule language has no exact words for; the argument is a catalogue code."""


class _Token(NamedTuple):
    text: str
    column: int
    quoted: bool = False


def read(text: str, own: tuple[str, ...], other: tuple[str, ...] = ()) -> Formula | None:
    """The formula of one section; None: it is empty. `own`: how its event may be called, `other`: how the activation may be.

    Raises ConditionProblem.
    """
    tokens = list(_tokens(text))
    if not tokens:
        return None
    reader = _Reader(tokens, own, other, len(text))
    found = reader.either()
    reader.end()
    return found


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise ConditionProblem("import.decl.condition", at, found=text[at:].strip())
        start = found.start(found.lastindex or 0)
        yield _Token(found[found.lastindex or 0], start, found.lastindex == 2)
        at = found.end()


class _Reader:
    """Recursive descent; a condition is one line, and brackets nest at most as deep as it is long."""

    def __init__(self, tokens: list[_Token], own: tuple[str, ...], other: tuple[str, ...], length: int) -> None:
        self.tokens, self.own, self.other, self.length, self.at = tokens, own, other, length, 0

    def either(self) -> Formula:
        items = [self.all()]
        while self.take("or"):
            items.append(self.all())
        return items[0] if len(items) == 1 else Both("or", tuple(items))

    def all(self) -> Formula:
        items = [self.one()]
        while self.take("and"):
            items.append(self.one())
        return items[0] if len(items) == 1 else Both("and", tuple(items))

    def one(self) -> Formula:
        if self.take("not"):
            return Negation(self.one())
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        return self.atom()

    def atom(self) -> Formula:
        token = self.next()
        if token.text in ("same", "different") and self.other:
            name = self.next().text
            return Atom(name, "equals" if token.text == "same" else "differs", (Other(name),), token.column)
        name = self._own(token)
        sign = self.next()
        if sign.text in _SIGNS:
            return Atom(name, _SIGNS[sign.text], (self.value(),), token.column)
        negated = self.take("not")
        if sign.text == "not" or negated:
            if sign.text == "not":
                self.need("in")
            return Atom(name, "differs", self.listed() if sign.text in ("in", "not") else self.words(), token.column)
        if sign.text in ("is", "in"):
            return Atom(name, "equals", self.listed() if sign.text == "in" else self.words(), token.column)
        raise ConditionProblem("import.decl.condition", sign.column, found=sign.text)

    def _own(self, token: _Token) -> str:
        for prefix in self.own:
            if token.text.startswith(f"{prefix}.") and len(token.text) > len(prefix) + 1:
                return token.text[len(prefix) + 1 :]
        raise ConditionProblem("import.decl.condition.whose", token.column, found=token.text, wanted="、".join(f"{p}.x" for p in self.own))

    def value(self) -> Fraction | str | Other:
        token = self.next()
        if token.quoted:
            return token.text
        if _NUMBER.fullmatch(token.text):
            return Fraction(token.text)
        for prefix in self.other:
            if token.text.startswith(f"{prefix}."):
                return Other(token.text[len(prefix) + 1 :])
        return token.text

    def words(self) -> tuple[Fraction | str | Other, ...]:
        """A value of several words goes on to the next sign."""
        first = self.value()
        rest: list[str] = []
        while isinstance(first, str) and self.at < len(self.tokens) and self._goes_on(self.tokens[self.at]):
            rest.append(self.next().text)
        return (" ".join((first, *rest)),) if isinstance(first, str) else (first,)

    @staticmethod
    def _goes_on(token: _Token) -> bool:
        return not token.quoted and token.text not in (*_WORDS, *_SIGNS, "(", ")", ",")

    def listed(self) -> tuple[Fraction | str | Other, ...]:
        self.need("(")
        values = [*self.words()]
        while self.take(","):
            values += self.words()
        self.need(")")
        return tuple(values)

    def next(self) -> _Token:
        if self.at == len(self.tokens):
            raise ConditionProblem("import.decl.condition.end", self.length)
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].text.lower() == word and not self.tokens[self.at].quoted:
            self.at += 1
            return True
        return False

    def need(self, word: str) -> None:
        if not self.take(word):
            token = self.next()
            raise ConditionProblem("import.decl.condition", token.column, found=token.text)

    def end(self) -> None:
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            raise ConditionProblem("import.decl.condition", token.column, found=token.text)


# ---------------------------------------------------------------- what it says


def atoms(formula: Formula | None) -> Iterator[Atom]:
    if isinstance(formula, Atom):
        yield formula
    elif isinstance(formula, Negation):
        yield from atoms(formula.item)
    elif formula is not None:
        for item in formula.items:
            yield from atoms(item)


def correlated(formula: Formula | None) -> bool:
    """Whether it compares the two events with each other."""
    return any(isinstance(value, Other) for atom in atoms(formula) for value in atom.values)


def true_of(formula: Formula | None, event: Mapping[str, Any], activation: Mapping[str, Any]) -> bool:
    """Whether it holds of an event whose attributes, and the activation's, are all given."""
    if formula is None:
        return True
    if isinstance(formula, Negation):
        return not true_of(formula.item, event, activation)
    if isinstance(formula, Both):
        return (all if formula.op == "and" else any)(true_of(item, event, activation) for item in formula.items)
    found = event[formula.name]
    wanted = [activation[value.name] if isinstance(value, Other) else value for value in formula.values]
    if formula.op in ("equals", "differs"):
        return (found in wanted) == (formula.op == "equals")
    value = wanted[0]
    tests = {"at_least": found >= value, "at_most": found <= value, "more_than": found > value, "less_than": found < value}
    return bool(tests[formula.op])


def negated(formula: Formula) -> Formula:
    if isinstance(formula, Negation):
        return formula.item
    if isinstance(formula, Both):
        return Both("or" if formula.op == "and" else "and", tuple(negated(item) for item in formula.items))
    return formula._replace(op={**OPPOSITE, "equals": "differs", "differs": "equals"}[formula.op])


def lines(formula: Formula | None, fields: Mapping[str, str], numbers: frozenset[str]) -> list[dict[str, Any]]:
    """As lines of `where`; `fields`: attribute → field, `numbers`: the attributes that are numbers. Raises Inexact."""
    if formula is None:
        return []
    if isinstance(formula, Negation):
        return lines(negated(formula.item), fields, numbers)
    if isinstance(formula, Atom):
        return [{fields[formula.name]: _test(formula, fields, numbers)}]
    if formula.op == "and":
        return [line for item in formula.items for line in lines(item, fields, numbers)]
    alternatives: list[dict[str, Any]] = []
    for item in formula.items:
        alternative: dict[str, Any] = {}
        for line in lines(item, fields, numbers):
            if alternative.keys() & line.keys():
                raise Inexact("import.decl.why.condition")
            alternative |= line
        alternatives.append(alternative)
    return [{"any_of": alternatives}]


def _test(atom: Atom, fields: Mapping[str, str], numbers: frozenset[str]) -> Any:
    written = [f"$each.{fields[value.name]}" if isinstance(value, Other) else value for value in atom.values]
    if atom.op not in ("equals", "differs"):
        return {atom.op: written[0]}
    if atom.name in numbers:
        if len(written) > 1:
            raise Inexact("import.decl.why.condition")
        return {"equals": written[0]} if atom.op == "equals" else {"not": {"equals": written[0]}}
    plain = written[0] if len(written) == 1 else written
    return plain if atom.op == "equals" else {"not": plain}
