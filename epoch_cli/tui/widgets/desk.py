"""The six panes: which are seen, which is in front, who hears what."""

from __future__ import annotations

from typing import Any, Final

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantFocus, Resize
from textual.message import Message

from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.tui.layout import SHARING, TITLES, PaneName, Shape, front_of, shape_of, shown_at
from epoch_cli.tui.panes.detail import DetailPane
from epoch_cli.tui.panes.findings import FindingList
from epoch_cli.tui.panes.json_pane import JsonPane
from epoch_cli.tui.panes.patch_log import PatchLog
from epoch_cli.tui.panes.preview import PreviewPane
from epoch_cli.tui.panes.schema_tree import SchemaTree
from epoch_cli.tui.widgets.tabs import Tabs, tab_text

ALL: Final = Changes(root=True, lines=frozenset(), branches=frozenset(), log=0, findings=0, document=True)
"""What changed for a pane that knows nothing yet: everything."""


_PANES: Final[dict[PaneName, type[Any]]] = {
    "tree": SchemaTree,
    "preview": PreviewPane,
    "json": JsonPane,
    "detail": DetailPane,
    "patches": PatchLog,
    "findings": FindingList,
}


_WIDEST: Final = 80
"""Cells that a pane is taken to have before it was laid out for the first time."""


class Desk(Container):
    """All panes, always mounted; classes tell which are seen.

    Attributes:
        recent: all panes, the one that was looked at last first.
        shape: the class of the screen's size.
    """

    class Arranged(Message):
        """Other panes are seen than before, or another is in front."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  as Textual names it
        super().__init__(id=id)
        self.recent: list[PaneName] = list(TITLES)
        self.shape = Shape("normal", short=False)
        self._fitted = False
        self._stale: set[PaneName] = set(TITLES)
        self._view: View | None = None
        self._selected: NodeView | None = None

    def compose(self) -> ComposeResult:
        """The panes, in the order of their keys."""
        self.shape = shape_of(*self.app.size)
        for name, pane in _PANES.items():
            widget = pane(id=name)
            # with all its classes from the start, so that it is styled once
            widget.set_classes("pane" if name in self.shown else "pane -away")
            yield widget

    def on_mount(self) -> None:
        """Only what is seen at first is shown at first, with its title."""
        self.fit(*self.app.size)
        self._entitle()

    @property
    def shown(self) -> tuple[PaneName, ...]:
        """The panes that are seen."""
        return shown_at(self.shape.width, self.recent)

    @property
    def tabs(self) -> Tabs:
        """Those that share a place."""
        return Tabs(SHARING[self.shape.width], front_of(self.shape.width, self.recent))

    def pane(self, name: PaneName) -> Any:
        """A pane, by its name."""
        return self.query_one(f"#{name}")

    def fit(self, columns: int, rows: int) -> None:
        """The screen has this size now. While a terminal is being resized, most sizes are of the same class."""
        shape = shape_of(columns, rows)
        if shape != self.shape or not self._fitted:
            self.shape, self._fitted = shape, True
            self._rearrange()

    def bring(self, name: PaneName, *, focus: bool = True) -> None:
        """Show a pane, and give it the focus."""
        self._looked_at(name)
        self._rearrange()
        if focus:
            pane = self.pane(name)
            target = pane if pane.focusable else next((each for each in pane.query("*") if each.focusable), None)
            if target is not None:
                target.focus()

    def update_view(self, view: View, changes: Changes) -> None:
        """Draw what changed, in the panes that are seen; the others have to be told everything when they are."""
        self._view = view
        for name in TITLES:
            if name not in self.shown:
                self._stale.add(name)
            elif name in self._stale:
                self._refill(name)
            else:
                self.pane(name).update_view(view, changes)

    def select(self, node: NodeView | None) -> None:
        """Another node is the chosen one."""
        self._selected = node
        for name in self.shown:
            if name not in self._stale:
                self.pane(name).select(node)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The pane with the focus is the one that was looked at last: so it stays when there is less room."""
        for widget in event.widget.ancestors_with_self:
            name = next((name for name in TITLES if name == widget.id), None)
            if name is not None and widget.parent is self:
                self._looked_at(name)
                return

    def on_resize(self, _: Resize) -> None:
        """Titles are cut to the new width."""
        self.call_after_refresh(self._entitle)

    def _looked_at(self, name: PaneName) -> None:
        self.recent = [name, *(each for each in self.recent if each != name)]

    def _rearrange(self) -> None:
        shown = self.shown
        came = [name for name in shown if self.pane(name).has_class("-away")]
        for name in TITLES:
            self.pane(name).set_class(name not in shown, "-away")
        for name in shown:
            if name in self._stale:
                self._refill(name)
            elif name in came:  # another node may have been chosen while it was away
                self.pane(name).select(self._selected)
        self.post_message(self.Arranged())
        self.call_after_refresh(self._entitle)

    def _refill(self, name: PaneName) -> None:
        if self._view is not None:
            self._stale.discard(name)
            pane = self.pane(name)
            pane.update_view(self._view, ALL)
            pane.select(self._selected)

    def _entitle(self) -> None:
        """The titles in the borders: of a place that panes share, all of theirs."""
        tabs = self.tabs
        # one of them was laid out last; before the first picture none was, and too long a title is cut
        width = next((pane.region.width for pane in map(self.pane, tabs.names) if pane.region), _WIDEST)
        for number, (name, title) in enumerate(TITLES.items(), 1):
            pane = self.pane(name)
            if name in tabs.names:
                pane.border_title = tab_text(tabs, max(0, width - 6))
            else:
                pane.border_title = f"{number} {title}"
