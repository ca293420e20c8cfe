"""A document as a page: what a page leaves open is told once for each kind."""

from __future__ import annotations

from support.nodes import box, button, page, repeated, table, text

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.html import write
from epoch_cli.preview.page import make_page


def test_a_document_that_says_all_loses_nothing(punk: Catalog) -> None:
    written = write(page(text("Hello {you}"), button("Go")), punk, Options())
    assert written.losses == ()
    assert written.text == make_page(page(text("Hello {you}"), button("Go")), punk)


def test_what_is_left_open_is_told_once_for_each_kind(punk: Catalog) -> None:
    document = page(
        text("{context.a} {context.b}", condition="{context.c}"),
        box(button("{context.d}", onClick="go"), button("x", onClick="stay")),
        repeated(text("{item.x}")),
        table({"key": "k", "label": "{context.e}"}, data=[]),
    )
    losses = write(document, punk, Options()).losses
    assert [(each.what, "/".join(map(str, each.path))) for each in losses] == [
        ("4 bindings", "root/children/0/text"),
        ("1 list", "root/children/2/dataSource"),
        ("1 condition", "root/children/0/condition"),
        ("2 handlers", "root/children/1/children/0/props/onClick"),
    ]


def test_data_and_title_are_those_that_are_given(punk: Catalog) -> None:
    written = write(
        page(text("Hello {context.name}")), punk, Options(name="Greeting", data={"context": {"name": "Ada"}})
    )
    assert "<title>Greeting</title>" in written.text
    assert "Hello Ada" in written.text
