"""How words are read: pieces, nouns, options, flags."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.phrasebook import singular, words
from epoch_cli.providers.offline.understanding.pieces import split
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Wish

READ: list[tuple[str, list[tuple[str, str]]]] = [
    ("form with name and email", [("field", "name"), ("field", "email")]),
    ("form with cancel and delete buttons", [("button", "cancel"), ("button", "delete")]),
    ("form with name, cancel and save buttons", [("field", "name"), ("button", "cancel"), ("button", "save")]),
    ("form with start and end time", [("field", "start time"), ("field", "end time")]),
    ("form with terms and conditions", [("field", "terms and conditions")]),
    ("form with link to terms", [("link", "terms")]),
    ("tabs for profile, billing and help", [("tab", "profile"), ("tab", "billing"), ("tab", "help")]),
    ("board with columns To do, In progress", [("lane", "To do"), ("lane", "In progress")]),
    ("card with image, title and buy button", [("image", "image"), ("fact", "title"), ("button", "buy")]),
    ("table with columns: A, B", [("column", "A"), ("column", "B")]),
    ("dashboard with churn rate and 3 more metrics", [("metric", "churn rate"), ("metric", "more")]),
    ("a button that says Save changes", [("button", "Save changes")]),
    ("form with 24 hour support", [("field", "24 hour support")]),
    ("form with email but no phone", [("field", "email")]),
]


def kinds(wish: Wish) -> list[tuple[str, str]]:
    return [(item.kind, item.label) for item in wish.items]


@every_row(("prompt", "items"), READ, ids=[prompt for prompt, _ in READ])
def test_items(prompt: str, items: list[tuple[str, str]], punk: Catalog) -> None:
    assert kinds(understand(prompt, lexicon_of(punk))) == items


OPTIONS = [
    ("form with size (S, M, L)", ["S", "M", "L"]),
    ("form with size: S, M, L", ["S", "M", "L"]),
    ("form with size select S M L", ["S", "M", "L"]),
    ("form with a size dropdown with options S, M and L", ["S", "M", "L"]),
    ("form with rating from 1 to 3", ["1", "2", "3"]),
    ("form with size (S/M/L)", ["S", "M", "L"]),
    ("form with rating (1-3)", ["1", "2", "3"]),
    ("form with a size select S, M, L and email", ["S", "M", "L"]),
]


@every_row(("prompt", "options"), OPTIONS, ids=[prompt for prompt, _ in OPTIONS])
def test_options(prompt: str, options: list[str], punk: Catalog) -> None:
    first = understand(prompt, lexicon_of(punk)).items[0]
    assert (first.kind, first.options) == ("choice", options)


TITLES = [
    ("login form", "form", "Log in"),
    ("sign in form", "form", "Sign in"),
    ("hotel booking form", "form", "Hotel booking"),
    ("boat booking form", "form", "boat booking"),
    ("data table of orders", "table", "orders"),
    ("form to add a product", "form", "add a product"),
    ("dashboard for the sales team", "dashboard", "sales team dashboard"),
    ("modal confirming account deletion", "dialog", "Delete account?"),
    ('page titled "My page" with text', "page", "My page"),
]


@every_row(("prompt", "shape", "title"), TITLES, ids=[prompt for prompt, _, _ in TITLES])
def test_shapes_and_titles(prompt: str, shape: str, title: str, punk: Catalog) -> None:
    wish = understand(prompt, lexicon_of(punk))
    assert (wish.shape, wish.title) == (shape, title)


def test_quotes_brackets_and_ranges_are_not_taken_apart(punk: Catalog) -> None:
    pieces = split('field "Terms, and more", size (S, M), rating 1 to 5', lexicon_of(punk))
    assert [piece.text for piece in pieces] == ["field", "size", "rating"]
    assert pieces[0].quotes == ["Terms, and more"]
    assert pieces[1].notes == ["S, M"]
    assert pieces[2].span == (1, 5)


@pytest.mark.parametrize(
    ("many", "one"), [("buttons", "button"), ("categories", "category"), ("boxes", "box"), ("status", "status")]
)
def test_plurals(many: str, one: str) -> None:
    assert singular(many) == one


def test_words_ignore_case_hyphens_and_plural() -> None:
    assert words("Check-In Dates") == words("check in date")
