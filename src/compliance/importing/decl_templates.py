"""The DECLARE templates: their names, what each means on a trace, and the same said in our rule language.

`holds` is the definition, by which examples are made; `part` is the translation. Whether both agree is what the tests ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

UNARY = ("existence", "absence", "exactly", "init", "end")
COUNTED = ("existence", "absence", "exactly")
SYMMETRIC = ("choice", "exclusivechoice", "coexistence", "notcoexistence")
BOTH_WAYS = ("succession", "alternatesuccession", "chainsuccession", "notsuccession", "notchainsuccession")
FORWARD = ("respondedexistence", "response", "alternateresponse", "chainresponse")
BACKWARD = ("precedence", "alternateprecedence", "chainprecedence")
NEGATED = ("notrespondedexistence", "notresponse", "notchainresponse", "notprecedence", "notchainprecedence")
TEMPLATES = (*UNARY, *SYMMETRIC, *BOTH_WAYS, *FORWARD, *BACKWARD, *NEGATED)
NAMES = (
    *("Existence", "Absence", "Exactly", "Init", "End", "Choice", "Exclusive Choice", "Co-Existence", "Not Co-Existence"),
    *("Succession", "Alternate Succession", "Chain Succession", "Not Succession", "Not Chain Succession", "Responded Existence"),
    *("Response", "Alternate Response", "Chain Response", "Precedence", "Alternate Precedence", "Chain Precedence"),
    *("Not Responded Existence", "Not Response", "Not Chain Response", "Not Precedence", "Not Chain Precedence"),
)
"""As they are written; `key` makes each a word of TEMPLATES."""
_ALIASES = {"participation": ("existence", 1), "atmostone": ("absence", 2), "atleastone": ("existence", 1), "last": ("end", 1)}


class Template(NamedTuple):
    """`n`: how often, of the counted ones as it is written: Absence3 is at most two."""

    name: str
    n: int = 1

    @property
    def backward(self) -> bool:
        """The second event is the activation, the first what it asks for."""
        return self.name.endswith("precedence")


class Event(NamedTuple):
    activity: str
    values: Mapping[str, Any]
    minute: int


Activates = Callable[[Event], bool]
Answers = Callable[[Event, Event], bool]
"""Whether the first event is what the second, an activation, asks for; order aside."""


def named(written: str, number: str) -> Template | None:
    key = re.sub(r"[^a-z]", "", written.lower())
    name, n = _ALIASES.get(key, (key, 1))
    if name not in TEMPLATES or (number and (name not in COUNTED or key in _ALIASES)):
        return None
    return Template(name, int(number) if number else n)


# ---------------------------------------------------------------- the definition


def holds(template: Template, trace: Sequence[Event], activates: Activates, answers: Answers) -> bool:
    """The definition on a finite trace that is over."""
    name = template.name
    active = [number for number, event in enumerate(trace) if activates(event)]
    if name in COUNTED:
        return _counted(template, len(active))
    if name == "init":
        return bool(active) and active[0] == 0
    if name == "end":
        return bool(active) and active[-1] == len(trace) - 1
    asked = [number for number, event in enumerate(trace) if answers(event, event)] if name in SYMMETRIC + BOTH_WAYS else []
    if name in SYMMETRIC:
        return {
            "choice": bool(active or asked),
            "exclusivechoice": bool(active) != bool(asked),
            "coexistence": bool(active) == bool(asked),
            "notcoexistence": not (active and asked),
        }[name]
    if name in BOTH_WAYS:
        return _both_ways(name, trace, activates, answers)
    return all(_answered(name, trace, number, active, answers) for number in active)


def _counted(template: Template, found: int) -> bool:
    return {"existence": found >= template.n, "absence": found < template.n, "exactly": found == template.n}[template.name]


def _both_ways(name: str, trace: Sequence[Event], activates: Activates, answers: Answers) -> bool:
    def second(event: Event) -> bool:
        return answers(event, event)

    def first(event: Event, _activation: Event) -> bool:
        return activates(event)

    there = holds(Template(name.replace("succession", "response")), trace, activates, answers)
    return there and holds(Template(name.replace("succession", "precedence")), trace, second, first)


def _answered(name: str, trace: Sequence[Event], here: int, active: Sequence[int], answers: Answers) -> bool:
    found = [number for number, event in enumerate(trace) if number != here and answers(event, trace[here])]
    if name.endswith("respondedexistence"):
        near = found
    elif name.endswith("response"):
        near = [number for number in found if number > here]
    else:
        near = [number for number in found if number < here]
    if "chain" in name:
        near = [number for number in near if abs(number - here) == 1]
    if "alternate" in name:
        near = [number for number in near if not any(min(here, number) < other < max(here, number) for other in active)]
    return not near if name.startswith("not") else bool(near)


# ---------------------------------------------------------------- in our words


class Sides(NamedTuple):
    """Selectors: of the activations, and of what they ask for; `answer`: the lines of the latter that are read beside an activation."""

    active: Any
    target: Any
    answer: Any
    others: Any = None
    """Of all events that are no activation (`end`)."""
    window: Mapping[str, Any] | None = None
    runs: Mapping[str, Any] | None = None
    """Of two activations in a row, nothing asked for between (`alternate…`); of the second event under the key `target`."""


def part(template: Template, sides: Sides) -> dict[str, Any]:
    """One part of an obligation: exactly one of count, all_of, any_of."""
    name, n = template
    if name in COUNTED:
        bound = {"existence": ("at_least", n), "absence": ("at_most", n - 1), "exactly": ("exactly", n)}[name]
        return {"count": {"of": sides.active, bound[0]: bound[1]}}
    if name == "init":
        return _some(_where(sides.active, {"position": {"equals": 1}}))
    if name == "end":
        late = _where(sides.active, {"position": {"more_than": "$each.position"}}, {"id": {"not": "$each.id"}})
        return {"all_of": [_some(sides.active), _asked(sides.others, _some(late), None)]}
    if name in SYMMETRIC:
        return _symmetric(name, sides)
    if name in BOTH_WAYS:
        there = part(Template(name.replace("succession", "response")), sides)
        turned = Sides(sides.target, sides.active, sides.active, runs={"active": (sides.runs or {}).get("target")})
        back = part(Template(name.replace("succession", "precedence")), turned)
        return {"all_of": [*_parts(there), *_parts(back)]}
    asked = _asked(sides.active, {"count": {"of": _placed(name, sides.answer), **_bound(name)}}, sides.window)
    if "alternate" in name:
        return {"all_of": [asked, {"count": {"of": (sides.runs or {})["active"], "at_most": 0}}]}
    return asked


def _parts(found: dict[str, Any]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = found.get("all_of", [found])
    return parts


def _symmetric(name: str, sides: Sides) -> dict[str, Any]:
    one, other = sides.active, sides.target
    some = {"any_of": [_some(one), _some(other)]}
    not_both = {"any_of": [_none(one), _none(other)]}
    if name == "choice":
        return some
    if name == "notcoexistence":
        return not_both
    if name == "exclusivechoice":
        return {"all_of": [some, not_both]}
    return {"all_of": [{"any_of": [_none(one), _some(other)]}, {"any_of": [_none(other), _some(one)]}]}


def _asked(active: Any, owed: dict[str, Any], window: Mapping[str, Any] | None) -> dict[str, Any]:
    """There is none, or for each of them: so a trace without an activation meets it, as the definition says."""
    each = {"for_each": {"record": active}, **({"in": dict(window)} if window else {}), **owed}
    return {"any_of": [_none(active), each]}


def _some(selector: Any) -> dict[str, Any]:
    return {"count": {"of": selector, "at_least": 1}}


def _none(selector: Any) -> dict[str, Any]:
    return {"count": {"of": selector, "at_most": 0}}


def _bound(name: str) -> dict[str, int]:
    return {"at_most": 0} if name.startswith("not") else {"at_least": 1}


def _placed(name: str, answer: Any) -> dict[str, Any]:
    """What is asked for, at its place among the events of the case."""
    if name.endswith("respondedexistence"):
        line: dict[str, Any] = {"id": {"not": "$each.id"}}
        return _where(answer, line)
    back = name.endswith("precedence")
    if "chain" in name:
        line = {"position": {"equals": {"minus" if back else "plus": ["$each.position", 1]}}}
    else:
        line = {"position": {"less_than" if back else "more_than": "$each.position"}}
    return _where(answer, line, {"id": {"not": "$each.id"}})


def _where(selector: Any, *more: dict[str, Any]) -> dict[str, Any]:
    if isinstance(selector, str):
        return {"is": selector, "where": list(more)}
    return {**selector, "where": [*selector["where"], *more]}
