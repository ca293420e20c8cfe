"""The command for many prompts at once: batch."""

from typing import Annotated

import typer

from epoch_cli.cli import flags as flag
from epoch_cli.cli.commands.registry import command, flags_of


@command(
    examples=(
        "epoch batch prompts.txt -o ui",
        "epoch batch prompts.jsonl -o ui --jobs 8",
        "epoch batch - -o ui < prompts.jsonl | jq -c 'select(.exit_code != 0)'",
    ),
)
def batch(
    prompts: Annotated[
        str, typer.Argument(metavar="PROMPTS", help='One prompt a line: text, or {"prompt": …}; - reads stdin.')
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="Where the documents go, as ID.json.")],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="How many prompts at a time.")
    ] = 4,
    force: Annotated[
        bool, typer.Option("--force", help="Ask again what is done, and overwrite files of others.")
    ] = False,
    provider: flag.ProviderOption = None,
    model: flag.ModelOption = None,
    fallback: flag.FallbackOption = None,
    no_fallback: flag.NoFallback = False,
    retries: flag.Retries = 3,
    corrections: flag.Corrections = 2,
    mode: flag.ModeOption = "patch",
    preset: flag.Preset = None,
    data: flag.DataFile = None,
    prefer: flag.PreferOption = None,
    system: flag.SystemText = "",
    budget: flag.Budget = None,
    fix: flag.FixOption = "safe",
    no_heal: flag.NoHeal = False,
    constrain: flag.ConstrainOption = "off",
    param: flag.ParameterOption = None,
    max_cost: Annotated[
        str | None,
        typer.Option("--max-cost", metavar="DOLLARS", help="For all prompts together; each job has its share."),
    ] = None,
    token_budget: Annotated[
        int,
        typer.Option("--token-budget", metavar="TOKENS", min=100, help="For each prompt: its requests and answers."),
    ] = 32_000,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For each prompt.")] = 120.0,
    no_cache: flag.NoCache = False,
    refresh: flag.Refresh = False,
    usage: flag.Usage = False,
    strict: flag.Strict = False,
    no_log: flag.NoLog = False,
    log_level: flag.LogLevel = None,
    log_file: flag.LogFile = None,
    quiet: flag.Quiet = False,
    verbose: flag.Verbose = 0,
) -> int:
    """Generate an interface for each line of PROMPTS.

    A line is text, or an object with prompt, and where wanted id, base, provider, model and system. Stdout has a line
    of JSON for each prompt as it ends: id, status, exit_code, cached, file, session, seconds, accepted, refused,
    tokens, estimated, cost, and error where there is one.

    What is done already is not asked again: after Ctrl-C, a failure or with more lines, run the same command. What was
    not answered to its end is kept as ID.partial.json. Files that no batch made are left as they are, unless with
    --force, and links always. When a server asks to slow down, all jobs wait for it.

    The exit code is the worst of all prompts.
    """
    from epoch_cli.cli.batch import BatchFlags, run_prompts
    from epoch_cli.cli.running import RunFlags

    given = locals()
    own = {"base": None, "form": None, "output": None, "granularity": "node"}  # each line has its own document
    flags = flags_of(RunFlags, given, **own, heal=not no_heal, log=not no_log, verbosity=verbose)
    asked = flags_of(BatchFlags, given, prefer=prefer or (), parameters=param or (), cache=not no_cache)
    return run_prompts(asked, flags=flags)
