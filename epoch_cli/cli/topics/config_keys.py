"""The keys of configuration files, as their shapes in `config/source.py` describe them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: Mapping[str, str] = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "object": "table",
    "string": "text",
}


def project_keys() -> str:
    """The keys that a project's file and the user's own may have, as an entry each."""
    from epoch_cli.config.source import ProjectConfig

    return _entries(ProjectConfig.model_json_schema(by_alias=True))


def user_keys() -> str:
    """The keys that the user's own file may have besides, as an entry each."""
    from epoch_cli.config.source import ProjectConfig, UserConfig

    schema = UserConfig.model_json_schema(by_alias=True)
    shared = ProjectConfig.model_json_schema(by_alias=True)["properties"]
    own = {name: row for name, row in schema["properties"].items() if name not in shared}
    return _entries({**schema, "properties": own})


def _entries(schema: Mapping[str, Any]) -> str:
    return "\n".join(_walk(schema, schema["$defs"], ""))


def _walk(shape: Mapping[str, Any], known: Mapping[str, Any], before: str) -> Iterator[str]:
    """An entry for each key of a shape; what is a table has one for each key in it, and none of its own."""
    for name, row in shape.get("properties", {}).items():
        field = _resolved(row, known)
        inner, suffix = _inside(field, known)
        if inner is not None:
            yield from _walk(inner, known, f"{before}{name}{suffix}.")
        else:
            said = field.get("description", "")
            yield f"- `{before}{name}{_free(field)}` ({_kind(field, known)}{_default(field)}): {said}".rstrip(": ")


def _resolved(row: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """A field with what its reference says; its own words come first."""
    found = dict(row)
    for reference in (found, *found.get("allOf", ())):
        name = str(reference.get("$ref", "")).rpartition("/")[2]
        found = {**known.get(name, {}), **found}
    return found


def _inside(field: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, str]:
    """The table that stands under a key, and what the key is followed by: a name of the user's, or nothing."""
    if field.get("properties"):
        return field, ""
    for free in (field.get("additionalProperties"), *field.get("patternProperties", {}).values()):
        if isinstance(free, dict) and (inner := _resolved(free, known)).get("properties"):
            return inner, ".NAME"
    items = field.get("items")
    if isinstance(items, dict) and (inner := _resolved(items, known)).get("properties"):
        return inner, "[]"
    return None, ""


def _free(field: Mapping[str, Any]) -> str:
    return ".NAME" if field.get("type") == "object" else ""


def _kind(field: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What a value may be, in words."""
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return _kind(_resolved(inner, known), known) if isinstance(inner, dict) else "table"
    if "enum" in field:
        return ", ".join(str(value) or "nothing" for value in field["enum"])
    if "const" in field:
        return str(field["const"]) or "nothing"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(_resolved(each, known), known) for each in field["anyOf"]))
    kind = str(field.get("type", "any value"))
    return _TYPES.get(kind, kind)


def _default(field: Mapping[str, Any]) -> str:
    default = field.get("default")
    if default in (None, "", [], {}):
        return ""
    return f"; {str(default).lower() if isinstance(default, bool) else default}"
