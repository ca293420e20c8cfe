"""Patches: all of an array or nothing of it, and the inverse leads back to what was there, key order included.

The first byte of an input chooses what the rest is: choices of a document and of operations that mostly fit it, or
lines of JSON, the document first, where an operation may be anything.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

from unit.document.strategies import edit

from epoch_cli.document import apply_patch
from epoch_cli.errors import PatchError

from . import TESTS

MODULES: Final = ("epoch_cli.document.patch", "epoch_cli.document.pointer")
LONGEST: Final = 512

_AS_TEXT: Final = b"T"


def seeds() -> Iterator[bytes]:
    """The cases of the tests, and choices."""
    for case in json.loads((TESTS / "unit" / "document" / "patch_cases.json").read_text("utf-8")):
        if "doc" in case and "patch" in case:
            yield (_AS_TEXT + b"\n".join(json.dumps(part).encode() for part in (case["doc"], case["patch"])))[:LONGEST]
    yield from (bytes((17 * at + 31 * seed) % 256 for at in range(100)) for seed in range(8))


def check(data: bytes) -> None:
    """Apply it."""
    if not data.startswith(_AS_TEXT):
        _hold(*edit(data))
        return
    first, _, rest = data[1:].partition(b"\n")
    try:
        document, patches = json.loads(first), json.loads(rest or b"[]")
    except (ValueError, RecursionError):
        return
    if isinstance(patches, (list, dict)):
        _hold(document, patches)


def _hold(document: Any, patches: Any) -> None:
    before, written = _told(document), _told(patches)
    here = copy.deepcopy(document)
    try:
        applied = apply_patch(here, patches)
    except PatchError as error:
        assert error.message
        assert _told(here) == before, "a patch that was refused has changed the document"
        return
    assert _told(patches) == written, "a patch was changed"
    after = _told(applied.document)
    _assert_same_one_by_one(document, patches, after)
    apart = copy.deepcopy(applied.document)
    back = apply_patch(applied.document, applied.inverse)
    assert _told(back.document, ordered=False) == _told(document, ordered=False), "the inverse does not lead back"
    again = apply_patch(back.document, back.inverse)
    assert _told(again.document, ordered=False) == _told(apart, ordered=False), "the inverse of it does not lead on"


def _assert_same_one_by_one(document: Any, patches: Any, after: str) -> None:
    here = copy.deepcopy(document)
    for patch in patches if isinstance(patches, list) else [patches]:
        here = apply_patch(here, patch).document
    assert _told(here) == after, "one by one they make another document than together"


def _told(value: Any, *, ordered: bool = True) -> str:
    return json.dumps(value, sort_keys=not ordered)
