"""Session files: any bytes are events or a `SessionError` that names the line, and events come back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from epoch_cli.errors import SessionError
from epoch_cli.events import decode, encode
from epoch_cli.sessions.content import document_of
from epoch_cli.sessions.store import read_events

from . import TESTS

MODULES: Final = (
    "epoch_cli.events.lines",
    "epoch_cli.sessions.store",
    "epoch_cli.sessions.migration",
    "epoch_cli.sessions.content",
    "epoch_cli.validation.diagnostics",
)
LONGEST: Final = 4096


def seeds() -> Iterator[bytes]:
    """Lines of recorded sessions: the first of each kind of event, and beginnings of files."""
    for path in sorted((TESTS / "data" / "sessions").glob("*.jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        yield b"".join(lines)[:LONGEST]
        kinds = {line.split(b",", 1)[0]: line for line in reversed(lines)}
        for line in kinds.values():
            yield (lines[0] + line)[:LONGEST]


def check(data: bytes) -> None:
    """Read it, write it again, and make its document."""
    torn: list[int] = []
    try:
        events = list(read_events(BytesIO(data), on_torn=torn.append))
    except SessionError as error:
        line, _, said = error.message.partition(": ")
        assert line.isdigit(), f"no line is named: {error.message!r}"
        assert 1 <= int(line) <= data.count(b"\n") + 1
        assert said
        assert error.remedy
        return
    assert len(torn) == (bool(data) and not data.endswith(b"\n"))
    for event in events:
        line_of = encode(event)
        assert line_of.endswith(b"\n")
        assert line_of.count(b"\n") == 1
        assert encode(decode(line_of)) == line_of
    try:
        document_of(events)
    except SessionError as error:
        assert error.remedy
