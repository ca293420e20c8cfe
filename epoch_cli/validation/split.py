"""One patch that is taken node by node: what is proposed when, and what waits for what (design section 5).

A node is proposed with the fields before its `children` as soon as those begin; then the nodes below it, one after the
other; fields behind its `children` are added when it closes. What is refused too early gets a second chance:

- a node that is refused when its `children` begin is held, with all below it, and proposed again when it closes;
- a node that lacks something that those around it may still bring (a label, a list) waits for each of them to close.

Only what is refused then is told.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import Any, NamedTuple

from epoch_cli.document.pointer import format_pointer
from epoch_cli.reading.progressive import is_split, node_parts, rest_of
from epoch_cli.reading.reads import Part
from epoch_cli.validation.anchors import path_of
from epoch_cli.validation.draft import Draft
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.judge import NEEDS
from epoch_cli.validation.verdict import Verdict


class Outcome(NamedTuple):
    """What became of one proposal.

    Attributes:
        number: of the patch as the model wrote it, from 1; nodes of one value share it.
        patch: what was proposed, in the model's words.
        verdict: the draft's answer.
    """

    number: int
    patch: Any
    verdict: Verdict


outcome = partial(tuple.__new__, Outcome)
"""A quicker way to make one."""


class _Frame:
    """A node that has children.

    Attributes:
        parent: the frame around it; None for the node that the patch adds.
        position: where the model wrote it, among its parent's children.
        node: as far as it was read. Only a held one has its children.
        facts: what is known of it in the document, None when it is held.
        level: in the document; the root's is 1.
        pointer: in the document, empty as soon as it may have changed.
        first: index of its first child; others than 0 come from repairs.
        count: children that were read.
        missing: positions of those that are not in the document, with the ids that the model gave them (or none).
        absent: those positions alone, in ascending order.
        waiting: children, of it and below, that may still get what they need.
        fields: names of later fields that were refused.
    """

    __slots__ = (
        "absent", "count", "facts", "fields", "first", "level", "missing", "node", "parent", "pointer", "position",
        "waiting",
    )  # fmt: skip

    def __init__(self, parent: _Frame | None, position: int, node: Any) -> None:
        self.parent = parent
        self.position = position
        self.node = node
        self.facts: Facts | None = None
        self.level = 1
        self.pointer = ""
        self.first = 0
        self.count = 0
        self.missing: dict[int, str] = {}
        self.absent: list[int] = []
        self.waiting: list[_Child] = []
        self.fields: list[str] = []

    def index(self, position: int) -> int:
        """Where a child will stand among those in the document."""
        return self.first + position - bisect_left(self.absent, position)

    def miss(self, position: int, node: Any) -> None:
        """A child that follows all others so far is not in the document."""
        self.missing[position] = _id_of(node)
        self.absent.append(position)

    def regain(self, position: int) -> None:
        """A child that was missing has come to be in the document."""
        del self.missing[position]
        del self.absent[bisect_left(self.absent, position)]


class _Child(NamedTuple):
    """A node that is complete, its frame (None for the node that the patch adds) and its position there."""

    frame: _Frame | None
    position: int
    node: Any


class Split:
    """One patch that is taken node by node.

    Args:
        draft: where proposals go.
        number: of the patch.
        head: the members of the patch before its value.
    """

    def __init__(self, draft: Draft, number: int, head: dict[str, Any]) -> None:
        self._draft = draft
        self._number = number
        self._head = head
        self._here: _Frame | None = None  # the innermost frame that is open
        self._taken: list[Part] = ["begin"]
        self._outcomes: list[Outcome] = []
        self._wanting: list[_Frame] = []  # frames that are closed and lack something the model wrote
        self._over = False

    def told(self) -> list[Outcome]:
        """What became of what was taken since the last call."""
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def take(self, part: Part, value: Any) -> None:
        """Take the next part after `begin`."""
        self._taken.append(part)
        self._take(part, value)

    def _take(self, part: Part, value: Any) -> None:
        if part == "node":
            self._node(value)
        elif part == "open":
            self._open(value)
        else:
            self._close(value)

    def complete(self, patch: dict[str, Any]) -> None:
        """Take the parts that have not been taken yet, of a patch that was read to its end."""
        if not self._over:
            try:
                rest = list(rest_of(patch, self._taken)) if is_split(patch) else None
            except ValueError:
                rest = None
            if rest is None:  # healing has read something else out of the text
                self.cut()
                return
            for part, value in rest:
                self.take(part, value)
        self._note()
        meta = patch.get("meta")
        if isinstance(meta, dict) and isinstance(meta.get("id"), str):
            self._draft.seen(meta["id"])

    def cut(self) -> list[Outcome]:
        """Nothing more comes: what is open closes as it is."""
        while self._here is not None:
            self._close({})
        self._note()
        return self.told()

    # ------------------------------------------------------------ parts

    def _open(self, fields: dict[str, Any]) -> None:
        """A node whose children begin: it is proposed, or held until it closes."""
        parent = self._here
        frame = self._here = _Frame(parent, parent.count if parent is not None else 0, fields)
        if parent is not None:
            parent.count += 1
            if parent.facts is None:
                parent.node["children"].append(fields)
                return
        verdict = self._offer(parent, frame.position, fields, trial=True)
        if verdict.accepted:
            self._outcomes.append(Outcome(self._number, verdict.patch, verdict))
            self._enter(frame, verdict)
        elif parent is not None:
            parent.miss(frame.position, fields)

    def _node(self, node: Any) -> None:
        """A whole node: taken in at once, if it is certain that nothing objects to any of it, or else part by part."""
        parent = self._here
        nested = isinstance(node, dict) and isinstance(node.get("children"), list)
        if not nested:
            if parent is not None:
                self._leaf(parent, node)
        elif parent is None or not self._grow(parent, node):
            for part, value in node_parts(node):
                self._take(part, value)

    def _grow(self, parent: _Frame, tree: dict[str, Any]) -> bool:
        if parent.facts is None or parent.missing:
            return False
        index, level = parent.first + parent.count, parent.level + 1
        verdicts = self._draft.grow_inside(parent.facts, level, index, parent.pointer, tree, self._number)
        if verdicts is None:
            return False
        parent.count += 1
        self._outcomes += [outcome((self._number, verdict.patch, verdict)) for verdict in verdicts]
        return True

    def _leaf(self, parent: _Frame, node: Any) -> None:
        """A node without children."""
        position = parent.count
        parent.count += 1
        if parent.facts is None:
            parent.node["children"].append(node)
            return
        if not parent.missing:
            index, level = parent.first + position, parent.level + 1
            verdict = self._draft.append(parent.facts, level, index, parent.pointer, node, self._number)
            if verdict is not None:
                self._outcomes.append(Outcome(self._number, verdict.patch, verdict))
                return
        parent.miss(position, node)
        self._settle(_Child(parent, position, node), parent)

    def _close(self, fields: dict[str, Any]) -> None:
        """The end of the node that was opened last, with the fields behind its children."""
        frame = self._here
        if frame is None:
            return
        parent = self._here = frame.parent
        if frame.facts is not None:
            for name, value in fields.items():
                self._field(frame, name, value)
            self._finish(frame, parent, grown=bool(fields))
        else:
            frame.node.update(fields)
            if parent is None or parent.facts is not None:
                self._settle(_Child(parent, frame.position, frame.node), parent)
        self._over = self._here is None

    def _field(self, frame: _Frame, name: str, value: Any) -> None:
        """A field that came behind the children of a node."""
        step = format_pointer((name,))
        patch = {"op": "add", "path": frame.pointer + step, "value": value}
        verdict = self._draft.offer(patch, self._number, own=True)
        if verdict.accepted:
            self._outcomes.append(Outcome(self._number, verdict.patch, verdict))
        else:
            frame.fields.append(name)
            self._outcomes.append(Outcome(self._number, {**patch, "path": self._words(frame) + step}, verdict))

    # ------------------------------------------------------------ complete nodes

    def _settle(self, child: _Child, scope: _Frame | None) -> None:
        """Propose a complete node and those below it.

        `scope` is the innermost frame around it that is still open: there a child waits for what it needs.
        """
        frame, position, node = child
        children = node.get("children") if isinstance(node, dict) else None
        nested = isinstance(children, list)
        head = {**node, "children": []} if nested else node
        verdict = self._offer(frame, position, head, trial=True)
        if not verdict.accepted:
            if scope is not None and all(each.code in NEEDS for each in verdict.diagnostics):
                scope.waiting.append(child)
                return
            verdict = self._offer(frame, position, head)
        if not verdict.accepted:
            head = self._head
            if frame is not None:
                head = {"op": "add", "path": f"{self._words(frame)}/children/{position}"}
            patch = {**head, "value": node}
            self._draft.lost(node, self._number, verdict.diagnostics)
            self._outcomes.append(Outcome(self._number, patch, verdict))
            return
        self._outcomes.append(Outcome(self._number, verdict.patch, verdict))
        if frame is not None:
            frame.regain(position)
        if children:
            inner = _Frame(frame, position, head)
            self._enter(inner, verdict)
            for each in children:
                inner.miss(inner.count, each)
                inner.count += 1
                self._settle(_Child(inner, inner.count - 1, each), inner)
            self._finish(inner, scope, grown=False)

    def _finish(self, frame: _Frame, scope: _Frame | None, *, grown: bool) -> None:
        """A node in the document is complete: whoever waited is tried again, and may go on waiting in `scope`.

        What it waits for are fields of those around it; when this node has not `grown` any, there is nothing to try.
        """
        frame.pointer = ""
        waiting, frame.waiting = frame.waiting, []
        if not grown and scope is not None:
            scope.waiting += waiting
            waiting = []
        for child in waiting:
            self._settle(child, scope)
        if frame.missing or frame.fields:
            self._wanting.append(frame)

    def _offer(self, frame: _Frame | None, position: int, node: Any, *, trial: bool = False) -> Verdict:
        """Propose a node, without those below it, to its place."""
        draft, number = self._draft, self._number
        if frame is None or frame.facts is None:
            return draft.offer({**self._head, "value": node}, number, trial=trial)
        index, pointer = frame.index(position), frame.pointer or format_pointer(path_of(frame.facts))
        verdict = draft.append(frame.facts, frame.level + 1, index, pointer, node, number)
        if verdict is None:
            last = "-" if index == len(frame.facts.children) else index
            patch = {"op": "add", "path": f"{pointer}/children/{last}", "value": node}
            verdict = draft.offer(patch, number, own=True, trial=trial)
        return verdict

    def _enter(self, frame: _Frame, verdict: Verdict) -> None:
        """The node of a frame is in the document."""
        parent = frame.parent
        if parent is not None and parent.facts is not None:
            index = parent.index(frame.position)
            frame.facts = parent.facts.children[index]
            frame.level = parent.level + 1
            frame.pointer = f"{parent.pointer or format_pointer(path_of(parent.facts))}/children/{index}"
        else:
            place = verdict.inverse[0]["path"]
            # the first child of a node may have brought the list of its children with it
            frame.pointer = place if not place.endswith("/children") else f"{place}/0"
            frame.facts = facts = self._draft.facts_at(frame.pointer)
            while facts is not None and facts.parent is not None:
                facts = facts.parent
                frame.level += 1
        frame.first = len(frame.facts.children) if frame.facts is not None else 0

    def _words(self, frame: _Frame) -> str:
        """The pointer of a frame's node as the model would write it."""
        steps: list[str] = []
        while frame.parent is not None:
            steps.append(f"/children/{frame.position}")
            frame = frame.parent
        return str(self._head["path"]) + "".join(reversed(steps))

    def _note(self) -> None:
        """Remember what the model believes to have written (decision 16)."""
        for frame in self._wanting:
            if frame.facts is not None:
                self._draft.refused_inside(frame.facts, self._number, missing=frame.missing, fields=frame.fields)
        self._wanting.clear()


def _id_of(node: Any) -> str:
    """The id that a model gave to a node, or nothing."""
    identity = node.get("id") if isinstance(node, dict) else None
    return identity if isinstance(identity, str) else ""
