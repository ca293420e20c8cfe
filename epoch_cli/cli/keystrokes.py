"""Keys of the terminal, one by one, for what goes on when somebody presses one."""

from __future__ import annotations

import os
import signal
import sys
from types import TracebackType
from typing import Any, Self

from epoch_cli.errors import UsageError

GO_ON = frozenset(" \r\n")
LEAVE = frozenset("qQ\x04")
"""`q` and Ctrl-D; Ctrl-C is a signal, as ever."""


class Keystrokes:
    """Reads keys from stdin without waiting for a line, and without showing them; the terminal is then as before.

    Raises:
        UsageError: on entering, where stdin is no terminal that can be read so.
    """

    def __init__(self) -> None:
        self._before: list[Any] = []
        self._before_resuming: Any = None

    def __enter__(self) -> Self:
        try:
            import termios

            self._before = termios.tcgetattr(sys.stdin.fileno())
            _one_by_one()
            # a shell gives the terminal back as it had it itself, when it resumes what Ctrl-Z had stopped
            self._before_resuming = signal.signal(signal.SIGCONT, lambda *_: _one_by_one())
        except (ImportError, OSError, ValueError) as error:
            raise UsageError(
                f"no keys can be read here: {error}", remedy="leave out --step, or use a terminal"
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import termios

        signal.signal(signal.SIGCONT, self._before_resuming)
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def goes_on(self) -> bool:
        """Wait for a key: True for space or Enter, False for one that leaves, or when the terminal has gone."""
        while True:
            key = os.read(sys.stdin.fileno(), 1).decode("latin-1")
            if key in GO_ON or key in LEAVE:  # the empty string, when the terminal has gone, is in neither
                return key in GO_ON
            if not key:
                return False


def _one_by_one() -> None:
    """Let the terminal give each key at once, and not show it."""
    import tty

    tty.setcbreak(sys.stdin.fileno())
