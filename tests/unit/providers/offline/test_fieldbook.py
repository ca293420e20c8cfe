"""What a label that nobody wrote down before says about its field."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import compile_lexicon, lexicon_of

TYPES = {
    "last word": [("guardian email", "email"), ("retry limit", "number"), ("shearing date", "date")],
    "unit": [("stem length in cm", "number"), ("hectares", "number"), ("harvest in kg", "number")],
    "question": [("how many guests", "number"), ("why you want to help", "textarea"), ("what happened", "textarea")],
    "noun before a preposition": [("notes for the kitchen", "textarea"), ("summary of facts", "textarea")],
    "nothing behind of": [("name of the file", ""), ("colour of the date stamp", "color")],
    "promise": [("I agree to the house rules", "checkbox"), ("allow comments", "checkbox")],
    "weak beginning": [("last overhaul", "date"), ("last name", ""), ("earliest move-in date", "date")],
    "plural": [("rooms", "number"), ("room", ""), ("number of rooms", "number")],
    "whole label": [("size", "choice"), ("shoe size", "number"), ("group size", "number")],
}
CASES = [(label, kind) for cases in TYPES.values() for label, kind in cases]


@every_row(("label", "kind"), CASES, ids=[label for label, _ in CASES])
def test_type_of_a_label(label: str, kind: str, punk: Catalog) -> None:
    assert lexicon_of(punk).field_fact(label).type == kind


def test_browsers_fill_in_only_labels_that_are_known_as_a_whole(punk: Catalog) -> None:
    lexicon = lexicon_of(punk)
    assert lexicon.field_fact("email").autocomplete == "email"
    assert lexicon.field_fact("guardian email").autocomplete == ""


def test_a_compound_word_takes_what_its_end_says() -> None:
    rows = [{"words": ["datum"], "type": "date", "endings": ["datum"]}, {"words": ["zeit"], "type": "time"}]
    book = compile_lexicon({"field": rows}).fields
    assert book.fact("Lieferdatum").type == "date"
    assert book.fact("Lieferzeit").type == ""
