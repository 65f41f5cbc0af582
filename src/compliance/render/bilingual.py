"""Texts in both languages: from the catalogue, joined, or the same in both."""

from __future__ import annotations

from collections.abc import Iterable

from compliance import messages
from compliance.model import Text

NOTHING = Text("", "")
SLOT = " · "


def say(code: str, **params: object) -> Text:
    """A message; a parameter that is a `Text` differs by language, everything else is written as it is."""
    return messages.text(code, tuple((name, value if isinstance(value, Text) else str(value)) for name, value in params.items()))


def joined(parts: Iterable[Text], zh: str, en: str | None = None) -> Text:
    known = list(parts)
    return Text(zh.join(part.zh for part in known), (zh if en is None else en).join(part.en for part in known))


def both(text: object) -> Text:
    return Text(str(text), str(text))
