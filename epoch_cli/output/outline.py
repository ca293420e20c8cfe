"""A document as indented lines of plain text: what a tree shows of each node, wherever it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.document import Document
from epoch_cli.output.text import visible

_NAMES = ("text", "label", "title", "caption", "alt", "ariaLabel", "fallback")


def tree_lines(document: Document) -> Iterator[str]:
    """The document as plain lines, for pipes and files: no colour, no escape, two spaces a level."""
    stack: list[tuple[Any, int]] = [(document["root"], 0)] if "root" in document else []
    while stack:
        node, level = stack.pop()
        yield "  " * level + " ".join(word for word, _ in words(node))
        stack += [(child, level + 1) for child in reversed(inner_nodes(node))]


def words(node: Any) -> list[tuple[str, str]]:
    """What is shown of one node: (text, style)."""
    if not isinstance(node, dict):
        return [(visible(str(node), 40), "red")]
    words = [(visible(str(node.get("type", "?")), 40), "bold cyan")]
    if "id" in node:
        words.append((f"#{visible(str(node['id']), 40)}", "dim"))
    name = _name(node)
    if name:
        words.append((f"“{visible(name, 60)}”", ""))
    if labels := _labels(node):
        words.append((f"[{visible(', '.join(labels), 60)}]", "dim"))
    if "dataSource" in node:
        words.append((f"for each of {visible(str(node['dataSource']), 40)}", "magenta"))
    return words


def _name(node: dict[str, Any]) -> str:
    props = node.get("props")
    values = [node.get("text"), *(props.get(name) for name in _NAMES if isinstance(props, dict))]
    return next((value for value in values if isinstance(value, str) and value), "")


def _labels(node: dict[str, Any]) -> list[str]:
    """What a node's columns, options or tabs are called."""
    props = node.get("props")
    for value in props.values() if isinstance(props, dict) else ():
        if isinstance(value, list) and value:
            found = [item.get("label") if isinstance(item, dict) else item for item in value]
            if all(isinstance(label, str) for label in found):
                return [str(label) for label in found]
    return []


def inner_nodes(node: Any) -> list[Any]:
    """The nodes right inside a node, as they are drawn: its children, then its itemTemplate."""
    if not isinstance(node, dict):
        return []
    children = node.get("children")
    template = [node["itemTemplate"]] if "itemTemplate" in node else []
    return [*(children if isinstance(children, list) else []), *template]
