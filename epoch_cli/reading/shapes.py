"""Objects that are no patch but say what the page is: a whole document, or the node at its root.

Which of them an object is follows from the order of its keys, because its nodes are given before its end is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, Literal

Shape = Literal["document", "node"]

ROOT: Final = "/root"
"""Where both belong."""

_WRITTEN_ANYWAY: Final = frozenset({"root", "punkVersion", "schemaVersion"})

_STEPS: Final = 100
_LOOKED_AT: Final = 1000
"""How many values, and how much of a string, are searched for what stands where it is not read."""

_ALONE: Final = {
    "a text of patches": "pass on that text alone",
    "patches": 'write them alone, one a line, or as `{"patches":[...]}`',
    "a document": "write it alone",
    "a node": 'write it alone, or as `{"op":"add","path":"/root","value":...}`',
}

NO_PATCH: Final = 'not a patch: it has no member "op" that is a string'

_FLAT: Final = (
    "not a patch but a flat document of `root` and `elements`, which only other tools read:"
    ' write `{"op":"add","path":"/root","value":{"type":...,"children":[...]}}`'
)
_LATER: Final = {
    "document": "not a patch but a whole document, and patches came before it:"
    ' write `{"op":"replace","path":"/root","value":...}`',
    "node": "not a patch but a node, and patches came before it:"
    ' write `{"op":"add","path":"/root/children/-","value":...}`',
}
_UI_MESSAGES: Final = frozenset({"surfaceUpdate", "beginRendering", "dataModelUpdate", "deleteSurface"})
_A2UI: Final = (
    "not a patch but a message of A2UI, which only other tools read:"
    ' write `{"op":"add","path":"/root","value":{"type":...,"children":[...]}}`'
)
_POINTERS: Final = (
    "not a patch but an object of pointers and values:"
    ' write `{"op":"add","path":...,"value":...}` for each of them, on a line of its own'
)
_NO_OP: Final = 'not a patch: it has a `path` but no "op": write `{"op":"add","path":...,"value":...}`'


_DISGUISES: Final = (
    (re.compile(r'\\"op\\+"\s*:'), "a patch with escaped quotes: pass on the text of that string alone"),
    (
        re.compile("&(?:quot|#34|#x22);op&(?:quot|#34|#x22);"),
        "a patch with quotes as HTML entities: write them as they are",
    ),
    (re.compile("[＂‹«]op[＂›»]"), "a patch with other quotes than JSON's: write them as they are"),
    (
        re.compile(r"^\s*(?:- *)?op: *['\"]?(?:add|copy|move|remove|replace|test)['\"]?\s*$"),
        'a patch in YAML: write JSON, `{"op":"add","path":...,"value":...}`',
    ),
)
"""What a patch looks like that is no JSON at all."""


def shape_of(value: dict[str, Any]) -> Shape | None:
    """Tell what an object is: a `root` object makes a document, a `type` a node; after an `op` neither counts."""
    seen: set[str] = set()
    for key, member in value.items():
        if key == "op":
            return None
        if key == "root" and type(member) is dict:
            return "document"
        if (key == "type" and type(member) is str) or (key == "children" and type(member) is list):
            seen.add(key)
            if len(seen) == 2:
                return "node"
    return "node" if "type" in seen else None


def as_patch(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Return the patch that says the same."""
    return {"op": "add", "path": ROOT, "value": value["root"] if shape == "document" else value}


def changes(value: dict[str, Any], shape: Shape) -> list[tuple[str, str]]:
    """Return the rules by which a patch is made of it, each with what was changed, one line without a place."""
    if shape == "node":
        return [("node-as-patch", f"a node instead of a patch, read as `add {ROOT}`")]
    made = [("document-as-patch", f"a whole document instead of patches, read as `add {ROOT}`")]
    if others := [key for key in value if key not in _WRITTEN_ANYWAY]:
        made.append(("document-members", f"of the document, {_short(', '.join(others))} is left out"))
    return made


def why_no_patch(value: Any) -> str:
    """Say what an object is that cannot be read as a patch, and what to write."""
    if type(value) is not dict:
        return NO_PATCH
    if type(value.get("root")) is str and type(value.get("elements")) is dict:
        return _FLAT
    shape = shape_of(value)
    return _LATER[shape] if shape else _foreign(value) or _held(value) or NO_PATCH


def in_disguise(text: str) -> tuple[str, int] | None:
    """Say why a line of text is no patch though it was meant as one, and where it begins; None for other text.

    A text without a brace that opens JSON is prose for the reader, and prose is passed over without a word.
    """
    if "op" not in text:
        return None
    for pattern, why in _DISGUISES:
        if found := pattern.search(text):
            return why, found.start()
    return None


def _foreign(value: dict[str, Any]) -> str:
    """Say what an object is when its keys tell: a patch in other words, or what another tool reads."""
    if type(value.get("path")) is str:
        return _NO_OP
    if not _UI_MESSAGES.isdisjoint(value):
        return _A2UI
    return _POINTERS if value and all(key.startswith("/") for key in value) else ""


def _held(value: dict[str, Any]) -> str:
    """Say where an object holds what could be read if it stood alone, as calls of tools and answers of providers do."""
    rows: list[tuple[str, Any]] = [(key, each) for key, each in islice(value.items(), _STEPS)]
    for path, here in rows:  # from the outermost on, and not far: it is only for a hint
        what = _what(here)
        if what:
            return f"not a patch but an object with {what} in `{_short(path)}`: {_ALONE[what]}"
        if len(rows) < _STEPS:
            rows += [(f"{path[:80]}{step[:80]}", each) for step, each in _members(here)]
    return ""


def _what(value: Any) -> str:
    if type(value) is str:
        return "a text of patches" if '"op"' in value[:_LOOKED_AT] else ""
    if type(value) is not dict:
        return ""
    if type(value.get("op")) is str:
        return "patches"
    shape = shape_of(value)
    return f"a {shape}" if shape == "document" or (shape and "children" in value) else ""


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """The first members of an object or items of an array, each with the step that leads there."""
    if type(value) is dict:
        yield from ((f".{key}", each) for key, each in islice(value.items(), 20))
    elif type(value) is list:
        yield from ((f"[{index}]", each) for index, each in enumerate(value[:2]))


def _short(words: str) -> str:
    printable = "".join(char if char.isprintable() else "\ufffd" for char in words[:80])
    return printable if len(words) <= 80 else f"{printable}…"
