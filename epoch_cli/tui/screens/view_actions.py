"""What the keys do with what is shown, live and in a replay: find, copy, save, help, jump, open."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING, Final, Literal

from textual.screen import Screen

from epoch_cli.document import Document
from epoch_cli.document.canonical import pretty
from epoch_cli.document.node import finished
from epoch_cli.errors import EpochError
from epoch_cli.output.jsonl import document_text
from epoch_cli.output.text import error_text
from epoch_cli.output.view import NodeView
from epoch_cli.tui.clipboard import copy_text
from epoch_cli.tui.pages import Pages
from epoch_cli.tui.panes.schema_tree import SchemaTree
from epoch_cli.tui.widgets.desk import Desk
from epoch_cli.tui.widgets.tabs import TabLine

if TYPE_CHECKING:
    from pathlib import Path

    from epoch_cli.tui.app import EpochApp
    from epoch_cli.tui.layout import PaneName

Copied = Literal["pointer", "node", "document"]

_NEEDS: Final = {
    "copy": "there is nothing to copy yet",
    "save_as": "there is no document yet",
    "next_match": "nothing was searched for",
    "previous_match": "nothing was searched for",
    "open_page": "there is no page to open yet",
}
"""The actions that mean nothing at times, and why."""
VIEW_ACTIONS: Final = frozenset(_NEEDS)


class ViewActions(Screen[None]):
    """The actions of `keys.py` that work always.

    Attributes:
        wanted: what is searched for; empty for nothing.
    """

    wanted = ""

    if TYPE_CHECKING:

        @property
        def app(self) -> EpochApp:  # type: ignore[override]  # this screen is of no other app
            """The app that this screen is of."""

        def show_node(self, node: NodeView) -> None:
            """Choose a node, and go to it in the tree."""

        def action_show_pane(self, name: PaneName) -> None:
            """Show a pane, and give it the focus."""

    def view_refusal(self, action: str) -> str:
        """Why an action means nothing now; empty when it may be done."""
        possible = {
            "copy": "root" in self.app.view.document,
            "save_as": "root" in self.app.view.document,
            "next_match": bool(self.wanted),
            "previous_match": bool(self.wanted),
            "open_page": bool(self.app.pages.live or (self.app.pages.write and "root" in self.app.view.document)),
        }
        return "" if possible.get(action, True) else _NEEDS[action]

    # ---------------------------------------------------------------- help and jump

    def action_help(self) -> None:
        """Show all keys that work here."""
        from epoch_cli.tui.screens.help import HelpScreen, groups_of  # noqa: PLC0415  not needed for the first picture

        self.app.push_screen(HelpScreen(groups_of(self)))

    def action_jump(self) -> None:
        """Show a letter at every pane, and go where one is typed."""
        from epoch_cli.tui.screens.jump import JumpScreen, targets_of  # noqa: PLC0415  as above

        targets = targets_of(self.query_one(Desk), self.query_one(TabLine))
        self.app.push_screen(JumpScreen(targets), lambda name: self.action_show_pane(name) if name else None)

    # ---------------------------------------------------------------- search

    def action_search(self) -> None:
        """Ask for a text, and show what has it while it is typed."""
        from epoch_cli.tui.screens.search import SearchScreen  # noqa: PLC0415  not needed for the first picture

        self.app.push_screen(SearchScreen(self._look, self.wanted), self._searched)

    def action_next_match(self) -> None:
        """Go to the next node that was found."""
        self._to_match(1)

    def action_previous_match(self) -> None:
        """Go to the node that was found before."""
        self._to_match(-1)

    def _look(self, text: str) -> str:
        """Search for a text, go to the first node that has it, and say how many there are."""
        found = self.query_one(SchemaTree).matches(text)
        if not text:
            return ""
        if not found:
            return "no node has that"
        at = next((at for at, node in enumerate(found) if node is self.app.selected), 0)
        if found[at] is not self.app.selected:
            self.show_node(found[at])
        return f"{at + 1} of {len(found)}"

    def _searched(self, text: str | None) -> None:
        """Keep what was found; given up, nothing is marked any more."""
        self.wanted = text or ""
        self.query_one(SchemaTree).matches(self.wanted)
        self.refresh_bindings()

    def _to_match(self, step: Literal[1, -1]) -> None:
        found = self.query_one(SchemaTree).matches(self.wanted)
        if not found:
            self.app.say(f"no node has “{self.wanted}”")
            return
        at = _next_match(found, self.app.selected, step)
        self.show_node(found[at])
        self.app.say(f"{at + 1} of {len(found)} with “{self.wanted}”")

    # ---------------------------------------------------------------- taking it elsewhere

    def action_copy(self, what: Copied) -> None:
        """Copy the pointer of the chosen node, the node, or the document."""
        node = self.app.selected or self.app.view.root
        if what == "document" or node is None:
            copy_text(self.app, "the document", _document_text(self.app.view.document).decode())
        elif what == "pointer":
            copy_text(self.app, f"the pointer {node.pointer}", node.pointer)
        else:
            copy_text(self.app, "the node", f"{pretty(node.node)}\n")

    def action_save_as(self) -> None:
        """Ask for a file, and write the document as of now to it."""
        from epoch_cli.tui.screens.save_as import SaveScreen, suggested_name  # noqa: PLC0415  as above

        started, data = self.app.view.started, _document_text(self.app.view.document)
        self.app.push_screen(
            SaveScreen(data, suggested_name(started.prompt if started is not None else "")), self._saved
        )

    def _saved(self, path: Path | None) -> None:
        if path is not None:
            self.app.say(f"wrote {path}")

    def action_open_page(self) -> None:
        """Open the page of this run in a browser, or one of what is there now; without one its address has to do."""
        # a run goes on with its own while the page of this one is drawn
        self.run_worker(self._open_page(deepcopy(finished(self.app.view.document))), name="page")

    async def _open_page(self, document: Document) -> None:
        """Write it and look for a browser in a thread: keys must not wait for a large document."""
        try:
            address, is_open = await asyncio.to_thread(_opened, self.app.pages, document)
        except EpochError as error:
            self.app.say(error_text(error), severity="error")
            return
        self.app.say(f"{'opened' if is_open else 'there is no browser here for'} {address}")


def _opened(pages: Pages, document: Document) -> tuple[str, bool]:
    """Open the live page, or one of a document; gives its address, and whether there is a browser for it."""
    address = pages.live or (pages.write(document) if pages.write is not None else "")
    return address, pages.open is not None and pages.open(address)


def _document_text(document: Document) -> bytes:
    return document_text(finished(document))


def _next_match(found: list[NodeView], selected: NodeView | None, step: Literal[1, -1]) -> int:
    """Which of the nodes that were found comes after the chosen one, or before it, going round."""
    at = next((at for at, node in enumerate(found) if node is selected), None)
    if at is None:
        return 0 if step > 0 else len(found) - 1
    return (at + step) % len(found)
