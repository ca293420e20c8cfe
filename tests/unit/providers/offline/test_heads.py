"""What a screen is, and what it is called: by a noun, by a topic, or by what its name and its parts speak for."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import compile_lexicon, lexicon_of
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Wish

SHAPES = [
    # no noun and no topic: verbs, what the name is about, its plural, and what the parts are
    ("Pony loan request, riding school: rider, day", "form", "Pony loan request"),
    ("exhibit record: title, artist, medium", "form", "exhibit record"),
    ("Add pony: name, colour, stable", "form", "Add pony"),
    ("parts of a tractor: name (required), weight", "form", "parts of a tractor"),
    ("Overdue loans: title, borrower, due date", "table", "Overdue loans"),
    ("late members (table): name, since", "table", "late members"),
    ("Museum artefacts, tabular. Each row has object and period", "table", "Museum artefacts"),
    ("Sheep register: ear tag, breed", "table", "Sheep register"),
    ("Boiler details: serial number, pressure", "card", "Boiler details"),
    ("the cart is empty, with a Continue button", "empty", "cart is empty"),
    ("Oak table\n- length\n- price", "table", "Oak"),
    # a page that is nothing but one part
    ("settings page: display name, dark mode toggle, language (English, Welsh)", "form", "Settings"),
    ("orders page: id, customer, total", "table", "orders"),
    ("read-only view of a boat: name, length", "card", "read-only of boat"),
    ("paddock page with a table of ponies", "page", "paddock"),
    ("page to rate a film", "form", "rate a film"),
    ("screen to approve late payments: payer, amount", "table", "approve late payments"),
    ("page for our club where parents can see the times: child, time", "table", "club"),
    # what it is for does not say what it is
    ("offline page for a survey app", "empty", "offline for survey app"),
    ("checkout for a hotel dashboard", "form", "Checkout"),
    ("form for a job application", "form", "Job application"),
    ("login for the admin dashboard", "form", "Log in"),
    ("invite someone to the board: email, role", "form", "Invite people"),
    # a verb does something to what a topic is about, and a noun is no verb
    ("edit a recipe: title, steps", "form", "edit a recipe"),
    ("register your team: captain, players", "form", "register your team"),
    ("log of calls: caller, topic", "table", "log of calls"),
    # compounds, and forms that are named in the plural
    ("exam results: student, grade", "table", "exam results"),
    ("a clean, modern contact form", "form", "Contact us"),
    ("gift card order form: amount", "form", "gift card order"),
    ("bookings: guest, room, nights", "table", "bookings"),
    # a title before the head
    ("Boarding kennel. Table with dog and owner", "table", "Boarding kennel"),
    ("# Fleet\nA table with plate and driver", "page", "Fleet"),
    ("# Clinic\n## Waiting room\ntable: patient, doctor\n## New\nform: name", "page", "Clinic"),
]


def read(prompt: str, punk: Catalog) -> Wish:
    return understand(prompt, lexicon_of(punk))


@every_row(("prompt", "shape", "title"), SHAPES, ids=[prompt for prompt, _, _ in SHAPES])
def test_shapes_and_titles(prompt: str, shape: str, title: str, punk: Catalog) -> None:
    wish = read(prompt, punk)
    assert (wish.shape, wish.title) == (shape, title)


ITEMS = [
    ("As a nurse I want to record temperature, pulse and notes", ["temperature", "pulse", "notes"]),
    ("Ask our diners how the food, the service and the bar were", ["food", "service", "bar"]),
    ("every employee with gross pay and net pay", ["employee", "gross pay", "net pay"]),
    ("change their password by typing the old password and a new password", ["old password", "new password"]),
    ("a card for each of our tours: Glacier Walk, Lava Tunnel", ["Glacier Walk", "Lava Tunnel"]),
    ("grid of 4 product cards with name and price", ["name", "price"]),
    ("Receipt\n- VAT\n- grand total", ["VAT", "grand total"]),
]


@every_row(("prompt", "labels"), ITEMS, ids=[prompt for prompt, _ in ITEMS])
def test_the_name_is_no_part_and_the_parts_are_no_name(prompt: str, labels: list[str], punk: Catalog) -> None:
    assert [item.label for item in read(prompt, punk).items] == labels


def test_a_screen_that_is_told_in_the_next_sentence(punk: Catalog) -> None:
    wish = read("A screen for our payroll people. They want to see every employee with gross pay", punk)
    assert [(part.shape, [item.label for item in part.items]) for part in wish.parts] == [
        ("list", ["employee", "gross pay"])
    ]


def test_a_compound_is_not_what_its_noun_is(punk: Catalog) -> None:
    assert read("Lesson plan: topic, goals", punk).shape != "plans"


def test_a_dialog_that_is_called_by_a_deed_asks_for_fields(punk: Catalog) -> None:
    kinds = [(item.label, item.kind) for item in read("modal to add a note: title, text. Cancel and Save", punk).items]
    assert kinds == [("title", "field"), ("text", "field"), ("Cancel", "button"), ("Save", "button")]


def test_a_dialog_that_confirms_has_buttons_and_no_fields(punk: Catalog) -> None:
    kinds = [(item.label, item.kind) for item in read("modal to cancel a trip: message, Keep it and Yes", punk).items]
    assert kinds == [("message", "text"), ("Keep it", "button"), ("Yes", "button")]


@pytest.mark.parametrize(
    ("prompt", "label", "only"),
    [
        ("form with just an email", "email", True),
        ("form with email only", "email", True),
        ("form: only with warranty checkbox", "only with warranty", False),
        ("form with friends only", "friends only", False),
    ],
)
def test_only_is_a_flag_or_a_word(prompt: str, label: str, only: bool, punk: Catalog) -> None:
    wish = read(prompt, punk)
    assert ([item.label for item in wish.items], wish.only) == ([label], only)


def test_a_preset_without_patterns_still_gives_a_wish() -> None:
    wish = understand("Overdue loans: title (required)", compile_lexicon({}))
    assert (wish.title, [item.label for item in wish.items]) == ("Overdue loans", ["title"])
