"""The deferred rules: what only a finished screen can tell (decision 3)."""

from __future__ import annotations

from epoch_cli.catalog import Catalog
from epoch_cli.document.node import Document
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules import accessibility, props, structure, tokens


def check_screen(document: Document, catalog: Catalog) -> list[Finding]:
    """Every deferred finding on a document; paths count from the document."""
    root = document.get("root")
    if not isinstance(root, dict):
        return []
    nodes = list(accessibility.walk(root, ("root",), catalog.components))
    findings: list[Finding] = []
    for path, node, component in nodes:
        findings += accessibility.check_node(path, node, component, catalog.components)
        given = node.get("props")
        given = given if isinstance(given, dict) else {}
        own = [*props.check_deprecated(component, given), *tokens.check_deprecated(component, given, catalog.tokens)]
        if (alone := structure.check_template(node)) is not None:
            own.append(alone)
        for finding in own:
            finding.path = (*path, *finding.path)
        findings += own
    findings += accessibility.check_headings(document, nodes)
    findings += accessibility.check_names(root, catalog.components)
    return findings
