"""Bytes as they come, from a pipe, a terminal or a file, without waiting for more than there is."""

from __future__ import annotations

import asyncio
import select
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Protocol

from epoch_cli.errors import UnreadableError

_MOST = 65_536  # bytes at a time


class Source(Protocol):
    """An unbuffered file, which gives what there is."""

    def fileno(self) -> int:
        """The number of its descriptor."""
        ...

    def read(self, size: int, /) -> bytes | None:
        """At most `size` bytes, none at the end, None when nothing is there yet."""
        ...


@contextmanager
def open_text(name: str) -> Iterator[Source]:
    """A file, or stdin for `-`, open so that what is written there can be read at once.

    Raises:
        UnreadableError: it cannot be opened.
    """
    if name == "-":
        buffered = sys.stdin.buffer
        yield getattr(buffered, "raw", buffered)  # one that is in memory has nothing below its buffer
        return
    if not name:  # which a Path takes for the working folder
        raise UnreadableError("the name of the file is empty", remedy="give one, or - for stdin")
    try:
        file = Path(name).open("rb", buffering=0)  # noqa: SIM115  opened here for its error, closed by the `with` below
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"{name}: cannot be read ({why})", remedy="check the path, or give - for stdin") from None
    with file:
        yield file


async def chunks_of(source: Source) -> AsyncGenerator[bytes, None]:
    """Yield what comes, until the end.

    Reading blocks, and there is no other way that works for pipes, terminals and files alike; so a thread does it.
    There is one for each chunk: it reads only when the last chunk has been dealt with, and one that still waits when
    the run is over keeps nobody from leaving.

    Raises:
        UnreadableError: reading fails.
    """
    loop = asyncio.get_running_loop()
    while True:
        come: asyncio.Future[bytes] = loop.create_future()
        Thread(target=_read, args=(source, come, loop), daemon=True).start()
        try:
            chunk = await come
        except OSError as error:
            raise UnreadableError(f"the text cannot be read ({error.strerror})", remedy="check where it is") from None
        if not chunk:
            return
        yield chunk


def _read(source: Source, come: asyncio.Future[bytes], loop: asyncio.AbstractEventLoop) -> None:
    try:
        while (chunk := source.read(_MOST)) is None:  # somebody has made the pipe one that does not block
            select.select([source], [], [])
    except (OSError, ValueError) as error:
        failure = error if isinstance(error, OSError) else OSError(0, str(error))
        _tell(loop, come, lambda: come.set_exception(failure))
    else:
        _tell(loop, come, lambda: come.set_result(chunk))


def _tell(loop: asyncio.AbstractEventLoop, come: asyncio.Future[bytes], what: Callable[[], None]) -> None:
    """Let the loop do something, unless nobody waits for it any more."""

    def do() -> None:
        if not come.done():
            what()

    with suppress(RuntimeError):  # the loop is closed: the run is over
        loop.call_soon_threadsafe(do)
