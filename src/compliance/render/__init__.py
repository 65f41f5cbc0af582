"""A report in a reader's words or a program's: one pure function a format. The two tables name every format there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from compliance.model import Report
from compliance.render import explain_text, json_format, text
from compliance.render.style import Style

Renderer = Callable[[Report, Style], str]

RENDERERS: Mapping[str, Renderer] = MappingProxyType({"text": text.render, "json": json_format.render})
"""`check`: the whole report."""
EXPLAINERS: Mapping[str, Renderer] = MappingProxyType({"text": explain_text.render, "json": json_format.render})
"""`explain`: a report narrowed to the instances that were asked for."""
