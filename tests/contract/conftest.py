"""What all contract tests share: one server on this machine, and a way to do without one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from support.wire_server import WireServer

from epoch_cli.providers import remote


@pytest.fixture(scope="session")
def _server() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


@pytest.fixture
def server(_server: WireServer) -> WireServer:
    """The server, with nothing prepared and nothing seen."""
    _server.forget()
    return _server


@pytest.fixture
def below_http(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The chunks of the next answer: `exchange` gives them without any HTTP."""
    chunks: list[bytes] = []

    @asynccontextmanager
    async def without_http(*_: Any, **__: Any) -> AsyncIterator[Any]:
        async def given() -> AsyncIterator[bytes]:
            for chunk in chunks:
                yield chunk

        nothing = SimpleNamespace(alive=lambda: None, hurry=lambda seconds: None)
        yield SimpleNamespace(status=200, headers={}, chunks=given, **vars(nothing))

    monkeypatch.setattr(remote, "exchange", without_http)
    return chunks
