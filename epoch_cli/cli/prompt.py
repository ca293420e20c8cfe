"""`epoch prompt`: what a model is told, for tools that ask one themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from epoch_cli.cli.documents import read_base
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.preferring import preferences_of
from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.streams import json_text, read_text, say, write_data
from epoch_cli.engine import Options
from epoch_cli.engine.context import compose
from epoch_cli.engine.prompts import Prompt
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.events import ContextPrepared
from epoch_cli.output.narration import narrate
from epoch_cli.validation import Draft


def run_prompt(
    wish: str | None,
    *,
    base: str | None,
    preset: str | None,
    data: Path | None,
    budget: str | None,
    system: str,
    prefer: Sequence[str],
    form: str,
    quiet: bool,
    verbosity: int,
) -> int:
    """Run the command; see `commands` for `prompt` for what each flag means.

    Raises:
        UsageError: there is no such format, or what is asked for is empty.
        EpochError: the configuration, the preset or a file cannot be used.
    """
    require_format(form)
    document = read_base(base, stdin_taken=wish == "-")
    asked = read_text("-") if wish == "-" else wish
    if asked is not None and not asked.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch prompt "login form"')
    config = read_config()
    catalog = open_catalog(preset or config.preset)
    draft = Draft(
        catalog,
        document,
        profile=find_budget(budget or config.budget, catalog)[0],
        models=find_models(data or config.data, catalog),
    )
    options = Options(system=_encodable(system), preferences=preferences_of(prefer, config.preferences))
    context = compose(_encodable(asked or ""), draft, options, room=options.token_budget)
    write_data(_text(context.prompt) if form == "text" else _json(context.prompt))
    if not quiet:
        say(f"~{context.prompt.tokens} tokens")
        told = ContextPrepared(at=0.0, attempt=1, budget=context.budget, left_out=context.left_out)
        for line in narrate(told, verbosity):
            say(line)
    return ExitCode.OK


def _encodable(argument: str) -> str:
    """An argument that can be printed: one that is no UTF-8 comes with half characters in it."""
    return argument.encode(errors="replace").decode()


def _text(prompt: Prompt) -> bytes:
    """The system prompt, an empty line, and what the user asks for."""
    parts = [part.rstrip("\n") for part in (prompt.system, prompt.user) if part]
    return ("\n\n".join(parts) + "\n").encode()


def _json(prompt: Prompt) -> bytes:
    row = {"system": prompt.system, "user": prompt.user, "tokens": prompt.tokens}
    return json_text(row)
