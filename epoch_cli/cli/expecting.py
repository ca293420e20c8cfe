"""What a run is likely to take, for those who look at it: learnt from the sessions of the same provider and model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from epoch_cli.cli.running import RunFlags
from epoch_cli.cli.streams import on_terminal
from epoch_cli.config.paths import sessions_dir
from epoch_cli.engine import Options

if TYPE_CHECKING:
    from epoch_cli.providers import Provider


def expecting(options: Options, provider: Provider, flags: RunFlags) -> Options:
    """The same options, with what such runs took; without when nobody looks, knows, or the composer writes at once.

    Args:
        options: all that is known of the run.
        provider: who is asked.
        flags: whether anybody looks: at a drawn tree, or at narration with -v.
    """
    looked_at = flags.verbosity >= 1 or (flags.form is None and on_terminal())
    if flags.quiet or not looked_at:
        return options
    from epoch_cli.engine.requests import is_rules

    if is_rules(provider):
        return options
    from epoch_cli.sessions.stats import learnt

    based = options.document is not None
    return replace(options, expected=learnt(sessions_dir(), provider.name, provider.model, based=based))
