"""Wishes in German and French: what the composer shows for them is in their language, and nothing of it in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from composer.composing import Document, brief, built
from composer.score import walk
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.phrasebook import words

LANGUAGES = ("de", "fr")
SAME = {
    "newsletter", "plan", "quiz", "chat", "team", "blog", "dashboard", "navigation", "notification", "inspection",
    "absence",
    "article", "contact", "service", "services", "support", "admin", "api", "iban", "cvc", "sms", "pro", "vip",
    "northwind", "acme", "globex", "paypal", "standard", "express", "suite", "master", "bachelor",
}  # fmt: skip
"""Words that are written alike in both, or are names."""


def tables(catalog: Catalog, language: str) -> Any:
    return catalog.patterns.tables(language)


def shown(document: Document) -> Iterator[str]:
    """Every text of a document that a user reads, without the sample value behind a label."""
    for node, _ in walk(document["root"]):
        props = node.get("props", {})
        yield from (
            str(value).split(": ")[0] for value in (node.get("text"), props.get("label"), props.get("title")) if value
        )
        yield from props.get("options", ())
        yield from (entry["label"] for name in ("columns", "tabs") for entry in props.get(name, ()))


def composed(prompt: str, catalog: Catalog) -> Document:
    return built(compose(brief(prompt, catalog)).patches)


@every_row("language", LANGUAGES)
@every_row("table", ["noun", "field", "group", "panel", "thing", "action"])
def test_most_rows_of_the_patterns_are_translated(language: str, table: str, punk: Catalog) -> None:
    rows = [row for row in tables(punk, language)[table] if not row.get("quoted")]
    assert sum("named" in row for row in rows) >= 0.85 * len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_that_is_translated_shows_no_english(language: str, punk: Catalog) -> None:
    english = {row["words"][0]: row for row in tables(punk, "")["topic"]}
    for row in tables(punk, language)["topic"]:
        origin = english.get(row["english"][0]) if "named" in row else None
        for key in ("title", "button", "intro") if origin is not None else ():
            text = row.get(key, "")
            assert not text or set(words(text)) & SAME or text != origin.get(key), (row["words"][0], key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_of_a_topic_is_wholly_in_its_language(language: str, punk: Catalog) -> None:
    english = composed_texts(punk)
    for row in tables(punk, language)["topic"]:
        wish = row["words"][0]
        if "named" not in row or punk.patterns.language_of(wish) != language:
            continue
        left = {text for text in shown(composed(wish, punk)) if text in english and not set(words(text)) & SAME}
        known = {text for text in left if lexicon_of(punk, wish).named(text) == text}
        assert not known - same_labels(punk, wish), wish


def composed_texts(catalog: Catalog) -> set[str]:
    """What the screens of all English topics show, without figures and single letters."""
    made = (composed(row["words"][0], catalog) for row in tables(catalog, "")["topic"])
    texts = {text for document in made for text in shown(document)}
    return {text for text in texts if len(text) > 2 and any(char.isalpha() for char in text)}


def same_labels(catalog: Catalog, wish: str) -> set[str]:
    """What the language calls as English does: `Name`, `Description`."""
    lexicon = lexicon_of(catalog, wish)
    own = tables(catalog, lexicon.language)
    names = {row["named"] for rows in own.values() if isinstance(rows, list) for row in rows if "named" in row}
    return {*names, *own["labels"].values(), *own["phrases"].values()} | {
        option for row in own["field"] if "named" in row for option in row.get("options", ())
    }


@every_row(
    ("prompt", "texts"),
    [
        ("Kundentabelle", ["Kunden", "Name", "E-Mail", "Rolle"]),
        ("Urlaubsantragsformular", ["Urlaub beantragen", "Startdatum", "Enddatum", "Grund", "Antrag senden"]),
        ("Tabelle mit allen offenen Rechnungen", ["Offene Rechnungen"]),
        ("Anmeldung oder Registrierung als zwei Tabs", ["Anmeldung", "Registrierung"]),
        ("Erfolgsmeldung „Danke“ mit Button Zur Startseite", ["Danke", "Zur Startseite"]),
        ("page de connexion", ["Se connecter", "E-mail", "Mot de passe", "Mot de passe oublié ?"]),
        ("tableau avec toutes les factures impayées (numéro, client)", ["Factures impayées", "Numéro", "Client"]),
        ("Connexion ou inscription sous forme de deux onglets", ["Connexion", "Inscription"]),
        ("deux boutons Commencer et Plus tard", ["Commencer", "Plus tard"]),
        ("Adresse de l'immeuble, nom d'utilisateur et bouton Valider", ["Nom d'utilisateur", "Valider"]),
    ],
)
def test_a_wish_is_understood_as_it_is_said(prompt: str, texts: list[str], punk: Catalog) -> None:
    assert set(texts) <= set(shown(composed(prompt, punk)))


@every_row(
    ("prompt", "phrase", "operation"),
    [
        ("Kontaktformular", "entferne den Betreff", "remove"),
        ("Kontaktformular", "Kannst du den Betreff löschen?", "remove"),
        ("Kontaktformular", "füge ein Feld Firma nach dem Namen hinzu", "add"),
        ("Kontaktformular", "verschiebe die E-Mail vor den Namen", "move"),
        ("Kontaktformular", "benenne Betreff in Thema um", "replace"),
        ("Formulaire de contact", "supprime l'objet", "remove"),
        ("Formulaire de contact", "ajoute un champ Société après le nom", "add"),
        ("Formulaire de contact", "déplace l'e-mail avant le nom", "move"),
        ("Formulaire de contact", "renomme l'objet en Sujet", "replace"),
    ],
)
def test_an_edit_is_understood_as_it_is_said(prompt: str, phrase: str, operation: str, punk: Catalog) -> None:
    document = composed(prompt, punk)
    patches = compose(brief(phrase, punk, document=document)).patches
    assert [patch["op"] for patch in patches] == [operation]
