"""What of a run is drawn on stderr, by its flags and the terminal that is there (design section 7)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal

from epoch_cli.cli.streams import on_terminal
from epoch_cli.cli.surroundings import in_ci
from epoch_cli.cli.terminal import has_keys, in_background
from epoch_cli.errors import UsageError

Picture = Literal["none", "plain", "tree", "screen"]
"""Nothing but what is said; the screen's content as flat lines; a tree that grows; the whole screen."""


def picture_of(
    tui: bool | None,  # noqa: FBT001  a flag with three values
    *,
    plain: bool,
    form: str | None,
    against: Mapping[str, bool],
) -> Picture:
    """What is drawn.

    Args:
        tui: `--tui` or `--no-tui`; None leaves it open.
        plain: `--plain`.
        form: `--format`; what somebody asked for as data is not drawn as well, unless they say so.
        against: flags with which nothing can be drawn, and whether each was given.

    Raises:
        UsageError: the flags do not go together, or there is no terminal for what they ask for.
    """
    given = [flag for flag, is_given in against.items() if is_given]
    if tui:
        _check_screen([*given, *(["--plain"] if plain else [])])
        return "screen"
    if plain:
        if given:
            raise UsageError(f"--plain and {given[0]} are opposites", remedy="leave one out")
        return "plain"
    if given or form is not None or not on_terminal():
        return "none"
    return "screen" if tui is None and _opens_by_itself() else "tree"


def _check_screen(against: list[str]) -> None:
    """Raise a UsageError where no screen can be drawn."""
    if against:
        raise UsageError(f"--tui and {against[0]} are opposites", remedy="leave one out")
    if not sys.stderr.isatty():
        raise UsageError("--tui draws on stderr, and that is no terminal", remedy="leave it out, or use --plain")
    if _is_simple():
        kind = os.environ.get("TERM", "")
        raise UsageError(f"--tui: a terminal of the kind {kind!r} shows no screen", remedy="set TERM, or use --plain")
    if not has_keys():
        remedy = "leave it out, or use --plain"
        raise UsageError("--tui reads keys, and there is no terminal to read them from", remedy=remedy)
    if sys.platform == "win32" and not sys.stdout.isatty():  # where Textual draws on stdout
        raise UsageError("--tui needs stdout here", remedy="write into a file with -o FILE")


def _opens_by_itself() -> bool:
    """Whether there is a terminal whose user sees a screen, and can leave it."""
    return not _is_simple() and not in_ci(os.environ) and has_keys() and not in_background()


def _is_simple() -> bool:
    """Whether the terminal obeys no control sequences."""
    return sys.platform != "win32" and os.environ.get("TERM", "") in {"", "dumb", "unknown"}
