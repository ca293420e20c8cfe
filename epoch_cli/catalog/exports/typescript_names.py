"""Names of types for what a catalog names freely."""

from __future__ import annotations

import re
from typing import NamedTuple

from epoch_cli.catalog.load import Catalog

_OURS = frozenset({
    "Json", "Binding", "Handler", "A11y", "NodeFields", "UINode", "UIDocument", "Patch", "PatchMeta", "Array",
})  # fmt: skip


class TypeNames(NamedTuple):
    """The names of types, by token group and by component."""

    tokens: dict[str, str]
    nodes: dict[str, str]
    props: dict[str, str]


def type_names(catalog: Catalog) -> TypeNames:
    """A name for each type of a catalog's, no two alike."""
    taken = set(_OURS)

    def named(source: str, suffix: str) -> str:
        words = re.findall(r"[A-Za-z0-9]+", source)
        stem = "".join(word[:1].upper() + word[1:] for word in words)
        stem = stem if stem[:1].isalpha() else f"T{stem}"
        name, number = stem + suffix, 1
        while name in taken:
            number += 1
            name = f"{stem}{number}{suffix}"
        taken.add(name)
        return name

    return TypeNames(
        {group: named(group, "Token") for group in catalog.tokens},
        {component: named(component, "Node") for component in catalog.components},
        {component: named(component, "Props") for component in catalog.components},
    )
