"""A model that writes what a test tells it to: a `Provider` that plays one script a request.

A script is a sequence of steps:

    "text"             a piece of the answer, as it is
    a part             such as `ThinkingPart("…")`, `UsagePart(…)`, `FinishPart("length")`
    an exception       is raised there
    0.25               a pause, in seconds
    HANG               nothing more ever comes
    STUBBORN           the same, and it does not even let itself be closed the first time
    a function         is called there, with no arguments: for wishes that are made in the middle of a run
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any, Final

from support.replaying import hold_events

from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.options import NO_RECOVERY
from epoch_cli.events import Event
from epoch_cli.providers.base import FinishPart, Part, Request, TextPart

HANG: Final = object()
STUBBORN: Final = object()
Step = str | Part | Exception | float | Callable[[], Any] | object
Script = Sequence[Step]


class ScriptedProvider:
    """Plays its scripts, one a request and the last one for all further requests; remembers what it was asked."""

    name = "scripted"
    model = "script-1"
    title = "scripted model"

    def __init__(self, *scripts: Script) -> None:
        self.scripts = scripts
        self.requests: list[Request] = []
        self.opened = 0
        self.closed = 0

    async def stream(self, request: Request) -> AsyncGenerator[Part]:
        """Play the next script."""
        script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
        self.requests.append(request)
        self.opened += 1
        try:
            for step in script:
                if step in (HANG, STUBBORN):
                    try:
                        await asyncio.Event().wait()
                    except asyncio.CancelledError:
                        if step is STUBBORN:
                            await asyncio.Event().wait()
                        raise
                elif isinstance(step, str):
                    yield TextPart(step)
                elif isinstance(step, Exception):
                    raise step
                elif isinstance(step, (int, float)):
                    await asyncio.sleep(step)
                elif callable(step):
                    step()
                else:
                    yield step  # type: ignore[misc]  a part
        finally:
            self.closed += 1


def jsonl(*patches: Mapping[str, Any]) -> str:
    """Patches as a model writes them, one a line."""
    return "".join(json.dumps(patch, ensure_ascii=False) + "\n" for patch in patches)


def chunks(text: str, size: int = 7) -> list[str]:
    """A text in the small pieces in which a model streams it."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def says(*patches: Mapping[str, Any], size: int = 7) -> list[Step]:
    """A whole answer: these patches in small chunks, and a proper end."""
    return [*chunks(jsonl(*patches), size), FinishPart("stop")]


def add(path: str, value: Any, **more: Any) -> dict[str, Any]:
    """An `add` operation."""
    return {"op": "add", "path": path, "value": value, **more}


def text_node(text: str, **more: Any) -> dict[str, Any]:
    """A node that shows a text."""
    return {"type": "Text", "text": text, **more}


def container(*children: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A node that holds others."""
    return {"type": "Container", **more, "children": list(children)}


async def follow(
    provider: ScriptedProvider | str,
    catalog: Any,
    *,
    prompt: str = "a page",
    control: Control | None = None,
    watch: Callable[[Event], Any] | None = None,
    **options: Any,
) -> list[Event]:
    """Every event of a run; `watch` sees each as it comes, before the next is asked for.

    What goes wrong is not tried again unless `recovering` says so.
    """
    options.setdefault("recovering", NO_RECOVERY)
    events: list[Event] = []
    async for event in generate(
        prompt, catalog=catalog, provider=provider, options=Options(**options), control=control
    ):
        events.append(event)
        if watch is not None:
            watch(event)
    hold_events(events, catalog)
    return events


def run(provider: ScriptedProvider | str, catalog: Any, **how: Any) -> list[Event]:
    """As `follow`, in an event loop of its own; nothing takes longer than half a minute."""
    return asyncio.run(asyncio.wait_for(follow(provider, catalog, **how), 30))


def of(kind: type, events: Sequence[Event]) -> list[Any]:
    """The events of one type."""
    return [event for event in events if isinstance(event, kind)]
