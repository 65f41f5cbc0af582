"""The edge: the one module that reads the clock, prints, and exits.

Exit codes: 0 fine · 1 something unmet (`--fail-on`, `--strict`) · 2 an input or the command must be mended · 3 a defect of
ours · 5 nothing to check. Heavy imports stand inside the functions, so that `--help` is there at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from compliance import messages
from compliance.arguments import Request, language, parse, percentage, refuse, usage
from compliance.errors import ComplianceError, EngineError, EvidenceError, Location, NothingToCheck, Problem
from compliance.render.layout import wrap
from compliance.render.style import Style
from compliance.render.text import problem_lines, quoted

if TYPE_CHECKING:
    from compliance.model import Pack, Report, Span, Verdict

FINE, UNMET, MEND, DEFECT, NOTHING, INTERRUPTED, CUT_OFF = 0, 1, 2, 3, 5, 130, 141
_ENDLESS = 100_000
_SLIPS = ("interface.command.", "interface.option.", "interface.argument.")
"""Problems of the command line itself, after which its form is shown."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    if argv is None:
        # A process that ends soon: to look for garbage, and once more at its end, would take an eighth of its time.
        gc.disable()
        atexit.register(gc.freeze)
    words = sys.argv[1:] if argv is None else argv
    _never_fail_on_a_character()
    style = Style(language(words, os.environ), _error_columns())
    trace = "--trace" in words
    try:
        request = parse(words, os.environ, _columns())
        code = _COMMANDS[request.command](request)
        sys.stdout.flush()
    except ComplianceError as wrong:
        return _complain(wrong, words, style, trace)
    except ImportError as wrong:
        return _not_installed(wrong, style, trace)
    except BrokenPipeError:
        # The reader, such as `head`, has gone: nothing more can be said, and Python must not try at its end.
        # Whether all was fine it has not seen, so this is not 0.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    except KeyboardInterrupt:
        _say_wrong("interface.interrupted", style)
        return INTERRUPTED
    except Exception as wrong:  # noqa: BLE001 - whatever else goes wrong is ours, and the user is told so
        return _defect(wrong, style, trace)
    return code


# ---------------------------------------------------------------- commands


def _check(request: Request) -> int:
    from compliance.render import RENDERERS

    pack = _pack_in_use(request)
    report = _report(request, pack)
    _print_data(RENDERERS[request.format](report, _style(request)._replace(pack=_from_here(pack))), request.format)
    return _outcome(report, request)


def _explain(request: Request) -> int:
    from compliance.render import EXPLAINERS
    from compliance.render.narrow import Query, narrow

    window = _days("--window", request.window) if request.window else None
    pack = _pack_in_use(request)
    report = narrow(_report(request, pack), Query(request.id, request.bearer, request.subject, window))
    _print_data(EXPLAINERS[request.format](report, _style(request)._replace(rules=_way_to(pack))), request.format)
    return _outcome(report, request)


def _doctor(request: Request) -> int:
    from compliance.doctor import examine

    style = _style(request)
    marks = {"ok": "√", "warning": "▲", "error": "×"}
    findings = examine(sys.stdout.encoding)
    for finding in findings:
        lines = style.pick(messages.text(finding.code, finding.params)).split("\n")
        _print(f"{marks[finding.status]} {lines[0]}\n" + "".join(f"  {line}\n" for line in lines[1:]))
    return MEND if any(finding.status == "error" for finding in findings) else FINE


def _schema(request: Request) -> int:
    from compliance.render.json_format import dump
    from compliance.schema import SCHEMAS

    pack = None
    if request.pack is not None:
        from compliance.packs import find
        from compliance.rulebook import load_pack

        pack = load_pack(find(request.pack, Path(), Path()))
    _print_data(dump(SCHEMAS[request.what](pack)), "json")
    return FINE


def _coverage(request: Request) -> int:
    from compliance.coverage import cover
    from compliance.render.coverage_text import COVERAGES, shortfall
    from compliance.source_text import read

    wanted = percentage(request.fail_under)
    pack = _pack(request)
    text = pack.text if request.source is None else read(Path(request.source))
    if text is None:
        refuse("coverage.source.missing")
    found = cover(pack, text)
    style = _style(request)
    _print_data(COVERAGES[request.format](found, style), request.format)
    if found.share * 100 < wanted:
        _print_wrong(shortfall(found, request.fail_under, style._replace(width=_error_columns())))
    return UNMET if found.suspects or found.share * 100 < wanted else FINE


def _test(request: Request) -> int:
    from compliance.pack_test import FORGIVEN, exit_code, show
    from compliance.render.test_text import text

    pack = _pack(request, FORGIVEN)
    shown = list(show(pack, request.rule))
    _print(text(pack, shown, _style(request)))
    return exit_code(shown, complete=request.complete)


def _lint(request: Request) -> int:
    from compliance.render.lint_text import text
    from compliance.review import places, review
    from compliance.survivors import outcomes

    pack = _pack(request)
    problems = review(pack, places(_pack_folder(request)))
    made = list(outcomes(pack)) if request.mutants else None
    _print(text(pack, problems, made, _style(request)))
    survived = any(outcome.fate == "survives" for outcome in made or ())
    return UNMET if survived or any(found.severity == "error" for found in problems) else FINE


def _init(request: Request) -> int:
    from compliance.render.init_text import text
    from compliance.render.json_format import dump
    from compliance.schema import SCHEMAS
    from compliance.source_text import read
    from compliance.starting import begun, from_text, make

    folder = Path(request.path)
    found = None if request.source is None else read(Path(request.source))
    made = begun(folder) if found is None else from_text(folder, found)
    make(folder, {**made.files, "rules.schema.json": dump(SCHEMAS["rules"](None))})
    _print(text(made, request.path, _style(request)))
    return FINE


def _import(request: Request) -> int:
    return (_import_model if request.what == "decl" else _import_log)(request)


def _import_model(request: Request) -> int:
    from compliance.importing.model_file import imported
    from compliance.importing.unit_folders import refuse_taken
    from compliance.render.import_text import model_text
    from compliance.starting import make

    folder = Path(request.path), Path(request.target)
    made = imported(*folder, request.span, date.today().year)
    refuse_taken(folder[1])
    if not request.dry_run:
        make(folder[1], made.files)
    style = _style(request)
    _print(model_text(made, request.target, request.dry_run, style))
    for found in made.drafts:
        _print_wrong(problem_lines(found, style._replace(width=_error_columns())))
    return FINE


def _import_log(request: Request) -> int:
    from compliance.importing.csv_log import Asked
    from compliance.importing.log_file import opened
    from compliance.importing.unit_folders import Plan, refuse_taken, survey, write
    from compliance.render.import_text import Done, log_text

    pack = None if request.pack is None else _pack(request)
    log = opened(Path(request.path), request.what, Asked(request.case, request.activity, request.time, request.encoding, request.delimiter))
    plan = Plan(request.path, log.digest, pack, request.cases == "subjects", request.lifecycle, request.others == "skip")
    target = Path(request.target)
    refuse_taken(target)
    account, files = survey(log.cases, plan)
    if not request.dry_run:
        write(log.cases, plan, target)
    done = Done(request.target, request.pack, plan.subjects, request.dry_run)
    _print(log_text(account, files, log.columns, done, _style(request)))
    return FINE


def _pack(request: Request, forgive: frozenset[str] = frozenset()) -> Pack:
    from compliance.rulebook import load_pack

    return load_pack(_pack_folder(request), forgive)


def _pack_folder(request: Request) -> Path:
    from compliance.packs import find

    return find(request.pack, Path(), Path())


def _help(request: Request) -> int:
    _print(request.help)
    return FINE


_COMMANDS: Mapping[str, Callable[[Request], int]] = {
    "check": _check,
    "explain": _explain,
    "doctor": _doctor,
    "schema": _schema,
    "coverage": _coverage,
    "test": _test,
    "lint": _lint,
    "init": _init,
    "import": _import,
    "help": _help,
}


def _pack_in_use(request: Request) -> Path:
    from compliance.packs import find

    return find(request.pack, Path(request.path), Path())


def _report(request: Request, pack: Path) -> Report:
    from compliance.check import run
    from compliance.model import NOWHERE
    from compliance.packs import missing, rivals

    as_of = date.today() if request.as_of is None else _day("--as-of", request.as_of)
    folder = Path(request.path)
    brief = request.command == "check" and request.format == "text"
    source = None if request.source is None else Path(request.source)
    report = run(folder, pack, as_of, brief=brief, source=source)
    lost = missing([name for name in report.unit.packs if name != report.pack.id], pack, folder, Path())
    if lost:
        raise EvidenceError(lost)
    others = [] if request.pack is not None and Path(request.pack).exists() else rivals(pack, folder, Path())
    if not others:
        return report
    ignored = "、".join(_from_here(other) for other in others)
    params = (("name", report.pack.id), ("used", _from_here(pack)), ("others", ignored))
    return replace(report, problems=(*report.problems, Problem(NOWHERE, "interface.pack.twice", "warning", params)))


def _way_to(pack: Path) -> str:
    """How the places in rule files begin for somebody who stands here."""
    above, here = pack.resolve().parent, Path.cwd()
    way = above.relative_to(here) if above.is_relative_to(here) else above
    return "" if way == Path() else f"{way}/"


def _from_here(pack: Path) -> str:
    return f"{_way_to(pack)}{pack.resolve().name}"


def _day(option: str, text: str) -> date:
    days = _days(option, text)
    if days.first != days.last:
        refuse("interface.day", option=option)
    return days.last


def _days(option: str, text: str) -> Span:
    from compliance.daytext import DateProblem, parse_days
    from compliance.model import Span

    try:
        return Span(*parse_days(text))
    except DateProblem as wrong:
        # On the command line there is no original to look into, and a period will do where a day is no must.
        ours = {"date.impossible": "interface.day.impossible", "date.no_year": "interface.day.year"}
        if wrong.code in ours:
            refuse(ours[wrong.code], option=option, found=text)
        raise EvidenceError([Problem(Location(option), wrong.code, "error", tuple(wrong.params.items()))]) from wrong


# ---------------------------------------------------------------- outcome


def _outcome(report: Report, request: Request) -> int:
    """The exit code of a report that was printed; verdicts that could not be reached are said on the error output."""
    style = _style(request)._replace(width=_error_columns(), colour=False)
    broken = [verdict for verdict in report.verdicts if verdict.verdict == "error"]
    faults = [verdict for verdict in broken if _input_fault(verdict)]
    ours = [verdict for verdict in broken if not _input_fault(verdict)]
    for code, found in (("interface.input.verdicts", faults), ("interface.defect.verdicts", ours)):
        if found:
            ids = "、".join(dict.fromkeys(verdict.obligation.id for verdict in found))
            _say_wrong(code, style, count=str(len(found)), ids=ids)
    if broken:
        return DEFECT if ours else MEND
    unmet = {"fail", "late"} | ({"at_risk"} if request.fail_on == "at_risk" else set()) | ({"inconclusive"} if request.strict else set())
    if report.conclusions and any(veto.kind == "unit" for veto in report.conclusions.vetoes):
        return UNMET
    return UNMET if any(verdict.verdict in unmet and verdict.severity == "error" for verdict in report.verdicts) else FINE


def _input_fault(verdict: Verdict) -> bool:
    """Dates in the evidence that lay an impossible window: the user can mend them."""
    return any(reason.code.startswith("window.") for reason in verdict.reasons)


# ---------------------------------------------------------------- what went wrong


def _complain(wrong: ComplianceError, words: list[str], style: Style, trace: bool) -> int:
    if isinstance(wrong, EngineError):
        return _defect(wrong, style, trace)
    if isinstance(wrong, NothingToCheck):
        _say_wrong("interface.nothing", style)
    elif len(wrong.problems) > 1:
        _say_wrong("interface.problems", style, count=str(len(wrong.problems)))
    for found in wrong.problems:
        _print_wrong(problem_lines(_openable(found, words), style))
    if any(found.code.startswith(_SLIPS) for found in wrong.problems):
        _usage(words, style)
    if trace:
        _print_trace()
    return wrong.exit_code


def _openable(found: Problem, words: list[str]) -> Problem:
    """With the way to the evidence folder as the user wrote it before the place, so that it can be opened from here."""
    for word in words:
        name = Path(word).resolve().name
        if name and found.at.path.startswith(f"{name}/") and Path(word).is_dir():
            way = f"{word.rstrip('/')}/{found.at.path.removeprefix(f'{name}/')}"
            return replace(found, at=replace(found.at, path=way))
    return found


def _usage(words: list[str], style: Style) -> None:
    from compliance.arguments import COMMANDS

    name = next((word for word in words if word in COMMANDS), "")
    if not name:
        _say_wrong("interface.overview", style)
        return
    _say_wrong("interface.usage", style, usage=usage(name))
    _say_wrong("interface.more", style, command=name)


def _not_installed(wrong: ImportError, style: Style, trace: bool) -> int:
    from compliance.doctor import import_help

    code, params = import_help(wrong)
    _print_wrong(style.pick(messages.text(code, params)).split("\n"))
    if trace:
        _print_trace()
    return MEND


def _defect(wrong: Exception, style: Style, trace: bool) -> int:
    known = [style.pick(messages.text(found.code, found.params)) for found in wrong.problems] if isinstance(wrong, ComplianceError) else []
    what = "; ".join(known) or f"{type(wrong).__name__}: {wrong}"
    _say_wrong("interface.defect", style, what=what)
    if trace:
        _print_trace()
    return DEFECT


def _print_trace() -> None:
    import traceback

    traceback.print_exc()


# ---------------------------------------------------------------- streams


def _style(request: Request) -> Style:
    folder = Path(request.path)
    again = f" --pack {quoted(request.pack)}" if request.pack else ""
    again += f" --source {quoted(request.source)}" if request.source and request.command != "init" else ""
    again += f" --lang {request.lang}" if request.lang != language([], os.environ) else ""
    return Style(request.lang, _columns(), _colour(), request.trace, request.path, folder.name or folder.resolve().name, again=again)


def _colour() -> bool:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # The old Windows console draws escape sequences as letters; those that understand them say so.
    return os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "ANSICON", "TERM"))


def _columns() -> int:
    """The terminal's width; 80 where there is none, so that a file looks the same on every machine unless COLUMNS says otherwise."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(40, int(columns))
    try:
        return max(40, os.get_terminal_size(sys.__stdout__.fileno()).columns)  # type: ignore[union-attr]  # None is caught below
    except (AttributeError, OSError, ValueError):
        return 80


def _error_columns() -> int:
    """Off a terminal a problem stays on one line, for editors and CI logs that look for `file:line:column: text`."""
    return _columns() if sys.stderr.isatty() else _ENDLESS


def _never_fail_on_a_character() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _print(text: str) -> None:
    sys.stdout.write(text)


def _print_data(text: str, form: str) -> None:
    """JSON is UTF-8 whatever the terminal speaks: the same inputs give the same bytes."""
    buffer = getattr(sys.stdout, "buffer", None)
    if form != "json" or buffer is None:
        _print(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode("utf-8"))


def _print_wrong(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _say_wrong(code: str, style: Style, **params: str) -> None:
    for line in style.pick(messages.text(code, tuple(params.items()))).split("\n"):
        _print_wrong(wrap(line, style.width))
