"""Rules that compete for records: none counts for two of them (language §10).

The assignment with the fewest missing units is taken; where several have as few, the earlier deadline comes first, then the id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from compliance.measure import Judged, again, judge
from compliance.model import Count, Obligation
from compliance.select import Selection

LOWER = ("at_least", "exactly", "more_than")


def judge_all(rules: Iterable[Obligation], selection: Selection) -> list[Judged]:
    """Every instance of all rules, in their order."""
    judged = [one for rule in rules for one in judge(rule, selection)]
    names = {one.rule.exclusive for one in judged} - {""}
    for name in sorted(names):
        judged = list(_shared_out(name, judged, selection))
    return judged


def _shared_out(name: str, judged: Sequence[Judged], selection: Selection) -> Iterator[Judged]:
    """Those of the name once more, each without the records that others of them need."""
    rivals = {number: one for number, one in enumerate(judged) if one.rule.exclusive == name and _asks(one)}
    assigned = _assigned(rivals)
    for number, one in enumerate(judged):
        if number not in rivals:
            yield one
            continue
        counted = {record.id for record in one.measure.counted}
        taken = {record: judged[owner].rule.id for record, owner in assigned.items() if owner != number}
        yield again(one, selection, taken) if counted & taken.keys() else one


def _asks(one: Judged) -> bool:
    """Whether it asks for a number of records: a prohibition, a sum and different values do not use records up."""
    kind = one.rule.readings[one.reading].kind
    plain = isinstance(kind, Count) and not kind.distinct and not kind.total and any(bound.op in LOWER for bound in kind.bounds)
    return plain and one.measure.applies and one.measure.kind == "count"


def _assigned(rivals: dict[int, Judged]) -> dict[str, int]:
    """Each used record with the number of the instance it counts for: augmenting paths, the earliest deadline first."""
    owner: dict[str, int] = {}
    candidates = {number: [record.id for record in one.measure.counted] for number, one in rivals.items()}

    def place(number: int, tried: set[str]) -> bool:
        """One more record for an instance, others moving over where they can."""
        for record in candidates[number]:
            if record in tried or owner.get(record) == number:
                continue
            tried.add(record)
            if record not in owner or place(owner[record], tried):
                owner[record] = number
                return True
        return False

    order = sorted(rivals, key=lambda number: (rivals[number].measure.window.last or date.max, rivals[number].rule.id, number))
    for number in order:
        for _ in range(int(rivals[number].measure.need or 0)):
            if not place(number, set()):
                break
    return owner
