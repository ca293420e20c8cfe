"""Documents drawn as pages, read back as a browser reads them: elements by name and attributes, and their words."""

from __future__ import annotations

from typing import Any

from support.read_html import Tree, elements_in, read_html, words_in

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.preview.html import html
from epoch_cli.preview.page import make_tree

SHADCN = load_catalog("shadcn")
"""A design system in words of its own, beside the one of the `punk` fixture."""


def drawn(root: Any, catalog: Catalog, **how: Any) -> list[Any]:
    """What the page has for a root."""
    tree = make_tree({"root": root}, catalog, **how)
    return list(read_html(html((tree,)))[0][2])


def one(found: list[Any], tag: str, **attributes: str) -> Tree:
    """The only element of a name with these attributes (`_` for `-`, `class_`)."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    those = [each for each in elements_in(found) if each[0] == tag and wanted.items() <= each[1].items()]
    assert len(those) == 1, (tag, wanted, those)
    return those[0]


def words(element: Tree) -> str:
    """The words in an element."""
    return words_in(element[2]).strip()
