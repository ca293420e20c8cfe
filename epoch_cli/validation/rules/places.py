"""The nodes of a finished screen, each with what is around it: what the deferred rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from epoch_cli.catalog import CONTROLS, Component
from epoch_cli.document.node import Node
from epoch_cli.validation.diagnostics import Path

_NO_PROPS: dict[str, Any] = {}


@dataclass(slots=True, eq=False)
class Place:
    """One node: its component (None when the catalog has none of its type), its props, and the node around it.

    `step` leads here from the node around it; `actions` and `controls` count the nodes of those roles inside.
    """

    node: Node
    component: Component | None
    props: Mapping[str, Any]
    step: Path
    around: Place | None = None
    actions: int = 0
    controls: int = 0

    @property
    def path(self) -> Path:
        """The way here from the document."""
        steps = [place.step for place in self.lineage()]
        return tuple(part for step in reversed(steps) for part in step)

    def lineage(self) -> Iterator[Place]:
        """This place and all around it, the innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.around


def survey(root: Any, components: Mapping[str, Component]) -> list[Place]:
    """Every node of a document, in reading order; what is no object is passed over."""
    places: list[Place] = []
    stack: list[tuple[Any, Path, Place | None]] = [(root, ("root",), None)]
    while stack:
        node, step, around = stack.pop()
        if not isinstance(node, dict):
            continue
        kind, props = node.get("type"), node.get("props")
        component = components.get(kind) if isinstance(kind, str) else None
        place = Place(node, component, props if isinstance(props, dict) else _NO_PROPS, step, around)
        places.append(place)
        if "itemTemplate" in node:
            stack.append((node["itemTemplate"], ("itemTemplate",), place))
        children = node.get("children")
        if isinstance(children, list):
            stack += [(child, ("children", index), place) for index, child in reversed(list(enumerate(children)))]
    _count(places)
    return places


def _count(places: list[Place]) -> None:
    """Add up what is inside each node, from the innermost outwards."""
    for place in reversed(places):
        around, role = place.around, place.component.role if place.component is not None else ""
        if around is not None:
            around.actions += place.actions + (role == "action")
            around.controls += place.controls + (role in CONTROLS)
