"""The main job: a prompt goes in, typed events come out.

    provider ─▶ text ─▶ PatchReader ─▶ Intake ─▶ Draft ─▶ events
        ▲                                           │
        └──── requests ◀── recovery ◀── trouble ◀───┘

`generate` owns the beginning and the end, and what was answered before. In between, `conversation.py` takes one wish
after the other; `turn.py` fulfils a wish, by as many attempts as it takes; `attempt.py` follows one answer;
`recovery.py` decides what is done when one goes wrong; `run.py` reads and tells, and the layers below judge. Whatever
happens, the last event is a `RunEnded` with a valid document.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

from epoch_cli.catalog import Catalog
from epoch_cli.engine.attempt import Attempts, no_interface
from epoch_cli.engine.control import Control
from epoch_cli.engine.conversation import Asked, Conversation
from epoch_cli.engine.options import Options
from epoch_cli.engine.party import Party
from epoch_cli.engine.recovery import Decision, chosen
from epoch_cli.engine.requests import Prepared, Purpose, without_key
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import EpochError, UsageError
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunEnded, StageEntered
from epoch_cli.providers import Provider, find_provider
from epoch_cli.providers.base import Request

if TYPE_CHECKING:
    from epoch_cli.engine.cache import Answer

_BREATH = 0.015
"""Seconds after which a run that is held lets others in its loop work, even if its provider never waits."""


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
        control: carries wishes to this run: cancel, refine, undo, another provider; or to wait for them (`hold`).

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
    clock = generation.options.clock
    breathed = clock()
    # closed at once when the caller leaves, and with it the provider's connection
    async with aclosing(generation.events()) as events:
        async for event in events:
            yield event
            if generation.control.held and clock() - breathed > _BREATH:
                await asyncio.sleep(0)
                breathed = clock()


def first_request(prompt: str, *, catalog: Catalog, provider: Provider, options: Options) -> Request:
    """The request that `generate` would send first; arguments and errors as there."""
    return _Generation(prompt, catalog, provider, options, Control()).first.request


class _Generation:
    """A run whose text a provider writes: its beginning, its conversation, its end."""

    def __init__(self, prompt: str, catalog: Catalog, provider: Provider, options: Options, control: Control) -> None:
        self.author = Author(provider.name, provider.model, provider.title)
        self.catalog = catalog
        self.options = options
        self.control = control
        self.run = self._new_run()
        self.asked = Asked(without_key(prompt, provider), "initial")
        self.party = Party(provider, options)
        self.first = self.party.prepare(self.asked.wish, Purpose("initial"), self.run.draft)

    def _new_run(self) -> Run:
        options = self.options
        return Run(
            self.catalog,
            self.author,
            options,
            self.control,
            token_budget=options.token_budget,
            max_cost=options.max_cost,
        )

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last: made now, or as it was when the same was asked before."""
        wake = self.control.attach(asyncio.get_running_loop())
        async with aclosing(self._from_cache(wake) if self._may_be_cached() else self._made(wake)) as events:
            async for event in events:
                yield event

    def _may_be_cached(self) -> bool:
        """Whether this run may have its answer from the cache: one with wishes only if it can fulfil them behind it."""
        return (
            self.options.cache is not None
            and not self._has_changed()
            and (self.control.held or not self.control.wished)
        )

    # ------------------------------------------------------------ a new answer

    async def _made(self, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        yield self.run.started(self.asked.wish)
        yield self.run.stage("preparing")
        for event in self._checked_again():
            yield event
        conversation = self._conversation(wake)
        async with aclosing(self._to_the_end(conversation, self.asked, self.first)) as events:
            async for event in events:
                yield event

    def _conversation(self, wake: asyncio.Event) -> Conversation:
        return Conversation(self.run, self.party, Attempts(self.run, self.party.spending, self.options, wake))

    async def _to_the_end(
        self, conversation: Conversation, asked: Asked | None, prepared: Prepared | None
    ) -> AsyncGenerator[Event, None]:
        """What is wished for, beginning with `asked`, and the end of the run."""
        try:
            async with aclosing(conversation.events(asked, prepared)) as events:
                async for event in events:
                    yield event
            stop = conversation.stop
        except Stop as reason:
            stop = reason
        except EpochError as error:
            stop = Stop.of(error)
        if stop.status == "complete" and "root" not in self.run.draft.document:
            stop = Stop("failed", no_interface(self.party.provider))
        for event in self.run.ending(stop):
            yield event

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

    # ------------------------------------------------------------ an answer from the cache

    async def _from_cache(self, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        """The answer that was given before; without one, a new one that is kept."""
        from epoch_cli.engine.cache import key_of  # noqa: PLC0415  only for runs that ask a server

        cache = self.options.cache
        assert cache is not None  # noqa: S101  `_may_be_cached` has seen to it
        key = key_of(self.first.request, self.party.provider, self.options, self.run.draft)
        answer = None if self.options.refresh else cache.find(key)
        if answer is not None and (not self.control.held or self._goes_on_behind(answer)):
            async with aclosing(self._told_again(answer, wake)) as events:
                async for event in events:
                    yield event
            return
        keeping = cache.keep(key)
        try:
            async with aclosing(self._made(wake)) as events:
                async for event in events:
                    keeping.record(event)
                    yield event
        finally:
            keeping.close()

    async def _told_again(self, answer: Answer, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        """A recorded run, told as it was; one that is held then goes on as if it had been made now."""
        from epoch_cli.engine.cache import replayed  # noqa: PLC0415  only for runs that ask a server

        goes_on = self.control.held
        for event in replayed(answer, self.run.started(self.asked.wish)):
            if isinstance(event, RunEnded) or (isinstance(event, StageEntered) and event.stage == "complete"):
                # it may also have been held only now
                goes_on = goes_on or (self.control.held and self._goes_on_behind(answer))
                if goes_on:
                    break
            yield event
        if not goes_on:
            return
        conversation = self._conversation(wake)
        conversation.attempts.number = max(
            (event.attempt for event in answer.events if isinstance(event, AttemptStarted)), default=0
        )
        conversation.take_over(self.asked, [event.patch for event in answer.events if isinstance(event, PatchAccepted)])
        async with aclosing(self._to_the_end(conversation, None, None)) as events:
            async for event in events:
                yield event

    def _goes_on_behind(self, answer: Answer) -> bool:
        """Bring the run to where a recorded one was when it had its answer; whether it is there.

        It is not when the text is read otherwise today, which the key of the answer should not allow.
        """
        from epoch_cli.engine.recheck import read_again  # noqa: PLC0415  only for runs that are held

        run = self._new_run()
        if not read_again(run, answer.events):
            return False
        run.clock.begin_behind(answer.events[-1].at)
        self.run = run
        return True
