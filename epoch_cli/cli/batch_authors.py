"""Who writes for the prompts of a batch: each provider is opened once, and all runs that ask it share one gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from epoch_cli.cli import gen
from epoch_cli.cli.answers import answers_for
from epoch_cli.engine.gate import Gate, GatedProvider
from epoch_cli.engine.options import Standby
from epoch_cli.providers import Provider

if TYPE_CHECKING:
    from epoch_cli.cli.asking import Asked
    from epoch_cli.cli.running import RunFlags
    from epoch_cli.engine.cache import AnswerCache

Asking = tuple[str | None, str | None]
"""The provider and the model of a prompt, as they were named."""


@dataclass(slots=True)
class Author:
    """A provider that some of the prompts are for; `lost` is why no more of them are sent to it."""

    provider: GatedProvider
    cache: AnswerCache | None
    lost: dict[str, Any] | None = None


class Gates:
    """A gate for each provider, by its name: that of the first choice and that of a standby are the same."""

    def __init__(self) -> None:
        self._gates: dict[str, Gate] = {}
        self._opened: dict[str, GatedProvider] = {}

    def behind(self, provider: Provider) -> GatedProvider:
        """The provider, behind the gate of its name."""
        return GatedProvider(provider, self._gates.setdefault(provider.name, Gate()))

    def standbys(self, standbys: Iterable[Standby]) -> Sequence[Standby]:
        """The same standbys, each opened by the first run that needs it and then shared."""
        return tuple(Standby(standby.name, partial(self._shared, standby)) for standby in standbys)

    async def _shared(self, standby: Standby) -> Provider:
        if standby.name not in self._opened:
            opened = self.behind(await standby.open())
            self._opened.setdefault(standby.name, opened)  # another run may have been faster meanwhile
        return self._opened[standby.name]


def open_authors(
    wanted: Iterable[Asking], asked: Asked, flags: RunFlags, gates: Gates, *, cache: bool
) -> dict[Asking, Author]:
    """All providers, before the first prompt is sent.

    Args:
        wanted: the provider and the model of each prompt.
        asked: what the flags say of them.
        flags: whether their choice is explained.
        gates: those of the batch.
        cache: whether answers are taken from the cache and kept in it.

    Raises:
        EpochError: one cannot be asked.
    """
    authors: dict[Asking, Author] = {}
    for name, model in wanted:
        provider = gen.chosen_provider(asked._replace(provider=name, model=model), flags, sends=True)
        authors[name, model] = Author(gates.behind(provider), answers_for(provider, wanted=cache))
    return authors
