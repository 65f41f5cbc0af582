"""Raw mappings → records: checked against the vocabulary, copies merged, every problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from compliance.daytext import clock_of
from compliance.errors import Location, Problem
from compliance.fields import Parser, field_parsers, last_day, text
from compliance.model import Duration, FieldType, Pack, Record, Span, Text, Unit, Unknown
from compliance.site import Directory, Keys, Reference, Site, Where, closest, offered, shown
from compliance.slips import colon_slip
from compliance.vocabulary import ATTESTATION, ORIGIN_TITLES, RECORD_FIELDS, STATUS_TITLES

_MANY = 2000
"""Above so many ids no near spelling is looked for: it costs more than it helps."""

Raw = tuple[Mapping[str, Any], Where]
_Table = dict[str, tuple[Parser, Keys]]


def build_records(raws: Sequence[Raw], unit: Unit, pack: Pack, problems: list[Problem]) -> tuple[Record, ...]:
    """The records of these mappings, sorted by (first day, id), copies merged into one.

    `raws`: each mapping with a callable `where(*keys, of_key=False) -> Location`. What cannot be understood is reported and left out.
    """
    return RecordBuilder(unit, pack, problems).build(raws)


class RecordBuilder:
    """Builds the records of one unit; afterwards `site.files` holds the files that the records name."""

    def __init__(self, unit: Unit, pack: Pack, problems: list[Problem]) -> None:
        people = Directory({person.id: person.name for person in unit.people.values()})
        places = Directory({place.id: place.name for place in unit.places.values()})
        self.site = Site(_nowhere, problems, people, places)
        if len(unit.packs) > 1:
            self.site.unknown = "warning"
        self.obligations = [obligation.id for obligation in pack.obligations]
        self.kinds = {ATTESTATION.name: ATTESTATION, **pack.vocabulary.kinds}
        self.tables = {name: self._table(name, kind.fields, pack) for name, kind in self.kinds.items()}
        self.refs: dict[str, list[Reference]] = {}

    def build(self, raws: Iterable[Raw]) -> tuple[Record, ...]:
        built = [(record, where) for raw, where in raws if (record := self._record(raw, where))]
        built.sort(key=lambda item: (item[0].first, item[0].time or time(), item[0].id, item[0].at))
        records, aliases = self._by_content(self._by_id(built))
        if aliases:
            records = [self._redirected(record, aliases) for record in records]
        self._check_refs({record.id: record.kind for record in records}, aliases)
        self.site.report_strangers()
        return tuple(records)

    def _table(self, kind: str, fields: Mapping[str, FieldType], pack: Pack) -> _Table:
        parsers = field_parsers({**fields, **RECORD_FIELDS}, pack.vocabulary)
        parsers |= {"date": last_day, "status": _choice(STATUS_TITLES), "origin": _choice(ORIGIN_TITLES)}
        if kind == ATTESTATION.name:
            parsers["obligation"] = self._obligation
        return {name: (parser, (name,)) for name, parser in parsers.items()}

    # -------------------------------------------------- one record

    def _record(self, raw: Mapping[str, Any], where: Where) -> Record | None:
        site = self.site
        site.where, site.refs = where, []
        if type(raw) is not dict and not isinstance(raw, Mapping):
            if not self._told(raw, where):
                site.say((), "evidence.record_shape", found=shown(raw))
            return None
        kind = raw.get("kind")
        table = self.tables.get(kind) if type(kind) is str else None
        if table is None:
            self._unknown_kind(kind)
            return None
        fields: dict[str, Any] = {}
        for name, value in raw.items():
            entry = table.get(name)
            if entry is None:
                self._unknown_field(name, str(kind))
            elif value is not None:
                fields[name] = entry[0](value, entry[1], site)
        return self._dated(kind, fields, raw, where)  # type: ignore[arg-type]

    def _told(self, raw: object, where: Where) -> bool:
        """Whether the reader said already why this is no record: `id:m1` lacks a space."""
        path = where().path
        slips = ("source.colon_space", "source.colon_wide")
        return isinstance(raw, str) and bool(colon_slip(raw)) and any(p.code in slips and p.at.path == path for p in self.site.problems)

    def _dated(self, kind: str, fields: dict[str, Any], raw: Mapping[str, Any], where: Where) -> Record | None:
        name = fields.get("id")
        if not name or name is Unknown.UNUSABLE:
            if not name:
                self.site.say(("id",), "evidence.id_missing")
            return None
        for key in ("obligation", "by", "statement") if kind == ATTESTATION.name else ():
            if key not in fields:
                self.site.say((), "evidence.key_missing", key=key)
        day = fields.get("date") or fields.get("end") or fields.get("start")
        if day is None:
            self.site.say((), "evidence.date_missing", record=name)
            return None
        if day is Unknown.UNUSABLE:
            return None
        first, last = day if type(day) is Span else (day, day)
        if "start" in fields or "end" in fields:
            self._check_interval(fields)
            self._measure_interval(fields)
        recorded = self._recorded(fields, first)
        status = fields.setdefault("status", "done")
        origin = fields.setdefault("origin", "original")
        if self.site.refs:
            self.refs[name] = self.site.refs
        clock = clock_of(str(raw.get("date") or raw.get("end") or raw.get("start"))) if first == last else None
        return Record(name, kind, first, last, fields, status, origin, recorded, where(), clock)

    def _recorded(self, fields: Mapping[str, Any], first: date) -> date | None:
        recorded = fields.get("recorded_on")
        if type(recorded) is not date:
            return None
        if recorded < first:
            self.site.say(("recorded_on",), "evidence.recorded_before", "warning", recorded=recorded, day=first)
        return recorded

    def _check_interval(self, fields: Mapping[str, Any]) -> None:
        start, end, day = fields.get("start"), fields.get("end"), fields.get("date")
        if day is not None and Unknown.UNUSABLE not in (start, end, day):
            low, high = _first(start or end or date.min), _last(end or date.max)
            if _last(day) < low or _first(day) > high:
                self.site.say(("date",), "evidence.two_dates", "warning", date=_written(day), start=start or "–", end=end or "–")
        if start is None:
            return
        if end is None:
            if "date" not in fields:
                self.site.say(("start",), "evidence.running", "note", record=fields["id"], start=_first(start))
        elif not isinstance(start, Unknown) and not isinstance(end, Unknown) and _first(start) > _last(end):
            self.site.say(("end",), "evidence.end_before_start", start=_first(start), end=_last(end))

    def _measure_interval(self, fields: dict[str, Any]) -> None:
        """From start to end both days count."""
        start, end, written = fields.get("start"), fields.get("end"), fields.get("duration")
        if type(start) is not date or type(end) is not date or start > end:
            return
        days = (end - start).days + 1
        if isinstance(written, Duration) and written.days not in (0, days):
            self.site.say(("duration",), "evidence.duration_differs", "warning", found=f"{written.days}d", days=days)
        if not isinstance(written, Duration) or written.days:
            fields["duration"] = Duration(days=days)

    def _unknown_kind(self, kind: Any) -> None:
        if kind is None:
            self.site.problems.append(Problem(self.site.where(), "evidence.kind_missing", params=(("choices", offered(self.kinds)),)))
        elif type(kind) is not str:
            self.site.wrong(("kind",), "evidence.want.text", kind)
        else:
            self.site.unknown_value(("kind",), "evidence.kind_unknown", kind, self.kinds)

    def _unknown_field(self, name: str, kind: str) -> None:
        # The fields every record has are left out of what is offered, though a slip may mean one of them.
        own = self.kinds[kind].fields
        self.site.unknown_key((name,), "evidence.field_unknown", {**own, **RECORD_FIELDS}, offer=own)

    def _obligation(self, value: Any, keys: Keys, site: Site) -> Any:
        name = text(value, keys, site)
        if isinstance(name, str) and name not in self.obligations:
            site.unknown_value(keys, "evidence.obligation_unknown", name, self.obligations)
        return name

    # -------------------------------------------------- all records

    def _by_id(self, built: list[tuple[Record, Where]]) -> list[Record]:
        """One record an id: copies of it in other files count once, different content under its id is an error."""
        known: dict[str, Record] = {}
        for record, where in built:
            first = known.setdefault(record.id, record)
            if first is record:
                continue
            self.site.where = where
            if (first.kind, first.fields) == (record.kind, record.fields):
                self.site.say(("id",), "evidence.copy", "note", record=record.id, other=first.at)
            else:
                self.site.say(("id",), "evidence.id_taken", found=record.id, other=first.at)
        return list(known.values())

    def _by_content(self, records: list[Record]) -> tuple[list[Record], dict[str, str]]:
        """One record a content: the smaller id stays; also the ids that went, each with the one it stands for now.

        Two hours of one day are two events; a record without an hour may be any of them, so it is none of its own.
        """
        aliases: dict[str, str] = {}
        for group in _alike(records, lambda record: (record.kind, record.first, record.last)):
            for closer in _alike(group, _single_values):
                known: dict[Any, dict[time | None, Record]] = {}
                for record in sorted(closer, key=lambda record: record.time is None):
                    hours = known.setdefault(_frozen({**record.fields, **dict.fromkeys(_PROVES_NOTHING)}), {})
                    first = hours.setdefault(record.time, record) if record.time is not None or not hours else next(iter(hours.values()))
                    if first is not record:
                        aliases[record.id] = first.id
                        self.site.problems.append(_same_content(record, first))
        return [record for record in records if record.id not in aliases] if aliases else records, aliases

    def _redirected(self, record: Record, aliases: Mapping[str, str]) -> Record:
        fields: Any = record.fields
        for ref in self.refs.get(record.id, ()):
            if ref.name in aliases:
                fields = _replaced(fields, ref.keys, aliases[ref.name])
        return replace(record, fields=fields) if fields is not record.fields else record

    def _check_refs(self, kinds: Mapping[str, str], aliases: Mapping[str, str]) -> None:
        for record, refs in self.refs.items():
            for ref in refs if record in kinds else ():
                self.site.where = ref.where
                found = kinds.get(aliases.get(ref.name, ref.name))
                if found is None:
                    hint = closest(ref.name, kinds) if len(kinds) <= _MANY else ""
                    self.site.stranger(ref.keys, "evidence.ref_unknown", ref.name, hint=hint)
                elif ref.kind and found != ref.kind:
                    self.site.stranger(ref.keys, "evidence.ref_kind", ref.name, wanted=ref.kind, kind=found)


def _nowhere(*_keys: str | int, **_of_key: bool) -> Location:
    return Location("")


def _choice(words: Mapping[str, Text]) -> Parser:
    def choice(value: Any, keys: Keys, site: Site) -> Any:
        if value in words if type(value) is str else False:
            return value
        word = text(value, keys, site)
        if isinstance(word, str):
            site.unknown_value(keys, "evidence.choice", word, words, "error")
        return Unknown.UNUSABLE

    return choice


def _written(day: date | Span) -> str:
    return f"{day.first}…{day.last}" if isinstance(day, Span) else str(day)


def _first(day: date | Span) -> date:
    return day.first if isinstance(day, Span) else day


def _last(day: date | Span) -> date:
    return day.last if isinstance(day, Span) else day


def _same_content(record: Record, first: Record) -> Problem:
    params = (("record", record.id), ("other", first.id), ("place", str(first.at)))
    return Problem(record.at, "evidence.same_content", "warning", params)


def _alike(records: list[Record], key: Callable[[Record], Any]) -> list[list[Record]]:
    """Those that share a key with another."""
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return [group for group in groups.values() if len(group) > 1]


_PROVES_NOTHING = ("id", "recorded_on", "attachments", "date", "start", "end")
"""What does not tell two events apart: how, when and with what one was filed. Their day is compared apart."""


def _single_values(record: Record) -> frozenset[Any]:
    return frozenset([item for item in record.fields.items() if item[0] not in _PROVES_NOTHING and type(item[1]) not in (tuple, dict)])


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return frozenset((key, _frozen(inner)) for key, inner in value.items())
    if type(value) is tuple:
        inner = [_frozen(item) for item in value]
        # Who was there is a set, however it is typed; rows (an agenda) have an order.
        return tuple(inner) if any(isinstance(item, Mapping) for item in value) else frozenset(inner)
    return value


def _replaced(value: Any, keys: Keys, new: str) -> Any:
    """A copy of `value` with `new` at `keys`; a single value that stands for a list has no index in its keys."""
    if not keys:
        return (new,) if type(value) is tuple else new
    key, rest = keys[0], keys[1:]
    if isinstance(value, Mapping):
        return {**value, key: _replaced(value[key], rest, new)}
    if not isinstance(key, int):
        return (_replaced(value[0], keys, new),)
    return tuple(_replaced(inner, rest, new) if index == key else inner for index, inner in enumerate(value))
