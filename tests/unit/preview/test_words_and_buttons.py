"""Words, and what is pressed, as the elements that browsers and screen readers know them by."""

from __future__ import annotations

import pytest
from support.drawn import SHADCN, drawn, words
from support.read_html import elements_in

from epoch_cli.catalog import Catalog

# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("size", "tag"), [("h1", "h1"), ("typography-h3", "h3"), ("body", "p"), ("caption", "p"), ("{context.a}", "p")]
)
def test_a_text_is_a_heading_or_a_paragraph(punk: Catalog, size: str, tag: str) -> None:
    assert drawn({"type": "Text", "text": "Hi", "props": {"size": size}}, punk)[0][0] == tag


@pytest.mark.parametrize(
    ("variant", "tag"), [("h4", "h4"), ("blockquote", "blockquote"), ("code", "code"), ("muted", "p"), ("p", "p")]
)
def test_texts_of_another_preset(variant: str, tag: str) -> None:
    assert drawn({"type": "Typography", "text": "Hi", "props": {"variant": variant}}, SHADCN)[0][0] == tag


def test_a_separator_is_a_line() -> None:
    (line,) = drawn({"type": "Separator", "props": {"orientation": "vertical"}}, SHADCN)
    assert (line[0], line[1]["aria-orientation"]) == ("hr", "vertical")


# ---------------------------------------------------------------- what is pressed


def test_a_button_names_its_handler_and_does_nothing(punk: Catalog) -> None:
    (button,) = drawn({"type": "Button", "text": "Save", "props": {"onClick": "save", "disabled": True}}, punk)
    assert button[0] == "button"
    assert button[1].items() >= {"data-on-press": "save", "disabled": "", "type": "button"}.items()
    (bad,) = drawn({"type": "Button", "text": "Save", "props": {"onClick": "alert(1)"}}, punk)
    assert "data-on-press" not in bad[1]


def test_a_button_without_words_says_what_it_is(punk: Catalog) -> None:
    assert words(drawn({"type": "Button"}, punk)[0]) == "Button"


@pytest.mark.parametrize(
    ("text", "name", "spoken"),
    [
        ("Edit", "Edit the profile", "Edit the profile"),
        ("Edit", "Change the profile", "Edit, Change the profile"),
        ("×", "Close", "Close"),
        ("Edit", "", None),
    ],
)
def test_what_is_read_aloud_holds_what_is_seen(punk: Catalog, text: str, name: str, spoken: str | None) -> None:
    (button,) = drawn({"type": "Button", "text": text, "props": {"ariaLabel": name}}, punk)
    assert (words(button), button[1].get("aria-label")) == (text, spoken)


def test_a_button_with_a_picture_alone_shows_its_name() -> None:
    (button,) = drawn({"type": "Button", "props": {"size": "icon", "icon": "trash", "ariaLabel": "Delete"}}, SHADCN)
    assert (words(button), button[1]["aria-label"]) == ("Delete", "Delete")


def test_in_a_form_the_button_that_stands_out_sends_it(punk: Catalog) -> None:
    buttons = [
        {"type": "Button", "text": "Send", "props": {"onClick": "send"}},
        {"type": "Button", "text": "Cancel", "props": {"variant": "ghost", "onClick": "cancel"}},
        {"type": "Button", "text": "Plain", "props": {"variant": "outline"}},
    ]
    (form,) = drawn({"type": "Form", "props": {"onSubmit": "login"}, "children": buttons}, punk)
    assert (form[0], form[1]["data-on-submit"]) == ("form", "login")
    assert [each[1]["type"] for each in form[2]] == ["submit", "button", "submit"]


def test_a_form_in_a_form_is_a_box(punk: Catalog) -> None:
    (form,) = drawn({"type": "Form", "children": [{"type": "Box", "children": [{"type": "Form"}]}]}, punk)
    assert [each[0] for each in elements_in([form])] == ["form", "div", "div"]


def test_what_stands_in_a_button_is_words_alone() -> None:
    inner = {"type": "Dialog", "props": {"title": "Sure?"}, "children": [{"type": "Button", "text": "Yes"}]}
    (button,) = drawn({"type": "Button", "text": "Go", "children": [inner]}, SHADCN)
    assert [(tag, attributes["class"]) for tag, attributes, _ in elements_in(button[2])] == [("span", "ui-inline")] * 2
    assert words(button).split() == ["Go", "Sure?", "Yes"]
