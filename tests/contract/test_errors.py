"""Every way in which a provider says no: the kind, whether to come again and when, and what to do."""

from __future__ import annotations

import pytest
from support.every_row import every_row
from support.wire_bodies import WAYS, Body, listen, own_bodies, provider_of, shared_bodies
from support.wire_server import EVENT_STREAM, JSON, Reply, WireServer

from epoch_cli.errors import ExitCode

ALL = [*own_bodies(), *shared_bodies()]
ERRORS = [body for body in ALL if body.error is not None]
REFUSED = [body for body in ERRORS if body.status != 200]


def named(body: Body) -> str:
    return f"{body.name}-{body.dialect}"


@every_row("mode", ["stream", "complete"])
@every_row("body", REFUSED, ids=named)
def test_an_error_has_its_kind_its_code_and_what_the_server_said(server: WireServer, body: Body, mode: str) -> None:
    server.forget()
    server.answer_all(body.reply(most=40))
    heard = listen(provider_of(body.dialect, server.url, body.row), mode)
    assert body.differences(heard) == []
    assert heard.error is not None
    assert body.row.title in heard.error.message
    assert heard.error.remedy
    assert heard.error.exit_code == (ExitCode.TIMEOUT if heard.error.kind == "timeout" else ExitCode.PROVIDER)
    assert "\n" not in heard.error.message + heard.error.remedy
    assert len(server.seen) == 1, "nothing is asked again here: that is for the engine to decide"


@every_row("body", [body for body in ERRORS if "no_retry" in body.name], ids=named)
def test_what_must_not_be_tried_again_is_not_retryable(server: WireServer, body: Body) -> None:
    server.forget()
    server.answer_all(body.reply())
    error = listen(provider_of(body.dialect, server.url), "stream").error
    assert error is not None
    assert error.retryable is False


@every_row("headers", [EVENT_STREAM, {}, JSON], ids=["event stream", "no content type", "json"])
@every_row("body", [body for body in REFUSED if body.name.endswith(".json")], ids=named)
def test_an_error_is_read_whatever_it_calls_itself(server: WireServer, body: Body, headers: dict[str, str]) -> None:
    server.forget()
    told = {**headers, **body.expected.get("headers", {})}
    server.answer_all(body.reply(headers=told, sized=True))
    assert body.differences(listen(provider_of(body.dialect, server.url, body.row))) == []


KINDS = {
    **dict.fromkeys((400, 415, 422, 451), "bad_request"),
    **dict.fromkeys((401, 403), "auth"),
    402: "billing",
    **dict.fromkeys((404, 405), "not_found"),
    **dict.fromkeys((408, 504), "timeout"),
    413: "context_length",
    429: "rate",
    **dict.fromkeys((503, 529), "overloaded"),
    **dict.fromkeys((409, 500, 501, 502, 520, 598), "server"),
}
"""What a status means by itself."""

PASSING = {408, 409, 429, *(status for status in KINDS if status >= 500)}


@pytest.mark.parametrize("dialect", WAYS)
def test_any_status_has_a_kind_though_its_body_says_nothing(server: WireServer, dialect: str) -> None:
    for number, (status, kind) in enumerate(KINDS.items()):
        for body in (b"", (b"[1,2]", b'{"error":[]}', b"\xff\xfe\x00", b'{"error":{"code":{}}}')[number % 4]):
            server.answer_all(Reply(body, status, JSON))
            error = listen(provider_of(dialect, server.url)).error
            assert error is not None
            assert (error.kind, error.status) == (kind, status)
            assert str(status) in error.message
            assert error.retryable is (status in PASSING), status


@pytest.mark.parametrize("dialect", WAYS)
def test_a_redirect_is_not_followed(server: WireServer, dialect: str) -> None:
    for status in (301, 302, 303, 307, 308):
        server.forget()
        server.answer_all(Reply(b"", status, {"location": f"{server.url}/elsewhere"}))
        error = listen(provider_of(dialect, server.url)).error
        assert error is not None
        assert (error.kind, error.retryable) == ("network", False)
        assert [seen.path for seen in server.seen] == [WAYS[dialect].path]


@every_row("dialect", WAYS)
def test_a_server_that_is_not_there_is_a_network_failure(dialect: str) -> None:
    with WireServer() as server:
        url = server.url
    error = listen(provider_of(dialect, url)).error
    assert error is not None
    assert (error.kind, error.code, error.status) == ("network", "connection-refused", None)
    assert url.removeprefix("http://") in error.message
    assert error.remedy


def test_rate_limits_of_the_last_answer_are_told(server: WireServer) -> None:
    body = next(body for body in own_bodies() if body.name == "openai_429_rate_retry_ms.json")
    server.answer_all(body.reply())
    provider = provider_of("openai_chat", server.url)
    error = listen(provider).error
    assert error is not None
    assert error.request_id == "req_own"
    limit = next(limit for limit in provider.limits if limit.what == "requests")
    assert (limit.limit, limit.remaining, limit.resets) == (60, 0, 66.5)
