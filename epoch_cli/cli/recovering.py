"""What `gen` does when something goes wrong, from its flags."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import get_args

from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.errors import UsageError
from epoch_cli.events import Strategy
from epoch_cli.nearest import did_you_mean
from epoch_cli.providers.opening import Surroundings, open_with_model
from epoch_cli.providers.table import OFFLINE, SESSION

STRATEGIES: Sequence[Strategy] = get_args(Strategy)


def recovering_of(
    fallback: str | None, *, none: bool, retries: int, corrections: int, surroundings: Surroundings
) -> Recovering:
    """The recovery that the flags ask for.

    Args:
        fallback: names of providers between commas, each with or without `:MODEL`, and last what is shown when all of
            them fail; `offline` is the same as `minimal`.
        none: nothing is put in place of an answer.
        retries: for each provider, continuations as well.
        corrections: rounds.
        surroundings: where providers are opened from.

    Raises:
        UsageError: there is no such provider or strategy, or something stands behind what never fails.
        ConfigError: the user's rows cannot be used.
    """
    named = [name.strip() for name in (fallback or "").split(",") if name.strip()]
    if fallback is not None and not named:
        raise UsageError("--fallback names nothing", remedy="such as --fallback openai,ollama,minimal")
    last: Strategy | None = None
    if named and (named[-1] == OFFLINE or named[-1] in STRATEGIES):
        last = "minimal" if named[-1] == OFFLINE else _strategy(named[-1])
        del named[-1]
    if none and last is not None:
        raise UsageError("--no-fallback and --fallback with a last resort exclude each other", remedy="leave one out")
    _check(named, surroundings)
    standbys = [_standby(each, surroundings) for each in named]
    return Recovering(retries, retries, corrections, tuple(standbys), None if none else last or "auto")


def _standby(named: str, surroundings: Surroundings) -> Standby:
    name, model = _parts(named)
    return Standby(named, partial(open_with_model, name, model or None, surroundings))


def _parts(named: str) -> tuple[str, str]:
    """The provider and the model of a name; a recorded session has no model to choose."""
    name, _, model = named.partition(":")
    return (named, "") if named.startswith(SESSION) else (name, model)


def _strategy(name: str) -> Strategy:
    return next(each for each in STRATEGIES if each == name)


def _check(names: Sequence[str], surroundings: Surroundings) -> None:
    known = [*surroundings.table().providers] if names else []
    if surroundings.added is not None:
        known += surroundings.added.names
    for named in names:
        name = _parts(named)[0]
        if name == OFFLINE or name in STRATEGIES:
            raise UsageError(f"--fallback: nothing is asked behind {name}", remedy=f"put {name} last")
        if name not in known and not name.startswith(SESSION):
            remedy = did_you_mean(name, [*known, OFFLINE, *STRATEGIES])
            raise UsageError(f"--fallback: no provider {name!r}", remedy=remedy)
