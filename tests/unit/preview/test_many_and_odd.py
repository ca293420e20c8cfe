"""What is too much to draw is counted, and components of other design systems lead and lie as theirs do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.drawn import SHADCN, drawn, one, words
from support.read_html import elements_in

from epoch_cli.catalog import Catalog, load_catalog

ENTRIES = [{"value": f"v{number}", "label": f"Entry {number}"} for number in range(503)]
OTHER = """
[preset]
name = "other"
extends = "punk"
[components.Press]
role = "action"
text = true
name = { from = ["text"], required = true }
props = { to = { type = "string", means = "href" }, onPress = { type = "handler", means = "press" } }
[components.Anchor]
role = "link"
text = true
name = { from = ["text"], required = true }
props = { to = { type = "string", means = "href" }, onPress = { type = "handler", means = "press" } }
[components.Picture]
role = "image"
name = { from = ["alt"], required = true }
props = { alt = { type = "string" }, src = { type = "string" }, caption = { type = "string" } }
[components.Panes]
role = "tabs"
children = true
panels = "tabs"
[components.Panes.props]
tabs = { type = "array", items = "object", fields = { id = { type = "string" }, label = { type = "string" } } }
orientation = { type = "enum", values = ["horizontal", "vertical"] }
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    file = tmp_path_factory.mktemp("other") / "catalog.toml"
    file.write_text(OTHER, "utf-8")
    return load_catalog(Path(file))


def tags(found: Any) -> list[str]:
    return [each[0] for each in elements_in(found)]


def test_options_that_are_too_many_are_counted_where_they_end(punk: Catalog) -> None:
    options = one(drawn({"type": "Select", "props": {"options": ENTRIES}}, punk), "select")[2]
    assert len(options) == 501
    assert (words(options[-1]), "disabled" in options[-1][1]) == ("… 3 more", True)
    group = drawn({"type": "RadioGroup", "props": {"label": "Which", "options": ENTRIES}}, SHADCN)
    assert words(one(group, "div", class_="ui-more")) == "… 3 more"
    assert tags(group).count("input") == 500


def test_an_option_that_cannot_be_chosen_is_disabled() -> None:
    options = [{"value": "a", "label": "A", "disabled": True}, {"value": "b", "label": "B"}]
    group = drawn({"type": "RadioGroup", "props": {"label": "Which", "options": options}}, SHADCN)
    assert ["disabled" in each[1] for each in elements_in(group) if each[0] == "input"] == [True, False]


def test_entries_that_are_too_many_are_counted_and_the_one_where_one_is_is_said() -> None:
    entries = [{"label": each["label"], "href": f"/{each['value']}"} for each in ENTRIES]
    entries[1]["current"] = True  # type: ignore[assignment]
    found = drawn({"type": "NavigationMenu", "props": {"label": "Main", "items": entries}}, SHADCN)
    links = [each for each in elements_in(found) if each[0] == "a"]
    assert len(links) == 500
    assert [words(each) for each in links if each[1].get("aria-current") == "page"] == ["Entry 1"]
    assert words(one(found, "li", class_="ui-more")) == "… 3 more"


def test_rows_that_are_too_many_are_counted(punk: Catalog) -> None:
    props = {"caption": "All", "columns": [{"key": "label", "label": "Name"}], "data": ENTRIES}
    found = drawn({"type": "DataGrid", "props": props}, punk)
    assert tags(found).count("tr") == 1 + 500 + 1
    assert "… 3 more rows" in words(found[0])


@pytest.mark.parametrize(
    ("kind", "props", "tag"),
    [
        ("Press", {"to": "/a"}, "a"),
        ("Press", {"to": "/a", "onPress": "go"}, "a"),
        ("Press", {"onPress": "go"}, "button"),
        ("Anchor", {"to": "/a"}, "a"),
        ("Anchor", {"onPress": "go"}, "button"),
        ("Anchor", {}, "span"),
    ],
)
def test_what_leads_somewhere_is_a_link_and_what_does_something_a_button(
    kind: str, props: dict[str, Any], tag: str, other: Catalog
) -> None:
    (found,) = drawn({"type": kind, "text": "Go", "props": props}, other)
    assert found[0] == tag
    assert found[1].get("href") == props.get("to")
    assert found[1].get("data-on-press") == props.get("onPress")


def test_a_picture_has_its_caption_and_tabs_their_direction(other: Catalog) -> None:
    picture = drawn({"type": "Picture", "props": {"alt": "A cat", "src": "/cat.png", "caption": "Asleep"}}, other)
    assert words(picture[0]) == "Asleep"
    panes = {"tabs": [{"id": "a", "label": "A"}], "orientation": "vertical"}
    text = {"type": "Text", "text": "x"}
    (found,) = drawn({"type": "Panes", "props": panes, "children": [text]}, other)
    assert one([found], "div", role="tablist")[1]["aria-orientation"] == "vertical"
