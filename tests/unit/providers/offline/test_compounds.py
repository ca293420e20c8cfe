"""Words that a language writes together, and words that it inflects: the mechanisms, without any real language."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.providers.offline.knowledge.compounds import Compounds, gap
from epoch_cli.providers.offline.knowledge.inflection import Inflection
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook
from epoch_cli.providers.offline.understanding.phrases import Phrase

COMPOUNDS = Compounds.of([{"endings": ["tabelle", "formular"]}], {"linked": ["ungs"]})
INFLECTION = Inflection.of({"behind": ["der"], "endings": {"en": "e"}, "nouns": ["n"]})
FOLLOWS = Phrasebook.of([(("mit",), "of")])


def parted(text: str, *whole: str) -> list[str]:
    phrase = Phrase(text)
    spans = COMPOUNDS.parted(text, phrase.spans, lambda word: word in whole)
    return [text[start:end] for start, end in spans]


@every_row(
    ("text", "words"),
    [
        ("Kundentabelle", ["Kunden", "tabelle"]),
        ("neue Kundentabelle mit Ort", ["neue", "Kunden", "tabelle", "mit", "Ort"]),
        ("Buchungsformular", ["Buchung", "formular"]),
        ("Kursformular", ["Kurs", "formular"]),
        ("Tabelle", ["Tabelle"]),
        ("Kunden", ["Kunden"]),
    ],
)
def test_a_compound_is_parted_before_its_ending(text: str, words: list[str]) -> None:
    assert parted(text) == words


def test_words_that_are_known_as_they_are_stay_whole() -> None:
    assert parted("Preistabelle Kundentabelle", "Preistabelle") == ["Preistabelle", "Kunden", "tabelle"]


def test_without_endings_nothing_is_parted() -> None:
    assert Compounds().parted("Kundentabelle", [(0, 13)], lambda word: False) == [(0, 13)]


@pytest.mark.parametrize(
    ("text", "joint"), [("Umsatz-Diagramm", "-"), ("Umsatz Diagramm", " "), ("Umsatz - Diagramm", " ")]
)
def test_gap_is_what_joins_two_words_into_one(text: str, joint: str) -> None:
    assert gap(text, Phrase(text).spans, 1) == joint
    assert gap(text, Phrase(text).spans, 0) == " "


@pytest.mark.parametrize(
    ("text", "joint", "alone"),
    [
        ("offenen Rechnungen", "der", "offene Rechnungen"),
        ("offenen Rechnungen", "mit", "offenen Rechnungen"),
        ("Rechnungen", "der", "Rechnungen"),
        ("rechnungen mit Betrag", "der", "rechnungen mit Betrag"),
        ("Daten Nord", "der", "Daten Nord"),
    ],
)
def test_an_adjective_is_written_as_it_stands_alone(text: str, joint: str, alone: str) -> None:
    assert INFLECTION.alone(text, joint, FOLLOWS) == alone


def test_a_noun_is_found_without_its_ending() -> None:
    assert INFLECTION.bare("den Namen") == ["den Name"]
    assert INFLECTION.bare("n") == []
    assert Inflection().bare("den Namen") == []
