"""How the tests read."""

from __future__ import annotations

from collections.abc import Iterable

from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, StructureRead, TextRead
from epoch_cli.reading.granularity import Granularity

from .corpus import Example

_LETTER = {PatchRead: "P", TextRead: "T", StructureRead: "S"}


def read(
    example: Example,
    chunks: Iterable[str] | None = None,
    *,
    heal: bool = False,
    granularity: Granularity = "patch",
) -> list[Read]:
    """Read a text whole, or in the chunks given."""
    reader = PatchReader(
        max_value_chars=example.max_value_chars, max_depth=example.max_depth, heal=heal, granularity=granularity
    )
    reads = [read for chunk in (chunks or [example.text]) for read in reader.feed(chunk)]
    return reads + reader.close()


def shape_of(reads: list[Read]) -> str:
    """Return the reads in the notation of the corpus."""
    return " ".join(read.reason if isinstance(read, MalformedRead) else _LETTER[type(read)] for read in reads)
