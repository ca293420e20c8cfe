"""The same documents and patches through `jsonpatch`, the library that others use: the same result, or both refuse.

Where the two may differ, and why that is no fault of ours:

- jsonpatch 1.33 (the oldest we allow) let `test` pass for `true` and `1`, took `-` in `replace` for the last element of
  an array, moved elements into themselves, and read digits of other scripts as indices; later releases refuse all
  that, as the RFC asks. So a patch that jsonpatch accepts and we refuse is looked at again with those in mind.
- jsonpatch follows pointers into strings (`/text/0`) in its older releases.
- jsonpatch raises `TypeError`, `IndexError` or `KeyError` in corners; that counts as refusing.
"""

from __future__ import annotations

import copy
import json
from importlib.metadata import version
from typing import Any

import jsonpatch
import jsonpointer
from hypothesis import event, given
from support.every_row import every_row

from epoch_cli.document import apply_patch, equal
from epoch_cli.errors import PatchError

from .strategies import edits, thorough

REFUSALS = (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException, TypeError, IndexError, KeyError)
RELEASE = tuple(int(part) for part in version("jsonpatch").split(".")[:2])
STRICT = RELEASE >= (1, 47)


def theirs(document: Any, patch: list[dict[str, Any]]) -> tuple[bool, Any]:
    try:
        return True, jsonpatch.apply_patch(copy.deepcopy(document), copy.deepcopy(patch))
    except REFUSALS:
        return False, None


def ours(document: Any, patch: list[dict[str, Any]]) -> tuple[bool, Any]:
    try:
        return True, apply_patch(copy.deepcopy(document), patch).document
    except PatchError:
        return False, None


@thorough
@given(edits)
def test_the_same_result_or_both_refuse(edit: tuple[Any, list[dict[str, Any]]]) -> None:
    document, patch = edit
    (they_accept, their_result), (we_accept, our_result) = theirs(document, patch), ours(document, patch)
    event(f"accepted: {we_accept}")
    if they_accept and not we_accept and not STRICT:
        return
    assert we_accept == they_accept
    assert equal(our_result, their_result)


@thorough
@given(edits)
def test_jsonpatch_can_take_back_what_we_applied(edit: tuple[Any, list[dict[str, Any]]]) -> None:
    document, patch = edit
    try:
        applied = apply_patch(copy.deepcopy(document), patch)
    except PatchError:
        return
    event(f"inverse of {len(applied.inverse)}")
    inverse = json.loads(json.dumps(applied.inverse))
    assert equal(jsonpatch.apply_patch(applied.document, inverse), document)


@every_row(
    ("document", "patch"),
    [
        # the corners in which releases of jsonpatch have differed; ours are the answers of the RFC
        ({"a": 1}, [{"op": "test", "path": "/a", "value": True}]),
        ([1, 2], [{"op": "replace", "path": "/-", "value": 0}]),
        ([1, 2], [{"op": "remove", "path": "/-"}]),
        ({"a": {"b": 1}}, [{"op": "move", "from": "/a", "path": "/a/b/c"}]),
        ({"a": "text"}, [{"op": "test", "path": "/a/0", "value": "t"}]),
        ([1, 2], [{"op": "add", "path": "/٠", "value": 0}]),
        ({"a": 1}, [{"op": "add", "path": "/a/b", "value": 0}]),
    ],
)
def test_what_a_lax_library_lets_pass_is_refused(document: Any, patch: list[dict[str, Any]]) -> None:
    assert ours(document, patch) == (False, None)
