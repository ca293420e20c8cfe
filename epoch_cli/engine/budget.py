"""Meters of a run: what is used, of how much, and when that is worth an event."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.catalog import NO_LIMIT, Profile
from epoch_cli.document import Metrics
from epoch_cli.events import NEAR, BudgetChanged, Meter


class Meters:
    """Watches the limits of one run and reports each state of each meter once.

    Args:
        profile: caps of the document and of the number of patches.
        tokens: the most tokens for prompt and answer together.
        seconds: the most time.
        dollars: the most money.
    """

    def __init__(self, profile: Profile, tokens: int, seconds: float, dollars: float = NO_LIMIT) -> None:
        self._limits: dict[Meter, float] = {
            "tokens": tokens,
            "cost": dollars,
            "score": profile.score,
            "nodes": profile.nodes,
            "depth": profile.depth,
            "bindings": profile.bindings,
            "handlers": profile.handlers,
            "patches": profile.patches,
            "time": seconds,
        }
        self._said: set[tuple[Meter, str]] = set()

    def limit(self, meter: Meter) -> float | None:
        """The most of something; None for no limit."""
        limit = self._limits[meter]
        return None if limit >= NO_LIMIT else limit

    def document(self, metrics: Metrics, patches: int, at: float) -> Iterator[BudgetChanged]:
        """The meters that a patch moves."""
        yield from self.read("score", metrics.score, at)
        yield from self.read("nodes", metrics.nodes, at)
        yield from self.read("depth", metrics.depth, at)
        yield from self.read("bindings", metrics.bindings, at)
        yield from self.read("handlers", metrics.handlers, at)
        yield from self.read("patches", patches, at)

    def read(self, meter: Meter, used: float, at: float) -> Iterator[BudgetChanged]:
        """One meter; yields when it comes near its limit, and when it reaches it."""
        limit = self._limits[meter]
        if limit >= NO_LIMIT or used < NEAR * limit:
            return
        if used >= limit:
            yield from self._say(meter, used, limit, at, "reached")
        else:
            yield from self._say(meter, used, limit, at, "near")

    def _say(self, meter: Meter, used: float, limit: float, at: float, state: str) -> Iterator[BudgetChanged]:
        if (meter, state) not in self._said:
            self._said.add((meter, state))
            yield BudgetChanged(
                at=at, meter=meter, used=used, limit=limit, state="reached" if state == "reached" else "near"
            )
