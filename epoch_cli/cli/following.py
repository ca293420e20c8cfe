"""Following a run to its end, when nothing but what is said and written shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.cli.readers import Readers
from epoch_cli.cli.signals import Signals
from epoch_cli.events import Event

if TYPE_CHECKING:
    from epoch_cli.engine import Control

Begin = Callable[[], "AsyncIterator[Event]"]
"""Begins a run, and imports what that takes."""


class Followed(NamedTuple):
    """How it went beside the run itself.

    Attributes:
        terminated: SIGTERM or SIGHUP ended it, or its terminal went away.
        crash: a bug in the screen, which was shown no more then.
        interrupted: the user left a screen by Ctrl-C that has no run to cancel.
    """

    terminated: bool
    crash: BaseException | None = None
    interrupted: bool = False


async def follow(readers: Readers, begin: Begin, control: Control) -> Followed:
    """Follow a run to its end, under the policy for signals.

    The first Ctrl-C ends the run and keeps the valid document; the second leaves at once.
    """
    signals = Signals(control.cancel, lambda: control.cancelled)
    await readers.follow(begin(), control.cancel)
    return Followed(signals.terminated)
