"""What a kind may ask while it measures one instance: records in a window, the clock, lateness, declarations, numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from compliance.dates import add
from compliance.expressions import worth
from compliance.facts import DAY, FAR_FUTURE, LAWLESS_PAST, Facts
from compliance.instances import days_within, terms_of, union
from compliance.model import Duration, Length, Measure, Number, Obligation, Part, Ref, Selector, Span, Window
from compliance.resolving import resolve
from compliance.select import NOBODY, Hit, Hits, Selection, first_day
from compliance.truths import FALSE, REASONS, TRUE, Binding, Found, conjunction
from compliance.windows import in_hours, is_after


@dataclass(frozen=True, slots=True)
class Case:
    selection: Selection
    rule: Obligation
    binding: Binding
    window: Window
    part: Callable[[Part], Measure | None]
    """Measures a part for the same binding and window; None: it does not apply."""
    taken: frozenset[str] = frozenset()
    """Records that count for another obligation of the same `exclusive` name."""

    @property
    def facts(self) -> Facts:
        return self.selection.facts

    @property
    def as_of(self) -> date:
        return self.facts.as_of

    def hits(self, selector: Selector, window: Window | None = None) -> Hits:
        within = window or self.window
        found = self.selection.within(selector, self.binding, within.first, within.last)
        found = self._free(found) if self.taken else found
        return found if within.opens is None and within.closes is None else _in_hours(found, within)

    def _free(self, found: Hits) -> Hits:
        """Without the records that other obligations of the same name need."""
        return Hits(*([hit for hit in hits if hit.record.id not in self.taken] for hits in found))

    def chosen(self, selector: Selector) -> Selector:
        """What a choice between selectors comes to; the choice itself where that is not known."""
        found = self.selection.chosen(selector, self.binding)
        return found if found.branches else selector

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
        """Certain records after the window; where no trigger lays it, only those of the same span: next year's plan mends nothing.

        A window that reaches out of the span has the rest of the year in which it ends.
        """
        within = window or self.window
        if within.last is None:
            return []
        rest = within.last.replace(month=12, day=31) if within.last > self.facts.span.last else self.facts.span.last
        limit = None if within.anchored else rest
        after = within.last + timedelta(days=within.closes is None)
        if limit is not None and after > limit:
            return []
        found = self.selection.certain(selector, self.binding, after, limit)
        return found if within.closes is None else [hit for hit in found if is_after(hit, within.closes)]

    # -------------------------------------------------- declarations and numbers

    def declared(self, selector: Selector, window: Window | None = None) -> bool:
        """Whether declarations of absence cover the window as far as it has gone."""
        first, last = (window or self.window).first, self.reach(window).last
        return first is not None and declared(self.selection, selector, first, min(self.as_of, last) if last else self.as_of)

    def number(self, n: Number) -> int | Fraction | Duration | None:
        """A bound; None if it is not known. A choice looks at the window's first day. Raises Unlisted."""
        if isinstance(n, (int, Fraction, Duration)):
            return n
        found = worth(n, self._on(self.end()), self._on(self.first_day()))
        value = found.values[0] if len(found.values) == 1 and not found.bits else None
        return value if isinstance(value, (int, Fraction, Duration)) and not isinstance(value, bool) else None

    def length(self, raw: Length | None) -> Duration | None:
        found = self.number(raw) if raw is not None else None
        return found if isinstance(found, Duration) else None

    def _on(self, day: date) -> Callable[[Ref], Found]:
        return lambda ref: resolve(self.facts, ref, None, day, day, self.binding)

    def first_day(self) -> date:
        """On which `choose` and `when` are read."""
        return first_day(self.facts, self.binding, self.window.first, self.window.last)

    def share_held(self) -> Fraction:
        """Days in the role of the days of the window, where the rule asks in proportion; else 1."""
        if not self.rule.pro_rata:
            return Fraction(1)
        first, last = self.window.first or self.facts.span.first, self.window.last or self.facts.span.last
        days = (last - first).days + 1
        held = min((days_within(term, first, last) for term in terms_of(self.binding, self.facts, self.rule.effective)), default=days)
        return Fraction(held, days) if days > 0 else Fraction(1)


def _in_hours(found: Hits, window: Window) -> Hits:
    """Where a window begins or ends within a day: a record of that day without an hour may lie in it."""
    certain, doubtful = [], []
    for hit, truth in in_hours([*found.certain, *found.doubtful], window):
        both = conjunction((hit.truth, truth))
        if both == TRUE:
            certain.append(hit)
        elif both != FALSE:
            doubtful.append(hit._replace(truth=both))
    return Hits(certain, doubtful)



def declared(selection: Selection, selector: Selector, first: date, last: date) -> bool:
    """Whether declarations together leave out no day of the range. One that a matching record beats covers nothing."""
    mine = (d for d in selection.facts.unit.declarations if d.none == selector.name and selector.name)
    spells = [Span(d.first, min(d.last, d.on)) for d in mine]
    spells = [spell for spell in spells if not selection.dated(selector, NOBODY, *spell).certain]
    return first <= last and days_within(spells, first, last) == (last - first).days + 1


def times(length: Duration, count: int) -> Duration:
    return Duration(*(part * count for part in length))


def doubts_of(*truths: int) -> frozenset[str]:
    """The reasons in unknown truths, by name."""
    reasons = 0
    for truth in truths:
        reasons |= truth if truth > TRUE else 0
    return frozenset(name for bit, name in REASONS if reasons & bit)
