"""Answers are given again only when they are whole, fresh and exactly those; and a cache never breaks a run."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from epoch_cli import read_session
from epoch_cli.document import apply_patch, finished
from epoch_cli.engine.cache import AnswerCache, Stored, replayed
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
    Event,
    PatchAccepted,
    RecoveryChosen,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
    encode,
)

KEY, OTHER = "a" * 64, "b" * 64
METRICS = {"nodes": 1, "depth": 1, "score": 1, "bindings": 0, "handlers": 0}
STARTED = RunStarted(
    at=0.0,
    session="20261121-140312-5f21c0",
    epoch="0",
    started="2026-11-21T14:03:12.000+00:00",
    prompt="a page",
    provider="acme",
    model="m1",
    title="Acme m1",
    catalog="punk",
    catalog_digest="0" * 64,
    profile="strict",
)
AGAIN = replace(STARTED, session="20261122-090000-000001")
ATTEMPT = AttemptStarted(
    at=0.01, attempt=1, reason="initial", prompt="a page", provider="acme", model="m1", input_tokens=900
)


def accepted(sequence: int, path: str, value: Any, **how: Any) -> PatchAccepted:
    patch = {"op": "add", "path": path, "value": value, "meta": {"sequence": sequence}}
    return PatchAccepted(
        at=sequence / 10, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics=METRICS, **how
    )


def session(text: str = "Hello", *more: Event, start: RunStarted = STARTED, **end: Any) -> list[Event]:
    """The events of a run that made a page with this text; `more` come before its patches."""
    patches = [
        accepted(1, "/root", {"type": "Container", "id": "page", "children": []}),
        accepted(2, "/root/children/-", {"type": "Text", "text": text}),
    ]
    document: dict[str, Any] = {}
    for each in patches:
        document = apply_patch(document, each.patch).document
    ended = RunEnded(
        at=1.5, status="complete", document=finished(document), metrics=METRICS, accepted=2, refused=0, repaired=0,
        malformed=0,
    )  # fmt: skip
    spent = UsageReported(at=1.4, attempt=1, input_tokens=900, output_tokens=70, estimated=False, cost="0.0123")
    return [start, ATTEMPT, TextReceived(at=0.05, text=text), *more, *patches, spent, replace(ended, **end)]


def keep(cache: AnswerCache, events: Sequence[Event], key: str = KEY) -> None:
    keeping = cache.keep(key)
    for event in events:
        keeping.record(event)
    keeping.close()


def files(cache: AnswerCache) -> list[str]:
    return sorted(path.name for path in cache.directory.iterdir()) if cache.directory.is_dir() else []


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "deep" / "answers")


# ---------------------------------------------------------------- an answer, and giving it again


def test_what_was_kept_is_found_under_its_key_alone(cache: AnswerCache) -> None:
    assert cache.find(KEY) is None
    keep(cache, session())
    found = cache.find(KEY)
    assert found is not None
    assert list(found.events) == session()
    assert cache.find(OTHER) is None
    assert cache.failure == ""


def test_it_works_where_files_have_none_of_the_flags_of_posix(
    cache: AnswerCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flag in ("O_NOFOLLOW", "O_NONBLOCK"):  # as on Windows
        monkeypatch.delattr(os, flag)
    keep(cache, session())
    found = cache.find(KEY)
    assert found is not None
    assert list(found.events) == session()


def test_an_entry_is_a_session_file_that_only_its_owner_can_read(cache: AnswerCache) -> None:
    keep(cache, session())
    path = cache.directory / f"{KEY}.jsonl"
    assert list(read_session(path)) == session()
    assert path.read_bytes() == b"".join(map(encode, session()))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.directory.stat().st_mode) == 0o700


def test_a_hit_has_its_own_beginning_and_names_the_session_of_the_answer(cache: AnswerCache) -> None:
    keep(cache, session())
    found = cache.find(KEY)
    assert found is not None
    first, *rest = replayed(found, AGAIN)
    assert first == replace(AGAIN, cached=STARTED.session)
    assert [event for event in rest if not isinstance(event, UsageReported)] == [
        event for event in session()[1:] if not isinstance(event, UsageReported)
    ]


def test_a_hit_spends_nothing(cache: AnswerCache) -> None:
    meters = [
        BudgetChanged(at=0.2, meter=meter, used=9.0, limit=10.0, state="near")
        for meter in ("tokens", "nodes", "cost", "time")
    ]
    keep(cache, session("Hello", *meters))
    found = cache.find(KEY)
    assert found is not None
    events = list(replayed(found, AGAIN))
    assert [event.meter for event in events if isinstance(event, BudgetChanged)] == ["nodes"]
    (usage,) = (event for event in events if isinstance(event, UsageReported))
    assert (usage.input_tokens, usage.output_tokens, usage.cost, usage.estimated) == (0, 0, "0", False)


def test_a_later_answer_takes_the_place_of_the_earlier(cache: AnswerCache) -> None:
    keep(cache, session("old"))
    keep(cache, session("new"))
    found = cache.find(KEY)
    assert found is not None
    assert list(found.events) == session("new")
    assert files(cache) == [f"{KEY}.jsonl"]


def test_what_was_found_can_be_given_again_after_the_entry_is_gone(cache: AnswerCache) -> None:
    keep(cache, session())
    found = cache.find(KEY)
    assert found is not None
    cache.clear()
    assert len(list(replayed(found, AGAIN))) == len(session())


# ---------------------------------------------------------------- what is an answer


def recovery(action: Any) -> RecoveryChosen:
    return RecoveryChosen(
        at=0.06, attempt=1, category="PROVIDER_ERROR", trigger="truncated", action=action, delay=0.0, message=""
    )


def again(reason: Any) -> AttemptStarted:
    return replace(ATTEMPT, reason=reason)


@pytest.mark.parametrize(
    "events",
    [
        session(),
        session("Hello", AttemptEnded(at=0.06, attempt=1), recovery("continue"), again("continuation")),
        session("Hello", recovery("correct"), again("correction")),
        session("Hello", recovery("retry"), again("retry")),
        session("Hello", recovery("keep")),
    ],
    ids=["at once", "continued", "corrected", "retried", "kept"],
)
def test_a_complete_run_of_whom_was_asked_is_kept(cache: AnswerCache, events: list[Event]) -> None:
    keep(cache, events)
    assert cache.find(KEY) is not None


@pytest.mark.parametrize(
    "events",
    [
        *(session(status=status) for status in ("fallback", "cancelled", "timeout", "budget", "failed")),
        session(error={"message": "no", "remedy": "", "exit_code": 3}),
        session()[:-1],
        [],
        session(start=replace(STARTED, cached="20261101-000000-000000")),
        session("Hello", again("refine")),
        session("Hello", again("fallback")),
        session("Hello", replace(ATTEMPT, provider="other")),
        session("Hello", replace(ATTEMPT, model="m2")),
        session("Hello", recovery("next")),
        session("Hello", recovery("fallback")),
        session("Hello", accepted(0, "/root", {"type": "Container"}, origin="undo")),
        session("Hello", accepted(0, "/root", {"type": "Container"}, origin="fallback")),
    ],
    ids=[
        *("fallback", "cancelled", "timeout", "budget", "failed", "an error", "left", "nothing", "a hit", "refined"),
        *("asked for a fallback", "another provider", "another model", "the next", "put in place", "undone"),
        "stands in",
    ],
)
def test_any_other_run_leaves_no_trace(cache: AnswerCache, events: list[Event]) -> None:
    keep(cache, events)
    assert files(cache) == []
    assert cache.failure == ""


def test_a_run_that_ends_badly_leaves_the_answer_that_there_was(cache: AnswerCache) -> None:
    keep(cache, session("good"))
    keep(cache, session("bad", status="failed"))
    found = cache.find(KEY)
    assert found is not None
    assert list(found.events) == session("good")


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[: raw.rindex(b"\n", 0, -1) + 1],
        lambda raw: raw[raw.index(b"\n") + 1 :],
        lambda raw: raw.replace(b"Hello", b"Hullo", 2),
        lambda raw: raw.replace(b'"complete"', b'"timeout" '),
        lambda raw: raw.replace(b'"op":"add"', b'"op":"odd"'),
        lambda raw: raw.replace(b"/children/-", b"/children/9"),
        lambda raw: raw.replace(b'"patch":{', b'"patch":[{', 1),
        lambda raw: b"\x00" * len(raw),
        lambda raw: raw.replace(b'"format":2', b'"format":99'),
    ],
    ids=[
        *("empty", "torn", "half", "no end", "no beginning", "another text", "another status", "no operation"),
        *("no place", "no JSON", "zeros", "a later Epoch"),
    ],
)
def test_a_damaged_entry_is_a_miss_and_removed(cache: AnswerCache, damage: Callable[[bytes], bytes]) -> None:
    keep(cache, session())
    path = cache.directory / f"{KEY}.jsonl"
    damaged = damage(path.read_bytes())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    assert cache.find(KEY) is None
    assert files(cache) == []
    keep(cache, session())
    assert cache.find(KEY) is not None


def test_no_byte_that_flips_makes_anything_fail(cache: AnswerCache) -> None:
    keep(cache, session())
    path = cache.directory / f"{KEY}.jsonl"
    whole, random = path.read_bytes(), Random(7)
    for _ in range(80):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
        found = cache.find(KEY)
        if found is not None:  # a letter of a title, say: what it makes is what it says
            assert isinstance(found.events[-1], RunEnded)
            list(replayed(found, AGAIN))
    assert cache.failure == ""


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/etc/passwd")])
def test_what_is_no_file_is_a_miss_that_waits_for_nobody(cache: AnswerCache, make: Callable[[Path], Any]) -> None:
    keep(cache, session(), OTHER)
    make(cache.directory / f"{KEY}.jsonl")
    assert cache.find(KEY) is None
    assert cache.find(OTHER) is not None


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
    size = len(b"".join(map(encode, session())))
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
    size = len(b"".join(map(encode, session())))
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
    cache.clear()
    assert len(files(cache)) == 1  # it is being written
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
    size = sum(len(b"".join(map(encode, session(text)))) for text in ("Hello", "Hello there"))
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


def test_a_full_disk_costs_the_answer_and_leaves_nothing_of_it(cache: AnswerCache) -> None:
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
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from pathlib import Path
from test_cache import KEY, OTHER, AnswerCache, keep, session
cache = AnswerCache(Path(sys.argv[3]), max_bytes=60_000)
draw, hits = random.Random(int(sys.argv[4])), 0
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
    here = Path(__file__).resolve()
    arguments = [sys.executable, "-c", WORKER, str(here.parent), str(here.parents[2]), str(tmp_path / "answers")]
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
