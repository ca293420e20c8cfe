"""How the accepted patches of two sessions differ: which only one of them has, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from epoch_cli.document import Patch
from epoch_cli.document.canonical import compact


class PatchChange(NamedTuple):
    """A patch that only one session has: `removed` is the first, `added` the second; `sequence` counts from 1 there."""

    change: Literal["removed", "added"]
    sequence: int
    patch: Patch


def patch_difference(before: Sequence[Patch], after: Sequence[Patch]) -> list[PatchChange]:
    """What was taken out of one list of operations, and put in, to make the other of it."""
    matcher = SequenceMatcher(None, list(map(compact, before)), list(map(compact, after)), autojunk=False)
    found: list[PatchChange] = []
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag != "equal":
            found += [PatchChange("removed", index + 1, before[index]) for index in range(begin, end)]
            found += [PatchChange("added", index + 1, after[index]) for index in range(other_begin, other_end)]
    return found
