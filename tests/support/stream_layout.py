"""Where things stand in the text of a valid stream: its operations, their nodes, and every token.

Nothing of Epoch's own reading is used here, as this is what that reading is measured with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|-?\d[\d.eE+-]*|true|false|null')
_NODE_PATH: Final = re.compile(r"/root|.*/children/(?:-|\d+)")


class Token(NamedTuple):
    """One token of JSON.

    Attributes:
        text: as it is written.
        start: its offset; its end is `start + len(text)`.
        unit: index of the node it belongs to; None for an operation's own, and for what stands between nodes.
        operation: index of the operation it belongs to.
        key: the key whose value it is, such as `text`; "" for a key, punctuation, and an item of an array.
        is_key: whether it is a key.
    """

    text: str
    start: int
    unit: int | None
    operation: int
    key: str
    is_key: bool

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def is_string(self) -> bool:
        """Whether it is a string in quotes."""
        return self.text[0] == '"'


@dataclass
class Unit:
    """A node with its own fields; the nodes of an item template are fields of the node that has it.

    Attributes:
        ids: the strings called `id` in its fields; those of tabs and the like are among them.
        start: offset of its brace.
        operation: index of its operation.
        parent: index of the node around it in the same text.
        opened: offset behind the `[` of its `children`, None when it has none.
        later_fields: whether fields stand behind its `children`.
        end: offset behind its closing brace.
    """

    ids: list[str]
    start: int
    operation: int
    parent: int | None
    opened: int | None = None
    later_fields: bool = False
    end: int = 0


@dataclass
class Operation:
    """An operation, or a whole document or node in place of one."""

    start: int
    end: int
    value: dict[str, Any]
    value_end: int = 0
    tokens: list[Token] = field(default_factory=list)

    @property
    def patch(self) -> dict[str, Any]:
        """The patch it is or stands for."""
        if "op" in self.value:
            return self.value
        return {"op": "add", "path": "/root", "value": self.value.get("root", self.value)}

    @property
    def may_come_in_parts(self) -> bool:
        """Whether the nodes of its value may be had before its end: an `add` of a node."""
        patch = self.patch
        return patch["op"] == "add" and bool(_NODE_PATH.fullmatch(patch["path"]))


@dataclass
class Layout:
    """The places of everything in a text."""

    text: str
    operations: list[Operation] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """All tokens, in order."""
        return [token for operation in self.operations for token in operation.tokens]

    def gap(self, index: int) -> int:
        """The offset before operation `index` where its line begins, if nothing else is on that line before it."""
        start = self.operations[index].start
        line = self.text.rfind("\n", 0, start) + 1
        return start if self.text[line:start].strip() else line


def layout_of(text: str) -> Layout:
    """Take down the places in a text whose operations are all strict JSON."""
    layout = Layout(text)
    for start, end, value in _values(text):
        layout.operations.append(Operation(start, end, value))
        _Walk(layout, len(layout.operations) - 1).take()
    return layout


def _values(text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """The operations, documents and nodes of a text; the items of a wrapper or list one by one."""
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            value, end = {}, at + 1
        if "op" in value or "root" in value or "children" in value:
            yield at, end, value
        else:
            end = at + 1
        at = text.find("{", end)


class _Walk:
    """One pass over the tokens of an operation, which knows at each where it stands."""

    def __init__(self, layout: Layout, number: int) -> None:
        self.layout = layout
        self.number = number
        self.operation = layout.operations[number]
        self.found = list(_TOKEN.finditer(layout.text, self.operation.start, self.operation.end))
        self.next = 0

    def take(self) -> None:
        """Take the operation's object; a node in its place is one from its first brace on."""
        self._value(None, "", is_node="op" not in self.operation.value and "root" not in self.operation.value)

    def _token(self, unit: int | None, key: str = "", *, is_key: bool = False) -> str:
        found = self.found[self.next]
        self.next += 1
        self.operation.tokens.append(Token(found[0], found.start(), unit, self.number, key, is_key))
        return found[0]

    def _peek(self) -> str:
        return self.found[self.next][0]

    def _value(self, unit: int | None, key: str, *, is_node: bool) -> None:
        if self._peek() == "{":
            self._object(unit, is_node=is_node)
        elif self._peek() == "[":
            self._token(unit)
            while self._peek() != "]":
                self._value(unit, "", is_node=False)
                if self._peek() == ",":
                    self._token(unit)
            self._token(unit)
        else:
            self._token(unit, key)

    def _object(self, unit: int | None, *, is_node: bool) -> None:
        at_top = self.next == 0
        own: Unit | None = None
        if is_node:
            own = Unit([], self.found[self.next].start(), self.number, unit)
            self.layout.units.append(own)
            unit = len(self.layout.units) - 1
        self._token(None if is_node else unit)
        while self._peek() != "}":
            key = json.loads(self._token(unit, is_key=True))
            self._token(unit)
            if own is not None and own.opened is not None:
                own.later_fields = True
            if key == "id" and unit is not None and self._peek()[0] == '"':
                self.layout.units[unit].ids.append(json.loads(self._peek()))
            if own is not None and key == "children":
                own.opened = self.found[self.next].end()
                self._children(unit)
            else:
                self._value(unit, key, is_node=at_top and key in {"value", "root"} and self._peek() == "{")
                if at_top and key in {"value", "root"}:
                    self.operation.value_end = self.found[self.next - 1].end()
            if self._peek() == ",":
                self._token(unit)
        self._token(None if is_node else unit)
        if own is not None:
            own.end = self.found[self.next - 1].end()

    def _children(self, unit: int | None) -> None:
        self._token(None)
        while self._peek() != "]":
            self._value(unit, "", is_node=True)
            if self._peek() == ",":
                self._token(None)
        self._token(None)
