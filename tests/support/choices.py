"""Random choices for property tests: hypothesis draws bytes, and `Choices` reads them.

One draw an example is a hundred times cheaper than one draw a choice, and it still shrinks: shorter and smaller bytes
make shorter and simpler examples, because a string that is used up goes on choosing the first of everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Choices:
    """Choices out of a string of bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = iter(raw)
        self._left = len(raw)

    def number(self, below: int) -> int:
        """A number from 0 up to `below`, without it; 256 at most."""
        self._left -= 1
        return next(self._raw, 0) % below

    def of(self, options: Sequence[Any]) -> Any:
        """One of the options; put the plainest first."""
        return options[self.number(len(options))]

    def one_in(self, count: int) -> bool:
        """True in one case of `count`; False when the bytes are used up."""
        return self.number(count) == count - 1

    @property
    def over(self) -> bool:
        """Whether the bytes are used up."""
        return self._left <= 0
