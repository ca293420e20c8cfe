"""What may be asked of a live run, by its keys: each ends in a call of `Wishes`, or in a notice that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.screen import Screen

if TYPE_CHECKING:
    from epoch_cli.tui.app import EpochApp

LIVE_ACTIONS: Final = ("refine", "accept", "undo_turn", "another", "pause")


class LiveActions(Screen[None]):
    """The actions of `keys.py` that work while a run is live."""

    if TYPE_CHECKING:

        @property
        def app(self) -> EpochApp:  # type: ignore[override]  # it is of no other
            """The app that this screen is of."""

    def live_refusal(self, action: str) -> str:
        """Why a live action means nothing now; empty when it may be done."""
        if self.app.player is not None or self.app.wishes is None:
            return "this run is only shown"
        live = self.app.live
        if action == "pause" and self.app.paused:
            return ""
        if live.over or live.ended:
            return "the run is over"
        if action == "undo_turn" and self.app.wishes.changes():
            return ""
        not_now = (
            (action == "pause" and live.waiting, "nothing comes until you ask for something"),
            (action in {"accept", "undo_turn", "another"} and not live.turns, "there is no turn yet"),
            (action in {"accept", "undo_turn"} and not live.undoable, "there is nothing to accept or to take back"),
        )
        return next((why for holds, why in not_now if holds), "")

    def action_refine(self) -> None:
        """Ask for a change of what is there."""
        from epoch_cli.tui.screens.refine import RefineScreen  # noqa: PLC0415  not needed for the first picture

        asked = self.app.live.prompts
        self.app.push_screen(RefineScreen(len(asked) + 1, asked), self._refine)

    def action_accept(self) -> None:
        """Keep the last turn."""
        if self.app.wishes is not None:
            self.app.wishes.keep()
            self.app.live.keep()
            self.app.wake()
            self.app.say("accepted: undo does not go back behind this")

    def action_undo_turn(self) -> None:
        """Take the last turn back, or first a change that waits for it."""
        if self.app.wishes is not None:
            change = self.app.wishes.undo_turn()
            self.app.say(f"“{change}” is not asked for any more" if change else "the last turn is taken back")
            self.app.wake()

    def action_another(self) -> None:
        """Ask somebody else for the same."""
        from epoch_cli.tui.screens.authors import AuthorScreen  # noqa: PLC0415  not needed for the first picture

        if self.app.wishes is not None:
            self.app.push_screen(AuthorScreen(self.app.wishes.authors()), self._another)

    def action_pause(self) -> None:
        """Hold the picture still, or let it go on."""
        self.app.hold_picture(not self.app.paused)

    def _refine(self, prompt: str | None) -> None:
        refused = self.live_refusal("refine")
        if not prompt or not prompt.strip():
            return
        if refused or self.app.wishes is None:  # the run may have ended while the line was typed
            self.app.say(f"not asked: {refused}", severity="warning")
        else:
            self.app.live.prompts.append(prompt.strip())
            self.app.wishes.refine(prompt.strip())
            self.app.wake()  # it may have to wait, which is shown

    def _another(self, name: str | None) -> None:
        refused = self.live_refusal("another")
        if not name:
            return
        if refused:
            self.app.say(f"not asked: {refused}", severity="warning")
        else:
            self.run_worker(self._ask(name), exclusive=True)

    async def _ask(self, name: str) -> None:
        from epoch_cli.errors import EpochError  # noqa: PLC0415  as above
        from epoch_cli.output.text import error_text  # noqa: PLC0415  as above

        if self.app.wishes is None:
            return
        try:
            await self.app.wishes.another(name)
        except EpochError as error:
            self.app.say(error_text(error), severity="error")
