"""What the user likes: space between things, and a variant where the meaning of a thing asks for none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from composer.composing import Document, brief, built, composed
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import validate

WISH = "settings form with name, a save button, a cancel button and a delete account button"


def made(prompt: str, catalog: Catalog, document: Document | None = None, **liked: str) -> Document:
    asked = replace(brief(prompt, catalog, document=document), **liked)
    return built(compose(asked).patches, document)


def nodes(document: Document) -> Iterator[dict[str, Any]]:
    waiting = [document["root"]]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.get("children", [])


def variants(document: Document, kind: str = "Button") -> dict[str, str]:
    return {node.get("text", ""): node["props"].get("variant", "") for node in nodes(document) if node["type"] == kind}


def test_a_variant_is_taken_where_nothing_else_is_meant(punk: Catalog) -> None:
    usual, liked = variants(made(WISH, punk)), variants(made(WISH, punk, variant="outline"))
    assert usual["Save"] == "primary"
    assert liked["Save"] == "outline"


def test_a_button_that_deletes_stays_dangerous(punk: Catalog) -> None:
    assert variants(made(WISH, punk, variant="outline"))["Delete account"] == "danger"


def test_a_link_stays_one(punk: Catalog) -> None:
    wish = "login form with a forgot password link"
    liked = variants(made(wish, punk, variant="outline"))
    assert liked == {**variants(made(wish, punk)), "Log in": "outline"}


def test_a_badge_takes_it_too_where_it_has_it(punk: Catalog) -> None:
    badge = 'a badge "Zeta"'
    assert set(variants(made(badge, punk, variant="success"), "Badge").values()) == {"success"}
    assert made(badge, punk, variant="ghost") == made(badge, punk)


def test_what_an_edit_adds_is_as_the_user_likes_it(punk: Catalog) -> None:
    document = made("add a ping button", punk, composed("login form", punk), variant="ghost")
    assert variants(document)["Ping"] == "ghost"


@pytest.mark.parametrize("variant", ["", "no-such-variant"])
def test_one_that_there_is_not_changes_nothing(variant: str, punk: Catalog) -> None:
    assert made(WISH, punk, variant=variant) == made(WISH, punk)


@every_row("spacing", ["compact", "normal", "spacious"])
@every_row("variant", ["outline", "danger"])
def test_whatever_is_liked_the_screen_is_valid(spacing: str, variant: str, punk: Catalog) -> None:
    for prompt in (WISH, "dashboard with revenue and a table of orders", "pricing page with three plans"):
        assert validate(made(prompt, punk, spacing=spacing, variant=variant), punk).diagnostics == []
