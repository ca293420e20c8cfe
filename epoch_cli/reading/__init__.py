"""Reading: from the text of a language model, in whatever chunks it comes, to patches.

`PatchReader` is the way in. Every character of the input belongs to exactly one read (design section 5):

    chunks ─▶ reader ─▶ lane (lines that hold one patch: counted, then parsed) ────▶ judge (keeps the place) ─▶ reads
                 └────▶ scanner (all else: cut at brackets and strings) ──────────────┘
                           │  └─▶ nodes (parts of a value that is still coming)
                           └────▶ healing (what a broken value was meant to be)
"""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.reading.pending import Pending
    from epoch_cli.reading.reader import PatchReader
    from epoch_cli.reading.reads import (
        Healing,
        MalformedRead,
        NodeRead,
        PatchRead,
        Read,
        StructureRead,
        TextRead,
    )
    from epoch_cli.reading.reason import Reason

__all__ = [
    "Healing",
    "MalformedRead",
    "NodeRead",
    "PatchRead",
    "PatchReader",
    "Pending",
    "Read",
    "Reason",
    "StructureRead",
    "TextRead",
]

# a complete JSON text is read by `strict_json` alone
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.reading.reader": ("PatchReader",),
        "epoch_cli.reading.reads": (
            "Healing",
            "MalformedRead",
            "NodeRead",
            "PatchRead",
            "Read",
            "StructureRead",
            "TextRead",
        ),
        "epoch_cli.reading.pending": ("Pending",),
        "epoch_cli.reading.reason": ("Reason",),
    },
)
