"""The patch log: what was done to the document and what was not, line by line."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from epoch_cli.document.pointer import format_pointer
from epoch_cli.events import (
    AttemptStarted,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RepairMade,
    StageEntered,
)
from epoch_cli.output.outline import words
from epoch_cli.output.view.nodes import NodeView
from epoch_cli.output.view.places import Subject

Kind = Literal["accepted", "refused", "repair", "undo", "fallback", "attempt", "recovery", "notice", "stage"]


class LogLine(NamedTuple):
    """One line of the log.

    Attributes:
        kind: what it tells of.
        at: seconds since the run started.
        number: `sequence` of an accepted patch, `number` of a refused or repaired one, the attempt of others.
        text: what people read; raw, to be made visible where it is drawn.
        pointer: where, or empty.
        patch: the operation, for a patch.
        field: which field of a node a patch is about, such as `props/label`; empty for the node itself.
    """

    kind: Kind
    at: float
    number: int
    text: str
    pointer: str = ""
    patch: Any = None
    field: str = ""


def line_of_patch(event: PatchAccepted | PatchRefused, subject: Subject) -> LogLine:
    """The line of a patch, which was about `subject`."""
    field = format_pointer(subject.below)[1:]
    said = _said(event.patch, subject.node, field)
    if isinstance(event, PatchAccepted):
        kind: Kind = "accepted" if event.origin == "model" else event.origin
        return LogLine(kind, event.at, event.sequence, said, subject.pointer, event.patch, field)
    return LogLine("refused", event.at, event.number, said + why(event), subject.pointer, event.patch, field)


def why(event: PatchRefused) -> str:
    """How the line of a refused patch ends."""
    return "".join(f": {reason.code} {reason.message}" for reason in event.diagnostics[:1])


def _said(patch: Any, node: NodeView | None, field: str) -> str:
    """A patch in words: `add Input #email “Email”`, `replace props/label of Input #email “Email”`."""
    if not isinstance(patch, dict) or not isinstance(patch.get("op"), str):
        return "a patch that is none"
    op = patch["op"]
    if node is not None:
        return f"{op} {field} of {name_of(node.node)}" if field else f"{op} {name_of(node.node)}"
    value = patch.get("value")
    return f"{op} {name_of(value) if isinstance(value, dict) and 'type' in value else field or 'the document'}"


def name_of(node: Any) -> str:
    """A node in words: its type, id, and what it says; visible as it is."""
    return " ".join(word for word, _ in words(node))


def line_of(event: Event, attempt: int) -> LogLine | None:
    """The line of any other event, told during `attempt`; None for one that has none."""
    if isinstance(event, AttemptStarted):
        return LogLine("attempt", event.at, event.attempt, f"{event.reason}: {event.provider} {event.model}".strip())
    if isinstance(event, RepairMade):
        repair = event.repair
        guessed = " (lossy)" if repair.grade == "lossy" else ""
        return LogLine("repair", event.at, event.number, f"{repair.name}{guessed}: {repair.message}", repair.pointer)
    if isinstance(event, RecoveryChosen):
        return LogLine("recovery", event.at, event.attempt, event.message)
    if isinstance(event, NoticeGiven):
        return LogLine("notice", event.at, event.attempt, event.message)
    return LogLine("stage", event.at, attempt, event.stage) if isinstance(event, StageEntered) else None
