"""Estimates of tokens, held to what a real vocabulary counts (`tests/data/tokens/README.md` says how)."""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import fmean

import pytest
from support.every_row import every_row

from epoch_cli.providers.tokens import TokenCounter, estimate_tokens

DATA = Path(__file__).resolve().parents[2] / "data" / "tokens"
COUNTS = {name: row["o200k_base"] for name, row in json.loads((DATA / "counts.json").read_text("utf-8")).items()}


def sample(name: str) -> str:
    return (DATA / name).read_text("utf-8")


def error(tokens: float, name: str) -> float:
    return tokens / COUNTS[name] - 1


def test_every_text_is_counted_and_every_count_has_its_text() -> None:
    assert {str(path.relative_to(DATA).as_posix()) for path in DATA.glob("*/*")} == set(COUNTS)
    assert len(COUNTS) > 40


@every_row("name", COUNTS)
def test_an_estimate_is_within_a_quarter(name: str) -> None:
    assert abs(error(estimate_tokens(sample(name)), name)) <= 0.25


@pytest.mark.parametrize("folder", ["fitted", "held"])
def test_the_mean_error_is_far_below_that_of_characters_by_four(folder: str) -> None:
    names = [name for name in COUNTS if name.startswith(folder)]
    ours = fmean(abs(error(estimate_tokens(sample(name)), name)) for name in names)
    theirs = fmean(abs(error(len(sample(name)) / 4, name)) for name in names)
    assert ours < 0.12
    assert ours < theirs / 2


def test_nothing_is_no_token_and_anything_is_one() -> None:
    assert estimate_tokens("") == 0
    for text in ("a", " ", "\n", "\x00", "\ud800", "é", "字", "🙂", "\u200b"):
        assert estimate_tokens(text) == 1


def test_a_text_has_about_as_many_tokens_as_its_halves() -> None:
    for name in COUNTS:
        text = sample(name)
        half = len(text) // 2
        whole = estimate_tokens(text)
        assert whole <= estimate_tokens(text[:half]) + estimate_tokens(text[half:]) <= whole + 2


@every_row("stretch", ["a", " ", "\n", "\t\n", " \t", "\x0b", "\u00a0", "!", "1", "字", "A", "é ", "_"])
def test_the_time_grows_with_the_text_whatever_it_is(stretch: str) -> None:
    text = stretch * (400_000 // len(stretch))
    begun = time.process_time()
    assert estimate_tokens(text) > 0
    assert time.process_time() - begun < 4.0  # half a second where it is slow; the square of it would be minutes


def test_three_megabytes_a_second() -> None:
    text = "".join(map(sample, COUNTS)) * 10
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        estimate_tokens(text)
        seconds.append(time.process_time() - begun)
    assert len(text.encode()) / min(seconds) > 3e6


@pytest.mark.parametrize("size", [1, 3, 40, 1000])
def test_a_text_in_pieces_is_about_as_many_tokens_as_the_whole(size: int) -> None:
    text = sample(next(name for name in COUNTS if name.endswith((".json", ".jsonl"))))
    counter = TokenCounter()
    for at in range(0, len(text), size):
        counter.wrote(text[at : at + size])
    assert counter.tokens == pytest.approx(estimate_tokens(text), rel=0.12)
