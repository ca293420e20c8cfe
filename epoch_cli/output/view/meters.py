"""Budgets as meters: how much of each is used."""

from __future__ import annotations

from typing import Literal, NamedTuple

from epoch_cli.events import Meter


class MeterView(NamedTuple):
    """One meter.

    Attributes:
        name: which.
        label: as people read it.
        used: how much is used; None when nobody knows (the cost of a model without a price).
        limit: the most there may be; None for no limit.
        state: `near` before it is full, at the share at which the engine says so.
        text: `12/50`, `~1.2k/32k`, `$0.002`; short.
    """

    name: Meter
    label: str
    used: float | None
    limit: float | None
    state: Literal["ok", "near", "reached"]
    text: str

    @property
    def share(self) -> float | None:
        """How full it is, 0 to 1; None without a limit or a value."""
        if self.used is None or not self.limit:
            return None
        return min(1.0, max(0.0, self.used / self.limit))
