"""What does not have the shape of a rule file: pydantic's findings in our words, each with its place (language §12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from compliance.docs import Doc, keys_of
from compliance.model import Text
from compliance.shapes import Keys, closest, every_key
from compliance.slips import colon_slip
from compliance.values import shown

TYPE_WORDS: Mapping[str, Text] = {
    "text": Text("文字", "text"),
    "term": Text("词表里的词", "a word of the list"),
    "number": Text("数字", "a number"),
    "flag": Text("true 或 false", "true or false"),
    "date": Text("日期", "a date"),
    "duration": Text("时长（如 30d）", "a duration (such as 30d)"),
    "person": Text("人员", "a person"),
    "place": Text("地点", "a place"),
    "ref": Text("记录编号", "a record's id"),
    "file": Text("文件", "a file"),
    "row": Text("多行表格", "rows"),
    "list": Text("列表（每项以“-”开头）", "a list"),
    "mapping": Text("“名称: 内容”", "a mapping (name: value)"),
    "whole": Text("整数", "a whole number"),
    "reference": Text("以 $ 开头的引用", "a reference ($…)"),
}
"""What is wanted somewhere, in a reader's words."""
_WANTED = {
    "string_type": ("text",),
    "int_type": ("whole",),
    "bool_type": ("flag",),
    "list_type": ("list",),
    "dict_type": ("mapping",),
    "model_type": ("mapping",),
}


def wanted(*names: str) -> Text:
    """Types in words: "a number or a date"."""
    known = [TYPE_WORDS[name] for name in dict.fromkeys(names)]
    return Text("或".join(word.zh for word in known), " or ".join(word.en for word in known))


class ShapeProblem(NamedTuple):
    keys: Keys
    of_key: bool
    """The key itself is meant, not its value."""
    code: str
    params: dict[str, str | Text]


def shape_problems(model: type[Doc], value: object) -> Iterator[ShapeProblem]:
    """pydantic's findings about a misshapen value as ours, the tags of its unions left out of the keys."""
    for item in _findings(model, value):
        keys: Keys = tuple(key for key in item["loc"] if not str(key).startswith("@"))
        yield _translated(item["type"], item["input"], item.get("ctx", {}), keys, model)


def _findings(model: type[Doc], value: object) -> list[Any]:
    from pydantic import ValidationError  # here, for importing it takes longer than reading a pack

    from compliance.strict import models

    try:
        models()[model.__name__].model_validate(value)
    except ValidationError as wrong:
        return [*wrong.errors(include_url=False)]
    raise AssertionError(f"{model.__name__}: read and pydantic do not agree on {value!r}")


def _translated(kind: str, found: Any, context: Mapping[str, Any], keys: Keys, model: type[Doc]) -> ShapeProblem:
    last = str(keys[-1]) if keys else ""
    if kind == "extra_forbidden":
        return ShapeProblem(keys, True, "rules.key.unknown", {"found": last, "hint": closest(last, _siblings(model, keys))})
    if kind == "missing":
        return ShapeProblem(keys[:-1], False, "rules.key.missing", {"key": last})
    if kind == "empty":
        return ShapeProblem(keys, True, "rules.value.empty", {"key": last})
    if kind == "literal_error":
        choices = ", ".join(re.findall(r"'(\w+)'", str(context["expected"])))
        return ShapeProblem(keys, False, "rules.value.choice", {"found": shown(found), "choices": choices, "hint": ""})
    names = _WANTED.get(kind) or tuple(name for name in ("text", "list", "mapping") if f"@{name}" in str(context.get("expected_tags")))
    if isinstance(found, str) and "mapping" in names and colon_slip(found):
        return ShapeProblem(keys, False, "rules.colon", {"found": found})
    if names == ("text",) and not isinstance(found, (dict, list)):
        return ShapeProblem(keys, False, "rules.value.text", {"found": shown(found)})
    return ShapeProblem(keys, False, "rules.value.type", {"found": shown(found), "wanted": wanted(*names)})


def _siblings(model: type[Doc], keys: Keys) -> Iterable[str]:
    """The keys that may stand where the last of `keys` stands."""
    models = {model}
    for key in keys[:-1]:
        inner = [found.type for each in models for name, found in keys_of(each).items() if name == key]
        models = {doc for annotation in inner for doc in _docs(annotation)} if inner else models
    return {key for each in models for key in keys_of(each)} or every_key()


def _docs(annotation: Any) -> Iterator[type[Doc]]:
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        yield annotation
    for inner in get_args(annotation):
        yield from _docs(inner)
