"""The files that records name: are they there, and are they still what they were."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from compliance.errors import Problem, problem
from compliance.folder import Listing, parents
from compliance.model import Record
from compliance.site import Keys, Where
from compliance.source import clean


class Attachments:
    """Looks names up among the files of one folder. Text is normalised when it is read, so names on disk are compared normalised too."""

    def __init__(self, folder: Path, name: str, listing: Listing) -> None:
        self.folder, self.name = folder, name
        self.known: dict[str, str] = {}
        for path in (*listing.readable, *listing.others):
            self.known[clean(path)] = path
            for parent in parents(path):
                if self.known.setdefault(clean(parent), parent) is not parent:
                    break
        self.named: set[str] = set()

    def find(self, path: str, record_path: str) -> str | None:
        """The file or folder: below the folder of the record's file, else below the evidence folder. None: not there."""
        path = path.replace("\\", "/")
        beside = record_path.removeprefix(self.name + "/").rpartition("/")[0]
        for base in dict.fromkeys((beside, "")):
            found = self.known.get(clean(posixpath.normpath(f"{base}/{path}" if base else path)))
            if found is not None:
                self.named.add(found)
                return found
        return None

    def missing(self, files: Iterable[tuple[Where, Keys, str]]) -> Iterator[Problem]:
        for where, keys, path in files:
            if self.find(path, where().path) is None:
                yield problem(where(*keys), "evidence.attachment_missing", "warning", found=path)

    def changed(self, records: Iterable[Record]) -> Iterator[Problem]:
        """A warning for each attachment that has another content than its `sha256` says."""
        for record in records:
            for row in record.fields.get("attachments", ()):
                path = self.find(row["path"], record.at.path) if "sha256" in row and "path" in row else None
                if path is not None and self._digest(path) != row["sha256"].lower():
                    yield problem(record.at, "evidence.attachment_changed", "warning", found=row["path"], record=record.id)

    def _digest(self, path: str) -> str:
        try:
            with (self.folder / path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
