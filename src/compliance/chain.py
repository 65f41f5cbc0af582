"""From verdicts to what a pack's optional rows conclude of them: escalations, vetoes, the score.

Python says which verdicts a row looks at and numbers the periods; the engine says which of them match, joins each period with
the one after it, takes conclusions as premises and lets what a group holds climb to the groups above. Python then looks up
what caused it. The score is arithmetic and `scoring`'s business. Nothing here changes a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from compliance.engine import Firing, fire
from compliance.model import Chain, Conclusions, Escalation, EscalationRow, Group, Verdict, Veto, Watch
from compliance.policy_rows import Row
from compliance.scoring import scores
from compliance.subset import CLIMB, HOLD, MATCH, RUN, Fact

_A_RUN = 400
"""Facts sent in one run; a series of periods is never cut, so that one alone may be longer."""

Seen = frozenset[tuple[int, str, str]]
"""(number of the row, verdict, severity) for the cases that a row watches for."""


class Series(NamedTuple):
    """The periods of one obligation, bearer and subject, by number: those that follow one another have numbers that do."""

    verdicts: Mapping[int, Verdict]
    red: tuple[int, ...]


def conclude(chain: Chain, verdicts: Sequence[Verdict]) -> Conclusions:
    """Raises EngineError."""
    rows = engine_rows(chain)
    seen = _matched(rows, verdicts)
    escalations = tuple(_escalations(chain, verdicts, seen))
    vetoes = tuple(_vetoes(chain, rows, verdicts, escalations, seen))
    return Conclusions(vetoes, escalations, scores(chain.score, verdicts) if chain.score else ())


def engine_rows(chain: Chain) -> tuple[Row, ...]:
    """The rows as the engine has them, escalations first: a row's number is its place here."""
    rows = [Row(row.id, _asked(row.watch), "escalation") for row in chain.escalations]
    rows += [Row(row.id, _asked(row.watch) if row.watch else (("escalation", (row.escalation,)),), "veto") for row in chain.vetoes]
    return tuple(rows)


def _asked(watch: Watch) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("verdict", watch.verdicts), ("severity", watch.severities)


def vetoed(groups: Iterable[Group], conclusions: Conclusions) -> Iterator[Group]:
    """The groups with their vetoes: a fail whatever else, the rows that made it so on record. A defect stays one."""
    rows: dict[tuple[str, str], list[str]] = {}
    for veto in conclusions.vetoes:
        rows.setdefault((veto.kind, veto.key), []).append(veto.row.id)
    for group in groups:
        mine = tuple(rows.get((group.kind, group.key), ()))
        if not mine:
            yield group
        elif group.verdict == "error":
            yield replace(group, fired=(*group.fired, *mine))
        else:
            yield replace(group, verdict="fail", fired=(*mine, *group.fired))


# ---------------------------------------------------------------- single verdicts


def _matched(rows: tuple[Row, ...], verdicts: Sequence[Verdict]) -> Seen:
    """One fact for each distinct case, however many verdicts there are."""
    if not rows:
        return frozenset()
    cases = sorted({(each.verdict, each.severity) for each in verdicts})
    facts: list[Fact] = [{"kind": "case", "verdict": verdict, "severity": severity} for verdict, severity in cases]
    return frozenset((row, str(case["verdict"]), str(case["severity"])) for row, (case, *_) in fire(MATCH, rows, facts))


def _is_red(number: int, watch: Watch, verdict: Verdict, seen: Seen) -> bool:
    return verdict.obligation.id in watch.obligations and (number, verdict.verdict, verdict.severity) in seen


# ---------------------------------------------------------------- periods that follow one another


def _escalations(chain: Chain, verdicts: Sequence[Verdict], seen: Seen) -> Iterator[Escalation]:
    for number, row in enumerate(chain.escalations):
        series = [found for found in _series(number, row, verdicts, seen) if len(found.red) >= row.running]
        patterns = list(dict.fromkeys(found.red for found in series))
        ends = _stretches(row.running, patterns)
        for found in series:
            for first, last in ends[found.red]:
                yield Escalation(row, tuple(found.verdicts[at] for at in range(first, last + 1)))


def _series(number: int, row: EscalationRow, verdicts: Sequence[Verdict], seen: Seen) -> Iterator[Series]:
    """In the order in which they first appear, numbered by the days on which the obligation's periods begin, whosever they are,
    so that one that somebody lacks is a gap. Windows that a trigger laid are no periods.
    """
    begins: dict[str, set[date]] = {}
    found: dict[tuple[str, str, str | None], dict[date, Verdict]] = {}
    for each in verdicts:
        first, name = each.window.first, each.obligation.id
        if name in row.watch.obligations and first is not None and not each.window.anchored:
            begins.setdefault(name, set()).add(first)
            found.setdefault((name, each.bearer, each.subject), {})[first] = each
    numbers = {name: {first: at for at, first in enumerate(sorted(days))} for name, days in begins.items()}
    for (name, _, _), mine in found.items():
        numbered = {numbers[name][first]: each for first, each in mine.items()}
        yield Series(numbered, tuple(sorted(at for at, each in numbered.items() if _is_red(number, row.watch, each, seen))))


def _stretches(running: int, patterns: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], list[tuple[int, int]]]:
    """For each pattern of red periods its unbroken stretches of at least `running`, first and last; each is told once.

    Level by level: a stretch of n periods up to one, and the red period after it, are a stretch of n + 1.
    """
    found: dict[tuple[int, ...], list[tuple[int, int]]] = {pattern: [] for pattern in patterns}
    for part in _parts(patterns):
        runs = {(series, at) for series, pattern in enumerate(part) for at in pattern}
        red = [_period("red", series, at) for series, at in sorted(runs)]
        for _ in range(running - 1):
            facts = [*red, *(_period("run", series, at) for series, at in sorted(runs))]
            runs = {(late["series"], late["at"]) for rule, (_, late) in fire(RUN, (), facts) if rule == CLIMB} if runs else set()
        for series, at in sorted(runs):
            stretches = found[part[series]]
            if stretches and stretches[-1][1] == at - 1:
                stretches[-1] = (stretches[-1][0], at)
            else:
                stretches.append((at - running + 1, at))
    return found


def _parts(patterns: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    part: list[tuple[int, ...]] = []
    size = 0
    for pattern in patterns:
        if part and size + len(pattern) > _A_RUN // 2:
            yield part
            part, size = [], 0
        part.append(pattern)
        size += len(pattern)
    if part:
        yield part


def _period(kind: str, series: int, at: int) -> Fact:
    return {"kind": kind, "series": series, "at": at, "next": at + 1}


# ---------------------------------------------------------------- what the groups hold


def _vetoes(
    chain: Chain, rows: tuple[Row, ...], verdicts: Sequence[Verdict], escalations: Sequence[Escalation], seen: Seen
) -> Iterator[Veto]:
    number = {row.id: place for place, row in enumerate(rows)}
    red = {row.id: [each for each in verdicts if row.watch and _is_red(number[row.id], row.watch, each, seen)] for row in chain.vetoes}
    causes = [(number[row.id], each) for row in chain.vetoes for each in red[row.id]]
    causes += [(number[found.row.id], found.verdicts[0]) for found in escalations]
    held = _held(rows, {(group, row) for row, each in causes for group in _leaves(each)}, _edges(each for _, each in causes))
    for row in chain.vetoes:
        groups = [group for group, holds in held if holds == number[row.id] and group.partition(":")[0] in row.on]
        for group in sorted(groups, key=_rank):
            kind, _, key = group.partition(":")
            below = tuple(each for each in red[row.id] if group in _above(each))
            called = tuple(each for each in escalations if each.row.id == row.escalation and group in _above(each.verdicts[0]))
            yield Veto(row, kind, key, below, called)


def _held(rows: tuple[Row, ...], presences: set[tuple[str, int]], links: set[tuple[str, str]]) -> set[tuple[str, int]]:
    """(group, row) for all that some group holds: what a child holds its parents hold, and what follows from it they hold too."""
    names = sorted({group for group, _ in presences}.union(*links))
    number = {name: index for index, name in enumerate(names)}
    above: dict[int, list[int]] = {}
    for child, parent in sorted(links):
        above.setdefault(number[child], []).append(number[parent])
    level = {(number[group], row) for group, row in presences}
    known: set[tuple[int, int]] = set()
    while level:
        known |= level
        reached: set[tuple[int, int]] = set()
        for row, (held, *edge) in _hold(rows, sorted(level), above):
            reached.add((int(edge[0]["parent"]), int(held["row"])) if row == CLIMB else (int(held["group"]), row))
        level = reached - known
    return {(names[group], row) for group, row in known}


def _hold(rows: tuple[Row, ...], level: Sequence[tuple[int, int]], above: Mapping[int, Sequence[int]]) -> Iterator[Firing]:
    for start in range(0, len(level), _A_RUN):
        part = level[start : start + _A_RUN]
        facts: list[Fact] = [{"kind": "held", "group": group, "parent": 0, "row": row} for group, row in part]
        for child in sorted({group for group, _ in part} & above.keys()):
            facts += [{"kind": "edge", "group": child, "parent": parent, "row": 0} for parent in above[child]]
        yield from fire(HOLD, rows, facts)


def _leaves(verdict: Verdict) -> tuple[str, str]:
    rule = verdict.obligation
    return f"article:{rule.list}/{rule.source.article}", f"bearer:{verdict.bearer}"


def _above(verdict: Verdict) -> tuple[str, ...]:
    return (*_leaves(verdict), f"list:{verdict.obligation.list}", "unit:")


def _edges(verdicts: Iterable[Verdict]) -> set[tuple[str, str]]:
    edges: set[tuple[str, str]] = set()
    for each in verdicts:
        article, bearer = _leaves(each)
        listed = f"list:{each.obligation.list}"
        edges |= {(article, listed), (listed, "unit:"), (bearer, "unit:")}
    return edges


def _rank(group: str) -> tuple[int, str]:
    return ("unit", "list", "article", "bearer").index(group.partition(":")[0]), group
