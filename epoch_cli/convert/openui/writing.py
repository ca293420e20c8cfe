"""A document as OpenUI Lang: `root` first and then every node before those inside it, so that it paints top-down."""

from __future__ import annotations

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options, Written, losses_beside_root
from epoch_cli.convert.openui.statements import Statements
from epoch_cli.document import Document


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """A document as text: one line a statement, forward references, no prose."""
    del options  # the language has no versions of its own, and a text no name
    statements = Statements(catalog)
    losses = [*losses_beside_root(document)]
    lines: list[str] = []
    for statement in statements.all(document.get("root")):
        lines += [str(statement), *map(str, statements.new_handlers(statement))]
        losses += statement.losses
    return Written("".join(lines), tuple(losses))
