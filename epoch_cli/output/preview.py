"""What a model is writing at the moment: the node whose text is not complete yet, for screens alone.

It is read from the text that a run received, by a reader of its own, so a replay shows what the live run showed. It is
a guess at what comes, never a part of the document: nothing of it has been checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.document import parse_pointer
from epoch_cli.document.pointer import array_index
from epoch_cli.errors import PointerError
from epoch_cli.events import AttemptStarted, Event, RunEnded, TextReceived
from epoch_cli.output.outline import inner_nodes

if TYPE_CHECKING:
    from epoch_cli.reading import PatchReader

UNKNOWN = "…"
"""Stands for a type that is not known yet."""
_MOST_UNREAD = 262_144  # characters that wait for somebody to look, at most


class Pending(NamedTuple):
    """A node that is being written.

    Attributes:
        node: its type and its complete fields so far.
        parent: the node of the document that it will stand in; None when that is not there (yet).
        place: its index among the nodes inside the parent.
    """

    node: dict[str, Any]
    parent: dict[str, Any] | None
    place: int


class Preview:
    """Follows the text of a run. Text is read when somebody looks, so once a frame and not once an event."""

    def __init__(self) -> None:
        self._reader: PatchReader | None = None
        self._unread: list[str] = []
        self._waiting = 0

    def feed(self, event: Event) -> None:
        """Take in the next event; a new attempt begins a new text, the end of the run leaves nothing to show."""
        if isinstance(event, TextReceived):
            if event.channel == "text":
                self._unread.append(event.text)
                self._waiting += len(event.text)
                if self._waiting > _MOST_UNREAD:
                    self._read()
        elif isinstance(event, (AttemptStarted, RunEnded)):
            self.clear()

    def clear(self) -> None:
        """Nothing is being written any more."""
        self._reader, self._waiting = None, 0
        self._unread.clear()

    def pending(self, document: dict[str, Any]) -> Pending | None:
        """The node that is being written, as far as it is known; None when there is none, or the document has it."""
        self._read()
        found = self._reader.pending if self._reader is not None else None
        if found is None:
            return None
        return _placed(found.path, {"type": found.type or UNKNOWN, **found.known}, document)

    def _read(self) -> None:
        if self._unread:
            from epoch_cli.reading import PatchReader  # noqa: PLC0415  30 ms that a screen's first picture does without

            # what is broken is not mended: nothing is shown of it, and a text of nothing else would hold up the screen
            self._reader = self._reader or PatchReader(granularity="node", heal=False)
            self._reader.feed("".join(self._unread))
            self._unread.clear()
            self._waiting = 0


def _placed(path: str, node: dict[str, Any], document: dict[str, Any]) -> Pending | None:
    """Where a node will stand; the path is the model's, which after a refusal may count otherwise than the document."""
    here, tokens = _start(path, document)
    steps = _steps(tokens)
    if not steps:
        return None if isinstance(here, dict) and not tokens else Pending(node, None, 0)
    for step in steps[:-1]:
        here = _inside(here, step)
    if not isinstance(here, dict):
        return Pending(node, None, 0)
    there = None if steps[-1] == "-" else _inside(here, steps[-1])
    if isinstance(there, dict) and node.items() <= there.items():
        return None  # its beginning was taken in already
    index = array_index(steps[-1], 1 << 62)
    last = len(_children(here))
    return Pending(node, here, last if index is None else min(index, last))


def _steps(tokens: tuple[str, ...]) -> list[str]:
    """The way from node to node: indices, `-` and `itemTemplate`; empty when a path leads to something else."""
    steps, rest = [], list(tokens)
    while rest:
        step = rest.pop(0)
        if step == "children" and rest:
            step = rest.pop(0)
        elif step != "itemTemplate":
            return []
        steps.append(step)
    return steps


def _inside(node: Any, step: str) -> Any:
    """The node one step down; `-` is the last one, where a path goes on below it."""
    if not isinstance(node, dict):
        return None
    if step == "itemTemplate":
        return node.get(step)
    children = _children(node)
    index = len(children) - 1 if step == "-" else array_index(step, len(children))
    return children[index] if index is not None and children else None


def _children(node: dict[str, Any]) -> list[Any]:
    children = node.get("children")
    return children if isinstance(children, list) else []


def _start(path: str, document: dict[str, Any]) -> tuple[Any, tuple[str, ...]]:
    """The node where a path starts, the root or one with an id, and the way from there."""
    if path.startswith(("#", "/#")):
        identity, slash, rest = path.removeprefix("/")[1:].partition("/")
        return with_id(document.get("root"), identity), _tokens(slash + rest)
    tokens = _tokens(path)
    return (document.get("root"), tokens[1:]) if tokens[:1] == ("root",) else (None, ())


def _tokens(path: str) -> tuple[str, ...]:
    try:
        return parse_pointer(path)
    except PointerError:
        return ()


def with_id(root: Any, identity: str) -> Any:
    """The node of that id, the first that is found; None when there is none."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict) and node.get("id") == identity:
            return node
        nodes += inner_nodes(node)
    return None
