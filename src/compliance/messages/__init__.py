"""One catalogue of every message: a stable code → its text in Chinese and in English, with `{named}` parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from compliance.errors import Params
from compliance.messages import engine, evidence, importing, interface, pack_tools, reasons, rules, source
from compliance.model import Text

Lang = Literal["zh", "en"]

_SECTIONS = (
    source.CATALOGUE,
    rules.CATALOGUE,
    evidence.CATALOGUE,
    engine.CATALOGUE,
    reasons.CATALOGUE,
    interface.CATALOGUE,
    pack_tools.CATALOGUE,
    importing.CATALOGUE,
)

CATALOGUE: Mapping[str, Text] = MappingProxyType({code: Text(*pair) for section in _SECTIONS for code, pair in section.items()})


def text(code: str, params: Params = ()) -> Text:
    """Both texts of `code` with its parameters filled in; a parameter `hint` adds "did you mean". KeyError: a code we forgot."""
    entry = CATALOGUE[code]
    zh, en = ({name: value if isinstance(value, str) else value[lang] for name, value in params} for lang in (0, 1))
    hint = zh.get("hint", "")
    asks = hint and "{hint}" not in entry.zh
    return Text(
        entry.zh.format_map(zh) + (f"。是不是想写“{hint}”？" if asks else ""),
        entry.en.format_map(en) + (f"; did you mean “{hint}”?" if asks else ""),
    )
