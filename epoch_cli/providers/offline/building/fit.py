"""Making a tree fit its budget (decision 8): too many siblings are grouped, and what costs too much is left out.

A unit is what one patch adds: a part with everything that is written together with it. Units are let in by what they
are worth, parents before children; one that would exceed a cap stays out with all that is in it. What remains is a
tree every patch of which keeps the document inside its budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epoch_cli.catalog import Component, Profile
from epoch_cli.catalog.meanings import meant
from epoch_cli.document.metrics import Metrics
from epoch_cli.providers.offline.building.kit import HOLDERS, Kit
from epoch_cli.providers.offline.building.part import EXTRA, GROUP, LINE, SECTION, WITH_PARENT, Part
from epoch_cli.providers.offline.building.props import BINDING
from epoch_cli.validation.rules.budgets import within


@dataclass(slots=True)
class Costs:
    """What a document weighs; the same figures as `document.metrics`, as far as the composer writes them."""

    nodes: int = 0
    depth: int = 0
    bindings: int = 0
    handlers: int = 0
    conditions: int = 0
    loops: int = 0
    patches: int = 0
    longest: int = 0

    def within(self, profile: Profile) -> bool:
        """Whether a document of these costs is inside its budget."""
        metrics = Metrics(
            nodes=self.nodes,
            depth=self.depth,
            bindings=self.bindings,
            handlers=self.handlers,
            conditions=self.conditions,
            loops=self.loops,
        )
        return within(metrics, profile) and self.patches <= profile.patches and self.longest <= profile.string

    def plus(self, other: Costs) -> Costs:
        """Both together: counts add up, depth and the longest string are the greater ones."""
        return Costs(
            nodes=self.nodes + other.nodes,
            depth=max(self.depth, other.depth),
            bindings=self.bindings + other.bindings,
            handlers=self.handlers + other.handlers,
            conditions=self.conditions + other.conditions,
            loops=self.loops + other.loops,
            patches=self.patches + other.patches,
            longest=max(self.longest, other.longest),
        )


def node_costs(node: dict[str, Any], component: Component | None, depth: int) -> Costs:
    """What one node weighs without its children."""
    props = node.get("props")
    props = props if isinstance(props, dict) else {}
    known = component.props if component is not None else {}
    told = [text for name, value in node.items() if name != "children" for text in strings(value)]
    return Costs(
        nodes=1,
        depth=depth,
        bindings=sum(len(BINDING.findall(text)) for text in told),
        handlers=sum(1 for name in props if name in known and known[name].types == ("handler",)),
        conditions=int("condition" in node),
        loops=int("dataSource" in node),
        longest=max(map(len, told), default=0),
    )


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value; keys are counted as well, because some validators do."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield name
            yield from strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry)


def loosen(root: Part, profile: Profile) -> None:
    """Take away the parts that only arrange others, one kind after the other, while the tree is over its budget."""
    for kind in (LINE, GROUP):
        if not _costs(root, 1).within(profile):
            for part in root.walk():
                part.children = [inner for child in part.children for inner in _loosened(child, kind)]


def _loosened(part: Part, kind: int) -> list[Part]:
    """What is in such a part, in its place; a heading in it is no longer part of it and goes first."""
    if part.loose != kind:
        return [part]
    for child in part.children:
        child.wave = part.wave
        child.weight = EXTRA if child.component.heading else child.weight
    return part.children


def _costs(part: Part, depth: int) -> Costs:
    """What a part weighs with all in it that was asked for."""
    total = node_costs(part.node, part.component, depth)
    for child in part.children:
        total = total.plus(_costs(child, depth + 1)) if child.weight < EXTRA else total
    return total


def _height(part: Part) -> int:
    return 1 + max(map(_height, part.children), default=0)


def spread(part: Part, kit: Kit, depth: int = 1) -> None:
    """Group the children of parts that have more than fit: runs of them go into stacks, the last child stays last.

    Where that would be too deep, they stay as they are; `depth` is the level of the part in the document.
    """
    for child in part.children:
        spread(child, kit, depth + 1)
    if kit.profile.depth < depth + _height(part):
        return
    room = min(part.component.max_children, kit.profile.children)
    head = [child for child in part.children if child.wave == WITH_PARENT]
    free = room - len(head) - 1
    rest = [child for child in part.children if child.wave != WITH_PARENT]
    if len(part.children) <= room or free < 1 or room < 2:
        return
    last = rest.pop()
    size = -(-len(rest) // min(free, -(-len(rest) // room)))
    groups = [rest[start : start + size] for start in range(0, len(rest), size)]
    stacks, row = [], meant(part.component, part.node.get("props"), "direction") == "row"
    for group in groups:
        stack = kit.stack(row=row)
        if stack is None:
            return
        stack.wave, stack.weight = SECTION, min(child.weight for child in group)
        stack.children = group
        stacks.append(stack)
    if row:  # rows one below the other
        part.node.get("props", {}).pop(part.component.means.get("direction"), None)
        stacks[-1].children.append(last)
        part.children = [*head, *stacks]
    else:
        part.children = [*head, *stacks, last]


def fit(root: Part, profile: Profile, *, start: Costs, depth: int = 1) -> bool:
    """Leave out of the tree what exceeds the budget, given what the document weighs already; False if all of it does.

    `depth` is the level of `root` in the document.
    """
    units: list[_Unit] = []
    _collect(root, None, depth, units)
    by_part = {id(unit.part): unit for unit in units}
    admitted: set[int] = set()
    counts: dict[int, int] = {}
    total = start
    for unit in sorted(units, key=lambda entry: entry.part.weight):
        chain = _with_needs(unit.missing(admitted), admitted, by_part)
        cost = total
        for link in chain:
            cost = cost.plus(link.costs)
        if chain and cost.within(profile) and _has_room(chain, counts, profile):
            total = cost
            for link in chain:
                admitted.add(id(link.part))
                if link.holder is not None:
                    counts[id(link.holder)] = counts.get(id(link.holder), link.held) + 1
    _prune(root, admitted)
    return id(root) in admitted


def _with_needs(chain: list[_Unit], admitted: set[int], by_part: dict[int, _Unit]) -> list[_Unit]:
    """The chain with what its parts need, which comes in with them or keeps them out."""
    links = list(chain)
    needs = [by_part.get(id(part.needs)) for link in chain for part in _written(link.part)]
    for needed in needs:
        for other in needed.missing(admitted) if needed is not None else ():
            if not any(other is known for known in links):
                links.append(other)
    return links


@dataclass(slots=True, eq=False)
class _Unit:
    """A part that is one patch: `holder` is the part it goes into, `held` how many of that were written with it."""

    part: Part
    parent: _Unit | None
    holder: Part | None
    held: int
    costs: Costs
    whole: bool = True

    def missing(self, admitted: set[int]) -> list[_Unit]:
        """This unit and those around it that are not in yet, outermost first."""
        chain: list[_Unit] = []
        here: _Unit | None = self
        while here is not None and id(here.part) not in admitted:
            chain.append(here)
            here = here.parent
        return chain[::-1]


def _collect(part: Part, parent: _Unit | None, depth: int, units: list[_Unit], holder: Part | None = None) -> None:
    held = sum(child.wave == WITH_PARENT for child in holder.children) if holder is not None else 0
    unit = _Unit(part, parent, holder, held, Costs(patches=1))
    units.append(unit)
    _weigh(part, unit, depth, units)


def _weigh(part: Part, unit: _Unit, depth: int, units: list[_Unit]) -> None:
    unit.costs = unit.costs.plus(node_costs(part.node, part.component, depth))
    for child in part.children:
        if child.wave == WITH_PARENT:
            _weigh(child, unit, depth + 1, units)
        else:
            _collect(child, unit, depth + 1, units, part)


def _has_room(chain: list[_Unit], counts: dict[int, int], profile: Profile) -> bool:
    taken = dict(counts)
    for link in chain:
        if link.holder is not None:
            held = taken.get(id(link.holder), link.held)
            if held >= min(link.holder.component.max_children, profile.children):
                return False
            taken[id(link.holder)] = held + 1
        if any(_overfull(part, profile) for part in _written(link.part)):
            return False
    return True


def _written(part: Part) -> Iterator[Part]:
    """The parts that one patch writes."""
    yield part
    for child in part.children:
        if child.wave == WITH_PARENT:
            yield from _written(child)


def _overfull(part: Part, profile: Profile) -> bool:
    held = sum(child.wave == WITH_PARENT for child in part.children)
    return held > min(part.component.max_children, profile.children)


def _prune(part: Part, admitted: set[int]) -> None:
    part.children = [child for child in part.children if child.wave == WITH_PARENT or id(child) in admitted]
    kept = []
    for child in part.children:
        held = bool(child.children) and not part.component.panels  # a tab has its panel, with nothing in it, too
        _prune(child, admitted)
        if child.children or not (held and child.component.role in HOLDERS):
            kept.append(child)  # what only holds others goes with the last of them
    part.children = kept
