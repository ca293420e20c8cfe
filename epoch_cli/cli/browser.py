"""Opening an address in the user's browser, which must not get hold of our streams."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from contextlib import suppress
from threading import Thread
from typing import Final

_LONGEST: Final = 20.0
"""Seconds that we look after the process that opens a browser; then it is left to itself."""

_OPENS: Final = "import sys, webbrowser; webbrowser.open(sys.stdin.read())"
"""The program of that process. It reads the address: everybody on this machine may read its arguments, and that of a
live page is secret. What the browser's own process shows is up to the browser."""


def open_in_browser(address: str) -> bool:
    """Open an address, without waiting for it; gives whether there is a browser that could.

    In a process of its own that has none of our streams: a browser stays, and whoever reads our stdout would wait for
    its end.
    """
    if not _has_window():
        return False
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-I", "-c", _OPENS]  # isolated: no module of the folder that we are in takes part
    try:
        opening = subprocess.Popen(  # noqa: S603  our own interpreter, and a program that is written here
            command, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing, start_new_session=True
        )
        if opening.stdin is not None:  # an address fits into the pipe: nobody waits for who reads it
            with opening.stdin as told:
                told.write(address.encode())
    except OSError:
        return False
    Thread(target=_look_after, args=(opening,), name="browser", daemon=True).start()
    return True


def open_beside(address: str) -> None:
    """The same where even the search for a browser must hold nothing up."""
    Thread(target=open_in_browser, args=(address,), name="browser", daemon=True).start()


def _has_window() -> bool:
    """Whether there is a browser with a window of its own: another one would be drawn over what is on this terminal."""
    try:
        return type(webbrowser.get()) is not webbrowser.GenericBrowser
    except webbrowser.Error:
        return False


def _look_after(opening: subprocess.Popen[bytes]) -> None:
    """Take note of a process's end, or leave it."""
    with suppress(subprocess.TimeoutExpired):
        opening.wait(_LONGEST)
