"""The wishes of a run, one after the other; each makes a turn, which can be taken back until it is kept.

    wish ─▶ turn ─▶ over ─┬▶ undo_turn, keep, another ─▶ …
                          ├▶ refine ─▶ the next turn
                          ├▶ nothing wished for, and held: waiting, until something is
                          └▶ nothing wished for: the end

A turn that fails ends the run, as it must where nobody is there to help. While the run is held it only ends the turn:
the user may refine, ask somebody else or take it back, and if nothing of that helps, the run ends with the failure. A
limit of the whole run (its time, its tokens, its money, its patches) ends it all the same.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import NamedTuple

from epoch_cli.document import Patch
from epoch_cli.engine.attempt import Attempts
from epoch_cli.engine.control import Another, Keep, UndoTurn
from epoch_cli.engine.options import PastTurn
from epoch_cli.engine.party import Party
from epoch_cli.engine.requests import Prepared, Purpose, without_key
from epoch_cli.engine.run import Run
from epoch_cli.engine.stop import Interrupted, Stop
from epoch_cli.engine.turn import Turn
from epoch_cli.errors import EpochError
from epoch_cli.events import TURN_FAILED, Event, NoticeGiven, PatchAccepted, Reason
from epoch_cli.providers import Provider

NOT_ASKED, HANDED_OVER = "not-asked", "author-changed"
"""Notices: a provider could not be asked, and nothing was sent; another provider writes from now on."""


class Asked(NamedTuple):
    """A wish: what the user asks for, and whether it is the first, as its attempts tell it."""

    wish: str
    reason: Reason


@dataclass(eq=False, slots=True)
class _Made:
    """A turn that can be taken back.

    Attributes:
        asked: what for.
        before: the number of the last patch before it.
        wrote: whether any patch of it was accepted.
        outcome: how the run ends if this is the last turn.
    """

    asked: Asked
    before: int
    wrote: bool = False
    outcome: Stop = field(default_factory=lambda: Stop("complete"))


class Conversation:
    """The turns of a run.

    Args:
        run: what they write into; its control has the wishes.
        party: who is asked.
        attempts: makes the requests.
    """

    def __init__(self, run: Run, party: Party, attempts: Attempts) -> None:
        self.run = run
        self.party = party
        self.attempts = attempts
        self.control = run.control
        self._turns: list[_Made] = []
        self._next: Asked | None = None
        self._undone: Asked | None = None  # what was taken back just before
        self._kept = Stop("complete")  # how the run ends if all turns that can be are taken back
        self._writer = party.provider  # whom the user wants to write, also after others had to help out
        self._took_back = False
        run.overhear = self._overhear

    @property
    def stop(self) -> Stop:
        """How the run ends, by the last turn that stands; one of which the user took all back has been cancelled."""
        stop = self._turns[-1].outcome if self._turns else self._kept
        if stop.status == "complete" and self._took_back and "root" not in self.run.draft.document:
            return Stop("cancelled")
        return stop

    def take_over(self, asked: Asked, patches: Sequence[Patch]) -> None:
        """The first turn was told already: these are its patches, and they are in the document."""
        self._turns.append(_Made(asked, 0, wrote=bool(patches)))
        self.party.remember(PastTurn(asked.wish, patches))

    async def events(self, first: Asked | None, prepared: Prepared | None = None) -> AsyncGenerator[Event, None]:
        """Everything until there is nothing more to do; afterwards `stop` says how it ended.

        Args:
            first: the first wish; None when it is fulfilled.
            prepared: its request.

        Raises:
            Stop: the run has to end.
            EpochError: a request cannot be made, and nobody is there to wish for something else.
        """
        self._next = first
        while True:
            if self._next is not None:
                asked, self._next = self._next, None
                async with aclosing(self._fulfilled(asked, prepared)) as events:
                    async for event in events:
                        yield event
                prepared = None
            for event in self._wishes():
                yield event
            if self._next is None:
                if not self.control.held:
                    return
                async with aclosing(self._waiting()) as events:
                    async for event in events:
                        yield event
                if self.control.cancelled:
                    return

    # ------------------------------------------------------------ a turn

    async def _fulfilled(self, asked: Asked, prepared: Prepared | None) -> AsyncGenerator[Event, None]:
        turn = _Made(asked, self.run.draft.proposed)
        self._turns.append(turn)
        self._undone = None
        accepted: list[Patch] = []
        try:
            async with aclosing(self._attempted(asked.wish, prepared or self._prepared(asked))) as events:
                async for event in events:
                    if isinstance(event, PatchAccepted):
                        accepted.append(event.patch)
                    yield event
            self._writer = self.party.provider
        except Interrupted:
            pass  # what it was interrupted for comes next
        except Stop as stop:
            if stop.final or not self.control.held:
                raise
            turn.outcome = stop
        except EpochError as error:
            if not self.control.held:
                raise
            turn.outcome = Stop.of(error)
        turn.wrote = bool(accepted)
        if turn not in self._turns:  # it was kept while it was under way
            self._kept = turn.outcome
        self.party.remember(PastTurn(asked.wish, accepted))

    def _attempted(self, wish: str, prepared: Prepared) -> AsyncGenerator[Event, None]:
        return Turn(self.run, self.party, self.attempts, wish).events(prepared)

    def _prepared(self, asked: Asked) -> Prepared:
        if self.party.provider is not self._writer:
            self.party.take(self._writer)
        return self.party.prepare(asked.wish, Purpose(asked.reason), self.run.draft)

    # ------------------------------------------------------------ wishes

    def _overhear(self) -> Iterator[Event]:
        """Look at the wishes on the turn that is under way.

        Raises:
            Interrupted: it is to be taken back, which is done when it has ended.
        """
        while (wish := self.control.turn_wish) is not None:
            refused = self._objection(wish.provider) if isinstance(wish, Another) else None
            if isinstance(wish, (UndoTurn, Another)) and self._turns and refused is None:
                raise Interrupted
            if isinstance(wish, Another) and refused is None:
                return  # what is kept goes on, and the other writes after it
            self.control.take_turn_wish()
            if refused is not None:
                yield refused
            elif isinstance(wish, Keep):
                self._keep()

    def _wishes(self) -> Iterator[Event]:
        """Do what is wished for between two turns, up to the next turn: `_next` is what that is asked for."""
        while self._next is None and (wish := self.control.take_turn_wish()) is not None:
            if isinstance(wish, UndoTurn):
                yield from self._undo_turn()
            elif isinstance(wish, Another):
                yield from self._hand_over(wish.provider)
            else:
                self._keep()
        if self._next is None and self.control.held:
            yield from self._undo_patches()
        refinement = self.control.take_refinement() if self._next is None else None
        if refinement is not None:
            self._next = Asked(without_key(refinement, self._writer), "refine")

    def _keep(self) -> None:
        if self._turns:
            self._kept = self._turns[-1].outcome
        self._turns = []
        self._undone = None

    def _undo_turn(self) -> Iterator[Event]:
        if self._turns:
            yield from self.run.take_back_since(self._turns[-1].before)
            self._forget_turn()

    def _undo_patches(self) -> Iterator[Event]:
        """Take single patches back; a turn of which nothing is left was taken back with them."""
        if not self.control.undo_wished:
            return
        yield from self.run.take_back()
        self._took_back = True
        while self._turns and self._turns[-1].wrote and not self.run.draft.undoable_since(self._turns[-1].before):
            self._forget_turn()

    def _forget_turn(self) -> None:
        self._undone = self._turns.pop().asked
        self._took_back = True
        self.party.forget()

    def _hand_over(self, provider: Provider) -> Iterator[Event]:
        """Let somebody else write from now on, beginning with the last wish, unless what came of it was kept."""
        refused = self._objection(provider)
        if refused is not None:
            yield refused
            return
        yield from self._undo_turn()
        self._writer = provider
        if self._undone is not None:
            self._next = self._undone._replace(wish=without_key(self._undone.wish, provider))
        else:
            yield self._notice(HANDED_OVER, f"{provider.title} writes from now on")

    def _objection(self, provider: Provider) -> Event | None:
        """Why a provider cannot be asked, where that is known before."""
        try:
            self.party.check(provider)
        except EpochError as error:
            return self._not_asked(error)
        return None

    # ------------------------------------------------------------ in between

    async def _waiting(self) -> AsyncGenerator[Event, None]:
        """Tell what there is to say of the document, and stand still until there is a wish."""
        wake, clock = self.attempts.wake, self.run.clock
        for event in self.run.report_anew():
            yield event
        if (error := self.stop.error) is not None:
            yield self._notice(TURN_FAILED, _told(error))  # at the end it is in `RunEnded`
        clock.stand_still()
        try:
            yield self.run.stage("waiting")
            while self.control.held:
                wake.clear()
                if self.control.wished:
                    break
                await wake.wait()
        finally:
            clock.go_on()

    def _not_asked(self, error: EpochError) -> NoticeGiven:
        return self._notice(NOT_ASKED, _told(error))

    def _notice(self, code: str, message: str) -> NoticeGiven:
        return NoticeGiven(at=self.run.at(), attempt=self.attempts.number, code=code, message=message)


def _told(error: EpochError) -> str:
    return f"{error.message}: {error.remedy}" if error.remedy else error.message
