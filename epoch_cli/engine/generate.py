"""The main job: a prompt goes in, typed events come out.

    provider ─▶ text ─▶ PatchReader ─▶ Intake ─▶ Draft ─▶ events
        ▲                                           │
        └──── requests ◀── recovery ◀── trouble ◀───┘

`generate` owns the order of things: the beginning, one wish after the other, the end. `turn.py` fulfils a wish, by as
many attempts as it takes; `attempt.py` follows one answer; `recovery.py` decides what is done when one goes wrong;
`run.py` reads and tells, and the layers below judge. Whatever happens, the last event is a `RunEnded` with a valid
document.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing

from epoch_cli.catalog import Catalog
from epoch_cli.engine.attempt import Attempts, no_interface
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options, PastTurn
from epoch_cli.engine.party import Party
from epoch_cli.engine.recovery import Decision, chosen
from epoch_cli.engine.requests import Purpose, without_key
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.stop import Stop
from epoch_cli.engine.turn import Turn
from epoch_cli.errors import BudgetError, EpochError, UsageError
from epoch_cli.events import Event, PatchAccepted
from epoch_cli.providers import Provider, find_provider
from epoch_cli.providers.base import Request


async def generate(
    prompt: str,
    *,
    catalog: Catalog,
    provider: Provider | str = "offline",
    options: Options | None = None,
    control: Control | None = None,
) -> AsyncIterator[Event]:
    """Generate a document, or change one, and tell everything that happens.

    Args:
        prompt: what the user asks for.
        catalog: the design system.
        provider: who writes; or the name of a built-in provider.
        options: see `Options`.
        control: carries wishes (cancel, refine, undo) to this run.

    Yields:
        `RunStarted` first, `RunEnded` last.

    Raises:
        UsageError: the prompt is empty, there is no such provider or profile, or the provider cannot do what is
            required of it.
        BudgetError: the prompt alone is over the token budget; nothing was sent.
    """
    if not prompt.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch gen "login form"')
    chosen = find_provider(provider) if isinstance(provider, str) else provider
    generation = _Generation(prompt, catalog, chosen, options or Options(), control or Control())
    # closed at once when the caller leaves, and with it the provider's connection
    async with aclosing(generation.events()) as events:
        async for event in events:
            yield event


def first_request(prompt: str, *, catalog: Catalog, provider: Provider, options: Options) -> Request:
    """The request that `generate` would send first; arguments and errors as there."""
    return _Generation(prompt, catalog, provider, options, Control()).first.request


class _Generation:
    """A run whose text a provider writes: its wishes, one after the other."""

    def __init__(self, prompt: str, catalog: Catalog, provider: Provider, options: Options, control: Control) -> None:
        author = Author(provider.name, provider.model, provider.title)
        self.run = Run(catalog, author, options, control, token_budget=options.token_budget, max_cost=options.max_cost)
        self.prompt = without_key(prompt, provider)
        self.options = options
        self.control = control
        self.party = Party(provider, options)
        self.first = self.party.prepare(self.prompt, Purpose("initial"), self.run.draft)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last: made now, or as it was when the same was asked before."""
        cache = self.options.cache
        if cache is None or self._has_changed() or self.control.wished:
            keeping = None
        else:
            from epoch_cli.engine.cache import key_of, replayed  # noqa: PLC0415  only for runs that ask a server

            key = key_of(self.first.request, self.party.provider, self.options, self.run.draft)
            answer = None if self.options.refresh else cache.find(key)
            if answer is not None:
                for event in replayed(answer, self.run.started(self.prompt)):
                    yield event
                return
            keeping = cache.keep(key)
        try:
            async with aclosing(self._made()) as events:
                async for event in events:
                    if keeping is not None:
                        keeping.record(event)
                    yield event
        finally:
            if keeping is not None:
                keeping.close()

    async def _made(self) -> AsyncGenerator[Event, None]:
        wake = self.control.attach(asyncio.get_running_loop())
        yield self.run.started(self.prompt)
        yield self.run.stage("preparing")
        for event in self._checked_again():
            yield event
        stop = Stop("complete")
        try:
            async with aclosing(self._wishes(Attempts(self.run, self.party.spending, self.options, wake))) as events:
                async for event in events:
                    yield event
        except Stop as reason:
            stop = reason
        except BudgetError as error:
            stop = Stop("budget", error)
        except EpochError as error:
            stop = Stop("failed", error)
        if stop.status == "complete" and "root" not in self.run.draft.document:
            stop = Stop("failed", no_interface(self.party.provider))
        for event in self.run.ending(stop):
            yield event

    async def _wishes(self, attempts: Attempts) -> AsyncGenerator[Event, None]:
        wish: str | None = self.prompt
        prepared = self.first
        while wish is not None:
            turn, accepted = Turn(self.run, self.party, attempts, wish), []
            async with aclosing(turn.events(prepared)) as events:
                async for event in events:
                    if isinstance(event, PatchAccepted):
                        accepted.append(event.patch)
                    yield event
            self.party.remember(PastTurn(wish, accepted))
            wish = self.control.take_refinement()
            if wish is not None:
                wish = without_key(wish, self.party.provider)
                prepared = self.party.prepare(wish, Purpose("refine"), self.run.draft)

    def _has_changed(self) -> bool:
        """Whether the session that this run goes on with was made with another design system, or other models."""
        draft, digest, models = self.run.draft, self.options.continued_digest, self.options.continued_models
        return bool(digest and digest != draft.catalog.digest) or (
            models is not None and list(models) != draft.models.to_json()
        )

    def _checked_again(self) -> Iterator[Event]:
        """Look again at a document that was made with another design system."""
        if not self._has_changed():
            return
        yield chosen(self.run.at(), 0, "mismatch", Decision("recheck"), self.party.asked)
        yield from self.run.reported()
