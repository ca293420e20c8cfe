"""Null for what is absent, as models write under a schema that requires every key (`exports/strict_schema.py`).

Elsewhere null stays what it is: a value, and in most places a wrong one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Catalog, Prop

_MAY_BE_NULL = frozenset({"add", "replace", "test"})
"""The operations whose `value` is theirs, null or not (RFC 6902, section 4)."""


def without_nulls(patch: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """An operation without the keys that are null for absent; the one given is left as it is.

    Gone are null fields of the operation, of nodes, of `a11y`, null props and null fields of the objects that a catalog
    describes inside props, and null elements of `children`. In JSON that the catalog leaves free, such as the rows of a
    table, null is a value. What is no node, and a node of unknown type beyond its props, stays as well.
    """
    kept = {
        key: value
        for key, value in patch.items()
        if value is not None or (key == "value" and patch.get("op") in _MAY_BE_NULL)
    }
    if "value" in kept:
        kept["value"] = _value(kept["value"], str(kept.get("path")), catalog)
    return kept


def _value(value: Any, path: str, catalog: Catalog) -> Any:
    if isinstance(value, Mapping) and path.endswith("/a11y"):
        return _present(value)
    return _node(value, catalog) if isinstance(value, Mapping) and "type" in value else value


def _node(node: Any, catalog: Catalog) -> Any:
    if not isinstance(node, Mapping):
        return node
    kept = _present(node)
    component = catalog.components.get(kept["type"]) if isinstance(kept.get("type"), str) else None
    if isinstance(kept.get("props"), Mapping):
        kept["props"] = _shape(kept["props"], component.props if component else {})
    if isinstance(kept.get("a11y"), Mapping):
        kept["a11y"] = _present(kept["a11y"])
    if isinstance(kept.get("children"), list):
        kept["children"] = [_node(child, catalog) for child in kept["children"] if child is not None]
    if "itemTemplate" in kept:
        kept["itemTemplate"] = _node(kept["itemTemplate"], catalog)
    return kept


def _shape(value: Mapping[str, Any], props: Mapping[str, Prop]) -> dict[str, Any]:
    """An object whose keys are props, or fields inside one."""
    return {
        name: _inside(item, props[name]) if name in props else item for name, item in value.items() if item is not None
    }


def _inside(value: Any, prop: Prop) -> Any:
    if isinstance(value, Mapping) and prop.fields:
        return _shape(value, prop.fields)
    if isinstance(value, list) and prop.element is not None:
        return [_inside(item, prop.element) for item in value]
    return value


def _present(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item is not None}
