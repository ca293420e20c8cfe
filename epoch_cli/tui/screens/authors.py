"""Who else could write?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from epoch_cli.output.text import visible
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.screens.dialog import CLOSE, Box, Dialog
from epoch_cli.tui.wishes import Author

_LINE = 200
"""Most characters of a title or a note; nothing that people wrote is longer."""


class AuthorScreen(Dialog[str | None]):
    """Lists who could write; gives the `name` of the one that is picked, or None.

    Args:
        authors: all of them; one with a note cannot be picked.
    """

    DEFAULT_CSS = """
    AuthorScreen Input, AuthorScreen Input:focus { background: transparent; background-tint: transparent; }
    AuthorScreen Input > .input--placeholder { color: $text-muted; }
    AuthorScreen OptionList, AuthorScreen OptionList:focus {
        margin: 1 0 0 0;
        max-height: 60vh;
        scrollbar-size-vertical: 1;
        background: transparent;
        background-tint: transparent;
    }
    AuthorScreen OptionList > .option-list--option-disabled { color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.earlier", "dialog.later")

    def __init__(self, authors: Sequence[Author]) -> None:
        super().__init__()
        self._authors = list(authors)
        self._shown = self._authors

    def compose(self) -> ComposeResult:
        """Its parts."""
        with Box("Who writes the last turn anew?", [("enter", "ask"), CLOSE]):
            yield Input(placeholder="type to find one", compact=True)
            names = OptionList(compact=True)
            names.can_focus = False  # the line above has the focus, and moves in the list
            yield names

    def on_mount(self) -> None:
        """List all of them."""
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show those that fit."""
        self._list(event.value)

    def _list(self, text: str) -> None:
        wanted = text.casefold().split()
        self._shown = [
            author
            for author in self._authors
            if all(word in f"{author.name} {author.title}".casefold() for word in wanted)
        ]
        names = self.query_one(OptionList)
        names.clear_options()
        names.add_options([Option(_line(author), disabled=bool(author.note)) for author in self._shown])
        if not self._shown:
            names.add_option(Option("Nobody fits.", disabled=True))
        possible = [at for at, author in enumerate(self._shown) if not author.note]
        others = [at for at in possible if not self._shown[at].now]
        names.highlighted = next(iter((*others, *possible)), None)

    def action_earlier(self) -> None:
        """Go up in the list, while the line above keeps the focus."""
        self.query_one(OptionList).action_cursor_up()

    def action_later(self) -> None:
        """Go down in it."""
        self.query_one(OptionList).action_cursor_down()

    def on_input_submitted(self) -> None:
        """Ask the one that the list is at."""
        self._pick(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask the one that was clicked."""
        self._pick(event.option_index)

    def _pick(self, at: int | None) -> None:
        if at is not None and at < len(self._shown) and not self._shown[at].note:
            self.dismiss(self._shown[at].name)


def _line(author: Author) -> Content:
    sign = "●" if author.now else "×" if author.note else "○"
    told = "writes now" if author.now else author.note
    line = Content(f"{sign} {visible(author.title, _LINE)}")
    return line + Content.styled(f"  {visible(told, _LINE)}", "$text-muted") if told else line
