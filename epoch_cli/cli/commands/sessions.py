"""What was recorded: sessions list, show, path, export, diff, stats, rm."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import DifferenceExitZero, DifferenceForm, Force, Quiet

Session = Annotated[
    str, typer.Argument(metavar="SESSION", help="An id, how one begins, last, @2 for the one before, or a file.")
]
ProviderFilter = Annotated[
    str | None, typer.Option("--provider", "-p", metavar="NAME", help="Only those that asked this provider first.")
]
ModelFilter = Annotated[
    str | None, typer.Option("--model", "-m", metavar="TEXT", help="Only those by a model with TEXT in its id.")
]
StatusFilter = Annotated[
    str | None,
    typer.Option("--status", metavar="STATUS", help="Only those that ended so, as complete, failed or unfinished."),
]
SinceFilter = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="Only those since then: 2h, 3d, or 2026-11-20.")
]
GrepFilter = Annotated[
    str | None, typer.Option("--grep", metavar="TEXT", help="Only those with TEXT in their prompt, in any case.")
]


@command(
    "sessions list",
    examples=(
        "epoch sessions list",
        "epoch sessions list --since 3d --status complete",
        "epoch sessions list --grep login --format json | jq -r .[].path",
    ),
)
def sessions_list(
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    status: StatusFilter = None,
    since: SinceFilter = None,
    grep: GrepFilter = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="The newest N; 0 for all. A table has 20.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, jsonl or ids: what goes to stdout.")
    ] = "table",
    quiet: Quiet = False,
) -> int:
    """List sessions, the newest first.

    Every run of gen and apply is recorded in one, unless --no-log is given. One without an end is unfinished: it is
    being written, or its process was killed.
    """
    from epoch_cli.cli.session_filters import SessionFilters
    from epoch_cli.cli.sessions import run_list

    filters = SessionFilters(provider, model, status, since, grep)
    return run_list(filters, limit=limit, form=form, quiet=quiet)


@command(
    "sessions show",
    examples=(
        "epoch sessions show",
        "epoch sessions show @2",
        "epoch sessions show last --format json | jq .metrics",
    ),
)
def sessions_show(
    session: Session = "last",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")
    ] = "text",
) -> int:
    """Show what a session comes to.

    What was asked, each attempt, what went wrong and what was done about it, how long it took, and the final document.
    """
    from epoch_cli.cli.session_reports import run_show

    return run_show(session, form=form)


@command(
    "sessions path",
    examples=(
        "epoch sessions path",
        'wc -l "$(epoch sessions path last)"',
    ),
)
def sessions_path(session: Session = "last") -> int:
    """Print where the file of a session is."""
    from epoch_cli.cli.sessions import run_path

    return run_path(session)


@command(
    "sessions export",
    examples=(
        "epoch sessions export --format md",
        "epoch sessions export last --redact -o bug.jsonl",
        "epoch sessions export @2 --format json > ui.json",
    ),
)
def sessions_export(
    session: Session = "last",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="jsonl: events; json: the document; md: a report.")
    ] = "jsonl",
    redact: Annotated[
        bool, typer.Option("--redact", help="Without keys, tokens, e-mail addresses, long secrets and home folders.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to FILE.")] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Write a session for others.

    What --redact finds is replaced by [redacted:RULE], everywhere and always by the same, so that the session can still
    be replayed. It cannot know what else is private in a text: look at it before you share it.
    """
    from epoch_cli.cli.session_reports import run_export

    return run_export(session, form=form, redact=redact, output=output, force=force, quiet=quiet)


@command(
    "sessions diff",
    examples=(
        "epoch sessions diff @2 last",
        "epoch sessions diff @2 --exit-zero --format json | jq .patches",
    ),
)
def sessions_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A session, as for show.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")] = "last",
    form: DifferenceForm = "text",
    exit_zero: DifferenceExitZero = False,
    quiet: Quiet = False,
) -> int:
    """Compare two sessions.

    How they were asked, which patches only one of them has, and what became of each node. The exit code is 1 when their
    patches or documents differ. With --format patch: operations that make the document of B out of that of A.
    """
    from epoch_cli.cli.session_diff import run_diff

    return run_diff(before, after, form=form, exit_zero=exit_zero, quiet=quiet)


@command(
    "sessions stats",
    examples=(
        "epoch sessions stats",
        "epoch sessions stats --since 7d -p offline",
        "epoch sessions stats --format json | jq '.[0].spreads.first_patch.p95'",
    ),
)
def sessions_stats(
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    status: StatusFilter = None,
    since: SinceFilter = None,
    grep: GrepFilter = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="Only the newest N; 0 for all.")] = 0,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json: what goes to stdout.")
    ] = "table",
    quiet: Quiet = False,
) -> int:
    """Print what sessions took, by provider and model.

    Time to the first token, patch and node, between chunks, for validation and for the whole run, as p50 and p95;
    attempts, corrections, refusals and repairs; tokens and cost. Answers from the cache are left out.
    """
    from epoch_cli.cli.session_filters import SessionFilters
    from epoch_cli.cli.session_reports import run_stats

    return run_stats(SessionFilters(provider, model, status, since, grep, limit), form=form, quiet=quiet)


@command(
    "sessions rm",
    examples=(
        "epoch sessions rm last",
        "epoch sessions rm --older-than 30d --yes",
    ),
)
def sessions_rm(
    sessions: Annotated[
        list[str] | None, typer.Argument(metavar="[SESSION]...", help="Ids, how they begin, or last.")
    ] = None,
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="AGE", help="All that began longer ago, as 30d; or a date.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All there are.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether you are sure.")] = False,
    quiet: Quiet = False,
) -> int:
    """Remove sessions for good.

    Asks before it does. Those that may still be written are left by --older-than and --all.
    """
    from epoch_cli.cli.sessions import run_remove

    return run_remove(sessions or (), older_than=older_than, everything=everything, yes=yes, quiet=quiet)
