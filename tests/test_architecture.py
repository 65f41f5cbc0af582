"""The house: imports go downwards, and each outside library is known to one module (design laws 2, 4, 5, 6)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "compliance"
MODULES = {path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", "."): path for path in sorted(SOURCE.rglob("*.py"))}

LAYERS = (
    # from the bottom up: a module imports from its own layer or from those above it in this list, never from those below
    {"__init__", "errors", "model", "syntax"},
    {"slips", "spans", "source", "dates", "daytext", "vocabulary", "places", "doctor"}
    | {name for name in MODULES if name.startswith("messages")},
    {"source_text", "passages", "docs", "shapes", "strict", "misshapen", "values", "site", "policy_rows", "attachments", "folder"},
    {"scope", "references", "policy_limits"},
    {"quantities"},
    {"grammar", "timing", "declared", "selectors", "obligations", "lint", "policy", "fields", "roster", "unit", "records", "overrides"}
    | {"waivers"},
    {"chain_scope", "score_rows", "chain_rows"},
    {"pack_files", "rulebook", "evidence", "packs", "parts"} | {name for name in MODULES if name.startswith("readers")},
    {"facts"},
    {"truths"},
    {"expressions", "resolving", "runs", "periods"},
    {"conditions"},
    {"columns"},
    {"tables"},
    {"lookup"},
    {"select"},
    {"windows"},
    {"instances"},
    {"case"},
    {"release"},
    {name for name in MODULES if name.startswith("kinds")},
    {"measure", "subset", "engine", "words"},
    {"exclusive"},
    {"shortfall", "declaring", "notes", "amounts"},
    {"gaps", "explain"},
    {"nearmiss", "advising", "defaults", "waiving", "citing"},
    {"quotes"},
    {"suspects"},
    {"scoring", "chain"},
    {"check"},
    {"examples"},
    # what is for those who write rule packs
    {"pack_test", "trials", "alike", "shifts", "variants", "spots"},
    {"mutate", "edits"},
    {"coverage"},
    {"owed", "samples"},
    {"relations", "witness", "clause_forms"},
    {"starting"},
    {"review", "survivors"},
    # what process miners use, made into ours
    {"importing.__init__", "importing.names", "importing.block", "importing.decl_conditions", "importing.decl_templates"}
    | {"importing.event_log"},
    {"importing.decl_model", "importing.xes", "importing.csv_log", "importing.mapping"},
    {"importing.decl_examples", "importing.unit_folders"},
    {"importing.decl_pack", "importing.log_file"},
    {"importing.model_file"},
    {"schema", "evidence_schema", "form_schema", "policy_schema"} | {name for name in MODULES if name.startswith("render")},
    {"arguments", "cli", "__main__"},
)

EDGES = {
    # outside library → the only modules that may import it
    "durable": {"engine"},
    "yaml": {"source"},
    "chinese_calendar": {"dates"},
    "pydantic": {"strict", "misshapen", "schema"},
    "argparse": {"arguments"},
    "docx": {"source_text"},
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def own(path: Path) -> set[str]:
    """The modules of ours that a file imports; a package counts as its __init__, unless only a module in it is wanted."""
    found: set[str] = set()
    for name in imports(path):
        inner = name.removeprefix("compliance").lstrip(".")
        if name.split(".")[0] == "compliance" and inner in MODULES:
            found.add(inner)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "compliance":
            package = f"{node.module}.__init__".removeprefix("compliance").lstrip(".")
            inside = {f"{node.module}.{alias.name}".removeprefix("compliance.") for alias in node.names}
            if package in MODULES and not inside <= MODULES.keys():
                found.add(package)
    return found


def layer(name: str) -> int:
    return next((number for number, names in enumerate(LAYERS) if name in names), -1)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_downwards(name: str) -> None:
    assert layer(name) >= 0, f"{name} has no layer: place it in the house"
    upwards = {other for other in own(MODULES[name]) if layer(other) > layer(name)}
    assert not upwards


def test_no_two_modules_import_each_other() -> None:
    arrows = {name: own(path) for name, path in MODULES.items()}

    def reach(start: str) -> set[str]:
        seen: set[str] = set()
        todo = list(arrows[start])
        while todo:
            step = todo.pop()
            if step not in seen:
                seen.add(step)
                todo += arrows[step]
        return seen

    assert not [name for name in MODULES if name in reach(name)]


@pytest.mark.parametrize("library", EDGES)
def test_edges_are_named(library: str) -> None:
    users = {name for name, path in MODULES.items() if any(i.split(".")[0] == library for i in imports(path))}
    assert users <= EDGES[library], f"{library} is imported by {users - EDGES[library]}"
    assert users, f"nobody imports {library}: the edge is a dead rule"


def calls(path: Path) -> set[str]:
    """What is called, by its dotted name as written."""
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)}


def test_only_the_command_line_prints_exits_and_reads_the_clock() -> None:
    clocks = {"date.today", "datetime.now", "datetime.datetime.now", "datetime.date.today", "time.time", "datetime.utcnow"}
    for name, path in MODULES.items():
        if name == "cli":
            continue
        forbidden = calls(path) & ({"print", "sys.exit", "exit", "quit", "eval", "exec", "breakpoint"} | clocks)
        # __main__ hands the exit code of the command line to the system and does nothing else.
        assert not forbidden or (name == "__main__" and forbidden <= {"sys.exit"}), f"{name} calls {forbidden}"


def test_only_readers_and_loaders_open_files() -> None:
    """pack_files and policy read rule files, evidence finds the files, readers read them, cli writes what it is told to."""
    readers = {name for name in MODULES if name.startswith("readers")}
    openers = {"pack_files", "source_text", "policy", "evidence", "folder", "attachments", "places", "packs", "cli", "doctor"} | readers
    openers |= {"starting", "importing.model_file", "importing.log_file", "importing.xes", "importing.csv_log", "importing.unit_folders"}
    reading = (".read_bytes", ".read_text", ".open")
    for name, path in MODULES.items():
        used = {call for call in calls(path) if call == "open" or call.endswith(reading)}
        assert not used or name in openers, f"{name} opens files: {used}"


def test_the_nouns_are_frozen() -> None:
    tree = ast.parse(MODULES["model"].read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            assert bases & {"NamedTuple", "Enum", "IntEnum"} or any("frozen=True" in mark for mark in marks), node.name
