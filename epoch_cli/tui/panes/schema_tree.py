"""The schema tree: every node of the document on a line of its own, as it is written.

Drawn by lines and not with Textual's `Tree`, which lays all of its lines out again whenever one is added: at 2 000
nodes a hundred more cost that one 40 ms, this one 1 ms.
"""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click

from epoch_cli.output.outline import words
from epoch_cli.output.preview import Pending
from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.panes.branches import Branches, Expected, TreeLine
from epoch_cli.tui.panes.choosing import ChoosingLines
from epoch_cli.tui.panes.lines import Part
from epoch_cli.tui.panes.pane import NodeChosen, UserMoved
from epoch_cli.tui.panes.tree_line import (
    CLOSED,
    LEAF,
    OPEN,
    guides,
    line_parts,
    node_parts,
    node_text,
    sign,
    state_parts,
)


class SchemaTree(ChoosingLines):
    """The tree of nodes, with what became of each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_named(
        "tree.toggle", "tree.space", "tree.close", "tree.open", "tree.collapse_all", "tree.expand_all"
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._branches = Branches()
        self._pending: Pending | None = None
        self._awaited = True
        self._chosen: NodeView | None = None
        self._wanted: re.Pattern[str] | None = None
        self._seen: list[TreeLine] = []
        self._seen_from = 0

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Take in what changed; lines that stay as they are cost nothing."""
        pending = view.pending()
        if view.awaited != self._awaited:
            self._awaited = view.awaited
            self.refresh()
        if not (changes.root or changes.branches or changes.lines or pending != self._pending):
            return
        before = self.cursor
        if changes.root:
            self._branches.rebuild(view.root)
        else:
            self._branches.update(changes.branches)
        self._pending = pending
        if pending is not None:
            self._branches.expect(view.holder(pending), pending.place)
        else:
            self._branches.expect(None)
        self._keep_cursor(before)
        self._draw()

    def select(self, node: NodeView | None) -> None:
        """Go to the chosen node."""
        if node is not None and node is not self._chosen:
            self.reveal(node)

    def reveal(self, node: NodeView) -> None:
        """Open what is around a node, and go there."""
        if node not in self._branches:
            return
        around = node.parent
        while around is not None:
            self._branches.fold(around, closed=False)
            around = around.parent
        self._chosen = node
        self.cursor = self._branches.line_of(node) or 0
        self._draw()
        self.show_cursor()

    def matches(self, text: str) -> list[NodeView]:
        """The nodes whose type, id or words hold a text, whatever its case, in the order of the tree.

        The text is marked wherever it is seen, until another is searched for; an empty one ends that.
        """
        self._wanted = re.compile(re.escape(text), re.IGNORECASE) if text else None
        self.refresh()
        wanted = self._wanted
        return [node for node in self._branches.walk() if wanted.search(node_text(node))] if wanted is not None else []

    @property
    def chosen(self) -> NodeView | None:
        """The node under the cursor."""
        return self._chosen

    # ---------------------------------------------------------------- lines

    def count(self) -> int:
        """How many lines there are, with that of a node whose place nobody knows yet."""
        return len(self._branches) + (self._unplaced is not None)

    def hint(self) -> str:
        """What is awaited, if anything is."""
        return "the first node is awaited" if self._awaited else "there is no node"

    def parts(self, index: int, width: int) -> list[Part]:
        """A node on its line."""
        start: list[Part] = [self.lead(index)]
        line = self._line(index)
        if line is None or not isinstance(line.member, NodeView):
            return self._pending_parts(start, line.last if line is not None else (), width)
        node = line.member
        arrow = LEAF if line.last else ""
        if self._branches.has_branch(node):
            arrow = CLOSED if self._branches.closed(node) else OPEN
        start += [sign(node.state), (guides(line.last, width), "guide"), (arrow, "guide" if arrow == LEAF else "muted")]
        return line_parts(start, node_parts(node), state_parts(node), width, self._wanted)

    def _pending_parts(self, start: list[Part], last: tuple[bool, ...], width: int) -> list[Part]:
        said = " ".join(word for word, _ in words(self._pending.node)) if self._pending is not None else ""
        start += [sign("pending"), (guides(last, width) + (LEAF if last else ""), "guide")]
        return line_parts(start, [(said, "muted")], [(" pending", "muted")], width)

    def _line(self, index: int) -> TreeLine | None:
        """What is on a line: all lines that are seen are found at once."""
        if not self._seen_from <= index < self._seen_from + len(self._seen):
            self._seen_from = min(index, self.scroll_offset.y)
            self._seen = self._branches.lines(self._seen_from, max(self.size.height, index - self._seen_from + 1))
        place = index - self._seen_from
        return self._seen[place] if place < len(self._seen) else None

    def _draw(self) -> None:
        self._seen = []
        self.drawn_anew()

    # ---------------------------------------------------------------- keeping its place

    @property
    def _unplaced(self) -> Pending | None:
        return self._pending if self._branches.expected is None else None

    def _keep_cursor(self, before: int) -> None:
        """The cursor stays with its node, and its line where it was on the screen; without its node, on its line."""
        node = self._chosen
        if node is None or node not in self._branches:
            at = self._branches.lines(min(max(0, before), max(0, len(self._branches) - 1)), 1)
            node = at[0].member if at and isinstance(at[0].member, NodeView) else self._branches.root
        line = self._branches.line_of(node) if node is not None else None
        while node is not None and node.parent is not None and line is None:
            node = node.parent
            line = self._branches.line_of(node)
        self._chosen = node
        self.cursor = -1 if line is None else line
        top = self.scroll_offset.y
        if 0 <= before != self.cursor and top <= before < top + self.size.height and self.cursor >= 0:
            self._draw()
            self.scroll_to(y=max(0, top + self.cursor - before), animate=False, force=True)

    # ---------------------------------------------------------------- the user

    def moved(self) -> None:
        """Tell everybody which node the user went to."""
        line = self._line(self.cursor)
        if line is not None and isinstance(line.member, NodeView):
            self._chosen = line.member
            self.post_message(NodeChosen(line.member))
        self.post_message(UserMoved())

    def move_to(self, index: int) -> None:
        """Go to a line; the pending node cannot be gone to, so it is passed by."""
        line = self._line(min(max(0, index), self.count() - 1)) if self.count() else None
        if line is None or isinstance(line.member, Expected):
            index += 1 if index > self.cursor else -1
        super().move_to(index)

    def on_click(self, event: Click) -> None:
        """Choose a node; on its arrow, open or close it."""
        event.prevent_default()
        index = self.line_at(event)
        line = self._line(index) if index is not None else None
        if index is None or line is None or not isinstance(line.member, NodeView):
            return
        self.move_to(index)
        arrow = 3 + len(guides(line.last, self.room))
        offset = event.get_content_offset(self)
        if offset is not None and arrow <= offset.x <= arrow + 1:
            self.action_fold()

    def scrolled(self) -> None:
        """Whoever scrolls wants to look elsewhere."""
        self.post_message(UserMoved())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a replay, space plays."""
        if action == "fold" and parameters == ("space",) and getattr(self.app, "player", None) is not None:
            return False
        return super().check_action(action, parameters)

    def action_fold(self, key: str = "enter") -> None:
        """Open or close the chosen branch."""
        del key
        if self._chosen is not None:
            self._fold(self._chosen, closed=not self._branches.closed(self._chosen))

    def action_close_branch(self) -> None:
        """Close the chosen branch; where there is none open, go to the node around it."""
        node = self._chosen
        if node is None:
            return
        if self._branches.has_branch(node) and not self._branches.closed(node):
            self._fold(node, closed=True)
        elif node.parent is not None:
            self.move_to(self._branches.line_of(node.parent) or 0)

    def action_open_branch(self) -> None:
        """Open the chosen branch; where it is open, go to the first node in it."""
        node = self._chosen
        if node is None or not self._branches.has_branch(node):
            return
        if self._branches.closed(node):
            self._fold(node, closed=False)
        else:
            self.move_to(self.cursor + 1)

    def action_collapse_all(self) -> None:
        """Close all branches but the outermost."""
        self._branches.fold_all(closed=True)
        self._folded()

    def action_expand_all(self) -> None:
        """Open all branches."""
        self._branches.fold_all(closed=False)
        self._folded()

    def _fold(self, node: NodeView, *, closed: bool) -> None:
        if node in self._branches and self._branches.has_branch(node):
            self._branches.fold(node, closed=closed)
            self._folded()

    def _folded(self) -> None:
        chosen = self._chosen
        self._keep_cursor(self.cursor)
        self._draw()
        self.show_cursor()
        self.post_message(UserMoved())
        if self._chosen is not None and self._chosen is not chosen:
            self.post_message(NodeChosen(self._chosen))
