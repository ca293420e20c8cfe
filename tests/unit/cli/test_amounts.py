"""Sizes and spans of time in flags and tables."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.cli.amounts import parse_bytes, parse_seconds, size_text
from epoch_cli.errors import UsageError


@every_row(
    ("text", "count"),
    [
        *(("0", 0), ("1000", 1000), ("7B", 7), ("64MB", 64_000_000), ("64 mb", 64_000_000), ("64M", 64_000_000)),
        *(("1.5kB", 1500), ("2KiB", 2048), ("1MiB", 1 << 20), ("1GiB", 1 << 30), ("1g", 10**9)),
    ],
)
def test_a_size_is_read_in_the_units_that_people_write(text: str, count: int) -> None:
    assert parse_bytes("--max-bytes", text) == count


@every_row(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43_200), ("7d", 604_800), ("2W", 1_209_600), ("0d", 0)]
)
def test_a_span_of_time_is_read(text: str, seconds: float) -> None:
    assert parse_seconds("--older-than", text) == seconds


@every_row("text", ["", "-1d", "7", "d", "7 days", "1e3d", "nan", "٣d"])
def test_what_is_no_span_is_an_error_that_names_the_flag(text: str) -> None:
    with pytest.raises(UsageError, match="--older-than") as refused:
        parse_seconds("--older-than", text)
    assert "7d" in refused.value.remedy


@every_row("text", ["", "-1", "many", "1TB", "1 2", "inf"])
def test_what_is_no_size_is_an_error_that_names_the_flag(text: str) -> None:
    with pytest.raises(UsageError, match="--max-bytes") as refused:
        parse_bytes("--max-bytes", text)
    assert "64MB" in refused.value.remedy


@every_row(
    ("count", "text"),
    [
        *((0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (3_449_000, "3.4 MB"), (112_900, "113 kB")),
        *((999_600, "1.0 MB"), (5 * 10**9, "5.0 GB"), (5 * 10**12, "5000 GB")),
    ],
)
def test_a_size_is_shown_with_two_or_three_digits(count: int, text: str) -> None:
    assert size_text(count) == text
