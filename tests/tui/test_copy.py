"""Copying: what is copied is what is there, and what is too long for a terminal is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.screens import events_of, live_app, opened, run, settled, told

from epoch_cli.document.node import finished
from epoch_cli.tui.clipboard import MOST, copy_text


def after(*keys: str, size: tuple[int, int] = (60, 20)) -> tuple[Any, str]:
    """The app after some keys, and what it showed."""

    async def press() -> tuple[Any, str]:
        app = live_app(events_of(), upto=-1)
        async with opened(app, size, notices=True) as pilot:
            await pilot.press(*keys)
            await settled(pilot)
            return app, told(app)

    found: tuple[Any, str] = run(press())
    return found


def test_the_document_is_copied_as_it_is_saved() -> None:
    app, shown = after("ctrl+y")
    assert json.loads(app.clipboard) == finished(app.view.document)
    assert "copied the document, " in shown


def test_a_node_is_copied_as_json() -> None:
    app, shown = after("home", "Y")
    assert json.loads(app.clipboard) == app.view.document["root"]
    assert "copied the node, " in shown


def test_a_pointer_is_copied_and_shown() -> None:
    app, shown = after("home", "down", "y")
    assert app.clipboard == "/root/children/0"
    assert "copied the pointer /root/children/0, 16 bytes" in shown


def test_without_a_document_nothing_is_copied_and_it_says_so() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=2)
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("y")
            await settled(pilot)
            assert app.clipboard == ""
            assert "there is nothing to copy yet" in told(app)

    run(press())


@pytest.mark.parametrize("text", ["x" * (MOST + 1), "é" * (MOST // 2 + 1)])
def test_what_no_terminal_takes_is_not_sent(text: str) -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20), notices=True) as pilot:
            copy_text(app, "the document", text)
            await settled(pilot)
            assert app.clipboard == ""
            assert "not copied: the document has 64 KiB" in told(app)

    run(press())


def test_half_a_character_is_copied_as_an_escape() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20), notices=True):
            copy_text(app, "the node", 'a"\ud800"')
            assert app.clipboard == 'a"\\ud800"'

    run(press())
