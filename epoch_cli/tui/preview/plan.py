"""What the preview shows of a view: a bounded tree of parts, before any widget is touched.

The plan is a function of the document alone, so that a preview which followed a stream ends as one that was built at
its end. It is made anew for each pass; its cost is bounded by `MOST`, not by the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from textual.content import Content

from epoch_cli.catalog import Catalog, Component, Models
from epoch_cli.catalog.samples import ROWS
from epoch_cli.output.preview import Pending
from epoch_cli.output.text import visible
from epoch_cli.output.view import NodeView
from epoch_cli.tui.preview.bound import Item, Scope, as_text, drawn, list_of

MOST: Final = 200
"""Parts that are shown at once, of one widget or a few each; what comes after them is counted in one line."""
DEEPEST: Final = 20
"""Levels that are drawn as boxes in boxes; what lies deeper stands side by side at the last of them."""
_MOST_COUNTED = 999
_DEEPEST_FIELD = 64
"""Levels of a field that are drawn, more than anybody writes: to copy, to compare or to tell a deeper one may fail."""
_INNER = frozenset({"children", "itemTemplate"})
_NESTING = frozenset({dict, list})
_GROWING = frozenset({
    "card", "table", "form", "field", "input", "choice", "dialog", "tabs", "alert", "list", "slides", "chart",
    "separator", "unknown",
})  # fmt: skip
_HOLDING = frozenset({
    "container", "box", "stack", "card", "form", "field", "dialog", "tabs", "alert", "list", "menu", "navigation",
    "popover", "slides", "unknown",
})  # fmt: skip
"""Kinds that nodes stand in; what stands in another is shown after it."""

Key = tuple[Any, ...]
"""Which part: the key of its node, and for what stands in a list the number of the copy, of each list around it."""

MORE: Final[Key] = ("more",)
"""The line at the end that counts what there is no room for."""


class Wanted(NamedTuple):
    """A part that is to be shown.

    Attributes:
        key: which part it is, for as long as it is shown.
        kind: the role of its component, or `unknown`, `note`, `pending`.
        view: its node; for a note the node that it is about.
        own: the fields of the node, without the nodes in it.
        component: what the catalog says of its type.
        scope: what its bindings and labels depend on.
        inner: the parts in it.
        grows: whether it takes what is left over in a row.
        place: the index among the children of its parent; tabs have a panel for each.
        note: the words of a note.
    """

    key: Key
    kind: str
    view: NodeView | None
    own: dict[str, Any]
    component: Component | None
    scope: Scope
    inner: list[Wanted]
    grows: bool
    place: int = 0
    note: Content = Content("")


class Plan:
    """Plans what is shown.

    Args:
        catalog: the design system; None when it is not known.
        models: the data models that bindings are filled from.
        kinds: the roles that there are parts for.
        pending: the node that is being written.
        most: how many parts there are at most.
    """

    def __init__(
        self,
        catalog: Catalog | None,
        models: Models,
        kinds: frozenset[str],
        pending: Pending | None = None,
        most: int = MOST,
    ) -> None:
        self._components = catalog.components if catalog is not None else {}
        self._models, self._kinds, self._pending, self._left = models, kinds, pending, most
        self._left_out: list[NodeView] = []

    def parts(self, root: NodeView | None) -> list[Wanted]:
        """The parts at the top: the root, and a line for what is not shown."""
        scope = Scope(self._models)
        top = self._parts(root, (), scope, 0) if root is not None else self._skeleton(None, scope, 0)
        if self._left_out:
            more, capped = _count(self._left_out)
            words = f"… {more}{'+' if capped else ''} more {'node' if more == 1 else 'nodes'}"
            top.append(_note(MORE, None, Content.styled(words, "$text-muted"), scope, 0))
        return top

    def _parts(self, view: NodeView, copies: Key, scope: Scope, place: int) -> list[Wanted]:
        """A node as parts: a line that tells its condition, and itself; nothing when there is no room left."""
        if self._left <= 0:
            self._left_out.append(view)
            return []
        self._left -= 1
        node = view.node
        if not isinstance(node, dict):
            words = Content.styled(f"× {visible(as_text(node), 60)}: no node", "$text-error")
            return [_note((view.key, *copies), view, words, scope, place)]
        before = []
        deep = [name for name, value in node.items() if name not in _INNER and _is_deep(value)]
        if deep:
            node = {name: value for name, value in node.items() if name not in deep}
            words = Content.styled(f"× {visible(', '.join(deep), 60)}: too deep to be drawn", "$text-error")
            before.append(_note((view.key, *copies, "deep"), view, words, scope, place))
        if "condition" in node:
            words = Content.assemble(("if ", "$text-muted"), drawn(node["condition"], scope))
            before.append(_note((view.key, *copies, "if"), view, words, scope, place))
        part = self._part(view, node, copies, scope, place)
        if part.kind in _HOLDING:
            return [*before, part]
        beside = [inner._replace(place=place) for inner in part.inner]  # it should hold none, but nothing is lost
        return [*before, part._replace(inner=[]), *beside]

    def _part(self, view: NodeView, node: dict[str, Any], copies: Key, scope: Scope, place: int) -> Wanted:
        kind, component = self._kind(node.get("type"))
        inner = self._inner(view, node, copies, _within(node, component, scope))
        grows = kind in _GROWING or any(part.grows for part in inner)
        own = {key: value for key, value in node.items() if key not in _INNER}
        return Wanted((view.key, *copies), kind, view, own, component, scope, inner, grows, place)

    def _kind(self, name: Any) -> tuple[str, Component | None]:
        component = self._components.get(name) if isinstance(name, str) else None
        known = component is not None and component.role in self._kinds
        return component.role if component is not None and known else "unknown", component

    def _inner(self, view: NodeView, node: dict[str, Any], copies: Key, scope: Scope) -> list[Wanted]:
        template = node.get("itemTemplate")
        found: list[Wanted] = []
        place = 0
        for inner in _shown(view) if scope.depth < DEEPEST else _flat(view):
            if len(self._left_out) > _MOST_COUNTED:
                break
            if template is not None and inner.node is template and inner.parent is view:
                found += self._copies(inner, node, copies, scope, place)
            else:
                found += self._parts(inner, copies, scope, place)
            place += 1
        if self._pending is not None and self._pending.parent is view.node:
            at = min(self._pending.place, place)
            index = next((index for index, part in enumerate(found) if part.place >= at), len(found))
            found[index:index] = self._skeleton(view, scope, at)
        return found

    def _copies(self, view: NodeView, node: dict[str, Any], copies: Key, scope: Scope, place: int) -> list[Wanted]:
        """A template as often as a sample list has elements, after a line that tells the list."""
        source = list_of(node.get("dataSource"), scope)
        if source is None:
            return self._parts(view, copies, scope, place)
        shape, name, path = source
        words = Content.assemble(
            ("each of ", "$text-muted"),
            (f"‹{visible(path, 60)}›", "$text-accent"),
            (f" · {ROWS} samples", "$text-muted"),
        )
        found = [_note((view.key, *copies, "each"), view, words, scope, place)]
        for index in range(ROWS):
            item = Item(shape, name, index)
            found += self._parts(view, (*copies, index), scope._replace(item=item), place + index)
        return found

    def _skeleton(self, parent: NodeView | None, scope: Scope, place: int) -> list[Wanted]:
        """What stands for the node that is being written; only its type is told, whose words change all the time."""
        if self._pending is None or self._left <= 0:
            return []
        kind, component = self._kind(self._pending.node.get("type"))
        own = {"kind": kind}
        key = ("pending", parent.key if parent is not None else 0)
        return [Wanted(key, "pending", parent, own, component, scope, [], kind in _GROWING, place)]


def _within(node: dict[str, Any], component: Component | None, scope: Scope) -> Scope:
    """The scope of the nodes inside a node."""
    label = scope.label
    if component is not None and component.names_controls:
        props = node.get("props")
        label = as_text(props.get(component.names_controls)) if isinstance(props, dict) else ""
    return scope._replace(label=label, depth=scope.depth + 1)


def _is_deep(value: Any, levels: int = _DEEPEST_FIELD) -> bool:
    """Whether a value has more levels than so many."""
    if type(value) is dict:
        value = value.values()
    elif type(value) is not list:
        return False
    return not levels or any(_is_deep(inner, levels - 1) for inner in value if type(inner) in _NESTING)


def _note(key: Key, view: NodeView | None, words: Content, scope: Scope, place: int) -> Wanted:
    own = {"note": words.plain}
    return Wanted(key, "note", view, own, None, scope, [], grows=False, place=place, note=words)


def _shown(view: NodeView) -> Iterator[NodeView]:
    """The nodes right inside a node that are in the document: not those that were refused."""
    return (inner for inner in view.inner if inner.state != "refused")


def _flat(view: NodeView) -> Iterator[NodeView]:
    """All nodes inside a node that hold no others; what is drawn of nodes that lie too deep."""
    waiting = list(_shown(view))[::-1]
    while waiting:
        here = waiting.pop()
        inside = list(_shown(here))
        if not inside:
            yield here
        waiting += inside[::-1]


def _count(left_out: list[NodeView]) -> tuple[int, bool]:
    """How many nodes some nodes are, themselves and those inside, and whether there are more than are counted."""
    waiting, count = list(left_out), 0
    while waiting and count < _MOST_COUNTED:
        count += 1
        waiting += _shown(waiting.pop())
    return count, bool(waiting)
