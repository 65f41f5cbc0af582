"""Where everything in a YAML text stands, and what is refused in it: the slow second look, taken only at what is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from compliance.slips import MAX_DEPTH, colon_slip

Mark = tuple[int, int]
"""A 1-based line and column; column 0: the whole line."""


class Token(NamedTuple):
    """One step of the text. `value` is the scalar as written, `name` what it is as a key; `target` is an alias's anchor."""

    kind: Literal["scalar", "map", "list", "end", "alias", "document"]
    mark: Mark
    value: str = ""
    name: str = ""
    anchor: str | None = None
    tag: str | None = None


class Finding(NamedTuple):
    mark: Mark
    code: str
    params: dict[str, str]


@dataclass(slots=True, eq=False)
class Node:
    """The place of a value and of its key, and what lies below it, by key or by index."""

    mark: Mark
    key: Mark
    is_map: bool = False
    below: dict[str | int, Node] = field(default_factory=dict)


class Survey:
    """Follows the tokens, one after the other; `root` and `findings` grow until the end, an exception or `walk` gives up."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._stream = Node((1, 1), (1, 1))
        self._node = self._stream
        self._above: list[Node] = []
        self._key: Token | None = None

    @property
    def root(self) -> Node | None:
        return self._stream.below.get(0)

    def walk(self, tokens: Iterable[Token]) -> None:
        """Stops early at what makes the rest unreadable: too deep, a key that is no text, a second document."""
        for token in tokens:
            if token.kind == "end":
                self._node = self._above.pop()
            elif token.kind == "document":
                if self._stream.below:
                    self._find(token.mark, "source.documents")
                    return
            elif self._node.is_map and self._key is None:
                self._marks(token)
                if token.kind != "scalar":
                    self._find(token.mark, "source.key_not_text")
                    return
                self._take_key(token)
            else:
                self._marks(token)
                node = self._place(token)
                if token.kind not in ("map", "list"):
                    continue
                if len(self._above) == MAX_DEPTH:
                    self._find(token.mark, "source.depth", most=str(MAX_DEPTH))
                    return
                self._above.append(self._node)
                self._node = node

    def _find(self, mark: Mark, code: str, **params: str) -> None:
        self.findings.append(Finding(mark, code, params))

    def _marks(self, token: Token) -> None:
        if token.anchor is not None:
            self._find(token.mark, "source.alias" if token.kind == "alias" else "source.anchor", found=token.anchor)
        if token.tag is not None:
            self._find(token.mark, "source.tag", found=token.tag.replace("tag:yaml.org,2002:", "!!"))

    def _take_key(self, token: Token) -> None:
        self._key = token
        known = self._node.below.get(token.name)
        if not token.name:
            self._find(token.mark, "source.key_empty")
        elif known is not None:
            self._find(token.mark, "source.duplicate_key", key=token.name, first=str(known.key[0]), second=str(token.mark[0]))

    def _place(self, token: Token) -> Node:
        key, self._key = self._key, None
        node = Node(token.mark, key.mark if key else token.mark, token.kind == "map")
        if key is None:
            self._node.below[len(self._node.below)] = node
        else:
            self._node.below.setdefault(key.name, node)
        # `{of: x, at_least:2}` has the key `at_least:2` without a value; at the top of a file only mappings make sense.
        written = ""
        if token.kind == "scalar":
            written = token.value if key is None and len(self._above) < 2 else key.value if key and not token.value else ""
        slip = colon_slip(written)
        if slip:
            self._find(node.key, slip, found=written)
        return node
