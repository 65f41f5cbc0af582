"""A small rule pack, and ways to spoil it: for the tests of everything that a rule may say wrongly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

import pytest

from compliance.errors import ComplianceError, Problem
from compliance.messages import text
from compliance.model import Pack, Part
from compliance.rulebook import load_pack

MARK = "⟦"
"""Stands in a test's YAML directly before the place that a problem must name."""

PACK = """\
pack: test-pack
title: {zh: 测试, en: Test}
year: 2022
roles:
  secretary: {title: {zh: 书记, en: secretary}, one_holder: true}
  member: {title: {zh: 成员, en: member}}
vocabulary:
  terms:
    meeting_type: [党组会, 部署会]
    topic: [党建工作, 业务工作]
  person: {section: text, sections: list of text, points: list of place, joined: date, cards: {type: list of row, fields: {no: number}}}
  place: {level: text}
  unit: {staff: number, opened: date, tags: list of text}
  kinds:
    meeting:
      title: {zh: 会议, en: meeting}
      fields:
        type: {type: term, terms: meeting_type}
        chair: person
        attendees: list of person
        branch: place
        expected: number
        open: flag
        length: duration
        note: text
        about: ref
        adopted_by: {type: ref, kind: meeting}
        agenda: {type: list of row, fields: {order: number, topic: {type: list of term, terms: topic}, own_item: flag}}
    finding:
      title: {zh: 问题, en: finding}
      fields: {owner: person, due_on: date, closed_on: date, closed: flag}
parameters:
  twice: {value: 2}
  prompt: {value: 30d}
  feb: {value: 02-28}
  often: {value: quarter, choices: [quarter, month]}
  kind_of_meeting: {value: 党组会}
  share: {value: 1/2}
sets:
  topics: [党建工作]
  communities: []
selectors:
  any_meeting: {kind: meeting}
  led: {kind: meeting, where: [chair: $bearer]}
  with_each: {kind: meeting, where: [attendees: $each]}
  finding: {kind: finding}
  closed: {kind: finding, at: closed_on, where: [id: $each.id]}
  answer: {kind: meeting, where: [about: $each.id]}
example_unit:
  people: {wang1: {name: 王一, roles: [{role: secretary}]}, li2: {name: 李二, roles: [{role: member}]}}
"""

HEAD = """\
list: duties
title: {zh: 清单, en: Duties}
articles: {一: {zh: 第一条, en: Article 1}}
obligations:
"""

RULE = """\
- id: R1
  title: {zh: 要求, en: Duty}
  source: {article: 一, quote: 开会}
  examples: [{as_of: 2022-12-31, want: pass}, {as_of: 2022-12-31, want: fail}]
"""

BODY = "bearer: secretary\ncount: {of: any_meeting, at_least: 1}\n"


def rule(body: str = BODY) -> str:
    """A list file with one obligation; `body` is written under its head, `bearer: secretary` added if it names no bearer."""
    plain = body.replace(MARK, "")
    bearer = "" if plain.startswith("bearer:") or "\nbearer:" in plain or "like:" in plain else "bearer: secretary\n"
    return HEAD + RULE + indent(bearer + body, "  ")


def pack(**sections: str) -> str:
    """pack.yaml with some of its sections written anew, added, or (`""`) left out; `parameters_` adds lines to `parameters`."""
    found = {match[1]: match[0] for match in re.finditer(r"(?m)^(\w+):.*\n(?:[ -].*\n)*", PACK)}
    for name, written in sections.items():
        whole = written and written.rstrip("\n") + "\n"
        found[name.rstrip("_")] = found[name.rstrip("_")] + indent(whole, "  ") if name.endswith("_") else whole
    return "".join(found.values())


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.replace(MARK, "").encode())
    return folder


def load(tmp_path: Path, body: str = BODY, head: str = PACK, **files: str | bytes) -> Pack:
    """The pack `test-pack` of `head`, one obligation with `body`, and more files (`b_yaml` is b.yaml)."""
    more = {name.replace("_yaml", ".yaml"): content for name, content in files.items()}
    return load_pack(write(tmp_path / "test-pack", {"pack.yaml": head, "a.yaml": rule(body), **more}))


def part(tmp_path: Path, body: str, head: str = PACK) -> Part:
    """The one part of the one obligation."""
    [only] = load(tmp_path, body, head).obligations[0].readings.values()
    return only


def marked(files: Mapping[str, str | bytes]) -> list[str]:
    """`test-pack/file:line:column` of every mark, in order."""
    return [
        f"test-pack/{name}:{number}:{len(line[:column].replace(MARK, '')) + 1}"
        for name, content in files.items()
        if isinstance(content, str)
        for number, line in enumerate(content.splitlines(), 1)
        for column, sign in enumerate(line)
        if sign == MARK
    ]


def refused(tmp_path: Path, body: str = BODY, head: str = PACK, **files: str | bytes) -> list[Problem]:
    """The errors that the pack is refused with; each of them stands at a mark, and at every mark there is one."""
    more = {name.replace("_yaml", ".yaml"): content for name, content in files.items()}
    everything: dict[str, str | bytes] = {"a.yaml": rule(body), **more, "pack.yaml": head}
    with pytest.raises(ComplianceError) as caught:
        load_pack(write(tmp_path / "test-pack", everything))
    errors = [found for found in caught.value.problems if found.severity == "error"]
    for found in errors:
        text(found.code, found.params)  # every code is in the catalogue, with all its parameters
    assert sorted({str(found.at) for found in errors}) == sorted(set(marked(everything))), told(errors)
    return errors


def told(problems: list[Problem] | tuple[Problem, ...]) -> str:
    return "\n".join(f"{found.at}: {found.severity} {found.code}: {text(found.code, found.params).en}" for found in problems)


def warnings(pack: Pack) -> list[str]:
    return [found.code for found in pack.problems if found.severity == "warning"]


def params(problem: Problem) -> dict[str, object]:
    return dict(problem.params)
