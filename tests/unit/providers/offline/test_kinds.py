"""Kinds of screens that their words name: which shape they get, and what they show when nothing else is said."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand

KINDS = {
    "recipe submission": "form",
    "volunteer hours log": "table",
    "order history page with number, date and total": "table",
    "event timeline": "list",
    "contact our support team": "form",
    "book club signup": "form",
    "book card: cover and title": "card",
    "opening hours": "list",
    "weekly meal plan": "table",
    "price list": "table",
    "500 error screen": "empty",
    "payment failed screen": "empty",
    "receipt": "card",
    "calendar entry": "card",
    "new calendar event with title and date": "form",
    "leaderboard": "table",
}


@every_row(("prompt", "shape"), KINDS.items(), ids=KINDS)
def test_shape_of_a_kind(prompt: str, shape: str, punk: Catalog) -> None:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    assert (wish.shape, bool(wish.items or wish.parts or wish.intro or wish.title)) == (shape, True)


FIELDS = {
    "report a pothole": ["what happened", "location"],
    "gym check-in": ["full name", "member number"],
    "adopting a senior dog": ["full name", "why you want to adopt"],
    "gym membership cancellation": ["member number", "reason"],
    "login for employees with staff id and pin": ["staff id", "pin"],
}


@pytest.mark.parametrize(("prompt", "fields"), FIELDS.items(), ids=FIELDS)
def test_fields_of_everyday_forms(prompt: str, fields: list[str], punk: Catalog) -> None:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    labels = [item.label for item in wish.of("field", "choice")]
    assert [field for field in fields if field in labels] == fields
