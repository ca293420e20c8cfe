"""How a function becomes a command: noted here under its name when its module is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Command = Callable[..., int]

COMMANDS: dict[str, tuple[Command, dict[str, Any]]] = {}
"""Each command of the modules that were imported, by its full name (`keys set`), with its settings."""

EXIT_CODES = (
    "Exit codes: 0 ok, 1 findings, 2 usage or config, 3 provider, 4 timeout, 5 budget, 6 unreadable input, 130 Ctrl-C."
)


def command(name: str = "", **settings: Any) -> Callable[[Command], Command]:
    """Make a function a command, of its own name or of `name`; `keys set` is the command `set` of the group `keys`."""

    def note(function: Command) -> Command:
        COMMANDS[name or function.__name__] = function, {"epilog": EXIT_CODES, **settings}
        return function

    return note
