"""`epoch gen`: flags to readers, a run, and an exit code."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import get_args

from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.readers import FileOutput, Readers, data_output, ended_with_root, parse_format
from epoch_cli.cli.streams import on_terminal, read_text, short_path
from epoch_cli.config.paths import sessions_dir
from epoch_cli.engine import Control, Options, generate
from epoch_cli.errors import EpochError, ExitCode, UsageError
from epoch_cli.events import Event
from epoch_cli.linting.settings import selection
from epoch_cli.providers import find_provider
from epoch_cli.validation.draft import Fixing


def run_gen(
    prompt: str,
    *,
    provider: str,
    preset: str | None,
    data: Path | None,
    form: str | None,
    output: Path | None,
    force: bool,
    system: str,
    budget: str | None,
    fix: str,
    timeout: float,
    strict: bool,
    log: bool,
    quiet: bool,
    verbosity: int,
) -> int:
    """Run the command; see `app.gen` for what each flag means."""
    wanted = parse_format(form)
    text = read_text("-") if prompt == "-" else prompt
    if not text.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch gen "login form"')
    config = read_config()
    catalog = open_catalog(preset or config.preset)
    profile, _ = find_budget(budget or config.budget, catalog)
    chosen = find_provider(provider)
    file = FileOutput(output, force=force) if output is not None else None
    drawn = wanted is None and on_terminal() and not quiet
    control = Control()
    options = Options(
        profile=profile,
        models=find_models(data or config.data, catalog),
        rules=selection(config.rules),
        system=system,
        timeout=timeout,
        fix=_parse_fix(fix),
    )
    readers = Readers(
        data=data_output(wanted, drawn=drawn, file=file),
        picture=drawn,
        sessions=sessions_dir() if log else None,
        verbosity=-1 if quiet else verbosity,
    )
    with readers:
        events = generate(text, catalog=catalog, provider=chosen, options=options, control=control)
        terminated = asyncio.run(_follow(readers, events, control))
        failure = _save(file, readers)
        readers.finish()
    if failure is not None:
        raise failure
    readers.raise_failure()
    code = ExitCode.TERMINATED if terminated else readers.exit_code
    return ExitCode.FINDINGS if strict and code == ExitCode.OK and readers.outcome.refused else code


def _parse_fix(text: str) -> Fixing:
    """The value of `--fix`."""
    choices: tuple[Fixing, ...] = get_args(Fixing)
    for choice in choices:
        if text == choice:
            return choice
    raise UsageError(f"--fix: unknown choice {text!r}", remedy=f"use one of {', '.join(choices)}")


def _save(file: FileOutput | None, readers: Readers) -> EpochError | None:
    """Write the file of `-o`; what went wrong is told after the summary, not instead of it."""
    if file is None or not ended_with_root(readers.outcome):
        return None
    try:
        readers.close_data()
        file.save()
    except EpochError as error:
        return error
    readers.saved.insert(0, f"wrote: {short_path(file.path)}")
    return None


async def _follow(readers: Readers, events: AsyncIterator[Event], control: Control) -> bool:
    """Follow a run to its end, under the policy for signals; True when it was SIGTERM that ended it.

    The first Ctrl-C ends the run and keeps the valid document; the second leaves at once.
    """
    terminated = False

    def interrupt() -> None:
        if control.cancelled:
            raise KeyboardInterrupt
        control.cancel()

    def terminate() -> None:
        nonlocal terminated
        terminated = True
        control.cancel()

    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # no signal handlers in the loop on Windows: there Ctrl-C leaves at once
        loop.add_signal_handler(signal.SIGINT, interrupt)
        loop.add_signal_handler(signal.SIGTERM, terminate)
        loop.add_signal_handler(signal.SIGHUP, terminate)
    await readers.follow(events, control.cancel)
    return terminated
