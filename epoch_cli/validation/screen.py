"""The deferred rules: what only a finished screen can tell (decision 3)."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.catalog import Catalog
from epoch_cli.document.node import Document
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules import accessibility, addresses, entries, props, secrets, structure, tokens
from epoch_cli.validation.rules.places import Place, survey


def check_screen(document: Document, catalog: Catalog) -> list[Finding]:
    """Every deferred finding on a document; paths count from the document."""
    findings = list(secrets.check_secrets(document))
    places = survey(document.get("root"), catalog.components)
    for place in places:
        own = list(_check_place(place, catalog))
        if own:
            path = place.path
            for finding in own:
                finding.path = (*path, *finding.path)
            findings += own
    findings += accessibility.check_headings(document, places)
    findings += accessibility.check_names(places)
    findings += accessibility.check_hidden(places)
    return findings


def _check_place(place: Place, catalog: Catalog) -> Iterator[Finding]:
    """What is asked of one finished node; paths count from it."""
    component = place.component
    if component is None:
        return
    yield from accessibility.check_place(place)
    if place.props:
        yield from props.check_deprecated(component, place.props)
        yield from tokens.check_deprecated(component, place.props, catalog.tokens)
        yield from addresses.check_addresses(component, place.props)
    if component.reviewed:
        yield from entries.check_entries(component, place.props)
    for alone in (structure.check_template(place.node), entries.check_panels(place)):
        if alone is not None:
            yield alone
