"""`epoch catalog check`: everything that is wrong with a preset, and what a good one would have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from epoch_cli.cli.report_outputs import Outputs, Wanted, write_text
from epoch_cli.cli.streams import say
from epoch_cli.cli.validate import Tally, require_fail_on
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.output.reports import summary
from epoch_cli.validation import Selection
from epoch_cli.validation.selecting import code_prefixes


class CheckFlags(NamedTuple):
    """The flags of `epoch catalog check`; see `commands` for `catalog check` for what each means."""

    presets: Sequence[str]
    outputs: Sequence[Wanted] = (Wanted(),)
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: str = "error"
    quiet: bool = False


def run_catalog_check(flags: CheckFlags) -> int:
    """Run the command.

    Raises:
        UsageError: there is no such severity or rule.
        CatalogError: there is no such preset.
        UnreadableError: a report cannot be written.
    """
    require_fail_on(flags.fail_on)
    rules = Selection(code_prefixes(flags.ignore), select=code_prefixes(flags.select))
    outputs, tally = Outputs(flags.outputs), Tally()
    for preset in flags.presets:
        for report in check_preset(preset, rules):
            tally.reports.append(report)
            write_text(outputs.file(report))
    write_text(outputs.rest())
    outputs.close()
    if not flags.quiet:
        for line in summary(tally.reports).splitlines():
            say(line)
    return tally.exit_code(flags.fail_on)
