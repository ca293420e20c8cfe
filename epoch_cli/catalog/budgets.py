"""Budget profiles: the caps that a document and a run are held to (decision 8)."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.catalog.components import NO_LIMIT


class Profile(NamedTuple):
    """Caps of one budget profile; a cap that the preset leaves out is `NO_LIMIT`.

    `score` is in points, `depth` in levels (root is 1), `children` per node, `string` in characters; `patches` counts
    operations as the model wrote them.
    """

    name: str
    description: str = ""
    score: int = NO_LIMIT
    depth: int = NO_LIMIT
    children: int = NO_LIMIT
    nodes: int = NO_LIMIT
    string: int = NO_LIMIT
    bindings: int = NO_LIMIT
    handlers: int = NO_LIMIT
    patches: int = NO_LIMIT

    @property
    def unlimited(self) -> bool:
        """Whether no sum over a document is capped."""
        return min(self.score, self.depth, self.nodes, self.bindings, self.handlers) == NO_LIMIT
