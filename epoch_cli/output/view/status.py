"""Where a run is, in one line."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.events import Reason, RunEnded
from epoch_cli.output.progress import Progress


class Status(NamedTuple):
    """Where a run is.

    Attributes:
        prompt: what is asked for in this turn.
        provider: who writes, as people read it; model: the model, empty for rules.
        attempt, turn: counted from 1; 0 before the first.
        reason: why there is this attempt.
        progress: stage, tokens, rate, time left (`output/progress.py`).
        note: the last thing that went wrong, or was done about it; empty for nothing.
        waiting: the turn is over, and the run waits for a wish.
        ended: the last event, when there was one.
        accepted, refused, repaired, malformed: how many, so far.
    """

    prompt: str = ""
    provider: str = ""
    model: str = ""
    attempt: int = 0
    turn: int = 0
    reason: Reason | str = ""
    progress: Progress = Progress()
    note: str = ""
    waiting: bool = False
    ended: RunEnded | None = None
    accepted: int = 0
    refused: int = 0
    repaired: int = 0
    malformed: int = 0
