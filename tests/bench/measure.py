"""Measures, each a ratio within one run: processes against `from pydantic import BaseModel`, judging against the plain loop.

Times are processor time, so that what else runs on the machine disturbs them little; what is compared runs in turns, and
medians are taken. Whatever needs a fresh memory runs in a process of its own: `python -m bench child NAME ARGUMENTS`.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, NamedTuple

from bench.generator import AS_OF, records, write_records, write_unit
from bench.pack import duties, write_pack
from bench.plain_loop import Key, Plain
from compliance.check import check
from compliance.evidence import load
from compliance.model import Evidence, Pack, Report
from compliance.rulebook import load_pack

FEW = 50
"""Records in files beside a unit whose others are made as objects."""


class Sizes(NamedTuple):
    """How large and how often; `many` and `most` are the records that are judged."""

    repeats: int
    files: int
    many: int
    most: int
    rounds: int


FULL = Sizes(repeats=9, files=5_000, many=100_000, most=1_000_000, rounds=4)
QUICK = Sizes(repeats=3, files=500, many=5_000, most=20_000, rounds=2)


class Row(NamedTuple):
    """One line of the table: what was measured, and the most it may be."""

    what: str
    value: float
    target: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.target


def rows(sizes: Sizes) -> list[Row]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_pack(folder / "pack")
        write_unit(folder / "unit")
        write_records(folder / "unit", 500)
        write_unit(folder / "large")
        write_records(folder / "large", sizes.files)
        return [*_processes(folder, sizes), _loading(folder, sizes), *_judging(sizes), *_memory(folder, sizes)]


# ---------------------------------------------------------------- processes


def _processes(folder: Path, sizes: Sizes) -> list[Row]:
    """The command line, cold, in units of F."""
    program = _program()
    commands = {
        "F": [sys.executable, "-c", "from pydantic import BaseModel"],
        "help": [*program, "--help"],
        "check": [*program, "check", str(folder / "unit"), "--pack", str(folder / "pack"), "--as-of", str(AS_OF)],
    }
    _spent(commands["check"])  # the compiled modules are written
    times = _in_turns({name: partial(_spent, words) for name, words in commands.items()}, sizes.repeats)
    return [
        Row("check of 500 records in YAML files, cold / F", times["check"] / times["F"], 3),
        Row("compliance --help / F", times["help"] / times["F"], 1.5),
    ]


def _program() -> list[str]:
    script = Path(sys.executable).with_name("compliance")
    return [str(script)] if script.exists() else [sys.executable, "-m", "compliance"]


def _spent(command: Sequence[str]) -> float:
    """Processor seconds of a process."""
    # As on a user's machine: modules are compiled once, not on every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: something is not met
        raise RuntimeError(f"{command}: {process.returncode} {said.decode(errors='replace')}")
    return used.ru_utime + used.ru_stime


def _in_turns(tasks: dict[str, Callable[[], float]], repeats: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repeats):
        for name, task in tasks.items():
            times[name].append(task())
    return {name: median(found) for name, found in times.items()}


def _timed(task: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    task()
    return process_time() - started


# ---------------------------------------------------------------- loading


def _loading(folder: Path, sizes: Sizes) -> Row:
    pack = load_pack(folder / "pack")
    tasks = {
        "ours": lambda: _timed(lambda: load(folder / "large", pack)),
        "bare": lambda: _timed(lambda: _bare(folder / "large")),
    }
    times = _in_turns(tasks, max(1, sizes.repeats // 3))
    return Row(f"load of {sizes.files:,} YAML records / bare CSafeLoader", times["ours"] / times["bare"], 1.3)


def _bare(folder: Path) -> None:
    import yaml

    for path in folder.rglob("*.yaml"):
        yaml.load(path.read_bytes(), yaml.CSafeLoader)


# ---------------------------------------------------------------- judging


def _judging(sizes: Sizes) -> list[Row]:
    many = _child("judge", sizes.many, 1, 3)
    most = _child("judge", sizes.most, 1, 1)
    wide = _child("judge", sizes.many, sizes.rounds, 1)
    named = f"judge {many['duties']} duties × {sizes.many:,} records"
    return [
        Row(f"{named} / plain loop", many["ours"] / many["plain"], 3),
        Row(f"the same × {sizes.most:,} / plain loop", most["ours"] / most["plain"], 3),
        Row(f"growth exponent in records, {sizes.many:,} → {sizes.most:,}", _exponent(many, most, sizes.most / sizes.many), 1.1),
        Row(f"growth exponent in duties, {many['duties']} → {wide['duties']}", _exponent(many, wide, sizes.rounds), 1.1),
    ]


def _exponent(small: dict[str, Any], large: dict[str, Any], factor: float) -> float:
    return log(large["ours"] / small["ours"]) / log(factor)


def judge(count: int, rounds: int, repeats: int) -> dict[str, Any]:
    """Both judge the same records; an error if they do not agree on every verdict."""
    with TemporaryDirectory() as name:
        pack, evidence = made(Path(name), count, rounds)
    asked = duties(rounds)
    answers: dict[str, Any] = {}

    def ours() -> None:
        answers["ours"] = verdicts(check(pack, evidence, AS_OF))

    def plain() -> None:
        answers["plain"] = Plain(evidence.records, AS_OF).judge(asked)

    times = _in_turns({"plain": lambda: _timed(plain), "ours": lambda: _timed(ours)}, repeats)
    if answers["ours"] != answers["plain"]:
        raise AssertionError(f"{count} records: the plain loop gives other verdicts")
    return {**times, "duties": len(asked), "verdicts": len(answers["plain"])}


def made(folder: Path, count: int, rounds: int = 1, seed: int = 1) -> tuple[Pack, Evidence]:
    """The pack and the unit from files, as always; the records as objects."""
    pack = load_pack(write_pack(folder / "pack", rounds))
    write_unit(folder / "unit")
    write_records(folder / "unit", FEW, seed)
    return pack, replace(load(folder / "unit", pack), records=records(count, seed))


def verdicts(report: Report) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for verdict in report.verdicts:
        first, last = verdict.window.first, verdict.window.last
        assert first is not None
        assert last is not None
        found[verdict.obligation.id, verdict.bearer, verdict.subject, first, last] = verdict.verdict
    return found


# ---------------------------------------------------------------- memory


def _memory(folder: Path, sizes: Sizes) -> list[Row]:
    judged = _child("judge_memory", sizes.many)
    loaded = _child("load_memory", str(folder), sizes.files)
    return [
        Row(f"peak memory a record, judging {sizes.many:,}", judged["peak"], 2048, " B"),
        Row(f"peak memory a record, check of {sizes.files:,} from files", loaded["peak"], 2048, " B"),
    ]


def judge_memory(count: int) -> dict[str, Any]:
    """The records themselves are part of it."""
    with TemporaryDirectory() as name:
        made(Path(name), FEW)
        before = _peak()
        pack, evidence = made(Path(name), count)
    check(pack, evidence, AS_OF)
    return {"peak": (_peak() - before) / count}


def load_memory(folder: str, count: int) -> dict[str, Any]:
    """What comes before the first record, such as the engine, is left out: a check of few records has it already."""
    with TemporaryDirectory() as name:
        check(*made(Path(name), FEW), AS_OF)
    before = _peak()
    pack = load_pack(Path(folder) / "pack")
    check(pack, load(Path(folder) / "large", pack), AS_OF)
    return {"peak": (_peak() - before) / count}


def _peak() -> int:
    """Bytes; macOS counts in bytes, Linux in kilobytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ---------------------------------------------------------------- children


def _child(name: str, *given: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench", "child", name, *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


CHILDREN: dict[str, Callable[..., dict[str, Any]]] = {"judge": judge, "judge_memory": judge_memory, "load_memory": load_memory}


def child(name: str, *given: str) -> str:
    """The result of one measure as JSON."""
    return json.dumps(CHILDREN[name](*(int(word) if word.isdecimal() else word for word in given)))
