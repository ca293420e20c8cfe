"""Which patch wrote what, so that a finding on the finished document can be shown where it was written.

Objects and arrays are known by identity: a draft changes its document in place, so they keep it wherever they are
moved to. Scalars are known by the container and key that they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from epoch_cli.document.pointer import array_index
from epoch_cli.validation.diagnostics import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """The patch that wrote something, by its number, and where in its value; None where its text does not show it."""

    patch: int
    inside: Path | None


class Authors:
    """Takes down who wrote what of one document."""

    def __init__(self) -> None:
        self._containers: dict[int, Origin] = {}
        self._scalars: dict[tuple[int, str], Origin] = {}
        self._alive: list[Any] = []  # an object that goes must not lend its identity to another

    def wrote(self, patch: int, document: Any, tokens: Sequence[str], *, without: int = 0, shown: bool = True) -> None:
        """Patch number `patch` has written what is now at `tokens`.

        Args:
            patch: its number.
            document: the document as it is now.
            tokens: where it wrote; a `-` is the last element.
            without: how many levels of the value are not in the text of the patch, but around what it wrote.
            shown: whether the value is in the text at all; that of a copy is not.
        """
        container, key, value = _at(document, tokens)
        if isinstance(value, (dict, list)):
            self._alive.append(value)
            self._take_down(patch, value, without, shown=shown)
        elif container is not None:
            self._alive.append(container)
            self._scalars[id(container), key] = Origin(patch, () if shown else None)

    def of(self, document: Any, path: Sequence[str | int]) -> Origin | None:
        """Who wrote what is at a path, or the innermost thing on the way to it; None when nobody here did."""
        found, here = self._containers.get(id(document)), document
        for depth, step in enumerate(path):
            token = str(step)
            found = self._scalars.get((id(here), token), found) if isinstance(here, (dict, list)) else found
            value = _child(here, token)
            known = self._containers.get(id(value)) if isinstance(value, (dict, list)) else None
            if known is not None:
                found = known
            elif found is not None and found.inside is not None and (id(here), token) not in self._scalars:
                return Origin(found.patch, (*found.inside, *path[depth:]))
            if value is None:
                break
            here = value
        return found

    def copied(self, old: Any, new: Any) -> None:
        """What is said of a document is said of its copy too."""
        self._alive += (old, new)
        stack = [(old, new)]
        while stack:
            before, after = stack.pop()
            if id(before) in self._containers:
                self._containers[id(after)] = self._containers[id(before)]
            for key in before if isinstance(before, dict) else range(len(before)):
                if isinstance(before[key], (dict, list)):
                    stack.append((before[key], after[key]))
                elif (origin := self._scalars.get((id(before), str(key)))) is not None:
                    self._scalars[id(after), str(key)] = origin

    def _take_down(self, patch: int, value: Any, without: int, *, shown: bool) -> None:
        stack: list[tuple[Any, Path]] = [(value, ())]
        while stack:
            here, path = stack.pop()
            self._containers[id(here)] = Origin(patch, path[without:] if shown else None)
            members = here.items() if isinstance(here, dict) else enumerate(here)
            stack += [(item, (*path, key)) for key, item in members if isinstance(item, (dict, list))]


def _at(document: Any, tokens: Sequence[str]) -> tuple[Any, str, Any]:
    """The container, the key in it and the value at a place; None for what there is not."""
    container, key, here = None, "", document
    for token in tokens:
        container, key = here, token
        if token == "-" and isinstance(here, list):
            key = str(len(here) - 1)
        here = _child(here, key)
    return container, key, here


def _child(here: Any, token: str) -> Any:
    if isinstance(here, dict):
        return here.get(token)
    if isinstance(here, list):
        index = array_index(token, len(here))
        return None if index is None else here[index]
    return None
