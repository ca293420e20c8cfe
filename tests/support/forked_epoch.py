"""Many `epoch` processes at a fifth of the price: one process has imported everything, and forks for each.

    with Forks() as forks:
        fork = forks.start(["gen", "a page"], environment, folder, files=(stdin, stdout, stderr))
        fork.wait()

What is forked is a process like any other: it has its own files and its own environment, and dies by `kill -9`. Only
the first part of a Python process is not in it, in which everything is imported and nothing is written yet.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

_NEEDED = (
    "httpx",
    "anyio._backends._asyncio",
    "jsonpatch",
    "pydantic",
    "rich.console",
    "rich.live",
    "epoch_cli.catalog.pattern_source",
    "epoch_cli.catalog.source",
    "epoch_cli.cli.app",
    "epoch_cli.cli.gen",
    "epoch_cli.cli.replay",
    "epoch_cli.cli.validate",
    "epoch_cli.engine.generation",
    "epoch_cli.output.narration",
    "epoch_cli.providers.dialects.openai_chat",
    "epoch_cli.providers.offline.compose",
    "epoch_cli.providers.remote",
    "epoch_cli.validation",
)
_SCREEN = "epoch_cli.tui.terminal_app"
"""What a command on a terminal of its own needs besides: it is imported when the first of them is asked for."""
_LONGEST = 1 << 20
_TESTS = Path(__file__).resolve().parent.parent


_FOLDER = "EPOCH_COVERAGE"  # as in coverage.py, which this script cannot import before it knows where it is


class Fork(NamedTuple):
    """A process that was forked: its id, and where its exit code will be told."""

    pid: int
    told: socket.socket

    def wait(self, seconds: float | None = None) -> int:
        """The exit code; of one that died by a signal the negative number of that.

        Raises:
            TimeoutError: it has not ended in time.
        """
        if not select.select([self.told], [], [], seconds)[0]:
            raise TimeoutError
        with self.told:
            return os.waitstatus_to_exitcode(int(self.told.recv(64)))


class Forks:
    """Starts `epoch` processes, one after the other or side by side; those that run outlive it.

    Args:
        environment: what the process that forks is started with, for what Python reads when it starts.
        counted: whether what they run through is noted where somebody asked for it, which takes seconds to prepare.
    """

    def __init__(self, environment: Mapping[str, str] | None = None, *, counted: bool = False) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._lock = threading.Lock()
        environment = {**(os.environ if environment is None else environment), _FOLDER: ""}
        if counted:
            environment[_FOLDER] = os.environ.get(_FOLDER, "")
        command = [sys.executable, str(Path(__file__).resolve()), str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        files: tuple[int, int, int],
        script: str = "",
        **told: bool,
    ) -> Fork:
        """Start one with these files as its stdin, stdout and stderr.

        Args:
            script: that of a scripted model, if there is one.
            told: `own_session` and `takes_terminal`, as in `forked_process.py`.
        """
        command = {"arguments": list(arguments), "environment": environment, "folder": str(folder), "script": script}
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with self._lock, theirs:
            message = json.dumps({**command, **told}).encode()
            socket.send_fds(self._line, [len(message).to_bytes(4, "big") + message], [*files, theirs.fileno()])
        return Fork(int(ours.recv(64)), ours)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Fork no more."""
        self._line.close()
        self._process.wait(20)


def _serve(line: socket.socket) -> dict[str, Any]:
    """Fork for each message, until there are no more; comes back in a process that is to be `epoch`."""
    sys.path.insert(0, str(_TESTS))
    from support import coverage

    sys.path.pop(0)
    coverage.start(removing=1 << 30)
    for name in _NEEDED:
        importlib.import_module(name)
    coverage.note()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, files, _, _ = socket.recv_fds(line, _LONGEST, 4)
        if not data:
            os._exit(0)
        length = int.from_bytes(data[:4], "big")
        while len(data) < length + 4:
            data += line.recv(_LONGEST)
        told = json.loads(data[4:])
        if told.get("takes_terminal"):
            importlib.import_module(_SCREEN)
        gc.freeze()  # what is imported stays, and forks need not look through it for what can go
        if os.fork() == 0 and _is_epoch(files):
            line.close()
            return told  # type: ignore[no-any-return]
        for file in files:
            os.close(file)


def _is_epoch(files: Sequence[int]) -> bool:
    """Fork once more: the first one waits for the second, which is to be `epoch`, and tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, told = files
    pid = os.fork()
    if pid == 0:
        for number, file in enumerate(streams):
            os.dup2(file, number)
        for file in files:
            os.close(file)
        return True
    os.closerange(0, told)
    with contextlib.suppress(OSError):  # nobody is interested any more
        os.write(told, str(pid).encode().ljust(64))
        os.write(told, str(os.waitpid(pid, 0)[1]).encode())
    os._exit(0)


def take_terminal() -> None:
    """Make the terminal among the streams that of this session, which we lead: its Ctrl-C is then a signal."""
    for number in (0, 2, 1):
        if os.isatty(number):
            fcntl.ioctl(number, termios.TIOCSCTTY, 0)
            return


def _be_epoch(told: dict[str, Any]) -> None:
    if told.get("own_session"):
        os.setsid()
    if told.get("takes_terminal"):
        take_terminal()
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.argv = ["epoch", *told["arguments"]]
    if told["script"]:
        sys.path.insert(0, str(_TESTS))
        from support.scripted_epoch import run

        run(Path(told["script"]))
    else:
        from epoch_cli.__main__ import main

        main()


def _leave(code: object) -> None:
    """End as Python does, but for taking everything apart that was imported, which takes as long as a command."""
    from support import coverage

    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    coverage.note()
    os._exit(int(code or 0))  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.path.pop(0)  # this folder is no place to import from
    try:
        _be_epoch(_serve(socket.socket(fileno=int(sys.argv[1]))))
    except SystemExit as leaving:
        _leave(leaving.code)
