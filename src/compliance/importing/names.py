"""Free words → names: of kinds and fields in a pack, of folders on any disk. No two of them alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_MOST = 80
"""Bytes of a folder's name: with what stands before and after it no disk refuses it."""


def word(text: str, taken: Collection[str]) -> str:
    """A name as a pack may use it, not among those that are taken."""
    plain = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", text)).strip("_") or "_"
    if plain[0].isdigit() or plain.lower() in ("true", "false", "null", "yes", "no"):
        plain = f"_{plain}"
    return _free(plain, taken, "_")


def folder(text: str, taken: Collection[str]) -> str:
    """One name below a folder, whatever is in `text`: never a path, never hidden. `taken` are casefolded names."""
    plain = "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in unicodedata.normalize("NFKC", text))
    plain = plain.encode()[:_MOST].decode(errors="ignore").strip(" .").lstrip("._~ ") or "case"
    if _RESERVED.fullmatch(plain):
        plain = f"case-{plain}"
    return _free(plain, taken, "-", fold=True)


def _free(plain: str, taken: Collection[str], joint: str, fold: bool = False) -> str:
    name, number = plain, 1
    while (name.casefold() if fold else name) in taken:
        number += 1
        name = f"{plain}{joint}{number}"
    return name
