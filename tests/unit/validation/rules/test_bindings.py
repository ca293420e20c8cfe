"""Bindings to the fields of a list's items: each of them is looked up, wherever it stands."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import MODELS, box, page, repeated, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import validate

HERE = "/root/children/0/itemTemplate"


@every_row(
    ("template", "missing"),
    [
        (text("{item.name} {item.nope}"), [("nope", "/text")]),
        (text("{item.nope} {item.name} {item.nono}"), [("nope", "/text"), ("nono", "/text")]),
        (
            box(text("{item.name}"), text("{item.nope}"), text("{item.email} {item.nono}")),
            [("nope", "/children/1/text"), ("nono", "/children/2/text")],
        ),
        (text("{item.nope}", condition="{item.nono}"), [("nope", "/text"), ("nono", "/condition")]),
        (repeated(text("{item.title} {item.nope}"), "{item.posts}"), [("nope", "/itemTemplate/text")]),
    ],
)
def test_every_field_that_is_missing_is_found(punk: Catalog, template: Any, missing: list[tuple[str, str]]) -> None:
    found = validate(page(repeated(template)), punk, models=MODELS).diagnostics
    assert {each.code for each in found} == {"EP505"}
    told = [(each.message.rpartition("field ")[2].strip('"'), each.pointer.removeprefix(HERE)) for each in found]
    assert sorted(told) == sorted(missing)
