"""The user's words become strings that can do no harm, and keep their meaning where they can."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.providers.offline.knowledge.safety import clean, handler, is_key, key, shortened, slug
from epoch_cli.validation.rules.security import check_string, suspicious

CLEANED = [
    ("Straße, Ort, PLZ", "Straße, Ort, PLZ"),
    ("<b>bold</b> move", "bold move"),
    ("<script>alert(1)</script> form", "form"),
    ("a & b", "a & b"),
    ("&lt;script&gt;", "script"),
    ("javascript:alert(1)", "javascript alert(1)"),
    ("tab\tand\x00null\x1b[31m", "tab andnull[31m"),
    ("right\u202eleft\u200b", "rightleft"),
    ("{{x}} {y}", "x y"),
    ("名前、メール", "名前,メール"),
    ("\ud800", ""),
]


@every_row(("text", "expected"), CLEANED, ids=[repr(text) for text, _ in CLEANED])
def test_cleaning(text: str, expected: str) -> None:
    assert " ".join(clean(text).split()) == expected


@given(st.text(max_size=200))
def test_what_is_clean_holds_nothing_dangerous(text: str) -> None:
    cleaned = clean(text)
    assert not set("{}<>\\") & set(cleaned)
    assert all(char == "\n" or unicodedata.category(char)[0] != "C" for char in cleaned)
    assert not suspicious(cleaned) or check_string(cleaned) is None


@given(st.text(alphabet="javscriptJAVSCRIPT:&#;106x%3C<>onclick= \n\t", max_size=60))
def test_no_spelling_of_a_script_comes_through(text: str) -> None:
    assert check_string(clean(text)) is None


@given(st.text(max_size=80))
def test_ids_keys_and_handlers_have_their_grammar(text: str) -> None:
    assert slug(text, "part")[:1].isalpha()
    assert slug(text, "part").replace("-", "").isalnum()
    assert slug(text, "part").isascii()
    assert key(text, "value").isidentifier()
    assert is_key(key(text, "value"))
    assert handler("on", text).isidentifier()
    assert len(handler("on", text)) <= 64


def test_names_keep_what_can_be_spelled() -> None:
    assert slug("Straße & Ort", "part") == "strasse-ort"
    assert key("Correo electrónico", "value") == "correo_electronico"
    assert key("__proto__", "value") == "proto"
    assert key("constructor", "value") == "value"
    assert handler("submit", "Log in") == "submitLogIn"


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("one two three four", 14) == "one two three…"
    assert len(shortened("x" * 100, 10)) == 10
