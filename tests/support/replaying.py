"""What holds for the sessions that tests make: they replay to the bytes that were printed, and read the same again.

`Command`, `Inside`, `on_terminals`, `scripted.follow` and `recovered.followed` hold each of their runs to it, so no
test has to. Bytes are compared where JSONL went to stdout and the run came to its end; those of a batch, and those that
were cut off, are read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.engine.recheck import recheck
from epoch_cli.errors import EpochError
from epoch_cli.events import Event, RunEnded, RunStarted
from epoch_cli.output.jsonl import DataOutput
from epoch_cli.output.recheck import change_line
from epoch_cli.sessions import read_session

_RUNS = ("gen", "apply", "batch")


def hold_run(sessions: Sequence[Path], arguments: Sequence[str | bytes], printed: bytes | None, work: Path) -> None:
    """Hold a run to its session.

    Args:
        sessions: the files that came to be in the meantime; several are of a batch, or nobody knows whose they are.
        arguments: of the command.
        printed: what it wrote to stdout; None where that was a terminal.
        work: where it ran, for a `--preset` that is a path.

    Raises:
        AssertionError: the session replays to other bytes, or is read otherwise now.
    """
    words = [str(word) for word in arguments]
    if not words or words[0] not in _RUNS or (words[0] != "batch" and len(sessions) != 1):
        return
    preset = _option(words, "--preset")
    known = ["punk", *([str(work / preset), preset] if preset else [])]
    for session in sessions:
        events = list(read_session(session))
        catalog = _catalog_of(events[0], known) if events else None
        if catalog is not None:
            hold_events(events, catalog)
    if words[0] == "batch" or not events or not isinstance(events[-1], RunEnded):
        return  # the disk was full, or it was killed
    if (
        printed is not None
        and _option(words, "--format") in {None, "jsonl"}
        and not {"-o", "--output", "--dry-run"} & set(words)
    ):
        assert jsonl_of(events) == printed, (
            f"{sessions[0]} replays to other bytes than `epoch {' '.join(words)}` printed"
        )


def hold_events(events: Sequence[Event], catalog: Catalog) -> None:
    """Hold the events of a run to its text.

    Raises:
        AssertionError: reading the text again tells something else; says what.
    """
    found = recheck(events, catalog)
    assert not found.changes, "read again, the text tells otherwise:\n" + "\n".join(map(change_line, found.changes))


def jsonl_of(events: Sequence[Event]) -> bytes:
    """What a replay of them in a pipe prints."""
    written: list[bytes] = []
    output = DataOutput("jsonl", written.append)
    for event in events:
        output.feed(event)
    output.close()
    return b"".join(written)


def _catalog_of(started: Event, presets: Sequence[str]) -> Catalog | None:
    """The design system that a run was made with, if it is one of these."""
    digest = started.catalog_digest if isinstance(started, RunStarted) else ""
    return next((catalog for catalog in _loaded(presets) if catalog.digest == digest), None)


def _loaded(presets: Sequence[str]) -> Iterator[Catalog]:
    for preset in presets:
        try:
            yield _built_in(preset) if preset == "punk" else load_catalog(preset)
        except EpochError:
            continue


@cache
def _built_in(name: str) -> Catalog:
    return load_catalog(name)


def _option(words: Sequence[str], name: str) -> str | None:
    """The value of an option, None when it is not given."""
    for index, word in enumerate(words):
        if word == name and index + 1 < len(words):
            return words[index + 1]
        if word.startswith(f"{name}="):
            return word.removeprefix(f"{name}=")
    return None
