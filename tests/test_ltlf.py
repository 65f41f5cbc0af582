"""The rule kinds mean what DECLARE's constraints mean: a third party's LTLf automata (flloat) say so for every short word.

A word is a year of single-letter activities, one a day from 2 January on. The state of a prefix is read from the automaton of the
constraint's LTLf formula, over one-letter steps: whether it accepts, and whether an accepting (a rejecting) state can still be reached:

| automaton | runtime verification | ours |
|---|---|---|
| accepts, can reach no rejecting state | permanently satisfied | satisfied |
| accepts, can reach one | currently satisfied | satisfied_so_far |
| rejects, can reach an accepting state | currently violated | violated_so_far |
| rejects, can reach none | permanently violated | violated |
| the word is over: accepts, rejects | satisfied, violated | satisfied, violated |

Where ours differs on purpose, the difference is itself what is tested (`Expected` below):

* **Triggers still to come.** A rule with `for_each` is judged trigger by trigger. All triggers so far being answered for good is no promise
  about the next one, which LTLf (one formula) sees and an instance does not: both sides are cut at satisfied_so_far while the span is open.
* **Burden of proof.** No trigger, or no record of the kind at all: LTLf is vacuously satisfied; ours says so only as the *high* truth. The
  low one is violated_so_far (closed: violated), basis undeclared, until somebody declares the absence; then it does not apply.
* **A day is not over while it lasts.** As of the day of a letter, another may come on that day: `init` is not final on the first day.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest

from compliance.facts import Facts
from compliance.measure import judge
from compliance.model import Declaration, Evidence, Measure, Pack, Person, Record, Spell, Text, Truth, Unit
from compliance.rulebook import load_pack
from compliance.select import Selection
from rule_kit import write

LETTERS = "abc"
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
LONGEST = 6 if NIGHTLY else 5
EVE = date(2022, 1, 1)
"""The day before the first letter: the empty prefix."""
OVER = date(2023, 1, 1)
V, V_SO_FAR, S_SO_FAR, S = Truth

HEAD = """\
pack: letters
title: {zh: 字母, en: Letters}
year: 2022
lists: [duties]
roles: {board: {title: {zh: 班子, en: board}}}
vocabulary:
  terms: {letter: [a, b, c]}
  kinds:
    event: {title: {zh: 活动, en: event}, fields: {letter: {type: term, terms: letter}}}
    x: {title: {zh: 甲类, en: x}, fields: {note: text}}
selectors:
  event: {kind: event}
  a: {kind: event, where: [letter: a]}
  b: {kind: event, where: [letter: b]}
  x: {kind: x}
example_unit: {people: {wang1: {name: 王一, roles: [{role: board}]}}}
"""
LIST = """\
list: duties
title: {zh: 清单, en: Duties}
articles: {一: {zh: 第一条, en: Article 1}}
obligations:
"""
REST = (
    "title: {zh: 要求, en: Duty}, source: {article: 一, quote: 开会}, bearer: {group: board}, "
    "examples: [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]"
)
RESPONSE = "{for_each: {record: a}, in: {from: $each, to: end}, count: {of: b, at_least: 1}}"
PRECEDENCE = "{for_each: {record: b}, in: {from: start, to: $each - 1d}, count: {of: a, at_least: 1}}"
NO_A, NO_B = "{count: {of: a, at_most: 0}}", "{count: {of: b, at_most: 0}}"
SOME_A, SOME_B = "{count: {of: a, at_least: 1}}", "{count: {of: b, at_least: 1}}"
FIRST = "{from: 01-02, to: 01-02}"


class Constraint(NamedTuple):
    """`rule`: ours, in flow style. `triggers`: the letters each of which is a trigger of some part."""

    formula: str
    rule: str
    triggers: str = ""
    undeclared: bool = False
    """Without a single record of the kind its low truth is not that of LTLf: only upper bounds, nothing that must exist."""
    first_day: tuple[Truth, Truth] = (V, S)
    """On the first letter's own day the state is cut to this range."""


def times(n: int) -> str:
    """At least n times a."""
    return f"F(a & X({times(n - 1)}))" if n > 1 else "F(a)"


def exactly(n: int) -> str:
    """The n-th a, and none after it; written so because flloat takes ten seconds over "three times and not four times"."""
    return f"!(a) U (a & X({exactly(n - 1)}))" if n > 1 else "!(a) U (a & WX(G(!(a))))"


CONSTRAINTS = {
    **{f"existence{n}": Constraint(times(n), f"{{count: {{of: a, at_least: {n}}}}}") for n in (1, 2, 3)},
    **{f"absence{n}": Constraint(f"!({times(n)})", f"{{count: {{of: a, at_most: {n - 1}}}}}", undeclared=True) for n in (1, 2, 3)},
    **{f"exactly{n}": Constraint(exactly(n), f"{{count: {{of: a, exactly: {n}}}}}") for n in (1, 2, 3)},
    "init": Constraint(
        "a", f"{{in: {FIRST}, all_of: [{SOME_A}, {{every: {{of: event, must: [letter: a]}}}}]}}", first_day=(V, S_SO_FAR)
    ),
    "init-by-count": Constraint("a", f"{{in: {FIRST}, count: {{of: a, at_least: 1}}}}", first_day=(V_SO_FAR, S)),
    "response": Constraint("G(a -> F(b))", RESPONSE, "a"),
    "precedence": Constraint("(!(b) U a) | G(!(b))", PRECEDENCE, "b"),
    "succession": Constraint("(G(a -> F(b))) & ((!(b) U a) | G(!(b)))", f"{{all_of: [{RESPONSE}, {PRECEDENCE}]}}", "ab"),
    "responded-existence": Constraint("F(a) -> F(b)", f"{{any_of: [{NO_A}, {SOME_B}]}}", undeclared=True),
    "responded-existence-each": Constraint("F(a) -> F(b)", "{for_each: {record: a}, in: year, count: {of: b, at_least: 1}}", "a"),
    "co-existence": Constraint(
        "(F(a) -> F(b)) & (F(b) -> F(a))", f"{{all_of: [{{any_of: [{NO_A}, {SOME_B}]}}, {{any_of: [{NO_B}, {SOME_A}]}}]}}", undeclared=True
    ),
    "not-co-existence": Constraint("!(F(a) & F(b))", f"{{any_of: [{NO_A}, {NO_B}]}}", undeclared=True),
    "choice": Constraint("F(a) | F(b)", f"{{any_of: [{SOME_A}, {SOME_B}]}}"),
    "choice-by-selector": Constraint("F(a) | F(b)", "{count: {of: {any_of: [a, b]}, at_least: 1}}"),
    "exclusive-choice": Constraint(
        "(F(a) | F(b)) & !(F(a) & F(b))", f"{{all_of: [{{any_of: [{SOME_A}, {SOME_B}]}}, {{any_of: [{NO_A}, {NO_B}]}}]}}"
    ),
    "one-after-the-other": Constraint("F(a & X(F(b & X(F(a)))))", "{steps: [{do: a}, {do: b}, {do: a}]}"),
    "only-a-and-b": Constraint("G(a | b)", "{every: {of: event, must: [letter: [a, b]]}}", undeclared=True),
}
BARE = "{count: {of: x, at_most: 1}}"
"""A kind of its own: most words have no record of it."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    rules = {name: each.rule for name, each in CONSTRAINTS.items()} | {"bare": BARE}
    written = [f"- {{id: {name}, {REST}, {body[1:]}\n" for name, body in rules.items()]
    folder = tmp_path_factory.mktemp("ltlf") / "letters"
    return load_pack(write(folder, {"pack.yaml": HEAD, "duties.yaml": LIST + "".join(written)}))


# ---------------------------------------------------------------- the oracle: a third party's automaton, walked with one letter a step


class Automaton:
    def __init__(self, formula: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its parser imports modules that the standard library deprecates
            from flloat.parser.ltlf import LTLfParser

            self._dfa = LTLfParser()(formula).to_automaton()
        self._accepting = frozenset(self._dfa.accepting_states)
        self._next = cache(self._step)
        self._reach = cache(self._reachable)

    def _step(self, state: Any, letter: str) -> Any:
        """None: a state of no return, if the automaton leaves it out."""
        return None if state is None else self._dfa.get_successor(state, {other: other == letter for other in LETTERS})

    def _reachable(self, state: Any) -> frozenset[Any]:
        found, new = {state}, [state]
        while new:
            here = new.pop()
            for after in {self._next(here, letter) for letter in LETTERS} - found:
                found.add(after)
                new.append(after)
        return frozenset(found)

    def _after(self, word: str) -> Any:
        state = self._dfa.initial_state
        for letter in word:
            state = self._next(state, letter)
        return state

    def accepts(self, word: str) -> bool:
        return self._after(word) in self._accepting

    def state(self, word: str) -> Truth:
        here = self._after(word)
        if here in self._accepting:
            return S_SO_FAR if self._reach(here) - self._accepting else S
        return V_SO_FAR if self._reach(here) & self._accepting else V


@cache
def automaton(name: str) -> Automaton:
    return Automaton(CONSTRAINTS[name].formula)


# ---------------------------------------------------------------- ours


UNIT = Unit("u", Text("", ""), (), people={"wang1": Person("wang1", "王一", (Spell("board"),))})


def day(number: int) -> date:
    """Of the letter of this number, counted from 1."""
    return EVE + timedelta(days=number)


def events(word: str, kind: str = "event") -> tuple[Record, ...]:
    return tuple(event(f"e{number}", kind, day(number), letter) for number, letter in enumerate(word, 1))


def event(key: str, kind: str, when: date, letter: str) -> Record:
    letters = {"letter": letter} if kind == "event" else {}
    return Record(key, kind, when, when, {"id": key, "kind": kind, "status": "done", "origin": "original", "date": when, **letters})


def judged(pack: Pack, records: tuple[Record, ...], as_of: date, unit: Unit = UNIT) -> dict[str, list[Measure]]:
    selection = Selection(Facts(pack, Evidence(unit, records), as_of))
    found = {rule.id: [one.measure for one in judge(rule, selection)] for rule in pack.obligations}
    assert all(measured.fault is None for measures in found.values() for measured in measures)
    return found


def lowest(measures: list[Measure]) -> tuple[Truth, Truth]:
    """Of a rule: of its instances, low and high alike."""
    return min(each.low for each in measures), min(each.high for each in measures)


# ---------------------------------------------------------------- the mapping


def expected(name: str, word: str, *, over: bool) -> tuple[Truth, Truth]:
    """Low and high after the prefix."""
    constraint = CONSTRAINTS[name]
    state = automaton(name).state(word)
    if over:
        state = S if automaton(name).accepts(word) else V
    elif constraint.triggers:
        state = min(state, S_SO_FAR)
    elif len(word) == 1:
        state = min(max(state, constraint.first_day[0]), constraint.first_day[1])
    unproved = any(letter not in word for letter in constraint.triggers) or (constraint.undeclared and not word)
    return (min(state, V if over else V_SO_FAR) if unproved else state), state


def found(name: str, measures: list[Measure], *, over: bool) -> tuple[Truth, Truth]:
    low, high = lowest(measures)
    return (min(low, S_SO_FAR), min(high, S_SO_FAR)) if CONSTRAINTS[name].triggers and not over else (low, high)


def words(longest: int) -> Iterator[str]:
    """All of them, the empty one too."""
    return ("".join(letters) for length in range(longest + 1) for letters in product(LETTERS, repeat=length))


@pytest.fixture(scope="module")
def during(pack: Pack) -> dict[tuple[str, int], dict[str, list[Measure]]]:
    """Every prefix, in one longest word that it begins (nightly: in all of them): the letters after it are dated in the future."""
    longest = [word for word in words(LONGEST) if len(word) == LONGEST]
    picked = {(word[:k], k): word for n in (1, 100, 200) for word in longest[n:] + longest[:n] for k in range(LONGEST + 1)}
    pairs = product(longest, range(LONGEST + 1)) if NIGHTLY else [(word, k) for (_, k), word in picked.items()]
    return {(word, k): judged(pack, events(word), day(k)) for word, k in pairs}


@pytest.fixture(scope="module")
def after(pack: Pack) -> dict[str, dict[str, list[Measure]]]:
    """Every word, the year over."""
    return {word: judged(pack, events(word), OVER) for word in words(LONGEST)}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_prefix_of_every_word_stands_as_the_automaton_says(
    name: str, during: dict[tuple[str, int], dict[str, list[Measure]]]
) -> None:
    differ = {
        (word[:k], word): (got, want)
        for (word, k), measures in during.items()
        if (got := found(name, measures[name], over=False)) != (want := expected(name, word[:k], over=False))
    }
    assert {word[:k] for word, k in during} == set(words(LONGEST))
    assert differ == {}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_word_is_accepted_or_not_when_the_year_is_over(name: str, after: dict[str, dict[str, list[Measure]]]) -> None:
    differ = {
        word: (got, want)
        for word, measures in after.items()
        if (got := found(name, measures[name], over=True)) != (want := expected(name, word, over=True))
    }
    assert len(after) == (3 ** (LONGEST + 1) - 1) // 2
    assert differ == {}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_words_tell_all_states_apart_that_the_constraint_has(name: str) -> None:
    """Else agreement would mean little: both sides of each constraint are met, and most constraints have a final state."""
    seen = {automaton(name).state(word) for word in words(3 if name.endswith("3") else 4)} | {automaton(name).state("aaaaa")}
    assert seen & {S, S_SO_FAR}
    assert seen & {V, V_SO_FAR}
    assert name == "response" or seen & {S, V}


def test_the_year_over_an_absence_that_is_declared_does_not_apply(pack: Pack) -> None:
    """LTLf's vacuous truth: a declaration of absence turns the placeholder's doubt into `not applicable`."""
    for name, trigger in (("response", "a"), ("precedence", "b")):
        said = Declaration(trigger, date(2022, 1, 1), date(2022, 12, 31), "wang1", OVER)
        unit = Unit("u", Text("", ""), (), people=UNIT.people, declarations=(said,))
        for word in words(3):
            measures = judged(pack, events(word), OVER, unit)[name]
            if trigger in word:
                assert lowest(measures) == expected(name, word, over=True)
            else:
                assert automaton(name).accepts(word)
                assert [each.applies for each in measures] == [False]


def test_an_upper_bound_without_any_record_of_its_kind_is_unproved(pack: Pack) -> None:
    """`absence` over a kind of its own: as high as LTLf says, and as low as nobody having looked."""
    for number in range(4):
        records = events("a" * number, "x")
        for when, over in ((day(number), False), (OVER, True)):
            [measured] = judged(pack, records, when)["bare"]
            [want] = {expected("absence2", "a" * number, over=over)[1]}
            assert measured.high == want
            assert measured.low == (want if number else V if over else V_SO_FAR)
            assert measured.doubts == (frozenset() if number else frozenset({"undeclared"}))
