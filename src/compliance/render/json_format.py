"""The report as one JSON object, `compliance-report/1`: every other format is a view of what stands here.

The same report gives the same bytes. The order of the keys is that of the models in `compliance.schema`, which read it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from compliance import messages
from compliance.errors import Params, Problem
from compliance.model import Advice, Group, NearMiss, Pack, Reason, Record, Report, Suspect, Text, Verdict, Waiver, Way
from compliance.render import conclusions_json, phrases
from compliance.render.style import Style

SCHEMA = "compliance-report/1"

Json = dict[str, Any]


def render(report: Report, _style: Style) -> str:
    """JSON holds both languages and knows no width."""
    return dump(document(report))


def dump(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def document(report: Report) -> Json:
    """Verdicts in the order of the rules, problems by place. `conclusions` only where the pack's policy asks for some."""
    written: Json = {
        "schema": SCHEMA,
        "as_of": _day(report.as_of),
        "unit": {"id": report.unit.id, "title": _text(report.unit.title), "note": report.unit.note},
        "packs": [_pack(report.pack)],
        "inputs": {
            "rules": report.pack.digest,
            "evidence": report.evidence_digest,
            "files": report.files,
            "records": report.records,
            "source": {"path": report.text.path, "sha256": report.text.digest} if report.text else None,
        },
        "summary": dict(report.summary),
        "rollup": [_group(group, report) for group in report.groups],
        "verdicts": [_verdict(verdict, report) for verdict in report.verdicts],
        "problems": [_problem(found) for found in sorted(report.problems)],
    }
    return {**written, "conclusions": conclusions_json.plain(report.conclusions)} if report.conclusions else written


def _pack(pack: Pack) -> Json:
    return {"id": pack.id, "title": _text(pack.title), "from": _day(pack.span.first), "to": _day(pack.span.last)}


# ---------------------------------------------------------------- plain values


def _text(text: tuple[str, str]) -> Json:
    return {"zh": text[0], "en": text[1]}


def _maybe(text: tuple[str, str] | None) -> Json | None:
    return None if text is None else _text(text)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: int | Fraction | None) -> int | str | None:
    """A whole number, or a fraction as text: 21/2."""
    return number if number is None or isinstance(number, int) else int(number) if number.denominator == 1 else str(number)


def _params(params: Params) -> Json:
    return {name: value if isinstance(value, str) else _text(value) for name, value in params}


def _reasons(reasons: Iterable[Reason]) -> list[Json]:
    return [{"code": code, "params": _params(params), "text": _text(messages.text(code, params))} for code, params in reasons]


def _problem(found: Problem) -> Json:
    return {
        "at": str(found.at),
        "code": found.code,
        "severity": found.severity,
        "params": _params(found.params),
        "text": _text(messages.text(found.code, found.params)),
    }


# ---------------------------------------------------------------- groups and verdicts


def _group(group: Group, report: Report) -> Json:
    return {
        "kind": group.kind,
        "key": group.key,
        "title": _maybe(_group_title(group, report)),
        "verdict": group.verdict,
        "counts": dict(group.counts),
        "fired": list(group.fired),
    }


def _group_title(group: Group, report: Report) -> Text | None:
    if group.kind == "unit":
        return report.unit.title
    if group.kind == "list":
        return report.pack.lists[group.key].title
    if group.kind == "article":
        name, _, article = group.key.partition("/")
        return report.pack.lists[name].articles.get(article)
    return next((verdict.bearer_name for verdict in report.verdicts if verdict.bearer == group.key), None)


def _verdict(verdict: Verdict, report: Report) -> Json:
    rule = verdict.obligation
    return {
        "obligation": rule.id,
        "title": _text(rule.title),
        "bearer": verdict.bearer,
        "bearer_name": _text(verdict.bearer_name),
        "subject": verdict.subject,
        "subject_name": _maybe(verdict.subject_name),
        "window": {"from": _day(verdict.window.first), "to": _day(verdict.window.last)},
        "verdict": verdict.verdict,
        "severity": verdict.severity,
        "final": verdict.final,
        "truth": {"low": verdict.low.word, "high": verdict.high.word},
        "basis": verdict.basis,
        "need": _number(verdict.need),
        "have": _number(verdict.have),
        "last_safe": _day(verdict.last_safe),
        "mended_on": _day(verdict.mended_on),
        "mended_by": [_record(record) for record in verdict.mended_by],
        "reached": [_record(record) for record in verdict.reached],
        "reading": verdict.reading,
        "reasons": _reasons(verdict.reasons),
        "counted": [_record(record) for record in verdict.counted],
        "doubtful": [_miss(miss) for miss in verdict.doubtful],
        "near_misses": [_miss(miss) for miss in verdict.near_misses],
        "advice": [_advice(given, verdict, report) for given in verdict.advice],
        "fired": list(verdict.fired),
        "defaults": _reasons(verdict.defaults),
        "waiver": _waiver(verdict.waiver),
        "source": {"list": rule.list, "article": rule.source.article, "quote": rule.source.quote, "at": str(rule.source.at)},
        "unclear": _maybe(rule.unclear),
        "suspect": _suspect(verdict.suspect) if verdict.suspect else None,
    }


def _suspect(found: Suspect) -> Json:
    return {"elsewhere": found.elsewhere, "nearest": found.nearest, "text": _text(phrases.suspect(found))}


def _waiver(waiver: Waiver | None) -> Json | None:
    """`approved_by` is a person's id, or the name of a body that is not on the roster."""
    if waiver is None:
        return None
    return {
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "approved_on": _day(waiver.approved_on),
        "until": _day(waiver.until),
        "at": str(waiver.at),
    }


def _record(record: Record) -> Json:
    """`date` is a day, or "first/last" where the record has no exact day."""
    exact = record.first == record.last
    day = record.first.isoformat() if exact else f"{record.first}/{record.last}"
    return {"record": record.id, "kind": record.kind, "date": day, "at": str(record.at)}


def _miss(miss: NearMiss) -> Json:
    lines = [
        {
            "condition": line.condition,
            "label": _text(line.label),
            "found": _text(line.found),
            "wanted": _text(line.wanted),
            "text": _text(phrases.failed((line,))),
        }
        for line in miss.failed
    ]
    return {**_record(miss.record), "failed": lines}


def _way(way: Way) -> Json:
    return {"kind": way.kind, "what": _text(way.what), "where": [_text(condition) for condition in way.conditions]}


def _advice(given: Advice, verdict: Verdict, report: Report) -> Json:
    return {
        "do": {
            "action": given.do,
            "kind": given.kind,
            "what": _text(given.what),
            "where": [_text(condition) for condition in given.conditions],
            "record": given.record or None,
            "ways": [_way(way) for way in given.ways],
        },
        "n": given.n,
        "from": None if given.first == date.max else _day(given.first),
        "by": _day(given.last),
        "safe": _day(given.safe),
        "text": _text(phrases.advice(given, verdict, report.as_of, apart=report.unit.apart)),
    }
