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

from epoch_cli.catalog import Profile
from epoch_cli.engine import fallback, problems
from epoch_cli.engine.attempt import Attempts, Trouble
from epoch_cli.engine.party import Party
from epoch_cli.engine.problems import Fault
from epoch_cli.engine.recovery import EASING, TABLE, Decision, Situation, Trigger, decide, message
from epoch_cli.engine.requests import Prepared, Purpose, is_rules
from epoch_cli.engine.run import Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError
from epoch_cli.events import Action, Event, RecoveryChosen, Strategy

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
        again: Trouble | None = trouble
        while again is not None:
            trouble, again = again, None
            decision = decide(self._situation(trouble))
            if decision.action == "keep":
                return
            if decision.action == "fail":
                raise _failed(trouble)
            strategy = self._strategy() if decision.action == "fallback" else None
            yield self._told(trouble.trigger, decision, strategy or self.party.next_name)
            if strategy is not None:
                async with aclosing(self._fall_back(strategy, trouble)) as events:
                    async for event in events:
                        yield event
            self._count(decision, trouble)
            if decision.action == "next":
                again = await self.party.move_on()
        async with aclosing(self._wait(decision.delay)) as events:
            async for event in events:
                yield event
        self._next = self.party.prepare(self.wish, self._purpose(decision, trouble), self.run.draft)

    async def _attempt(self, prepared: Prepared) -> AsyncGenerator[Event, None]:
        self._made += 1
        self._prompt_tokens = prepared.context.prompt.tokens
        yield self.run.stage("context")
        if prepared.purpose.reason == "correction":
            yield self.run.stage("correcting")
        async with aclosing(self.attempts.make(self.party.provider, prepared)) as events:
            async for event in events:
                yield event

    # ------------------------------------------------------------ deciding

    def _with_pending(self, trouble: Trouble | None) -> Trouble | None:
        """The trouble with an answer, and the parts of those before it that nobody has asked for again."""
        if trouble is not None and trouble.trigger not in {"refused", "complexity"}:
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

    def _situation(self, trouble: Trouble) -> Situation:
        recovering, provider, run = self.recovering, self.party.provider, self.run
        model = 0 if is_rules(provider) else 1
        stands = trouble.trigger in {"refused", "complexity"} and "root" in run.draft.document
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
            fallback=self._strategy() is not None,
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

    # ------------------------------------------------------------ doing

    def _told(self, trigger: Trigger, decision: Decision, to: str) -> RecoveryChosen:
        return RecoveryChosen(
            at=self.run.at(),
            attempt=self.attempts.number,
            category=TABLE[trigger].category,
            trigger=trigger,
            action=decision.action,
            delay=round(decision.delay, 3),
            message=message(trigger, decision, self.party.asked, to),
        )

    def _count(self, decision: Decision, trouble: Trouble) -> None:
        if decision.action == "next":  # another server has all its chances
            self._done["retry"] = self._done["continue"] = 0
            return
        self._done[decision.action] += 1
        if trouble.trigger == "complexity":
            self._done["correct"] += 1
        elif decision.action == "correct":
            self._done["adjust"] += 1

    def _purpose(self, decision: Decision, trouble: Trouble) -> Purpose:
        """What the next request is for."""
        if trouble.trigger in {"refused", "complexity"}:
            profile = self._eased() if trouble.trigger == "complexity" else None
            return Purpose("correction", "recovery", problems.correction(trouble.faults), profile, self._share)
        if trouble.trigger == "context_length" and decision.action == "adjust":
            self._share *= EASING
        if self.run.advanced:
            unread = self.run.unfinished
            return Purpose("continuation", "recovery", problems.continuation(unread), share=self._share)
        if trouble.trigger == "malformed":
            return Purpose("retry", "recovery", problems.nothing_readable(), share=self._share)
        profile = self._eased() if trouble.trigger == "length" else None
        return Purpose("retry", profile=profile, share=self._share)

    def _eased(self) -> Profile:
        return problems.eased(self.run.draft.profile, self.run.draft.metrics)

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
            raise _failed(trouble)
        raise Stop("fallback", trouble.error, strategy)


def _failed(trouble: Trouble) -> Stop:
    """The end of a run that nothing could help."""
    return Stop("budget" if isinstance(trouble.error, BudgetError) else "failed", trouble.error)
