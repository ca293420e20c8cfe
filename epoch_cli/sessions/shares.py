"""Who did what in a session that several providers were asked in: the measures of each by itself.

Where a provider fails and another one goes on, the answer is not the first one's, and nor are its times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunEnded, RunStarted, UsageReported
from epoch_cli.sessions.stats import SessionMetrics, metrics_of

Author = tuple[str, str]
"""Provider and model."""


def shares_of(events: Iterable[Event]) -> list[SessionMetrics]:
    """The measures of each provider and model that was asked, in that order; of one alone those of the session.

    Where there are several, times count from the first request to each, `seconds` are those of its attempts, and what
    all share, as the time for validation, is nobody's. All but the last are `failed`: that is why another was asked.
    Patches that no provider wrote are left out.
    """
    known = [event for event in events if not (isinstance(event, PatchAccepted) and event.origin != "model")]
    attempts = {event.attempt: (event.provider, event.model) for event in known if isinstance(event, AttemptStarted)}
    authors = list(dict.fromkeys(attempts.values()))
    if len(authors) < 2:
        return [metrics_of(known)]
    own = _own(known, attempts)
    last = next(reversed(attempts.values()))
    return [_share(author, own[author], last=author == last) for author in authors]


def _own(events: list[Event], attempts: Mapping[int, Author]) -> dict[Author, list[Event]]:
    """The events of each, in order; what attempts took is told by their numbers."""
    own: dict[Author, list[Event]] = {author: [] for author in attempts.values()}
    author: Author | None = None
    for event in events:
        if isinstance(event, AttemptStarted):
            author = event.provider, event.model
        whose = attempts.get(event.attempt, author) if isinstance(event, UsageReported) else author
        if whose is not None and not isinstance(event, RunStarted):
            own[whose].append(event)
    return own


def _share(author: Author, events: list[Event], *, last: bool) -> SessionMetrics:
    """The measures of one of several."""
    found = metrics_of(events)
    began = events[0].at

    def since(at: float | None) -> float | None:
        return None if at is None else round(at - began, 6)

    return replace(
        found,
        provider=author[0],
        model=author[1],
        status=found.status if last else "failed",
        first_token=since(found.first_token),
        first_patch=since(found.first_patch),
        first_node=since(found.first_node),
        validation=None,
        seconds=_seconds(events),
    )


def _seconds(events: list[Event]) -> float:
    """How long the attempts of one took, without what others did between them."""
    seconds, began, latest = 0.0, events[0].at, events[0].at
    for event in events:
        if isinstance(event, AttemptStarted):
            seconds, began = seconds + latest - began, event.at
        if not isinstance(event, RunEnded | UsageReported):
            latest = max(event.at, began)
    return round(seconds + latest - began, 6)
