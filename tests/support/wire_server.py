"""A provider on this machine: real sockets, HTTP/1.1, prepared answers, and a record of what was asked.

    with WireServer({"/v1/chat/completions": Reply(body)}) as server:
        row = ProviderRow(…, base_url=f"{server.url}/v1")
        …
        assert server.seen[0].json["model"] == "m"

A body goes out in random pieces of 1 to 400 bytes, the same ones for the same seed: each is an HTTP chunk, and what
goes over the socket is cut once more at other places. Heads, lines, events and characters are split anywhere, as in
life. The server runs in a thread, so that tests may block, and commands under test may run in another process.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Self

from support.loopback import serving

Script = bytes | str | tuple[bytes | str | threading.Event, ...]

EVENT_STREAM = {"content-type": "text/event-stream; charset=utf-8"}
NDJSON = {"content-type": "application/x-ndjson"}
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}

_POLL = 0.002
_BREATH = 0.00002
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One prepared answer.

    Attributes:
        body: the bytes; or a tuple of bytes and events, where sending halts until the test sets the event.
        status: the HTTP status.
        headers: all headers but those that say where the body ends.
        cut: the connection is closed after the body without the chunk that ends it, as when a server dies.
        seed: of the pieces; None sends each part of the body in one piece.
        most: the most bytes of a piece.
        sized: the body goes with a `content-length` and not in chunks.
        before: an event that has to be set before even the status line is sent.
    """

    body: Script = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: EVENT_STREAM)
    cut: bool = False
    seed: int | None = 0
    most: int = 400
    sized: bool = False
    before: threading.Event | None = None


@dataclass(slots=True)
class Seen:
    """One request that came.

    `gone` is set when the client closes the connection before the answer is over, `over` when the server is done.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    gone: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


Answer = Reply | Callable[[Seen], Reply]

NOT_FOUND = Reply(b'{"error":{"message":"no such path"}}', 404, JSON)


class WireServer:
    """Answers by path; `seen` holds the requests in their order.

    Args:
        answers: an answer for a path (without query); several in a list are given one after the other, the last one
            for ever. An answer may be made from the request. Any other path gets `otherwise`, 404 unless given.
    """

    def __init__(
        self, answers: Mapping[str, Answer | list[Answer]] | None = None, otherwise: Answer | None = None
    ) -> None:
        self._answers = {path: _in_turn(answer) for path, answer in (answers or {}).items()}
        self._otherwise = otherwise or NOT_FOUND
        self._thread = threading.Thread(target=self._run, name="wire-server", daemon=True)
        self._listening = threading.Event()
        self._port = 0
        self.seen: list[Seen] = []

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    def answer(self, path: str, *answers: Answer) -> None:
        """Prepare the answers for a path anew."""
        self._answers[path] = _in_turn(list(answers))

    def answer_all(self, answer: Answer) -> None:
        """Prepare the answer for all paths that have none of their own."""
        self._otherwise = answer

    def forget(self) -> None:
        """As if new: no answer is prepared, nothing was seen."""
        self._answers.clear()
        self._otherwise = NOT_FOUND
        self.seen = []

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(_PATIENCE):
            raise TimeoutError("the server does not listen")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(_PATIENCE)

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        asyncio.run(self._serve_until_stopped())

    async def _serve_until_stopped(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        async with serving(self._serve) as self._port:
            self._listening.set()
            await self._stopped.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen: Seen | None = None
        try:
            seen = await _read_request(reader)
            self.seen.append(seen)
            answer = next(self._answers[seen.path]) if seen.path in self._answers else self._otherwise
            reply = answer(seen) if callable(answer) else answer
            await _whichever_first(_watch(reader, seen), _send(writer, reply))
            seen.over.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            if seen is not None:
                seen.gone.set()


def _in_turn(answer: Answer | list[Answer]) -> Iterator[Answer]:
    answers = answer if isinstance(answer, list) else [answer]
    yield from answers
    while True:
        yield answers[-1]


async def _read_request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    path, _, query = target.partition("?")
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([piece async for piece in _chunks_of(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Seen(method, path, query, headers, body)


async def _chunks_of(reader: asyncio.StreamReader) -> Any:
    while size := int((await reader.readline()).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readline()
    await reader.readline()


async def _watch(reader: asyncio.StreamReader, seen: Seen) -> None:
    """Until the client closes its side."""
    while await reader.read(1 << 16):
        pass
    seen.gone.set()


async def _whichever_first(*ways: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    if reply.before is not None:
        await _set(reply.before)
    parts = reply.body if isinstance(reply.body, tuple) else (reply.body,)
    where = {"transfer-encoding": "chunked"}
    if reply.sized:
        size = sum(len(_bytes(part)) for part in parts if not isinstance(part, threading.Event))
        where = {"content-length": str(size + reply.cut)}  # a cut one promises more than it sends
    random = None if reply.seed is None else Random(reply.seed)
    ready = _head(reply.status, {**reply.headers, **where, "connection": "close"})
    for part in parts:
        if isinstance(part, threading.Event):
            await _write(writer, ready, random, reply.most)
            await _set(part)
            ready = b""
        else:
            data = _bytes(part)
            ready += data if reply.sized else b"".join(map(_chunk, pieces(data, random, reply.most)))
    if not reply.cut and not reply.sized:
        ready += b"0\r\n\r\n"
    await _write(writer, ready, random, reply.most)


async def _write(writer: asyncio.StreamWriter, data: bytes, random: Random | None, most: int) -> None:
    """Write it in pieces again, cut elsewhere than the chunks, with time for the client to read each by itself."""
    for piece in pieces(data, random, most):
        writer.write(piece)
        await writer.drain()
        if random is not None:
            time.sleep(_BREATH)  # noqa: ASYNC251  the shortest that asyncio's own can sleep is 50 times as long


async def _set(event: threading.Event) -> None:
    """Until a test sets the event; waiting in a thread would keep the server from ending."""
    end = asyncio.get_running_loop().time() + _PATIENCE
    while not event.is_set():
        if asyncio.get_running_loop().time() > end:
            raise ConnectionAbortedError
        await asyncio.sleep(_POLL)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} as prepared", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _bytes(part: bytes | str) -> bytes:
    return part.encode() if isinstance(part, str) else part


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def pieces(data: bytes, random: Random | None, most: int = 400) -> list[bytes]:
    """The data in random pieces of 1 to `most` bytes; in one when there is no randomness."""
    if random is None:
        return [data] if data else []
    found = []
    at = 0
    while at < len(data):
        size = random.randint(1, most)
        found.append(data[at : at + size])
        at += size
    return found
