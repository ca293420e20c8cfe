"""What a list shows of a session: the same as reading all of it, from its two ends."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from epoch_cli import SessionError, UnreadableError
from epoch_cli.events import (
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
    encode,
)
from epoch_cli.sessions import summary
from epoch_cli.sessions.migration import Migration
from epoch_cli.sessions.summary import moment, summaries, summarize
from epoch_cli.validation import Diagnostic

OLD = Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"
FINDING = Diagnostic(code="EP201", severity="error", message="m", pointer="", hint="", rule="r")


def started(**more: Any) -> RunStarted:
    given: dict[str, Any] = {
        "session": "s", "epoch": "0", "started": "2026-11-20T10:00:00.000+00:00", "prompt": "a form", "provider": "x",
        "model": "y", "title": "z", "catalog": "punk", "catalog_digest": "", "profile": "strict", **more,
    }  # fmt: skip
    return RunStarted(at=0.0, **given)


def patch(sequence: int, nodes: int = 1) -> PatchAccepted:
    value = {"type": "Text", "text": "x"}
    return PatchAccepted(
        at=float(sequence), number=sequence, sequence=sequence, patch={"op": "add", "path": "/root", "value": value},
        inverse=[], metrics={"nodes": nodes},
    )  # fmt: skip


def usage(attempt: int, cost: str | None = "0.01") -> UsageReported:
    return UsageReported(at=5.0, attempt=attempt, input_tokens=100, output_tokens=10, estimated=attempt == 2, cost=cost)


def ended(**more: Any) -> RunEnded:
    given: dict[str, Any] = {
        "status": "complete", "document": {}, "metrics": {"nodes": 7}, "accepted": 2, "refused": 1, "repaired": 0,
        "malformed": 0, **more,
    }  # fmt: skip
    return RunEnded(at=9.0, **given)


WHOLE = [
    started(),
    patch(1, 3),
    PatchRefused(at=1.5, number=2, patch={}, diagnostics=[]),
    patch(2, 7),
    usage(1),
    ended(),
]


def write(path: Path, events: list[Event], tail: bytes = b"") -> Path:
    path.write_bytes(b"".join(map(encode, events)) + tail)
    return path


def test_a_whole_session_is_summed_up(tmp_path: Path) -> None:
    path = write(tmp_path / "20261120-100000-abcdef.jsonl", WHOLE)
    found = summarize(path)
    assert found is not None
    assert found.session == "20261120-100000-abcdef"
    assert found.path == path
    assert found.started == moment("2026-11-20T10:00:00Z")
    assert (found.prompt, found.provider, found.model, found.catalog) == ("a form", "x", "y", "punk")
    assert (found.status, found.nodes, found.accepted, found.refused, found.seconds) == ("complete", 7, 2, 1, 9.0)
    assert (found.input_tokens, found.output_tokens, found.cost, found.estimated) == (100, 10, Decimal("0.01"), False)
    assert found.size == path.stat().st_size
    assert not found.based


@pytest.mark.parametrize("torn", [b"", b'{"event":"pat', encode(patch(3))[:-1]])
def test_a_session_that_was_cut_off_tells_how_far_it_came(tmp_path: Path, torn: bytes) -> None:
    found = summarize(write(tmp_path / "s.jsonl", WHOLE[:4], torn))
    assert found is not None
    assert (found.status, found.nodes, found.accepted, found.refused, found.seconds) == ("unfinished", 7, 2, 1, 2.0)
    assert (found.input_tokens, found.cost) == (None, None)


def test_every_beginning_of_a_session_can_be_summed_up(tmp_path: Path) -> None:
    whole, first = b"".join(map(encode, WHOLE)), len(encode(WHOLE[0]))
    path = tmp_path / "s.jsonl"
    for length in range(first, len(whole) + 1, 11):
        path.write_bytes(whole[:length])
        found = summarize(path)
        assert found is not None
        lines = whole[:length].count(b"\n")
        assert found.status == ("complete" if lines == len(WHOLE) else "unfinished")
        assert found.accepted == sum(isinstance(event, PatchAccepted) for event in WHOLE[:lines])


@pytest.mark.parametrize("filling", [0, 1_000, 40_000, 300_000])
def test_what_all_attempts_took_is_known_however_far_back_it_is(tmp_path: Path, filling: int) -> None:
    many = [DiagnosticFound(at=8.0, diagnostic=FINDING)] * (filling // 300)
    path = write(tmp_path / "s.jsonl", [started(), usage(1), *filler(filling), usage(2), *many, ended()])
    found = summarize(path)
    assert found is not None
    assert (found.input_tokens, found.output_tokens, found.cost) == (200, 20, Decimal("0.02"))
    assert found.estimated
    assert found.status == "complete"


def test_a_last_line_longer_than_what_is_read_first_is_found(tmp_path: Path) -> None:
    document = {"root": {"type": "Text", "text": "x" * 700_000}}
    found = summarize(write(tmp_path / "s.jsonl", [started(), usage(1), ended(document=document)]))
    assert found is not None
    assert (found.status, found.nodes, found.output_tokens) == ("complete", 7, 10)


@pytest.mark.parametrize(
    ("first", "took", "output_tokens"),
    [(started(), [usage(1)], 10), (started(provider="stdin", model=""), [], None)],
    ids=["asked", "read by apply"],
)
def test_only_the_ends_of_a_long_session_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: RunStarted, took: list[Event], output_tokens: int | None
) -> None:
    filling = [TextReceived(at=1.0, text="x" * 1000)] * 20_000
    path = write(tmp_path / "s.jsonl", [first, *filling, *took, ended()])
    read: list[int] = []
    open_file = Path.open

    def watched(self: Path, *arguments: Any) -> Any:
        file = open_file(self, *arguments)
        plain = file.read

        class Watched:
            def read(self, size: int = -1) -> bytes:
                found = bytes(plain(size))
                read.append(len(found))
                return found

            def __getattr__(self, name: str) -> Any:
                return getattr(file, name)

            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

        return Watched()

    monkeypatch.setattr(Path, "open", watched)
    found = summarize(path)
    assert found is not None
    assert (found.status, found.output_tokens) == ("complete", output_tokens)
    assert sum(read) < 100_000 < path.stat().st_size


def test_costs_that_are_not_all_known_are_not_summed_up(tmp_path: Path) -> None:
    found = summarize(write(tmp_path / "s.jsonl", [started(), usage(1), usage(2, None), ended()]))
    assert found is not None
    assert (found.cost, found.input_tokens) == (None, 200)


def test_a_session_of_an_earlier_format_is_summed_up() -> None:
    found = summarize(OLD)
    assert found is not None
    assert (found.prompt, found.provider, found.status, found.nodes) == ("login form", "offline", "complete", 10)


@pytest.mark.parametrize("filling", [0, 100_000])
def test_the_end_is_upgraded_from_the_format_that_the_beginning_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filling: int
) -> None:
    """With an upgrade of the last event, such as a later format may need."""
    path = write(tmp_path / "s.jsonl", [started(format=1), usage(1), *filler(filling), usage(2), ended(accepted=2)])
    upgrades = {1: {"run_ended": lambda row: {**row, "accepted": row["accepted"] + 40}}}
    monkeypatch.setattr(summary, "Migration", partial(Migration, upgrades, 2))
    found = summarize(path)
    assert found is not None
    assert found.accepted == 42


def filler(size: int) -> list[Event]:
    return [TextReceived(at=6.0, text="x" * 500)] * (size // 500)


def test_what_it_started_from_and_what_it_is_of_are_told(tmp_path: Path) -> None:
    before, answered = "20260101-000000-aaaaaa", "20260101-000000-bbbbbb"
    first = started(base={"root": {"type": "Text"}}, continues=before, cached=answered)
    found = summarize(write(tmp_path / "s.jsonl", [first, ended()]))
    assert found is not None
    assert found.based
    assert (found.continues, found.cached) == (before, answered)


def test_the_end_is_not_looked_at_when_the_beginning_is_not_wanted(tmp_path: Path) -> None:
    path = write(tmp_path / "s.jsonl", WHOLE)
    assert summarize(path, lambda first: first.provider == "other") is None
    assert summarize(path, lambda first: first.provider == "x") is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"nonsense\n", encode(ended()), b"[]\n", encode(started()).replace(b'"format":2', b'"format":9')],
)
def test_what_is_no_session_is_told_with_its_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(content)
    with pytest.raises(SessionError, match=r"s\.jsonl"):
        summarize(path)


def test_a_folder_is_no_session(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        summarize(tmp_path)


# ------------------------------------------------------------------ a folder of them


def test_sessions_come_newest_first_and_what_is_none_is_told(tmp_path: Path) -> None:
    names = ["20260101-000000-aaaaaa", "20260102-000000-aaaaaa", "20260102-000001-aaaaaa", "mine"]
    for name in names:
        write(tmp_path / f"{name}.jsonl", WHOLE)
    (tmp_path / "20260103-000000-aaaaaa.jsonl").write_text("torn")
    (tmp_path / "20260104-000000-aaaaaa.txt").write_text("other")
    told: list[UnreadableError] = []
    found = [each.session for each in summaries(tmp_path, on_unreadable=told.append)]
    assert found == [names[2], names[1], names[0], names[3]]
    assert len(told) == 1
    assert [each.session for each in summaries(tmp_path, most=2)] == [names[2]]


def test_of_two_in_one_second_the_one_written_last_is_the_newer(tmp_path: Path) -> None:
    for name, written in (("ffffff", 1000), ("aaaaaa", 3000), ("cccccc", 2000)):
        path = write(tmp_path / f"20260101-000000-{name}.jsonl", WHOLE)
        os.utime(path, (written, written))
    assert [each.session[-6:] for each in summaries(tmp_path)] == ["aaaaaa", "cccccc", "ffffff"]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(summaries(tmp_path / "none")) == []


def test_a_file_instead_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableError):
        list(summaries(tmp_path / "file"))
