"""What `gen` and `batch` may choose of a run alike, as options of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epoch_cli.cli.asking import Asked, options_of
from epoch_cli.cli.preferring import preferences_of
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.recovering import recovering_of
from epoch_cli.cli.running import choice_of
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.events import Mode

if TYPE_CHECKING:
    from epoch_cli.cli.batch import BatchFlags
    from epoch_cli.cli.gen import GenFlags


def options_chosen(flags: GenFlags | BatchFlags, asked: Asked) -> dict[str, Any]:
    """The `Options` that these flags are about.

    Raises:
        UsageError: a value cannot be used.
        ConfigError: the configuration cannot be used.
    """
    config = read_config()
    return {
        **options_of(asked),
        "token_budget": flags.token_budget,
        "mode": choice_of("--mode", flags.mode, Mode),
        "recovering": recovering_of(
            flags.fallback,
            none=flags.no_fallback,
            retries=flags.retries,
            corrections=flags.corrections,
            surroundings=surroundings_of(config),
        ),
        "preferences": preferences_of(flags.prefer, config.preferences),
        "refresh": flags.refresh,
    }
