"""The tree of nodes under patches: of each patch only the nodes around its path are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from epoch_cli.document import Document
from epoch_cli.document.pointer import format_pointer
from epoch_cli.events import PatchAccepted, PatchRefused, takes_back
from epoch_cli.output.outline import inner_nodes
from epoch_cli.output.preview import with_id
from epoch_cli.output.view.changes import Touched
from epoch_cli.output.view.edits import Edits
from epoch_cli.output.view.journal import Journal
from epoch_cli.output.view.nodes import NodeView, State, children_of, grown, place_inside
from epoch_cli.output.view.patching import Patched, root_of
from epoch_cli.output.view.places import Place, Subject, innermost, node_at, place_of, tokens_of
from epoch_cli.validation import Repair

_RANK: dict[State, int] = {"": 0, "changed": 1, "added": 2, "repaired": 3, "pending": 4, "refused": 5}
"""A node stays what tells more of it: one that was added and then changed is an added one."""


class Tree:
    """The nodes of a document, as they are drawn.

    Args:
        journal: takes down how each change is taken back.
        touched: takes down what is to be drawn anew.

    Attributes:
        root: the node at the top; None while there is none.
        newest: the node that the last patch added or changed.
    """

    def __init__(self, journal: Journal, touched: Touched) -> None:
        self.root: NodeView | None = None
        self.newest: NodeView | None = None
        self._journal = journal
        self._touched = touched
        self._edits = Edits(journal, touched)
        self._patched = Patched(journal)
        self._marked: list[NodeView] = []  # nodes of which there is something to forget when the turn is over
        self._refused: list[NodeView] = []
        self._before_turn = 0  # patches that were accepted before the present turn
        self._last = 0  # the number of the last patch
        self._gone: list[NodeView] = []  # nodes that patches took out: who takes those back brings them back

    @property
    def document(self) -> Document:
        """As of now."""
        return self._patched.document

    # ------------------------------------------------------------ what happens to it

    def begin(self, document: Document) -> None:
        """Start with a document."""
        self._document_touched()
        self._patched.become(document)
        self._resync(None, [])

    def accept(self, event: PatchAccepted, attempt: int, turn: int, repairs: Sequence[Repair] = ()) -> Subject:
        """Apply a patch to the document, and show what it did.

        Args:
            event: of the patch.
            attempt: as of now.
            turn: the same.
            repairs: what was mended in the patch.

        Raises:
            PatchError: it cannot be applied; nothing has changed.
        """
        patch = event.patch
        loose = self._apply(patch)
        last = self._counted(event)
        place = place_of(self.root, tokens_of(patch.get("path")))
        if patch.get("op") == "test":
            return Subject(place.owner, place.below, str(patch.get("path")), place.owner)
        moved = list(loose)
        made = self._inserted(place, patch)
        if made is None:
            made = self._resync(place.owner, loose)
        new = [node for node in made if node not in moved]
        replaced = place.kind == "node" and bool(loose) and bool(new)
        undone = takes_back(event, last)
        for node in new:
            was = self._before(node) if undone else None
            if was is not None:
                self._bring_back(node, was)
            else:
                self._make(node, event.sequence, attempt, turn, "" if undone else "changed" if replaced else "added")
        if not undone:
            self._journal.note(partial(_shorten, self._gone, len(self._gone)))
            self._gone += loose
        subject = self._subject(patch, place, loose)
        self._follow(subject, place, new)
        if undone:
            self._change_back(subject, place, patch)
        else:
            self._change(subject, place, event.sequence, new)
        self._mend(subject, repairs)
        return subject

    def refuse(self, event: PatchRefused) -> Subject:
        """Show a patch that was refused: a node that was to be added in its own line, others where they belong."""
        self._counted(event)
        patch = event.patch if isinstance(event.patch, dict) else {}
        path = patch.get("path")
        way = self._way(path)
        place = place_of(self.root, way)
        pointer = format_pointer(way) if way[:1] == ("root",) else path if isinstance(path, str) else ""
        subject = Subject(place.owner, place.below, pointer)
        if place.owner is None:
            return subject
        value = patch.get("value")
        if patch.get("op") == "add" and place.kind == "node" and isinstance(value, dict):
            node = NodeView(value, place.owner)
            node.state, node.patches, node.reasons = "refused", [event.number], list(event.diagnostics)
            self._edits.insert(place.owner, len(place.owner.inner), node)
            self._refused.append(node)
            self._journal.note(self._refused.pop)
            return Subject(node, (), subject.pointer, place.owner)
        there = node_at(self.root, place)
        about = there or place.owner
        self._note_marks()
        self._remember(about)
        for reason in event.diagnostics:
            self._edits.append(about, "reasons", reason)
        return subject if there is None else Subject(there, (), pointer, place.owner)

    def begin_attempt(self) -> None:
        """Another attempt starts: what was refused before is no matter any more."""
        gone, self._refused = self._refused, []
        self._journal.note(partial(setattr, self, "_refused", gone))
        for node in reversed(gone):
            if node.parent is not None:
                self._edits.remove(node.parent, node)

    def begin_turn(self, accepted: int) -> None:
        """Something else is asked for: nodes are as they are now, whatever became of them before.

        Args:
            accepted: how many patches were, up to now.
        """
        self._journal.note(partial(setattr, self, "_before_turn", self._before_turn))
        self._before_turn = accepted
        marked, self._marked = self._marked, []
        self._journal.note(partial(setattr, self, "_marked", marked))
        for node in marked:
            if node.state != "refused":
                self._edits.set(node, "state", "")
                self._edits.set(node, "reasons", [])

    def find(self, pointer: str) -> NodeView | None:
        """The innermost node on the way to a pointer; None for a place outside of the root."""
        return innermost(self.root, tokens_of(pointer), before_last=False)[0]

    def _counted(self, event: PatchAccepted | PatchRefused) -> int:
        """Take down the number of a patch; gives that of the one before it."""
        before, self._last = self._last, event.number
        self._journal.note(partial(setattr, self, "_last", before))
        return before

    # ------------------------------------------------------------ where something is

    def _way(self, path: Any) -> tuple[str, ...]:
        """The tokens of a path as a model writes it, which may begin at a node with an id (decision 9)."""
        if not isinstance(path, str) or not path.startswith(("#", "/#")):
            return tokens_of(path)
        identity, slash, rest = path.removeprefix("/")[1:].partition("/")
        root = root_of(self.document)
        holder = self.holding(with_id(root, identity)) if root is not None else None
        return (*tokens_of(holder.pointer), *tokens_of(slash + rest)) if holder is not None else ("#",)

    def holding(self, node: Any) -> NodeView | None:
        """How a node of the document is drawn. Quick for those around the newest one, else all are looked through."""
        here = self.newest
        while here is not None:
            if here.node is node:
                return here
            here = here.parent
        every = self.root.walk() if self.root is not None and node is not None else ()
        return next((each for each in every if each.node is node), None)

    def _subject(self, patch: dict[str, Any], place: Place, loose: Sequence[NodeView]) -> Subject:
        path = str(patch.get("path"))
        if place.kind == "field":
            return Subject(place.owner, place.below, path, place.owner)
        if place.kind == "node" and patch.get("op") == "remove":
            gone = loose[0] if loose else None
            return Subject(gone, () if gone else place.below, path, place.owner)
        if path.endswith("/-") and place.owner is not None:
            last = len(children_of(place.owner.node)) - 1
            path = format_pointer((*tokens_of(path)[:-1], last))
        node = node_at(self.root, place) if place.kind == "node" else place.owner
        return Subject(node, () if place.kind == "node" else place.below, path, place.owner)

    # ------------------------------------------------------------ nodes come and go

    def _apply(self, patch: dict[str, Any]) -> list[NodeView]:
        """Change the document; of the nodes only those where something was moved away, and these are given."""
        moving = patch.get("op") == "move"
        source = place_of(self.root, tokens_of(patch.get("from"))) if moving else None
        self._patched.apply(patch)
        self._document_touched()
        self._note_marks()
        loose: list[NodeView] = []
        if source is not None and source.kind != "field":
            self._resync(source.owner, loose)
        return loose

    def _inserted(self, place: Place, patch: dict[str, Any]) -> list[NodeView] | None:
        """The nodes that the most common patches bring, at the cost of those nodes alone.

        None is no answer: then all nodes around the place have to be looked at.
        """
        owner, below = place.owner, place.below
        if place.kind == "field":
            return []
        if patch.get("op") != "add" or owner is None or place.kind != "node" or below[0] != "children":
            return None
        children = children_of(owner.node)
        index = len(children) - 1 if below[1] == "-" else place_inside(owner.node, below, 0)[0]
        if index is None or index < 0:
            return None
        made = grown(children[index])
        self._edits.insert(owner, index, made)
        return [made]

    def _resync(self, owner: NodeView | None, loose: list[NodeView]) -> list[NodeView]:
        """Make the nodes in `owner` (None: the root) those of the document again, and give those that are new there.

        Args:
            owner: around the nodes.
            loose: nodes that were taken out elsewhere, and may stand here now; afterwards with those of here.
        """
        before = owner.inner if owner is not None else [self.root] if self.root is not None else []
        there = {id(node.node): node for node in before if node.state != "refused"}
        wanted = inner_nodes(owner.node) if owner is not None else _roots(self.document)
        after, made = [], []
        for node in wanted:
            known = there.pop(id(node), None)
            if known is None:
                known = next((each for each in loose if each.node is node), None) or grown(node)
                made.append(known)
            after.append(known)
        for gone in there.values():
            self._edits.set(gone, "parent", None)
        loose[:] = [node for node in (*loose, *there.values()) if node not in made]
        for node in made:
            self._edits.set(node, "parent", owner)
        after += [node for node in before if node.state == "refused"]
        if after != before:
            self._exchange(owner, after)
        return made

    def _exchange(self, owner: NodeView | None, inner: list[NodeView]) -> None:
        if owner is not None:
            self._edits.set(owner, "inner", inner)
            return
        self._journal.note(partial(self._put_root, self.root))
        self._put_root(inner[0] if inner else None)

    def _put_root(self, root: NodeView | None) -> None:
        self.root = root
        self._touched.root = True

    # ------------------------------------------------------------ what became of them

    def _make(self, top: NodeView, sequence: int, attempt: int, turn: int, state: State) -> None:
        """Nodes that are new: nobody has seen them, so there is nothing to take back."""
        for node in top.walk():
            node.patches, node.attempt, node.turn = [sequence], attempt, turn
            node.state = "added" if state else ""
            self._marked.append(node)
        top.state = state

    def _before(self, top: NodeView) -> NodeView | None:
        """What a node that is back was when it was taken out; None when nobody knows."""
        try:
            return next((each for each in reversed(self._gone) if each.node == top.node), None)
        except RecursionError:  # too deep to be compared
            return None

    def _bring_back(self, top: NodeView, was: NodeView) -> None:
        """Nodes that are new, as a patch that undoes one holds a copy: they come from where they came before."""
        before = (node for node in was.walk() if node.state != "refused")
        for node, known in zip(top.walk(), before, strict=True):
            node.state, node.attempt, node.turn = known.state, known.attempt, known.turn
            node.patches, node.repairs, node.reasons = [*known.patches], [*known.repairs], [*known.reasons]
            self._marked.append(node)

    def _follow(self, subject: Subject, place: Place, made: Sequence[NodeView]) -> None:
        """The newest node is the one that a patch was about; the one around it, when it was taken away."""
        newest = made[-1] if place.kind == "nodes" and made else self._left(subject)
        if newest is not None or self.root is None:
            self._journal.note(partial(setattr, self, "newest", self.newest))
            self.newest = newest

    def _left(self, subject: Subject) -> NodeView | None:
        """The node that a patch was about, or around it when that is gone."""
        node = subject.node
        return node if node is not None and node.is_under(self.root) else subject.parent

    def _change(self, subject: Subject, place: Place, sequence: int, made: Sequence[NodeView]) -> None:
        """Mark the node that a patch changed without making it."""
        node = self._left(subject)
        if node is not None and node not in made and not (place.kind == "nodes" and made):
            self._edits.append(node, "patches", sequence)
            self._raise_to(node, "changed")

    def _change_back(self, subject: Subject, place: Place, patch: dict[str, Any]) -> None:
        """A patch that undoes one: what that changed is as it was, and the patch no matter of it any more."""
        adds = patch.get("op") == "add" and place.kind == "node"
        moves = patch.get("op") == "move"
        node = place.owner if adds else subject.node if moves or place.kind == "field" else None
        if node is None or not node.patches:
            return
        self._edits.set(node, "patches", node.patches[:-1])
        if not any(sequence > self._before_turn for sequence in node.patches):
            self._edits.set(node, "state", "")

    def _mend(self, subject: Subject, repairs: Sequence[Repair]) -> None:
        top = self._left(subject)
        for repair in repairs:
            node = self.find(repair.pointer)
            if node is None or top is None or not _is_in(node, top):
                node = top
            if node is not None:
                self._edits.append(node, "repairs", repair)
                self._raise_to(node, "repaired")

    def _raise_to(self, node: NodeView, state: State) -> None:
        self._remember(node)
        if _RANK[state] > _RANK[node.state]:
            self._edits.set(node, "state", state)
        self._touched.lines.add(node)

    def _note_marks(self) -> None:
        self._journal.note(partial(_shorten, self._marked, len(self._marked)))

    def _remember(self, node: NodeView) -> None:
        if not node.state and not node.reasons:
            self._marked.append(node)

    def _document_touched(self) -> None:
        self._touched.document = True
        self._journal.note(partial(setattr, self._touched, "document", True))


def _roots(document: Any) -> list[Any]:
    root = root_of(document)
    return [] if root is None else [root]


def _is_in(node: NodeView, around: NodeView) -> bool:
    here: NodeView | None = node
    while here is not None and here is not around:
        here = here.parent
    return here is around


def _shorten(array: list[Any], length: int) -> None:
    del array[length:]
