"""What a document misses of what a prompt expects: the checks of the prompts' README, in one place.

All text is compared without case and by containment. Component types are named as the Punk preset names them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
Control = tuple[str, Node]
"""A control with the label it goes by."""

NAMED = ("text", "label", "title", "heading", "caption")


def score(document: dict[str, Any], expect: dict[str, Any]) -> list[str]:
    """Everything the document misses, one line each; empty when it holds all that is expected."""
    nodes = [node for node, _ in walk(document.get("root"))]
    controls = list(labelled(document.get("root")))
    misses: list[str] = []
    for kind, wanted in expect.items():
        misses += [f"{kind}: {line}" for line in CHECKS[kind](nodes, controls, wanted)]
    return misses


def count(expect: dict[str, Any]) -> int:
    """How many single expectations there are."""
    return sum(len(wanted) if isinstance(wanted, list | dict) else 1 for wanted in expect.values())


def walk(node: Any, field: str = "") -> Iterator[tuple[Node, str]]:
    """Every node with the label of the field around it."""
    if not isinstance(node, dict):
        return
    yield node, field
    inside = props(node).get("label", "") if node.get("type") == "FormField" else field
    for child in node.get("children", []):
        yield from walk(child, inside)


def props(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = node.get("props", {})
    return found


def labelled(root: Any) -> Iterator[Control]:
    for node, field in walk(root):
        if node["type"] in {"Input", "Select"}:
            yield str(props(node).get("label") or field), node
        elif node["type"] == "FormField":
            yield str(props(node).get("label", "")), node


def holds(texts: list[str], wanted: str) -> bool:
    return any(wanted.casefold() in text.casefold() for text in texts)


def named(controls: list[Control], label: str, kind: str = "") -> list[Node]:
    return [node for name, node in controls if label.casefold() in name.casefold() and kind in {"", node["type"]}]


def texts(nodes: list[Node]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        found += [
            str(value) for key, value in {**props(node), **node}.items() if key in NAMED and isinstance(value, str)
        ]
        found += [str(row.get("label", "")) for row in props(node).get("columns", []) + props(node).get("tabs", [])]
    return found


def entries(nodes: list[Node], kind: str, prop: str) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if node["type"] == kind:
            found += [
                str(row.get("label", "")) if isinstance(row, dict) else str(row) for row in props(node).get(prop, [])
            ]
    return found


def button_names(nodes: list[Node]) -> list[str]:
    buttons = [node for node in nodes if node["type"] == "Button"]
    return [str(node.get("text") or props(node).get("label") or props(node).get("ariaLabel", "")) for node in buttons]


def check_types(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    present = {node["type"].casefold() for node in nodes}
    return [kind for kind in wanted if kind.casefold() not in present]


def check_fields(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not named(controls, label)]


def check_input_types(nodes: list[Node], controls: list[Control], wanted: dict[str, str]) -> list[str]:
    return [
        f"{label} is not {kind}"
        for label, kind in wanted.items()
        if not any(props(node).get("type", "text") == kind for node in named(controls, label, "Input"))
    ]


def check_required(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not any(props(node).get("required") for node in named(controls, label))]


def check_not_required(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if any(props(node).get("required") for node in named(controls, label))]


def check_columns(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not holds(entries(nodes, "DataGrid", "columns"), label)]


def check_options(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not holds(entries(nodes, "Select", "options"), label)]


def check_tabs(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not holds(entries(nodes, "Tabs", "tabs"), label)]


def check_buttons(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [label for label in wanted if not holds(button_names(nodes), label)]


def check_text(nodes: list[Node], controls: list[Control], wanted: list[str]) -> list[str]:
    return [text for text in wanted if not holds(texts(nodes), text)]


def check_binding(nodes: list[Node], controls: list[Control], wanted: str) -> list[str]:
    return [] if any(wanted in json.dumps(props(node)) for node in nodes) else [wanted]


def check_min_count(nodes: list[Node], controls: list[Control], wanted: dict[str, int]) -> list[str]:
    present = Counter(node["type"] for node in nodes)
    return [f"{present[kind]} {kind}, not {least}" for kind, least in wanted.items() if present[kind] < least]


def check_max_nodes(nodes: list[Node], controls: list[Control], wanted: int) -> list[str]:
    return [] if len(nodes) <= wanted else [f"{len(nodes)} nodes, more than {wanted}"]


def check_forbid(nodes: list[Node], controls: list[Control], wanted: list[str] | str) -> list[str]:
    everything = json.dumps(nodes[:1], ensure_ascii=False).casefold()
    listed = [wanted] if isinstance(wanted, str) else wanted
    return [text for text in listed if text.casefold() in everything]


CHECKS: dict[str, Any] = {
    "types": check_types,
    "fields": check_fields,
    "input_types": check_input_types,
    "required": check_required,
    "not_required": check_not_required,
    "columns": check_columns,
    "options": check_options,
    "tabs": check_tabs,
    "buttons": check_buttons,
    "text": check_text,
    "binding": check_binding,
    "min_count": check_min_count,
    "max_nodes": check_max_nodes,
    "forbid": check_forbid,
}
