"""The kinds of requirement: one module each, this table, nothing else. A new kind is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from compliance.case import Case
from compliance.kinds import attest, combine, count, every, holds, spacing, steps
from compliance.model import Attest, Combine, Count, Every, Holds, Measure, Spacing, Steps

KINDS: Mapping[type, Callable[[Any, Case], Measure | None]] = {
    Count: count.measure,
    Every: every.measure,
    Spacing: spacing.measure,
    Steps: steps.measure,
    Holds: holds.measure,
    Attest: attest.measure,
    Combine: combine.measure,
}
