"""Gives the nodes of a value while its text is still coming: the parts of `progressive.parts_of`, as they complete.

The scanner says when a bracket opens or closes at the level that is watched. The text between two such brackets is one
piece: the head of a node up to its `children`, a whole node, what stands between two nodes, or the tail of a node. Each
piece is parsed once and strictly, so that a part never says what the whole value would not. The first piece that is no
JSON ends it: the value goes on without parts, and is healed or refused as a whole.

    _top ── value, root or children ─▶ _head ── "children":[ ─▶ _list ── { ─▶ _head of the child
                                         ▲  └── } whole node ─▶ _list of the parent
                                         └───────────────────── ] ─▶ _tail ── } ─▶ _list of the parent
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.reading import progressive, shapes
from epoch_cli.reading.held import Held
from epoch_cli.reading.patterns import WHITE
from epoch_cli.reading.sink import Sink
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_KEY_CHARS: Final = 1100  # how far back a key is looked for; farther away it is found when its node is complete


_KEYS: Final = ('"children"', '"value"', '"root"')
_AFTER_KEY: Final = f"{WHITE}:"


class _Open(NamedTuple):
    """A node whose children have begun.

    Attributes:
        keys: its fields so far; one that comes again is a repeated key.
        pointer: where it stands, in the model's words.
    """

    keys: frozenset[str]
    pointer: str


class Nodes:
    """Follows one value after the other.

    Args:
        sink: takes the parts.

    Attributes:
        level: how many brackets are open where something may happen; 0 when nothing may any more.
        piece: the text since the last piece.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.level = 0
        self.piece = Held()
        self._mode: Literal["top", "head", "array", "list", "tail"] = "top"
        self._open: list[_Open] = []
        self._count = 0  # children so far of the node that was opened last
        self._counts: list[int] = []  # likewise of those around it
        self._line = 1  # where the piece begins
        self._node_at = 0  # where in the first piece the node begins

    def begin(self) -> None:
        """Begin with a value; its opening brace is the first character held."""
        self.level, self._mode = 1, "top"
        self.piece.clear()
        self._open.clear()
        self._counts.clear()
        self._line, self._node_at = self._sink.line, 0

    def end(self) -> None:
        """Give no more parts of this value."""
        self.level = 0
        self.piece.clear()

    def found(self, found: re.Match[str]) -> bool:
        """Take what `patterns.node` found between two nodes; tell whether it could be read.

        What could not is to be scanned; it was not taken.
        """
        kind = found.lastgroup
        if kind == "close":
            ends = self.level == 2  # the value itself, which is for the scanner to see
            if not ends:
                self.level -= 2
                self._end_node("}")
            return not ends
        before = found[1]
        if before.startswith(",") != (self._count > 0):
            return False
        piece = found[0][len(before) :]
        try:
            node = parse_strict(piece if kind == "whole" else f"{piece}]}}")
        except NotStrictError:
            return False
        if kind == "whole":
            self._tell_node(node, piece)
        elif next(reversed(node)) == "children":
            self._open_node(node, piece)
            self._count = 0
            self.level += 2
        else:
            return False
        return True

    def hold(self, text: str) -> None:
        """Take text in which nothing happens."""
        if self.level:
            self.piece.add(text)

    def opened(self, text: str, mark: int, at: int) -> int:
        """A bracket opens at `at`, directly inside the level.

        Args:
            text: the text that is scanned.
            mark: from where on it was not held yet.
            at: where the bracket stands.

        Returns:
            From where on the text belongs to the next piece.
        """
        if self._mode == "list":
            gap = self.take(text[mark:at])
            if (gap == "," and self._count) or self._between(gap, closed=False):
                self._mode = "head" if text[at] == "{" else "array"
                self.level += 1
            return at
        if self._mode not in {"top", "head"}:
            return mark
        key = self._key_before(text, mark, at)
        if text[at] == "[" and key == "children":
            piece = self.take(text[mark : at + 1])
            if self._begin_value(piece) if not self._open else self._begin_node(piece):
                self._mode, self._count = "list", 0
                self.level += 1
            return at + 1
        if self._mode == "top" and text[at] == "{" and key in {"value", "root"}:
            self._mode, self._node_at = "head", self.piece.chars + at - mark
            self.level += 1
        return mark

    def closed(self, text: str, mark: int, at: int) -> int:
        """The bracket before `at` closes the level; arguments and result as for `opened`."""
        if not self._open:  # a value without children is no value in parts
            self.end()
            return at
        piece = self.take(text[mark:at])
        self.level -= 1
        if self._mode == "list":
            if self._between(piece[:-1], closed=True):
                self._mode = "tail"
        elif self._mode == "tail":
            self._end_node(piece)
        else:
            self._whole_node(piece)
        return at

    @property
    def pointer(self) -> str:
        """Where the node stands that is being read now, whose text `piece` holds; empty before the first `open`."""
        if not self.level or not self._open:
            return ""
        at = self._open[-1].pointer
        return at if self._mode == "tail" else f"{at}/children/{self._count}"

    # Pieces.

    def take(self, rest: str) -> str:
        """Return the piece that ends with `rest`; the next begins behind it."""
        if not self.piece.chars:
            return rest
        self.piece.add(rest)
        return self.piece.take()

    def _parse(self, text: str) -> Any:
        """Return what `text` says, or None, which ends it all."""
        try:
            return parse_strict(text)
        except NotStrictError:
            self.end()
            return None

    def _key_before(self, text: str, mark: int, at: int) -> str:
        """Return the name before a bracket, if it is one that matters and is written plainly."""
        near = text[max(mark, at - _KEY_CHARS) : at]
        if at - mark < _KEY_CHARS and self.piece.chars and '"' not in near.rstrip(_AFTER_KEY)[:-1]:
            near = self.piece.tail(_KEY_CHARS - (at - mark)) + near
        near = near.rstrip(WHITE)
        if near[-1:] != ":":
            return ""
        near = near[:-1].rstrip(WHITE)
        if near.endswith(_KEYS):
            return near[near.rindex('"', 0, -1) + 1 : -1]
        return ""

    # What a piece says.

    def _begin_value(self, piece: str) -> bool:
        """The first `children` of a value begin; tell whether it is given in parts."""
        whole = self._parse(piece + ("]}" if self.level == 1 else "]}}"))
        patch = None if whole is None else self._patch_of(whole)
        if patch is None:
            self.end()
            return False
        (_, begin), (_, node), _ = progressive.parts_of(patch)
        self._sink.part("begin", begin, self._line)
        self._sink.part("open", node, self._line + piece.count("\n", 0, self._node_at))
        self._line += piece.count("\n")
        self._open.append(_Open(frozenset(node), begin["path"]))
        return True

    def _patch_of(self, whole: dict[str, Any]) -> dict[str, Any] | None:
        """Return the patch that begins like this, if it is one that is given in parts."""
        around = whole if self.level == 1 else whole[next(reversed(whole))]
        if next(reversed(around)) != "children":
            return None
        if shape := shapes.shape_of(whole):
            return shapes.as_patch(whole, shape) if self._sink.wants_root else None
        return whole if next(reversed(whole)) == "value" and progressive.is_split(whole) else None

    def _begin_node(self, piece: str) -> bool:
        """The children of a node below begin; tell whether it could be read."""
        node = self._parse(f"{piece}]}}")
        if node is None:
            return False
        if next(reversed(node)) != "children":
            self.end()
            return False
        self._open_node(node, piece)
        return True

    def _open_node(self, node: dict[str, Any], piece: str) -> None:
        self._sink.part("open", node, self._line)
        self._line += piece.count("\n")
        self._open.append(_Open(frozenset(node), f"{self._open[-1].pointer}/children/{self._count}"))
        self._counts.append(self._count)

    def _whole_node(self, piece: str) -> None:
        """A node without children is complete, or one whose children were not recognised."""
        node = self._parse(piece)
        if self.level:
            self._tell_node(node, piece)

    def _tell_node(self, node: Any, piece: str) -> None:
        if type(node) is dict and "children" in node:
            for part, value in progressive.node_parts(node):
                self._sink.part(part, value, self._line)
        else:
            self._sink.part("node", node, self._line)
        self._line += piece.count("\n")
        self._next_child()

    def _end_node(self, piece: str) -> None:
        """A node with children ends; `piece` is what stands behind them."""
        fields: Any = {} if piece == "}" else self._parse(_without_comma(piece))
        if fields is None or not self._open.pop().keys.isdisjoint(fields):
            self.end()
            return
        self._sink.part("close", fields, self._line)
        self._line += piece.count("\n")
        if not self._open:
            self.end()
            return
        self._count = self._counts.pop()
        self._next_child()

    def _next_child(self) -> None:
        self._mode = "list"
        self._count += 1

    def _between(self, gap: str, *, closed: bool) -> bool:
        """Text between two nodes: a comma, or values that are no nodes; tell whether it may stand there."""
        inner = gap.strip(WHITE)
        if inner and inner != ("" if closed or not self._count else ","):
            if self._count:
                inner = inner[1:] if inner[0] == "," and inner != "," else "?"
            if not closed:
                inner = inner[:-1] if inner[-1] == "," else "?"
            scalars = self._parse(f"[{inner or '?'}]")
            if scalars is None:
                return False
            for scalar in scalars:
                self._sink.part("node", scalar, self._line)
                self._count += 1
        self._line += gap.count("\n")
        return True


def _without_comma(tail: str) -> str:
    """Return the text of an object of the members that follow the `children` of a node."""
    members = tail.lstrip(WHITE)
    if members == "}":
        return "{}"
    members = members[1:].lstrip(WHITE) if members[0] == "," else "?"
    return "?" if members == "}" else f"{{{members}"
