"""The grammar of documents, nodes and patches (design section 2), as data."""

from __future__ import annotations

import re
from typing import Any

Node = dict[str, Any]
Document = dict[str, Any]

PUNK_VERSION = "1.0.0"
SCHEMA_VERSION = "1.0.0"

NODE_FIELDS: dict[str, type] = {
    "type": str,
    "id": str,
    "props": dict,
    "children": list,
    "text": str,
    "key": str,
    "testId": str,
    "condition": str,
    "dataSource": str,
    "itemTemplate": dict,
    "a11y": dict,
}
"""Every field a node may have, with its JSON type; `type` alone is required."""

DOCUMENT_FIELDS: dict[str, type] = {
    "$schema": str,
    "punkVersion": str,
    "schemaVersion": str,
    "root": dict,
    "metadata": dict,
}

A11Y_FIELDS: dict[str, type] = {
    "label": str,
    "description": str,
    "role": str,
    "live": str,
    "hidden": bool,
}

OPERATIONS = ("add", "remove", "replace", "move", "copy", "test")
"""Of RFC 6902."""

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


def finished(document: Document) -> Document:
    """The document as it is saved: with both versions, always written (decision 18); shares its root."""
    rest = {key: value for key, value in document.items() if key not in {"$schema", "punkVersion", "schemaVersion"}}
    head = {"$schema": document["$schema"]} if "$schema" in document else {}
    return {
        **head,
        "punkVersion": document.get("punkVersion", PUNK_VERSION),
        "schemaVersion": document.get("schemaVersion", SCHEMA_VERSION),
        **rest,
    }
