"""One finding with everything that a repair looks at: its node, the nodes around it, its place and its catalog."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from epoch_cli.catalog import Component, Field, Prop
from epoch_cli.document.node import Node
from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import ABSENT, format_pointer, look
from epoch_cli.validation.diagnostics import Path
from epoch_cli.validation.facts import Supply
from epoch_cli.validation.fixes.incoming import item_of, lists_in_prop, supply_of
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.rules import security
from epoch_cli.validation.rules.words import quote

Tokens = tuple[str, ...]


class Change(NamedTuple):
    """What a repair would do: in words, and as operations on the document, applied in order."""

    message: str
    patches: tuple[Patch, ...]


class Placed(NamedTuple):
    """A node and where it stands."""

    node: Node
    path: Tokens


@dataclass(frozen=True)
class Case:
    """A finding of rule `code` at `path` of a document.

    `above` are the nodes from the root to the one that the path leads into; `steps` is the rest of the way, inside that
    node. `ids` are those that are taken, where somebody knows them; otherwise the document is searched.
    """

    code: str
    path: Tokens
    document: Any
    inspector: Inspector
    above: tuple[Placed, ...]
    steps: Tokens
    ids: Collection[str] | None = None

    @classmethod
    def of(cls, code: str, path: Path, document: Any, inspector: Inspector, ids: Collection[str] | None = None) -> Case:
        """The case of a finding."""
        tokens = tuple(map(str, path))
        above = tuple(nodes_on(document, tokens))
        steps = tokens[len(above[-1].path) :] if above else tokens
        return cls(code, tokens, document, inspector, above, steps, ids)

    # ------------------------------------------------------------ what is there

    @property
    def node(self) -> Node:
        """The node that the finding is about; empty outside of nodes."""
        return self.above[-1].node if self.above else {}

    @property
    def node_path(self) -> Tokens:
        """Where that node stands."""
        return self.above[-1].path if self.above else ()

    @property
    def name(self) -> str:
        """The last key or index of the path."""
        return self.path[-1] if self.path else ""

    @cached_property
    def value(self) -> Any:
        """What stands at the path, `ABSENT` when nothing does."""
        return look(self.document, self.path)

    @property
    def component(self) -> Component | None:
        """The component of the node, None when its type is unknown."""
        return self.component_of(self.node)

    @property
    def props(self) -> dict[str, Any]:
        """The node's props; empty when it has none, or something else in their place."""
        props = self.node.get("props")
        return props if isinstance(props, dict) else {}

    @property
    def spec(self) -> Prop | None:
        """The declaration of the value at the path, None where there is none."""
        return self.spec_at(self.steps)

    @property
    def taken(self) -> Collection[str]:
        """The ids of the document."""
        return ids_of(self.document.get("root")) if self.ids is None else self.ids

    @property
    def lists(self) -> tuple[Supply, ...]:
        """The lists in whose scope the path lies, the innermost last."""
        lists: tuple[Supply, ...] = ()
        for here, inner in zip(self.above, (*self.above[1:], None), strict=True):
            rest = (inner.path if inner is not None else self.path)[len(here.path) :]
            if rest[:1] == ("itemTemplate",) and isinstance(here.node.get("dataSource"), str):
                lists = (*lists, supply_of(self.inspector, here.node["dataSource"], lists))
        if self.steps[:1] == ("props",) and len(self.steps) > 1:
            lists = lists_in_prop(self.inspector, self.node, self.steps[1], lists)
        return lists

    @property
    def item(self) -> Field | None:
        """The shape of the innermost list's item, None outside of lists."""
        return item_of(self.lists)

    def component_of(self, node: Any) -> Component | None:
        """The component of any node."""
        kind = node.get("type") if isinstance(node, dict) else None
        return self.inspector.catalog.components.get(kind) if isinstance(kind, str) else None

    def spec_at(self, steps: Sequence[str]) -> Prop | None:
        """The declaration of what stands at steps inside the node."""
        component = self.component
        if component is None or len(steps) < 2 or steps[0] != "props":
            return None
        spec = component.props.get(steps[1])
        for step in steps[2:]:
            if spec is None:
                return None
            spec = spec.fields.get(step) if spec.element is None else spec.element
        return spec

    # ------------------------------------------------------------ what could be done

    def put(self, value: Any, message: str = "") -> Change:
        """Write another value in place of the one at the path."""
        said = message or f"{quote(self.value)} → {quote(value)}"
        return Change(said, (_operation("replace", self.path, value),))

    def take_out(self, message: str) -> Change:
        """Take away what stands at the path."""
        return Change(message, ({"op": "remove", "path": format_pointer(self.path)},))

    def rename(self, key: str) -> Change | None:
        """Call the member at the path something else; None when there is something of that name."""
        if key in look(self.document, self.path[:-1]):
            return None
        target = format_pointer((*self.path[:-1], key))
        said = f"{quote(self.name)} → {quote(key)}"
        return Change(said, ({"op": "move", "from": format_pointer(self.path), "path": target},))

    def move_to(self, *steps: str) -> Change | None:
        """Move what stands at the path to a free place of its node, which may be inside `props` that are not there."""
        return self._place(steps, {"op": "move", "from": format_pointer(self.path)})

    def give(self, value: Any, *steps: str, message: str = "") -> Change | None:
        """Give the node a value at a free place."""
        return self._place(steps, {"op": "add", "value": value}, message or f"{steps[-1]}: {quote(value)}")

    def _place(self, steps: Tokens, operation: Patch, message: str = "") -> Change | None:
        holder = self.node if len(steps) == 1 else self.node.get(steps[0], ABSENT)
        target = (*self.node_path, *steps)
        patches: list[Patch] = []
        if holder is ABSENT:
            patches.append(_operation("add", target[:-1], {}))
        elif not isinstance(holder, dict) or steps[-1] in holder:
            return None
        op = {"op": operation["op"], "path": format_pointer(target), **operation}
        said = message or f"{'.'.join(self.steps)} → {'.'.join(steps)}"
        return Change(said, (*patches, op))


def _operation(op: str, path: Tokens, value: Any) -> Patch:
    return {"op": op, "path": format_pointer(path), "value": value}


def said(value: Any) -> str:
    """A string with words in it, without the white space around them; empty for everything else."""
    return value.strip() if isinstance(value, str) else ""


def can_go(case: Case) -> bool:
    """Whether what stands at the path may be left out: it is nothing of a node."""
    value, inspector = case.value, case.inspector
    names_node = case.name == "type" and isinstance(value, str) and value in inspector.catalog.components
    return not names_node and not _holds_nodes(value, inspector)


def is_hostile(value: Any) -> bool:
    """Whether there is something in a value that looks like an attack; what only nobody sees does not."""
    if isinstance(value, str):
        fault = security.check_string(value) if security.suspicious(value) else None
        return fault is not None and fault.code != "EP705"
    if isinstance(value, dict):
        return any(key in security.FORBIDDEN_KEYS or is_hostile(item) for key, item in value.items())
    return isinstance(value, list) and any(is_hostile(item) for item in value)


def _holds_nodes(value: Any, inspector: Inspector) -> bool:
    if isinstance(value, dict):
        kind = value.get("type")
        known = isinstance(kind, str) and kind in inspector.catalog.components
        return known or "children" in value or any(_holds_nodes(item, inspector) for item in value.values())
    return isinstance(value, list) and any(_holds_nodes(item, inspector) for item in value)


def ids_of(node: Any) -> set[str]:
    """Every id in a tree of nodes."""
    return {str(here.node["id"]) for here in every_node(node, ()) if isinstance(here.node.get("id"), str)}


def every_node(node: Any, path: Tokens) -> Iterator[Placed]:
    """Every node of a tree with its path, in reading order."""
    stack: list[tuple[Any, Tokens]] = [(node, path)]
    while stack:
        here, at = stack.pop()
        if not isinstance(here, dict):
            continue
        yield Placed(here, at)
        if "itemTemplate" in here:
            stack.append((here["itemTemplate"], (*at, "itemTemplate")))
        children = here.get("children")
        if isinstance(children, list):
            stack += [(child, (*at, "children", str(index))) for index, child in reversed(list(enumerate(children)))]


def nodes_on(document: Any, path: Tokens) -> Iterator[Placed]:
    """The nodes on the way of a path, the root first."""
    here = document.get("root") if isinstance(document, dict) and path[:1] == ("root",) else None
    at = 1
    while isinstance(here, dict):
        yield Placed(here, path[:at])
        rest, children = path[at : at + 2], here.get("children")
        if rest[:1] == ("itemTemplate",):
            here, at = here.get("itemTemplate"), at + 1
        elif rest[:1] == ("children",) and len(rest) == 2 and isinstance(children, list):
            here, at = look(children, rest[1:]), at + 2
        else:
            return
