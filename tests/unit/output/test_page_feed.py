"""A run on its live page: whatever happens in it, the page ends as a page that was made of its last document."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from support.examples import examples
from support.histories import accepted, attempt, ended, found, histories, refused, started
from support.page_trees import carried_out, tree_of
from support.scripted import add, container, text_node

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.errors import PatchError
from epoch_cli.events import Event, TextReceived
from epoch_cli.output import page_feed
from epoch_cli.output.page_feed import PageFeed
from epoch_cli.output.view import View
from epoch_cli.preview.difference import Branch, settled
from epoch_cli.preview.frames import Frames
from epoch_cli.preview.page import make_tree

CATALOG = load_catalog("punk")
BACK = object()


class Browser:
    """What a browser would have that was there from the first frame on."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.root, self.side = Branch("main", {}, ()), Branch("div", {}, ())
        self.page: dict[str, str] = {}
        self.number = 0
        self.over = False

    def follow(self, seconds: float = 10.0) -> None:
        """Carry out what comes next."""
        for frame in self.frames.after(self.number, seconds):
            self.number, self.over = frame.number, frame.last
            told: dict[str, Any] = json.loads(frame.data) if frame.data else {}
            for name in ("root", "side"):
                known = getattr(self, name)
                setattr(self, name, tree_of(told[name]) if "whole" in told else carried_out(known, told.get(name, [])))
            self.page = told.get("page", self.page)

    def words(self) -> str:
        """All that the side bar says."""
        return " ".join(_words(self.side))


def _words(node: Branch | str) -> list[str]:
    return [node] if isinstance(node, str) else [word for child in node.children for word in _words(child)]


def shown(events: Sequence[Any], catalog: Catalog = CATALOG) -> Browser:
    """The page after some events, `BACK` for each one that is taken back."""
    frames = Frames()
    browser = Browser(frames)
    feed = PageFeed(catalog, frames, live=False)
    for event in events:
        if event is BACK:
            feed.take_back()
        else:
            feed.feed(event)
    browser.follow()
    feed.close()
    frames.end()
    while not browser.over:
        browser.follow()
    assert feed.failure is None
    return browser


def last_document(events: Sequence[Event]) -> Any:
    view = View()
    for event in events:
        view.feed(event)
    return view.document


@settings(max_examples=examples(40))
@given(histories())
def test_a_page_that_followed_is_one_that_was_made_at_the_end(events: list[Event]) -> None:
    browser = shown(events)
    assert browser.root == settled(make_tree(last_document(events), CATALOG))


@settings(max_examples=examples(15))
@given(histories(most=12))
def test_a_page_goes_back_with_a_replay(events: list[Event]) -> None:
    half = len(events) // 2
    back = shown([*events, *[BACK] * (len(events) - half)])
    there = shown(events[:half])
    assert (back.root, back.side) == (there.root, there.side)


def test_the_side_bar_tells_how_the_run_goes() -> None:
    events = [
        started(prompt="a \x1b[31mpage", settings={"caps": {"nodes": 50}}),
        attempt(),
        accepted(add("/root", container(text_node("hello"), id="page")), metrics={"nodes": 45}),
        refused(add("/root/children/-", {"type": "Txt"}), 2),
        found("EP401"),
    ]
    browser = shown(events)
    words = browser.words()
    assert "a \\x1b[31mpage" in words
    assert "add Container #page" in words
    assert "EP201 no such component" in words
    assert "EP401" in words
    assert "45/50" in words
    assert "1 accepted, 1 refused" in words
    assert "complete" not in words
    assert browser.page == {"title": "punk", "lang": "en"}
    failed = ended(status="failed", error={"message": "acme is down", "remedy": "try later"})
    assert "failed" in shown([*events, failed]).words()
    assert "acme is down; try later" in shown([*events, failed]).words()


def test_what_is_still_to_come_is_said_and_no_longer_once_it_is_there() -> None:
    root = accepted(add("/root", container()))
    begun = shown([started(), attempt()]).words()
    assert "waiting for the first node" in begun
    assert "No problems so far." in begun
    assert "waiting for the first node" not in shown([started(), attempt(), root]).words()
    over = shown([started(), attempt(), ended(status="failed", error={"message": "no", "remedy": "wait"})]).words()
    assert "waiting for the first node" not in over
    assert "No problems." in over


@pytest.mark.parametrize(("provider", "model"), [("acme", "large"), ("offline", "")])
def test_tokens_are_counted_where_a_model_writes(provider: str, model: str) -> None:
    named = {"provider": provider, "model": model}
    answer = TextReceived(at=1.0, text="twelve words of an answer " * 20)
    words = shown([started(**named, settings={"limits": {"tokens": 32_000}}), attempt(**named), answer]).words()
    assert ("/32k" in words) is bool(model)
    assert (" tokens" in words) is bool(model)


def test_only_the_last_patches_are_listed() -> None:
    events = [started(), accepted(add("/root", container()))]
    events += [accepted(add("/root/children/-", text_node(f"number {at}")), at) for at in range(2, 100)]
    browser = shown(events)
    assert "number 99" in browser.words()
    assert "number 20" not in browser.words()
    assert "and 59 before" in browser.words()


def test_title_and_language_are_those_of_the_document() -> None:
    page = container({"type": "Text", "text": "Welcome", "props": {"size": "h1"}})
    titled = {"metadata": {"title": "Mine", "lang": "ar"}, "root": page}
    assert shown([started(base=titled)]).page == {"title": "Mine", "lang": "ar", "dir": "rtl"}
    assert shown([started(), accepted(add("/root", page))]).page == {"title": "Welcome", "lang": "en"}


def test_nobody_waits_for_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: Any, **how: Any) -> Any:
        time.sleep(0.3)
        return make_tree(*args, **how)

    monkeypatch.setattr(page_feed, "make_tree", slow)
    frames = Frames()
    feed = PageFeed(CATALOG, frames)
    began = time.perf_counter()
    feed.feed(started())
    for number in range(1, 400):
        feed.feed(accepted(add("/root", container(text_node(str(number)))), number))
    took = time.perf_counter() - began
    assert took < 5  # drawing each would take two minutes
    feed.close()
    browser = Browser(frames)
    browser.follow()
    assert "399" in str(browser.root)
    assert browser.number <= 3 + took / 0.3


def test_a_page_draws_a_quarter_of_the_time_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[float] = []

    def slow(*args: Any, **how: Any) -> Any:
        time.sleep(0.05)
        spent.append(0.05)
        return make_tree(*args, **how)

    monkeypatch.setattr(page_feed, "make_tree", slow)
    feed = PageFeed(CATALOG, Frames())
    feed.feed(started())
    end = time.perf_counter() + 1.0
    number = 0
    while time.perf_counter() < end:
        number += 1
        feed.feed(accepted(add("/root", text_node(str(number))), number))
        time.sleep(0.005)
    feed.close()
    assert 2 <= len(spent) <= 7  # with the one for the beginning and the one for the end


def test_a_bug_in_drawing_is_none_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("no")

    feed = PageFeed(CATALOG, Frames())
    monkeypatch.setattr(page_feed, "make_tree", broken)
    feed.feed(started())
    feed.feed(accepted(add("/root", container())))
    feed.close()
    assert str(feed.failure) == "no"


def test_a_patch_that_does_not_fit_leaves_the_page_as_it_was() -> None:
    frames = Frames()
    feed = PageFeed(CATALOG, frames, live=False)
    page = add("/root", text_node("here"))
    for event in (started(), accepted(page), accepted(add("/root/children/7", {}), 2), accepted(page, 3)):
        feed.feed(event)
    feed.close()
    browser = Browser(frames)
    browser.follow()
    assert browser.root == settled(make_tree({"root": text_node("here")}, CATALOG))
    assert isinstance(feed.failure, PatchError)
    assert not feed.stopped
    assert not [thread for thread in threading.enumerate() if thread.name == "page feed"]


@pytest.mark.parametrize(("status", "is_live"), [("cancelled", True), ("cancelled", False), ("failed", True)])
def test_only_a_live_run_that_somebody_stopped_was_stopped(status: str, is_live: bool) -> None:
    feed = PageFeed(CATALOG, Frames(), live=is_live)
    feed.feed(started())
    feed.feed(ended(status=status))
    feed.close()
    assert feed.failure is None
    assert feed.stopped is (status == "cancelled" and is_live)


@pytest.mark.parametrize("is_live", [True, False])
def test_the_time_of_a_live_run_goes_on_while_nothing_comes(monkeypatch: pytest.MonkeyPatch, is_live: bool) -> None:
    monkeypatch.setattr(page_feed, "_TICK", 0.02)
    now = [100.0]
    frames = Frames()
    feed = PageFeed(CATALOG, frames, live=is_live, clock=lambda: now[0])
    feed.feed(started(settings={"limits": {"time": 120}}))
    feed.feed(attempt())
    browser = Browser(frames)
    while "attempt" not in browser.words():
        browser.follow()
    now[0] += 7
    number = browser.number
    browser.follow(10 if is_live else 0.2)
    assert ("7/120 s" in browser.words()) is is_live
    assert (browser.number > number) is is_live
    feed.close()
