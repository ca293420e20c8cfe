"""An operation of which only a piece has come, since its text ended in it (healing rule `truncated-tail`).

What is whole in it counts where it is new; it never takes the place of what is there (design section 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.reading import MalformedRead, PatchRead, Read
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.surrogates import encodable
from epoch_cli.validation import Draft

_RULE = "truncated-tail"


def is_piece(read: PatchRead) -> bool:
    """Whether a patch is only what had come of one."""
    return any(repair.rule == _RULE for repair in read.repairs)


def ends_open(read: Read) -> bool:
    """Whether the last read of a text says that the text ended in the middle of something."""
    if isinstance(read, MalformedRead):
        return read.reason is Reason.TRUNCATED
    return isinstance(read, PatchRead) and is_piece(read)


def overwrites(patch: Mapping[str, Any], draft: Draft) -> bool:
    """Whether an operation would put something in the place of what is there."""
    return patch.get("op") == "replace" or draft.overwritten_by(patch) is not None


def unless_it_takes_away(read: PatchRead, draft: Draft) -> PatchRead | MalformedRead:
    """The read; one that could not be read to its end, when it is a piece that would overwrite something."""
    cut = next((repair for repair in read.repairs if repair.rule == _RULE), None)
    if cut is None or not overwrites(read.patch, draft):
        return read
    path = str(read.patch["path"])
    return MalformedRead(
        Reason.TRUNCATED,
        f"the text ends inside what would take the place of {path or 'the document'}, at {cut.line}:{cut.column}",
        encodable(path[:80]),
        read.span,
        cut.position,
        cut.line,
        cut.column,
        patch={name: read.patch[name] for name in ("op", "path") if name in read.patch},
    )
