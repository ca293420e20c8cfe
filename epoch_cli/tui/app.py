"""The app: one main screen, fed by events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.app import App

from epoch_cli.events import Event
from epoch_cli.output.view import View

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.sessions.player import Player
    from epoch_cli.tui.wishes import Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the screen looks and what its keys are: the table `[screen]` of the configuration.

    Attributes:
        theme: the name of a theme: `epoch-dark`, `epoch-light`, `terminal`, or one of Textual's.
        keys: other keys, by the id of a binding (`keys.py`).
        mouse: whether the mouse is used.
    """

    theme: str = "epoch-dark"
    keys: Mapping[str, str] = field(default_factory=dict)
    mouse: bool = True


class EpochApp(App[None]):
    """The screen of one run, or of one session that is played.

    Args:
        look: themes and keys.
        wishes: what may be asked of a live run; None for what is only shown.
        player: plays a session; None for a live run, whose events are fed.
        catalog: the design system, for the preview; None when it is not known.
        page: the address of the run's HTML page, when there is one.
        on_reached: told each event of a player the first time that it is reached.
        clock: seconds, from any start.

    Attributes:
        view: what is shown.
    """

    def __init__(
        self,
        *,
        look: Look | None = None,
        wishes: Wishes | None = None,
        player: Player | None = None,
        catalog: Catalog | None = None,
        page: str = "",
        on_reached: Callable[[Event], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.look = look or Look()
        self.view = View()

    def feed(self, event: Event) -> None:
        """Take in an event of a live run: it is queued, and drawn with the next drain. Only from the app's loop."""
        raise NotImplementedError

    def run_over(self) -> None:
        """The run is over: no more events come (also after a crash of it)."""
        raise NotImplementedError

    async def breathe(self) -> None:
        """Let the screen work between two events of a run that never waits."""
        raise NotImplementedError
