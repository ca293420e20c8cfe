"""How long an answer is waited for, and how a connection is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from support.fetching import PATIENT, run
from support.loopback import CHUNKED, END, Handler, chunk, read_head, serving

from epoch_cli.providers.failures import Failed
from epoch_cli.providers.http import Timeouts, exchange

# ---------------------------------------------------------------- how long to wait


def dripping(pieces: list[bytes], pause: float) -> Handler:
    """Sends pieces of a body with a pause before each, then says nothing."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(CHUNKED)
        for piece in pieces:
            await asyncio.sleep(pause)
            writer.write(piece)
        await reader.read()

    return handle


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    await asyncio.sleep(5)


def waiting_for(
    handler: Handler,
    timeouts: Timeouts,
    *,
    alive: bool = False,
    scheme: str = "http",
    slow: float = 0.0,
    own: bool = False,
) -> tuple[list[bytes], Failed | None]:
    """The pieces that came, and the failure; `slow`: what each takes to consume; `own`: each in a task of its own."""

    async def go() -> tuple[list[bytes], Failed | None]:
        came: list[bytes] = []
        async with serving(handler) as port:
            url = f"{scheme}://127.0.0.1:{port}/"
            try:
                async with exchange("GET", url, headers={}, timeouts=timeouts) as answer:
                    chunks = answer.chunks()
                    while piece := await _advance(chunks, own):
                        came.append(piece)
                        if alive:
                            answer.alive()
                        await asyncio.sleep(slow)
            except Failed as failed:
                return came, failed
        return came, None

    return run(go())


async def _advance(chunks: Any, own: bool) -> bytes:
    async def one() -> bytes:
        return await anext(chunks, b"")

    return await (asyncio.ensure_future(one()) if own else one())


PING = chunk(b": ping\n\n")


def told(failed: Failed | None) -> tuple[str, str]:
    assert failed is not None
    return failed.failure.kind, failed.failure.code


def test_waiting_for_a_connection_has_a_limit() -> None:
    came, failed = waiting_for(_say_nothing, Timeouts(0.1, 5, 5), scheme="https")  # never shakes hands
    assert (came, told(failed)) == ([], ("timeout", "connect-timeout"))
    assert "0.1 s" in failed.failure.message


def test_waiting_for_headers_has_a_limit() -> None:
    came, failed = waiting_for(_say_nothing, Timeouts(5, 0.1, 5))
    assert (came, told(failed)) == ([], ("timeout", "first-timeout"))


@pytest.mark.parametrize("own", [False, True])
def test_signs_of_life_do_not_put_off_the_limit_for_the_first_content(own: bool) -> None:
    came, failed = waiting_for(dripping([PING] * 100, 0.05), Timeouts(5, 0.4, 0.2), own=own)
    assert 1 <= len(came) <= 9
    assert told(failed) == ("timeout", "first-timeout")


@pytest.mark.parametrize("own", [False, True])
def test_silence_after_content_has_a_limit_that_every_chunk_puts_off(own: bool) -> None:
    came, failed = waiting_for(dripping([PING] * 8, 0.1), Timeouts(5, 0.6, 0.5), alive=True, own=own)
    assert len(came) == 8  # 0.8 s, longer than either limit
    assert told(failed) == ("timeout", "idle-timeout")
    assert failed.status == 200


def test_what_a_consumer_takes_is_not_held_against_the_server() -> None:
    body = [PING * 3, PING + END]
    came, failed = waiting_for(dripping(body, 0.0), Timeouts(5, 0.3, 0.3), alive=True, slow=0.7)
    assert (b"".join(came), failed) == (b": ping\n\n" * 4, None)


def test_a_whole_answer_is_not_waited_for_any_longer() -> None:
    async def go() -> str:
        async with serving(dripping([chunk(b"all")], 0.0)) as port:
            url = f"http://127.0.0.1:{port}/"
            async with exchange("GET", url, headers={}, timeouts=PATIENT) as answer:
                async for _ in answer.chunks():
                    answer.hurry(0.1)
                    answer.hurry(9.0)  # only the first counts
        return ""

    loop = asyncio.new_event_loop()
    began = loop.time()
    with pytest.raises(Failed) as caught:
        loop.run_until_complete(go())
    assert loop.time() - began < 3
    loop.close()
    assert caught.value.failure.kind == "timeout"


# ---------------------------------------------------------------- leaving


def leaving(leave: Callable[[int, asyncio.Event], Coroutine[Any, Any, None]]) -> float:
    """Seconds from the client's leaving until the server knows."""

    async def go() -> float:
        known: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        begun = asyncio.Event()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if await reader.read(1) == b"G":
                await read_head(reader)
                writer.write(CHUNKED + PING)
            begun.set()
            while await reader.read(4096):
                pass
            known.set_result(asyncio.get_running_loop().time())

        async with serving(handle) as port:
            await leave(port, begun)
            left = asyncio.get_running_loop().time()
            return await asyncio.wait_for(known, 5) - left

    return run(go())


async def _reading(port: int, scheme: str = "http") -> None:
    async with exchange("GET", f"{scheme}://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
        async for _ in answer.chunks():
            pass


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cancelled_reader_closes_the_connection_at_once(scheme: str) -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        task = asyncio.ensure_future(_reading(port, scheme))  # for https it is the handshake that is cancelled
        await begun.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert leaving(leave) < 0.2


def test_leaving_before_there_is_an_answer_closes_the_connection_at_once() -> None:
    async def go() -> float:
        asked, known = asyncio.Event(), asyncio.Event()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_head(reader)
            asked.set()
            await reader.read()
            known.set()

        async with serving(handle) as port:
            task = asyncio.ensure_future(_reading(port))
            await asked.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
            began = asyncio.get_running_loop().time()
            await asyncio.wait_for(known.wait(), 5)
            return asyncio.get_running_loop().time() - began

    assert run(go()) < 0.2


def test_leaving_the_block_closes_the_connection_at_once() -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        async with exchange("GET", f"http://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
            async for _ in answer.chunks():
                break

    assert leaving(leave) < 0.2


def test_closing_a_generator_around_it_closes_the_connection_at_once() -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        async def pieces() -> Any:
            async with exchange("GET", f"http://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
                async for piece in answer.chunks():
                    yield piece

        generator = pieces()
        assert await anext(generator) == b": ping\n\n"
        await generator.aclose()

    assert leaving(leave) < 0.2
