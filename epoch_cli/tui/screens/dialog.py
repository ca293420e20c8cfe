"""What all dialogs share: where they stand, how they look, and that escape closes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from epoch_cli.output.text import visible
from epoch_cli.tui.bindings import bindings_named

Result = TypeVar("Result")
Hint = Sequence[tuple[str, str]]
CLOSE: Final = ("dialog.close", "close")


class Dialog(ModalScreen[Result]):
    """A box over the screen, which is what the keys go to until it is closed.

    Its parts are in one `Box`. Closed with escape it gives None.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        overflow: hidden;
    }
    Dialog > Box {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 0 1;
        border: round $border;
        background: $surface;
        border-title-color: $foreground;
        border-subtitle-color: $text-muted;
    }
    Dialog > Box:ansi { background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.close")


class Box(Vertical):
    """The box of a dialog.

    Args:
        title: what it is for, in its upper border.
        hint: which keys do what, in its lower border: the id of a binding or the name of a key, and a word.
    """

    def __init__(self, title: str, hint: Hint) -> None:
        super().__init__()
        self.border_title = Content(visible(title))
        self._hint = hint

    def on_mount(self) -> None:
        """Say which keys there are, as they are mapped now."""
        keys = {
            active.binding.id: self.app.get_key_display(active.binding)
            for active in reversed(self.screen.active_bindings.values())
        }
        said = "  ".join(f"{keys.get(key, key)} {word}" for key, word in self._hint if keys.get(key, key))
        self.border_subtitle = Content(visible(said))


class Prompt(Dialog[Result]):
    """A line to write into, at the foot of the screen, so that what it is about can be seen above it.

    Args:
        title: what it is for.
        hint: which keys do what, as of a `Box`.
        value: what is in the line at first.
        example: what is shown while nothing is in it.
    """

    DEFAULT_CSS = """
    Prompt {
        align: center bottom;
        background: transparent;
    }
    Prompt > Box { width: 100%; }
    Prompt Input, Prompt Input:focus { background: transparent; background-tint: transparent; }
    Prompt Input > .input--placeholder { color: $text-muted; }
    Prompt .said { display: none; }
    Prompt .said.has-text { display: block; }
    Prompt .said.wrong { color: $text-error; }
    """

    def __init__(self, title: str, hint: Hint, *, value: str = "", example: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._value, self._example = title, hint, value, example

    def compose(self) -> ComposeResult:
        """Its parts."""
        with Box(self._title, self._hint):
            yield Static(classes="said")
            yield Input(self._value, placeholder=visible(self._example), compact=True, select_on_focus=False)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a line above the one that is written into; nothing for none."""
        line = self.query_one(".said", Static)
        line.update(Content(f"× {visible(text)}" if wrong else visible(text)))
        line.set_class(bool(text), "has-text").set_class(wrong, "wrong")
