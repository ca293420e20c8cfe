"""What a screen is made of before it is written: a tree of parts, each a node with what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import Component

WITH_PARENT, SECTION, CONTENT, DETAIL = range(4)
"""When a part is written: together with its parent, or in one of three waves (see `write.py`)."""

ESSENTIAL, NORMAL, EXTRA, SAMPLE = range(4)
"""What is left out last and first when a budget is too small (see `fit.py`); nobody asked for a sample."""

LINE, GROUP = 1, 2
"""Parts that only arrange others: what stands beside each other, and what stands under a heading."""


@dataclass(slots=True, eq=False)
class Part:
    """A node in the making: `node` without its children, `wave` when it is written, `weight` what it is worth.

    `needs` is the part inside without which it is worth nothing, such as the button of a form; `loose` that it only
    arranges what is in it, and goes where room is short: `LINE` before `GROUP`.
    """

    node: dict[str, Any]
    component: Component
    children: list[Part] = field(default_factory=list)
    wave: int = WITH_PARENT
    weight: int = NORMAL
    needs: Part | None = None
    loose: int = 0

    def add(self, *parts: Part | None, wave: int = WITH_PARENT, weight: int | None = None) -> Part:
        """Put parts in, those that could be made; gives itself."""
        for part in parts:
            if part is not None:
                part.wave = wave
                part.weight = part.weight if weight is None else weight
                self.children.append(part)
        return self

    def walk(self) -> Iterator[Part]:
        """This part and all parts in it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()
