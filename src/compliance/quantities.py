"""What a number, or the right side of a comparison, may be: written out, a reference, an n-expression, a choice (language §2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import prod
from typing import Any, TypeVar

from compliance.misshapen import wanted
from compliance.model import Calc, Choose, Duration, FieldType, Point, Ref, Value
from compliance.references import COMPARABLE, DATE, NUMBER, REF, Meaning, constant, is_of, operands, reference
from compliance.scope import Scope
from compliance.shapes import closest
from compliance.values import ROOTS, ValueProblem, expression, is_reference, parse_point, parse_ratio, shown
from compliance.vocabulary import words_of

OF_LISTS = ("people", "set", "bearer", "each", "unit", "param", "record")
READ_ON_THE_FIRST_DAY = ("bearer", "each", "unit", "param", "period")
"""What a choice may depend on."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Compile = Callable[[Any, Scope], Any]
Quantity = int | Fraction | Duration | Ref | Calc | Choose
N = TypeVar("N")


# ---------------------------------------------------------------- choices


def is_choice(raw: object) -> bool:
    return isinstance(raw, Mapping) and "choose" in raw


def choice(raw: Mapping[str, Any], scope: Scope, compile_value: Compile) -> Choose:
    """`{choose: REF, from: {a: V, …}, else: V}`, each V compiled in its place."""
    for key in sorted(set(raw) - {"choose", "from", "else"}):
        scope.under(key).say("rules.key.unknown", of_key=True, found=key, hint=closest(key, ("choose", "from", "else")))
    inner, options = scope.under("choose"), raw.get("from")
    ref, meaning = Ref("bearer"), Meaning()
    if is_reference(raw["choose"]):
        ref, meaning = reference(str(raw["choose"]), inner, READ_ON_THE_FIRST_DAY)
    else:
        inner.say("rules.value.type", found=shown(raw["choose"]), wanted=wanted("reference"))
    if not isinstance(options, Mapping) or not options:
        scope.say("rules.choose.form", found=shown(raw))
        options = {}
    otherwise = compile_value(raw["else"], scope.under("else")) if raw.get("else") is not None else None
    _check_words(tuple(options), meaning, otherwise is not None, scope)
    values = tuple((_key(key, meaning, scope), compile_value(value, scope.under("from", key))) for key, value in options.items())
    return Choose(ref, values, otherwise)


def _key(key: Any, meaning: Meaning, scope: Scope) -> Any:
    """The value that a key stands for: of a flag true or false, of a number the number; keys of a mapping are text."""
    bases = {each.base for each in meaning.types}
    if bases == {"flag"} and key in ("true", "false"):
        return key == "true"
    if bases == {"number"} and isinstance(key, str) and _NUMBER.fullmatch(key):
        number = Fraction(key)
        return int(number) if number == int(number) else number
    if bases in ({"flag"}, {"number"}):
        scope.under("from", key).say("rules.value.type", of_key=True, found=key, wanted=wanted(*bases))
    return key


def _check_words(given: tuple[Any, ...], meaning: Meaning, rest: bool, scope: Scope) -> None:
    """Of a closed word list every word must have its value, and no other word may have one."""
    names = scope.names
    lists = [found for field in meaning.types if (found := words_of(names.vocabulary, names.roles, field))]
    for name, words in lists:
        for word in given:
            if word not in words:
                scope.under("from", word).say("rules.term.unknown", of_key=True, found=word, terms=name, hint=closest(str(word), words))
        missing = [word for word in words if word not in given]
        if missing and not rest:
            scope.say("rules.choose.missing", found=" ".join(missing), terms=name)
    if any(field.many for field in meaning.types):
        scope.under("choose").say("rules.reference.type", found="list", have=wanted("list"), wanted=wanted("term"))


# ---------------------------------------------------------------- numbers


def number(raw: object, scope: Scope, literal: Callable[[object, Scope], Any] | None = None) -> Quantity:
    """An n-expression; `literal` reads what is written out, by default any number. After a problem 1 stands in."""
    if is_choice(raw):
        return choice(raw, scope, lambda value, inner: number(value, inner, literal))  # type: ignore[arg-type]  # a mapping
    if expression(raw):
        return _calculation(raw, scope)  # type: ignore[arg-type]  # a mapping
    if is_reference(raw):
        ref, meaning = reference(str(raw), scope)
        _numeric(ref, meaning, scope)
        return ref
    if literal is not None:
        found: Quantity = literal(raw, scope)
        return found
    if isinstance(raw, (int, Fraction)) and not isinstance(raw, bool):
        return raw
    scope.say("rules.value.type", found=shown(raw), wanted=wanted("number"))
    return 1


def _numeric(ref: Ref, meaning: Meaning, scope: Scope) -> None:
    if any(each.base != "number" or each.many for each in meaning.types):
        have = wanted(*("list" if each.many else each.base for each in meaning.types))
        scope.say("rules.reference.type", found=ref, have=have, wanted=wanted("number"))
    if ref.root == "set":
        scope.say("rules.reference.type", found=ref, have=wanted("list"), wanted=wanted("number"))
    elif any(not is_of(value, "number") for value in meaning.values):
        scope.say("rules.parameter.type", found=ref, wanted=wanted("number"))


def _calculation(raw: Mapping[str, Any], scope: Scope) -> Calc:
    if "share" in raw:
        if set(raw) != {"share", "of"}:
            scope.say("rules.share.form", found=shown(raw))
            return Calc("plus", (1,))
        return Calc("share", (_ratio(raw["share"], scope.under("share")), _amount(raw["of"], scope.under("of"))))
    [op, *more] = raw
    if more:
        scope.say("rules.test.keys", found=shown(raw))
    if op == "size":
        return Calc("size", _list(raw[op], scope.under(op)))
    items = raw[op]
    if not isinstance(items, list) or not items or (op in ("minus", "div") and len(items) != 2):
        scope.under(op).say("rules.calculation.form", found=shown(items), op=op)
        return Calc("plus", (1,))
    if op == "div" and items[1] == 0:
        scope.under(op, 1).say("rules.calculation.zero")
    return Calc(op, tuple(number(item, scope.under(op, place)) for place, item in enumerate(items)))


def folded(n: Any) -> int | Fraction | None:
    """The number that an n-expression comes to, where every number in it is written out."""
    if not isinstance(n, Calc):
        return n if isinstance(n, (int, Fraction)) and not isinstance(n, bool) else None
    args = [folded(arg) for arg in n.args]
    known = [arg for arg in args if arg is not None]
    if n.op == "size" or len(known) < len(args):
        return None
    if n.op in ("minus", "div", "share"):
        one, other = known
        if n.op == "div":
            return one // other if other else None
        return one - other if n.op == "minus" else one * other
    of_many: Mapping[str, Callable[[list[Any]], int | Fraction]] = {"max": max, "min": min, "plus": sum, "times": prod}
    return of_many[n.op](known)


def _list(raw: object, scope: Scope) -> tuple[Value | Ref, ...]:
    if raw == []:
        scope.say("rules.list.nothing")
    return operands(raw, scope, (), OF_LISTS)


def _amount(raw: object, scope: Scope) -> Quantity:
    """A number, or a list whose size is meant."""
    if isinstance(raw, list):
        return Calc("size", _list(raw, scope))
    if is_reference(raw):
        ref, meaning = reference(str(raw), scope)
        many = any(each.many for each in meaning.types) or any(type(value) is tuple for value in meaning.values)
        if ref.root in ("people", "set") or many or ref.path == ():
            return Calc("size", (ref,))
        _numeric(ref, meaning, scope)
        return ref
    return number(raw, scope)


def _ratio(raw: object, scope: Scope) -> Quantity:
    if is_choice(raw):
        return choice(raw, scope, _ratio)  # type: ignore[arg-type]  # a mapping
    if is_reference(raw):
        return number(raw, scope)
    try:
        found = parse_ratio(raw)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return Fraction(1)
    if not 0 < found <= 1:
        scope.say("rules.ratio.range", found=shown(raw))
    return found


# ---------------------------------------------------------------- the right side of a comparison


def comparable(raw: object, scope: Scope, types: tuple[FieldType, ...]) -> Value | Ref | Calc | Choose | Point:
    """A number, a date or a duration: written out, a reference to one, worked out, or chosen."""
    bases = tuple(dict.fromkeys(each.base for each in types)) or COMPARABLE
    if is_choice(raw):
        return choice(raw, scope, lambda value, inner: comparable(value, inner, types))  # type: ignore[arg-type]  # a mapping
    if expression(raw):
        if "number" not in bases:
            scope.say("rules.value.type", found=shown(raw), wanted=wanted(*bases))
        return number(raw, scope)
    if isinstance(raw, str) and (" + " in raw or " - " in raw):
        return _moved(raw, scope, bases)
    if is_reference(raw):
        return _reference(str(raw), scope, bases)
    simple = not isinstance(raw, (Mapping, list)) and raw is not None
    value = constant(raw, scope) if simple else ""
    if value is not None and not any(is_of(value, base) for base in bases):
        scope.say("rules.value.type", found=shown(raw), wanted=wanted(*bases))
    return value


def _moved(raw: str, scope: Scope, bases: tuple[str, ...]) -> Point | Value:
    """A day and what is added to it."""
    try:
        point = parse_point(raw, ROOTS)
    except ValueProblem as wrong:
        scope.refuse(wrong)
        return date.min
    if "date" not in bases:
        scope.say("rules.value.type", found=raw, wanted=wanted(*bases))
    if any(isinstance(amount, Duration) and amount.minutes for _, amount in point.offsets):
        scope.say("rules.point.hours", found=raw)
    if isinstance(point.base, Ref):
        _reference(str(point.base), scope, ("date",))
    elif not isinstance(point.base, date):
        scope.say("rules.point.base", found=raw)
    for _, amount in point.offsets:
        if isinstance(amount, Ref):
            _reference(str(amount), scope, ("duration",))
    return point


def _reference(text: str, scope: Scope, bases: tuple[str, ...]) -> Ref:
    ref, meaning = reference(text, scope)
    if ref.root == "set":
        scope.say("rules.reference.type", found=ref, have=wanted("list"), wanted=wanted(*bases))
    elif ref == Ref("each") and meaning.types == (REF,):
        meaning = Meaning((DATE,))  # where a date is wanted, a record stands for its day
    have = [each.base for each in meaning.types]
    if have and not any(base in bases for base in have):
        place = scope.blame if scope.blame and ref.root == "each" else scope
        place.say("rules.reference.type", found=ref, have=wanted(*have), wanted=wanted(*bases))
    if any(not any(is_of(value, base) for base in bases) for value in meaning.values if ref.root == "param"):
        scope.say("rules.parameter.type", found=ref, wanted=wanted(*bases))
    return ref


__all__ = ["NUMBER", "Quantity", "choice", "comparable", "folded", "is_choice", "number"]
