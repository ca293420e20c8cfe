"""`epoch replay` on a screen, which plays, pauses and steps both ways: for that the whole session is read first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.cli.following import Followed
from epoch_cli.cli.readers import Readers
from epoch_cli.cli.recorded import STDIN, Recorded, open_recorded
from epoch_cli.cli.recorded_catalog import catalog_of
from epoch_cli.cli.replay import (
    ReplayFlags,
    check_outcome,
    empty_part,
    idle_limit_of,
    misfit,
    page_of,
    readers_of,
    say_cut_off,
)
from epoch_cli.cli.screen import code_of, play_on_screen, playing_screen
from epoch_cli.cli.streams import say
from epoch_cli.errors import ExitCode, PatchError, SessionError
from epoch_cli.events import Event, PatchAccepted
from epoch_cli.output.formats import Format
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.text import visible
from epoch_cli.sessions.content import no_beginning
from epoch_cli.sessions.part import Place, part_of
from epoch_cli.sessions.player import Player

if TYPE_CHECKING:
    from epoch_cli.cli.live_page import ShownPage


class _Part(NamedTuple):
    """What is played of a session.

    Attributes:
        events: all up to its end.
        before: how many of them come before it.
        whole: whether it goes on to the session's end.
        failure: why it goes no further, where the session is broken.
    """

    events: list[Event]
    before: int
    whole: bool
    failure: SessionError | None


def replay_on_screen(flags: ReplayFlags, wanted: Format | None, begin: Place | None, end: Place | None) -> int:
    """Show a session, or a part of it, on a screen; gives the exit code.

    Raises:
        UsageError: the part is empty, or there is no terminal to read keys from.
        SessionError: the session is broken; told when what comes before was shown.
    """
    recorded = open_recorded(flags.session)
    part = _read(recorded, begin, end)
    player = Player(
        part.events,
        speed=flags.speed,
        idle_limit=idle_limit_of(flags, part.events[0]),
        begin=part.before,
        playing=not (flags.step or flags.instant),
    )
    if flags.instant:
        player.seek(player.duration)
    readers = readers_of(flags, wanted, "screen")
    with page_of(flags, recorded.name, part.events[0], waits=False) as page, readers:
        for event in part.events[: part.before]:
            readers.pass_over(event)
        followed, reached = _shown(player, readers, part.events[0], page)
        readers.finish()
    if reached < len(part.events) and not flags.quiet:
        _say_left(flags.session, player, part.events[:reached])
    if part.failure is not None:
        raise part.failure
    if part.whole and readers.outcome.ended is None and reached == len(part.events) and not readers.pipe_closed:
        say_cut_off(recorded.name)
    readers.raise_failure()
    code = ExitCode.BROKEN_PIPE if readers.pipe_closed else ExitCode.OK
    return code_of(followed, code, verbosity=flags.verbosity)


def _shown(player: Player, readers: Readers, first: Event, page: ShownPage | None) -> tuple[Followed, int]:
    """Play until the user leaves; gives how that went, and how many events were ever reached."""
    reached = player.begin

    def reach(event: Event) -> None:
        nonlocal reached
        reached += 1
        readers.take(event, screen.close)

    catalog, note = catalog_of(first)
    address, beside = page or ("", None)
    screen = playing_screen(player, catalog, reach, page=address, beside=beside)
    if note:
        screen.tell(note)
    return asyncio.run(play_on_screen(readers, screen)), reached


def _say_left(session: str, player: Player, seen: Sequence[Event]) -> None:
    """Say how far it was played, where that is not to its end."""
    patches, of = (sum(isinstance(event, PatchAccepted) for event in events) for events in (seen, player.events))
    again = "" if session == STDIN else f"; again: epoch replay {quote(session)}"
    say(visible(f"left after {patches} of {of} patches{again}"))


def _read(recorded: Recorded, begin: Place | None, end: Place | None) -> _Part:
    """All that is played; what does not fit ends it."""
    outcome, events, before = Outcome(), list[Event](), 0
    taken: list[Event] = []
    failure: SessionError | None = None
    try:
        for played in part_of(_counted(recorded.events, taken), begin, end):
            outcome.feed(played.event)
            events.append(played.event)
            before += not played.shown
    except (PatchError, UnicodeError) as error:
        failure = misfit(recorded.name, error)
    except SessionError as error:
        failure = error
    if not events and failure is not None:
        raise failure
    try:
        check_outcome(outcome, recorded.name)
    except SessionError as error:
        if outcome.ended is None:
            raise
        failure = error
        events.pop()
    whole = failure is None and len(events) == len(taken)
    if before == len(events):
        if outcome.started is None:
            raise no_beginning(recorded.name)
        known = (outcome.accepted, events[-1].at) if whole else None
        raise empty_part(recorded.name, begin, end, known)
    return _Part(events, before, whole, failure)


def _counted(events: Iterable[Event], taken: list[Event]) -> Iterator[Event]:
    for event in events:
        taken.append(event)
        yield event
