"""What a prompt asks for is in its document."""

from __future__ import annotations

import pytest

from epoch_cli.catalog import Catalog

from .composing import EXAMPLES, OWN, Expectation, composed
from .score import count, score


def misses(rows: list[Expectation], catalog: Catalog) -> list[str]:
    return [f"{row.prompt!r}: {miss}" for row in rows for miss in score(composed(row.prompt, catalog), row.expect)]


@pytest.mark.skipif(not EXAMPLES, reason="the shared prompts are not beside the repository")
def test_the_shared_examples_hold(punk: Catalog) -> None:
    missed = misses(EXAMPLES, punk)
    total = sum(count(row.expect) for row in EXAMPLES)
    print(f"{total - len(missed)} of {total}", *missed, sep="\n")
    assert len(missed) <= total * 0.05, missed


@pytest.mark.parametrize("row", OWN, ids=lambda row: row.prompt[:60] or "empty")
def test_a_prompt_gives_what_it_asks_for(row: Expectation, punk: Catalog) -> None:
    assert score(composed(row.prompt, punk), row.expect) == []


def test_there_are_prompts_enough_to_mean_something() -> None:
    assert len(OWN) >= 40
    assert len({row.prompt for row in OWN}) == len(OWN)


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


@pytest.mark.parametrize("prompt", VARIANTS)
def test_order_case_and_punctuation_do_not_matter(prompt: str, punk: Catalog) -> None:
    expect = {
        "types": ["Form", "Button"],
        "fields": ["name", "email", "password"],
        "input_types": {"email": "email", "password": "password"},
    }
    assert score(composed(prompt, punk), expect) == []
