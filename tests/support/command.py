"""The `epoch` command in a home of its own: nothing of the user's is read or written.

`Command` runs it as a process, as people and scripts do, forked from a process that has imported everything already
(`forked_epoch.py`), which saves most of its time; `start_anew` gives one that starts and ends as Python does. `Inside`
runs the same `main()` in the process of the tests, thirty times as fast: for tables of inputs, where what matters is
what the command says to each.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from support.forked_epoch import Forks, take_terminal
from support.forked_process import ForkedProcess
from support.replaying import hold_run

EPOCH = (sys.executable, "-m", "epoch_cli")
SCRIPTED_EPOCH = Path(__file__).with_name("scripted_epoch.py")


@dataclass(slots=True)
class Result:
    """How a command ended, and what it wrote."""

    code: int
    out: bytes
    err: bytes

    @property
    def lines(self) -> list[Any]:
        """stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def said(self) -> list[str]:
        """stderr as lines of text."""
        return self.err.decode().splitlines()


@dataclass(slots=True)
class Command:
    """Runs the command in `home`; `work` is where it runs, `environment` what it sees besides."""

    home: Path
    work: Path
    environment: dict[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = EPOCH

    def scripted(self, rows: Sequence[dict[str, Any]]) -> Command:
        """The same command with a scripted model behind it; `rows` as in `scripted_epoch.py`."""
        script = self.home / f"script-{len(list(self.home.glob('script-*')))}.json"
        script.write_text(json.dumps(rows), "utf-8")
        return Command(self.home, self.work, self.environment, (sys.executable, str(SCRIPTED_EPOCH), str(script)))

    def env(self) -> dict[str, str]:
        """Only what a program needs to run, and a home of its own."""
        needed = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
        kept = {name: os.environ[name] for name in needed if name in os.environ}
        home = str(self.home)
        own = {
            "HOME": home,
            "USERPROFILE": home,
            "LOCALAPPDATA": str(self.home / "data"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "OLLAMA_HOST": "http://127.0.0.1:9",  # where none listens: one of this machine must not answer for tests
            "PYTHONWARNINGS": "error",
        }
        return {**kept, **own, **self.environment}

    def start(self, *arguments: str | bytes, **how: Any) -> subprocess.Popen[bytes]:
        """Start the command; stdin is empty, stdout and stderr are pipes unless told otherwise."""
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
        if self._can_fork(arguments, how):
            own_session = how.pop("start_new_session", False)
            takes_terminal = how.pop("preexec_fn", None) is take_terminal
            told = {"script": self._script, "own_session": own_session, "takes_terminal": takes_terminal}
            return ForkedProcess(forks(), [*map(str, arguments)], self.env(), self.work, **told, **how)
        return self.start_anew(*arguments, **how)

    def start_anew(self, *arguments: str | bytes, **how: Any) -> subprocess.Popen[bytes]:
        """The same where it matters how Python itself starts and ends: nothing is imported yet, nothing cut short."""
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
        return subprocess.Popen([*self.prefix, *arguments], cwd=self.work, env=self.env(), **how)

    def __call__(self, *arguments: str | bytes, stdin: bytes | None = None, **how: Any) -> Result:
        """Run the command to its end; a run is held to its session (`replaying.py`)."""
        before = set(self.sessions())
        if not how and self._can_fork(arguments, how):
            result = self._fork(arguments, stdin)
            hold_run(sorted(set(self.sessions()) - before), arguments, result.out, self.work)
            return result
        if stdin is not None:
            how["stdin"] = subprocess.PIPE
        with self.start(*arguments, **how) as process:
            try:
                out, err = process.communicate(stdin, timeout=60)
            except BaseException:
                process.kill()
                raise
        if process.stdout is not None:
            hold_run(sorted(set(self.sessions()) - before), arguments, out, self.work)
        return Result(process.returncode, out or b"", err or b"")

    def _can_fork(self, arguments: Sequence[str | bytes], how: dict[str, Any]) -> bool:
        """Whether a process that has started already will do: nothing is asked for that is read when Python starts."""
        known = how.keys() <= {"stdin", "stdout", "stderr", "start_new_session", "preexec_fn"}
        if not known or how.get("preexec_fn", take_terminal) is not take_terminal:
            return False
        python_reads = any(name.startswith(("PYTHON", "LC_", "LANG", "TEXTUAL")) for name in self.environment)
        ours = self.prefix == EPOCH or self.prefix[1:2] == (str(SCRIPTED_EPOCH),)
        return ours and not python_reads and all(isinstance(argument, str) for argument in arguments)

    @property
    def _script(self) -> str:
        """The file of the scripted model, if there is one."""
        return "" if self.prefix == EPOCH else self.prefix[2]

    def _fork(self, arguments: Sequence[Any], stdin: bytes | None) -> Result:
        with ExitStack() as stack, ThreadPoolExecutor(3) as threads:
            given = stack.enter_context(Path(os.devnull).open("rb")) if stdin is None else None
            asked, answer = (given, None) if given is not None else _pipe(stack)
            out, out_end = _pipe(stack)
            err, err_end = _pipe(stack)
            theirs = (asked, out_end, err_end)
            fork = forks().start(arguments, self.env(), self.work, tuple(end.fileno() for end in theirs), self._script)
            for end in theirs:
                end.close()
            reading = [threads.submit(end.read) for end in (out, err)]
            if answer is not None:
                threads.submit(_write_all, answer, stdin)
            try:
                code = fork.wait(60)
            except BaseException:
                os.kill(fork.pid, signal.SIGKILL)
                raise
            return Result(code, *(each.result(60) for each in reading))

    def sessions(self) -> list[Path]:
        """The session files that were written, oldest first."""
        return sorted(self.home.rglob("sessions/*.jsonl"))


@dataclass(slots=True)
class Inside:
    """The command in the process of the tests; `capture` gives what was written since it was last asked."""

    command: Command
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[bytes]

    @property
    def work(self) -> Path:
        """Where it runs."""
        return self.command.work

    def sessions(self) -> list[Path]:
        """The session files that were written, oldest first."""
        return self.command.sessions()

    def __call__(self, *arguments: str, stdin: bytes = b"", model: Any = None) -> Result:
        """Run the command to its end, with a scripted model behind it if one is given."""
        from epoch_cli.__main__ import main
        from epoch_cli.cli import gen

        self.capture.readouterr()
        before = set(self.sessions())
        with self.patch.context() as patch:
            environment = self.command.env()
            for name in os.environ.keys() - environment.keys():  # keys, above all: a test must not ask a real provider
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.chdir(self.work)
            patch.setattr(sys, "argv", ["epoch", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            if model is not None:
                patch.setattr(gen, "chosen_provider", lambda *_, **__: model)
            with pytest.raises(SystemExit) as leaving:
                main()
        out, err = self.capture.readouterr()
        hold_run(sorted(set(self.sessions()) - before), arguments, out, self.work)
        return Result(int(leaving.value.code or 0), out, err)


@lru_cache(maxsize=1)
def forks() -> Forks:
    """What forks the commands of this process of tests; it has no part in what they see of their surroundings."""
    nowhere = Path(os.devnull)
    made = Forks(Command(nowhere, nowhere).env(), counted=True)
    atexit.register(made.close)
    return made


def _pipe(stack: ExitStack) -> tuple[BinaryIO, BinaryIO]:
    """The two ends of a pipe, to read from and to write to."""
    reading, writing = os.pipe()
    return stack.enter_context(os.fdopen(reading, "rb")), stack.enter_context(os.fdopen(writing, "wb", buffering=0))


def _write_all(end: BinaryIO, data: bytes) -> None:
    with end, suppress(BrokenPipeError):  # a command need not read all that it is given
        rest = memoryview(data)
        while rest:
            rest = rest[end.write(rest) :]


def wait_until(ready: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait for something to become true; gives what it became.

    Raises:
        TimeoutError: it did not in time.
    """
    end = time.monotonic() + seconds
    while not (found := ready()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
    return found
