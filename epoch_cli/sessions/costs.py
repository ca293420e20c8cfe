"""What attempts cost, as their events tell it: US dollars, a decimal number as text (decision 13)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from epoch_cli.events import UsageReported


def dollars(cost: str | None) -> Decimal | None:
    """The cost in an event; None where there is none, or, in a session that was changed, no sum of money."""
    try:
        sum_of_money = Decimal(cost) if cost is not None else None
    except InvalidOperation:
        return None
    return sum_of_money if sum_of_money is not None and sum_of_money.is_finite() else None


def total_cost(reports: Iterable[UsageReported]) -> Decimal | None:
    """What some attempts cost together: nothing for none of them, None when that of any is not known."""
    total = Decimal(0)
    for report in reports:
        cost = dollars(report.cost)
        if cost is None:
            return None
        total += cost
    return total
