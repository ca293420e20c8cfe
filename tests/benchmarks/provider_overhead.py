"""What a provider's answer costs on its way from the socket to parts, against httpx alone and the `openai` SDK.

    python -m tests.benchmarks.provider_overhead

Limits (design.md section 8, CPU of the client for a chunk): at most 1.2 times httpx that reads the same bytes and drops
them, and 0.25 times the SDK. All three ask the same server, in a process of its own, for the same 10 000 chunks of Chat
Completions, one event each; a round makes each of them once, medians are of rounds.

The server sends as fast as it can (`burst`), so that the system hands over many events at once: there our share is the
largest. With a chunk at a time (`paced`), as models write, what waiting for each costs is the same for all, so the
second limit is not for that.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import openai

from epoch_cli.catalog import load_catalog
from epoch_cli.providers.base import Brief, Request, TextPart, Turn
from epoch_cli.providers.http import Secret
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from tests.benchmarks.figures import Figures, side_by_side

CHUNKS = 10_000
ROUNDS = 7
OVER_HTTPX = 1.2
OVER_SDK = 0.25
PACE = 0.0001
"""Seconds between two chunks of the slow answer."""
SLOW_CHUNKS = 2_000
SLOW_ROUNDS = 5

MODEL = "gpt-6.1-terra"
TEXT = '{"op":"add","path":"/root/children/-","value":{"type":"Text","content":"Grüße, number %d"}}\n'
WAYS = {"/burst": (CHUNKS, 0.0), "/paced": (SLOW_CHUNKS, PACE)}


# ---------------------------------------------------------------- the server


def events(count: int) -> list[bytes]:
    """An answer of so many pieces of text, one event each, and what belongs around them."""
    text = "".join(TEXT % number for number in range(count // 10))
    size = len(text) // count + 1
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    pieces += ["\n"] * (count - len(pieces))
    told = [_event({"content": piece}) for piece in pieces]
    return [*told, _event({}, "stop"), b"data: [DONE]\n\n"]


def _event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    body = {"id": "chatcmpl-e1", "object": "chat.completion.chunk", "created": 1795000000, "model": MODEL}
    body |= {"service_tier": "default", "choices": [choice], "usage": None, "obfuscation": "x7"}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


async def serve() -> None:
    """Answer every request by the first part of its path, until stdin ends; the port goes to stdout."""
    prepared = {
        path: [b"%x\r\n%b\r\n" % (len(each), each) for each in events(count)] for path, (count, _) in WAYS.items()
    }
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read_request(reader):
                way = "/" + request.split(b"/")[1].decode()
                pace = WAYS[way][1]
                writer.write(head)
                for each in prepared[way] if pace else (b"".join(prepared[way]),):
                    writer.write(each)
                    await asyncio.sleep(pace)
                writer.write(b"0\r\n\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-l")), 0
    )
    await reader.readexactly(length)
    return head


@contextmanager
def server() -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.benchmarks.provider_overhead", "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


# ---------------------------------------------------------------- the three clients


def clients(address: str, way: str) -> dict[str, Callable[[], Coroutine[Any, Any, int]]]:
    """By name, a reader of one whole answer, which gives how much text it found (httpx looks for none)."""
    base_url = f"{address}{way}/v1"
    row = ProviderRow("local", "Local", "openai_chat", base_url)
    provider = RemoteProvider(row, ModelRow("local", MODEL), key=Secret("sk-test"))
    catalog = load_catalog()
    brief = Brief("a page", catalog, catalog.profile("strict"), catalog.models, {})
    request = Request("Write patches.", (Turn("user", "a page"),), brief)
    bare = httpx.AsyncClient(trust_env=False)
    sdk = openai.AsyncOpenAI(base_url=base_url, api_key="sk-test", max_retries=0)

    async def ours() -> int:
        found = 0
        async for part in provider.stream(request):
            if type(part) is TextPart:
                found += len(part.text)
        return found

    async def httpx_alone() -> int:
        async with bare.stream("POST", f"{base_url}/chat/completions", content=b"{}") as response:
            async for _ in response.aiter_bytes():
                pass
        return 0

    async def the_sdk() -> int:
        found = 0
        messages: Any = [{"role": "user", "content": "a page"}]
        async with await sdk.chat.completions.create(model=MODEL, messages=messages, stream=True) as stream:
            async for event in stream:
                found += len(event.choices[0].delta.content or "")
        return found

    return {"httpx": httpx_alone, "ours": ours, "openai": the_sdk}


def measure(address: str, way: str, rounds: int) -> dict[str, float]:
    """Microseconds of CPU for a chunk, by the name of the client."""
    with asyncio.Runner() as runner:
        asked = clients(address, way)
        found = {name: runner.run(ask()) for name, ask in asked.items()}
        if not found["ours"] == found["openai"] > 0:
            raise SystemExit(f"the clients do not read the same text: {found}")
        calls = {name: lambda ask=ask: runner.run(ask()) for name, ask in asked.items()}
        seconds = side_by_side(calls, rounds, clock=time.process_time)
    return {name: each / WAYS[way][0] * 1e6 for name, each in seconds.items()}


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures = Figures()
    with server() as address:
        for way, rounds in (("/burst", ROUNDS), ("/paced", SLOW_ROUNDS)):
            cost = measure(address, way, rounds)
            gc.collect()
            for name, each in cost.items():
                figures.tell(f"{name}_{way[1:]}", each, unit="us of CPU a chunk")
            figures.tell(f"over_httpx_{way[1:]}", cost["ours"] / cost["httpx"], OVER_HTTPX)
            figures.tell(f"over_sdk_{way[1:]}", cost["ours"] / cost["openai"], OVER_SDK if way == "/burst" else None)
    return figures.exit_code


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        asyncio.run(serve())
        sys.exit(0)
    sys.exit(main())
