"""Money in sessions: what is not known is not nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from epoch_cli.events import UsageReported
from epoch_cli.sessions.costs import dollars, total_cost


@pytest.mark.parametrize(("text", "sum_of_money"), [("0.5", Decimal("0.5")), (None, None), ("NaN", None), ("x", None)])
def test_a_cost_that_is_no_sum_of_money_is_not_known(text: str | None, sum_of_money: Decimal | None) -> None:
    assert dollars(text) == sum_of_money


@pytest.mark.parametrize(
    ("costs", "total"),
    [
        ([], Decimal(0)),
        (["0.1", "0.2"], Decimal("0.3")),
        (["0.1", None], None),
        (["0.1", "much"], None),
        (["0", "0"], Decimal(0)),
    ],
)
def test_the_sum_is_known_when_each_of_its_parts_is(costs: list[str | None], total: Decimal | None) -> None:
    reports = [
        UsageReported(at=0.0, attempt=attempt, input_tokens=1, output_tokens=1, estimated=False, cost=cost)
        for attempt, cost in enumerate(costs, 1)
    ]
    assert total_cost(reports) == total
