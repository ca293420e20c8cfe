"""A tree as text, with the place in it where each node can be known: what progressive commit is measured by."""

from __future__ import annotations

import json
from typing import Any


def written(
    value: dict[str, Any], before: str = '{"op":"add","path":"/root","value":', after: str = "}"
) -> tuple[str, dict[str, int]]:
    """The text of a patch and, by the id of each node, how much of it says all about the node's own fields.

    That is up to the bracket of its `children`, or else up to its closing brace. Made here piece by piece, so that no
    reader has a part in it; `children` stand behind all other fields.
    """
    pieces = [before]
    known: dict[str, int] = {}

    def write(node: dict[str, Any]) -> None:
        own = {name: field for name, field in node.items() if name != "children"}
        pieces.append(json.dumps(own, separators=(",", ":"))[:-1])
        if "children" in node:
            pieces.append(',"children":[')
            known[node["id"]] = sum(map(len, pieces))
            for number, child in enumerate(node["children"]):
                pieces.append("," if number else "")
                write(child)
            pieces.append("]}")
        else:
            pieces.append("}")
            known[node["id"]] = sum(map(len, pieces))

    write(value)
    pieces.append(after)
    return "".join(pieces), known


def ids_in(node: Any) -> set[str]:
    """The ids of a node and all below it."""
    if not isinstance(node, dict):
        return set()
    own = {node["id"]} if "id" in node else set()
    return own.union(*(ids_in(child) for child in node.get("children", ())))


def forty() -> dict[str, Any]:
    """A page of 40 nodes, on four levels."""
    numbers = iter(range(1000))

    def node(kind: str, *children: Any, **props: Any) -> dict[str, Any]:
        made: dict[str, Any] = {"type": kind, "id": f"n{next(numbers)}"}
        if props:
            made["props"] = props
        return {**made, "children": list(children)} if children else made

    def section(number: int) -> dict[str, Any]:
        fields = [
            node(
                "FormField",
                node("Input", placeholder='a "quoted" {brace} ]', name=f"f{number}{each}"),
                label=f"L{each}",
            )
            for each in range(3)
        ]
        return node("Card", node("Form", *fields, node("Button", ariaLabel="Send", onClick="send"), onSubmit="send"))

    return node(
        "Container",
        *(section(number) for number in range(4)),
        *(node("Badge", ariaLabel="New") for _ in range(3)),
        padding="md",
    )
