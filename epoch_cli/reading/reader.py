"""Reads patches out of whatever a language model writes, chunk by chunk.

The reader's own work is to let chunks wait. A model streams a few characters at a time and most chunks decide nothing,
so they are only collected, and the scanner sees them joined with the next one that may. This is why reading in
chunks of four characters costs a few times the parse and not fifty times.
"""

from __future__ import annotations

from typing import Final

from epoch_cli.reading.judge import Judge
from epoch_cli.reading.reads import Read
from epoch_cli.reading.scanner import Scanner

_MOST_WAITING: Final = 8192  # characters that wait at most, so that waiting chunks take little memory
_DEEPEST: Final = 512  # the parsers stop soon after


class PatchReader:
    """Turns text into reads; the same reads for every chunking of the same text.

    Args:
        max_value_chars: longest value that is read; a longer one is malformed and skipped.
        max_depth: deepest nesting of a value, 1 to 512; a deeper one is malformed and skipped.

    Raises:
        ValueError: a bound that makes no sense.
    """

    def __init__(self, *, max_value_chars: int = 1_048_576, max_depth: int = 64) -> None:
        if max_value_chars < 1:
            raise ValueError(f"max_value_chars must be at least 1, not {max_value_chars}")
        if not 1 <= max_depth <= _DEEPEST:
            raise ValueError(f"max_depth must be 1 to {_DEEPEST}, not {max_depth}")
        self._judge = Judge(max_value_chars=max_value_chars, max_depth=max_depth)
        self._scanner = Scanner(self._judge, max_value_chars=max_value_chars, max_depth=max_depth)
        self._closed = False
        self._waiting: list[str] = []
        self._scan()

    def feed(self, text: str) -> list[Read]:
        """Return the reads that `text`, following what was fed before, completes.

        A patch is returned with its closing brace, text with the end of its line; punctuation and faults inside a
        value at its next closing brace or line break, so that chunks without one can wait.

        Raises:
            ValueError: the reader is closed.
        """
        waiting = self._waiting
        if text in self._quiet and len(waiting) < self._patience:
            waiting.append(text)
            return []
        return self._feed(text)

    def close(self) -> list[Read]:
        """End the input and return the reads that are left; once closed there are none."""
        if not self._closed:
            self._closed = True
            self._patience = 0
            self._scanner.close("".join(self._waiting))
            self._waiting.clear()
        return self._judge.take()

    def _feed(self, text: str) -> list[Read]:
        """Feed a text that is not known to decide nothing."""
        if self._closed:
            raise ValueError("the reader is closed")
        self._waiting.append(text)
        if len(text) <= self._room and not self._scanner.wake.found_in(text):
            self._room -= len(text)
            self._scanner.wake.remember(text)
            return []
        self._scan()
        return self._judge.take()

    def _scan(self) -> None:
        """Scan what waits, and set how much may wait from here: half of the room for known chunks, half for others."""
        scanner, waiting = self._scanner, self._waiting
        rest = scanner.scan("".join(waiting))
        waiting.clear()
        if rest:
            waiting.append(rest)
        room = min(scanner.room, _MOST_WAITING)
        self._quiet = scanner.wake.quiet
        self._patience = room // 32  # a known chunk has 16 characters at most
        self._room = room // 2
