"""The readers of one run, chosen from the flags: data, session file, picture, narration (design section 1)."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from epoch_cli.cli.closing import closing
from epoch_cli.cli.color import shows_color
from epoch_cli.cli.picture import Picture
from epoch_cli.cli.streams import PipeClosed, say, short_path, write_data
from epoch_cli.errors import EpochError, ExitCode, UnreadableError, UsageError
from epoch_cli.events import Event, RunEnded, RunStarted, UsageReported
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.formats import FORMATS, Format
from epoch_cli.output.jsonl import DataOutput
from epoch_cli.output.narration import SHOWN, Narrator, summary_lines, usage_text
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.saving import FileOutput
from epoch_cli.output.text import error_line, visible
from epoch_cli.sessions import Recorder

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.extensions.gathered import Extensions
    from epoch_cli.output.live import LiveTree
    from epoch_cli.output.plain import PlainLines


class Screen(Protocol):
    """A screen, as a reader of a run."""

    def feed(self, event: Event) -> None:
        """Take in the next event; it is drawn later."""

    async def breathe(self) -> None:
        """Let it draw, between two events of a run that never waits."""

    def tell(self, line: str) -> None:
        """Show what has gone wrong beside the run."""


class Data(Protocol):
    """What writes the data of a run."""

    told: Sequence[str]

    def feed(self, event: Event) -> None:
        """Take in the next event."""

    def pass_over(self, event: Event) -> None:
        """Take in an event from before the part that is written."""

    def close(self) -> None:
        """The run is over: write what comes at the end."""


class Page(Protocol):
    """A page that follows a run, as a reader of it."""

    def feed(self, event: Event) -> None:
        """Take in the next event; it is drawn later."""


class Readers:
    """Everything that listens to a run. A reader that fails is dropped with a warning; the run goes on.

    Args:
        data: where data goes and in which form; None for a run that is only looked at.
        picture: what is drawn on stderr; a screen is put into `screen` by who opens it.
        sessions: the folder for the session file; None writes none.
        verbosity: how much is said on stderr; below 0 only errors.
        usage: whether the tokens and the cost are said at the end.

    Attributes:
        session: the id of the session that is written; empty for none.
        session_whole: whether it has taken every event so far.
        lost: what the format of the data could not say, a line for each, once the data is closed.
        cut: whether the data is not all there is, since who wrote it failed.
        screen: shows the run, while there is one.
        page: shows it in browsers, when there is one.
    """

    def __init__(
        self,
        *,
        data: Data | None,
        picture: Picture,
        sessions: Path | None,
        verbosity: int,
        usage: bool = False,
    ) -> None:
        self.outcome = Outcome()
        self._usage = usage
        self.pipe_closed = False
        self._failure: UnreadableError | None = None
        self.saved: list[str] = []
        self._data = data
        self._sessions = sessions
        self._verbosity = verbosity
        self._narrator = Narrator(verbosity, drawn=picture != "none")
        self._stack = ExitStack()
        self._recorder: Recorder | None = None
        self.session = ""
        self.session_whole = False
        self.lost: Sequence[str] = ()
        self.cut = False
        self._picture: LiveTree | None = None
        if picture == "tree":
            self._picture = self._stack.enter_context(_live_tree())
        self._plain = _plain_lines(verbosity) if picture == "plain" else None
        self.screen: Screen | None = None
        self.page: Page | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    async def follow(self, events: AsyncIterator[Event], on_closed: Callable[[], None]) -> None:
        """Hand every event to every reader; `on_closed` is called when stdout is closed, to end the run early."""
        async with closing(events):  # a reader that meets a bug must not leave a connection open
            async for told in events:
                event = self.take(told, on_closed)
                if self.screen is not None:
                    self.screen.feed(event)
                    await self.screen.breathe()

    def take(self, told: Event, on_closed: Callable[[], None]) -> Event:
        """Hand an event to every reader but the screen; gives it as they had it, with the id of its session."""
        # the session first: what readers are told is on disk before they are told
        event = self._recorded(told)
        self.outcome.feed(event)
        if self.page is not None:
            self.page.feed(event)
        if self._picture is not None:
            self._picture.feed(event)
        if self._verbosity >= 0 and not self.pipe_closed:
            for line in self._said_of(event):
                say(line)
        self._output(event, on_closed)
        return event

    def _said_of(self, event: Event) -> Iterable[str]:
        return self._narrator.feed(event) if self._plain is None else self._plain.feed(event)

    def pass_over(self, event: Event) -> None:
        """Take in an event from before the part that is shown: the document has it, and nothing is said of it."""
        self.outcome.feed(event)
        if self.page is not None:
            self.page.feed(event)
        if self._picture is not None:
            self._picture.feed(event)
        if self._plain is not None:
            self._plain.feed(event)
        if self._data is not None:
            self._data.pass_over(event)

    def finish(self) -> None:
        """The run is over: write what comes at the end, and say how it went."""
        self._stack.close()
        self.close_data()
        started, ended = self.outcome.started, self.outcome.ended
        if started is None or ended is None or (self.pipe_closed and self._failure is None):
            return  # who closed the pipe has seen enough
        usage = self.outcome.usage if self._usage else []
        if self._verbosity >= 0:
            for line in self._last_lines(started, ended, usage):
                say(line)
            return
        if usage:
            say(f"usage: {usage_text(usage)}")
        if ended.error:
            say(error_line(EpochError(str(ended.error["message"]), remedy=str(ended.error["remedy"]))))

    def _last_lines(self, started: RunStarted, ended: RunEnded, usage: Sequence[UsageReported]) -> Iterator[str]:
        outcome = self.outcome
        yield from self.lost if self._verbosity else self.lost[:SHOWN]
        if len(self.lost) > SHOWN and not self._verbosity:
            yield f"and {len(self.lost) - SHOWN} more that the format cannot say; -v shows all"
        if self._plain is None:
            yield from self._narrator.close()
            yield from summary_lines(started, ended, self.saved, outcome.repairs, usage, outcome.writers, outcome.asked)
            return
        yield from self._plain.close()
        if usage:
            yield f"usage: {usage_text(usage)}"
        yield from map(visible, self.saved)  # the name of a file is any bytes

    def close_data(self) -> None:
        """Write the data that comes at the end, once."""
        data, self._data = self._data, None
        if data is not None and not self.pipe_closed and self.told(data.close):
            self.lost, self.cut = data.told, bool(getattr(data, "failed", False))

    def _recorded(self, event: Event) -> Event:
        """Write an event to the session; gives it with the id that the session has, where another run has its own."""
        if isinstance(event, RunStarted) and self._sessions is not None:
            return self._begin_session(event, self._sessions)
        if self._recorder is not None:
            try:
                self._recorder.record(event)
            except OSError as error:
                self._cut_short(error)
        return event

    def _begin_session(self, event: RunStarted, directory: Path) -> RunStarted:
        try:
            recorder = Recorder.of(directory, event.session)
        except UnreadableError as error:
            self._warn(error_line(error))
            return event
        session = recorder.path.stem
        event = event if session == event.session else replace(event, session=session)
        try:
            recorder.record(event)
        except OSError as error:
            recorder.abandon()
            self._warn(f"epoch: there is no session: {error.strerror}; make room, or run with --no-log")
            return event
        self._recorder, self.session, self.session_whole = recorder, session, True
        self._stack.callback(self._end_session)
        self.saved += [f"saved: {short_path(recorder.path)}", f"again: epoch replay {session}"]
        return event

    def _cut_short(self, error: OSError) -> None:
        """The disk takes no more: the run goes on, and its session holds what came before."""
        if self._recorder is not None:
            self.session_whole = False
            self._warn(f"epoch: the session is cut short: {error.strerror}; make room, or run with --no-log")
            shown = short_path(self._recorder.path)
            self.saved[:] = [line.replace(f"saved: {shown}", f"saved in part: {shown}") for line in self.saved]
            self._end_session()

    def _end_session(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        try:
            recorder.close()
        except OSError as error:  # some network disks tell only now that they are full
            self.session_whole = False
            say(f"epoch: the end of the session may be missing: {error.strerror}")

    def _warn(self, line: str) -> None:
        say(line)
        if self.screen is not None:
            self.screen.tell(line)

    def _output(self, event: Event, on_closed: Callable[[], None]) -> None:
        data = self._data
        if data is None or self.pipe_closed:
            return
        if not self.told(lambda: data.feed(event)):
            on_closed()

    def told(self, write: Callable[[], None]) -> bool:
        """Write data; when that fails, the run ends early, and its session goes on to the end."""
        try:
            write()
        except PipeClosed:
            self.pipe_closed = True
        except UnreadableError as error:
            self.pipe_closed, self._failure = True, error
        return not self.pipe_closed

    def raise_failure(self) -> None:
        """Raise what kept data from being written, if anything did."""
        if self._failure is not None:
            raise self._failure

    @property
    def exit_code(self) -> ExitCode:
        """What the run as a whole comes to."""
        return ExitCode.BROKEN_PIPE if self.pipe_closed else self.outcome.exit_code


def _live_tree() -> LiveTree:
    from epoch_cli.output.live import live_tree  # rich, which takes 40 ms: only where a tree is drawn

    return live_tree(sys.stderr)


def _plain_lines(verbosity: int) -> PlainLines:
    from epoch_cli.output.plain import PlainLines  # only for --plain

    return PlainLines(verbosity)


def parse_format(name: str | None, extensions: Extensions | None = None) -> Format | None:
    """The format of a `--format` flag: one of ours, of others, or of an extension.

    Raises:
        UsageError: there is none of this name.
    """
    if name is None:
        return name
    others: Sequence[str] = ()
    if name not in FORMATS:
        from epoch_cli.convert.formats import FORMATS as OTHERS

        others = [*OTHERS]
    added = extensions.names("readers") if extensions is not None else []
    if name in added and extensions is not None and (name in FORMATS or name in others):
        extensions.claims("readers", name)
    if name not in {*FORMATS, *others, *added}:
        raise UsageError(f"no format {name!r}", remedy=did_you_mean(name, (*FORMATS, *others, *added)))
    return name


def data_output(
    form: Format | None,
    *,
    picture: Picture,
    file: FileOutput | None,
    find_catalog: Callable[[RunStarted], Catalog],
    extensions: Extensions | None = None,
) -> Data | None:
    """Where data goes: to the file when there is one, else to stdout; nowhere when a picture is all that was asked.

    Args:
        form: the format that was asked for.
        picture: what is drawn.
        file: of `-o`.
        find_catalog: gives the design system of a run, for formats of others.
        extensions: have formats, too.

    Raises:
        UsageError: the format is that of an extension which cannot be used.
    """
    write = file.write if file is not None else write_data
    if form is not None and form not in FORMATS:
        from epoch_cli.convert.formats import FORMATS as OTHERS
        from epoch_cli.convert.formats import find_format

        if form not in OTHERS:
            return _added_output(form, extensions, write if file is not None else _shown)
        from epoch_cli.output.converted import ConvertedOutput

        return ConvertedOutput(find_format(form), find_catalog, write)
    if file is not None:
        return DataOutput(form or "json", write)
    if form is None and picture != "none" and sys.stdout.isatty():
        return None
    return DataOutput(form or "jsonl", write, color=shows_color())


def _added_output(form: Format, extensions: Extensions | None, write: Callable[[bytes], None]) -> Data:
    """What an extension makes of a run; errors as of `data_output`."""
    output = None if extensions is None else extensions.reader(form, write)
    if output is None:
        raise UsageError(f"no format {form!r} can be used", remedy="`epoch doctor` says what is wrong with it")
    return output


def _shown(data: bytes) -> None:
    """Write what an extension has made: to a terminal with nothing in it that it would obey."""
    if sys.stdout.isatty():
        lines = data.decode("utf-8", "backslashreplace").split("\n")
        data = "\n".join(map(visible, lines)).encode()
    write_data(data)


def ended_with_root(outcome: Outcome) -> bool:
    """Whether there is anything to save."""
    return "root" in outcome.document and isinstance(outcome.ended, RunEnded)
