"""The states inside a value whose nodes are told while they come; for granularity `node`.

A value is scanned from bracket to bracket up to the first `children`. Nodes that stand there side by side and are
plainly written are each found by one pattern (`patterns.node`), and found again with more text when they come in
pieces; whatever else stands there is scanned, one bracket at a time.
"""

from __future__ import annotations

from typing import Final

from epoch_cli.reading import patterns
from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.machine import State
from epoch_cli.reading.sink import Sink
from epoch_cli.reading.values import CHILDREN, CLOSER, MAY_PRECEDE, WINDOW_CHARS, Values

_MOST_TRIES: Final = 16  # for one node that comes in pieces; then it is scanned
_STARTS: Final = ("{", ",{", ", {", " {")  # as in `patterns.node`
_STARTS_BEGUN: Final = (",", ", ", " ", "]")


class NodeValues(Values):
    """The machine inside a value, with or without its nodes; arguments as for `Values`."""

    def __init__(
        self, sink: Sink, *, max_value_chars: int, max_depth: int, granularity: Granularity, heal: bool
    ) -> None:
        super().__init__(sink, max_value_chars=max_value_chars, max_depth=max_depth, granularity=granularity, heal=heal)
        self._children = State(self._in_children, self._give_truncated, self._value.wake, max_value_chars)
        self._tries = 0  # at the node that comes next
        if granularity == "node":
            self._value = self._value._replace(step=self._in_value_of_nodes)

    def _in_value_of_nodes(self, text: str, at: int) -> int:
        """The same, and `self._nodes` is told of every bracket at the level that it watches."""
        start, end, expected, nodes = at, self._value_end(text, at), self._expected, self._nodes
        mark = at  # from here on `nodes` was not told of the text
        if not expected:
            expected, at = "}", at + 1
            nodes.begin()
        while True:
            after = at
            at, stop = patterns.to_bracket(text, at, end).span(1)
            if at < stop:
                left = expected.removeprefix(text[at:stop])
                if not left or left == expected:
                    left, stop = expected, at  # one by one, as one of them ends the value or is wrong
                if len(left) >= nodes.level and left != expected:
                    expected, at = left, stop
                    continue
                if text[at] != expected[0] or len(expected) == 1:
                    if text[at] == expected == "}" and nodes.level == 1:
                        nodes.closed(text, mark, at + 1)  # a node that is no member of a patch
                    return self._end_brackets(text, start, at, expected)
                expected, at = expected[1:], at + 1
                if len(expected) < nodes.level:
                    mark = nodes.closed(text, mark, at)
                    if expected[0] == "]" and nodes.level == len(expected):
                        return self._begin_children(text, start, at, expected)
                continue
            if at == end or text[at] == '"':
                nodes.hold(text[mark : at + (at < end)])
                return self._leave_brackets(text, start, after, at, end, expected)
            before = text[at - 1] if at > start else self._latest
            if before in patterns.WHITE:
                before = self._last_before(text, start, after, at)
            if before not in MAY_PRECEDE[expected[0]] or len(expected) == self._max_depth:
                return self._refuse_opener(text, start, before, at, expected)
            if len(expected) == nodes.level:
                mark = nodes.opened(text, mark, at)
                if mark > at and nodes.level:
                    return self._begin_children(text, start, mark, f"]{expected}")
            expected, at = CLOSER[text[at]] + expected, at + 1
            if expected == "]}" and self._opens_wrapper(text, start, at):
                return at

    def _begin_children(self, text: str, start: int, at: int, expected: str) -> int:
        """Go to where nodes stand side by side."""
        self._held.add(text[start:at])
        self._state, self._expected, self._latest, self._tries = self._children, expected, text[at - 1], 0
        return at

    def _in_children(self, text: str, at: int) -> int:
        """Nodes below a node, one after the other; one that is not plain is scanned."""
        start, nodes, expected = at, self._nodes, self._expected
        plain = not self._last and len(text) - at <= self._max_chars - self._held.chars
        while plain and len(expected) + patterns.NODE_DEPTH <= self._max_depth:
            found = patterns.node(text, at)
            if found is None or not nodes.found(found):
                break
            at = found.end()
            if found.lastgroup == "head":
                expected = "]}" + expected
            elif found.lastgroup == "close":
                expected = expected[2:]
                if not nodes.level:
                    break
        left = len(text) - at
        self._expected = expected
        if start < at:
            self._held.add(text[start:at])
            self._latest = text[at - 1]
            self._tries = 0
        if nodes.level and not left:
            return at
        self._tries += 1
        if nodes.level and plain and self._tries < _MOST_TRIES and left < WINDOW_CHARS and _is_begun(text[at:]):
            self.wake, self.room = self._children.wake, WINDOW_CHARS - left
            return ~at
        self._state = self._value
        return at


def _is_begun(text: str) -> bool:
    """Tell whether `patterns.node` does not match only because more of the node is to come."""
    if not text.startswith(_STARTS):
        return text in _STARTS_BEGUN
    if "\n" in text or text.count("{") + text.count("[") >= patterns.NODE_DEPTH:
        return False
    key = text.rfind(CHILDREN)
    return key < 0 or "[" not in text[key:]
