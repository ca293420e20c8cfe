"""`epoch replay`: a session instead of a run, the same readers."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Never

from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.keystrokes import Keystrokes
from epoch_cli.cli.picture import Picture, picture_of
from epoch_cli.cli.readers import Readers, data_output, parse_format
from epoch_cli.cli.recorded import STDIN, open_recorded
from epoch_cli.cli.recorded_catalog import require_catalog
from epoch_cli.cli.streams import on_terminal, say
from epoch_cli.errors import ExitCode, PatchError, SessionError, UsageError
from epoch_cli.events import Event, PatchAccepted, RunEnded, RunStarted
from epoch_cli.output.formats import FORMATS, Format
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.text import visible
from epoch_cli.sessions import replay
from epoch_cli.sessions.content import no_beginning
from epoch_cli.sessions.part import Moment, Place, Played, is_empty, parse_place, part_of

if TYPE_CHECKING:
    from epoch_cli.cli.live_page import ShownPage
    from epoch_cli.extensions.gathered import Extensions

_AS_THEY_COME = (None, "jsonl", "events")
"""Our own formats that write while the run goes on; the others have nothing to wait for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ReplayFlags:
    """Flags of `replay`; see `commands` for what each means. Without `data` nothing is written to stdout."""

    session: str
    form: str | None = None
    speed: float = 1.0
    idle_limit: float | None = None
    begin: str | None = None
    end: str | None = None
    step: bool = False
    realtime: bool = False
    instant: bool = False
    preset: str | None = None
    tui: bool | None = False
    plain: bool = False
    usage: bool = False
    quiet: bool = False
    verbosity: int = 0
    page: bool = False
    opens: bool = True
    data: bool = True
    extensions: Extensions | None = None


def run_replay(flags: ReplayFlags) -> int:
    """Run the command.

    Raises:
        UsageError: flags that do not go together, or a part that is empty.
        UnreadableError: there is no such session, or it is none.
    """
    flags = replace(flags, extensions=extensions_here(quiet=flags.quiet))
    wanted = parse_format(flags.form, flags.extensions)
    begin, end = _places(flags)
    _check_pace(flags)
    picture = picture_of(flags.tui, plain=flags.plain, form=flags.form, against={"--quiet": flags.quiet})
    if picture == "screen":
        from epoch_cli.cli.replay_screen import replay_on_screen

        return replay_on_screen(flags, wanted, begin, end)
    if flags.step:
        _check_step(flags)
    recorded = open_recorded(flags.session)
    with ExitStack() as stack:
        if flags.step or flags.session == STDIN:
            stack.enter_context(_leaving_at_once())
        keys = stack.enter_context(Keystrokes()) if flags.step else None
        if keys is not None and not flags.quiet:
            say("space or Enter: the next patch, q: leave")
        playback = _Playback(recorded.name, recorded.events, begin, end, keys)
        return playback.run(flags, wanted, picture)


def _places(flags: ReplayFlags) -> tuple[Place | None, Place | None]:
    if flags.preset is not None:
        raise UsageError("--preset is for --check", remedy="what is played was checked when it was made")
    if flags.realtime and flags.instant:
        raise UsageError("--realtime and --instant are opposites", remedy="leave one out")
    begin = None if flags.begin is None else parse_place(flags.begin)
    end = None if flags.end is None else parse_place(flags.end)
    if is_empty(begin, end):
        raise UsageError(f"--from {flags.begin} is behind --until {flags.end}", remedy="exchange them")
    return begin, end


def _check_pace(flags: ReplayFlags) -> None:
    for flag, number in (("--speed", flags.speed), ("--idle-limit", flags.idle_limit)):
        if number is not None and not isfinite(number):  # nan is below no bound and above none
            remedy = "to wait for nothing there is --instant" if flag == "--speed" else "leave it out for no limit"
            raise UsageError(f"{flag}: {number:g} is no number to wait by", remedy=remedy)


def _check_step(flags: ReplayFlags) -> None:
    if flags.session == STDIN:
        raise UsageError("--step reads keys from stdin", remedy="give the session as a file or an id")
    if not sys.stdin.isatty():
        raise UsageError("--step reads keys, and stdin is no terminal", remedy="choose a part with --from and --until")
    if not on_terminal():
        raise UsageError("--step is for a terminal, and this is a pipe", remedy="choose a part with --from and --until")


@contextmanager
def _leaving_at_once() -> Iterator[None]:
    """Let Ctrl-C leave while a read waits, which the event loop would only hear of behind it."""
    before = signal.signal(signal.SIGINT, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(*_: object) -> Never:
    raise KeyboardInterrupt


class _Playback:
    """One session on its way to the readers.

    Args:
        name: where it is, for messages.
        events: the recorded ones.
        begin, end: the part that is shown.
        keys: ask for one before each patch; None plays on.
    """

    def __init__(
        self, name: str, events: Iterator[Event], begin: Place | None, end: Place | None, keys: Keystrokes | None
    ) -> None:
        self.name = name
        self.begin, self.end = begin, end
        self._keys = keys
        self._first = next(events, None)
        self._exhausted = False
        self._accepted, self._at = 0, 0.0
        self._played = part_of(self._counted(events), begin, end)

    def _counted(self, events: Iterator[Event]) -> Iterator[Event]:
        for event in chain([] if self._first is None else [self._first], events):
            self._at = event.at
            self._accepted += isinstance(event, PatchAccepted)
            yield event
        self._exhausted = True

    def run(self, flags: ReplayFlags, wanted: Format | None, picture: Picture) -> int:
        """Show the part; gives the exit code."""
        readers = readers_of(flags, wanted, picture)
        with page_of(flags, self.name, self._first, waits=True) as page, readers:
            readers.page = page and page.feed
            try:
                self._show(readers, flags, wanted)
                check_outcome(readers.outcome, self.name)
                readers.finish()
            except (PatchError, UnicodeError) as error:
                raise misfit(self.name, error) from None
        if self._exhausted and readers.outcome.ended is None and not flags.quiet:
            say_cut_off(self.name)
        readers.raise_failure()
        return ExitCode.BROKEN_PIPE if readers.pipe_closed else ExitCode.OK

    def _show(self, readers: Readers, flags: ReplayFlags, wanted: Format | None) -> None:
        first, since = self._pass_over(readers)
        if first is None:
            self._refuse_empty(readers)
            return
        live = sys.stdout.isatty() and _comes_in_pieces(wanted)
        paced = self._keys is None and not flags.instant and (flags.realtime or live or flags.page)
        limit = idle_limit_of(flags, self._first)
        shown = self._stepped(played.event for played in chain([first], self._played))
        replayed = replay(shown, flags.speed if paced else inf, limit, begin=since)
        asyncio.run(readers.follow(replayed, lambda: None))

    def _pass_over(self, readers: Readers) -> tuple[Played | None, float]:
        """Let the readers know what comes before the part; gives the first event of it, and when the part begins."""
        since = 0.0
        for played in self._played:
            if played.shown:
                return played, self.begin.seconds if isinstance(self.begin, Moment) else since
            since = played.event.at
            readers.pass_over(played.event)
        return None, since

    def _refuse_empty(self, readers: Readers) -> None:
        if readers.outcome.started is not None:
            whole = (self._accepted, self._at) if self._exhausted else None
            raise empty_part(self.name, self.begin, self.end, whole)

    def _stepped(self, events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            if self._keys is not None and isinstance(event, PatchAccepted) and not self._keys.goes_on():
                return
            yield event


def _comes_in_pieces(wanted: Format | None) -> bool:
    """Whether a format writes while the run goes on."""
    if wanted is None or wanted in FORMATS:
        return wanted in _AS_THEY_COME
    from epoch_cli.convert.formats import FORMATS as OTHERS

    return wanted not in OTHERS or bool(OTHERS[wanted].stream)  # that of an extension may


def readers_of(flags: ReplayFlags, wanted: Format | None, picture: Picture) -> Readers:
    """Who listens to a session that is played."""
    data = None
    if flags.data:
        data = data_output(
            wanted, picture=picture, file=None, find_catalog=require_catalog, extensions=flags.extensions
        )
    return Readers(
        data=data,
        picture=picture,
        sessions=None,
        verbosity=-1 if flags.quiet else flags.verbosity,
        usage=flags.usage,
    )


def page_of(
    flags: ReplayFlags, name: str, first: Event | None, *, waits: bool
) -> AbstractContextManager[ShownPage | None]:
    """The live page that a session is played on, if there is to be one; arguments as of `page_of_session`."""
    if not flags.page:
        return nullcontext()
    from epoch_cli.cli.live_page import page_of_session

    return page_of_session(name, first, opens=flags.opens, waits=waits)


def idle_limit_of(flags: ReplayFlags, first: Event | None) -> float:
    """The longest pause: that of the flag, or that which the session itself asks for."""
    if flags.idle_limit is not None:
        return flags.idle_limit
    settings: dict[str, Any] = first.settings if isinstance(first, RunStarted) else {}
    limit: Any = settings.get("idle_limit")
    return float(limit) if type(limit) in {int, float} and limit >= 0 else inf


def empty_part(name: str, begin: Place | None, end: Place | None, whole: tuple[int, float] | None) -> UsageError:
    """The error of a part in which nothing is; `whole` are the patches and the seconds of all of it, where known."""
    until = f" until {end}" if end is not None else ""
    remedy = "begin earlier, or end later"
    if whole is not None:
        remedy = f"it has {whole[0]} patches and takes {whole[1]:g} s"
    return UsageError(f"{name}: there is nothing from {begin} on{until}", remedy=remedy)


def misfit(name: str, error: Exception) -> SessionError:
    """The error of a session with a patch that cannot be applied."""
    return SessionError(f"{name}: a patch does not fit: {error}", remedy="the file was changed")


def say_cut_off(name: str) -> None:
    """Say that a session ends before its run."""
    say(visible(f"epoch: {name}: the run was cut off here; what was accepted until then is complete"))


def check_outcome(outcome: Outcome, name: str) -> None:
    """Raise a SessionError where a session has no beginning, or an end that says too little."""
    if outcome.started is None:
        raise no_beginning(name)
    if outcome.ended is not None and not _whole(outcome.ended):
        raise SessionError(f"{name}: its last event is incomplete", remedy="the file was changed")


def _whole(ended: RunEnded) -> bool:
    """Whether the last event holds what its summary says."""
    told = ("message", "remedy")
    return {"nodes", "score"} <= ended.metrics.keys() and (not ended.error or all(name in ended.error for name in told))
