"""Rows and entries as the elements that browsers and screen readers know them by: tables, charts, lists, menus."""

from __future__ import annotations

from support.drawn import SHADCN, drawn, one, words
from support.read_html import elements_in, words_in

from epoch_cli.catalog import Catalog


def test_a_table_has_a_caption_headings_and_cells(punk: Catalog) -> None:
    columns = [
        {"key": "name", "label": "Name"},
        {"key": "a.b", "label": "Sum", "align": "end"},
        {"key": "x", "value": "# {item.name}"},
    ]
    rows = [{"name": "Ada", "a": {"b": 3}}, {"name": "Alan"}, "odd"]
    found = drawn({"type": "DataGrid", "props": {"caption": "People", "columns": columns, "data": rows}}, punk)
    caption = one(found, "caption")
    assert one(found, "div", role="region", tabindex="0")[1]["aria-labelledby"] == caption[1]["id"]
    assert [each[1].get("scope") for each in elements_in(found) if each[0] == "th"] == ["col"] * 3
    cells = [words(each) for each in elements_in(found) if each[0] == "td"]
    assert cells == ["Ada", "3", "# Ada", "Alan", "", "# Alan", "odd", "odd", "#"]


def test_a_table_without_rows_says_so(punk: Catalog) -> None:
    found = drawn(
        {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]}}, punk
    )
    assert one(found, "td")[1]["colspan"] == "2"
    assert "No rows" in words_in(found)


def test_a_chart_is_a_table_with_bars_of_one_scale() -> None:
    series = [{"key": "month", "label": "Month"}, {"key": "sales", "label": "Sales"}]
    rows = [{"month": "May", "sales": 4}, {"month": "June", "sales": 8}]
    found = drawn({"type": "Chart", "props": {"caption": "Sales", "series": series, "data": rows}}, SHADCN)
    bars = [each[1] for each in elements_in(found) if each[0] == "progress"]
    assert [(each["value"], each["max"]) for each in bars] == [("4", "8"), ("8", "8")]
    assert words_in(found).split() == ["Sales", "Month", "Sales", "May", "4", "June", "8"]


def test_navigation_marks_the_page_that_is_shown() -> None:
    items = [{"label": "Home", "href": "/"}, {"label": "Orders", "href": "/orders"}]
    found = drawn({"type": "NavigationMenu", "props": {"items": items, "active": "/orders"}}, SHADCN)
    assert [each[1].get("aria-current") for each in elements_in(found) if each[0] == "a"] == [None, "page"]
    way = drawn({"type": "Breadcrumb", "props": {"items": [items[0], "Orders"]}}, SHADCN)
    assert words(one(way, "span", aria_current="page")) == "Orders"


def test_a_list_holds_its_nodes_as_entries() -> None:
    found = drawn({"type": "ItemGroup", "children": [{"type": "Item", "props": {"title": "One"}}]}, SHADCN)
    assert one(found, "li")[2][0][1]["class"] == "ui-card"


def test_a_menu_unfolds_below_its_name() -> None:
    menu = {
        "type": "DropdownMenu",
        "props": {"trigger": "More", "items": ["Copy", {"label": "Docs", "href": "/d"}], "onSelect": "pick"},
    }
    found = drawn(menu, SHADCN)
    assert words(one(found, "summary")) == "More"
    assert words(one(found, "button", data_on_press="pick")) == "Copy"
    assert words(one(found, "a", href="/d")) == "Docs"
