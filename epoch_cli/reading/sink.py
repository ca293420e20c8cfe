"""What the scanner hands its pieces to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from epoch_cli.reading.reads import Fault, Part
from epoch_cli.reading.reason import Reason

if TYPE_CHECKING:
    from epoch_cli.reading.healing import Change, Healer

Given = Literal["patch", "nothing", "broken"]
"""What became of an object: a patch, something else that was taken, or not taken as it is no JSON and may be healed."""


class Sink(Protocol):
    """Takes the pieces, in the order of the input; together they are the input."""

    @property
    def line(self) -> int:
        """The line (from 1) of the next piece."""

    @property
    def wants_root(self) -> bool:
        """Whether a document or node may stand for a patch."""

    def text(self, piece: str) -> None:
        """Take a run of text around values."""

    def structure(self, piece: str, changes: Sequence[Change] = ()) -> None:
        """Take punctuation of a list or wrapper that was opened; `changes` were needed to make JSON of it."""

    def extra_closers(self, piece: str) -> None:
        """Take closing brackets too many, behind a patch."""

    def part(self, part: Part, value: Any, line: int) -> None:
        """Take a part of a value that is still being read; it is no piece."""

    def whole(self, piece: str) -> bool:
        """Take an object that was not scanned and has no line break; tell whether it is one plain patch."""

    def value(self, piece: str) -> Given:
        """Take an object from its opening to its closing brace."""

    def healed(self, piece: str, healer: Healer) -> Given:
        """Take an object that was no JSON, and what a healer that has come to its end made of it."""

    def rest_of_wrapper(self, head: str, piece: str) -> Given:
        """Take what follows the list of a wrapper, from the next key to its closing brace; `head` is what opened it."""

    def fault(self, reason: Reason, what: str, before: str) -> Fault:
        """Return the fault that stands after `before`, which is the text since the last piece."""

    def malformed(self, piece: str, fault: Fault) -> None:
        """Take a piece that cannot be used."""

    def whole_lines(self, text: str, start: int) -> int:
        """Take the lines from `start` on that are one plain patch each; return where they end."""
