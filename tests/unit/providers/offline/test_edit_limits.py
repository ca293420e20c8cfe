"""What an edit may cost, whatever it says, and what it says of what it does not do."""

from __future__ import annotations

import gc
from time import process_time

import pytest
from composer.composing import Document, brief, composed

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.validation import Draft

TALK = "we want to talk to you about how to get to the place where you need to be to learn to cook and to sing to those"
LONG = [
    f"change the text to: {TALK} you want to get to know",
    *("add " + "1 to 5 " * count for count in (8, 12, 14)),
    "add " + "a to b " * 14,
    "add " + "a to b " * 500,
    "add " + "Monday to " * 19,
    "add " + "名前と" * 1000,
    "add " + "add a , " * 400,
    "remove the " + "label of the " * 18 + "name",
    "remove the phone. " * 1000,
]


@pytest.fixture
def contact(punk: Catalog) -> Document:
    document = composed("contact form", punk)
    compose(brief("warm up", punk, document=document))
    return document


def asked(prompt: str, document: Document, catalog: Catalog) -> Composition:
    return compose(brief(prompt, catalog, document=document))


def told(made: Composition) -> str:
    return "\n".join(f"{unmet.message} {unmet.hint}" for unmet in made.unmet)


@pytest.mark.parametrize("prompt", LONG, ids=[prompt[:24] for prompt in LONG])
def test_no_edit_takes_a_second(prompt: str, contact: Document, punk: Catalog) -> None:
    gc.collect()
    gc.freeze()  # what other tests have left is not looked through in our time
    start = process_time()
    asked(prompt, contact, punk)
    spent = process_time() - start
    gc.unfreeze()
    assert spent < 1


def test_what_is_too_much_to_read_is_told(contact: Document, punk: Catalog) -> None:
    made = asked(". ".join(f"add a field number {count}" for count in range(60)), contact, punk)
    assert "more than is read at once; nothing was done from “add a field number 40” on" in told(made)
    assert "more than" not in told(asked("add a fax field", contact, punk))


def test_names_within_names_are_found(punk: Catalog) -> None:
    document = composed("page with a login form and a contact form", punk)
    made = asked("rename the email in the contact form to Work email", document, punk)
    assert [patch["value"] for patch in made.patches] == ["Work email"]
    first = asked("rename the email in the login form to Work email", document, punk)
    assert [patch["value"] for patch in first.patches] == ["Work email"]
    assert first.patches[0]["path"] < made.patches[0]["path"]


def test_a_color_that_is_none_here_is_not_so_already(contact: Document, punk: Catalog) -> None:
    made = asked("change the color of the button to blue", contact, punk)
    assert made.patches == []
    assert "so already" not in told(made)
    assert "blue" in told(made)


@pytest.mark.parametrize("prompt", ["remove the phone", "add a fax field. remove the phone"])
def test_what_is_not_there_is_told_with_what_is(prompt: str, contact: Document, punk: Catalog) -> None:
    made = asked(prompt, contact, punk)
    assert all(patch["op"] == "add" for patch in made.patches)
    assert "nothing here is called “phone”" in told(made)
    assert "“Email”" in told(made)


def test_what_is_there_already_is_told(contact: Document, punk: Catalog) -> None:
    made = asked("add a name field", contact, punk)
    assert made.patches == []
    assert "is there already" in told(made)


def test_a_column_has_no_options(punk: Catalog) -> None:
    users = composed("table of users with name, email and role", punk)
    made = asked("add options a, b, c to the role column", users, punk)
    assert made.patches == []
    assert "add options" in told(made)


def test_a_new_column_has_values_in_rows_that_are_written_out(punk: Catalog) -> None:
    users = composed("table of users with name, email and role", punk)
    draft = Draft(punk, users)
    for patch in asked("add a column age to the table", users, punk).patches:
        assert draft.propose(patch).accepted
    [table] = [node for node in draft.document["root"]["children"] if "columns" in node.get("props", {})]
    assert table["props"]["columns"][-1]["label"] == "Age"
    assert len(table["props"]["data"]) > 1
    assert all(row["age"] for row in table["props"]["data"])


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("rename the name field to Prof. Smith", "Prof. Smith"),
        ("rename the name field to St. James", "St. James"),
        ("rename the send button to 'Don't know'", "Don't know"),
    ],
)
def test_abbreviations_and_apostrophes_end_nothing(prompt: str, said: str, contact: Document, punk: Catalog) -> None:
    made = asked(prompt, contact, punk)
    assert [patch["value"] for patch in made.patches] == [said]
    assert made.unmet == ()
