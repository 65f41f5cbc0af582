"""One catalogue of every message: a stable code → its text in Chinese and in English, with `{named}` parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from compliance.errors import Params
from compliance.messages import engine, evidence, interface, reasons, rules, source
from compliance.model import Text

Lang = Literal["zh", "en"]

_SECTIONS = (source.CATALOGUE, rules.CATALOGUE, evidence.CATALOGUE, engine.CATALOGUE, reasons.CATALOGUE, interface.CATALOGUE)

CATALOGUE: Mapping[str, Text] = MappingProxyType({code: Text(*pair) for section in _SECTIONS for code, pair in section.items()})


def text(code: str, params: Params = ()) -> Text:
    """Both texts of `code` with its parameters filled in. An unknown code is a defect of ours and raises KeyError."""
    entry = CATALOGUE[code]
    values = dict(params)
    return Text(entry.zh.format_map(values), entry.en.format_map(values))
