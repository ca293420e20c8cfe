"""Pages of what a screen shows, in a browser: how the screen comes by them, without knowing where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from epoch_cli.document import Document
from epoch_cli.events import Event


class Beside(Protocol):
    """Shows what the screen shows, elsewhere: such as on a live page."""

    def feed(self, event: Event) -> None:
        """Take in the next event."""

    def take_back(self) -> None:
        """Take the last one back."""


class Pages(NamedTuple):
    """The pages of a screen.

    Attributes:
        live: the address of the live page; empty when there is none.
        beside: goes with the screen, forward and back; None where nothing does.
        write: writes a page of a document as it is now, for what has no live one, and gives its address; raises an
            EpochError where that cannot be done.
        open: opens an address in a browser, and gives whether there is one; None where none is to be opened.
    """

    live: str = ""
    beside: Beside | None = None
    write: Callable[[Document], str] | None = None
    open: Callable[[str], bool] | None = None
