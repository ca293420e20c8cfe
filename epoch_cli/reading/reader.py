"""Reads patches out of whatever a language model writes, chunk by chunk.

The reader's own work is to let chunks wait. A model streams a few characters at a time and most chunks decide nothing,
so they are only collected, and the scanner sees them joined with the next one that may. This is why reading in
chunks of four characters costs a few times the parse and not fifty times.
"""

from __future__ import annotations

from typing import Final

from epoch_cli.reading.judge import Judge
from epoch_cli.reading.pending import Pending, of_node, of_value
from epoch_cli.reading.reads import Granularity, Read
from epoch_cli.reading.scanner import Scanner

_MOST_WAITING: Final = 8192  # characters that wait at most, so that waiting chunks take little memory
_DEEPEST: Final = 512  # the parsers stop soon after


class PatchReader:
    """Turns text into reads; the same reads for every chunking of the same text.

    Args:
        max_value_chars: longest value that is read; a longer one is malformed and skipped.
        max_depth: deepest nesting of a value, 1 to 512; a deeper one is malformed and skipped.
        max_total_chars: longest input; what comes after it is one malformed stretch.
        granularity: `node` gives the nodes of a large value as they complete, too, as `NodeRead`s.
        heal: make JSON of values that are none, by the rules of `reading.healing`; `repairs` say what was changed.

    Raises:
        ValueError: a bound that makes no sense.
    """

    def __init__(
        self,
        *,
        max_value_chars: int = 1_048_576,
        max_depth: int = 64,
        max_total_chars: int = 67_108_864,
        granularity: Granularity = "patch",
        heal: bool = True,
    ) -> None:
        for name, bound in (("max_value_chars", max_value_chars), ("max_total_chars", max_total_chars)):
            if bound < 1:
                raise ValueError(f"{name} must be at least 1, not {bound}")
        if not 1 <= max_depth <= _DEEPEST:
            raise ValueError(f"max_depth must be 1 to {_DEEPEST}, not {max_depth}")
        self._judge = Judge(max_value_chars=max_value_chars, max_depth=max_depth, heal=heal)
        self._scanner = Scanner(
            self._judge, max_value_chars=max_value_chars, max_depth=max_depth, granularity=granularity, heal=heal
        )
        self._by_patch = granularity == "patch"
        self._max_chars = max_total_chars
        self._left: int | None = max_total_chars  # how much more is read; None: it was more
        self._closed = False
        self._waiting: list[str] = []
        self._undecided = 0  # characters that wait and were scanned before
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

    @property
    def pending(self) -> Pending | None:
        """The node that is being written now and is not complete, if any; for screens."""
        unfinished = None if self._closed else self._scanner.unfinished("".join(self._waiting))
        if unfinished is None:
            return None
        path, text = unfinished
        return of_node(text, path) if path else of_value(text)

    def close(self) -> list[Read]:
        """End the input and return the reads that are left; once closed there are none."""
        if not self._closed:
            self._closed = True
            self._patience = 0
            self._scanner.close(self._scan_bounded("".join(self._waiting)))
            self._waiting.clear()
        return self._judge.take()

    def _feed(self, text: str) -> list[Read]:
        """Feed a text that is not known to decide nothing."""
        if self._closed:
            raise ValueError("the reader is closed")
        self._waiting.append(text)
        if len(text) <= self._room:
            if self._spare and "\n" not in text and (self._by_patch or "[" not in text):
                closers = text.count("}")
                if closers < self._spare:
                    self._room -= len(text)
                    self._spare -= closers
                    if not closers:
                        self._scanner.wake.remember(text)
                    return []
            elif not self._scanner.wake.found_in(text):
                self._room -= len(text)
                self._scanner.wake.remember(text)
                return []
        self._scan()
        return self._judge.take()

    def _scan(self) -> None:
        """Scan what waits, and set how much may wait from here: half of the room for known chunks, half for others."""
        scanner, waiting = self._scanner, self._waiting
        rest = self._scan_bounded("".join(waiting))
        waiting.clear()
        if rest:
            waiting.append(rest)
        self._undecided = len(rest)
        room = min(scanner.room, _MOST_WAITING)
        self._quiet = scanner.wake.quiet
        self._patience = room // 32  # a known chunk has 16 characters at most
        self._room = room // 2
        self._spare = scanner.spare

    def _scan_bounded(self, text: str) -> str:
        """Scan a text up to the bound of the input; return what cannot be decided yet."""
        if self._left is not None:
            self._left -= len(text) - self._undecided
            if self._left >= 0:
                return self._scanner.scan(text)
            read = len(text) + self._left
            self._left = None
            self._scanner.overflow(text[:read], f"the input is longer than {self._max_chars} characters")
            text = text[read:]
        return self._scanner.scan(text)
