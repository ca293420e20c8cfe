"""`kill -9` at any moment: the session is readable, replays, and holds every patch that had reached stdout."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from support.command import Command, Inside
from support.faulty_server import ENDED, Asked, FaultyServer, Model, events
from support.forked_epoch import Forks
from support.recovered import assert_beginning_sound
from support.scripted import add, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.sessions import read_session

KILLED = 50
AT_ONCE = 5
LONG = Model(
    [
        add("/root", {"type": "Stack", "id": "page", "children": []}),
        *(
            add(
                "/root/children/-", {"type": "Container", "id": f"part-{part}", "children": [text_node(f"Part {part}")]}
            )
            for part in range(8)
        ),
        *(add(f"/root/children/{line % 8}/children/-", text_node(f"line {line}: …")) for line in range(24)),
    ]
)
ASKED = ("gen", "a page", "-p", "own", "-m", "m", "--no-cache")
PIECE = 64
PAUSE = 0.003


class Killed(NamedTuple):
    """A process that was killed: what it had printed, and where its sessions lie."""

    out: bytes
    data: Path


async def slowly(asked: Asked) -> None:
    """What is missing, in small pieces; the first answer breaks off in its middle."""
    text = LONG.missing_of(asked.document)
    await asked.begin()
    for at in range(0, len(text) if asked.document else len(text) // 2, PIECE):
        await asked.send(events(text[at : at + PIECE], PIECE))
        await asyncio.sleep(PAUSE)
    if asked.document:
        await asked.send(ENDED)


async def killed(epoch: Command, forks: Forks, number: int, random: Random, room: asyncio.Semaphore) -> Killed:
    """Start the command and kill it: some time behind one of its lines, or before the first."""
    data = epoch.home / f"data-{number}"
    environment = {**epoch.env(), "XDG_DATA_HOME": str(data)}
    line, wait = random.randint(-4, len(LONG.operations) + 4), random.random()
    async with room:
        ours, theirs = os.pipe()
        out = asyncio.StreamReader()
        pipe = os.fdopen(ours, "rb")
        reading, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(out), pipe)
        nothing = os.open(os.devnull, os.O_RDWR)
        fork = forks.start(ASKED, environment, epoch.work, (nothing, theirs, nothing))
        os.close(nothing)
        os.close(theirs)
        seen = [await out.readline() for _ in range(line)]
        await asyncio.sleep(wait * (100 if line <= 0 else 10) * PAUSE)
        with suppress(ProcessLookupError):  # it may have ended
            os.kill(fork.pid, signal.SIGKILL)
        fork.told.close()
        rest = await out.read()  # nobody else has the other end: its end is the end of the process
        reading.close()
    return Killed(b"".join(seen) + rest, data)


def test_a_killed_run_has_a_session_with_all_that_was_printed(epoch: Command, inside: Inside, punk: Catalog) -> None:
    async def kill_all() -> list[Killed]:
        random, room = Random(9), asyncio.Semaphore(AT_ONCE)
        async with FaultyServer(slowly) as server:
            config = epoch.home / "config" / "epoch" / "config.toml"
            config.parent.mkdir(parents=True)
            config.write_text(f'[providers.own]\nbase-url = "{server.url}"\nauth = "none"\nkeyless = true\n', "utf-8")
            with Forks() as forks:
                return await asyncio.gather(*(killed(epoch, forks, number, random, room) for number in range(KILLED)))

    ends = asyncio.run(kill_all())
    printed = [len(end.out.splitlines()) for end in ends]
    assert len(set(printed)) > 10, printed  # the moments differ
    for end in ends:
        sessions = list(end.data.rglob("sessions/*.jsonl"))
        assert len(sessions) <= 1
        told = list(read_session(sessions[0])) if sessions else []
        if not told:  # killed before the run began
            assert end.out == b""
            continue
        assert_beginning_sound(told, punk)
        again = inside("replay", str(sessions[0]), "--instant", "--format", "jsonl")
        assert again.code == 0, again.err
        assert again.out.startswith(end.out)
