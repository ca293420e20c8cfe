"""Money that several runs share, so that together they do not spend more than there is."""

from __future__ import annotations

from decimal import Decimal


class Purse:
    """Gives each run a share of what is left, and takes back what it did not spend.

    A run keeps to its share by itself (`Options.max_cost`), so that all together keep to the whole, whatever each of
    them costs.

    Args:
        dollars: what there is; None for as much as is asked for.
    """

    def __init__(self, dollars: Decimal | None) -> None:
        self._left = dollars

    @property
    def empty(self) -> bool:
        """Whether nothing is left to give."""
        return self._left is not None and self._left <= 0

    def take(self, sharers: int) -> Decimal | None:
        """A share, where so many may run at the same time that have none yet, this one among them; None is no limit."""
        if self._left is None:
            return None
        share = self._left / max(sharers, 1)
        self._left -= share
        return share

    def give_back(self, share: Decimal | None, spent: Decimal | None) -> None:
        """A run is over; what is not known to be unspent is spent."""
        if self._left is not None and share is not None and spent is not None:
            self._left += share - spent
