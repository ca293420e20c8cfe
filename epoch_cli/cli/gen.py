"""`epoch gen`: a prompt to a provider, and its answer to the readers."""

from __future__ import annotations

from epoch_cli.cli.running import RunFlags, run
from epoch_cli.cli.streams import read_text
from epoch_cli.engine import generate
from epoch_cli.errors import UsageError
from epoch_cli.providers import find_provider


def run_gen(prompt: str, *, provider: str, system: str, flags: RunFlags) -> int:
    """Run the command; see `commands` for `gen` for what each flag means."""
    text = read_text("-") if prompt == "-" else prompt
    if not text.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch gen "login form"')
    chosen = find_provider(provider)
    return run(
        flags,
        lambda catalog, options, control: generate(
            text, catalog=catalog, provider=chosen, options=options, control=control
        ),
        system=system,
        stdin=prompt == "-",
    )
