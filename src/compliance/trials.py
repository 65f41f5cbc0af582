"""Examples made ready once and judged often: by their rule, by a mutant of it, or with their records a little changed.

What an example gives is what `examples.run_example` says of it, without the words: only records are measured and the policy
is asked. Each distinct signature is decided once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from compliance.engine import decide
from compliance.examples import UNSHOWN, evidence_of
from compliance.exclusive import judge_all
from compliance.facts import Facts
from compliance.instances import name_of
from compliance.measure import Judged, judge, signature
from compliance.model import VERDICTS, Evidence, Example, Measure, Obligation, Pack, Record, Signature
from compliance.policy import Layer, load_policy
from compliance.select import Selection


class Given(NamedTuple):
    """What an example gives: the worst verdict, and whether records are said not to bear out an attestation."""

    verdict: str
    unshown: bool


class Court:
    """The pack's policy, which remembers what it has decided."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._policy = load_policy([], Layer(pack.policy))
        self._known: dict[tuple[Signature, str], str] = {}

    def verdicts(self, cases: Iterable[tuple[Measure, str]]) -> list[str]:
        """For (measure, modality) pairs, in their order."""
        wanted = [(signature(measure), modality) for measure, modality in cases]
        new = [case for case in dict.fromkeys(wanted) if case not in self._known]
        if new:
            self._known.update({case: decided.verdict for case, decided in decide(self._policy, new).items()})
        return [self._known[case] for case in wanted]


class Trial:
    """One example of a rule on its evidence, as of its day."""

    def __init__(self, court: Court, rule: Obligation, example: Example, evidence: Evidence) -> None:
        self.court, self.rule, self.example, self.evidence = court, rule, example, evidence
        self.facts = Facts(court.pack, evidence, example.as_of)

    def judged(self, rule: Obligation | None = None) -> list[Judged]:
        """The instances that the example names, of its rule or of another in its place."""
        bearer, subject = self.example.raw["bearer"], self.example.raw["subject"]
        here = rule or self.rule
        every = judge(here, Selection(self.facts)) if not here.exclusive else self._beside_rivals(here)
        return [one for one in every if bearer in ("", name_of(one.instance.binding)) and subject in ("", _subject(one))]

    def _beside_rivals(self, rule: Obligation) -> list[Judged]:
        """Together with those that compete with it for records."""
        rivals = (rule if other.id == rule.id else other for other in self.court.pack.obligations if other.exclusive == rule.exclusive)
        return [one for one in judge_all(rivals, Selection(self.facts)) if one.rule is rule]

    def gives(self, rule: Obligation | None = None) -> Given:
        judged = self.judged(rule)
        verdicts = self.court.verdicts((one.measure, one.rule.modality) for one in judged)
        unshown = any(note.code == UNSHOWN for one in judged for note in one.measure.notes)
        return Given(min(verdicts, key=VERDICTS.index, default="error"), unshown)

    def tells(self, given: Given) -> bool:
        """Whether the example, as it is written, says that this is wrong."""
        shown = self.example.shown
        return given.verdict != self.example.want or (shown is not None and shown == given.unshown)

    def changed(self, records: Sequence[Record], as_of: date, reading: str = "") -> Trial:
        """The same example with other records, on another day, under another reading of its rule."""
        unit = self.evidence.unit
        if reading:
            unit = replace(unit, readings={**unit.readings, self.rule.id: reading})
        ordered = tuple(sorted(records, key=lambda record: (record.first, record.id)))
        return Trial(self.court, self.rule, self.example._replace(as_of=as_of), replace(self.evidence, records=ordered, unit=unit))


def _subject(one: Judged) -> str | None:
    subject = one.instance.binding.subject
    return subject.key if subject else None


def trials(court: Court) -> dict[str, list[Trial]]:
    """Rule id → its examples made ready; those with errors in them are left out, for `test` and `lint` tell of them."""
    found: dict[str, list[Trial]] = {}
    for rule in court.pack.obligations:
        ready = found.setdefault(rule.id, [])
        for example in rule.examples:
            evidence, errors = evidence_of(court.pack, example)
            if not errors:
                ready.append(Trial(court, rule, example, evidence))
    return found
