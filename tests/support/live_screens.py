"""A live run on the screen: events up to a moment at which one can ask for something, and what its lines then say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from support.screens import events_of, rows, settled
from textual.widgets import Input

from epoch_cli.events import Event, PatchAccepted, RunEnded, StageEntered
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.widgets.status import StatusLine


def under_way() -> Sequence[Event]:
    """A run in the middle of its answer."""
    events = events_of()
    return events[: next(at for at, event in enumerate(events) if isinstance(event, PatchAccepted)) + 3]


def waiting() -> Sequence[Event]:
    """A run whose turn is over, and that waits for a wish."""
    events = [
        event
        for event in events_of()
        if not isinstance(event, RunEnded) and not (isinstance(event, StageEntered) and event.stage == "complete")
    ]
    return [*events, StageEntered(at=events[-1].at, stage="waiting")]


def footer(app: EpochApp) -> str:
    """The last row, with the keys that mean something now."""
    return rows(app)[-1]


def foot(app: EpochApp) -> str:
    """The row of the status line."""
    return rows(app)[app.main.query_one(StatusLine).region.y]


def notices(app: EpochApp) -> list[str]:
    """The notices that the app gave, oldest first."""
    return [notice.message for notice in app._notifications]


async def type_in(pilot: Any, text: str) -> None:
    """Write a text into the line of the open dialog and send it."""
    await settled(pilot)
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)
