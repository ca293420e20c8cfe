"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from epoch_cli.output.text import visible
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.screens.dialog import CLOSE, Box, Dialog


class ConfirmScreen(Dialog[bool | None]):
    """Asks whether to do something that cannot be undone; gives True, or what is as good as no.

    Args:
        title: what it is about.
        question: the question.
        yes: the word for doing it, on the button.
    """

    DEFAULT_CSS = """
    ConfirmScreen > Box { width: 60; }
    ConfirmScreen Static { margin: 0 0 1 0; }
    ConfirmScreen Horizontal { height: auto; align-horizontal: right; }
    ConfirmScreen Button { margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.yes", "dialog.no")
    AUTO_FOCUS = "#no"

    def __init__(self, title: str, question: str, yes: str) -> None:
        super().__init__()
        self._title, self._question, self._yes = title, question, yes

    def compose(self) -> ComposeResult:
        """Its parts."""
        with Box(self._title, [("dialog.yes", "yes"), ("dialog.no", "no"), CLOSE]):
            yield Static(Content(visible(self._question)))
            with Horizontal():
                yield Button(Content(visible(self._yes)), id="yes", compact=True, variant="warning")
                yield Button("Leave it", id="no", compact=True)

    def action_confirm(self) -> None:
        """Do it."""
        self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with a button."""
        self.dismiss(event.button.id == "yes")
