"""Text kept back until it is known what it is."""

from __future__ import annotations

from itertools import chain
from typing import Final

_PARTS_PER_BLOCK: Final = 1024


class Held:
    """A text that grows at its end, in constant time for each part whatever its length.

    Parts are joined to blocks now and then, because a million parts of four characters would take twenty times the
    memory of the text itself.

    Attributes:
        chars: length of the text.
    """

    __slots__ = ("_blocks", "_parts", "chars")

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._parts: list[str] = []
        self.chars = 0

    def add(self, part: str) -> None:
        """Add `part` at the end."""
        self._parts.append(part)
        self.chars += len(part)
        if len(self._parts) == _PARTS_PER_BLOCK:
            self._blocks.append("".join(self._parts))
            self._parts.clear()

    def text(self) -> str:
        """Return the whole text and keep it."""
        return "".join((*self._blocks, *self._parts))

    def take(self) -> str:
        """Return the whole text and forget it."""
        text = self.text()
        self.clear()
        return text

    def clear(self) -> None:
        """Forget the text."""
        self._blocks.clear()
        self._parts.clear()
        self.chars = 0

    def tail(self, chars: int) -> str:
        """Return the last `chars` characters, or all there are; costs as much as these are parts."""
        found: list[str] = []
        for part in chain(reversed(self._parts), reversed(self._blocks)):
            if chars <= 0:
                break
            found.append(part[-chars:])
            chars -= len(part)
        return "".join(reversed(found))
