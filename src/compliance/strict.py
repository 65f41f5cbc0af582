"""The declared shapes as pydantic models: everything that is wrong with a value at once, and JSON Schemas for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ForwardRef, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, create_model, field_validator
from pydantic_core import PydanticCustomError

from compliance.docs import Doc, Key, form_of, given_nothing, keys_of


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _given(cls, value: Any) -> Any:
        if given_nothing(value):
            raise PydanticCustomError("empty", "a value is missing")
        return value


@cache
def models() -> Mapping[str, type[BaseModel]]:
    """The model of every doc, by the name of its class."""
    made = {doc.__name__: _model(doc) for doc in _below(Doc)}
    for model in made.values():
        model.model_rebuild(_types_namespace=made)
    return made


def _below(doc: type[Doc]) -> Iterator[type[Doc]]:
    for inner in doc.__subclasses__():
        yield inner
        yield from _below(inner)


def _model(doc: type[Doc]) -> type[BaseModel]:
    fields: dict[str, Any] = {key.name: (_type(key.type), _field(doc, written, key)) for written, key in keys_of(doc).items()}
    model: type[BaseModel] = create_model(doc.__name__, __base__=Strict, __doc__=doc.__dict__.get("__doc__"), **fields)
    return model


def _field(doc: type[Doc], written: str, key: Key) -> Any:
    alias = written if written != key.name else None
    if key.required:
        return Field(alias=alias)
    default = getattr(doc, key.name)
    return Field(default=default if not isinstance(default, Doc) else {}, alias=alias)


def _type(kind: Any) -> Any:
    """The type with models for docs; the options of a union are told apart by the form of the value."""
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Doc):
        return ForwardRef(kind.__name__)
    if origin in (list, dict):
        return origin[tuple(_type(each) for each in inner)]
    if origin not in (Union, UnionType):
        return kind
    options = [option for option in inner if option is not NoneType]
    found: Any = _type(options[0])
    if len(options) > 1:
        tagged = tuple(Annotated[_type(option), Tag(f"@{form_of(option)}")] for option in options)
        found = Annotated[Union[tagged], Discriminator(_tag)]  # noqa: UP007 - built, not written
    return found | None if NoneType in inner and not isinstance(found, ForwardRef) else Union[found, None] if NoneType in inner else found  # noqa: UP007


def _tag(value: object) -> Literal["@mapping", "@list", "@text"]:
    return "@mapping" if isinstance(value, (dict, BaseModel)) else "@list" if isinstance(value, list) else "@text"
