"""Edits that could be read as another one: states and wordings, names with the word for a prop in them, pairs, tabs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from composer.composing import Document, brief, composed
from composer.edited import applied
from composer.score import walk
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.validation import validate

FORM = "form with first name, last name, email and phone"
SECTIONS = "profile form with sections Profile (name, email) and Security (password, password again)"
TABLE = "table of users with name, email and role"
GUESTS: Document = {
    "root": {
        "type": "Container",
        "children": [
            {"type": "Text", "props": {"size": "h1"}, "text": "Guests"},
            {
                "type": "Form",
                "id": "guests",
                "props": {"onSubmit": "save"},
                "children": [
                    {"type": "Input", "props": {"type": "text", "label": "Guest name", "name": "guest"}},
                    {"type": "Button", "id": "save", "props": {"variant": "primary"}, "text": "Save"},
                ],
            },
        ],
    }
}


def edited(phrase: str, document: Document, catalog: Catalog) -> tuple[Composition, Document]:
    made = compose(brief(phrase, catalog, document=document))
    return made, applied(made.patches, document)


def props(document: Document, name: str) -> list[Any]:
    """The values of a prop, in the order of the document."""
    return [node["props"][name] for node, _ in walk(document["root"]) if name in node.get("props", {})]


def required(document: Document) -> list[str]:
    """The labels of what is required."""
    return [node["props"]["label"] for node, _ in walk(document["root"]) if _is_required(node)]


def _is_required(node: dict[str, Any]) -> bool:
    return "label" in node.get("props", {}) and node["props"].get("required") is True


LABELS = ["First name", "Last name", "Email", "Phone"]


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("make first name required", ["First name"]),
        ("make first name and email required", ["First name", "Email"]),
        ("make first name and last name required", ["First name", "Last name"]),
        ("change first name to required", ["First name"]),
    ],
)
def test_a_state_is_no_new_label(phrase: str, wanted: list[str], punk: Catalog) -> None:
    _, after = edited(phrase, composed(FORM, punk), punk)
    assert props(after, "label") == LABELS
    assert required(after) == wanted


@every_row(
    "phrase",
    [
        "make the first name bold",
        "make the email bold",
        "make the first name Given",
        "convert the form to a card",
        "sort the form",
        "sort by name",
    ],
)
def test_what_is_not_understood_is_told_as_that(phrase: str, punk: Catalog) -> None:
    made, _ = edited(phrase, composed(FORM, punk), punk)
    assert made.patches == []
    assert [unmet.message for unmet in made.unmet] == [f"not understood: “{phrase}”"]


def test_the_longest_name_is_meant(punk: Catalog) -> None:
    _, after = edited("make the guest name required", GUESTS, punk)
    assert required(after) == ["Guest name *"]
    assert [node["text"] for node, _ in walk(after["root"]) if "text" in node] == ["Guests", "Save"]


@pytest.mark.parametrize("phrase", ['make the first name "Given"', "rename the first name to Given"])
def test_a_quotation_and_a_word_behind_to_are_a_new_label(phrase: str, punk: Catalog) -> None:
    _, after = edited(phrase, composed(FORM, punk), punk)
    assert props(after, "label") == ["Given", *LABELS[1:]]


def test_read_only_is_no_new_label(punk: Catalog) -> None:
    _, after = edited("make the email read-only", composed(FORM, punk), punk)
    assert props(after, "label") == LABELS
    assert props(after, "disabled") == [True]


def test_several_names_are_given_in_turn(punk: Catalog) -> None:
    _, after = edited("rename first name and last name to Given name and Surname", composed(FORM, punk), punk)
    assert props(after, "label") == ["Given name", "Surname", "Email", "Phone"]


@pytest.mark.parametrize(
    ("phrase", "labels"),
    [
        ("rename first name to Phone", LABELS),
        ("rename first name and last name to Person", LABELS),
        ("rename first name to Phone and remove the email", ["First name", "Last name", "Phone"]),
    ],
)
def test_what_would_give_a_new_finding_is_not_done(phrase: str, labels: list[str], punk: Catalog) -> None:
    made, after = edited(phrase, composed(FORM, punk), punk)
    assert props(after, "label") == labels
    assert "a second control is named" in made.unmet[0].message


def test_what_is_to_go_goes_though_something_is_missing_then(punk: Catalog) -> None:
    before = composed(FORM, punk)
    made, after = edited("remove the submit button", before, punk)
    codes = Counter(found.code for found in validate(after, punk).diagnostics)
    assert (made.unmet, codes["EP811"]) == ((), 1)


def test_the_biggest_title_is_so_already(punk: Catalog) -> None:
    made, _ = edited("make the title bigger", composed(FORM, punk), punk)
    assert [unmet.message for unmet in made.unmet] == ["nothing to do for “make the title bigger”: it is so already"]


@pytest.mark.parametrize(
    "phrase", ["split into tabs", "turn the sections into tabs", "convert the sections to tabs", "split it into tabs"]
)
def test_a_form_is_split_by_its_headings(phrase: str, punk: Catalog) -> None:
    _, after = edited(phrase, composed(SECTIONS, punk), punk)
    assert [[tab["label"] for tab in tabs] for tabs in props(after, "tabs")] == [["Profile", "Security"]]


def test_what_comes_instead_stays_required(punk: Catalog) -> None:
    _, before = edited("make the email required", composed(FORM, punk), punk)
    _, after = edited("replace email with username", before, punk)
    assert required(after) == ["Username"]


def test_nothing_is_added_to_the_rows_of_a_table(punk: Catalog) -> None:
    phrase = "add an Edit button to every row"
    made, _ = edited(phrase, composed(TABLE, punk), punk)
    assert made.patches == []
    assert [unmet.message for unmet in made.unmet] == [f"not understood: “{phrase}”"]
