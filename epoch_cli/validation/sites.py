"""Which part of which node a pointer names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from epoch_cli.document.pointer import array_index
from epoch_cli.validation.facts import Facts

SiteKind = Literal["root", "child", "template", "children", "own", "document"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place a patch can change, as the validator sees it.

    kind       facts                         steps
    root       None                          ()
    child      the parent                    (), `index` is the place among its children
    template   the node that repeats it      ()
    children   the node that has them        ()
    own        the node                      the way inside the node, such as ("props", "label")
    document   None                          the way inside the document, such as ("metadata", "title")

    `level` is the depth of the node in `facts` (root is 1, 0 without one); `path` is the whole way, with the index
    instead of `-`; `node_path` leads to the node in `facts`.
    """

    kind: SiteKind
    facts: Facts | None
    path: tuple[str | int, ...]
    node_path: tuple[str | int, ...]
    steps: tuple[str, ...] = ()
    index: int = 0
    level: int = 0

    @property
    def occupant(self) -> Facts | None:
        """The facts of the node that stands at a slot now, None when the slot is free or is no node's."""
        if self.facts is None:
            return None
        if self.kind == "child" and self.index < len(self.facts.children):
            return self.facts.children[self.index]
        return self.facts.template if self.kind == "template" else None


def locate(root: Facts | None, tokens: Sequence[str]) -> Site:  # noqa: C901, PLR0911  one walk, one exit a kind
    """Find the site of a path that exists, or whose container does."""
    if not tokens or tokens[0] != "root":
        return Site("document", None, tuple(tokens), (), steps=tuple(tokens))
    if len(tokens) == 1 or root is None:
        return Site("root", None, ("root",), ())
    facts, level, at = root, 1, 1
    path: list[str | int] = ["root"]
    while True:
        rest = tokens[at:]
        here = tuple(path)
        if rest[0] == "children" and isinstance(_field(facts, "children"), list):
            if len(rest) == 1:
                return Site("children", facts, (*here, "children"), here, level=level)
            index = array_index(rest[1], len(facts.children), insert=True)
            index = len(facts.children) if index is None else index
            path += ["children", index]
            if len(rest) == 2:
                return Site("child", facts, tuple(path), here, index=index, level=level)
            if index >= len(facts.children):
                return Site("own", facts, (*here, *rest), here, steps=tuple(rest), level=level)
            facts, at = facts.children[index], at + 2
        elif rest[0] == "children" and len(rest) == 1:
            return Site("children", facts, (*here, "children"), here, level=level)
        elif rest[0] == "itemTemplate" and (len(rest) == 1 or facts.template is not None):
            path.append("itemTemplate")
            if len(rest) == 1 or facts.template is None:
                return Site("template", facts, tuple(path), here, level=level)
            facts, at = facts.template, at + 1
        else:
            return Site("own", facts, (*here, *rest), here, steps=tuple(rest), level=level)
        level += 1


def _field(facts: Facts, name: str) -> Any:
    return facts.node.get(name) if isinstance(facts.node, dict) else None
