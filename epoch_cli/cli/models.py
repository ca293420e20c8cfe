"""`epoch models`: which models there are, what they cost, and what one prompt would cost at each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import say, write_data, write_json
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.output.model_list import CostLine, ModelLine, costs_text, models_text
from epoch_cli.output.text import visible
from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.lifecycle import Lifecycle, lifecycle
from epoch_cli.providers.prices import Price, Prices, Rates, cost_of, load_prices
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.table import OFFLINE, Table, undated

if TYPE_CHECKING:
    from epoch_cli.config.settings import Settings
    from epoch_cli.providers.checking import Checked
    from epoch_cli.providers.dialects import ListedModel
    from epoch_cli.providers.opening import Surroundings


ANSWER_TOKENS = 2000
"""The answer that an estimate assumes: a screen of forty nodes, a patch each, and no thinking."""

LIVE_SECONDS = 20.0
"""How long each provider may take to list its models."""


class ModelFacts(NamedTuple):
    """What is known of a model.

    Attributes:
        row: its provider.
        model: its row, made up for a model that only the provider's list has.
        price: what it costs today; None when nobody knows.
        state: whether it still answers.
        live: `new` for a model that only the provider's list has, `missing` for one that only we have, else empty.
    """

    row: ProviderRow
    model: ModelRow
    price: Price | None
    state: Lifecycle
    live: str = ""

    @property
    def default(self) -> bool:
        """Whether it is what the provider is asked for when nobody chooses."""
        return self.model.id == self.row.model

    def line(self) -> ModelLine:
        """The same for people."""
        return ModelLine(
            self.model.id, self.model.names, self.model.context, self.model.output, self.price, tuple(self._notes())
        )

    def as_json(self) -> dict[str, Any]:
        """The same for programs; money as text, in dollars per million tokens."""
        model, price = self.model, self.price
        return {
            "provider": self.row.name,
            "id": model.id,
            "names": list(model.names),
            "context": model.context,
            "output": model.output,
            "price": None if price is None else _price_json(price),
            "default": self.default,
            "state": self.state or "current",
            "retires": None if model.retires is None else str(model.retires),
            "successor": model.successor or None,
            "live": self.live or None,
        }

    def _notes(self) -> Iterator[str]:
        if self.default:
            yield "default"
        if self.live:
            yield {"new": "new", "missing": "not in its list"}[self.live]
        if self.state:
            day = "" if self.model.retires is None else f" {self.model.retires}"
            yield f"{self.state}{day}" + (f" -> {self.model.successor}" if self.model.successor else "")


def run_models(*, provider: str | None, live: bool, estimate: str | None, form: str, quiet: bool) -> int:
    """Run the command; see `commands` for `models` for what each flag means.

    Raises:
        UsageError: no such format or provider, or flags that cannot go together.
        ConfigError: the configuration cannot be used.
        ProviderError: the one provider that was to list its models did not do so.
    """
    require_format(form)
    if estimate is not None and live:
        raise UsageError("--live and --estimate do not go together", remedy="leave one of them out")
    if provider == OFFLINE:
        raise UsageError("the offline composer has no models: it is rules", remedy="name another provider")
    settings = read_config()
    surroundings = surroundings_of(settings, extensions_here())
    table = surroundings.with_added().table()
    rows = list(table.providers.values()) if provider is None else [table.provider(provider)]
    prices = load_prices(surroundings.own, surroundings.cache)
    if estimate is not None:
        return _estimate(estimate, rows, table, prices, settings, surroundings.today, form, quiet=quiet)
    checks = _asked(rows, surroundings, only=provider is not None) if live else {}
    found = {row.name: list(_facts(row, table, prices, surroundings.today, checks.get(row.name))) for row in rows}
    if form == "json":
        write_json([each.as_json() for facts in found.values() for each in facts])
    else:
        groups = [(f"{row.name}: {row.title}", [each.line() for each in found[row.name]]) for row in rows]
        write_data(models_text(groups, asked=live, width=terminal_width()).encode())
    return ExitCode.OK


# ---------------------------------------------------------------- what there is


def _facts(
    row: ProviderRow, table: Table, prices: Prices, today: date, checked: Checked | None
) -> Iterator[ModelFacts]:
    """The models of a provider: those that the table knows, retired ones last, and those that only its list has."""
    answered = checked is not None and checked.models is not None
    listed = {each.id: each for each in checked.models or ()} if checked is not None else {}
    there = {*listed, *map(undated, listed)}
    known = table.models_of(row)
    for model in sorted(known, key=lambda model: lifecycle(model, today) == "retired"):
        told = _with_told(model, listed.get(model.id))
        state = lifecycle(told, today)
        missing = answered and model.id not in there and state != "retired"
        yield ModelFacts(row, told, prices.find(row, model.id, today), state, "missing" if missing else "")
    ours = {model.id for model in known}
    for name, entry in sorted(listed.items()):
        if not {name, undated(name)} & ours:
            model = _with_told(ModelRow(row.name, name), entry)
            yield ModelFacts(row, model, prices.find(row, name, today), lifecycle(model, today), "new")


def _with_told(model: ModelRow, told: ListedModel | None) -> ModelRow:
    """A model's row with what the provider's list says of it: its own last day counts, sizes where we know none."""
    if told is None:
        return model
    return model._replace(
        context=model.context or told.context,
        output=model.output or told.output,
        retires=_day(told.retires) or model.retires,
    )


def _day(text: str) -> date | None:
    """The day of a provider's own date or time; None where there is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _asked(rows: Sequence[ProviderRow], surroundings: Surroundings, *, only: bool) -> Mapping[str, Checked]:
    """The providers' own lists, of all that can be asked, at once; what failed is said on stderr.

    Raises:
        EpochError: `only` this one was asked for, and it cannot be asked or did not answer.
    """
    from epoch_cli.cli.providers import facts_of
    from epoch_cli.providers.checking import Checked, check_provider
    from epoch_cli.providers.opening import open_remote

    if only:
        name = rows[0].name
        return {name: Checked(name, tuple(asyncio.run(open_remote(name, None, surroundings).list_models())))}
    names = [each.row.name for each in facts_of(surroundings) if each.ready]

    async def ask() -> list[Checked]:
        return await asyncio.gather(*(check_provider(name, surroundings, seconds=LIVE_SECONDS) for name in names))

    checks = asyncio.run(ask())
    for checked in checks:
        if checked.models is None:
            say(visible(f"{checked.name}: {checked.failure}"))
    return {checked.name: checked for checked in checks}


# ---------------------------------------------------------------- what a prompt costs


def _estimate(
    wish: str,
    rows: Sequence[ProviderRow],
    table: Table,
    prices: Prices,
    settings: Settings,
    today: date,
    form: str,
    *,
    quiet: bool,
) -> int:
    """Print what one prompt would cost at each model that still answers, the cheapest first."""
    prompt = _prompt_tokens(wish, settings)
    usage = UsagePart(prompt, ANSWER_TOKENS)
    lines = []
    for row in rows:
        models = [model for model in table.models_of(row) if lifecycle(model, today) != "retired"]
        for model in models or [ModelRow(row.name, "")]:  # the first that it lists
            fits = model.context is None or prompt + ANSWER_TOKENS <= model.context
            cost = cost_of(usage, prices.find(row, model.id, today))
            lines.append(CostLine(cost, row.name, model.id, "" if fits else f"too long for {model.context} tokens"))
    lines.sort(key=lambda line: (line.cost is None, line.cost or 0))
    if form == "json":
        costs = [
            {**line._asdict(), "cost": None if line.cost is None else f"{line.cost:f}", "model": line.model or None}
            for line in lines
        ]
        write_json({"prompt_tokens": prompt, "answer_tokens": ANSWER_TOKENS, "models": costs})
        return ExitCode.OK
    write_data(costs_text(lines, width=terminal_width()).encode())
    if not quiet:
        say(f"~{prompt} tokens of prompt, {ANSWER_TOKENS} of answer assumed; nothing cached, no thinking")
    return ExitCode.OK


def _prompt_tokens(wish: str, settings: Settings) -> int:
    """About how many tokens `epoch gen` would send for a wish: the system prompt of the configuration, and the wish."""
    from epoch_cli.engine.prompts import make_prompt

    if not wish.strip():
        raise UsageError(
            "the prompt is empty", remedy='say what to build, such as: epoch models --estimate "login form"'
        )
    catalog = open_catalog(settings.preset)
    profile = find_budget(settings.budget, catalog)[0]
    return make_prompt(wish, catalog, profile, find_models(settings.data, catalog), document={}).tokens


# ---------------------------------------------------------------- JSON


def _price_json(price: Price) -> dict[str, Any]:
    tiers = [{"above": above, **_rates_json(rates)} for above, rates in price.tiers]
    return {**_rates_json(price.rates), "tiers": tiers}


def _rates_json(rates: Rates) -> dict[str, str | None]:
    return {name: None if dollars is None else f"{dollars:f}" for name, dollars in rates._asdict().items()}
