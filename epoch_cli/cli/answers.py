"""Which runs may have their answer from the cache: those that ask a server, unless the user wants none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.cli.presets import read_config
from epoch_cli.cli.streams import say
from epoch_cli.config.paths import answers_dir
from epoch_cli.output.text import visible

if TYPE_CHECKING:
    from epoch_cli.engine.cache import AnswerCache
    from epoch_cli.providers import Provider


def answers_for(provider: Provider, *, wanted: bool) -> AnswerCache | None:
    """The cache for a run, None for a run without: what writes in this process costs nothing to ask again.

    Args:
        provider: who writes.
        wanted: what the flags say: `--no-cache`, and `--no-log`, since an entry is a session file. The configuration
            may say no, too (`cache = false`).

    Raises:
        ConfigError: the configuration cannot be used.
    """
    sends = hasattr(provider, "describe")  # what it sends: neither the composer nor a session has anything to tell
    if not wanted or not sends or not read_config().cache:
        return None
    from epoch_cli.engine.cache import AnswerCache

    return AnswerCache(answers_dir())


def say_failure(cache: AnswerCache | None, verbosity: int) -> None:
    """Say with -v what kept an answer from being read or kept; the run is as good without."""
    if cache is not None and cache.failure and verbosity >= 1:
        say(visible(f"cache: {cache.failure}"))
