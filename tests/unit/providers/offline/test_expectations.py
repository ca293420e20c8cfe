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
