"""Where a run is, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from epoch_cli.events import (
    NEW_TURN,
    TURN_FAILED,
    AttemptEnded,
    AttemptStarted,
    DiagnosticFound,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    Reason,
    RepairMade,
    RunEnded,
    RunStarted,
    StageEntered,
)
from epoch_cli.output.narration import title_of
from epoch_cli.output.outcome import is_about_text
from epoch_cli.output.progress import Progress
from epoch_cli.output.trouble import trouble
from epoch_cli.output.view.turns import Turns
from epoch_cli.providers import BUILT_IN


class Status(NamedTuple):
    """Where a run is.

    Attributes:
        prompt: what is asked for in this turn, or was in the last one that was not taken back.
        provider: who writes, as people read it; model: the model, empty for rules.
        attempt, turn: counted from 1, through the whole run; 0 before the first.
        tries: the attempts of this turn, so far.
        turns: those that stand.
        reason: why there is this attempt.
        progress: stage, tokens, rate, time left (`output/progress.py`).
        note: the last thing that went wrong, or was done about it; empty for nothing.
        waiting: the turn is over, and the run waits for a wish.
        failed: why the last turn failed, and what to do, while the run waits; empty when it did not.
        ended: the last event, when there was one.
        accepted, refused, repaired, malformed: how many, so far.
        answering: whether an answer may be coming: not between two attempts, nor once the run waits or is over.
    """

    prompt: str = ""
    provider: str = ""
    model: str = ""
    attempt: int = 0
    turn: int = 0
    tries: int = 0
    turns: Turns = Turns()
    reason: Reason | str = ""
    progress: Progress = Progress()
    note: str = ""
    waiting: bool = False
    failed: str = ""
    ended: RunEnded | None = None
    accepted: int = 0
    refused: int = 0
    repaired: int = 0
    malformed: int = 0
    answering: bool = False

    @property
    def words(self) -> str:
        """Where the run is, in a word or two."""
        if self.ended is not None:
            return _ENDS.get(self.ended.status, self.ended.status)
        if self.waiting and self.failed:
            return "failed, waiting for you"
        return _STAGES.get(self.progress.stage, self.progress.stage)


_STAGES: Final[Mapping[str, str]] = MappingProxyType({"": "starting", "waiting": "waiting for you"})
_ENDS: Final[Mapping[str, str]] = MappingProxyType({"timeout": "timed out", "budget": "over budget"})
"""The words of stages and ends that have others than their names."""


def after(status: Status, event: Event, started: RunStarted | None) -> Status:
    """Where the run is with the next event; `progress` is for others to follow."""
    turns = status.turns.after(event)
    if isinstance(event, RunStarted):
        provider, model = author(event, event.provider, event.model)
        return Status(prompt=event.prompt, provider=provider, model=model, turns=turns, answering=True)
    if turns is not status.turns or status.waiting:
        prompt = turns.prompt if len(turns.asked) != len(status.turns.asked) else status.prompt
        failed = "" if status.waiting else status.failed
        status = status._replace(waiting=False, failed=failed, turns=turns, prompt=prompt)
    if isinstance(event, AttemptStarted):
        return _asked(status, event, started)
    if isinstance(event, StageEntered):
        return _entered(status, event)
    return _counted(_troubled(status, event), event)


def _asked(status: Status, event: AttemptStarted, started: RunStarted | None) -> Status:
    provider, model = author(started, event.provider, event.model)
    begins = not status.turn or event.reason in NEW_TURN
    return status._replace(
        attempt=event.attempt,
        turn=status.turn + begins,
        tries=1 if begins else status.tries + 1,
        reason=event.reason,
        provider=provider,
        model=model,
        prompt=status.turns.prompt if begins else status.prompt,
        note="" if begins else status.note,
        answering=True,
    )


def _entered(status: Status, event: StageEntered) -> Status:
    waiting = event.stage == "waiting"
    return status._replace(waiting=waiting, answering=status.answering and not waiting)


def _troubled(status: Status, event: Event) -> Status:
    """With what did not go well, or what was done about it."""
    if isinstance(event, NoticeGiven) and event.code == TURN_FAILED:
        return status._replace(failed=event.message)
    said = trouble(event)
    return status._replace(note=said) if said else status


def _counted(status: Status, event: Event) -> Status:
    if isinstance(event, PatchAccepted):
        return status._replace(accepted=status.accepted + 1)
    if isinstance(event, PatchRefused):
        return status._replace(refused=status.refused + 1)
    if isinstance(event, RepairMade):
        return status._replace(repaired=status.repaired + 1)
    if isinstance(event, DiagnosticFound):
        return status._replace(malformed=status.malformed + is_about_text(event.diagnostic))
    if isinstance(event, AttemptEnded):
        return status._replace(answering=False)
    return status._replace(ended=event, answering=False) if isinstance(event, RunEnded) else status


def author(started: RunStarted | None, provider: str, model: str) -> tuple[str, str]:
    """Who writes, as people read it, and the model beside it: empty for rules, and what the first says already."""
    title = title_of(started, provider, model) if started is not None else provider
    if provider in BUILT_IN:
        return title, ""
    return title.removesuffix(model).rstrip() or title, model
