"""Sessions as they lie in the folder of sessions: whole ones, and what there is to do with them on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.command import Command, Inside
from support.scripted import add, container, text_node

from epoch_cli.events import FORMAT

OLD = Path(__file__).parents[1] / "data" / "sessions" / "format-1.jsonl"
DOCUMENT = {"root": container(text_node("Log in"), id="page")}
NOW = datetime.now(UTC)


def rows(prompt: str = "login form", *, ago: timedelta = timedelta(0), **more: Any) -> list[dict[str, Any]]:
    """The events of a whole session, as plain data; `more` changes the first of them, `status` the last."""
    status = more.pop("status", "complete")
    text = more.pop("text", "Log in")
    document = {"root": container(text_node(text), id="page")}
    patch = add("/root", document["root"])
    started = (NOW - ago).isoformat(timespec="milliseconds")
    first = {
        "event": "run_started", "at": 0.0, "format": FORMAT, "session": "s", "epoch": "0", "started": started,
        "prompt": prompt, "provider": "acme", "model": "large-1", "title": "Acme large-1", "catalog": "punk",
        "catalog_digest": "d", "profile": "strict", "base": None, **more,
    }  # fmt: skip
    attempt = {
        "event": "attempt_started", "at": 0.1, "attempt": 1, "reason": "initial", "prompt": "# Request", "provider":
        "acme", "model": "large-1", "input_tokens": 90,
    }  # fmt: skip
    ended_badly = {"event": "attempt_ended", "at": 0.2, "attempt": 1, "finish": "", "error": {"message": "Acme failed"}}
    recovery = {
        "event": "recovery", "at": 0.2, "attempt": 1, "category": "PROVIDER_ERROR", "trigger": "server",
        "action": "retry", "delay": 0.1, "message": "Acme failed: asking again",
    }  # fmt: skip
    return [
        first,
        attempt,
        ended_badly,
        recovery,
        {**attempt, "at": 0.3, "attempt": 2, "reason": "retry"},
        {"event": "text", "at": 0.5, "text": json.dumps(patch), "channel": "text"},
        {"event": "patch_accepted", "at": 0.6, "number": 1, "sequence": 1, "patch": patch, "inverse": [],
         "metrics": {"nodes": 2}, "origin": "model"},
        {"event": "patch_refused", "at": 0.7, "number": 2, "patch": {}, "diagnostics": [
            {"code": "EP201", "severity": "error", "message": "no component Txt", "pointer": "/root"}]},
        {"event": "usage", "at": 0.8, "attempt": 1, "input_tokens": 0, "output_tokens": 0, "estimated": True,
         "cost": "0"},
        {"event": "usage", "at": 0.9, "attempt": 2, "input_tokens": 100, "output_tokens": 50, "estimated": False,
         "cost": "0.25"},
        {"event": "run_ended", "at": 2.0, "status": status, "document": document, "metrics": {"nodes": 2, "score": 3},
         "accepted": 1, "refused": 1, "repaired": 0, "malformed": 0, "error": {}},
    ]  # fmt: skip


def record(epoch: Command | Inside, name: str, lines: list[dict[str, Any]], torn: str = "") -> Path:
    """Write a session file where sessions are."""
    home = epoch.command.home if isinstance(epoch, Inside) else epoch.home
    folder = home / "data" / "epoch" / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text("".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines) + torn, "utf-8")
    return path


OLDEST, FAILED, CUT, NEWEST = (
    "20260101-000000-aaaaaa", "20260102-000000-bbbbbb", "20260103-000000-cccccc", "20260104-000000-dddddd"
)  # fmt: skip
