"""XES event logs (IEEE 1849), plain or gzipped: read as a stream, a case at a time. A document type is refused, and entities with it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from compliance.errors import EvidenceError, Location, problem
from compliance.importing.event_log import LogCase, LogEvent, Trouble, moment_of

_NAME, _TIME, _WHO, _LIFE = "concept:name", "time:timestamp", "org:resource", "lifecycle:transition"
_CHUNK = 1 << 16
_SIMPLE = ("string", "date", "int", "float", "boolean", "id")
_DEEPEST = 100


def cases(path: Path, trouble: Trouble) -> Iterator[LogCase]:
    """Every trace. Raises EvidenceError where the file is no XES; what is wrong with single events goes to `trouble`."""
    reader = _Reader(str(path), trouble)
    try:
        with _opened(path) as file:
            while chunk := file.read(_CHUNK):
                reader.feed(chunk)
                yield from reader.taken()
            reader.end()
            yield from reader.taken()
    except (OSError, EOFError, zlib.error) as wrong:
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise EvidenceError([problem(Location(str(path)), "import.log.unreadable", why=why)]) from wrong


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]  # both read bytes


class _Reader:
    """One element after the other; what lies deeper than an attribute of a trace or an event is left out."""

    def __init__(self, path: str, trouble: Trouble) -> None:
        self.path, self.trouble = path, trouble
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._stop
        parser.StartDoctypeDeclHandler = self._refuse
        self.stack: list[str] = []
        self.trace: dict[str, str] = {}
        self.event: dict[str, str] = {}
        self.events: list[LogEvent] = []
        self.trace_at = self.event_at = Location(path)
        self.done: list[LogCase] = []
        self.number = 0

    def feed(self, chunk: bytes, final: bool = False) -> None:
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as wrong:
            at = Location(self.path, wrong.lineno, wrong.offset + 1)
            raise EvidenceError([problem(at, "import.xes.xml", why=expat.ErrorString(wrong.code))]) from wrong
        except ValueError as wrong:
            raise EvidenceError([problem(self.here(), "import.xes.xml", why=wrong)]) from wrong

    def end(self) -> None:
        self.feed(b"", final=True)

    def taken(self) -> list[LogCase]:
        done, self.done = self.done, []
        return done

    def here(self) -> Location:
        return Location(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    # -------------------------------------------------- elements

    def _refuse(self, name: str, *_rest: Any) -> None:
        raise EvidenceError([problem(self.here(), "import.xes.doctype", found=name)])

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self.stack and name != "log":
            raise EvidenceError([problem(self.here(), "import.xes.root", found=name)])
        if len(self.stack) == _DEEPEST:
            raise EvidenceError([problem(self.here(), "import.xes.deep", most=_DEEPEST)])
        above = self.stack
        self.stack = [*above, name]
        if above == ["log"] and name == "trace":
            self.trace, self.events, self.trace_at = {}, [], self.here()
            self.number += 1
        elif above == ["log", "trace"] and name == "event":
            self.event, self.event_at = {}, self.here()
        elif above == ["log"] and name == "event":
            self.trouble.say(self.here(), "import.xes.event.loose")
        elif above in (["log", "trace"], ["log", "trace", "event"]):
            self._attribute(name, attributes, self.event if above[-1] == "event" else self.trace)

    def _attribute(self, name: str, attributes: dict[str, str], into: dict[str, str]) -> None:
        key = attributes.get("key")
        if key is None:
            self.trouble.say(self.here(), "import.xes.key", found=name)
        elif key in into:
            self.trouble.say(self.here(), "import.xes.key.twice", found=key)
        elif name in _SIMPLE and "value" not in attributes:
            self.trouble.say(self.here(), "import.xes.value", found=key)
        else:
            into[key] = attributes.get("value", "") if name in _SIMPLE else ""

    def _stop(self, tag: str) -> None:
        self.stack = self.stack[:-1]
        name = tag.rpartition(" ")[2]
        if self.stack == ["log", "trace"] and name == "event":
            self._take_event()
        elif self.stack == ["log"] and name == "trace":
            case = self.trace.get(_NAME, "").strip()
            if not case:
                self.trouble.say(self.trace_at, "import.xes.trace.name", number=self.number)
            self.done.append(LogCase(self.trace_at, case, tuple(self.events)))

    def _take_event(self) -> None:
        activity = self.event.pop(_NAME, "").strip()
        if not activity:
            self.trouble.say(self.event_at, "import.log.activity.missing")
        moment = moment_of(self.event.pop(_TIME, ""), self.event_at, self.trouble)
        who, life = self.event.pop(_WHO, ""), self.event.pop(_LIFE, "")
        if activity and moment:
            self.events.append(LogEvent(self.event_at, activity, *moment, self.event, who.strip(), life.strip().lower()))
