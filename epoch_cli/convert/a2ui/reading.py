"""A2UI messages as a document in a design system."""

from __future__ import annotations

from epoch_cli.catalog import Catalog
from epoch_cli.convert.a2ui.builder import Builder
from epoch_cli.convert.a2ui.mapping import find_table
from epoch_cli.convert.a2ui.part import Spot
from epoch_cli.convert.a2ui.reading_shapes import read_part
from epoch_cli.convert.a2ui.surface import read_surface
from epoch_cli.convert.formats import Options, ReadBack
from epoch_cli.document import finished
from epoch_cli.errors import UnreadableError


def read(text: str, catalog: Catalog, options: Options) -> ReadBack:
    """A document made of A2UI messages; `options.surface` chooses among surfaces.

    Raises:
        UnreadableError: the text holds no surface with a root; says where it is wrong.
        UsageError: there is no such version of the format.
    """
    table = find_table(options.version)
    surface = read_surface(text, table, options.surface)
    builder = Builder(surface, catalog, table, read_part)
    nodes = builder.build("root", Spot())
    if not nodes:
        raise UnreadableError(
            f"nothing of the surface {surface.name[:60]!r} can be said in {catalog.name}", remedy="try another preset"
        )
    root = nodes[0] if len(nodes) == 1 else builder.holder(nodes, Spot())
    builder.close()
    return ReadBack(finished({"root": root}), tuple(builder.losses))
