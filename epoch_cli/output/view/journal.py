"""What each event changed, so that the last one can be taken back."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[], object]
"""Takes one change back."""


class Journal:
    """A page for each event, with the steps that take back what it changed."""

    def __init__(self) -> None:
        self._pages: list[list[Step] | None] = []  # most events, pieces of text, change nothing: no list for those

    def begin(self) -> None:
        """A new page: another event comes."""
        self._pages.append(None)

    def note(self, step: Step) -> None:
        """Something is about to change, or did."""
        page = self._pages[-1]
        if page is None:
            self._pages[-1] = [step]
        else:
            page.append(step)

    def take_back(self) -> None:
        """Take the last page back, the last step first."""
        for step in reversed(self._pages.pop() or ()):
            step()
