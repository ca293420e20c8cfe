"""All bodies once more below httpx's surface (pytest-httpx), with chunks of bytes and no socket in between."""

from __future__ import annotations

from random import Random

import httpx
from pytest_httpx import HTTPXMock, IteratorStream
from support.every_row import every_row
from support.wire_bodies import WAYS, Body, listen, own_bodies, provider_of, shared_bodies
from support.wire_server import pieces

BODIES = [*own_bodies(), *shared_bodies()]


def named(body: Body) -> str:
    return f"{body.name}-{body.dialect}"


@every_row("body", BODIES, ids=named)
def test_a_body_gives_what_it_holds_without_a_network(httpx_mock: HTTPXMock, body: Body) -> None:
    httpx_mock.reset()
    chunks = pieces(body.data, Random(body.name))
    httpx_mock.add_response(status_code=body.status, headers=dict(body.headers), stream=IteratorStream(chunks))
    assert body.differences(listen(provider_of(body.dialect, "http://127.0.0.1:9", body.row), body.mode)) == []
    asked = httpx_mock.get_request()
    assert isinstance(asked, httpx.Request)
    way = WAYS[body.dialect]
    assert asked.url.path == (way.path if body.mode == "stream" else way.whole_path)
    assert asked.headers[way.key_header] == way.key_value
