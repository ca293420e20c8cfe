"""Commands that make a document of a text, or tell what one is asked for: gen, apply, prompt, replay."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import (
    Base,
    Budget,
    ConstrainOption,
    DataFile,
    FixOption,
    Force,
    FormatOption,
    GranularityOption,
    MaxCost,
    ModelOption,
    NoHeal,
    NoLog,
    OutputOption,
    ParameterOption,
    Preset,
    ProviderOption,
    Quiet,
    Strict,
    SystemText,
    Usage,
    Verbose,
)


@command()
def gen(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What to build; - reads it from stdin.")],
    provider: ProviderOption = None,
    model: ModelOption = None,
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
    constrain: ConstrainOption = "off",
    param: ParameterOption = None,
    max_cost: MaxCost = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = 120.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
    usage: Usage = False,
    strict: Strict = False,
    no_log: NoLog = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Generate an interface from PROMPT.

    On a terminal the tree grows before your eyes; in a pipe stdout is one JSON Patch operation per line.

    Without --provider and --model the first key that is found decides, then a local Ollama; without either the built-in
    offline composer writes, which needs no key.

    \b
    Examples:
      epoch gen "login form"
      epoch gen "login form" -m sonnet --usage
      epoch gen "table of orders: id, customer, total" | jq -c .value
      epoch gen "settings page with tabs" --format json -o settings.json
      epoch gen "make the title shorter" --base settings.json
    """
    from epoch_cli.cli.asking import Asked
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
        usage=usage,
    )
    asked = Asked(provider, model, constrain, param or (), max_cost)
    return run_gen(prompt, asked=asked, system=system, dry_run=dry_run, flags=flags)


@command()
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
      epoch apply answer.txt --base ui.json -o ui.json --force
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


@command()
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
      epoch prompt "a search field" --base ui.json --format json | jq -r .system
      llm -s "$(epoch prompt)" "login form" | epoch apply
    """
    from epoch_cli.cli.prompt import run_prompt

    return run_prompt(wish, base=base, preset=preset, data=data, budget=budget, system=system, form=form, quiet=quiet)


@command()
def replay(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="A session file, its id, or how the id begins.")],
    form: FormatOption = None,
    speed: Annotated[float, typer.Option("--speed", metavar="FACTOR", min=0.01, help="2 is twice as fast.")] = 1.0,
    idle_limit: Annotated[
        float | None, typer.Option("--idle-limit", metavar="SECONDS", min=0, help="Longest pause between two events.")
    ] = None,
    instant: Annotated[bool, typer.Option("--instant", help="Do not wait; pipes never do.")] = False,
    usage: Usage = False,
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
        session,
        form=form,
        speed=speed,
        idle_limit=idle_limit,
        instant=instant,
        usage=usage,
        quiet=quiet,
        verbosity=verbose,
    )
