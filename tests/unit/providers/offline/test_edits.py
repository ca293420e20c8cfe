"""Edits in the words that people use, of documents that the composer did not write.

`edits.jsonl` holds what people say and the patches that are to come of it, one phrase a line.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from composer.composing import Document, Patch, brief, built, composed
from composer.score import walk
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.editing.arranging import positions
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.said import say
from epoch_cli.validation import Draft, validate

HERE = Path(__file__).resolve().parent
DOCUMENTS: dict[str, Document] = json.loads((HERE / "edited_documents.json").read_text("utf-8"))
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "edits.jsonl").read_text("utf-8").splitlines()]
NAMES = [f"{row['document']}: {row['phrase']}" for row in ROWS]


def edited(phrase: str, document: Document, catalog: Catalog) -> list[Patch]:
    """The patches for a phrase; each of them is accepted."""
    before = clone(document)
    patches = compose(brief(phrase, catalog, document=document)).patches
    assert document == before
    draft = Draft(catalog, document)
    for patch in patches:
        assert draft.propose(patch).accepted, patch
    return patches


def ids(document: Document) -> Counter[str]:
    return Counter(node["id"] for node, _ in walk(document["root"]) if "id" in node)


def test_there_are_enough_phrases() -> None:
    assert sum(bool(row["patches"]) for row in ROWS) >= 40


@every_row("row", ROWS, ids=NAMES)
def test_a_phrase_does_what_it_says(row: dict[str, Any], punk: Catalog) -> None:
    assert edited(row["phrase"], DOCUMENTS[row["document"]], punk) == row["patches"]


@every_row("row", ROWS, ids=NAMES)
def test_ids_and_bindings_stay(row: dict[str, Any], punk: Catalog) -> None:
    before = DOCUMENTS[row["document"]]
    after = built(row["patches"], before)
    given_up = [
        patch for patch in row["patches"] if patch["op"] in {"remove", "replace"} and "/props/" not in patch["path"]
    ]
    if not given_up:
        assert ids(before) <= ids(after)
        assert json.dumps(before).count("{context.") == json.dumps(after).count("{context.")
    assert not validate(after, punk).gates


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_phrase_said_twice_is_done_once(name: str, punk: Catalog) -> None:
    """What is where it is wished for, or is what it is wished to be, stays."""
    for row in ROWS:
        if row["document"] == name and row["phrase"].split()[0] in {"move", "put"} and " up" not in row["phrase"]:
            if row["phrase"].endswith(("down", "up")):
                continue
            after = built(row["patches"], DOCUMENTS[name])
            assert edited(row["phrase"], after, punk) == [], row["phrase"]


# ---------------------------------------------------------------- on screens of the composer

FORMS: list[tuple[str, list[str]]] = [
    ("move the password above the email", ["Password", "Email"]),
    ("put the email field last", ["Password", "Email"]),
    ("swap email and password", ["Password", "Email"]),
    ("add a phone field above the password", ["Email", "Phone", "Password"]),
    ("add phone and company above the password", ["Email", "Phone", "Company", "Password"]),
    ("add phone and company after the email", ["Email", "Phone", "Company", "Password"]),
    ("replace email with username", ["Username", "Password"]),
    ("move password to the top of the form and add a phone field below it", ["Password", "Phone", "Email"]),
    ("move email and password to the top", ["Email", "Password"]),
    ("remove the email, then move the password to the top", ["Password"]),
    ("add a phone field above the unicorn", ["Email", "Password", "Phone"]),
]


@every_row(("phrase", "labels"), FORMS, ids=[phrase for phrase, _ in FORMS])
def test_fields_stand_where_they_were_put(phrase: str, labels: list[str], punk: Catalog) -> None:
    login = composed("login form", punk)
    root = built(edited(phrase, login, punk), login)["root"]
    form = next(node for node, _ in walk(root) if node["type"] == "Form")
    assert [node["props"]["label"] for node in form["children"] if node["type"] == "FormField"] == labels
    assert form["children"][-1]["type"] == "Stack"  # the buttons stay below


IMPOSSIBLE = [
    "move the form into the email field", "move the form into itself", "swap the form and the email",
    "move the page up", "swap email", "swap email and the unicorn", "move email", "move above the email",
    "put it last", "place order", "replace the unicorn with a horse", "make the email a unicorn",
    "set the placeholder of the unicorn to x", "disable the heading", "enable the log in button",
    "make the form bigger", "move the email above the email",
]  # fmt: skip


@every_row("phrase", IMPOSSIBLE)
def test_what_cannot_be_changes_nothing(phrase: str, punk: Catalog) -> None:
    assert edited(phrase, composed("login form", punk), punk) == []


def test_several_things_go_there_in_their_order(punk: Catalog) -> None:
    start = DOCUMENTS["orders"]
    phrase = "add a refresh button, a contact form with name and email and a badge above the table"
    after = built(edited(phrase, start, punk), start)
    kinds = [node["type"] for node in after["root"]["children"]]
    assert kinds.index("DataGrid") > kinds.index("Button") > 0


def test_words_for_places(punk: Catalog) -> None:
    lexicon = lexicon_of(punk)

    def found(text: str) -> list[tuple[str, str, str]]:
        return [(each.relation, each.subject.text, each.anchor.text) for each in positions(say(text), lexicon)]

    assert found("the email field right below the name")[0] == ("below", "the email field", "the name")
    assert found("the tabs to the top of the page")[0] == ("first_of", "the tabs", "the page")
    assert found("save should be last") == [("last", "save", "")]
    assert found("the email field") == []
