"""Runs tests in forks of a process that has imported everything but Epoch, each with its own limits.

A fork gets the text of one module from us and not from its file (`Replaced`), so no file of the tree is ever changed,
and no bytecode of a mutant is kept. Processes that tests start know nothing of it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import types
import warnings
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mutants.found import ROOT

_MEMORY: Final = 4 << 30
_FIRST_TEST: Final = 60.0
"""Seconds of processor time until the first test begins: tests are collected."""
_PATIENCE: Final = 8.0
"""How many times as long as ever a test may take, and `_GRACE` seconds more: what is longer is an endless loop."""
_GRACE: Final = 4.0
_ASLEEP: Final = 900.0
"""Seconds by the clock until a fork that uses no processor time is given up."""
_EXAMPLES: Final = 20
_CLOCKS: Final = {"perf_counter", "process_time", "monotonic", "tracemalloc", "thread_time"}
_HEAVY: Final = (
    "hypothesis.strategies", "hypothesis.internal.conjecture.engine", "hypothesis.internal.conjecture.providers",
    "pydantic", "orjson", "tomli_w", "platformdirs", "jsonpatch", "jsonschema", "json_repair", "slipcover",
)  # fmt: skip


@dataclass
class Run:
    """Tests to run once.

    Args:
        files: the test files, by path from the root.
        seconds: what each test takes that is known, by its id.
        chosen: the ids to run in this order, and with them those that nobody knows; all of them when it is None.
        mutant: the path of a file of the package and the text to use in its place.
        probes: a folder to note in what is run through (`support/coverage.py`).
        to_the_end: go on when a test fails.
    """

    files: Sequence[str]
    seconds: Mapping[str, float] = field(default_factory=dict)
    chosen: Sequence[str] | None = None
    mutant: tuple[str, str] | None = None
    probes: Path | None = None
    to_the_end: bool = False


@dataclass
class Ran:
    """How a run ended: pytest's exit code, or None if a signal ended it, with the tests that failed and the seconds."""

    exit_code: int | None
    failed: list[str]
    seconds: dict[str, float]
    last: str
    output: str
    timeout: bool

    @property
    def passed(self) -> bool:
        """Whether no test failed; 5 is pytest's exit code when there was none."""
        return self.exit_code in {0, 5}


Trial = Generator[Run, Ran, None]
"""Asks for runs one after the other, and is told how each went."""


def run_all(trials: Iterable[Trial], at_once: int) -> None:
    """Run trials to their ends, so many at the same time."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    waiting = iter(trials)
    running: dict[int, tuple[Trial, _Fork]] = {}
    try:
        while True:
            while len(running) < at_once and (trial := next(waiting, None)) is not None:
                _start(trial, None, running)
            if not running:
                return
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid:
                trial, fork = running.pop(pid)
                _start(trial, fork.ran(status), running)
            else:
                for _, fork in running.values():
                    fork.end_if_asleep()
                time.sleep(0.03)
    finally:
        for _, fork in running.values():
            fork.end()


def import_heavy() -> None:
    """Import what forks would otherwise import each for itself."""
    for name in _HEAVY:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for plugin in entry_points(group="pytest11"):
        with contextlib.suppress(ImportError):
            plugin.load()
    gc.freeze()


def _start(trial: Trial, ran: Ran | None, running: dict[int, tuple[Trial, _Fork]]) -> None:
    with contextlib.suppress(StopIteration):
        run = next(trial) if ran is None else trial.send(ran)
        fork = _Fork(run)
        running[fork.pid] = trial, fork


class _Fork:
    """A process that runs tests in a folder of its own."""

    def __init__(self, run: Run) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="epoch-mutant-"))
        self._began = time.monotonic()
        self._asleep = False
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            code = 3
            try:
                code = _child(run, self._folder)
            finally:
                os._exit(code)

    def ran(self, status: int) -> Ran:
        """How it ended, by what it noted."""
        self.end()
        noted = [json.loads(line) for line in _lines(self._folder / "noted")]
        output = "\n".join(_lines(self._folder / "output"))
        code = os.waitstatus_to_exitcode(status)
        last = next((each["begins"] for each in reversed(noted) if "begins" in each), "")
        ran = Ran(
            code if code >= 0 else None,
            [each["failed"] for each in noted if "failed" in each],
            {each["ended"]: each["seconds"] for each in noted if "ended" in each},
            last,
            output,
            self._asleep or code == -signal.SIGPROF,
        )
        shutil.rmtree(self._folder, ignore_errors=True)
        return ran

    def end_if_asleep(self) -> None:
        """End it when its time is over by the clock."""
        if time.monotonic() - self._began > _ASLEEP:
            self._asleep = True
            self.end()

    def end(self) -> None:
        """End it and what it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", "replace").splitlines() if path.exists() else []


def _child(run: Run, folder: Path) -> int:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.chdir(ROOT)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    output = os.open(folder / "output", os.O_CREAT | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.environ["EPOCH_CI"] = "1"  # property tests draw the same examples each time
    os.environ.pop("PYTEST_ADDOPTS", None)
    if run.probes is not None:
        os.environ["EPOCH_COVERAGE"] = str(run.probes)
    if run.mutant is not None:
        sys.meta_path.insert(0, Replaced(*run.mutant))
    sys.path.insert(0, str(ROOT / "tests"))
    from support import examples

    sys.path.pop(0)
    asked = examples.examples
    examples.examples = lambda number=100: min(asked(number), _EXAMPLES)
    options = ["-q", "--no-header", "--tb=short", "--assert=plain", "-p", "no:cacheprovider", f"--basetemp={folder}/t"]
    with (folder / "noted").open("w", encoding="utf-8") as notes:
        watch = _Watch(run, notes)
        _limit(_FIRST_TEST)
        return int(pytest.main([*options, *([] if run.to_the_end else ["-x"]), *run.files], [watch]))


class Replaced(importlib.abc.MetaPathFinder):
    """Finds one module as Python does, but with another text; its file stays as it is."""

    def __init__(self, path: str, text: str) -> None:
        self._name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the compiler thinks of the change would be an error of the tests
            self._code = compile(text, str(ROOT / path), "exec", dont_inherit=True)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Its specification, if it is the one."""
        if fullname != self._name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            raise ImportError(fullname)
        spec.loader = _Loader(fullname, spec.origin, self._code)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, code: types.CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> types.CodeType:
        return self._code


def _limit(seconds: float) -> None:
    """End this process once it has used so much processor time from here on: nobody can catch that by mistake."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


class _Watch:
    """A plugin of pytest: which tests are run, in which order and for how long, and what came of them."""

    def __init__(self, run: Run, notes: Any) -> None:
        self._run = run
        self._notes = notes
        self._began = 0.0

    def _note(self, **what: object) -> None:
        self._notes.write(json.dumps(what) + "\n")
        self._notes.flush()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if not _measures(item.function, set())]
        if (chosen := self._run.chosen) is not None:
            order = {identity: number for number, identity in enumerate(chosen)}
            items[:] = [item for item in items if item.nodeid in order or item.nodeid not in self._run.seconds]
            items.sort(key=lambda item: order.get(item.nodeid, len(order)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Generator[None, Any, Any]:
        self._note(begins=item.nodeid)
        _limit(_GRACE + _PATIENCE * self._run.seconds.get(item.nodeid, 20.0))
        began = time.process_time()
        outcome = yield
        _limit(_FIRST_TEST)
        self._note(ended=item.nodeid, seconds=round(time.process_time() - began, 4))
        return outcome

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self._note(failed=report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self._note(failed=report.nodeid)


def _measures(function: Any, seen: set[int]) -> bool:
    """Whether a test asks a clock, itself or by functions of the tests: what it says depends on the machine's mood."""
    function = getattr(function, "__wrapped__", function)
    inner = getattr(getattr(function, "hypothesis", None), "inner_test", function)
    code = getattr(inner, "__code__", None)
    if code is None or id(code) in seen or "/tests/" not in code.co_filename:
        return False
    seen.add(id(code))
    names = _names(code)
    return not _CLOCKS.isdisjoint(names) or any(_measures(inner.__globals__.get(name), seen) for name in names)


def _names(code: types.CodeType) -> Collection[str]:
    inner = [name for each in code.co_consts if isinstance(each, types.CodeType) for name in _names(each)]
    return [*code.co_names, *inner]
