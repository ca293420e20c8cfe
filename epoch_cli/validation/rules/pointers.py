"""Patches themselves: their operations, pointers and targets (decisions 4, 9 and 16)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.validation.diagnostics import Finding, Rule
from epoch_cli.validation.rules.words import quote

MALFORMED = Rule("EP901", "malformed-patch", "gate", "a patch is an RFC 6902 operation with the members it needs")
BAD_POINTER = Rule("EP902", "bad-pointer", "gate", "path and from are RFC 6901 pointers")
NO_SUCH_PLACE = Rule("EP903", "no-such-place", "gate", "a patch changes a place that exists")
PROTECTED = Rule(
    "EP904",
    "protected-place",
    "gate",
    "the root is not removed, the document not rewritten, and metadata.epoch left to its owner",
)
FOLLOWS = Rule("EP905", "follows-refusal", "gate", "a pointer does not lead into what was refused")
TEST_FAILED = Rule("EP906", "test-failed", "gate", "the value that a test names is there")
DUPLICATE_PATCH = Rule("EP907", "duplicate-patch", "gate", "a patch's meta.id is seen once")
INTO_ITSELF = Rule("EP908", "move-into-itself", "gate", "nothing is moved into itself")
FLAT = Rule("EP909", "flat-stream", "gate", "a patch writes to the tree of nodes, not to a flat map of elements")

RULES = (MALFORMED, BAD_POINTER, NO_SUCH_PLACE, PROTECTED, FOLLOWS, TEST_FAILED, DUPLICATE_PATCH, INTO_ITSELF, FLAT)

_WRITES = frozenset({"add", "replace", "set"})
_AMONG = ("write each node among its parent's children", "/root/children/-")
_NAME = re.compile(r"[\w.:-]{1,128}")


def check_flat(patch: Any, document: Mapping[str, Any]) -> Finding | None:
    """Whether a patch is one of json-render's, whose document is `{root: "id", elements: {id: element}, state: {…}}`.

    There, `/elements/card-1` is an element, whose `children` are names of others, and `/root` the name of the first.
    """
    if not isinstance(patch, Mapping):
        return None
    op, path, source, value = (patch.get(name) for name in ("op", "path", "from", "value"))
    for pointer in (path, source):
        member = pointer.split("/", 2)[1] if isinstance(pointer, str) and pointer.startswith("/") else ""
        if member in {"elements", "state"} and member not in document:
            return _flat(f"{quote(pointer)[1:-1]} is a place of json-render's flat format", member)
    if path == "/root" and op in _WRITES:
        if isinstance(value, str) and _NAME.fullmatch(value):
            return _flat(f"/root is set to the name {quote(value)}, as in json-render's flat format", "root")
        if isinstance(value, Mapping) and isinstance(value.get("elements"), Mapping) and "type" not in value:
            return _flat("the value is a whole document of json-render's flat format", "elements")
    return None


def _flat(what: str, member: str) -> Finding:
    if member == "state":
        return Finding("EP909", (), f"{what}; a document holds no data", "bind props to data with {context.…} instead")
    what_to_do, path = ("write the node itself", "/root") if member == "root" else _AMONG
    hint = f'{what_to_do}: {{"op": "add", "path": "{path}", "value": {{"type": …, "children": [{{"type": …}}]}}}}'
    return Finding("EP909", (), f"{what}; Epoch's tree is nested: nodes stand inside their parents", hint)
