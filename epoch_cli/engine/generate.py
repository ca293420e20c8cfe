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
from decimal import Decimal

from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.engine.arrivals import END, Arrivals
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.prompts import make_prompt
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.spending import Spending
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, EpochError, ProviderError, UsageError
from epoch_cli.events import AttemptStarted, Channel, Event, NoticeGiven, UsageReported
from epoch_cli.providers import Provider, find_provider
from epoch_cli.providers.base import (
    Brief,
    Constraint,
    ConstraintKind,
    FinishPart,
    NoticePart,
    Part,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    Turn,
    UsagePart,
)
from epoch_cli.providers.prices import Price, money
from epoch_cli.providers.tokens import estimate_tokens


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
    return _Generation(prompt, catalog, provider, options, Control()).first


@dataclass(slots=True)
class _Answer:
    """What one attempt has brought so far, besides text."""

    usage: UsagePart = field(default_factory=UsagePart)
    finish: FinishPart | None = None


_SHOWN = 160
"""How many characters are shown of an answer in which there is no patch."""

_CHANNELS: dict[type, Channel] = {
    TextPart: "text",
    ToolInputPart: "text",  # a grammar makes a model write into a tool what it would have said
    ThinkingPart: "thinking",
    RefusalPart: "refusal",
}


class _Generation:
    """A run whose text a provider writes: its attempts, and the tokens they take."""

    def __init__(self, prompt: str, catalog: Catalog, provider: Provider, options: Options, control: Control) -> None:
        author = Author(provider.name, provider.model, provider.title)
        self.run = Run(catalog, author, options, control, token_budget=options.token_budget, max_cost=options.max_cost)
        self.prompt = prompt
        self.provider = provider
        self.options = options
        self.control = control
        self.attempt = 0
        self.said = ""
        self.spending = Spending(price_of(provider))
        self._check_price()
        self.first = self._prepare(prompt)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last."""
        wake = self.control.attach(asyncio.get_running_loop())
        yield self.run.started(self.prompt)
        stop = Stop("complete")
        try:
            request: Request | None = self.first
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
        except EpochError as error:
            stop = Stop("failed", error)
        if stop.status == "complete" and "root" not in self.run.draft.document:
            stop = Stop("failed", self._no_interface())
        for event in self.run.ending(stop):
            yield event

    def _no_interface(self) -> ProviderError:
        """The answer was whole, and there is nothing in it; what a model says in words instead is told."""
        said = "" if "{" in self.said else " ".join(self.said.split())
        instead = f", but “{said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'}”" if said else ""
        what = f"{self.provider.title} wrote no interface{instead}"
        return ProviderError(what, remedy="ask again, or try another model")

    # ------------------------------------------------------------ one attempt

    def _prepare(self, wish: str) -> Request:
        draft = self.run.draft
        prompt = make_prompt(
            wish, draft.catalog, draft.profile, draft.models, document=draft.document, system=self.options.system
        )
        if self.spending.tokens + prompt.tokens > self.options.token_budget:
            left = self.options.token_budget - self.spending.tokens
            raise BudgetError(
                f"the prompt takes ~{prompt.tokens} tokens, {left} are left of the budget",
                remedy="shorten the prompt, or use a smaller preset",
            )
        cost, most = self.spending.cost_with(prompt.tokens), self.options.max_cost
        if cost is not None and most is not None and cost > most:
            raise BudgetError(
                f"with this prompt the run would cost about {money(cost)}, {money(most)} at most",
                remedy="shorten the prompt, use a smaller preset, or raise --max-cost",
            )
        brief = Brief(wish, draft.catalog, draft.profile, draft.models, clone(draft.document))
        return Request(
            prompt.system,
            (Turn("user", prompt.user),),
            brief,
            stable=prompt.stable,
            cache_key=f"epoch-{draft.catalog.digest[:16]}",
            parameters=self.options.parameters,
            constraint=self._constraint(),
        )

    def _constraint(self) -> Constraint | None:
        """What the answer is held to while it is written, where the provider can do that."""
        draft, wanted = self.run.draft, self.options.constrain
        kind = constraint_kind_of(self.provider)
        if wanted == "off" or (kind is None and wanted == "auto"):
            return None
        if kind is None:
            raise UsageError(
                f"{self.provider.title} cannot be held to a grammar or a schema",
                remedy="leave out --constrain required, or choose another provider or model",
            )
        from epoch_cli.engine.constraining import constraint_for  # noqa: PLC0415  grammars, only for runs that want one

        return constraint_for(kind, draft.catalog, draft.profile, draft.models, required=wanted == "required")

    def _check_price(self) -> None:
        if self.options.max_cost is not None and self.spending.cost is None:
            raise UsageError(
                f"no price is known for {self.provider.title}, so that no cost can be kept to",
                remedy=f'put [prices."{self.provider.model}"] into your configuration, or leave out --max-cost',
            )

    async def _attempt(self, request: Request, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        run = self.run
        self.attempt += 1
        run.begin_text(null_is_absent=request.constraint is not None and request.constraint.kind == "json_schema")
        prompt_tokens = estimate_tokens(request.system + request.brief.prompt)
        self.spending.begin(prompt_tokens)
        yield self._attempt_started(request, prompt_tokens)
        answer, stop = _Answer(), None
        arrivals = Arrivals(self.provider.stream(request), wake)
        try:
            while (part := await arrivals.next(run.time_left())) is not END:
                for event in self._take(part, answer):
                    yield event
        except (TimeoutError, EpochError, Stop) as reason:
            stop = self._stop_of(reason)
            if isinstance(reason, EpochError) and _turned_away(reason):
                answer.usage = UsagePart(0, 0)
        finally:
            await arrivals.close()
        # however the answer ended, what had come of it is read to its end, and what it took is told
        try:
            for event in run.end_text():
                yield event
        except Stop as reason:
            stop = stop or reason
        yield self._settle(answer.usage)
        if stop is not None:
            raise stop
        for event in self._check_cost():  # what was thought unseen is known only now
            yield event
        self._check_finish(answer.finish)
        if answer.finish is not None and answer.finish.reason == "other":
            said = f"{self.provider.title} ended its answer in a way of its own: {answer.finish.raw}"
            yield NoticeGiven(at=self.run.at(), attempt=self.attempt, code="ended-otherwise", message=said)

    def _take(self, part: Part | None, answer: _Answer) -> Iterator[Event]:
        """Deal with wishes, then with a part; None is a wish alone."""
        yield from self.run.wishes()
        if isinstance(part, (TextPart, ToolInputPart, ThinkingPart, RefusalPart)):
            self.spending.wrote(part.text)
            if len(self.said) <= _SHOWN and not isinstance(part, ThinkingPart):
                self.said += part.text
            yield from self.run.hear(part.text, _CHANNELS[type(part)])
            yield from self._check_spending()
        elif isinstance(part, UsagePart):
            answer.usage = part
        elif isinstance(part, FinishPart):
            answer.finish = part
        elif isinstance(part, NoticePart):
            if part.code == "constraint-dropped":
                self.run.begin_text()  # nothing was written yet, and null means null again
            yield NoticeGiven(at=self.run.at(), attempt=self.attempt, code=part.code, message=part.message)

    def _check_spending(self) -> Iterator[Event]:
        run, tokens = self.run, self.spending.tokens
        yield from run.meters.read("tokens", tokens, run.at())
        if tokens > self.options.token_budget:
            message = f"~{tokens} tokens, {self.options.token_budget} at most"
            raise Stop("budget", BudgetError(message, remedy="ask for less at a time"))
        yield from self._check_cost()

    def _check_cost(self) -> Iterator[Event]:
        run, most = self.run, self.options.max_cost
        cost = self.spending.cost if most is not None else None
        if cost is not None and most is not None:
            yield from run.meters.read("cost", float(cost), run.at())
            if cost > most:
                raise Stop("budget", _too_dear(cost, most))

    def _stop_of(self, reason: Exception) -> Stop:
        if isinstance(reason, Stop):
            return reason
        return Stop("failed", reason) if isinstance(reason, EpochError) else self.run.out_of_time()

    def _check_finish(self, finish: FinishPart | None) -> None:
        name = self.provider.title
        if finish is None:
            raise ProviderError(f"{name}: the answer was cut off", remedy="ask again", kind="truncated")
        if finish.reason == "length":
            raise Stop("budget", BudgetError(f"{name} reached its output limit", remedy="ask for less at a time"))
        if finish.reason == "context_window":
            remedy = "ask for less at a time, use a smaller preset, or a model with a larger window"
            raise ProviderError(f"{name}: the window of the model is full", remedy=remedy, kind="context_length")
        if finish.reason in {"refusal", "content_filter"}:
            what = "refused to answer" if finish.reason == "refusal" else "was stopped by a content filter"
            raise ProviderError(f"{name} {what}", remedy="ask in other words", kind="content")

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

    def _settle(self, told: UsagePart) -> UsageReported:
        usage, cost = self.spending.settle(told)
        return UsageReported(
            at=self.run.at(),
            attempt=self.attempt,
            input_tokens=usage.input_tokens or 0,
            output_tokens=usage.output_tokens or 0,
            estimated=told.input_tokens is None or told.output_tokens is None,
            cached_tokens=usage.cached_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            thinking_tokens=usage.thinking_tokens,
            cost=None if cost is None else str(cost),
        )


def _too_dear(cost: Decimal, most: Decimal) -> BudgetError:
    message = f"about {money(cost)} spent, {money(most)} at most"
    return BudgetError(message, remedy="ask for less, or raise --max-cost")


def _turned_away(error: EpochError) -> bool:
    """Whether no model has read the prompt, so that nothing was used: no server was asked or reached, or it said no."""
    if not isinstance(error, ProviderError):
        return True  # of the configuration, before anything was sent
    return error.kind == "network" if error.status is None else error.status >= 300


def price_of(provider: Provider) -> Price | None:
    """What a provider takes for its tokens; one that does not say so has no known price."""
    price: Price | None = getattr(provider, "price", None)
    return price


def constraint_kind_of(provider: Provider) -> ConstraintKind | None:
    """What a provider can hold an answer to; nothing for one that does not say so."""
    kind: ConstraintKind | None = getattr(provider, "constrains", None)
    return kind
