"""Runs over a real connection: however one ends, the server notices at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from support.loopback import CHUNKED, END, chunk, read_head, serving
from support.scripted import add, container, jsonl, of, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options, generate
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunEnded, UsageReported, encode
from epoch_cli.providers.prices import Price, Rates
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import Secret

Watch = Callable[[Event, Control], None]


def said(text: str, **more: Any) -> bytes:
    body = {"choices": [{"index": 0, "delta": {"content": text}, **more}]}
    return chunk(b"data: " + json.dumps(body).encode() + b"\n\n")


def cancel(event: Event, control: Control) -> None:
    if isinstance(event, PatchAccepted):
        control.cancel()


def leave(event: Event, control: Control) -> None:
    """A reader that gives up, as one on a broken pipe."""
    del control
    if isinstance(event, PatchAccepted):
        raise BrokenPipeError


def look_on(event: Event, control: Control) -> None:
    """Wishes nothing."""


async def followed(port: int, catalog: Catalog, watch: Watch, **options: Any) -> list[Event]:
    row = ProviderRow("own", "Own", "openai_chat", f"http://127.0.0.1:{port}", first=5, idle=5)
    provider = RemoteProvider(row, ModelRow("own", "m"), price=Price(Rates(Decimal(1), Decimal(10))))
    control, events = Control(), list[Event]()
    run = generate("a page", catalog=catalog, provider=provider, options=Options(**options), control=control)
    try:
        async for event in run:
            events.append(event)
            watch(event, control)
    except BrokenPipeError:
        await run.aclose()  # type: ignore[attr-defined]  a generator
    return events


@pytest.mark.parametrize(
    ("watch", "options", "status"),
    [
        (cancel, {}, ["cancelled"]),
        (leave, {}, []),
        (look_on, {"token_budget": 9_000}, ["budget"]),
        (look_on, {"max_cost": Decimal("0.02")}, ["budget"]),
        (look_on, {"timeout": 0.2, "token_budget": 10_000_000}, ["timeout"]),
    ],
)
def test_a_run_that_ends_in_the_middle_of_an_answer_closes_the_connection(
    punk: Catalog, watch: Watch, options: dict[str, Any], status: list[str]
) -> None:
    async def go() -> list[Event]:
        gone = asyncio.Event()

        async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await read_head(reader)
                writer.write(CHUNKED + said(jsonl(add("/root", container()))))
                while True:
                    writer.write(said("word " * 100))
                    await writer.drain()
                    await asyncio.sleep(0.001)
            except OSError:
                gone.set()

        async with serving(endless) as port:
            events = await followed(port, punk, watch, **options)
            await asyncio.wait_for(gone.wait(), 2)
        return events

    events = asyncio.run(go())
    assert [ended.status for ended in of(RunEnded, events)] == status


def test_a_refinement_is_a_request_of_its_own_with_its_own_usage_which_may_come_last(punk: Catalog) -> None:
    heads: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await read_head(reader))
        number = len(heads)
        patch = add("/root", container()) if number == 1 else add("/root/children/-", text_node("x"))
        usage = {"choices": [], "usage": {"prompt_tokens": number * 100, "completion_tokens": number}}
        writer.write(CHUNKED + said(jsonl(patch)) + said("", finish_reason="stop"))
        writer.write(chunk(b"data: " + json.dumps(usage).encode() + b"\n\ndata: [DONE]\n\n") + END)
        await writer.drain()

    def refine(event: Event, control: Control) -> None:
        if isinstance(event, PatchAccepted) and event.sequence == 1:
            control.refine("and a text")

    async def go() -> list[Event]:
        async with serving(answer) as port:
            return await followed(port, punk, refine)

    events = asyncio.run(go())
    assert [(usage.input_tokens, usage.output_tokens) for usage in of(UsageReported, events)] == [(100, 1), (200, 2)]
    assert [attempt.reason for attempt in of(AttemptStarted, events)] == ["initial", "refine"]
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.accepted, len(heads)) == ("complete", 2, 2)


def test_the_key_in_a_wish_is_neither_told_nor_sent_as_text(punk: Catalog) -> None:
    key, bodies = "local-key-of-mine", list[bytes]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        assert f"Bearer {key}" in head
        length = next(
            int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length")
        )
        bodies.append(await reader.readexactly(length))
        writer.write(CHUNKED + said(jsonl(add("/root", container())), finish_reason="stop"))
        writer.write(chunk(b"data: [DONE]\n\n") + END)
        await writer.drain()

    async def go() -> list[Event]:
        async with serving(answer) as port:
            row = ProviderRow("own", "Own", "openai_chat", f"http://127.0.0.1:{port}", first=5, idle=5)
            provider, control = RemoteProvider(row, ModelRow("own", "m"), key=Secret(key)), Control()
            control.refine(f"wider, {key}")
            return [
                event async for event in generate(f"a page {key}", catalog=punk, provider=provider, control=control)
            ]

    events = asyncio.run(go())
    assert [attempt.prompt for attempt in of(AttemptStarted, events)] == ["a page ***", "wider, ***"]
    assert key.encode() not in b"".join(map(encode, events)) + b"".join(bodies)
    assert len(bodies) == 2
