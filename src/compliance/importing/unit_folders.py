"""Cases → evidence: a unit folder each, or one folder in which every case is a person of the roster.

The log is read once to see whether all is well, and only then once more to write; nothing that is there is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from compliance.errors import EvidenceError, Location, NothingToCheck, problem
from compliance.importing import names
from compliance.importing.block import block, flow
from compliance.importing.event_log import LogCase, Trouble
from compliance.importing.mapping import CASE, Account, Mapper, unknown_kinds
from compliance.model import Pack

Source = Callable[[Trouble], Iterable[LogCase]]
File = tuple[str, Iterable[str]]
"""A path below the target, and its lines."""
_EVENTS = "events.yaml"
_CASES = "cases"
"""A folder of their own, and `case-` before each: a case may be called `unit` or `waivers`, too."""


class Plan(NamedTuple):
    """What an import is to do. `log`: how problems call the log; `digest`: of its bytes."""

    log: str
    digest: str
    pack: Pack | None
    subjects: bool
    lifecycle: str
    skip_others: bool


def survey(source: Source, plan: Plan) -> tuple[Account, list[str]]:
    """The account of the whole log and the files it would give.

    Raises EvidenceError with every problem, NothingToCheck without a usable event.
    """
    trouble = Trouble()
    mapper = _mapper(plan, trouble)
    if plan.subjects and plan.pack is not None and CASE not in plan.pack.roles:
        trouble.say(Location(plan.log), "import.log.subjects", pack=plan.pack.id)
    files = [path for path, lines in _files(source(trouble), plan, mapper) if _spent(lines)]
    account = mapper.account
    if plan.pack is not None:
        unknown_kinds(account, plan.pack, trouble, _closest)
    if trouble.problems:
        raise EvidenceError(trouble.whole(plan.log))
    if not account.events:
        raise NothingToCheck([problem(Location(plan.log), "import.log.nothing")])
    return account, files


def write(source: Source, plan: Plan, target: Path) -> None:
    """Raises EvidenceError where something is there already, or nothing can be written."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path, lines in _files(source(Trouble()), plan, _mapper(plan, Trouble())):
            (target / path).parent.mkdir(exist_ok=True)
            with (target / path).open("x", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in lines)
    except OSError as wrong:
        raise EvidenceError([problem(Location(str(target)), "init.unwritable", path=target, why=wrong.strerror or wrong)]) from wrong


def refuse_taken(target: Path) -> None:
    """Raises EvidenceError unless nothing, or an empty folder, is there."""
    at = Location(str(target))
    if target.exists() and not target.is_dir():
        raise EvidenceError([problem(at, "init.not_folder", path=target)])
    seen = sorted(path.name for path in target.iterdir()) if target.is_dir() else []
    if seen:
        raise EvidenceError([problem(at, "init.exists", path=target, seen="、".join(seen[:3]))])


def _mapper(plan: Plan, trouble: Trouble) -> Mapper:
    return Mapper(plan.pack, plan.lifecycle, plan.skip_others, trouble)


def _spent(lines: Iterable[str]) -> bool:
    for _ in lines:
        pass
    return True


def _closest(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")


# ---------------------------------------------------------------- files


def _files(cases: Iterable[LogCase], plan: Plan, mapper: Mapper) -> Iterator[File]:
    roles = {role.casefold() for role in (plan.pack.roles if plan.pack else (CASE,))}
    taken = set(roles)  # nobody may be called like a role
    people: dict[str, Any] = {}
    for case in cases:
        events = mapper.usable(case)
        if not events:
            mapper.account.empty.append(case.id)
            continue
        name = names.folder(case.id, taken)
        taken.add(name.casefold())
        if name != case.id:
            mapper.account.renamed.append((case.id, name))
        mapper.account.cases += 1
        mine = people if plan.subjects else {}
        if plan.pack is None or CASE in plan.pack.roles:
            mine[name] = {"name": case.id, "roles": [{"role": CASE}]}
        persons = _persons(mine, taken if plan.subjects else {name.casefold(), *roles})
        records = [f"- {flow(record)}" for record in mapper.records(events, name, persons)]
        if plan.subjects:
            yield f"{_CASES}/case-{name}.yaml", records
        else:
            yield f"{name}/unit.yaml", list(_unit(name, case.id, mine, plan))
            yield f"{name}/{_EVENTS}", records
    if plan.subjects and people:
        log = Path(plan.log).name
        yield "unit.yaml", list(_unit(names.folder(log, {}), log, people, plan))


def _persons(people: dict[str, Any], taken: set[str]) -> Callable[[str], str]:
    """A person of the log on the roster, each name once."""
    known: dict[str, str] = {entry["name"]: key for key, entry in people.items() if "roles" not in entry}

    def of(name: str) -> str:
        if name not in known:
            known[name] = names.folder(name, {*taken, *(key.casefold() for key in people)})
            people[known[name]] = {"name": name}
        return known[name]

    return of


def _unit(name: str, title: str, people: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    log = Path(plan.log).name
    head = {
        "unit": name,
        "title": {"zh": title, "en": title},
        **({"pack": plan.pack.id} if plan.pack else {}),
        "note": {
            "zh": f"由事件日志 {log}（sha256 {plan.digest}）导入；日期和时刻按日志自己的时区",
            "en": f"imported from the event log {log} (sha256 {plan.digest}); dates and times are those of the log's own offset",
        },
        "people": dict(people),
    }
    yield from block(head)
