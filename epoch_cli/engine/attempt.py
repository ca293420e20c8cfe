"""One request, and its answer to the end, however it ends.

    provider ─▶ parts ─▶ Run.hear ─▶ events          and at the end: what was wrong with it, if anything was

What the answer was worth is told as a `Trouble`, from which `recovery` decides; a run that has to end is a `Stop`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from epoch_cli.engine.arrivals import END, Arrivals
from epoch_cli.engine.breaker import BREAKERS, TRIPPING, Breaker
from epoch_cli.engine.findings import error_json, unmet
from epoch_cli.engine.options import Options
from epoch_cli.engine.problems import Fault, is_for_complexity, worth_asking
from epoch_cli.engine.recovery import Trigger
from epoch_cli.engine.requests import Prepared, is_rules
from epoch_cli.engine.run import Run
from epoch_cli.engine.spending import Spending
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, EpochError, ProviderError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    Channel,
    ContextPrepared,
    DiagnosticFound,
    Event,
    NoticeGiven,
    Reason,
    UsageReported,
)
from epoch_cli.providers import Provider
from epoch_cli.providers.base import (
    FinishPart,
    NoticePart,
    Part,
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UnmetPart,
    UsagePart,
)
from epoch_cli.providers.prices import money


class Trouble(NamedTuple):
    """What was wrong with an answer.

    Attributes:
        trigger: what recovery goes by.
        error: as it is told when nothing helps; None where the answer was good but for some parts.
        retryable: whether the same request may work later.
        wait: seconds that the server asks for; None when it does not say.
        faults: the parts that were refused or could not be read.
    """

    trigger: Trigger
    error: EpochError | None = None
    retryable: bool = True
    wait: float | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Answer:
    """What an attempt has brought so far, besides patches.

    Attributes:
        breaker: of the server that answers.
        counts: whether tokens are spent on it.
        judged: how many patches the run had judged before.
        usage, finish: what the provider said last of it.
        said: its beginning.
        came: whether anything of it has.
    """

    breaker: Breaker
    counts: bool
    judged: int
    usage: UsagePart = field(default_factory=UsagePart)
    finish: FinishPart | None = None
    said: str = ""
    came: bool = False


SHOWN = 160
"""How many characters are shown of an answer in which there is no patch."""

_BIT = 2048
"""Characters that are read in a few milliseconds."""

_CHANNELS: dict[type, Channel] = {
    TextPart: "text",
    ToolInputPart: "text",  # a grammar makes a model write into a tool what it would have said
    ThinkingPart: "thinking",
    RefusalPart: "refusal",
}


class Attempts:
    """The attempts of a run, one after the other.

    Args:
        run: what they write into.
        spending: the tokens and the money of all of them.
        options: of the run.
        wake: set whenever there is a new wish.

    Attributes:
        number: of the last attempt, from 1.
        sent: whether the last request was sent at all, and not held back because its server rests.
        trouble: what was wrong with it; None for nothing.
    """

    def __init__(self, run: Run, spending: Spending, options: Options, wake: asyncio.Event) -> None:
        self.run = run
        self.spending = spending
        self.options = options
        self.wake = wake
        self.number = 0
        self.sent = False
        self.trouble: Trouble | None = None
        self._reason: Reason = "initial"

    async def make(self, provider: Provider, prepared: Prepared) -> AsyncGenerator[Event, None]:
        """Send a request and follow its answer; afterwards `trouble` says what was wrong with it.

        Raises:
            Stop: the run has to end: a wish, or no time, tokens, money or patches are left.
        """
        self.trouble = None
        breaker = breaker_of(provider)
        rest = breaker.ask(self)
        self.sent = rest == 0
        if not self.sent:
            self.trouble = _resting(provider, rest)
            return
        self.number += 1
        outcome: list[EpochError | Stop] = []
        answer = _Answer(breaker, counts=not is_rules(provider), judged=self.run.judged)
        try:
            if not is_rules(provider):  # which reads no prompt
                yield self._context_of(prepared)
            yield self.run.stage("generating")
            async with aclosing(self._follow(provider, prepared, answer, outcome)) as events:
                async for event in events:
                    yield event
        finally:
            self._tell(breaker, outcome)
        reason = min(outcome, key=_weight) if outcome else None
        self.trouble = self._trouble(provider, reason, answer)
        error = self.trouble.error if self.trouble is not None else None
        if isinstance(reason, Stop):
            error = reason.error
        finish = answer.finish.reason if answer.finish is not None and reason is None else ""
        yield AttemptEnded(at=self.run.at(), attempt=self.number, finish=finish, error=error_json(error))
        if isinstance(reason, Stop):
            raise reason

    def _context_of(self, prepared: Prepared) -> ContextPrepared:
        context = prepared.context
        return ContextPrepared(at=self.run.at(), attempt=self.number, budget=context.budget, left_out=context.left_out)

    async def _follow(
        self, provider: Provider, prepared: Prepared, answer: _Answer, outcome: list[EpochError | Stop]
    ) -> AsyncGenerator[Event, None]:
        """The answer to its end; what ended it goes into `outcome`, empty when it ended by itself."""
        run, request = self.run, prepared.request
        strict = request.constraint is not None and request.constraint.kind == "json_schema"
        self._reason, run.asked = prepared.purpose.reason, provider.title
        run.begin_text(reason=self._reason, strict=strict)
        prompt_tokens = prepared.context.tokens if answer.counts else 0
        self.spending.begin(prompt_tokens)
        yield AttemptStarted(
            at=run.at(),
            attempt=self.number,
            reason=self._reason,
            prompt=request.brief.prompt,
            provider=provider.name,
            model=provider.model,
            input_tokens=prompt_tokens,
            strict=strict,
        )
        arrivals = Arrivals(provider.stream(request), self.wake)
        try:
            while (part := await arrivals.next(run.time_left())) is not END:
                for event in self._take(part, answer):
                    yield event
        except (TimeoutError, EpochError, Stop) as reason:
            outcome.append(run.out_of_time() if isinstance(reason, TimeoutError) else reason)
            if isinstance(reason, EpochError) and _turned_away(reason):
                answer.usage = UsagePart(0, 0)
        finally:
            await arrivals.close()
        # however the answer ended, what had come of it is read to its end, and what it took is told
        try:
            for event in run.end_text():
                yield event
        except Stop as reason:
            outcome.append(reason)
        yield self._settle(answer.usage)
        try:
            for event in self._check_cost():  # what was thought unseen is known only now
                yield event
        except Stop as reason:
            outcome.append(reason)
        if not outcome and answer.finish is not None and answer.finish.reason == "other":
            said = f"{provider.title} ended its answer in a way of its own: {answer.finish.raw}"
            yield NoticeGiven(at=run.at(), attempt=self.number, code="ended-otherwise", message=said)

    def _take(self, part: Part | None, answer: _Answer) -> Iterator[Event]:
        """Deal with wishes, then with a part; None is a wish alone."""
        yield from self.run.wishes()
        if part is not None and not answer.came:
            answer.came = True
            answer.breaker.succeeded()  # the server answers, whatever comes of this answer
        if isinstance(part, (TextPart, ToolInputPart, ThinkingPart, RefusalPart)):
            if answer.counts:
                self.spending.wrote(part.text)
            if len(answer.said) <= SHOWN and not isinstance(part, ThinkingPart):
                answer.said += part.text
            for piece in self._pieces(part.text):
                yield from self.run.hear(piece, _CHANNELS[type(part)])
            yield from self._check_spending()
        elif isinstance(part, UsagePart):
            answer.usage = part
        elif isinstance(part, FinishPart):
            answer.finish = part
        elif isinstance(part, (NoticePart, UnmetPart)):
            yield from self._told(part)

    def _told(self, part: NoticePart | UnmetPart) -> Iterator[Event]:
        """Pass on what a provider says of its answer."""
        if isinstance(part, UnmetPart):
            found = unmet(part, self.run.draft.rules)
            if found is not None:
                yield DiagnosticFound(at=self.run.at(), diagnostic=found)
            return
        if part.code == "constraint-dropped":
            self.run.begin_text(reason=self._reason)  # nothing was written yet, and null means null again
        yield NoticeGiven(at=self.run.at(), attempt=self.number, code=part.code, message=part.message)

    def _pieces(self, text: str) -> Iterator[str]:
        """A part as it is read: of a run that is held bit by bit, so that a screen can work in between."""
        size = _BIT if self.run.control.held else len(text)
        return (text[at : at + size] for at in range(0, len(text), size)) if len(text) > size else iter((text,))

    # ------------------------------------------------------------ tokens and money

    def _check_spending(self) -> Iterator[Event]:
        if self._reason == "fallback":
            return  # the composer takes no tokens, and is asked because there are no more
        run, tokens = self.run, self.spending.tokens
        yield from run.meters.read("tokens", tokens, run.at())
        if tokens > self.options.token_budget:
            message = f"~{tokens} tokens, {self.options.token_budget} at most"
            error = BudgetError(message, remedy="ask for less at a time, or raise --token-budget")
            raise Stop("budget", error, final=True)
        yield from self._check_cost()

    def _check_cost(self) -> Iterator[Event]:
        run, most = self.run, self.options.max_cost
        cost = self.spending.cost if most is not None else None
        if cost is not None and most is not None:
            yield from run.meters.read("cost", float(cost), run.at())
            if cost > most:
                raise Stop("budget", _too_dear(cost, most), final=True)

    def _settle(self, told: UsagePart) -> UsageReported:
        usage, cost = self.spending.settle(told)
        return UsageReported(
            at=self.run.at(),
            attempt=self.number,
            input_tokens=usage.input_tokens or 0,
            output_tokens=usage.output_tokens or 0,
            estimated=told.input_tokens is None or told.output_tokens is None,
            cached_tokens=usage.cached_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            thinking_tokens=usage.thinking_tokens,
            cost=None if cost is None else str(cost),
        )

    # ------------------------------------------------------------ what was wrong

    def _tell(self, breaker: Breaker, outcome: list[EpochError | Stop]) -> None:
        """Tell a breaker how an attempt ended; whoever leaves in the middle has learnt nothing of the server."""
        if any(isinstance(reason, ProviderError) and reason.kind in TRIPPING for reason in outcome):
            breaker.failed()
        else:
            breaker.released(self)

    def _trouble(self, provider: Provider, reason: EpochError | Stop | None, answer: _Answer) -> Trouble | None:
        """What was wrong with the answer as a whole, or else with parts of it."""
        if isinstance(reason, Stop):
            return None
        if reason is not None:
            return trouble_of(reason)
        return _of_finish(provider, answer.finish) or self._of_parts(provider, answer)

    def _of_parts(self, provider: Provider, answer: _Answer) -> Trouble | None:
        faults = () if is_rules(provider) else tuple(fault for fault in self.run.faults if worth_asking(fault))
        there = "root" in self.run.draft.document
        silent = not (self.run.advanced or self.run.faults or self.run.judged > answer.judged or self.run.unchanged)
        if not there or (silent and not is_rules(provider)):
            error = no_interface(provider, answer.said)
            if not self.run.faults or is_rules(provider):
                return Trouble("malformed", error)
            return Trouble(_trigger_of(faults), error, faults=faults)
        return Trouble(_trigger_of(faults), faults=faults) if faults else None


def _weight(reason: EpochError | Stop) -> int:
    """What ends the run comes before what ends the turn, and that before what only ended the answer."""
    if isinstance(reason, Stop):
        return 0 if reason.final else 1
    return 2


def _trigger_of(faults: tuple[Fault, ...]) -> Trigger:
    return "complexity" if any(is_for_complexity(fault) for fault in faults) else "refused"


def no_interface(provider: Provider, answer: str = "") -> ProviderError:
    """The answer was whole, and there is nothing in it; what a model says in words instead is told."""
    said = "" if "{" in answer else " ".join(answer.split())
    instead = f", but “{said if len(said) <= SHOWN else said[: SHOWN - 1] + '…'}”" if said else ""
    return ProviderError(f"{provider.title} wrote no interface{instead}", remedy="ask again, or try another model")


def trouble_of(error: EpochError) -> Trouble:
    """The trouble that an error is: what is no provider's failure is as good as a bad request."""
    if not isinstance(error, ProviderError):
        return Trouble("bad_request", error, retryable=False)
    return Trouble(error.kind, error, error.retryable, error.retry_after)


def _of_finish(provider: Provider, finish: FinishPart | None) -> Trouble | None:
    """The trouble that a stream's end tells; one without its terminal marker was cut."""
    name = provider.title
    if finish is None:
        return Trouble(
            "truncated", ProviderError(f"{name}: the answer was cut off", remedy="ask again", kind="truncated")
        )
    if finish.reason == "length":
        return Trouble("length", BudgetError(f"{name} reached its output limit", remedy="ask for less at a time"))
    if finish.reason == "context_window":
        remedy = "ask for less at a time, use a smaller preset, or a model with a larger window"
        error = ProviderError(f"{name}: the window of the model is full", remedy=remedy, kind="context_length")
        return Trouble("context_length", error)
    if finish.reason in {"refusal", "content_filter"}:
        what = "refused to answer" if finish.reason == "refusal" else "was stopped by a content filter"
        return Trouble("content", ProviderError(f"{name} {what}", remedy="ask in other words", kind="content"))
    return None


# ---------------------------------------------------------------- the circuit breaker


def breaker_of(provider: Provider) -> Breaker:
    """The breaker of a provider's server."""
    return BREAKERS.of(provider.name, str(getattr(provider, "address", "")))


def _resting(provider: Provider, seconds: float) -> Trouble:
    error = ProviderError(
        f"{provider.title} failed several times in a row and is left alone for {seconds:.0f} s",
        remedy="try again later, or name another provider with --fallback",
        kind="overloaded",
        retry_after=seconds,
    )
    # nobody waits for it: it is left alone for its own good, and the next provider or a fallback is there at once
    return Trouble("overloaded", error, retryable=False)


def _too_dear(cost: Decimal, most: Decimal) -> BudgetError:
    message = f"about {money(cost)} spent, {money(most)} at most"
    return BudgetError(message, remedy="ask for less, or raise --max-cost")


def _turned_away(error: EpochError) -> bool:
    """Whether no model has read the prompt, so that nothing was used: no server was asked or reached, or it said no."""
    if not isinstance(error, ProviderError):
        return True  # of the configuration, before anything was sent
    return error.kind == "network" if error.status is None else error.status >= 300
