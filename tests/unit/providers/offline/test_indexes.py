"""What is kept of the patterns: it has to be made anew when it would be made otherwise."""

from __future__ import annotations

import json
from pathlib import Path

from composer.composing import brief

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.config.cache import Cache
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.knowledge.indexes import FORMAT, indexes
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, words

SPELLED = {
    "Sign-up categories": "sign up category",
    "Teléfono à côté": "telefono à cote",
    "user's addresses, boxes & movies": "user address box & movie",
    "l'adresse du 1.5%": "l adresse du 1.5%",
    "送信ボタン": "送信 ボタン",
    "status news": "status news",
}


def test_words_are_spelled_as_in_the_indexes_that_caches_hold() -> None:
    assert FORMAT == 2, "then tell here how words are spelled now"
    assert {text: " ".join(words(text)) for text in SPELLED} == SPELLED


def test_indexes_are_json(punk: Catalog) -> None:
    made = indexes(punk.patterns.tables("de"))
    assert json.loads(json.dumps(made)) == made


def test_a_book_out_of_an_index_finds_the_same_phrases() -> None:
    book = Phrasebook.of([(["order history", "orders"], "table"), (["Order History"], "list")])
    kept: Phrasebook[str] = Phrasebook(json.loads(json.dumps(book.index)))
    told = words("my order histories and the orders")
    assert kept.all(told) == book.all(told)
    assert [match.value for match in kept.all(told)] == ["table", "table"]
    assert kept.ending(words("all orders")) == book.ending(words("all orders"))


def test_what_comes_from_the_cache_composes_the_same(tmp_path: Path) -> None:
    prompts = ("dashbord with kpis and recent orders", "Tabelle mit Kunden und Bestellungen", "ログインフォーム")
    made = []
    for cache in (None, Cache(tmp_path), Cache(tmp_path)):
        catalog = load_catalog("punk", cache=cache)
        made.append([compose(brief(prompt, catalog)).patches for prompt in prompts])
    assert made[0] == made[1] == made[2]
    assert all(made[0])
    assert list(tmp_path.glob(f"patterns-index-{FORMAT}-de-*")), "kept"
