"""The oracle itself, on cases whose answers stand in the rule language's text; so agreement with the program means something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import oracle
from compliance import model as m
from oracle_conditions import Gap, both, either, opposite
from oracle_windows import period_of, periods
from strategies import among, line, pack, ref

V, V_SO_FAR, S_SO_FAR, S = m.Truth
JANUARY = (date(2022, 1, 1), date(2022, 1, 31))


def day(number: int) -> date:
    """A day of January; 32 is 1 February."""
    return date.fromordinal(date(2021, 12, 31).toordinal() + number)


def meeting(number: int, key: str = "", **fields: Any) -> m.Record:
    return fact("meeting", number, key, **fields)


def fact(kind: str, number: int, key: str = "", until: int = 0, status: str = "done", **fields: Any) -> m.Record:
    first, last, key = day(number), day(until or number), key or f"{kind}-{number}"
    when = first if first == last else m.Span(first, last)
    given = {"id": key, "kind": kind, "status": status, "origin": "original", "date": when, **fields}
    return m.Record(key, kind, first, last, given, status, given["origin"])


def selector(kind: str = "meeting", *lines: m.Condition, name: str = "", at: str = "") -> m.Selector:
    return m.Selector(name, (m.Branch((kind,), lines, at),))


def at_least(n: int, of: m.Selector | None = None) -> m.Count:
    return m.Count(of or selector(), (m.Bound("at_least", n),))


def at_most(n: int, of: m.Selector | None = None) -> m.Count:
    return m.Count(of or selector(), (m.Bound("at_most", n),))


LI = m.Person("li", "li", (m.Spell("member"),))


def look(
    kind: m.Kind,
    records: Sequence[m.Record],
    as_of: int,
    *,
    window: m.WindowSpec | None = None,
    each: m.ForEach | None = None,
    people: Sequence[m.Person] = (LI,),
    declared: Sequence[m.Declaration] = (),
    scale: str = "month",
    **settings: Any,
) -> dict[tuple[str | None, date | None, date | None], tuple[m.Truth, m.Truth, str]]:
    """The instances of one obligation of the group of members: (subject, first, last) → truths and verdict."""
    settings = {"bearer": m.Bearer("group", "member"), **settings}
    duty = m.Obligation("d1", m.Text("", ""), m.Source("", ""), "secretary", readings={"": m.Part(kind, each, window)}, **settings)
    unit = m.Unit("u", m.Text("", ""), (), people={p.id: p for p in people}, attributes={"staff": (m.Dated(1),)}, declarations=tuple(declared))
    found = oracle.judge(pack(scale, [duty]), m.Evidence(unit, tuple(records)), day(as_of))
    return {(key[1] + "/" if settings["bearer"].mode == "each" else "") + (key[2] or "") or None: v for key, v in found.items()} if each else {  # type: ignore[misc]
        key[1:2] + key[3:] if settings["bearer"].mode == "each" else (None, *key[3:]): v for key, v in found.items()
    }
