"""Plain values → YAML text in block style, short things in one line. Whatever could be read as something else is in quotation marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

_PLAIN = re.compile(r"[$A-Za-z_\u4e00-\u9fff][\w$.]*(?: [+-] \w+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?")
_TAKEN = ("true", "false", "null", "yes", "no", "on", "off")
_SHORT = 110
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML reads as a line break or not at all, though JSON lets it stand."""


def scalar(value: Any) -> str:
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, bool) or not isinstance(value, str):
        return json.dumps(value)
    plain = (_PLAIN.fullmatch(value) and value.lower() not in _TAKEN) or (_DAY.fullmatch(value) and ":" not in value)
    return value if plain else _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def number(value: Fraction) -> str:
    """Exact, as decimals; conditions are written in decimals, so each has an end."""
    if value.denominator == 1:
        return str(value.numerator)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = int(abs(value) * 10**digits)
    return f"{'-' if value < 0 else ''}{whole // 10**digits}.{whole % 10**digits:0{digits}d}"


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(value: Any, indent: str = "") -> Iterator[str]:
    """The lines of a mapping or of a list that is not empty."""
    items = value.items() if isinstance(value, dict) else (("-", inner) for inner in value)
    for key, inner in items:
        head = f"{indent}- " if not isinstance(value, dict) else f"{indent}{scalar(key)}: "
        short = flow(inner)
        if not isinstance(inner, dict | list) or not inner or len(head) + len(short) <= _SHORT:
            yield head + short
        elif isinstance(value, dict):
            yield head.rstrip()
            yield from block(inner, indent if isinstance(inner, list) else f"{indent}  ")
        else:
            first, *rest = block(inner, f"{indent}  ")
            yield head + first[len(indent) + 2 :]
            yield from rest
