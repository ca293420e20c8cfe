"""A server of all dialects that fails at random, in a process of its own: memory that it takes is not the client's.

A request says in its header `x-soak` which dialect it is in and the seed of its run; what comes of the first, second,
third request of a run is the same each time.
"""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `support`, as the tests import it

from support.loopback import serving
from support.wire_bodies import Body, own_bodies
from support.wire_server import pieces

from .texts import answer
from .wire import HEADERS, WRITERS

ROOT: Final = Path(__file__).resolve().parents[2]
STALL: Final = 30.0
"""Seconds after which a server that has stopped writing lets go."""
_MOST_RUNS: Final = 5000
_BREATH: Final = 0.001
_STATUSES: Final = (302, 400, 401, 402, 403, 404, 408, 413, 429, 429, 429, 500, 500, 502, 503, 503, 504, 529)
_BODIES: Final = (b'{"error":{"message":"as told"}}', b"<html>bad</html>", b"", b"{", b"[]", b"null", b'{"error":"x"}')
_ODD: Final = (b"\n", b"\r\r", b"data: ", b"{", b'"', b"\0", b"\xff", b"data: [DONE]\n\n", b"event: error\n", b"}" * 9)


class Reply:
    """One answer: who asked, where it goes, and what chance says."""

    def __init__(
        self, dialect: str, random: Random, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.dialect, self.random, self.reader, self.writer = dialect, random, reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def begin(self, status: int = 200, headers: Mapping[str, str] | None = None, **more: str) -> None:
        """The head of an answer; one without `content_length` or `transfer_encoding` ends with its connection."""
        told = {**(HEADERS[self.dialect] if headers is None else headers), "connection": "close"}
        told |= {name.replace("_", "-"): value for name, value in more.items()}
        lines = [f"HTTP/1.1 {status} as told", *(f"{name}: {value}" for name, value in told.items())]
        await self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def whole(self, reason: str = "stop") -> bytes:
        """A text of chance as a whole answer."""
        text = answer(self.random)
        size = self.random.choice((4, 12, 40, 200, 5000))
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        return b"".join(WRITERS[self.dialect](parts, reason))

    async def body(self, data: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """A body in one of the three ways to say where it ends, in pieces."""
        way = self.random.choice(("chunked", "chunked", "sized", "closed"))
        most = self.random.choice((100, 1000, 10_000, 1 << 20))
        if way == "chunked":
            await self.begin(status, headers, transfer_encoding="chunked")
            for piece in pieces(data, self.random, most):
                await self.send(b"%x\r\n%b\r\n" % (len(piece), piece))
            await self.send(b"0\r\n\r\n")
            return
        await self.begin(status, headers, **({"content_length": str(len(data))} if way == "sized" else {}))
        for piece in pieces(data, self.random, most):
            await self.send(piece)

    async def left(self) -> None:
        """Until the client has closed its side."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STALL):
                while await self.reader.read(1 << 16):
                    pass


# ---------------------------------------------------------------- what may happen


async def answers(reply: Reply) -> None:
    """An answer as it should be, at least in its form."""
    await reply.body(reply.whole())


async def is_cut_by_length(reply: Reply) -> None:
    await reply.body(reply.whole("length"))


async def known_body(reply: Reply) -> None:
    """One of the bodies of the tests, with its status and headers."""
    found = _bodies(reply.dialect)
    chosen = reply.random.choice(found)
    await reply.body(chosen.data, status=chosen.status, headers=chosen.headers)


async def breaks(reply: Reply) -> None:
    """An answer with bytes in it that do not belong there."""
    data = bytearray(reply.whole())
    for _ in range(reply.random.randint(1, 4)):
        at = reply.random.randrange(len(data) + 1)
        data[at : at + reply.random.choice((0, 1, 30))] = reply.random.choice(_ODD)
    await reply.body(bytes(data))


async def is_cut(reply: Reply) -> None:
    """The connection ends before the answer does."""
    data = reply.whole()
    part = data[: reply.random.randrange(len(data) + 1)]
    if reply.random.random() < 0.5:
        await reply.begin(transfer_encoding="chunked")
        await reply.send(b"%x\r\n%b" % (len(data), part))
    else:
        await reply.begin(content_length=str(len(data) + 1))
        await reply.send(part)


async def refuses(reply: Reply) -> None:
    """A status that says that it did not work."""
    more = {} if reply.random.random() < 0.5 else {"retry_after": reply.random.choice(("0", "0.01", "soon", "-1"))}
    if reply.random.random() < 0.1:
        more["x_should_retry"] = reply.random.choice(("true", "false"))
    await reply.begin(reply.random.choice(_STATUSES), {"content-type": "application/json"}, **more)
    await reply.send(reply.random.choice(_BODIES))


async def hangs_up(reply: Reply) -> None:
    """Not a word."""


async def speaks_otherwise(reply: Reply) -> None:
    """No HTTP at all."""
    await reply.send(
        reply.random.choice((b"SSH-2.0-x\r\n", b"\0\1\2" * 300, b"HTTP/9.9 what\r\n\r\n", b"HTTP/1.1 200"))
    )


async def is_slow(reply: Reply) -> None:
    """A good answer, a little at a time."""
    await reply.begin()
    for piece in pieces(reply.whole()[:20_000], reply.random, 2000):
        await reply.send(piece)
        await asyncio.sleep(_BREATH)


async def stalls(reply: Reply) -> None:
    """The beginning of an answer, and nothing more."""
    if reply.random.random() < 0.7:
        await reply.begin()
        await reply.send(reply.whole()[: reply.random.choice((0, 300, 3000))])
    await reply.left()


async def is_something_else(reply: Reply) -> None:
    """A web page, or text, with 200."""
    kind = reply.random.choice(("text/html", "text/plain", "application/json", "", "text/event-stream; charset=\xff"))
    await reply.body(reply.random.choice(_BODIES), headers={"content-type": kind} if kind else {})


async def is_compressed(reply: Reply) -> None:
    """A body that nobody asked to be compressed: well, badly, or far larger than it looks."""
    kind = reply.random.choice(("gzip", "gzip", "deflate", "br", "wrong", "bomb"))
    data = reply.whole() if kind != "bomb" else b": " + b"x" * 4_000_000 + b"\n\n"
    body = {"deflate": zlib.compress, "wrong": lambda plain: plain}.get(kind, gzip.compress)(data)
    coding = kind if kind in {"deflate", "br"} else "gzip"
    await reply.body(body, headers={**HEADERS[reply.dialect], "content-encoding": coding})


async def goes_on_and_on(reply: Reply) -> None:
    """An event without an end, or more of them than anybody reads."""
    await reply.begin()
    unit = reply.random.choice((b"x" * 300_000, b": ping\n\n" * 2000, b"data: " + b"x" * 9000 + b"\n\n", b"\n" * 9000))
    if reply.random.random() < 0.5:
        await reply.send(b'data: {"choices":[{"delta":{"content":"')
    for _ in range(8):
        await reply.send(unit)


async def has_odd_headers(reply: Reply) -> None:
    """Heads that are allowed, and heads that are not."""
    way = reply.random.choice(("interim", "large", "length", "both", "bytes"))
    data = reply.whole()
    if way == "interim":
        await reply.send(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" * reply.random.choice((1, 3, 20)))
        await reply.body(data)
    elif way == "large":
        await reply.begin(x_large="y" * reply.random.choice((5000, 120_000)))
        await reply.send(data)
    elif way == "length":
        await reply.begin(content_length=reply.random.choice(("5", "-1", "many", "99999999999999999999")))
        await reply.send(data)
    elif way == "both":
        await reply.begin(content_length="7", transfer_encoding="chunked")
        await reply.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data))
    else:
        await reply.begin(x_odd="\xff\xfe", retry_after="\xb2")
        await reply.send(data)


BEHAVIOURS: Final = (
    (40, answers), (3, is_cut_by_length), (14, known_body), (7, breaks), (6, is_cut), (9, refuses), (2, hangs_up),
    (2, speaks_otherwise), (3, is_slow), (1, stalls), (3, is_something_else), (4, is_compressed), (2, goes_on_and_on),
    (4, has_odd_headers),
)  # fmt: skip
"""What comes of a request, and how often among a hundred."""


@cache
def _bodies(dialect: str) -> Sequence[Body]:
    return [body for body in own_bodies() if body.dialect == dialect and body.mode == "stream"]


# ---------------------------------------------------------------- the process


class _Server:
    def __init__(self) -> None:
        self._asked: OrderedDict[str, int] = OrderedDict()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))
        }
        left = int(headers.get("content-length", 0))
        while left > 0 and (data := await reader.read(min(left, 1 << 20))):
            left -= len(data)
        dialect, _, seed = headers["x-soak"].partition(" ")
        number = self._asked[seed] = self._asked.pop(seed, 0) + 1
        while len(self._asked) > _MOST_RUNS:
            self._asked.popitem(last=False)
        random = Random(f"{seed}/{number}")
        (behave,) = random.choices([each for _, each in BEHAVIOURS], [weight for weight, _ in BEHAVIOURS])
        await behave(Reply(dialect, random, reader, writer))


async def serve() -> None:
    """Answer until stdin ends; the port goes to stdout."""
    async with serving(_Server().handle) as port:
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.read)


@contextmanager
def server() -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.soak.server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.stdin.close()


if __name__ == "__main__":
    asyncio.run(serve())
