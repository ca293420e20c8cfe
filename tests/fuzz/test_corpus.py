"""What fuzzing has found worth keeping, tried without a fuzzer; and that the fuzzer's targets can fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fuzz.targets import TARGETS, find_target, kept, reader, sse, urls

MOST_FILES = 100


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_breaks_nothing(name: str) -> None:
    files = kept(name)
    assert files, f"nothing is kept for {name}: python -m tests.fuzz {name} --keep"
    for path in files:
        try:
            find_target(name).check(path.read_bytes())
        except Exception as error:
            error.add_note(f"repeat it with: python -m tests.fuzz {name} --repeat {path}")
            raise


def test_few_and_small_files_are_kept() -> None:
    sizes = [path.stat().st_size for name in TARGETS for path in kept(name)]
    assert len(sizes) <= MOST_FILES
    assert max(sizes) <= 1024


@pytest.mark.parametrize("name", TARGETS)
def test_there_is_something_to_begin_with(name: str) -> None:
    target = find_target(name)
    seeds = list(target.seeds())
    assert len(seeds) >= 5
    assert all(0 < len(seed) <= target.LONGEST for seed in seeds)


def test_a_reader_that_loses_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    close = reader.PatchReader.close
    monkeypatch.setattr(reader.PatchReader, "close", lambda self: close(self)[1:])
    with pytest.raises(AssertionError):
        reader.check(b"\0\0\0\0[")


def test_a_decoder_that_minds_its_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    feed: Callable[[Any, bytes], Any] = sse.SseDecoder.feed
    monkeypatch.setattr(sse.SseDecoder, "feed", lambda self, chunk: feed(self, chunk.strip(b"\n")))
    with pytest.raises(AssertionError):
        sse.check(b"\1\0\0data: 1\n\ndata: 2\n\n")


def test_an_address_that_gets_by_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "check_url", lambda _: None)
    with pytest.raises(AssertionError, match="javascript"):
        urls.check(b"\x01java\tscript:alert(1)")
