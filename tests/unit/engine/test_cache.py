"""Answers are given again only when they are whole and exactly those."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.cached_answers import AGAIN, ATTEMPT, KEY, OTHER, STARTED, accepted, files, keep, session

from epoch_cli import read_session
from epoch_cli.engine.cache import AnswerCache, replayed
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
    Event,
    RecoveryChosen,
    UsageReported,
    encode,
)

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
    body = b"".join(map(encode, session())).removesuffix(b"}\n")
    assert path.read_bytes() == body + f',"seal":"{sha256(body).hexdigest()}"}}\n'.encode()
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


def test_no_answer_with_a_byte_that_flipped_is_given_out(cache: AnswerCache) -> None:
    keep(cache, session())
    path = cache.directory / f"{KEY}.jsonl"
    whole, random = path.read_bytes(), Random(7)
    for _ in range(80):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
        assert cache.find(KEY) is None
        assert files(cache) == []
    assert cache.failure == ""


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/etc/passwd")])
def test_what_is_no_file_is_a_miss_that_waits_for_nobody(cache: AnswerCache, make: Callable[[Path], Any]) -> None:
    keep(cache, session(), OTHER)
    make(cache.directory / f"{KEY}.jsonl")
    assert cache.find(KEY) is None
    assert cache.find(OTHER) is not None
