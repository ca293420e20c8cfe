"""The part of the text that is still needed: what comes next, and the little that a look-ahead holds back."""

from __future__ import annotations


class Window:
    """Text that comes in chunks, read from the front.

    Attributes:
        text: what is at hand.
        at: offset in `text` of the next character to read.
        closed: no text follows.
    """

    def __init__(self) -> None:
        self.text = ""
        self.at = 0
        self.closed = False
        self._before = 0  # how many characters came before `text`

    def add(self, text: str) -> None:
        """Take more text, and forget what was read."""
        self._before += self.at
        self.text = self.text[self.at :] + text
        self.at = 0

    @property
    def place(self) -> int:
        """Offset of the next character from the start of the value."""
        return self._before + self.at

    @property
    def end(self) -> int:
        """Offset of the end of what is at hand from the start of the value."""
        return self._before + len(self.text)

    @property
    def empty(self) -> bool:
        """Whether everything at hand was read."""
        return self.at == len(self.text)
