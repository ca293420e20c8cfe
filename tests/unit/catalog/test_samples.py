"""Sample data for bindings: plausible, typed, and always the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.catalog import ANY, Field, parse_models
from epoch_cli.catalog.samples import ROWS, context_sample, element_of, item_sample, said, sample, singular

MODELS = parse_models(
    {
        "User": {"fields": {"name": "string", "email": "string", "age": "number", "isAdmin": "boolean"}},
        "Order": {
            "fields": {
                "id": "string",
                "total": "number",
                "createdAt": "date",
                "tags": {"type": "array", "items": "string"},
                "customer": {"type": "object", "fields": {"name": "string"}},
            },
            "example": {"id": "O-7"},
        },
    }
)


def test_the_name_and_the_address_of_one_index_belong_together() -> None:
    string = Field("string")
    for index in range(5):
        first = sample(string, "name", index).split()[0].lower()
        assert sample(string, "email", index) == f"{first}@example.com"


@every_row(
    ("kind", "name", "expected"),
    [
        ("string", "status", "active"),
        ("number", "price", 19.9),
        ("number", "unheard", 12),
        ("boolean", "isAdmin", True),
        ("date", "createdAt", "2026-01-15"),
        ("string", "widgetThing", "Widget thing 1"),
        ("any", "dueDate", "2026-01-15"),
        ("any", "totalRevenue", 48_200),
        ("any", "hasAccess", True),
        ("any", "firstName", "Ada"),
        ("any", "lastName", "Lovelace"),
        ("any", "lastSeen", "2026-01-15"),
        ("string", "lastLogin", "2026-01-15"),
    ],
)
def test_a_value_is_like_its_type_and_its_name(kind: str, name: str, expected: object) -> None:
    assert sample(Field(kind), name) == expected  # type: ignore[arg-type]


def test_the_name_of_a_product_is_not_a_persons() -> None:
    assert sample(ANY, "name", 1, owner="products") == "Product 2"
    assert sample(ANY, "name", 1, owner="users") == "Grace Hopper"


def test_a_path_is_followed_through_the_declared_models() -> None:
    shape, value = context_sample(MODELS, ("orders", "0", "customer", "name"))
    assert (shape.type, value) == ("string", "Ada Lovelace")
    shape, value = context_sample(MODELS, ("users",))
    assert len(value) == ROWS
    assert set(value[0]) == {"name", "email", "age", "isAdmin"}
    assert item_sample(element_of(shape), "user", ("email",), 1)[1] == "grace@example.com"


def test_a_models_own_example_comes_first() -> None:
    assert context_sample(MODELS, ("order", "id"))[1] == "O-7"
    assert context_sample(MODELS, ("order", "id"), 1)[1] == "A-1002"


@pytest.mark.parametrize("value", [0, False, ""])
def test_an_example_may_say_nothing_much(value: Any) -> None:
    models = parse_models({"Cart": {"fields": {"items": "number"}, "example": {"items": value}}})
    assert context_sample(models, ("cart", "items"))[1] == value


def test_what_is_not_declared_gets_a_value_by_its_name() -> None:
    assert context_sample(MODELS, ("nobody", "email"))[1] == "ada@example.com"
    assert context_sample(parse_models(None), ("metrics", "revenue"))[1] == 48_200


@pytest.mark.parametrize(
    ("many", "one"), [("users", "user"), ("categories", "category"), ("boxes", "box"), ("glass", "glass"), ("s", "s")]
)
def test_one_of_many(many: str, one: str) -> None:
    assert singular(many) == one


def test_a_value_as_people_read_it() -> None:
    assert [said(value) for value in (True, 19.9, 12, 48_200, ["a", "b"], {"id": 3, "name": "Ada"}, {}, None)] == [
        "yes",
        "19.90",
        "12",
        "48,200",
        "a, b",
        "Ada",
        "…",
        "None",
    ]


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(max_size=100),
    st.text(max_size=20),
    st.integers(0, 50),
    st.sampled_from(["any", "string", "array", "object"]),
)
def test_any_name_gets_a_value_and_always_the_same(name: str, owner: str, index: int, kind: str) -> None:
    shape = Field(kind)  # type: ignore[arg-type]
    value = sample(shape, name, index, owner=owner)
    assert value is not None
    assert value == sample(shape, name, index, owner=owner)
    assert said(value)
