"""What is in a node, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def children_of(node: Mapping[str, Any]) -> list[Any]:
    """The children of a node; what should be a list and is none is an only child."""
    children = node.get("children")
    return children if isinstance(children, list) else [] if children is None else [children]


def nodes_inside(node: Any) -> list[Any]:
    """The children of a node, and its template; none of what is no node."""
    if not isinstance(node, dict):
        return []
    template = node.get("itemTemplate")
    return list(children_of(node)) if template is None else [*children_of(node), template]
