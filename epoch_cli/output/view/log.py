"""The patch log: what was done to the document and what was not, line by line."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

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
    """

    kind: Kind
    at: float
    number: int
    text: str
    pointer: str = ""
    patch: Any = None
