"""Amounts in tables of sessions, as people read them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from support.every_row import every_row

from epoch_cli.output.session_list import age_text, cost_text, seconds_text, spread_text
from epoch_cli.sessions.stats import Spread


@every_row(
    ("seconds", "text"),
    [(-5, "0s"), (0, "0s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86_399, "23h"), (86_400, "1d"),
     (40 * 86_400, "40d")],
)  # fmt: skip
def test_an_age_is_told_in_one_unit(seconds: float, text: str) -> None:
    assert age_text(timedelta(seconds=seconds)) == text


@every_row(
    ("seconds", "text"),
    [(0.0, "0 ms"), (0.00042, "0.4 ms"), (0.00994, "9.9 ms"), (0.00996, "10 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"),
     (61.25, "61.2 s")],
)  # fmt: skip
def test_a_time_has_as_many_digits_as_say_something(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


def test_what_is_not_known_is_a_dash_and_an_estimate_is_marked() -> None:
    assert spread_text(None) == "-"
    assert spread_text(Spread(3, 0.1, 2.0)) == "100 ms / 2.0 s"
    assert cost_text(None, estimated=True) == "-"
    assert cost_text(Decimal("0.25"), estimated=True) == "~$0.2500"
    assert cost_text(Decimal("0.25"), estimated=False) == "$0.2500"
    assert cost_text(Decimal(0), estimated=True) == "free"
