"""What did not go well, in one line: for readers that show the last of it."""

from __future__ import annotations

from epoch_cli.events import DiagnosticFound, Event, PatchRefused, RecoveryChosen


def trouble(event: Event) -> str:
    """What is said of an event that did not go well, raw; nothing of any other."""
    if isinstance(event, RecoveryChosen):
        return event.message
    if isinstance(event, PatchRefused):
        return "refused:" + "".join(f" {each.code} {each.message}" for each in event.diagnostics[:1])
    return f"{event.diagnostic.code} {event.diagnostic.message}" if isinstance(event, DiagnosticFound) else ""
