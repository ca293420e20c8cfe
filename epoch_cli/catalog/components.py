"""What a component is: its props, what it may hold, and where its accessible name comes from.

These are the compiled tables that the validator walks on its hot path, so they are plain slotted objects built once
per catalog. The TOML they come from is described at the top of `presets/base/catalog.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

PropType = Literal["enum", "token", "string", "number", "boolean", "handler", "object", "array", "any"]
NO_LIMIT = 1 << 60
PROP_KEYS = ("names_controls", "heading", "caption", "tone", "mandatory", "panels")
"""The keys of a component that name one of its props."""
CONTROLS = frozenset({"input", "choice"})
"""The roles that ask somebody for a value."""
FIELDS = CONTROLS | {"field"}
"""The same, and what labels them."""
HOLDERS = frozenset({"container", "stack", "box", "card"})
"""The roles that only hold other nodes, and say nothing themselves."""
LONGEST_MATCHED = 1_000
"""Characters of a string that has to match a pattern, whatever the budget says: what takes Python's `re` a step for
each pair of them is a matter of milliseconds. `matching_time` tells the patterns that take more."""


class Prop(NamedTuple):
    """One prop of a component, or one field of an object inside a prop.

    `types` holds every alternative. `values` belongs to an enum, `group` to a token, `items` and `fields` to an array
    (of what, and the shape of its objects), `fields` alone to an object; an object without fields is free JSON.
    `element` is the prop that one element of an array must be like. What a finished screen is asked of a list: `unique`
    names the field that tells its entries apart, `filled` that it is not empty (of a string: not blank); `one_of`
    ("tabs.id") is the list, and the field of its entries, that a value is taken from. `means` and `reads`
    say what the prop and its words are called in the vocabulary of `meanings`.
    """

    name: str
    types: tuple[PropType, ...]
    description: str = ""
    values: tuple[str, ...] = ()
    group: str = ""
    items: tuple[PropType, ...] = ()
    fields: Mapping[str, Prop] = MappingProxyType({})
    required: bool = False
    default: Any = None
    pattern: re.Pattern[str] | None = None
    format: str = ""
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    binding: bool = True
    deprecated: str = ""
    added: bool = False
    unique: str = ""
    filled: bool = False
    one_of: str = ""
    element: Prop | None = None
    means: str = ""
    reads: Mapping[str, str] = MappingProxyType({})

    def fits(self, text: str) -> bool:
        """Whether a string matches the whole pattern, where there is one; none does that is longer than is tried."""
        return self.pattern is None or (len(text) <= LONGEST_MATCHED and self.pattern.fullmatch(text) is not None)


class NameRule(NamedTuple):
    """Where a component's accessible name may come from (decision 5).

    `sources` are props, or `text` for the node's text; `ariaLabel` and `a11y.label` always count. `required` asks for
    a name; with `inherit` an enclosing node that `names_controls` supplies it.
    """

    sources: tuple[str, ...] = ()
    required: bool = False
    inherit: bool = False


class ItemScope(NamedTuple):
    """`{item.x}` is legal in `props` while the prop `rows` is bound to a list (decision 7)."""

    rows: str
    props: tuple[str, ...]


class Component(NamedTuple):
    """One type of node, by the fields that `presets/base/catalog.toml` explains.

    `required` names the props that have to be there; `reviewed` are those of which a finished screen asks something
    (`unique`, `filled`, `one_of`); `means` maps each meaning to the prop that has it (`meanings.find_meanings`).
    """

    type: str
    role: str
    label: str
    icon: str
    description: str
    props: dict[str, Prop]
    max_children: int = 0
    text: bool = False
    interactive: bool = False
    name: NameRule = NameRule()
    names_controls: str = ""
    requires_any: tuple[str, ...] = ()
    item_scope: ItemScope | None = None
    heading: str = ""
    caption: str = ""
    tone: str = ""
    mandatory: str = ""
    panels: str = ""
    implies: Mapping[str, Any] = MappingProxyType({})
    required: tuple[str, ...] = ()
    reviewed: tuple[Prop, ...] = ()
    means: Mapping[str, str] = MappingProxyType({})

    @property
    def children(self) -> bool:
        """Whether nodes of this type may have children at all."""
        return self.max_children > 0
