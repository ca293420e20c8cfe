"""What is put in place of an answer that did not come: declared, never hidden (decision 12).

`previous` brings back what was there before the wish, `empty` is an interface without content. `minimal`, where the
offline composer completes what is there, is an attempt like any other.
"""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.catalog import Catalog
from epoch_cli.document import Patch
from epoch_cli.engine.options import Recovering
from epoch_cli.engine.run import Run
from epoch_cli.events import Event, PatchAccepted, Strategy
from epoch_cli.providers import Provider


def strategy_of(recovering: Recovering, *, editing: bool, rules: bool) -> Strategy | None:
    """The fallback of a run; None when there is none.

    Args:
        recovering: what the caller chose.
        editing: whether there was a document before.
        rules: whether the provider that failed is the offline composer, which cannot stand in for itself.
    """
    chosen = recovering.fallback
    if chosen == "auto":
        chosen = "previous" if editing else "minimal"
    return None if chosen == "minimal" and rules else chosen


def composer() -> Provider:
    """The offline composer, which completes what is there."""
    from epoch_cli.providers.offline import OfflineProvider  # noqa: PLC0415  its knowledge is read on import

    return OfflineProvider(completing=True)


def put_previous(run: Run) -> Iterator[Event]:
    """Take everything back that was accepted for this wish."""
    yield from run.restore()


def put_empty(run: Run) -> Iterator[Event]:
    """An interface without content, in place of whatever is there; where no empty node is valid, that is told."""
    for patch in _empty(run.draft.catalog):
        events = list(run.put(patch))
        yield from events
        if any(isinstance(event, PatchAccepted) for event in events):
            return


def _empty(catalog: Catalog) -> Iterator[Patch]:
    """The empty documents of a catalog: a plain container before all others."""
    holders = [each for each in catalog.components.values() if each.children and not each.required]
    for component in sorted(holders, key=lambda each: (each.role != "container", len(each.props))):
        yield {"op": "add", "path": "/root", "value": {"type": component.type, "children": []}}
