"""Data models: how they are written, how a context path finds one, and where a path ends (decision 7)."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli import CatalogError
from epoch_cli.catalog import ANY, Field, Miss, Models, follow, parse_models

SHOP = {
    "User": {
        "fields": {
            "name": "string",
            "age": "number",
            "born": "date",
            "tags": {"type": "array", "items": "string"},
            "address": {"type": "object", "fields": {"city": "string", "geo": {"type": "object"}}},
            "orders": {
                "type": "array",
                "items": {"type": "object", "fields": {"total": "number", "lines": {"type": "array"}}},
            },
        }
    },
    "Category": {"fields": {"title": "string"}},
    "Staff": {"plural": "crew", "fields": {"name": "string"}, "example": {"name": "Ann"}},
}


@pytest.fixture(scope="module")
def shop() -> Models:
    return parse_models(SHOP)


def found(models: Models, path: str) -> Field | Miss:
    return models.context(path.split("."))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("user", "object"),
        ("User", "object"),
        ("USER", "object"),
        ("users", "array"),
        ("Users", "array"),
        ("user.name", "string"),
        ("users.name", "string"),
        ("user.born", "date"),
        ("user.address.city", "string"),
        ("users.orders.total", "number"),
        ("user.orders.0.total", "number"),
        ("categories", "array"),
        ("category.title", "string"),
        ("categories.title", "string"),
        ("crew", "array"),
        ("staff.name", "string"),
    ],
)
def test_a_path_is_followed_through_names_plurals_objects_and_arrays(shop: Models, path: str, kind: str) -> None:
    step = found(shop, path)
    assert isinstance(step, Field)
    assert step.type == kind


@pytest.mark.parametrize("path", ["user.name.first", "user.age.x", "user.tags.x", "users.0.name.length"])
def test_a_scalar_ends_the_path(shop: Models, path: str) -> None:
    miss = found(shop, path)
    assert isinstance(miss, Miss)
    assert miss.scalar
    assert miss.segment == path.rpartition(".")[2]


@pytest.mark.parametrize(
    ("path", "segment", "nearest"),
    [("usrs", "usrs", "users"), ("user.nme", "nme", "name"), ("users.address.cty", "cty", "city")],
)
def test_a_path_that_leads_nowhere_says_where_and_what_is_near(
    shop: Models, path: str, segment: str, nearest: str
) -> None:
    miss = found(shop, path)
    assert isinstance(miss, Miss)
    assert not miss.scalar
    assert (miss.segment, miss.nearest) == (segment, nearest)


@pytest.mark.parametrize("path", ["staffs", "item", "context", "userss"])
def test_what_no_model_is_called_is_a_miss_with_all_choices(shop: Models, path: str) -> None:
    miss = found(shop, path)
    assert isinstance(miss, Miss)
    assert {"user", "users", "category", "categories", "staff", "crew"} <= set(miss.choices)


def test_fields_keep_their_case(shop: Models) -> None:
    assert isinstance(found(shop, "user.Name"), Miss)


@pytest.mark.parametrize("path", ["user.address.geo.lat", "users.orders.lines.anything.at.all"])
def test_what_is_not_described_is_free(shop: Models, path: str) -> None:
    assert found(shop, path) == ANY


@pytest.mark.parametrize("path", ["anything", "any.thing", "users.name.first"])
def test_without_models_every_path_is_free(path: str) -> None:
    assert found(Models(), path) == ANY
    assert found(parse_models(None), path) == ANY


@every_row(
    ("name", "plural"),
    [("User", "users"), ("Category", "categories"), ("Box", "boxes"), ("Day", "days"), ("Dish", "dishes"),
     ("OrderItem", "orderItems"), ("Address", "addresses")],
)  # fmt: skip
def test_the_plural_is_made_when_it_is_not_given(name: str, plural: str) -> None:
    (model,) = parse_models({name: {"fields": {"id": "string"}}})
    assert model.plural == plural


def test_a_list_of_models_is_as_good_as_a_table() -> None:
    rows = [{"name": name, **row} for name, row in SHOP.items()]
    assert [(model.name, model.plural, model.shape) for model in parse_models(rows)] == [
        (model.name, model.plural, model.shape) for model in parse_models(SHOP)
    ]


def test_models_that_are_parsed_are_taken_as_they_are(shop: Models) -> None:
    assert parse_models(shop) is shop


def test_an_index_into_an_array_is_a_step_to_an_element() -> None:
    rows = Field("array", items=Field("object", {"a": Field("string")}))
    assert follow(rows, ("3", "a")) == Field("string")
    assert follow(rows, ("a",)) == Field("string")


WRONG: dict[str, tuple[Any, str]] = {
    "no fields": ({"User": {}}, "User"),
    "fields are a list": ({"User": {"fields": ["name"]}}, "User"),
    "a model is a word": ({"User": "string"}, "User"),
    "a row without a name": ([{"fields": {"a": "string"}}], "models"),
    "a row that is a word": (["User"], "models"),
    "an unknown type": ({"User": {"fields": {"age": "int"}}}, "User.fields.age"),
    "a type that is a list": ({"User": {"fields": {"age": ["number"]}}}, "User.fields.age"),
    "no type": ({"User": {"fields": {"age": {"required": True}}}}, "User.fields.age"),
    "a wrong type deep inside": (
        {"User": {"fields": {"a": {"type": "object", "fields": {"b": "text"}}}}},
        "User.fields.a.fields.b",
    ),
    "wrong items": ({"User": {"fields": {"a": {"type": "array", "items": "row"}}}}, "User.fields.a.items"),
    "inner fields are a list": (
        {"User": {"fields": {"a": {"type": "object", "fields": ["b"]}}}},
        "User.fields.a",
    ),
    "an example that is none": ({"User": {"fields": {"a": "string"}, "example": 5}}, "User"),
    "a number": (5, "models"),
    "a word": ("User", "models"),
}


@every_row(("source", "key"), WRONG.values(), ids=WRONG.keys())
def test_wrong_models_are_refused_with_their_key(source: Any, key: str) -> None:
    with pytest.raises(CatalogError) as refused:
        parse_models(source)
    assert key in refused.value.message
    assert "expected" in refused.value.message
