"""Data models out of JSON Schema and OpenAPI: which paths there are, and of which types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from epoch_cli import CatalogError, ConfigError, validate
from epoch_cli.catalog import Catalog, Field, Miss, Models
from epoch_cli.catalog.given import load_models
from epoch_cli.catalog.models import parse_models
from epoch_cli.catalog.schema_models import schema_models

SHOP: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "User": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "description": "full name"},
                "age": {"type": ["integer", "null"]},
                "born": {"type": "string", "format": "date"},
                "seen": {"format": "date-time", "type": "string"},
                "admin": {"type": "boolean"},
                "role": {"enum": ["admin", "guest"]},
                "rank": {"enum": [1, 2.5, None]},
                "mixed": {"enum": [1, "a"]},
                "kind": {"const": "user"},
                "nick": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "either": {"oneOf": [{"type": "string"}, {"type": "number"}]},
                "address": {"$ref": "#/$defs/Address"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "orders": {"type": "array", "items": {"$ref": "#/$defs/order-line"}},
                "manager": {"$ref": "#/$defs/User"},
                "extra": {"type": "object"},
                "anything": True,
                "guessed": {"properties": {"x": {"type": "number"}}},
            },
            "examples": [{"name": "Ann"}],
        },
        "Address": {"type": "object", "properties": {"city": {"type": "string"}}},
        "order-line": {
            "allOf": [
                {"$ref": "#/$defs/Priced"},
                {"type": "object", "properties": {"title": {"type": "string"}}},
            ]
        },
        "Priced": {"type": "object", "properties": {"total": {"type": "number"}}},
        "Color": {"type": "string", "enum": ["red"]},
    },
}


@pytest.fixture(scope="module")
def shop() -> Models:
    return schema_models(SHOP)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("user.name", "string"),
        ("users.name", "string"),
        ("user.age", "number"),
        ("user.born", "date"),
        ("user.seen", "date"),
        ("user.admin", "boolean"),
        ("user.role", "string"),
        ("user.rank", "number"),
        ("user.mixed", "any"),
        ("user.kind", "string"),
        ("user.nick", "string"),
        ("user.either", "any"),
        ("user.address", "object"),
        ("user.address.city", "string"),
        ("user.tags", "array"),
        ("user.tags.0", "string"),
        ("user.orders.total", "number"),
        ("user.orders.title", "string"),
        ("user.manager.anything.at.all", "any"),
        ("user.extra.x", "any"),
        ("user.anything", "any"),
        ("user.guessed.x", "number"),
        ("orderLine.total", "number"),
    ],
)
def test_paths_lead_where_the_schema_says(shop: Models, path: str, kind: str) -> None:
    found = shop.context(path.split("."))
    assert isinstance(found, Field)
    assert found.type == kind


@pytest.mark.parametrize("path", ["user.nam", "user.name.first", "color", "user.address.zip", "user.orders.count"])
def test_other_paths_lead_nowhere(shop: Models, path: str) -> None:
    assert isinstance(shop.context(path.split(".")), Miss)


def test_each_object_is_a_model_with_what_is_said_of_it(shop: Models) -> None:
    assert [model.name for model in shop] == ["User", "Address", "OrderLine", "Priced"]
    user = next(iter(shop))
    assert user.plural == "users"
    assert user.example == {"name": "Ann"}
    assert user.shape.fields["name"] == Field("string", required=True, description="full name")
    assert not user.shape.fields["age"].required


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}}, ["my_shop"]),
        ({"type": "object", "title": "Sign-up form", "properties": {"a": {"type": "string"}}}, ["SignUpForm"]),
        ({"definitions": {"A": {"properties": {"b": {"type": "string"}}}}}, ["A"]),
        (
            {"openapi": "3.1.0", "components": {"schemas": {"Pet": {"properties": {"id": {"type": "integer"}}}}}},
            ["Pet"],
        ),
        ({"title": "pet", "$defs": {"Pet": SHOP["$defs"]["Address"]}, **SHOP["$defs"]["Priced"]}, ["Pet"]),
    ],
    ids=["object", "title", "draft-7", "openapi", "same-name"],
)
def test_a_file_is_known_as_a_schema_by_its_keys(tmp_path: Path, schema: dict[str, Any], names: list[str]) -> None:
    file = tmp_path / "my_shop.schema.json"
    file.write_text(json.dumps(schema), "utf-8")
    assert [model.name for model in load_models(file)] == names


@pytest.mark.parametrize(
    "models",
    [
        {"definitions": {"fields": {"a": "string"}}},
        {"User": {"fields": {"type": "string", "properties": "object"}}},
        {"models": {"Schema": {"fields": {"a": "string"}}}},
    ],
)
def test_models_as_epoch_writes_them_are_no_schema(tmp_path: Path, models: dict[str, Any]) -> None:
    file = tmp_path / "models.json"
    file.write_text(json.dumps(models), "utf-8")
    expected = parse_models(models.get("models", models))
    assert load_models(file).to_json() == expected.to_json()


def test_a_schema_may_be_toml(tmp_path: Path) -> None:
    file = tmp_path / "order.toml"
    file.write_text('type = "object"\n[properties.total]\ntype = "number"\n', "utf-8")
    assert load_models(file).to_json() == [
        {"name": "order", "plural": "orders", "fields": {"total": {"type": "number"}}}
    ]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$defs": {}}, "no object with properties"),
        ({"$defs": {"A": {"properties": {"b": {"$ref": "other.json#/x"}}}}}, "leads out of the file"),
        ({"$defs": {"A": {"properties": {"b": {"$ref": "#/$defs/Nope"}}}}}, "leads nowhere"),
        ({"$defs": {"A": {"properties": {f"p{n}": True for n in range(20_001)}}}}, "more than 20000 fields"),
    ],
    ids=["empty", "remote", "missing", "large"],
)
def test_what_cannot_be_used_is_said_with_its_file(tmp_path: Path, schema: dict[str, Any], words: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(schema), "utf-8")
    with pytest.raises(CatalogError, match=words) as error:
        load_models(file)
    assert str(file) in error.value.message
    assert error.value.remedy


@pytest.mark.parametrize(("name", "text"), [("a.json", "[]"), ("a.json", '{"models": {}}'), ("a.toml", "")])
def test_a_file_without_models_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(CatalogError, match="there are no models in it"):
        load_models(tmp_path / name)


def test_a_file_that_is_not_there_is_a_wrong_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.json: cannot be read"):
        load_models(tmp_path / "none.json")


def test_references_that_come_back_end() -> None:
    tree = {"name": {"type": "string"}, "kids": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}
    models = schema_models({"$defs": {"Tree": {"properties": tree}}})
    assert isinstance(models.context(["tree", "kids", "0", "name"]), Field)


def test_of_a_tangle_of_references_fewer_are_followed() -> None:
    tangle = {f"T{n}": {"properties": {f"p{m}": {"$ref": f"#/$defs/T{m}"} for m in range(9)}} for n in range(9)}
    models = schema_models({"$defs": tangle})
    assert len(models) == 9
    assert isinstance(models.context(["t1", "p9"]), Miss)
    assert models.context(["t1", "p2", "p3"]) == Field("any")
    assert len(str(models.to_json())) < 100_000


def test_bindings_are_checked_against_a_schema(punk: Catalog, shop: Models) -> None:
    def codes(path: str) -> set[str]:
        document = {"root": {"type": "Text", "text": f"{{context.{path}}}"}}
        return {finding.code for finding in validate(document, punk, models=shop).gates}

    assert codes("user.name") == set()
    assert codes("user.nam")
