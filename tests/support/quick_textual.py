"""Textual as tests have it: hundreds of apps a process, and thousands of keys, each of which is waited for.

An app parses its style sheet when it starts, and a pilot waits for 20 ms and longer after every key, and twice, to see
whether the processor has come to rest. Here a sheet is parsed once a process, and a pilot waits as long as the event
loop has something to do, or will have within those 20 ms.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import textual.app
import textual.pilot
from textual.css.stylesheet import Stylesheet

_GRANULE = 1 / 50
"""Seconds that Textual looks at at a time."""
_AT_REST = 1 / 1000
"""Seconds of the processor in them that are none."""


def parse_style_sheets_once() -> None:
    """From now on, what was parsed with the same variables is not parsed again."""
    parse: Any = Stylesheet._parse_rules
    known: dict[Any, Any] = {}

    def parse_once(
        self: Stylesheet,
        css: str,
        read_from: Any,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> Any:
        key = (css, read_from, is_default_rules, tie_breaker, scope, frozenset(self._variables.items()))
        if key not in known:
            known[key] = parse(self, css, read_from, is_default_rules, tie_breaker, scope)
        return known[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign]


def wait_for_the_loop() -> None:
    """From now on, pilots wait for the event loop."""
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = _idle  # type: ignore[attr-defined]


async def _idle(min_sleep: float = _GRANULE, max_sleep: float = 1.0) -> None:
    """Until nothing was done for a while, as Textual's; but a while in which nothing will be done is not waited for."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        worked = time.process_time()
        await _nothing_to_do(loop, loop.time() + _GRANULE)
        if time.process_time() - worked < _AT_REST or loop.time() - begun >= max_sleep:
            return


async def _nothing_to_do(loop: Any, end: float) -> None:
    """Until the loop has nothing to do, now or by a timer before `end`."""
    while True:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((each._when for each in loop._scheduled if not each._cancelled), default=end)
        if due >= end:
            return
        await asyncio.sleep(max(0.0, due - loop.time()))
