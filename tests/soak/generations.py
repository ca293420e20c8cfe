"""One generation after the other, each as chance wants it, and what must hold of each.

Whatever the server does, a run that is followed to its end ends with an end event; its session reads back as it was
told; the patches in it make the document that the run ended with; and the text in it, read again, tells the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from decimal import Decimal
from math import inf
from pathlib import Path
from random import Random
from typing import Any, Final

from support.wire_bodies import WAYS

from epoch_cli import BudgetError, Control, Event, Options, generate, read_session, replay
from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.engine.recheck import recheck
from epoch_cli.events import RunEnded, StageEntered
from epoch_cli.providers import Provider
from epoch_cli.providers.http import Secret
from epoch_cli.providers.prices import Price, Rates
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow
from epoch_cli.sessions import Recorder
from epoch_cli.sessions.content import document_of

from .texts import prompt

PATIENCE: Final = 120
"""Seconds that a run may take: its own timeout is far shorter, but the machine may be slow."""
_TIMEOUT: Final = 20.0
_NAMES: Final = 5
"""Names of providers for each dialect: what keeps failing is left alone for a while, by its name."""
_RECHECKED: Final = 20
_MODELS: Final = {"User": {"fields": {"name": "string", "email": "string"}}, "Order": {"fields": {"total": "number"}}}
BASE: Final = {"root": {"type": "Card", "id": "old", "children": [{"type": "Text", "id": "old-text", "text": "was"}]}}


class Broken(Exception):  # noqa: N818  no error of the code, but of what was promised of it
    """Something that must hold did not."""


@dataclass(frozen=True, slots=True)
class World:
    """What all runs share: the design system, the server's address, folders for sessions and for answers."""

    catalog: Catalog
    address: str
    sessions: Path
    answers: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to be.

    Attributes:
        ending: `end` follows it to its end, `cancel` wishes it to end, `leave` closes it, `kill` cancels its task.
        after: how many events come before that, and before other wishes.
        wishes: the names of methods of `Control`, called one an event.
    """

    number: int
    prompt: str
    dialect: str
    options: dict[str, Any]
    ending: str
    after: int
    wishes: Sequence[str]


def plan(random: Random, number: int, *, longest: bool) -> Plan:
    """A run of chance."""
    dialect = "offline" if random.random() < 0.1 else random.choice(list(WAYS))
    ending = random.choices(("end", "cancel", "leave", "kill"), (78, 10, 7, 5))[0]
    wishes = random.choices(((), ("undo",), ("refine",), ("hold", "refine", "undo_turn", "release")), (80, 6, 8, 6))[0]
    return Plan(
        number,
        prompt(random, longest=longest),
        dialect,
        _options(random, longest=longest),
        ending,
        random.choice((1, 2, 3, 5, 8, 20)),
        wishes,
    )


def _options(random: Random, *, longest: bool) -> dict[str, Any]:
    recovering = Recovering(
        retries=random.randint(0, 3),
        continuations=random.randint(0, 2),
        corrections=random.randint(0, 2),
        fallback=random.choice(("auto", "auto", "minimal", "empty", None)),
    )
    options: dict[str, Any] = {
        "recovering": recovering,
        "profile": random.choice(("strict", "foundation", "unlimited")),
        "granularity": random.choice(("node", "patch")),
        "heal": random.random() < 0.8,
        "fix": random.choice(("off", "safe", "all")),
        "timeout": 0.2 if random.random() < 0.04 else _TIMEOUT,
        "constrain": random.choice(("off", "off", "off", "auto")),
        "chance": lambda: 0.0,
    }
    if longest or random.random() < 0.5:
        options["token_budget"] = 50_000_000
    if random.random() < 0.2:
        options["models"] = clone(_MODELS)
    if random.random() < 0.2:
        options |= {"document": clone(BASE), "mode": random.choice(("patch", "patch", "merge", "whole"))}
    if random.random() < 0.1:
        options["max_cost"] = Decimal("0.01")
    return options


def _provider(world: World, dialect: str, seed: object, random: Random) -> Provider | str:
    if dialect == "offline":
        return "offline"
    way = WAYS[dialect]
    row = way.row._replace(
        name=f"{dialect}-{random.randrange(_NAMES)}",
        base_url=world.address + way.row.base_url,
        headers={"x-soak": f"{dialect} {seed}"},
        connect=10.0,
        first=0.4,
        idle=0.4,
        schema=random.choice(("none", "none", "json_object", "json_schema")),
        grammar=random.choice(("none", "none", "gbnf", "lark")),
        inline_think=random.random() < 0.2,
    )
    key, price = Secret("sk-soak-0123456789abcdef"), Price(Rates(Decimal(1), Decimal(1), Decimal(1), Decimal(5)))
    return RemoteProvider(row, ModelRow(row.name, way.model), key=key, price=price)


async def run(world: World, seed: int, number: int, *, longest: bool) -> str:
    """One run of chance, held to what must hold; gives how it ended.

    Raises:
        Broken: it did not hold; or any exception that no user of `generate` has to expect.
    """
    random = Random(f"{seed}/{number}")
    what = plan(random, number, longest=longest)
    provider = _provider(world, what.dialect, f"{seed}-{number}", random)
    options = dict(what.options)
    if random.random() < 0.3:
        options["recovering"] = options["recovering"]._replace(
            standbys=(_standby(world, f"{seed}-{number}-b", random),)
        )
    if random.random() < 0.1:
        options["cache"] = AnswerCache(world.answers, max_bytes=4 << 20)
    path = world.sessions / f"{number}.jsonl"
    told: list[Event] = []
    try:
        return await _followed(world, what, provider, Options(**options), path, told)
    except BudgetError:
        if told:
            raise
        return "refused before it began"
    finally:
        path.unlink(missing_ok=True)


def _standby(world: World, seed: str, random: Random) -> Standby:
    provider = _provider(world, random.choice(list(WAYS)), seed, random)
    assert not isinstance(provider, str)

    async def given() -> Provider:
        return provider

    return Standby(provider.name, given)


async def _followed(
    world: World, what: Plan, provider: Provider | str, options: Options, path: Path, told: list[Event]
) -> str:
    control = Control()
    events = generate(what.prompt, catalog=world.catalog, provider=provider, options=options, control=control)
    with Recorder(path) as recorder:
        following = asyncio.ensure_future(_follow(events, what, control, recorder, told))
        for _ in range(PATIENCE):  # one second after the other, for a machine that stands still in between
            if (await asyncio.wait([following], timeout=1))[0]:
                break
        else:
            following.cancel()
            await asyncio.wait([following])
            raise Broken(f"it does not end: {told[-1:]}")
        with suppress(asyncio.CancelledError):
            following.result()
    ended = told[-1] if told and isinstance(told[-1], RunEnded) else None
    if ended is None and what.ending in {"end", "cancel"}:
        raise Broken(f"it has no end: {told[-1:]}")
    await _hold(world, what, path, told, ended)
    return ended.status if ended is not None else {"leave": "left", "kill": "task cancelled"}[what.ending]


async def _follow(
    events: AsyncIterator[Event], what: Plan, control: Control, recorder: Recorder, told: list[Event]
) -> None:
    """Follow a run, with all wishes, until it ends or is left."""
    wishes = list(what.wishes)
    async with aclosing(events) as coming:  # type: ignore[type-var]  it is a generator
        if "hold" in wishes:
            wishes.remove("hold")
            control.hold()
        async for event in coming:
            recorder.record(event)
            told.append(event)
            if isinstance(event, RunEnded):
                continue
            if len(told) >= what.after:
                if wishes:
                    _wish(control, wishes.pop(0))
                elif what.ending == "cancel":
                    control.cancel()
                elif what.ending == "leave":
                    return
                elif what.ending == "kill":
                    current = asyncio.current_task()
                    assert current is not None
                    current.cancel()
            if isinstance(event, StageEntered) and event.stage == "waiting":
                control.release()


def _wish(control: Control, name: str) -> None:
    if name == "refine":
        control.refine("add a button that says send")
    else:
        getattr(control, name)()


async def _hold(world: World, what: Plan, path: Path, told: Sequence[Event], ended: RunEnded | None) -> None:
    """Hold a session to its run."""
    back = list(read_session(path))
    if back != list(told):
        raise Broken("the session reads back otherwise")
    document = document_of(back)
    if ended is not None and ended.document.get("root") != document.get("root"):
        raise Broken("the session makes another document")
    if what.number % _RECHECKED:
        return
    played = [event async for event in replay(back, speed=inf)]
    if played != back:
        raise Broken("the session is played otherwise")
    changes = recheck(back, world.catalog).changes
    if changes:
        raise Broken(f"read again, the text tells otherwise: {changes[0]}")
