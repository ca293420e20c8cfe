"""What the side bar of a live page says of a run: the view of it as plain records, visible as they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from epoch_cli.output.progress import progress_text
from epoch_cli.output.text import visible
from epoch_cli.output.view import Finding, LogLine, MeterView, Status, View
from epoch_cli.preview.side_bar import Gauge, Note, SideBar, State

_MOST: Final = 40
"""Patches and findings that are listed: what is older is counted."""

_LONGEST: Final = 300
"""Characters of a text."""

_ENDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        "complete": "good",
        "fallback": "warning",
        "cancelled": "warning",
        "timeout": "bad",
        "budget": "bad",
        "failed": "bad",
    }
)
"""How each end is to be taken."""


def side_bar(view: View, at: float | None = None) -> SideBar:
    """The side bar of a run, `at` seconds after its start; at its last event without that."""
    status = view.status(at)
    log, findings = view.log[-_MOST:], view.findings[-_MOST:]
    first_line, first_finding = len(view.log) - len(log), len(view.findings) - len(findings)
    lines = [_line(key, line) for key, line in enumerate(log, first_line) if line.kind != "stage"]
    found = [_found(key, finding) for key, finding in enumerate(findings, first_finding)]
    return SideBar(
        prompt=visible(status.prompt, _LONGEST),
        author=visible(" · ".join(filter(None, (status.provider, status.model))), _LONGEST),
        status=status.words,
        state=_state(status),
        numbers=_numbers(status, waits=status.ended is None and "root" not in view.document),
        why=visible(_why(status), 2 * _LONGEST),
        gauges=[_gauge(meter) for meter in view.meters(at) if meter.name != "tokens" or not _is_rules(status)],
        patches=lines[::-1],
        more_patches=first_line,
        findings=found[::-1],
        more_findings=first_finding,
        over=status.ended is not None,
    )


def _state(status: Status) -> State:
    """How it is to be taken where the run is."""
    if status.ended is not None:
        return _ENDS[status.ended.status]
    if status.waiting and status.failed:
        return "bad"
    return "warning" if status.progress.stage == "correcting" else "live"


def _why(status: Status) -> str:
    """What went wrong, or was done about it."""
    error = status.ended.error if status.ended is not None else {}
    said = [str(error[part]) for part in ("message", "remedy") if error.get(part)]
    return "; ".join(said) or status.failed or status.note


def _is_rules(status: Status) -> bool:
    """Whether no model writes: then what comes is counted in tokens by nobody, and costs none."""
    return bool(status.provider) and not status.model


def _numbers(status: Status, *, waits: bool) -> str:
    counts = {"accepted": status.turns.patches, "refused": status.refused, "repaired": status.repaired}
    counts["unreadable"] = status.malformed
    said = [f"{count} {word}" for word, count in counts.items() if count]
    progress = status.progress._replace(tokens=0, rate=None) if _is_rules(status) else status.progress
    return ", ".join(filter(None, [*said, progress_text(progress), "waiting for the first node" if waits else ""]))


def _gauge(meter: MeterView) -> Gauge:
    return Gauge(meter.name, visible(meter.text), meter.share, meter.state)


def _line(key: int, line: LogLine) -> Note:
    return Note(key, line.kind, visible(line.text, _LONGEST), visible(line.pointer, _LONGEST))


def _found(key: int, finding: Finding) -> Note:
    found = finding.diagnostic
    place = visible(found.pointer, _LONGEST)
    said = visible(f"{found.code} {found.message}", _LONGEST)
    return Note(key, str(found.severity), said, " · ".join(filter(None, (visible(found.hint, _LONGEST), place))))
