"""Going on with a session: its document, and the conversation that made it, out of its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from epoch_cli.document import Document, Patch
from epoch_cli.engine.options import PastTurn
from epoch_cli.errors import SessionError
from epoch_cli.events import AttemptStarted, Event, PatchAccepted
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

    A wish and what was accepted for it are one turn, however many attempts that took. Of a session that was cut off
    counts what is there.

    Raises:
        SessionError: it is no whole session, or its patches do not fit its document.
    """
    recorded = list(events)
    started = started_of(recorded)
    turns: list[tuple[str, list[Patch]]] = [(started.prompt, [])]
    for event in recorded:
        if isinstance(event, AttemptStarted) and event.reason == "refine":
            turns.append((event.prompt, []))
        elif isinstance(event, PatchAccepted):
            turns[-1][1].append(event.patch)
    history = (*map(_recorded, started.history), *(PastTurn(prompt, tuple(patches)) for prompt, patches in turns))
    models = started.settings.get("models")
    return Continued(
        started.session,
        turns[-1][0],
        document_of(recorded),
        history,
        started.catalog_digest,
        models if isinstance(models, list) else None,
    )


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
