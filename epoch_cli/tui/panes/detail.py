"""All about the chosen node: what it is, what it holds, where it comes from, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from epoch_cli.output.view import Changes, LogLine, NodeView, View
from epoch_cli.tui.panes.detail_text import Entry, Origin, entries
from epoch_cli.tui.panes.lines import ELLIPSIS, Lines, Part, wrapped
from epoch_cli.tui.panes.pane import UserMoved
from epoch_cli.tui.panes.tree_line import node_parts

_NAMES = 20
"""Cells for the names, at most."""


class DetailPane(Lines):
    """The chosen node in words."""

    DEFAULT_CSS = "DetailPane { scrollbar-gutter: stable; }"  # it is wrapped to a width that stays

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._node: NodeView | None = None
        self._log: Sequence[LogLine] = ()
        self._indexed = 0
        self._patches: dict[int, int] = {}
        self._refusals: dict[int, int] = {}
        self._attempts: dict[int, int] = {}
        self._lines: list[list[Part]] = []

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Tell it again if anything changed that a node is told by."""
        self._log = view.log
        self._index(min(changes.log, self._indexed))
        if self._node is not None and (
            changes.document or changes.root or changes.branches or self._node in changes.lines
        ):
            self._tell_all()

    def select(self, node: NodeView | None) -> None:
        """Tell of another node."""
        if node is not self._node:
            self._node = node
            self._tell_all()
            self.scroll_to(0, 0, animate=False, force=True)

    def on_resize(self) -> None:
        """Wrap it again."""
        self._tell_all()

    def scrolled(self) -> None:
        """Whoever reads does not want another node to come in between."""
        self.post_message(UserMoved())

    # ---------------------------------------------------------------- where it comes from

    def _index(self, kept: int) -> None:
        """Remember where in the log the patches and attempts are; what was taken back is found out when it is used."""
        places = {"accepted": self._patches, "undo": self._patches, "fallback": self._patches}
        places |= {"refused": self._refusals, "attempt": self._attempts}
        for index in range(kept, len(self._log)):
            line = self._log[index]
            if line.kind in places:
                places[line.kind][line.number] = index
        self._indexed = len(self._log)

    def _origin(self, node: NodeView) -> Origin:
        places = self._refusals if node.state == "refused" else self._patches
        lines = [self._line(places, number) for number in node.patches]
        return Origin([line for line in lines if line is not None], self._line(self._attempts, node.attempt))

    def _line(self, places: dict[int, int], number: int) -> LogLine | None:
        index = places.get(number, len(self._log))
        return self._log[index] if index < len(self._log) and self._log[index].number == number else None

    # ---------------------------------------------------------------- lines

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def hint(self) -> str:
        """How to choose a node."""
        return "no node is chosen: go to one in the tree, or click on it"

    def parts(self, index: int, width: int) -> list[Part]:
        """A line, made when the node was chosen."""
        del width
        return self._lines[index]

    def _tell_all(self) -> None:
        node = self._node
        catalog = getattr(self.app, "catalog", None)
        told = list(entries(node, catalog, self._origin(node))) if node is not None else []
        names = min(_NAMES, max((cell_len(entry.name) for entry in told[1:] if entry.value), default=0))
        self._lines = [line for entry in told[1:] for line in _lines(entry, names, self.room)]
        if node is not None:
            self._lines.insert(0, [(" ", ""), *node_parts(node)])
        self.drawn_anew()


def _lines(entry: Entry, names: int, width: int) -> Iterator[list[Part]]:
    """An entry as lines: name and value side by side, the value wrapped, what is said of it behind or below."""
    if not entry.value and not entry.note:
        title = entry.name[:1].isupper()
        if title:
            yield []
        yield [(f" {entry.name}", "strong" if title else "muted")]
        return
    name = entry.name
    if cell_len(name) > names:
        name = set_cell_size(name, names - 1) + ELLIPSIS
    lead = f" {name}{' ' * (names - cell_len(name))}  "
    blank = " " * cell_len(lead)
    room = max(8, width - cell_len(lead))
    values = list(wrapped(entry.value, room))
    beside = cell_len(values[-1]) + 2 + cell_len(entry.note) <= room
    for index, value in enumerate(values):
        note = f"  {entry.note}" if entry.note and beside and index == len(values) - 1 else ""
        yield [(blank if index else lead, "muted"), (value, entry.style), (note, entry.note_style)]
    if entry.note and not beside:
        for note in wrapped(entry.note, room):
            yield [(blank, ""), (note, entry.note_style)]
