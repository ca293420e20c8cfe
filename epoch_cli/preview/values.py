"""What bindings lead to: the user's own data, and samples where there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from epoch_cli.catalog import ANY, Field, Models
from epoch_cli.catalog.samples import ROWS, context_sample, element_of, item_sample, said, singular
from epoch_cli.preview.markup import Bound

MOST_ENTRIES: Final = 200
"""Entries of a list of the user's that are shown."""
_LONGEST: Final = 10_000
"""Characters that are shown of one value."""
_NOTHING: Final = object()


class Item(NamedTuple):
    """The entry of a list that `{item.x}` means: which it is, what it is, and what is known of it without data."""

    number: int
    value: Any = _NOTHING
    shape: Field = ANY
    name: str = "item"


class Found(NamedTuple):
    """What a binding leads to; `given` says that it is the user's own."""

    value: Any
    given: bool


class Values:
    """The data of a page.

    Args:
        models: the declared data models, which samples are made from.
        given: the user's values, by root and then by name: `{"context": {"user": {…}}}`.
    """

    def __init__(self, models: Models, given: Mapping[str, Any] | None = None) -> None:
        self._models, self._given = models, given or {}
        self._said: dict[Bound, str] = {}

    def find(self, bound: Bound, item: Item | None) -> Found:
        """What a binding leads to, inside an entry of a list or outside of all."""
        own = self._own(bound, item)
        return Found(self._sample(bound, item)[1], given=False) if own is _NOTHING else Found(own, given=True)

    def words(self, bound: Bound, item: Item | None) -> str:
        """The same as people read it."""
        if item is not None:
            return self._words(bound, item)
        said_before = self._said.get(bound)
        if said_before is None:
            said_before = self._said[bound] = self._words(bound, None)
        return said_before

    def _words(self, bound: Bound, item: Item | None) -> str:
        found = self.find(bound, item)
        try:
            return ("" if found.value is None else said(found.value))[:_LONGEST]
        except RecursionError:  # of a value that the user wrote
            return "…"

    def entries(self, source: Bound, item: Item | None) -> tuple[list[Item], int]:
        """The entries of a bound list, and how many there is no room for."""
        own = self._own(source, item)
        if own is _NOTHING:
            shape, _ = self._sample(source, item)
            name = singular(source.path[-1]) if source.path else "item"
            return [Item(number, shape=element_of(shape), name=name) for number in range(ROWS)], 0
        listed: Sequence[Any] = own if isinstance(own, list) else [] if own in (None, False, "") else [own]
        name = singular(source.path[-1]) if source.path else "item"
        items = [Item(number, value, name=name) for number, value in enumerate(listed[:MOST_ENTRIES])]
        return items, len(listed) - len(items)

    def _own(self, bound: Bound, item: Item | None) -> Any:
        if bound.root == "item":
            return _NOTHING if item is None or item.value is _NOTHING else _follow(item.value, bound.path)
        return _follow(self._given.get(bound.root, _NOTHING), bound.path)

    def _sample(self, bound: Bound, item: Item | None) -> tuple[Field, Any]:
        path = list(bound.path)
        if bound.root == "item" and item is not None:
            return item_sample(item.shape, item.name, path, item.number)
        models = self._models if bound.root == "context" else Models()
        return context_sample(models, path or [bound.root], item.number if item is not None else 0)


def _follow(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, _NOTHING)
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
            value = value[int(step)] if int(step) < len(value) else _NOTHING
        else:
            return _NOTHING
    return value
