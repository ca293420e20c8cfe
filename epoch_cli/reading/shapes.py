"""Objects that are no patch but say what the page is: a whole document, or the node at its root.

Which of them an object is follows from the order of its keys, because its nodes are given before its end is known.
"""

from __future__ import annotations

from typing import Any, Final, Literal

Shape = Literal["document", "node"]

ROOT: Final = "/root"
"""Where both belong."""

RULES: Final = {"document": "document-as-patch", "node": "node-as-patch"}
"""The names under which it is recorded that one was read as a patch."""

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


def told(value: dict[str, Any], shape: Shape) -> str:
    """Say what was read as a patch, for the record."""
    if shape == "node":
        return f"a node instead of a patch, read as `add {ROOT}`"
    others = ", ".join(key for key in value if key != "root")
    without = f" without {_short(others)}" if others else ""
    return f"a whole document instead of patches, read as `add {ROOT}`{without}"


def why_no_patch(value: Any) -> str:
    """Say what an object is that cannot be read as a patch, and what to write."""
    if type(value) is not dict:
        return NO_PATCH
    if type(value.get("root")) is str and type(value.get("elements")) is dict:
        return _FLAT
    shape = shape_of(value)
    return _LATER[shape] if shape else NO_PATCH


def _short(words: str) -> str:
    printable = "".join(char if char.isprintable() else "\ufffd" for char in words[:80])
    return printable if len(words) <= 80 else f"{printable}…"
