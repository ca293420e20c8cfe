"""Runs that have to recover: one over a server that fails, and what must hold of every such run.

told = await followed(server, catalog, Recovering(fallback=None))
assert_sound(told, catalog)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import count
from typing import Any

from support.faulty_server import FaultyServer
from support.replaying import hold_events
from support.scripted import of

from epoch_cli.catalog import Catalog
from epoch_cli.document import apply_patch, clone
from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunEnded, RunStarted
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.validation import validate

PROMPT = "login form"
Watch = Callable[[Event], Awaitable[None] | None]

_numbers = count(1)


def remote(server: FaultyServer, *, first: float = 5.0, idle: float = 5.0, **more: Any) -> RemoteProvider:
    """A provider for a server, with a name of its own: what other tests did to a port must not open its breaker.

    `more` goes to `RemoteProvider`.
    """
    name = f"faulty-{next(_numbers)}"
    row = ProviderRow(
        name, name.title(), "openai_chat", server.url, auth="none", keyless=True, connect=5, first=first, idle=idle
    )
    return RemoteProvider(row, ModelRow(name, "m"), **more)


def standby(provider: Any) -> Standby:
    """The next provider of a chain, which is there already."""

    async def given() -> Any:
        return provider

    return Standby(provider.name, given)


async def followed(
    provider: Any,
    catalog: Catalog,
    recovering: Recovering | None = None,
    *,
    watch: Watch | None = None,
    control: Control | None = None,
    **options: Any,
) -> list[Event]:
    """Every event of a run that waits no longer than a server asks it to."""
    chosen = Options(recovering=recovering or Recovering(), **{"chance": lambda: 0.0, **options})
    events: list[Event] = []
    run = generate(PROMPT, catalog=catalog, provider=provider, options=chosen, control=control)
    async for event in run:
        events.append(event)
        seen = watch(event) if watch is not None else None
        if seen is not None:
            await seen
    hold_events(events, catalog)
    return events


# ---------------------------------------------------------------- what must hold


def paintings(events: Sequence[Event]) -> Iterator[tuple[Event, dict[str, Any]]]:
    """Every event with the document that a reader of the patches has then; the same object each time."""
    document: Any = {}
    for event in events:
        if isinstance(event, RunStarted):
            document = clone(event.base or {})
        elif isinstance(event, PatchAccepted):
            document = apply_patch(document, event.patch).document
        yield event, document


def shown(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The document at the beginning of each attempt but those of a fallback, as a reader has it."""
    return [
        clone(document)
        for event, document in paintings(events)
        if isinstance(event, AttemptStarted) and event.reason != "fallback"
    ]


def assert_sound(events: Sequence[Event], catalog: Catalog, *, each: bool = True) -> RunEnded:
    """What holds of every run: gives its end.

    The patches, applied one after the other, make the document at the end; at every moment it is valid; they are
    numbered without a gap, and no id is ever added twice.

    Args:
        events: of the run.
        catalog: its design system.
        each: whether the document is validated after each patch, and not only at the end.
    """
    document = assert_beginning_sound(events, catalog, each=each)
    (ended,) = of(RunEnded, events)
    assert events[-1] is ended
    assert validate(ended.document, catalog, profile=of(RunStarted, events)[0].profile).gates == []
    assert ended.document.get("root") == document.get("root")
    assert ended.accepted == len(of(PatchAccepted, events))
    return ended


def assert_beginning_sound(events: Sequence[Event], catalog: Catalog, *, each: bool = True) -> dict[str, Any]:
    """The same, of a run that may have no end; gives the document that its patches make."""
    (started,) = of(RunStarted, events)
    assert events[0] is started
    document: dict[str, Any] = {}
    for event, document in paintings(events):
        if each and isinstance(event, PatchAccepted):
            assert validate(document, catalog, profile=started.profile).gates == [], event.patch
    accepted = of(PatchAccepted, events)
    assert [event.sequence for event in accepted] == list(range(1, len(accepted) + 1))
    assert len(set(ids := [*ids_of(document.get("root"))])) == len(ids), ids
    added = Counter(name for event in accepted if event.patch["op"] == "add" for name in ids_of(event.patch["value"]))
    removed = {name for event in accepted for back in event.inverse for name in ids_of(back.get("value"))}
    assert {name for name, times in added.items() if times > 1} <= removed, added
    return document


def ids_of(value: Any) -> Iterator[str]:
    """The ids of all nodes in a value."""
    if isinstance(value, dict) and "type" in value:
        if "id" in value:
            yield value["id"]
        for child in value.get("children", ()):
            yield from ids_of(child)


def same(left: Any, right: Any) -> bool:
    """Whether two documents hold the same tree, however their keys are ordered."""
    return json.dumps(left.get("root"), sort_keys=True) == json.dumps(right.get("root"), sort_keys=True)
