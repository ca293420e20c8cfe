"""The words that messages are made of."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.validation.rules.words import json_type, one_of, quote, suggest


@every_row(
    ("value", "shown"),
    [
        ("word", '"word"'),
        ("", '""'),
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ({"é": [1]}, '{"é": [1]}'),
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 57}…"'),
        ([0] * 20, str([0] * 20)),
        ([0] * 21, f"{str([0] * 21)[:57]}…"),
        ("a\x1b[31m\u202eb", '"a\\x1b[31m\\u202eb"'),
        (10**5000, "a number"),
    ],
    ids=range(12),
)
def test_a_value_is_shown_as_json_and_in_short(value: Any, shown: str) -> None:
    assert quote(value) == shown


def test_a_list_in_itself_is_named_by_its_type() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert quote(endless) == "an array"


@every_row(
    ("names", "question"),
    [
        ([], ""),
        (["a"], 'did you mean "a"?'),
        (["a", "b"], 'did you mean "a" or "b"?'),
        (["a", "b", "c"], 'did you mean "a", "b" or "c"?'),
    ],
)
def test_names_that_may_be_meant_are_asked_for(names: list[str], question: str) -> None:
    assert one_of(names) == question


@every_row(
    ("text", "choices", "hint"),
    [
        ("buton", ["button", "text"], 'did you mean "button"?'),
        ("zzz", ["a", "b"], "use one of a, b"),
        ("zzz", list("abcdefgh"), "use one of a, b, c, d, e, f, g, h"),
        ("zzz", list("abcdefghi"), "use one of a, b, c, d, e, f, g, h and 1 more"),
        ("zzz", [], "there is none"),
    ],
)
def test_a_hint_names_the_nearest_or_a_few(text: str, choices: list[str], hint: str) -> None:
    assert suggest(text, choices) == hint


def test_a_hint_may_be_given_for_when_nothing_is_near() -> None:
    assert suggest("zzz", ["a"], otherwise="leave it out") == "leave it out"
    assert suggest("aa", ["ab"], otherwise="leave it out", cutoff=0.9) == "leave it out"
    assert suggest("zzz", ["a", "b", "c"], most=2) == "use one of a, b and 1 more"


@every_row(("value", "name"), [(1, "a number"), (1.0, "a number"), (None, "null"), ("", "a string"), ({}, "an object")])
def test_a_type_has_its_article(value: Any, name: str) -> None:
    assert json_type(value) == name
