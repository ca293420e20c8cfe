"""Commands that make a document of a text, or tell what one is asked for: gen, apply, prompt, replay."""

from typing import Annotated

import typer

from epoch_cli.cli import flags as flag
from epoch_cli.cli.commands.registry import command, flags_of


@command(
    examples=(
        'epoch gen "login form"',
        'epoch gen "add a remember me checkbox" -c',
        'epoch gen "table of orders: id, customer, total" | jq -c .value',
        "epoch gen -t crud --set entity=customers --format json -o crm.json",
    ),
)
def gen(
    prompt: Annotated[
        str | None, typer.Argument(metavar="PROMPT", help="What to build or change; - reads it from stdin.")
    ] = None,
    prompt_file: flag.PromptFile = None,
    edit: flag.EditPrompt = False,
    template: flag.TemplateOption = None,
    values: flag.TemplateValues = None,
    provider: flag.ProviderOption = None,
    model: flag.ModelOption = None,
    fallback: flag.FallbackOption = None,
    no_fallback: flag.NoFallback = False,
    retries: flag.Retries = 3,
    corrections: flag.Corrections = 2,
    base: flag.Base = None,
    last: flag.ContinueLast = False,
    session: flag.ContinueSession = None,
    mode: flag.ModeOption = "patch",
    preset: flag.Preset = None,
    data: flag.DataFile = None,
    prefer: flag.PreferOption = None,
    form: flag.FormatOption = None,
    output: flag.OutputOption = None,
    force: flag.Force = False,
    system: flag.SystemText = "",
    pace: flag.PaceOption = None,
    budget: flag.Budget = None,
    fix: flag.FixOption = "safe",
    granularity: flag.GranularityOption = "node",
    no_heal: flag.NoHeal = False,
    constrain: flag.ConstrainOption = "off",
    param: flag.ParameterOption = None,
    max_cost: flag.MaxCost = None,
    token_budget: flag.TokenBudget = 32_000,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = 120.0,
    no_cache: flag.NoCache = False,
    refresh: flag.Refresh = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
    tui: flag.Tui = None,
    plain: flag.Plain = False,
    page: flag.LivePage = False,
    no_open: flag.NoOpen = False,
    usage: flag.Usage = False,
    strict: flag.Strict = False,
    no_log: flag.NoLog = False,
    log_level: flag.LogLevel = None,
    log_file: flag.LogFile = None,
    quiet: flag.Quiet = False,
    verbose: flag.Verbose = 0,
) -> int:
    """Generate an interface from PROMPT, or change one.

    On a terminal a screen opens: the tree grows before your eyes, and r asks for a change of it. In a pipe stdout is
    one JSON Patch operation per line, with --tui as well: the screen is drawn on stderr.

    Without --provider and --model the first key that is found decides, then a local Ollama; without either the built-in
    offline composer writes, which needs no key.

    What goes wrong is tried again, gone on with, or asked of the next provider of --fallback; what was accepted is
    never lost, and never asked for twice.
    """
    from epoch_cli.cli.gen import GenFlags, run_gen
    from epoch_cli.cli.running import RunFlags

    given = locals()
    flags = flags_of(RunFlags, given, heal=not no_heal, log=not no_log, opens=not no_open, verbosity=verbose)
    asked = flags_of(
        GenFlags, given, values=values or (), prefer=prefer or (), parameters=param or (), cache=not no_cache
    )
    return run_gen(asked, flags=flags)


@command(
    examples=(
        "epoch apply answer.txt",
        "epoch apply answer.txt --format tree",
        "epoch apply answer.txt --base ui/login.json -o login.json",
    ),
)
def apply(
    text: Annotated[str, typer.Argument(metavar="FILE", help="What a model wrote; - reads it from stdin.")] = "-",
    base: flag.Base = None,
    preset: flag.Preset = None,
    data: flag.DataFile = None,
    form: flag.FormatOption = None,
    output: flag.OutputOption = None,
    force: flag.Force = False,
    budget: flag.Budget = None,
    fix: flag.FixOption = "safe",
    granularity: flag.GranularityOption = "node",
    no_heal: flag.NoHeal = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = None,
    strict: flag.Strict = False,
    no_log: flag.NoLog = False,
    quiet: flag.Quiet = False,
    verbose: flag.Verbose = 0,
) -> int:
    """Build an interface from what any tool wrote.

    The text may be patches, a document, or an answer with prose around them. It is read as it comes, and held to the
    same rules as with gen; only what is valid reaches stdout. Any tool that asks a model can write it:

    \b
      llm "$(epoch prompt 'login form')" | epoch apply --format json

    The exit code is 6 when there is no patch in the text, and 1 when none of them left an interface.
    """
    from math import inf

    from epoch_cli.cli.apply import run_apply
    from epoch_cli.cli.running import RunFlags

    seconds = inf if timeout is None else timeout
    flags = flags_of(RunFlags, locals(), heal=not no_heal, log=not no_log, verbosity=verbose, timeout=seconds)
    return run_apply(text, flags=flags)


@command(
    examples=(
        'epoch prompt "login form"',
        'epoch prompt "a search field" --base ui/login.json',
        'epoch prompt "login form" --format json | jq -r .system',
    ),
)
def prompt(
    wish: Annotated[
        str | None,
        typer.Argument(metavar="PROMPT", help="What to build; - reads it from stdin. Without it: what comes before."),
    ] = None,
    base: flag.Base = None,
    preset: flag.Preset = None,
    data: flag.DataFile = None,
    budget: flag.Budget = None,
    system: flag.SystemText = "",
    prefer: flag.PreferOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")
    ] = "text",
    quiet: flag.Quiet = False,
    verbose: flag.Verbose = 0,
) -> int:
    """Print what a model is told to build an interface.

    The same text as gen sends: the rules and the design system, then PROMPT. With --format json they are apart, as
    `{"system", "user", "tokens"}`. How many tokens it takes, about, goes to stderr. Any tool that asks a model can read
    it:

    \b
      llm -s "$(epoch prompt)" "login form" | epoch apply
    """
    from epoch_cli.cli.prompt import run_prompt

    return run_prompt(
        wish,
        base=base,
        preset=preset,
        data=data,
        budget=budget,
        system=system,
        prefer=prefer or (),
        form=form,
        quiet=quiet,
        verbosity=verbose,
    )


@command(
    examples=(
        "epoch replay last",
        "epoch replay last --check",
        "epoch replay last --speed 4 --idle-limit 1",
        "epoch replay last --until 8 --format tree",
    ),
)
def replay(
    session: Annotated[
        str,
        typer.Argument(metavar="SESSION", help="A session file, its id or how the id begins, last, or - for stdin."),
    ],
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="As of gen; with --check: text or json."),
    ] = None,
    begin: Annotated[
        str | None, typer.Option("--from", metavar="PLACE", help="Begin with patch 12, or at 3.5s.")
    ] = None,
    end: Annotated[str | None, typer.Option("--until", metavar="PLACE", help="End with patch 20, or at 8s.")] = None,
    speed: Annotated[float, typer.Option("--speed", metavar="FACTOR", min=0.01, help="2 is twice as fast.")] = 1.0,
    idle_limit: Annotated[
        float | None, typer.Option("--idle-limit", metavar="SECONDS", min=0, help="Longest pause between two events.")
    ] = None,
    step: Annotated[bool, typer.Option("--step", help="Wait for space or Enter before each patch.")] = False,
    realtime: Annotated[bool, typer.Option("--realtime", help="Keep the pace of the run, into a pipe, too.")] = False,
    instant: Annotated[bool, typer.Option("--instant", help="Do not wait; pipes never do by themselves.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read the recorded text again, and say what would differ now.")
    ] = False,
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME|PATH", help="With --check: the design system to hold it to.")
    ] = None,
    tui: flag.Tui = None,
    plain: flag.Plain = False,
    page: flag.LivePage = False,
    no_open: flag.NoOpen = False,
    usage: flag.Usage = False,
    quiet: flag.Quiet = False,
    verbose: flag.Verbose = 0,
) -> int:
    """Play a recorded session again.

    The same events, the same bytes, offline: on a terminal in a screen that plays, pauses and steps both ways, in a
    pipe at once.

    With --check nothing is played: the text that the model wrote is read again, with the rules and the design system
    of today. What would differ is printed, as text or with --format json, and the exit code is 1 when anything would.
    """
    from epoch_cli.cli.replay import ReplayFlags, run_replay

    flags = ReplayFlags(
        session=session,
        form=form,
        speed=speed,
        idle_limit=idle_limit,
        begin=begin,
        end=end,
        step=step,
        realtime=realtime,
        instant=instant,
        preset=preset,
        tui=tui,
        plain=plain,
        usage=usage,
        quiet=quiet,
        verbosity=verbose,
        page=page,
        opens=not no_open,
    )
    if check:
        from epoch_cli.cli.recheck import run_recheck

        return run_recheck(flags)
    return run_replay(flags)
