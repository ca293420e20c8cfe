"""What all contract tests share: one server on this machine, whose answers each test prepares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.wire_server import WireServer


@pytest.fixture(scope="session")
def _server() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


@pytest.fixture
def server(_server: WireServer) -> WireServer:
    """The server, with nothing prepared and nothing seen."""
    _server.forget()
    return _server
