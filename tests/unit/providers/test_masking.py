"""The key in an answer's text, in whatever pieces it comes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row
from support.wire_bodies import request

from epoch_cli.providers.base import FinishPart, Part, TextPart, ThinkingPart
from epoch_cli.providers.dialects import Ask, find_dialect
from epoch_cli.providers.incoming import Incoming
from epoch_cli.providers.masking import Mask
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import Secret

KEY = "sk-sk-s1"  # begins like itself, so that a beginning may turn out to be none


def shown(texts: list[str], key: str = KEY) -> list[str]:
    mask = Mask(Secret(key))
    parts = [part for text in texts for part in mask.parts([TextPart(text)])] + mask.end()
    return [part.text for part in parts if isinstance(part, TextPart)]


@every_row("size", range(1, 12))
@every_row(
    ("text", "told"),
    [
        ("no key here", "no key here"),
        (f"a {KEY} b", "a *** b"),
        (f"{KEY}{KEY}", "******"),
        (f"sk-{KEY}", "sk-***"),
        ("sk-sk-s", "sk-sk-s"),
        ("ask-sk-sk-s1!", "ask-***!"),
        ("ends with s", "ends with s"),
    ],
)
def test_a_key_is_hidden_in_whatever_pieces_it_comes(text: str, told: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(shown(pieces)) == told


@given(st.lists(st.text("sk-1x", max_size=9), max_size=12))
def test_pieces_make_no_difference_and_the_key_never_comes_out(pieces: list[str]) -> None:
    told = "".join(shown(pieces))
    assert told == "".join(shown(["".join(pieces)])) == "".join(pieces).replace(KEY, "***")


def test_nothing_is_held_back_that_cannot_be_the_beginning_of_the_key() -> None:
    for text in ('{"op":"add"}\n', "}", "sk-x", "s-"):
        assert Mask(Secret(KEY)).parts([TextPart(text)]) == [TextPart(text)]


@pytest.mark.parametrize(("key", "told"), [("email", "an email field"), ("an email", "*** field")])
def test_a_key_that_is_a_word_destroys_no_answer(key: str, told: str) -> None:
    """Local servers are content with anything for a key; from eight characters on it is none by chance."""
    row = ProviderRow("own", "Own", "openai_chat", "http://127.0.0.1:9")
    incoming = Incoming(find_dialect("openai_chat"), Ask(row, ModelRow("own", "m"), request()), key=Secret(key))
    body = {"choices": [{"index": 0, "delta": {"content": "an email field"}, "finish_reason": "stop"}]}
    incoming.take(f"data: {json.dumps(body)}\n\ndata: [DONE]\n\n".encode())
    incoming.end()
    assert incoming.partial == told


@pytest.mark.parametrize(
    ("key", "told"), [("email", "an email form"), ("an email", "*** form"), (None, "an email form")]
)
def test_a_text_of_the_users_has_no_key_in_it(key: str | None, told: str) -> None:
    row = ProviderRow("own", "Own", "openai_chat", "http://127.0.0.1:9")
    provider = RemoteProvider(row, ModelRow("own", "m"), key=None if key is None else Secret(key))
    assert provider.without_key("an email form") == told


def test_what_is_held_back_comes_before_parts_of_another_kind() -> None:
    mask = Mask(Secret(KEY))
    given_parts: list[Part] = [TextPart("a s"), ThinkingPart("k-s"), FinishPart("stop")]
    told = mask.parts(given_parts) + mask.end()
    assert told == [TextPart("a "), TextPart("s"), ThinkingPart("k-"), ThinkingPart("s"), FinishPart("stop")]
