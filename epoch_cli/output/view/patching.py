"""A document under patches that can be taken back exactly: the same objects in the same order."""

from __future__ import annotations

from functools import partial
from typing import Any

from epoch_cli.document import Document, Patch, apply_patch
from epoch_cli.document.patch import plan_operation
from epoch_cli.output.view.journal import Journal

_TAKING_OUT = ("remove", "move")  # no set: what a changed session has there may be of any type


class Patched:
    """A document that patches change in place.

    Attributes:
        document: as of now.
    """

    def __init__(self, journal: Journal) -> None:
        self.document: Document = {}
        self._journal = journal

    def become(self, document: Document) -> None:
        """Another document altogether."""
        self._journal.note(partial(setattr, self, "document", self.document))
        self.document = document

    def apply(self, patch: Patch) -> None:
        """Apply one operation.

        Raises:
            PatchError: it cannot be applied; nothing has changed.
        """
        before = self.document
        if patch.get("op") in _TAKING_OUT:
            self._take_out(patch)
            return
        applied = apply_patch(before, patch)
        if applied.document is before:
            self._journal.note(partial(self._invert, applied.inverse))
        else:
            self.become(applied.document)

    def _invert(self, inverse: list[Patch]) -> None:
        """Put back what an add, replace or copy left: its inverse holds the very objects that were there."""
        for operation in inverse:
            plan_operation(self.document, operation, owned=True).carry_out()

    def _take_out(self, patch: Patch) -> None:
        """Removals and moves, whose inverses forget the order of keys, and may copy what they put back."""
        step = plan_operation(self.document, patch)
        if step.whole:
            self.become(step.carry_out())
            return
        if step.put is None and step.take is not None and isinstance(step.take[0], list):
            array, index = step.take
            self._journal.note(partial(array.insert, index, array[index]))
        else:
            self._journal.note(step.taking_back())
        step.carry_out()


def root_of(document: Any) -> dict[str, Any] | None:
    """The root of a document; None when it has none."""
    root = document.get("root") if isinstance(document, dict) else None
    return root if isinstance(root, dict) else None
