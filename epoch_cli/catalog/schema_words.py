"""What any JSON Schema is read by, be it for data models or for components: its definitions, its names of types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from epoch_cli.catalog.models import FieldType

DEFINITIONS: Final = (("$defs",), ("definitions",), ("components", "schemas"))
"""Where definitions are, in the drafts of JSON Schema and in OpenAPI documents."""
TYPES: Final[Mapping[str, FieldType]] = {
    "string": "string",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "array": "array",
    "object": "object",
}
"""What the types of JSON Schema are called here."""


def definitions(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The definitions of a schema, each with its name."""
    for path in DEFINITIONS:
        here: Any = schema
        for key in path:
            here = here.get(key) if isinstance(here, Mapping) else None
        if isinstance(here, Mapping):
            yield from ((str(name), inner) for name, inner in here.items())


def listed(schema: Mapping[str, Any], key: str) -> list[Any]:
    """The list that a schema has under a key; an empty one where that is none."""
    value = schema.get(key)
    return value if isinstance(value, list) else []
