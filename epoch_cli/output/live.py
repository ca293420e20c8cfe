"""A document as a tree that grows in the terminal while it is written."""

from __future__ import annotations

from typing import Any, Self, TextIO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text
from rich.tree import Tree

from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunStarted,
)
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.outline import inner_nodes, words
from epoch_cli.output.text import visible


def live_tree(stream: TextIO) -> LiveTree:
    """A live tree on a terminal."""
    return LiveTree(Console(file=stream, highlight=False, markup=False, emoji=False))


class LiveTree:
    """Draws the document on a terminal while events come in, and leaves the last picture there."""

    def __init__(self, console: Console) -> None:
        self._outcome = Outcome()
        self._console = console
        self._note = Text("starting", style="dim")
        self._repaired = 0
        self._live = Live(console=console, get_renderable=self._picture, refresh_per_second=12, transient=False)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        self._note = Text("")
        self._live.__exit__(None, None, None)

    def feed(self, event: Event) -> None:
        """Take in an event; the picture follows at its own pace."""
        self._outcome.feed(event)
        if isinstance(event, RunStarted):
            self._note = Text(f"{visible(event.title)} is writing", style="dim")
        elif isinstance(event, AttemptStarted) and event.attempt > 1:
            self._note = Text(f"attempt {event.attempt}", style="dim")
        elif isinstance(event, PatchAccepted):
            self._note = Text(
                f"patch {event.sequence}: {event.patch['op']} {visible(event.patch['path'], 60)}", style="green"
            )
        elif isinstance(event, PatchRefused):
            first = event.diagnostics[0]
            self._note = Text(f"refused: {first.code} {visible(first.message, 70)}", style="yellow")
        elif isinstance(event, RepairMade):
            self._repaired += 1
        elif isinstance(event, DiagnosticFound):
            diagnostic = event.diagnostic
            self._note = Text(f"{diagnostic.code} {visible(diagnostic.message, 70)}", style="yellow")

    def _picture(self) -> RenderableType:
        document = self._outcome.document
        if "root" not in document:
            return self._note
        # room for the note, and a line to spare: what does not fit would make the terminal scroll at each refresh
        room = max(3, self._console.height - 2)
        tree = _rich_tree(document["root"], room)
        if self._note.plain:
            group = Tree("", hide_root=True, guide_style="dim")
            group.add(tree)
            group.add(self._note)
            return group
        return tree


def _rich_tree(root: Any, room: int) -> Tree:
    """At most `room` lines of the tree: the last ones, which are the newest, under the root."""
    tree = Tree(_label(root), guide_style="dim")
    lines: list[tuple[Tree, Any]] = []
    total = 0
    stack: list[tuple[Tree, Any]] = [(tree, child) for child in reversed(inner_nodes(root))]
    while stack:
        above, node = stack.pop()
        total += 1
        branch = above.add(_label(node))
        lines.append((above, branch))
        stack += [(branch, child) for child in reversed(inner_nodes(node))]
    hidden = total + 1 - room
    if hidden > 0:
        for above, branch in lines[: hidden + 1]:
            # a branch that still has shown children stays; the others make room
            if not branch.children and branch in above.children:
                above.children.remove(branch)
        tree.label = Text.assemble(_label(root), (f"  … {hidden + 1} more above", "dim"))
    return tree


def _label(node: Any) -> Text:
    label = Text()
    for index, (word, style) in enumerate(words(node)):
        label.append(" " if index else "")
        label.append(word, style=style or None)
    return label
