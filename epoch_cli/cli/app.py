"""The command tree: names, flags and help; what a command does is in the module of its name.

Commands return their exit code. Everything they need is imported inside them, so that `--help` stays fast; and only the
command that is asked for is made, as making one takes typer longer than what most of them do. Annotations are evaluated
here, once, and not put off: typer would evaluate each of them twice.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from epoch_cli.cli.flags import (
    Base,
    Budget,
    DataFile,
    FixOption,
    Force,
    FormatOption,
    GranularityOption,
    NoHeal,
    NoLog,
    OutputOption,
    Preset,
    Quiet,
    Strict,
    SystemText,
    Verbose,
)
from epoch_cli.cli.order import ORDER, Ordered

Command = Callable[..., int]

_COMMANDS: dict[str, tuple[Command, dict[str, Any]]] = {}
"""Each command by its name, with its settings, in the order of `--help`."""

EXIT_CODES = (
    "Exit codes: 0 ok, 1 findings, 2 usage or config, 3 provider, 4 timeout, 5 budget, 6 unreadable input, 130 Ctrl-C."
)


def make_app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line for these arguments: the command they name, or all of them where they name none."""
    app = typer.Typer(
        name="epoch",
        help="Stream user interfaces from a language model, proved valid against your design system while written.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(root)
    named = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name, (function, settings) in _COMMANDS.items():
        if name == named or named not in _COMMANDS:
            app.command(name, **settings)(function)
    return app


def command(**settings: Any) -> Callable[[Command], Command]:
    """Make a function a command of its name."""

    def note(function: Command) -> Command:
        _COMMANDS[function.__name__] = function, settings
        return function

    return note


def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> Any:
    """Stream user interfaces from a language model, proved valid against your design system while written."""
    if version:
        from epoch_cli import __version__

        typer.echo(f"epoch {__version__}")
        raise typer.Exit
    del context


@command(epilog=EXIT_CODES)
def gen(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What to build; - reads it from stdin.")],
    provider: Annotated[
        str, typer.Option("--provider", "-p", metavar="NAME", help="Who writes: offline needs no key.")
    ] = "offline",
    base: Base = None,
    preset: Preset = None,
    data: DataFile = None,
    form: FormatOption = None,
    output: OutputOption = None,
    force: Force = False,
    system: SystemText = "",
    budget: Budget = None,
    fix: FixOption = "safe",
    granularity: GranularityOption = "node",
    no_heal: NoHeal = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = 120.0,
    strict: Strict = False,
    no_log: NoLog = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Generate an interface from PROMPT.

    On a terminal the tree grows before your eyes; in a pipe stdout is one JSON Patch operation per line.

    \b
    Examples:
      epoch gen "login form"
      epoch gen "table of orders: id, customer, total" | jq -c .value
      epoch gen "settings page with tabs" --format json -o settings.json
      epoch gen "make the title shorter" --base settings.json
    """
    from epoch_cli.cli.gen import run_gen
    from epoch_cli.cli.running import RunFlags

    flags = RunFlags(
        preset=preset,
        data=data,
        base=base,
        form=form,
        output=output,
        force=force,
        budget=budget,
        fix=fix,
        granularity=granularity,
        heal=not no_heal,
        timeout=timeout,
        strict=strict,
        log=not no_log,
        quiet=quiet,
        verbosity=verbose,
    )
    return run_gen(prompt, provider=provider, system=system, flags=flags)


@command(epilog=EXIT_CODES)
def apply(
    text: Annotated[str, typer.Argument(metavar="FILE", help="What a model wrote; - reads it from stdin.")] = "-",
    base: Base = None,
    preset: Preset = None,
    data: DataFile = None,
    form: FormatOption = None,
    output: OutputOption = None,
    force: Force = False,
    budget: Budget = None,
    fix: FixOption = "safe",
    granularity: GranularityOption = "node",
    no_heal: NoHeal = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = None,
    strict: Strict = False,
    no_log: NoLog = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Build an interface from what any tool wrote.

    The text may be patches, a document, or an answer with prose around them. It is read as it comes, and held to the
    same rules as with gen; only what is valid reaches stdout.

    The exit code is 6 when there is no patch in the text, and 1 when none of them left an interface.

    \b
    Examples:
      llm "$(epoch prompt 'login form')" | epoch apply --format json
      epoch apply answer.txt --format tree
      llm "$(epoch prompt 'a title' --base ui.json)" | epoch apply --base ui.json -o ui.json --force
    """
    from math import inf

    from epoch_cli.cli.apply import run_apply
    from epoch_cli.cli.running import RunFlags

    flags = RunFlags(
        preset=preset,
        data=data,
        base=base,
        form=form,
        output=output,
        force=force,
        budget=budget,
        fix=fix,
        granularity=granularity,
        heal=not no_heal,
        timeout=inf if timeout is None else timeout,
        strict=strict,
        log=not no_log,
        quiet=quiet,
        verbosity=verbose,
    )
    return run_apply(text, flags=flags)


@command(epilog=EXIT_CODES)
def prompt(
    wish: Annotated[
        str | None,
        typer.Argument(metavar="PROMPT", help="What to build; - reads it from stdin. Without it: what comes before."),
    ] = None,
    base: Base = None,
    preset: Preset = None,
    data: DataFile = None,
    budget: Budget = None,
    system: SystemText = "",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")
    ] = "text",
    quiet: Quiet = False,
) -> int:
    """Print what a model is told to build an interface.

    The same text as gen sends: the rules and the design system, then PROMPT. With --format json they are apart, as
    `{"system", "user", "tokens"}`. How many tokens it takes, about, goes to stderr.

    \b
    Examples:
      llm "$(epoch prompt 'login form')" | epoch apply --format json
      epoch prompt "add a search field" --base ui.json --format json | jq -r .system
      llm -s "$(epoch prompt)" "login form" | epoch apply
    """
    from epoch_cli.cli.prompt import run_prompt

    return run_prompt(wish, base=base, preset=preset, data=data, budget=budget, system=system, form=form, quiet=quiet)


@command(epilog=EXIT_CODES, cls=Ordered)
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
    output_format: Annotated[
        list[str] | None,
        typer.Option(
            "--output-format",
            metavar="FORMAT",
            help="concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.",
        ),
    ] = None,
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

    \b
    Examples:
      epoch validate ui/login.json
      epoch validate 'ui/**/*.json' --output-format sarif -o epoch.sarif --output-format github
      epoch validate ui --fix
      epoch gen "login form" --format json | epoch validate -
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


@command(epilog=EXIT_CODES)
def rules(
    selectors: Annotated[
        list[str] | None,
        typer.Argument(metavar="RULE…", help="Codes, EP3, names or families to explain; without any, all are listed."),
    ] = None,
    form: Annotated[str, typer.Option("--output-format", metavar="FORMAT", help="text, json or markdown.")] = "text",
) -> int:
    """List the rules, or explain some.

    An explanation says why, with a bad and a good example.

    \b
    Examples:
      epoch rules
      epoch rules EP301 unknown-token
      epoch rules accessibility --output-format markdown > accessibility.md
    """
    from epoch_cli.cli.rules import run_rules

    return run_rules(selectors or [], form=form)


@command(epilog=EXIT_CODES)
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

    \b
    Examples:
      epoch fmt ui
      epoch fmt --check 'ui/**/*.json'
      epoch gen "login form" --format json | epoch fmt -
    """
    from epoch_cli.cli.fmt import FmtFlags, run_fmt

    return run_fmt(FmtFlags(files, check, diff, exclude or (), stdin_filename, quiet, verbose))


@command(epilog=EXIT_CODES)
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A document, patch file or session; - reads stdin.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The same, or the id of a session.")],
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, patch or json: what goes to stdout.")
    ] = "text",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even when they differ.")] = False,
    quiet: Quiet = False,
) -> int:
    """Compare two documents, node by node.

    Of patch files and sessions, what they end with is compared.

    Nodes are known by their ids, or else by what they are like, so that what moved is said to have moved. With
    --format patch, stdout is the JSON Patch that makes B of A. The exit code is 1 when they differ.

    \b
    Examples:
      epoch diff old.json new.json
      epoch diff old.json new.json --format patch > change.jsonl
      git show HEAD:ui/login.json | epoch diff - ui/login.json
    """
    from epoch_cli.cli.diff import run_diff

    return run_diff(before, after, form=form, exit_zero=exit_zero, quiet=quiet)


@command(epilog=EXIT_CODES)
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="document, patch, session, catalog or config.")],
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME|PATH", help="Design system, for document and patch.")
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="PROFILE|FILE", help="With its caps on children and strings; for document."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the schema to FILE.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write a JSON Schema.

    Of documents, patches, session lines, catalogs or configuration; draft 2020-12.

    \b
    Examples:
      epoch schema document > ui.schema.json
      epoch schema document --preset ./design --budget strict -o design.schema.json
      epoch schema config
    """
    from epoch_cli.cli.schema import run_schema

    return run_schema(kind, preset=preset, budget=budget, output=output, quiet=quiet)


@command(epilog=EXIT_CODES)
def replay(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="A session file, its id, or how the id begins.")],
    form: FormatOption = None,
    speed: Annotated[float, typer.Option("--speed", metavar="FACTOR", min=0.01, help="2 is twice as fast.")] = 1.0,
    idle_limit: Annotated[
        float | None, typer.Option("--idle-limit", metavar="SECONDS", min=0, help="Longest pause between two events.")
    ] = None,
    instant: Annotated[bool, typer.Option("--instant", help="Do not wait; pipes never do.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Play a recorded session again.

    The same events, the same bytes, offline.

    \b
    Examples:
      epoch replay 20261121-093012-5f21c0
      epoch replay session.jsonl --format jsonl | head -n 2
      epoch replay session.jsonl --speed 0.25
    """
    from epoch_cli.cli.replay import run_replay

    return run_replay(
        session, form=form, speed=speed, idle_limit=idle_limit, instant=instant, quiet=quiet, verbosity=verbose
    )
