"""Vetoes, escalations and scores in the report's JSON. Points are exact: `"86"` or `"259/3"`."""

from __future__ import annotations

from typing import Any

from compliance.model import Conclusions, Escalation, Score, ScoreItem, Text, Verdict, Veto
from compliance.render.points import decimals

Json = dict[str, Any]


def plain(found: Conclusions) -> Json:
    """`without_waivers`: what would be concluded if nothing were waived; null where nothing is."""
    return {**_plain(found), "without_waivers": found.unwaived and _plain(found.unwaived)}


def _plain(found: Conclusions) -> Json:
    return {
        "vetoes": [_veto(veto) for veto in found.vetoes],
        "escalations": [_escalation(escalation) for escalation in found.escalations],
        "scores": [_score(score) for score in found.scores],
    }


def _text(text: Text) -> Json:
    return {"zh": text.zh, "en": text.en}


def _case(verdict: Verdict) -> Json:
    first, last = verdict.window.first, verdict.window.last
    return {
        "obligation": verdict.obligation.id,
        "bearer": verdict.bearer,
        "subject": verdict.subject,
        "window": {"from": first and first.isoformat(), "to": last and last.isoformat()},
        "verdict": verdict.verdict,
    }


def _veto(veto: Veto) -> Json:
    return {
        "row": veto.row.id,
        "title": _text(veto.row.title),
        "kind": veto.kind,
        "key": veto.key,
        "verdicts": [_case(verdict) for verdict in veto.verdicts],
        "escalations": [_escalation(escalation) for escalation in veto.escalations],
    }


def _escalation(escalation: Escalation) -> Json:
    row = escalation.row
    return {
        "row": row.id,
        "title": _text(row.title),
        "measure": _text(row.measure),
        "running": row.running,
        "verdicts": [_case(verdict) for verdict in escalation.verdicts],
    }


def _score(score: Score) -> Json:
    """`low` and `high` are exact, `shown` is what a text prints."""
    return {
        "kind": score.kind,
        "key": score.key,
        "full": str(score.full),
        "low": str(score.low),
        "high": str(score.high),
        "shown": {
            "low": decimals(score.low),
            "high": decimals(score.high, up=score.low != score.high),
            "full": decimals(score.full, up=True),
        },
        "deductions": [_item(item) for item in score.items],
        "not_counted": list(score.left_out),
    }


def _item(item: ScoreItem) -> Json:
    return {
        "obligation": item.obligation.id,
        "points": str(item.points),
        "lost": str(item.lost),
        "undecided": str(item.open),
        "verdicts": [_case(verdict) for verdict in (*item.unmet, *item.undecided)],
    }
