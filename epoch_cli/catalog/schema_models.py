"""Data models out of a JSON Schema: its object definitions, with their properties as fields.

Any draft will do, and so will the schemas of an OpenAPI document. What bindings need is read (`type`, `properties`,
`items`, `required`, `$ref` within the file, `allOf`, `anyOf`, `oneOf`, `enum`, `const`, dates by `format`); the rest
says nothing about which paths there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from epoch_cli.catalog.models import ANY, Field, FieldType, Model, Models, plural_of
from epoch_cli.catalog.schema_words import TYPES, definitions, listed
from epoch_cli.document.pointer import parse_pointer, resolve
from epoch_cli.errors import CatalogError, PointerError

_TRIES = ((3, 2_000), (2, 2_000), (1, 2_000), (0, 20_000))
"""How many references inside references are followed, and how many fields may come of that; else the next is tried.

What is further down is free, as is what comes back to itself: a prompt has to hold all of it.
"""

_DATES = frozenset({"date", "date-time"})
_VALUES: Sequence[tuple[type, FieldType]] = ((bool, "boolean"), (int, "number"), (float, "number"), (str, "string"))
_WORD = re.compile(r"[^\W_]+")


def is_schema(data: Any) -> bool:
    """Whether plain data is a JSON Schema or an OpenAPI document, and not models as Epoch writes them."""
    if not isinstance(data, Mapping):
        return False
    if any(isinstance(data.get(key), str) for key in ("$schema", "openapi")) or "$defs" in data:
        return True
    inside = data.get("definitions")
    if isinstance(inside, Mapping) and "fields" not in inside:
        return True
    return data.get("type") == "object" and isinstance(data.get("properties"), Mapping)


def schema_models(data: Mapping[str, Any], name: str = "model") -> Models:
    """The models of a schema: each definition that is an object with properties, and the schema itself if it is one.

    Args:
        data: the schema.
        name: of the schema itself, where it has no title.

    Raises:
        CatalogError: there is no such object, a reference leads nowhere or out of the file, or there is too much of it.
    """
    for deepest, most in _TRIES:
        reader = _Reader(data, deepest, most)
        found = _models(data, name, reader)
        if reader.fields <= most:
            break
    else:
        raise CatalogError(f"the schema has more than {most} fields", remedy="give only what the interface shows")
    if not found:
        raise CatalogError(
            "the schema describes no object with properties", remedy="give one with $defs, or an object schema"
        )
    return Models(list(found.values()))


def _models(data: Mapping[str, Any], name: str, reader: _Reader) -> dict[str, Model]:
    found: dict[str, Model] = {}
    for own, schema in (*definitions(data), (str(data.get("title") or name), data)):
        shape = reader.shape(schema)
        if shape.type == "object" and shape.fields:
            model = _spelled(own)
            found.setdefault(model.casefold(), Model(model, plural_of(model), shape, _example(schema)))
    return found


def _spelled(name: str) -> str:
    """A name that can stand in a path: `sign-up request` → `SignUpRequest`."""
    if name.isidentifier():
        return name
    words = "".join(word[:1].upper() + word[1:] for word in _WORD.findall(name))
    return words if words.isidentifier() else f"Model{words}"


def _example(schema: Any) -> Mapping[str, Any]:
    examples = schema.get("examples")
    first = examples[0] if isinstance(examples, list) and examples else schema.get("example")
    return dict(first) if isinstance(first, Mapping) else {}


class _Reader:
    """Reads shapes out of one schema, up to a depth; what comes after too many `fields` is not looked at."""

    def __init__(self, whole: Mapping[str, Any], deepest: int, most: int) -> None:
        self.fields = 0
        self._whole = whole
        self._deepest = deepest
        self._most = most

    def shape(self, schema: Any, via: tuple[str, ...] = (), *, required: bool = False) -> Field:
        """What a schema describes; `via` are the references that led to it."""
        self.fields += 1
        if self.fields > self._most or not isinstance(schema, Mapping):
            return ANY._replace(required=required)
        shape = self._shape(schema, via)
        said = schema.get("description")
        return shape._replace(required=required, description=said if isinstance(said, str) else shape.description)

    def _shape(self, schema: Mapping[str, Any], via: tuple[str, ...]) -> Field:
        if "$ref" in schema:
            return self._referred(str(schema["$ref"]), via)
        parts = [self.shape(part, via) for part in listed(schema, "allOf")]
        choices = [
            self.shape(part, via) for key in ("anyOf", "oneOf") for part in listed(schema, key) if not _is_null(part)
        ]
        if choices:
            parts.append(_common(choices))
        own = self._own(schema, via)
        return _together([own, *parts] if own is not ANY else parts or [ANY])

    def _own(self, schema: Mapping[str, Any], via: tuple[str, ...]) -> Field:
        """What a schema says itself, without the schemas that it is combined of."""
        kind = _type_of(schema)
        if kind == "object":
            properties = schema.get("properties")
            needed = [str(name) for name in listed(schema, "required")]
            if not isinstance(properties, Mapping):
                return Field("object")
            rows = {str(key): self.shape(row, via, required=key in needed) for key, row in properties.items()}
            return Field("object", rows)
        if kind == "array":
            items = schema.get("items")
            return Field("array", items=self.shape(items, via) if isinstance(items, Mapping) else None)
        return Field(kind) if kind is not None else ANY

    def _referred(self, reference: str, via: tuple[str, ...]) -> Field:
        if not reference.startswith("#"):
            raise CatalogError(f"$ref {reference!r} leads out of the file", remedy="bundle the schema into one file")
        if reference in via or len(via) >= self._deepest:
            return ANY
        try:
            target = resolve(self._whole, parse_pointer(unquote(reference[1:])))
        except PointerError:
            raise CatalogError(f"$ref {reference!r} leads nowhere", remedy="correct it, or add what it names") from None
        return self.shape(target, (*via, reference))


def _type_of(schema: Mapping[str, Any]) -> FieldType | None:
    """The type that a schema gives, or lets guess; None when it may be of several, or says nothing."""
    declared = schema.get("type")
    names = {name for name in (declared if isinstance(declared, list) else [declared]) if isinstance(name, str)}
    kinds = {TYPES[name] for name in names - {"null"} if name in TYPES}
    if not names:
        values = (
            schema["enum"] if isinstance(schema.get("enum"), list) else [schema["const"]] if "const" in schema else []
        )
        kinds = {kind for value in values if value is not None for kind in _types_of_value(value)}
        kinds |= {kind for key, kind in (("properties", "object"), ("items", "array")) if key in schema}  # type: ignore[misc]
    if len(kinds) != 1:
        return None
    kind = next(iter(kinds))
    return "date" if kind == "string" and schema.get("format") in _DATES else kind


def _types_of_value(value: Any) -> list[FieldType]:
    return [next((kind for type_, kind in _VALUES if isinstance(value, type_)), "any")]


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "null"


def _common(choices: Sequence[Field]) -> Field:
    """What every one of some shapes has: of different ones, anything may come."""
    first = choices[0]
    return first if all(each.type == first.type and each.fields == first.fields for each in choices) else ANY


def _together(parts: Sequence[Field]) -> Field:
    """What is all of some shapes at once: objects have the fields of each."""
    known = [part for part in parts if part.type != "any"] or [ANY]
    if len(known) > 1 and all(part.type == "object" for part in known):
        return Field("object", {name: field for part in reversed(known) for name, field in part.fields.items()})
    return known[0]
