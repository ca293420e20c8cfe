"""What takes the accepted patches of a draft back, the last one first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from epoch_cli.document.patch import Patch

UNDO_LIMIT = 10_000
"""How many accepted patches a draft can take back; beyond it the oldest are forgotten."""


class UndoStack:
    """The numbers of accepted patches, each with the operations that take it back when applied in order."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: deque[tuple[int, list[Patch]]] = deque(maxlen=UNDO_LIMIT)

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, number: int, inverse: list[Patch]) -> None:
        """Keep what takes patch `number` back. Of one that came node by node the first node holds all others."""
        if not self._kept or self._kept[-1][0] != number:
            self._kept.append((number, inverse))

    def pop(self) -> tuple[int, list[Patch]]:
        """The patch that is taken back next, which is forgotten here; ask only while there is one."""
        return self._kept.pop()

    def count_since(self, number: int) -> int:
        """How many there are of the patches behind patch `number`."""
        count = 0
        for each, _ in reversed(self._kept):
            if each <= number:
                break
            count += 1
        return count

    def sizes(self) -> Iterator[int]:
        """How many operations take each patch back, the next one first."""
        return (len(inverse) for _, inverse in reversed(self._kept))
