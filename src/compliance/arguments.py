"""The command line: from words to a `Request`, help in the reader's language, and "did you mean" for slips.

Imports nothing that checks or reads anything, so that `--help` is there at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal, NamedTuple, NoReturn

from compliance import messages
from compliance.errors import EvidenceError, Location, Params, Problem
from compliance.model import Text
from compliance.render.layout import clean, pad, width, wrap

Lang = Literal["zh", "en"]
LANGS = ("zh", "en")
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?")
_NO_VALUE = "\0"
"""What an option holds that was given without its value."""


class Request(NamedTuple):
    """What was asked for. None: not given. `help` is a text to print instead of doing anything."""

    command: str
    lang: Lang
    path: str = ""
    id: str = ""
    what: str = ""
    pack: str | None = None
    as_of: str | None = None
    format: str = "text"
    fail_on: str = "fail"
    strict: bool = False
    trace: bool = False
    bearer: str | None = None
    subject: str | None = None
    window: str | None = None
    source: str | None = None
    fail_under: str = "100"
    rule: str | None = None
    mutants: bool = False
    complete: bool = False
    target: str = ""
    span: str | None = None
    cases: str = "units"
    case: str | None = None
    activity: str | None = None
    time: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    lifecycle: str = "complete"
    others: str = "refuse"
    dry_run: bool = False
    help: str = ""


class Option(NamedTuple):
    """`metavar` empty: a flag. The text of its help is `help.<name>`, or the code given."""

    flag: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    code: str = ""

    @property
    def name(self) -> str:
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def help(self) -> str:
        return self.code or f"help.{self.name}"


class Argument(NamedTuple):
    """The text of its help is `help.<name>`, or the code given."""

    name: str
    metavar: str
    choices: tuple[str, ...] = ()
    code: str = ""

    @property
    def help(self) -> str:
        return self.code or f"help.{self.name}"


class Command(NamedTuple):
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]


_LANG = Option("--lang", "zh|en", LANGS)
_TRACE = Option("--trace")
_CHECKING = (
    Option("--pack", "PACK"),
    Option("--as-of", "DATE"),
    Option("--source", "FILE", code="help.source.checked"),
    _LANG,
    Option("--format", "text|json", ("text", "json")),
    Option("--fail-on", "fail|at_risk", ("fail", "at_risk")),
    Option("--strict"),
    Option("--no-strict"),
    _TRACE,
)
_PATH = Argument("path", "PATH")
_PACK = Argument("pack", "PACK", code="help.pack.named")
_FORMAT = Option("--format", "text|json", ("text", "json"))
_ASKING = (Option("--bearer", "NAME"), Option("--subject", "NAME"), Option("--window", "DATE"))

COMMANDS: Mapping[str, Command] = {
    "check": Command((_PATH,), _CHECKING),
    "explain": Command((_PATH, Argument("id", "ID")), (*_ASKING, *_CHECKING)),
    "doctor": Command((), (_LANG, _TRACE)),
    "schema": Command(
        (Argument("what", "report|rules|evidence", ("report", "rules", "evidence")),),
        (Option("--pack", "PACK", code="help.pack.schema"), _LANG, _TRACE),
    ),
    "coverage": Command((_PACK,), (Option("--source", "FILE"), Option("--fail-under", "PERCENT"), _LANG, _FORMAT, _TRACE)),
    "test": Command((_PACK,), (Option("--rule", "ID"), Option("--complete"), _LANG, _TRACE)),
    "lint": Command((_PACK,), (Option("--mutants"), _LANG, _TRACE)),
    "init": Command(
        (Argument("what", "pack", ("pack",), code="help.what.init"), Argument("path", "FOLDER", code="help.folder")),
        (Option("--source", "FILE", code="help.source.init"), _LANG, _TRACE),
    ),
    "import": Command(
        (
            Argument("what", "decl|xes|csv", ("decl", "xes", "csv"), code="help.what.import"),
            Argument("path", "FILE", code="help.file.import"),
            Argument("target", "FOLDER", code="help.target"),
        ),
        (
            Option("--span", "FROM/TO", code="help.span"),
            Option("--pack", "PACK", code="help.pack.import"),
            Option("--cases", "units|subjects", ("units", "subjects")),
            Option("--lifecycle", "complete|all", ("complete", "all")),
            Option("--others", "refuse|skip", ("refuse", "skip")),
            *(Option(f"--{name}", "COLUMN", code="help.column") for name in ("case", "activity", "time")),
            Option("--encoding", "ENCODING"),
            Option("--delimiter", "SIGN"),
            Option("--dry-run"),
            _LANG,
            _TRACE,
        ),
    ),
}
_ONLY: Mapping[str, tuple[str, ...]] = {
    "decl": ("span",),
    "xes": ("pack", "cases", "lifecycle", "others"),
    "csv": ("pack", "cases", "lifecycle", "others", "case", "activity", "time", "encoding", "delimiter"),
}
"""Which of the options of `import` say something for each form; the others are refused, so that none is given for nothing."""
_LANG_NAMES = {
    **dict.fromkeys(("cn", "ch", "chs", "zh-cn", "zh_cn", "chinese", "中文", "汉语"), "zh"),
    **dict.fromkeys(("eng", "en-gb", "en_us", "en-us", "english", "英文", "英语"), "en"),
}
"""What people write for the two languages."""
_HELP = ("-h", "--help")


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """`--lang` wherever it stands, else the environment's; Chinese where that names no language (unset, C, POSIX)."""
    for before, word in zip(("", *argv), (*argv, ""), strict=True):
        given = word.removeprefix("--lang=") if word.startswith("--lang=") else word if before == "--lang" else ""
        if given in LANGS:
            return "zh" if given == "zh" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            named = value.partition(".")[0].lower()
            return "zh" if named in ("c", "posix") or named.startswith("zh") else "en"
    return "zh"


def parse(argv: Sequence[str], environ: Mapping[str, str], columns: int = 80) -> Request:
    """Raises EvidenceError with a problem in words; its place is empty."""
    lang = language(argv, environ)
    words = _after_lang(list(argv))
    if not words or words[0] in (*_HELP, "--version"):
        if words[:1] == ["--version"]:
            from compliance import __version__

            return Request("help", lang, help=f"compliance {__version__}\n")
        if not words:
            refuse("interface.command.missing", known=" ".join(COMMANDS))
        return Request("help", lang, help=_overview(lang, columns))
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        code = "interface.option.unknown" if name.startswith("-") else "interface.command.unknown"
        hint = _closest(name, (*COMMANDS, "--help", "--version", "--lang"))
        refuse(code, found=name, known=" ".join(COMMANDS), hint=hint)
    if any(word in _HELP for word in rest):
        return Request("help", lang, help=_manual(name, lang, columns))
    return _request(name, _parsed(name, rest), lang, environ)


def refuse(code: str, **params: str | Text) -> NoReturn:
    given: Params = tuple(params.items())
    raise EvidenceError([Problem(Location(""), code, "error", given)])


# ---------------------------------------------------------------- parsing


def _after_lang(words: list[str]) -> list[str]:
    """`--lang en` may also stand before the command."""
    if words[:1] == ["--lang"]:
        return words[2:]
    return words[1:] if words and words[0].startswith("--lang=") else words


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        refuse("interface.option.wrong", what=message)


def _parsed(name: str, words: Sequence[str]) -> dict[str, str | bool | None]:
    """Every option and argument as it was given. Values are checked by `_request`, for argparse speaks English only."""
    command = COMMANDS[name]
    parser = _Parser(prog="compliance", add_help=False, allow_abbrev=False)
    for option in command.options:
        if option.metavar:
            parser.add_argument(option.flag, nargs="?", const=_NO_VALUE)
        else:
            parser.add_argument(option.flag, action="store_true")
    for argument in command.arguments:
        parser.add_argument(argument.name, nargs="?")
    flags = {option.flag for option in command.options if not option.metavar}
    for word in words:
        flag, given_value, value = word.partition("=")
        if flag in flags and given_value:
            refuse("interface.option.flag", option=flag, found=value)
    given, left = parser.parse_known_args(words)
    for word in left:
        if word.startswith("-"):
            flag = word.partition("=")[0]
            refuse("interface.option.unknown", found=flag, hint=_closest(flag, [option.flag for option in command.options] + ["--help"]))
    if left:
        refuse("interface.argument.extra", found=left[0])
    return vars(given)


def _request(name: str, given: Mapping[str, str | bool | None], lang: Lang, environ: Mapping[str, str]) -> Request:
    command = COMMANDS[name]
    for option in command.options:
        value = given[option.name]
        if value == _NO_VALUE:
            refuse("interface.option.value", option=option.flag, wanted=_wanted(option.metavar))
        if option.choices and value is not None:
            _choice(option.flag, str(value), option.choices)
    for argument in command.arguments:
        value = given[argument.name]
        if not value:
            refuse("interface.argument.missing", what=_wanted(argument.metavar))
        if argument.choices:
            _choice(argument.metavar, str(value), argument.choices)
    if name == "schema" and given["pack"] is not None and given["what"] != "evidence":
        refuse("interface.option.unknown", found="--pack")
    if name == "import":
        mine = _ONLY[str(given["what"])]
        for idle in sorted({word for words in _ONLY.values() for word in words} - set(mine)):
            if given[idle] is not None:
                refuse("interface.option.unknown", found=f"--{idle}", hint="")
    strict = bool(given.get("strict")) or (_in_ci(environ) and not given.get("no_strict"))
    known = {field: value for field, value in given.items() if field in Request._fields and value is not None}
    return Request(**{**known, "command": name, "lang": lang, "strict": strict})  # type: ignore[arg-type]  # argparse's values are untyped


def _choice(what: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        hint = _LANG_NAMES.get(value.casefold(), "") if choices == LANGS else _closest(value, choices)
        refuse("interface.option.choice", option=what, found=value, known=" ".join(choices), hint=hint)


def _wanted(metavar: str) -> Text:
    """What is to be written in an option's or an argument's place."""
    if "|" in metavar:
        *most, last = metavar.split("|")
        return Text(f"{'、'.join(most)} 或 {last}", f"{', '.join(most)} or {last}")
    return messages.text(f"help.word.{metavar}")


def percentage(text: str) -> Fraction:
    """From 0 to 100, exact; a sign behind it does no harm."""
    plain = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(plain) or Fraction(plain) > 100:
        refuse("coverage.percent", found=text)
    return Fraction(plain)


def _in_ci(environ: Mapping[str, str]) -> bool:
    return environ.get("CI", "").lower() not in ("", "0", "false", "no")


def _closest(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, 1, 0.5)), "")


# ---------------------------------------------------------------- help


def usage(name: str) -> str:
    parts = ["compliance", name, *(argument.metavar for argument in COMMANDS[name].arguments)]
    parts += [f"[{option.flag}{' ' + option.metavar if option.metavar else ''}]" for option in COMMANDS[name].options]
    return " ".join(parts)


def _say(lang: Lang, code: str, **params: str) -> str:
    text = messages.text(code, tuple(params.items()))
    return clean(text.zh if lang == "zh" else text.en)


def _overview(lang: Lang, columns: int) -> str:
    options = (("--lang zh|en", "lang"), ("--help", "help"), ("--version", "version"))
    lines = [
        *wrap(_say(lang, "help.about"), columns),
        "",
        _say(lang, "help.commands"),
        *_table([(name, _say(lang, f"help.{name}")) for name in COMMANDS], columns),
        "",
        _say(lang, "help.options"),
        *_table([(flag, _say(lang, f"help.{name}")) for flag, name in options], columns),
        "",
        *wrap(_say(lang, "help.codes"), columns),
        *wrap(_say(lang, "interface.more", command="check"), columns),
    ]
    return "\n".join(lines) + "\n"


def _manual(name: str, lang: Lang, columns: int) -> str:
    command = COMMANDS[name]
    lines = [*wrap(_say(lang, "interface.usage", usage=usage(name)), columns, "", "    "), "", *wrap(_say(lang, f"help.{name}"), columns)]
    if command.arguments:
        rows = [(argument.metavar, _say(lang, argument.help)) for argument in command.arguments]
        lines += ["", _say(lang, "help.arguments"), *_table(rows, columns)]
    rows = [(f"{option.flag} {option.metavar}".rstrip(), _say(lang, option.help)) for option in command.options]
    rows.append(("--help", _say(lang, "help.help")))
    lines += ["", _say(lang, "help.options"), *_table(rows, columns), "", *wrap(_say(lang, "help.codes"), columns)]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[tuple[str, str]], columns: int) -> list[str]:
    left = min(28, max(width(term) for term, _ in rows))
    return [line for term, text in rows for line in wrap(text, columns, f"  {pad(term, left)}  ")]
