"""json-render specs and streams, as their tests look at them: by a reader of RFC 6902 alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from epoch_cli.document import apply_patch, finished


def compiled(text: str) -> dict[str, Any]:
    """The spec that the lines of a stream build."""
    spec: dict[str, Any] = {}
    for line in text.splitlines():
        spec = apply_patch(spec, json.loads(line)).document
    return spec


def by_place(spec: dict[str, Any]) -> Any:
    """The elements of a spec as a tree: what keys are called, where they are no ids, does not count."""

    def element(key: str) -> dict[str, Any]:
        own = spec["elements"][key]
        known = {} if "." in key else {"key": key}
        return {**known, **own, "children": [element(child) for child in own["children"]]}

    return element(spec["root"]) if spec.get("root") else None


def without_empties(document: dict[str, Any]) -> dict[str, Any]:
    """A document as it is saved, without `props`, `children` and `a11y` that hold nothing, which a spec cannot say."""
    saved = finished(document)
    return {**saved, "root": _node(saved["root"])} if "root" in saved else saved


def _node(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    made = {}
    for name, value in node.items():
        if name in {"props", "children", "a11y"} and value in ([], {}):
            continue
        if name == "children" and isinstance(value, list):
            made[name] = [_node(child) for child in value]
        else:
            made[name] = _node(value) if name == "itemTemplate" else value
    return made


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a value, itself among them."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(inner)


def ids_are_unique(document: Any) -> bool:
    """Whether no two objects have the same id, as in every document that a draft accepts."""
    ids = [each["id"] for each in objects_in(document) if isinstance(each.get("id"), str)]
    return len(ids) == len(set(ids))
