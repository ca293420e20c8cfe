"""The help: every key that works where it was asked for, as it is mapped now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.keys import KEYS, Where
from epoch_cli.tui.screens.dialog import CLOSE, Box, Dialog

_TITLES: Final[Mapping[Where | str, str]] = {
    "live": "This run",
    "replay": "This replay",
    "tree": "In this pane",
    "list": "In this pane",
    "own": "Moving in this pane",
    "always": "Everywhere",
    "app": "Everywhere",
    "dialog": "In this dialog",
}
NOTES: Final = (
    "Copying goes through the terminal, over ssh too; in tmux, after: set -g set-clipboard on",
    "Other keys: [screen.keys] in epoch.toml or your config.toml. `epoch help screen` lists the ids.",
)


class Row(NamedTuple):
    """A key, or several, and what it does.

    Attributes:
        keys: as the footer shows them.
        name: a word or two.
        text: a sentence; may be empty.
    """

    keys: str
    name: str
    text: str

    def fits(self, wanted: str) -> bool:
        """Whether all words of a text are somewhere in it."""
        mine = f"{self.keys} {self.name} {self.text}".casefold()
        return all(word in mine for word in wanted.casefold().split())


Groups = Mapping[str, Sequence[Row]]
"""The rows of each part of the help, by its title."""


def groups_of(screen: Screen[Any]) -> Groups:
    """What the keys do that work on a screen now, with the focus where it is."""
    keys: dict[str, list[str]] = {}
    about: dict[str, tuple[str, str, str]] = {}
    known = {key.id: key for key in KEYS}
    for bound in screen.active_bindings.values():
        binding = bound.binding
        key = known.get(binding.id or "")
        if key is not None:
            about[key.id] = (_TITLES[key.where], key.description, key.tooltip)
        elif binding.description and not binding.system and bound.node not in (screen, screen.app):
            about[binding.action] = (_TITLES["own"], binding.description, binding.tooltip)
        else:
            continue
        name = key.id if key is not None else binding.action
        shown = screen.app.get_key_display(binding)
        if shown not in keys.setdefault(name, []):
            keys[name].append(shown)
    order = {key.id: at for at, key in enumerate(KEYS)}
    groups: dict[str, list[Row]] = {title: [] for title in _TITLES.values()}
    for name in sorted(about, key=lambda name: order.get(name, len(order))):
        title, description, tooltip = about[name]
        groups[title].append(Row(" ".join(keys[name]), description, tooltip))
    return {title: rows for title, rows in groups.items() if rows}


def help_text(groups: Groups, width: int, wanted: str = "") -> Content:
    """The help in so many columns, with the rows that fit a text."""
    lines = list(_lines(groups, max(20, width), wanted))
    return Content("\n").join(lines) if lines else Content("No key does that.")


_NARROW: Final = 60


def _lines(groups: Groups, width: int, wanted: str) -> Iterator[Content]:
    found = {title: [row for row in rows if row.fits(wanted)] for title, rows in groups.items()}
    rows = [row for group in found.values() for row in group]
    key_width = min(14, max((cell_len(row.keys) for row in rows), default=0)) + 2
    name_width = max((cell_len(row.name) for row in rows), default=0) + 2
    first = True
    for title, group in found.items():
        if group and not first:
            yield Content()
        if group:
            yield Content.styled(title, "bold $text-accent")
            first = False
        for row in group:
            yield from _row_lines(row, width, key_width, name_width)
    if rows and not wanted:
        yield Content()
        for note in NOTES:
            yield from (Content.styled(line, "$text-muted") for line in wrap(note, width))


def _row_lines(row: Row, width: int, key_width: int, name_width: int) -> Iterator[Content]:
    """A row: on wide screens in three columns, on narrow ones with its sentence below its name."""
    key = Content.styled(row.keys + " " * max(1, key_width - cell_len(row.keys)), "bold")
    if width < _NARROW:
        yield key + Content(row.name)
        indent = key_width
        rest = wrap(row.text, max(10, width - indent))
    else:
        indent = key_width + name_width
        first, *rest = wrap(row.text, max(10, width - indent)) or [""]
        yield key + Content(row.name + " " * (name_width - cell_len(row.name))) + Content.styled(first, "$text-muted")
    for line in rest:
        yield Content(" " * indent) + Content.styled(line, "$text-muted")


class HelpScreen(Dialog[None]):
    """Lists keys, to scroll and to search.

    Args:
        groups: what is listed, as `groups_of` gives it.
    """

    DEFAULT_CSS = """
    HelpScreen > Box { width: 90; height: 100%; max-height: 60; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HelpScreen Input, HelpScreen Input:focus { background: transparent; background-tint: transparent; }
    HelpScreen Input { display: none; margin: 0 0 1 0; }
    HelpScreen Input > .input--placeholder { color: $text-muted; }
    HelpScreen.finding Input { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.find", "dialog.leave")
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        """Its parts."""
        with Box("Keys that work here", [("dialog.find", "find"), CLOSE]):
            yield Input(placeholder="what it does", compact=True)
            with VerticalScroll():
                yield Static()

    def on_mount(self) -> None:
        """Fill it."""
        self.call_after_refresh(self._fill)

    def on_resize(self, _: events.Resize) -> None:
        """Lines have another length now."""
        self.call_after_refresh(self._fill)

    def on_input_changed(self) -> None:
        """Show what fits."""
        self._fill()

    def on_input_submitted(self) -> None:
        """Go to what was found."""
        self.query_one(VerticalScroll).focus()

    def action_find(self) -> None:
        """Show the line to search with."""
        self.add_class("finding")
        self.query_one(Input).focus()

    def _fill(self) -> None:
        width = self.query_one(VerticalScroll).size.width
        self.query_one(Static).update(help_text(self._groups, width - 1, self.query_one(Input).value))
