"""Commands on files: validate, rules, fmt, diff."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import (
    Budget,
    DataFile,
    DifferenceExitZero,
    DifferenceForm,
    Preset,
    Quiet,
    ReportFormats,
    Verbose,
)
from epoch_cli.cli.order import ORDER, Ordered


@command(
    cls=Ordered,
    examples=(
        "epoch validate ui",
        "epoch validate ui/login.json --fix",
        "epoch validate 'ui/**/*.json' --output-format sarif -o ui.sarif",
        'epoch gen "login form" --format json | epoch validate -',
    ),
)
def validate(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, folders, quoted patterns such as 'ui/**/*.json', or -.")
    ],
    preset: Preset = None,
    budget: Budget = None,
    data: DataFile = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Take files for document, patches or session.")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULES", help="Only these: codes, EP3, names or families.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="RULES", help="Not these.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="Pass over these files and folders.")
    ] = None,
    output_format: ReportFormats = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the report of the format before it to FILE."),
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule instead.")] = False,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="SEVERITY", help="error, warning or never: what makes exit code 1.")
    ] = "error",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="As --fail-on never.")] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Keep the findings in FILE quiet.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="FILE", help="Write today's findings to FILE.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend documents in place, where nothing can be lost.")] = False,
    unsafe_fixes: Annotated[bool, typer.Option("--unsafe-fixes", help="Mend by guessing, too.")] = False,
    add_ids: Annotated[bool, typer.Option("--add-ids", help="Give every node an id.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change: a diff, then patches.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again when a file changes.")] = False,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help="What stdin is called in reports.")
    ] = "",
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes; as many as pay by default.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Check files against a design system.

    Documents, patch files and sessions, which are told by what is in them.

    Findings go to stdout; how it went goes to stderr. Exit code 1 when there are errors, 6 when a file cannot be read.
    """
    from epoch_cli.cli.lint_settings import LintFlags
    from epoch_cli.cli.report_outputs import pair_outputs
    from epoch_cli.cli.validate import ValidateFlags, run_validate

    lint = LintFlags(
        files, kind, preset, data, budget, select or (), ignore or (), exclude or (), stdin_name=stdin_filename
    )
    flags = ValidateFlags(
        lint,
        pair_outputs(context.meta[ORDER], output_format or (), output or ()),
        statistics=statistics,
        fail_on="never" if exit_zero else fail_on,
        baseline=baseline,
        write_baseline=write_baseline,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        add_ids=add_ids,
        diff=diff,
        watch=watch,
        jobs=jobs,
        quiet=quiet,
        verbosity=verbose,
    )
    return run_validate(flags)


@command(
    examples=(
        "epoch rules",
        "epoch rules EP301 unknown-token",
        "epoch rules accessibility --output-format markdown > accessibility.md",
    ),
)
def rules(
    selectors: Annotated[
        list[str] | None,
        typer.Argument(metavar="RULE…", help="Codes, EP3, names or families to explain; without any, all are listed."),
    ] = None,
    form: Annotated[str, typer.Option("--output-format", metavar="FORMAT", help="text, json or markdown.")] = "text",
) -> int:
    """List the rules, or explain some.

    An explanation says why, with a bad and a good example.
    """
    from epoch_cli.cli.rules import run_rules

    return run_rules(selectors or [], form=form)


@command(
    examples=(
        "epoch fmt ui",
        "epoch fmt --check 'ui/**/*.json'",
        'epoch gen "login form" --format json | epoch fmt -',
    ),
)
def fmt(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, folders, quoted patterns such as 'ui/**/*.json', or -.")
    ],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; name the files that would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would change.")] = False,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="Pass over these files and folders.")
    ] = None,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help="What stdin is called in messages.")
    ] = "",
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Format documents and patch files.

    They are written in their canonical form: one order of keys, one layout.

    No value changes. With --check or --diff the exit code is 1 when a file is not in that form.
    """
    from epoch_cli.cli.fmt import FmtFlags, run_fmt

    return run_fmt(FmtFlags(files, check, diff, exclude or (), stdin_filename, quiet, verbose))


@command(
    examples=(
        "epoch diff old.json new.json",
        "epoch diff old.json last --exit-zero",
        "epoch diff old.json new.json --format patch > change.jsonl",
    ),
)
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A document, patch file or session; - reads stdin.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The same, or the id of a session.")],
    form: DifferenceForm = "text",
    exit_zero: DifferenceExitZero = False,
    quiet: Quiet = False,
) -> int:
    """Compare two documents, node by node.

    Of patch files and sessions, what they end with is compared.

    Nodes are known by their ids, or else by what they are like, so that what moved is said to have moved. With
    --format patch, stdout is the JSON Patch that makes B of A. The exit code is 1 when they differ.
    """
    from epoch_cli.cli.diff import run_diff

    return run_diff(before, after, form=form, exit_zero=exit_zero, quiet=quiet)
