"""Runs whose answers are kept, and a cache that is looked into: for tests of it, also in processes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from epoch_cli.document import apply_patch, finished
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RunEnded, RunStarted, TextReceived, UsageReported

KEY, OTHER = "a" * 64, "b" * 64
METRICS = {"nodes": 1, "depth": 1, "score": 1, "bindings": 0, "handlers": 0}
STARTED = RunStarted(
    at=0.0,
    session="20261121-140312-5f21c0",
    epoch="0",
    started="2026-11-21T14:03:12.000+00:00",
    prompt="a page",
    provider="acme",
    model="m1",
    title="Acme m1",
    catalog="punk",
    catalog_digest="0" * 64,
    profile="strict",
)
AGAIN = replace(STARTED, session="20261122-090000-000001")
ATTEMPT = AttemptStarted(
    at=0.01, attempt=1, reason="initial", prompt="a page", provider="acme", model="m1", input_tokens=900
)


def accepted(sequence: int, path: str, value: Any, **how: Any) -> PatchAccepted:
    patch = {"op": "add", "path": path, "value": value, "meta": {"sequence": sequence}}
    return PatchAccepted(
        at=sequence / 10, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics=METRICS, **how
    )


def session(text: str = "Hello", *more: Event, start: RunStarted = STARTED, **end: Any) -> list[Event]:
    """The events of a run that made a page with this text; `more` come before its patches."""
    patches = [
        accepted(1, "/root", {"type": "Container", "id": "page", "children": []}),
        accepted(2, "/root/children/-", {"type": "Text", "text": text}),
    ]
    document: dict[str, Any] = {}
    for each in patches:
        document = apply_patch(document, each.patch).document
    ended = RunEnded(
        at=1.5, status="complete", document=finished(document), metrics=METRICS, accepted=2, refused=0, repaired=0,
        malformed=0,
    )  # fmt: skip
    spent = UsageReported(at=1.4, attempt=1, input_tokens=900, output_tokens=70, estimated=False, cost="0.0123")
    return [start, ATTEMPT, TextReceived(at=0.05, text=text), *more, *patches, spent, replace(ended, **end)]


def keep(cache: AnswerCache, events: Sequence[Event], key: str = KEY) -> None:
    keeping = cache.keep(key)
    for event in events:
        keeping.record(event)
    keeping.close()


def files(cache: AnswerCache) -> list[str]:
    return sorted(path.name for path in cache.directory.iterdir()) if cache.directory.is_dir() else []
