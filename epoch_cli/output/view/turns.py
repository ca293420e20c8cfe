"""Which turns stand: one that was taken back is neither asked for nor counted any more."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.events import NEW_TURN, AttemptStarted, Event, PatchAccepted, PatchRefused, RunStarted, takes_back


class Turn(NamedTuple):
    """A turn that stands.

    Attributes:
        prompt: what was asked for; raw.
        before: patches that stood when it began.
        inverses: operations that would take back what it wrote.
    """

    prompt: str
    before: int = 0
    inverses: int = 0


class Turns(NamedTuple):
    """The turns that stand; never changed, so that an earlier state can be gone back to.

    Attributes:
        asked: oldest first.
        earlier: what was asked for last in the session that this one continues; empty for none.
        first: the wish that this run began with.
        patches: how many patches stand; parts of one that came node by node count one each.
        last: the number of the last patch, accepted or refused.
    """

    asked: tuple[Turn, ...] = ()
    earlier: str = ""
    first: str = ""
    patches: int = 0
    last: int = 0

    @property
    def prompt(self) -> str:
        """What the last turn that stands was asked for."""
        return self.asked[-1].prompt if self.asked else self.earlier

    def after(self, event: Event) -> Turns:
        """They with the next event."""
        if isinstance(event, RunStarted):
            earlier = str(event.history[-1].get("prompt", "")) if event.history else ""
            return Turns(earlier=earlier, first=event.prompt)
        if isinstance(event, AttemptStarted):
            return self._asking(event) if event.reason in NEW_TURN or not self.asked else self
        if isinstance(event, PatchRefused):
            return self._replace(last=event.number)
        return self._patched(event) if isinstance(event, PatchAccepted) else self

    def _asking(self, event: AttemptStarted) -> Turns:
        if event.reason == "refine":
            return self._replace(asked=(*self.asked, Turn(event.prompt, self.patches)))
        return self._replace(asked=(Turn(self.first, self.patches),))  # it may be made again, of somebody else

    def _patched(self, event: PatchAccepted) -> Turns:
        if takes_back(event, self.last):
            return self._taken_back(event)
        # of a patch that came node by node the inverse of the first node takes all others back, too
        inverses = len(event.inverse) if event.number != self.last else 0
        return self._replace(asked=self._grown(inverses), patches=self.patches + 1, last=event.number)

    def _taken_back(self, event: PatchAccepted) -> Turns:
        turns = self._replace(asked=self._grown(-1), last=event.number)
        if not turns.asked or turns.asked[-1].inverses > 0:
            return turns
        # nothing of it is left: a user takes back the wish as well, a fallback does not
        asked = turns.asked[:-1] if event.origin == "undo" else turns.asked
        return turns._replace(asked=asked, patches=turns.asked[-1].before)

    def _grown(self, inverses: int) -> tuple[Turn, ...]:
        """The turns, with so many inverses more in the last one."""
        if not self.asked or not inverses:
            return self.asked
        last = self.asked[-1]
        return (*self.asked[:-1], last._replace(inverses=last.inverses + inverses))
