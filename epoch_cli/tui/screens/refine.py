"""The line that goes on with a conversation: what is to be changed?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from epoch_cli.output.text import visible
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.screens.dialog import CLOSE, Prompt


class RefineScreen(Prompt[str | None]):
    """Asks for a change of what is there; gives the text, or None.

    Args:
        turn: which turn it will be, counted from 1.
        earlier: the prompts of this conversation so far, oldest first.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.earlier", "dialog.later")

    def __init__(self, turn: int = 2, earlier: Sequence[str] = ()) -> None:
        super().__init__(
            f"Refine, turn {turn}",
            [("enter", "send"), *([("dialog.earlier", "earlier")] if earlier else []), CLOSE],
            example="what is to be changed, such as: add a link for a forgotten password",
        )
        # on one line, as the line that is written into is one
        self._lines = [*(visible(" ".join(prompt.split())) for prompt in earlier), ""]
        self._at = len(self._lines) - 1

    def action_earlier(self) -> None:
        """Take the prompt before; what is being written is kept."""
        self._turn_to(self._at - 1)

    def action_later(self) -> None:
        """Take the prompt after."""
        self._turn_to(self._at + 1)

    def _turn_to(self, at: int) -> None:
        if not 0 <= at < len(self._lines):
            return
        line = self.query_one(Input)
        self._lines[self._at] = line.value
        self._at = at
        line.value = self._lines[at]
        line.cursor_position = len(line.value)

    def on_input_changed(self) -> None:
        """What was wrong is being corrected."""
        self.say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send what was written."""
        text = event.value.strip()
        if text:
            self.dismiss(text)
        else:
            self.say("say what is to be changed, or close with escape", wrong=True)
