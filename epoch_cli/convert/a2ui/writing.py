"""A document as A2UI messages: the surface, all its components, and what its controls say at first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.a2ui.branches import ROOT, Grove, Site
from epoch_cli.convert.a2ui.builder import DEEPEST
from epoch_cli.convert.a2ui.mapping import Table, find_table
from epoch_cli.convert.a2ui.messages import Messages
from epoch_cli.convert.a2ui.sheet import Place, Sheet
from epoch_cli.convert.formats import Loss, Options, Written, losses_beside_root, losses_too_deep
from epoch_cli.document import Document


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """A document as JSON lines.

    Raises:
        UsageError: there is no such version of the format.
    """
    table = find_table(options.version)
    messages = Messages(table, options)
    components: list[dict[str, Any]] = []
    data: dict[str, Any] = {}
    losses = [*_losses_of_the_whole(document)]
    for sheet in _sheets(document, catalog, table):
        components += sheet.made
        data |= sheet.data
        losses += sheet.losses
    text = messages.create() + messages.components(components or [nothing(table)]) + messages.data(data)
    return Written(text, tuple(losses))


def nothing(table: Table) -> dict[str, Any]:
    """The root of a document that has none."""
    return {"id": ROOT, "component": table.names["column"], "children": []}


def losses_of(document: Document, catalog: Catalog, table: Table) -> tuple[Loss, ...]:
    """What cannot be said of a document."""
    inside = (loss for sheet in _sheets(document, catalog, table) for loss in sheet.losses)
    return (*_losses_of_the_whole(document), *inside)


def _losses_of_the_whole(document: Document) -> Iterator[Loss]:
    yield from losses_beside_root(document)
    yield from losses_too_deep(document, DEEPEST + 1)  # as many components around one


def _sheets(document: Document, catalog: Catalog, table: Table) -> Iterator[Sheet]:
    grove = Grove(catalog, table)
    root = document.get("root")
    branch = grove.grow(root)
    if branch is not None and isinstance(root, dict):
        for site in grove.all_below(Site(branch, root, ("root",), Place(root=True))):
            yield grove.write(site)
