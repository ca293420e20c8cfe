"""Components out of a JSON Schema: of Epoch's own exports, or of anybody's with a definition for each component.

Where components are, is told by what is there: nodes with `type` and `props`, as Epoch writes them; an object of
components under `components`; definitions (`$defs`, `definitions`, `components.schemas`) that are objects; or the
properties of the schema itself. `ButtonProps` describes a component `Button`. A definition that others refer to, from
inside their props or as a part of themselves, is a shape of data and no component, unless it is a part of others and
its name is that of a component. Whatever is not taken is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from epoch_cli.catalog.importing.guessing import guess_roles, says_role
from epoch_cli.catalog.importing.intake import MOST_COMPONENTS, Intake, Where, plain_text
from epoch_cli.catalog.importing.schema_props import Row, Schema, SchemaReader, properties_of
from epoch_cli.catalog.schema_words import DEFINITIONS, definitions
from epoch_cli.errors import CatalogError

_TYPE_KEYS: Final = ("type", "component", "kind", "$type")
_PROPS_ENDING: Final = re.compile(r"(?<=.)(?:Component)?(?:Props|Properties|Schema|Attributes)$")
_NODE_FIELDS: Final = frozenset({"id", "key", "testId", "condition", "dataSource", "itemTemplate", "a11y"})
_MOST_PARTS: Final = 100
_NOT_USED: Final = "it is no component, and none uses it"
_HOLDS: Final = frozenset({"children", "child", "content", "slot"})


def import_json_schema(data: Any, intake: Intake) -> None:
    """Take in the components of a schema.

    Raises:
        CatalogError: there are none, or too many.
    """
    if not isinstance(data, Mapping):
        raise CatalogError("the file is no JSON Schema", remedy="give one with a definition for each component")
    intake.title = plain_text(data.get("title"))
    intake.description = plain_text(data.get("description"))
    found = dict(definitions(data))
    nodes = {name: schema for name, schema in found.items() if _node_type(schema)}
    if nodes:
        _take_nodes(data, nodes, intake)
    else:
        _take_plain(data, found, intake)
    if not intake.components:
        raise CatalogError(
            "the schema describes no component", remedy="give a definition with properties for each component"
        )
    guess_roles(intake)


# ---------------------------------------------------------------- nodes, as Epoch writes them


def _node_type(schema: Any) -> str:
    """The type of the node that a schema describes; empty for what is none."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(properties, Mapping) or "props" not in properties:
        return ""
    return _constant(properties.get("type"))


def _constant(schema: Any) -> str:
    if not isinstance(schema, Mapping):
        return ""
    values = schema.get("enum", [schema.get("const")])
    return values[0] if isinstance(values, list) and len(values) == 1 and isinstance(values[0], str) else ""


def _take_nodes(data: Schema, nodes: Mapping[str, Any], intake: Intake) -> None:
    reader = SchemaReader(data, intake, own=True)
    for name, schema in nodes.items():
        kind, where = _node_type(schema), ("$defs", name)
        if _room(intake) and intake.component_name(kind, where):
            intake.components[kind] = _node(schema, reader, intake, where)
    used = set(_references(data))
    for name, _ in definitions(data):
        if name not in nodes and name not in used:
            intake.lose(("$defs", name), _NOT_USED)


def _node(schema: Schema, reader: SchemaReader, intake: Intake, where: Where) -> Row:
    fields = dict(properties_of(schema))
    row: Row = {"description": plain_text(schema.get("description"))}
    title = plain_text(schema.get("title"))
    if title and title != _node_type(schema):
        row["label"] = title
    children = fields.get("children")
    if isinstance(children, Mapping):
        most = children.get("maxItems")
        row["children"] = most if isinstance(most, int) and not isinstance(most, bool) else True
    text = fields.get("text")
    if isinstance(text, Mapping) and text.get("maxLength") != 0 and text.get("enum") != [""]:
        row["text"] = True
    for name in fields:
        if name not in {*_NODE_FIELDS, "type", "props", "children", "text"}:
            intake.lose((*where, name), "a node has no such field")
    row["props"] = _props(_without_null(fields["props"]), reader, intake, (*where, "props"))
    return {key: value for key, value in row.items() if value not in ("", False, {})}


def _without_null(schema: Any) -> Schema:
    """Of alternatives the one that is an object."""
    if isinstance(schema, Mapping) and "properties" not in schema:
        for part in schema.get("anyOf", ()):
            if isinstance(part, Mapping) and "properties" in part:
                return part
    return schema if isinstance(schema, Mapping) else {}


def _props(schema: Schema, reader: SchemaReader, intake: Intake, where: Where) -> dict[str, Row]:
    """The props that the properties of a schema are."""
    props: dict[str, Row] = {}
    required = schema.get("required")
    for name, inner in properties_of(schema):
        at = (*where, name)
        if intake.prop_name(name, at):
            props[name] = reader.prop(name, inner, at)
            needed = isinstance(required, list) and name in required and not _nullable(inner)
            if needed:
                props[name]["required"] = True
    return props


def _nullable(schema: Any) -> bool:
    if not isinstance(schema, Mapping):
        return False
    kinds = schema.get("type")
    if kinds == "null" or (isinstance(kinds, list) and "null" in kinds):
        return True
    return any(
        _nullable(part) for key in ("anyOf", "oneOf") for part in schema.get(key, ()) if isinstance(part, Mapping)
    )


# ---------------------------------------------------------------- a definition a component


def _take_plain(data: Schema, defined: Mapping[str, Any], intake: Intake) -> None:
    reader = SchemaReader(data, intake)
    found = dict(_listed_components(data)) or _own_definitions(data, defined, reader, intake)
    if found:
        _lose_root(data, defined, intake)
    else:
        found = {
            name: (("properties", name), schema) for name, schema in properties_of(data) if _properties(reader, schema)
        }
        for name, _ in properties_of(data):
            if found and name not in found:
                intake.lose(("properties", name), "it has no properties, so that it is no component")
    if not found and _properties(reader, data):
        found = {str(data.get("title") or "Component"): ((), data)}
    for name, (where, schema) in found.items():
        take_component(_plain_name(name), schema, reader, intake, where)


def _listed_components(data: Schema) -> Iterator[tuple[str, tuple[Where, Any]]]:
    components = data.get("components")
    if isinstance(components, Mapping) and "schemas" not in components:
        for name, schema in components.items():
            yield str(name), (("components", str(name)), schema)


def _own_definitions(
    data: Schema, defined: Mapping[str, Any], reader: SchemaReader, intake: Intake
) -> dict[str, tuple[Where, Any]]:
    """The definitions that are components; of all others it is noted why they are none."""
    key = next((path[0] for path in DEFINITIONS if path[0] in data), "$defs")
    objects = {name: schema for name, schema in defined.items() if _is_object(reader, schema)}
    in_props, in_parts = (
        {
            target
            for name, schema in objects.items()
            for value in ([*_properties(reader, schema).values()] if inside else [schema.get("allOf")])
            for target in _references(value)
            if target != name  # a tree of itself is no part of another
        }
        for inside in (True, False)
    )
    shapes = {name for name in objects if name in in_props or (name in in_parts and not says_role(_plain_name(name)))}
    kept = {name: schema for name, schema in objects.items() if name not in shapes} or objects
    used = set(_references(data))
    for name in defined:
        if name in objects and name not in kept:
            intake.lose((key, name), "others refer to it", "no component: a shape of data in those")
        elif name not in objects and name not in used:
            intake.lose((key, name), _NOT_USED)
    return {name: ((key, name), schema) for name, schema in kept.items()}


def _lose_root(data: Schema, defined: Mapping[str, Any], intake: Intake) -> None:
    """Note the properties of the schema itself, where its definitions are the components."""
    for name, schema in properties_of(data):
        if not defined.keys() & set(_references(schema)):
            intake.lose(("properties", name), "the schema's own property, where definitions are components")


def _is_object(reader: SchemaReader, schema: Any) -> bool:
    """Whether a schema describes an object, be it one without properties; a map of names to values is none."""
    return any(
        isinstance(part.get("properties"), Mapping)
        or (part.get("type") == "object" and not {"patternProperties", "additionalProperties"} & _open(part))
        for part in parts_of(reader, schema)
    )


def _open(schema: Schema) -> set[str]:
    """The keys by which an object takes properties of any name."""
    return {key for key, value in schema.items() if value is not False}


def _plain_name(name: str) -> str:
    return _PROPS_ENDING.sub("", name)


def _references(value: Any) -> Iterator[str]:
    """The last names of all references in a schema."""
    level = [value]
    while level:
        each = level.pop()
        if isinstance(each, Mapping):
            if isinstance(each.get("$ref"), str):
                yield unquote(each["$ref"].rpartition("/")[2])
            level += each.values()
        elif isinstance(each, list):
            level += each


def _properties(reader: SchemaReader, schema: Any) -> dict[str, Any]:
    """The properties of an object, with those of all schemas that it is combined of."""
    found: dict[str, Any] = {}
    for part in parts_of(reader, schema):
        found |= dict(properties_of(part))
    return found


def parts_of(reader: SchemaReader, schema: Any) -> list[Schema]:
    """A schema and those that it has to be at once (`allOf`), in order, what they refer to in the file included."""
    parts: list[Schema] = []
    todo = [schema]
    while todo and len(parts) < _MOST_PARTS:
        here = reader.resolved(todo.pop())
        if here:
            parts.append(here)
        combined = here.get("allOf")
        todo += reversed(combined[:_MOST_PARTS]) if isinstance(combined, list) else ()
    return parts


def take_component(name: str, schema: Any, reader: SchemaReader, intake: Intake, where: Where) -> None:
    """Take in a component whose props are the properties of a schema."""
    parts = parts_of(reader, schema)
    constant = next((each for part in parts for key, inner in properties_of(part) if key in _TYPE_KEYS
                     for each in [_constant(inner)] if each), "")  # fmt: skip
    name = constant or name
    if not _room(intake) or not intake.component_name(name, where):
        return
    if name in intake.components:
        intake.lose(where, f"another component is called {name!r}")
        return
    for reference in _lost_parts(reader, schema):
        intake.lose(where, f"{reference!r} leads nowhere in the file")
    row: Row = {"props": {}}
    for part in parts:
        if plain_text(part.get("description")):
            row.setdefault("description", plain_text(part["description"]))
        for key, prop in _props(part, reader, intake, where).items():
            if not (key in _TYPE_KEYS and _constant(dict(properties_of(part)).get(key))):
                row["props"][key] = prop
    _take_content(row)
    intake.components[name] = {key: value for key, value in row.items() if value not in ("", False, {})}


def _lost_parts(reader: SchemaReader, schema: Any) -> Iterator[str]:
    """What a schema refers to, as a whole or as one of its parts, that is not in the file."""
    combined = schema.get("allOf") if isinstance(schema, Mapping) else None
    for part in (schema, *(combined[:_MOST_PARTS] if isinstance(combined, list) else ())):
        if isinstance(part, Mapping) and "$ref" in part and not reader.resolved(part):
            yield str(part["$ref"])


def _take_content(row: Row) -> None:
    """What a component may hold, out of props such as `children`, which are no props here."""
    for name in [name for name in row["props"] if name in _HOLDS]:
        types = row["props"][name]["type"]
        kinds = {types} if isinstance(types, str) else set(types)
        if kinds == {"string"} and name == "children":
            row["text"] = True
        elif kinds <= {"any", "array", "object", "string"} and name != "content":
            row["children"] = True
        else:
            continue
        del row["props"][name]


def _room(intake: Intake) -> bool:
    if len(intake.components) >= MOST_COMPONENTS:
        raise CatalogError(f"the file has more than {MOST_COMPONENTS} components", remedy="import a part of it")
    return True
