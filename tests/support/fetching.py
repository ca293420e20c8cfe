"""One request to a server of a test's own, and its answer or failure."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from support.loopback import Handler, read_head, serving

from epoch_cli.providers.failures import Failed
from epoch_cli.providers.http import Answer, Timeouts, exchange

KEY = "sk-test-SECRET0123456789"
PATIENT = Timeouts(5, 5, 5)


def answering(raw: bytes, seen: list[str] | None = None) -> Handler:
    """Sends the same bytes to everyone, and closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        length = next((int(line.split(":")[1]) for line in head.splitlines() if "content-length" in line.lower()), 0)
        body = (await reader.readexactly(length)).decode()
        if seen is not None:
            seen.append(head + body)
        writer.write(raw)
        await writer.drain()

    return handle


async def ask(url: str, *, reading: bool = True, **asked: Any) -> tuple[Answer, bytes]:
    asked = {"headers": {}, "timeouts": PATIENT, **asked}
    async with exchange(asked.pop("method", "GET"), url, **asked) as answer:
        return answer, await answer.read() if reading else b""


def run(what: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(what, 20))


def fetch(handler: Handler, **asked: Any) -> tuple[Answer, bytes]:
    """One answer of a server of its own."""

    async def go() -> tuple[Answer, bytes]:
        async with serving(handler) as port:
            return await ask(f"http://127.0.0.1:{port}/v1/chat?x=1", **asked)

    return run(go())


def failing(handler: Handler, **asked: Any) -> Failed:
    with pytest.raises(Failed) as caught:
        fetch(handler, **asked)
    return caught.value


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""
    await read_head(reader)
