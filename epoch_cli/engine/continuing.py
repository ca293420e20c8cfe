"""Going on with a session: its document, and the conversation that made it, out of its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from epoch_cli.document import Document, Patch
from epoch_cli.engine.options import PastTurn
from epoch_cli.errors import SessionError
from epoch_cli.events import NEW_TURN, AttemptStarted, Event, PatchAccepted
from epoch_cli.sessions.content import document_of, started_of


class Continued(NamedTuple):
    """What the next run starts from: `Options` has the same by these names, but `session` is `continues` there.

    `prompt` is what was asked last; `continued_digest` is of the catalog that the session was made with, and
    `continued_models` are the data models that it had, None when that was not recorded.
    """

    session: str
    prompt: str
    document: Document
    history: tuple[PastTurn, ...]
    continued_digest: str
    continued_models: list[dict[str, Any]] | None


def continued(events: Iterable[Event]) -> Continued:
    """What a run that goes on with a session starts from.

    A wish and what was accepted for it are one turn, however many attempts that took; one of which all was taken back
    is none any more. Of a session that was cut off counts what is there.

    Raises:
        SessionError: it is no whole session, or its patches do not fit its document.
    """
    recorded = list(events)
    started = started_of(recorded)
    asked = started.prompt
    turns = [_Turn(asked)]
    for event in recorded:
        if isinstance(event, AttemptStarted) and event.reason in NEW_TURN:
            asked = event.prompt
            turns = [*_standing(turns), _Turn(asked)] if event.reason == "refine" else [_Turn(asked)]
        elif isinstance(event, PatchAccepted):
            _turn_of(event, turns).take(event)
    told = (PastTurn(turn.prompt, tuple(turn.patches)) for turn in _standing(turns))
    history = (*map(_recorded, started.history), *told)
    models = started.settings.get("models")
    return Continued(
        started.session,
        asked,
        document_of(recorded),
        history,
        started.catalog_digest,
        models if isinstance(models, list) else None,
    )


@dataclass(slots=True)
class _Turn:
    """A turn of a session: its patches, among them those that take others back.

    `left` is how many operations would take back what there is of it, `number` the last patch that counts in that.
    """

    prompt: str
    patches: list[Patch] = field(default_factory=list)
    left: int = 0
    number: int = 0

    def take(self, event: PatchAccepted) -> None:
        self.patches.append(event.patch)
        if event.origin == "undo":
            self.left -= 1
        elif event.number != self.number:  # of a patch that came node by node the first node holds all others
            self.number = event.number
            self.left += len(event.inverse)


def _turn_of(event: PatchAccepted, turns: list[_Turn]) -> _Turn:
    """The turn that a patch belongs to: what is taken back is of the last one of which anything is left."""
    if event.origin != "undo":
        return turns[-1]
    return next((turn for turn in reversed(turns) if turn.left > 0), turns[-1])


def _standing(turns: list[_Turn]) -> list[_Turn]:
    """The turns without those at the end of which all was taken back."""
    count = len(turns)
    while count and turns[count - 1].patches and turns[count - 1].left <= 0:
        count -= 1
    return turns[:count]


def _recorded(row: Mapping[str, Any]) -> PastTurn:
    """A turn of `RunStarted.history`."""
    prompt, patches = row.get("prompt"), row.get("patches")
    if (
        not isinstance(prompt, str)
        or not isinstance(patches, list)
        or not all(isinstance(each, dict) for each in patches)
    ):
        raise SessionError("a turn of its history is no {prompt, patches}", remedy="the file was changed")
    return PastTurn(prompt, tuple(patches))
