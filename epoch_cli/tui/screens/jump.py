"""Jump mode: a letter at every place that can be gone to, and typing it goes there."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, digits
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key, Resize
from textual.geometry import Offset, Size
from textual.screen import ModalScreen
from textual.widgets import Static

from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.layout import TITLES, PaneName
from epoch_cli.tui.widgets.desk import Desk
from epoch_cli.tui.widgets.tabs import TabLine, tab_text

_NEAR: Final = "asdfghjkl"
LETTERS: Final = _NEAR + "".join(sorted(set(ascii_lowercase) - set(_NEAR))) + digits
"""The letters that are given, the ones under the fingers first."""


_TITLE: Final = 3
"""Cells before a title in a border."""


class Target(NamedTuple):
    """A pane that can be gone to, and where its letter stands on the screen."""

    name: PaneName
    at: Offset


def targets_of(desk: Desk, line: TabLine) -> list[Target]:
    """The panes, each with the place of its title: in a border, or on the line of tabs of a screen without borders."""
    return [Target(name, _place(name, desk, line)) for name in TITLES]


def _place(name: PaneName, desk: Desk, line: TabLine) -> Offset:
    shared = desk.tabs
    if name not in shared.names:
        return _corner(desk, name) + Offset(_TITLE, 0)
    if line.display:
        start, room = line.content_region.offset, line.size.width
    else:
        pane = desk.pane(shared.front)
        start, room = _corner(desk, shared.front) + Offset(_TITLE, 0), max(0, pane.outer_size.width - 6)
    plain = tab_text(shared, room).plain
    titled, numbered = plain.find(TITLES[name]), plain.find(str(list(TITLES).index(name) + 1))
    # the letter stands for the number; where there is room for titles alone, before the title and its bracket
    at = numbered if numbered >= 0 else titled - 1 - (plain[titled - 1 : titled] == "[")
    return start + Offset(at, 0)


def _corner(desk: Desk, name: PaneName) -> Offset:
    corner: Offset = desk.pane(name).region.offset
    return corner


class JumpScreen(ModalScreen[PaneName | None]):
    """Shows a letter at every target; gives the name of the pane whose letter was typed or clicked, or None.

    Args:
        targets: the panes, at most as many as there are letters count.
    """

    DEFAULT_CSS = """
    JumpScreen { background: transparent; overflow: hidden; }
    JumpScreen Letter {
        position: absolute;
        width: 1;
        height: 1;
        color: $background;
        background: $accent;
        text-style: bold;
    }
    JumpScreen Letter:ansi { color: ansi_default; background: ansi_default; text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.close")

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self.targets = dict(zip(LETTERS, targets, strict=False))
        self._drawn_for: Size | None = None

    def compose(self) -> ComposeResult:
        """A letter for each target."""
        for letter, target in self.targets.items():
            yield Letter(letter, target)

    def on_key(self, event: Key) -> None:
        """Go where the letter stands; any other key does nothing."""
        if target := self.targets.get(event.key):
            event.stop()
            self.dismiss(target.name)

    def on_resize(self, event: Resize) -> None:
        """On a screen of another size the letters stand in the wrong places."""
        if self._drawn_for not in {None, event.size}:
            self.dismiss(None)
        self._drawn_for = event.size


class Letter(Static):
    """A letter at its place; a click on it is as good as typing it."""

    def __init__(self, letter: str, target: Target) -> None:
        super().__init__(Content(letter))
        self._pane = target.name
        self.styles.offset = (target.at.x, target.at.y)

    def on_click(self) -> None:
        """Go there."""
        if isinstance(self.screen, JumpScreen):
            self.screen.dismiss(self._pane)
