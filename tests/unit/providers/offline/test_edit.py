"""Edits of a screen that exists: what is understood is done, what is not changes nothing."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from composer.composing import Document, brief, built, composed
from composer.score import labelled, score
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

from .test_validity import PUNK, VOCABULARY


@pytest.fixture
def login(punk: Catalog) -> Document:
    return composed("login form", punk)


@pytest.fixture
def users(punk: Catalog) -> Document:
    return composed("table of users with name and email", punk)


def edited(prompt: str, document: Document, catalog: Catalog) -> Document:
    """The document after the edit; every patch of it is accepted."""
    draft = Draft(catalog, document)
    for patch in compose(brief(prompt, catalog, document=document)).patches:
        assert draft.propose(patch).accepted, (prompt, patch)
    return draft.document


ADDED: list[tuple[str, dict[str, Any]]] = [
    ("add a phone field", {"fields": ["phone"], "input_types": {"phone": "tel"}}),
    ("please add a phone number field to the form", {"fields": ["phone number"]}),
    ("add phone, address and a cancel button", {"fields": ["phone", "address"], "buttons": ["cancel"]}),
    ("add a remember me checkbox", {"input_types": {"remember me": "checkbox"}}),
    ("add a country dropdown (France, Spain)", {"fields": ["country"], "options": ["france", "spain"]}),
    ('add a heading saying "Welcome back"', {"text": ["welcome back"]}),
    ("also a sign up link", {"buttons": ["sign up"]}),
    ("add a table of orders", {"types": ["DataGrid"], "text": ["orders"]}),
    ("add a contact form", {"fields": ["message"]}),
    ("add a text Hello at the top", {"text": ["hello"], "forbid": ["text hello"]}),
    ("dashboard", {"types": ["Card", "DataGrid"], "text": ["dashboard"]}),
]


@pytest.mark.parametrize(("prompt", "expect"), ADDED, ids=[prompt for prompt, _ in ADDED])
def test_adding(prompt: str, expect: dict[str, Any], login: Document, punk: Catalog) -> None:
    document = edited(prompt, login, punk)
    assert score(document, {"fields": ["email", "password"], **expect}) == []
    assert validate(document, punk).diagnostics == []


def test_fields_are_added_above_the_buttons(login: Document, punk: Catalog) -> None:
    document = edited("add phone and address", login, punk)
    form = document["root"]["children"][1]
    labels = [child.get("props", {}).get("label") for child in form["children"]]
    assert labels == ["Email", "Password", "Phone", "Address", None]


def test_a_field_that_is_there_is_not_added_again(login: Document, punk: Catalog) -> None:
    assert compose(brief("add an email field", punk, document=login)).patches == []


def test_a_table_gets_columns(users: Document, punk: Catalog) -> None:
    document = edited("add role and a status column", users, punk)
    assert score(document, {"columns": ["name", "email", "role", "status"]}) == []
    assert score(edited("remove the email column", users, punk), {"columns": ["email"]}) == ["columns: email"]


REMOVED = ["remove the email field", "delete email", "please remove Email", "get rid of the email", "without email"]


@pytest.mark.parametrize("prompt", REMOVED)
def test_removing(prompt: str, login: Document, punk: Catalog) -> None:
    labels = [label for label, _ in labelled(edited(prompt, login, punk)["root"])]
    assert "Email" not in labels
    assert "Password" in labels


def test_removing_by_id(login: Document, punk: Catalog) -> None:
    assert "forgot-password-button" not in str(edited("remove forgot-password-button", login, punk))


RENAMED = [
    ("rename Email to E-mail address", "E-mail address"),
    ("change the label of password to Secret", "Secret"),
    ("change the title to Welcome back", "Welcome back"),
    ('set the heading to "Hi there"', "Hi there"),
    ('rename "Log in" to Go', "Go"),
    ("change the forgot password link to 'Need help?'", "Need help?"),
]


@pytest.mark.parametrize(("prompt", "name"), RENAMED, ids=[prompt for prompt, _ in RENAMED])
def test_renaming(prompt: str, name: str, login: Document, punk: Catalog) -> None:
    assert f"'{name}'" in str(edited(prompt, login, punk))


@pytest.mark.parametrize(
    ("prompt", "pointer"),
    [
        ("rename Sign in to Go", "/root/children/0/text"),
        ("rename the sign in button to Go", "/root/children/1/children/2/children/0/text"),
    ],
)
def test_a_name_may_hold_a_word_that_also_stands_before_names(
    prompt: str, pointer: str, login: Document, punk: Catalog
) -> None:
    document = json.loads(json.dumps(login).replace("Log in", "Sign in"))
    assert compose(brief(prompt, punk, document=document)).patches == [
        {"op": "replace", "path": pointer, "value": "Go"}
    ]


@pytest.mark.parametrize(
    ("prompt", "labels"),
    [
        ("add a tab Billing", ["Profile", "Security", "Billing"]),
        ("add tabs Billing and Team", ["Profile", "Security", "Billing", "Team"]),
        ("add a Security tab", ["Profile", "Security"]),
    ],
)
def test_a_tab_joins_those_that_are_there(prompt: str, labels: list[str], punk: Catalog) -> None:
    document = edited(prompt, composed("settings page with tabs for profile and security", punk), punk)
    (tabs,) = [node for node in document["root"]["children"] if node["type"] == "Tabs"]
    assert [entry["label"] for entry in tabs["props"]["tabs"]] == labels
    assert len([panel for panel in tabs["children"] if panel["children"]]) == len(labels)
    assert validate(document, punk).diagnostics == []


REQUIRED = ["make phone required", "phone should be required", "phone is required", "make all fields required"]


@pytest.mark.parametrize("prompt", REQUIRED)
def test_making_a_field_required_marks_field_and_control(prompt: str, punk: Catalog) -> None:
    document = edited(prompt, composed("form with name and phone", punk), punk)
    marked = [node for label, node in labelled(document["root"]) if label == "Phone"]
    assert [node["props"].get("required") for node in marked] == [True, True]


def test_making_a_field_optional(login: Document, punk: Catalog) -> None:
    assert (
        score(edited("make email optional", login, punk), {"not_required": ["email"], "required": ["password"]}) == []
    )


def test_a_word_of_an_enum_or_a_switch_sets_it(login: Document, users: Document, punk: Catalog) -> None:
    assert "danger" in str(edited("make the forgot password button danger", login, punk))
    assert "'sortable': True" in str(edited("make the table sortable", users, punk))


def test_several_edits_in_one_prompt(login: Document, punk: Catalog) -> None:
    document = edited("remove the forgot password link, rename Email to Mail and add a phone field", login, punk)
    assert score(document, {"fields": ["mail", "phone"], "forbid": ["forgot"]}) == []


NOT_UNDERSTOOD = [
    "make it pop",
    "😀",
    "remove everything",
    "rename unicorn to horse",
    "hello",
    "",
    "make it required",
    "remove",
]


@pytest.mark.parametrize("prompt", NOT_UNDERSTOOD, ids=repr)
def test_what_is_not_understood_changes_nothing(prompt: str, login: Document, punk: Catalog) -> None:
    assert compose(brief(prompt, punk, document=login)).patches == []


def test_the_same_wish_again_completes_what_is_missing(login: Document, punk: Catalog) -> None:
    assert compose(brief("login form", punk, document=login)).patches == []
    half = edited("remove password", login, punk)
    assert score(edited("login form", half, punk), {"fields": ["email", "password"]}) == []


def test_an_edit_of_a_full_screen_is_refused_quietly(punk: Catalog) -> None:
    full = composed("form with " + ", ".join(f"field {number}" for number in range(60)), punk)
    assert validate(edited("add a phone field, an address field and a table of orders", full, punk), punk).ok


STRANGE: list[Document] = [
    {"root": {"type": "Nope", "children": [{"type": "Text"}]}},
    {"root": {"type": "Text", "text": "alone"}},
    {"root": {"type": "Container"}},
    {"root": {"type": "Container", "props": {"nope": 1}, "children": [{"type": "Button"}, {"type": "Form"}]}},
    {"root": {"type": "Container", "children": [{"type": "DataGrid", "props": {"columns": "no"}}]}},
]


@cache
def tables_of_all() -> list[Any]:
    """The tables of all languages; not at import, which all that collect tests would pay for."""
    return [PUNK.patterns.tables(language) for language in ("", *PUNK.patterns.languages)]


def words() -> list[str]:
    return [words[0] for tables in tables_of_all() for words in tables["edits"].values()]


def forms() -> list[tuple[Any, str]]:
    return [(tables["edits"], form) for tables in tables_of_all() for row in tables["sentence"] for form in row["says"]]


SLOTS = [
    "the email", "all fields", "it", "Password", "the second button", "Log in", "everything", "a card", "tabs",
    "email and password", "required", "large", "not striped", '"Say, what?"', "a dropdown with A and B", "2", "😀",
    "the email in the form", "below the password", "{context.users}", "<b>x</b>", "the page", "こんにちは",
]  # fmt: skip


@settings(max_examples=examples(100), deadline=None)
@given(
    st.deferred(lambda: st.sampled_from(forms())),
    st.lists(st.sampled_from(SLOTS), min_size=4, max_size=4),
    st.integers(0, 6),
)
def test_no_sentence_breaks_a_document(form: tuple[Any, str], slots: list[str], which: int) -> None:
    groups, text = form
    said = re.sub(r"<(\w+)>", lambda match: str(groups[match[1]][0]), text.replace("[", "").replace("]", ""))
    filled = iter(slots)
    assert_sound(re.sub(r"\{\w+\}", lambda _: next(filled), said), which)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.deferred(
            lambda: st.sampled_from(
                [*VOCABULARY, *words(), "above", "below", "into", "last", "it", "a", "placeholder", "to"]
            )
        ),
        max_size=12,
    ),
    st.integers(0, 6),
)
def test_no_edit_breaks_a_document(parts: list[str], which: int) -> None:
    assert_sound(" ".join(parts), which)


def assert_sound(prompt: str, which: int) -> None:
    """Every patch for a prompt is accepted, and none makes the document worse."""
    document = STRANGE[which] if which < len(STRANGE) else composed("login form", PUNK)
    before = len(validate(document, PUNK).gates)
    patches = compose(brief(prompt, PUNK, document=document)).patches
    draft = Draft(PUNK, document)
    assert all(draft.propose(patch).accepted for patch in patches)
    assert len(validate(built(patches, document), PUNK).gates) <= before
