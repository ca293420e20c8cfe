"""Ten generations at once from a real server, at 100 chunks a second each: none lost, how much memory, how much lag.

    python -m tests.benchmarks.concurrent

Limits (design.md section 8): 100 MB of resident memory at most, all that the process ever had, with its interpreter and
all that it imports. The lag of the event loop is for information: how much later than due a timer fires that is due
every 10 ms, which is how long a key press or another stream may have to wait.

The server runs in a process of its own. Each prompt names a document, which is written node by node; none is lost when
each run ends as complete and its document is, to the last prop, what was served. The runs go through the same layers
as those of `epoch batch`: scheduler, gate, provider over HTTP, reader, validator, session file.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.cli.readers import Readers
from epoch_cli.document import finished
from epoch_cli.engine import Options, generate
from epoch_cli.engine.batch import run_batch
from epoch_cli.engine.gate import Gate, GatedProvider
from epoch_cli.providers.http import Secret
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from tests.benchmarks.figures import Figures

JOBS = 10
CHUNKS = 800
"""Pieces of an answer; at 100 a second it takes 8 s."""
PACE = 100.0
MOST_MEMORY = 100.0
TICK = 0.01
STARTING = 0.5
"""Seconds in which all runs start at once: each makes its prompt, and the first of them what all of them need."""


# ---------------------------------------------------------------- what is served


def document(name: str, nodes: int) -> dict[str, Any]:
    """The document of a prompt, with so many nodes; no two are the same."""
    cards = [
        {
            "type": "Card",
            "id": f"{name}-{place}",
            "children": [{"type": "Text", "text": f"Grüße from {name}, number {place}", "id": f"{name}-{place}-text"}],
        }
        for place in range(nodes // 2)
    ]
    return {"root": {"type": "Container", "id": name, "children": cards}}


def answer(name: str, chunks: int) -> list[bytes]:
    """The events of an answer in Chat Completions that writes the document of a prompt in so many pieces."""
    root = document(name, chunks // 4)["root"]
    patches = [{"op": "add", "path": "/root", "value": {**root, "children": []}}]
    patches += [{"op": "add", "path": "/root/children/-", "value": card} for card in root["children"]]
    text = "".join(json.dumps(patch, ensure_ascii=False) + "\n" for patch in patches)
    size = -(-len(text) // chunks)
    events = [_event({"content": text[at : at + size]}) for at in range(0, len(text), size)]
    return [_chunk(each) for each in (*events, _event({}, "stop"), b"data: [DONE]\n\n")]


def _event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "chatcmpl-e1", "object": "chat.completion.chunk", "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


async def serve(chunks: int, pace: float) -> None:
    """Answer each request by the last line of its prompt, until stdin ends; the port goes to stdout."""

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
            messages = json.loads(await reader.readexactly(length))["messages"]
            name = next(word for word in messages[-1]["content"].split() if word.startswith("page-"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            began = time.monotonic()
            for number, piece in enumerate(answer(name, chunks)):
                writer.write(piece)
                await asyncio.sleep(max(0.0, began + number / pace - time.monotonic()))
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has all it needs, or the benchmark is over
        writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0, limit=1 << 24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def server(chunks: int, pace: float) -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.benchmarks.concurrent", "--serve", str(chunks), str(pace)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


# ---------------------------------------------------------------- the runs


class Measured(NamedTuple):
    """What came of all runs: how many were lost, how late timers fired at the start and after it, how long it took."""

    lost: int
    starting: list[float]
    lags: list[float]
    seconds: float


async def run_all(address: str, names: Sequence[str], chunks: int, sessions: Path, catalog: Catalog) -> Measured:
    """All prompts at once, each to its end."""
    row = ProviderRow("local", "Local", "openai_chat", f"{address}/v1")
    provider = GatedProvider(RemoteProvider(row, ModelRow("local", "m"), key=Secret("sk-test")), Gate())
    options = Options(profile="unlimited", token_budget=10_000_000)

    async def work(name: str) -> bool:
        readers = Readers(data=None, picture="none", sessions=sessions, verbosity=-1)
        with readers:
            events = generate(f"the page {name}", catalog=catalog, provider=provider, options=options)
            await readers.follow(events, lambda: None)
        ended = readers.outcome.ended
        whole = ended is not None and ended.status == "complete" and not ended.refused
        return whole and readers.outcome.saved == finished(document(name, chunks // 4))

    starting: list[float] = []
    lags: list[float] = []
    watching = asyncio.ensure_future(_watch(starting, lags))
    began = time.perf_counter()
    async with aclosing(run_batch(names, work, jobs=len(names))) as results:
        lost = [whole async for whole in results].count(False)
    watching.cancel()
    return Measured(lost, starting, sorted(lags), time.perf_counter() - began)


async def _watch(starting: list[float], lags: list[float]) -> None:
    """Note in milliseconds how much later than due a timer fires."""
    began = time.perf_counter()
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        late = max(0.0, time.perf_counter() - due) * 1000
        (starting if due - began < STARTING else lags).append(late)


def resident() -> float:
    """The most memory that this process ever had, in MB (of a million bytes)."""
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / 1e6 if sys.platform == "darwin" else size * 1024 / 1e6


def measure(figures: Figures, jobs: int = JOBS, chunks: int = CHUNKS, pace: float = PACE) -> None:
    """Run all and tell what it took."""
    names = [f"page-{number}" for number in range(jobs)]
    with server(chunks, pace) as address, tempfile.TemporaryDirectory() as folder:
        before = resident()
        found = asyncio.run(run_all(address, names, chunks, Path(folder), load_catalog()))
        sessions = len(list(Path(folder).glob("*.jsonl")))
    figures.tell("lost", found.lost, 0, "runs")
    figures.tell("sessions", sessions, jobs, "files", at_least=True)
    figures.tell("memory", resident(), MOST_MEMORY, "MB, of the whole process")
    figures.tell("memory_of_runs", resident() - before, unit="MB, above what the imports took")
    figures.tell("chunks", jobs * chunks / found.seconds, unit="a second, of all together")
    figures.tell("lag_start_max", max(found.starting), unit="ms behind a timer of 10 ms, while all start")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0)):
        place = min(len(found.lags) - 1, int(share * len(found.lags)))
        figures.tell(f"lag_{name}", found.lags[place], unit="ms behind a timer of 10 ms")


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures = Figures()
    measure(figures)
    return figures.exit_code


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(int(sys.argv[2]), float(sys.argv[3])))
        sys.exit(0)
    sys.exit(main())
