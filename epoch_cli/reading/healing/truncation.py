"""What is left of a value whose text ends inside it: nodes that were complete (design section 5).

A node is complete when it is closed, or when its `children` had begun: then all that stands before them is known. The
innermost node of which neither holds goes, and with it every half of a string, key or number.
"""

from __future__ import annotations

from typing import Any

from epoch_cli.reading.progressive import NODE_PATH


def complete_part(value: dict[str, Any], open_depth: int) -> dict[str, Any] | None:
    """Return `value` without what was not complete, or None when nothing may be kept. `value` is changed.

    Args:
        value: the text up to its last complete token, with what was open closed.
        open_depth: how many objects and arrays were open where the text ended, `value` itself among them; each is the
            last member of the one around it.
    """
    if "op" in value:
        node_key = "value"
        if value["op"] != "add" or type(value.get("path")) is not str or "value" not in value:
            return None
    elif "root" in value:
        node_key = "root"
    else:
        return value if _trim(value, open_depth) else None
    node, last = value[node_key], next(reversed(value))
    if type(node) is not dict:
        return None
    if open_depth > 1 and last == node_key:
        return value if _is_node_place(value) and _trim(node, open_depth - 1) else None
    if open_depth > 1:  # the node is whole, and a member behind it was cut
        del value[last]
    return value


def _is_node_place(value: dict[str, Any]) -> bool:
    return "op" not in value or NODE_PATH.fullmatch(value["path"]) is not None


def _trim(node: dict[str, Any], open_depth: int) -> bool:
    """Leave out what is not complete in a node that is open; return whether the node may stay."""
    while True:
        children = node.get("children")
        if type(children) is not list:
            return False
        last = next(reversed(node))
        if open_depth == 1:
            return True
        if last != "children":
            del node[last]
            return True
        if open_depth == 2:
            return True
        child = children[-1]
        if type(child) is not dict or type(child.get("children")) is not list:
            children.pop()
            return True
        node, open_depth = child, open_depth - 2
