"""Runs with a cache: what was answered before is not asked for, and is told as it was."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.scripted import HANG, ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.engine.options import Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import Event, PatchAccepted, RunEnded, RunStarted, StageEntered, TextReceived, UsageReported
from epoch_cli.providers.base import FinishPart, UsagePart

ROOT, TITLE = add("/root", container(id="page")), add("/root/children/-", text_node("Welcome"))
SCRIPT = [*says(ROOT, TITLE), UsagePart(1200, 90)]


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "answers")


def kept(cache: AnswerCache) -> list[str]:
    return sorted(path.name for path in cache.directory.iterdir()) if cache.directory.is_dir() else []


def lasting(events: list[Event]) -> list[Event]:
    """The events that are the same when the answer is given again."""
    return [event for event in events if not isinstance(event, (RunStarted, UsageReported))]


def test_the_second_run_asks_nobody_and_tells_the_same(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider(SCRIPT)
    first, second = run(provider, punk, cache=cache), run(provider, punk, cache=cache)
    assert len(provider.requests) == 1
    assert lasting(second) == lasting(first)
    assert [event.at for event in second] == sorted(event.at for event in first)
    began, again = of(RunStarted, first)[0], of(RunStarted, second)[0]
    assert again.cached == began.session
    assert again.session != began.session
    assert [event.input_tokens for event in of(UsageReported, second)] == [0]


def test_a_third_run_names_the_session_that_was_really_asked(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider(SCRIPT)
    first, _, third = (run(provider, punk, cache=cache) for _ in range(3))
    assert of(RunStarted, third)[0].cached == of(RunStarted, first)[0].session


def test_what_a_hit_tells_is_a_session_with_the_settings_of_this_run(punk: Catalog, cache: AnswerCache) -> None:
    document = {"root": {"type": "Container", "id": "page", "children": []}}
    how: dict[str, Any] = {"document": document, "continues": "20261101-000000-000000", "cache": cache}
    provider = ScriptedProvider(says(TITLE))
    run(provider, punk, **{**how, "continues": ""})
    second = run(provider, punk, session="mine", **how)
    started = of(RunStarted, second)[0]
    assert len(provider.requests) == 1
    assert (started.session, started.continues, started.base) == ("mine", how["continues"], document)
    assert of(RunEnded, second)[0].document["root"]["children"][0]["text"] == "Welcome"


def test_refresh_asks_again_and_keeps_what_comes(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider(SCRIPT, says(ROOT, add("/root/children/-", text_node("Anew"))))
    run(provider, punk, cache=cache)
    run(provider, punk, cache=cache, refresh=True)
    third = run(provider, punk, cache=cache)
    assert len(provider.requests) == 2
    assert of(RunEnded, third)[0].document["root"]["children"][0]["text"] == "Anew"


def test_an_answer_that_was_cut_and_gone_on_with_is_given_again_as_a_whole(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider(says(ROOT)[:-1], says(TITLE))  # the first ends without its end
    how: dict[str, Any] = {"cache": cache, "recovering": Recovering(), "chance": lambda: 0.0}
    first = run(provider, punk, **how)
    asked = len(provider.requests)
    second = run(provider, punk, **how)
    assert (asked, len(provider.requests)) == (2, 2)
    assert of(RunEnded, first)[0].status == "complete"
    assert lasting(second) == lasting(first)


@pytest.mark.parametrize(
    ("script", "how"),
    [
        ([ProviderError("no", remedy="", kind="auth")], {}),
        ([*says(ROOT)[:-1], ProviderError("no", remedy="", kind="auth")], {}),
        ([FinishPart("stop")], {}),
        (says(ROOT), {"token_budget": 100_000, "timeout": 0.0}),
    ],
    ids=["refused", "failed", "nothing", "out of time"],
)
def test_a_run_that_is_not_complete_is_not_kept(
    punk: Catalog, cache: AnswerCache, script: list[Any], how: dict[str, Any]
) -> None:
    events = run(ScriptedProvider(script), punk, cache=cache, **how)
    assert of(RunEnded, events)[0].status != "complete"
    assert kept(cache) == []
    assert cache.failure == ""


@pytest.mark.parametrize("wish", [Control.undo, lambda control: control.refine("smaller"), Control.cancel])
@pytest.mark.parametrize("before", [True, False])
def test_a_run_with_a_wish_is_neither_kept_nor_answered_from_the_cache(
    punk: Catalog, cache: AnswerCache, wish: Any, before: bool
) -> None:
    control = Control()

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted) and event.sequence == 1 and not before:
            wish(control)

    provider = ScriptedProvider(SCRIPT)
    if before:
        run(provider, punk, cache=cache)  # there is an answer, but not to this
        wish(control)
    events = run(provider, punk, cache=cache, control=control, watch=watch)
    assert of(RunStarted, events)[0].cached == ""
    assert len(kept(cache)) == int(before)


def test_a_run_that_is_left_in_the_middle_leaves_nothing(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider([*says(ROOT)[:-1], HANG])

    async def leave() -> None:
        options = Options(cache=cache)
        async with aclosing(generate("a page", catalog=punk, provider=provider, options=options)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, TextReceived):
                    assert len(kept(cache)) == 1  # beside its place, not in it
                    return

    asyncio.run(leave())
    assert kept(cache) == []


def test_a_cache_that_cannot_be_used_changes_nothing_of_a_run(punk: Catalog, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("mine")
    cache = AnswerCache(tmp_path / "answers")
    provider = ScriptedProvider(SCRIPT)
    without = run(provider, punk, clock=lambda: 0.0)
    events = run(provider, punk, cache=cache, clock=lambda: 0.0)
    timeless = [replace(event, validation=0.0) if isinstance(event, RunEnded) else event for event in events]
    assert lasting(timeless) == [
        replace(event, validation=0.0) if isinstance(event, RunEnded) else event for event in lasting(without)
    ]
    assert cache.failure != ""


def test_stages_are_told_of_a_hit_too(punk: Catalog, cache: AnswerCache) -> None:
    provider = ScriptedProvider(SCRIPT)
    first, second = run(provider, punk, cache=cache), run(provider, punk, cache=cache)
    stages = [event.stage for event in of(StageEntered, second)]
    assert stages == [event.stage for event in of(StageEntered, first)]
    assert stages[-1] == "complete"


def test_an_answer_that_was_broken_off_and_taken_back_is_not_kept(punk: Catalog, cache: AnswerCache) -> None:
    """Before its first patch, of a run that changes a document: nothing was made, and that is no answer."""
    how: dict[str, Any] = {"cache": cache, "document": {"root": container(text_node("base"))}, "granularity": "patch"}
    control = Control()
    control.hold()

    def watch(event: Event) -> None:
        if isinstance(event, StageEntered) and event.stage == "waiting":
            control.release()

    provider = ScriptedProvider(["thinking about it\n", control.undo_turn, HANG])
    broken_off = run(provider, punk, control=control, watch=watch, **how)
    assert of(RunEnded, broken_off)[0].status == "complete"
    assert kept(cache) == []
    provider = ScriptedProvider(says(TITLE))
    run(provider, punk, **how)
    assert len(provider.requests) == 1
