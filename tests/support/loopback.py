"""Servers on this machine that speak as roughly as a test wants: raw sockets, TLS, a proxy."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"


@asynccontextmanager
async def serving(handler: Handler, tls: ssl.SSLContext | None = None, *, port: int = 0) -> AsyncIterator[int]:
    """A server that is there while the block runs; gives its port. What goes wrong with a connection ends just that."""
    tasks: set[asyncio.Task[None]] = set()
    writers: set[asyncio.StreamWriter] = set()

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):  # the client left, or the test is over
                await handler(reader, writer)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
        finally:
            if writer.transport.get_write_buffer_size() == 0:
                writers.discard(writer)

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)  # here, for a task that is cancelled before its first step does nothing at all
        task = asyncio.ensure_future(guarded(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", port, ssl=tls, limit=1 << 24)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for _ in range(4):  # a connection that was accepted in the last moment has its task only a turn or two later
            await asyncio.sleep(0)
            rest = list(tasks)
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()  # also what it has not sent yet
        for _ in range(3):
            await asyncio.sleep(0)


async def read_head(reader: asyncio.StreamReader) -> str:
    """A request's first line and headers."""
    return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")


def chunk(data: bytes) -> bytes:
    """A piece of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


class Identity(NamedTuple):
    """A certificate that signed itself: the path of its PEM file, and a server's context with it."""

    path: str
    context: ssl.SSLContext


def make_identity(folder: Path) -> Identity:
    """A certificate for `localhost`, `127.0.0.1` and `api.test`, made with openssl."""
    if shutil.which("openssl") is None and not os.environ.get("EPOCH_CI"):
        pytest.skip("needs openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = "subjectAltName=DNS:localhost,DNS:api.test,IP:127.0.0.1"
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return Identity(str(certificate), context)
