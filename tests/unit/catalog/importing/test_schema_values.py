"""Single values of a JSON Schema as props of a preset, and what of a schema is left out and noted."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli import CatalogError
from epoch_cli.catalog.importing.assembling import assemble
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.importing.json_schema import import_json_schema
from epoch_cli.validation.rules.security import FORBIDDEN_KEYS


def taken(data: Any) -> Intake:
    intake = Intake(FORBIDDEN_KEYS)
    import_json_schema(data, intake)
    return intake


def lost(intake: Intake) -> list[str]:
    return [".".join(map(str, note.where)) for note in intake.notes if note.kind == "lost"]


AT = "definitions.Thing.it"
VALUES: list[tuple[Any, dict[str, Any], list[str]]] = [
    ({"items": {"type": "string"}}, {"type": "array", "items": "string"}, []),
    ({"enum": [True, False]}, {"type": "boolean"}, []),
    ({"enum": ["a", None]}, {"type": "enum", "values": ["a"]}, []),
    ({"enum": ["a", "a", "b"]}, {"type": "enum", "values": ["a", "b"]}, []),
    ({"const": 7}, {"type": "number", "min": 7, "max": 7}, []),
    ({"enum": [[1]]}, {"type": "any"}, [AT]),
    (5, {"type": "any"}, [AT]),
    ({"type": "array", "items": {"enum": ["a", "b"]}}, {"type": "array", "items": "string"}, [f"{AT}.items"]),
    (
        {"type": "object", "properties": {"__proto__": {"type": "string"}, "ok": {"type": "string"}}},
        {"type": "object", "fields": {"ok": {"type": "string"}}}, [f"{AT}.__proto__"],
    ),
]  # fmt: skip


@every_row(("schema", "prop", "left"), VALUES)
def test_a_value_is_a_prop_and_what_it_cannot_say_is_noted(schema: Any, prop: dict[str, Any], left: list[str]) -> None:
    intake = taken({"definitions": {"Thing": {"type": "object", "properties": {"it": schema}}}})
    assert intake.components["Thing"]["props"] == {"it": prop}
    assert lost(intake) == left


def test_nodes_are_components_by_their_type() -> None:
    label = {"type": "object", "properties": {"label": {"type": "string"}}}
    intake = taken(
        {
            "$defs": {
                "button": {
                    "properties": {
                        "type": {"const": "Button"}, "props": {"anyOf": [{"type": "null"}, label]},
                        "text": {}, "extra": {},
                    }
                },
                "bad": {"properties": {"type": {"const": "constructor"}, "props": {}}},
                "odd": {"properties": {"type": 5, "props": {}}},
            }
        }
    )  # fmt: skip
    assert list(intake.components) == ["Button"]
    assert intake.components["Button"]["text"] is True
    assert intake.components["Button"]["props"] == {"label": {"type": "string"}}
    assert sorted(lost(intake)) == ["$defs.bad", "$defs.button.extra", "$defs.odd"]


def test_a_schema_of_one_component_is_called_as_its_type_is() -> None:
    intake = taken(
        {
            "title": "Thing",
            "properties": {
                "type": {"const": "Chip"}, "constructor": {"type": "string"},
                "content": {"type": "array"}, "children": {"type": "number"}, "a": True,
            },
            "required": ["a"],
        }
    )  # fmt: skip
    props = intake.components["Chip"]["props"]
    assert list(props) == ["content", "children", "a"]  # a list of contents and a number of children hold no nodes
    assert props["a"] == {"type": "any", "required": True}
    assert "children" not in intake.components["Chip"]
    assert lost(intake) == ["constructor"]


def test_what_holds_nothing_is_no_design_system_of_its_own() -> None:
    intake = taken({"title": "Thing", "properties": {"label": {"type": "string"}}})
    assert assemble(intake, "made", "punk", "punk").catalog["components"]["Thing"]["props"] == {
        "label": intake.components["Thing"]["props"]["label"]
    }
    with pytest.raises(CatalogError, match="no whole design system") as refused:
        assemble(intake, "made", "", "")
    assert refused.value.remedy == "add --extends punk"


def test_names_of_tokens_have_usual_values_until_somebody_gives_theirs() -> None:
    box = {
        "type": "object",
        "properties": {"gap": {"$ref": "#/$defs/spacing-token"}, "shadow": {"$ref": "#/$defs/shadow-token"}},
    }
    tokens = {"spacing-token": {"enum": ["md", "huge"]}, "shadow-token": {"enum": ["sm", "odd"]}}
    intake = taken({"$defs": {"Box": box, **tokens}})
    made = assemble(intake, "made", "punk", "punk").tokens
    assert made["spacing"]["tokens"] == {"md": 16, "huge": 8}  # by name, else by its number
    assert list(made["shadow"]["tokens"]) == ["sm", "odd"]
    assert len({str(value) for value in made["shadow"]["tokens"].values()}) == 2
    assert [note.where for note in intake.notes if note.kind == "guessed" and note.where[0] == "tokens"] == [
        ("tokens", "spacing"),
        ("tokens", "shadow"),
    ]
