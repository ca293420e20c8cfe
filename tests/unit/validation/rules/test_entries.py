"""Columns, options and tabs on a finished screen: EP309 to EP312, and blank labels (EP821)."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import accept, add, codes, node, page, replace, table, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.errors import CatalogError
from epoch_cli.validation import Draft, Severity, validate


def select(*options: Any, **fields: Any) -> Any:
    return node("Select", label="S", options=list(options), **fields)


def option(value: Any, label: str = "L") -> dict[str, Any]:
    return {"value": value, "label": label}


def tabs(*ids: str, panels: int | None = None, **fields: Any) -> Any:
    rows = [{"id": each, "label": each.upper()} for each in ids]
    return node("Tabs", *[text() for _ in range(len(ids) if panels is None else panels)], tabs=rows, **fields)


def column(key: str, label: str = "L") -> dict[str, str]:
    return {"key": key, "label": label}


def grid(*columns: Any) -> Any:
    return table(*columns, caption="c")


def found(catalog: Catalog, root: Any) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in validate({"root": root}, catalog).diagnostics]


# ---------------------------------------------------------------- EP309


@every_row(
    ("root", "pointers"),
    [
        (grid(column("a"), column("b"), column("a")), ["/columns/2/key"]),
        (tabs("a", "a", "a"), ["/tabs/1/id", "/tabs/2/id"]),
        (select(option("a"), option("b"), option("a")), ["/options/2/value"]),
        (select("a", "b", "b"), ["/options/2"]),
        (select("a", option("a")), ["/options/1/value"]),
        (select(1, "1"), ["/options/1"]),
        (select(option(1.0), option(1)), ["/options/1/value"]),
        (select(option(True), option("true")), ["/options/1/value"]),
    ],
)
def test_duplicate_items_are_found_at_the_second(punk: Catalog, root: Any, pointers: list[str]) -> None:
    assert found(punk, root) == [("EP309", f"/root/props{pointer}") for pointer in pointers]


@pytest.mark.parametrize(
    "root",
    [
        grid(column("a"), column("A")),
        select(option("a", "Same"), option("b", "Same")),
        select(option(0), option(False)),
        select(option(1), option(True)),
        select("a", "a "),
    ],
)
def test_items_that_differ_are_no_duplicates(punk: Catalog, root: Any) -> None:
    assert found(punk, root) == []


def test_an_item_without_its_key_is_no_duplicate_of_another(punk: Catalog) -> None:
    assert {code for code, _ in found(punk, select({"label": "A"}, {"label": "B"}))} == {"EP305"}


# ---------------------------------------------------------------- EP310


@pytest.mark.parametrize(
    ("root", "pointer"),
    [
        (select(), "/root/props/options"),
        (node("DataGrid", columns=[], caption="c"), "/root/props/columns"),
        (node("Tabs", tabs=[]), "/root/props/tabs"),
    ],
)
def test_a_list_that_shows_something_has_entries(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP310", pointer)]


def test_a_bound_list_and_rows_that_are_not_there_yet_are_not_empty(punk: Catalog) -> None:
    assert found(punk, node("Select", label="S", options="{context.sizes}")) == []
    assert found(punk, node("DataGrid", columns=[column("a")], data=[], caption="c")) == []


# ---------------------------------------------------------------- EP311


@every_row(
    ("root", "pointer"),
    [
        (tabs("a", "b", defaultTab="c"), "/defaultTab"),
        (select("a", "b", defaultValue="c"), "/defaultValue"),
        (select(option("a"), option("b"), defaultValue="L"), "/defaultValue"),
        (select("a", "b", multiple=True, defaultValue=["a", "c"]), "/defaultValue/1"),
        (select(1, 2, defaultValue=3), "/defaultValue"),
        (select("a", "b", defaultValue=True), "/defaultValue"),
    ],
)
def test_what_is_chosen_at_first_is_one_of_the_entries(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP311", f"/root/props{pointer}")]


@every_row(
    "root",
    [
        tabs("a", "b", defaultTab="b"),
        tabs("a", "b", defaultTab="{context.tab}"),
        select("a", "b", defaultValue=""),
        select("a", "b", multiple=True, defaultValue=[]),
        select(1, 2, defaultValue="2"),
        select(option("{context.size}"), defaultValue="m"),
        node("Select", label="S", options="{context.sizes}", defaultValue="m"),
    ],
)
def test_what_is_one_of_them_or_cannot_be_told_passes(punk: Catalog, root: Any) -> None:
    assert found(punk, root) == []


def test_an_entry_that_is_missing_is_named_by_the_nearest(punk: Catalog) -> None:
    report = validate({"root": select("small", "large", defaultValue="lage")}, punk)
    assert report.diagnostics[0].hint == 'did you mean "large"?'


# ---------------------------------------------------------------- EP312


@pytest.mark.parametrize(
    ("root", "pointer"),
    [
        (tabs("a", "b", panels=1), "/root/children"),
        (tabs("a", panels=2), "/root/children"),
        (tabs("a", panels=0), "/root"),
        ({**tabs("a", panels=0), "children": []}, "/root/children"),
    ],
)
def test_there_is_a_panel_for_each_tab(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP312", pointer)]


@pytest.mark.parametrize(
    "root",
    [
        tabs("a", "b"),
        node("Tabs", text(), tabs="{context.tabs}"),
        {**tabs("a", "b", panels=0), "dataSource": "{context.panels}", "itemTemplate": text()},
    ],
)
def test_panels_that_match_or_cannot_be_counted_pass(punk: Catalog, root: Any) -> None:
    assert found(punk, root) == []


# ---------------------------------------------------------------- EP821


@pytest.mark.parametrize(
    ("root", "pointer"),
    [
        (grid(column("a", "")), "/columns/0/label"),
        (grid(column("a"), column("b", " \t\n")), "/columns/1/label"),
        (select(option("a", "")), "/options/0/label"),
        (select("a", ""), "/options/1"),
        (select("a", "\u3000"), "/options/1"),
    ],
)
def test_a_blank_label_says_nothing(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP821", f"/root/props{pointer}")]


def test_a_tab_with_a_blank_label(punk: Catalog) -> None:
    root = node("Tabs", text(), tabs=[{"id": "a", "label": " "}])
    assert found(punk, root) == [("EP821", "/root/props/tabs/0/label")]


def test_a_bound_label_is_not_blank(punk: Catalog) -> None:
    assert found(punk, grid(column("a", "{context.heading}"))) == []


# ---------------------------------------------------------------- drafts, and the catalog


def test_a_list_may_be_written_entry_by_entry_and_its_default_first(punk: Catalog) -> None:
    draft = Draft(punk)
    accept(draft, add("/root", page()["root"]))
    accept(draft, add("/root/children/-", node("Tabs", tabs=[], defaultTab="b")))
    assert codes(draft.report()) == ["EP310"]
    for index, name in enumerate("ab"):
        accept(draft, add(f"/root/children/0/props/tabs/{index}", {"id": name, "label": name}))
        accept(draft, add("/root/children/0/children/-", text(name)))
    assert codes(draft.report()) == []
    accept(draft, replace("/root/children/0/props/tabs/1/id", "a"))
    assert set(codes(draft.report())) == {"EP309", "EP311"}
    assert {each.severity for each in draft.report().diagnostics} == {Severity.WARNING}


def test_they_are_found_at_any_depth_and_in_templates(punk: Catalog) -> None:
    root = {"type": "Stack", "dataSource": "{context.rows}", "itemTemplate": node("Card", select("a", "a"))}
    assert found(punk, root) == [("EP309", "/root/itemTemplate/children/0/props/options/1")]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('unique = "name"', "unique"),
        ('one_of = "tabs.name"', "one_of"),
        ('one_of = "nothing.id"', "one_of"),
        ('one_of = "tabs"', "one_of"),
    ],
)
def test_a_catalog_cannot_refer_to_a_field_that_is_not_there(tmp_path: Any, line: str, key: str) -> None:
    file = tmp_path / "own.toml"
    prop = "tabs" if key == "unique" else "defaultTab"
    file.write_text(f'[preset]\nname = "own"\nextends = "punk"\n[components.Tabs.props.{prop}]\n{line}\n', "utf-8")
    with pytest.raises(CatalogError, match=key):
        load_catalog(file)


@pytest.mark.parametrize("key", ["tone", "mandatory", "panels"])
def test_a_catalog_names_props_that_its_component_has(tmp_path: Any, key: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f'[preset]\nname = "own"\nextends = "punk"\n[components.Card]\n{key} = "nothing"\n', "utf-8")
    with pytest.raises(CatalogError, match=rf"components\.Card\.{key}"):
        load_catalog(file)
