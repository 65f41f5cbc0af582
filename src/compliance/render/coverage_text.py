"""`coverage` as text or as JSON: every sentence of the source text with what it is covered by, what is left over, what is suspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from compliance.coverage import Checked, Coverage, Covered, LeftOut
from compliance.coverage import checked as how
from compliance.model import Suspect, Text
from compliance.render.bilingual import joined, say
from compliance.render.json_format import dump
from compliance.render.layout import wrap
from compliance.render.style import Style

SCHEMA = "compliance-coverage/1"
HOW: tuple[Checked, ...] = ("records", "both", "judgement")
MARKS: Mapping[str, str] = MappingProxyType({"whole": "√", "part": "▲", "nothing": "×", "declared": "—"})
STATES = MappingProxyType({"whole": "pass", "part": "at_risk", "nothing": "fail", "declared": "not_applicable"})
"""The colours of a report, for the same weight."""


def text(found: Coverage, style: Style) -> str:
    lines = [*_head(found, style), *_sentences(found, style), *_suspects(found, style), *_notes(found, style)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def percent(count: int, of: int) -> str:
    """One decimal, rounded down: 100.0 is all of it."""
    tenths = count * 1000 // of
    return f"{tenths // 10}.{tenths % 10}"


def _head(found: Coverage, style: Style) -> Iterator[str]:
    yield from map(style.bold, wrap(style.pick(say("coverage.head", pack=found.pack.title, source=found.source.path)), style.width))
    yield ""
    parts = {"rules": found.by_rules, "declared": found.by_declaration, "nothing": found.letters - found.by_rules - found.by_declaration}
    shares = {name: say("coverage.percentage", count=count, percent=percent(count, found.letters)) for name, count in parts.items()}
    yield from wrap(style.pick(say("coverage.share", letters=found.letters, **shares)), style.width)
    kinds = Counter(how(rule) for rule in found.pack.obligations)
    rules = say("coverage.rules", count=len(found.pack.obligations), **{name: kinds[name] for name in HOW})
    yield from wrap(style.pick(rules), style.width)


# ---------------------------------------------------------------- the text


def _sentences(found: Coverage, style: Style) -> Iterator[str]:
    place: tuple[str, str] | None = None
    for each in found.sentences:
        here = (each.list, each.article)
        if here != place:
            yield ""
            yield from _heading(each, found, style)
        place = here
        yield from _sentence(each, style)


def _heading(each: Covered, found: Coverage, style: Style) -> Iterator[str]:
    head = found.pack.lists.get(each.list)
    listed = style.pick(head.title) if head else ""
    if not each.article:
        yield from map(style.bold, wrap(listed or style.pick(say("coverage.preface")), style.width))
        return
    title = head.articles.get(each.article) if head else None
    yield from map(style.bold, wrap(f"{each.list} {each.article}  {style.pick(title) if title else ''}".strip(), style.width))


def _sentence(each: Covered, style: Style) -> Iterator[str]:
    mark = style.paint(MARKS[each.state], STATES[each.state])
    lines = wrap(f"{style.pick(say('coverage.line', line=each.line))}  {each.text}", style.width, f"  {MARKS[each.state]} ")
    yield lines[0].replace(MARKS[each.state], mark, 1)
    yield from lines[1:]
    details = [say(f"coverage.{name}", ids=" ".join(ids)) for name in HOW if (ids := [q.rule.id for q in each.quoted if q.checked == name])]
    if each.state == "nothing" and not each.declared:
        details.append(say("coverage.gap.whole"))
    elif each.gaps:
        details.append(say("coverage.gap", texts=Text(*(quoted.join(gap.text for gap in each.gaps) for quoted in ("」「", "”, “")))))
    if each.state == "declared" and len(each.declared) == 1:
        details.append(say("coverage.declared.whole", why=each.declared[0].why))
    else:
        details += [say("coverage.declared", text=left.text, why=left.why) for left in each.declared]
    for detail in details:
        yield from wrap(style.pick(detail), style.width, "      ", "        ")


# ---------------------------------------------------------------- what is wrong with the quotations


def _suspects(found: Coverage, style: Style) -> Iterator[str]:
    if not found.suspects:
        return
    yield ""
    yield style.bold(style.pick(say("coverage.suspects", count=len(found.suspects))))
    for suspect in found.suspects:
        code = "coverage.suspect.rule" if suspect.id else "coverage.suspect.passage"
        yield from wrap(style.pick(say(code, at=suspect.at, id=suspect.id, quote=suspect.quote)), style.width, "  × ")
        for hint in _hints(suspect):
            yield from wrap(style.pick(hint), style.width, "      ", "        ")


def _hints(suspect: Suspect) -> Iterator[Text]:
    if suspect.elsewhere:
        yield say("coverage.suspect.elsewhere", where=suspect.elsewhere)
    if suspect.letters:
        yield say("coverage.suspect.letters", letters=suspect.letters, text=suspect.nearest)
    elif suspect.nearest:
        yield say("coverage.suspect.nearest", text=suspect.nearest)


def _notes(found: Coverage, style: Style) -> Iterator[str]:
    repeated = [say("coverage.repeated.one", **each._asdict()) for each in found.repeated]
    needless = [Text(*[f"{each.at} “{each.shown}”"] * 2) for each in found.needless]
    for code, notes in (("coverage.repeated", repeated), ("coverage.needless", needless)):
        if notes:
            yield ""
            yield from wrap(style.pick(say(code)), style.width)
            yield from wrap(style.pick(joined(notes, "；", "; ")), style.width, "  ")


def shortfall(found: Coverage, wanted: str, style: Style) -> list[str]:
    covered = percent(found.by_rules + found.by_declaration, found.letters)
    return wrap(style.pick(say("coverage.under", percent=covered, wanted=wanted.removesuffix("%"))), style.width)


# ---------------------------------------------------------------- JSON


def json(found: Coverage, _style: Style) -> str:
    return dump(document(found))


def document(found: Coverage) -> dict[str, Any]:
    """`share` is rounded down to four decimals; figures are numbers of letters and figures of the text."""
    return {
        "schema": SCHEMA,
        "pack": {"id": found.pack.id, "rules": found.pack.digest},
        "source": {"path": found.source.path, "sha256": found.source.digest},
        "share": found.share * 10000 // 1 / 10000,
        "letters": found.letters,
        "in_rules": found.by_rules,
        "declared": found.by_declaration,
        "sentences": [_plain(each) for each in found.sentences],
        "suspects": [{**suspect._asdict(), "at": str(suspect.at)} for suspect in found.suspects],
        "repeated": [each._asdict() for each in found.repeated],
        "needless": [{"quote": each.shown, "at": str(each.at)} for each in found.needless],
    }


def _plain(each: Covered) -> dict[str, Any]:
    return {
        "list": each.list,
        "article": each.article,
        "line": each.line,
        "text": each.text,
        "state": each.state,
        "letters": each.letters,
        "in_rules": each.by_rules,
        "declared": each.by_declaration,
        "rules": [{"id": quoted.rule.id, "checked": quoted.checked} for quoted in each.quoted],
        "not_obligations": [_left_out(left) for left in each.declared],
        "gaps": [gap.text for gap in each.gaps],
    }


def _left_out(left: LeftOut) -> dict[str, Any]:
    why = left.why or Text("", "")
    return {"text": left.text, "why": {"zh": why.zh, "en": why.en}}


COVERAGES: Mapping[str, Callable[[Coverage, Style], str]] = MappingProxyType({"text": text, "json": json})
