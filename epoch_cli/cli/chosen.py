"""What `gen` and `batch` may choose of a run alike, as options of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from epoch_cli.cli.asking import Asked, options_of
from epoch_cli.cli.preferring import preferences_of
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.recovering import recovering_of
from epoch_cli.cli.running import choice_of
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.errors import UsageError
from epoch_cli.events import Mode

if TYPE_CHECKING:
    from epoch_cli.extensions.gathered import Extensions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ChosenFlags:
    """The flags of `gen` and `batch` alike; see `commands` for what each means."""

    provider: str | None
    model: str | None
    fallback: str | None
    no_fallback: bool
    retries: int
    corrections: int
    mode: str
    prefer: Sequence[str]
    system: str
    constrain: str
    parameters: Sequence[str]
    max_cost: str | None
    token_budget: int
    cache: bool
    refresh: bool

    @property
    def asked(self) -> Asked:
        """Those about who writes, and how."""
        return Asked(self.provider, self.model, self.constrain, self.parameters, self.max_cost)


def options_chosen(flags: ChosenFlags, extensions: Extensions | None = None) -> dict[str, Any]:
    """The `Options` that these flags are about; extensions may have providers that stand by.

    Raises:
        UsageError: a value cannot be used.
        ConfigError: the configuration cannot be used.
    """
    _check(flags)
    config = read_config()
    return {
        **options_of(flags.asked),
        "token_budget": flags.token_budget,
        "mode": choice_of("--mode", flags.mode, Mode),
        "recovering": recovering_of(
            flags.fallback,
            none=flags.no_fallback,
            retries=flags.retries,
            corrections=flags.corrections,
            surroundings=surroundings_of(config, extensions),
        ),
        "preferences": preferences_of(flags.prefer, config.preferences),
        "refresh": flags.refresh,
    }


def _check(flags: ChosenFlags) -> None:
    for flag, name in (("--provider", flags.provider), ("--model", flags.model)):
        if name is not None and not name.strip():
            raise UsageError(f"{flag} is empty", remedy="name one, or leave it out: then the first key decides")
    if flags.refresh and not flags.cache:
        raise UsageError("--no-cache and --refresh are opposites", remedy="leave one out")
