"""How a text is to look: language, width, colour, and how much of the machinery it shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from compliance.render.layout import whole

COLOURS = {
    "error": "31",
    "fail": "31",
    "late": "31",
    "at_risk": "33",
    "inconclusive": "35",
    "pending": "36",
    "manual": "35",
    "attested": "36",
    "waived": "33",
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
    rules: str = ""
    """The way from here to the folder of rule packs, with its slash."""
    pack: str = ""
    """The folder of the rule pack in use, as seen from here."""
    again: str = ""
    """The options of this run that another command needs to speak of the same: the rule pack and the language."""

    def place(self, at: object) -> str:
        """Inside the evidence folder, whose name is given beside the headline, a place is its file and line."""
        return whole(self.below(str(at)))

    def below(self, text: str) -> str:
        """A text in which places stand, the folder's name left out of them."""
        return _inside(text, self.top) if self.top else text

    def pick(self, text: tuple[str, str]) -> str:
        return text[0] if self.lang == "zh" else text[1]

    def paint(self, text: str, state: str) -> str:
        """Colour is second to words: it adds nothing that the text does not say."""
        return f"\x1b[{COLOURS[state]}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text


@lru_cache(maxsize=4)
def _begins(top: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){re.escape(top)}/(?=[^\s])")


def _inside(text: str, top: str) -> str:
    return _begins(top).sub("", text)
