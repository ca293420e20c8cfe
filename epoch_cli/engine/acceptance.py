"""What a run tells of a patch that was accepted."""

from __future__ import annotations

from typing import Literal

from epoch_cli.events import PatchAccepted
from epoch_cli.validation import Verdict

Origin = Literal["model", "undo", "fallback"]
"""Whose patch it is: the model's, one that takes back, or one that stands in for an answer."""


def patch_accepted(verdict: Verdict, *, at: float, number: int, sequence: int, origin: Origin) -> PatchAccepted:
    """The event of an accepted patch.

    Args:
        verdict: the draft's.
        at: seconds since the run started.
        number: of the patch as its author wrote it.
        sequence: its place among those that were accepted, from 1.
        origin: whose it is.
    """
    metrics, written = verdict.metrics, verdict.patch.get("meta", {})
    meta = {
        **({"id": written["id"]} if "id" in written else {}),
        "sequence": sequence,
        "validated": True,
        "complexity": {"nodes": metrics.nodes, "depth": metrics.depth, "bindings": metrics.bindings},
    }
    return PatchAccepted(
        at=at,
        number=number,
        sequence=sequence,
        patch={**verdict.patch, "meta": meta},
        inverse=verdict.inverse,
        metrics=metrics.to_json(),
        origin=origin,
    )
