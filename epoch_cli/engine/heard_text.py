"""One text of a run while it comes: what is read of it, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from epoch_cli.reading import PatchRead, Read
from epoch_cli.validation.nulls import without_nulls

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.events import Mode
    from epoch_cli.reading import PatchReader
    from epoch_cli.reading.granularity import Granularity

_MOST_KEPT = 4 * 1024 * 1024
"""Characters of a text that are kept, to know them again in the next: more than any answer has within its budget."""


class HeardText:
    """What was heard of one text so far.

    Args:
        catalog: the design system.
        most: the most characters that are read.
        mode: the form that its author was asked for; what is no list of patches is kept as a whole, and read elsewhere.
        granularity: how large values are read.
        heal: whether text that is almost JSON is made JSON.
        null_is_absent: its author had to write every key, with `null` for what is absent.

    Attributes:
        mode, null_is_absent: as they were given.
        length: characters so far.
        open_end: whether it ended in the middle of something.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        most: int,
        mode: Mode = "patch",
        granularity: Granularity = "patch",
        heal: bool = True,
        null_is_absent: bool = False,
    ) -> None:
        self._catalog = catalog
        self._most, self._granularity, self._heal = most, granularity, heal
        self._reader: PatchReader | None = None
        self._pieces: list[str] = []
        self.mode: Mode = mode
        self.null_is_absent = null_is_absent
        self.length = 0
        self.open_end = False

    @property
    def said(self) -> str:
        """The text so far, as much of it as is kept, or what stands for it."""
        return "".join(self._pieces)

    def keep(self, piece: str) -> None:
        """The next piece of the text has come."""
        if self.length < _MOST_KEPT or self.mode != "patch":
            self._pieces.append(piece)
        self.length += len(piece)

    def hand_over(self) -> str:
        """What is kept, which is no longer kept here."""
        said, self._pieces = self.said, []
        return said

    def stands_for(self, text: str) -> None:
        """Keep another text in the place of this one, which says the same as a list of patches."""
        self._pieces = [text]

    def reads(self, piece: str | None) -> Iterable[Read]:
        """What is read of the next piece, or of None, which is the end."""
        reader = self._reader or self._start()
        reads = reader.close() if piece is None else reader.feed(piece)
        return map(self._without_nulls, reads) if self.null_is_absent else reads

    def _start(self) -> PatchReader:
        """Make the reader, with the first piece: to import it takes 20 ms, and a request is on its way by now."""
        from epoch_cli.reading import PatchReader  # noqa: PLC0415

        self._reader = PatchReader(max_total_chars=self._most, granularity=self._granularity, heal=self._heal)
        return self._reader

    def _without_nulls(self, read: Read) -> Read:
        if not isinstance(read, PatchRead):
            return read
        return replace(read, patch=without_nulls(read.patch, self._catalog))
