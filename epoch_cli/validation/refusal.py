"""How a proposal says that it is no operation on this document, before it is planned."""

from __future__ import annotations

from epoch_cli.document.array_view import NEVER_THERE
from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.diagnostics import Finding


class Refused(Exception):  # noqa: N818  a finding on its way out, never seen by callers
    """The proposal cannot become an operation."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def bad_pointer(message: str, hint: str) -> Refused:
    """A pointer that cannot be read as one."""
    return Refused(Finding("EP902", (), message, hint))


def follows(tokens: tuple[str, ...], number: int, what: str = "") -> Refused:
    """A pointer into what patch `number` would have made, had it not been refused; `what` is the pointer as written."""
    shown = what or format_pointer(tokens)
    if number == NEVER_THERE:
        hint = "indices were left out by an earlier patch: write to what is there"
        return Refused(Finding("EP903", tokens, f"{shown} does not exist", hint))
    message = f"{shown} follows from refused patch {number}"
    return Refused(Finding("EP905", tokens, message, "send that patch again, corrected, first"))
