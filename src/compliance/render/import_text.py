"""What an import made, or would make: how the log was read, what had no place, and the command that comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from compliance.importing.decl_pack import DeclPack
from compliance.importing.mapping import Account
from compliance.render.bilingual import say
from compliance.render.layout import clean, wrap
from compliance.render.style import Style
from compliance.render.text import quoted

_SEEN = 8


class Done(NamedTuple):
    """What was asked for, as it was written on the command line; `dry`: nothing was written."""

    target: str
    pack: str | None
    subjects: bool
    dry: bool


def model_text(made: DeclPack, folder: str, dry: bool, style: Style) -> str:
    """`folder` as it was written on the command line."""
    pack = folder.rstrip("/\\")
    counts = {"rules": made.constraints, "drafts": len(made.drafts)}
    lines = [
        *_said(style, "import.decl.dry" if dry else "import.decl.made", **counts),
        *(f"  {pack}/{name}" for name in sorted(made.files)),
        *_said(style, "import.decl.closed"),
        style.pick(say("init.next")),
        *(f"  compliance {step} {quoted(pack)}{style.again}" for step in ("lint", "test")),
        f"  compliance import xes LOG.xes FOLDER --pack {quoted(pack)}{style.again}",
    ]
    return "\n".join(lines) + "\n"


def log_text(account: Account, files: Sequence[str], columns: Mapping[str, str], done: Done, style: Style) -> str:
    return "\n".join(_lines(account, files, columns, done, style)) + "\n"


def _lines(account: Account, files: Sequence[str], columns: Mapping[str, str], done: Done, style: Style) -> Iterator[str]:
    target = done.target.rstrip("/\\")
    code = "import.log.dry" if done.dry else "import.log.made"
    yield from _said(style, code, cases=account.cases, events=account.events, files=len(files))
    yield from (f"  {clean(f'{target}/{name}')}" for name in files[:_SEEN])
    if len(files) > _SEEN:
        yield "  …"
    if columns:
        yield from _said(style, "import.csv.read", **columns_of(columns))
    yield from _listed(style, "import.log.kinds", (f"{name} → {kind}" for name, kind in account.kinds.items()))
    yield from _counted(style, "import.log.others", account.others)
    yield from _counted(style, "import.log.skipped", account.skipped)
    yield from _counted(style, "import.log.lifecycles", account.lifecycles)
    yield from _counted(style, "import.log.attributes", account.attributes)
    yield from _listed(style, "import.log.empty", account.empty)
    yield from _listed(style, "import.log.renamed", (f"{old} → {new}" for old, new in account.renamed))
    offsets = {offset: number for offset, number in account.offsets.items() if offset}
    if offsets:
        yield from _counted(style, "import.log.offsets", offsets)
    for code, number in (("untimed", account.untimed), ("order", account.out_of_order), ("outside", account.outside)):
        if number:
            yield from _said(style, f"import.log.{code}", count=number)
    yield style.pick(say("init.next"))
    first = target if done.subjects else f"{target}/{files[0].partition('/')[0]}"
    again = style.again if done.pack else f" --pack PACK{style.again}"
    yield f"  compliance check {quoted(clean(first))}{again}"


def columns_of(columns: Mapping[str, str]) -> dict[str, str]:
    rest = [f"{role}: {columns[role]}" for role in ("resource", "lifecycle") if role in columns]
    plain = {role: columns[role] for role in ("case", "activity", "time", "encoding", "delimiter")}
    return {**plain, "more": "".join(f" · {entry}" for entry in rest)}


def _said(style: Style, code: str, **params: object) -> Iterator[str]:
    yield from wrap(clean(style.pick(say(code, **params))), style.width)


def _counted(style: Style, code: str, found: Mapping[str, int]) -> Iterator[str]:
    yield from _listed(style, code, (f"{name} ({number})" for name, number in sorted(found.items())))


def _listed(style: Style, code: str, entries: Iterable[str]) -> Iterator[str]:
    """All of them: what had no place is never left out of the account."""
    whole = list(entries)
    if whole:
        yield from _said(style, code, count=len(whole), entries="、".join(whole))
