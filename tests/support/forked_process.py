"""A process that is forked (`forked_epoch.py`) with all that `subprocess.Popen` gives: pipes, signals, waiting."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from support.forked_epoch import Fork, Forks


class ForkedProcess(subprocess.Popen[bytes]):
    """`epoch` with these arguments, forked and not started anew.

    Only how the child comes to be and how its end is heard of are others: who waits for it is the process between.

    Args:
        arguments: what follows `epoch` on the command line.
        script: that of a scripted model, if there is one.
        own_session: whether it leads a session of its own, so that the signals of our terminal pass it by.
        takes_terminal: whether the terminal among its streams becomes that of its session.
        streams: `stdin`, `stdout` and `stderr` as `subprocess.Popen` takes them.
    """

    def __init__(
        self,
        forks: Forks,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        script: str = "",
        own_session: bool = False,
        takes_terminal: bool = False,
        **streams: Any,
    ) -> None:
        self._forks = forks
        self._told = {"script": script, "own_session": own_session, "takes_terminal": takes_terminal}
        self._fork: Fork | None = None
        super().__init__(["epoch", *arguments], cwd=folder, env=environment, **streams)

    def _execute_child(self, arguments: Sequence[str], *given: Any) -> None:
        """What `Popen` calls when it has opened the pipes: (theirs, ours) of stdin, (ours, theirs) of the others."""
        folder, environment = given[4:6]
        pipes = given[9:15]
        ends = (pipes[0], pipes[3], pipes[5])
        streams = tuple(number if end == -1 else end for number, end in enumerate(ends))  # -1: one of our own
        self._fork = self._forks.start(arguments[1:], environment, folder, streams, **self._told)
        self.pid = self._fork.pid
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        return self._heard(0)

    def _wait(self, timeout: float | None) -> int:
        code = self._heard(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def _heard(self, seconds: float | None) -> int | None:
        """The exit code, if it ends in time."""
        if self.returncode is None and self._fork is not None:
            try:
                self.returncode = self._fork.wait(seconds)
            except TimeoutError:
                return None
        return self.returncode
