"""What the scanner hands its pieces to."""

from __future__ import annotations

from typing import Protocol

from epoch_cli.reading.reads import Fault
from epoch_cli.reading.reason import Reason


class Sink(Protocol):
    """Takes the pieces, in the order of the input; together they are the input."""

    def text(self, piece: str) -> None:
        """Take a run of text around values."""

    def structure(self, piece: str) -> None:
        """Take punctuation of a list or wrapper that was opened."""

    def value(self, piece: str) -> None:
        """Take an object from its opening to its closing brace."""

    def rest_of_wrapper(self, head: str, piece: str) -> None:
        """Take what follows the list of a wrapper, from the next key to its closing brace; `head` is what opened it."""

    def fault(self, reason: Reason, what: str, before: str) -> Fault:
        """Return the fault that stands after `before`, which is the text since the last piece."""

    def malformed(self, piece: str, fault: Fault) -> None:
        """Take a piece that cannot be used."""

    def whole_lines(self, text: str, start: int) -> int:
        """Take the lines from `start` on that are one plain patch each; return where they end."""
