"""What a screen may ask of the run that it shows: the only way back from it (design section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Author(NamedTuple):
    """One who could write instead.

    Attributes:
        name: what `Wishes.another` takes, such as `openai` or `anthropic/claude-sonnet`.
        title: as people read it.
        note: why it cannot be asked, such as that there is no key; empty when it can.
        now: whether it is the one that writes now.
    """

    name: str
    title: str
    note: str = ""
    now: bool = False


class Wishes(Protocol):
    """Wishes on a live run. None of them waits for what comes of it: that is told by events."""

    def cancel(self) -> None:
        """End the run now; what was accepted is kept."""

    def release(self) -> None:
        """The user is done: a run that waits for wishes ends in good order."""

    def refine(self, prompt: str) -> None:
        """Ask for a change of what is there."""

    def keep(self) -> None:
        """Accept the last turn: it cannot be taken back any more."""

    def undo_turn(self) -> str:
        """Take back a change that still waits, which this gives, or else all patches of the last turn."""

    def changes(self) -> Sequence[str]:
        """The changes asked for that still wait for the turn before them, oldest first."""

    def authors(self) -> list[Author]:
        """Who could write."""

    async def another(self, name: str) -> None:
        """Take the last turn back, and ask somebody else for the same.

        Raises:
            EpochError: it cannot be asked.
        """
