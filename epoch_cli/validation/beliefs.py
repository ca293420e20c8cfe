"""What a model comes to believe that is not so: kept in its view of the document (decision 16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from epoch_cli.document.array_view import Believed
from epoch_cli.document.node import OPERATIONS
from epoch_cli.document.view import ModelView, Place
from epoch_cli.validation.proposal import Proposal, Reader

_LEAVES_NOTHING = frozenset({"EP907", "EP908", "EP909"})
"""Refused so, a patch makes its author believe nothing: a duplicate, a move into itself, another protocol."""
_NOWHERE = frozenset({"EP902", "EP903", "EP905", "EP906", "EP908"})
"""Refused so, a patch was to write where nothing is."""


def note_accepted(view: ModelView, proposal: Proposal) -> None:
    """An operation is accepted; call it before the document changes."""
    if not view:
        return
    if proposal.op == "move" and proposal.origin is not None:
        view.accepted(proposal.origin, remove=True)
    if proposal.born is not None:
        view.accepted(proposal.born, insert=isinstance(proposal.born.container, list))
    view.accepted(proposal.target, insert=proposal.insert, remove=proposal.op == "remove")


def note_refused(reader: Reader, patch: Any, number: int, codes: Collection[str] = ()) -> None:
    """Patch `number` was refused as a whole, with findings of these codes."""
    op = patch.get("op") if isinstance(patch, Mapping) else None
    if op not in OPERATIONS or op == "test" or not _LEAVES_NOTHING.isdisjoint(codes):
        return
    reader.note_lost(patch, number, codes)
    origin, target = reader.believed(patch)
    view = reader.view
    if op == "move" and origin is None:
        return
    identity = reader.brought(patch, origin)
    if op == "move" and origin is not None and view.counts(origin):
        view.refused(origin, number, remove=True)
    if target is None:
        return
    inserts = op in {"add", "copy", "move"} and (isinstance(target.container, list) or _first_child(target))
    if inserts:
        view.refused(target, number, insert=True, identity=identity)
    elif op == "remove":
        if view.counts(target):
            view.refused(target, number, remove=True)
    elif not codes or not _NOWHERE.issuperset(codes):
        # a write to a place that is not there leaves nothing behind
        view.refused(target, number, identity=identity)
    elif op == "replace":
        view.superseded(target, identity)


def note_refused_inside(
    view: ModelView, node: dict[str, Any], number: int, missing: Mapping[int, str], fields: Sequence[str]
) -> None:
    """Parts of patch `number` were refused inside a node that it has made; see `Draft.refused_inside`."""
    if missing:
        believed = {position: Believed(number, missing[position]) for position in sorted(missing)}
        view.refused_among(node["children"], believed)
    for name in fields:
        view.refused(Place((name,), node), number)


def _first_child(target: Place) -> bool:
    return target.container is None and target.missing is not None and target.missing[1] == "children"
