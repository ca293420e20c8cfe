"""Spanish and Portuguese: the noun stands first, accents may be missing, and the screen is wholly in the language."""

from __future__ import annotations

import pytest
from composer.composing import composed
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, lexicon_of
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand

SPANISH = "formulario de contacto con el nombre y los apellidos"


@pytest.fixture
def spanish(punk: Catalog) -> Lexicon:
    lexicon = lexicon_of(punk, SPANISH)
    assert lexicon.language == "es"
    return lexicon


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("botón Guardar", "button", "Guardar"),
        ("el botón de guardar", "button", "guardar"),
        ("una casilla Acepto los términos", "checkbox", "Acepto los términos"),
        ("campo correo", "field", "correo"),
        ("campo de fecha de nacimiento", "field", "fecha de nacimiento"),
        ("tabla sencilla de pedidos", "section", "pedidos"),
        ("nombre del plan", "", "nombre del plan"),
        ("columnas Por hacer", "column", "Por hacer"),
        ("add to cart button", "button", "add to cart"),
    ],
)
def test_the_first_noun_says_what_it_is(text: str, kind: str, label: str, spanish: Lexicon) -> None:
    found = describe(Piece(text), spanish).item
    assert (found.kind, found.label) == (kind, label)


def test_a_noun_inside_the_name_of_a_topic_is_none(spanish: Lexicon) -> None:
    assert describe(Piece("preguntas frecuentes"), spanish, head=True).item.kind == ""


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("correo corporativo", "email"),
        ("telefono alternativo", "tel"),
        ("número de comensales", "number"),
        ("fecha de la última visita", "date"),
        ("nombre de la tarjeta", ""),
    ],
)
def test_the_first_word_of_a_label_says_which_control_fits(label: str, kind: str, spanish: Lexicon) -> None:
    assert spanish.field_fact(label).type == kind


@pytest.mark.parametrize("said", ["del 1 al 5", "de 1 a 5", "entre 1 y 5", "1-5"])
def test_ranges_are_said_in_the_language(said: str, spanish: Lexicon) -> None:
    assert [piece.span for piece in split(f"valoración {said}", spanish)] == [(1, 5)]


def test_the_second_of_two_labels_shares_the_noun_of_the_first(punk: Catalog) -> None:
    wish = understand("formulario con fecha de inicio y fin", lexicon_of(punk, SPANISH))
    assert [item.label for item in wish.items] == ["fecha de inicio", "fecha de fin"]


@pytest.mark.parametrize(
    ("prompt", "title", "labels"),
    [
        ("página de inicio de sesión", "Iniciar sesión", ["Correo electrónico", "Contraseña"]),
        ("quiero pedir una cita", "Pedir cita", ["Nombre", "Correo electrónico", "Fecha", "Hora", "Notas"]),
        ("tela de login", "Entrar", ["E-mail", "Senha"]),
        ("formulário de cadastro", "Criar uma conta", ["Nome", "E-mail", "Senha", "Confirmar senha"]),
    ],
)
def test_what_a_topic_adds_is_in_the_language_of_the_wish(
    prompt: str, title: str, labels: list[str], punk: Catalog
) -> None:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    assert wish.title == title
    assert [item.label.capitalize() for item in wish.of("field", "choice")] == [label.capitalize() for label in labels]


@every_row(
    ("text", "language"),
    [
        ("tabla de usuarios", "es"),
        ("formulario de cadastro com nome e email", "pt"),  # written without accents
        ("tabela de usuarios", "pt"),
        ("login form", ""),
        ("a table of Los Angeles offices", ""),
        ("dashboard for the São Paulo office", ""),
        ("12 buttons", ""),  # an English plural, which is a German word as well
        ("links", ""),
        ("social links", ""),
        ("popular articles", ""),
        ("cafe menu: latte, espresso, cappuccino", ""),
        ("El Paso weather", ""),
        ("restaurant menu a la carte", ""),
        ("Anmeldeformular", "de"),
        ("inscription", "fr"),
        ("formulario", "es"),
    ],
)
def test_the_language_of_a_wish(text: str, language: str, punk: Catalog) -> None:
    assert punk.patterns.language_of(text) == language


def test_the_language_is_found_in_what_is_visible(punk: Catalog) -> None:
    assert lexicon_of(punk, "form with na\u200bme and em\u00adail").language == ""


@pytest.mark.parametrize(
    ("prompt", "labels"),
    [
        ("Formular mit Name und Alter, damit wir Sie erreichen, und E-Mail", ["Name", "Alter", "E-Mail"]),
        ("Formular in einer Karte mit Name", ["Name"]),
        ("formulario en una tarjeta con nombre", ["Nombre"]),
        ("formulaire dans une carte avec nom", ["Nom"]),
    ],
)
def test_what_joins_is_a_word_of_the_language(prompt: str, labels: list[str], punk: Catalog) -> None:
    wish = understand(prompt, lexicon_of(punk, prompt))
    assert [item.label.capitalize() for item in wish.items] == [label.capitalize() for label in labels]
    assert wish.framed == ("mit Name und" not in prompt)


def test_the_days_between_two_end_before_an_and_of_the_language(punk: Catalog) -> None:
    prompt = "Tabelle mit Spalten Montag bis Freitag und Notizen"
    assert len(understand(prompt, lexicon_of(punk, prompt)).items) == 6


def test_what_a_control_is_called_in_code_is_english_or_a_number(punk: Catalog) -> None:
    document = str(composed("フォーム：メールアドレス、謎の項目、奇妙ボタンと異常ボタンと不思議ボタン", punk))
    for name in ("'name': 'email'", "'name': 'field'", "'onClick': 'onButton'", "'onClick': 'onButton2'"):
        assert name in document
