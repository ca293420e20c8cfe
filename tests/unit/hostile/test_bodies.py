"""Bodies of servers that are JSON made to hurt: numbers without end, values in values, in every place of an answer.

Codings that are not asked for, and what grows when it is unpacked: `unit/providers/test_hostile_servers.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from support.wire_bodies import KEY, WAYS, listen, provider_of
from support.wire_server import EVENT_STREAM, JSON, NDJSON, Reply, WireServer

from epoch_cli.providers.compressed import CODINGS

DIGITS, DEEP = 1_000_000, 200_000
BOMBS = {
    "an integer": b'{"n":' + b"9" * DIGITS + b"}",
    "a negative one": b'{"n":-' + b"9" * DIGITS + b"}",
    "a fraction": b'{"n":0.' + b"9" * DIGITS + b"}",
    "an exponent": b'{"n":1e' + b"9" * DIGITS + b"}",
    # a half character makes the strict parser give up, and another one is asked
    "an integer beside half a character": b'{"s":"\\ud83d","n":' + b"9" * DIGITS + b"}",
    "lists in lists beside half a character": b'{"s":"\\ud83d","n":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "lists in lists": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a count": b'{"usage":{"input_tokens":' + b"9" * 300 + b',"prompt_tokens":' + b"9" * 300 + b"}}",
    "a key": json.dumps({"a" * DIGITS: KEY}).encode(),
}


@pytest.fixture(scope="module")
def listening() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("dialect", ["openai_chat", "ollama", "gemini"])
def test_a_body_made_to_hurt_is_an_error_of_the_provider_and_takes_little_time(
    dialect: str, bomb: bytes, listening: WireServer
) -> None:
    listening.forget()
    provider = provider_of(dialect, listening.url)
    for mode, reply in (
        ("stream", Reply(b"data: " + bomb + b"\n\n", headers=EVENT_STREAM, seed=None)),
        ("stream", Reply(bomb + b"\n", headers=NDJSON, seed=None)),
        ("complete", Reply(bomb, headers=JSON, seed=None)),
        ("stream", Reply(bomb, 500, JSON, seed=None)),
    ):
        listening.answer_all(reply)
        began = time.process_time()
        heard = listen(provider, mode)
        assert heard.error is not None, (mode, reply.status)
        assert KEY not in str(heard.error)
        assert len(heard.error.message) < 2_000
        assert time.process_time() - began < 1.5


def test_the_dialects_are_some_of_all() -> None:
    assert {"openai_chat", "ollama", "gemini"} <= WAYS.keys()


def test_no_coding_is_asked_for_and_none_read_that_grows_beyond_gzip(listening: WireServer) -> None:
    listening.forget()
    for coding in ("br", "zstd", "compress", "gzip, br", "GZIP,gzip"):
        listening.answer_all(Reply(b"x" * 100, headers={**EVENT_STREAM, "content-encoding": coding}))
        heard = listen(provider_of("openai_chat", listening.url))
        assert heard.error is not None
        assert heard.error.code == "unreadable", coding
    assert {each.headers["accept-encoding"] for each in listening.seen} == {"identity"}
    assert CODINGS.isdisjoint({"br", "zstd", "compress"})
