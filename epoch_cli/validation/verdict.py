"""What a draft answers to a proposal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.patch import Patch
from epoch_cli.validation.diagnostics import Diagnostic
from epoch_cli.validation.fixes import Repair


@dataclass(slots=True)
class Verdict:
    """What became of a proposed patch.

    `patch` is the operation as applied (plain RFC 6902, None when refused; a list for an array), `inverse` takes it
    back when applied in order, `repairs` are what Epoch changed, `metrics` weigh the document afterwards. Nothing in it
    is the document's own; a value may be the one that was proposed.
    """

    accepted: bool
    diagnostics: list[Diagnostic]
    patch: Any = None
    inverse: list[Patch] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)

    def emitted(self, sequence: int) -> Patch:
        """The operation as it is told to others: with `meta`, its place among those that were accepted and the weight.

        Of the model's own `meta` only the id is kept.
        """
        nodes, depth, _, bindings, *_ = self.metrics
        complexity = {"nodes": nodes, "depth": depth, "bindings": bindings}
        meta: dict[str, Any] = {"sequence": sequence, "validated": True, "complexity": complexity}
        written = self.patch.get("meta")
        if written is not None and "id" in written:
            meta = {"id": written["id"], **meta}
        return {**self.patch, "meta": meta}
