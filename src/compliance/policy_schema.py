"""The JSON Schema of `policy:` in pack.yaml: the words that rows may use are those of the closed lists that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from compliance.chain_rows import GROUPS, LONGEST, SHORTEST
from compliance.chain_scope import WATCHED
from compliance.policy_rows import FIELDS, RESULTS, ROW_ID, SEVERITIES, Scalar
from compliance.score_rows import MOST, PER

Json = dict[str, Any]

_NAME: Json = {"type": "string", "pattern": f"^{ROW_ID.pattern}$"}
_WORDS: Json = {"type": "string", "minLength": 1}
_BOTH: Json = {"type": "object", "properties": {"zh": _WORDS, "en": _WORDS}, "required": ["zh", "en"], "additionalProperties": False}
_TEXT: Json = {"anyOf": [_WORDS, _BOTH]}
_POINTS: Json = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,6}/[1-9][0-9]{0,5}$"}]}


def build() -> Json:
    stages = {stage: _list(_row(_stage(stage))) for stage in FIELDS}
    return _object({**stages, "escalation": _list(_escalation()), "veto": _list(_veto()), "score": _score()}, ())


def _object(properties: Mapping[str, Json], required: Iterable[str]) -> Json:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


def _some(item: Json) -> Json:
    """One, or a list of them that is not empty."""
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _words(known: Iterable[Scalar]) -> Json:
    return _some({"enum": list(known)})


def _stage(stage: str) -> Mapping[str, Json]:
    when = _object({field: _words(values) for field, values in FIELDS[stage].items()}, ())
    return {"id": _NAME, "when": when, "then": {"enum": list(RESULTS[stage])}, "before": _WORDS, "after": _WORDS}


def _row(properties: Mapping[str, Json]) -> Json:
    return _object(properties, ("id", "when", "then"))


def _watch() -> Mapping[str, Json]:
    scope = {name: _some({"type": ["string", "number"]}) for name in ("obligation", "list", "article")}
    return {**scope, "verdict": _words(WATCHED), "severity": _words(SEVERITIES)}


def _escalation() -> Json:
    running = {"type": "integer", "minimum": SHORTEST, "maximum": LONGEST}
    known = {"id": _NAME, "title": _TEXT, "when": _object(_watch(), ("verdict",)), "running": running, "then": _TEXT}
    return _object(known, known)


def _veto() -> Json:
    when = {"anyOf": [_object(_watch(), ("verdict",)), _object({"escalation": _NAME}, ("escalation",))]}
    return _object({"id": _NAME, "title": _TEXT, "when": when, "on": _words(GROUPS), "then": {"const": "fail"}}, ("id", "title", "when"))


def _score() -> Json:
    return _object(
        {
            "full": {"type": "integer", "minimum": 1, "maximum": MOST},
            "floor": _POINTS,
            "per": {"enum": list(PER)},
            "deduct": _POINTS,
            "cap": {"anyOf": [_POINTS, _object({"obligation": _POINTS, "article": _POINTS}, ())]},
            "points": {"type": "object", "additionalProperties": _POINTS},
            "severity": _words(SEVERITIES),
        },
        ("full", "per", "deduct"),
    )
