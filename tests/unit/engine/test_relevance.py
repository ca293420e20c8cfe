"""How much a component or a data model has to do with a wish."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.engine.relevance import component_score, model_score, roles_in, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DataGrid", {"data", "grid"}),
        ("Data grids, and the boxes of categories", {"data", "grid", "box", "category"}),
        ("HTMLView2 glass", {"html", "view2", "glass"}),
        ("Über die Straße", {"über", "die", "straße"}),
        ("", set()),
    ],
)
def test_words_are_humps_in_small_letters_without_plurals(text: str, words: set[str]) -> None:
    assert words_of(text) == words


@every_row(
    ("wish", "type_"),
    [
        ("tabs for profile and billing", "Tabs"),
        ("a data grid of orders", "DataGrid"),
        ("a table of orders", "DataGrid"),
        ("a dropdown for the country", "Select"),
        ("eine Auswahlliste", "Select"),
        ("ユーザーの一覧表", "DataGrid"),
        ("a confirmation dialog", "Modal"),
        ("show the users avatar", "Avatar"),
        ("a status badge", "Badge"),
        ("three cards", "Card"),
    ],
)
def test_what_a_wish_names_scores_highest(punk: Catalog, wish: str, type_: str) -> None:
    words, roles = words_of(wish), roles_in(wish, punk)
    scores = {each.type: component_score(each, words, roles) for each in punk.components.values()}
    assert max(scores, key=lambda name: scores[name]) == type_


def test_a_wish_about_nothing_in_particular_scores_nothing(punk: Catalog) -> None:
    words = words_of("zzz of the and")
    assert {component_score(each, words, frozenset()) for each in punk.components.values()} == {0}


def test_a_model_is_known_by_its_name_more_than_by_its_fields() -> None:
    user, order, other = parse_models(
        {
            "User": {"fields": {"name": "string"}},
            "Order": {
                "fields": {"lines": {"type": "array", "items": {"type": "object", "fields": {"user": "string"}}}}
            },
            "Boat": {"fields": {"length": "number"}},
        }
    )
    words = words_of("a list of all users")
    assert model_score(user, words) > model_score(order, words) > model_score(other, words) == 0
