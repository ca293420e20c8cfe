"""A key goes into one header of a request, and comes out nowhere, whatever a server says back."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable

import pytest
from support.every_row import every_row
from support.wire_bodies import KEY, WAYS, listen, own_bodies, provider_of, request
from support.wire_server import EVENT_STREAM, HTML, JSON, Reply, WireServer

from epoch_cli.errors import ProviderError

SAID_BACK = f"Incorrect API key provided: {KEY}. Header was {KEY!r}"


def _error_body() -> dict[str, object]:
    """An error in the words of all dialects at once, the key in each field that is a text."""
    return {
        "type": "error",
        "error": {"message": SAID_BACK, "type": KEY, "code": KEY, "param": KEY, "status": KEY},
        "errors": [{"code": KEY, "message": SAID_BACK}],
        "message": SAID_BACK,
        "detail": SAID_BACK,
        "success": False,
        "request_id": KEY,
    }


def _headers() -> dict[str, str]:
    """The key in all headers that an error may show: alone, as an id would be, and inside a text."""
    ids = ("x-request-id", "request-id", "x-generation-id", "cf-ray", "x-ratelimit-limit-requests")
    texts = ("www-authenticate", "retry-after", "location", "x-should-retry")
    return {**dict.fromkeys(ids, KEY), **dict.fromkeys(texts, f"https://{KEY}@example.invalid/?key={KEY}")}


ECHOES: dict[str, Callable[[int], Reply]] = {
    "json": lambda status: Reply(json.dumps(_error_body()), status, {**JSON, **_headers()}),
    "web page": lambda status: Reply(f"<html><title>{KEY}</title>{SAID_BACK}</html>", status, {**HTML, **_headers()}),
    "text": lambda status: Reply(SAID_BACK, status, {"content-type": "text/plain", **_headers()}),
    "ollama": lambda status: Reply(json.dumps({"error": SAID_BACK}), status, {**JSON, **_headers()}),
    "a code": lambda status: Reply(json.dumps({"error": {"code": KEY}}), status, {**JSON, **_headers()}),
    "a type": lambda status: Reply(json.dumps({"error": {"type": KEY}}), status, {**JSON, **_headers()}),
    "a stream": lambda status: Reply(
        f"event: error\ndata: {json.dumps(_error_body())}\n\n", 200, {**EVENT_STREAM, **_headers()}
    ),
    "a field": lambda status: Reply(f"error: {SAID_BACK}\n\n", 200, {**EVENT_STREAM, **_headers()}),
    "no json": lambda status: Reply(f"data: {SAID_BACK}\n\n", 200, {**EVENT_STREAM, **_headers()}),
    "a strange type": lambda status: Reply(b"", 200, {"content-type": f"text/html; charset={KEY}", **_headers()}),
    "escaped": lambda status: Reply(
        '{"error":{"message":"' + "".join(f"\\u{ord(letter):04x}" for letter in KEY) + '"}}', status, JSON
    ),
}


def said(error: ProviderError) -> str:
    """All that can be read off an error, its local variables in every frame included."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    facts = [f"{name}={getattr(error, name)!r}" for name in vars(error)]
    return "\n".join([str(error), repr(error), error.message, error.remedy, *facts, *error.args, *told.format()])


@every_row("status", [301, 400, 401, 429])
@every_row("echo", ECHOES)
@every_row("dialect", WAYS)
def test_a_key_that_is_said_back_is_told_to_nobody(
    server: WireServer, caplog: pytest.LogCaptureFixture, dialect: str, echo: str, status: int
) -> None:
    server.forget()
    with caplog.at_level(logging.INFO):  # below it, httpcore itself notes all headers of all answers
        for mode in ("stream", "complete", "json") if status == 401 else ("stream",):
            server.answer_all(ECHOES[echo](status))
            provider = provider_of(dialect, server.url)
            heard = listen(provider, mode)
            assert heard.error is not None
            assert KEY not in said(heard.error)
            assert KEY not in repr((heard.parts, heard.notices, provider.limits, vars(provider), provider.row))
    assert server.seen[0].headers[WAYS[dialect].key_header] == WAYS[dialect].key_value
    assert KEY not in caplog.text


@pytest.mark.parametrize("dialect", WAYS)
def test_a_key_is_in_no_traceback_of_a_connection_that_fails(server: WireServer, dialect: str) -> None:
    body = next(body for body in own_bodies() if body.dialect == dialect and "_cut_in" in body.name)
    server.answer_all(body.reply())
    with WireServer() as gone:
        url = gone.url
    for where in (url, server.url):
        error = listen(provider_of(dialect, where)).error
        assert error is not None
        assert KEY not in said(error)


@pytest.mark.parametrize("dialect", WAYS)
def test_a_key_goes_into_one_header_and_no_other_part_of_a_request(server: WireServer, dialect: str) -> None:
    for mode in ("stream", "complete", "json"):
        listen(provider_of(dialect, server.url), mode)
    for seen in server.seen:
        assert [name for name, value in seen.headers.items() if KEY in value] == [WAYS[dialect].key_header]
        assert KEY not in seen.path + seen.query
        assert KEY.encode() not in seen.body


@pytest.mark.parametrize("dialect", WAYS)
def test_without_a_key_no_header_of_a_key_is_sent(server: WireServer, dialect: str) -> None:
    heard = listen(provider_of(dialect, server.url, key=None))
    assert heard.error is not None
    names = {"authorization", "x-api-key", "x-goog-api-key", "cookie"}
    assert not names & {name for seen in server.seen for name in seen.headers}


def test_what_is_asked_can_be_shown_without_its_key() -> None:
    for dialect, way in WAYS.items():
        shown = provider_of(dialect, "http://127.0.0.1:9").describe(request())
        assert KEY not in repr(shown)
        assert shown["headers"][way.key_header] == "***"
