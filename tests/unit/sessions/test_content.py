"""What a session holds: its beginning, and the document that its patches make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from epoch_cli import SessionError, read_session
from epoch_cli.document import finished
from epoch_cli.events import Event, PatchAccepted, RunEnded, RunStarted, TextReceived
from epoch_cli.sessions.content import document_of, started_of, was_read

OLD = Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"


def started(**more: Any) -> RunStarted:
    given: dict[str, Any] = {
        "session": "s", "epoch": "0", "started": "2026-11-20T10:00:00.000+00:00", "prompt": "a form", "provider": "x",
        "model": "y", "title": "z", "catalog": "punk", "catalog_digest": "", "profile": "strict", **more,
    }  # fmt: skip
    return RunStarted(at=0.0, **given)


def accepted(sequence: int, patch: Any) -> PatchAccepted:
    return PatchAccepted(at=1.0, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics={})


def test_the_document_of_a_session_is_the_one_that_it_ended_with() -> None:
    events = list(read_session(OLD))
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert finished(document_of(events)) == ended.document


def test_it_begins_with_the_document_before_which_stays_as_it_is() -> None:
    base = {"root": {"type": "Text", "text": "old"}}
    events = [started(base=base), accepted(1, {"op": "replace", "path": "/root/text", "value": "new"})]
    assert document_of(events) == {"root": {"type": "Text", "text": "new"}}
    assert base == {"root": {"type": "Text", "text": "old"}}
    assert document_of([started()]) == {}


@pytest.mark.parametrize(
    "patch", [{"op": "remove", "path": "/root/children/9"}, {"op": "add", "path": "no pointer", "value": 1}]
)
def test_a_patch_that_does_not_fit_is_named(patch: Any) -> None:
    with pytest.raises(SessionError, match=r"^patch 3 does not fit: "):
        document_of([started(), accepted(3, patch)])


@pytest.mark.parametrize("events", [[], [TextReceived(at=0.0, text="x")], [TextReceived(at=0.0, text="x"), started()]])
def test_what_does_not_begin_with_the_start_of_a_run_is_no_session(events: list[Event]) -> None:
    with pytest.raises(SessionError, match=r"^file\.jsonl: not a session: it has no beginning"):
        started_of(events, "file.jsonl")
    with pytest.raises(SessionError, match=r"^not a session"):
        started_of(events)


def test_the_beginning_of_a_session_is_its_first_event() -> None:
    first = started()
    assert started_of([first, TextReceived(at=0.0, text="x")]) is first


@pytest.mark.parametrize(("provider", "read"), [("stdin", True), ("file", True), ("offline", False), ("openai", False)])
def test_of_a_text_that_was_read_nobody_was_asked(provider: str, read: bool) -> None:
    assert was_read(started(provider=provider)) is read
