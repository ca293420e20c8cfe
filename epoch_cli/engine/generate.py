"""The main job: a prompt goes in, typed events come out.

    provider ─▶ text ─▶ PatchReader ─▶ Intake ─▶ Draft ─▶ events

`generate` owns the order of things (attempts, wishes, tokens, the end); `run.py` reads and tells, and the layers below
judge. Whatever happens, the last event is a `RunEnded` with a valid document.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field

from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.engine.arrivals import END, Arrivals
from epoch_cli.engine.budget import estimate_tokens
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.prompts import make_prompt
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, ProviderError, UsageError
from epoch_cli.events import AttemptStarted, Channel, Event, UsageReported
from epoch_cli.providers import Provider, find_provider
from epoch_cli.providers.base import (
    Brief,
    FinishPart,
    Part,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    Turn,
    UsagePart,
)


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
        UsageError: the prompt is empty, or there is no such provider or profile.
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


@dataclass(slots=True)
class _Answer:
    """What one attempt has brought so far, besides text."""

    usage: UsagePart = field(default_factory=UsagePart)
    finish: FinishPart | None = None


_CHANNELS: dict[type, Channel] = {TextPart: "text", ThinkingPart: "thinking", RefusalPart: "refusal"}


class _Generation:
    """A run whose text a provider writes: its attempts, and the tokens they take."""

    def __init__(self, prompt: str, catalog: Catalog, provider: Provider, options: Options, control: Control) -> None:
        author = Author(provider.name, provider.model, provider.title)
        self.run = Run(catalog, author, options, control, token_budget=options.token_budget)
        self.prompt = prompt
        self.provider = provider
        self.options = options
        self.control = control
        self.attempt = 0
        self.prompt_tokens = 0
        self.written = 0
        self._prepared = self._prepare(prompt)

    @property
    def tokens(self) -> int:
        """About how many tokens all prompts and answers took so far."""
        return self.prompt_tokens - (-self.written // 4)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last."""
        wake = self.control.attach(asyncio.get_running_loop())
        yield self.run.started(self.prompt)
        stop = Stop("complete")
        try:
            request: Request | None = self._prepared
            while request is not None:
                async with aclosing(self._attempt(request, wake)) as attempt:
                    async for event in attempt:
                        yield event
                refinement = self.control.take_refinement()
                request = self._prepare(refinement) if refinement else None
        except Stop as reason:
            stop = reason
        except BudgetError as error:
            stop = Stop("budget", error)
        except ProviderError as error:
            stop = Stop("failed", error)
        if stop.status == "complete" and "root" not in self.run.draft.document:
            remedy = "ask again, or try another model"
            stop = Stop("failed", ProviderError(f"{self.provider.title} wrote no interface", remedy=remedy))
        for event in self.run.ending(stop):
            yield event

    # ------------------------------------------------------------ one attempt

    def _prepare(self, wish: str) -> Request:
        draft = self.run.draft
        prompt = make_prompt(
            wish, draft.catalog, draft.profile, draft.models, document=draft.document, system=self.options.system
        )
        if self.tokens + prompt.tokens > self.options.token_budget:
            left = self.options.token_budget - self.tokens
            raise BudgetError(
                f"the prompt takes ~{prompt.tokens} tokens, {left} are left of the budget",
                remedy="shorten the prompt, use a smaller preset, or raise the token budget",
            )
        brief = Brief(wish, draft.catalog, draft.profile, draft.models, clone(draft.document))
        return Request(prompt.system, (Turn("user", prompt.user),), brief)

    async def _attempt(self, request: Request, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        run = self.run
        self.attempt += 1
        run.begin_text()
        prompt_tokens = estimate_tokens(request.system + request.brief.prompt)
        self.prompt_tokens += prompt_tokens
        yield self._attempt_started(request, prompt_tokens)
        answer, before, stop = _Answer(), self.written, None
        arrivals = Arrivals(self.provider.stream(request), wake)
        try:
            while (part := await arrivals.next(run.time_left())) is not END:
                for event in self._take(part, answer):
                    yield event
        except (TimeoutError, ProviderError, Stop) as reason:
            stop = self._stop_of(reason)
        finally:
            await arrivals.close()
        # however the answer ended, what had come of it is read to its end, and what it took is told
        try:
            for event in run.end_text():
                yield event
        except Stop as reason:
            stop = stop or reason
        usage = self._usage(answer.usage, prompt_tokens, self.written - before)
        # what the provider counted replaces our estimate (decision 14)
        self.prompt_tokens += usage.input_tokens - prompt_tokens
        self.written += 4 * usage.output_tokens - (self.written - before)
        yield usage
        if stop is not None:
            raise stop
        self._check_finish(answer.finish)

    def _take(self, part: Part | None, answer: _Answer) -> Iterator[Event]:
        """Deal with wishes, then with a part; None is a wish alone."""
        yield from self.run.wishes()
        if isinstance(part, (TextPart, ThinkingPart, RefusalPart)):
            self.written += len(part.text)
            yield from self.run.hear(part.text, _CHANNELS[type(part)])
            yield from self._check_tokens()
        elif isinstance(part, UsagePart):
            answer.usage = part
        elif isinstance(part, FinishPart):
            answer.finish = part

    def _check_tokens(self) -> Iterator[Event]:
        yield from self.run.meters.read("tokens", self.tokens, self.run.at())
        if self.tokens > self.options.token_budget:
            message = f"~{self.tokens} tokens, {self.options.token_budget} at most"
            raise Stop("budget", BudgetError(message, remedy="ask for less, or raise the token budget"))

    def _stop_of(self, reason: Exception) -> Stop:
        if isinstance(reason, Stop):
            return reason
        return Stop("failed", reason) if isinstance(reason, ProviderError) else self.run.out_of_time()

    def _check_finish(self, finish: FinishPart | None) -> None:
        name = self.provider.title
        if finish is None:
            raise ProviderError(f"{name}: the answer was cut off", remedy="ask again", kind="truncated")
        if finish.reason == "length":
            raise Stop("budget", BudgetError(f"{name} reached its output limit", remedy="ask for less at a time"))
        if finish.reason == "refusal":
            raise ProviderError(f"{name} refused to answer", remedy="ask in other words", kind="content")

    # ------------------------------------------------------------ what an attempt is told as

    def _attempt_started(self, request: Request, tokens: int) -> AttemptStarted:
        return AttemptStarted(
            at=self.run.at(),
            attempt=self.attempt,
            reason="initial" if self.attempt == 1 else "refine",
            prompt=request.brief.prompt,
            provider=self.provider.name,
            model=self.provider.model,
            input_tokens=tokens,
        )

    def _usage(self, usage: UsagePart, prompt_tokens: int, written: int) -> UsageReported:
        told = usage.input_tokens is not None and usage.output_tokens is not None
        return UsageReported(
            at=self.run.at(),
            attempt=self.attempt,
            input_tokens=usage.input_tokens if usage.input_tokens is not None else prompt_tokens,
            output_tokens=usage.output_tokens if usage.output_tokens is not None else -(-written // 4),
            estimated=not told,
        )
