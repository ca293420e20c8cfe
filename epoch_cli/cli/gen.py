"""`epoch gen`: a prompt to a provider, and its answer to the readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog import Catalog
from epoch_cli.cli.answers import answers_for, say_failure
from epoch_cli.cli.asking import Asked
from epoch_cli.cli.chosen import ChosenFlags, options_chosen
from epoch_cli.cli.conversation import conversation_options
from epoch_cli.cli.expecting import expecting
from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.others import Others
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.running import RunFlags, picture_wanted, prepare, run
from epoch_cli.cli.streams import say, write_json
from epoch_cli.cli.surroundings import in_ci, surroundings_of
from epoch_cli.cli.wishing import read_wish, takes_stdin
from epoch_cli.config.settings import Settings
from epoch_cli.engine import Control, Options
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.events import Event
from epoch_cli.output.text import visible
from epoch_cli.providers.choosing import Wanted, choose
from epoch_cli.providers.opening import open_with_model
from epoch_cli.providers.table import RESERVED

if TYPE_CHECKING:
    from epoch_cli.providers import Provider


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class GenFlags(ChosenFlags):
    """Flags of `gen` that `apply` has not; see `commands` for what each means."""

    prompt: str | None
    prompt_file: Path | None
    edit: bool
    template: str | None
    values: Sequence[str]
    last: bool
    session: str | None
    pace: float | None
    dry_run: bool


def run_gen(gen: GenFlags, *, flags: RunFlags) -> int:
    """Run the command; see `commands` for `gen` for what each flag means."""
    picture = picture_wanted(flags, dry_run=gen.dry_run)
    if flags.page and gen.dry_run:
        raise UsageError("--preview and --dry-run are opposites", remedy="leave one out")
    flags = replace(flags, extensions=extensions_here(quiet=flags.quiet))
    text, stdin = read_wish(gen, flags.preset), takes_stdin(gen)
    asked_for = {
        **options_chosen(gen, flags.extensions),
        **conversation_options(last=gen.last, session=gen.session, base=flags.base, quiet=flags.quiet),
    }
    provider = chosen_provider(gen.asked, flags, sends=not gen.dry_run)
    if gen.pace is not None:
        _set_pace(provider, gen.pace)
    if gen.dry_run:
        return _print_request(text, provider, gen.system, asked_for, flags, stdin=stdin)
    cache = answers_for(provider, wanted=gen.cache and flags.log)
    asked_for["cache"] = cache
    code = run(
        flags,
        partial(_begin, text, provider, asked_for, flags),
        picture=picture,
        system=gen.system,
        stdin=stdin,
        others=Others(surroundings_of(read_config(), flags.extensions), provider) if picture == "screen" else None,
    )
    say_failure(cache, -1 if flags.quiet else flags.verbosity)
    return code


def _begin(
    text: str,
    provider: Provider,
    asked_for: dict[str, Any],
    flags: RunFlags,
    catalog: Catalog,
    options: Options,
    control: Control,
) -> AsyncIterator[Event]:
    """Begin the run; what that takes is imported here, which is behind the first picture of a screen."""
    from epoch_cli.engine import generate

    options = expecting(replace(options, **asked_for), provider, flags)
    return generate(text, catalog=catalog, provider=provider, options=options, control=control)


def chosen_provider(asked: Asked, flags: RunFlags, *, sends: bool) -> Provider:
    """Who writes; why it is that one is said with -v, and without where it may surprise.

    Raises:
        EpochError: there is no such provider or model, it has no key, or it cannot be asked.
    """
    return asyncio.run(_chosen_provider(asked, read_config(), flags, sends=sends))


def _set_pace(provider: Provider, pace: float) -> None:
    """Have the offline composer write so many tokens a second.

    Raises:
        UsageError: somebody else writes.
    """
    from epoch_cli.providers.offline import OfflineProvider

    if not isinstance(provider, OfflineProvider):
        remedy = "add -p offline, or leave --pace out"
        raise UsageError(f"--pace is for the offline composer; {provider.title} has a pace of its own", remedy=remedy)
    provider.pace = pace


async def _chosen_provider(asked: Asked, config: Settings, flags: RunFlags, *, sends: bool) -> Provider:
    surroundings = surroundings_of(config, flags.extensions)._replace(sends=sends)
    wanted = Wanted(
        asked.provider or "",
        asked.model or "",
        config.provider,
        config.model,
        ci=in_ci(surroundings.environment),
        budget_tokens=Options().token_budget,
    )
    choice = await choose(wanted, surroundings)
    if flags.verbosity >= 1 and not flags.quiet:
        for line in choice.why:
            say(visible(f"provider: {line}"))
    elif choice.notice and not flags.quiet:
        say(visible(f"epoch: {choice.notice}"))
    name = choice.provider_name
    if flags.extensions is not None and (name in RESERVED or name in surroundings.table().providers):
        flags.extensions.claims("providers", name)
    return await open_with_model(name, choice.model, surroundings)


def _print_request(
    text: str, provider: Provider, system: str, asked_for: dict[str, Any], flags: RunFlags, *, stdin: bool
) -> int:
    """What would be sent, as JSON on stdout, with `***` for the key; nothing is sent."""
    from epoch_cli.engine.generation import first_request

    catalog, options = prepare(flags, system=system, stdin=stdin)
    options = replace(options, **asked_for)
    request = first_request(text, catalog=catalog, provider=provider, options=options)
    describe = getattr(provider, "describe", None)
    if describe is None:
        say(f"{provider.title}: nothing is sent anywhere")
        return ExitCode.OK
    write_json(describe(request))
    return ExitCode.OK
