"""The line to search with: what it finds is shown while one types."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from epoch_cli.tui.screens.dialog import Prompt


class SearchScreen(Prompt[str | None]):
    """Asks for a text that nodes have; gives it, or None when the search is given up.

    Args:
        look: searches for a text and shows what is found; says how much that is.
        text: what was searched for before.
    """

    def __init__(self, look: Callable[[str], str], text: str = "") -> None:
        super().__init__(
            "Search", [("enter", "keep"), ("dialog.close", "give up")], value=text, example="a type, an id or a text"
        )
        self._look = look

    def on_mount(self) -> None:
        """Let what is typed replace what was searched for before."""
        self.query_one(Input).action_select_all()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is there so far."""
        found = self._look(event.value)
        self.say(found, wrong=bool(event.value) and found.startswith("no "))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was found."""
        self.dismiss(event.value)
