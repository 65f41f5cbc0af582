"""File formats that records are read from: an explicit table, file name's end → reader.

A reader is a pure function `(data, path, problems) -> list[(raw record, where)]`: it opens nothing, so that files can be read in
any order or process. It appends what it cannot read to `problems` and leaves the meaning of the fields to `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from compliance.errors import Problem
from compliance.readers.yaml_reader import read_yaml
from compliance.site import Where

Reader = Callable[[bytes, str, list[Problem]], list[tuple[Any, Where]]]

READERS: Mapping[str, Reader] = MappingProxyType({".yaml": read_yaml, ".yml": read_yaml})
