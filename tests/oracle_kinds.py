"""The oracle's kinds, by the tables of the rule language: each tries every choice of the doubtful records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import ceil, floor
from typing import Any, NamedTuple

from compliance import model as m
from oracle_conditions import (
    RECORD,
    SOME_DAY,
    Case,
    Gap,
    Match,
    both,
    day_of,
    days,
    gaps,
    held,
    holds,
    known,
    lies,
    listed,
    select,
    spells,
    spread,
    walk,
)
from oracle_subjects import declared
from oracle_windows import in_proportion, shift, windows

V, V_SO_FAR, S_SO_FAR, S = m.Truth


class Outcome(NamedTuple):
    """At risk after `safe`; `mended`: done after the end; `proved`: a doubt is no excuse; `fixed`: a verdict whatever the truth.

    `last` is the last safe day of what is unmet, also before the window opens, when nothing is at risk yet.
    After `risk` what is met is at risk.
    """

    low: m.Truth = S
    high: m.Truth = S
    safe: date = date.min
    mended: bool = False
    proved: bool = False
    fixed: str = ""
    need: int | None = None
    have: int | None = None
    last: date | None = None
    risk: date | None = None


def in_role(case: Case, day: date) -> bool:
    """Records of other days do not count for a person (§7), so nothing can be added on them."""
    return not case.person or held(spells(case, [case.person], case.obligation.bearer.role))(day)


def reach(case: Case, window: m.Window) -> m.Window:
    """The window from the person's first to his last day in the role; a window without either ends before it begins."""
    first, last = window.first or SOME_DAY.first, window.last or max(SOME_DAY.last, window.first or date.min)
    there = [d for d in days(first, last) if in_role(case, d)]
    if not there:
        return m.Window(window.first, (window.first or case.as_of) - timedelta(1))
    return m.Window(window.first if there[0] == first else there[0], window.last if there[-1] == last else there[-1])


def over(case: Case, window: m.Window) -> bool:
    """Whether no day is left on which a record could count."""
    last = reach(case, window).last
    return last is not None and case.as_of > last


def backwards(window: m.Window) -> bool:
    return window.first is not None and window.last is not None and window.first > window.last


def met(case: Case, window: m.Window) -> m.Truth:
    return S if over(case, window) else S_SO_FAR


def unmet(case: Case, window: m.Window) -> m.Truth:
    return V if over(case, window) else V_SO_FAR


def until(case: Case, window: m.Window) -> date:
    return min(case.as_of, reach(case, window).last or case.as_of)


def seen(case: Case, selector: m.Selector, window: m.Window) -> list[Match]:
    return select(case, selector, window.first, until(case, window))


def choices(doubtful: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    return chain.from_iterable(combinations(doubtful, n) for n in range(len(doubtful) + 1))


def reasons(matches: Iterable[Match]) -> frozenset[str]:
    return frozenset(why for x in matches for why in x.why)


def afterwards(case: Case, selector: m.Selector, window: m.Window, accept: bool) -> list[Match]:
    """The certain records that may mend, as if dated on the last day: they came after it, in the span unless a trigger laid the window."""
    year = date(window.last.year, 12, 31) if window.last and window.last > case.pack.span.last else case.pack.span.last
    until_then = case.as_of if window.anchored else min(case.as_of, year)
    if not window.last or not (accept if not case.obligation.late else case.obligation.late == "accept"):
        return []
    found = select(case, selector, window.last + timedelta(1), until_then)
    return [x._replace(day=m.Span(window.last, window.last)) for x in found if not x.why]


def last_safe(case: Case, window: m.Window, missing: int) -> date:
    """`to` − missing × lead − margin, not after `from` + after × length, not before the middle."""
    window = reach(case, window)
    risk, first = case.obligation.at_risk, window.first
    if window.last is None:
        return date.min
    lead = m.Duration(*(n * missing for n in risk.lead))
    safe = shift(case, shift(case, window.last, -1, lead), -1, risk.margin)
    if first is None:
        return safe
    length = (window.last - first).days
    safe = safe if risk.after is None else min(safe, first + timedelta(int(risk.after * length)))
    return max(safe, first + timedelta(length // 2))


def no_data(case: Case, selector: m.Selector, window: m.Window) -> set[m.Truth]:
    told = declared(case, selector, window.first, until(case, window))
    return {met(case, window)} if told else {unmet(case, window), met(case, window)}


# ---------------------------------------------------------------- count


def reads_roster(n: Any) -> bool:
    """Whether a bound depends on people, sets or the unit, which may change."""
    if isinstance(n, m.Ref):
        return n.root in ("unit", "people", "set", "bearer")
    return isinstance(n, tuple) and not isinstance(n, m.Duration) and any(map(reads_roster, n))


def unbounded(case: Case, kind: m.Count, window: m.Window, ns: list[Any]) -> Outcome:
    """A number that is not known may be any."""
    found = []
    for guess in (0, 1, 2, 3, 99):
        bounds = tuple(b._replace(n=guess) if isinstance(n, Gap) else b for b, n in zip(kind.bounds, ns, strict=True))
        found.append(count(case, kind._replace(bounds=bounds), window))
    low, high = min(o.low for o in found), max(o.high for o in found)
    lower = any(b.op in ("at_least", "more_than", "exactly") for b in kind.bounds)
    return Outcome(low, high, last_safe(case, window, 1), proved=lower and gaps(ns) == {"missing"})


class Tally(NamedTuple):
    values: set[Any]
    unknown: list[Gap]
    added: Any = None

    @property
    def worth(self) -> Any:
        return len(self.values) if self.added is None else self.added


def worth(value: Any) -> Any:
    """A length of time in days."""
    return value.days if isinstance(value, m.Duration) else value


def count(case: Case, kind: m.Count, window: m.Window) -> Outcome:
    last = m.Span(*[until(case, window)] * 2)
    bounds = [(b.op, worth(listed(case, [b.n], last)[0]), b.n) for b in kind.bounds]
    if any(isinstance(n, Gap) for _, n, _ in bounds):
        return unbounded(case, kind, window, [n for _, n, _ in bounds])
    if case.obligation.pro_rata:
        scale = in_proportion(case, window)
        bounds = [(op, ceil(n * scale) if op == "at_least" else n, read) for op, n, read in bounds]
    lower = [
        (floor(n) + 1 if op == "more_than" else n, read)
        for op, n, read in bounds
        if op in ("at_least", "more_than") or (op == "exactly" and n)
    ]
    upper = [ceil(n) - 1 if op == "less_than" else n for op, n, _ in bounds if op in ("at_most", "less_than", "exactly")]
    among = None if kind.among is None else known(listed(case, kind.among, last))

    def truth(values: set[Any], h: Any) -> m.Truth:
        more = can_be_added(case, kind, window, values, h, among)
        there = [(met(case, window) if reads_roster(n) else S, n) for _, n in lower]
        return min(
            [full if h >= n else V_SO_FAR if h + more >= n else V for (full, _), (n, _) in zip(there, lower, strict=True)]
            + [met(case, window) if h <= n else V for n in upper]
        )

    found = seen(case, kind.of, window)
    sure, truths = tally(case, kind, [x for x in found if not x.why], among), set()
    for chosen in choices([x for x in found if x.why]):
        one = tally(case, kind, [x for x in found if not x.why or x in chosen], among)
        if kind.total:  # what is not known may be anything
            more = [n + step for _, n, _ in bounds for step in (0, 1) if n + step > one.worth] + [one.worth + 99] if one.unknown else []
            truths |= {truth(one.values, h) for h in (one.worth, *more)}
            continue
        most = sum(99 if gap.endless else 1 for gap in one.unknown)
        most = most if among is None else min(most, len(among) - len(one.values))
        truths |= {truth(one.values, h) for h in range(len(one.values), len(one.values) + most + 1)}
    if upper and not any(n for n, _ in lower):
        truths |= set() if data(case, kind.of, window) else no_data(case, kind.of, window)
        least = tally(case, kind, [x for x in found if not x.why], among)
        return Outcome(min(truths), max(truths), reach(case, window).last or date.min, need=min(upper, default=0), have=least.worth)
    need, have = max([0, *(ceil(n) for n, _ in lower)]), sure.worth
    late = afterwards(case, kind.of, window, window.deadline)
    then = tally(case, kind, [x for x in found if not x.why] + late, among).worth
    mended = have < need <= then and all(have <= n for n in upper)
    proved = reasons(found) | gaps(sure.unknown) == {"missing"}
    safe = last_safe(case, window, 1 if kind.total else need - have)
    return Outcome(min(truths), max(truths), safe, mended, proved, need=need, have=have)


def tally(case: Case, kind: m.Count, matches: Iterable[Match], among: set[Any] | None) -> Tally:
    if kind.total:
        added = [v for x in matches for v in walk(case, x.record, RECORD, kind.total, x.day)]
        return Tally(set(), [v for v in added if isinstance(v, Gap)], sum(worth(v) for v in added if not isinstance(v, Gap)))
    if not kind.distinct:
        return Tally({x.record.id for x in matches}, [])
    by_day = kind.distinct == ("date",)
    values = [v for x in matches for v in (spread(x.day) if by_day else walk(case, x.record, RECORD, kind.distinct, x.day))]
    return Tally({v for v in known(values) if among is None or v in among}, [v for v in values if isinstance(v, Gap)])


def can_be_added(case: Case, kind: m.Count, window: m.Window, values: set[Any], h: int, among: set[Any] | None) -> float:
    if over(case, window):
        return 0
    if kind.distinct == ("date",) and window.last:
        ahead = days(max(case.as_of, window.first or case.as_of), window.last)
        return len({d for d in ahead if in_role(case, d)} - values)
    return float("inf") if among is None else len(among) - h


def data(case: Case, selector: m.Selector, window: m.Window) -> bool:
    """Whether any done record of the selector's kinds lies, for certain, in the window up to `as_of`."""
    for r, b in product(case.evidence.records, selector.branches):
        day = day_of(r, b.at)
        if r.kind in b.kinds and r.status == "done" and day and (window.first or date.min) <= day.first and day.last <= until(case, window):
            return True
    return False


# ---------------------------------------------------------------- every, steps, attest


def every(case: Case, kind: m.Every, window: m.Window) -> Outcome:
    options = []
    for x in seen(case, kind.of, window):
        good = both(holds(case, line, x.record, RECORD, x.day, x.record) for line in kind.must)
        options.append([None] * bool(x.why) + [True] * (good is not False) + [False] * (good is not True))
    truths: set[m.Truth] = set()
    for choice in product(*options):
        n, g = sum(c is not None for c in choice), sum(c is True for c in choice)
        if not n:
            truths |= no_data(case, kind.of, window)
        elif kind.at_least == 1:
            truths |= {met(case, window) if g == n else V}
        else:
            truths |= {met(case, window) if g >= kind.at_least * n else unmet(case, window)}
    certain = any(None not in option for option in options)
    there = [option for option in options if None not in option]
    need = -int(-kind.at_least * len(there) // 1)
    have = sum(option == [True] for option in there)
    safe = date.min if certain else reach(case, window).last or date.min
    return Outcome(min(truths), max(truths), safe, need=need, have=have)


Pool = list[tuple[str, date]]


def steps(case: Case, kind: m.Steps, window: m.Window) -> Outcome:
    own = [next(iter(windows(case, step.window, window))) for step in kind.steps]
    if any(backwards(w) for w in own):
        return Outcome(fixed="error")
    found = [seen(case, step.do, w) for step, w in zip(kind.steps, own, strict=True)]
    sure: list[Pool] = [[(x.record.id, x.day.first) for x in pool if not x.why] for pool in found]
    every_day: list[Pool] = [
        [(x.record.id, d) for x in pool for d in days(*x.day) if lies(m.Span(d, d), w.first, w.last or d)]
        for pool, w in zip(found, own, strict=True)
    ]

    def truth(pools: list[Pool]) -> m.Truth:
        return S if chains(case, kind, own, pools, len(own)) else V_SO_FAR if chains(case, kind, own, pools, 0) else V

    low, high = truth(sure), truth(every_day)
    have = max((n for n in range(len(own) + 1) if chains(case, kind, own, sure, n)), default=0)
    safe = min((last_safe(case, w, j) for j, w in enumerate(own[have:], 1)), default=date.min)
    if low == V:  # nothing can be completed any more: what is there, in its order
        begun = [n for n in range(len(own) + 1) if chains(case, m.Steps(kind.steps[:n]), own[:n], sure[:n], n)]
        have = max(begun)
    mended = bool(chains(case, kind, own, with_late(case, kind, own, sure), len(own)))
    proved = reasons(x for pool in found for x in pool) == {"missing"}
    return Outcome(low, high, safe, mended, proved, need=len(own), have=have)


def with_late(case: Case, kind: m.Steps, own: list[m.Window], sure: list[Pool]) -> list[Pool]:
    """The same with the certain records dated after a step's end, as if they were dated on its last day."""
    accept, pools = any(w.deadline for w in own), []
    for step, window, pool in zip(kind.steps, own, sure, strict=True):
        pools.append(pool + [(x.record.id, x.day.last) for x in afterwards(case, step.do, window, accept)])
    return pools


def chains(case: Case, kind: m.Steps, own: list[m.Window], pools: list[Pool], done: int) -> set[tuple[date, frozenset[str]]]:
    """The ways to finish: the first `done` steps by existing records, the others by those or by events from `as_of` on.

    Only a step with a greatest distance from this one can ask for a later day than the earliest.
    """
    ends = {(date.min, frozenset[str]())}
    for n, (step, window, pool) in enumerate(zip(kind.steps, own, pools, strict=True)):
        further = set()
        for before, used in ends:
            first = max(window.first or date.min, shift(case, before, 1, step.after) if step.after and n else before)
            last = min(window.last or date.max, shift(case, before, 1, step.within) if step.within and n else date.max)
            further |= {(day, used | {key}) for key, day in pool if first <= day <= last and key not in used}
            if n >= done:
                first = max(first, case.as_of)
                ahead = days(first, last if last < date.max else first + timedelta(100))
                further |= {(day, used) for day in ahead if in_role(case, day)}
        late = n + 1 < len(own) and kind.steps[n + 1].within
        ends = further if late else {(min(d for d, u in further if u == used), used) for used in {u for _, u in further}}
    return ends


def attest(case: Case, kind: m.Attest, window: m.Window) -> Outcome:
    for x in seen(case, m.Selector("", (m.Branch(("attestation",), ()),)), window):
        fields, by = x.record.fields, listed(case, kind.by, x.day, x.record)
        end, files = fields.get("valid_until", date.max), fields.get("files", ())
        current = isinstance(end, date) and end >= until(case, window) and isinstance(files, tuple) and len(known(files)) >= kind.files
        if not x.why and current and fields.get("obligation") == case.obligation.id and fields.get("by") in by:
            return Outcome(met(case, window), met(case, window), fixed="attested")
    return Outcome(unmet(case, window), unmet(case, window), fixed="manual")
