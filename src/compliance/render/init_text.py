"""What `init` made, and the commands that come next."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.render.bilingual import say
from compliance.render.layout import wrap
from compliance.render.style import Style
from compliance.render.text import quoted
from compliance.starting import Made


def text(made: Made, folder: str, style: Style) -> str:
    """`folder` as it was written on the command line."""
    return "\n".join(_lines(made, folder.rstrip("/\\"), style)) + "\n"


def _lines(made: Made, folder: str, style: Style) -> Iterator[str]:
    yield from wrap(style.pick(say("init.made", pack=made.name)), style.width)
    for name in sorted((*made.files, "rules.schema.json")):
        yield f"  {folder}/{name}"
    if made.rules:
        yield from wrap(style.pick(say("init.counts", articles=made.articles, rules=made.rules, hints=made.hints)), style.width)
    yield style.pick(say("init.next"))
    pack = quoted(folder)
    steps = [f"lint {pack}", f"test {pack}", f"check PATH --pack {pack}"]
    if made.rules:
        steps = [f"coverage {pack} --source {quoted(f'{folder}/source.txt')}", f"lint {pack}", f"test {pack}"]
    yield from (f"  compliance {step}{style.again}" for step in steps)
