"""Components out of an A2UI catalog (https://a2ui.org, 0.9): JSON Schema with types that all its catalogs share.

Those types live in a file of their own (`common_types.json`), which is not needed: what each of them is here stands in
`presets/formats/importing.toml`. Functions and checks are the client's code, and a document has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog.importing.guessing import guess_roles, import_table
from epoch_cli.catalog.importing.intake import Intake, Where, plain_text
from epoch_cli.catalog.importing.json_schema import parts_of, take_component
from epoch_cli.catalog.importing.schema_props import Row, SchemaReader, properties_of
from epoch_cli.errors import CatalogError

_NAME = "component"
_CHILD, _CHILDREN, _INSIDE = "child", "children", "inside"
"""Kinds of places for other nodes: for one, for many, and in each entry of a list."""


def import_a2ui(data: Any, intake: Intake) -> None:
    """Take in the components of an A2UI catalog.

    Raises:
        CatalogError: it is none, or has too many components.
    """
    components = data.get("components") if isinstance(data, Mapping) else None
    if not isinstance(components, Mapping) or not components:
        raise CatalogError("the file is no A2UI catalog", remedy="give one with components")
    intake.title = plain_text(data.get("title"))
    intake.description = plain_text(data.get("description"))
    taken = _Taken(data, intake)
    for name, schema in components.items():
        taken.component(str(name), schema, ("components", str(name)))
    functions = data.get("functions")
    if isinstance(functions, (Mapping, list)) and functions:
        intake.lose(("functions",), "what the host can be asked to do", "left out: a document calls no functions")
    if not intake.components:
        raise CatalogError("no component of the catalog can be taken", remedy="rename them")
    guess_roles(intake)
    for name, row in intake.components.items():
        _press(name, row, intake)


class _Taken:
    """Reads the components of one catalog."""

    def __init__(self, data: Mapping[str, Any], intake: Intake) -> None:
        self._intake = intake
        table = import_table()["a2ui"]
        self._shared = {name: kind for kind, names in table.items() if kind != "passed" for name in names}
        self._passed = frozenset(table["passed"])
        self._reader = SchemaReader(data, intake, self._shared)

    def component(self, name: str, schema: Any, where: Where) -> None:
        """Take in one component: its properties as props, but for those that are places for others."""
        places: dict[str, str] = {}
        kept = []
        for part in self._own_parts(schema, where):
            fields = {}
            for key, inner in properties_of(part):
                place, left = self._place(inner), self._without_places(inner)
                if place or left is not None:
                    places[key] = place or _INSIDE
                if not place and key != _NAME:
                    fields[key] = inner if left is None else left
            kept.append({**part, "properties": fields})
        take_component(name, {"allOf": kept}, self._reader, self._intake, where)
        row = self._intake.components.get(name)
        if row is not None and places:
            self._hold(row, places, where)

    def _own_parts(self, schema: Any, where: Where) -> list[Mapping[str, Any]]:
        """The schemas that a component is combined of, without those that every component has."""
        if isinstance(schema, Mapping) and isinstance(schema.get("allOf"), list):
            parts = []
            for part in schema["allOf"]:
                reference = part.get("$ref", "") if isinstance(part, Mapping) else ""
                name = str(reference).rpartition("/")[2]
                if name in self._passed:
                    continue
                if self._shared.get(name) == "dropped":
                    self._intake.lose((*where, name), "checks of what is entered", "left out: the host checks it")
                    continue
                parts.append(part)
            return [each for part in parts for each in parts_of(self._reader, part)]
        return parts_of(self._reader, schema)

    def _place(self, schema: Any) -> str:
        """Whether a property is a place for one node or for many."""
        kind = self._reader.shared_type(schema.get("$ref")) if isinstance(schema, Mapping) else ""
        return kind if kind in {_CHILD, _CHILDREN} else ""

    def _without_places(self, schema: Any) -> dict[str, Any] | None:
        """A list whose objects each have a place for a node, such as tabs, without that; None for another."""
        items = schema.get("items") if isinstance(schema, Mapping) else None
        if not isinstance(schema, Mapping) or not isinstance(items, Mapping):
            return None
        fields = dict(properties_of(items))
        places = [name for name, inner in fields.items() if self._place(inner)]
        if not places:
            return None
        left = {name: inner for name, inner in fields.items() if name not in places}
        listed = items.get("required")
        required = [name for name in listed if name not in places] if isinstance(listed, list) else []
        return {**schema, "items": {**items, "properties": left, "required": required}}

    def _hold(self, row: Row, places: Mapping[str, str], where: Where) -> None:
        """Children for the places that a component has for others."""
        row["children"] = 1 if [*places.values()] == [_CHILD] else True
        for key, place in places.items():
            if key not in {_CHILD, _CHILDREN}:
                what = "a place for a node in each entry" if place == _INSIDE else "a place for a node"
                self._intake.lose((*where, key), what, "one of the children, in order")


def _press(name: str, row: Row, intake: Intake) -> None:
    """What is pressed is labelled by a node in A2UI; here it is by its own text, or it could not be named."""
    if row["role"] in {"action", "link"} and row.get("children") == 1 and not row.get("text"):
        row["text"] = True
        del row["children"]
        row["name"]["from"] = ["text", *row["name"]["from"]]
        intake.lose(("components", name), "a node as its label", "the text of the node itself")
