"""Variants ask for the same in other words: they change what they say they change, and never what is demanded."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from composer.composing import EXAMPLES, OWN, TRANSLATED, Expectation
from composer.limits import LANGUAGES
from composer.ordering import orders
from composer.spans import atoms, demanded, phrases
from composer.synonyms import synonyms
from composer.variants import KINDS, Variant, translations, variants
from composer.writing import cases, marks
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

ROWS = [*EXAMPLES, *OWN]


@cache
def made_by(kind: str) -> list[Variant]:
    return variants(ROWS, kind)


KINDS_OF_VARIANTS = pytest.mark.parametrize("kind", KINDS)


@KINDS_OF_VARIANTS
def test_there_are_enough_of_them_and_each_is_another_prompt(kind: str) -> None:
    found = made_by(kind)
    assert len(found) >= len(OWN)
    assert all(each.row.prompt != each.original.prompt for each in found)
    assert len({(each.row.prompt, each.original.prompt) for each in found}) == len(found)


@KINDS_OF_VARIANTS
def test_they_are_the_same_each_time(kind: str) -> None:
    assert made_by(kind) == variants(ROWS, kind)


@KINDS_OF_VARIANTS
def test_what_is_quoted_bound_or_in_brackets_stays(kind: str) -> None:
    for made, original in made_by(kind):
        kept = [original.prompt[start:end] for start, end in atoms(original.prompt)]
        assert Counter(kept) == Counter(made.prompt[start:end] for start, end in atoms(made.prompt)), made.prompt


@KINDS_OF_VARIANTS
def test_what_an_expectation_names_is_said_as_often(kind: str) -> None:
    for made, original in made_by(kind):
        assert made.expect == original.expect
        for text in demanded(original.expect):
            pattern = re.compile(rf"(?<!\w){re.escape(text.casefold())}(?!\w)")
            before, after = (len(pattern.findall(each.prompt.casefold())) for each in (original, made))
            assert after >= before, (text, made.prompt)


def test_models_and_languages_go_along() -> None:
    row = Expectation("table of users", {"types": ["DataGrid"]}, models={"User": {"fields": {"name": "string"}}})
    assert all(each.row.models == row.models for each in variants([row], "case"))


@settings(max_examples=examples(60))
@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_any_prompt_has_variants_or_none(prompt: str, named: list[str]) -> None:
    for change in KINDS.values():
        asked = prompt + ", ".join(named)
        made = change(asked, {"fields": named})
        assert asked not in made
        assert len(set(made)) == len(made)


# ---------------------------------------------------------------- each kind


@pytest.mark.parametrize(
    ("prompt", "expect", "one"),
    [
        ("login form", {"fields": ["email"]}, "I need a sign-in page"),
        ("table of users with name", {"columns": ["name"]}, "grid of users including name"),
        ("Create a card", {"types": ["Card"]}, "I need a tile"),
        ("an image and a button", {"types": ["Avatar"]}, "a picture and a btn"),
        ("A FORM WITH NAME", {"fields": ["name"]}, "I need an INPUT FORM INCLUDING NAME"),
    ],
)
def test_synonyms(prompt: str, expect: dict[str, list[str]], one: str) -> None:
    assert one in synonyms(prompt, expect)


@pytest.mark.parametrize(
    ("prompt", "expect"),
    [
        ("login form", {"buttons": ["log in"]}),  # the button says what the prompt says
        ("the word 'button' (table)", {}),
        ("{context.button}", {}),
        ("name on card", {"fields": ["name on card"]}),
        ("main page", {"text": ["main page"]}),
    ],
)
def test_no_synonym_for_what_is_demanded_or_closed(prompt: str, expect: dict[str, list[str]]) -> None:
    assert all(prompt in each for each in synonyms(prompt, expect))


@every_row(
    ("prompt", "expect", "made"),
    [
        ("form with a, bb and cc", {"fields": ["bb", "cc"]}, ["form with a, cc and bb"]),
        (
            "form with aa (x, y), bb* and a cc button",
            {"fields": ["aa", "bb"], "buttons": ["cc"]},
            ["form with a cc button, bb* and aa (x, y)", "form with bb*, a cc button and aa (x, y)"],
        ),
        (
            "form with aa, bb, cc and dd buttons",
            {"fields": ["aa", "bb"], "buttons": ["cc", "dd"]},
            ["form with aa, bb, dd and cc buttons"],
        ),
        ("dialog with yes and no buttons", {"buttons": ["yes", "no"]}, ["dialog with no and yes buttons"]),
        ("form:\n- aa\n- bb", {"fields": ["aa", "bb"]}, ["form:\n- bb\n- aa"]),
        ("aa: red, blue", {"fields": ["aa"], "options": ["red", "blue"]}, ["aa: blue, red"]),
        ("rating from 1 to 5, note", {"fields": ["note"], "options": ["1", "5"]}, []),
        (
            "table with aa, bb, a cc thing",
            {"columns": ["aa", "bb"], "fields": ["cc"]},
            ["table with bb, aa, a cc thing"],
        ),
        ("aa with bb, cc and dd, ee", {"text": ["bb", "cc", "dd", "ee"]}, ["aa with cc, bb and dd, ee"]),
        ("form with length in metres and width", {"fields": ["length", "width"]}, []),
        ('say "aa, bb"', {"text": ["aa", "bb"]}, []),
    ],
)
def test_orders(prompt: str, expect: dict[str, list[str]], made: list[str]) -> None:
    found = orders(prompt, expect)
    assert found[: len(made)] == made
    assert bool(found) == bool(made)


def test_an_order_has_the_same_words() -> None:
    for made, original in made_by("order"):
        assert Counter(made.prompt) == Counter(original.prompt)


def test_cases() -> None:
    assert cases('Login "Form" {a.b}', {}) == ['LOGIN "Form" {a.b}', 'login "Form" {a.b}']
    assert cases("user's form", {}) == ["USER'S FORM", "User's Form"]


def test_marks() -> None:
    assert marks("form: a, bb and cc", {"fields": ["bb"]}) == [
        "form: a; bb and cc",
        "form: a, bb & cc",
        "form: a, bb, and cc",
        "form:  a,  bb  and  cc",
        "form – a, bb and cc",
        "form: a, bb and cc.",
        "form: a, bb and cc!",
        "form:\n- a\n- bb\n- cc",
    ]
    assert "card – name." in marks("card with name.", {})
    assert "card with name" in marks("card with name.", {})
    assert marks(" \n", {}) == []
    assert "a, and b, and c" not in marks("a, and b and c", {})
    assert "a and b – c" not in marks("a and b with c", {})
    assert not any("\n" in each for each in marks("page: a, a table with b, c", {}))


# ---------------------------------------------------------------- what they stand on


def test_spans() -> None:
    prompt = "a \"b c\" (d) {e.f} don't 'x y' 「g」"
    assert [prompt[start:end] for start, end in atoms(prompt)] == ['"b c"', "(d)", "{e.f}", "'x y'", "「g」"]
    assert phrases("Name, surname", {"fields": ["name"], "types": ["surname"]}) == [(0, 4)]


def test_all_languages_of_the_composer_are_tried() -> None:
    assert LANGUAGES == ("de", "fr", "es", "pt", "ja")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_translations_of_prompts_that_there_are(language: str) -> None:
    rows = [row for row in TRANSLATED if row.language == language]
    assert len({row.of for row in rows}) == len(rows) >= 30
    found = translations(TRANSLATED, ROWS, language)
    assert len(found) == len(rows) if EXAMPLES else found
    for made, original in found:
        assert made.expect.keys() <= original.expect.keys() | {"text", "input_types", "fields", "types"}
