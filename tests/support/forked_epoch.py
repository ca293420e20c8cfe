"""Many `epoch` processes at a twentieth of the price: one process has imported everything, and forks for each.

    with Forks() as forks:
        pid = forks.start(command, "gen", "a page", out=write_end)

What is forked is a process like any other: it has its own files, its own stdout, and dies by `kill -9`. Only the first
second of a Python process is not in it, in which nothing is written yet.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

_NEEDED = (
    "httpx",
    "anyio._backends._asyncio",
    "pydantic",
    "epoch_cli.cli.app",
    "epoch_cli.cli.gen",
    "epoch_cli.engine.generation",
    "epoch_cli.output.narration",
    "epoch_cli.providers.dialects.openai_chat",
    "epoch_cli.providers.remote",
)
_LONGEST = 1 << 16


class Forks:
    """Starts `epoch` processes; who leaves the block leaves none of them able to outlive it for want of a parent."""

    def __enter__(self) -> Self:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        command = [sys.executable, str(Path(__file__).resolve()), str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        theirs.close()
        return self

    def start(self, arguments: list[str], *, environment: dict[str, str], folder: Path, out: int) -> int:
        """Start one with `out` as its stdout; gives its process id."""
        told = {"arguments": arguments, "environment": environment, "folder": str(folder)}
        socket.send_fds(self._line, [json.dumps(told).encode()], [out])
        return int(self._line.recv(64))

    def __exit__(self, *_: object) -> None:
        self._line.close()
        self._process.wait(20)


def _serve(line: socket.socket) -> None:
    """Fork for each message, until there are no more."""
    for name in _NEEDED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    while True:
        message, (*files,), _, _ = socket.recv_fds(line, _LONGEST, 1)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            _be_epoch(json.loads(message), files[0])
        os.close(files[0])
        line.send(str(pid).encode())


def _be_epoch(told: dict[str, object], out: int) -> None:
    from epoch_cli.__main__ import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, file in enumerate((nothing, out, nothing)):
        os.dup2(file, number)
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(told["environment"])  # type: ignore[arg-type]
    os.chdir(str(told["folder"]))
    sys.argv = ["epoch", *told["arguments"]]  # type: ignore[misc]
    code = 70
    try:
        main()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder is no place to import from
    _serve(socket.socket(fileno=int(sys.argv[1])))
