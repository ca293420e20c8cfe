"""What could not be said, noted while something is written or read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from epoch_cli.convert.formats import Loss
from epoch_cli.document.canonical import compact

Path = tuple[str | int, ...]
Note = tuple[str, str]
"""What could not be said, and what was done instead; without its place."""


class Noted(NamedTuple):
    """A loss, and the path in the spec where it comes from, for what was read."""

    loss: Loss
    source: Path = ()


class Notes:
    """Takes down losses in the order in which they are met."""

    def __init__(self) -> None:
        self.noted: list[Noted] = []

    def add(self, path: Path, what: str, done: str, source: Path = ()) -> None:
        """Note one."""
        self.noted.append(Noted(Loss(path, what, done), source))

    def extend(self, path: Path, notes: Sequence[Note], source: Path = ()) -> None:
        """Note several of one place."""
        for what, done in notes:
            self.add(path, what, done, source)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """All of them."""
        return tuple(each.loss for each in self.noted)


class Unheard(Notes):
    """Takes down nothing, for what is only tried."""

    def add(self, path: Path, what: str, done: str, source: Path = ()) -> None:
        """Note nothing."""


def shortened(value: Any) -> str:
    """A value as a message quotes it."""
    text = value if isinstance(value, str) else compact(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
