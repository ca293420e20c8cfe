"""What is read from the flow of a run: its pace, and the node that is being written.

Neither can go backwards. After a step back they are made anew of the events, when somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from epoch_cli.events import AttemptStarted, Event, TextReceived
from epoch_cli.output.preview import Pending, Preview
from epoch_cli.output.progress import Pace, Progress


class Telling:
    """Pace and preview of the events in a list that somebody else keeps.

    Args:
        events: all so far; those that are fed or taken back were put there, or taken away, just before.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._pace: Pace | None = Pace()
        self._preview: Preview | None = Preview()

    def feed(self, event: Event) -> None:
        """The next event came."""
        if self._pace is not None:
            self._pace.feed(event)
        if self._preview is not None:
            self._preview.feed(event)

    def take_back(self) -> None:
        """The last event was taken back."""
        self._pace = self._preview = None

    def progress(self, at: float | None) -> Progress:
        """Where the run is, `at` seconds after its start; at its last event without that."""
        if self._pace is None:
            self._pace = Pace()
            for event in self._events:
                self._pace.feed(event)
        return self._pace.progress(at)

    def pending(self, document: dict[str, Any]) -> Pending | None:
        """The node that is being written, as far as it is known."""
        if self._preview is None:
            self._preview = Preview()
            for event in self._of_last_attempt():
                self._preview.feed(event)
        return self._preview.pending(document)

    def _of_last_attempt(self) -> Sequence[Event]:
        """The events since the last text began: nothing before them is being written any more."""
        first = len(self._events)
        while first and not isinstance(self._events[first - 1], AttemptStarted):
            first -= 1
        return [event for event in self._events[first:] if isinstance(event, TextReceived)]
