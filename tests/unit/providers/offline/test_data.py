"""What data models give a wish: bound tables and cards, fields with types."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.data import find_source
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Wish

LINES = {"type": "array", "items": {"type": "object", "fields": {"sku": "string", "price": "number"}}}
MODELS = parse_models({
    "Customer": {
        "fields": {
            "id": "number",
            "name": {"type": "string", "required": True},
            "email": "string",
            "birthDate": "date",
            "active": "boolean",
            "address": {"type": "object", "fields": {"street": "string", "city": "string"}},
            "lines": LINES,
        }
    },
    "PurchaseOrder": {"fields": {"number": "string", "total": "number", "paid": "boolean"}},
})  # fmt: skip


def settled(prompt: str, punk: Catalog) -> Wish:
    lexicon = lexicon_of(punk)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, MODELS)
    return wish


@every_row(
    ("subject", "many"),
    [
        ("purchase orders", "purchaseOrders"),
        ("open purchase order", "purchaseOrders"),
        ("customers", "customers"),
        ("customer lines", "customer.lines"),
        ("lines", "customer.lines"),
        ("orders", ""),
    ],
)
def test_data_is_found_by_its_name_in_singular_and_plural(subject: str, many: str) -> None:
    source = find_source(Wish("table", subject=subject), MODELS)
    assert (source.many if source is not None else "") == many


def test_a_form_asks_for_the_values_of_a_model(punk: Catalog) -> None:
    fields = {item.label: item for item in settled("form to edit a customer", punk).of("field")}
    assert {label: item.type for label, item in fields.items()} == {
        "name": "", "email": "email", "birth date": "date", "active": "checkbox", "street": "", "city": "",
    }  # fmt: skip
    assert fields["name"].required
    assert fields["street"].group == "address"


def test_fields_that_are_named_take_the_types_of_the_model(punk: Catalog) -> None:
    fields = settled("purchase order form with number and paid", punk).of("field")
    assert [(item.label, item.type) for item in fields] == [("number", ""), ("paid", "checkbox")]


def test_signing_up_asks_for_more_than_the_model_has(punk: Catalog) -> None:
    assert "password" in [item.label for item in settled("sign up form for customers", punk).of("field")]


def test_a_card_shows_the_values_of_one_thing_and_tables_of_its_lists(punk: Catalog) -> None:
    wish = settled("customer card", punk)
    bindings = [item.binding for item in wish.of("fact")]
    assert bindings[:2] == ["customer.id", "customer.name"]
    assert bindings[-1] == "customer.address.city"
    assert [(part.binding, [item.label for item in part.items]) for part in wish.parts] == [
        ("customer.lines", ["sku", "price"])
    ]


def test_named_facts_are_bound_to_what_the_model_has(punk: Catalog) -> None:
    facts = settled("customer card with name and shoe size", punk).of("fact")
    assert [(item.label, item.binding) for item in facts] == [("name", "customer.name"), ("shoe size", "")]


def test_a_table_takes_the_values_that_are_no_lists(punk: Catalog) -> None:
    columns = [item.label for item in settled("table of customers", punk).of("column")]
    assert columns == ["id", "name", "email", "birth date", "active"]
