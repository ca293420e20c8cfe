"""What was made of a secret is one, too: ids and names, whole or cut."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.every_row import every_row

from epoch_cli.document.node import ID
from epoch_cli.sessions.redaction_rules import RULES, rules_for
from epoch_cli.sessions.secrets import Secrets

# taken apart, so that no scanner takes them for real ones
KEY = "sk-" + "ant-api03-abcdefghijklmnopqrstuvwxyz0123456789"
TOKEN = "ghp_" + "abcdefghijklmnop1234567890abcdef"
ADDRESS = "bob.smith@gmail.com"


def knowing(*texts: str, home: Path | None = None) -> Secrets:
    secrets = Secrets(rules_for(home))
    secrets.find(texts, quoting=False)
    return secrets


@every_row(
    ("said", "name", "left"),
    [
        (KEY, "key-is-sk-ant-api03-abcdefghijklmnopqrst", "key-is-redacted"),
        (KEY, "sk-ant-api03", "redacted"),
        (KEY, f"form-{KEY}", "form-redacted"),
        (KEY, KEY.replace("-", "_"), "redacted"),
        (KEY, "submitSkAntApi03Abcdefghi", "submitredacted"),
        (TOKEN, f"doc_token_{TOKEN}", "doc_token_redacted"),
        (TOKEN, "doc-token-ghp-abcdefghijk-2", "doc-token-redacted-2"),
        (ADDRESS, "contact-bob-smith-gmail-com-form", "contact-redacted-form"),
        (ADDRESS, "contact-bob-smith-g", "contact-redacted"),
        (ADDRESS, "submitContactBobSmithGmailCom", "submitContactredacted"),
        (ADDRESS, "Bob.Smith@GMAIL.com", "redacted"),
        ("jo@e.co", "mail-jo-e-co", "mail-redacted"),
        ("password=hunter2hunter", "password_hunter2hunter", "password_redacted"),
    ],
)
def test_nothing_of_a_secret_is_left_in_a_name(said: str, name: str, left: str) -> None:
    assert knowing(f"my key is {said}, login form").replaced(name) == left


@every_row("key", [KEY, TOKEN, "AKIA" + "IOSFODNN7EXAMPLE"])
@every_row("before", ["token-", "token_", "", '"'])
def test_a_secret_is_found_behind_a_dash_and_an_underscore(key: str, before: str) -> None:
    assert list(knowing(f"{before}{key}").names) == [key]


@every_row("length", range(1, 65))
def test_an_id_stays_an_id_wherever_it_was_cut(length: int) -> None:
    name = f"key-{KEY}-form"[:length].rstrip("-")
    left = knowing(KEY).replaced(name)
    assert ID.fullmatch(left)
    assert len(left) <= max(len(name), 12)
    assert "api03" not in left


def test_ids_that_were_cut_at_other_places_stay_apart() -> None:
    secrets = knowing(KEY)
    names = ["key-sk-ant-api03-abc", "key-sk-ant-api03-abcdef", "key-sk-ant-api03-abc"]
    assert [secrets.replaced(name) for name in names] == ["key-redacted", "key-redacted2", "key-redacted"]


def test_the_longest_of_two_that_begin_alike_is_left_out() -> None:
    secrets = knowing(f"{KEY} {KEY.replace('abc', 'xyz')}")
    assert secrets.replaced("x-sk-ant-api03-xyzdefgh-y") == "x-redacted-y"


@every_row("name", ["contact-bob", "bob-form", "smith-gmail", "gmail-com", "skater", "homejanes"])
def test_words_that_are_no_beginning_of_a_secret_stay(name: str) -> None:
    assert knowing(f"{ADDRESS} {KEY} /home/jane/x").replaced(name) == name


def test_a_name_is_left_out_of_pieces_as_of_the_whole() -> None:
    whole = json.dumps({"id": "contact-bob-smith-gmail-com-form", "text": f"to\n{ADDRESS}"})
    for size in (1, 5, len(whole)):
        pieces = knowing(ADDRESS).replaced_across([whole[at : at + size] for at in range(0, len(whole), size)])
        assert json.loads("".join(pieces)) == {"id": "contact-redacted-form", "text": "to\n[redacted:email]"}


# ---------------------------------------------------------------- rules


@every_row(
    ("text", "secret"),
    [
        ("password=hunter2", "hunter2"),
        ("Password: Tr0ub4dor&3", "Tr0ub4dor"),
        ("api_key=abc123def", "abc123def"),
        ("my-api-key = abc123def", "abc123def"),
        ("the token is abc123def", "abc123def"),
        ('{"token": "abc123def"}', "abc123def"),
        ("DB_PASSWORD='abc123def'", "abc123def"),
    ],
)
def test_what_is_called_a_password_is_one(text: str, secret: str) -> None:
    assert knowing(text).names == {secret: "[redacted:password]"}


@every_row(
    "text",
    [
        "password: required",
        "Password: at least 12 characters",
        "password and 2 tokens",
        '"token": "color.primary.500"',
        "token: spacing-2xl",
        "token: {context.token1}",
        "token: [redacted:password:2]",
        "token=redacted2",
        "secret santa2024",
    ],
)
def test_what_only_describes_one_is_none(text: str) -> None:
    assert not knowing(text).names


@every_row(
    ("text", "left"),
    [
        ("files are in /home/bob", "files are in [redacted:home]"),
        ("look at /home/bob, please", "look at [redacted:home], please"),
        ("`/home/bob`", "`[redacted:home]`"),
        ("It is /Users/bob.", "It is [redacted:home]."),
        ("/srv/people/bob/x and /srv/people/bob", "[redacted:home]/x and [redacted:home]"),
        ("/srv/people/bobby is another", "/srv/people/bobby is another"),
        ("a /home page, /root/children/0", "a /home page, /root/children/0"),
    ],
)
def test_a_home_is_left_out_wherever_it_is(text: str, left: str) -> None:
    secrets = knowing(text, home=Path("/srv/people/bob"))
    assert (secrets.replaced(text) if secrets.names else text) == left


@pytest.mark.parametrize("home", [None, Path("/"), Path("/root"), Path()])
def test_a_home_that_is_nobodys_name_is_none(home: Path | None) -> None:
    assert rules_for(home) is RULES


def test_the_rules_look_for_one_group_each() -> None:
    assert {rule.name for rule in RULES if re.compile(rule.pattern).groups != 1} == set()
