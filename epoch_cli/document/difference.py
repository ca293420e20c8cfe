"""What makes one document into another, as RFC 6902 operations that follow the nodes.

`matching` says which node is which; the editor here walks the new tree from the root and, for each of its nodes, mends
the fields, then puts the children in their order: those that stay are a longest rising subsequence of the old order,
the others are moved, added, replaced or removed. A node that is to go but holds some that stay is removed last, when
they have left it. Every pointer is that of the tree as the operations before have made it.

A node is never moved into itself: where it goes, everything around has its place already. An array has room for the
new beside the old; what cannot be done in a field (`itemTemplate`, `root`), where one node overwrites another, is left
to `replace`.
"""

from __future__ import annotations

import json
from typing import Any

from epoch_cli.document.alignment import EXACT_LIKENESS, best, common, rising
from epoch_cli.document.matching import INNER, Place, Shapes, is_tree, matched
from epoch_cli.document.node import Node
from epoch_cli.document.patch import Patch, clone, equal
from epoch_cli.document.pointer import format_pointer, parse_pointer
from epoch_cli.errors import PatchError

Path = tuple[str | int, ...]

_ONE_BY_ONE = ("props", "a11y")


def difference(before: Any, after: Any) -> list[Patch]:
    """The operations that make `after` of `before`, in their order; none when they are equal JSON (RFC 6902, 4.6).

    Both may be any JSON. Values are copies. The result is small, not always smallest.

    Raises:
        PatchError: one of them is nested too deeply.
    """
    try:
        if equal(before, after):
            return []
        if not has_tree(before) or not has_tree(after):
            return value_difference(before, after, ())
        old, new = matched(before["root"], after["root"])
        return [*outside_difference(before, after), *_Editor(old, new).patches()]
    except RecursionError:
        raise PatchError("the documents are nested too deeply to be compared", remedy="flatten them") from None


def has_tree(document: Any) -> bool:
    """Whether a document is an object with a `root` that is a node of nodes."""
    return isinstance(document, dict) and is_tree(document.get("root"))


# ---------------------------------------------------------------- plain values


def value_difference(before: Any, after: Any, path: Path) -> list[Patch]:
    """The operations for a value at a path: what changed inside it, or all of it where that is shorter."""
    if isinstance(before, dict) and isinstance(after, dict):
        patches = member_difference(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        patches = _element_difference(before, after, path)
    elif equal(before, after):
        return []
    else:
        return [_replace(path, after)]
    if len(patches) < 2:
        return patches
    whole = _replace(path, after)
    return patches if sum(map(_weight, patches)) < _weight(whole) else [whole]


def member_difference(before: dict[str, Any], after: dict[str, Any], path: Path) -> list[Patch]:
    """The operations for the members of an object."""
    patches = [_remove((*path, key)) for key in before if key not in after]
    for key, value in after.items():
        if key not in before:
            patches.append(_add((*path, key), value))
        elif before[key] is not value:
            patches += value_difference(before[key], value, (*path, key))
    return patches


def field_difference(before: Node, after: Node, path: Path) -> list[Patch]:
    """The operations for the fields of a node, but those that hold nodes; props one by one, whatever is shorter."""
    patches = []
    for name in dict.fromkeys((*before, *after)):
        if name in INNER:
            continue
        one, other = before.get(name), after.get(name)
        if name in _ONE_BY_ONE and isinstance(one, dict) and isinstance(other, dict):
            patches += member_difference(one, other, (*path, name))
        else:
            patches += member_difference(_only(name, before), _only(name, after), path)
    if before.get("type") != after.get("type"):
        # another component knows other props: what it does not know has to be gone before the node is one
        patches.sort(key=lambda patch: not _takes_away(patch, path))
    return patches


def _takes_away(patch: Patch, path: Path) -> bool:
    """Whether an operation removes a field or a prop of the node at a path, and not an element of an array in it."""
    return patch["op"] == "remove" and len(parse_pointer(patch["path"])) <= len(path) + 2


def outside_difference(before: dict[str, Any], after: dict[str, Any]) -> list[Patch]:
    """The operations for all that a document holds beside its tree."""
    return member_difference(
        {name: value for name, value in before.items() if name != "root"},
        {name: value for name, value in after.items() if name != "root"},
        (),
    )


def _only(name: str, members: dict[str, Any]) -> dict[str, Any]:
    return {name: members[name]} if name in members else {}


def _element_difference(before: list[Any], after: list[Any], path: Path) -> list[Patch]:
    """The operations for an array: equal elements stay, of those between them the ones alike are changed."""
    shapes = Shapes()
    pairs = common([shapes.of(each) for each in before], [shapes.of(each) for each in after])
    patches: list[Patch] = []
    at = one = other = 0  # in the array as it is by now, as it was, and as it is to be
    for next_one, next_other in (*pairs, (len(before), len(after))):
        left, right = before[one:next_one], after[other:next_other]
        patches += _run_difference(left, right, path, at)
        at += len(right) + 1
        one, other = next_one + 1, next_other + 1
    return patches


def _run_difference(left: list[Any], right: list[Any], path: Path, at: int) -> list[Patch]:
    """The operations for a run of elements none of which stays, from index `at` on."""
    exact = len(left) * len(right) <= EXACT_LIKENESS
    pairs = best(len(left), len(right), lambda one, other: _alike(left[one], right[other])) if exact else []
    patches: list[Patch] = []
    one = other = 0
    for next_one, next_other in (*pairs, (len(left), len(right))):
        gone, come = next_one - one, next_other - other
        for step in range(max(gone, come)):
            if step >= come:
                patches.append(_remove((*path, at)))
                continue
            value = right[other + step]
            patches.append(_replace((*path, at), value) if step < gone else _add((*path, at), value))
            at += 1
        if next_one < len(left):
            patches += value_difference(left[next_one], right[next_other], (*path, at))
            at += 1
        one, other = next_one + 1, next_other + 1
    return patches


def _alike(one: Any, other: Any) -> float:
    """How many members two objects share; other values are alike or not, and those that are stay anyway."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return 0.0
    return float(sum(key in other and equal(value, other[key]) for key, value in one.items()))


def _weight(patch: Patch) -> int:
    return len(json.dumps(patch))


def _add(path: Path, value: Any) -> Patch:
    return {"op": "add", "path": format_pointer(path), "value": clone(value)}


def _replace(path: Path, value: Any) -> Patch:
    return {"op": "replace", "path": format_pointer(path), "value": clone(value)}


def _remove(path: Path) -> Patch:
    return {"op": "remove", "path": format_pointer(path)}


# ---------------------------------------------------------------- trees


class _Editor:
    """Turns the old tree into the new one, step by step; a new node's place in the new tree stands for it.

    `parent`, `children` and `template` are the tree as it is by now. `lasting` counts the nodes of an old place, with
    those in it, that the new tree has too: one with none can be removed at any time.
    """

    def __init__(self, old: Place, new: Place) -> None:
        self._old, self._new = old, new
        self._made: list[Patch] = []
        self._parent: dict[Place, Place | None] = {}
        self._children: dict[Place, list[Place]] = {}
        self._template: dict[Place, Place | None] = {}
        self._lasting: dict[Place, int] = {}
        self._empty: list[Place] = []  # whose `children` has to go when it is empty
        places = list(old.walk())
        for place in places:
            self._parent[place] = place.parent
            self._children[place] = list(place.children)
            self._template[place] = place.template
        for place in reversed(places):
            self._lasting[place] = (place.partner is not None) + sum(self._lasting[inner] for inner in place.inner)

    def patches(self) -> list[Patch]:
        """The operations, in their order."""
        for place in self._new.walk():
            here = place.partner or place
            if place.partner is not None:
                self._mend_fields(place.partner, place)
            self._put_children(here, place)
            self._put_template(here, place)
        self._remove_left_ones()
        return self._made

    def _path(self, place: Place) -> Path:
        """Where a place is by now."""
        steps: list[str | int] = []
        here = place
        while (parent := self._parent[here]) is not None:
            if self._template[parent] is here:
                steps.append("itemTemplate")
            else:
                steps += [self._children[parent].index(here), "children"]
            here = parent
        return ("root", *reversed(steps))

    def _mend_fields(self, old: Place, new: Place) -> None:
        if old.shape == new.shape:
            return
        if old.node.get("type") != new.node.get("type") and not {*INNER} & (old.node.keys() | new.node.keys()):
            # between one component and another most documents are not valid
            self._made.append(_replace(self._path(old), new.node))
        else:
            self._made += field_difference(old.node, new.node, self._path(old))

    def _leaves(self, place: Place) -> bool:
        """Whether a place can be removed now: it is an old one, and nothing in it lasts."""
        return self._lasting.get(place) == 0

    # ------------------------------------------------------------ children

    def _put_children(self, here: Place, new: Place) -> None:
        """Give a node the children that it is to have, in their order."""
        path = (*self._path(here), "children")
        has, wanted = "children" in here.node, "children" in new.node
        now = self._children[here]
        all_leave = all(map(self._leaves, now))
        if has and not wanted and all_leave:
            self._children[here] = []
            self._made.append(_remove(path))
            return
        if wanted and not has:
            self._made.append(_add(path, self._values(here, new)))
        elif wanted and now and all_leave and len(now) + len(new.children) > 2:
            self._made.append(_replace(path, self._values(here, new)))
        self._arrange(here, new)
        if has and not wanted:
            self._empty.append(here)

    def _values(self, here: Place, new: Place) -> list[Node]:
        """The children of a node that are new, to be put there in one piece; from here on they are there."""
        fresh = [child for child in new.children if child.partner is None]
        self._children[here] = fresh
        return [self._value(child, here) for child in fresh]

    def _value(self, place: Place, parent: Place) -> Node:
        """A new node as it is put in: without what will be moved into it."""
        self._parent[place] = parent
        self._template[place] = None
        self._children[place] = []
        value: Node = {}
        for key, inner in place.node.items():
            if key == "children":
                value[key] = self._values(place, place)
            elif key != "itemTemplate":
                value[key] = inner
            elif place.template is not None and place.template.partner is None:
                self._template[place] = place.template
                value[key] = self._value(place.template, place)
        return value

    def _arrange(self, here: Place, new: Place) -> None:
        """Walk along the children as they are and as they are to be, and make the one the other."""
        now = self._children[here]
        wanted = [child.partner or child for child in new.children]
        at_first = {place: at for at, place in enumerate(now)}
        there = [place for place in wanted if place in at_first]
        staying = {there[index] for index in rising([at_first[place] for place in there])}
        at = 0
        for place in wanted:
            if place in staying:
                at = self._pass_by(here, at, staying)
            elif at < len(now) and now[at] is place:
                pass
            elif place in self._parent:
                at = self._move(here, at, place)
            else:
                at = self._put_new(here, at, place, staying)
            at += 1
        self._pass_by(here, at, staying)

    def _pass_by(self, here: Place, at: int, staying: set[Place]) -> int:
        """Go on to the next child that stays: remove what leaves, pass by what will be moved; gives the index."""
        now = self._children[here]
        while at < len(now) and now[at] not in staying:
            if self._leaves(now[at]):
                self._made.append(_remove((*self._path(here), "children", at)))
                del now[at]
            else:
                at += 1
        return at

    def _put_new(self, here: Place, at: int, place: Place, staying: set[Place]) -> int:
        """Put a new child in the place of one that leaves before the next that stays, or else at an index.

        Gives the index that it has.
        """
        now, value = self._children[here], self._value(place, here)
        for there in range(at, len(now)):
            if now[there] in staying:
                break
            if self._leaves(now[there]):
                now[there] = place
                self._made.append(_replace((*self._path(here), "children", there), value))
                return there
        now.insert(at, place)
        self._made.append(_add((*self._path(here), "children", at), value))
        return at

    def _move(self, here: Place, at: int, place: Place) -> int:
        """Move a child to an index, from wherever it is; gives the index that it then has."""
        now, source = self._children[here], self._path(place)
        if source[:-1] == (*self._path(here), "children"):
            at -= now.index(place) < at
        siblings = self._take_out(place)
        self._say_moved(source, (*self._path(here), "children", at), len(siblings))
        now.insert(at, place)
        self._parent[place] = here
        return at

    def _take_out(self, place: Place) -> list[Place]:
        """Take a place out of the tree as it is by now; gives what its siblings are without it."""
        parent = self._parent[place]
        if parent is None:
            raise AssertionError("the root never moves")
        if self._template[parent] is place:
            self._template[parent] = None
        else:
            self._children[parent].remove(place)
        return self._children[parent]

    def _say_moved(self, source: Path, target: Path, last: int) -> None:
        """Record a move; into the sibling behind it, by way of the `last` place of its array.

        That sibling is then called as it was itself, and a target that begins with its source is refused (4.4).
        """
        if target[: len(source)] == source:
            end = (*source[:-1], last)
            self._made.append(_moved(source, end))
            source = end
        self._made.append(_moved(source, target))

    # ------------------------------------------------------------ templates, and the end

    def _put_template(self, here: Place, new: Place) -> None:
        """Give a node the template that it is to have; what is overwritten holds nothing that lasts."""
        now, wanted = self._template[here], new.template
        if wanted is None:
            if now is not None and self._leaves(now):
                self._remove_place(now)
            return
        place = wanted.partner or wanted
        if now is place:
            return
        path = (*self._path(here), "itemTemplate")
        if place not in self._parent:
            self._made.append((_add if now is None else _replace)(path, self._value(place, here)))
        else:
            if now is not None:
                self._remove_place(now)
            source = self._path(place)
            siblings = self._take_out(place)
            self._say_moved(source, (*self._path(here), "itemTemplate"), len(siblings))
        self._template[here] = place
        self._parent[place] = here

    def _remove_left_ones(self) -> None:
        """Remove the nodes that held what was moved elsewhere, the last first, and `children` that are to be none."""
        for place in reversed(list(self._old.walk())):
            parent = self._parent[place]
            if (
                place.partner is None
                and parent is not None
                and parent.partner is not None
                and self._is_in(place, parent)
            ):
                self._remove_place(place)
        self._made += [_remove((*self._path(here), "children")) for here in self._empty]

    def _is_in(self, place: Place, parent: Place) -> bool:
        return self._template[parent] is place or place in self._children[parent]

    def _remove_place(self, place: Place) -> None:
        self._made.append(_remove(self._path(place)))
        self._take_out(place)


def _moved(source: Path, target: Path) -> Patch:
    return {"op": "move", "from": format_pointer(source), "path": format_pointer(target)}
