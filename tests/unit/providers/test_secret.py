"""A key is shown by nothing but `reveal`."""

from __future__ import annotations

import copy
import pickle

import orjson
import pytest

from epoch_cli.providers.secret import Secret

KEY = "sk-test-SECRET"


def test_a_secret_hides_in_every_form_of_text() -> None:
    secret = Secret(KEY)
    assert secret.reveal() == KEY
    for text in (
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r:>9}",
        f"{[secret]}",
        "".join(map(str, [secret])),
        str(dir(secret)),
    ):
        assert KEY not in text
    assert not hasattr(secret, "__dict__")


def test_a_secret_is_not_written() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(KEY))
    with pytest.raises(TypeError):
        orjson.dumps({"key": Secret(KEY)})
    secret = Secret(KEY)
    assert copy.deepcopy([secret])[0] is secret


def test_secrets_are_equal_by_their_text() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret("other")
    assert Secret(KEY) != KEY
    assert len({Secret(KEY), Secret(KEY)}) == 1
    assert Secret("clé") == Secret("clé")
    assert not Secret("")


def test_a_secret_is_hidden_in_what_others_say() -> None:
    assert Secret(KEY).hidden_in(f"bad key {KEY}: {KEY}!") == "bad key ***: ***!"
    assert Secret("").hidden_in("abc") == "abc"
