"""Answers are kept no longer than they are fresh, in no more room than there is; and a cache never breaks a run."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.cached_answers import KEY, OTHER, STARTED, files, keep, session

from epoch_cli.engine.cache import AnswerCache, Stored
from epoch_cli.events import encode

SEAL = len(b',"seal":""') + 64


def size_of(text: str) -> int:
    """The bytes of an entry."""
    return len(b"".join(map(encode, session(text)))) + SEAL


# ---------------------------------------------------------------- age and size


def test_an_answer_that_is_too_old_does_not_count_and_is_removed(tmp_path: Path) -> None:
    later = 0.0
    cache = AnswerCache(tmp_path / "answers", max_age=100.0, now=lambda: time.time() + later)
    keep(cache, session())
    later = 90.0
    assert cache.find(KEY) is not None
    later = 101.0  # being used does not make it younger
    assert cache.find(KEY) is None
    assert files(cache) == []


def test_without_a_limit_of_age_an_answer_counts_for_ever(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers", max_age=None, now=lambda: time.time() + 1e9)
    keep(cache, session())
    assert cache.find(KEY) is not None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    size = size_of("Hello")
    later = 0.0
    cache = AnswerCache(tmp_path / "answers", max_bytes=size * 10, now=lambda: time.time() + later)
    keys = [f"{number:064x}" for number in range(10)]
    for key in keys:
        keep(cache, session(), key)
    later = 10.0
    for key in (keys[0], keys[3]):
        assert cache.find(key) is not None
    small = AnswerCache(cache.directory, max_bytes=size * 2)
    assert small.prune() == (8, 8 * size)
    assert files(cache) == sorted(f"{key}.jsonl" for key in (keys[0], keys[3]))


def test_room_is_made_whenever_an_answer_is_kept(tmp_path: Path) -> None:
    size = size_of("Hello")
    cache = AnswerCache(tmp_path / "answers", max_bytes=size * 8)
    for number in range(20):
        keep(cache, session(), f"{number:064x}")
    assert len(files(cache)) == 8
    assert cache.find(f"{19:064x}") is not None


def test_one_answer_that_would_drive_out_the_others_is_not_kept(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers", max_bytes=80_000)
    keep(cache, session())
    keep(cache, session("x" * 20_000), OTHER)
    assert files(cache) == [f"{KEY}.jsonl"]


def test_what_a_killed_process_left_is_removed_once_it_is_surely_dead(tmp_path: Path) -> None:
    later = 0.0
    cache = AnswerCache(tmp_path / "answers", now=lambda: time.time() + later)
    keeping = cache.keep(KEY)
    keeping.record(STARTED)
    cache.prune()
    assert len(files(cache)) == cache.stats().unfinished == 1  # it is being written
    later = 4000.0
    assert cache.prune().entries == 1
    assert files(cache) == []
    keeping.discard()


def test_stats_say_what_there_is(tmp_path: Path) -> None:
    later = 0.0
    cache = AnswerCache(tmp_path / "answers", now=lambda: time.time() + later)
    assert cache.stats() == Stored()
    keep(cache, session())
    keep(cache, session("Hello there"), OTHER)
    later = 60.0
    cache.find(OTHER)
    stored = cache.stats()
    size = size_of("Hello") + size_of("Hello there")
    assert (stored.entries, stored.bytes, stored.used) == (2, size, 1)
    assert stored.oldest is not None
    assert stored.newest is not None
    assert time.time() - 60 < stored.oldest <= stored.newest <= time.time()
    assert cache.clear() == (2, size)
    assert cache.stats() == Stored()


def test_other_files_in_the_folder_are_left_alone(cache: AnswerCache) -> None:
    keep(cache, session())
    (cache.directory / "notes.txt").write_text("mine")
    cache.clear()
    assert files(cache) == ["notes.txt"]


# ---------------------------------------------------------------- a folder that cannot be used


def test_a_file_in_place_of_the_folder_costs_the_cache_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("mine")
    cache = AnswerCache(tmp_path / "answers")
    assert cache.find(KEY) is None
    keep(cache, session())
    assert cache.stats() == Stored()
    assert cache.prune() == cache.clear() == (0, 0)
    assert "answers" in cache.failure
    assert (tmp_path / "answers").read_text() == "mine"


def test_a_full_disk_costs_the_answer_and_leaves_nothing_of_it(
    cache: AnswerCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # or modules are left that end with the disk
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    keep(cache, session())
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        keep(cache, session("x" * 10_000), OTHER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(cache) == [f"{KEY}.jsonl"]
    assert "the answer was not kept" in cache.failure
    assert cache.find(KEY) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_read_and_not_written(cache: AnswerCache) -> None:
    keep(cache, session())
    cache.directory.chmod(0o500)
    try:
        assert cache.find(KEY) is not None
        keep(cache, session(), OTHER)
        assert cache.find(OTHER) is None
    finally:
        cache.directory.chmod(0o700)
    assert "the answer was not kept" in cache.failure


# ---------------------------------------------------------------- several at once

WORKER = """
import random, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from epoch_cli.engine.cache import AnswerCache
from support.cached_answers import KEY, OTHER, keep, session
cache = AnswerCache(Path(sys.argv[2]), max_bytes=60_000)
draw, hits = random.Random(int(sys.argv[3])), 0
known = {text: session(text * 30) for text in "abcd"}
for _ in range(80):
    key, doing = draw.choice((KEY, OTHER)), draw.random()
    if doing < 0.35:
        keep(cache, known[draw.choice("abcd")], key)
    elif doing < 0.9:
        found = cache.find(key)
        if found is not None:
            hits += 1
            assert list(found.events) in list(known.values()), "half an answer"
    elif doing < 0.97:
        cache.prune()
    else:
        cache.clear()
assert cache.failure == "", cache.failure
print(hits)
"""


def test_several_processes_write_read_and_prune_the_same_key(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", WORKER, str(Path(__file__).resolve().parents[2]), str(tmp_path / "answers")]
    workers = [
        subprocess.Popen([*arguments, str(number)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for number in range(3)
    ]
    done = [(worker.communicate(timeout=60), worker.returncode) for worker in workers]
    assert [(err, code) for (_, err), code in done] == [(b"", 0)] * 3
    assert sum(int(out) for (out, _), _ in done) > 20
    assert not [name for name in files(AnswerCache(tmp_path / "answers")) if name.endswith(".part")]


def test_a_reader_never_sees_half_an_answer_while_it_is_written_anew(cache: AnswerCache) -> None:
    keep(cache, session("first"))
    over = threading.Event()

    def write() -> None:
        for number in range(30):
            keep(cache, session(f"{number}" * 500))
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    reads = 0
    while not over.is_set() or reads < 10:
        assert cache.find(KEY) is not None
        reads += 1
    writer.join()
