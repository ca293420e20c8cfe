"""`epoch convert`: files in one format in, the same in another out; what is lost on the way goes to stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.conversion_targets import Targets
from epoch_cli.cli.lint_settings import LintFlags, make_plan
from epoch_cli.cli.page_data import read_data
from epoch_cli.cli.streams import say, short_path, write_data
from epoch_cli.config.paths import sessions_dir
from epoch_cli.convert.conversion import Conversion, Converted
from epoch_cli.convert.formats import Format, Options, find_format
from epoch_cli.errors import ExitCode, UnreadableError, UsageError
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.sources import Source, read_source
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.reports import ReportWriter, make_report
from epoch_cli.output.text import error_line, visible
from epoch_cli.sessions import find_session
from epoch_cli.validation import Severity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ConvertFlags:
    """The flags of `epoch convert`; see `commands` for `convert` for what each means."""

    files: Sequence[str]
    target: str
    source: str | None
    output: Path | None
    force: bool
    name: str
    version: str
    preset: str | None
    data: Path | None
    data_file: Path | None
    budget: str | None
    report: str | None
    strict: bool
    quiet: bool


def run_convert(flags: ConvertFlags) -> int:
    """Run the command; gives its exit code.

    Raises:
        UsageError, ConfigError: flags or configuration that cannot be used.
        UnreadableError: stdout cannot be written.
    """
    target, source = _formats(flags)
    report = _report(flags.report)
    plan = make_plan(LintFlags(flags.files, preset=flags.preset, data=flags.data, budget=flags.budget))
    for error in plan.found.unmatched:
        say(error_line(error))
    targets = Targets.of(plan.found.sources, flags.output, target, force=flags.force)
    options = Options(flags.version, flags.name, read_data(flags.data_file))
    conversion = Conversion(target, plan.settings, options, source)
    codes = [ExitCode.USAGE] if plan.found.unmatched else []
    losses = 0
    for each in plan.found.sources:
        try:
            converted = _converted(each, conversion)
            if converted is None:
                continue
            said = report.file(_shown(converted.report, quiet=flags.quiet))
            _say(said)
            losses += converted.losses
            codes.append(_code(converted, strict=flags.strict))
            if converted.text is not None:
                _write(targets, each, converted.text, quiet=flags.quiet)
        except (UnreadableError, UsageError) as error:
            say(error_line(error))
            codes.append(error.exit_code)
    _say(report.close())
    if not flags.quiet and losses:
        things = "1 thing was" if losses == 1 else f"{losses} things were"
        say(f"{things} lost on the way to {target.title}")
    return max(codes, default=ExitCode.OK)


def _formats(flags: ConvertFlags) -> tuple[Format, Format | None]:
    """The formats to write and to read, each known to be able to; None for one that is found out."""
    target = find_format(flags.target)
    target.writer()
    source = find_format(flags.source) if flags.source is not None else None
    if source is not None:
        source.reader()
    if flags.version and flags.version not in target.versions:
        remedy = did_you_mean(flags.version, target.versions) if target.versions else "leave out --format-version"
        raise UsageError(f"there is no version {flags.version!r} of {target.title}", remedy=remedy)
    return target, source


def _converted(source: Source, conversion: Conversion) -> Converted | None:
    """What comes of a file, or of the session of its name; None for one in a folder that is none of ours."""
    if source.origin == "named" and not Path(source.path).exists():
        with suppress(UnreadableError):  # of what is no session either, the file is told to be missing
            source.path = str(find_session(sessions_dir(), source.name))
    try:
        raw = read_source(source)
    except UnreadableError as error:
        raise UnreadableError(f"{source.name}: {error.message}", remedy=error.remedy) from None
    return conversion.convert(source.name, raw, found=source.origin == "folder")


def _shown(report: FileReport, *, quiet: bool) -> FileReport:
    """What is told of a file; with `--quiet` only errors."""
    if not quiet:
        return report
    return report._replace(diagnostics=[each for each in report.diagnostics if each.severity is Severity.ERROR])


def _code(converted: Converted, *, strict: bool) -> ExitCode:
    if not converted.report.readable:
        return ExitCode.UNREADABLE
    wrong = any(each.severity is Severity.ERROR for each in converted.report.diagnostics)
    return ExitCode.FINDINGS if wrong or (strict and converted.losses) else ExitCode.OK


def _write(targets: Targets, source: Source, text: str, *, quiet: bool) -> None:
    file = targets.file(source)
    data = text.encode("utf-8", "backslashreplace")
    if file is None:
        write_data(data)
        return
    file.write(data)
    file.save()
    if not quiet:
        say(visible(f"wrote: {short_path(file.path)}"))


def _say(text: str) -> None:
    """Write some of a report to stderr: stdout is for what was converted."""
    if text:
        say(text.removesuffix("\n"))


def _report(form: str | None) -> ReportWriter:
    """The report for stderr: in the form that was asked for, or in what people or tools read."""
    if form is not None:
        return make_report(form)
    seen = sys.stderr.isatty()
    return make_report("full" if seen else "concise", color=seen and shows_color())
