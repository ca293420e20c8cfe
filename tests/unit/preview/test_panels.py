"""What opens and closes, as the elements that browsers and screen readers know it by: dialogs, tabs, tooltips."""

from __future__ import annotations

from support.drawn import SHADCN, drawn, one, words
from support.read_html import elements_in

from epoch_cli.catalog import Catalog


def test_a_dialog_is_named_by_its_title(punk: Catalog) -> None:
    found = drawn(
        {
            "type": "Modal",
            "props": {"title": "Delete?", "onClose": "close"},
            "children": [{"type": "Text", "text": "Gone"}],
        },
        punk,
    )
    dialog = one(found, "dialog")
    assert words(one(found, "h2", id=dialog[1]["aria-labelledby"])) == "Delete?"
    assert "open" not in dialog[1]
    assert one(found, "button", aria_label="Close")[1]["data-on-close"] == "close"
    assert "open" in one(drawn({"type": "Modal", "props": {"open": True}}, punk), "dialog")[1]


def test_tabs_and_panels_point_to_each_other(punk: Catalog) -> None:
    tabs = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    texts = [{"type": "Text", "text": text} for text in ("one", "two", "three")]
    found = drawn({"type": "Tabs", "id": "t", "props": {"tabs": tabs, "defaultTab": "b"}, "children": texts}, punk)
    buttons = [each for each in elements_in(found) if each[1].get("role") == "tab"]
    panels = [each for each in elements_in(found) if each[1].get("role") == "tabpanel"]
    assert [each[1]["aria-controls"] for each in buttons] == [each[1]["id"] for each in panels]
    assert [each[1]["aria-labelledby"] for each in panels] == [each[1]["id"] for each in buttons]
    assert [each[1]["aria-selected"] for each in buttons] == ["false", "true", "false"]
    assert [words(each) for each in buttons] == ["A", "B", "Panel 3"]
    assert [words(each) for each in panels] == ["one", "two", "three"]


def test_an_accordion_unfolds_without_a_script() -> None:
    items = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    texts = [{"type": "Typography", "text": text} for text in ("one", "two")]
    found = drawn({"type": "Accordion", "props": {"items": items}, "children": texts}, SHADCN)
    parts = [each for each in elements_in(found) if each[0] == "details"]
    assert [("open" in each[1], words(each).split()) for each in parts] == [(True, ["A", "one"]), (False, ["B", "two"])]


def test_a_tooltip_says_what_it_says() -> None:
    found = drawn({"type": "Tooltip", "props": {"trigger": "?", "content": "Help"}}, SHADCN)
    assert [words(one(found, "summary")), words(one(found, "div", class_="ui-popover-body"))] == ["?", "Help"]
