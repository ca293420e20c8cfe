"""The gates once more, written independently of Epoch's validator: a second opinion on what the composer writes.

Reads the Punk preset with nothing but `tomllib`, and checks only what the composer can get wrong.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any

from .composing import REPOSITORY

_PUNK = REPOSITORY / "presets" / "punk"
_BASE = tomllib.loads((_PUNK.parent / "base" / "catalog.toml").read_text(encoding="utf-8"))
_CATALOG = tomllib.loads((_PUNK / "catalog.toml").read_text(encoding="utf-8"))
_TOKENS = tomllib.loads((_PUNK / "tokens.toml").read_text(encoding="utf-8"))
_BUDGET = _BASE["budgets"]["strict"]

_FIELDS = {"type", "id", "props", "children", "text"}
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_HANDLER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_BINDING = re.compile(r"\{context(\.[A-Za-z_]\w*)+\}")
_ACTIVE = re.compile(r"<\s*/?\s*\w|javascript:|vbscript:|data:text|\bon\w+\s*=", re.IGNORECASE)
_KEYS = {"__proto__", "constructor", "prototype", "innerHTML"}


def faults(document: dict[str, Any]) -> list[str]:
    """Everything wrong with a document; empty for `{}`."""
    root = document.get("root")
    if root is None:
        return []
    nodes = list(_walk(root, 1, False))
    found = [fault for node, _, inside in nodes for fault in _node(node, inside)]
    ids = [node["id"] for node, _, _ in nodes if "id" in node]
    found += ["ids are not unique"] if len(ids) != len(set(ids)) else []
    return found + over_budget(document)


def over_budget(document: dict[str, Any]) -> list[str]:
    """What a document has more of than the budget `strict` allows."""
    root = document.get("root")
    return [] if root is None else list(_budget([(node, depth) for node, depth, _ in _walk(root, 1, False)]))


def _walk(node: dict[str, Any], depth: int, labelled: bool) -> Iterator[tuple[dict[str, Any], int, bool]]:
    yield node, depth, labelled
    names = _CATALOG["components"].get(node.get("type"), {}).get("names_controls")
    inside = labelled or bool(names and node.get("props", {}).get(names))
    for child in node.get("children", []):
        yield from _walk(child, depth + 1, inside)


def _node(node: dict[str, Any], labelled: bool) -> Iterator[str]:
    kind = node.get("type")
    component = _CATALOG["components"].get(kind)
    if component is None:
        yield f"unknown component {kind!r}"
        return
    yield from (f"{kind} has a field {name!r}" for name in node.keys() - _FIELDS)
    if "id" in node and not _ID.fullmatch(node["id"]):
        yield f"{node['id']!r} is no id"
    if "text" in node and not component.get("text"):
        yield f"{kind} shows no text"
    room = component.get("children", False)
    held = len(node.get("children", []))
    if "children" in node and room is False:
        yield f"{kind} takes no children"
    if held > _BUDGET["children"] or (type(room) is int and held > room):
        yield f"{kind} holds {held} children"
    props = node.get("props", {})
    known = {**_BASE["common"], **component.get("props", {})}
    yield from (f"{kind} has no prop {name!r}" for name in props.keys() - known.keys())
    yield from (f"{kind} needs {name}" for name, row in known.items() if row.get("required") and name not in props)
    for name, value in props.items():
        yield from _value(f"{kind}.{name}", known.get(name, {"type": "any"}), value)
    yield from _named(node, component, labelled)
    yield from _strings(node)


def _named(node: dict[str, Any], component: dict[str, Any], labelled: bool) -> Iterator[str]:
    rule, props = component.get("name", {}), node.get("props", {})
    own = [node.get("text") if source == "text" else props.get(source) for source in rule.get("from", [])]
    if rule.get("required") and not any(own) and not (rule.get("inherit") and labelled):
        yield f"{node['type']} has no name"
    if component.get("role") == "field" and not (props.get("label") or props.get("hint")):
        yield f"{node['type']} has no label and no hint"


def _value(where: str, row: dict[str, Any], value: Any) -> Iterator[str]:
    kinds = row["type"] if isinstance(row["type"], list) else [row["type"]]
    bound = isinstance(value, str) and _BINDING.fullmatch(value) and row.get("binding", True)
    if not bound and not any(_fits(kind, row, value) for kind in kinds):
        yield f"{where} is {value!r}, not {' or '.join(kinds)}"
    if isinstance(value, list):
        items = row.get("items", "any")
        for entry in value:
            yield from _value(f"{where}[]", {"type": items, "fields": row.get("fields", {})}, entry)


def _fits(kind: str, row: dict[str, Any], value: Any) -> bool:
    if kind == "token":
        return value in _TOKENS[row["group"]]["tokens"]
    if kind == "object":
        fields = row.get("fields", {})
        needed = {name for name, field in fields.items() if field.get("required")}
        return isinstance(value, dict) and (not fields or needed <= value.keys() <= fields.keys())
    return {
        "any": lambda: True,
        "enum": lambda: value in row["values"],
        "string": lambda: isinstance(value, str) and re.fullmatch(row.get("pattern", r"(?s:.*)"), value) is not None,
        "number": lambda: type(value) in {int, float},
        "boolean": lambda: type(value) is bool,
        "array": lambda: isinstance(value, list),
        "handler": lambda: isinstance(value, str) and _HANDLER.fullmatch(value) is not None,
    }[kind]()


def _strings(node: dict[str, Any]) -> Iterator[str]:
    for text in _texts({name: value for name, value in node.items() if name != "children"}):
        if len(text) > _BUDGET["string"]:
            yield f"{text[:20]!r}… is {len(text)} characters long"
        if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for char in text):
            yield f"{text!r} holds a character that cannot be seen"
        if _ACTIVE.search(text):
            yield f"{text!r} holds markup or a script"
        if set("{}") & set(_BINDING.sub("", text)):
            yield f"{text!r} holds braces that bind nothing"
    for key in _keys(node):
        if key in _KEYS:
            yield f"{key!r} must not be a key"


def _keys(value: Any) -> Iterator[str]:
    """Every key, and what becomes one: the `key` of a column, the `name` of a control."""
    if isinstance(value, dict):
        yield from value
        yield from (value[name] for name in ("key", "name") if isinstance(value.get(name), str))
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(entry)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(entry)


def _budget(nodes: list[tuple[dict[str, Any], int]]) -> Iterator[str]:
    depth = max(depth for _, depth in nodes)
    handlers = bindings = 0
    for node, _ in nodes:
        known = _CATALOG["components"].get(node.get("type"), {}).get("props", {})
        handlers += sum(known.get(name, {}).get("type") == "handler" for name in node.get("props", {}))
        own = {name: value for name, value in node.items() if name != "children"}
        bindings += sum(len(_BINDING.findall(text)) for text in _texts(own))
    weighed = {
        "nodes": len(nodes),
        "depth": depth,
        "handlers": handlers,
        "bindings": bindings,
        "score": len(nodes) + max(0, depth - 2) + 2 * bindings + handlers,
    }
    yield from (f"{count} {name}" for name, count in weighed.items() if count > _BUDGET[name])
