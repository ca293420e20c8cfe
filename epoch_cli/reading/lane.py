"""The fast lane: a line that holds one operation, as most models write them, is parsed and never scanned.

A line is in the lane from its `{"op"` to its closing brace. Its braces are counted as chunks come; those in strings,
such as a binding's, come in pairs. When as many are closed as were opened the line is parsed as a whole, and if that
is a plain patch, that is that. The nodes of a value are found in the same way: a stretch from a brace to where braces
are even is a node if it parses, because no JSON object is the beginning of another. So the lane may guess, and is
never wrong: what it gives was parsed. Where a guess fails (a lone brace in a string, odd punctuation, a value of
another shape, a line break before the end) the line leaves the lane, and the scanner reads it from its start; early
parts are not told twice.

    begin ── "value":{ ─▶ node ── "children":[ ─▶ list ── { ─▶ node of the child
                            ▲  └── } whole node ─▶ list of the parent
                            └────────────────────── ] ─▶ tail ── } ─▶ list of the parent, or the rest of the operation

Lines are short, so that looking at one again for every chunk with a brace costs little; longer ones are scanned.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.reading.judge import Judge
from epoch_cli.reading.progressive import NODE_PATH, node_parts
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

MOST_CHARS: Final = 16_384
"""Longest line in the lane; joining one costs a few microseconds at most."""

START: Final = '{"op"'
"""How a line in the lane begins."""

_MOST_BRACKETS: Final = 32  # in a stretch; more may be nested too deeply, and are for the scanner
_DEEPEST: Final = 12  # nodes around a node
SAFE_DEPTH: Final = 3 + 2 * _DEEPEST + _MOST_BRACKETS
"""No part of a line in the lane lies deeper."""

_COLON: Final = r"[ \t]*:[ \t]*"
_COMMA: Final = r"[ \t]*,[ \t]*"
_HEAD: Final = re.compile(
    rf'\{{"op"{_COLON}"add"{_COMMA}"path"{_COLON}("(?:[^"\\]|\\.)*"){_COMMA}"value"{_COLON}(?=\{{)'
)
_NO_ADD: Final = re.compile(rf'\{{"op"{_COLON}"(?!add")')
_KEY: Final = '"children"'
_OPENS: Final = re.compile(r'"children"[ \t]*:[ \t]*\[')
_MAY_OPEN: Final = re.compile(r'"children"[ \t]*(?::[ \t]*)?\Z')
_ESCAPE: Final = re.compile(r"\\.", re.DOTALL)
_GAP: Final = re.compile(r"[ \t\r]*(,?)[ \t\r]*")


class _Open(NamedTuple):
    """A node around the place at hand: its fields so far, and how many of its parent's children were read."""

    keys: frozenset[str]
    number: int


class Lane:
    """One line after the other.

    Args:
        judge: takes parts, and the patch.
        by_node: parts are wanted.

    Attributes:
        text: the line so far.
    """

    def __init__(self, judge: Judge, *, by_node: bool) -> None:
        self._judge = judge
        self._by_node = by_node
        self.begin()

    def begin(self) -> None:
        """A line begins."""
        self.text = ""
        self.given = 0  # parts that were told
        self._balance = 0  # braces that are open
        self._in_string = self._escaped = False  # where the line so far ends
        self._uneven = 0  # braces that are open in the string it ends in
        self._mode: Literal["flat", "begin", "node", "list", "tail", "over"] = "begin" if self._by_node else "flat"
        self._open: list[_Open] = []
        self._count = 0  # children of the innermost open node so far
        self._at = 0  # where the stretch at hand begins
        self._seen = 0  # up to where its braces were counted
        self._depth = 0  # of its braces, how many are open
        self._keys = 0  # from where on `"children"` is looked for

    def take(self, fresh: str) -> int:
        """Take more of the line.

        Returns:
            How many characters of it the patch has that was read; 0 if it needs more, -1 if it has left the lane.
        """
        self.text = text = self.text + fresh
        if "\n" in fresh or len(text) > MOST_CHARS:
            return -1
        self._balance += fresh.count("{") - fresh.count("}")
        if self._has_lone_brace(fresh):
            return -1
        if not text.startswith(START):
            return 0 if START.startswith(text) else -1
        if self._mode not in {"flat", "over"} and not self._told():
            return -1
        if self._balance > 0:
            return 0
        end = text.rindex("}") + 1
        return end if self._balance == 0 and self._judge.whole(text[:end]) else -1

    def _has_lone_brace(self, fresh: str) -> bool:
        """Whether a string that ends in what follows has braces that are not even; then counting is no use."""
        if self._escaped:
            fresh, self._escaped = "_" + fresh[1:], False
        if "\\" in fresh:
            fresh = _ESCAPE.sub("__", fresh)
            self._escaped = fresh[-1] == "\\"
        runs = fresh.split('"')
        began_inside = self._in_string
        inside = runs[0 if began_inside else 1 :: 2]
        self._in_string = ends_inside = began_inside != (len(runs) % 2 == 0)
        if not self._uneven and "{" not in (joined := "".join(inside)) and "}" not in joined:
            return False
        uneven = [run.count("{") - run.count("}") for run in inside]
        if began_inside:
            uneven[0] += self._uneven
        self._uneven = uneven.pop() if ends_inside else 0
        return any(uneven)

    @property
    def spare(self) -> int:
        """As many closing braces decide nothing but the last of them, if no children begin."""
        return 1 if self._mode in {"node", "list", "tail"} else self._balance

    def unfinished(self, fresh: str) -> tuple[str, str]:
        """Where the node that is being read stands (empty for a whole value), and its text so far."""
        text = self.text + fresh
        if self._mode not in {"node", "list", "tail"} or not self._open:
            return "", text
        if self._mode != "node" and not _GAP.sub("", text[self._at :], count=1):
            return "", ""  # between two nodes
        path = _HEAD.match(text)
        steps = [f"/children/{each.number - 1}" for each in self._open[1:]]
        index = self._count - 1 if self._mode == "node" else self._count
        steps.append(f"/children/{index}")
        return (str(parse_strict(path[1])) if path else "") + "".join(steps), text[self._at :].lstrip(", \t\r")

    # ------------------------------------------------------------ parts

    def _told(self) -> bool:
        """Tell the parts that are complete now; False when something is not as it was thought to be."""
        try:
            while True:
                mode = self._mode
                if mode == "begin":
                    going_on = self._begin()
                elif mode == "node":
                    going_on = self._node()
                elif mode == "list":
                    going_on = self._list()
                elif mode == "tail":
                    going_on = self._tail()
                else:
                    return True
                if not going_on:
                    return True
        except (_Odd, NotStrictError):
            return False

    def _begin(self) -> bool:
        """The operation before its value."""
        text = self.text
        if _KEY not in text:
            return False  # nothing but its end matters so far
        head = _HEAD.match(text)
        if head is None:
            if not _NO_ADD.match(text):
                raise _Odd
            self._mode = "flat"
        elif not NODE_PATH.fullmatch(parse_strict(head[1])):
            self._mode = "flat"
        else:
            self._mode, self._at = "node", head.end()
            self._seen = self._keys = self._at
        return True

    def _node(self) -> bool:
        """A node from its brace on: up to its children, or to its end."""
        text, size = self.text, len(self.text)
        while True:
            end = text.find("}", self._seen)
            key = text.find(_KEY, self._keys, end if end >= 0 else size)
            if key >= 0:
                if self._depth + text.count("{", self._seen, key) == 1:
                    if opens := _OPENS.match(text, key):
                        self._open_node(opens.end())
                        return True
                    if _MAY_OPEN.match(text, key):
                        self._keys = key
                        return False
                self._keys = key + len(_KEY)
            elif end < 0:
                self._depth += text.count("{", self._seen)
                self._seen, self._keys = size, max(self._keys, size - len(_KEY) + 1)
                return False
            else:
                self._depth += text.count("{", self._seen, end) - 1
                self._seen = self._keys = end + 1
                if self._depth == 0:
                    if not self._open:
                        self._mode = "over"  # without children it is no value in parts
                        return True
                    self._tell("node", self._parsed(text[self._at : self._seen]))
                    self._mode, self._at = "list", self._seen
                    return True

    def _open_node(self, end: int) -> None:
        """The children of a node have begun; its text so far ends at `end`."""
        text = self.text
        node = self._parsed(f"{text[self._at : end]}]}}")
        if not self._open:
            head = parse_strict(f"{text[: self._at]}0}}")
            del head["value"]
            self._tell("begin", head)
        self._tell("open", node)
        self._open.append(_Open(frozenset(node), self._count))
        if len(self._open) > _DEEPEST:
            raise _Odd
        self._mode, self._at, self._count = "list", end, 0

    def _list(self) -> bool:
        """Between two children."""
        gap = _GAP.match(self.text, self._at)
        at = gap.end() if gap else self._at
        if at == len(self.text) or gap is None:
            return False
        bracket, comma = self.text[at], gap[1] != ""
        if bracket == "{" and comma == (self._count > 0):
            self._count += 1
            if not self._whole_child(at):
                self._mode, self._depth = "node", 0
                self._at = self._seen = self._keys = at
        elif bracket == "]" and not comma:
            self._mode, self._at = "tail", at + 1
            self._seen, self._depth = at + 1, 1
        else:
            raise _Odd
        return True

    def _whole_child(self, at: int) -> bool:
        """A child from its brace on, with all below it, if all of it is there."""
        text, seen, depth = self.text, at, 0
        while (end := text.find("}", seen)) >= 0:
            depth += text.count("{", seen, end) - 1
            seen = end + 1
            if depth == 0:
                piece = text[at:seen]
                if piece.count("{") + piece.count("[") > _MOST_BRACKETS:
                    return False
                node = parse_strict(piece)
                self.given += sum(1 for _ in node_parts(node)) - 1
                self._tell("node", node)
                self._at = seen
                return True
        return False

    def _tail(self) -> bool:
        """Behind the children of a node, up to its brace."""
        text = self.text
        while (end := text.find("}", self._seen)) >= 0:
            self._depth += text.count("{", self._seen, end) - 1
            self._seen = end + 1
            if self._depth == 0:
                self._close_node(text[self._at : end + 1])
                return True
        self._depth += text.count("{", self._seen)
        self._seen = len(text)
        return False

    def _close_node(self, piece: str) -> None:
        """The fields of a node behind its children, with its brace."""
        node = self._open.pop()
        rest = piece.strip(" \t\r")
        fields: dict[str, Any] = {}
        if rest != "}":
            if not rest.startswith(","):
                raise _Odd
            fields = self._parsed(f"{{{rest[1:]}")
            if not fields or not node.keys.isdisjoint(fields):
                raise _Odd
        self._tell("close", fields)
        self._count, self._at = node.number, self._seen
        self._mode = "list" if self._open else "over"

    def _parsed(self, piece: str) -> Any:
        if piece.count("{") + piece.count("[") > _MOST_BRACKETS:
            raise _Odd
        return parse_strict(piece)

    def _tell(self, part: Literal["begin", "open", "node", "close"], value: Any) -> None:
        self.given += 1
        self._judge.part(part, value, self._judge.line)


class _Odd(Exception):  # noqa: N818  an answer: the line is for the scanner
    """Something is not as most models write it."""
