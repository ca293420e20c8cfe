"""Nodes and patches as tests write them: short, and valid unless a test asks for something else."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

Node = dict[str, Any]

MODELS: dict[str, Any] = {
    "User": {
        "fields": {
            "id": "string",
            "name": "string",
            "email": "string",
            "age": "number",
            "admin": "boolean",
            "born": "date",
            "tags": {"type": "array", "items": "string"},
            "address": {"type": "object", "fields": {"city": "string", "zip": "string"}},
            "posts": {"type": "array", "items": {"type": "object", "fields": {"title": "string", "words": "number"}}},
            "extra": "object",
            "any": "any",
        }
    },
    "Category": {"fields": {"title": "string", "users": {"type": "array", "items": "object"}}},
}
"""Data models with every kind of field."""


def node(kind: str, *children: Any, **fields: Any) -> Node:
    """A node; what is no field of nodes is a prop of it: `node("Text", text="a", size="h1")`."""
    own = {name: fields.pop(name) for name in list(fields) if name in _FIELDS}
    made: Node = {"type": kind, **own}
    if fields:
        made["props"] = {**own.get("props", {}), **fields}
    if children:
        made["children"] = list(children)
    return made


_FIELDS = {
    "id", "props", "children", "text", "key", "testId", "condition", "dataSource", "itemTemplate", "a11y",
}  # fmt: skip


def text(words: str = "words", **fields: Any) -> Node:
    """A Text."""
    return node("Text", text=words, **fields)


def box(*children: Any, **fields: Any) -> Node:
    """A Container that always has its `children`."""
    return {**node("Container", **fields), "children": list(children)}


def button(words: str = "Go", **fields: Any) -> Node:
    """A Button with its text."""
    return node("Button", text=words, **fields)


def control(**fields: Any) -> Node:
    """An Input as it is given: without a label of its own, unless there is one in `fields`."""
    return node("Input", **fields)


def field(*children: Any, label: str = "Name", **fields: Any) -> Node:
    """A FormField with a label; holds an unlabelled Input when nothing else is given."""
    return node("FormField", *(children or (control(),)), label=label, **fields)


def repeated(template: Any, source: str = "{context.users}", **fields: Any) -> Node:
    """A Stack that repeats a template over a list."""
    return node("Stack", dataSource=source, itemTemplate=template, **fields)


def table(*columns: Any, **fields: Any) -> Node:
    """A DataGrid with these columns; one of its own when none is given."""
    return node("DataGrid", **{"columns": list(columns) or [{"key": "name", "label": "Name"}], **fields})


def chain(levels: int, end: Any = None) -> Node:
    """Containers in containers, `levels` deep with the node at the end."""
    made = text() if end is None else end
    for _ in range(levels - 1):
        made = box(made)
    return made


def page(*children: Any, **fields: Any) -> dict[str, Any]:
    """A document whose root is a Container with these children."""
    return {"root": box(*children, **fields)}


# ---------------------------------------------------------------- patches


def add(path: str, value: Any, **more: Any) -> dict[str, Any]:
    """An `add`."""
    return {"op": "add", "path": path, "value": value, **more}


def replace(path: str, value: Any, **more: Any) -> dict[str, Any]:
    """A `replace`."""
    return {"op": "replace", "path": path, "value": value, **more}


def remove(path: str, **more: Any) -> dict[str, Any]:
    """A `remove`."""
    return {"op": "remove", "path": path, **more}


def move(source: str, path: str, **more: Any) -> dict[str, Any]:
    """A `move`."""
    return {"op": "move", "from": source, "path": path, **more}


def duplicate(source: str, path: str, **more: Any) -> dict[str, Any]:
    """A `copy`."""
    return {"op": "copy", "from": source, "path": path, **more}


def check(path: str, value: Any, **more: Any) -> dict[str, Any]:
    """A `test`."""
    return {"op": "test", "path": path, "value": value, **more}


# ---------------------------------------------------------------- what came of it


def codes(result: Any) -> list[str]:
    """The codes of a verdict's or report's diagnostics, in their order."""
    return [diagnostic.code for diagnostic in result.diagnostics]


def gates(report: Any) -> Counter[str]:
    """How often each gate is broken."""
    return Counter(diagnostic.code for diagnostic in report.gates)


def accept(draft: Any, patch: Any) -> Any:
    """Propose a patch that has to be accepted."""
    verdict = draft.propose(patch)
    assert verdict.accepted, [(each.code, each.pointer, each.message) for each in verdict.diagnostics]
    assert not verdict.diagnostics
    return verdict


def refuse(draft: Any, patch: Any, *expected: str) -> Any:
    """Propose a patch that has to be refused, with these codes when given, and without a trace."""
    before, weight = json.dumps(draft.document), draft.metrics
    verdict = draft.propose(patch)
    assert not verdict.accepted, json.dumps(draft.document)
    assert verdict.diagnostics
    assert verdict.patch is None
    assert not verdict.inverse
    if expected:
        assert set(codes(verdict)) == set(expected), [(each.code, each.message) for each in verdict.diagnostics]
    assert json.dumps(draft.document) == before
    assert draft.metrics == weight == verdict.metrics
    return verdict
