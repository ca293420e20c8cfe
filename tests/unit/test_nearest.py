"""The name that was meant: the one most like what was written, in any case."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.nearest import did_you_mean, nearest, nearest_few

FORMATS = ("json", "jsonl", "text")


@every_row(
    ("written", "meant"),
    [("jsno", "json"), ("JSON", "json"), ("txt", "text"), ("jsonll", "jsonl"), ("yaml", ""), ("", "")],
)
def test_the_nearest_name_ignores_case_and_is_none_when_none_is_alike(written: str, meant: str) -> None:
    assert nearest(written, FORMATS) == meant


def test_names_keep_their_own_case() -> None:
    assert nearest("tablle", ["Table", "Tabs"]) == "Table"


def test_several_names_come_the_best_first() -> None:
    known = ["login-form", "login", "logout-form", "header"]
    assert nearest_few("login-from", known) == ["login-form", "logout-form", "login"]
    assert nearest_few("login-from", known, most=1) == ["login-form"]
    assert nearest_few("zzz", known) == []


def test_a_lower_cutoff_takes_what_is_less_alike() -> None:
    assert (nearest("mail", ["emailAddress"]), nearest("mail", ["emailAddress"], cutoff=0.5)) == ("", "emailAddress")


def test_the_remedy_asks_for_the_nearest_and_names_them_all() -> None:
    assert did_you_mean("jsno", FORMATS) == "did you mean 'json'? there are json, jsonl, text"
    assert did_you_mean("yaml", FORMATS) == "there are json, jsonl, text"


@pytest.mark.parametrize(("known", "remedy"), [(["offline"], "there is offline"), ([], "there is none")])
def test_the_remedy_is_good_english_for_few(known: list[str], remedy: str) -> None:
    assert did_you_mean("openai", known) == remedy
