"""The terminal that a command belongs to: whether keys can be read from it, and reading them when stdin is a pipe."""

from __future__ import annotations

import os
import sys

from epoch_cli.errors import UsageError

_STDIN, _STDERR = 0, 2
_OURS = "/dev/tty"
"""The controlling terminal of whoever opens it (POSIX)."""


def has_keys() -> bool:
    """Whether somebody can press keys: stdin is a terminal, or stderr is the one that this process belongs to."""
    return sys.stdin.isatty() or _foreground() is not None


def in_background() -> bool:
    """Whether a shell runs this in the background, where taking the terminal would stop it."""
    return _foreground() not in {None, _own_group()}


def take_keys() -> None:
    """Make the controlling terminal stdin, unless stdin is a terminal already; what was piped in has been read.

    Raises:
        UsageError: there is none.
    """
    if sys.stdin.isatty():
        return
    try:
        file = os.open(_OURS, os.O_RDWR)
    except OSError as error:
        raise UsageError(
            f"the screen reads keys, and there is no terminal to read them from ({error.strerror})",
            remedy="run with --no-tui or --plain",
        ) from None
    os.dup2(file, _STDIN)
    os.close(file)
    # as Python's own, these leave the file open when they are dropped
    sys.stdin = sys.__stdin__ = open(_STDIN, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115


def _foreground() -> int | None:
    """The group of processes that has the terminal at stderr; None when that is not the one we belong to."""
    if sys.platform == "win32":
        return None
    try:
        return os.tcgetpgrp(_STDERR)
    except OSError:
        return None


def _own_group() -> int | None:
    return None if sys.platform == "win32" else os.getpgrp()
