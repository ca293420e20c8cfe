"""One array as a model counts it whose patches were not all accepted (decision 16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

NEVER_THERE: Final = 0
"""Stands for the number of a refused patch where none was: the model counts what nobody wrote (`ModelView.skipped`)."""

MISCOUNT: Final = 64
"""How far past the end of an array an index may be a miscount; beyond that it is something else."""


class Follows(Exception):  # noqa: N818  not an error of its own: the consequence of an earlier refusal
    """A pointer into what patch `number` would have made, had it not been refused."""

    def __init__(self, number: int) -> None:
        super().__init__(f"follows from refused patch {number}")
        self.number = number


class Believed(NamedTuple):
    """What a model believes to stand in an array, because of its refused patch `number`; with its id, if it has one."""

    number: int
    identity: str = ""


@dataclass(slots=True)
class ArrayView:
    """One array as the model counts it.

    `tombs` are positions the model counts that do not exist, with what it believes to be there; `hidden` are indices
    that exist and that the model does not count; `stale` are indices whose element the model believes to have replaced.
    Model positions and document indices are two different scales.
    """

    array: list[Any]
    tombs: dict[int, Believed] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    stale: dict[int, Believed] = field(default_factory=dict)

    def index(self, position: int) -> int:
        """The document's index of the element at a model's position; raises `Follows` when it was refused."""
        if position in self.tombs:
            raise Follows(self.tombs[position].number)
        return self._skip_hidden(position - sum(tomb < position for tomb in self.tombs))

    def insertion(self, position: int) -> int:
        """The document's index at which the model means to insert."""
        return self._skip_hidden(position - sum(tomb < position for tomb in self.tombs))

    def end(self) -> int:
        """The model's position after its last element."""
        return len(self.array) - len(self.hidden) + len(self.tombs)

    def _skip_hidden(self, rank: int) -> int:
        for index in sorted(self.hidden):
            if index > rank:
                break
            rank += 1
        return rank

    def insert(self, position: int) -> None:
        """An insert was accepted."""
        at = self.insertion(position)
        self._shift_tombs(position, 1)
        self.hidden = {index + (index >= at) for index in self.hidden}
        self.stale = {index + (index >= at): number for index, number in self.stale.items()}

    def remove(self, position: int) -> None:
        """A removal was accepted, or was of something that was refused before."""
        if self.tombs.pop(position, None) is None:
            at = self.index(position)
            self.hidden = {index - (index > at) for index in self.hidden}
            self.stale = {index - (index > at): number for index, number in self.stale.items() if index != at}
        self._shift_tombs(position, -1)

    def entomb(self, position: int, believed: Believed) -> None:
        """An insert was refused. Past the end the model believes something to stand in between, too."""
        end = self.end()
        if position - end <= MISCOUNT:
            self.tombs |= dict.fromkeys(range(end, position), Believed(NEVER_THERE))
        self._shift_tombs(position, 1)
        self.tombs[position] = believed

    def hide(self, position: int) -> None:
        """A removal was refused."""
        at = self.index(position)
        self._shift_tombs(position, -1)
        self.hidden.add(at)

    def bury(self, index: int, believed: Believed) -> None:
        """The element at a document's index goes, and the model does not know."""
        rank = index - sum(hidden < index for hidden in self.hidden)
        if index in self.hidden:
            self.hidden.discard(index)
        else:
            self.tombs[self._position(rank)] = believed
        self.hidden = {hidden - (hidden > index) for hidden in self.hidden}
        self.stale = {stale - (stale > index): by for stale, by in self.stale.items() if stale != index}

    def position(self, index: int) -> int | None:
        """The model's position of the element at a document's index, None when the model does not count it."""
        if index in self.hidden:
            return None
        return self._position(index - sum(hidden < index for hidden in self.hidden))

    def conceal(self, index: int) -> None:
        """An element comes to stand at a document's index, and the model does not know."""
        self.hidden = {hidden + (hidden >= index) for hidden in self.hidden} | {index}
        self.stale = {stale + (stale >= index): by for stale, by in self.stale.items()}

    def _position(self, rank: int) -> int:
        """The model's position of the element of this rank among those that both sides know."""
        position = rank
        for tomb in sorted(self.tombs):
            if tomb > position:
                break
            position += 1
        return position

    def _shift_tombs(self, start: int, by: int) -> None:
        self.tombs = {tomb + by * (tomb >= start): number for tomb, number in self.tombs.items()}
