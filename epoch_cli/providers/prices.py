"""What an answer costs, in US dollars, exactly (decision 13).

What a provider itself reports counts; otherwise its tokens at the prices of that day: the user's own, those that ship
with Epoch, those of `genai-prices` where that is installed. What nobody knows is unknown, and never nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.config.cache import Cache
from epoch_cli.providers.rows import ProviderRow
from epoch_cli.providers.table import read_preset, undated

if TYPE_CHECKING:
    from epoch_cli.providers.base import UsagePart

# change it when the same bytes are to give something else
_KIND = "prices-1"
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_MILLION = Decimal(1_000_000)


class Rates(NamedTuple):
    """US dollars per million tokens; `cached` and `cache_write` None are as `input`."""

    input: Decimal
    output: Decimal
    cached: Decimal | None = None
    cache_write: Decimal | None = None


class Price(NamedTuple):
    """What a model costs.

    Attributes:
        rates: for a prompt of any length that no tier is about.
        tiers: other rates for the whole request when its prompt has more tokens than the number, shortest first.
    """

    rates: Rates
    tiers: tuple[tuple[int, Rates], ...] = ()

    def rates_for(self, input_tokens: int) -> Rates:
        """The rates of a request whose prompt has so many tokens."""
        longer = [rates for above, rates in self.tiers if input_tokens > above]
        return longer[-1] if longer else self.rates


_THRESHOLDS = (100_000, 128_000, 200_000, 256_000, 272_000)
"""Lengths of prompts from which on models cost more, as far as any does."""

FREE = Price(Rates(Decimal(0), Decimal(0), Decimal(0), Decimal(0)))


class Prices(NamedTuple):
    """All prices that are known: the user's own by `PROVIDER:ID` or id, and the dated rows of the built-in file."""

    own: Mapping[str, Price]
    rows: Mapping[tuple[str, str], Sequence[tuple[date, Price]]]

    def find(self, row: ProviderRow, model: str, on: date) -> Price | None:
        """What a model costs on a day; `FREE` where nothing costs money, None where nobody knows."""
        plain = undated(model)
        for name in (f"{row.name}:{model}", model, f"{row.name}:{plain}", plain):
            if name in self.own:
                return self.own[name]
        if not row.paid:
            return FREE
        known = self.rows.get((row.name, model)) or self.rows.get((row.name, plain)) or ()
        begun = [price for since, price in known if since <= on]
        return begun[-1] if begun else _from_genai_prices(row.name, model, on)


def load_prices(own: Mapping[str, Any] = _NOTHING, cache: Cache | None = None) -> Prices:
    """All prices.

    Args:
        own: the user's `prices`, as they were checked (`Settings.own`).
        cache: keeps the checked content of the built-in file, so that it is parsed once.
    """
    rows: dict[tuple[str, str], list[tuple[date, Price]]] = {}
    for table in read_preset("prices.toml", _KIND, cache, _check)["prices"]:
        since = date.fromisoformat(table.get("from", date.min.isoformat()))
        rows.setdefault((table["provider"], table["model"]), []).append((since, _price(table)))
    for dated in rows.values():
        dated.sort(key=lambda each: each[0])
    return Prices({name: _price(table) for name, table in own.get("prices", {}).items()}, rows)


def find_price(
    row: ProviderRow, model: str, on: date, own: Mapping[str, Any] = _NOTHING, cache: Cache | None = None
) -> Price | None:
    """What one model costs on a day: `load_prices` and `Prices.find`."""
    return load_prices(own, cache).find(row, model, on)


def cost_of(usage: UsagePart, price: Price | None) -> Decimal | None:
    """What an answer costs, in US dollars; None where that cannot be known.

    What came from a cache and what was put into one are parts of the prompt, each at its own price.
    """
    if usage.cost is not None:
        return usage.cost
    if price is None:
        return None
    if price == FREE:
        return Decimal(0)
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    rates = price.rates_for(usage.input_tokens)
    cached = min(usage.cached_tokens or 0, usage.input_tokens)
    written = min(usage.cache_write_tokens or 0, usage.input_tokens - cached)
    total = (usage.input_tokens - cached - written) * rates.input + usage.output_tokens * rates.output
    total += cached * (rates.input if rates.cached is None else rates.cached)
    total += written * (rates.input if rates.cache_write is None else rates.cache_write)
    return total / _MILLION


def money(cost: Decimal | None) -> str:
    """A cost as people read it: `$0.0123`, `$1.20`, `free` for nothing, `unknown` for None."""
    if cost is None:
        return "unknown"
    if cost == 0:
        return "free"
    if cost < Decimal("0.0001"):
        return "<$0.0001"
    return f"${cost:.2f}" if cost >= 1 else f"${cost:.4f}"


def _check(data: Any, file: str) -> Any:
    from epoch_cli.config.provider_shapes import check_prices  # noqa: PLC0415  pydantic

    return check_prices(data, file)


def _price(table: Mapping[str, Any]) -> Price:
    tiers = sorted((tier["above"], _rates(tier)) for tier in table.get("tiers", ()))
    return Price(_rates(table), tuple(tiers))


def _rates(table: Mapping[str, Any]) -> Rates:
    """The rates of a table; a number is taken as it was written, `0.1` as a tenth."""
    cached, written = table.get("cached"), table.get("cache-write")
    return Rates(
        Decimal(str(table["input"])),
        Decimal(str(table["output"])),
        None if cached is None else Decimal(str(cached)),
        None if written is None else Decimal(str(written)),
    )


def _from_genai_prices(provider: str, model: str, on: date) -> Price | None:
    """What the package `genai-prices` knows of a model that is in no table of ours; None when it is not installed.

    It is asked for what requests of several lengths cost, as its prices may depend on that. Whatever goes wrong inside
    of it is no reason to know less than without it.
    """
    try:
        genai_prices = import_module("genai_prices")  # an extra that few install, and slow to import
        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)

        def asked(**tokens: int) -> Decimal:
            usage = genai_prices.Usage(**tokens)
            found = genai_prices.calc_price(usage, model_ref=model, provider_id=provider, genai_request_timestamp=at)
            return Decimal(found.total_price)

        def rates(tokens: int) -> Rates:
            prompt = asked(input_tokens=tokens)
            costs = (
                prompt,
                asked(input_tokens=tokens, output_tokens=tokens) - prompt,
                asked(input_tokens=tokens, cache_read_tokens=tokens),
                asked(input_tokens=tokens, cache_write_tokens=tokens),
            )
            return Rates(*(cost * _MILLION / tokens for cost in costs))

        price = Price(rates(1))
        for above in _THRESHOLDS:
            longer = rates(above + 1)
            if longer != price.rates_for(above):
                price = price._replace(tiers=(*price.tiers, (above, longer)))
    except Exception:  # noqa: BLE001  any failure of an extra means: not known
        return None
    return price
