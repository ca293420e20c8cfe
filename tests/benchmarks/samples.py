"""Documents to measure with: like those that people and models write, no two alike, and with nothing wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

_NAMES = ("Email", "Full name", "Company", "Phone number", "Street", "City", "Country", "Notes", "Budget", "Start date")
_WORDS = ("overview", "orders", "customers", "revenue", "open tickets", "settings", "members", "invoices", "messages")


def document(nodes: int, seed: int = 0) -> dict[str, Any]:
    """A page of exactly that many nodes: headings, forms, tables, lists, tabs and cards, as the seed has it."""
    chance = random.Random(seed)
    children = [_title(chance, 1)]
    bound = 0
    left = nodes - 2
    while left:
        group = _box([])
        room = left - 1
        while room > 0 and len(group["children"]) < 8:
            kinds = (_form, _tabs, _cards) if nodes <= 50 and bound >= 3 else (_form, _tabs, _cards, _table, _list)
            kind = chance.choice(kinds)
            bound += kind in {_table, _list}  # profile strict takes 20 bindings
            section = kind(chance, left - room)
            if len(list(walk(section))) > room:
                section = {"type": "Text", "text": f"{chance.choice(_WORDS).capitalize()} {room}"}
            group["children"].append(section)
            room -= len(list(walk(section)))
        children.append(group)
        left = room if group["children"] else 0
    root: Node = {"type": "Container", "id": f"page-{seed}", "props": {"padding": "lg"}, "children": children}
    return {"punkVersion": "1.0.0", "schemaVersion": "1.0.0", "root": root}


def walk(node: Node) -> Iterator[Node]:
    """A node and all inside it."""
    yield node
    for child in node.get("children", ()):
        yield from walk(child)
    if "itemTemplate" in node:
        yield from walk(node["itemTemplate"])


def patch(nodes: int, seed: int = 0) -> dict[str, Any]:
    """A patch that adds a subtree of that many nodes, without ids, to the root's children."""
    chance = random.Random(seed)
    fields = [_field(chance, number) for number in range((nodes - 4) // 2)]
    form: Node = {"type": "Form", "props": {"onSubmit": "send"}, "children": [*fields, _button("Send")]}
    card: Node = {"type": "Card", "props": {"padding": "md"}, "children": [_title(chance, 2), form]}
    card["children"] += [{"type": "Text", "text": "Thank you"} for _ in range(nodes - sum(1 for _ in walk(card)))]
    return {"op": "add", "path": "/root/children/-", "value": card}


def with_ids(patch: dict[str, Any], prefix: str) -> dict[str, Any]:
    """The same patch with an id on every node of its value, behind its type, where models write it."""
    numbers = iter(range(100_000))

    def named(node: Node) -> Node:
        made = {"type": node["type"], "id": f"{prefix}-{next(numbers)}", **node}
        if "children" in node:
            made["children"] = [named(child) for child in node["children"]]
        return made

    return {**patch, "value": named(patch["value"])}


def flat_patch(seed: int) -> dict[str, Any]:
    """A patch that adds one node that holds no others but much besides: a table, a choice, a paragraph."""
    chance = random.Random(seed)
    value: Node = (_rows, _choice, _paragraph)[seed % 3](chance, seed)
    return {"op": "add", "path": "/root/children/-", "value": {"type": value["type"], "id": f"flat-{seed}", **value}}


def short_patch(seed: int) -> dict[str, Any]:
    """A patch that adds one small node: a field, a button, a line of text."""
    chance = random.Random(seed)
    value: Node = (_input, lambda *_: _button("Send"), lambda *_: _title(chance, 2))[seed % 3](chance, seed)
    return {"op": "add", "path": "/root/children/-", "value": {"type": value["type"], "id": f"short-{seed}", **value}}


def _rows(chance: random.Random, number: int) -> Node:
    keys = ("id", "customer", "total", "status", "date")
    columns = [{"key": key, "label": key.capitalize(), "sortable": chance.random() < 0.5} for key in keys]
    rows = [
        {
            "id": f"A-{chance.randrange(10_000)}",
            "customer": f"{chance.choice(_NAMES)} {chance.randrange(1000)}",
            "total": chance.randrange(100_000) / 100,
            "status": chance.choice(("open", "paid", "late")),
            "date": f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        }
        for _ in range(12)
    ]
    return {"type": "DataGrid", "props": {"caption": f"Orders {number}", "columns": columns, "data": rows}}


def _choice(chance: random.Random, number: int) -> Node:
    options = [
        {"value": f"c{each}", "label": f"{chance.choice(_NAMES)} {chance.randrange(1000)}"} for each in range(24)
    ]
    return {"type": "Select", "props": {"label": f"Country {number}", "placeholder": "Choose", "options": options}}


def _paragraph(chance: random.Random, number: int) -> Node:
    sentences = [f"Show the {chance.choice(_WORDS)} of the last {chance.randrange(90)} days." for _ in range(12)]
    return {"type": "Text", "props": {"size": "body", "color": "secondary"}, "text": " ".join(sentences)}


def _input(chance: random.Random, number: int) -> Node:
    props = {"type": "email", "label": f"{chance.choice(_NAMES)} {number}", "placeholder": "you@example.com"}
    return {"type": "Input", "props": {**props, "name": f"field{number}", "required": True}}


def _title(chance: random.Random, level: int) -> Node:
    words = f"{chance.choice(_WORDS).capitalize()} {chance.randrange(1000)}"
    return {"type": "Text", "props": {"size": f"h{level}"}, "text": words}


def _button(words: str) -> Node:
    return {"type": "Button", "props": {"variant": "primary", "onClick": words.casefold()}, "text": words}


def _field(chance: random.Random, number: int) -> Node:
    label = f"{chance.choice(_NAMES)} {number}"
    required = chance.random() < 0.4
    props = {"type": "text", "placeholder": f"e.g. {chance.randrange(100)}", "name": f"field{number}"}
    if required:
        props |= {"required": True}  # type: ignore[dict-item]
    return {
        "type": "FormField",
        "props": {"label": label, "required": required},
        "children": [{"type": "Input", "props": props}],
    }


def _form(chance: random.Random, number: int) -> Node:
    fields = [_field(chance, each) for each in range(chance.randint(2, 4))]
    choice: Node = {"type": "Select", "props": {"options": ["one", "two", "three"], "placeholder": "Choose"}}
    chosen: Node = {"type": "FormField", "props": {"label": "Plan"}, "children": [choice]}
    props = {"layout": "vertical", "spacing": "md", "onSubmit": "send"}
    return {"type": "Form", "props": props, "children": [*fields, chosen, _button("Save")]}


def _table(chance: random.Random, number: int) -> Node:
    keys = chance.sample(("id", "customer", "total", "status", "date"), 3)
    columns = [{"key": key, "label": key.capitalize(), "value": f"{{item.{key}}}"} for key in keys]
    grid: Node = {"type": "DataGrid", "props": {"caption": f"Orders {number}", "columns": columns}}
    grid["props"]["data"] = "{context.orders}"
    return {"type": "Card", "props": {"shadow": "sm"}, "children": [_title(chance, 2), grid, _button("Refresh")]}


def _list(chance: random.Random, number: int) -> Node:
    lines: list[Node] = [{"type": "Text", "text": "{item.name}"}, {"type": "Text", "text": f"{{item.email}} {number}"}]
    item: Node = {"type": "Box", "children": lines}
    listed: Node = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": item}
    return {"type": "Box", "children": [_title(chance, 2), listed]}


def _tabs(chance: random.Random, number: int) -> Node:
    tabs = [{"id": f"tab{each}", "label": f"{chance.choice(_WORDS).capitalize()} {each}"} for each in range(3)]
    panels: list[Node] = [_box([{"type": "Text", "text": f"{chance.choice(_WORDS)} {number}"}]) for _ in tabs]
    return {"type": "Tabs", "props": {"tabs": tabs, "defaultTab": "tab0"}, "children": panels}


def _cards(chance: random.Random, number: int) -> Node:
    cards: list[Node] = [
        {
            "type": "Card",
            "props": {"padding": "md", "radius": "md"},
            "children": [
                {"type": "Text", "props": {"size": "caption"}, "text": chance.choice(_WORDS).capitalize()},
                {"type": "Text", "props": {"weight": "bold"}, "text": f"{chance.randrange(10_000)}"},
                {"type": "Badge", "props": {"variant": "success"}, "text": f"+{chance.randrange(30)} %"},
            ],
        }
        for _ in range(3)
    ]
    return {"type": "Stack", "props": {"direction": "row", "spacing": "lg"}, "children": cards}


def _box(children: list[Node]) -> Node:
    return {"type": "Box", "props": {"padding": "sm"}, "children": children}
