"""Mappings with declared keys, as rule files are made of: a class names its keys and their types, and reads a value that fits.

A value that does not fit is looked at again by `strict`, which finds everything that is wrong with it. pydantic does that
and nothing else: importing it takes longer than reading a pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Self, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
NOTHING: Any = {}
NONE: Any = []


class Misshapen(ValueError):
    """The value has not the declared shape."""


class Key(NamedTuple):
    """One declared key: the attribute's name (`from_` where the file says `from`), its type, and whether it must be given."""

    name: str
    type: Any
    required: bool


class Doc:
    """A mapping whose keys are the annotations of its class; those without a default must be given."""

    def __init__(self, **given: Any) -> None:
        self.given = frozenset(given)
        """The attributes that were written, not left to their default."""
        self.__dict__.update(given)

    @classmethod
    def read(cls, value: Any) -> Self:
        """Raises Misshapen."""
        readers = _readers(cls)
        if not isinstance(value, dict):
            raise Misshapen
        given: dict[str, Any] = {}
        for key, raw in value.items():
            entry = readers.get(key)
            if entry is None or given_nothing(raw):
                raise Misshapen
            name, reader = entry
            given[name] = reader(raw)
        if any(key.required and key.name not in given for key in keys_of(cls).values()):
            raise Misshapen
        return cls(**given)

    def replaced(self, **changes: Any) -> Self:
        return type(self)(**{name: getattr(self, name) for name in self.given} | changes)

    def plain(self) -> dict[str, Any]:
        """Every attribute by name; for docs without docs in them."""
        return {key.name: getattr(self, key.name) for key in keys_of(type(self)).values()}


def given_nothing(value: Any) -> bool:
    """A key without a value is a slip: read as absent, `in:` would quietly mean the whole year."""
    return value is None or value == ""


_keys: dict[type[Doc], Mapping[str, Key]] = {}
_read: dict[type[Doc], Mapping[str, tuple[str, Reader]]] = {}
"""Worked out once a class, when it is first asked for."""


def keys_of(doc: type[Doc]) -> Mapping[str, Key]:
    """The keys as they are written, in the order in which they are declared."""
    if doc not in _keys:
        hints = get_type_hints(doc).items()
        _keys[doc] = {name.removesuffix("_"): Key(name, hint, not hasattr(doc, name)) for name, hint in hints}
    return _keys[doc]


def _readers(doc: type[Doc]) -> Mapping[str, tuple[str, Reader]]:
    if doc not in _read:
        _read[doc] = {written: (key.name, _reader(key.type)) for written, key in keys_of(doc).items()}
    return _read[doc]


def _reader(kind: Any) -> Reader:
    """Reads a value of the type, or raises Misshapen. Of a union the form of the value decides: mapping, list or word."""
    if kind is Any:
        return lambda value: value
    if isinstance(kind, type) and issubclass(kind, Doc):
        return kind.read
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return lambda value: _checked(value, isinstance(value, str) and value in inner)
    if origin in (Union, UnionType):
        forms = {form_of(option): _reader(option) for option in inner if option is not NoneType}
        return lambda value: forms.get(_form(value), _refuse)(value)
    if origin is list:
        item = _reader(inner[0])
        return lambda value: [item(each) for each in _checked(value, isinstance(value, list))]
    if origin is dict:
        each = _reader(inner[1])
        return lambda value: {key: each(item) for key, item in _checked(value, isinstance(value, dict)).items()}
    return lambda value: _checked(value, type(value) is kind)


def form_of(kind: Any) -> str:
    """How a type is written: mapping, list or text (any other word)."""
    origin = get_origin(kind)
    if origin is dict or (isinstance(kind, type) and issubclass(kind, Doc)):
        return "mapping"
    return "list" if origin is list else "text"


def _form(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def _checked(value: Any, fits: bool) -> Any:
    if not fits:
        raise Misshapen
    return value


def _refuse(_value: Any) -> Any:
    raise Misshapen
