"""The quick way into a document: nodes added where nothing can be said against it.

This is what models write most, so it does not take the long way over reading, planning and judging. `prefilter.py`
proves node by node that there is nothing to say; here is what comes of that for a draft. It only ever accepts: when
anything is out of the ordinary nothing is changed, and the patch goes the long way, which alone can refuse, repair and
explain. Both ways leave the same document, facts, ledger and verdict, which `tests/unit/validation/test_express.py`
holds against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import array_index
from epoch_cli.validation.facts import Facts, Weight
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State
from epoch_cli.validation.prefilter import Prefilter
from epoch_cli.validation.prefilter_tables import NodeTable, Unproven, said
from epoch_cli.validation.rules import accessibility, budgets

_DEEPEST = 40
"""Levels of nodes; deeper ones may nest JSON too deeply (EP106), and go the long way."""


class Added:
    """What was added: the operation as it is emitted, and its inverse."""

    __slots__ = ("inverse", "operation")

    def __init__(self, operation: Patch, inverse: list[Patch]) -> None:
        self.operation = operation
        self.inverse = inverse


def add_quickly(inspector: Inspector, state: State, patch: Any) -> Added | None:
    """Add a node to the children of another, if it is certain that no gate objects; None leaves everything as it is."""
    if type(patch) is not dict or patch.get("op") != "add":
        return None
    path, value = patch.get("path"), patch.get("value")
    if type(path) is not str or type(value) is not dict or not path.startswith("/root"):
        return None
    place = _place(state, path)
    if place is None:
        return None
    try:
        raw = orjson.dumps(value)
    except (TypeError, ValueError):
        return None
    own = orjson.loads(raw)
    if b"{{" in raw or own != value:
        return None
    growth = _Growth(inspector.prefilter)
    try:
        top, weight = growth.of(own)
    except Unproven:
        return None
    if not _fits(inspector, state, place, weight) or not _supplied(place.parent, top):
        return None
    _commit(state, place, own, top, weight)
    return Added({"op": "add", "path": path, "value": value}, [{"op": "remove", "path": place.path}])


class _Place:
    """Where a node will stand: its parent (None for the root) and its siblings, its index and level, and the path."""

    __slots__ = ("index", "level", "parent", "path", "siblings")

    def __init__(self, parent: Facts | None, siblings: list[Any], index: int, level: int, path: str) -> None:
        self.parent = parent
        self.siblings = siblings
        self.index = index
        self.level = level
        self.path = path


def _place(state: State, path: str) -> _Place | None:
    """The place that a path adds to, when it is the free root or lies among the children of a known component."""
    tokens = path.split("/")
    last = len(tokens) - 1
    if tokens[1] != "root":
        return None
    if last == 1:
        free = state.root is None and "root" not in state.document
        return _Place(None, [], 0, 1, path) if free else None
    here = state.root
    for at in range(2, last, 2):
        if here is None or tokens[at] != "children":
            return None
        if at + 1 == last:
            siblings = here.node.get("children") if here.component is not None else None
            if type(siblings) is not list:
                return None
            count = len(siblings)
            index = count if tokens[last] == "-" else array_index(tokens[last], count, insert=True)
            if index is None:
                return None
            return _Place(here, siblings, index, last // 2 + 1, f"{path[: -len(tokens[last])]}{index}")
        step = array_index(tokens[at + 1], len(here.children))
        if step is None:
            return None
        here = here.children[step]
    return None


class _Growth:
    """One walk over a subtree that is to be added to a draft: its facts, and what they add to the ledger.

    Only gates are asked; what a finished screen needs comes at the end of a run. What its surroundings have to supply,
    such as a name, is in the facts.
    """

    __slots__ = ("prefilter", "weight")

    def __init__(self, prefilter: Prefilter) -> None:
        self.prefilter = prefilter
        self.weight = Weight()

    def of(self, node: dict[str, Any]) -> tuple[Facts, Weight]:
        """The facts and the weight of a subtree.

        Raises:
            Unproven: it is not certain that no gate finds anything in it.
        """
        prefilter, weight = self.prefilter, self.weight
        prefilter.begin()
        top = self.visit(node, 0)
        weight.nodes = len(weight.widths)
        weight.bindings, weight.handlers = prefilter.bindings, prefilter.handlers
        weight.conditions = prefilter.conditions
        weight.ids = [(identity, facts) for identity, facts in prefilter.ids.items() if facts is not None]
        return top, weight

    def visit(self, node: Any, depth: int) -> Facts:
        """The facts of a node and all inside it; `depth` counts from the top of the subtree, which is 0.

        Raises:
            Unproven: something has to be looked at.
        """
        found, weight = self.prefilter, self.weight  # its counters say what was found so far
        bindings, handlers, conditions, ids = found.bindings, found.handlers, found.conditions, len(found.ids)
        found.longest = 0
        table, props, text, children, rare = found.fields(node)
        if rare and "dataSource" in node:
            raise Unproven
        facts = Facts(node, table.component)
        facts.longest = found.longest
        if found.bindings != bindings:
            facts.bindings = found.bindings - bindings
        if found.handlers != handlers:
            facts.handlers = found.handlers - handlers
        if found.conditions != conditions:
            facts.condition = True
        if len(found.ids) != ids:
            facts.id = node["id"]
            found.ids[node["id"]] = facts
        if table.gated:
            name = accessibility.own_name(node, table.component) if rare else table.own_name(props, text)
            self._gates(table, props, name, facts)
        weight.longest.append(facts.longest)
        weight.widths.append(len(children))
        levels = weight.levels
        if depth < len(levels):
            levels[depth] += 1
        else:
            levels.append(1)
        if children:
            if depth > _DEEPEST:
                raise Unproven
            for child in children:
                inner = self.visit(child, depth + 1)
                inner.parent = facts
                facts.children.append(inner)
                if (names := inner.open_names()) != 0:
                    facts.names_below += names
                if (tops := inner.tops()) != 0:
                    facts.tops_below += tops
            if facts.interactive and facts.tops_below:
                raise Unproven
        return facts

    def _gates(self, table: NodeTable, props: Mapping[str, Any], name: str, facts: Facts) -> None:
        """What a component asks of its own fields together."""
        facts.interactive = table.interactive
        if table.names_controls and said(props.get(table.names_controls)):
            facts.supplies_name = True
        if table.alternatives and not any(said(props.get(name)) for name in table.alternatives):
            raise Unproven
        if table.needs_name and not name:
            if not table.inherits:
                raise Unproven
            facts.needs_name = True


def _fits(inspector: Inspector, state: State, place: _Place, weight: Weight) -> bool:
    """Whether every cap leaves room, and no id is taken."""
    profile, ledger, parent = inspector.profile, state.ledger, place.parent
    if parent is not None:
        count, component = len(parent.children) + 1, parent.component
        if component is None or count > component.max_children or count > profile.children:
            return False
    after = Metrics(
        nodes=ledger.nodes + weight.nodes,
        depth=max(len(ledger.depths), place.level - 1 + len(weight.levels)),
        bindings=ledger.bindings + weight.bindings,
        handlers=ledger.handlers + weight.handlers,
        conditions=ledger.conditions + weight.conditions,
        loops=ledger.loops,
    )
    fits = after.depth < _DEEPEST and budgets.within(after, profile)
    return fits and not any(identity in ledger.ids for identity, _ in weight.ids)


def _supplied(parent: Facts | None, top: Facts) -> bool:
    """Whether the nodes around supply the names that are missing, and nothing interactive comes to lie in another."""
    names, tops = top.open_names(), top.tops()
    while parent is not None and (names or tops):
        if tops and parent.interactive:
            return False
        if parent.supplies_name:
            names = 0
        parent = parent.parent
    return not names


def _commit(state: State, place: _Place, node: dict[str, Any], top: Facts, weight: Weight) -> None:
    """Take the subtree into the document, its facts and the ledger."""
    ledger, parent = state.ledger, place.parent
    if parent is None:
        state.document["root"] = node
        state.root = top
    else:
        place.siblings.insert(place.index, node)
        ledger.widths.put(len(parent.children) + 1)
        ledger.widths.take(len(parent.children))
        top.parent = parent
        parent.children.insert(place.index, top)
    ledger.nodes += weight.nodes
    ledger.bindings += weight.bindings
    ledger.handlers += weight.handlers
    ledger.conditions += weight.conditions
    depths, base = ledger.depths, place.level - 1
    depths += [0] * (base + len(weight.levels) - len(depths))
    for level, count in enumerate(weight.levels, base):
        depths[level] += count
    ledger.book(weight, 1)
    names, tops = top.open_names(), top.tops()
    here: Facts | None = parent
    while here is not None and (names or tops):
        names_before, tops_before = here.open_names(), here.tops()
        if names:
            here.names_below += names
        if tops:
            here.tops_below += tops
        names, tops = here.open_names() - names_before, here.tops() - tops_before
        here = here.parent
