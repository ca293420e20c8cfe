"""When a text must be scanned, and when it may wait for the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_LONGEST_REMEMBERED: Final = 16  # characters
_MOST_REMEMBERED: Final = 2048


class Wake:
    """The characters that decide something in a state of the scanner; text without them may wait.

    Models stream the same short tokens again and again, and a set knows one three times as fast as a search does; so
    the tokens that were found quiet are remembered.

    Attributes:
        found_in: tells whether a text has such a character.
        quiet: short texts that are known to have none.
    """

    __slots__ = ("found_in", "quiet")

    def __init__(self, found_in: Callable[[str], bool]) -> None:
        self.found_in = found_in
        self.quiet: set[str] = set()

    def remember(self, text: str) -> None:
        """Remember a text in which nothing was found, if it is short."""
        if len(text) <= _LONGEST_REMEMBERED and len(self.quiet) < _MOST_REMEMBERED:
            self.quiet.add(text)


def in_text(text: str) -> bool:
    """Tell whether a run of text may end here, or a value may start."""
    return "\n" in text or "{" in text or "[" in text or "<" in text


def in_thought(text: str) -> bool:
    """Tell whether a thought may end here."""
    return ">" in text


def in_value(text: str) -> bool:
    """Tell whether a value may end here, or break at the end of a line."""
    return "}" in text or "\n" in text


def in_nodes(text: str) -> bool:
    """The same for a value whose nodes are told: the children of one may begin, too."""
    return "}" in text or "[" in text or "\n" in text


def never(_text: str) -> bool:
    """Tell that nothing is decided any more."""
    return False


def always(_text: str) -> bool:
    """Tell that something may be decided here, whatever the text."""
    return True
