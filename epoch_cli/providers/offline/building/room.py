"""What the budget had no room for: the parts that `fit` left out, by name, as people would miss them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.building.fit import strings
from epoch_cli.providers.offline.building.kit import REQUIRED
from epoch_cli.providers.offline.building.part import EXTRA, SAMPLE, Part
from epoch_cli.providers.offline.composition import left_out, too_many

_NAMES = ("label", "title", "caption", "alt", "ariaLabel")
_KINDS = {
    "field": "fields",
    "input": "fields",
    "choice": "fields",
    "action": "buttons",
    "image": "images",
    "table": "tables",
}
"""What parts of a role are called, by the role; all others are `parts`."""


_HOLDERS = frozenset({"container", "stack", "box"})
"""Roles of parts that only hold others."""


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A part with a name, and the part around it that has one; None at the top."""

    part: Part
    name: str
    kind: str
    around: Part | None
    title: str


class Inventory:
    """What a screen should have: taken before `fit`, asked afterwards.

    Args:
        root: the tree, whole.

    Attributes:
        shown: every string in it.
        roles: the roles of all its components.
    """

    def __init__(self, root: Part) -> None:
        self._root = root
        self.shown = [text for part in root.walk() for text in strings(part.node)]
        self.roles = frozenset(part.component.role for part in root.walk())
        self._entries = list(_entries(root, None, ""))

    def unmet(self, unread: Mapping[str, int]) -> list[UnmetPart]:
        """What of it is not in the tree any more, in groups of what stands together.

        `unread` are how many more were asked for, by what they are called: they are told with the largest group.
        """
        there = {id(part) for part in self._root.walk()}
        gone: dict[tuple[int, str], list[_Entry]] = {}
        for entry in self._entries:
            if id(entry.part) not in there and (entry.around is None or id(entry.around) in there):
                gone.setdefault((id(entry.around), entry.kind), []).append(entry)
        groups = sorted(gone.values(), key=len, reverse=True)
        largest = {entries[0].kind: entries for entries in reversed(groups)}
        told = [
            self._told(entries, unread.get(entries[0].kind, 0) if largest[entries[0].kind] is entries else 0)
            for entries in gone.values()
        ]
        return [*told, *(self._unread(kind, more) for kind, more in unread.items() if more and kind not in largest)]

    def _told(self, entries: list[_Entry], unread: int) -> UnmetPart:
        first = entries[0]
        total = sum(each.around is first.around and each.kind == first.kind for each in self._entries)
        return left_out(first.kind, first.title, [entry.name for entry in entries], total, unread)

    def _unread(self, kind: str, more: int) -> UnmetPart:
        shown = sum(entry.kind == kind for entry in self._entries)
        return too_many(kind, "", shown, shown + more)


def _entries(part: Part, around: Part | None, title: str) -> Iterator[_Entry]:
    """The parts inside a part that have names; those in one without a name count as inside the part around it."""
    for child in part.children:
        if child.weight >= SAMPLE:
            continue
        name = _name(child)
        role = child.component.role
        if name and not (role == "text" and (_heads(child) or child.weight >= EXTRA)):
            yield _Entry(child, name, _KINDS.get(role, "parts"), around, title)
        if not name or _is_section(child):
            yield from _entries(child, child if name else around, name or title)


def _is_section(part: Part) -> bool:
    """Whether the parts in it are things of their own, and not what it is made of."""
    return any(child.wave for child in part.children) or part.component.role in {"form", *_HOLDERS}


def _heads(part: Part) -> bool:
    """Whether it is a heading, which names what is around it."""
    return str(part.node.get("props", {}).get(part.component.heading, "")).startswith("h")


def _name(part: Part) -> str:
    """What it is called: by its label, by its words, or by the heading or the first words in it."""
    props = part.node.get("props", {})
    own = part.node.get("text") or next((props[name] for name in _NAMES if props.get(name)), "")
    if own:
        return str(own).removesuffix(REQUIRED)
    words = [child for child in part.children if child.node.get("text")]
    heading = [child for child in words if _heads(child)]
    named = heading or ([] if part.component.role in {"form", *_HOLDERS} else words)
    return str(named[0].node["text"]) if named else ""
