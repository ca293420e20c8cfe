"""From a tree of parts to patches, in the order in which a person wants to see them.

First the root with its heading, then the sections, then what is in them, then details. Each patch leaves a valid
document: a parent comes before its children, and a control comes together with its label.
"""

from __future__ import annotations

from typing import Any

import orjson

from epoch_cli.providers.offline.building.part import WITH_PARENT, Part

Patch = dict[str, Any]


def patches_for(root: Part, path: str = "/root", place: str = "") -> list[Patch]:
    """The patches that add a tree at `path`; `place` is where it stands then, when `path` ends in `-`."""
    first = {"op": "add", "path": path, "value": value_of(root)}
    writer = _Writer(root, place or path)
    return [first, *(writer.add(part) for part in writer.waiting())]


def value_of(part: Part) -> dict[str, Any]:
    """The node of a part, with the children that are written together with it."""
    node = dict(part.node)
    if part.component.children:
        node["children"] = [value_of(child) for child in part.children if child.wave == WITH_PARENT]
    return node


def tree_of(part: Part) -> dict[str, Any]:
    """The node of a part with all parts in it."""
    node = dict(part.node)
    if part.component.children:
        node["children"] = [tree_of(child) for child in part.children]
    return node


def text_of(patches: list[Patch]) -> str:
    """The patches as a model writes them: one RFC 6902 operation per line."""
    return "".join(orjson.dumps(patch).decode() + "\n" for patch in patches)


class _Writer:
    """Knows which parts are written already, and so where each stands at any moment."""

    def __init__(self, root: Part, place: str) -> None:
        self.root, self.place = root, place
        self.parents: dict[int, Part] = {id(child): part for part in root.walk() for child in part.children}
        self.written: set[int] = set()
        self._mark(root)

    def waiting(self) -> list[Part]:
        """The parts that have a patch of their own, in the order of their waves, then of the document."""
        found: list[tuple[int, int, Part]] = []
        self._collect(self.root, 0, found)
        return [part for _, _, part in sorted(found, key=lambda entry: entry[:2])]

    def add(self, part: Part) -> Patch:
        """The patch that adds a part, at the end of its siblings or before those that stand behind it."""
        parent = self.parents[id(part)]
        index, total = self._index(parent, part), sum(id(child) in self.written for child in parent.children)
        path = f"{self._path(parent)}/children/{'-' if index == total else index}"
        self._mark(part)
        return {"op": "add", "path": path, "value": value_of(part)}

    def _collect(self, part: Part, wave: int, found: list[tuple[int, int, Part]]) -> None:
        for child in part.children:
            reached = max(wave, child.wave)
            if child.wave != WITH_PARENT:
                found.append((reached, len(found), child))
            self._collect(child, reached, found)

    def _mark(self, part: Part) -> None:
        self.written.add(id(part))
        for child in part.children:
            if child.wave == WITH_PARENT:
                self._mark(child)

    def _index(self, parent: Part, part: Part) -> int:
        before = 0
        for child in parent.children:
            if child is part:
                break
            before += id(child) in self.written
        return before

    def _path(self, part: Part) -> str:
        if part is self.root:
            return self.place
        parent = self.parents[id(part)]
        return f"{self._path(parent)}/children/{self._index(parent, part)}"
