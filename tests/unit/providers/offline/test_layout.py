"""What a screen looks like: sections of long forms, fields beside each other, headings, samples, ids, limits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from composer.composing import brief

from epoch_cli.catalog import Catalog, Profile
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

Node = dict[str, Any]

INTAKE = (
    "hospital intake form with name, date of birth, insurance number, allergies, current medications, emergency "
    "contact, blood type (A, B, AB, 0), address, phone, email, doctor, reason for visit, preferred date, a consent"
    " checkbox"
)


def screen(prompt: str, catalog: Catalog, profile: Profile | str = "strict") -> Node:
    draft = Draft(catalog, profile=profile)
    for patch in compose(brief(prompt, catalog, profile=profile)).patches:
        assert draft.propose(patch).accepted, patch
    assert validate(draft.document, catalog, profile=profile).diagnostics == []
    root: Node = draft.document["root"]
    return root


def walk(node: Node) -> list[Node]:
    return [node, *(inner for child in node.get("children", []) for inner in walk(child))]


def of(root: Node, kind: str) -> list[Node]:
    return [node for node in walk(root) if node["type"] == kind]


def headings(root: Node) -> list[tuple[str, str]]:
    sizes = [(node.get("props", {}).get("size", ""), node.get("text", "")) for node in walk(root)]
    return [(size, text) for size, text in sizes if size in {"h1", "h2", "h3"}]


def labels(node: Node) -> list[str]:
    return [label for each in walk(node) if (label := each.get("props", {}).get("label"))]


def lines(root: Node) -> list[list[str]]:
    rows = [node for node in of(root, "Stack") if node.get("props", {}).get("direction") == "row"]
    return [labels(row) for row in rows if labels(row)]


# ---------------------------------------------------------------- forms


def test_a_long_form_gets_sections_by_what_its_fields_are_about(punk: Catalog) -> None:
    root = screen(INTAKE, punk)
    assert headings(root) == [
        ("h1", "Hospital intake"), ("h2", "Personal details"), ("h2", "Health"), ("h2", "Contact details"),
        ("h2", "More details"),
    ]  # fmt: skip
    health = next(node for node in of(root, "Stack") if "Allergies" in labels(node))
    assert labels(health) == ["Insurance number", "Allergies", "Current medications", "Blood type", "Doctor"]
    assert labels(of(root, "Form")[0])[-1] == "Consent"


def test_sections_have_headings_in_the_language_of_the_wish(punk: Catalog) -> None:
    wish = "Formular mit Vorname, Nachname, Geburtsdatum, E-Mail, Telefon, Straße, PLZ, Ort, Land und Nachricht"
    assert [text for _, text in headings(screen(wish, punk))][1:] == [
        "Persönliche Angaben", "Kontakt", "Anschrift", "Weitere Angaben",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wish",
    [
        "form with name, email, phone, city, country, company, role and message",
        "form with " + ", ".join(f"thing {number}" for number in range(20)),
    ],
    ids=["short", "about nothing that is known"],
)
def test_other_forms_have_no_sections(wish: str, punk: Catalog) -> None:
    assert len(headings(screen(wish, punk))) == 1


def test_what_the_wish_groups_stays_grouped(punk: Catalog) -> None:
    root = screen("checkout form with shipping address and credit card details", punk)
    assert [text for _, text in headings(root)] == ["Checkout", "Shipping address", "Credit card details"]


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ("first name, last name and email", [["First name", "Last name"]]),
        ("street, city and postal code", [["City", "Postal code"]]),
        ("check-in, check-out and name", [["Check-in", "Check-out"]]),
        ("first name, email and last name", []),
        ("name, email and message", []),
    ],
)
def test_short_fields_that_belong_together_share_a_line(fields: str, beside: list[list[str]], punk: Catalog) -> None:
    assert lines(screen(f"form with {fields}", punk)) == beside


def test_lines_go_before_anything_else_does(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(depth=4)
    root = screen("form with first name, last name and email", punk, profile)
    assert lines(root) == []
    assert labels(root) == ["First name", "Last name", "Email"]


def test_a_tick_stands_beside_its_label_and_says_when_it_is_required(punk: Catalog) -> None:
    root = screen("form with email and a terms checkbox (required)", punk)
    tick = next(node for node in of(root, "Input") if node["props"].get("type") == "checkbox")
    assert tick["props"]["label"].endswith("*")
    assert len(of(root, "FormField")) == 1


# ---------------------------------------------------------------- tables, cards, metrics


def test_a_table_under_its_heading_says_its_name_once(punk: Catalog) -> None:
    root = screen("dashboard with a table of recent orders", punk)
    props = of(root, "DataGrid")[0]["props"]
    assert "caption" not in props
    assert props["ariaLabel"] == "Recent orders"
    assert ("h2", "Recent orders") in headings(root)


def test_a_panel_does_not_say_again_what_its_tab_says(punk: Catalog) -> None:
    root = screen("tabs for leads and deals, each with a table", punk)
    assert "Leads" not in [node.get("text") for node in walk(root)]
    assert [grid["props"]["ariaLabel"] for grid in of(root, "DataGrid")] == ["Leads", "Deals"]


def test_amounts_stand_at_the_right(punk: Catalog) -> None:
    root = screen("table of invoices with number, client, amount, due date and status", punk)
    columns = of(root, "DataGrid")[0]["props"]["columns"]
    assert [column["label"] for column in columns if column.get("align") == "end"] == ["Amount"]


def test_a_picture_is_called_by_what_it_shows(punk: Catalog) -> None:
    assert of(screen("product card with image, title and price", punk), "Avatar")[0]["props"]["alt"] == "Desk lamp"


def test_samples_go_by_their_labels(punk: Catalog) -> None:
    root = screen("dashboard with revenue, churn rate and conversion rate metrics", punk)
    shown = [card["children"][1]["text"] for card in of(root, "Card")]
    assert shown == ["$48,200", "3.2 %", "12 %"]


# ---------------------------------------------------------------- what there is no room for


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("20 tabs", "no room for 8 of 20 tabs"),
        ("12 cards with image, title, price and buy button", "no room for 5 of 12 entries"),
        ("dashboard with 30 metrics", "Metric 15"),
        ("list of 50 users with name and email", "no room for 40 of 50 rows"),
        ("form with 60 fields", "of 60 fields"),
    ],
)
def test_what_is_missing_of_many_is_told(wish: str, told: str, punk: Catalog) -> None:
    screen(wish, punk)
    messages = [part.message for part in compose(brief(wish, punk)).unmet]
    assert len(messages) == 1
    assert told in messages[0]


@pytest.mark.parametrize("wish", ["form with 40 fields", "table with 25 columns", "kanban board with 15 columns"])
def test_what_fits_is_all_there(wish: str, punk: Catalog) -> None:
    screen(wish, punk)
    assert compose(brief(wish, punk)).unmet == ()


def test_a_small_budget_keeps_the_button_and_the_first_fields(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(nodes=12, depth=4, children=4)
    root = screen(INTAKE, punk, profile)
    assert of(root, "Button")
    assert "Name" in labels(root)


def test_a_number_beyond_all_reason_costs_nothing(punk: Catalog) -> None:
    for things in ("tabs", "metrics", "steps in a wizard", "questions in a faq", "columns in a table"):
        screen(f"999999999999 {things}", punk)


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize("wish", [INTAKE, "crm dashboard with tabs for leads and deals, each with a table", "sign up"])
def test_ids_are_kebab_case_and_unique(wish: str, punk: Catalog) -> None:
    found = [node["id"] for node in walk(screen(wish, punk)) if "id" in node]
    assert found
    assert len(found) == len(set(found))
    assert [name for name in found if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []


def test_what_is_done_has_a_name_of_its_own(punk: Catalog) -> None:
    root = screen("login form with a forgot password link", punk)
    assert of(root, "Form")[0]["props"]["onSubmit"] == "submitLogIn"
    assert of(root, "Button")[1]["props"]["onClick"] == "onForgotPassword"
