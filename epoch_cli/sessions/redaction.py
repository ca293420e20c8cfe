"""A session without secrets and personal data, to be shown to others; it can still be read, replayed and checked.

What is secret is found by the rules of `redaction_rules`, anywhere in the events: in prompts, in what the model wrote
(also where a secret is spread over several chunks), in documents, patches and messages. Each is then replaced
everywhere, by `[redacted:RULE]`, and a second one of a rule by `[redacted:RULE:2]`: the same secret is the same
everywhere, and two never become one, so that patches still fit the document and ids stay apart. Where an id or a name
was made of a secret, or of the beginning of one, `redacted` stands in it, which is a name, too (`secrets.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from epoch_cli.events import AttemptStarted, Event, TextReceived, from_json, to_json
from epoch_cli.sessions.redaction_rules import rules_for
from epoch_cli.sessions.secrets import Secrets

_KEPT = frozenset({"event", "session", "continues", "cached", "epoch", "started", "catalog_digest"})
"""Fields of events that hold ids, times and digests of ours: some look like secrets, and none is."""
_QUOTING = frozenset({"diagnostic", "diagnostics"})
"""Fields of events that quote the text of the model, which is JSON with its escapes."""


def redacted(events: Sequence[Event], home: Path | None = None) -> list[Event]:
    """The same events without what the rules find; `home` is the user's home folder, wherever it is."""
    secrets = Secrets(rules_for(home))
    for event in events:
        if not isinstance(event, TextReceived):
            for name, value in to_json(event).items():
                if name not in _KEPT:
                    secrets.find(_strings(value), quoting=name in _QUOTING)
    streams = list(_streams(events))
    secrets.find(("".join(_text(events[index]) for index in stream) for stream in streams), quoting=True)
    if not secrets.names:
        return list(events)
    made = [event if isinstance(event, TextReceived) else _redacted_event(event, secrets) for event in events]
    for stream in streams:
        pieces = secrets.replaced_across([_text(events[index]) for index in stream])
        for index, text in zip(stream, pieces, strict=True):
            made[index] = _with_text(events[index], text)
    return made


def _strings(value: Any) -> Iterator[str]:
    """Every string in plain data, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)


def _redacted_event(event: Event, secrets: Secrets) -> Event:
    def without(value: Any) -> Any:
        if isinstance(value, str):
            return secrets.replaced(value)
        if isinstance(value, Mapping):
            return {secrets.replaced(key): without(inner) for key, inner in value.items()}
        return [without(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    row = to_json(event)
    return from_json({name: value if name in _KEPT else without(value) for name, value in row.items()})


def _streams(events: Sequence[Event]) -> Iterator[list[int]]:
    """The places of the pieces of each text: of one attempt and channel."""
    streams: dict[str, list[int]] = {}
    for index, event in enumerate(events):
        if isinstance(event, AttemptStarted):
            yield from streams.values()
            streams = {}
        elif isinstance(event, TextReceived):
            streams.setdefault(event.channel, []).append(index)
    yield from streams.values()


def _text(event: Event) -> str:
    return event.text if isinstance(event, TextReceived) else ""


def _with_text(event: Event, text: str) -> Event:
    return replace(event, text=text) if isinstance(event, TextReceived) else event
