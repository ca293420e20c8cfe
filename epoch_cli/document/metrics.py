"""The complexity of a document, kept exactly while it changes (decision 8).

score = nodes + max(0, depth - 2) + 2 · bindings + handlers + 3 · conditions + 5 · loops
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Metrics(NamedTuple):
    """What a document weighs.

    Counts, `depth` in levels (root is 1), `children` of the widest node, `longest_string` in characters.
    """

    nodes: int = 0
    depth: int = 0
    children: int = 0
    bindings: int = 0
    handlers: int = 0
    conditions: int = 0
    loops: int = 0
    longest_string: int = 0

    @property
    def score(self) -> int:
        """Complexity score in points (decision 8)."""
        return (
            self.nodes
            + max(0, self.depth - 2)
            + 2 * self.bindings
            + self.handlers
            + 3 * self.conditions
            + 5 * self.loops
        )

    def to_json(self) -> dict[str, int]:
        """All figures with the score, for events and reports."""
        return {**self._asdict(), "score": self.score}


class Tally:
    """A multiset of small numbers that knows its greatest.

    Putting in and taking out cost O(1), except for taking out the last of the greatest: then the distinct values are
    looked through (there are about as many as levels, or as lengths of strings).
    """

    __slots__ = ("_counts", "top")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self.top = 0

    def put(self, value: int, times: int = 1) -> None:
        """Count `value` `times` more."""
        self._counts[value] = self._counts.get(value, 0) + times
        self.top = max(self.top, value)

    def put_all(self, values: Sequence[int]) -> None:
        """Count each of some values once more."""
        counts = self._counts
        for value in values:
            counts[value] = counts.get(value, 0) + 1
        self.top = max(self.top, *values)

    def grow(self, value: int) -> None:
        """Count `value` once less, and the number after it once more."""
        counts = self._counts
        counts[value + 1] = counts.get(value + 1, 0) + 1
        if value >= self.top:
            self.top = value + 1
        left = counts[value] - 1
        if left:
            counts[value] = left
        else:
            del counts[value]

    def take(self, value: int, times: int = 1) -> None:
        """Count `value` `times` less."""
        left = self._counts[value] - times
        if left:
            self._counts[value] = left
            return
        del self._counts[value]
        if value == self.top:
            self.top = max(self._counts, default=0)

    def above(self, limit: int) -> int:
        """How many are greater than `limit`."""
        return 0 if self.top <= limit else sum(count for value, count in self._counts.items() if value > limit)

    def items(self) -> Iterable[tuple[int, int]]:
        """Values with their counts."""
        return self._counts.items()
