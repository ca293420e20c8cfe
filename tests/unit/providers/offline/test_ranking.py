"""Which topic a wish is like that has none of a topic's phrases, and what nothing is like."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.ranking import Ranking, Text, stem

RANKING = Ranking([
    Text([("pet", "adoption"), ("adopt", "a")], ("why", "you", "want", "to", "adopt")),
    Text([("parcel", "tracking")], ("tracking", "number")),
    Text([("bike", "repair"), ("fix", "my")], ("what", "is", "broken")),
    *(Text([(f"topic{number}",)]) for number in range(30)),
])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "number"),
    [("adopting a senior dog", 0), ("track parcels", 1), ("my bike repairs", 2), ("parcell tracking", 1)],
)
def test_the_text_with_the_rarest_words_in_common_is_found(said: str, number: int) -> None:
    assert RANKING.best(said.split()) == number


@pytest.mark.parametrize("said", ["", "blue whale", "number", "you"])
def test_what_only_common_words_speak_for_is_not_found(said: str) -> None:
    assert RANKING.best(said.split()) is None


def test_no_texts_are_like_nothing() -> None:
    assert Ranking().best(["parcel"]) is None


def test_stems() -> None:
    assert {stem(word) for word in ("adopt", "adopts", "adopting", "adoption", "adopted")} == {"adopt"}
    assert stem("ring") == "ring"


@every_row(
    ("said", "title"),
    [
        ("estimated costs", "Request a quote"),
        ("gym check-in", "Check in"),
        ("adopting a senior dog", "Adopt"),
        ("swim school registrations", "Enrolment"),
        ("blue whale", None),
        ("something for the people", None),
    ],
)
def test_topics_of_the_patterns(said: str, title: str | None, punk: Catalog) -> None:
    topic = lexicon_of(punk).likely_topic(words(said))
    assert (topic.title if topic else None) == title
