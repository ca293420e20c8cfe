"""Reading: from the text of a language model, in whatever chunks it comes, to patches.

`PatchReader` is the way in. Every character of the input belongs to exactly one read (design section 5):

    chunks ─▶ reader (lets chunks wait) ─▶ scanner (cuts) ─▶ judge (parses, keeps the place) ─▶ reads
"""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.reading.reader import PatchReader
    from epoch_cli.reading.reads import MalformedRead, PatchRead, Read, StructureRead, TextRead
    from epoch_cli.reading.reason import Reason

__all__ = ["MalformedRead", "PatchRead", "PatchReader", "Read", "Reason", "StructureRead", "TextRead"]

# a complete JSON text is read by `strict_json` alone
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.reading.reader": ("PatchReader",),
        "epoch_cli.reading.reads": ("MalformedRead", "PatchRead", "Read", "StructureRead", "TextRead"),
        "epoch_cli.reading.reason": ("Reason",),
    },
)
