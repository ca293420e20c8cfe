"""The running totals of a document: what it weighs, and how many of its needs are unmet."""

from __future__ import annotations

from epoch_cli.document.metrics import Metrics, Tally
from epoch_cli.validation.facts import Facts, Faults, Weight


class Ledger:
    """Totals that are exact after any change, because every change brings its own difference (decision 8).

    `depths[n]` counts the nodes on level n + 1; `ids` maps each id to the nodes that carry it. The last four count
    unmet needs: controls without a name, item paths outside a list, item paths their list does not have, interactive
    nodes inside others.
    """

    __slots__ = (
        "bad_items", "bindings", "conditions", "depths", "handlers", "ids", "items", "longest", "loops", "names",
        "nested", "nodes", "widths",
    )  # fmt: skip

    def __init__(self) -> None:
        self.nodes = 0
        self.bindings = 0
        self.handlers = 0
        self.conditions = 0
        self.loops = 0
        self.depths: list[int] = []
        self.widths = Tally()
        self.longest = Tally()
        self.ids: dict[str, list[Facts]] = {}
        self.names = 0
        self.items = 0
        self.bad_items: Faults = {}
        self.nested = 0

    def metrics(self) -> Metrics:
        """The figures that people and budgets see."""
        return Metrics(
            self.nodes,
            len(self.depths),
            self.widths.top,
            self.bindings,
            self.handlers,
            self.conditions,
            self.loops,
            self.longest.top,
        )

    def book(self, weight: Weight, sign: int) -> None:
        """Take up (`sign` 1) or strike out (-1) the tallies and ids of a subtree; the plan books the sums."""
        for width in weight.widths:
            self.widths.put(width) if sign > 0 else self.widths.take(width)
        for length in weight.longest:
            self.longest.put(length) if sign > 0 else self.longest.take(length)
        for identity, facts in weight.ids:
            self.book_id(identity, facts, sign)

    def book_id(self, identity: str, facts: Facts, sign: int) -> None:
        """One node comes to carry an id, or ceases to."""
        if sign > 0:
            self.ids.setdefault(identity, []).append(facts)
            return
        carriers = self.ids[identity]
        carriers.remove(facts)
        if not carriers:
            del self.ids[identity]


def shift_depths(depths: list[int], levels: list[int], base: int, sign: int) -> list[int]:
    """A new histogram of depths with a subtree added or taken away; `base` is the level of its top (root is 1)."""
    made = depths + [0] * (base - 1 + len(levels) - len(depths))
    for offset, count in enumerate(levels):
        made[base - 1 + offset] += sign * count
    while made and made[-1] == 0:
        made.pop()
    return made
