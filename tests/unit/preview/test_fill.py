"""Data into markup: values and samples, lists, conditions, and bounds on both."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.read_html import elements_in, read_html, words_in

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.preview.html import html
from epoch_cli.preview.page import make_tree

MODELS = parse_models(
    [{"name": "User", "plural": "users", "fields": {"name": "string", "age": "number", "tags": "array"}}]
)


def drawn(root: Any, catalog: Catalog, data: Any = None) -> list[Any]:
    """What the page has for a root."""
    return list(read_html(html((make_tree({"root": root}, catalog, data, models=MODELS),)))[0][2])


def words(root: Any, catalog: Catalog, **context: Any) -> str:
    """The words of a page, with the user's own values for the context."""
    return " ".join(words_in(drawn(root, catalog, {"context": context})).split())


def each_of(source: str, template: Any) -> dict[str, Any]:
    """A box that repeats something."""
    return {"type": "Stack", "dataSource": source, "itemTemplate": template}


# ---------------------------------------------------------------- values


@every_row(
    ("text", "shown"),
    [
        ("Hi {context.user.name}!", "Hi Grace!"),
        ("{context.user.email}", "ada@example.com"),  # nobody gave one: a sample
        ("{context.ages.1}", "7"),
        ("{{user.name}}", "Grace"),
        ("{context.total}", "1,234.50"),
        ("{context.nothing}", ""),
        ("{context.yes} {context.user}", "yes Grace"),
        ("{brace} {} {context.", "{brace} {} {context."),
        ("{props.name}", "Own"),
    ],
)
def test_the_users_values_come_before_samples(punk: Catalog, text: str, shown: str) -> None:
    context = {"user": {"name": "Grace"}, "ages": [3, 7], "total": 1234.5, "nothing": None, "yes": True}
    found = drawn({"type": "Text", "text": text}, punk, {"context": context, "props": {"name": "Own"}})
    assert words_in(found).strip() == shown


def test_values_are_words_and_nothing_else(punk: Catalog) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    link = {"type": "Text", "text": "{context.a}", "props": {"ariaLabel": "{context.a}"}}
    found = drawn(link, punk, {"context": {"a": hostile}})
    assert [tag for tag, _, _ in elements_in(found)] == ["p"]
    assert (words_in(found), found[0][1]["aria-label"]) == (hostile, hostile)


def test_what_cannot_be_seen_is_written_out(punk: Catalog) -> None:
    assert words({"type": "Text", "text": "{context.a}"}, punk, a="a\u202eb\x07") == r"a\u202eb\x07"
    assert words({"type": "Text", "text": "👩‍👩‍👧 नमस्‍ते"}, punk) == "👩‍👩‍👧 नमस्‍ते"  # joiners that join


@pytest.mark.parametrize(("value", "disabled"), [(True, True), (False, False), (0, False), ("x", True)])
def test_a_flag_follows_the_users_value(punk: Catalog, value: Any, disabled: bool) -> None:
    button = {"type": "Button", "text": "Go", "props": {"disabled": "{context.isBusy}"}}
    (found,) = drawn(button, punk, {"context": {"isBusy": value}})
    assert ("disabled" in found[1]) is disabled
    assert "disabled" not in drawn(button, punk)[0][1]  # a sample says nothing


def test_numbers_in_controls_are_as_machines_read_them(punk: Catalog) -> None:
    control = {"type": "Input", "props": {"type": "number", "label": "Sum", "defaultValue": "{context.sum}"}}
    (box,) = [each for each in elements_in(drawn(control, punk, {"context": {"sum": 48200}})) if each[0] == "input"]
    assert box[1]["value"] == "48200"


# ---------------------------------------------------------------- lists and conditions


def test_a_list_without_data_is_three_samples(punk: Catalog) -> None:
    assert words(each_of("{context.users}", {"type": "Text", "text": "{item.name}."}), punk) == (
        "Ada Lovelace. Grace Hopper. Alan Turing."
    )


@pytest.mark.parametrize(
    ("users", "shown"),
    [([{"name": "A"}, {"name": "B"}], "A; B;"), ([], ""), (None, ""), ({"name": "A"}, "A;"), (["x"], "Ada Lovelace;")],
)
def test_a_list_has_the_users_entries(punk: Catalog, users: Any, shown: str) -> None:
    assert words(each_of("{context.users}", {"type": "Text", "text": "{item.name};"}), punk, users=users) == shown


def test_a_long_list_is_cut_and_counted(punk: Catalog) -> None:
    found = drawn(
        each_of("{context.users}", {"type": "Text", "text": "{item}"}), punk, {"context": {"users": [7] * 500}}
    )
    assert len(found[0][2]) == 201
    assert words_in(found[0][2][-1:]).strip() == "… 300 more"


def test_rows_and_options_are_cut_by_what_may_stand_there(punk: Catalog) -> None:
    table = {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A"}], "data": "{context.rows}"}}
    select = {"type": "Select", "props": {"label": "L", "options": "{context.rows}"}}
    rows = {"context": {"rows": [{"a": 1}] * 300}}
    assert [tag for tag, _, _ in elements_in(drawn(table, punk, rows))].count("tr") == 1 + 200 + 1
    assert [tag for tag, _, _ in elements_in(drawn(select, punk, rows))].count("option") == 200 + 1


def test_ids_in_copies_differ_and_labels_find_their_controls(punk: Catalog) -> None:
    field = {"type": "FormField", "id": "f", "props": {"label": "Age"}, "children": [{"type": "Input"}]}
    nested = each_of("{context.users}", each_of("{item.tags}", field))
    found = list(elements_in(drawn(nested, punk)))
    ids = [attributes["id"] for _, attributes, _ in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert ids.count("ui-f") == 1
    labels = [attributes["for"] for tag, attributes, _ in found if tag == "label"]
    assert labels == [attributes["id"] for tag, attributes, _ in found if tag == "input"]
    assert len(labels) == 9


def test_radio_buttons_of_copies_are_not_one_group(punk: Catalog) -> None:
    radio = {"type": "Input", "props": {"type": "radio", "name": "plan", "label": "Plan"}}
    found = elements_in(drawn(each_of("{context.users}", radio), punk))
    assert [attributes["name"] for tag, attributes, _ in found if tag == "input"] == [
        "ui-plan",
        "ui-plan.1",
        "ui-plan.2",
    ]


def test_lists_in_lists_in_lists_end(punk: Catalog) -> None:
    template: dict[str, Any] = {"type": "Text", "text": "{item}"}
    for _ in range(200):
        template = each_of("{item.tags}", template)
    found = list(elements_in(drawn(template, punk)))
    assert len(found) < 30_000
    assert any(attributes["class"] == "ui-more" for _, attributes, _ in found)


@pytest.mark.parametrize(
    ("condition", "value", "there"),
    [
        ("{context.isAdmin}", True, True),
        ("{context.isAdmin}", False, False),
        ("{context.isAdmin}", [], False),
        ("{context.other}", False, True),  # nothing is known of it
        ("{context.isAdmin} and more", False, True),  # no one binding
    ],
)
def test_a_condition_that_is_one_binding_follows_the_users_value(
    punk: Catalog, condition: str, value: Any, there: bool
) -> None:
    node = {"type": "Text", "text": "secret", "condition": condition}
    found = drawn({"type": "Box", "children": [node]}, punk, {"context": {"isAdmin": value}})
    assert bool(words_in(found).strip()) is there
    if there:
        assert found[0][2][0][1]["data-condition"] == condition
