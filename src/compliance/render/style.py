"""How a text is to look: language, width, colour, and how much of the machinery it shows."""

from __future__ import annotations

from typing import Literal, NamedTuple

from compliance.errors import Location

COLOURS = {
    "error": "31",
    "fail": "31",
    "late": "31",
    "at_risk": "33",
    "inconclusive": "35",
    "pending": "36",
    "manual": "35",
    "attested": "36",
    "remark": "33",
    "pass": "32",
    "not_applicable": "2",
}


class Style(NamedTuple):
    """`width` in columns. `folder` is the evidence folder as the user named it, `top` the name with which places in it begin."""

    lang: Literal["zh", "en"] = "zh"
    width: int = 80
    colour: bool = False
    trace: bool = False
    folder: str = "PATH"
    top: str = ""

    def place(self, at: Location) -> str:
        """Inside the evidence folder, whose name the headline gives, a place is its file and line."""
        return str(at).removeprefix(f"{self.top}/") if self.top else str(at)

    def pick(self, text: tuple[str, str]) -> str:
        return text[0] if self.lang == "zh" else text[1]

    def paint(self, text: str, state: str) -> str:
        """Colour is second to words: it adds nothing that the text does not say."""
        return f"\x1b[{COLOURS[state]}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text
