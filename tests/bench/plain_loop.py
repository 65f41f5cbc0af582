"""The same sixty duties judged by hand: an index by kind, loops with the conditions written out, no engine, no reasons.

It is what a programmer would write once for this list, and what the program is timed against. It knows the verdicts, and the
doubt that changes them, but not why: nothing is explained, advised, cited, or configurable.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import chinese_calendar

from bench.generator import JOINED, JOINED_ON, LEFT, LEFT_ON, MEMBERS, OWN_SECTION, POINT, SECRETARY, SECTION
from bench.pack import MEETINGS, Duty
from compliance.model import Record

Fields = Mapping[str, Any]
Match = Callable[[Fields], bool | None]
"""None: a blank field leaves it open."""
Key = tuple[str, str, str | None, date, date]
"""Duty, bearer, subject, and the window's ends."""

SPAN = (date(2022, 1, 1), date(2022, 12, 31))
QUARTERS = tuple((date(2022, m, 1), date(2022, m + 2, 31 if m in (1, 10) else 30)) for m in (1, 4, 7, 10))
HALVES = ((QUARTERS[0][0], QUARTERS[1][1]), (QUARTERS[2][0], QUARTERS[3][1]))
LEAD = timedelta(days=14)
MISSING, UNUSABLE = 2, 4
VIOLATED, SO_FAR, MET = 0, 1, 2
ANYBODY = ("",)


class Hits(NamedTuple):
    """Days of the records that match, and of those that may: (first, last, why not known)."""

    days: list[date]
    doubts: list[tuple[date, date, int]]


class Standing(NamedTuple):
    """How one thing stands: lowest and highest truth, why they differ, the day it was mended, its last safe day and its opening."""

    low: int
    high: int
    why: int = 0
    mended: date | None = None
    safe: date | None = None
    opens: date | None = None
    provable: bool = True


class Plain:
    """One unit's records, indexed once."""

    def __init__(self, records: Iterable[Record], as_of: date) -> None:
        self.as_of = as_of
        self.by_id: dict[str, Record] = {}
        self.kinds: dict[str, list[Record]] = {}
        self.looked_at: set[str] = set()
        for record in records:
            self.by_id[record.id] = record
            if record.status == "done" and record.first <= as_of:
                if SPAN[0] <= record.first == record.last:
                    self.looked_at.add(record.kind)
                if record.origin == "original":
                    self.kinds.setdefault(record.kind, []).append(record)

    def judge(self, duties: Iterable[Duty]) -> dict[Key, str]:
        verdicts: dict[Key, str] = {}
        for duty in duties:
            found = dict(FORMS[duty.form](self, duty))
            # Nothing has called for it yet, and the year is not over.
            verdicts |= found or {(duty.id, "secretary", None, *SPAN): "pending"}
        return verdicts

    # -------------------------------------------------- looking

    def select(self, kind: str, match: Match, who: Callable[[Fields], Sequence[str] | None] | None = None) -> dict[str, Hits]:
        """The hits of each person that `who` names; without it all of them under an empty name. None: nobody knows whose."""
        found: dict[str, Hits] = {}
        unnamed: list[tuple[date, date, int]] = []
        for record in self.kinds.get(kind, ()):
            fields = record.fields
            truth = match(fields)
            if truth is False:
                continue
            names = who(fields) if who else ANYBODY
            first, last = record.first, record.last
            why = (MISSING if truth is None or names is None else 0) | (UNUSABLE if first != last else 0)
            if names is None:
                unnamed.append((first, last, why))
                continue
            for name in names:
                hits = found.get(name)
                if hits is None:
                    hits = found[name] = Hits([], [])
                if why:
                    hits.doubts.append((first, last, why))
                else:
                    hits.days.append(first)
        if unnamed:
            for name in (SECRETARY, *MEMBERS):
                found.setdefault(name, Hits([], [])).doubts.extend(unnamed)
        return found

    def count(
        self, hits: Hits | None, window: tuple[date, date], n: int, deadline: bool = True, late_until: date | None = SPAN[1]
    ) -> Standing:
        """At least `n` in the window."""
        days, doubts = hits or Hits([], [])
        first, last = window
        start, end = bisect_left(days, first), bisect_right(days, last)
        missing = n - (end - start)
        if missing <= 0:
            return Standing(MET, MET)
        if self.as_of <= last:
            return Standing(SO_FAR, MET, safe=safe_day(window, missing), opens=first)
        near = [why for low, high, why in doubts if low <= last and high >= first]
        mended = None
        if deadline:
            late = days[end : end + missing]
            if len(late) == missing and (late_until is None or late[-1] <= late_until):
                mended = late[-1]
        return Standing(VIOLATED, MET if len(near) >= missing else VIOLATED, union(near), mended)

    def verdict(self, it: Standing) -> str:
        if it.low == MET:
            return "pass"
        if it.low == SO_FAR:
            not_open = it.opens is not None and self.as_of < it.opens
            return "pending" if not_open or (it.safe is not None and self.as_of <= it.safe) else "at_risk"
        if it.high != VIOLATED and not (it.provable and it.why == MISSING):
            return "inconclusive"
        return "late" if it.mended else "fail"

    def one(self, duty: Duty, hits: Hits | None) -> Iterator[tuple[Key, str]]:
        """The secretary's or the group's count in each of its windows."""
        bearer = "leading_group" if duty.form in ("studied", "ban", "talk_pair") else "secretary"
        for window in windows(duty.period):
            yield (duty.id, bearer, None, *window), self.verdict(self.count(hits, window, duty.n, "-" in duty.period))

    def members(self, duty: Duty, found: Mapping[str, Hits]) -> Iterator[tuple[Key, str]]:
        for member in MEMBERS:
            hits = in_role(found.get(member), member)
            for window in windows(duty.period):
                held = bound(member, window)
                yield (duty.id, member, None, *window), self.verdict(self.count(hits, window, duty.n, False)) if held else "not_applicable"


# ---------------------------------------------------------------- days and people


def safe_day(window: tuple[date, date], missing: int) -> date:
    """The last day on which so many can still be planned: a lead for each, but never before the window's middle."""
    first, last = window
    return max(last - missing * LEAD, first + timedelta(days=(last - first).days // 2))


def union(bits: Iterable[int]) -> int:
    total = 0
    for bit in bits:
        total |= bit
    return total


def windows(period: str) -> tuple[tuple[date, date], ...]:
    if "-" in period:
        return ((SPAN[0], date.fromisoformat(f"2022-{period}")),)
    return QUARTERS if period == "quarter" else HALVES if period == "half_year" else (SPAN,)


def term(member: str) -> tuple[date, date]:
    return JOINED_ON if member == JOINED else date.min, LEFT_ON if member == LEFT else date.max


def bound(member: str, window: tuple[date, date]) -> bool:
    """At least half of the window's days in the role."""
    since, until = term(member)
    first, last = max(since, window[0]), min(until, window[1])
    return 2 * ((last - first).days + 1) >= (window[1] - window[0]).days + 1


def in_role(hits: Hits | None, member: str) -> Hits | None:
    since, until = term(member)
    if hits is None or (since, until) == (date.min, date.max):
        return hits
    doubts = [
        (first, last, why if since <= first and last <= until else why | UNUSABLE)
        for first, last, why in hits.doubts
        if since <= last and first <= until
    ]
    return Hits([day for day in hits.days if since <= day <= until], doubts)


@cache
def workday(day: date) -> date:
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def two_months_on(day: date) -> date:
    year, month = (day.year, day.month + 2) if day.month < 11 else (day.year + 1, day.month - 10)
    following = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, min(day.day, 28)) + timedelta(days=max(0, day.day - 28)), following - timedelta(days=1))


# ---------------------------------------------------------------- conditions


def both(*truths: bool | None) -> bool | None:
    return False if False in truths else None if None in truths else True


def named(field: str) -> Callable[[Fields], Sequence[str] | None]:
    def who(fields: Fields) -> Sequence[str] | None:
        value = fields.get(field)
        return (value,) if type(value) is str else value

    return who


def is_document(kind: str) -> Match:
    return lambda f: None if (found := f.get("doc_kind")) is None else found == kind


def is_meeting(kind: str, topic: str) -> Match:
    """Of this type, with the topic as an item of its own, under the secretary."""

    def match(f: Fields) -> bool | None:
        type_, chair, agenda = f.get("type"), f.get("chair"), f.get("agenda")
        if (type_ is not None and type_ != kind) or (chair is not None and chair != SECRETARY):
            return False
        if agenda is not None and not any(row["own_item"] and topic in row["topic"] for row in agenda):
            return False
        return None if type_ is None or chair is None or agenda is None else True

    return match


def is_attended(topic: str, item: str) -> Match:
    def match(f: Fields) -> bool | None:
        agenda, there = f.get("agenda"), f.get("attendees")
        if agenda is not None and not any(row["item_kind"] == item and topic in row["topic"] for row in agenda):
            return False
        if there is not None and SECRETARY not in there:
            return False
        return None if agenda is None or there is None else True

    return match


def is_report(way: str, topic: str, extra: Match = lambda f: "out_no" in f or "receipt" in f) -> Match:
    def match(f: Fields) -> bool | None:
        direction, topics = f.get("direction"), f.get("topic")
        if (direction is not None and direction != way) or (topics is not None and topic not in topics):
            return False
        return both(direction and True, topics and True, extra(f))

    return match


def is_visit(kind: str) -> Match:
    def match(f: Fields) -> bool | None:
        found, on_site = f.get("visit_kind"), f.get("on_site")
        if (found is not None and found != kind) or on_site is False:
            return False
        return None if found is None or on_site is None else True

    return match


# ---------------------------------------------------------------- the forms


def issued(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    return plain.one(duty, plain.select("document", is_document(*duty.words)).get(""))


def adopted(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    of_kind = is_document(*duty.words)

    def match(f: Fields) -> bool | None:
        truth = of_kind(f)
        if truth is False:
            return False
        meeting = plain.by_id.get(f.get("adopted_by", ""))
        chair = meeting.fields.get("chair") if meeting else None
        return both(truth, None if chair is None else chair == SECRETARY)

    return plain.one(duty, plain.select("document", match).get(""))


def meeting(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    return plain.one(duty, plain.select("meeting", is_meeting(*duty.words)).get(""))


def reported(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    way, topic = duty.words
    return plain.one(duty, plain.select("report", is_report(way, topic)).get(""))


def lecture(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [topic] = duty.words
    match: Match = lambda f: None if (topics := f.get("topics")) is None else topic in topics  # noqa: E731 - one line is one condition
    return plain.members(duty, plain.select("lecture", match, named("lecturer")))


def visit(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    """Each member at the own contact point."""
    [kind] = duty.words

    def who(f: Fields) -> Sequence[str] | None:
        persons, place = f.get("persons"), f.get("place")
        return None if persons is None or place is None else [person for person in persons if POINT.get(person) == place]

    return plain.members(duty, plain.select("visit", is_visit(kind), who))


def service(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    least = int(duty.words[0])
    match: Match = lambda f: "confirmed_by" in f and (None if (found := f.get("hours")) is None else found >= least)  # noqa: E731
    return plain.members(duty, plain.select("service", match, named("persons")))


def studied(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [topic] = duty.words
    match: Match = lambda f: None if (rows := f.get("topics")) is None else any(topic in row["topic"] for row in rows)  # noqa: E731
    return plain.one(duty, plain.select("study", match).get(""))


def ban(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [severity] = duty.words
    days: list[date] = []
    doubts = 0
    for record in plain.kinds.get("issue", ()):
        found, who = record.fields.get("severity"), record.fields.get("about_person")
        if record.first < SPAN[0] or (found is not None and found != severity):
            continue
        since, until = term(who) if who in MEMBERS else (date.max, date.min)
        if who is not None and not since <= record.first <= until:
            continue
        if found is None or who is None:
            doubts += 1
        else:
            days.append(record.first)
    verdict = "pass" if days or "issue" in plain.looked_at else "pending"
    if len(days) + doubts > duty.n:
        verdict = "fail" if len(days) > duty.n else "inconclusive"
    yield (duty.id, "leading_group", None, *SPAN), verdict


def attended(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    return plain.one(duty, plain.select("meeting", is_attended(*duty.words)).get(""))


def heard(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [topic] = duty.words
    at_meeting = plain.select("meeting", is_attended(topic, "听取汇报")).get("", Hits([], []))
    to_him: Match = lambda f: None if (who := f.get("addressee")) is None else who == SECRETARY  # noqa: E731
    written = plain.select("report", is_report("报来", topic, to_him)).get("", Hits([], []))
    return plain.one(duty, Hits(sorted(at_meeting.days + written.days), at_meeting.doubts + written.doubts))


def closed(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [source] = duty.words
    for record in plain.kinds.get("finding", ()):
        f = record.fields
        found = f.get("source")
        if found is not None and found != source:
            continue
        due = f.get("due_on") or workday(two_months_on(record.first))
        if not SPAN[0] <= due <= SPAN[1]:
            continue
        done, progress = f.get("closed_on"), f.get("progress")
        hits = Hits([], [])
        if done is not None and done <= plain.as_of and "verified_by" in f and "reopened" not in f and progress in (None, "已销号"):
            hits = Hits([done], []) if progress else Hits([], [(done, done, MISSING)])
        window = (record.first, due)
        yield (duty.id, "secretary", record.id, *window), _asked(plain, hits, window, found is None)


def _asked(plain: Plain, hits: Hits | None, window: tuple[date, date], doubtful: bool) -> str:
    """What a trigger asks for; if it may be none, its answer may not be owed."""
    standing = plain.count(hits, window, 1, late_until=None)
    return plain.verdict(standing._replace(high=MET, provable=False) if doubtful else standing)


def answered(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    [severity] = duty.words
    special: Match = lambda f: None if (found := f.get("type")) is None else found == MEETINGS[-1]  # noqa: E731
    answers = plain.select("meeting", special, lambda f: (f.get("about", ""),))
    blank = answers.get("")
    partly = [doubt for doubt in blank.doubts if doubt[2] & UNUSABLE] if blank else []
    for record in plain.kinds.get("issue", ()):
        found = record.fields.get("severity")
        if (found is not None and found != severity) or record.first < SPAN[0]:
            continue
        window = (record.first, workday(record.first + timedelta(days=60)))
        days, doubts = answers.get(record.id, Hits([], []))
        # A meeting that does not say what it is about is only a blank field, unless its day is not known either.
        yield (duty.id, "secretary", record.id, *window), _asked(plain, Hits(days, doubts + partly), window, found is None)


def steps(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    document, type_, kind = duty.words
    of_type: Match = lambda f: None if (found := f.get("type")) is None else found == type_  # noqa: E731
    stages = (
        (plain.select("document", is_document(document)), (SPAN[0], date(2022, 3, 31))),
        (plain.select("meeting", of_type, named("attendees")), (date(2022, 6, 1), date(2022, 8, 31))),
        (plain.select("visit", is_visit(kind), named("persons")), (date(2022, 10, 1), SPAN[1])),
    )
    for member in MEMBERS:
        key = (duty.id, member, None, *SPAN)
        if not bound(member, SPAN):
            yield key, "not_applicable"
            continue
        found = [in_role(hits.get("" if n == 0 else member), member) for n, (hits, _) in enumerate(stages)]
        yield key, plain.verdict(_in_turn(plain, found, [window for _, window in stages]))


def _in_turn(plain: Plain, found: Sequence[Hits | None], stages: Sequence[tuple[date, date]]) -> Standing:
    """The windows do not meet, so each step can be looked at by itself."""
    parts = [plain.count(hits, window, 1) for hits, window in zip(found, stages, strict=True)]
    low = min(part.low for part in parts)
    if low == MET:
        return Standing(MET, MET)
    if low == VIOLATED:
        high = min(part.high for part in parts)
        why = union(_near(hits, window) for hits, window in zip(found, stages, strict=True))
        made_good = all(part.mended or part.low == MET for part in parts)
        return Standing(VIOLATED, high, why, max((part.mended for part in parts if part.mended), default=None) if made_good else None)
    waiting = [window for part, window in zip(parts, stages, strict=True) if part.low == SO_FAR]
    safe = min(safe_day(window, number) for number, window in enumerate(waiting, 1))
    return Standing(SO_FAR, MET, safe=safe, opens=waiting[0][0])


def _near(hits: Hits | None, window: tuple[date, date]) -> int:
    return union(why for first, last, why in hits.doubts if first <= window[1] and last >= window[0]) if hits else 0


def combined(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    if duty.form == "both":
        document, *words = duty.words
        other = plain.select("document", is_document(document)).get(""), 1
    else:
        *words, kind = duty.words
        other = plain.select("visit", is_visit(kind), named("persons")).get(SECRETARY), duty.n
    pairs = [(plain.select("meeting", is_meeting(*words)).get(""), duty.n), other]
    for window in windows(duty.period):
        parts = [plain.count(hits, window, n, "-" in duty.period) for hits, n in pairs]
        yield (duty.id, "secretary", None, *window), plain.verdict(_joined(min if duty.form == "both" else max, parts))


def _joined(choose: Callable[..., int], parts: Sequence[Standing]) -> Standing:
    low, high = choose(part.low for part in parts), choose(part.high for part in parts)
    deciding = [part for part in parts if part.low == low]
    unsure = [part for part in deciding if part.high != part.low]
    if low == SO_FAR:
        safe = [part.safe for part in deciding if part.safe]
        return Standing(low, high, safe=min(safe) if choose is min else max(safe), opens=deciding[0].opens)
    mended = [part.mended for part in deciding]
    good = all(mended) if choose is min else any(mended)
    why = union(part.why for part in unsure)
    provable = all(part.why == MISSING for part in unsure)
    return Standing(low, high, why, next((day for day in mended if day), None) if good else None, provable=provable)


def attest(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    yield (duty.id, "secretary", None, *SPAN), "manual"


def first_item(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    type_, topic, share = duty.words
    good = bad = unknown = maybe_good = maybe_bad = maybe_unknown = 0
    for record in plain.kinds.get("meeting", ()):
        f = record.fields
        found, chair, agenda = f.get("type"), f.get("chair"), f.get("agenda")
        if (found is not None and found != type_) or (chair is not None and chair != SECRETARY) or record.last < SPAN[0]:
            continue
        first = None if agenda is None else topic in agenda[0]["topic"]
        sure = found is not None and chair is not None and record.first == record.last
        good, maybe_good = good + (sure and first is True), maybe_good + (not sure and first is True)
        bad, maybe_bad = bad + (sure and first is False), maybe_bad + (not sure and first is False)
        unknown, maybe_unknown = unknown + (sure and first is None), maybe_unknown + (not sure and first is None)
    ratio = 1.0 if share == "100%" else 0.02
    all_, best = good + bad + unknown + maybe_bad + maybe_unknown, good + unknown + maybe_good + maybe_unknown
    choices = [part >= ratio * of for part, of in ((good, all_), (best, best + bad)) if of]
    if not good + bad + unknown:
        verdict = "pending" if not choices or all(choices) or ratio < 1 else "inconclusive"
    elif all(choices):
        verdict = "pass"
    elif ratio < 1:
        verdict = "at_risk"
    else:
        verdict = "inconclusive" if any(choices) else "fail"
    yield (duty.id, "secretary", None, *SPAN), verdict


def talk_each(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    def match(f: Fields) -> bool | None:
        talker = f.get("talker")
        return both(None if talker is None else talker == SECRETARY, f.get("both_signed") if duty.words else True)

    found = plain.select("talk", match, named("counterpart"))
    for member in MEMBERS:
        verdict = plain.verdict(plain.count(found.get(member), SPAN, duty.n, False)) if bound(member, SPAN) else "not_applicable"
        yield (duty.id, "secretary", member, *SPAN), verdict


def talk_pair(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    def pair(f: Fields) -> Sequence[str] | None:
        one, other = f.get("talker"), f.get("counterpart")
        return None if one is None or other is None else (f"{min(one, other)}+{max(one, other)}",)

    found = plain.select("talk", lambda _: True, pair)
    for number, a in enumerate(MEMBERS):
        for b in MEMBERS[number + 1 :]:
            key = f"{a}+{b}"
            owed = bound(a, SPAN) and bound(b, SPAN)
            verdict = plain.verdict(plain.count(found.get(key), SPAN, duty.n, False)) if owed else "not_applicable"
            yield (duty.id, "leading_group", key, *SPAN), verdict


def talk_section(plain: Plain, duty: Duty) -> Iterator[tuple[Key, str]]:
    """With somebody of the section that the member is in charge of."""

    def match(f: Fields) -> bool | None:
        return True if f.get("counterpart") else None

    def who(f: Fields) -> Sequence[str] | None:
        talker, section = f.get("talker"), SECTION.get(f.get("counterpart", ""))
        return None if talker is None or section is None else (f"{talker}/{section}",)

    found = plain.select("talk", match, who)
    for member in MEMBERS:
        section = OWN_SECTION[member]
        hits = in_role(found.get(f"{member}/{section}"), member)
        for window in HALVES:
            verdict = plain.verdict(plain.count(hits, window, duty.n, False)) if bound(member, window) else "not_applicable"
            yield (duty.id, member, section, *window), verdict


FORMS: dict[str, Callable[[Plain, Duty], Iterator[tuple[Key, str]]]] = {
    "issued": issued, "adopted": adopted, "meeting": meeting, "reported": reported, "lecture": lecture, "visit": visit, "service": service,
    "studied": studied, "ban": ban, "attended": attended, "heard": heard, "closed": closed, "answered": answered, "steps": steps,
    "both": combined, "either": combined, "attest": attest, "first_item": first_item, "talk_each": talk_each, "talk_pair": talk_pair,
    "talk_section": talk_section,
}  # fmt: skip
