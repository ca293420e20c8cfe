"""`epoch validate --fix` and `--diff`: documents are fixed in place, or it is shown what would change."""

from __future__ import annotations

from epoch_cli.cli.lint_settings import Plan
from epoch_cli.cli.report_outputs import Outputs, write_diff, write_text
from epoch_cli.cli.streams import json_text, say, write_data
from epoch_cli.cli.validate import (
    Tally,
    ValidateFlags,
    added_rules,
    conclude,
    read_baseline,
    show_statistics,
    spare_what_was_checked,
    worst,
)
from epoch_cli.errors import ExitCode, UnreadableError
from epoch_cli.linting.fixing import FixedText, fix_text
from epoch_cli.linting.run import check_source
from epoch_cli.linting.sources import Source, read_source
from epoch_cli.linting.writing import replace_file
from epoch_cli.output.text import error_line, visible


def fix_files(flags: ValidateFlags, plan: Plan) -> int:
    """Fix the documents of a plan and check what is left; or, with `--diff`, show the change. Gives the exit code."""
    return _show_changes(flags, plan) if flags.diff else _fix_in_place(flags, plan)


def _fix_in_place(flags: ValidateFlags, plan: Plan) -> int:
    tally = Tally()
    baseline = read_baseline(flags.baseline)
    from_stdin = any(source.origin == "stdin" for source in plan.found.sources)
    outputs = Outputs(flags.outputs, statistics=flags.statistics, rules=added_rules(plan))
    code = ExitCode.OK
    for source in plan.found.sources:
        fixed = _fixed(source, flags, plan)
        if fixed is not None:
            try:
                _put(source, fixed)
                tally.fixed += len(fixed.repairs)
            except UnreadableError as error:
                say(error_line(error))
                code = error.exit_code
        if source.origin == "stdin" and source.raw is not None:
            write_data(source.raw)  # whether it was changed or not: what comes out is what goes on
        report = check_source(source, plan.settings)
        if report is None:
            tally.skipped += 1
            continue
        left = baseline.without_known(report) if baseline is not None else report
        tally.reports.append(left)
        _write(outputs.file(left), on_stderr=from_stdin)
    spare_what_was_checked(flags, tally)
    _write(outputs.rest(), on_stderr=from_stdin)
    outputs.close()
    if flags.statistics:
        show_statistics(tally, on_stdout=not outputs.on_stdout and not from_stdin)
    if not flags.quiet:
        conclude(flags, tally, baseline)
    return worst(max(code, tally.exit_code(flags.fail_on)), plan)


def _put(source: Source, fixed: FixedText) -> None:
    """Put a fixed document in the place of the one that was read.

    Raises:
        UnreadableError: the file cannot be written; it is as it was.
    """
    made = fixed.after.encode()
    if fixed.changed and source.origin != "stdin":
        replace_file(source.name, made)
    source.raw = made


def _write(text: str, *, on_stderr: bool) -> None:
    """Write some of a report: to stderr when stdout is taken by the document that came from stdin."""
    if not on_stderr:
        write_text(text)
    elif text:
        say(text.rstrip("\n"))


def _show_changes(flags: ValidateFlags, plan: Plan) -> int:
    changed = repairs = 0
    code = ExitCode.OK
    for source in plan.found.sources:
        try:
            read_source(source)
        except UnreadableError as error:
            say(f"epoch: {visible(source.name)}: {error.message}; {error.remedy}")
            code = ExitCode.UNREADABLE
            continue
        fixed = _fixed(source, flags, plan)
        if fixed is None:
            code = max(code, _unreadable(source, plan))
        elif fixed.changed:
            changed += 1
            repairs += len(fixed.repairs)
            write_diff(source.name, fixed.before, fixed.after)
            # `patch` and `git apply` pass over what follows a diff
            write_data(b"".join(json_text(patch, lines=True) for patch in fixed.patches))
    if not flags.quiet:
        files = f"{changed} file{'s' * (changed != 1)}"
        say(f"{repairs} would be fixed in {files}" if changed else "nothing would be fixed")
    return worst(max(code, ExitCode.FINDINGS) if changed else code, plan)


def _unreadable(source: Source, plan: Plan) -> ExitCode:
    """Say why a file cannot be fixed, if it should be."""
    report = check_source(source, plan.settings)
    if report is None or report.readable:
        return ExitCode.OK
    for each in report.diagnostics:
        say(visible(f"epoch: {source.name}:{each.line}:{each.column}: {each.code} {each.message}"))
    return ExitCode.UNREADABLE


def _fixed(source: Source, flags: ValidateFlags, plan: Plan) -> FixedText | None:
    """The fixed document; None for a file that is none, which is told where it is another of ours."""
    try:
        raw = read_source(source)
    except UnreadableError:
        return None  # the check says so
    result = fix_text(
        source.name,
        raw,
        plan.settings,
        found=source.origin == "folder",
        unsafe=flags.unsafe_fixes,
        add_ids=flags.add_ids,
    )
    if isinstance(result, FixedText):
        return result
    if result is not None and not flags.quiet:
        what = "a patch file" if result == "patches" else "a session"
        say(f"{visible(source.name)} is {what}: only documents are fixed")
    return None
