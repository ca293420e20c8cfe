"""Clocks that are wrong: what one that was a year ahead left behind is in nobody's way, nor is one that goes back."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.cached_answers import KEY, files, keep, session

from epoch_cli.cli import kept_page
from epoch_cli.config import cache as config_cache
from epoch_cli.config.cache import Cache
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.providers.limits import rate_limits, retry_after
from epoch_cli.sessions.store import recent_sessions

YEAR = 366 * 86_400.0
NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


def put_ahead(folder: Path, by: float = YEAR) -> None:
    """Make all files of a folder some of the time to come."""
    for path in folder.iterdir():
        os.utime(path, (time.time() + by,) * 2)


def test_an_answer_of_the_year_to_come_is_too_old(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers")
    keep(cache, session())
    put_ahead(cache.directory, 3_600)
    assert cache.find(KEY) is not None  # another machine's clock
    put_ahead(cache.directory)
    assert cache.find(KEY) is None
    assert files(cache) == []


def test_answers_of_the_year_to_come_do_not_drive_out_those_of_today(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers", max_age=None)
    keys = [f"{number:064x}" for number in range(6)]
    for key in keys[:4]:
        keep(cache, session(), key)
    put_ahead(cache.directory)
    for key in keys[4:]:
        keep(cache, session(), key)
    size = cache.stats().bytes // len(keys)
    assert AnswerCache(cache.directory, max_age=None, max_bytes=size * 2).prune().entries == 4
    assert files(cache) == [f"{key}.jsonl" for key in keys[4:]]


def test_what_a_killed_process_left_in_the_year_to_come_is_removed(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers")
    keep(cache, session())
    left = cache.directory / ".x.part"
    left.write_bytes(b"half")
    os.utime(left, (time.time() + YEAR,) * 2)
    assert cache.prune().entries == 1
    assert not left.exists()


def test_a_checked_file_is_kept_among_those_of_the_year_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config_cache, "MAX_ENTRIES", 3)
    cache = Cache(tmp_path / "cache")
    for number in range(3):
        cache.cached("kind", b"%d" % number, lambda: 1)
    put_ahead(cache.directory)
    made = []
    for _ in range(2):
        cache.cached("kind", b"today", lambda: made.append(1) or 1)
    assert made == [1]


def test_a_page_is_kept_among_those_of_the_year_to_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_page, "_MOST", 2)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name in ("a", "b"):
        kept_page.kept_page(b"<p>", name)
    put_ahead(tmp_path / "epoch" / "pages")
    assert kept_page.kept_page(b"<p>", "today").read_bytes() == b"<p>"


@pytest.mark.parametrize("wrong", [-YEAR, -600.0, 0.0, 600.0, YEAR])
def test_a_server_that_tells_its_time_is_waited_for_by_that(wrong: float) -> None:
    ours = NOW + timedelta(seconds=wrong)
    told = {"date": "Fri, 20 Nov 2026 12:00:00 GMT", "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT"}
    assert retry_after(told, now=ours) == 30.0
    told["anthropic-ratelimit-tokens-reset"] = "2026-11-20T12:01:00Z"
    assert [each.resets for each in rate_limits(told, ours)] == [60.0]


@pytest.mark.parametrize("date", ["", "soon", "x" * 1_000, "Fri, 99 Nov 2026 12:00:00 GMT"])
def test_one_that_does_not_by_ours(date: str) -> None:
    assert retry_after({"date": date, "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT"}, now=NOW) == 30.0


def test_sessions_that_are_still_to_begin_come_behind_those_that_have(tmp_path: Path) -> None:
    names = ["20271120-120000-aaaaaa", "20261120-120030-bbbbbb", "20261120-115900-cccccc", "20251120-120000-dddddd"]
    for name in (*names, "mine"):
        (tmp_path / f"{name}.jsonl").touch()

    def found(now: datetime) -> str:
        return "".join(path.stem[-1] for path in recent_sessions(tmp_path, lambda: now))

    assert found(NOW) == "bcdae"
    assert found(NOW + timedelta(seconds=YEAR)) == "abcde"
    assert found(NOW - timedelta(days=365)) == "dabce"
