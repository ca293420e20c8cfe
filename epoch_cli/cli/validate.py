"""`epoch validate`: files in, findings out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.garbage import CollectBetween
from epoch_cli.cli.lint_settings import LintFlags, Plan, make_plan
from epoch_cli.cli.progress import Progress
from epoch_cli.cli.report_outputs import Outputs, Wanted, write_text
from epoch_cli.cli.streams import say
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.linting.patterns import absolute
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.run import check_sources
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.reports import statistics, summary
from epoch_cli.output.text import error_line, visible
from epoch_cli.validation import Rule, Severity

if TYPE_CHECKING:
    from epoch_cli.linting.baseline import Baseline

FAIL_ON = ("error", "warning", "never")


class ValidateFlags(NamedTuple):
    """The flags of `epoch validate`; see `commands` for `validate` for what each means."""

    lint: LintFlags
    outputs: Sequence[Wanted] = (Wanted(),)
    statistics: bool = False
    fail_on: str = "error"
    baseline: Path | None = None
    write_baseline: Path | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    add_ids: bool = False
    diff: bool = False
    watch: bool = False
    jobs: int | None = None
    quiet: bool = False
    verbosity: int = 0


class Tally:
    """What has come of a run so far: the reports, and how many files were passed over and findings mended."""

    def __init__(self) -> None:
        self.reports: list[FileReport] = []
        self.skipped = 0
        self.fixed = 0

    def exit_code(self, fail_on: str) -> ExitCode:
        """What the findings come to; files that could not be read outweigh them (design section 7)."""
        if not all(report.readable for report in self.reports):
            return ExitCode.UNREADABLE
        counted = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}.get(fail_on, set())
        found = {diagnostic.severity for report in self.reports for diagnostic in report.diagnostics}
        return ExitCode.FINDINGS if found & counted else ExitCode.OK


def run_validate(flags: ValidateFlags) -> int:
    """Run the command.

    Raises:
        UsageError, ConfigError: flags or configuration that cannot be used.
        UnreadableError: a report cannot be written.
    """
    _check_flags(flags)
    flags = flags._replace(lint=flags.lint._replace(extensions=extensions_here(quiet=flags.quiet)))
    if flags.watch:
        from epoch_cli.cli.watch import watch

        return watch(flags)
    return check_once(flags, make_plan(flags.lint))


def require_fail_on(severity: str) -> None:
    """Check what `--fail-on` was given.

    Raises:
        UsageError: it is none of `FAIL_ON`.
    """
    if severity not in FAIL_ON:
        raise UsageError(f"--fail-on {severity}: no such severity", remedy=did_you_mean(severity, FAIL_ON))


def _check_flags(flags: ValidateFlags) -> None:
    require_fail_on(flags.fail_on)
    if flags.add_ids and not (flags.fix or flags.diff):
        raise UsageError("--add-ids changes files", remedy="add --fix, or --diff to see what it would change")
    if flags.baseline and flags.write_baseline:
        raise UsageError(
            "--baseline and --write-baseline at once", remedy="give --write-baseline alone to write it anew"
        )
    if flags.watch and "-" in flags.lint.files:
        raise UsageError("--watch cannot watch stdin", remedy="give files or folders")
    if flags.watch and (flags.diff or flags.write_baseline):
        raise UsageError("--watch only checks and fixes", remedy="leave out --diff and --write-baseline")
    if flags.write_baseline and (flags.fix or flags.diff):
        raise UsageError("--write-baseline takes files as they are", remedy="fix them first")


def check_once(flags: ValidateFlags, plan: Plan) -> int:
    """Check all files of a plan, write the reports, say how it went; gives the exit code."""
    began = time.monotonic()
    for error in plan.found.unmatched:
        say(error_line(error))
    if flags.fix or flags.diff:
        from epoch_cli.cli.fixing import fix_files

        return fix_files(flags, plan)
    tally = Tally()
    baseline = read_baseline(flags.baseline)
    _check_files(flags, plan, tally, baseline)
    code = tally.exit_code(flags.fail_on)
    if flags.write_baseline:
        _write_baseline(flags.write_baseline, tally)
        code = ExitCode.UNREADABLE if code is ExitCode.UNREADABLE else ExitCode.OK
    if not flags.quiet:
        conclude(flags, tally, baseline)
    if flags.verbosity:
        say(f"{len(plan.found.sources)} files in {time.monotonic() - began:.2f} s")
    return worst(code, plan)


def read_baseline(path: Path | None) -> Baseline | None:
    """The baseline of the `--baseline` flag, if there is one.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    if path is None:
        return None
    from epoch_cli.linting.baseline import Baseline

    return Baseline.read(path)


def worst(code: ExitCode, plan: Plan) -> ExitCode:
    """The exit code of a run, with the patterns that no file fits."""
    return max(code, ExitCode.USAGE) if plan.found.unmatched else code


def _check_files(flags: ValidateFlags, plan: Plan, tally: Tally, baseline: Baseline | None) -> None:
    sources = plan.found.sources
    wanted = [each for each in flags.outputs if each.file or not flags.write_baseline]
    outputs = Outputs(wanted, statistics=flags.statistics, rules=added_rules(plan))
    progress = Progress(len(sources), wanted=not flags.quiet)
    with CollectBetween() as collector, closing(check_sources(sources, plan.settings, jobs=flags.jobs)) as checked:
        for done, report in enumerate(checked):
            progress.at(done)
            collector.between()
            if report is None:
                tally.skipped += 1
                if flags.verbosity:
                    progress.clear()
                    say(f"skipped: {visible(sources[done].name)} is no document, patch file or session")
                continue
            left = baseline.without_known(report) if baseline is not None else report
            tally.reports.append(left)
            if text := outputs.file(left):
                progress.make_way()
                write_text(text)
    progress.clear()
    spare_what_was_checked(flags, tally)
    write_text(outputs.rest())
    outputs.close()
    if flags.statistics:
        show_statistics(tally, on_stdout=not outputs.on_stdout)


def added_rules(plan: Plan) -> Sequence[Rule]:
    """The rules of extensions that a plan holds files to, which some reports list."""
    added = plan.settings.rules.added
    return () if added is None else [each.rule for each in added.rules.values()]


def show_statistics(tally: Tally, *, on_stdout: bool) -> None:
    """Write the table of `--statistics`."""
    table = statistics(tally.reports)
    if on_stdout:
        write_text(table)
    elif table:
        say(table.rstrip("\n"))


def conclude(flags: ValidateFlags, tally: Tally, baseline: Baseline | None) -> None:
    """Say how a run went."""
    if not tally.reports and not tally.skipped:
        say("epoch: there is nothing to check")
        return
    for line in summary(tally.reports, tally.skipped, tally.fixed).splitlines():
        say(line)
    gone = baseline.gone(tally.reports) if baseline is not None else 0
    if gone:
        what = f"{gone} finding{'s' * (gone != 1)} of the baseline no longer occur{'s' * (gone == 1)}"
        say(f"{what}: write it anew with --write-baseline {visible(str(flags.baseline))}")


def _write_baseline(path: Path, tally: Tally) -> None:
    from epoch_cli.linting.baseline import baseline_text
    from epoch_cli.linting.writing import replace_file

    replace_file(path, baseline_text(tally.reports, path.parent).encode())
    known = sum(len(report.diagnostics) for report in tally.reports if report.readable)
    say(f"wrote: {visible(str(path))} with {known} finding{'s' * (known != 1)}")


def spare_what_was_checked(flags: ValidateFlags, tally: Tally) -> None:
    """Refuse to write a report over a file that was checked; what was passed over may be the report of last time."""
    checked = {absolute(report.name) for report in tally.reports}
    for path in (*(each.file for each in flags.outputs), flags.write_baseline):
        if path is not None and absolute(path) in checked:
            raise UsageError(f"{path} is one of the files to check", remedy="write the report elsewhere")
