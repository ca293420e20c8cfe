"""Money: exact, dated, in tiers, and unknown rather than wrong (decision 13)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.config.cache import Cache
from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.prices import FREE, Price, Rates, cost_of, find_price, load_prices, money
from epoch_cli.providers.table import load_table

TODAY = date(2026, 11, 21)
TABLE = load_table()


def price(provider: str, model: str, on: date = TODAY, own: Mapping[str, Any] | None = None) -> Price | None:
    return find_price(TABLE.provider(provider), model, on, own or {})


def known(provider: str, model: str, on: date = TODAY) -> Price:
    found = price(provider, model, on)
    assert found is not None
    return found


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)


def test_numbers_are_taken_as_they_are_written() -> None:
    assert known("cloudflare", "@cf/meta/llama-3.3-70b-instruct-fp8-fast").rates == Rates(
        Decimal("0.293"), Decimal("2.253")
    )
    assert known("openai", "gpt-6-luna").rates.cached == Decimal("0.01")


def test_a_price_counts_from_its_day_on() -> None:
    before, after = (known("google", "gemini-3.8-flash", day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (before.rates.input, before.rates.output, before.rates.cached) == (
        Decimal("0.75"), Decimal("3.75"), Decimal("0.075"),
    )  # fmt: skip
    assert after.rates == Rates(before.rates.input * 2, before.rates.output * 2, Decimal("0.15"))
    assert known("google", "gemini-3.8-flash", date(2020, 1, 1)) == before


@every_row(
    ("usage", "dollars"),
    [
        (UsagePart(1_000_000, 0), "2"),
        (UsagePart(0, 1_000_000), "10"),
        (UsagePart(1000, 500), "0.007"),
        # 600 read, 300 written and 100 of neither are the thousand of the prompt
        (UsagePart(1000, 0, cached_tokens=600, cache_write_tokens=300), "0.00101"),
        (UsagePart(1000, 0, cached_tokens=5000, cache_write_tokens=5000), "0.0001"),
        (UsagePart(1000, 500, thinking_tokens=400), "0.007"),
        (UsagePart(0, 0), "0"),
    ],
)
def test_what_was_cached_and_written_are_parts_of_the_prompt(usage: UsagePart, dollars: str) -> None:
    assert cost_of(usage, known("anthropic", "claude-sonnet-5-5")) == Decimal(dollars)


def test_a_long_prompt_changes_the_price_of_the_whole_request() -> None:
    sol = known("openai", "gpt-6.1-sol")
    assert cost_of(UsagePart(272_000, 1000), sol) == Decimal("0.554")
    assert cost_of(UsagePart(272_001, 1000), sol) == Decimal("1.103004")
    assert cost_of(UsagePart(300_000, 0, cached_tokens=300_000), sol) == Decimal("0.06")


def test_of_several_tiers_the_longest_that_is_passed_counts() -> None:
    rates = [Rates(Decimal(n), Decimal(0)) for n in (1, 2, 3)]
    tiered = Price(rates[0], ((10, rates[1]), (20, rates[2])))
    assert [tiered.rates_for(n).input for n in (10, 11, 20, 21)] == [1, 2, 2, 3]


def test_a_cache_without_a_price_of_its_own_costs_as_the_prompt() -> None:
    oss = known("cloudflare", "@cf/openai/gpt-oss-120b")
    usage = UsagePart(1_000_000, 0, cached_tokens=400_000, cache_write_tokens=400_000)
    assert cost_of(usage, oss) == Decimal("0.35")


def test_what_the_provider_reports_wins() -> None:
    reported = UsagePart(1000, 500, cost=Decimal("0.0421"))
    assert cost_of(reported, known("openrouter", "anthropic/claude-sonnet-5.5")) == Decimal("0.0421")
    assert cost_of(reported, None) == Decimal("0.0421")


@pytest.mark.usefixtures("without_the_extra")
def test_unknown_is_unknown_and_not_nothing() -> None:
    assert price("openai", "gpt-9") is None
    assert cost_of(UsagePart(10, 10), None) is None
    assert cost_of(UsagePart(None, 10), known("openai", "gpt-6-luna")) is None
    assert cost_of(UsagePart(10, None), known("openai", "gpt-6-luna")) is None


def test_what_runs_on_ones_own_machine_is_free_even_when_nothing_was_counted() -> None:
    for name in ("ollama", "llamacpp", "vllm", "lmstudio"):
        assert price(name, "anything:8b") == FREE
    assert cost_of(UsagePart(None, None), FREE) == 0


@pytest.mark.parametrize("model", ["claude-opus-5-5-20260903", "claude-opus-5-5-2026-09-03"])
def test_a_dated_id_costs_as_the_model(model: str) -> None:
    assert price("anthropic", model) == price("anthropic", "claude-opus-5-5")


def test_the_users_prices_come_first() -> None:
    row = {"input": 1, "output": 2.5, "tiers": [{"above": 9, "input": 3, "output": 4, "cache-write": 0.1}]}
    own = {"prices": {"gpt-6-luna": row, "openai:gpt-9": row, "qwen3:8b": row}}
    expected = Price(Rates(Decimal(1), Decimal("2.5")), ((9, Rates(Decimal(3), Decimal(4), None, Decimal("0.1"))),))
    assert price("openai", "gpt-6-luna", own=own) == expected
    assert price("openai", "gpt-9", own=own) == expected
    assert price("ollama", "qwen3:8b", own=own) == expected
    assert price("groq", "gpt-9", own=own) is None


@every_row(
    ("cost", "shown"),
    [
        (None, "unknown"), ("0", "free"), ("0.00001", "<$0.0001"), ("0.0001", "$0.0001"), ("0.01234", "$0.0123"),
        ("0.99994", "$0.9999"), ("1", "$1.00"), ("12.345", "$12.34"),
    ],
)  # fmt: skip
def test_money_as_people_read_it(cost: str | None, shown: str) -> None:
    assert money(None if cost is None else Decimal(cost)) == shown


def test_every_current_model_of_a_paid_provider_has_a_price_or_none_is_known() -> None:
    unpriced = {
        f"{row.name}:{model.id}"
        for row in TABLE.providers.values()
        for model in TABLE.models_of(row)
        if row.paid and model.retires is None and not model.gone and price(row.name, model.id) is None
    }
    assert unpriced == {"vercel:anthropic/claude-opus-5.5", "vercel:anthropic/claude-sonnet-5.5"}


def test_every_price_is_of_a_model_in_the_table() -> None:
    ids = {(model.provider, model.id) for model in TABLE.models}
    assert set(load_prices().rows) <= ids


def test_the_file_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cold = load_prices(cache=cache)
    monkeypatch.setitem(sys.modules, "epoch_cli.config.source", None)
    monkeypatch.setitem(sys.modules, "epoch_cli.config.provider_shapes", None)
    assert load_prices(cache=cache) == cold


# ---------------------------------------------------------------- the extra


def test_the_extra_knows_what_the_table_does_not() -> None:
    pytest.importorskip("genai_prices")
    found = price("openai", "gpt-5.5")
    assert found is not None
    assert found.rates.output > found.rates.input > 0
    assert cost_of(UsagePart(1_000_000, 0), found) is not None
    assert price("openai", "no-such-model-9") is None
    assert price("vercel", "anthropic/claude-opus-5.5") is None


@pytest.mark.usefixtures("without_the_extra")
def test_without_the_extra_nothing_is_missing_but_its_models() -> None:
    assert price("openai", "gpt-5.5") is None
    assert price("openai", "gpt-6-luna") is not None
