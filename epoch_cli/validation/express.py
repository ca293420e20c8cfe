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

from typing import Any, NamedTuple

import orjson

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import array_index
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.growth import DEEPEST, Place, Told, Walk, commit, supplied, tell_apart
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State
from epoch_cli.validation.prefilter_tables import Unproven
from epoch_cli.validation.rules import budgets


class Added(NamedTuple):
    """What was added: the operation as it is emitted, its inverse, the facts of the node, and the weight afterwards."""

    operation: Patch
    inverse: list[Patch]
    facts: Facts
    metrics: Metrics


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
        self._walk = Walk(inspector.prefilter)
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
        place = self._place_inside(parent, level, index, pointer)
        if place is None or type(node) is not dict:
            return None
        path = place.path(pointer)
        if not self._take(place, copied(node)):
            return None
        return Added(
            {"op": "add", "path": path, "value": node},
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
        return tell_apart(self._walk.top, place, path, before)

    def grow_inside(
        self, parent: Facts, level: int, index: int, pointer: str, tree: dict[str, Any]
    ) -> list[Told] | None:
        """Add a tree among the children of a node, and tell it node by node; as `append` and `grow`."""
        place = self._place_inside(parent, level, index, pointer)
        if place is None:
            return None
        path, before = place.path(pointer), self._state.ledger.metrics()
        if not self._take(place, tree, ordered=True):
            return None
        return tell_apart(self._walk.top, place, path, before)

    def _place(self, path: str) -> Place | None:
        """The place that a path adds to, when it is the free root or lies among the children of a known component.

        The latest parent is remembered: models add one child after the other.
        """
        if self._latest is not None and self._latest[0] == path:
            parent = self._latest[1]
        else:
            start, _, token = path.rpartition("/")
            if start == "":
                free = path == "/root" and self._state.root is None and "root" not in self._state.document
                return Place(None, [], 0, 1, path) if free else None
            found = _parent(self._state, start)
            if found is None:
                return None
            if token != "-":
                index = array_index(token, len(found.siblings), insert=True)
                if index is None:
                    return None
                self._latest = None
                return Place(found.facts, found.siblings, index, found.level + 1, path)
            parent = found
            self._latest = path, parent
        at = len(parent.siblings)
        return Place(parent.facts, parent.siblings, at, parent.level + 1, f"{path[:-1]}{at}")

    def _place_inside(self, parent: Facts, level: int, index: int, pointer: str) -> Place | None:
        """The place at an index among the children of a node, when that is of a known component."""
        siblings = parent.node.get("children") if parent.component is not None else None
        if type(siblings) is not list:
            return None
        if index < len(siblings):
            self._latest = None
        return Place(parent, siblings, index, level, f"{pointer}/children/{index}")

    def _take(self, place: Place, own: dict[str, Any], *, ordered: bool = False) -> bool:
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
        if (top.tops_below or top.interactive or top.names_below) and not supplied(place.parent, top):
            return False
        commit(self._state, place, own, walk)
        return True

    def _fits(self, place: Place) -> bool:
        """Whether every cap leaves room, and no id is taken."""
        profile, ledger, parent, walk = self._profile, self._state.ledger, place.parent, self._walk
        if parent is not None:
            count, component = len(parent.children) + 1, parent.component
            if component is None or count > component.max_children or count > profile.children:
                return False
        depth, found = max(walk.levels), walk.prefilter
        if depth > DEEPEST or not ledger.ids.keys().isdisjoint(found.ids):
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
