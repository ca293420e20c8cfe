"""The same wish, however it is written, gives the same screen; `tests/composer` asks the same of many more prompts."""

from __future__ import annotations

from composer.composing import composed
from composer.score import score
from support.every_row import every_row

from epoch_cli.catalog import Catalog

VARIANTS = [
    "sign up form with name, email and password",
    "Sign-Up Form with Name, Email and Password",
    "SIGN UP FORM WITH NAME, EMAIL AND PASSWORD",
    "please create a sign up form with: password, email, name",
    "registration form (name, email, password)",
    "registration form: name; email; password",
    "I need a signup form. It should have name, email & password.",
    "signup form\n- name\n- email\n- password\n",
    "Sign up – name / email / password",
]


@every_row("prompt", VARIANTS)
def test_order_case_and_punctuation_do_not_matter(prompt: str, punk: Catalog) -> None:
    expect = {
        "types": ["Form", "Button"],
        "fields": ["name", "email", "password"],
        "input_types": {"email": "email", "password": "password"},
    }
    assert score(composed(prompt, punk), expect) == []


NOTED = [
    (
        "survey with a rating from 1 to 500",
        {"fields": ["rating"], "input_types": {"rating": "number"}},
    ),  # no 500 options
    ("form with size (dropdown: S, M, L)", {"fields": ["size"], "options": ["s", "m", "l"]}),
    ("form with size (S, M, L) and colour (choice)", {"fields": ["size", "colour"], "options": ["s", "m", "l"]}),
    ("list with name column", {"types": ["DataGrid"], "columns": ["name"]}),
]


@every_row(("prompt", "expect"), NOTED)
def test_what_stands_behind_a_thing_says_how_it_is(prompt: str, expect: dict[str, list[str]], punk: Catalog) -> None:
    assert score(composed(prompt, punk), expect) == []
