"""A run from its flags to its exit code, wherever its text comes from: what `gen` and `apply` share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from epoch_cli.catalog import Catalog, Models
from epoch_cli.cli.documents import read_base, say_findings_of_base
from epoch_cli.cli.following import Begin, Followed, follow
from epoch_cli.cli.picture import Picture, picture_of
from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.readers import Readers, data_output, ended_with_root, parse_format
from epoch_cli.cli.streams import PipeClosed, short_path, write_data
from epoch_cli.config.paths import sessions_dir
from epoch_cli.engine import Control, Options
from epoch_cli.errors import EpochError, ExitCode, UnreadableError, UsageError
from epoch_cli.events import Event
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.saving import FileOutput
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Selection
from epoch_cli.validation.diagnostics import Fixing

if TYPE_CHECKING:
    from epoch_cli.cli.others import Others
    from epoch_cli.config.settings import RuleSettings
    from epoch_cli.extensions.gathered import Extensions

STDOUT = Path("-")
"""What `-o` takes for stdout."""

MakeEvents = Callable[[Catalog, Options, Control], AsyncIterator[Event]]
"""Starts a run: the events of a text that somebody writes."""


Following = Callable[[Readers, Begin, Control], Coroutine[Any, Any, Followed]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RunFlags:
    """Flags of `gen` and `apply`; see `commands` for what each means."""

    preset: str | None
    data: Path | None
    base: str | None
    form: str | None
    output: Path | None
    force: bool
    budget: str | None
    fix: str
    granularity: str
    heal: bool
    timeout: float
    strict: bool
    log: bool
    quiet: bool
    verbosity: int
    usage: bool = False
    tui: bool | None = False
    plain: bool = False
    page: bool = False
    opens: bool = True
    log_level: str | None = None
    log_file: Path | None = None
    extensions: Extensions | None = None


def picture_wanted(flags: RunFlags, *, dry_run: bool = False) -> Picture:
    """What is drawn of a run on stderr; errors as of `picture_of`."""
    form = "json" if flags.form is None and flags.output == STDOUT else flags.form
    against = {"--quiet": flags.quiet, "--dry-run": dry_run}
    return picture_of(flags.tui, plain=flags.plain, form=form, against=against)


def run(
    flags: RunFlags,
    make_events: MakeEvents,
    *,
    picture: Picture,
    system: str = "",
    stdin: bool = False,
    others: Others | None = None,
) -> int:
    """Follow a run to its end; gives the exit code.

    Args:
        flags: as given.
        make_events: starts the run.
        system: extra text for the system prompt.
        stdin: an argument reads stdin, so that `--base` cannot.
        picture: what is drawn on stderr.
        others: who could write instead, for a screen.

    Raises:
        EpochError: a flag, the configuration or a file cannot be used.
    """
    with logging_of(flags) as logged:
        return _run(
            flags, lambda *known: logged(make_events(*known)), picture, system=system, stdin=stdin, others=others
        )


def _run(
    flags: RunFlags, make_events: MakeEvents, picture: Picture, *, system: str, stdin: bool, others: Others | None
) -> int:
    wanted = parse_format(flags.form, flags.extensions)
    if flags.output == STDOUT:
        wanted = wanted or "json"
    catalog, options = prepare(flags, system=system, stdin=stdin)
    file = _file_output(flags)
    if flags.base is not None and not flags.quiet:
        say_findings_of_base(flags.base, catalog, options)
    data = data_output(
        wanted,
        picture=picture,
        file=file,
        find_catalog=lambda _: _with_models(catalog, options),
        extensions=flags.extensions,
    )
    readers = Readers(
        data=data,
        picture=picture,
        sessions=sessions_dir() if flags.log else None,
        verbosity=-1 if flags.quiet else flags.verbosity,
        usage=flags.usage,
    )
    control = Control()
    with _page_of(flags, catalog, options, readers, picture) as page, readers:
        following = follow if picture != "screen" else _on_screen(catalog, control, readers, others, page)
        followed = asyncio.run(following(readers, partial(make_events, catalog, options, control), control))
        failure = _save(file, readers)
        readers.finish()
        if failure is not None:
            raise failure
        readers.raise_failure()
    return _exit_code(flags, readers, followed)


def _with_models(catalog: Catalog, options: Options) -> Catalog:
    from epoch_cli.convert.formats import with_models  # only where a format of others is written

    return with_models(catalog, options.models)


def _exit_code(flags: RunFlags, readers: Readers, followed: Followed) -> ExitCode:
    code = ExitCode.TERMINATED if followed.terminated else readers.exit_code
    if followed.crash is not None:
        from epoch_cli.cli.screen import code_of

        code = code_of(followed, code, verbosity=flags.verbosity)
    flawed = readers.outcome.flawed or bool(readers.lost)
    return ExitCode.FINDINGS if flags.strict and code == ExitCode.OK and flawed else code


@contextmanager
def _page_of(flags: RunFlags, catalog: Catalog, options: Options, readers: Readers, picture: Picture) -> Iterator[str]:
    """The live page of a run, if there is to be one, among its readers; gives its address, or nothing."""
    if not flags.page:
        yield ""
        return
    from epoch_cli.cli.live_page import live_page

    waits = picture != "screen"  # whose user sees the end there
    models = options.models if isinstance(options.models, Models) else None
    with live_page(catalog, opens=flags.opens, waits=waits, models=models) as page:
        readers.page = page.feed
        yield page.address


def _on_screen(catalog: Catalog, control: Control, readers: Readers, others: Others | None, page: str) -> Following:
    """Follows a run on a screen of its own, whose page is at an address; errors as of `live_screen`."""
    from epoch_cli.cli.screen import follow_on_screen, live_screen

    screen = live_screen(catalog, control, readers, others, page)
    return partial(follow_on_screen, screen=screen)


def _file_output(flags: RunFlags) -> FileOutput | None:
    """Where the document of `-o` goes; None for stdout."""
    if flags.output is None or flags.output == STDOUT:
        return None
    if flags.output == Path():  # "" is that, too
        raise UsageError("-o is not the name of a file", remedy="such as -o ui.json, or - for stdout")
    return FileOutput(flags.output, force=flags.force, private=flags.form == "events")


def logging_of(flags: RunFlags) -> AbstractContextManager[Callable[[AsyncIterator[Event]], AsyncIterator[Event]]]:
    """Logs the events that are passed through what it gives, if the flags ask for that; errors as `logging_to`."""
    if flags.log_level is None and flags.log_file is None:
        return nullcontext(lambda events: events)
    from epoch_cli.cli.logs import logging_to

    return logging_to(flags.log_level, flags.log_file)


def prepare(flags: RunFlags, *, system: str = "", stdin: bool = False) -> tuple[Catalog, Options]:
    """The design system and the options of a run; arguments and errors as of `run`."""
    if isnan(flags.timeout):  # it is below no bound and above none
        raise UsageError("--timeout: nan is no number of seconds", remedy="such as 120")
    config = read_config()
    catalog = open_catalog(flags.preset or config.preset)
    return catalog, Options(
        profile=find_budget(flags.budget or config.budget, catalog)[0],
        models=find_models(flags.data or config.data, catalog),
        rules=_rules_of(config.rules, flags.extensions),
        document=read_base(flags.base, stdin_taken=stdin),
        system=system,
        timeout=flags.timeout,
        fix=choice_of("--fix", flags.fix, Fixing),
        granularity=choice_of("--granularity", flags.granularity, Granularity),
        heal=flags.heal,
    )


def _rules_of(rules: RuleSettings, extensions: Extensions | None) -> Selection:
    """The rules that the configuration names, and those of extensions; errors as of `selection`."""
    added = None if extensions is None else extensions.additions
    if not any(rules):  # nobody names any, as a rule: then those that there are wait until the screen is open
        return Selection(added=added)
    from epoch_cli.linting.settings import selection

    return selection(rules, added)


def choice_of(flag: str, text: str, kind: Any) -> Any:
    """The value of a flag that takes one of a few words."""
    choices = get_args(kind)
    if text in choices:
        return text
    raise UsageError(f"{flag}: unknown choice {text!r}", remedy=did_you_mean(text, choices))


def _save(file: FileOutput | None, readers: Readers) -> EpochError | None:
    """Write the file of `-o`; what went wrong is told after the summary, not instead of it."""
    if file is None or not ended_with_root(readers.outcome):
        return None
    try:
        readers.close_data()
        if readers.cut:
            readers.saved.insert(0, f"not written: {short_path(file.path)}")
            return None
        file.save()
    except EpochError as error:
        return _rescued(error, file, readers)
    readers.saved.insert(0, f"wrote: {short_path(file.path)}")
    return None


def _rescued(error: EpochError, file: FileOutput, readers: Readers) -> EpochError:
    """The same error with what is left of the data: its session, or stdout where there is none that is whole."""
    if readers.session_whole:
        error.remedy = f"the session holds everything: epoch replay {readers.session}"
        return error
    with suppress(PipeClosed, UnreadableError):
        write_data(file.data)
        error.remedy = f"what was meant for it went to stdout; {error.remedy}"
    return error
