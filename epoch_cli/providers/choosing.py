"""Which provider answers, when that is left open, and why (design section 6).

Flags come before configuration, then the first key that is found, then an Ollama that answers, then the offline
composer. `auto` weighs all that could answer, as the specification has it (`score`). What could cost money is never
chosen in CI unless somebody named it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.config.keys import locate_key
from epoch_cli.errors import ConfigError, UsageError
from epoch_cli.providers.addresses import address_of
from epoch_cli.providers.checking import check_provider, listens
from epoch_cli.providers.opening import Surroundings, needs_key
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.table import OFFLINE, Table

if TYPE_CHECKING:
    from epoch_cli.providers.prices import Prices

AUTO = "auto"
"""The name that asks for the best by `score`."""

LOCAL = "ollama"
"""The row that is looked for when there is no key."""

LIST_SECONDS = 2.0
"""How long a server may take to list its models, when nobody named it."""


class Wanted(NamedTuple):
    """What was asked for; empty where nothing was.

    Attributes:
        provider, model: the flags.
        configured_provider, configured_model: what applies without flags (files and `EPOCH_*`).
        ci: whether this runs in CI.
        budget_tokens: what prompt and answer may need together, for `auto`; 0 for anything.
    """

    provider: str = ""
    model: str = ""
    configured_provider: str = ""
    configured_model: str = ""
    ci: bool = False
    budget_tokens: int = 0


class Choice(NamedTuple):
    """Who answers.

    Attributes:
        provider_name: a row's name, or `offline`.
        model: as `open_provider` takes it; empty for the row's default.
        why: the reasons, a line each.
        notice: what the user is told without asking; empty for nothing.
    """

    provider_name: str
    model: str
    why: tuple[str, ...]
    notice: str = ""


async def choose(wanted: Wanted, surroundings: Surroundings) -> Choice:
    """Choose who answers.

    Raises:
        UsageError: a provider or a model that was named is not known.
        ConfigError: the user's rows, or the file of keys, cannot be used.
    """
    named = _named(wanted, surroundings)
    if named is not None:
        return named
    if wanted.provider == AUTO or (wanted.configured_provider == AUTO and not wanted.ci):
        return await _best(wanted, surroundings)
    if wanted.ci:
        why = "CI is set and no provider was named, so nothing that may cost money is asked"
        return Choice(OFFLINE, "", (why,), f"{why}: the offline composer writes (-p NAME names another)")
    table = surroundings.table()
    passed: list[str] = []
    found = _first_with_key(table, surroundings, passed)
    if found is None:
        found = await _local(table, surroundings, passed)
    return found or Choice(OFFLINE, "", (*passed, "offline: no key was found, and no Ollama answers with a model"))


# ---------------------------------------------------------------- what was named


def _named(wanted: Wanted, surroundings: Surroundings) -> Choice | None:
    """The choice of flags, or else of the configuration; None when they leave it open."""
    if wanted.provider and wanted.provider != AUTO:
        model = wanted.model or _configured_model_of(wanted.provider, wanted, surroundings)
        return Choice(wanted.provider, model, (f"{wanted.provider}: --provider names it",))
    if wanted.provider == AUTO:
        return None
    if wanted.model:
        provider = _provider_of(wanted.model, wanted.configured_provider, surroundings)
        return Choice(provider, wanted.model, (f"{provider}: it has the model {wanted.model!r} of --model",))
    if wanted.configured_provider and wanted.configured_provider != AUTO:
        provider = wanted.configured_provider
        model = "" if provider == OFFLINE else wanted.configured_model
        return Choice(provider, model, (f"{provider}: the configuration names it",))
    if wanted.configured_model and not wanted.configured_provider:
        provider = _provider_of(wanted.configured_model, "", surroundings)
        why = f"{provider}: it has the model {wanted.configured_model!r} of the configuration"
        return Choice(provider, wanted.configured_model, (why,))
    return None


def _configured_model_of(provider: str, wanted: Wanted, surroundings: Surroundings) -> str:
    """The configured model when it belongs to a provider that a flag names; otherwise that one's default is asked."""
    model = wanted.configured_model
    if not model or provider == OFFLINE:
        return ""
    if wanted.configured_provider:
        return model if wanted.configured_provider == provider else ""
    return model if _has(surroundings.table(), provider, model) else ""


def _provider_of(model: str, preferred: str, surroundings: Surroundings) -> str:
    """The provider of a model that was named alone: the configured one where it may have it."""
    table = surroundings.table()
    if _has(table, preferred, model):
        return preferred
    try:
        return table.find_model(model).provider
    except UsageError:
        if preferred in table.providers:  # an id that we do not know yet, as there are new ones every week
            return preferred
        raise


def _has(table: Table, provider: str, model: str) -> bool:
    """Whether the table knows a model by this name at a provider; any other id may be there, too."""
    return provider in table.providers and table.find_model(model, provider) in table.models


# ---------------------------------------------------------------- what is there


def _first_with_key(table: Table, surroundings: Surroundings, passed: list[str]) -> Choice | None:
    """The first row with a key in the environment, or else with one that is stored, or else with a command for one.

    Why rows with a key were passed over goes into `passed`.
    """
    found: list[tuple[int, ProviderRow, str]] = []
    for row in table.providers.values():
        if row.auth == "none" or row.keyless:
            continue
        where = locate_key(row, surroundings.environment, surroundings.keys)
        if not where:
            continue
        try:
            address_of(row, surroundings.environment)
        except ConfigError as error:
            passed.append(f"{row.name}: passed over, {error.message}")
            continue
        order = 0 if where in row.key_variables else 1 if where != "key-cmd" else 2
        found.append((order, row, where))
    if not found:
        return None
    _, row, where = min(found, key=lambda each: each[0])
    return Choice(row.name, "", (*passed, f"{row.name}: the first key that was found, in {where}"))


async def _local(table: Table, surroundings: Surroundings, passed: list[str]) -> Choice | None:
    """An Ollama, if one answers and lists a model."""
    row = table.providers.get(LOCAL)
    if row is None or not await listens(row, surroundings):
        return None
    checked = await check_provider(LOCAL, surroundings, seconds=LIST_SECONDS)
    if not checked.models:
        passed.append(f"{LOCAL}: passed over, {checked.failure or 'it lists no model'}")
        return None
    model = row.model or checked.models[0].id
    return Choice(
        LOCAL, model, (*passed, f"{LOCAL}: no key was found, and it answers with {_models(len(checked.models))}")
    )


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"


# ---------------------------------------------------------------- the best


class Candidate(NamedTuple):
    """One provider that could answer, with the model that would.

    Attributes:
        name: of the provider.
        model: its id; empty for the first that the server lists.
        window: tokens of prompt and answer together; None when nobody knows.
        price: US dollars per thousand tokens, the mean of prompt and answer; None when nobody knows.
        streams: whether the answer comes piece by piece, as it does in every dialect there is.
    """

    name: str
    model: str = ""
    window: int | None = None
    price: Decimal | None = None
    streams: bool = True


class Scored(NamedTuple):
    """A candidate's points, and how they came about in one line."""

    candidate: Candidate
    points: Decimal
    line: str


def score(candidate: Candidate, *, budget_tokens: int, dearest: Decimal) -> Scored:
    """The specification's points for a provider: 100, less what speaks against it, and at least 0.

    50 for a window below the budget; 100 times the price of a thousand tokens, in dollars; 20 without streaming.

    Args:
        candidate: the provider.
        budget_tokens: what prompt and answer may need together.
        dearest: the highest price that is known, which counts where none is.
    """
    less: list[tuple[Decimal, str]] = []
    if candidate.window is not None and candidate.window < budget_tokens:
        less.append((Decimal(50), f"its window of {candidate.window} tokens is below the budget of {budget_tokens}"))
    price = dearest if candidate.price is None else candidate.price
    if price:
        known = "" if candidate.price is not None else ", as the dearest since its price is unknown"
        less.append((price * 100, f"${price.normalize():f} for 1000 tokens{known}"))
    if not candidate.streams:
        less.append((Decimal(20), "it does not stream"))
    points = max(Decimal(0), 100 - sum((points for points, _ in less), Decimal(0)))
    named = f"{candidate.name} {candidate.model}".strip()
    reasons = "".join(f" - {each.normalize():f} ({reason})" for each, reason in less)
    return Scored(candidate, points, f"{named}: {points.normalize():f} = 100{reasons}")


def ranked(candidates: Sequence[Candidate], *, budget_tokens: int) -> list[Scored]:
    """The candidates by their points, the best first; those with the same stay in their order."""
    dearest = max((each.price for each in candidates if each.price is not None), default=Decimal(0))
    scores = [score(each, budget_tokens=budget_tokens, dearest=dearest) for each in candidates]
    return sorted(scores, key=lambda scored: -scored.points)


async def _best(wanted: Wanted, surroundings: Surroundings) -> Choice:
    """The best of all that could answer; the offline composer only when nothing else could."""
    from epoch_cli.providers.prices import load_prices  # noqa: PLC0415  only for a comparison

    table, prices = surroundings.table(), load_prices(surroundings.own, surroundings.cache)
    model = wanted.model or (wanted.configured_model if wanted.configured_provider == AUTO else "")
    rows = list(table.providers.values())
    if model:
        rows = [row for row in rows if _has(table, row.name, model)] or [
            table.provider(table.find_model(model).provider)
        ]
    answers = await asyncio.gather(*(_available(row, surroundings) for row in rows))
    candidates: list[Candidate] = []
    lines: list[str] = []
    for row, (first_listed, reason) in zip(rows, answers, strict=True):
        if reason:
            lines.append(f"{row.name}: not available, {reason}")
            continue
        asked = model or row.model or first_listed
        found = table.find_model(asked, row.name) if asked else None
        candidates.append(_candidate(row, found, prices, surroundings.today))
    if not candidates:
        return Choice(OFFLINE, "", (*lines, "offline: nothing else is available"))
    scores = ranked(candidates, budget_tokens=wanted.budget_tokens)
    best = scores[0].candidate
    why = (*(each.line for each in scores), *lines, f"{best.name}: the most points")
    paid = wanted.ci and table.provider(best.name).paid
    notice = f"CI is set, and auto asks {best.name}, which may cost money" if paid else ""
    return Choice(best.name, model or best.model, why, notice)


async def _available(row: ProviderRow, surroundings: Surroundings) -> tuple[str, str]:
    """The first model that a keyless server lists, and why a provider could not answer; both may be empty."""
    try:
        row = row._replace(base_url=address_of(row, surroundings.environment))
    except ConfigError as error:
        return "", error.message
    if needs_key(row):
        return "", "" if locate_key(row, surroundings.environment, surroundings.keys) else "no key was found"
    if not await listens(row, surroundings):
        return "", "nothing answers at its address"
    checked = await check_provider(row.name, surroundings, seconds=LIST_SECONDS)
    if not checked.models:
        return "", checked.failure or "it lists no model"
    return checked.models[0].id, ""


def _candidate(row: ProviderRow, model: ModelRow | None, prices: Prices, today: date) -> Candidate:
    if model is None:
        return Candidate(row.name, price=None if row.paid else Decimal(0))
    windows = [window for window in (model.context, row.context) if window is not None]
    price = prices.find(row, model.id, today)
    per_thousand = None if price is None else (price.rates.input + price.rates.output) / 2 / 1000
    return Candidate(row.name, model.id, min(windows, default=None), per_thousand)
