"""What a unit may choose for itself: a parameter within the bounds that the pack sets, and a reading of an ambiguous text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.errors import Problem
from compliance.fields import text
from compliance.model import Duration, MonthDay, Obligation, Override, Parameter, Point, Value
from compliance.site import Keys, Site, shown
from compliance.values import ValueProblem, parse_scalar


def override(raw: Any, keys: Keys, parameter: Parameter, site: Site) -> Override | None:
    """`{value, source}` for a parameter; None after a problem."""
    if not isinstance(raw, Mapping):
        site.say(keys, "evidence.parameter_form", found=shown(raw), name=parameter.name)
        return None
    for key in raw:
        if key not in ("value", "source"):
            site.bad_key((*keys, key), ("value", "source"))
    missing = [key for key in ("value", "source") if raw.get(key) in (None, "")]
    for key in missing:
        site.say(keys, "evidence.key_missing", key=key)
    if missing:
        return None
    here = (*keys, "value")
    try:
        value = parse_scalar(raw["value"])
    except ValueProblem as wrong:
        params = tuple((key, str(param)) for key, param in wrong.params.items())
        site.problems.append(Problem(site.where(*here), wrong.code, params=params))
        return None
    source = text(raw["source"], (*keys, "source"), site)
    written = _written(raw["value"])
    if not _allowed(value, written, here, parameter, site) or not isinstance(source, str):
        return None
    return Override(value, written, source, site.where(*keys))


def reading(raw: Any, keys: Keys, obligation: Obligation, site: Site) -> str | None:
    """The name of one of the obligation's readings; None after a problem."""
    names = [name for name in obligation.readings if name]
    if not names:
        site.say(keys, "evidence.reading_none", of_key=True, found=obligation.id)
        return None
    name = text(raw, keys, site)
    if name in obligation.readings:
        return str(name)
    if isinstance(name, str):
        site.unknown_value(keys, "evidence.reading_unknown", name, names)
    return None


def _allowed(value: Value, written: str, keys: Keys, parameter: Parameter, site: Site) -> bool:
    limits = [limit for limit in (parameter.at_least, parameter.at_most) if limit is not None]
    if parameter.choices:
        fits, code = value in parameter.choices, "evidence.parameter_choice"
    elif limits:
        fits, code = _within(value, parameter), "evidence.parameter_range"
    else:
        # A default that offers nothing else is the pack's word: one line in unit.yaml must not move "February" to December.
        fits, code = False, "evidence.parameter_fixed"
    if not fits:
        choices = "、".join(_written(choice) for choice in parameter.choices)
        low, high = _written(parameter.at_least), _written(parameter.at_most)
        site.say(keys, code, found=written, name=parameter.name, choices=choices, low=low, high=high, given=parameter.shown)
    return fits


def _within(value: Value, parameter: Parameter) -> bool:
    place = _place(value)
    low, high = parameter.at_least, parameter.at_most
    above = low is None or (_comparable(low, value) and _place(low) <= place)
    return above and (high is None or (_comparable(value, high) and place <= _place(high)))


def _comparable(one: Value, other: Value) -> bool:
    """No time at all is as much in every unit of time."""
    return _kind(one) == _kind(other) or (isinstance(one, Duration) and isinstance(other, Duration) and Duration() in (one, other))


def _kind(value: Value) -> str:
    """What can be compared with what: 30d and 6m cannot."""
    if isinstance(value, Duration):
        return "duration " + " ".join(unit for unit, part in zip(Duration._fields, value, strict=True) if part)
    return "number" if type(value) in (int, Fraction) else type(value).__name__


def _place(value: Value) -> Any:
    if isinstance(value, Point) and isinstance(value.base, MonthDay):
        return (value.base.years, value.base.month, value.base.day)
    return value


def _written(value: Any) -> str:
    """A parameter's value as its author would write it."""
    if isinstance(value, Duration):
        months, days = value.months, value.days
        if value.minutes:
            return f"{value.minutes}min" if value.minutes % 60 else f"{value.minutes // 60}h"
        return f"{months}m" if months else f"{value.workdays}wd" if value.workdays else f"{days}d"
    if isinstance(value, Point) and isinstance(value.base, MonthDay):
        return f"{'next ' if value.base.years else ''}{value.base.month:02}-{value.base.day:02}"
    if isinstance(value, (list, tuple)) and not isinstance(value, (Duration, Point)):
        return ", ".join(_written(item) for item in value)
    return value.isoformat() if isinstance(value, date) else shown(value)
