"""Reading: from the text of a language model, in whatever chunks it comes, to patches.

`PatchReader` is the way in. Every character of the input belongs to exactly one read (design section 5):

    chunks ─▶ reader (lets chunks wait) ─▶ scanner (cuts) ─▶ judge (parses, keeps the place) ─▶ reads
"""

from epoch_cli.reading.reader import PatchReader
from epoch_cli.reading.reads import MalformedRead, PatchRead, Read, Reason, StructureRead, TextRead

__all__ = ["MalformedRead", "PatchRead", "PatchReader", "Read", "Reason", "StructureRead", "TextRead"]
