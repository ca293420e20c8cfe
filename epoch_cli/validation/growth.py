"""What a tree of nodes is and weighs, walked over once, and its way into a document: the work behind `express.py`."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.patch import Patch, clone
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.judge import State
from epoch_cli.validation.prefilter import Prefilter
from epoch_cli.validation.prefilter_tables import NodeTable, Unproven, said
from epoch_cli.validation.rules import accessibility

DEEPEST = 40
"""Levels of nodes; deeper ones may nest JSON too deeply (EP106), and go the long way."""


Told = tuple[Patch, list[Patch], Metrics]
"""One node of a tree: the operation that adds it, its inverse, and the weight afterwards."""


class Place(NamedTuple):
    """Where a node will stand: its parent (None for the root), its siblings and its place there, level and pointer."""

    parent: Facts | None
    siblings: list[Any]
    at: int
    level: int
    pointer: str

    def path(self, parent: str) -> str:
        """Where a patch adds it; `parent` is the pointer of its parent. Ask before it is there."""
        return f"{parent}/children/-" if self.at == len(self.siblings) else self.pointer


class Walk:
    """A walk over a tree that is to be added to a draft: its facts, and what they add to the ledger.

    Only gates are asked; what a finished screen needs comes at the end of a run. What its surroundings have to supply,
    such as a name, is in the facts.
    """

    __slots__ = ("lengths", "levels", "ordered", "prefilter", "top", "widths")

    def __init__(self, prefilter: Prefilter) -> None:
        self.prefilter = prefilter
        self.top = Facts(None)
        self.begin(ordered=False)

    def begin(self, *, ordered: bool) -> None:
        """Begin another walk."""
        self.ordered = ordered
        self.levels: list[int] = []
        self.widths: list[int] = []
        self.lengths: list[int] = []
        self.prefilter.begin()

    def visit(self, node: Any, level: int) -> Facts:
        """The facts of a node and all inside it.

        Raises:
            Unproven: something has to be looked at.
        """
        found = self.prefilter  # its counters say what was found so far
        bindings, handlers, conditions, ids = found.bindings, found.handlers, found.conditions, len(found.ids)
        found.longest = 0
        table, props, text, children, rare = found.fields(node)
        facts = Facts(node, table.component)
        facts.longest = found.longest
        if found.bindings != bindings:
            facts.bindings = found.bindings - bindings
        if found.handlers != handlers:
            facts.handlers = found.handlers - handlers
        if rare:
            if "dataSource" in node:
                raise Unproven
            if found.conditions != conditions:
                facts.condition = True
        if len(found.ids) != ids:
            facts.id = node["id"]
            found.ids[node["id"]] = facts
        if table.gated:
            self._gates(table, props, node if rare else None, text, facts)
        self.lengths.append(found.longest)
        self.widths.append(len(children))
        self.levels.append(level)
        if children:
            if level > DEEPEST or (self.ordered and next(reversed(node)) != "children"):
                raise Unproven
            inside, level = facts.children, level + 1
            for child in children:
                inner = self.visit(child, level)
                inner.parent = facts
                inside.append(inner)
                if inner.names_below or inner.needs_name:
                    facts.names_below += inner.open_names()
                if inner.tops_below or inner.interactive:
                    facts.tops_below += inner.tops()
            if facts.interactive and facts.tops_below:
                raise Unproven
        elif self.ordered and "children" in node and next(reversed(node)) != "children":
            raise Unproven
        return facts

    def _gates(self, table: NodeTable, props: Any, rare: Any, text: Any, facts: Facts) -> None:
        """What a component asks of its own fields together; `rare` is the node when it has rare ones."""
        facts.interactive = table.interactive
        if table.names_controls and said(props.get(table.names_controls)):
            facts.supplies_name = True
        if table.alternatives and not any(said(props.get(name)) for name in table.alternatives):
            raise Unproven
        if table.needs_name and not (
            accessibility.own_name(rare, table.component) if rare else table.own_name(props, text)
        ):
            if not table.inherits:
                raise Unproven
            facts.needs_name = True


def supplied(parent: Facts | None, top: Facts) -> bool:
    """Whether the nodes around supply the names that are missing, and nothing interactive comes to lie in another."""
    names, tops = top.open_names(), top.tops()
    while parent is not None and (names or tops):
        if tops and parent.interactive:
            return False
        if parent.supplies_name:
            names = 0
        parent = parent.parent
    return not names


def commit(state: State, place: Place, node: dict[str, Any], walk: Walk) -> None:
    """Take a tree into the document, its facts and the ledger."""
    ledger, parent, top, found = state.ledger, place.parent, walk.top, walk.prefilter
    if parent is None:
        state.document["root"] = node
        state.root = top
    else:
        place.siblings.insert(place.at, node)
        ledger.widths.grow(len(parent.children))
        top.parent = parent
        parent.children.insert(place.at, top)
    depths = ledger.depths
    for level in walk.levels:
        if level > len(depths):
            depths.append(0)
        depths[level - 1] += 1
    ledger.nodes += len(walk.levels)
    ledger.bindings += found.bindings
    ledger.handlers += found.handlers
    ledger.conditions += found.conditions
    ledger.widths.put_all(walk.widths)
    ledger.longest.put_all(walk.lengths)
    for identity, facts in found.ids.items():
        if facts is not None:
            ledger.ids[identity] = [facts]
    if not (top.tops_below or top.interactive or top.names_below):
        return
    names, tops = top.open_names(), top.tops()
    while parent is not None and (names or tops):
        parent.names_below += names
        parent.tops_below += tops
        names = 0 if parent.supplies_name else names
        tops = 0 if parent.interactive else tops
        parent = parent.parent


def tell_apart(top: Facts, place: Place, path: str, before: Metrics) -> list[Told]:
    """A tree that was taken in, as if its nodes had been added one by one; `before` is what the document weighed."""
    nodes, depth, widest, bindings, handlers, conditions, loops, longest = before
    told: list[Told] = []

    def tell(facts: Facts, path: str, pointer: str, level: int) -> None:
        nonlocal nodes, depth, widest, bindings, handlers, conditions, longest
        nodes += 1
        if level > depth:
            depth = level
        if facts.bindings:
            bindings += facts.bindings
        if facts.handlers:
            handlers += facts.handlers
        if facts.condition:
            conditions += 1
        if facts.longest > longest:
            longest = facts.longest
        told.append((
            {"op": "add", "path": path, "value": _without_children(facts.node)},
            [{"op": "remove", "path": pointer}],
            _metrics((nodes, depth, widest, bindings, handlers, conditions, loops, longest)),
        ))  # fmt: skip
        if facts.children:
            pointer += "/children/"
            last, level, index = f"{pointer}-", level + 1, 0
            for child in facts.children:
                if index == widest:
                    widest += 1
                tell(child, last, f"{pointer}{index}", level)
                index += 1  # noqa: SIM113  quicker

    if place.parent is not None:
        widest = max(widest, len(place.parent.children))
    tell(top, path, place.pointer, place.level)
    return told


_metrics = partial(tuple.__new__, Metrics)
"""A quicker way to make one."""


def _without_children(node: dict[str, Any]) -> dict[str, Any]:
    """A copy of a node that shares nothing with it, and has no children."""
    made = node.copy()
    if "children" in made:
        made["children"] = []
    for name, item in node.items():
        if type(item) is dict:
            made[name] = own = item.copy()
            for key, value in item.items():
                if type(value) is list or type(value) is dict:
                    own[key] = clone(value)
        elif type(item) is list and name != "children":
            made[name] = clone(item)
    return made
