"""A part of a session: from a patch or a moment on, until another.

What comes before a part is still played, since the document in the part stands on it; it is only not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from epoch_cli.errors import UsageError
from epoch_cli.events import Event, PatchAccepted

_SEQUENCE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A place by an accepted patch: `number` is its `sequence`, which begins with 1.

    A part that begins there begins behind the patch before, so that what led to this one is in it.
    """

    number: int

    def __str__(self) -> str:
        return f"patch {self.number}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A place by time, in recorded seconds since the run began."""

    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:g} s"


Place = Sequence | Moment


class Played(NamedTuple):
    """An event of a session, and whether it is in the part that is shown."""

    event: Event
    shown: bool


def parse_place(text: str) -> Place:
    """A place as people write it: `12` is the patch with that sequence number, `3.5s` a time.

    Raises:
        UsageError: it is neither.
    """
    if _SEQUENCE.fullmatch(text) and int(text) > 0:
        return Sequence(int(text))
    if text.endswith("s"):
        try:
            seconds = float(text[:-1])
        except ValueError:
            seconds = -1.0
        if isfinite(seconds) and seconds >= 0:
            return Moment(seconds)
    raise UsageError(
        f"{text!r} is no place in a session", remedy="give the number of a patch, as 12, or a time, as 3.5s"
    )


def part_of(events: Iterable[Event], begin: Place | None = None, end: Place | None = None) -> Iterator[Played]:
    """The events of a session up to the end of a part, each with whether it is in the part.

    Whatever the number, `part_of(events, end=Sequence(n))` and then the shown ones of
    `part_of(events, begin=Sequence(n + 1))` are all events.

    Args:
        events: of a session, oldest first; they are taken one by one.
        begin: the first patch of the part, or the moment with which it begins; None is the beginning of the session.
        end: the last patch of the part, or the last moment; None is the end of the session.
    """
    accepted, begun = 0, False
    for event in events:
        if isinstance(end, Moment) and event.at > end.seconds:
            return
        begun = begun or _is_reached(begin, event, accepted)
        yield Played(event, begun)
        if isinstance(event, PatchAccepted):
            accepted = event.sequence
            if isinstance(end, Sequence) and accepted >= end.number:
                return


def _is_reached(begin: Place | None, event: Event, accepted: int) -> bool:
    """Whether an event is where a part begins, when so many patches were accepted before it."""
    if isinstance(begin, Sequence):
        return accepted >= begin.number - 1
    return begin is None or event.at >= begin.seconds


def is_empty(begin: Place | None, end: Place | None) -> bool:
    """Whether a part ends before it begins, whatever the session."""
    if isinstance(begin, Sequence) and isinstance(end, Sequence):
        return begin.number > end.number
    return isinstance(begin, Moment) and isinstance(end, Moment) and begin.seconds > end.seconds
