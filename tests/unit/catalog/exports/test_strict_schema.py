"""The schema of patches keeps to what the strict modes of all providers share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.corpus import ROOT
from support.exported import catalog_of

from epoch_cli import Draft
from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports.strict_schema import patches_schema
from epoch_cli.catalog.exports.tool import json_schema, tool_schema
from epoch_cli.validation.nulls import without_nulls

COMMON = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "$ref",
    "$defs",
    "description",
}


@pytest.fixture(params=["punk", "house"])
def catalog(request: pytest.FixtureRequest, punk: Catalog) -> Catalog:
    return punk if request.param == "punk" else catalog_of(str(ROOT / "house.toml"))


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema, but for names of properties and definitions."""
    if isinstance(value, list):
        for each in value:
            yield from schemas(each)
    elif isinstance(value, dict):
        yield value
        for key, inner in value.items():
            yield from schemas(list(inner.values()) if key in {"properties", "$defs"} else inner)


def references(schema: Any) -> set[str]:
    return {each["$ref"].rpartition("/")[2] for each in schemas(schema) if "$ref" in each}


@pytest.mark.parametrize("patterns", [False, True])
def test_it_keeps_to_what_strict_modes_share(catalog: Catalog, patterns: bool) -> None:
    schema = patches_schema(catalog, patterns=patterns)
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert "anyOf" not in schema
    used: set[str] = set().union(*(each.keys() for each in schemas(schema)))
    assert used == COMMON | ({"pattern"} if patterns else set())
    for each in schemas(schema):
        if each.get("type") == "object" or "properties" in each:
            assert each["additionalProperties"] is False
            assert each["required"] == list(each["properties"])


def test_no_definition_leads_back_to_itself(catalog: Catalog) -> None:
    schema = patches_schema(catalog, patterns=True)
    seen: set[str] = set()
    here = references({key: value for key, value in schema.items() if key != "$defs"})
    for _ in range(len(schema["$defs"])):
        seen |= here
        here = set().union(*(references(schema["$defs"][name]) for name in here))
    assert not here
    assert seen == set(schema["$defs"])


def test_whoever_answers_with_null_for_absent_builds_a_document(punk: Catalog) -> None:
    schema = patches_schema(punk, patterns=False)
    card = empty(schema, "Card") | {"children": []}
    text = empty(schema, "Text") | {"text": "Hello", "props": None}
    answer = {"patches": [
        {"op": "add", "path": "/root", "value": card},
        {"op": "add", "path": "/root/children/-", "value": text},
        {"op": "replace", "path": "/root/children/0/text", "value": "Bye"},
        {"op": "add", "path": "/root/props", "value": "{props.card}"},
    ]}  # fmt: skip
    Draft202012Validator(schema).validate(answer)
    draft = Draft(punk)
    accepted = [draft.propose(without_nulls(patch, punk)).accepted for patch in answer["patches"]]
    assert accepted == [True, True, True, False]
    assert draft.document == {"root": {"type": "Card", "props": {}, "children": [{"type": "Text", "text": "Bye"}]}}


def empty(schema: dict[str, Any], type_: str) -> dict[str, Any]:
    """A node with null for all that may be."""
    shape = schema["$defs"][f"node-{type_}"]["properties"]
    return {**dict.fromkeys(shape), "type": type_, "props": dict.fromkeys(shape["props"]["properties"])}


def test_nodes_hold_no_nodes(punk: Catalog) -> None:
    accepts = Draft202012Validator(patches_schema(punk, patterns=True)).is_valid
    schema = patches_schema(punk, patterns=True)
    card = empty(schema, "Card")
    assert accepts({"patches": [{"op": "add", "path": "/root", "value": card | {"children": []}}]})
    inside = empty(schema, "Text")
    assert not accepts({"patches": [{"op": "add", "path": "/root", "value": card | {"children": [inside]}}]})


@pytest.mark.parametrize(
    ("prop", "value"),
    [("padding", "huge"), ("padding", "16px"), ("border", 3), ("paddin", "md"), ("shadow", "primary")],
)
def test_a_wrong_prop_token_or_value_is_refused(punk: Catalog, prop: str, value: Any) -> None:
    schema = patches_schema(punk, patterns=False)
    accepts = Draft202012Validator(schema).is_valid
    card = empty(schema, "Card")
    assert accepts({"patches": [{"op": "add", "path": "/root", "value": card}]})
    card["props"][prop] = value
    assert not accepts({"patches": [{"op": "add", "path": "/root", "value": card}]})


def test_patterns_let_bindings_in(punk: Catalog) -> None:
    for patterns in (False, True):
        schema = patches_schema(punk, patterns=patterns)
        grid = empty(schema, "DataGrid")
        grid["props"] |= {"columns": [], "striped": "{context.striped}"}
        assert Draft202012Validator(schema).is_valid({
            "patches": [{"op": "add", "path": "/root", "value": grid}]
        }) is patterns  # fmt: skip


def test_a_few_whole_numbers_are_told_one_by_one() -> None:
    schema = patches_schema(catalog_of(str(ROOT / "house.toml")), patterns=False)
    rating = schema["$defs"]["node-Rating"]["properties"]["props"]["properties"]
    assert rating["stars"]["enum"] == [0, 1, 2, 3, 4, 5]
    assert "at least 1" in rating["of"]["description"]


def test_a_tool_takes_the_same_schema(catalog: Catalog) -> None:
    for form in ("patches", "document"):
        tool = tool_schema(catalog, form)
        assert list(tool) == ["name", "description", "input_schema"]
        assert tool["input_schema"] == json_schema(catalog, form)
        assert catalog.name in tool["description"]
        assert json.dumps(tool)
