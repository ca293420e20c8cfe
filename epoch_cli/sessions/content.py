"""What a session holds: its beginning, who wrote it, and the document that its patches make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from epoch_cli.document import Document, apply_patch, clone
from epoch_cli.errors import PatchError, SessionError
from epoch_cli.events import Event, PatchAccepted, RunStarted


def started_of(events: Sequence[Event], name: str = "") -> RunStarted:
    """The beginning of a session.

    Args:
        events: of the session, oldest first.
        name: how the session is shown in errors; nothing where who calls says it.

    Raises:
        SessionError: it does not begin with the start of a run.
    """
    first = events[0] if events else None
    if not isinstance(first, RunStarted):
        raise no_beginning(name)
    return first


def no_beginning(name: str = "") -> SessionError:
    """The error that `started_of` raises, for who has no list of the events."""
    named = f"{name}: " if name else ""
    return SessionError(f"{named}not a session: it has no beginning", remedy="give a file that epoch gen wrote")


def was_read(started: RunStarted) -> bool:
    """Whether the text came from elsewhere, as `epoch apply` reads it: nobody was asked, and nothing was spent."""
    return started.provider in {"stdin", "file"}


def document_of(events: Iterable[Event]) -> Document:
    """The document that a session leaves, made of its patches alone, as readers make it; whole or cut off.

    It is as the patches made it; what is saved has its versions, too (`document.finished`).

    Raises:
        SessionError: what it holds is no JSON, or a patch does not fit.
    """
    document: Document = {}
    at = "its first document"
    try:
        for event in events:
            if isinstance(event, RunStarted):
                document = clone(event.base) if event.base else {}
            elif isinstance(event, PatchAccepted):
                at = f"patch {event.sequence}"
                document = apply_patch(document, event.patch).document
    except (PatchError, UnicodeError, RecursionError) as error:
        raise SessionError(f"{at} does not fit: {error}", remedy="the file was changed") from None
    return document
