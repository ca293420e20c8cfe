"""The driver, where it meets an app that is over."""

from __future__ import annotations

import asyncio
import gc
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from textual.app import App
from textual.events import Key

from epoch_cli.tui.driver import TerminalDriver


def test_what_is_pressed_when_the_loop_is_closed_is_dropped_without_a_word() -> None:
    """The thread for keys may be a moment behind; a message that nobody awaits would be a warning on the terminal."""
    driver = object.__new__(TerminalDriver)  # without a terminal, and without its signals
    driver._app, driver._loop = App(), asyncio.new_event_loop()
    driver._loop.close()
    driver.send_message(Key("q", "q"))
    gc.collect()  # warnings are errors
