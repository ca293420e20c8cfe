"""A document as a tree that grows in the terminal while it is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple, Self, TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from epoch_cli.document import parse_pointer
from epoch_cli.document.pointer import array_index
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunStarted
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.outline import inner_nodes, words
from epoch_cli.output.preview import UNKNOWN, Pending, Preview
from epoch_cli.output.text import visible
from epoch_cli.output.trouble import trouble


def live_tree(stream: TextIO) -> LiveTree:
    """A live tree on a terminal."""
    return LiveTree(Console(file=stream, highlight=False, markup=False, emoji=False))


class LiveTree:
    """Draws the document on a terminal while events come in, and leaves the last picture there.

    The node that is being written stands in its place already, dim, until the document has it. The document changes in
    place while rich draws in a thread of its own, hence the lock.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        from epoch_cli.output.progress import Pace  # noqa: PLC0415  only runs that are drawn need it

        self._clock = clock
        self._pace = Pace()
        self._began = clock()  # when the run did, going by its last event
        self._outcome = Outcome()
        self._preview = Preview()
        self._newest: Any = None
        self._console = console
        self._note = Text("starting", style="dim")
        self._lock = Lock()
        self._live = Live(console=console, get_renderable=self._picture, refresh_per_second=12, transient=False)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        with self._lock:
            self._note = Text("")
            self._preview.clear()
        with suppress(OSError):  # a terminal that has gone needs no last picture
            self._live.__exit__(None, None, None)

    def feed(self, event: Event) -> None:
        """Take in an event; the picture follows at its own pace."""
        with self._lock:
            self._outcome.feed(event)
            self._preview.feed(event)
            self._pace.feed(event)
            self._began = self._clock() - event.at
            self._note = _note(event) or self._note
            if isinstance(event, PatchAccepted):
                self._newest = _node_at(self._outcome.document, event.patch["path"])

    def _picture(self) -> RenderableType:
        with self._lock:
            document, note = self._outcome.document, self._noted()
            pending = self._preview.pending(document)
            below = [] if pending is None or pending.parent is not None else [_line_of("", pending.node, pending)]
            if "root" not in document:
                return Group(*below, note)
            # room for the note, and a line to spare: what does not fit would scroll the terminal at each refresh
            lines = _tree(document["root"], self._newest, max(3, self._console.height - 2 - len(below)), pending)
            return Group(*lines, *below, note) if note.plain else Group(*lines)

    def _noted(self) -> Text:
        """The note, with what was refused and repaired so far, and how far the run is."""
        from epoch_cli.output.progress import progress_text  # noqa: PLC0415  as above

        counts = (("refused", self._outcome.refused), ("repaired", self._outcome.repairs.total()))
        progress = self._pace.progress(self._clock() - self._began)
        said = [f"{count} {word}" for word, count in counts if count]
        said += [each for each in (progress.stage, progress_text(progress)) if each]
        if not said or not self._note.plain:
            return self._note
        # the counts come first: they stay where they are, while the note changes
        return Text.assemble((f"{', '.join(said)}  ", "dim"), self._note, no_wrap=True, overflow="ellipsis")


def _note(event: Event) -> Text | None:
    """What is said below the tree."""
    if isinstance(event, RunStarted):
        return Text(visible(f"{event.title} is writing"), style="dim")
    if isinstance(event, AttemptStarted) and event.attempt > 1:
        return Text(f"attempt {event.attempt}", style="dim")
    if isinstance(event, PatchAccepted):
        return _line(visible(f"patch {event.sequence}: {event.patch['op']} {event.patch['path']}", 200), "green")
    said = trouble(event)
    return _line(visible(said, 200), "yellow") if said else None


class _Row(NamedTuple):
    """One line of the tree: its guides, its node, and the line of the node around it."""

    guides: str
    node: Any
    above: int


def _rows(root: Any, pending: Pending | None = None) -> list[_Row]:
    rows: list[_Row] = []
    stack: list[tuple[Any, str, str, int]] = [(root, "", "", -1)]
    while stack:
        node, guides, below, above = stack.pop()
        here = len(rows)
        rows.append(_Row(guides, node, above))
        inner = inner_nodes(node)
        if pending is not None and pending.parent is node:
            inner.insert(pending.place, pending.node)
        for index in range(len(inner) - 1, -1, -1):
            last = index == len(inner) - 1
            stack.append(
                (inner[index], below + ("└── " if last else "├── "), below + ("    " if last else "│   "), here)
            )
    return rows


def _tree(root: Any, newest: Any, room: int, pending: Pending | None = None) -> list[Text]:
    """The tree in at most `room` lines: all of it, or the lines around the newest node with those above it.

    The newest is the one that is being written, if its place is known.
    """
    rows = _rows(root, pending)
    if pending is not None and pending.parent is not None:
        newest = pending.node
    shown = _window(rows, next((index for index, row in enumerate(rows) if row.node is newest), 0), room)
    lines = [_line_of(rows[index].guides, rows[index].node, pending) for index in shown]
    if len(shown) < len(rows):
        lines[0].append(f"  … {len(rows) - len(shown)} more", style="dim")
    return lines


def _line_of(guides: str, node: Any, pending: Pending | None) -> Text:
    """A node on one line; dim, and open at its end, while it is being written."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(guides, style="dim")
    written = pending is not None and node is pending.node
    for place, (word, style) in enumerate(words(node)):
        line.append(" " if place else "")
        line.append(word, style="dim" if written else style or None)
    if written and node["type"] != UNKNOWN:
        line.append(f" {UNKNOWN}", style="dim")
    return line


def _window(rows: list[_Row], newest: int, room: int) -> list[int]:
    """Which rows to show: as many as fit that end a little after the newest one, and the nodes around the first."""
    if len(rows) <= room:
        return list(range(len(rows)))
    end = min(len(rows), max(room, newest + 1 + room // 4))
    for start in range(max(0, end - room), newest + 1):
        around: list[int] = []
        above = rows[start].above
        while above >= 0:
            around.append(above)
            above = rows[above].above
        if len(around) + newest + 1 - start <= room:
            end = min(end, start + room - len(around))
            return [*reversed(around), *range(start, end)]
    return [*range(room - 1), newest]


def _node_at(document: Any, path: str) -> Any:
    """The innermost node on the way to a pointer."""
    here, node = document, None
    for token in parse_pointer(path):
        if isinstance(here, list):
            index = len(here) - 1 if token == "-" else array_index(token, len(here))
            here = here[index] if index is not None and here else None
        else:
            here = here.get(token) if isinstance(here, dict) else None
        if isinstance(here, dict) and "type" in here:
            node = here
    return node


def _line(text: str, style: str) -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ellipsis")
