"""What a node looks like, as data attributes that a style sheet selects on: `data-gap="md"`, in the shared words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.catalog import Catalog, Component, TokenGroup
from epoch_cli.catalog.meanings import meant, prop_of
from epoch_cli.preview.markup import Attribute
from epoch_cli.preview.words import attribute_of

VISUAL: Final = (
    "padding", "gap", "direction", "align", "justify", "wrap", "columnCount", "background", "border", "shadow",
    "radius", "width", "layout", "level", "weight", "color", "lineHeight", "icon", "tone", "variant", "size", "type",
    "appearance", "side", "striped", "ratio", "orientation",
)  # fmt: skip
"""The meanings that are told to the style sheet."""
_TOLD_WHEN_FALSE: Final = frozenset({"border", "wrap"})
"""Something else than saying nothing: a card has a border unless it is told to have none."""
_SAYS_AS_WELL: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    **{("tone", word): ("data-variant", word) for word in ("outline", "ghost", "link")},
    ("level", "large"): ("data-size", "lg"),
}
"""Own words of a design system that say more than the shared word they are read as: the attribute for the rest."""
_LONGEST: Final = 64  # a shared word or a token's name; more selects nothing


class Visual(NamedTuple):
    """One visual meaning of a component: the attribute for it, and the tokens and words that its values may be of."""

    meaning: str
    attribute: str
    tokens: TokenGroup | None = None
    words: frozenset[str] = frozenset()


def visuals_of(catalog: Catalog, component: Component | None) -> tuple[Visual, ...]:
    """The visual meanings that a component has; all of them for one that nobody knows."""
    if component is None:
        return tuple(Visual(meaning, attribute_name(meaning)) for meaning in VISUAL)
    found = []
    for meaning in VISUAL:
        prop = prop_of(component, meaning)
        if prop is not None or meaning in component.implies:
            group = catalog.tokens.get(prop.group) if prop is not None else None
            words = frozenset() if prop is None else frozenset((*prop.values, *prop.reads.values()))
            found.append(Visual(meaning, attribute_name(meaning), group, words))
    return tuple(found)


def attributes_of(visuals: tuple[Visual, ...], component: Component | None, props: Any) -> dict[str, Attribute]:
    """The data attributes of a node."""
    found: dict[str, Attribute] = {}
    for visual in visuals:
        value = meant(component, props, visual.meaning)
        if value is not None:
            said = _said(visual, value)
            if said:
                found[visual.attribute] = said
                name = component.means.get(visual.meaning) if component is not None else None
                own = props.get(name) if name and isinstance(props, Mapping) else None
                if isinstance(own, str) and (more := _SAYS_AS_WELL.get((visual.meaning, own))):
                    found.setdefault(*more)
    return found


def attribute_name(meaning: str) -> str:
    """`columnCount` → `data-column-count`."""
    return "data-" + re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), meaning)


def _said(visual: Visual, value: Any) -> Attribute:
    if isinstance(value, bool):
        return "true" if value else "false" if visual.meaning in _TOLD_WHEN_FALSE else ""
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    token = visual.tokens.find(value) if visual.tokens is not None else None
    if token is not None:
        return token.name
    said = attribute_of(value)
    # a name that no token has must not look like one: words on its colour could not be read
    return "" if visual.tokens is not None and isinstance(said, str) and said not in visual.words else said
