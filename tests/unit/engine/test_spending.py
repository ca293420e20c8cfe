"""Tokens and money of a run: estimated while an answer comes, as counted once the provider has told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.scripted import ScriptedProvider, add, container, jsonl, of, run, says, text_node

from epoch_cli import BudgetError, UsageError
from epoch_cli.catalog import Catalog
from epoch_cli.engine.control import Control
from epoch_cli.engine.spending import Spending
from epoch_cli.events import BudgetChanged, NoticeGiven, RunEnded, TextReceived, UsageReported
from epoch_cli.providers.base import FinishPart, NoticePart, PingPart, ToolInputPart, UsagePart
from epoch_cli.providers.prices import FREE, Price, Rates
from epoch_cli.providers.tokens import estimate_tokens

PRICE = Price(Rates(Decimal(2), Decimal(10), cached=Decimal("0.2")))
PAGE = jsonl(add("/root", container()))


class Priced(ScriptedProvider):
    """A scripted model that takes money."""

    price: Price | None = PRICE


def test_reported_tokens_cost_what_the_prices_say_and_cached_ones_less(punk: Catalog) -> None:
    told = UsagePart(1_000_000, 100_000, cached_tokens=500_000, thinking_tokens=7)
    (usage,) = of(UsageReported, run(Priced([PAGE, told, FinishPart("stop")]), punk))
    assert usage.cost is not None
    assert Decimal(usage.cost) == Decimal("1.0") + Decimal("0.1") + Decimal("1.0")
    assert (usage.cached_tokens, usage.thinking_tokens, usage.estimated) == (500_000, 7, False)


def test_what_the_provider_says_it_costs_wins(punk: Catalog) -> None:
    told = UsagePart(1_000_000, 100_000, cost=Decimal("0.0125"))
    (usage,) = of(UsageReported, run(Priced([PAGE, told, FinishPart("stop")]), punk))
    assert usage.cost == "0.0125"


def test_without_a_price_the_cost_is_unknown_and_not_nothing(punk: Catalog) -> None:
    (usage,) = of(UsageReported, run(ScriptedProvider(says(add("/root", container()))), punk))
    assert usage.cost is None


def test_the_offline_composer_costs_nothing(punk: Catalog) -> None:
    (usage,) = of(UsageReported, run("offline", punk, prompt="login form"))
    assert usage.cost == "0"


def test_a_run_stops_when_it_has_cost_as_much_as_it_may(punk: Catalog) -> None:
    lines = [jsonl(add("/root/children/-", text_node("word " * 20))) for _ in range(200)]
    events = run(Priced([PAGE, *lines, FinishPart("stop")]), punk, max_cost=Decimal("0.03"), profile="unlimited")
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.error["exit_code"]) == ("budget", 5)
    assert "$0.03" in ended.error["message"]
    assert 0 < ended.accepted < 200
    states = [event.state for event in of(BudgetChanged, events) if event.meter == "cost"]
    assert states == ["near", "reached"]


def test_after_an_answer_that_cost_too_much_no_other_is_asked_for(punk: Catalog) -> None:
    """What a model thinks unseen is counted at the end only."""
    control = Control()
    control.refine("and a logo")
    told = UsagePart(1_000, 50_000, thinking_tokens=49_990)
    provider = Priced([PAGE, FinishPart("stop"), told])
    events = run(provider, punk, control=control, max_cost=Decimal("0.10"), token_budget=100_000)
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.error["exit_code"], ended.accepted) == ("budget", 5, 1)
    assert len(provider.requests) == 1


def test_what_turns_out_at_the_end_to_have_cost_too_much_is_told(punk: Catalog) -> None:
    events = run(Priced([PAGE, FinishPart("stop"), UsagePart(2000, 2_000_000)]), punk, max_cost=Decimal("0.03"))
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.accepted, ended.error["exit_code"]) == ("budget", 1, 5)
    assert "$20.00" in ended.error["message"]


def test_a_prompt_that_alone_costs_too_much_is_not_sent(punk: Catalog) -> None:
    provider = Priced(says(add("/root", container())))
    with pytest.raises(BudgetError, match="with this prompt the run would cost"):
        run(provider, punk, max_cost=Decimal("0.001"))
    assert provider.requests == []


def test_a_limit_on_the_cost_needs_a_known_price(punk: Catalog) -> None:
    with pytest.raises(UsageError, match="no price is known"):
        run(ScriptedProvider(says()), punk, max_cost=Decimal(1))


def test_notices_are_told_and_pings_are_not(punk: Catalog) -> None:
    script = [NoticePart("parameter-dropped", "left out: seed"), PingPart(), PAGE, PingPart(), FinishPart("stop")]
    events = run(ScriptedProvider(script), punk)
    (notice,) = of(NoticeGiven, events)
    assert (notice.attempt, notice.code, notice.message) == (1, "parameter-dropped", "left out: seed")
    assert of(RunEnded, events)[0].status == "complete"
    assert len(of(TextReceived, events)) == 1


def test_what_is_written_into_a_tool_is_read_as_the_answer(punk: Catalog) -> None:
    events = run(ScriptedProvider([ToolInputPart(PAGE[:20]), ToolInputPart(PAGE[20:]), FinishPart("tool")]), punk)
    assert of(RunEnded, events)[0].accepted == 1
    assert {event.channel for event in of(TextReceived, events)} == {"text"}


@pytest.mark.parametrize("size", [1, 3, 50, 1000])
def test_the_estimate_of_an_answer_hardly_depends_on_its_pieces(size: int) -> None:
    text = jsonl(*(add(f"/root/children/{at}", text_node(f"Item number {at}")) for at in range(60)))
    spending = Spending(FREE)
    spending.begin(100)
    for at in range(0, len(text), size):
        spending.wrote(text[at : at + size])
    assert spending.tokens - 100 == pytest.approx(estimate_tokens(text), rel=0.1)


def test_attempts_add_up_and_reported_counts_replace_estimates() -> None:
    spending = Spending(PRICE)
    spending.begin(1000)
    spending.wrote("x" * 5000)
    assert spending.cost is not None
    spending.settle(UsagePart(10, 20))
    assert spending.tokens == 30
    assert spending.cost == Decimal("0.00022")
    spending.begin(5)
    spending.settle(UsagePart())
    assert spending.tokens == 35


def test_one_attempt_of_unknown_cost_makes_the_whole_unknown() -> None:
    spending = Spending(None)
    spending.begin(1)
    assert spending.cost is None
    assert spending.settle(UsagePart(1, 1))[1] is None
    assert spending.settle(UsagePart(1, 1, cost=Decimal(1)))[1] == 1
    assert spending.cost is None
