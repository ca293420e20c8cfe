"""The `epoch` command in a home of its own, for each test."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.command import Command, Inside
from support.recorded_sessions import CUT, FAILED, NEWEST, OLDEST, record, rows
from support.warm import warm


@pytest.fixture
def epoch(tmp_path: Path) -> Command:
    """The command with the built-in composer."""
    return made(tmp_path)


@pytest.fixture
def inside(epoch: Command, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Inside:
    """The same command, run in this process."""
    return Inside(epoch, monkeypatch, capfdbinary)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the import path of the command in this process, for plugins called `acme_…`."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in [name for name in sys.modules if name.startswith("acme_")]:
        del sys.modules[name]


@pytest.fixture
def four(inside: Inside) -> Inside:
    """Four sessions: one long ago, one that failed, one that was cut off, and a new one."""
    record(inside, OLDEST, rows("table of orders", ago=timedelta(days=40), provider="other", model="small"))
    record(inside, FAILED, rows("Login page", ago=timedelta(days=2), status="failed"))
    long_ago = time.time() - 3600
    os.utime(record(inside, CUT, rows("settings", ago=timedelta(hours=3))[:7], '{"event":"tex'), (long_ago, long_ago))
    record(inside, NEWEST, rows())
    return inside


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The same for all tests of a module, which only look at what it wrote."""
    return made(tmp_path_factory.mktemp("shared"))


def made(folder: Path) -> Command:
    """A command whose home and working folder lie in `folder`, and whose cache was used before."""
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    warm(home / "cache" / "epoch")
    return Command(home, work)
