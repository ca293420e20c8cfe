"""What there is to say of one file; everything that `output` needs to say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from epoch_cli.document.metrics import Metrics
from epoch_cli.validation import Diagnostic

FileKind = Literal["document", "patches", "session"]
_NO_LINES: Mapping[int, str] = {}


class FileReport(NamedTuple):
    """The findings on one file, in reading order.

    Attributes:
        name: the file as it is shown: relative to where we are, with `/` between folders; `stdin` or the name given for
            it.
        kind: what it was read as.
        diagnostics: the findings; line and column are 1-based places in the file.
        readable: False when it could not be opened or parsed; the diagnostic that says why is in `diagnostics`.
        lines: the source lines that the diagnostics stand on, by number, without their ends.
        metrics: what the document weighs, or what the patches or the session left; None when there is none.
        suppressed: how many findings the document itself (`metadata.epoch.ignore`) or a baseline kept quiet.
    """

    name: str
    kind: FileKind | Literal["catalog"] = "document"
    diagnostics: Sequence[Diagnostic] = ()
    readable: bool = True
    lines: Mapping[int, str] = _NO_LINES
    metrics: Metrics | None = None
    suppressed: int = 0
