"""One wish, until it is fulfilled or nothing more can be done about it.

    attempt ─▶ trouble ─▶ decide ─▶ retry, continuation, correction, the next provider … ─▶ attempt
                                 └▶ a declared fallback, or the end

What is decided is `recovery.py`'s business; here it is done, and told as `RecoveryChosen`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Literal

from epoch_cli.catalog import Profile
from epoch_cli.engine import fallback, problems
from epoch_cli.engine.arrivals import Arrivals
from epoch_cli.engine.attempt import Attempts, Trouble
from epoch_cli.engine.party import Party
from epoch_cli.engine.problems import Fault
from epoch_cli.engine.recovery import EASING, Decision, Situation, Trigger, chosen, decide
from epoch_cli.engine.requests import Prepared, Purpose, is_rules
from epoch_cli.engine.run import Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, ProviderError
from epoch_cli.events import Action, Event, RecoveryChosen, Strategy

_IN_PART = frozenset({"refused", "complexity"})
"""Troubles with parts of an answer that is otherwise good."""

MOST_ATTEMPTS = 24
"""Attempts for one wish, whatever the table allows."""


class Turn:
    """The attempts for one wish.

    Args:
        run: what they write into.
        party: who is asked.
        attempts: makes them.
        wish: what the user asks for.
    """

    def __init__(self, run: Run, party: Party, attempts: Attempts, wish: str) -> None:
        self.run = run
        self.party = party
        self.attempts = attempts
        self.wish = wish
        self.recovering = run.options.recovering
        self._editing = "root" in run.draft.document
        self._done: Counter[Action] = Counter()
        self._made = 0
        self._prompt_tokens = 0
        self._share = 1.0
        self._pending: list[Fault] = []
        self._asked: tuple[Fault, ...] = ()
        self._last: Purpose | None = None
        self._next: Prepared | None = None

    async def events(self, first: Prepared) -> AsyncGenerator[Event, None]:
        """Everything that is done for it, beginning with a request that is prepared.

        Raises:
            Stop: the run has to end.
            EpochError: a request cannot be made.
        """
        self.run.begin_wish()
        self._next = first
        while self._next is not None:
            prepared, self._next = self._next, None
            async with aclosing(self._attempt(prepared)) as events:
                async for event in events:
                    yield event
            trouble = self._with_pending(self.attempts.trouble)
            if trouble is not None:
                async with aclosing(self._recover(trouble)) as events:
                    async for event in events:
                        yield event

    async def _recover(self, trouble: Trouble) -> AsyncGenerator[Event, None]:
        """Do something about a trouble: afterwards the next request is prepared, if there is to be one."""
        taken: list[Decision] = []
        async with aclosing(self._act(trouble, taken)) as events:
            async for event in events:
                yield event
        decision = taken[-1]
        if decision.action == "keep":
            return
        async with aclosing(self._wait(decision.delay)) as events:
            async for event in events:
                yield event
        try:
            self._next = self.party.prepare(self.wish, self._purpose(decision, trouble), self.run.draft)
        except BudgetError:
            if trouble.trigger not in _IN_PART or "root" not in self.run.draft.document:
                raise
            yield self._told(trouble.trigger, Decision("keep"), "")  # the rest is as good without a correction

    async def _act(self, trouble: Trouble, taken: list[Decision]) -> AsyncGenerator[Event, None]:
        """Decide, and do what needs no request; what was decided goes in `taken`, the last of it is what counts.

        Raises:
            Stop: the run has to end.
        """
        about, exhausted = trouble, False
        while True:
            decision = decide(self._situation(trouble, exhausted=exhausted))
            taken.append(decision)
            strategy = self._strategy() if decision.action == "fallback" else None
            yield self._told(about.trigger, decision, strategy or self.party.next_name)
            if decision.action == "fail":
                raise self._failed(trouble)
            if strategy is not None:
                async with aclosing(self._fall_back(strategy, trouble)) as events:
                    async for event in events:
                        yield event
            self._count(decision, trouble)
            if decision.action != "next":
                return
            opened: list[Trouble | None] = []
            async with aclosing(self._move_on(opened)) as events:
                async for event in events:
                    yield event
            if opened[0] is None:
                return
            about, exhausted = opened[0], True  # who cannot even be asked changes nothing about what went wrong

    async def _move_on(self, opened: list[Trouble | None]) -> AsyncGenerator[Event, None]:
        """Open the next provider, unless a wish or the end of the time comes first; what came of it goes in `opened`.

        Raises:
            Stop: the run has to end.
        """

        async def opening() -> AsyncGenerator[tuple[Trouble | None], None]:
            yield (await self.party.move_on(),)

        arrivals = Arrivals(opening(), self.attempts.wake)
        try:
            while (come := await arrivals.next(self.run.time_left())) is None:
                for event in self.run.wishes():
                    yield event
            opened.append(come[0])
        except TimeoutError:
            raise self.run.out_of_time() from None
        finally:
            await arrivals.close()

    async def _attempt(self, prepared: Prepared) -> AsyncGenerator[Event, None]:
        self._made += 1
        self._last = prepared.purpose
        self._prompt_tokens = prepared.context.tokens
        yield self.run.stage("context")
        if prepared.purpose.reason == "correction":
            yield self.run.stage("correcting")
        async with aclosing(self.attempts.make(self.party.provider, prepared)) as events:
            async for event in events:
                yield event

    # ------------------------------------------------------------ deciding

    def _with_pending(self, trouble: Trouble | None) -> Trouble | None:
        """The trouble with an answer, and the parts of those before it that nobody has asked for again."""
        if not self.attempts.sent:
            return trouble
        asked, self._asked = self._asked, ()
        if trouble is not None and trouble.trigger not in _IN_PART:
            self._pending += asked  # nobody knows what of it this answer would have brought
            if self.run.advanced:  # before that, all of it is asked for anew
                self._pending += [
                    fault for fault in self.run.faults if problems.worth_asking(fault) and not problems.is_cut(fault)
                ]
            return trouble
        if not self._pending:
            return trouble
        pending, self._pending = tuple(self._pending), []
        if trouble is None:
            return Trouble("refused", faults=pending)
        return trouble._replace(faults=(*pending, *trouble.faults))

    def _situation(self, trouble: Trouble, *, exhausted: bool) -> Situation:
        """What there is to decide by; `exhausted` is whether the provider with the trouble was given up already."""
        recovering, provider, run = self.recovering, self.party.provider, self.run
        model = 0 if exhausted or is_rules(provider) else 1
        stands = trouble.trigger in _IN_PART and "root" in run.draft.document
        return Situation(
            trigger=trouble.trigger,
            accepted=run.advanced or stands,
            done=self._done,
            allowed={
                "retry": recovering.retries * model,
                "continue": recovering.continuations * model,
                "correct": recovering.corrections * model,
                "adjust": recovering.corrections * model,
            },
            standbys=self.party.left,
            retryable=trouble.retryable,
            affordable=self._affordable(),
            seconds=self._seconds(),
            wait=trouble.wait,
            chance=run.options.chance(),
            fallback=self._declared(),
        )

    def _affordable(self) -> bool:
        """Whether tokens and money are left for one more request like the last one."""
        spending, options = self.party.spending, self.run.options
        if self._made >= MOST_ATTEMPTS or spending.tokens + self._prompt_tokens > options.token_budget:
            return False
        cost = spending.cost_with(self._prompt_tokens)
        return cost is None or options.max_cost is None or cost <= options.max_cost

    def _seconds(self) -> float:
        with suppress(TimeoutError):
            return self.run.time_left()
        return 0.0

    def _strategy(self) -> Strategy | None:
        return fallback.strategy_of(self.recovering, editing=self._editing, rules=is_rules(self.party.provider))

    def _declared(self) -> Literal["", "default", "named"]:
        if self._strategy() is None:
            return ""
        return "default" if self.recovering.fallback == "auto" else "named"

    # ------------------------------------------------------------ doing

    def _told(self, trigger: Trigger, decision: Decision, to: str) -> RecoveryChosen:
        told = chosen(self.run.at(), self.attempts.number, trigger, decision, self.party.asked, to)
        if decision.action in {"fallback", "fail"} and not self._affordable():
            return replace(told, message=f"{told.message}; no tokens or money are left to ask again")
        return told

    def _count(self, decision: Decision, trouble: Trouble) -> None:
        if decision.action == "next":  # whoever is asked next has all its chances
            self._done.clear()
            self._share = 1.0
            return
        self._done[decision.action] += 1
        if trouble.trigger == "complexity":
            self._done["correct"] += 1
        elif decision.action == "correct":
            self._done["adjust"] += 1

    def _purpose(self, decision: Decision, trouble: Trouble) -> Purpose:
        """What the next request is for."""
        if not self.attempts.sent and self._last is not None and self._last.reason != "correction":
            return self._last  # nobody was asked yet
        if decision.action == "next":
            self._pending = self._pending if self.run.advanced else []
            # nobody else has to answer for what the last one wrote
            return self._going_on() if self.run.advanced else Purpose("retry")
        if trouble.trigger in _IN_PART:
            return self._correction(trouble.faults, self._eased() if trouble.trigger == "complexity" else None)
        if trouble.trigger == "context_length":
            self._share *= EASING
        if self._last is not None and self._last.reason == "correction" and self._pending:
            pending, self._pending = tuple(self._pending), []
            return self._correction(pending, self._last.profile)
        return self._going_on() if self.run.advanced else self._again(trouble)

    def _going_on(self) -> Purpose:
        told = problems.continuation(self.run.unfinished)
        return Purpose("continuation", "recovery", told, share=self._share)

    def _again(self, trouble: Trouble) -> Purpose:
        if trouble.trigger == "malformed":
            return Purpose("retry", "recovery", problems.nothing_readable(), share=self._share)
        profile = self._eased() if trouble.trigger == "length" else None
        return Purpose("retry", profile=profile, share=self._share)

    def _correction(self, faults: tuple[Fault, ...], profile: Profile | None) -> Purpose:
        self._asked = faults
        return Purpose("correction", "recovery", problems.correction(faults), profile, self._share)

    def _eased(self) -> Profile:
        return problems.eased(self.run.draft.profile, self.run.draft.metrics)

    def _failed(self, trouble: Trouble) -> Stop:
        """The end of a run that nothing could help."""
        error = trouble.error
        if isinstance(error, ProviderError) and error.retryable and not self._affordable():
            why = "no tokens or money are left to ask again"
            return Stop("budget", BudgetError(f"{error.message}; {why}", remedy="raise --token-budget or --max-cost"))
        return Stop("budget" if isinstance(error, BudgetError) else "failed", error)

    async def _wait(self, seconds: float) -> AsyncGenerator[Event, None]:
        """Wait, unless there is a wish to look at."""
        now, wake = asyncio.get_running_loop().time, self.attempts.wake
        until = now() + seconds
        while (left := until - now()) > 0:
            try:
                await asyncio.wait_for(wake.wait(), left)
            except TimeoutError:
                break
            wake.clear()
            for event in self.run.wishes():
                yield event
        for event in self.run.wishes():
            yield event

    async def _fall_back(self, strategy: Strategy, trouble: Trouble) -> AsyncGenerator[Event, None]:
        """Put something in place of the answer that did not come; the run ends with it."""
        if strategy == "previous":
            for event in fallback.put_previous(self.run):
                yield event
        elif strategy == "empty":
            for event in fallback.put_empty(self.run):
                yield event
        else:
            self.party.take(fallback.composer())
            prepared = self.party.prepare(self.wish, Purpose("fallback"), self.run.draft)
            async with aclosing(self._attempt(prepared)) as events:
                async for event in events:
                    yield event
        if "root" not in self.run.draft.document:
            raise self._failed(trouble)
        raise Stop("fallback", trouble.error, strategy)
