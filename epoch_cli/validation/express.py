"""The quick way into a document: nodes added where nothing can be said against it.

This is what models write most, so it does not take the long way over reading, planning and judging. `prefilter.py`
proves node by node that there is nothing to say; here is what comes of that for a draft. It only ever accepts: when
anything is out of the ordinary nothing is changed, and the patch goes the long way, which alone can refuse, repair and
explain. Both ways leave the same document, facts, ledger and verdict, which `tests/unit/validation/test_express.py`
holds against each other.

A tree that arrives whole but is to be told node by node is proved and taken in at once as well: when nothing can be
said against all of it, and every node stands behind all it needs, nothing can be said against any part on the way.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import orjson

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.patch import Patch, clone
from epoch_cli.document.pointer import array_index
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State
from epoch_cli.validation.prefilter import Prefilter
from epoch_cli.validation.prefilter_tables import NodeTable, Unproven, said
from epoch_cli.validation.rules import accessibility, budgets

_DEEPEST = 40
"""Levels of nodes; deeper ones may nest JSON too deeply (EP106), and go the long way."""


class Added(NamedTuple):
    """What was added: the operation as it is emitted, its inverse, the facts of the node, and the weight afterwards."""

    operation: Patch
    inverse: list[Patch]
    facts: Facts
    metrics: Metrics


Told = tuple[Patch, list[Patch], Metrics]
"""One node of a tree: the operation that adds it, its inverse, and the weight afterwards."""


class Express:
    """The quick way into one draft.

    Args:
        inspector: whose prefilter proves.
        state: what is added to.
    """

    __slots__ = ("_latest", "_profile", "_state", "_unlimited", "_walk")

    def __init__(self, inspector: Inspector, state: State) -> None:
        self._profile = inspector.profile
        self._unlimited = inspector.profile.unlimited
        self._state = state
        self._walk = _Walk(inspector.prefilter)
        self._latest: tuple[str, _Parent] | None = None

    def forget(self) -> None:
        """The document has changed in another way, and nothing may stand where it stood."""
        self._latest = None

    def takes(self, path: str) -> bool:
        """Whether a node that is added at a path would be new, and a child of a known component or the root."""
        return self._place(path) is not None

    def add(self, patch: Any, *, owned: bool = False) -> Added | None:
        """Add a node where a patch says, if it is certain that no gate objects; None leaves everything as it is.

        Args:
            patch: as a model wrote it.
            owned: its value came out of a parser, and nobody else will change it.
        """
        if type(patch) is not dict or patch.get("op") != "add":
            return None
        path, value = patch.get("path"), patch.get("value")
        if type(path) is not str or type(value) is not dict:
            return None
        place = self._place(path)
        if place is None:
            return None
        own = copied(value) if owned else _as_parsed(value)
        if own is None or not self._take(place, own):
            return None
        return Added(
            {"op": "add", "path": path, "value": value},
            [{"op": "remove", "path": place.pointer}],
            self._walk.top,
            self._state.ledger.metrics(),
        )

    def append(self, parent: Facts, level: int, index: int, pointer: str, node: Any) -> Added | None:
        """Add a node among the children of another, if it is certain that no gate objects.

        Args:
            parent: the node that gets it.
            level: of the new node in the document; the root's is 1.
            index: where among the children.
            pointer: of the parent.
            node: as it came out of a parser; nobody else will change it.
        """
        siblings = parent.node.get("children") if parent.component is not None else None
        if type(siblings) is not list or type(node) is not dict:
            return None
        last = index == len(siblings)
        if not last:
            self._latest = None
        place = _Place(parent, siblings, index, level, f"{pointer}/children/{index}")
        if not self._take(place, copied(node)):
            return None
        return Added(
            {"op": "add", "path": f"{pointer}/children/-" if last else place.pointer, "value": node},
            [{"op": "remove", "path": place.pointer}],
            self._walk.top,
            self._state.ledger.metrics(),
        )

    def grow(self, path: str, tree: dict[str, Any]) -> list[Told] | None:
        """Add a tree where a path says, and tell it node by node, as if the nodes had come one by one.

        Args:
            path: as a model wrote it.
            tree: as it came out of a parser; it is the document's from now on.
        """
        place = self._place(path)
        if place is None:
            return None
        before = self._state.ledger.metrics()
        if not self._take(place, tree, ordered=True):
            return None
        return _told(self._walk.top, place, path, before)

    def grow_inside(
        self, parent: Facts, level: int, index: int, pointer: str, tree: dict[str, Any]
    ) -> list[Told] | None:
        """Add a tree among the children of a node, and tell it node by node; as `append` and `grow`."""
        siblings = parent.node.get("children") if parent.component is not None else None
        if type(siblings) is not list:
            return None
        place = _Place(parent, siblings, index, level, f"{pointer}/children/{index}")
        path = f"{pointer}/children/-" if index == len(siblings) else place.pointer
        before = self._state.ledger.metrics()
        if not self._take(place, tree, ordered=True):
            return None
        if path is place.pointer:
            self._latest = None
        return _told(self._walk.top, place, path, before)

    def _place(self, path: str) -> _Place | None:
        """The place that a path adds to, when it is the free root or lies among the children of a known component.

        The latest parent is remembered: models add one child after the other.
        """
        if self._latest is not None and self._latest[0] == path:
            parent = self._latest[1]
        else:
            start, _, token = path.rpartition("/")
            if start == "":
                free = path == "/root" and self._state.root is None and "root" not in self._state.document
                return _Place(None, [], 0, 1, path) if free else None
            found = _parent(self._state, start)
            if found is None:
                return None
            if token != "-":
                index = array_index(token, len(found.siblings), insert=True)
                if index is None:
                    return None
                self._latest = None
                return _Place(found.facts, found.siblings, index, found.level + 1, path)
            parent = found
            self._latest = path, parent
        at = len(parent.siblings)
        return _Place(parent.facts, parent.siblings, at, parent.level + 1, f"{path[:-1]}{at}")

    def _take(self, place: _Place, own: dict[str, Any], *, ordered: bool = False) -> bool:
        """Take a tree into the document, if nothing can be said against it.

        `ordered` asks for more: `children` stand behind all other fields of their node.
        """
        walk, found = self._walk, self._walk.prefilter
        walk.begin(ordered=ordered)
        try:
            top = walk.top = walk.visit(own, place.level)
            found.settle()
        except Unproven:
            return False
        if found.braces and b"{{" in orjson.dumps(own):
            return False
        if not self._fits(place):
            return False
        if (top.tops_below or top.interactive or top.names_below) and not _supplied(place.parent, top):
            return False
        _commit(self._state, place, own, walk)
        return True

    def _fits(self, place: _Place) -> bool:
        """Whether every cap leaves room, and no id is taken."""
        profile, ledger, parent, walk = self._profile, self._state.ledger, place.parent, self._walk
        if parent is not None:
            count, component = len(parent.children) + 1, parent.component
            if component is None or count > component.max_children or count > profile.children:
                return False
        depth, found = max(walk.levels), walk.prefilter
        if depth > _DEEPEST or not ledger.ids.keys().isdisjoint(found.ids):
            return False
        return self._unlimited or budgets.within(
            Metrics(
                nodes=ledger.nodes + len(walk.levels),
                depth=max(len(ledger.depths), depth),
                bindings=ledger.bindings + found.bindings,
                handlers=ledger.handlers + found.handlers,
                conditions=ledger.conditions + found.conditions,
                loops=ledger.loops,
            ),
            profile,
        )


def copied(value: dict[str, Any]) -> dict[str, Any]:
    """A deep copy of a node out of a parser; those that hold nothing but short lists are copied without a detour."""
    made = value.copy()
    for name, item in value.items():
        if type(item) is dict:
            for inner in item.values():
                if type(inner) is dict or type(inner) is list:
                    return orjson.loads(orjson.dumps(value))  # type: ignore[no-any-return]
            made[name] = item.copy()
        elif type(item) is list:
            if item:
                return orjson.loads(orjson.dumps(value))  # type: ignore[no-any-return]
            made[name] = []
    return made


def _as_parsed(value: Any) -> Any:
    """The same value as a parser would give it, None when it is anything else."""
    try:
        own = orjson.loads(orjson.dumps(value))
    except (TypeError, ValueError):
        return None
    return own if own == value else None


class _Place(NamedTuple):
    """Where a node will stand: its parent (None for the root), its siblings and its place there, level and pointer."""

    parent: Facts | None
    siblings: list[Any]
    at: int
    level: int
    pointer: str


class _Parent(NamedTuple):
    """A node that takes children: what is known of it, its list of children, and its level."""

    facts: Facts
    siblings: list[Any]
    level: int


def _parent(state: State, path: str) -> _Parent | None:
    """The node of a known component whose list of children a path names."""
    tokens = path.split("/")
    count = len(tokens)
    if count % 2 == 0 or tokens[0] or tokens[1] != "root" or tokens[2::2].count("children") != count // 2:
        return None
    here = state.root
    for token in tokens[3::2]:
        step = array_index(token, len(here.children)) if here is not None else None
        if here is None or step is None:
            return None
        here = here.children[step]
    siblings = here.node.get("children") if here is not None and here.component is not None else None
    return _Parent(here, siblings, count // 2) if here is not None and type(siblings) is list else None


class _Walk:
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
            if level > _DEEPEST or (self.ordered and next(reversed(node)) != "children"):
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


def _commit(state: State, place: _Place, node: dict[str, Any], walk: _Walk) -> None:
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


def _told(top: Facts, place: _Place, path: str, before: Metrics) -> list[Told]:
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
