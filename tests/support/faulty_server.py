"""A model behind a server that fails as a test says: real sockets, a behaviour for each request, and who asked counted.

    model = Model(OPERATIONS)
    async with FaultyServer(cut(400), then=model.answers) as server:
        …
        assert len(server.asked) == 2

A behaviour is a coroutine that gets one `Asked` and writes bytes. `Model` is what a good model would be: asked with an
empty document it writes all its operations, asked with a part of them it writes what is missing. Everything runs in the
event loop of the test, so that hundreds of connections take no time.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Self

from support.continuing import Content, missing
from support.loopback import read_head, serving

Behaviour = Callable[["Asked"], Awaitable[None]]

EVENT_STREAM = "text/event-stream; charset=utf-8"
_DECODER = json.JSONDecoder()


@dataclass(slots=True)
class Asked:
    """One request: its body, and the way back to who asked. `when` is the loop's time."""

    body: Any
    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)
    when: float = 0.0

    @property
    def text(self) -> str:
        """Everything that the model was told, one message after the other."""
        return "\n\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def document(self) -> dict[str, Any]:
        """The document that the model was shown; `{}` when it was shown none."""
        return document_in(self.text)

    async def send(self, data: bytes) -> None:
        """Write bytes; the client may be gone."""
        self.writer.write(data)
        await self.writer.drain()

    async def begin(self, status: int = 200, kind: str = EVENT_STREAM, **headers: str) -> None:
        """Write the head of an answer that ends where its connection does; `_` in a name is `-`."""
        lines = [f"HTTP/1.1 {status} as told", f"content-type: {kind}", "connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.send("\r\n".join([*lines, "", ""]).encode())

    async def left(self) -> None:
        """Until the client has closed its side."""
        while await self.reader.read(1 << 16):
            pass


def document_in(text: str) -> dict[str, Any]:
    """The last document that stands in a prompt, as JSON with a root; `{}` when there is none."""
    at = text.rfind('{"root":')
    return _DECODER.raw_decode(text, at)[0] if at >= 0 else {}


class FaultyServer(AbstractAsyncContextManager["FaultyServer"]):
    """Answers one request after the other, each in its own way.

    Args:
        behaviours: of the first requests, in their order.
        then: of all after them; the last of `behaviours` where not given.
        refusing: nothing listens until `listen` is called.

    Attributes:
        asked: the requests that came, in their order.
    """

    def __init__(self, *behaviours: Behaviour, then: Behaviour | None = None, refusing: bool = False) -> None:
        self._behaviours = behaviours
        self._then = then or behaviours[-1]
        self._refusing = refusing
        self._serving: AbstractAsyncContextManager[int] | None = None
        self._place: socket.socket | None = None
        self._port = 0
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    async def listen(self) -> None:
        """From now on connections are taken."""
        if self._place is not None:
            self._place.close()
            self._place = None
        if self._serving is None:
            self._serving = serving(self._handle, port=self._port)
            self._port = await self._serving.__aenter__()

    async def __aenter__(self) -> Self:
        if self._refusing:  # bound and not listening: the port is ours, and whoever connects is refused
            self._place = socket.socket()
            self._place.bind(("127.0.0.1", 0))
            self._port = self._place.getsockname()[1]
        else:
            await self.listen()
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._place is not None:
            self._place.close()
        if self._serving is not None:
            await self._serving.__aexit__(None, None, None)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        size = next(int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length"))
        body = json.loads(await reader.readexactly(size))
        asked = Asked(body, reader, writer, asyncio.get_running_loop().time())
        self.asked.append(asked)
        number = len(self.asked) - 1
        await (self._behaviours[number] if number < len(self._behaviours) else self._then)(asked)


# ---------------------------------------------------------------- a model


@dataclass(frozen=True)
class Model(Content):
    """What a good model does with a request: its operations for an empty document, else what is missing of them.

    `size` is how many characters come in one event.
    """

    size: int = 40

    @property
    def stream(self) -> bytes:
        """The whole answer to an empty document, as it goes over the wire."""
        return events(self.text, self.size) + ENDED

    def missing_of(self, document: Mapping[str, Any]) -> str:
        """What the document lacks, as it is written."""
        return missing(self, 0, document) if document else self.text

    async def answers(self, asked: Asked) -> None:
        """Write what is missing, to the end."""
        await asked.begin()
        await asked.send(events(self.missing_of(asked.document), self.size) + ENDED)


def event(**choice: Any) -> bytes:
    """One event of an `openai_chat` stream."""
    return b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}, separators=(",", ":")).encode() + b"\n\n"


def events(text: str, size: int = 40) -> bytes:
    """A text as events of at most so many characters."""
    return b"".join(event(delta={"content": text[at : at + size]}) for at in range(0, len(text), size))


def ended(reason: str = "stop") -> bytes:
    """The end of a stream."""
    return event(delta={}, finish_reason=reason) + b"data: [DONE]\n\n"


ENDED = ended()


# ---------------------------------------------------------------- faults


def says(status: int, body: Any = None, **headers: str) -> Behaviour:
    """A status, with a JSON body such as servers send with it."""

    async def behave(asked: Asked) -> None:
        await asked.begin(status, "application/json", **headers)
        await asked.send(json.dumps(body or {"error": {"message": "as told"}}).encode())

    return behave


def sends(data: bytes, kind: str = EVENT_STREAM, status: int = 200) -> Behaviour:
    """These bytes, and then the connection's end."""

    async def behave(asked: Asked) -> None:
        await asked.begin(status, kind)
        await asked.send(data)

    return behave


def cut(data: bytes, length: int) -> Behaviour:
    """The first bytes of an answer of that length, of which the rest never comes."""

    async def behave(asked: Asked) -> None:
        await asked.begin(Content_Length=str(length))
        await asked.send(data)

    return behave


async def hangs_up(asked: Asked) -> None:
    """The connection ends before anything is said."""


def stalls(data: bytes | None) -> Behaviour:
    """These bytes, and then nothing until the client goes; None is not even a status line."""

    async def behave(asked: Asked) -> None:
        if data is not None:
            await asked.begin()
            await asked.send(data)
        await asked.left()

    return behave


def endless(first: bytes, more: bytes, pause: float = 0.0) -> Behaviour:
    """The first bytes, and then the others again and again until the client goes."""

    async def behave(asked: Asked) -> None:
        await asked.begin()
        await asked.send(first)
        while not asked.writer.is_closing():
            await asked.send(more)
            await asyncio.sleep(pause)

    return behave
