"""One long run in a process of its own, shown as `epoch gen` shows it, or by nothing: what that takes, as JSON.

    python -m tests.benchmarks.shown_run PATCHES PATCHES_A_SECOND preview|tree|headless [SECONDS_OF_IDLING]

A scripted model writes the patches (as fast as they are read when PATCHES_A_SECOND is 0); all else is what `gen` is
made of: read, validate, apply, record, and the screen on the terminal at stderr.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog import load_catalog
from epoch_cli.cli.readers import Readers
from epoch_cli.engine import Control, Options, generate
from epoch_cli.events import Event
from epoch_cli.providers.base import FinishPart, Part, Request, TextPart
from tests.benchmarks.samples import short_patch

if TYPE_CHECKING:
    from epoch_cli.tui.terminal_app import TerminalApp

TICK = 0.01
"""Seconds between two beats of the heart."""
PIECE = 32
"""Characters of a piece of the answer: some five of them are a patch."""
SECTION = 25
"""Patches of a section; every tenth patch changes a node that is there."""


def patches(count: int) -> Iterator[dict[str, Any]]:
    """So many patches of a page that grows by sections, all of which are accepted."""
    yield {"op": "add", "path": "/root", "value": {"type": "Container", "id": "page", "children": []}}
    for number in range(1, count):
        place, inside = divmod(number - 1, SECTION)
        if inside == 0:
            card = {"type": "Card", "id": f"card-{place}", "children": []}
            yield {"op": "add", "path": "/root/children/-", "value": card}
        elif inside % 10 == 0:
            where = f"/root/children/{place}/children/0/props/label"
            yield {"op": "replace", "path": where, "value": f"Another name {number}"}
        else:
            patch = short_patch(0 if inside == 1 else number)  # the first one of a section is a field
            value = {**patch["value"], "id": f"node-{number}"}
            yield {"op": "add", "path": f"/root/children/{place}/children/-", "value": value}


class ScriptedModel:
    """Writes the patches in small pieces; with a pace so many patches a second."""

    name, model, title = "scripted", "script-1", "scripted model"

    def __init__(self, count: int, pace: float) -> None:
        self._lines = [json.dumps(patch) + "\n" for patch in patches(count)]
        self._pace = pace

    async def stream(self, request: Request) -> AsyncGenerator[Part]:
        """The answer."""
        del request
        began = time.perf_counter()
        for number, line in enumerate(self._lines):
            if self._pace:
                await asyncio.sleep(max(0.0, began + number / self._pace - time.perf_counter()))
            for at in range(0, len(line), PIECE):
                yield TextPart(line[at : at + PIECE])
        yield FinishPart("stop")


class Run:
    """A run that counts what it tells; its readers are those of `gen`."""

    def __init__(self, count: int, pace: float, sessions: Path, *, picture: Any) -> None:
        self.told = 0
        self.control = Control()
        self.catalog = load_catalog()
        self.readers = Readers(data=None, picture=picture, sessions=sessions, verbosity=-1)
        options = Options(profile="unlimited", token_budget=100_000_000, timeout=600)
        model = ScriptedModel(count, pace)
        self._events = generate(
            "a long page", catalog=self.catalog, provider=model, options=options, control=self.control
        )

    async def events(self) -> AsyncIterator[Event]:
        """What the run tells."""
        async for event in self._events:
            self.told += 1
            yield event


async def headless(run: Run) -> dict[str, Any]:
    """What it takes without a screen."""
    began, used = time.perf_counter(), time.process_time()
    with run.readers:
        await run.readers.follow(run.events(), run.control.cancel)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    return {"told": run.told, "accepted": run.readers.outcome.accepted, "seconds": seconds, "cpu": cpu}


async def shown(run: Run, way: str, idling: float) -> dict[str, Any]:
    """What it takes with a screen, and what came of it there."""
    from epoch_cli.cli.screen import LiveWishes, TerminalScreen, follow_on_screen
    from epoch_cli.tui.terminal_app import TerminalApp

    app = TerminalApp(wishes=LiveWishes(run.control, run.readers, None), catalog=run.catalog)
    screen = TerminalScreen(app, mouse=True)
    found: dict[str, Any] = {}

    async def watch() -> None:
        found.update(await _watched(app, run, way, idling, Drains(app)))
        screen.close()

    watching = asyncio.ensure_future(watch())
    with run.readers:
        await follow_on_screen(run.readers, run.events, run.control, screen=screen)
    await watching
    if screen.crash is not None:
        raise screen.crash
    return found


class Drains:
    """Notes how long each drain of an app takes: events taken in and panes told of it, not yet painted.

    Attributes:
        seconds: of each.
        began: when the first began, which is behind the first picture; 0 before it.
    """

    def __init__(self, app: TerminalApp) -> None:
        self.seconds: list[float] = []
        self.began = 0.0
        self._beat, app._beat = app._beat, self._noted  # type: ignore[method-assign]

    def _noted(self) -> None:
        began = time.perf_counter()
        self.began = self.began or began
        self._beat()
        self.seconds.append(time.perf_counter() - began)


async def _watched(app: TerminalApp, run: Run, way: str, idling: float, drains: Drains) -> dict[str, Any]:
    """Feel the heartbeat until the run waits and everything is drawn; then look whether anything is missing."""
    began, used = time.perf_counter(), time.process_time()
    starting: list[float] = []
    late: list[float] = []
    written = 0.0
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        (late if drains.began and due - TICK > drains.began else starting).append(max(0.0, now - due))
        if app.live.waiting and not written:
            written = now
        if app.failure is not None or (written and app.idle and not _preview(app, way).behind):
            break
    caught_up, cpu = time.perf_counter(), time.process_time() - used
    found = {
        "told": run.told,
        "accepted": run.readers.outcome.accepted,
        "missed": run.told - len(app.view.events),
        "same": app.view.document == run.readers.outcome.document,
        "seconds": written - began,
        "behind": caught_up - written,
        "cpu": cpu,
        "starting": starting,
        "late": late,
        "drains": drains.seconds[:],
    }
    if idling:
        await asyncio.sleep(1)  # what is left of the last picture
        used = time.process_time()
        await asyncio.sleep(idling)
        found["idle"] = (time.process_time() - used) / idling
    return found


def _preview(app: TerminalApp, way: str) -> Any:
    """The preview pane, which has to be seen where that is measured, and hidden where not."""
    desk = app.main.desk
    if ("preview" in desk.shown) != (way == "preview") or "tree" not in desk.shown:
        raise SystemExit(f"the terminal shows {desk.shown}")
    return desk.pane("preview")


def main(count: str, pace: str, way: str, idling: str = "0") -> None:
    """Measure, and print."""
    gc.set_threshold(200_000, 20, 20)  # as `epoch` does (`__main__.py`)
    with tempfile.TemporaryDirectory() as folder:
        run = Run(int(count), float(pace), Path(folder), picture="none" if way == "headless" else "screen")
        found = asyncio.run(headless(run) if way == "headless" else shown(run, way, float(idling)))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
