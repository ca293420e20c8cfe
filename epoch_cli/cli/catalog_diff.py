"""`epoch catalog diff`: two design systems in, what differs and whether it breaks documents out."""

from __future__ import annotations

from epoch_cli.catalog.comparison import compare_catalogs
from epoch_cli.cli.color import shows_color
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import open_catalog
from epoch_cli.cli.streams import say, write_data, write_json
from epoch_cli.errors import ExitCode
from epoch_cli.output.catalog_difference import difference_lines, difference_summary


def run_catalog_diff(before: str, after: str, *, form: str, strict: bool, exit_zero: bool, quiet: bool) -> int:
    """Run the command; see `commands` for `catalog diff` for what each flag means.

    Raises:
        UsageError: there is no such format.
        CatalogError: one of the two cannot be found or read.
    """
    require_format(form)
    changes = compare_catalogs(open_catalog(before), open_catalog(after))
    if form == "json":
        write_json([change.to_json() for change in changes])
    else:
        write_data(difference_lines(changes, color=shows_color()).encode())
    if not quiet:
        say(difference_summary(changes))
    counted = bool(changes) if strict else any(change.breaking for change in changes)
    return ExitCode.FINDINGS if counted and not exit_zero else ExitCode.OK
