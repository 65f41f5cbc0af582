"""What an editor completes where a rule file may hold a value of several forms: points, periods, numbers, choices, tenure.

The declared shapes take any value there, for what it means is the compiler's business; here is what it may look like.
"""

from __future__ import annotations

from typing import Any

from compliance.model import CALCULATIONS
from compliance.values import PERIODS

Json = dict[str, Any]
TEXT: Json = {"type": ["string", "number"]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _one(key: str, value: Json) -> Json:
    return {"type": "object", "properties": {key: value}, "required": [key], "additionalProperties": False}


def _listed(value: Json) -> Json:
    return {"type": "array", "items": value, "minItems": 1}


def _choice(name: str) -> Json:
    """`{choose: REF, from: {a: V, …}, else: V}` with values of one form."""
    return {
        "type": "object",
        "properties": {
            "choose": {"type": "string", "description": "$bearer.attr, $each.field, $unit.attr, $param.NAME, $period.number"},
            "from": {"type": "object", "additionalProperties": _ref(name), "minProperties": 1},
            "else": _ref(name),
        },
        "required": ["choose", "from"],
        "additionalProperties": False,
    }


def definitions() -> Json:
    share = {
        "type": "object",
        "properties": {"share": TEXT, "of": {"anyOf": [_ref("form.number"), {"type": "array"}]}},
        "required": ["share", "of"],
        "additionalProperties": False,
    }
    several = [_one(op, _listed(_ref("form.number"))) for op in CALCULATIONS if op not in ("size", "share")]
    selector = {"anyOf": [{"type": "string"}, _ref("SelectorDoc")]}
    held = {
        "type": "object",
        "properties": {"at_least": TEXT, "scale": {"const": "pro_rata"}},
        "required": ["at_least"],
        "additionalProperties": False,
    }
    test = {"anyOf": [{"enum": ["any", "end", "all"]}, held]}
    return {
        "form.number": {"anyOf": [TEXT, _one("size", {}), share, *several, _choice("form.number")]},
        "form.length": {"anyOf": [{"type": "string", "description": "30d 7wd 2w 6m 1y 24h 30min $param.NAME"}, _choice("form.length")]},
        "form.period": {"anyOf": [{"enum": list(PERIODS)}, {"type": "string"}, _choice("form.period")]},
        "form.point": {
            "anyOf": [
                {"type": "string", "description": "2022-02-28, 02-28, next 01-10, 1st fri, start, end, $each, then + 15d"},
                *(_one(pick, _listed(_ref("form.point"))) for pick in ("first_of", "earliest", "latest")),
                _one("next", selector),
                _choice("form.point"),
            ]
        },
        "form.tenure": {"anyOf": [test, _listed(test)]},
    }


FORMS = {
    "WindowDoc": {"each": "period", "from": "point", "to": "point", "within": "length", "ahead": "length", "last": "length"},
    "OverDoc": {"from": "point", "to": "point"},
    "ExtendDoc": {"cap": "length"},
    "CountDoc": dict.fromkeys(("at_least", "at_most", "exactly", "more_than", "less_than"), "number"),
    "SpacingDoc": {"at_most": "length", "at_least": "length"},
    "StepDoc": {"after": "length", "within": "length"},
    "ObligationDoc": {"tenure": "tenure"},
}
"""Document → key → the form of its value."""


def described(shapes: Json) -> None:
    """Adds the forms to the definitions of a rules schema, in place."""
    for document, keys in FORMS.items():
        for key, form in keys.items():
            shapes[document]["properties"][key] = _ref(f"form.{form}")
    shapes.update(definitions())
