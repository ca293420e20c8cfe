"""`epoch preview SESSION --replay`: a session that is played on a live page, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from epoch_cli.cli.replay import ReplayFlags, run_replay
from epoch_cli.errors import UsageError

if TYPE_CHECKING:
    from epoch_cli.cli.preview import PreviewFlags

_OF_FILES: Final[Mapping[str, str]] = {
    "output": "-o",
    "force": "--force",
    "data_file": "--data-file",
    "data": "--data",
    "preset": "--preset",
    "remote_images": "--remote-images",
    "title": "--title",
}
"""Flags that are for a page which stays, by the names of their fields."""


def replay_on_page(flags: PreviewFlags) -> int:
    """Play a session on a page that follows it; gives the exit code.

    Raises:
        UsageError: a flag was given that says nothing here.
        UnreadableError: there is no such session, or it is none.
    """
    given = [flag for name, flag in _OF_FILES.items() if getattr(flags, name)]
    if given:
        raise UsageError(f"{given[0]} is for a page that stays", remedy="leave it out, or --replay")
    if flags.opens:
        raise UsageError("--replay opens its page by itself, on a terminal", remedy="leave --open out")
    speed = 1.0 if flags.speed is None else flags.speed
    return run_replay(ReplayFlags(session=flags.source, speed=speed, quiet=flags.quiet, page=True, data=False))
