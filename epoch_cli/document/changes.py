"""What became of each node between two documents, for people and reports; `difference` is the same for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from epoch_cli.document.alignment import rising
from epoch_cli.document.difference import field_difference, has_tree, outside_difference, value_difference
from epoch_cli.document.matching import INNER, Place, matched, placed
from epoch_cli.document.node import Node
from epoch_cli.document.patch import Patch, apply_patch, clone
from epoch_cli.document.pointer import parse_pointer, resolve
from epoch_cli.errors import PatchError

Path = tuple[str | int, ...]
FieldKind = Literal["added", "removed", "changed"]
RowKind = Literal["same", "added", "removed", "changed", "moved"]

_KINDS: dict[str, FieldKind] = {"add": "added", "remove": "removed", "replace": "changed"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that changed, by its path inside its node; `before` and `after` are None where there is none."""

    kind: FieldKind
    path: tuple[str, ...]
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """A node of either document, and what became of it.

    Attributes:
        kind: `moved` is one that stands elsewhere, whether it changed or not; `changed` one that stands where it did.
        node: the node as it is now, or as it was when it was removed.
        level: how deep it stands, the root being 0.
        before, after: the paths of its places in the two documents; None where it is not.
        fields: what changed of it, but for the nodes inside.
        outermost: False for a node that was added or removed as a part of another.
    """

    kind: RowKind
    node: Node
    level: int
    before: Path | None
    after: Path | None
    fields: tuple[FieldChange, ...] = ()
    outermost: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """All there is to say: what changed beside the tree, and every node in reading order, removed ones among them."""

    beside: tuple[FieldChange, ...]
    rows: tuple[Row, ...]

    @property
    def found(self) -> list[Row]:
        """The nodes that something became of."""
        return [row for row in self.rows if row.kind != "same"]


def changes(before: Any, after: Any) -> Changes:
    """Compare two documents; where one of them is no tree of nodes, as plain values.

    Raises:
        PatchError: one of them is nested too deeply.
    """
    try:
        if (has_tree(before) and _is_empty(after)) or (_is_empty(before) and has_tree(after)):
            return Changes(_told(before, outside_difference(before, after)), tuple(_all_rows(before, after)))
        if not has_tree(before) or not has_tree(after):
            # in a member, so that even a whole document that is no object can be replaced
            held = [{"document": each} for each in (before, after)]
            told = _told(held[0], value_difference(before, after, ("document",)))
            return Changes(tuple(FieldChange(one.kind, one.path[1:], one.before, one.after) for one in told), ())
        old, new = matched(before["root"], after["root"])
        return Changes(_told(before, outside_difference(before, after)), tuple(_rows(old, new)))
    except RecursionError:
        raise PatchError("the documents are nested too deeply to be compared", remedy="flatten them") from None


def _told(before: dict[str, Any], patches: list[Patch]) -> tuple[FieldChange, ...]:
    """Operations with the value that each of them finds; they are carried out on the way, as indices count on it."""
    here, told = clone(before) if patches else before, []
    for patch in patches:
        path = parse_pointer(patch["path"])
        found = None if patch["op"] == "add" else clone(resolve(here, path))
        told.append(FieldChange(_KINDS[patch["op"]], path, found, patch.get("value")))
        apply_patch(here, patch)
    return tuple(told)


def _is_empty(document: Any) -> bool:
    """Whether a document has no tree yet."""
    return isinstance(document, dict) and "root" not in document


# ---------------------------------------------------------------- rows


def _all_rows(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Row]:
    """Every node of the one document that has a tree: all were added, or all removed."""
    come = "root" in after
    for place in placed((after if come else before)["root"]).walk():
        path, level = place.path, sum(step in INNER for step in place.path)
        if come:
            yield Row("added", place.node, level, None, path, outermost=not level)
        else:
            yield Row("removed", place.node, level, path, None, outermost=not level)


def _rows(old: Place, new: Place) -> Iterator[Row]:
    """Every node of the new tree, and the removed ones where they stood; not recursive, for deep trees."""
    stack = [(new, 0)]
    of_the_old = set(old.walk())
    moved = set(_moved(new))
    while stack:
        place, level = stack.pop()
        if place in of_the_old:
            parent_goes = place.parent is not None and place.parent.partner is None
            yield Row("removed", place.node, level, place.path, None, outermost=not parent_goes)
            inner = [each for each in place.inner if each.partner is None]
        elif place.partner is None:
            parent_comes = place.parent is not None and place.parent.partner is None
            yield Row("added", place.node, level, None, place.path, outermost=not parent_comes)
            inner = place.inner
        else:
            yield _lasting_row(place.partner, place, level, moved=place in moved)
            inner = _with_removed(place.partner, place)
        stack += [(each, level + 1) for each in reversed(inner)]


def _lasting_row(old: Place, new: Place, level: int, *, moved: bool) -> Row:
    fields = (*_told(old.node, field_difference(old.node, new.node, ())), *_emptied(old.node, new.node))
    kind: RowKind = "moved" if moved else "changed" if fields else "same"
    return Row(kind, new.node, level, old.path, new.path, fields)


def _emptied(before: Node, after: Node) -> Iterator[FieldChange]:
    """What no node inside can tell: that `children` without any came or went."""
    if "children" not in before and after.get("children") == []:
        yield FieldChange("added", ("children",), after=[])
    elif "children" not in after and before.get("children") == []:
        yield FieldChange("removed", ("children",), before=[])


def _moved(new: Place) -> Iterator[Place]:
    """The places whose nodes have other parents than before, or other places among those that stayed."""
    for place in new.walk():
        if place.partner is None or place.parent is None:
            continue
        before = place.partner.parent
        if before is None or before.partner is not place.parent or place.slot != place.partner.slot:
            yield place
    for place in new.walk():
        if place.partner is not None:
            there = _staying(place.partner, place)
            order = {child: at for at, child in enumerate(place.partner.children)}
            kept = set(rising([order[child] for child in there if child in order]))
            yield from (child.partner for at, child in enumerate(there) if at not in kept and child.partner is not None)


def _staying(old: Place, new: Place) -> list[Place]:
    """The old children of a node that are still children of it, in their new order."""
    return [
        child.partner
        for child in new.children
        if child.partner is not None and child.partner.parent is old and child.partner.slot == "children"
    ]


def _with_removed(old: Place, new: Place) -> list[Place]:
    """The places inside a new one, and before each what was removed from there."""
    removed: list[Place] = []
    before: dict[Place, list[Place]] = {}
    for child in old.children:
        if child.partner is None:
            removed.append(child)
        elif child.partner.parent is new and child.partner.slot == "children":
            before[child.partner] = removed
            removed = []
    shown: list[Place] = []
    come: list[Place] = []  # since the last child that was there before
    for child in new.children:
        if child in before:
            shown += (*before[child], *come, child)
            come = []
        else:
            come.append(child)
    templates = [old.template] if old.template is not None and old.template.partner is None else []
    return [*shown, *removed, *come, *templates, *([new.template] if new.template is not None else [])]
