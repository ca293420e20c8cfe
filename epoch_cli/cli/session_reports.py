"""`epoch sessions show`, `export` and `stats`: what is in sessions, and what they took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from epoch_cli.cli.formats import TEXT_OR_JSON, require_format
from epoch_cli.cli.made import keep_made
from epoch_cli.cli.recorded import open_recorded
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.session_filters import SessionFilters, filtered
from epoch_cli.cli.streams import json_text, say, short_path, write_data, write_json
from epoch_cli.config.paths import home_folder, sessions_dir
from epoch_cli.errors import ExitCode, PatchError, SessionError, UnreadableError
from epoch_cli.events import Event, encode
from epoch_cli.output.saving import FileOutput
from epoch_cli.output.session_report import SessionReport, report_json, report_markdown, report_text
from epoch_cli.output.text import error_line
from epoch_cli.sessions import read_session
from epoch_cli.sessions.content import started_of
from epoch_cli.sessions.redaction import redacted
from epoch_cli.sessions.shares import shares_of
from epoch_cli.sessions.stats import SessionMetrics, aggregated

EXPORT_FORMATS = ("jsonl", "json", "md")
STATS_FORMATS = ("table", "json")


def run_show(wanted: str, *, form: str) -> int:
    """Print what a session comes to.

    Raises:
        UsageError: there is no such format, or several sessions are meant.
        UnreadableError: there is no such session, or it is damaged.
    """
    require_format(form, TEXT_OR_JSON)
    name, events = read_whole(wanted)
    report = reported(events, name)
    if form == "json":
        write_json(report_json(report))
    else:
        write_data(report_text(report, width=terminal_width()).encode())
    return ExitCode.OK


def run_export(wanted: str, *, form: str, redact: bool, output: Path | None, force: bool, quiet: bool) -> int:
    """Write a session for others: its events, its document, or a report.

    Raises:
        UsageError, UnreadableError: as `run_show`; or the file cannot be written, or is there already.
    """
    require_format(form, EXPORT_FORMATS)
    file = None if output is None else FileOutput(output, force=force, private=True)
    name, events = read_whole(wanted)
    data = _exported(redacted(events, home_folder()) if redact else events, form, name)
    keep_made(data, file, quiet=quiet)
    return ExitCode.OK


def _exported(events: list[Event], form: str, name: str) -> bytes:
    if form == "jsonl":
        return b"".join(map(encode, events))
    report = reported(events, name)
    if form == "json":
        return json_text(report.outcome.saved)
    started = report.outcome.started
    return report_markdown(report, started.session if started is not None else name).encode()


def read_whole(wanted: str) -> tuple[str, list[Event]]:
    """The name and all events of the session of an argument.

    Raises:
        UsageError, UnreadableError: there is no such session, or it is damaged.
    """
    recorded = open_recorded(wanted)
    events = list(recorded.events)
    started_of(events, recorded.name)
    return recorded.name, events


def reported(events: list[Event], name: str) -> SessionReport:
    """The report on a session.

    Raises:
        SessionError: a patch does not fit.
    """
    try:
        return SessionReport.of(events)
    except (PatchError, UnicodeError) as error:
        remedy = "the file was changed"
        raise SessionError(f"{name}: a patch does not fit: {error}", remedy=remedy) from None


def run_stats(filters: SessionFilters, *, form: str, quiet: bool) -> int:
    """Print what sessions took, by provider and model.

    Raises:
        UsageError: a flag cannot be used.
        UnreadableError: the folder cannot be read.
    """
    require_format(form, STATS_FORMATS)
    groups = aggregated(_metrics(filters, quiet=quiet))
    if form == "json":
        write_json([group.to_json() for group in groups])
    elif groups:
        from epoch_cli.output.session_list import stats_text

        write_data(stats_text(groups, width=terminal_width()).encode())
    if not groups and not quiet:
        say(f"no sessions{' like that' if any(filters[:5]) else ''}, in {short_path(sessions_dir())}")
    return ExitCode.OK


def _metrics(filters: SessionFilters, *, quiet: bool) -> Iterator[SessionMetrics]:
    for summary in filtered(filters, now=datetime.now(UTC), quiet=quiet):
        if summary.cached:  # nobody was asked
            continue
        try:
            yield from shares_of(read_session(summary.path))
        except UnreadableError as error:
            if not quiet:
                say(error_line(error))
