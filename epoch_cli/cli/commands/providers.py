"""Who writes, and with which key: models, providers, keys, doctor."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Quiet

TextOrJson = Annotated[str, typer.Option("--output-format", metavar="FORMAT", help="text or json.")]
ProviderName = Annotated[str, typer.Argument(metavar="NAME", help="A provider, as in --provider.")]


@command(
    examples=(
        "epoch models",
        "epoch models -p anthropic",
        'epoch models --estimate "dashboard of orders with a chart"',
    ),
)
def models(
    provider: Annotated[
        str | None, typer.Option("--provider", "-p", metavar="NAME", help="Only the models of this provider.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the providers for their own lists: what is new, and what is missing.")
    ] = False,
    estimate: Annotated[
        str | None,
        typer.Option("--estimate", metavar="PROMPT", help="What this prompt would cost at each, cheapest first."),
    ] = None,
    form: TextOrJson = "text",
    quiet: Quiet = False,
) -> int:
    """List the models that Epoch knows, with their prices.

    Of each: short names for --model, the size of its window and of an answer, dollars per million tokens, and a word
    when it is retired or soon will be. Any other id of a provider works, too. Needs no key, but for --live.
    """
    from epoch_cli.cli.models import run_models

    return run_models(provider=provider, live=live, estimate=estimate, form=form, quiet=quiet)


@command(
    examples=(
        "epoch providers",
        "epoch providers --check",
        "epoch providers --output-format json | jq -r '.[] | select(.key.found).name'",
    ),
)
def providers(
    check: Annotated[bool, typer.Option("--check", help="Ask each that can be asked for its list of models.")] = False,
    form: TextOrJson = "text",
) -> int:
    """List the providers.

    Of each: where its key was found, the model that is asked when none is named, and its address. With --check, whether
    it answers, how fast, and how many models it lists.
    """
    from epoch_cli.cli.providers import run_providers

    return run_providers(check=check, form=form)


@command(
    "keys set",
    examples=(
        "epoch keys set anthropic",
        "epoch keys set openai --stdin < key.txt",
    ),
)
def keys_set(
    name: ProviderName,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the key from stdin, not from the terminal.")] = False,
    quiet: Quiet = False,
) -> int:
    """Keep a key in a file that only you can read.

    It is asked for on the terminal, unseen. A key in the provider's environment variable comes before it.
    """
    from epoch_cli.cli.keys import run_set

    return run_set(name, stdin=stdin, quiet=quiet)


@command(
    "keys list",
    examples=(
        "epoch keys list",
        "epoch keys list --output-format json | jq -r '.keys[].name'",
    ),
)
def keys_list(form: TextOrJson = "text") -> int:
    """List which keys there are.

    Where each was found, and never any part of it.
    """
    from epoch_cli.cli.keys import run_list

    return run_list(form=form)


@command(
    "keys path",
    examples=(
        "epoch keys path",
        'ls -l "$(epoch keys path)"',
    ),
)
def keys_path() -> int:
    """Print where the file of keys is."""
    from epoch_cli.cli.keys import run_path

    return run_path()


@command(
    "keys remove",
    examples=(
        "epoch keys remove openai",
        "epoch keys remove anthropic --quiet",
    ),
)
def keys_remove(name: ProviderName, quiet: Quiet = False) -> int:
    """Forget a key."""
    from epoch_cli.cli.keys import run_remove

    return run_remove(name, quiet=quiet)


@command(
    examples=(
        "epoch doctor",
        "epoch doctor --output-format json | jq .problems",
    ),
)
def doctor(form: TextOrJson = "text") -> int:
    """Look for what is wrong on this machine.

    Versions, paths, the configuration with where each value comes from, terminal, proxies and certificates, providers,
    extensions. Nothing is sent anywhere, and no key is shown. The exit code is 1 when there is a problem.
    """
    from epoch_cli.cli.doctor import run_doctor

    return run_doctor(form=form)
