"""What was worked out before and is kept: cache stats, clear, prune."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Quiet


@command(
    "cache stats",
    examples=(
        "epoch cache stats",
        "epoch cache stats --format json | jq .answers.bytes",
    ),
)
def cache_stats(
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json: what goes to stdout.")
    ] = "table",
) -> int:
    """Print what the cache holds.

    Answers of providers, which gen gives again without asking when everything that determines them is the same; and
    beside them design systems and configurations that were checked before.
    """
    from epoch_cli.cli.caches import run_stats

    return run_stats(form=form)


@command(
    "cache clear",
    examples=(
        "epoch cache clear",
        "epoch cache clear --yes",
    ),
)
def cache_clear(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether you are sure.")] = False,
    quiet: Quiet = False,
) -> int:
    """Remove everything from the cache.

    Sessions stay, also those that an answer was given in.
    """
    from epoch_cli.cli.caches import run_clear

    return run_clear(yes=yes, quiet=quiet)


@command(
    "cache prune",
    examples=(
        "epoch cache prune --older-than 7d",
        "epoch cache prune --max-bytes 64MB",
    ),
)
def cache_prune(
    max_bytes: Annotated[
        str | None,
        typer.Option("--max-bytes", metavar="SIZE", help="At most so much, as 64MB; the longest unused go. [256MiB]"),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="AGE", help="Remove what was answered before that, as 7d. [30d]"),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Remove answers that are old, or too many.

    This happens by itself whenever an answer is kept, with the limits in brackets.
    """
    from epoch_cli.cli.caches import run_prune

    return run_prune(max_bytes=max_bytes, older_than=older_than, quiet=quiet)
