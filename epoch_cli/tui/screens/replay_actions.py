"""Playing a session by its keys: each asks the player where to go, and has the app go there."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

if TYPE_CHECKING:
    from epoch_cli.sessions.player import Player
    from epoch_cli.tui.app import EpochApp

REPLAY_ACTIONS: Final = (
    *("play", "step_forward", "step_back", "faster", "slower", "seek", "idle_limit", "restart"),
)  # fmt: skip
_SHORT_PAUSES: Final = 2.0
"""Seconds of the idle limit that is switched on where none was given."""
_SPEEDS: Final = (1 / 16, 64.0)


class ReplayActions(Screen[None]):
    """The actions of `keys.py` that work in a replay; `check_action` keeps all others away from them."""

    _limit: float | None = None  # the idle limit that is switched on and off

    if TYPE_CHECKING:

        @property
        def app(self) -> EpochApp:  # type: ignore[override]  # it is of no other
            """The app that this screen is of."""

    @property
    def player(self) -> Player:
        """Who plays."""
        assert self.app.player is not None  # noqa: S101  check_action has seen to it
        return self.app.player

    def action_play(self) -> None:
        """Play, or pause."""
        self.app.go(self.player.toggle())

    def action_step_forward(self) -> None:
        """Go on to the next patch."""
        self.app.go(self.player.step(1))

    def action_step_back(self) -> None:
        """Take the last patch back."""
        self.app.go(self.player.step(-1))

    def action_faster(self) -> None:
        """Play twice as fast."""
        self._play_at(self.player.speed * 2)

    def action_slower(self) -> None:
        """Play half as fast."""
        self._play_at(self.player.speed / 2)

    def action_seek(self, seconds: float) -> None:
        """Go on by so many seconds, or back."""
        self.app.go(self.player.seek(self.player.elapsed + seconds))

    def action_idle_limit(self) -> None:
        """Shorten long pauses, or keep them as they were."""
        player = self.player
        if isfinite(player.idle_limit):
            self._limit = player.idle_limit
            player.idle_limit = inf
            self.app.say("pauses are as long as they were")
        else:
            player.idle_limit = _SHORT_PAUSES if self._limit is None else self._limit
            self.app.say(f"pauses last {player.idle_limit:g} s at most")
        self.app.wake()

    def action_restart(self) -> None:
        """Begin again."""
        self.app.go(self.player.restart())

    def _play_at(self, speed: float) -> None:
        slowest, fastest = _SPEEDS
        self.player.speed = min(fastest, max(slowest, speed))
        self.app.wake()
