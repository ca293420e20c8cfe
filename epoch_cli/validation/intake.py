"""From what a reader reads to what becomes of it: proposals to a draft, node by node or patch by patch.

    reads ─▶ Intake ─▶ draft ─▶ outcomes
               └─▶ Split (one patch, node by node)

Node by node (design section 5), an `add` of a node to a new place is not proposed as a whole: one invalid node costs
that node and not the tree, and what is there of a large value can be seen while the rest is still being written. What
would overwrite something is proposed as a whole, when all of it was read. `split.py` says in which order things go.
"""

from __future__ import annotations

from typing import Any

from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.progressive import is_split, parts_of
from epoch_cli.reading.reads import MalformedRead, NodeRead, Part, PatchRead, Read
from epoch_cli.validation.draft import Draft
from epoch_cli.validation.split import Outcome, Split, outcome

__all__ = ["Intake", "Outcome"]


class Intake:
    """Takes reads, proposes what they hold to a draft, and tells what became of it.

    Args:
        draft: where proposals go.
        granularity: `node` proposes the nodes of a large value one by one, `patch` each patch as a whole.
    """

    def __init__(self, draft: Draft, *, granularity: Granularity = "node") -> None:
        self.draft = draft
        self._by_node = granularity == "node"
        self._split: Split | None = None
        self._whole = False  # parts of the patch that is being read are passed over: it is taken when it is complete

    @property
    def idle(self) -> bool:
        """Whether no patch is half taken in; only then may the draft be changed by others."""
        return self._split is None

    def take(self, read: Read) -> list[Outcome]:
        """Take one read; reads must come in their order."""
        if isinstance(read, PatchRead):
            return self._patch(read.patch)
        if isinstance(read, NodeRead):
            return self._part(read.part, read.value) if self._by_node else []
        return self._malformed(read) if isinstance(read, MalformedRead) else []

    def close(self) -> list[Outcome]:
        """No more comes of the patch that is being read: end it with what is there."""
        split, self._split, self._whole = self._split, None, False
        return [] if split is None else split.cut()

    def _part(self, part: Part, value: Any) -> list[Outcome]:
        if part == "begin":
            number = self.draft.begin(value)
            self._whole = number == 0
            self._split = Split(self.draft, number, value) if number else None
            return []
        if self._split is None:
            return []
        self._split.take(part, value)
        return self._split.told()

    def _patch(self, patch: Any) -> list[Outcome]:
        """Take a patch that was read to its end, and of which parts may have been taken."""
        split, whole, self._split, self._whole = self._split, self._whole, None, False
        if split is None and self._by_node and is_split(patch):
            number, head = self._begin(patch, early=not whole)
            if number and len(head) + 1 == len(patch):
                grown = self.draft.grow(head, patch["value"], number)
                if grown is not None:
                    return [outcome((number, verdict.patch, verdict)) for verdict in grown]
            split = Split(self.draft, number, head) if number else None
        if split is None:
            verdict = self.draft.propose(patch, owned=True)
            return [Outcome(self.draft.proposed, patch, verdict)]
        split.complete(patch)
        return split.told()

    def _malformed(self, read: MalformedRead) -> list[Outcome]:
        """Take a patch that could not be read to its end; the parts that were taken stay."""
        if self._split is None and read.patch is not None:
            self.draft.unread(read.patch)
        return self.close()

    def _begin(self, patch: dict[str, Any], *, early: bool) -> tuple[int, dict[str, Any]]:
        """Begin a patch node by node, as if its text had come bit by bit: `early`, or when all of it is known."""
        if early:
            _, head = next(parts_of(patch))
            if number := self.draft.begin(head):
                return number, head
        head = {name: value for name, value in patch.items() if name != "value"}
        return self.draft.begin(head), head
