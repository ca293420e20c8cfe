"""How far a long run has come: one line on a terminal, gone when it is over."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

_PATIENCE = 1.0  # seconds; a run that takes no longer needs no bar
_PACE = 0.1
_WIDTH = 24


class Progress:
    """A bar on stderr, drawn when a run has taken a second; only on a terminal that can take it away again.

    Args:
        total: how many steps there are.
        wanted: whether to draw at all.
    """

    def __init__(self, total: int, *, wanted: bool = True) -> None:
        self._total = total
        drawn = wanted and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._due = time.monotonic() + _PATIENCE if drawn else float("inf")
        self._drawn = False

    def at(self, done: int) -> None:
        """`done` steps are done."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due, self._drawn = now + _PACE, True
        full = _WIDTH * done // max(self._total, 1)
        self._write(f"\r{'█' * full}{'░' * (_WIDTH - full)} {done} of {self._total} files\x1b[K")

    def make_way(self) -> None:
        """Take the line away before something is written to stdout, if that is the same terminal."""
        if self._drawn and sys.stdout.isatty():
            self.clear()
            self._due = 0.0

    def clear(self) -> None:
        """Take the line away, before something is said or at the end."""
        if self._drawn:
            self._drawn = False
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        with suppress(OSError, UnicodeError):
            sys.stderr.write(text)
            sys.stderr.flush()
