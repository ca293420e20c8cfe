"""What the validator knows of each node of a document, kept beside the document while it changes.

`Facts` mirror the tree of nodes. Each holds what its own node contributes (counts, needs, supplies), and of the nodes
below it only three sums, which is what makes a change of inheritance cost one path to the root (decision 3):

- names:  interactive nodes that still look for an accessible name; a labelled field around them supplies it;
- tops:   interactive nodes with no other around them yet; an interactive node around them is a fault;
- items:  `{item.x}` paths that still look for a list; a dataSource above their template supplies it.

What reaches the root unmet is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from epoch_cli.catalog import ELEMENT, Component, Field, Miss, follow
from epoch_cli.validation.rules.bindings import check_fit

Need = tuple[tuple[str, ...], tuple[str, ...]]
"""An `{item.x}` path and the types that would fit where it stands."""
Needs = dict[Need, int]
"""How often each need occurs."""
Faults = dict[str, int]
"""How often each code of a finding occurs."""
K = TypeVar("K")


class Supply(NamedTuple):
    """What a bound list gives to the templates inside it.

    `item` is the shape of one item; `lifted` is set instead when the list is itself a field of an outer list's item
    (`{item.tags}`), so that needs inside become needs on the outer item.
    """

    item: Field
    lifted: tuple[str, ...] | None = None

    def fault(self, need: Need) -> str:
        """The code of the finding when a need is not met by an item of this list, empty when it is."""
        path, types = need
        found = follow(self.item, path)
        if isinstance(found, Miss):
            return "EP503" if found.scalar else "EP505"
        return "EP506" if check_fit("", found, types) is not None else ""

    def outward(self, needs: Needs) -> Needs:
        """What a template's needs ask of the world outside this list: nothing, or the same of the outer item."""
        if self.lifted is None:
            return {}
        return {((*self.lifted, ELEMENT, *path), types): count for (path, types), count in needs.items()}

    def bad(self, needs: Needs) -> Faults:
        """How many needs are not met, by code; those of a lifted list are judged by the outer one."""
        faults: Faults = {}
        if self.lifted is None:
            for need, count in needs.items():
                if code := self.fault(need):
                    add_counts(faults, {code: count})
        return faults


_NO_NEEDS: Needs = {}  # shared: needs are never changed in place


class Facts:
    """One node: its place in the tree, what it contributes, and three sums over the nodes inside it.

    What most nodes do not have is a default of the class, so that a node costs little more than its place.
    """

    parent: Facts | None = None
    template: Facts | None = None
    id: str | None = None
    bindings = 0
    handlers = 0
    longest = 0
    condition = False
    loop = False
    interactive = False
    needs_name = False
    supplies_name = False
    items: Needs = _NO_NEEDS
    supply: Supply | None = None
    names_below = 0
    tops_below = 0
    needs_below: Needs = _NO_NEEDS
    template_needs: Needs = _NO_NEEDS

    def __init__(self, node: Any, component: Component | None = None) -> None:
        self.node = node
        self.component = component
        self.children: list[Facts] = []

    # What the node passes on to its parent, and what it finds.

    def open_names(self) -> int:
        """Interactive nodes here and below that still look for a name."""
        return 0 if self.supplies_name else self.names_below + self.needs_name

    def tops(self) -> int:
        """Outermost interactive nodes here and below."""
        return 1 if self.interactive else self.tops_below

    def nested(self) -> int:
        """Interactive nodes right inside this interactive one."""
        return self.tops_below if self.interactive else 0

    def open_items(self) -> Needs:
        """Item paths here and below that still look for a list."""
        passed = self.supply.outward(self.template_needs) if self.supply else self.template_needs
        return merged(self.items, self.needs_below, passed)

    def bad_items(self) -> Faults:
        """Item paths in the template that found their list, but not in its items."""
        return self.supply.bad(self.template_needs) if self.supply else {}

    def adopt(self, child: Facts, *, template: bool = False, at: int | None = None) -> None:
        """Take in a subtree while the tree is built, and add to the sums what it passes on."""
        child.parent = self
        if template:
            self.template = child
            self.template_needs = child.open_items()
        else:
            self.children.insert(len(self.children) if at is None else at, child)
            if items := child.open_items():
                self.needs_below = merged(self.needs_below, items)
        self.names_below += child.open_names()
        self.tops_below += child.tops()

    def copy(self) -> Facts:
        """The same values in another object, for planning; parents and children are shared."""
        twin = Facts.__new__(Facts)
        vars(twin).update(vars(self))
        return twin

    def assign(self, other: Facts) -> None:
        """Take over another's values."""
        vars(self).update(vars(other))

    def walk(self, depth: int = 0) -> Iterator[tuple[Facts, int]]:
        """This node and all inside it, with their depth below it; needs no recursion, so any depth is fine."""
        stack = [(self, depth)]
        while stack:
            facts, level = stack.pop()
            yield facts, level
            if facts.template is not None:
                stack.append((facts.template, level + 1))
            stack.extend((child, level + 1) for child in reversed(facts.children))

    def inner(self) -> Iterator[tuple[tuple[str | int, ...], Facts]]:
        """The nodes right inside, with the way to each."""
        for index, child in enumerate(self.children):
            yield ("children", index), child
        if self.template is not None:
            yield ("itemTemplate",), self.template


def merged(*parts: Needs) -> Needs:
    """The sum of several multisets of needs; shares the only one that is not empty."""
    full = [part for part in parts if part]
    if len(full) <= 1:
        return full[0] if full else {}
    total = dict(full[0])
    for part in full[1:]:
        add_counts(total, part)
    return total


def add_counts(total: dict[K, int], part: dict[K, int], sign: int = 1) -> None:
    """Add a multiset to another, in place; what comes to nothing is gone."""
    for need, count in part.items():
        left = total.get(need, 0) + sign * count
        if left:
            total[need] = left
        else:
            total.pop(need, None)


def difference(after: Needs, before: Needs) -> Needs:
    """What has to be added to `before` to make `after`; counts may be negative."""
    if after is before:
        return {}
    delta = dict(after)
    add_counts(delta, before, -1)
    return delta


class Weight:
    """Sums over a subtree: what it adds to a document's totals, by level below its top where that matters."""

    __slots__ = (
        "bad_items", "bindings", "conditions", "handlers", "ids", "levels", "longest", "loops", "nested", "nodes",
        "widths",
    )  # fmt: skip

    def __init__(self) -> None:
        self.nodes = self.bindings = self.handlers = self.conditions = self.loops = self.nested = 0
        self.bad_items: Faults = {}
        self.levels: list[int] = []
        self.widths: list[int] = []
        self.longest: list[int] = []
        self.ids: list[tuple[str, Facts]] = []


def weigh(top: Facts) -> Weight:
    """Sum up a subtree."""
    weight = Weight()
    levels = weight.levels
    for facts, depth in top.walk():
        weight.nodes += 1
        weight.bindings += facts.bindings
        weight.handlers += facts.handlers
        weight.conditions += facts.condition
        weight.loops += facts.loop
        weight.nested += facts.nested()
        if facts.supply is not None:
            add_counts(weight.bad_items, facts.bad_items())
        while len(levels) <= depth:
            levels.append(0)
        levels[depth] += 1
        weight.widths.append(len(facts.children))
        weight.longest.append(facts.longest)
        if facts.id is not None:
            weight.ids.append((facts.id, facts))
    return weight
