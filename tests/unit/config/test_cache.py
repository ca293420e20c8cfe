"""The cache gives what was made, and is never a reason for anything to fail."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epoch_cli.config import cache as module
from epoch_cli.config.cache import Cache

VALUE = {"a": [1, 2.5, None, True, "é\u2028"], "b": {}}


class Maker:
    """Makes a value and counts how often it had to."""

    def __init__(self, value: Any = VALUE) -> None:
        self.value = value
        self.times = 0

    def __call__(self) -> Any:
        self.times += 1
        return self.value


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "deep" / "cache")


def entries(cache: Cache) -> list[Path]:
    return sorted(cache.directory.iterdir())


def test_what_was_made_once_is_not_made_again(cache: Cache) -> None:
    make = Maker()
    assert cache.cached("x", b"raw", make) == VALUE
    assert Cache(cache.directory).cached("x", b"raw", make) == VALUE
    assert make.times == 1


@pytest.mark.parametrize(("kind", "raw"), [("x", b"other"), ("y", b"raw"), ("x", b"")])
def test_other_bytes_and_other_kinds_are_made_anew(cache: Cache, kind: str, raw: bytes) -> None:
    cache.cached("x", b"raw", Maker(1))
    assert cache.cached(kind, raw, Maker(2)) == 2


def test_another_version_of_epoch_makes_its_own(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.cached("x", b"raw", Maker(1))
    monkeypatch.setattr(module, "__version__", "99.0.0")
    assert cache.cached("x", b"raw", Maker(2)) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:10],
        lambda raw: raw.replace(b"2.5", b"2.6"),
        lambda raw: raw + b" ",
        lambda raw: b"\x80\x04N.",
    ],
)
def test_a_damaged_entry_is_made_again_and_then_whole(cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    make = Maker()
    cache.cached("x", b"raw", make)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert cache.cached("x", b"raw", make) == VALUE
    assert make.times == 2
    assert entry.read_bytes() == whole


def test_only_the_owner_can_read_it(cache: Cache) -> None:
    cache.cached("x", b"raw", Maker())
    assert stat.S_IMODE(cache.directory.stat().st_mode) == 0o700
    assert [stat.S_IMODE(entry.stat().st_mode) for entry in entries(cache)] == [0o600]


def test_a_folder_that_cannot_be_made_or_written_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    folders = [tmp_path / "file", tmp_path / "file" / "cache"]
    if os.geteuid() != 0:  # nothing is closed to root
        folders.append(closed)
    for folder in folders:
        make = Maker()
        assert [Cache(folder).cached("x", b"raw", make) for _ in range(2)] == [VALUE, VALUE]
        assert make.times == 2


def test_an_entry_that_is_a_folder_is_no_cache(cache: Cache) -> None:
    cache.cached("x", b"raw", Maker())
    (entry,) = entries(cache)
    entry.unlink()
    entry.mkdir()
    assert cache.cached("x", b"raw", Maker()) == VALUE
    assert entries(cache) == [entry]  # and nothing unfinished is left beside it


def test_an_error_is_raised_and_not_kept(cache: Cache) -> None:
    def fail() -> Any:
        raise KeyError("why")

    for _ in range(2):
        with pytest.raises(KeyError, match="why"):
            cache.cached("x", b"raw", fail)
    assert not cache.directory.exists()


@pytest.mark.parametrize("value", [math.inf, [math.nan], {1: 2}, 2**70, {1, 2}, "\ud800"])
def test_what_json_cannot_carry_is_given_but_not_kept(cache: Cache, value: Any) -> None:
    assert cache.cached("x", b"raw", Maker(value)) is value
    assert not cache.directory.exists()


def test_null_is_a_value(cache: Cache) -> None:
    make = Maker(None)
    assert cache.cached("x", b"raw", make) is cache.cached("x", b"raw", make) is None
    assert make.times == 1


def test_the_oldest_entries_go_when_there_are_too_many(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    mine = cache.directory / "note.txt"
    cache.directory.mkdir(parents=True)
    mine.write_text("not an entry")
    (cache.directory / "x.json.0a.part").write_bytes(b"left by a process that died")
    os.utime(cache.directory / "x.json.0a.part", (1, 1))
    for number in range(5):
        cache.cached("x", bytes([number]), Maker(number))
        for entry in cache.directory.glob("*.json"):  # time passes
            os.utime(entry, (entry.stat().st_mtime - 10,) * 2)
    assert len(entries(cache)) == 3 + 1
    assert mine.exists()
    for number, made in ((4, 0), (3, 0), (2, 0), (1, 1)):
        make = Maker(number)
        assert cache.cached("x", bytes([number]), make) == number
        assert make.times == made


def test_the_oldest_entries_go_when_they_are_too_large(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    for number in range(4):
        cache.cached("x", bytes([number]), Maker("a" * 300))
        for entry in cache.directory.glob("*.json"):
            os.utime(entry, (entry.stat().st_mtime - 10,) * 2)
    assert sum(entry.stat().st_size for entry in entries(cache)) <= 1000
    make = Maker()
    cache.cached("x", bytes([3]), make)
    assert make.times == 0


def test_it_says_what_it_holds_and_forgets_it(cache: Cache) -> None:
    assert cache.stats() == cache.clear() == (0, 0)
    for raw in (b"1", b"2"):
        cache.cached("x", raw, Maker())
    (cache.directory / "notes.txt").write_text("mine")
    size = sum(entry.stat().st_size for entry in entries(cache) if entry.name != "notes.txt")
    assert cache.stats() == (2, size)
    assert cache.clear() == (2, size)
    assert [entry.name for entry in entries(cache)] == ["notes.txt"]
    make = Maker()
    assert cache.cached("x", b"1", make) == VALUE
    assert make.times == 1
