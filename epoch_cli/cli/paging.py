"""Long text at a terminal goes through a pager, as with `git help` and `man`; a pipe and a file get it as it is."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping

from epoch_cli.cli.streams import on_terminal, write_data

_LESS = "FRX"
"""For a `less` that nobody has set up: leave at once when all fits, obey colours, and leave the text on the screen."""


def show(text: str, *, paged: bool = True) -> None:
    """Print a text, through the user's pager where somebody looks at a terminal.

    Raises:
        PipeClosed: nobody reads any more.
    """
    command = pager_command(os.environ) if paged and on_terminal() else []
    if not command or not _run(command, text.encode()):
        write_data(text.encode())


def pager_command(environment: Mapping[str, str]) -> list[str]:
    """The words of the pager: $EPOCH_PAGER, $PAGER, or else less where it is there.

    None for an empty variable, for `cat`, and for a terminal that cannot go back.
    """
    if environment.get("TERM", "") in {"", "dumb"}:
        return []
    for name in ("EPOCH_PAGER", "PAGER"):
        if name in environment:
            try:
                words = shlex.split(environment[name])
            except ValueError:  # a quote that is never closed
                return []
            return [] if words in ([], ["cat"]) else words
    return ["less"] if shutil.which("less") else []


def _run(command: list[str], data: bytes) -> bool:
    """Let the pager show it; False when there is no such program."""
    environment = {"LESS": _LESS, **os.environ}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the pager
    try:
        subprocess.run(command, input=data, env=environment, check=False)  # noqa: S603  the user's own pager
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
