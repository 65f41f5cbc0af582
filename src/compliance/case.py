"""What a kind may ask while it measures one instance: records in a window, the clock, lateness, declarations, numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.conditions import REASONS, TRUE, Binding, resolve
from compliance.dates import add
from compliance.facts import DAY, FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.instances import days_within, union
from compliance.model import Duration, Measure, Obligation, Part, Ref, Selector, Span, Window
from compliance.select import NOBODY, Hit, Hits, Selection


@dataclass(frozen=True, slots=True)
class Case:
    selection: Selection
    rule: Obligation
    binding: Binding
    window: Window
    part: Callable[[Part], Measure | None]
    """Measures a part for the same binding and window; None: it does not apply."""

    @property
    def facts(self) -> Facts:
        return self.selection.facts

    @property
    def as_of(self) -> date:
        return self.facts.as_of

    def hits(self, selector: Selector, window: Window | None = None) -> Hits:
        within = window or self.window
        return self.selection.within(selector, self.binding, within.first, within.last)

    # -------------------------------------------------- the clock

    def reach(self, window: Window | None = None) -> Window:
        """The window from an `each` bearer's first to his last day in the role: records of other days count for nothing."""
        within = window or self.window
        if self.binding.person is None:
            return within
        days = self.in_role(within.first, within.last)
        if not days:
            return within._replace(last=(within.first or self.as_of) - DAY)
        first = within.first if within.first is None or days[0].first <= within.first else days[0].first
        last = days[-1].last if days[-1].last < (within.last or FAR_FUTURE) else within.last
        return within._replace(first=first, last=last)

    def in_role(self, first: date | None, last: date | None) -> list[Span]:
        """The days from `first` to `last` on which what is done can count: under an `each` bearer those in the role."""
        whole = Span(first or LAWLESS_PAST, last or FAR_FUTURE)
        if self.binding.person is None:
            return [whole] if whole.first <= whole.last else []
        return union(self.facts.days_held(self.binding.person, self.binding.role), *whole)

    def ahead(self) -> tuple[date, date | None]:
        """From when to when something still to come would count."""
        within = self.reach()
        return max(self.as_of, within.first or self.as_of), within.last

    def end(self) -> date:
        """The last day that matters so far."""
        last = self.reach().last
        return min(self.as_of, last) if last else self.as_of

    def closed(self, window: Window | None = None) -> bool:
        """Whether nothing that is still to come can count."""
        last = self.reach(window).last
        return last is not None and self.as_of > last

    def clock(self, missing: int | None, window: Window | None = None) -> tuple[str, date | None]:
        """The clock of something unmet, and its last safe date.

        `missing`: records still to come; 0: something need only be looked at by the last day; None: no record can mend it.
        """
        within = self.reach(window)
        if self.closed(within):
            return "closed", within.last
        if within.first is not None and self.as_of < within.first:
            return "not_open", self._last_safe(missing, within)
        safe = self._last_safe(missing, within)
        return ("room" if safe is not None and self.as_of <= safe else "short"), safe

    def _last_safe(self, missing: int | None, window: Window) -> date | None:
        """`to` − missing × lead − margin, not after from + `after` × length, never before the window's middle."""
        first, last = window.first, window.last
        if last is None or missing is None:
            return None
        if missing == 0:
            return last
        lead, margin, after = self.rule.at_risk
        safe = add(last, times(lead, missing), -1, self.facts.calendar) or last
        safe = add(safe, margin, -1, self.facts.calendar) or safe
        if first is None:
            return safe
        length = (last - first).days
        if after is not None:
            safe = min(safe, first + timedelta(days=int(length * after)))
        return max(safe, first + timedelta(days=length // 2))

    # -------------------------------------------------- lateness

    def accepts_late(self, deadline: bool) -> bool:
        return self.rule.late == "accept" or (self.rule.late == "" and deadline)

    def late(self, selector: Selector, window: Window | None = None) -> list[Hit]:
        """Certain records after the window; where no trigger lays it, only those of the same span: next year's plan mends nothing."""
        within = window or self.window
        if within.last is None:
            return []
        limit = None if within.anchored else max(self.facts.span.last, within.last)
        after = within.last + timedelta(days=1)
        return self.selection.certain(selector, self.binding, after, limit) if limit is None or after <= limit else []

    # -------------------------------------------------- declarations and numbers

    def declared(self, selector: Selector, window: Window | None = None) -> bool:
        """Whether declarations of absence cover the window as far as it has gone."""
        first, last = (window or self.window).first, self.reach(window).last
        return first is not None and declared(self.selection, selector, first, min(self.as_of, last) if last else self.as_of)

    def number(self, n: int | Ref) -> int | None:
        """A bound; None if it is not known."""
        if isinstance(n, int):
            return n
        day = self.end()
        found = resolve(self.facts, n, None, day, day, self.binding)
        value = found.values[0] if len(found.values) == 1 and not found.bits else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def declared(selection: Selection, selector: Selector, first: date, last: date) -> bool:
    """Whether declarations together leave out no day of the range. One that a matching record beats covers nothing."""
    mine = (d for d in selection.facts.unit.declarations if d.none == selector.name and selector.name)
    spells = [Span(d.first, min(d.last, d.on)) for d in mine]
    spells = [spell for spell in spells if not selection.dated(selector, NOBODY, *spell).certain]
    return first <= last and days_within(spells, first, last) == (last - first).days + 1


def times(length: Duration, count: int) -> Duration:
    return Duration(length.days * count, length.workdays * count, length.months * count)


def doubts_of(*truths: int) -> frozenset[str]:
    """The reasons in unknown truths, by name."""
    reasons = 0
    for truth in truths:
        reasons |= truth if truth > TRUE else 0
    return frozenset(name for bit, name in REASONS if reasons & bit)
