"""What a document misses of what a prompt expects: the checks of the prompts' README, in one place.

All text is compared without case and by containment. Component types are named as the Punk preset names them. What
is not there meets no expectation, except that something is not there (`forbid`, `max_nodes`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Node = dict[str, Any]
Control = tuple[str, Node]
"""A control with the label it goes by."""

SAID = ("text", "label", "title", "heading")
"""Where a text is looked for; the columns of a table and the tabs have theirs below."""

LABELLED = {"FormField", "Input", "Select"}


class Screen(NamedTuple):
    """A document as the checks look at it: its nodes in reading order, and what has a field's label."""

    root: Any
    nodes: list[Node]
    controls: list[Control]


def score(document: dict[str, Any], expect: dict[str, Any]) -> list[str]:
    """Everything the document misses, one line each; empty when it holds all that is expected.

    Raises:
        KeyError: when something is expected that there is no check for.
    """
    root = document.get("root")
    screen = Screen(root, [node for node, _ in walk(root)], list(labelled(root)))
    return [f"{kind}: {line}" for kind, wanted in expect.items() for line in CHECKS[kind](screen, wanted)]


def count(expect: dict[str, Any]) -> int:
    """How many single expectations there are."""
    return sum(len(wanted) if isinstance(wanted, list | dict) else 1 for wanted in expect.values())


# ---------------------------------------------------------------- what is in a document


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
    """Each field and control with its label, its own or that of the field around it."""
    for node, field in walk(root):
        if node["type"] in LABELLED:
            own = props(node).get("label") or ("" if node["type"] == "FormField" else field)
            yield str(own), node


def rows(node: Node, prop: str) -> list[Any]:
    """The entries of a list prop; none where the list is bound to data."""
    value = props(node).get(prop, [])
    return value if isinstance(value, list) else []


def labels(screen: Screen, kind: str, prop: str) -> list[str]:
    """The labels of the entries of a list prop, over all components of a type."""
    entries = [row for node in screen.nodes if node["type"] == kind for row in rows(node, prop)]
    return [str(row.get("label", "") if isinstance(row, dict) else row) for row in entries]


def texts(screen: Screen) -> list[str]:
    """What the screen says in texts, labels, titles, headings and the names of columns and tabs."""
    found = [str(where[key]) for node in screen.nodes for where in (node, props(node)) for key in SAID if key in where]
    return found + labels(screen, "DataGrid", "columns") + labels(screen, "Tabs", "tabs")


def button_names(screen: Screen) -> list[str]:
    """The accessible names of all buttons: what is said to assistive technology comes before what is seen."""
    buttons = [node for node in screen.nodes if node["type"] == "Button"]
    told = [(node.get("a11y", {}).get("label"), props(node).get("ariaLabel"), node.get("text")) for node in buttons]
    own = [props(node).get("label") for node in buttons]
    return [str(next(filter(None, (*names, label)), "")) for names, label in zip(told, own, strict=True)]


def strings(value: Any) -> Iterator[str]:
    """Every string in a value, keys included, as it is before JSON escapes it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings([*value, *value.values()])
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry)


def holds(found: list[str], wanted: str) -> bool:
    return any(wanted.casefold() in text.casefold() for text in found)


def absent(found: list[str], wanted: list[str]) -> list[str]:
    return [text for text in wanted if not holds(found, text)]


def named(screen: Screen, label: str, kind: str = "") -> list[Node]:
    """The controls whose label holds a text."""
    return [node for name, node in screen.controls if holds([name], label) and kind in {"", node["type"]}]


def required(screen: Screen, label: str) -> bool:
    return any(props(node).get("required") is True for node in named(screen, label))


# ---------------------------------------------------------------- the checks


def check_types(screen: Screen, wanted: list[str]) -> list[str]:
    present = {node["type"].casefold() for node in screen.nodes}
    return [kind for kind in wanted if kind.casefold() not in present]


def check_fields(screen: Screen, wanted: list[str]) -> list[str]:
    return [label for label in wanted if not named(screen, label)]


def check_input_types(screen: Screen, wanted: dict[str, str]) -> list[str]:
    return [
        f"{label} is not {kind}"
        for label, kind in wanted.items()
        if not any(props(node).get("type", "text") == kind for node in named(screen, label, "Input"))
    ]


def check_required(screen: Screen, wanted: list[str]) -> list[str]:
    return [label for label in wanted if not required(screen, label)]


def check_not_required(screen: Screen, wanted: list[str]) -> list[str]:
    return [label for label in wanted if required(screen, label) or not named(screen, label)]


def check_columns(screen: Screen, wanted: list[str]) -> list[str]:
    return absent(labels(screen, "DataGrid", "columns"), wanted)


def check_options(screen: Screen, wanted: list[str]) -> list[str]:
    return absent(labels(screen, "Select", "options"), wanted)


def check_tabs(screen: Screen, wanted: list[str]) -> list[str]:
    return absent(labels(screen, "Tabs", "tabs"), wanted)


def check_buttons(screen: Screen, wanted: list[str]) -> list[str]:
    return absent(button_names(screen), wanted)


def check_text(screen: Screen, wanted: list[str]) -> list[str]:
    return absent(texts(screen), wanted)


def check_binding(screen: Screen, wanted: str) -> list[str]:
    return absent([text for node in screen.nodes for text in strings(list(props(node).values()))], [wanted])


def check_min_count(screen: Screen, wanted: dict[str, int]) -> list[str]:
    present = Counter(node["type"].casefold() for node in screen.nodes)
    return [f"{present[kind.casefold()]} {kind}, not {n}" for kind, n in wanted.items() if present[kind.casefold()] < n]


def check_max_nodes(screen: Screen, wanted: int) -> list[str]:
    return [] if len(screen.nodes) <= wanted else [f"{len(screen.nodes)} nodes, more than {wanted}"]


def check_forbid(screen: Screen, wanted: list[str] | str) -> list[str]:
    everything = [json.dumps(screen.root, ensure_ascii=False), *strings(screen.root)]
    listed = [wanted] if isinstance(wanted, str) else wanted
    return [text for text in listed if holds(everything, text)]


CHECKS: dict[str, Callable[[Screen, Any], list[str]]] = {
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
"""A check for each kind of expectation; it gives what is missing, a line each."""
