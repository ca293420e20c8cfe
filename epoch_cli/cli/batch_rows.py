"""The line of each prompt of a batch: how it ended, where its document is, what it took."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from epoch_cli.engine.findings import error_json
from epoch_cli.errors import EpochError, ExitCode, UnreadableError
from epoch_cli.events import UsageReported
from epoch_cli.output.outcome import Outcome
from epoch_cli.sessions.costs import total_cost

_KEPT = ("cached", "file", "session", "seconds", "accepted", "refused", "tokens", "estimated", "cost")


def ended_row(name: str, outcome: Outcome, path: Path | None, *, strict: bool) -> dict[str, Any]:
    """The line of a run that has ended; `error` is there when something failed, and as in `RunEnded`.

    Args:
        name: the prompt's id.
        outcome: of all events of the run.
        path: where its document is, None when there is none.
        strict: whether anything refused, malformed or guessed is a finding.
    """
    started, ended = outcome.started, outcome.ended
    if started is None or ended is None:
        raise ValueError("a run without a beginning or an end")
    code = outcome.exit_code
    return {
        "id": name,
        "status": ended.status,
        "exit_code": int(ExitCode.FINDINGS if strict and code == ExitCode.OK and outcome.flawed else code),
        "cached": bool(started.cached),
        "file": None if path is None else str(path),
        "session": started.session,
        "seconds": round(ended.at, 3),
        "accepted": ended.accepted,
        "refused": ended.refused,
        **_took(usage_of(outcome)),
        **({"error": ended.error} if ended.error else {}),
    }


def failed_row(name: str, error: Mapping[str, Any], outcome: Outcome | None = None) -> dict[str, Any]:
    """The line of a prompt that never became a run, or whose document could not be written."""
    outcome = outcome or Outcome()
    return {
        "id": name,
        "status": "budget" if error["exit_code"] == ExitCode.BUDGET else "failed",
        "exit_code": error["exit_code"],
        "cached": False,
        "file": None,
        "session": None if outcome.started is None else outcome.started.session,
        "seconds": None,
        "accepted": outcome.accepted,
        "refused": outcome.refused,
        **_took(usage_of(outcome)),
        "error": error,
    }


def error_of(error: Exception) -> dict[str, Any]:
    """An error as a line tells it; what is none of ours is a bug."""
    if isinstance(error, EpochError):
        return error_json(error)
    if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
        return error_json(UnreadableError("too many files are open", remedy="use fewer --jobs, or raise ulimit -n"))
    return error_json(EpochError(f"bug: {type(error).__name__}: {error}", remedy="report it"))


def skipped_row(name: str, known: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """The line of a prompt that was done before, with what is still known of that.

    Its exit code is what the same run would have now: `strict` counts what was `flawed` then. Where that was not noted,
    it is as it was told.
    """
    told = known.get("exit_code") == ExitCode.FINDINGS
    flawed = strict and known["flawed"] is True if "flawed" in known else told
    code = ExitCode.FINDINGS if flawed else ExitCode.OK
    return {"id": name, "status": "skipped", "exit_code": int(code), **{field: known.get(field) for field in _KEPT}}


def usage_of(outcome: Outcome) -> list[UsageReported]:
    """What the attempts of a run took: nothing, where its answer had been given before."""
    return [] if outcome.started is not None and outcome.started.cached else outcome.usage


def _took(usage: Sequence[UsageReported]) -> dict[str, Any]:
    cost = total_cost(usage)
    return {
        "tokens": {
            "input": sum(report.input_tokens for report in usage),
            "output": sum(report.output_tokens for report in usage),
        },
        "estimated": any(report.estimated for report in usage),
        "cost": None if cost is None else str(cost),
    }
